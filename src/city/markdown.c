/* Questions and answers in a Markdown file: a heading of the first or second level asks, what stands below it answers. Of
 * Markdown no more than that: marks inside the text stay as they are, since a person edits it next.
 *
 * Deliberately not here: tables, links to be followed, pictures. */
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "replies_p.h"

struct section {
	struct str question, answer, keywords, basis;
	int line; /* 0: before the first heading */
};

static void
section_reset(struct section *s)
{
	str_reset(&s->question);
	str_reset(&s->answer);
	str_reset(&s->keywords);
	str_reset(&s->basis);
	s->line = 0;
}

static void
section_free(struct section *s)
{
	str_free(&s->question);
	str_free(&s->answer);
	str_free(&s->keywords);
	str_free(&s->basis);
}

/* The words of a heading of the first two levels; 0 when the line is none. */
static size_t
heading(const char *line, size_t n, const char **words)
{
	size_t marks = 0;

	while (marks < n && line[marks] == '#')
		marks++;
	if (marks == 0 || marks > 2 || marks == n || line[marks] != ' ')
		return 0;
	*words = line + marks + 1;
	return n - marks - 1;
}

static bool
is_member(const char *line, size_t n, const char *name, struct str *out)
{
	const size_t len = strlen(name);

	if (n < len || memcmp(line, name, len) != 0)
		return false;
	line += len;
	n -= len;
	if (n >= 1 && *line == ':')
		line++, n--;
	else if (n >= 3 && memcmp(line, "：", 3) == 0)
		line += 3, n -= 3;
	else
		return false;
	str_reset(out);
	str_add_n(out, line, n);
	return true;
}

static void
add_line(struct section *s, const char *line, size_t n)
{
	if (is_member(line, n, "关键词", &s->keywords) || is_member(line, n, "依据", &s->basis))
		return;
	str_add_n(&s->answer, line, n);
	str_add_c(&s->answer, '\n');
}

static bool
is_blank(const struct str *s)
{
	return strspn(str_c(s), " \t\r\n") == s->len;
}

/* A heading that is followed by another at once is the title of what comes. */
static enum err_code
end_section(struct section *s, const struct reply_sink *to, bool last, struct err *e)
{
	const struct reply_words w = { str_c(&s->question), str_c(&s->answer), str_c(&s->keywords),
		str_c(&s->basis), s->line };
	enum err_code rc = ERR_OK;

	if (s->question.bad || s->answer.bad || s->keywords.bad || s->basis.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (s->line > 0 && (last || !is_blank(&s->answer)))
		rc = reply_take(&w, to, e);
	section_reset(s);
	return rc;
}

enum err_code
markdown_each(const struct reply_sink *to, struct err *e)
{
	struct section s = { .line = 0 };
	struct str text = { 0 };
	enum err_code rc = fs_read_text(to->path, LIMIT_IMPORT_BYTES, &text, e);
	const char *p = str_c(&text);

	for (int line = 1; rc == ERR_OK && *p != '\0'; line++) {
		const size_t n = strcspn(p, "\n"), shown = n > 0 && p[n - 1] == '\r' ? n - 1 : n;
		const char *words = NULL;
		const size_t asked = heading(p, shown, &words);

		if (asked > 0) {
			rc = end_section(&s, to, false, e);
			str_add_n(&s.question, words, asked);
			s.line = line;
		} else if (s.line > 0) {
			add_line(&s, p, shown);
		}
		p += n + (p[n] == '\n');
	}
	if (rc == ERR_OK)
		rc = end_section(&s, to, true, e);
	section_free(&s);
	str_free(&text);
	return rc;
}
