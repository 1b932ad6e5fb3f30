#ifndef TESTS_UNIT_WIRE_SAMPLE_H
#define TESTS_UNIT_WIRE_SAMPLE_H

/* Random but repeatable tickets, events and operations, and comparisons that name what differs. A failing seed is
 * printed by the test that uses it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/members.h"
#include "model/workflow.h"
#include "wire/op.h"

struct sample {
	uint64_t x;
};

static inline uint32_t
sample_u32(struct sample *s)
{
	s->x ^= s->x << 13;
	s->x ^= s->x >> 7;
	s->x ^= s->x << 17;
	return (uint32_t)(s->x >> 32);
}

static inline struct sample
sample_seed(uint32_t seed)
{
	struct sample s = { 0x9e3779b97f4a7c15u ^ ((uint64_t)seed << 20) ^ seed };

	for (int i = 0; i < 8; i++)
		sample_u32(&s);
	return s;
}

static inline int
sample_below(struct sample *s, int n)
{
	return (int)(sample_u32(s) % (uint32_t)n);
}

/* Any number a member can hold: often a small one, sometimes the ends of its range. */
static inline int64_t
sample_count(struct sample *s)
{
	switch (sample_below(s, 5)) {
	case 0:
		return 0;
	case 1:
		return INT64_MAX;
	case 2:
		return INT64_C(9007199254740993); /* 2^53 + 1: no double holds it */
	default:
		return (int64_t)sample_u32(s) * 1000;
	}
}

static inline int64_t
sample_number(struct sample *s)
{
	int64_t n = sample_count(s);

	return sample_below(s, 4) == 0 ? -n - 1 : n;
}

static inline uint32_t
sample_char(struct sample *s)
{
	static const uint32_t awkward[] = { 1, 7, '\b', '\t', '\n', '\f', '\r', 0x1f, '"', '\\',
		'/', 0x7f, 0x85, 0xa0, 0x2028, 0x202e, 0x3000, 0xfeff, 0xfffd, 0xffff, 0x1f600,
		0x20000, 0x10ffff, '<', '&', '\'' };

	switch (sample_below(s, 4)) {
	case 0:
		return awkward[sample_below(s, (int)(sizeof(awkward) / sizeof(awkward[0])))];
	case 1:
		return (uint32_t)(' ' + sample_below(s, 95));
	default:
		return (uint32_t)(0x4e00 + sample_below(s, 0x5000));
	}
}

/* Text of at most ${chars} characters and ${bytes} bytes. */
static inline void
sample_text(struct sample *s, int chars, size_t bytes, struct str *out)
{
	int n = sample_below(s, (chars < 200 ? chars : 200) + 1);
	char c[4];

	str_reset(out);
	for (int i = 0; i < n; i++) {
		size_t len = utf8_put(c, sample_char(s));

		if (out->len + len > bytes)
			break;
		str_add_n(out, c, len);
	}
}

static inline void
sample_array(struct sample *s, char *out, size_t size)
{
	struct str b = { 0 };

	sample_text(s, (int)size, size - 1, &b);
	assert_true(str_copy(out, size, str_c(&b)));
	str_free(&b);
}

static inline void
sample_id(struct sample *s, char out[ID_SIZE])
{
	uint8_t random[10];

	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = (uint8_t)sample_u32(s);
	id_make(out, (int64_t)sample_u32(s) * 500, random);
}

static inline void
sample_hash(struct sample *s, char out[65])
{
	for (int i = 0; i < 64; i++)
		out[i] = "0123456789abcdef"[sample_below(s, 16)];
	out[64] = '\0';
}

static inline void
sample_fields(struct sample *s, struct fields *f)
{
	struct str b = { 0 };

	for (int i = 0; i < TF_COUNT; i++) {
		enum ticket_field which = (enum ticket_field)i;
		int n;
		const struct enum_item *items = enum_items(which, &n);

		if (sample_below(s, 3) == 0)
			continue;
		str_reset(&b);
		if (items != NULL && sample_below(s, 4) != 0)
			str_add(&b, items[sample_below(s, n)].code);
		else if (items == NULL)
			sample_text(s, field_info(which)->max_chars, SIZE_MAX, &b);
		assert_true(fields_set(f, which, str_c(&b)));
	}
	str_free(&b);
}

static inline void
sample_args(struct sample *s, struct args *a)
{
	struct str b = { 0 };

	for (int i = 0; i < EA_COUNT; i++) {
		if (sample_below(s, 3) != 0)
			continue;
		sample_text(s, arg_info((enum event_arg)i)->max_chars, SIZE_MAX, &b);
		assert_true(args_set(a, (enum event_arg)i, str_c(&b)));
	}
	str_free(&b);
}

static inline void
sample_ticket(struct sample *s, struct ticket *t)
{
	int *const small[] = { &t->round, &t->contact_count, &t->contact_reached,
		&t->dispatch_count, &t->return_count, &t->ext_count, &t->urge_count,
		&t->visit_count, &t->supplement_count, &t->supervise_level };
	int64_t *const times[] = { &t->created_at, &t->accepted_at, &t->dispatched_at,
		&t->promised_due, &t->dispatch_due, &t->signin_due, &t->contact_due, &t->unit_due,
		&t->visit_due, &t->incomplete_due, &t->first_contact_at, &t->closed_at,
		&t->updated_at };

	ticket_init(t);
	sample_id(s, t->id);
	t->state = (enum ticket_state)sample_below(s, STATE_COUNT);
	t->rev = sample_count(s);
	t->event_count = sample_count(s);
	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		*small[i] = (int)(sample_u32(s) >> (1 + sample_below(s, 31)));
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		*times[i] = sample_number(s);
	sample_array(s, t->created_by, sizeof(t->created_by));
	sample_array(s, t->first_owner, sizeof(t->first_owner));
	sample_array(s, t->seat_no, sizeof(t->seat_no));
	sample_array(s, t->lead_unit, sizeof(t->lead_unit));
	t->created_offline = sample_below(s, 2);
	t->due_provisional = sample_below(s, 2);
	if (sample_below(s, 2) == 0)
		sample_id(s, t->merged_into);
	if (sample_below(s, 2) == 0)
		sample_hash(s, t->head_hash);
	sample_fields(s, &t->f);
}

static inline void
sample_event(struct sample *s, struct event *ev)
{
	event_init(ev);
	sample_id(s, ev->id);
	sample_id(s, ev->ticket);
	ev->seq = sample_count(s);
	ev->kind = sample_below(s, EVENT_COUNT);
	ev->from = (enum ticket_state)sample_below(s, STATE_COUNT);
	ev->to = (enum ticket_state)sample_below(s, STATE_COUNT);
	sample_array(s, ev->actor, sizeof(ev->actor));
	sample_array(s, ev->actor_name, sizeof(ev->actor_name));
	sample_array(s, ev->unit, sizeof(ev->unit));
	sample_array(s, ev->via, sizeof(ev->via));
	ev->at = sample_number(s);
	ev->at_server = sample_number(s);
	ev->offline = sample_below(s, 2);
	sample_fields(s, &ev->set);
	sample_fields(s, &ev->was);
	sample_args(s, &ev->args);
	for (size_t i = 0; i < sizeof(ev->salt); i++)
		ev->salt[i] = (uint8_t)sample_u32(s);
}

static inline void
sample_op(struct sample *s, struct op *op)
{
	op_init(op);
	op->n = sample_count(s);
	op->age_ms = sample_below(s, 3) == 0 ? -1 : sample_count(s);
	sample_id(s, op->id);
	sample_id(s, op->ticket);
	do
		sample_array(s, op->by, sizeof(op->by));
	while (op->by[0] == '\0');
	op->kind = sample_below(s, EVENT_COUNT);
	op->base = sample_count(s);
	op->at = sample_count(s);
	sample_fields(s, &op->set);
	sample_fields(s, &op->was);
	sample_args(s, &op->args);
}

/* ---- comparing ---- */

static inline void
same_fields(const struct fields *a, const struct fields *b)
{
	for (int i = 0; i < TF_COUNT; i++) {
		if (!str_eq(a->v[i], b->v[i]))
			fail_msg("field %s differs", field_info((enum ticket_field)i)->json);
	}
}

static inline void
same_args(const struct args *a, const struct args *b)
{
	for (int i = 0; i < EA_COUNT; i++) {
		if (!str_eq(a->v[i], b->v[i]))
			fail_msg("argument %s differs", arg_info((enum event_arg)i)->json);
	}
}

/** same_json(a, b): the same bytes. */
static inline void
same_json(const struct str *a, const struct str *b)
{
	assert_false(a->bad);
	assert_false(b->bad);
	assert_string_equal(str_c(a), str_c(b));
	assert_int_equal(a->len, b->len);
}

#endif
