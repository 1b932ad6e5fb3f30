/* Any bytes as the words, title and address of two tickets, and as what is kept of one: nothing crashes, the sets are in
 * order and bounded, a score is the same either way round and between 0 and 100, its reason is text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/similar.h"
#include "text/grams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

static void
check_set(const uint16_t *v, size_t n, size_t max)
{
	require(n <= max);
	for (size_t i = 1; i < n; i++)
		require(v[i - 1] < v[i]);
}

static void
of(const char *text, const char *address, int64_t at, struct similar *out)
{
	struct fields f = { 0 };

	require(fields_set(&f, TF_CONTENT, text) && fields_set(&f, TF_TITLE, address) &&
		fields_set(&f, TF_ADDRESS, address) && fields_set(&f, TF_CATEGORY, "0205") &&
		fields_set(&f, TF_AREA, address));
	similar_of(&f, at, out);
	fields_free(&f);
	check_set(out->gram, (size_t)out->n_grams, SIMILAR_GRAMS);
	require(out->n_names >= 0 && out->n_names <= SIMILAR_NAMES);
}

static void
compare(const struct similar *a, const struct similar *b)
{
	struct similar_score s, turned;
	struct str reason = { 0 };

	similar_compare(a, b, NULL, &s);
	similar_compare(b, a, NULL, &turned);
	require(s.percent == turned.percent && s.where == turned.where);
	require(s.percent >= 0 && s.percent <= 100 && s.words >= 0 && s.words <= 100);
	similar_reason(&s, "红山路78号", s.apart_ms, &reason);
	require(utf8_valid(str_c(&reason), reason.len));
	str_free(&reason);
}

static void
keep(const struct similar *a)
{
	struct similar back = { 0 };
	struct str bytes = { 0 };

	similar_write(a, &bytes);
	require(bytes.len <= SIMILAR_BYTES_MAX && similar_read(bytes.s, bytes.len, &back));
	require(back.n_grams == a->n_grams && back.n_names == a->n_names);
	str_free(&bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *one = calloc(1, size + 1), *two = calloc(1, size + 1);
	const size_t half = size > 0 ? data[0] % (size + 1) : 0;
	struct similar a, b, c = { 0 };
	uint16_t few[7];

	if (one == NULL || two == NULL)
		abort();
	memcpy(one, data, size);
	memcpy(two, data + half, size - half);
	check_set(few, grams_of((const char *)data, size, few, 7), 7); /* with its NULs */
	of(one, two, 1000, &a);
	of(two, one, INT64_MAX, &b);
	compare(&a, &a);
	b.at = 5000;
	compare(&a, &b);
	keep(&a);
	if (similar_read(data, size, &c))
		compare(&a, &c);
	free(one);
	free(two);
	return 0;
}
