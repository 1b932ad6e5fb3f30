/* A batch: begin, changes, commit with the counter row last. Feed numbers are counted on from the counter as it stands at
 * the beginning, one for each operation, and the counter takes as many at the end: there is one writer, so the two must
 * agree, and a reader can never see a number whose rows are not there yet. */
#include "server/core/core.h"

#include <string.h>

#include "core_p.h"

static void
touch_none(struct core_touched *t)
{
	t->n = t->n_told = 0;
	t->all = t->reference = false;
}

enum err_code
core_begin(struct core *c, int64_t now, struct err *e)
{
	c->now = now;
	c->changed = c->used = false;
	touch_none(&c->touched);
	if (store_begin(c->store, e) != ERR_OK)
		return e != NULL ? e->code : ERR_DB;
	c->first = c->seq = store_feed_head(c->store) + 1;
	return ERR_OK;
}

void
core_step(struct core *c)
{
	if (c->used)
		c->seq++;
	c->used = false;
}

enum err_code
core_commit(struct core *c, struct err *e)
{
	enum err_code rc = ERR_OK;
	int64_t head;

	core_step(c);
	if (c->changed) {
		rc = store_feed_next(c->store, c->seq - c->first, &head, e);
		if (rc == ERR_OK && head != c->seq - 1)
			rc = err_set(e, ERR_DB, "变更序号被别的程序取走, 另有程序在写同一个库。");
	}
	if (rc == ERR_OK)
		rc = store_commit(c->store, e);
	if (rc != ERR_OK)
		store_rollback(c->store);
	return rc;
}

void
core_abort(struct core *c)
{
	store_rollback(c->store);
	c->changed = c->used = false;
	touch_none(&c->touched);
}

bool
core_is_machine(enum err_code code)
{
	return code == ERR_DB || code == ERR_IO || code == ERR_DISK_FULL || code == ERR_NO_MEMORY;
}

void
core_touched_add(struct core_touched *t, const char *scope)
{
	for (int i = 0; i < t->n; i++)
		if (strcmp(t->scope[i], scope) == 0)
			return;
	if (t->n == (int)(sizeof(t->scope) / sizeof(t->scope[0])))
		t->all = true;
	else
		str_copy(t->scope[t->n++], STORE_SCOPE_SIZE, scope);
}

void
core_told_add(struct core_touched *t, const struct core_told *told)
{
	if (t->n_told < CORE_TOLD_MAX) {
		t->told[t->n_told++] = *told;
		return;
	}
	t->told[CORE_TOLD_MAX - 1] = *told;
	t->told[CORE_TOLD_MAX - 1].all = true;
}

enum err_code
core_change(struct core *c, const char *scope, const char *kind, const char *id, int64_t rev,
    char what, struct err *e)
{
	c->changed = c->used = true;
	core_touched_add(&c->touched, scope);
	return store_change_add(c->store, c->seq, scope, kind, id, rev, what, e);
}

/* ---- reference data ---- */

static void
ref_id(const char *kind, const char *code, char out[96])
{
	struct str s = { 0 };

	str_addf(&s, "%s/%s", kind, code);
	str_copy(out, 96, str_c(&s));
	str_free(&s);
}

/* Figures and names, which move by themselves all day: no seat is woken for them, each finds them within its minute. */
static bool
is_figure(const char *kind)
{
	return strcmp(kind, "used") == 0 || strcmp(kind, "unit_past") == 0 ||
	       strcmp(kind, STORE_PERSON_KIND) == 0;
}

static enum err_code
ref_change(
    struct core *c, const char *kind, const char *code, int64_t rev, char what, struct err *e)
{
	char id[96];

	ref_id(kind, code, id);
	c->touched.reference = c->touched.reference || !is_figure(kind);
	return core_change(c, "reference", "ref", id, rev, what, e);
}

enum err_code
core_ref_put(struct core *c, const char *kind, const char *code, const char *text, struct err *e)
{
	struct str have = { 0 };
	int64_t rev = 0;
	enum err_code rc;
	bool there = store_ref_get(c->store, kind, code, &have, &rev);
	bool same = there && str_eq(str_c(&have), text);

	str_free(&have);
	if (same)
		return ERR_OK;
	rc = store_ref_put(c->store, kind, code, text, rev + 1, e);
	if (rc == ERR_OK)
		rc = ref_change(c, kind, code, rev + 1, 'p', e);
	return rc;
}

enum err_code
core_ref_del(struct core *c, const char *kind, const char *code, struct err *e)
{
	struct str have = { 0 };
	int64_t rev = 0;
	enum err_code rc;
	bool there = store_ref_get(c->store, kind, code, &have, &rev);

	str_free(&have);
	if (!there)
		return ERR_OK;
	rc = store_ref_del(c->store, kind, code, rev + 1, e);
	if (rc == ERR_OK)
		rc = ref_change(c, kind, code, rev + 1, 'd', e);
	return rc;
}

#define STEP_ROWS  100    /* a page ends between two steps: a city must not be one page … */
#define STEP_BYTES 262144 /* … nor a hundred long articles */

enum err_code
core_ref_pour(struct core *c, struct core_pour *p, const char *kind, const char *code,
    const char *text, struct err *e)
{
	enum err_code rc;
	bool used;

	if (p->rows == STEP_ROWS || p->bytes >= STEP_BYTES)
		*p = (struct core_pour){ .changed = p->changed };
	if (p->rows++ == 0)
		core_step(c);
	p->bytes += text != NULL ? strlen(text) : 0;
	used = c->used;
	c->used = false;
	rc = text != NULL ? core_ref_put(c, kind, code, text, e) : core_ref_del(c, kind, code, e);
	p->changed += c->used;
	c->used = c->used || used;
	return rc;
}

void
core_city(struct core *c, struct city *city)
{
	core_end(c);
	c->city = c->newer = city;
}

void
core_end(struct core *c)
{
	city_free(c->newer);
	c->newer = NULL;
}
