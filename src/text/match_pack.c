/* Names packed for the matcher: each of their characters is a number of one or two bytes, the place of what the matcher must
 * know of it in a table that all names share. One that begins a word is another than one inside.
 *
 * Invariants: unpacked, a name is what match_label_init made of it, but for the places in its text; so what is found is
 * the same. The commonest have one byte. Not done here: matching. */
#include "text/match_pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "match_p.h"

/* Below ONE a number is its own byte; from there to TWO two bytes, the first of them ONE and up; three begin with WIDE. */
#define ONE     224u
#define WIDE    255u
#define TWO     (ONE + (WIDE - ONE) * 256)
#define SIGNS   60000u
#define FIRST   1024                    /* places by hash, a power of two */
#define COUNTED (MATCH_LABEL_BYTES - 1) /* occurrences, most */

/* ${has} as of a label, but in its letters what of a label is ${begins}. The last word of ${beside} shares the first one's
 * place: a quarter of the room for a tenth more names that are looked at in vain. */
#define LETTERS ((UINT64_C(1) << 26) - 1)
#define BESIDE  (MATCH_BESIDE - 1)
struct match_sieve {
	uint64_t has, beside[BESIDE];
};

/* ---- numbers ---- */

static size_t
put_number(uint8_t *to, size_t k)
{
	if (k < ONE) {
		to[0] = (uint8_t)k;
		return 1;
	}
	if (k < TWO) {
		to[0] = (uint8_t)(ONE + (k - ONE) / 256);
		to[1] = (uint8_t)((k - ONE) % 256);
		return 2;
	}
	to[0] = WIDE;
	to[1] = (uint8_t)(k / 256);
	to[2] = (uint8_t)(k % 256);
	return 3;
}

static inline uint32_t
take_number(const uint8_t **at)
{
	uint32_t k = *(*at)++;

	if (k >= ONE) {
		k = k < WIDE ? ONE + (k - ONE) * 256 : *(*at)++ * UINT32_C(256);
		k += *(*at)++;
	}
	return k;
}

/* ---- adding ---- */

static size_t
hash_of(const struct match_unit *u)
{
	return (u->cp * UINT32_C(31) + u->slot * 2u + u->word) * UINT32_C(2654435761) >> 12;
}

/* Where the sign stands in p->place, or would. */
static size_t
place_of(const struct match_pack *p, const struct match_unit *sign)
{
	size_t i = hash_of(sign) & (p->n_places - 1);

	for (; p->place[i] != 0; i = (i + 1) & (p->n_places - 1)) {
		const struct match_unit *s = &p->sign[p->place[i] - 1];

		if (s->cp == sign->cp && s->slot == sign->slot && s->word == sign->word)
			break;
	}
	return i;
}

static bool
grow_places(struct match_pack *p)
{
	uint16_t *old = p->place;

	if (p->n_signs * 2 < p->n_places)
		return true;
	p->place = calloc(p->n_places > 0 ? p->n_places * 2 : FIRST, sizeof(*p->place));
	if (p->place == NULL) {
		p->place = old;
		return false;
	}
	p->n_places = p->n_places > 0 ? p->n_places * 2 : FIRST;
	for (size_t i = 0; i < p->n_signs; i++)
		p->place[place_of(p, &p->sign[i])] = (uint16_t)(i + 1);
	free(old);
	return true;
}

/* The number of a character, a new one if it has none; SIGNS when there is no room for it. */
static size_t
number_of(struct match_pack *p, const struct match_unit *u)
{
	struct match_unit sign = *u, *signs;
	size_t i;

	sign.at = 0;
	if (!grow_places(p))
		return SIGNS;
	i = place_of(p, &sign);
	if (p->place[i] != 0)
		return p->place[i] - 1u;
	signs = p->n_signs < SIGNS
		    ? vec_room(p->sign, &p->sign_room, p->n_signs + 1, sizeof(*signs))
		    : NULL;
	if (signs == NULL)
		return SIGNS;
	p->sign = signs;
	p->sign[p->n_signs++] = sign;
	p->place[i] = (uint16_t)p->n_signs;
	return p->n_signs - 1;
}

static bool
put_units(struct match_pack *p, const struct match_label *l)
{
	for (size_t i = 0; i < l->n; i++) {
		size_t k = number_of(p, &l->unit[i]);
		uint8_t *code = vec_room(p->code, &p->code_room, p->n_code + 3, 1);

		if (code != NULL)
			p->code = code;
		if (code == NULL || k == SIGNS)
			return false;
		p->n_code += put_number(code + p->n_code, k);
	}
	return true;
}

static bool
put(struct match_pack *p, const struct match_label *l)
{
	struct match_sieve *sieve = vec_room(p->sieve, &p->sieve_room, p->n + 1, sizeof(*p->sieve));
	uint32_t *start = vec_room(p->start, &p->start_room, p->n + 2, sizeof(*p->start));
	size_t before = p->n_code;

	if (sieve != NULL)
		p->sieve = sieve;
	if (start != NULL)
		p->start = start;
	if (sieve == NULL || start == NULL || !put_units(p, l) || p->n_code > UINT32_MAX) {
		p->n_code = before;
		return false;
	}
	sieve[p->n].has = (l->has & ~LETTERS) | l->begins;
	memcpy(sieve[p->n].beside, l->beside, sizeof(sieve->beside));
	sieve[p->n].beside[0] |= l->beside[BESIDE];
	start[p->n++] = (uint32_t)before;
	start[p->n] = (uint32_t)p->n_code;
	p->longest = l->n > p->longest ? l->n : p->longest;
	return true;
}

bool
match_pack_add(struct match_pack *p, const char *text)
{
	struct match_label l;
	bool ok = match_label_init(&l, text);

	if (ok) {
		match_label_settle(&l);
		ok = put(p, &l);
	}
	match_label_free(&l);
	return ok;
}

/* ---- the end of adding ---- */

/* How often each sign stands in the names, where it has room for that. Names that were refused are none of them. */
static void
count_signs(struct match_pack *p)
{
	const uint8_t *at = p->code, *end = at + p->n_code;

	while (at < end) {
		struct match_unit *s = &p->sign[take_number(&at)];

		if (s->at < COUNTED)
			s->at = (s->at + 1u) & COUNTED;
	}
}

static int
by_count(const void *a, const void *b, void *pack)
{
	const struct match_pack *p = pack;
	const uint16_t *x = a, *y = b;
	uint32_t n = p->sign[*x].at, m = p->sign[*y].at;

	return n != m ? (n > m ? -1 : 1) : *x < *y ? -1 : *x > *y;
}

/* The signs in the order of ${order}; *number what each old number becomes. */
static bool
sort_signs(struct match_pack *p, uint16_t *order, uint16_t *number)
{
	struct match_unit *sign = malloc((p->n_signs + 1) * sizeof(*sign));

	if (sign == NULL)
		return false;
	for (size_t i = 0; i < p->n_signs; i++)
		order[i] = (uint16_t)i;
	qsort_r(order, p->n_signs, sizeof(*order), by_count, p);
	for (size_t i = 0; i < p->n_signs; i++) {
		number[order[i]] = (uint16_t)i;
		sign[i] = p->sign[order[i]];
		sign[i].at = 0;
	}
	free(p->sign);
	p->sign = sign;
	return true;
}

/* All names by their new numbers. The commonest characters of them have the shortest: no more bytes than before. */
static bool
recode(struct match_pack *p, const uint16_t *number)
{
	uint8_t *code = malloc(p->n_code + 1), *to = code;
	const uint8_t *at = p->code;

	if (code == NULL)
		return false;
	for (size_t i = 0; i < p->n; i++) {
		const uint8_t *end = p->code + p->start[i + 1];

		p->start[i] = (uint32_t)(to - code);
		while (at < end)
			to += put_number(to, number[take_number(&at)]);
	}
	if (p->n > 0)
		p->start[p->n] = (uint32_t)(to - code);
	free(p->code);
	p->code = code;
	p->n_code = (size_t)(to - code);
	return true;
}

/* The array as large as what is in it; one that cannot be made smaller is good too. */
static void *
fit(void *v, size_t n, size_t size)
{
	void *less = n > 0 ? realloc(v, n * size) : NULL;

	return less != NULL ? less : v;
}

bool
match_pack_end(struct match_pack *p)
{
	uint16_t *order = malloc((p->n_signs + 1) * sizeof(*order)),
		 *number = malloc((p->n_signs + 1) * sizeof(*number));
	bool ok = order != NULL && number != NULL;

	count_signs(p);
	ok = ok && sort_signs(p, order, number) && recode(p, number);
	free(order);
	free(number);
	free(p->place);
	p->place = NULL;
	p->n_places = 0;
	p->sieve = fit(p->sieve, p->n, sizeof(*p->sieve));
	p->start = fit(p->start, p->n + 1, sizeof(*p->start));
	p->code = fit(p->code, p->n_code, 1);
	p->unit = calloc(p->longest + 1, sizeof(*p->unit));
	return ok && p->unit != NULL;
}

void
match_pack_free(struct match_pack *p)
{
	free(p->sieve);
	free(p->start);
	free(p->code);
	free(p->sign);
	free(p->place);
	free(p->unit);
	*p = (struct match_pack){ 0 };
}

/* ---- asking ---- */

/* Name ${i} in p->unit; how many units. */
static size_t
unpack(struct match_pack *p, size_t i)
{
	const uint8_t *at = p->code + p->start[i], *end = p->code + p->start[i + 1];
	const struct match_unit *sign = p->sign;
	struct match_unit *to = p->unit;

	while (at < end)
		*to++ = sign[take_number(&at)];
	return (size_t)(to - p->unit);
}

int
match_pack_find(const struct match_query *q, struct match_pack *p, size_t i)
{
	const struct match_sieve *s = &p->sieve[i];
	struct match_label l = {
		.unit = p->unit, .has = s->has | LETTERS, .begins = (uint32_t)(s->has & LETTERS)
	};

	memcpy(l.beside, s->beside, sizeof(s->beside));
	l.beside[BESIDE] = s->beside[0];
	if (!match_may(q, &l))
		return match_query_empty(q);
	l.n = unpack(p, i);
	return match_find(q, &l, NULL);
}
