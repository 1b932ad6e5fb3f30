/* aloud.c: sentences to read aloud: the city's scripts with their blanks filled.
 *
 * What the seat does not know ({body}, {process}) stays a visible blank for the person to say. Not here: when a
 * sentence is due. */
#include "aloud_p.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/deadline.h"
#include "model/script.h"
#include "text/spoken.h"

struct known {
	const struct say_word *words;
	size_t n;
};

static const char *
value_of(const void *arg, const char *key, size_t len)
{
	const struct known *k = arg;

	for (size_t i = 0; i < k->n; i++)
		if (strlen(k->words[i].key) == len && strncmp(k->words[i].key, key, len) == 0)
			return k->words[i].value;
	return NULL;
}

void
aloud_fill(const char *text, const struct say_word *words, size_t n, char *out, size_t size)
{
	const struct known known = { words, n };
	struct str b = { 0 };

	script_fill(text, value_of, &known, &b);
	(void)str_copy(out, size, str_c(&b));
	str_free(&b);
}

void
aloud_script(const struct city *c, const char *moment, const char *fallback,
    const struct say_word *words, size_t n, char *out, size_t size)
{
	const struct script_row *row = c != NULL ? city_script(c, moment) : NULL;

	aloud_fill(row != NULL ? row->text : fallback, words, n, out, size);
}

/* To the minute for a limit of hours, to the day for one of days: as the ticket shows it. */
void
aloud_due(const struct city *c, const struct fields *f, int64_t promised, int64_t now, char out[96])
{
	struct due due = { 0 };
	bool hours = false;

	if (c != NULL) {
		due = deadline_resolve(c, f, now);
		hours = due.span.unit == SPAN_HOUR || due.span.unit == SPAN_MIN;
	}
	(void)spoken_when(
	    promised != 0 ? promised : due.at, now, hours ? SPOKEN_TIME : SPOKEN_DAY, out, 96);
}
