/* Protocol rule 6: two edits of one ticket, by what the author saw, what stands there now and the class of the field.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/str.h"
#include "model/workflow.h"

struct row {
	enum ticket_field field;
	const char *was, *now, *mine;
	const char *merged, *lost; /* NULL: not there */
};

static const struct row rows[] = {
	/* SCALAR */
	{ TF_ADDRESS, "78号", "78号", "87号", "87号", NULL },
	{ TF_ADDRESS, NULL, NULL, "87号", "87号", NULL },
	{ TF_ADDRESS, "", NULL, "87号", "87号", NULL },
	{ TF_ADDRESS, NULL, "", "87号", "87号", NULL },
	{ TF_ADDRESS, "78号", "87号", "87号", NULL, NULL },
	{ TF_ADDRESS, "78号", "80号", "87号", NULL, "87号" },
	{ TF_ADDRESS, NULL, "80号", "87号", NULL, "87号" },
	{ TF_ADDRESS, "78号", "", "87号", NULL, "87号" },
	{ TF_ADDRESS, "78号", "78号", "", "", NULL },
	{ TF_ADDRESS, "78号", "80号", "", NULL, "" },
	{ TF_ADDRESS, "78号", "", "", NULL, NULL },
	{ TF_ADDRESS, "78号", NULL, "", NULL, NULL },
	{ TF_ADDRESS, "78号", "80号", NULL, NULL, NULL },
	{ TF_NAME, "张三", "张三", "张山", "张山", NULL },
	{ TF_NAME, "张三", "李四", "张山", NULL, "张山" },
	{ TF_URGENCY, "normal", "critical", "urgent", NULL, "urgent" },
	/* TEXT: the same decision; what is lost is kept as a note by the centre */
	{ TF_CONTENT, "灯坏", "灯坏", "灯坏了三天", "灯坏了三天", NULL },
	{ TF_CONTENT, "灯坏", "灯坏, 有人摔", "灯坏了三天", NULL, "灯坏了三天" },
	{ TF_CONTENT, "灯坏", "灯坏了三天", "灯坏了三天", NULL, NULL },
	/* SET: both changes hold */
	{ TF_GROUPS, "elderly", "elderly", "elderly,minor", "elderly,minor", NULL },
	{ TF_GROUPS, "elderly", "elderly,disabled", "elderly,minor", "elderly,disabled,minor",
	    NULL },
	{ TF_GROUPS, "elderly,minor", "elderly,minor,disabled", "elderly", "elderly,disabled",
	    NULL },
	{ TF_GROUPS, "elderly", "", "elderly,minor", "minor", NULL },
	{ TF_GROUPS, NULL, "minor", "elderly", "minor,elderly", NULL },
	{ TF_GROUPS, "elderly", "elderly,minor", "elderly,minor", NULL, NULL },
	{ TF_GROUPS, "elderly,minor", "elderly", "elderly", NULL, NULL },
	{ TF_GROUPS, "a", "a,b", "", "b", NULL },
	/* FIXED: set once, by whoever comes first */
	{ TF_RECORDING, NULL, NULL, "R1", "R1", NULL },
	{ TF_RECORDING, NULL, "R1", "R1", NULL, NULL },
	{ TF_RECORDING, NULL, "R1", "R2", NULL, "R2" },
	{ TF_RECORDING, "R1", "R1", "R2", NULL, "R2" },
	{ TF_CALLER_PHONE, "13800000001", "13800000001", "13800000002", NULL, "13800000002" },
};

static void
run(const struct row *r, const struct fields *merged, const struct fields *lost, size_t i)
{
	if (!str_eq(merged->v[r->field], r->merged) || !str_eq(lost->v[r->field], r->lost))
		fail_msg("row %zu: merged %s, lost %s", i,
		    merged->v[r->field] == NULL ? "-" : merged->v[r->field],
		    lost->v[r->field] == NULL ? "-" : lost->v[r->field]);
}

static void
each_row_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct fields merged = { { NULL } }, lost = { { NULL } };
		struct ticket t;
		struct event ev;

		ticket_init(&t);
		event_init(&ev);
		assert_true(fields_set(&t.f, r->field, r->now));
		assert_true(fields_set(&ev.was, r->field, r->was));
		assert_true(fields_set(&ev.set, r->field, r->mine));
		assert_int_equal(workflow_merge(&t, &ev, &merged, &lost), r->lost == NULL);
		run(r, &merged, &lost, i);
		fields_free(&merged);
		fields_free(&lost);
		ticket_free(&t);
		event_free(&ev);
	}
}

static void
one_conflict_does_not_hold_up_the_others(void **state)
{
	struct fields merged = { { NULL } }, lost = { { NULL } };
	struct ticket t;
	struct event ev;

	(void)state;
	ticket_init(&t);
	event_init(&ev);
	assert_true(fields_set(&t.f, TF_ADDRESS, "80号"));
	assert_true(fields_set(&ev.was, TF_ADDRESS, "78号"));
	assert_true(fields_set(&ev.set, TF_ADDRESS, "87号"));
	assert_true(fields_set(&ev.set, TF_DEMAND, "尽快修复"));
	assert_false(workflow_merge(&t, &ev, &merged, &lost));
	assert_string_equal(fields_get(&merged, TF_DEMAND), "尽快修复");
	assert_null(merged.v[TF_ADDRESS]);
	assert_string_equal(fields_get(&lost, TF_ADDRESS), "87号");
	assert_null(lost.v[TF_DEMAND]);
	fields_free(&merged);
	fields_free(&lost);
	ticket_free(&t);
	event_free(&ev);
}

/* Whatever comes in whatever order: a value of ours is applied, already there, or handed back. Nothing vanishes. */
static void
nothing_vanishes(void **state)
{
	static const char *const values[] = { NULL, "", "a", "b", "a,b" };
	enum { N = 5 };

	(void)state;
	for (int f = 0; f < TF_COUNT; f++)
		for (int i = 0; i < N * N * N; i++) {
			const char *was = values[i % N], *now = values[i / N % N],
				   *mine = values[i / N / N];
			struct fields merged = { { NULL } }, lost = { { NULL } };
			struct ticket t;
			struct event ev;

			ticket_init(&t);
			event_init(&ev);
			assert_true(fields_set(&t.f, (enum ticket_field)f, now));
			assert_true(fields_set(&ev.was, (enum ticket_field)f, was));
			assert_true(fields_set(&ev.set, (enum ticket_field)f, mine));
			(void)workflow_merge(&t, &ev, &merged, &lost);
			assert_false(merged.v[f] != NULL && lost.v[f] != NULL);
			if (field_info((enum ticket_field)f)->class != CLASS_SET && mine != NULL)
				assert_true(str_eq(merged.v[f], mine) || str_eq(lost.v[f], mine) ||
					    str_same(now, mine));
			if (lost.v[f] == NULL && merged.v[f] != NULL)
				assert_false(str_eq(merged.v[f], now));
			fields_free(&merged);
			fields_free(&lost);
			ticket_free(&t);
			event_free(&ev);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_alone),
		cmocka_unit_test(one_conflict_does_not_hold_up_the_others),
		cmocka_unit_test(nothing_vanishes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
