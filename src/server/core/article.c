/* What the steps of an article do at the centre: they are judged against what has happened to it, and what is let out
 * becomes the reference row that seats find.
 *
 * Invariants: a draft is never a reference row; a version that was once published stays in the records, whether it was
 * published by a step or had been imported. Not here: the rules (model/article_flow.c), the judgement of codes and limits
 * (city/article_check.c). */
#include "server/core/article.h"

#include <string.h>

#include "base/clock.h"
#include "city/article.h"
#include "core_p.h"
#include "model/article_flow.h"
#include "server/store/records.h"

/* ---- what is there ---- */

struct here {
	struct article_flow flow;
	struct store_record copy; /* its words; r.text NULL: none */
	struct article live;
	struct str live_text;
	bool is_live, kept; /* kept: the live version stands in the records */
};

static bool
fold(void *arg, const struct store_record *x)
{
	struct here *h = arg;
	struct article a;
	const int step = article_step_of(&x->r);

	article_flow_apply(&h->flow, &x->r);
	if (h->kept || (step != ARTICLE_STEP_PUBLISH && step != ARTICLE_STEP_IMPORT))
		return true;
	article_init(&a);
	h->kept =
	    article_read(record_text(&x->r), strlen(record_text(&x->r)), &a, NULL) == ERR_OK &&
	    a.version == h->live.version;
	article_free(&a);
	return true;
}

static enum err_code
read_live(struct core *c, const char *kb_no, struct here *h, struct err *e)
{
	int64_t rev;
	struct err why = { 0 };

	if (!store_ref_get(c->store, CITY_ARTICLE_KIND, kb_no, &h->live_text, &rev))
		return ERR_OK;
	h->is_live = article_read(str_c(&h->live_text), h->live_text.len, &h->live, &why) == ERR_OK;
	return why.code == ERR_NO_MEMORY ? err_set(e, why.code, NULL) : ERR_OK;
}

static enum err_code
look(struct core *c, const char *kb_no, struct here *h, struct err *e)
{
	enum err_code rc;

	*h = (struct here){ 0 };
	article_init(&h->live);
	rc = read_live(c, kb_no, h, e);
	if (rc == ERR_OK)
		rc = store_record_steps(c->store, RECORD_ARTICLE, kb_no, fold, h, e);
	if (rc == ERR_OK && h->flow.text[0] != '\0')
		rc = store_record_get(c->store, h->flow.text, &h->copy, e);
	return rc;
}

static void
look_away(struct here *h)
{
	record_free(&h->copy.r);
	article_free(&h->live);
	str_free(&h->live_text);
}

/* ---- judging ---- */

/* Of the first mistake the words, without file and line: there is no file. */
static enum err_code
judge(struct core *c, const struct record *r, struct err *e)
{
	struct str report = { 0 };
	int n = city_article_judge(r->object, record_text(r), c->city, &report);
	const char *words = strstr(str_c(&report), ": ");
	enum err_code rc = ERR_OK;

	if (report.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (n > 0)
		rc = err_set(e, ERR_GUARD, "%.*s",
		    (int)strcspn(words != NULL ? words + 2 : "内容有误", "\n"),
		    words != NULL ? words + 2 : "内容有误");
	str_free(&report);
	return rc;
}

/* A row that may not stand must not hold up those beside it. */
static enum err_code
as_refused(enum err_code rc, struct err *e)
{
	if (rc == ERR_OK || core_is_machine(rc))
		return rc;
	if (e != NULL)
		e->code = ERR_FORBIDDEN;
	return ERR_FORBIDDEN;
}

enum err_code
core_article_check(
    struct core *c, const struct record *r, uint32_t roles, int64_t *at, struct err *e)
{
	const int step = article_step_of(r);
	struct here h;
	enum err_code rc = look(c, r->object, &h, e);

	if (rc == ERR_OK) {
		const struct article_case now = { &h.flow, record_text(&h.copy.r),
			h.is_live ? &h.live : NULL, civil_day(c->now) };

		*at = r->at > c->now ? c->now : r->at;
		if (*at <= h.flow.last_at)
			*at = h.flow.last_at + 1;
		rc = article_flow_check(&now, r, roles, e);
		if (rc == ERR_OK && (step == ARTICLE_STEP_SUBMIT || step == ARTICLE_STEP_PUBLISH))
			rc = judge(c, r, e);
	}
	look_away(&h);
	return as_refused(rc, e);
}

/* ---- what comes of it ---- */

static enum err_code
keep_step(struct core *c, const char *kb_no, enum article_step step, const char *text,
    int64_t after, struct err *e)
{
	struct store_record x = { .r = { .kind = RECORD_ARTICLE, .by = "system", .at = c->now },
		.at_server = c->now };
	uint8_t random[10];
	enum err_code rc = ERR_OK;

	c->random(c->random_arg, random, sizeof(random));
	id_make(x.r.id, c->now, random);
	if (x.r.at <= after)
		x.r.at = after + 1;
	str_copy(x.r.object, sizeof(x.r.object), kb_no);
	str_copy(x.r.code, sizeof(x.r.code), article_step_items[step].code);
	if (!record_set_text(&x.r, text))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = store_record_add(c->store, &x, e);
	record_free(&x.r);
	return rc;
}

/* The words of an article with another status. */
static enum err_code
write_as(struct article *a, enum article_status status, struct str *out, struct err *e)
{
	a->status = status;
	article_write(a, out);
	return out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

/* What is about to be written over is a version too. */
static enum err_code
keep_live(struct core *c, const char *kb_no, struct here *h, struct err *e)
{
	const enum article_status status = h->live.status;
	struct str text = { 0 };
	enum err_code rc;

	if (!h->is_live || h->kept)
		return ERR_OK;
	rc = write_as(&h->live, ARTICLE_PUBLISHED, &text, e);
	h->live.status = status;
	if (rc == ERR_OK)
		rc = keep_step(c, kb_no, ARTICLE_STEP_IMPORT, str_c(&text), h->flow.last_at, e);
	str_free(&text);
	return rc;
}

static enum err_code
publish(struct core *c, const struct record *r, struct here *h, struct err *e)
{
	const char *words = record_text(r);
	struct str text = { 0 };
	struct article a;
	enum err_code rc;

	article_init(&a);
	rc = article_read(words, strlen(words), &a, e);
	if (rc == ERR_OK)
		rc = keep_live(c, r->object, h, e);
	if (rc == ERR_OK) {
		a.updated = civil_day(c->now);
		rc = write_as(&a, ARTICLE_PUBLISHED, &text, e);
	}
	if (rc == ERR_OK)
		rc = core_ref_put(c, CITY_ARTICLE_KIND, r->object, str_c(&text), e);
	article_free(&a);
	str_free(&text);
	return rc;
}

static enum err_code
withdraw(struct core *c, const struct record *r, struct here *h, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc = keep_live(c, r->object, h, e);

	h->live.updated = civil_day(c->now);
	if (rc == ERR_OK)
		rc = write_as(&h->live, ARTICLE_OFFLINE, &text, e);
	if (rc == ERR_OK)
		rc = core_ref_put(c, CITY_ARTICLE_KIND, r->object, str_c(&text), e);
	str_free(&text);
	return rc;
}

/* The version that is out is kept when its successor is begun, so that both stand in their order. */
enum err_code
core_article_took(struct core *c, const struct record *r, struct err *e)
{
	const int step = article_step_of(r);
	struct here h;
	enum err_code rc = look(c, r->object, &h, e);

	if (rc == ERR_OK && step == ARTICLE_STEP_PUBLISH)
		rc = publish(c, r, &h, e);
	else if (rc == ERR_OK && step == ARTICLE_STEP_WITHDRAW)
		rc = withdraw(c, r, &h, e);
	else if (rc == ERR_OK)
		rc = keep_live(c, r->object, &h, e);
	look_away(&h);
	return rc;
}

/* ---- imported ---- */

static enum err_code
draft(struct core *c, struct article *a, struct here *h, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc;

	a->version = h->is_live ? h->live.version + 1 : 1;
	rc = write_as(a, ARTICLE_PUBLISHED, &text, e);
	if (rc != ERR_OK || strcmp(str_c(&text), record_text(&h->copy.r)) == 0)
		; /* it is there */
	else if (h->flow.copy != ARTICLE_COPY_NONE)
		rc = err_set(e, ERR_CONFLICT, "%s 有一份稿子正在改, 先处理完它。", a->kb_no);
	else
		rc = keep_step(c, a->kb_no, ARTICLE_STEP_DRAFT, str_c(&text), h->flow.last_at, e);
	str_free(&text);
	return rc;
}

enum err_code
core_article_pour(
    struct core *c, struct core_pour *p, const char *kb_no, const char *text, struct err *e)
{
	struct article a;
	struct here h;
	enum err_code rc;

	article_init(&a);
	rc = article_read(text, strlen(text), &a, e);
	if (rc != ERR_OK)
		return rc;
	rc = look(c, kb_no, &h, e);
	if (rc == ERR_OK && (a.status == ARTICLE_DRAFT || a.status == ARTICLE_IN_REVIEW)) {
		rc = draft(c, &a, &h, e);
	} else if (rc == ERR_OK) {
		if (strcmp(str_c(&h.live_text), text) != 0)
			rc = keep_live(c, kb_no, &h, e);
		if (rc == ERR_OK)
			rc = core_ref_pour(c, p, CITY_ARTICLE_KIND, kb_no, text, e);
	}
	look_away(&h);
	article_free(&a);
	return rc;
}
