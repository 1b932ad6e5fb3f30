/* pick CITY: narrowing a list of 500 names as somebody types: every key of initials, of whole pinyin, of Hanzi and of a
 * code, each a query of its own class. The names are the categories, units, areas and streets of a city pack, then pairs of
 * them. Prints name<TAB>value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/bench.h"
#include "../lib/meter.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "city/pack.h"
#include "client/ui/picker.h"
#include "text/pinyin.h"

#define NAMES  500
#define TYPED  120 /* names typed in each class */
#define CHARS  6   /* keys of one at most */
#define ROUNDS 3   /* each so often, the best counts: the machine is shared */

enum class { INITIALS, SPELT, HAN, CODE, CLASSES };
static const char *const names[CLASSES] = { "initials", "spelt", "han", "code" };

struct bench {
	struct picker_item item[NAMES];
	char code[NAMES][24], label[NAMES][160];
	size_t n;
};

static void
add(struct bench *b, const char *code, const char *name)
{
	if (b->n == NAMES || name == NULL || name[0] == '\0')
		return;
	str_copy(b->code[b->n], sizeof(b->code[0]), code);
	str_copy(b->label[b->n], sizeof(b->label[0]), name);
	b->item[b->n] = (struct picker_item){ .code = b->code[b->n], .label = b->label[b->n] };
	b->n++;
}

static void
add_all(struct bench *b, const struct city *c)
{
	char pair[160];

	for (size_t i = 0; i < c->n_categories; i++)
		add(b, c->categories[i].code, c->categories[i].name);
	for (size_t i = 0; i < c->n_units; i++)
		add(b, c->units[i].code, c->units[i].name);
	for (size_t i = 0; i < c->n_areas; i++)
		add(b, c->areas[i].code, c->areas[i].name);
	for (size_t i = 0; i < c->n_streets; i++)
		add(b, "", c->streets[i].name);
	for (size_t i = 0, some = b->n; b->n < NAMES; i++) {
		snprintf(
		    pair, sizeof(pair), "%.70s%.70s", b->label[i % some], b->label[i * 7 % some]);
		add(b, b->code[i * 7 % some], pair);
	}
}

static void
make_query(const struct bench *b, enum class c, size_t i, struct str *out)
{
	const char *label = b->label[i * 37 % NAMES];

	str_reset(out);
	switch (c) {
	case INITIALS:
		pinyin_initials(label, out);
		break;
	case SPELT:
		pinyin_spell(label, out);
		break;
	case HAN:
		str_add(out, label);
		break;
	default:
		str_add(out, b->code[i * 37 % NAMES]);
	}
}

/* Milliseconds of the last of ${keys} keys. */
static double
type(const struct picker_catalogue *k, const char *text, size_t keys)
{
	struct picker p;
	double best = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		double ms = 0;
		size_t at = 0;

		picker_init(&p, k, PICKER_ROWS);
		for (size_t i = 0; i < keys; i++) {
			char key[8] = "";
			size_t n = utf8_head(text + at, 1);
			struct react r = { 0 };
			struct input in;

			memcpy(key, text + at, n < sizeof(key) ? n : 0);
			at += n;
			in = input_text(key);
			ms = meter_busy_ms();
			picker_input(&p, &in, &r);
			ms = meter_busy_ms() - ms;
		}
		best = ms < best ? ms : best;
		picker_free(&p);
	}
	return best;
}

static void
measure(const struct bench *b, const struct picker_catalogue *k, enum class c)
{
	double ms[TYPED * CHARS];
	struct str text = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < TYPED; i++) {
		size_t chars;

		make_query(b, c, i, &text);
		chars = utf8_count(str_c(&text));
		for (size_t keys = 1; keys <= chars && keys <= CHARS; keys++)
			ms[n++] = type(k, str_c(&text), keys);
	}
	printf("%s_keys\t%zu\n%s_p50_ms\t%.3f\n%s_p99_ms\t%.3f\n", names[c], n, names[c],
	    meter_rank(ms, n, 50), names[c], meter_rank(ms, n, 99));
	str_free(&text);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	struct picker_catalogue k;
	struct city *city = NULL;
	struct err e = { 0 };

	bench_must(argc == 2 && secret_init(&e) == ERR_OK, "usage", "pick CITY");
	bench_must(city_pack_load(argv[1], &city, &e) == ERR_OK, argv[1], e.text);
	add_all(&b, city);
	bench_must(picker_catalogue_init(&k, b.item, b.n, &e) == ERR_OK, "names", e.text);
	printf("names\t%zu\n", b.n);
	for (int c = 0; c < CLASSES; c++)
		measure(&b, &k, (enum class)c);
	picker_catalogue_free(&k);
	city_free(city);
	return 0;
}
