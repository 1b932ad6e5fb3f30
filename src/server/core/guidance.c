/* What the steps of temporary talking points do at the centre: they are judged against what has happened to them; what is let
 * out becomes a reference row of kind bulletin with issuer and approver, and what it replaces is taken back with it.
 *
 * Invariant: what was only proposed is never a reference row. Not here: the rules (model/guidance.c); the end by date, which
 * every reader of a bulletin sees for itself. */
#include "server/core/guidance.h"

#include <string.h>

#include "base/clock.h"
#include "city/rows.h"
#include "core_p.h"
#include "model/guidance.h"
#include "server/store/records.h"

#define REF_KIND "bulletin"

static bool
fold(void *arg, const struct store_record *x)
{
	guidance_flow_apply(arg, &x->r);
	return true;
}

static bool
has_row(struct core *c, const char *id)
{
	struct str have = { 0 };
	int64_t rev = 0;
	const bool there = store_ref_get(c->store, REF_KIND, id, &have, &rev);

	str_free(&have);
	return there;
}

/* ---- judging ---- */

static enum err_code
check_codes(struct core *c, const struct record *r, struct err *e)
{
	struct guidance t;
	enum err_code rc = guidance_read(record_text(r), &t, e);

	if (rc != ERR_OK)
		return rc;
	if (t.area[0] != '\0' && city_area(c->city, t.area) == NULL)
		return err_set(e, ERR_GUARD, "没有地区 %s。", t.area);
	if (t.category[0] != '\0' && city_category(c->city, t.category) == NULL)
		return err_set(e, ERR_GUARD, "没有类别 %s。", t.category);
	if (t.replaces[0] != '\0' && !has_row(c, t.replaces))
		return err_set(e, ERR_GUARD, "要代替的公告 %s 不存在, 或已经撤下。", t.replaces);
	if (has_row(c, r->object))
		return err_set(e, ERR_CONFLICT, "编号 %s 已经有一条公告。", r->object);
	return ERR_OK;
}

static enum err_code
judge(struct core *c, const struct guidance_flow *f, const struct record *r, uint32_t roles,
    struct err *e)
{
	const int step = guidance_step_of(r);
	struct store_record words = { .device = "" };
	enum err_code rc = ERR_OK;

	if (f->words[0] != '\0')
		rc = store_record_get(c->store, f->words, &words, e);
	if (rc == ERR_OK)
		rc = guidance_flow_check(f, record_text(&words.r), r, roles, c->now, e);
	if (rc == ERR_OK && (step == GUIDANCE_STEP_PROPOSE || step == GUIDANCE_STEP_APPROVE))
		rc = check_codes(c, r, e);
	record_free(&words.r);
	return rc;
}

enum err_code
core_guidance_check(
    struct core *c, const struct record *r, uint32_t roles, int64_t *at, struct err *e)
{
	struct guidance_flow f = { .state = GUIDANCE_NONE };
	enum err_code rc = store_record_steps(c->store, RECORD_GUIDANCE, r->object, fold, &f, e);

	if (rc == ERR_OK)
		rc = judge(c, &f, r, roles, e);
	if (*at <= f.last_at)
		*at = f.last_at + 1;
	if (rc == ERR_OK || core_is_machine(rc))
		return rc;
	if (e != NULL) /* a row that may not stand must not hold up those beside it */
		e->code = ERR_FORBIDDEN;
	return ERR_FORBIDDEN;
}

/* ---- what comes of it ---- */

struct putting {
	struct core *c;
	struct err *e;
	enum err_code rc;
};

static bool
put(void *arg, const char *kind, const char *code, const char *text)
{
	struct putting *p = arg;

	if (strcmp(kind, REF_KIND) == 0)
		p->rc = core_ref_put(p->c, kind, code, text, p->e);
	return p->rc == ERR_OK;
}

static void
put_time(struct str *out, int64_t at)
{
	char text[24];

	str_addf(out, "%s\t", civil_format(at, "%Y-%m-%d %H:%M", text, sizeof(text)));
}

/* The row as a line of bulletins.tsv: what is read once is written as every other row is. */
static void
line_of(const struct guidance *t, const struct guidance_flow *f, const struct record *r,
    struct str *out)
{
	str_addf(out, "%s\ttemporary\t%s\t%s\t%s\t", r->object, t->title, t->area, t->category);
	put_time(out, t->starts_at);
	put_time(out, t->ends_at);
	/* it is what callers ask about now: first of what must be read */
	str_addf(out, "1\t1\t%s\t%s\t%s\t%s", t->points, f->issuer, r->by, t->replaces);
}

static enum err_code
publish(struct core *c, const struct guidance_flow *f, const struct record *r, struct err *e)
{
	struct putting p = { .c = c, .e = e, .rc = ERR_OK };
	struct city *one = city_new();
	struct str line = { 0 };
	struct guidance t;
	enum err_code rc = guidance_read(record_text(r), &t, e);

	if (rc == ERR_OK)
		line_of(&t, f, r, &line);
	if (rc == ERR_OK && (one == NULL || line.bad))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = city_rows_add(one, REF_KIND, str_c(&line), e);
	if (rc == ERR_OK && city_rows_each(one, put, &p) == ERR_NO_MEMORY)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = p.rc;
	if (rc == ERR_OK && t.replaces[0] != '\0')
		rc = core_ref_del(c, REF_KIND, t.replaces, e);
	str_free(&line);
	city_free(one);
	return rc;
}

enum err_code
core_guidance_took(struct core *c, const struct record *r, struct err *e)
{
	struct guidance_flow f = { .state = GUIDANCE_NONE };
	const int step = guidance_step_of(r);
	enum err_code rc = store_record_steps(c->store, RECORD_GUIDANCE, r->object, fold, &f, e);

	if (rc == ERR_OK && step == GUIDANCE_STEP_APPROVE)
		rc = publish(c, &f, r, e);
	else if (rc == ERR_OK && step == GUIDANCE_STEP_END)
		rc = core_ref_del(c, REF_KIND, r->object, e);
	return rc;
}
