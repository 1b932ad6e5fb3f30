#ifndef TEST_SEAT_H
#define TEST_SEAT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "city/pack.h"
#include "city/rows.h"
#include "client/cache/write.h"
#include "db/db.h"
#include "model/workflow.h"

#include "../../lib/tmpdir.h"

/* A seat's cache on disk with the sample city, and the centre's words made by hand. */
struct seat {
	char dir[TMPDIR_SIZE];
	uint8_t key[SECRET_KEY_BYTES];
	struct cache_writer *w;
	struct cache_reader *r;
	struct err e;
	int cursor; /* last one used */
};

#define SEAT_NOW   INT64_C(1795142522000) /* 2026-11-20 */
#define SEAT_PHONE "13800000678"
#define SEAT_NAME  "王小明"
#define SEAT_HOME  "红山路87号3单元"

static inline void
seat_id(char out[ID_SIZE], int n)
{
	snprintf(out, ID_SIZE, "01890000-0000-7000-8000-%012d", n);
}

static inline void
seat_writer(struct seat *s)
{
	struct cache_args args = { .dir = s->dir, .key = s->key };

	if (cache_writer_open(&args, &s->w, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
}

static inline void
seat_reader(struct seat *s)
{
	if (cache_reader_open(s->dir, s->key, &s->r, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
}

/* As after a kill: everything is opened anew. */
static inline void
seat_again(struct seat *s)
{
	cache_reader_close(s->r);
	s->r = NULL;
	cache_writer_close(s->w);
	seat_writer(s);
}

/* ---- the centre's words ---- */

static inline void
seat_page_init(struct seat *s, struct page *p)
{
	*p = (struct page){ .server_ms = SEAT_NOW };
	str_copy(p->epoch, sizeof(p->epoch), "e1");
	snprintf(p->cursor, sizeof(p->cursor), "c%d", ++s->cursor);
}

static inline bool
seat_apply(struct seat *s, const char *feed, struct page *p)
{
	struct cache_place at;
	bool applied;

	cache_place(s->w, feed, &at);
	if (cache_page(s->w, feed, &at, p, &applied, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	return applied;
}

static inline bool
seat_ref_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct page *p = arg;
	struct ref_row *grown = realloc(p->refs, (p->n_refs + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->refs = grown;
	p->refs[p->n_refs++] = (struct ref_row){ str_dup(kind), str_dup(code), str_dup(text), 1 };
	return true;
}

/* The sample city; ${less}: of its rows the last so many are missing. */
static inline void
seat_city_less(struct seat *s, size_t less)
{
	struct city *c;
	struct page p;

	seat_page_init(s, &p);
	if (city_pack_load("conf/city/yunjiang", &c, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	assert_int_equal(city_rows_each(c, seat_ref_row, &p), ERR_OK);
	city_free(c);
	for (; less > 0; less--) {
		const struct ref_row *last = &p.refs[--p.n_refs];

		free(last->kind);
		free(last->code);
		free(last->text);
	}
	assert_true(seat_apply(s, "reference", &p));
	page_free(&p);
}

static inline void
seat_city(struct seat *s)
{
	seat_city_less(s, 0);
}

static inline void
seat_ticket(struct ticket *t, int n, int64_t rev)
{
	char no[32];

	ticket_init(t);
	seat_id(t->id, n);
	snprintf(no, sizeof(no), "2611201042%02d1154%02d", n / 100 % 60, n % 100);
	t->rev = rev;
	t->state = STATE_PENDING;
	t->round = 1;
	t->event_count = rev;
	t->created_at = SEAT_NOW + n * 1000;
	t->updated_at = t->created_at + rev;
	t->accepted_at = t->created_at;
	t->dispatch_due = t->created_at + 3600000;
	t->promised_due = t->created_at + INT64_C(86400000) * 5;
	str_copy(t->created_by, sizeof(t->created_by), "1154");
	str_copy(t->first_owner, sizeof(t->first_owner), "1154");
	fields_set(&t->f, TF_NO, no);
	fields_set(&t->f, TF_TYPE, "complaint");
	fields_set(&t->f, TF_TITLE, "红山路路灯不亮");
	fields_set(&t->f, TF_CATEGORY, "0205");
	fields_set(&t->f, TF_AREA, "990101001");
	fields_set(&t->f, TF_ADDRESS, "红山路78号");
	fields_set(&t->f, TF_CONTENT, "路灯不亮三天了");
	fields_set(&t->f, TF_NAME, SEAT_NAME);
	fields_set(&t->f, TF_CONTACT_PHONE, SEAT_PHONE);
	fields_set(&t->f, TF_CALLER_PHONE, SEAT_PHONE);
	fields_set(&t->f, TF_HOME_ADDRESS, SEAT_HOME);
}

/* The page takes ${t}. */
static inline void
seat_page_ticket(struct page *p, const struct ticket *t)
{
	struct ticket *grown = realloc(p->tickets, (p->n_tickets + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->tickets = grown;
	p->tickets[p->n_tickets++] = *t;
}

static inline void
seat_page_event(struct page *p, const struct event *ev)
{
	struct event *grown = realloc(p->events, (p->n_events + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->events = grown;
	p->events[p->n_events++] = *ev;
}

static inline void
seat_page_out(struct page *p, int n, int64_t rev)
{
	struct gone_row *grown = realloc(p->out, (p->n_out + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->out = grown;
	p->out[p->n_out] = (struct gone_row){ .kind = "ticket", .rev = rev };
	seat_id(p->out[p->n_out].id, n);
	p->n_out++;
}

/* One ticket from the centre by a page of the feed. */
static inline void
seat_centre_row(struct seat *s, int n, int64_t rev)
{
	struct ticket t;
	struct page p;

	seat_page_init(s, &p);
	seat_ticket(&t, n, rev);
	seat_page_ticket(&p, &t);
	assert_true(seat_apply(s, "centre", &p));
	page_free(&p);
}

/* ---- our operations ---- */

static inline void
seat_op(struct op *op, int id, int ticket, int kind, int64_t base)
{
	op_init(op);
	seat_id(op->id, id);
	seat_id(op->ticket, ticket);
	str_copy(op->by, sizeof(op->by), "1154");
	op->kind = kind;
	op->base = base;
	op->at = SEAT_NOW;
}

static inline void
seat_submit_op(struct op *op, int id, int ticket)
{
	struct ticket t;

	seat_op(op, id, ticket, EVENT_SUBMIT, 0);
	seat_ticket(&t, ticket, 0);
	assert_true(fields_copy(&op->set, &t.f));
	ticket_free(&t);
}

static inline enum err_code
seat_add(struct seat *s, const struct op *op, int64_t *n)
{
	struct cache_op o = { .op = op, .mono_ms = 1000, .boot = "boot-1" };

	return cache_op_add(s->w, &o, n, &s->e);
}

static inline int64_t
seat_promise(struct seat *s, struct op *op)
{
	int64_t n = 0;

	if (seat_add(s, op, &n) != ERR_OK)
		fail_msg("%s", s->e.text);
	op_free(op);
	return n;
}

/* What the centre says to operation ${n} with id ${id} on ticket ${ticket}. */
static inline struct cache_answered
seat_answer(struct seat *s, int64_t n, int id, int ticket, enum op_status status,
    enum err_code code, int64_t rev, const char *number, const char *lost)
{
	struct op_result one = { .n = n, .status = status, .code = code, .rev = rev };
	struct op_results r = { .r = &one, .count = 1, .last_op = n };
	struct cache_answered a;

	seat_id(one.id, id);
	seat_id(one.ticket, ticket);
	str_copy(one.number, sizeof(one.number), number);
	str_copy(one.lost, sizeof(one.lost), lost);
	if (code != ERR_OK)
		str_copy(one.detail, sizeof(one.detail), "还没有与诉求人联系成功的记录。");
	if (cache_answers(s->w, &r, &a, &s->e) != ERR_OK)
		fail_msg("%s", s->e.text);
	return a;
}

static inline bool
seat_shown(struct seat *s, int n, struct ticket *t)
{
	char id[ID_SIZE];

	seat_id(id, n);
	ticket_init(t);
	return cache_ticket_whole(s->w, id, t, NULL) == ERR_OK;
}

static inline size_t
seat_waiting(struct seat *s)
{
	int64_t waiting, parked, conflicts, oldest;

	cache_waiting(s->w, &waiting, &parked, &conflicts, &oldest);
	return (size_t)waiting;
}

static inline int
seat_setup(void **state)
{
	struct seat *s = calloc(1, sizeof(*s));

	if (s == NULL || secret_init(NULL) != ERR_OK)
		return -1;
	tmpdir_make(s->dir);
	memset(s->key, 9, sizeof(s->key));
	seat_writer(s);
	seat_city(s);
	*state = s;
	return 0;
}

/* With a reader at it. */
static inline int
seat_setup_reading(void **state)
{
	struct seat *s;

	if (seat_setup(state) != 0)
		return -1;
	s = *state;
	seat_reader(s);
	return 0;
}

static inline int
seat_teardown(void **state)
{
	struct seat *s = *state;

	db_fault(NULL, NULL);
	cache_reader_close(s->r);
	cache_writer_close(s->w);
	tmpdir_remove(s->dir);
	free(s);
	return 0;
}

#endif
