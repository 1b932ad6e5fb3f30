/* propose CITY: all proposals for a text, as a seat makes them at a pause in typing: categories by the city's words and by
 * weights learned from them, type, place, time, what is asked for, danger words, urgency. Texts of 80 characters put together from the words
 * of the sample city's messages, each once. Lines of "name<TAB>value". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/secret.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "city/pack.h"
#include "model/propose.h"
#include "server/learn/learn.h"
#include "server/store/store.h"

#define TEXTS  1000
#define CHARS  80
#define ROUNDS 3 /* each so often, the best counts: the machine is shared */

static int
fail(const struct err *e)
{
	fprintf(stderr, "propose: %s: %s\n", e->where, e->text);
	return 1;
}

/* Weights as large as a city's may be: every message is a ticket, and so is each half of it. */
static enum err_code
learn(const struct city *c, const struct tsv *t, struct str *file, struct err *e)
{
	struct store_args args = { .memory = true, .writer = true };
	struct classify_figures f = { .version = 1 };
	struct learn_set set = { 0 };
	struct store *s = NULL;
	long long tickets;
	enum err_code rc = store_open(&args, &s, e);

	if (rc == ERR_OK)
		rc = learn_city(s, c, &set, &tickets, e);
	for (size_t i = 0; rc == ERR_OK && i < t->rows; i++)
		(void)learn_add(&set, tsv_get(t, i, 3), tsv_get(t, i, 1), false);
	if (rc == ERR_OK)
		rc = learn_weights(&set, &f, file, e);
	learn_free(&set);
	store_close(s);
	return rc;
}

/* ${CHARS} characters from somewhere in the messages on. */
static void
make_text(const char *all, size_t from, char out[CHARS * 4 + 1])
{
	size_t n;

	while (((unsigned char)all[from] & 0xC0) == 0x80)
		from++;
	n = utf8_head(all + from, CHARS);
	memcpy(out, all + from, n);
	out[n] = '\0';
}

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* What intake_offer.c does; false when it found nothing at all. */
static bool
all_proposals(const struct city *c, const struct classifier *learned, const char *text)
{
	struct danger_hit hits[8];
	struct place_hit place;
	struct proposal p[3];
	struct fields f = { 0 };
	char time[64], demand[PROPOSE_DEMAND_BYTES];
	bool any;

	any = propose_dangers(c, text, hits, 8) > 0;
	any = propose_place(c, text, &place) || any;
	any = propose_time(text, 1795305600000, time, sizeof(time)) || any;
	any = propose_demand(text, demand, sizeof(demand)) || any;
	any = propose_categories(c, learned, text, "", p, 3) > 0 || any;
	(void)fields_set(&f, TF_CONTENT, text);
	(void)propose_urgency(c, &f);
	fields_free(&f);
	return any;
}

int
main(int argc, char **argv)
{
	static const char *const HEAD[] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	static int64_t took[TEXTS];
	struct str file = { 0 }, all = { 0 };
	char path[512], text[CHARS * 4 + 1];
	struct classifier learned;
	struct city *city = NULL;
	struct err e = { 0 };
	struct tsv t;
	int found = 0;

	if (argc != 2 || secret_init(&e) != ERR_OK || city_pack_load(argv[1], &city, &e) != ERR_OK)
		return fail(&e);
	snprintf(path, sizeof(path), "%s/messages40.tsv", argv[1]);
	if (tsv_open(path, HEAD, sizeof(HEAD) / sizeof(HEAD[0]), &t, &e) != ERR_OK ||
	    learn(city, &t, &file, &e) != ERR_OK ||
	    classify_open(file.s, file.len, &learned, &e) != ERR_OK)
		return fail(&e);
	for (size_t i = 0; i < t.rows; i++)
		str_add(&all, tsv_get(&t, i, 1));
	for (size_t i = 0; i < TEXTS; i++) {
		make_text(all.s, i * (all.len - (size_t)CHARS * 4) / TEXTS, text);
		for (int round = 0; round < ROUNDS; round++) {
			int64_t start = now_ns(), ns;

			found += all_proposals(city, &learned, text) && round == 0;
			ns = now_ns() - start;
			took[i] = round == 0 || ns < took[i] ? ns : took[i];
		}
	}
	qsort(took, TEXTS, sizeof(took[0]), by_size);
	printf("texts\t%d\nfound\t%d\nweights_MB\t%.2f\n", TEXTS, found, (double)file.len / 1e6);
	printf("p50_ms\t%.3f\np99_ms\t%.3f\n", (double)took[TEXTS / 2] / 1e6,
	    (double)took[TEXTS * 99 / 100] / 1e6);
	tsv_close(&t);
	city_free(city);
	str_free(&file);
	str_free(&all);
	return 0;
}
