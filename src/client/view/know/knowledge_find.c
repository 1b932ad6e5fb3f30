/* knowledge_find.c: the rows of the knowledge screen and the article that is shown.
 *
 * Rows are looked for when they are painted: keys typed ahead cost one search. What a further key cut short stands there
 * as far as it went (未完) and is asked again at the pause. The first row's article is there at once. Not here: finding
 * (cache/kb.h), what is shown of it (knowledge_draw.c). */
#include "knowledge_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

int32_t
knowledge_today(const struct knowledge *s)
{
	return civil_day(s->desk->now);
}

enum article_standing
knowledge_standing(const struct knowledge *s)
{
	return article_standing(&s->article, knowledge_today(s));
}

bool
knowledge_readable(const struct knowledge *s)
{
	return knowledge_standing(s) == ARTICLE_VALID && !s->article.internal;
}

const char *
knowledge_warning(
    enum article_standing st, int32_t until, int32_t today, char out[KNOWLEDGE_WARNING])
{
	out[0] = '\0';
	switch (st) {
	case ARTICLE_VALID:
		break;
	case ARTICLE_NOT_YET:
		(void)snprintf(out, KNOWLEDGE_WARNING, "! 未生效, 勿读");
		break;
	case ARTICLE_EXPIRED:
		(void)snprintf(out, KNOWLEDGE_WARNING, "! 过期%d天, 勿读", (int)(today - until));
		break;
	case ARTICLE_WITHDRAWN:
		(void)snprintf(out, KNOWLEDGE_WARNING, "! 已停用, 勿读");
		break;
	}
	return out;
}

/* ---- the article ---- */

static void
find_marks(const char *query, const char *text, struct knowledge_marks *out)
{
	out->n = 0;
	if (query[strspn(query, " ")] != '\0')
		out->n = kb_marks(query, text, out->v, KNOWLEDGE_MARKS);
}

static void
mark_article(struct knowledge *s)
{
	const char *query = field_text(&s->query);

	find_marks(query, s->article.title, &s->in_title);
	find_marks(query, s->article.answer, &s->in_answer);
	find_marks(query, str_c(&s->body), &s->in_body);
}

static void
drop_article(struct knowledge *s)
{
	article_free(&s->article);
	article_init(&s->article);
	str_reset(&s->body);
	s->leaf = 0;
}

static void
take_body(struct knowledge *s)
{
	const char *from = s->article.body;

	for (; *from != '\0'; from++)
		if (*from != '\n' || from[1] != '\n')
			str_add_c(&s->body, *from);
}

void
knowledge_choose(struct knowledge *s, int at)
{
	struct err e = { 0 };

	s->at = at;
	if (at >= s->n_rows) {
		drop_article(s);
		return;
	}
	if (strcmp(s->article.kb_no, s->rows[at].kb_no) != 0) {
		drop_article(s);
		if (cache_article(s->desk->cache, s->rows[at].kb_no, &s->article, &e) == ERR_OK)
			take_body(s);
		else
			s->desk->say(s->desk->app, 2, "%s", e.text);
	}
	if (s->article.kb_no[0] != '\0')
		mark_article(s);
}

/* ---- the rows ---- */

/* The same question as the form beside its words (intake_kb.c). */
static int
propose(struct knowledge *s)
{
	const struct desk *d = s->desk;
	const char *words = d->sheet != NULL ? fields_get(&d->sheet->f, TF_CONTENT) : "";

	if (d->sheet == NULL || (*words == '\0' && d->sheet_category[0] == '\0'))
		return 0;
	return cache_kb_propose(d->cache, d->sheet_category, d->sheet_area, words,
	    knowledge_today(s), s->rows, KNOWLEDGE_FITTING);
}

static int
search(struct knowledge *s)
{
	const struct kb_query q = {
		.text = field_text(&s->query), .day = knowledge_today(s), .limit = KNOWLEDGE_ROWS
	};
	struct err e = { 0 };
	int n;

	if (q.text[strspn(q.text, " ")] != '\0') {
		s->offer = KNOWLEDGE_FOUND;
	} else {
		s->offer = KNOWLEDGE_PROPOSED;
		n = propose(s);
		if (n > 0)
			return n;
		s->offer = KNOWLEDGE_COMMON;
	}
	n = cache_kb_search(s->desk->cache, &q, s->rows, &s->partial, &e);
	s->damaged = n < 0 && e.code == ERR_CORRUPT;
	if (n < 0)
		s->desk->say(s->desk->app, 2, "%s", s->damaged ? KNOWLEDGE_DAMAGED : e.text);
	return n > 0 ? n : 0;
}

void
knowledge_refresh(struct knowledge *s)
{
	char kept[ARTICLE_KB_NO_BYTES] = "";
	int at = 0;

	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->partial = false;
	if (s->on_list && s->at < s->n_rows)
		(void)str_copy(kept, sizeof(kept), s->rows[s->at].kb_no);
	s->n_rows = search(s);
	for (int i = 0; i < s->n_rows && kept[0] != '\0'; i++)
		if (strcmp(s->rows[i].kb_no, kept) == 0)
			at = i;
	knowledge_choose(s, at);
	s->stale = false;
}

void
knowledge_settle(struct knowledge *s)
{
	s->stale = s->stale || s->put_off;
	s->put_off = false;
	knowledge_refresh(s);
}
