/* The mistakes of a scenario file, kept in the order of its lines. Invariant: at most SCENARIO_MISTAKES are kept, those of the first
 * lines, and none twice; of the others it is known how many there were.
 *
 * Not here: what a mistake is (scenario_read.c, scenario_check.c …). */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scenario_p.h"

static bool
is_kept(const struct scenario_mistakes *m, int line, const char *text)
{
	for (int i = 0; i < m->n; i++)
		if (m->item[i].line == line && strcmp(m->item[i].text, text) == 0)
			return true;
	return false;
}

void
scenario_mistake(struct scenario_mistakes *m, int line, const char *text)
{
	int at = m->n;

	line = line < 1 ? 1 : line; /* of a part that is not there at all */
	if (is_kept(m, line, text))
		return;
	if (m->n == SCENARIO_MISTAKES) {
		m->more++;
		if (m->item[--at].line <= line)
			return;
	} else {
		m->n++;
	}
	for (; at > 0 && m->item[at - 1].line > line; at--)
		m->item[at] = m->item[at - 1];
	m->item[at].line = line;
	(void)str_copy(m->item[at].text, sizeof(m->item[at].text), text);
}

bool
scenario_is_noted(const struct scenario_mistakes *m, int line)
{
	for (int i = 0; i < m->n; i++)
		if (m->item[i].line == line)
			return true;
	return false;
}

/* "line 7" */
static int
line_of(const struct err *e)
{
	return str_starts(e->where, "line ") ? (int)strtol(e->where + strlen("line "), NULL, 10)
					     : 1;
}

/* What quotes a {name} that could not be filled in is no mistake of its own. */
enum err_code
scenario_note(struct scenario_notes *n, enum err_code rc)
{
	if (rc != ERR_INVALID || n->all == NULL)
		return rc;
	if (!n->unfilled || strchr(n->e->text, '{') == NULL)
		scenario_mistake(n->all, line_of(n->e), n->e->text);
	return ERR_OK;
}

/* ---- text that cannot be shown ---- */

/* Blanks in place of what no line may hold, so that the rest of it can be read. */
static void
blank(char *s, size_t len)
{
	uint32_t cp = 0;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_next(s + at, len - at, &cp);
		if (n == 0 || cp == '\t' || (cp != '\n' && utf8_is_hidden(cp)))
			memset(s + at, ' ', n = n > 0 ? n : 1);
	}
}

enum err_code
scenario_clean(struct str *text, struct scenario_notes *n)
{
	char *at = text->s, *end;
	enum err_code rc = ERR_OK;

	if (text->len == 0)
		return ERR_OK;
	end = at + text->len;
	if (text->len > SCENARIO_BYTES)
		return plain_check(text->s, text->len, SCENARIO_BYTES, "一个案例", n->e);
	for (int line = 1; rc == ERR_OK && at < end; line++) {
		char *stop = memchr(at, '\n', (size_t)(end - at));
		const size_t len = (size_t)((stop != NULL ? stop : end) - at);
		struct err why = { 0 };

		if (plain_check(at, len, SCENARIO_BYTES, "", &why) != ERR_OK) {
			rc = scenario_note(n, plain_fail(n->e, line, "%s", why.text));
			blank(at, len);
		}
		at = stop != NULL ? stop + 1 : end;
	}
	return rc;
}
