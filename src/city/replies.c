/* Answers given before, question and answer in two columns of a table, as drafts of articles: how a city that has no
 * knowledge base yet begins one. Nobody has edited them, so nothing is judged but their size; an answer too long to be
 * read aloud is cut at the end of a sentence and stands whole in the body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "replies_p.h"
#include "text/paste.h"

/* ---- the table ---- */

struct form {
	const char *column[8];
	size_t n, question, answer;
};
static const struct form FORMS[] = {
	{ { "question", "answer" }, 2, 0, 1 },
	{ { "id", "user", "time", "reply_time", "title", "detail", "reply" }, 7, 4, 6 },
};

/* By the first column's name: what is wrong with the others is told when the table is read. */
static const struct form *
form_of(const char *path)
{
	static const char bom[] = "\xef\xbb\xbf";
	const struct form *form = &FORMS[0];
	char line[256];
	FILE *f = fopen(path, "re");

	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		const char *s = str_starts(line, bom) ? line + strlen(bom) : line;

		if (*s == '#' || s[strspn(s, " \t\r\n")] == '\0')
			continue;
		if (str_starts(s, FORMS[1].column[0]) && s[strlen(FORMS[1].column[0])] == '\t')
			form = &FORMS[1];
		break;
	}
	if (f != NULL)
		fclose(f);
	return form;
}

/* ---- the words ---- */

#define LEAST_CHARS 20 /* "您好！" is a sentence, but no answer */

/* Bytes of the beginning that is read aloud: whole sentences of at most ${chars} characters; 0 when there are none. */
static size_t
sentences(const char *s, size_t chars)
{
	static const char *const ENDS[] = { "。", "！", "？", "；", "!", "?" };
	size_t room = utf8_head(s, chars), least = utf8_head(s, LEAST_CHARS), end = 0;

	for (size_t at = 0; at < room; at++)
		for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++)
			if (str_starts(s + at, ENDS[i]) && at + strlen(ENDS[i]) <= room)
				end = at + strlen(ENDS[i]);
	return end > least ? end : 0;
}

/* ${s} cut to ${chars} characters, the last of them "…". */
static char *
cut(const char *s, size_t chars)
{
	struct str out = { 0 };

	if (utf8_count(s) <= chars)
		return str_dup(s);
	str_add_n(&out, s, utf8_head(s, chars - 1));
	str_add(&out, "…");
	return str_take(&out);
}

static char *
read_aloud(const char *line)
{
	size_t n = utf8_count(line) <= ARTICLE_ANSWER_CHARS ? strlen(line)
							    : sentences(line, ARTICLE_ANSWER_CHARS);

	return n > 0 ? str_dup_n(line, n) : cut(line, ARTICLE_ANSWER_CHARS);
}

static char *
pasted(const char *s, bool line)
{
	struct str out = { 0 };

	str_add(&out, ""); /* an empty text is one too */
	if (line)
		text_paste_line(&out, s, strlen(s));
	else
		text_paste(&out, s, strlen(s));
	return str_take(&out);
}

static enum err_code
make(const struct reply_words *w, struct article *a, struct err *e)
{
	char *line = pasted(w->answer, true);

	a->kind = ARTICLE_FAQ;
	a->question = pasted(w->question, true);
	a->body = pasted(w->answer, false);
	a->keywords = pasted(w->keywords, true);
	a->basis = pasted(w->basis, true);
	if (a->question != NULL)
		a->title = cut(a->question, LIMIT_ARTICLE_TITLE_CHARS);
	if (line != NULL)
		a->answer = read_aloud(line);
	if (line != NULL && a->body != NULL && utf8_count(line) <= ARTICLE_ANSWER_CHARS &&
	    strchr(a->body, '\n') == NULL)
		a->body[0] = '\0'; /* it is all read aloud */
	free(line);
	if (a->question == NULL || a->title == NULL || a->answer == NULL || a->body == NULL ||
	    a->keywords == NULL || a->basis == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

/* ---- one ---- */

static const char *
wrong_with(const struct article *a, char out[96])
{
	out[0] = '\0';
	if (a->question[0] == '\0' || a->answer[0] == '\0')
		(void)snprintf(out, 96, "%s不能空", a->question[0] == '\0' ? "问题" : "答复");
	else if (utf8_count(a->question) > LIMIT_ARTICLE_LINE_CHARS)
		(void)snprintf(out, 96, "问题有 %zu 个字, 最多 %d 个", utf8_count(a->question),
		    LIMIT_ARTICLE_LINE_CHARS);
	else if (utf8_count(a->body) > LIMIT_ARTICLE_BODY_CHARS)
		(void)snprintf(out, 96, "答复有 %zu 个字, 最多 %d 个", utf8_count(a->body),
		    LIMIT_ARTICLE_BODY_CHARS);
	return out;
}

enum err_code
reply_take(const struct reply_words *w, const struct reply_sink *s, struct err *e)
{
	struct err why = { 0 };
	struct article a;
	char wrong[96];
	enum err_code rc;

	article_init(&a);
	rc = make(w, &a, e);
	if (rc == ERR_OK && wrong_with(&a, wrong)[0] != '\0') {
		rc = err_set(&why, ERR_CONFIG, "%s", wrong);
		(void)err_at_line(&why, s->path, w->line);
		if (s->refused != NULL) {
			s->refused(s->arg, &why);
			rc = ERR_OK;
		} else if (e != NULL) {
			*e = why;
		}
	} else if (rc == ERR_OK && !s->fn(s->arg, &a, w->line)) {
		rc = ERR_CANCELLED;
	}
	article_free(&a);
	return rc;
}

static enum err_code
each_row(const struct reply_sink *s, struct err *e)
{
	const struct form *form = form_of(s->path);
	struct tsv t;
	enum err_code rc = tsv_open_to(s->path, LIMIT_IMPORT_BYTES, form->column, form->n, &t, e);

	for (size_t i = 0; rc == ERR_OK && i < t.rows; i++) {
		const struct reply_words w = { tsv_get(&t, i, form->question),
			tsv_get(&t, i, form->answer), "", "", t.line[i] };

		rc = reply_take(&w, s, e);
	}
	tsv_close(&t);
	return rc;
}

enum err_code
city_replies_report(
    const char *path, city_reply_fn *fn, city_refused_fn *refused, void *arg, struct err *e)
{
	const struct reply_sink s = { path, fn, refused, arg };
	const size_t n = strlen(path);

	return n > 3 && strcmp(path + n - 3, ".md") == 0 ? markdown_each(&s, e) : each_row(&s, e);
}

enum err_code
city_replies_each(const char *path, city_reply_fn *fn, void *arg, struct err *e)
{
	return city_replies_report(path, fn, NULL, arg, e);
}
