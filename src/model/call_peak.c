/* When most will call today, by the same weekday of the last weeks.
 *
 * Not here: who counts the calls (server/job/peak.c), where it is shown (the wall). */
#include "model/call_peak.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

#define MOST 1000000 /* calls of half an hour: more is no number of anybody */

static bool
is_day(const int calls[CALL_PEAK_SLOTS])
{
	for (int i = 0; i < CALL_PEAK_SLOTS; i++)
		if (calls[i] > 0)
			return true;
	return false;
}

bool
call_peak_find(int calls[CALL_PEAK_WEEKS][CALL_PEAK_SLOTS], int32_t day, struct call_peak *out)
{
	int days = 0, best = 0, most = 0;

	for (int w = 0; w < CALL_PEAK_WEEKS; w++)
		days += is_day(calls[w]);
	for (int i = 0; i < CALL_PEAK_SLOTS; i++) {
		int sum = 0;

		for (int w = 0; w < CALL_PEAK_WEEKS; w++)
			sum += calls[w][i];
		if (sum > most) {
			most = sum;
			best = i;
		}
	}
	if (days == 0)
		return false;
	*out = (struct call_peak){ day, best, (2 * most + days) / (2 * days), days };
	return true;
}

void
call_peak_write(const struct call_peak *p, struct str *out)
{
	char day[24];

	str_addf(out, "%s %d %d %d",
	    civil_format(civil_day_start(p->day), "%Y-%m-%d", day, sizeof(day)), p->slot, p->calls,
	    p->days);
}

/* "2026-11-22 21 38 4" */
bool
call_peak_read(const char *text, struct call_peak *out)
{
	static const struct {
		long long least, most;
	} ranges[] = { { 0, CALL_PEAK_SLOTS - 1 }, { 0, MOST }, { 1, CALL_PEAK_WEEKS } };
	long long n[3] = { 0 };
	char word[24];

	for (int i = 0; i < 4; i++) {
		const size_t len = strcspn(text, " ");

		if (len == 0 || len >= sizeof(word) || (text[len] == '\0') != (i == 3))
			return false;
		(void)snprintf(word, sizeof(word), "%.*s", (int)len, text);
		if (i == 0 && (out->day = civil_parse_day(word)) == INT32_MIN)
			return false;
		if (i > 0 && !str_int(word, ranges[i - 1].least, ranges[i - 1].most, &n[i - 1]))
			return false;
		text += len + (i < 3);
	}
	out->slot = (int)n[0];
	out->calls = (int)n[1];
	out->days = (int)n[2];
	return true;
}
