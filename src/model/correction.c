/* Corrections of articles: the two records that answer one, and the search that found nothing. The text of a task is
 * "=<id>\n2026-11-25 words", of an answer "=<id>\nwords".
 *
 * Not here: whether the correction exists (server/core/article.c asks). */
#include "model/correction.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"

#define DAY_BYTES   10 /* 2026-11-25 */
#define DIGITS_MOST 4  /* of a query: 12345 is one more, and so is any telephone number */
#define QUERY_LEAST 2  /* characters */

bool
correction_about(const struct record *r, char id[ID_SIZE])
{
	const char *words;

	id[0] = '\0';
	return (r->kind == RECORD_TASK || r->kind == RECORD_ANSWER) &&
	       record_about_read(record_text(r), id, &words);
}

static const char *
after_id(const struct record *r)
{
	const char *words = "";
	char id[ID_SIZE];

	(void)record_about_read(record_text(r), id, &words);
	return words;
}

int32_t
correction_due(const struct record *r)
{
	char day[DAY_BYTES + 1] = "";

	if (r->kind == RECORD_TASK)
		(void)snprintf(day, sizeof(day), "%s", after_id(r));
	return civil_parse_day(day);
}

const char *
correction_words(const struct record *r)
{
	const char *words = after_id(r);

	if (r->kind != RECORD_TASK)
		return words;
	words += strlen(words) < DAY_BYTES ? strlen(words) : DAY_BYTES;
	return words + (*words == ' ');
}

void
correction_task_write(const char *id, int32_t due, const char *words, struct str *out)
{
	char day[DAY_BYTES + 1];
	struct str line = { 0 };

	(void)civil_format(civil_day_start(due), "%Y-%m-%d", day, sizeof(day));
	str_addf(&line, "%s%s%s", day, *words != '\0' ? " " : "", words);
	record_about_write(id, str_c(&line), out);
	out->bad = out->bad || line.bad;
	str_free(&line);
}

int32_t
correction_due_by_rule(const struct calendar *c, int64_t at)
{
	bool provisional;

	return calendar_add_days(c, civil_day(at), CORRECTION_DAYS, &provisional);
}

/* ---- checking ---- */

enum err_code
correction_check(const struct record *r, struct err *e)
{
	char id[ID_SIZE];

	if (r->kind != RECORD_TASK && r->kind != RECORD_ANSWER)
		return ERR_OK;
	if (correction_about(r, id) && (r->kind != RECORD_TASK || correction_due(r) != INT32_MIN))
		return ERR_OK;
	(void)err_set(e, ERR_INVALID,
	    r->kind == RECORD_TASK ? "交办要写明是哪一条纠错和答复日期。"
				   : "答复要写明是哪一条纠错和怎么处理的。");
	return e != NULL ? err_at(e, "text") : ERR_INVALID;
}

enum err_code
correction_check_about(const struct record *r, const struct record *asked, struct err *e)
{
	if (asked->kind != RECORD_CORRECT)
		return err_set(e, ERR_FORBIDDEN, "那不是一条知识纠错。");
	if (r->kind == RECORD_ANSWER && strcmp(r->object, asked->by) != 0)
		return err_set(e, ERR_FORBIDDEN, "答复要给报这条纠错的人。");
	return ERR_OK;
}

/* ---- looked for in vain ---- */

/* A run of digits that may be a telephone, an ID or a ticket number. */
static bool
may_name_somebody(const char *s)
{
	for (int run = 0; *s != '\0'; s++) {
		if (*s != ' ' && *s != '-')
			run = *s >= '0' && *s <= '9' ? run + 1 : 0;
		if (run > DIGITS_MOST)
			return true;
	}
	return false;
}

void
correction_query(const char *text, char out[RECORD_OBJECT_BYTES])
{
	struct str folded = { 0 }, words = { 0 };

	fold_add(&folded, text);
	for (const char *p = str_c(&folded); *p != '\0'; p++) {
		const bool gap = *p == ' ' || *p == '\t' || *p == '\n';

		if (!gap)
			str_add_c(&words, *p);
		else if (words.len > 0 && words.s[words.len - 1] != ' ')
			str_add_c(&words, ' ');
	}
	while (words.len > 0 && words.s[words.len - 1] == ' ')
		words.s[--words.len] = '\0';
	out[0] = '\0';
	if (!folded.bad && !words.bad && utf8_count(str_c(&words)) >= QUERY_LEAST &&
	    !may_name_somebody(str_c(&words)))
		(void)str_copy(out, RECORD_OBJECT_BYTES, str_c(&words));
	str_free(&folded);
	str_free(&words);
}
