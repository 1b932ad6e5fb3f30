/* test_intake_cache: the intake screen on a real cache: what the seat knows of the caller, the same matter told before,
 * F4 with urging, adding and asking, and half-done sheets that come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/tmpdir.h"
#include "../lib/viewdesk.h"
#include "base/str.h"
#include "city/rows.h"
#include "client/cache/write.h"
#include "client/view/call/intake_p.h"

#define CALLER "13800005678"
#define HOUR   (3600 * 1000LL)

/* The seat behind the desk: the writer is the engine's part, played by the test. */
struct seat {
	struct viewdesk d;
	char dir[TMPDIR_SIZE];
	uint8_t key[SECRET_KEY_BYTES];
	struct cache_writer *w;
	struct number_state numbers;
	struct page refs;
	int64_t ops;
};

static struct intake *
state_of(struct seat *s)
{
	return s->d.view.state;
}

static void
must(enum err_code rc, const struct err *e)
{
	if (rc != ERR_OK)
		fail_msg("%s %s", e->where, e->text);
}

/* ---- the cache ---- */

static bool
add_ref(void *arg, const char *kind, const char *code, const char *text)
{
	struct page *p = arg;
	struct ref_row *more = realloc(p->refs, (p->n_refs + 1) * sizeof(*more));

	if (more == NULL)
		return false;
	p->refs = more;
	p->refs[p->n_refs++] =
	    (struct ref_row){ str_dup(kind), str_dup(code), str_dup(text), (int64_t)p->n_refs + 1 };
	return true;
}

static void
fill_city(struct seat *s)
{
	struct cache_place from = { 0 };
	struct err e = { 0 };
	bool applied = false;

	must(city_rows_each(s->d.city, add_ref, &s->refs), &e);
	/* a category that the catalogue does not know, and what units were given and gave back */
	assert_true(
	    add_ref(&s->refs, "category", "0299", "0299\t02\t翘板砖\t翘板砖\t\tnormal\t0\t\t1\t"));
	assert_true(add_ref(&s->refs, "unit_past", "0205/1004/990102001", "9\t4\t三定规定第3条"));
	assert_true(add_ref(&s->refs, "unit_past", "0299/4001/990102001", "90\t0\t"));
	assert_true(add_ref(&s->refs, "unit_past", "0299/1004/990102001", "8\t1\t"));
	assert_true(add_ref(&s->refs, "unit_past", "0299/1003/990103003", "20\t0\t"));
	(void)str_copy(s->refs.epoch, sizeof(s->refs.epoch), "e1");
	(void)str_copy(s->refs.cursor, sizeof(s->refs.cursor), "1");
	must(cache_page(s->w, "reference", &from, &s->refs, &applied, &e), &e);
	assert_true(applied);
}

static void
run_op(struct seat *s, struct op *op)
{
	struct cache_op o = { .op = op, .number = &s->numbers, .boot = "b1", .mono_ms = 1 };
	struct err e = { 0 };
	int64_t n = 0;

	(void)str_copy(op->by, sizeof(op->by), "1154");
	if (op->id[0] == '\0')
		id_new(op->id);
	op->v = OP_VERSION;
	op->age_ms = 0;
	must(cache_op_add(s->w, &o, &n, &e), &e);
	op_free(op);
	s->ops++;
}

/* A lamp that was told some hours ago; without an address it is incomplete. */
static void
put_ticket(struct seat *s, const char *address, int64_t ago_ms, char ticket[ID_SIZE])
{
	struct op op;
	char no[NUMBER_SIZE];

	op_init(&op);
	id_new(ticket);
	(void)str_copy(op.ticket, sizeof(op.ticket), ticket);
	op.kind = *address != '\0' ? EVENT_SUBMIT : EVENT_SUBMIT_INCOMPLETE;
	op.at = VIEWDESK_NOW - ago_ms;
	number_issue(&s->numbers, "1154", op.at, no);
	const struct {
		enum ticket_field f;
		const char *v;
	} set[] = { { TF_NO, no }, { TF_CHANNEL, "phone" }, { TF_TYPE, "help" },
		{ TF_URGENCY, "normal" }, { TF_CATEGORY, "0205" }, { TF_AREA, "990102001" },
		{ TF_ADDRESS, address }, { TF_TITLE, "路灯不亮" },
		{ TF_CONTENT, "门口路灯不亮, 晚上很黑" }, { TF_DEMAND, "修好" },
		{ TF_UNIT, "1004" }, { TF_CALLED, "张女士" }, { TF_CALLER_PHONE, CALLER },
		{ TF_CONTACT_PHONE, CALLER } };

	for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++)
		assert_true(fields_set(&op.set, set[i].f, set[i].v));
	run_op(s, &op);
}

static void
seat_init(struct seat *s, int rows, int cols)
{
	struct cache_args args;
	struct err e = { 0 };

	*s = (struct seat){ .numbers = { .sequence = -1 } };
	viewdesk_init(&s->d, rows, cols);
	tmpdir_make(s->dir);
	memset(s->key, 7, sizeof(s->key));
	args = (struct cache_args){ .dir = s->dir, .key = s->key };
	must(cache_writer_open(&args, &s->w, &e), &e);
	fill_city(s);
	must(cache_reader_open(s->dir, s->key, &s->d.desk.cache, &e), &e);
}

static void
seat_free(struct seat *s)
{
	struct cache_reader *r = s->d.desk.cache;

	viewdesk_free(&s->d);
	cache_reader_close(r);
	cache_writer_close(s->w);
	page_free(&s->refs);
	tmpdir_remove(s->dir);
}

/* What the engine does with the newest job of a kind. */
static void
do_act(struct seat *s)
{
	struct job *j = viewdesk_last(&s->d, JOB_ACT);
	struct op op;

	assert_non_null(j);
	op_init(&op);
	op.kind = j->act;
	op.at = VIEWDESK_NOW;
	(void)str_copy(op.ticket, sizeof(op.ticket), j->ticket);
	assert_true(args_copy(&op.args, &j->args));
	run_op(s, &op);
	viewdesk_done(&s->d, JOB_ACT, "");
}

static void
do_saves(struct seat *s)
{
	struct err e = { 0 };

	for (int i = 0; i < s->d.n_jobs; i++)
		if (s->d.jobs[i]->kind == JOB_DRAFT_SAVE)
			must(cache_draft_save(s->w, &s->d.jobs[i]->draft, 0, &e), &e);
}

/* ---- tests ---- */

static void
test_the_caller_is_known(void **state)
{
	struct seat s;
	char a[ID_SIZE], b[ID_SIZE];

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路60号", 200 * HOUR, a);
	put_ticket(&s, "红山路78号", 50 * HOUR, b);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	assert_string_equal(intake_value(state_of(&s), TF_CALLED), "张女士");
	viewdesk_type(&s.d, "红山路78号门口路灯坏了三天,晚上很黑\t\n");
	viewdesk_golden(&s.d, "intake-known-80");
	assert_true(viewdesk_shows(&s.d, "本人曾报"));
	seat_free(&s);
}

/* The unit by the catalogue, and what it gave back; where the catalogue has none, who kept such tickets hereabouts: never a
 * town for what is no town's duty, however many it had. */
static void
test_the_unit_by_what_became_of_such_tickets(void **state)
{
	struct seat s;

	(void)state;
	seat_init(&s, 24, 80);
	s.d.desk.city = cache_city(s.d.desk.cache);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "红山路78号门口路灯坏了三天\t\n");
	assert_string_equal(intake_value(state_of(&s), TF_UNIT), "1004");
	assert_false(viewdesk_shows(&s.d, "退回"));
	intake_form_focus(state_of(&s), intake_form_cell(TF_UNIT));
	state_of(&s)->dirty = true;
	viewdesk_draw(&s.d);
	assert_true(viewdesk_shows(&s.d, "该单位此类工单 9 件退回 4 件, 依据: 三定规定第3条"));
	intake_draft_put(state_of(&s), TF_CATEGORY, "0299", false);
	intake_offer_fields(state_of(&s), TF_CATEGORY);
	assert_string_equal(intake_value(state_of(&s), TF_UNIT), "1004");
	assert_string_equal(intake_value(state_of(&s), TF_UNIT_BASIS), "以往此类工单 7 件由其承办");
	seat_free(&s);
}

static void
test_the_wide_screen_shows_what_was_told(void **state)
{
	struct seat s;
	char a[ID_SIZE], b[ID_SIZE];

	(void)state;
	seat_init(&s, 36, 120);
	put_ticket(&s, "红山路60号", 200 * HOUR, a);
	put_ticket(&s, "红山路78号", 50 * HOUR, b);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "红山路78号门口路灯坏了三天,晚上很黑\t\n");
	viewdesk_golden(&s.d, "intake-known-120");
	seat_free(&s);
}

/* F2 amid a call is another matter: who is called to it does not hear what was told about the first. */
static void
test_each_matter_has_its_own_told(void **state)
{
	struct seat s;
	struct record told = { .kind = RECORD_TOLD, .by = "1154" };
	struct err e = { 0 };

	(void)state;
	seat_init(&s, 24, 80);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(
	    &s.d, "红山路78号门口路灯坏了三天,晚上很黑,之前也打过电话,一直没人来修\t\n张女士");
	id_new(told.id);
	told.at = s.d.desk.now;
	(void)str_copy(told.call, sizeof(told.call), s.d.desk.call.id);
	(void)str_copy(told.object, sizeof(told.object), "K0601-01");
	assert_true(record_set_text(&told, "带户口本就近办理"));
	must(cache_record_add(s.w, &told, &e), &e);
	record_free(&told);
	(void)intake_hand_open(state_of(&s), false);
	assert_non_null(strstr(state_of(&s)->hand.told, "带户口本"));
	s.d.desk.now += 60000;
	intake_draft_drop(state_of(&s)); /* it was filed */
	viewdesk_key(&s.d, ACTION_NEW);
	(void)intake_hand_open(state_of(&s), false);
	assert_string_equal(state_of(&s)->hand.told, "");
	viewdesk_type(&s.d, "楼下井盖没了");
	(void)intake_hand_open(state_of(&s), false);
	assert_string_equal(state_of(&s)->hand.told, "");
	seat_free(&s);
}

static void
acceptance_n_f4_enter_urges_in_four_keys(void **state)
{
	struct seat s;
	char a[ID_SIZE], b[ID_SIZE];
	const struct job *j;

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路60号", 200 * HOUR, a);
	put_ticket(&s, "红山路78号", 50 * HOUR, b);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_key(&s.d, ACTION_HISTORY);
	viewdesk_golden(&s.d, "intake-history-80");
	viewdesk_key(&s.d, ACTION_ENTER);
	viewdesk_golden(&s.d, "intake-urge-80");
	viewdesk_key(&s.d, ACTION_ENTER);
	j = viewdesk_last(&s.d, JOB_ACT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_URGE);
	assert_string_equal(j->ticket, b);
	do_act(&s);
	assert_non_null(strstr(s.d.said, "已记催办"));
	assert_true(viewdesk_shows(&s.d, "催办"));
	viewdesk_key(&s.d, ACTION_ENTER); /* once a day */
	viewdesk_key(&s.d, ACTION_ENTER);
	assert_non_null(strstr(s.d.said, "今天已经催办过"));
	viewdesk_type(&s.d, "2");
	assert_int_equal(viewdesk_last(&s.d, JOB_ACT)->act, EVENT_PROGRESS);
	seat_free(&s);
}

/* What is written for an older ticket is kept like a sheet, under that ticket. */
static void
test_what_is_urged_is_kept_while_it_is_written(void **state)
{
	struct seat s;
	char a[ID_SIZE], id[ID_SIZE];
	const struct job *j;
	struct draft kept;
	struct err e = { 0 };

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", 50 * HOUR, a);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_key(&s.d, ACTION_HISTORY);
	viewdesk_key(&s.d, ACTION_ENTER);
	viewdesk_input(&s.d, input_text("老人"));
	assert_string_equal(fields_get(s.d.journal, TF_CONTENT), "老人"); /* before the next key */
	viewdesk_type(&s.d, "摔了");
	j = viewdesk_last(&s.d, JOB_DRAFT_SAVE);
	assert_string_equal(j->draft.ticket, a);
	assert_string_equal(j->draft.act, "urge");
	(void)str_copy(id, sizeof(id), j->draft.id);
	viewdesk_key(&s.d, ACTION_BACK);
	assert_non_null(strstr(s.d.said, "写的话已存下"));
	/* killed: the journal is folded */
	draft_init(&kept);
	assert_true(draft_copy(&kept, &j->draft));
	assert_int_equal(cache_draft_save(s.w, &kept, 1, &e), ERR_OK);
	draft_free(&kept);
	view_close(&s.d.view);
	viewdesk_open(&s.d, "intake", NULL);
	assert_false(viewdesk_shows(&s.d, "老人摔了")); /* no sheet */
	viewdesk_key(&s.d, ACTION_HISTORY);
	viewdesk_key(&s.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&s.d, "老人摔了"));
	viewdesk_key(&s.d, ACTION_ENTER);
	j = viewdesk_last(&s.d, JOB_ACT);
	assert_string_equal(args_get(&j->args, EA_NOTE), "老人摔了");
	assert_string_equal(j->draft.id, id); /* and goes with it */
	seat_free(&s);
}

static void
test_words_already_typed_go_into_the_older_ticket(void **state)
{
	struct seat s;
	char a[ID_SIZE];

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", 50 * HOUR, a);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "隔壁的灯也灭了");
	viewdesk_key(&s.d, ACTION_HISTORY);
	viewdesk_type(&s.d, "1");
	viewdesk_key(&s.d, ACTION_ENTER);
	assert_int_equal(viewdesk_last(&s.d, JOB_ACT)->act, EVENT_SUPPLEMENT);
	assert_string_equal(
	    args_get(&viewdesk_last(&s.d, JOB_ACT)->args, EA_NOTE), "隔壁的灯也灭了");
	do_act(&s);
	assert_non_null(viewdesk_last(&s.d, JOB_DRAFT_DROP));
	viewdesk_key(&s.d, ACTION_BACK);
	assert_string_equal(intake_value(state_of(&s), TF_CONTENT), "");
	seat_free(&s);
}

static void
test_another_matter_is_one_key(void **state)
{
	struct seat s;
	char a[ID_SIZE];

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", 50 * HOUR, a);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "暖气不热");
	viewdesk_key(&s.d, ACTION_HISTORY);
	viewdesk_type(&s.d, "3");
	assert_string_equal(intake_value(state_of(&s), TF_CONTENT), "暖气不热");
	assert_int_equal(state_of(&s)->mode, MODE_FORM);
	seat_free(&s);
}

static void
test_a_typed_number_is_looked_up_too(void **state)
{
	struct seat s;
	char a[ID_SIZE];

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", 50 * HOUR, a);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "路灯");
	viewdesk_key(&s.d, ACTION_PREV);
	viewdesk_key(&s.d, ACTION_PREV);
	viewdesk_type(&s.d, "138 0000 5678\n");
	assert_string_equal(intake_value(state_of(&s), TF_CALLED), "张女士");
	assert_true(viewdesk_shows(&s.d, "在办!"));
	seat_free(&s);
}

static void
test_half_done_sheets_come_back_where_they_were(void **state)
{
	struct seat s;

	(void)state;
	seat_init(&s, 24, 80);
	viewdesk_call(&s.d, CALLER);
	viewdesk_open(&s.d, "intake", NULL);
	viewdesk_type(&s.d, "昨晚老人摔了一跤, 路灯不亮\n\n"); /* the danger was asked about */
	intake_form_focus(state_of(&s), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&s.d, "红山路");
	viewdesk_key(&s.d, ACTION_LEFT);
	s.d.bits = s.d.view.ops->idle(&s.d.view);
	view_close(&s.d.view);
	do_saves(&s);
	s.d.desk.call = (struct call_info){ 0 };
	viewdesk_open(
	    &s.d, "intake", NULL); /* nobody calls: a blank sheet, never another caller's */
	assert_string_equal(intake_value(state_of(&s), TF_CONTENT), "");
	assert_true(viewdesk_shows(&s.d, "草稿"));
	viewdesk_key(&s.d, ACTION_NEXT_DRAFT);
	assert_string_equal(intake_value(state_of(&s), TF_CONTENT), "昨晚老人摔了一跤, 路灯不亮");
	assert_string_equal(intake_value(state_of(&s), TF_CALLER_PHONE), CALLER);
	assert_false(viewdesk_shows(&s.d, "提醒!"));
	viewdesk_type(&s.d, "东");
	assert_string_equal(intake_value(state_of(&s), TF_ADDRESS), "红山东路");
	seat_free(&s);
}

/* Of another's ticket a person may raise the urgency: the form takes that and says why nothing else. */
static void
test_of_anothers_ticket_only_the_urgency_rises(void **state)
{
	struct seat s;
	char a[ID_SIZE];
	const struct job *j;

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", 5 * HOUR, a);
	s.d.desk.me = (struct actor){ "1107", "陈静", "", ROLE_BIT(AGENT) };
	viewdesk_open(&s.d, "intake", a);
	assert_true(state_of(&s)->focus == intake_form_cell(TF_URGENCY));
	viewdesk_golden(&s.d, "intake-raise-80");
	intake_form_focus(state_of(&s), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&s.d, "东");
	assert_non_null(strstr(s.d.said, "只能提高紧急程度"));
	viewdesk_key(&s.d, ACTION_ERASE);
	viewdesk_input(&s.d, input_paste("东"));
	intake_form_focus(state_of(&s), intake_form_cell(TF_CATEGORY));
	viewdesk_type(&s.d, "1");
	intake_form_focus(state_of(&s), intake_form_cell(TF_CONTENT));
	viewdesk_type(&s.d, "\t"); /* no proposals either */
	assert_string_equal(intake_value(state_of(&s), TF_ADDRESS), "红山路78号");
	assert_int_equal(s.d.edits, 0);
	intake_form_focus(state_of(&s), intake_form_cell(TF_URGENCY));
	viewdesk_type(&s.d, "2");
	viewdesk_key(&s.d, ACTION_SUBMIT);
	j = viewdesk_last(&s.d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_AMEND);
	seat_free(&s);
}

static void
test_an_incomplete_ticket_is_completed_on_the_form(void **state)
{
	struct seat s;
	char a[ID_SIZE];
	const struct job *j;

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "", 5 * HOUR, a);
	viewdesk_open(&s.d, "intake", a);
	viewdesk_key(&s.d, ACTION_SUBMIT);
	assert_true(state_of(&s)->focus == intake_form_cell(TF_ADDRESS));
	viewdesk_type(&s.d, "红山路78号\n今天早上");
	viewdesk_golden(&s.d, "intake-complete-80");
	viewdesk_key(&s.d, ACTION_SUBMIT);
	j = viewdesk_last(&s.d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_COMPLETE);
	assert_string_equal(j->draft.ticket, a);
	assert_string_equal(fields_get(&j->draft.f, TF_ADDRESS), "红山路78号");
	assert_null(j->draft.f.v[TF_CALLER_PHONE]); /* shown masked: never sent back */
	assert_null(j->draft.f.v[TF_CONTACT_PHONE]);
	viewdesk_done(&s.d, JOB_SUBMIT, "261121054207115400");
	assert_true(viewdesk_shows(&s.d, "已补全"));
	seat_free(&s);
}

static void
test_a_ticket_is_corrected_on_the_form(void **state)
{
	struct seat s;
	char a[ID_SIZE];
	const struct job *j;

	(void)state;
	seat_init(&s, 24, 80);
	put_ticket(&s, "红山路78号", HOUR, a);
	viewdesk_open(&s.d, "intake", a);
	viewdesk_key(&s.d, ACTION_SUBMIT);
	assert_non_null(strstr(s.d.said, "没有改动"));
	intake_form_focus(state_of(&s), intake_form_cell(TF_ADDRESS));
	viewdesk_type(&s.d, "门口");
	s.d.bits = s.d.view.ops->idle(&s.d.view);
	view_close(&s.d.view);
	do_saves(&s);
	viewdesk_open(&s.d, "intake", a); /* what was changed is still there */
	assert_string_equal(intake_value(state_of(&s), TF_ADDRESS), "红山路78号门口");
	viewdesk_key(&s.d, ACTION_SUBMIT);
	j = viewdesk_last(&s.d, JOB_SUBMIT);
	assert_non_null(j);
	assert_int_equal(j->act, EVENT_AMEND);
	viewdesk_done(&s.d, JOB_SUBMIT, "261121094207115400");
	assert_true(s.d.closed);
	seat_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_caller_is_known),
		cmocka_unit_test(test_the_unit_by_what_became_of_such_tickets),
		cmocka_unit_test(test_the_wide_screen_shows_what_was_told),
		cmocka_unit_test(test_each_matter_has_its_own_told),
		cmocka_unit_test(acceptance_n_f4_enter_urges_in_four_keys),
		cmocka_unit_test(test_what_is_urged_is_kept_while_it_is_written),
		cmocka_unit_test(test_words_already_typed_go_into_the_older_ticket),
		cmocka_unit_test(test_another_matter_is_one_key),
		cmocka_unit_test(test_a_typed_number_is_looked_up_too),
		cmocka_unit_test(test_half_done_sheets_come_back_where_they_were),
		cmocka_unit_test(test_of_anothers_ticket_only_the_urgency_rises),
		cmocka_unit_test(test_an_incomplete_ticket_is_completed_on_the_form),
		cmocka_unit_test(test_a_ticket_is_corrected_on_the_form),
	};

	if (secret_init(NULL) != ERR_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
