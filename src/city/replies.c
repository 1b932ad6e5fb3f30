/* Answers given before, question and answer in two columns of a table, as drafts of articles: how a city that has no
 * knowledge base yet begins one. Nobody has edited them, so nothing is judged but their size; an answer too long to be
 * read aloud is cut at the end of a sentence and stands whole in the body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "city/article.h"
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
make(const char *question, const char *answer, struct article *a, struct err *e)
{
	char *line = pasted(answer, true);

	a->kind = ARTICLE_FAQ;
	a->question = pasted(question, true);
	a->body = pasted(answer, false);
	a->keywords = str_dup("");
	a->basis = str_dup("");
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

/* ---- row by row ---- */

static enum err_code
take_row(const struct tsv *t, size_t row, const struct form *form, city_reply_fn *fn, void *arg,
    struct err *e)
{
	struct article a;
	enum err_code rc;

	article_init(&a);
	rc = make(tsv_get(t, row, form->question), tsv_get(t, row, form->answer), &a, e);
	if (rc == ERR_OK && (a.question[0] == '\0' || a.answer[0] == '\0'))
		rc = tsv_fail(t, row, e, "%s不能空", a.question[0] == '\0' ? "问题" : "答复");
	else if (rc == ERR_OK && utf8_count(a.question) > LIMIT_ARTICLE_LINE_CHARS)
		rc = tsv_fail(t, row, e, "问题有 %zu 个字, 最多 %d 个", utf8_count(a.question),
		    LIMIT_ARTICLE_LINE_CHARS);
	else if (rc == ERR_OK && utf8_count(a.body) > LIMIT_ARTICLE_BODY_CHARS)
		rc = tsv_fail(t, row, e, "答复有 %zu 个字, 最多 %d 个", utf8_count(a.body),
		    LIMIT_ARTICLE_BODY_CHARS);
	else if (rc == ERR_OK && !fn(arg, &a, t->line[row]))
		rc = ERR_CANCELLED;
	article_free(&a);
	return rc;
}

enum err_code
city_replies_each(const char *path, city_reply_fn *fn, void *arg, struct err *e)
{
	const struct form *form = form_of(path);
	struct tsv t;
	enum err_code rc = tsv_open_to(path, LIMIT_IMPORT_BYTES, form->column, form->n, &t, e);

	for (size_t i = 0; rc == ERR_OK && i < t.rows; i++)
		rc = take_row(&t, i, form, fn, arg, e);
	tsv_close(&t);
	return rc;
}
