/* The engine with the line down: everything a person may do there, and what it leaves on disk. */
#include "desk.h"

#include "base/clock.h"
#include "client/engine/engine_p.h"

static int
setup(void **state)
{
	return desk_setup_with(state, false);
}

static int
setup_private(void **state)
{
	return desk_setup_with(state, true);
}

static void
reader(struct desk *d)
{
	if (d->r == NULL)
		assert_int_equal(cache_reader_open(d->dir, d->key, &d->r, &d->e), ERR_OK);
}

/* ---- signing in ---- */

static void
test_sign_in_offline(void **state)
{
	struct desk *d = *state;

	assert_int_equal(desk_sign_in(d, "1154", "错的"), ERR_UNAUTHORISED);
	assert_null(engine_key(d->g));
	assert_int_equal(desk_sign_in(d, "1155", DESK_PASSWORD), ERR_NEEDS_CENTRE);
	assert_string_equal(d->user, "");
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_string_equal(d->user, "1154");
	assert_memory_equal(engine_key(d->g), d->key, sizeof(d->key));
	assert_int_equal(desk_job(d, job_new(JOB_SIGN_OUT)), ERR_OK);
	assert_string_equal(d->user, "");
	assert_non_null(engine_key(d->g)); /* what waits must still be sent */
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_UNAUTHORISED);
}

static void
test_private_needs_no_password(void **state)
{
	struct desk *d = *state;

	assert_non_null(engine_key(d->g));
	assert_int_equal(desk_sign_in(d, "1154", ""), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
}

static struct job *
laid(void)
{
	struct job *j = desk_form(EVENT_SUBMIT);

	j->kind = JOB_STAGE;
	j->local = 3600000;
	id_new(j->ticket);
	str_copy(j->job_no, sizeof(j->job_no), "1107");
	return j;
}

/* Only in a classroom does anybody's step come from another's seat, and is the line taken away. */
static void
test_a_desk_is_laid_in_a_classroom_alone(void **state)
{
	struct desk *d = *state;
	const int64_t before = clock_now_ms();
	struct outbox_row row;
	struct job *j;

	assert_int_equal(desk_sign_in(d, "1154", ""), ERR_OK);
	assert_int_equal(desk_job(d, laid()), ERR_FORBIDDEN);
	assert_int_equal(desk_job(d, job_new(JOB_CUT)), ERR_FORBIDDEN);
	d->g->demo = true;
	assert_int_equal(desk_job(d, laid()), ERR_OK);
	reader(d);
	assert_int_equal(cache_outbox(d->r, &row, 1), 1);
	assert_string_equal(row.by, "1107");
	assert_true(row.at >= before - 3600000 && row.at <= clock_now_ms() - 3600000);
	assert_int_equal(strlen(row.no), 18);
	j = job_new(JOB_CUT);
	j->choice = 1;
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_int_equal(desk_job(d, job_new(JOB_CUT)), ERR_OK);
}

/* A centre that never answers: the person is told, and may try again. */
static void
test_no_answer_is_an_answer_in_the_end(void **state)
{
	struct desk *d = *state;

	for (int i = 0; i < 2; i++) {
		struct job *j = job_new(JOB_SIGN_IN);

		assert_non_null(j);
		str_copy(j->job_no, sizeof(j->job_no), "9999");
		j->id = ++d->job;
		d->has_done = false;
		assert_true(engine_post(d->g, j));
		engine_turn(d->g, 0);
		assert_false(desk_done(d)); /* it waits for the centre to come up */
		assert_true(d->g->signing_until > clock_mono_ms());
		d->g->signing_until = clock_mono_ms();
		assert_true(engine_run_until(d->g, desk_done, d, 20000));
		assert_int_equal(d->done.code, ERR_TIMEOUT);
		assert_non_null(strstr(d->done.text, "没有答复"));
		assert_string_equal(d->user, "");
	}
}

static void
test_a_spoilt_key_file(void **state)
{
	struct desk *d = *state;
	const char *servers[] = { d->server };
	struct engine_config c = desk_config(d, servers, true);
	struct engine *g;
	char path[TMPDIR_PATHS];

	engine_stop(d->g);
	d->g = NULL;
	tmpdir_put(d->dir, "key", "short", 5, path);
	assert_int_equal(engine_open(&c, &g, &d->e), ERR_CORRUPT);
	assert_null(g);
}

static void
test_one_seat_one_program(void **state)
{
	struct desk *d = *state;
	const char *servers[] = { d->server };
	struct engine_config c = desk_config(d, servers, false);
	struct engine *g;

	assert_int_equal(engine_open(&c, &g, &d->e), ERR_LOCKED);
	assert_null(g);
}

/* ---- tickets ---- */

static void
test_submit(void **state)
{
	struct desk *d = *state;
	struct ticket t;
	char first[20], again[40];

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	assert_int_equal(strlen(d->number), 18);
	assert_int_equal(strncmp(d->number + 12, "115400", 6), 0);
	str_copy(first, sizeof(first), d->number);
	reader(d);
	ticket_init(&t);
	assert_int_equal(cache_ticket(d->r, d->ticket, &t, &d->e), ERR_OK);
	assert_int_equal(t.state, STATE_PENDING);
	assert_string_equal(fields_get(&t.f, TF_NO), first);
	assert_string_equal(t.first_owner, "1154");
	ticket_free(&t);
	assert_true((d->tables & (CACHE_TICKETS | CACHE_OUTBOX)) == (CACHE_TICKETS | CACHE_OUTBOX));
	/* Numbers go on after a restart. */
	cache_reader_close(d->r);
	d->r = NULL;
	engine_stop(d->g);
	desk_open(d, false);
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	assert_int_equal(strncmp(d->number + 12, "115401", 6), 0);
	snprintf(again, sizeof(again), "%.12s", d->number);
	assert_true(strncmp(again, first, 12) >= 0);
}

static void
test_what_the_rules_refuse(void **state)
{
	struct desk *d = *state;
	struct cache_counts counts;
	struct job *j = desk_form(EVENT_SUBMIT);

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	fields_set(&j->draft.f, TF_CATEGORY, "9999");
	assert_int_equal(desk_job(d, j), ERR_UNKNOWN_CODE);
	assert_string_equal(d->done.where, "category");
	j = desk_form(EVENT_SUBMIT);
	fields_set(&j->draft.f, TF_CONTENT, NULL);
	assert_int_not_equal(desk_job(d, j), ERR_OK);
	assert_true(d->done.text[0] != '\0');
	reader(d);
	cache_counts(d->r, "1154", clock_now_ms(), &counts);
	assert_int_equal(counts.waiting, 0);
	/* Number 00 was not used up by them. */
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	assert_int_equal(strncmp(d->number + 12, "115400", 6), 0);
	/* What moves responsibility needs the centre. */
	j = job_new(JOB_ACT);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	j->act = EVENT_DISPATCH;
	assert_int_not_equal(desk_job(d, j), ERR_OK);
}

static struct job *
act(const struct desk *d, int kind, const char *note)
{
	struct job *j = job_new(JOB_ACT);

	assert_non_null(j);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	j->act = kind;
	assert_true(args_set(&j->args, EA_NOTE, note));
	return j;
}

static void
test_acts(void **state)
{
	struct desk *d = *state;
	struct event *events;
	char ticket[ID_SIZE];
	struct ticket t;
	struct job *j;
	int n;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	str_copy(ticket, sizeof(ticket), d->ticket);
	assert_int_equal(desk_job(d, act(d, EVENT_URGE, "还没人来")), ERR_OK);
	assert_int_equal(desk_job(d, act(d, EVENT_URGE, "再催")), ERR_GUARD); /* once a day */
	assert_int_equal(desk_job(d, act(d, EVENT_NOTE, "已核实")), ERR_OK);
	j = job_new(JOB_ACT);
	str_copy(j->ticket, sizeof(j->ticket), ticket);
	j->act = EVENT_AMEND;
	fields_set(&j->draft.f, TF_ADDRESS, "红山路80号");
	fields_set(&j->was, TF_ADDRESS, "红山路78号");
	assert_int_equal(desk_job(d, j), ERR_OK);
	reader(d);
	ticket_init(&t);
	assert_int_equal(cache_ticket(d->r, ticket, &t, &d->e), ERR_OK);
	assert_string_equal(fields_get(&t.f, TF_ADDRESS), "红山路80号");
	assert_int_equal(t.urge_count, 1);
	ticket_free(&t);
	n = cache_events(d->r, ticket, &events, &d->e);
	assert_int_equal(n, 4);
	assert_string_equal(events[3].actor_name, "王芳");
	for (int i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
	str_copy(d->ticket, sizeof(d->ticket), "01890000-0000-7000-8000-000000000099");
	assert_int_equal(desk_job(d, act(d, EVENT_NOTE, "x")), ERR_NOT_FOUND);
}

/* A form about an existing ticket says only what it changes. */
static void
test_a_form_that_amends(void **state)
{
	struct desk *d = *state;
	struct event *events;
	struct job *j;
	int n;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	j = desk_form(EVENT_AMEND);
	str_copy(j->draft.ticket, sizeof(j->draft.ticket), d->ticket);
	fields_set(&j->draft.f, TF_ADDRESS, "红山路80号");
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_int_equal(strlen(d->number), 18);
	reader(d);
	n = cache_events(d->r, d->ticket, &events, &d->e);
	assert_int_equal(n, 2);
	assert_string_equal(fields_get(&events[1].set, TF_ADDRESS), "红山路80号");
	assert_string_equal(fields_get(&events[1].was, TF_ADDRESS), "红山路78号");
	assert_null(events[1].set.v[TF_CONTENT]);
	for (int i = 0; i < n; i++)
		event_free(&events[i]);
	free(events);
}

/* ---- drafts ---- */

static struct job *
save(const char *id, const char *text)
{
	struct job *j = job_new(JOB_DRAFT_SAVE);

	assert_non_null(j);
	str_copy(j->draft.id, sizeof(j->draft.id), id);
	str_copy(j->draft.owner, sizeof(j->draft.owner), "1154");
	assert_true(fields_set(&j->draft.f, TF_CONTENT, text));
	return j;
}

static void
test_drafts_coalesce(void **state)
{
	static const char id[] = "01890000-0000-7000-8000-000000000001";
	struct desk *d = *state;
	struct draft got[2];
	struct news *n;
	int answered = 0;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	for (int i = 0; i < 200; i++) { /* more than any queue holds */
		struct job *j = save(id, i == 199 ? "最后的字" : "前面的字");
		j->id = 1000 + (uint64_t)i;
		j->local = i + 1;
		assert_true(engine_post(d->g, j));
	}
	while ((n = engine_news(d->g)) != NULL) { /* each replaced one is answered */
		answered += n->kind == NEWS_DONE && n->err.code == ERR_CANCELLED;
		news_free(n);
	}
	assert_int_equal(answered, 199);
	d->job = 1199;
	d->has_done = false;
	assert_true(engine_run_until(d->g, desk_done, d, 20000));
	assert_int_equal(d->done.code, ERR_OK);
	reader(d);
	assert_int_equal(cache_drafts(d->r, "1154", got, 2), 1);
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "最后的字");
	draft_free(&got[0]);
	assert_int_equal(cache_journal_next(d->r), 201);
}

static void
test_submit_takes_the_draft_along(void **state)
{
	struct desk *d = *state;
	struct job *j = desk_form(EVENT_SUBMIT), *s;
	struct draft got[2];

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	s = save(j->draft.id, "草稿");
	assert_int_equal(desk_job(d, s), ERR_OK);
	reader(d);
	assert_int_equal(cache_drafts(d->r, "1154", got, 2), 1);
	draft_free(&got[0]);
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_int_equal(cache_drafts(d->r, "1154", got, 2), 0);
}

/* Words for a step that were kept while they were written go with it, and stay when it is refused. */
static void
test_an_act_takes_its_note_along(void **state)
{
	static const char id[] = "01890000-0000-7000-8000-000000000001";
	struct desk *d = *state;
	struct draft got[2];
	char ticket[ID_SIZE];
	struct job *j, *s;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	str_copy(ticket, sizeof(ticket), d->ticket);
	s = save(id, "老人发烧");
	str_copy(s->draft.ticket, sizeof(s->draft.ticket), ticket);
	str_copy(s->draft.act, sizeof(s->draft.act), "note");
	assert_int_equal(desk_job(d, s), ERR_OK);
	reader(d);
	for (int turn = 0; turn < 2; turn++) {
		assert_int_equal(cache_notes(d->r, "1154", ticket, got, 2), 1);
		draft_free(&got[0]);
		j = job_new(JOB_ACT);
		assert_non_null(j);
		str_copy(j->ticket, sizeof(j->ticket), ticket);
		str_copy(j->draft.id, sizeof(j->draft.id), id);
		j->act = EVENT_NOTE;
		assert_true(args_set(&j->args, EA_NOTE, turn == 0 ? "" : "老人发烧"));
		assert_int_equal(desk_job(d, j), turn == 0 ? ERR_GUARD : ERR_OK);
	}
	assert_int_equal(cache_notes(d->r, "1154", ticket, got, 2), 0);
}

/* The journal of a killed run is in the draft table once somebody has signed in. */
static void
test_journal_is_folded_at_sign_in(void **state)
{
	struct desk *d = *state;
	struct journal *j;
	struct draft draft, got[2];

	draft_init(&draft);
	id_new(draft.id);
	str_copy(draft.owner, sizeof(draft.owner), "1154");
	assert_int_equal(journal_open(d->dir, d->key, 1, &j, &d->e), ERR_OK);
	assert_int_equal(journal_begin(j, &draft, &d->e), ERR_OK);
	assert_int_equal(journal_set(j, draft.id, TF_CONTENT, "没来得及存", 5, &d->e), ERR_OK);
	journal_close(j);
	draft_free(&draft);
	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	reader(d);
	assert_int_equal(cache_drafts(d->r, "1154", got, 2), 1);
	assert_string_equal(fields_get(&got[0].f, TF_CONTENT), "没来得及存");
	draft_free(&got[0]);
}

/* ---- identities ---- */

static void
test_unmask(void **state)
{
	struct desk *d = *state;
	struct job *j = job_new(JOB_UNMASK);

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	assert_int_equal(desk_job(d, j), ERR_GUARD); /* no reason given */
	assert_false(d->has_identity);
	j = job_new(JOB_UNMASK);
	str_copy(j->ticket, sizeof(j->ticket), d->ticket);
	str_copy(j->text, sizeof(j->text), "本次通话核对");
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_true(d->has_identity);
	assert_string_equal(fields_get(&d->identity, TF_NAME), "王小明");
	assert_string_equal(fields_get(&d->identity, TF_CONTACT_PHONE), DESK_PHONE);
	assert_null(d->identity.v[TF_CONTENT]); /* nothing but the identity */
}

/* The number of one's own call is looked at before its sheet is a ticket: whose it was is known all the same. */
static void
test_unmask_before_there_is_a_ticket(void **state)
{
	struct desk *d = *state;
	struct job *j = job_new(JOB_UNMASK);

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	str_copy(j->text, sizeof(j->text), "本次通话核对");
	assert_int_equal(desk_job(d, j), ERR_NOT_FOUND); /* of nothing */
	assert_false(d->has_identity);
	j = job_new(JOB_UNMASK);
	id_new(j->draft.id);
	str_copy(j->text, sizeof(j->text), "本次通话核对");
	assert_int_equal(desk_job(d, j), ERR_OK);
	assert_true(d->has_identity);
	assert_null(d->identity.v[TF_CONTACT_PHONE]);
}

/* ---- aside ---- */

static void
test_fetch_offline_is_told(void **state)
{
	struct desk *d = *state;
	struct job *j = job_new(JOB_FETCH);

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	id_new(j->ticket);
	assert_int_equal(desk_job(d, j), ERR_NEEDS_CENTRE);
	assert_int_equal(desk_job(d, job_new(JOB_SYNC_NOW)), ERR_OK);
	j = job_new(JOB_AGENT);
	j->agent = AGENT_IDLE;
	assert_int_equal(desk_job(d, j), ERR_OK);
	j = job_new(JOB_PHONE);
	j->phone = PHONE_ANSWER;
	assert_int_equal(desk_job(d, j), ERR_STATE); /* no telephone here, in words */
	assert_true(d->done.text[0] != '\0');
}

static void
test_the_line_is_told(void **state)
{
	struct desk *d = *state;
	struct link_info l;

	assert_int_equal(desk_sign_in(d, "1154", DESK_PASSWORD), ERR_OK);
	assert_int_equal(desk_job(d, desk_form(EVENT_SUBMIT)), ERR_OK);
	engine_link(d->g, &l);
	assert_int_equal(l.state, LINK_OFFLINE);
	assert_int_equal(l.waiting, 1);
	assert_string_equal(l.seat_no, "1154");
	assert_true(l.next_try_at > 0);
	assert_true(l.text[0] != '\0');
	assert_false(engine_idle(d->g));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sign_in_offline, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_desk_is_laid_in_a_classroom_alone, setup_private, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_private_needs_no_password, setup_private, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_no_answer_is_an_answer_in_the_end, setup_private, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_spoilt_key_file, setup_private, desk_teardown),
		cmocka_unit_test_setup_teardown(test_one_seat_one_program, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_submit, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_what_the_rules_refuse, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_acts, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_a_form_that_amends, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_drafts_coalesce, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_submit_takes_the_draft_along, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_an_act_takes_its_note_along, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_journal_is_folded_at_sign_in, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_unmask, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(
		    test_unmask_before_there_is_a_ticket, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_fetch_offline_is_told, setup, desk_teardown),
		cmocka_unit_test_setup_teardown(test_the_line_is_told, setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
