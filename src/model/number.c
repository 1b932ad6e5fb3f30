/* number.c: 工单编号, 18 digits YYMMDDhhmmss + seat + sequence.
 *
 * Invariant: one seat never issues the same number twice while its number_state is kept: the second never goes back,
 * at most 100 numbers fall in one second, and 100 consecutive sequences differ. Uniqueness between seats comes from
 * the seat's own four digits. Keeping the state is the caller's business. */
#include "model/number.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"

#define SEQUENCES   100
#define SEAT_AT     12
#define SEQUENCE_AT 16

void
number_issue(struct number_state *st, const char *seat, int64_t now, char out[NUMBER_SIZE])
{
	int64_t second = now - now % 1000;
	char when[16];

	if (second > st->last_at) {
		st->last_at = second;
		st->in_second = 0;
	} else if (st->in_second >= SEQUENCES) {
		st->last_at += 1000;
		st->in_second = 0;
	}
	st->sequence = (st->sequence + 1) % SEQUENCES;
	st->in_second++;
	civil_format(st->last_at, "%Y%m%d%H%M%S", when, sizeof(when));
	(void)snprintf(out, NUMBER_SIZE, "%.12s%.4s%02d", when + 2, seat, st->sequence);
}

static bool
all_digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

static int
two(const char *no, int at)
{
	return (no[at] - '0') * 10 + (no[at + 1] - '0');
}

bool
number_valid(const char *no)
{
	char day[12];

	if (no == NULL || !all_digits(no, NUMBER_LEN))
		return false;
	(void)snprintf(day, sizeof(day), "20%.2s-%.2s-%.2s", no, no + 2, no + 4);
	return civil_parse_day(day) != INT32_MIN && two(no, 6) < 24 && two(no, 8) < 60 &&
	       two(no, 10) < 60;
}

void
number_next(const char *no, char out[NUMBER_SIZE])
{
	int sequence;

	if (!number_valid(no)) {
		(void)str_copy(out, NUMBER_SIZE, no);
		return;
	}
	sequence = (two(no, SEQUENCE_AT) + 1) % SEQUENCES;
	(void)str_copy(out, NUMBER_SIZE, no);
	out[SEQUENCE_AT] = (char)('0' + sequence / 10);
	out[SEQUENCE_AT + 1] = (char)('0' + sequence % 10);
}

void
number_groups(const char *no, char out[24])
{
	if (!all_digits(no, NUMBER_LEN))
		(void)str_copy(out, 24, no);
	else
		(void)snprintf(
		    out, 24, "%.6s-%.6s-%.4s-%.2s", no, no + 6, no + SEAT_AT, no + SEQUENCE_AT);
}

void
number_short(const char *no, char out[24])
{
	if (!all_digits(no, NUMBER_LEN))
		(void)str_copy(out, 24, no);
	else
		(void)snprintf(out, 24, "%.4s-%.4s-%.2s", no + 2, no + SEAT_AT, no + SEQUENCE_AT);
}

void
number_last6(const char *no, char out[24])
{
	(void)str_copy(out, 24, all_digits(no, NUMBER_LEN) ? no + SEAT_AT : no);
}

/* A dash or blank as people and input methods write them between the groups of a number. */
static bool
is_gap(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '-' || cp == 0x00a0 || cp == 0x3000 ||
	       (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xff0d;
}

bool
number_normalise(const char *typed, char out[NUMBER_SIZE])
{
	size_t left = strlen(typed), n = 0;

	out[0] = '\0';
	while (left > 0) {
		uint32_t cp = 0;
		size_t k = utf8_next(typed, left, &cp);

		if (k == 0)
			return false;
		typed += k;
		left -= k;
		if (is_gap(cp))
			continue;
		if (cp >= 0xff10 && cp <= 0xff19)
			cp = cp - 0xff10 + '0';
		if (cp < '0' || cp > '9' || n >= NUMBER_LEN)
			return false;
		out[n++] = (char)cp;
		out[n] = '\0';
	}
	return n == NUMBER_LEN || n == 6;
}
