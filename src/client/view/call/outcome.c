/* outcome.c: how a call ended that becomes no ticket (通话结果): guided, wrong number, silent, abuse, test, dropped, another
 * city, progress, handed over. One key for the kind, the city's sentence to say, one to write it down: a record of the call.
 *
 * The call-taker never hangs up first, but on a line that stayed silent by the book: three sentences five seconds apart.
 * Those moments come by the clock (wake_at), each paints once; nothing is written between. The third warning of an
 * abusive caller hands the call to the senior. Not here: the records (call_note.c), the transfer (transfer.c). */
#include "outcome_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "client/view/all_p.h"
#include "client/view/classroom.h"
#include "client/view/part_p.h"
#include "model/refer.h"
#include "call_note_p.h"
#include "hand_p.h"

#define DAY_MS INT64_C(86400000)

const struct outcome_kind outcome_kinds[OUTCOMES] = {
	{ "guided", "指引", "告诉来电人该找谁、什么号码", "guided", FORM_WHOM },
	{ "wrong", "打错", "拨错了, Enter 就记下; 要找别处的告诉号码", "wrong", FORM_MISDIAL },
	{ "silent", "无声", "三遍, 各隔 5 秒, 之后可以挂机", "silent_1", FORM_SILENT },
	{ "harass", "骚扰辱骂", "提醒三次, 第三次请班长接听", "harass", FORM_ABUSE },
	{ "test", "测试", "查线路、试电话", "test", FORM_PLAIN },
	{ "dropped", "掉线", "说到一半断了, 可以拨回", "dropped", FORM_PLAIN },
	{ "other_city", "外地", "区号加 12345, 愿意的可以转", "other_city", FORM_WHOM },
	{ "progress", "查询", "只问进度, 没有单号可记", "identity_check", FORM_PLAIN },
	{ "transfer", "转接", "已接通对方, 由对方答复", "", FORM_PLAIN },
};
#define HANDED (&outcome_kinds[OUTCOMES - 1])

static struct outcome *
state(const struct view *v)
{
	return v->state;
}

/* In a lesson the caller's seconds count, which may be shorter ones. */
static const struct class_info *
lesson(const struct outcome *s)
{
	const struct class_info *c = s->desk->classroom;

	return c != NULL && c->under_way ? c : NULL;
}

static int64_t
now_of(const struct outcome *s)
{
	return lesson(s) != NULL ? lesson(s)->ms : s->desk->now;
}

int
outcome_silent_step(const struct outcome *s)
{
	int64_t step = (now_of(s) - s->since_at) / SILENT_STEP_MS;

	return step < 0 ? 0 : step > SILENT_STEPS ? SILENT_STEPS : (int)step;
}

/* ---- open ---- */

/* Somebody was reached in this call: how it ended is known, Enter writes it down. */
static void
look_for_transfer(struct outcome *s)
{
	const struct city *c = s->desk->city;
	struct record_query q = { .kind = RECORD_TRANSFER, .call = s->desk->call.id };
	struct record last;

	if (c == NULL || s->had[0] != '\0' || cache_records(s->desk->cache, &q, &last, 1) != 1)
		return;
	if (hand_reached(last.code, last.result)) {
		s->kind = HANDED;
		s->way = call_note_way(last.code);
		for (size_t i = 0; i < c->n_targets; i++)
			if (strcmp(c->targets[i].id, last.object) == 0)
				s->whom = &c->targets[i];
	}
	record_free(&last);
}

static void
look_back(struct outcome *s)
{
	const struct call_info *c = &s->desk->call;
	struct record_query q = { .kind = RECORD_ABUSE, .call = c->id };
	struct record last;

	if (s->desk->cache == NULL || c->id[0] == '\0')
		return;
	s->warned = (int)cache_record_count(s->desk->cache, &q);
	s->warned = s->warned > WARNINGS ? WARNINGS : s->warned;
	s->before = cache_abuse(s->desk->cache, c->peer, s->desk->now - 30 * DAY_MS);
	q.kind = RECORD_CALL;
	if (cache_records(s->desk->cache, &q, &last, 1) == 1) {
		(void)str_copy(s->had, sizeof(s->had), record_code_label(RECORD_CALL, last.code));
		record_free(&last);
	}
	look_for_transfer(s);
}

static enum err_code
outcome_open(struct view *v, const char *arg, struct err *e)
{
	struct outcome *s = state(v);

	(void)arg;
	(void)e;
	s->desk = v->desk;
	field_init(&s->line, 60);
	(void)str_copy(s->call, sizeof(s->call), v->desk->call.id);
	(void)str_copy(s->peer, sizeof(s->peer), v->desk->call.peer);
	look_back(s);
	return ERR_OK;
}

static void
outcome_close(struct view *v)
{
	field_free(&state(v)->line);
}

/* ---- whom the caller wanted ---- */

static void
find_whom(struct outcome *s)
{
	const struct city *c = s->desk->city;
	struct match_query q;
	int best = MATCH_STEP * MATCH_WORD - 1; /* a piece in the middle of a name is chance */

	s->whom = NULL;
	match_query_init(&q, field_text(&s->line));
	for (size_t i = 0; c != NULL && !match_query_empty(&q) && i < c->n_targets; i++) {
		const struct transfer_target *t = &c->targets[i];
		struct match_label label;
		char text[512];
		int score;

		if ((strcmp(s->kind->code, "other_city") == 0) !=
		    (strcmp(t->kind, "other_city") == 0))
			continue;
		(void)snprintf(text, sizeof(text), "%s。%s", t->name, t->aliases);
		if (!match_label_init(&label, text))
			return;
		score = match_find(&q, &label, NULL);
		match_label_free(&label);
		if (score > best) {
			best = score;
			s->whom = t;
		}
	}
}

/* ---- writing it down ---- */

static unsigned
write_down(struct outcome *s)
{
	char text[256];

	if (s->job != 0)
		return VIEW_DRAW;
	(void)snprintf(text, sizeof(text), "%s%s%s", field_text(&s->line),
	    s->whom != NULL && *field_text(&s->line) != '\0' ? " " : "",
	    s->whom != NULL ? s->whom->number : "");
	s->job = call_note_outcome(s->desk, (struct call_of){ s->call, s->peer },
	    s->kind == HANDED ? s->way : s->kind->code, s->whom != NULL ? s->whom->id : "", text);
	return VIEW_DRAW;
}

static void
hang_up(struct outcome *s)
{
	struct job *j = s->desk->call.active ? part_job(s->desk, JOB_PHONE) : NULL;

	if (j == NULL)
		return;
	j->phone = PHONE_HANGUP;
	(void)str_copy(j->text, sizeof(j->text), s->desk->call.id);
	(void)s->desk->job(s->desk->app, j);
}

static unsigned
enter_silent(struct outcome *s)
{
	if (outcome_silent_step(s) < SILENT_STEPS && s->desk->call.active) {
		s->desk->say(s->desk->app, 1, "还没有到 15 秒, 三遍都念完才可以挂机");
		return VIEW_DRAW;
	}
	if (write_down(s), s->job != 0)
		hang_up(s);
	return VIEW_DRAW;
}

/* The senior's desk is called while the caller waits; the call-taker hangs up on nobody. */
static unsigned
to_senior(struct outcome *s)
{
	const struct city *c = s->desk->city;

	for (size_t i = 0; c != NULL && i < c->n_targets; i++)
		if (strcmp(c->targets[i].kind, "hotline") == 0 &&
		    strcmp(c->targets[i].unit, "0001") == 0) {
			s->desk->open(s->desk->app, view_by_name("transfer"), c->targets[i].id);
			return VIEW_DRAW;
		}
	s->desk->say(s->desk->app, 2, "请班长到您的坐席接听, 不要挂机");
	return VIEW_DRAW;
}

static unsigned
enter_abuse(struct outcome *s)
{
	if (s->warned < WARNINGS) {
		if (call_note_abuse(s->desk, s->warned + 1) != 0)
			s->warned++;
		return VIEW_DRAW;
	}
	return write_down(s);
}

static unsigned
choose(struct outcome *s, int digit)
{
	if (digit < 1 || digit > OUTCOMES) {
		s->desk->say(s->desk->app, 1, "请按 1 至 %d, Esc 返回", OUTCOMES);
		return VIEW_DRAW;
	}
	s->kind = &outcome_kinds[digit - 1];
	s->since_at = now_of(s);
	editor_set(&s->line.ed, NULL, 0);
	s->whom = NULL;
	s->way = "transfer";
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
enter(struct outcome *s)
{
	switch (s->kind->form) {
	case FORM_SILENT:
		return enter_silent(s);
	case FORM_ABUSE:
		return enter_abuse(s);
	case FORM_WHOM:
		if (*field_text(&s->line) == '\0') {
			s->desk->say(s->desk->app, 1, "请写一句要找的是哪里");
			return VIEW_DRAW;
		}
		break;
	case FORM_MISDIAL:
	case FORM_PLAIN:
		break;
	}
	return write_down(s);
}

/* Does one write whom the caller wanted? */
static bool
has_line(const struct outcome *s)
{
	return s->kind != NULL && (s->kind->form == FORM_WHOM || s->kind->form == FORM_MISDIAL);
}

static unsigned
outcome_input(struct view *v, const struct input *in)
{
	struct outcome *s = state(v);
	struct react r = { 0 };

	if (s->kind == NULL)
		return input_is(in, ACTION_BACK)           ? VIEW_DRAW | VIEW_CLOSE
		       : in->kind == INPUT_ACTION          ? VIEW_IGNORED
		       : in->ahead || input_digit(in) == 0 ? choose(s, 0)
							   : choose(s, input_digit(in));
	if (input_is(in, ACTION_BACK)) {
		s->kind = NULL;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER))
		return in->ahead ? VIEW_EARLY : enter(s);
	if (s->kind->form == FORM_ABUSE && input_is(in, ACTION_SENIOR))
		return to_senior(s);
	if (input_is(in, ACTION_TRANSFER) && s->whom != NULL) {
		s->desk->open(s->desk->app, view_by_name("transfer"), s->whom->id);
		return VIEW_DRAW;
	}
	if (has_line(s))
		field_input(&s->line, in, &r);
	part_refused(s->desk, &r);
	if (r.bits & REACT_EDIT)
		find_whom(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
outcome_scopes(const struct view *v)
{
	return has_line(state(v)) ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}

/* ---- news, clock ---- */

static unsigned
done(struct outcome *s, const struct news *n)
{
	s->job = 0;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有记上: %s", n->err.text);
		return VIEW_DRAW;
	}
	call_note_done(s->desk, s->call);
	if (s->kind->form == FORM_ABUSE)
		(void)call_note_nuisance(s->desk, (struct call_of){ s->call, s->peer }, s->before);
	s->desk->say(s->desk->app, 0, "已记通话结果: %s%s", s->kind->label,
	    s->desk->call.active && s->kind->form != FORM_SILENT ? "; 等来电人先挂机" : "");
	if (s->kind->form == FORM_ABUSE && s->desk->call.active)
		return to_senior(s);
	return VIEW_DRAW | VIEW_CLOSE;
}

static unsigned
outcome_event(struct view *v, const struct news *n)
{
	struct outcome *s = state(v);

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_CITY)) {
		s->whom = NULL;
		return VIEW_DRAW;
	}
	if (n->kind == NEWS_DONE && n->job != 0 && n->job == s->job)
		return done(s, n);
	if (n->kind == NEWS_PHONE && n->phone.kind == PHONE_SAYS && s->kind != NULL &&
	    s->kind->form == FORM_SILENT) {
		s->desk->say(s->desk->app, 1, "来电人说话了: Esc 回去受理");
		return VIEW_DRAW;
	}
	return 0;
}

static unsigned
outcome_resume(struct view *v)
{
	struct outcome *s = state(v);

	/* the senior has the call, or the caller is gone */
	return s->kind != NULL && !s->desk->call.active ? VIEW_DRAW | VIEW_CLOSE : VIEW_DRAW;
}

static int64_t
outcome_wake_at(const struct view *v)
{
	const struct outcome *s = state(v);
	const int step =
	    s->kind != NULL && s->kind->form == FORM_SILENT ? outcome_silent_step(s) : SILENT_STEPS;
	const int64_t at = s->since_at + (int64_t)(step + 1) * SILENT_STEP_MS;
	const int64_t left = (at - now_of(s)) / (lesson(s) != NULL ? lesson(s)->pace : 1);

	return step < SILENT_STEPS ? s->desk->now + left : 0;
}

static void
outcome_place(const struct view *v, char out[VIEW_PLACE])
{
	const struct outcome *s = state(v);

	if (s->job != 0)
		(void)str_copy(out, VIEW_PLACE, PLACE_BUSY);
	else if (s->kind == NULL)
		(void)str_copy(out, VIEW_PLACE, "menu");
	else if (s->kind->form == FORM_SILENT && outcome_silent_step(s) < SILENT_STEPS)
		(void)str_copy(out, VIEW_PLACE, "silence");
	else
		(void)snprintf(out, VIEW_PLACE, "%s%s", s->kind->code,
		    has_line(s) && *field_text(&s->line) != '\0' ? " written" : "");
}

static const struct bar_key menu_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_NONE, "数字=怎么结束的" }, { ACTION_BACK, "回去, 不记" } };
static const struct bar_key write_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "记下" },
	{ ACTION_BACK, "另选" } };
static const struct bar_key whom_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "记下" },
	{ ACTION_TRANSFER, "转过去" }, { ACTION_BACK, "另选" } };
static const struct bar_key silent_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_ENTER, "念完三遍挂机" }, { ACTION_BACK, "来电人说话了" } };
static const struct bar_key abuse_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "已念一次" },
	{ ACTION_BACK, "不再辱骂" } };
static const struct bar_key last_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_ENTER, "记骚扰, 转班长" }, { ACTION_BACK, "不再辱骂" } };

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key *
outcome_keys(const struct view *v, size_t *n)
{
	const struct outcome *s = state(v);

	if (s->kind == NULL)
		return KEYS(menu_keys);
	if (s->kind->form == FORM_SILENT)
		return KEYS(silent_keys);
	if (s->kind->form == FORM_ABUSE)
		return s->warned < WARNINGS ? KEYS(abuse_keys) : KEYS(last_keys);
	return s->whom != NULL && has_line(s) ? KEYS(whom_keys) : KEYS(write_keys);
}

const struct view_ops outcome_view = {
	.name = "outcome",
	.title = "通话结果",
	.aliases = "通话结果 打错 无声 骚扰 辱骂 测试 掉线 指引 jieguo outcome",
	.answers = ACTS_EDIT | ACT(HOME) | ACT(END) | ACT(ENTER),
	.footer = menu_keys,
	.n_footer = sizeof(menu_keys) / sizeof(menu_keys[0]),
	.keys = outcome_keys,
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.state_size = sizeof(struct outcome),
	.open = outcome_open,
	.scopes = outcome_scopes,
	.input = outcome_input,
	.event = outcome_event,
	.resume = outcome_resume,
	.draw = outcome_draw,
	.wake_at = outcome_wake_at,
	.close = outcome_close,
	.place = outcome_place,
};
