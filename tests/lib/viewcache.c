/* viewcache.c: a cache with tickets in it, for screens under test. */
#include "viewcache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/str.h"
#include "city/article.h"
#include "city/rows.h"
#include "model/chain.h"

#define MUST(call)                                                        \
	do {                                                              \
		struct err e_ = { 0 };                                    \
		struct err *e = &e_;                                      \
		if ((call) != ERR_OK)                                     \
			fail_msg("%s: %s: %s", #call, e_.where, e_.text); \
	} while (0)

/* ---- opening ---- */

struct rows {
	struct page page;
	size_t cap;
};

static bool
add_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;

	if (r->page.n_refs == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 1024;
		r->page.refs = realloc(r->page.refs, r->cap * sizeof(*r->page.refs));
		assert_non_null(r->page.refs);
	}
	r->page.refs[r->page.n_refs++] = (struct ref_row){
		.kind = str_dup(kind), .code = str_dup(code), .text = str_dup(text), .rev = 1
	};
	return true;
}

/* A page of the reference feed, behind the one before. */
static void
send_rows(struct viewcache *k, struct rows *r)
{
	struct cache_place from;
	bool applied = false;

	(void)snprintf(r->page.cursor, sizeof(r->page.cursor), "%d", ++k->pages);
	(void)str_copy(r->page.epoch, sizeof(r->page.epoch), "e");
	cache_place(k->w, "reference", &from);
	MUST(cache_page(k->w, "reference", &from, &r->page, &applied, e));
	assert_true(applied);
	page_free(&r->page);
	while (cache_article_index(k->w, NULL))
		;
}

/* The sample city as the centre sends it. */
static void
fill_city(struct viewcache *k)
{
	struct rows r = { 0 };

	assert_int_equal(city_rows_each(k->d->city, add_row, &r), ERR_OK);
	send_rows(k, &r);
}

void
viewcache_articles(struct viewcache *k)
{
	struct rows r = { 0 };

	MUST(city_articles_each("conf/city/yunjiang", add_row, &r, e));
	send_rows(k, &r);
}

void
viewcache_article(struct viewcache *k, const char *text)
{
	struct rows r = { 0 };
	char kb_no[ARTICLE_KB_NO_BYTES];

	assert_int_equal(sscanf(text, "kb_no: %23s", kb_no), 1);
	(void)add_row(&r, CITY_ARTICLE_KIND, kb_no, text);
	send_rows(k, &r);
}

void
viewcache_used(struct viewcache *k, const char *kb_no, const char *n)
{
	struct rows r = { 0 };

	(void)add_row(&r, "used", kb_no, n);
	send_rows(k, &r);
}

void
viewcache_row(struct viewcache *k, const char *kind, const char *code, const char *text)
{
	struct rows r = { 0 };

	(void)add_row(&r, kind, code, text);
	send_rows(k, &r);
}

void
viewcache_open(struct viewcache *k, struct viewdesk *d)
{
	struct cache_args args = { 0 };

	*k = (struct viewcache){ .d = d };
	MUST(secret_init(e));
	tmpdir_make(k->dir);
	k->key = secret_key_new();
	assert_non_null(k->key);
	memset(k->key, 7, SECRET_KEY_BYTES);
	args.dir = k->dir;
	args.key = k->key;
	MUST(cache_writer_open(&args, &k->w, e));
	fill_city(k);
	MUST(cache_reader_open(k->dir, k->key, &d->desk.cache, e));
}

void
viewcache_close(struct viewcache *k)
{
	cache_reader_close(k->d->desk.cache);
	k->d->desk.cache = NULL;
	cache_writer_close(k->w);
	for (int i = 0; i < k->n; i++) {
		ticket_free(&k->tickets[i].t);
		for (int n = 0; n < k->tickets[i].n; n++)
			event_free(&k->tickets[i].ev[n]);
	}
	secret_key_free(k->key);
	tmpdir_remove(k->dir);
}

int64_t
viewcache_at(const char *text)
{
	struct civil c = { 0 };

	assert_true(sscanf(text, "%d-%d-%d %d:%d:%d", &c.year, &c.month, &c.day, &c.hour, &c.minute,
			&c.second) >= 5);
	return civil_to_ms(&c);
}

/* ---- what was told ---- */

static void
set(struct fields *f, enum ticket_field which, const char *value)
{
	if (value != NULL)
		assert_true(fields_set(f, which, value));
}

static void
fill(struct fields *f, const struct viewcache_told *t)
{
	set(f, TF_NO, t->no);
	set(f, TF_CHANNEL, "phone");
	set(f, TF_TYPE, t->type);
	set(f, TF_URGENCY, "normal");
	set(f, TF_CATEGORY, t->category);
	set(f, TF_AREA, t->area);
	set(f, TF_ADDRESS, t->address);
	set(f, TF_TITLE, t->title);
	set(f, TF_CONTENT, t->content);
	set(f, TF_DEMAND, t->kind == EVENT_SUBMIT ? "尽快处理并告知结果" : NULL);
	set(f, TF_CALLED, t->caller);
	set(f, TF_CALLER_PHONE, t->phone);
	set(f, TF_VISIT, "yes");
	set(f, TF_PUBLIC, "unasked");
	if (t->kind == EVENT_SUBMIT_DIRECT) {
		set(f, TF_CLOSE_TYPE, "direct");
		set(f, TF_ANSWER, "住房公积金异地提取可以在网上办, 也可以到任一网点办。");
	}
}

static void
name_actor(struct event *ev, const char *who)
{
	char name[64], unit[16] = "";
	int n = sscanf(who, "%15s %63[^@]@%15s", ev->actor, name, unit);

	assert_true(n >= 1);
	(void)str_copy(ev->actor_name, sizeof(ev->actor_name), n > 1 ? name : "");
	(void)str_copy(ev->unit, sizeof(ev->unit), unit);
}

/* Chain it, and let the rules do what the event says. */
static void
record(struct viewcache *k, struct viewcache_ticket *x, struct event *ev)
{
	(void)snprintf(ev->id, sizeof(ev->id), "0190b000-0000-7000-8000-%08u%04u",
	    ((unsigned)(x - k->tickets) + 1) % 100000000, ((unsigned)x->n + 1) % 10000);
	(void)str_copy(ev->ticket, sizeof(ev->ticket), x->t.id);
	ev->at_server = ev->at;
	ev->seq = x->n + 1;
	workflow_route(&x->t, ev);
	chain_seal(ev, x->t.head_hash);
	MUST(ticket_apply(&x->t, ev, k->d->city, e));
	(void)str_copy(x->t.head_hash, sizeof(x->t.head_hash), ev->hash);
	x->t.event_count = ev->seq;
	x->t.rev++;
	x->n++;
}

static struct event *
next_event(struct viewcache_ticket *x, enum event_kind kind, const char *at)
{
	struct event *ev = &x->ev[x->n];

	assert_true(x->n < VIEWCACHE_EVENTS);
	event_init(ev);
	ev->kind = (int)kind;
	ev->at = viewcache_at(at);
	return ev;
}

int
viewcache_wrote(struct viewcache *k, const struct viewcache_told *told, const char *channel)
{
	struct viewcache_ticket *x = &k->tickets[k->n];
	struct event *ev;

	assert_true(k->n < VIEWCACHE_TICKETS);
	ticket_init(&x->t);
	(void)snprintf(x->t.id, sizeof(x->t.id), "0190a000-0000-7000-8000-%012d", k->n + 1);
	ev = next_event(x, told->kind, told->at);
	(void)str_copy(ev->actor, sizeof(ev->actor), told->by);
	(void)str_copy(ev->actor_name, sizeof(ev->actor_name), told->name);
	fill(&ev->set, told);
	set(&ev->set, TF_CHANNEL, channel);
	record(k, x, ev);
	return k->n++;
}

int
viewcache_tell(struct viewcache *k, const struct viewcache_told *told)
{
	return viewcache_wrote(k, told, "phone");
}

void
viewcache_step(
    struct viewcache *k, int i, enum event_kind kind, const char *at, const char *who, ...)
{
	struct viewcache_ticket *x = &k->tickets[i];
	struct event *ev = next_event(x, kind, at);
	va_list ap;
	int arg;

	name_actor(ev, who);
	va_start(ap, who);
	while ((arg = va_arg(ap, int)) >= 0)
		assert_true(args_set(&ev->args, (enum event_arg)arg, va_arg(ap, const char *)));
	va_end(ap);
	record(k, x, ev);
}

void
viewcache_hold(struct viewcache *k, int i, int n)
{
	struct viewcache_ticket *x = &k->tickets[i];
	struct msg_ticket m = { .ticket = x->t, .events = x->ev, .n_events = (size_t)(x->n - n) };

	MUST(cache_fetched(k->w, &m, e));
}

void
viewcache_put(struct viewcache *k, int i)
{
	viewcache_hold(k, i, 0);
}

/* ---- this seat's own ---- */

static void
add_op(struct viewcache *k, struct op *op)
{
	struct cache_op o = { .op = op, .boot = "b" };

	(void)snprintf(op->id, sizeof(op->id), "0190c000-0000-7000-8000-%012d", (int)k->sent + 1);
	(void)str_copy(op->by, sizeof(op->by), "1154");
	op->age_ms = 0;
	op->v = OP_VERSION;
	MUST(cache_op_add(k->w, &o, &k->sent, e));
}

void
viewcache_own(struct viewcache *k, int i, enum event_kind kind, const char *at,
    enum ticket_field field, const char *value)
{
	struct viewcache_ticket *x = &k->tickets[i];
	struct op op;

	op_init(&op);
	op.kind = (int)kind;
	op.at = viewcache_at(at);
	op.base = x->t.rev;
	(void)str_copy(op.ticket, sizeof(op.ticket), x->t.id);
	if (field == TF_COUNT) {
		assert_true(args_set(&op.args, EA_NOTE, value));
	} else {
		set(&op.was, field, fields_get(&x->t.f, field));
		set(&op.set, field, value);
	}
	add_op(k, &op);
	op_free(&op);
}

void
viewcache_new(struct viewcache *k, const struct viewcache_told *told)
{
	struct op op;

	op_init(&op);
	op.kind = (int)told->kind;
	op.at = viewcache_at(told->at);
	(void)snprintf(
	    op.ticket, sizeof(op.ticket), "0190d000-0000-7000-8000-%012d", (int)k->sent + 1);
	fill(&op.set, told);
	add_op(k, &op);
	op_free(&op);
}

void
viewcache_answer(struct viewcache *k, enum op_status status, const char *detail, const char *lost)
{
	struct op_result r = { .n = k->sent, .status = status, .code = ERR_GUARD };
	struct op_results all = { .r = &r, .count = 1, .last_op = k->sent };
	struct cache_answered out;

	(void)snprintf(r.id, sizeof(r.id), "0190c000-0000-7000-8000-%012d", (int)k->sent);
	(void)str_copy(r.detail, sizeof(r.detail), detail);
	(void)str_copy(r.lost, sizeof(r.lost), lost);
	MUST(cache_answers(k->w, &all, &out, e));
}

/* ---- the tickets of the wireframes ---- */

void
viewcache_story(struct viewcache *k)
{
	static const struct viewcache_told told[] = {
		{ "261119083012110701", "2026-11-19 08:30:12", EVENT_SUBMIT, "1107", "陈静", "help",
		    "0205", "990102001", "红山路78号", "路灯不亮 红山路78号",
		    "门口路灯从11月18日晚起不亮,行人和老人出行不便。来电人11月21日再次来电,"
		    "称昨晚有老人在此摔倒。",
		    "张女士", "13800005678" },
		{ "261121101204115411", "2026-11-21 10:12:04", EVENT_SUBMIT, "1154", "王芳", "help",
		    "0304", "990102002", "幸福里5号楼", "幸福里5号楼暖气不热",
		    "幸福里5号楼2单元整栋暖气不热, 家里14度, 有老人。", "李先生", "13900001234" },
		{ "261120211033115405", "2026-11-20 21:10:33", EVENT_SUBMIT, "1154", "王芳",
		    "complaint", "0402", "990102001", "建材城", "建材城装修噪声扰民",
		    "建材城夜里10点以后还在装修, 电钻声很大。", "赵女士", "13700004321" },
		{ "261121093001115409", "2026-11-21 09:30:01", EVENT_SUBMIT_DIRECT, "1154", "王芳",
		    "consult", "0108", NULL, NULL, "公积金异地提取", "问公积金在外地买房怎么提取。",
		    "孙先生", "13600009876" },
		{ "261121091512115408", "2026-11-21 09:15:12", EVENT_SUBMIT_INCOMPLETE, "1154",
		    "王芳", "help", "0203", NULL, NULL, "门口垃圾三天未清",
		    "门口垃圾三天没人清, 说到一半断线。", NULL, "13500002468" },
	};
	enum { LIGHT, HEAT, NOISE };

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		(void)viewcache_tell(k, &told[i]);
	viewcache_step(k, LIGHT, EVENT_DISPATCH, "2026-11-19 08:30:15", "system", EA_TO_UNIT,
	    "1004", EA_RULE, "D0205", EA_BASIS, "市政设施维护职责", -1);
	viewcache_step(k, LIGHT, EVENT_CONTACT, "2026-11-19 09:40:03", "1200 周建军@1004",
	    EA_RESULT, "reached", EA_SUMMARY, "说明备件次日到", -1);
	viewcache_step(k, LIGHT, EVENT_URGE, "2026-11-21 10:40:51", "1154 王芳", EA_NOTE,
	    "再次来电: 有老人摔倒; 建议升为紧急", -1);
	viewcache_step(k, HEAT, EVENT_DISPATCH, "2026-11-21 10:12:09", "system", EA_TO_UNIT, "2004",
	    EA_RULE, "D0304", EA_BASIS, "供热责任", -1);
	viewcache_step(k, NOISE, EVENT_DISPATCH, "2026-11-20 21:30:00", "2001 赵敏", EA_TO_UNIT,
	    "4001", EA_RULE, "D0402-1", EA_BASIS, "噪声监管", -1);
	for (int i = 0; i < k->n; i++)
		viewcache_put(k, i);
}
