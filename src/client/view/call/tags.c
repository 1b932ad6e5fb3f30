/* tags.c: tags of callers (来电标签) for who decides about them: those that wait for a senior's word first, then all that
 * stand. Enter asks: agreed, or why not; of one that stands why it is taken away.
 *
 * Numbers are masked. Whoever asked for a tag does not agree to it himself. Not here: putting one (intake_tag.c), which stand
 * (client/cache/records.h). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/prompt.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

#define ROWS_MOST    200
#define DETAIL_ROWS  3
#define REASON_CHARS 60

struct tags {
	struct desk *desk;
	struct list list;
	struct caller_tag rows[ROWS_MOST];
	int n;
	bool stale, asking;
	enum caller_tag_code what; /* being decided */
	char of[ID_SIZE];
	struct prompt prompt;
	uint64_t job;
};

enum col { COL_PHONE, COL_TAG, COL_STATE, COL_BY, COL_WHEN, COL_REASON, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "号码", .cols = 13 },
	{ .head = "标签", .cols = 9 },
	{ .head = "状态", .cols = 15 },
	{ .head = "谁标的", .cols = 7 },
	{ .head = "何时", .cols = 11 },
	{ .head = "依据", .cols = 0 },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct tags *)ctx)->n;
}

static void
cell(void *ctx, size_t i, int col, struct list_cell *out)
{
	const struct tags *s = ctx;
	const struct caller_tag *t = &s->rows[i];
	char when[24];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_PHONE:
		out->text = t->phone;
		break;
	case COL_TAG:
		out->text = caller_tag_label(t->code);
		break;
	case COL_STATE:
		if (t->counts)
			(void)snprintf(out->buf, sizeof(out->buf), "%s止",
			    civil_format(t->until - 1, "%Y-%m-%d", when, sizeof(when)));
		else
			out->text = "待班长同意";
		break;
	case COL_BY:
		out->text = t->by;
		break;
	case COL_WHEN:
		(void)str_copy(out->buf, sizeof(out->buf), part_when(t->at, s->desk->now, when));
		break;
	case COL_REASON:
		out->text = t->reason;
		break;
	case COLS:
		break;
	}
}

static void
refresh(struct tags *s)
{
	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	s->n = cache_tags(s->desk->cache, s->desk->now, s->rows, ROWS_MOST);
	list_refresh(&s->list);
}

static enum err_code
tags_open(struct view *v, const char *arg, struct err *e)
{
	struct tags *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	s->stale = true;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.empty = "还没有来电标签: 受理时按 F4 再按 6 标。骚扰标签要班长同意才算。";
	refresh(s);
	return ERR_OK;
}

static void
tags_close(struct view *v)
{
	struct tags *s = v->state;

	prompt_free(&s->prompt);
	list_free(&s->list);
}

static const struct caller_tag *
chosen(const struct tags *s)
{
	const size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n ? &s->rows[row] : NULL;
}

/* ---- deciding ---- */

static unsigned
send(struct tags *s, const char *reason)
{
	struct job *j = part_job(s->desk, JOB_RECORD);

	if (j == NULL)
		return VIEW_DRAW;
	if (caller_tag_decide(&j->record, s->what, s->of, reason)) {
		s->job = s->desk->job(s->desk->app, j);
	} else {
		s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		job_free(j);
	}
	return VIEW_DRAW;
}

/* By a senior, and not by whoever asked for it. Said when not. */
static bool
may_agree(const struct tags *s, const struct caller_tag *t)
{
	struct record r = { .kind = RECORD_CALLER_TAG };

	(void)str_copy(r.code, sizeof(r.code), caller_tag_items[CALLER_TAG_AGREED].code);
	if (!record_may_write(&r, s->desk->me.roles))
		s->desk->say(s->desk->app, 1, "骚扰标签由班长同意, 您可以取消");
	else if (strcmp(t->by, s->desk->me.user) == 0)
		s->desk->say(s->desk->app, 1, "是您自己标的, 请另一位班长同意; 您可以取消");
	else
		return true;
	return false;
}

static const struct prompt_item answers[] = { { "同意", "30天后自动取消" },
	{ "够不上, 照常接听", "不同意" }, { "标错了", "不同意" } };
static const struct prompt_item why_not[] = { { "现在不是这样了", NULL }, { "标错了", NULL },
	{ "号码换了主人", NULL } };

static unsigned
decide(struct tags *s)
{
	const struct caller_tag *t = chosen(s);

	if (t == NULL || s->job != 0)
		return VIEW_DRAW;
	s->what = !t->counts && may_agree(s, t) ? CALLER_TAG_REFUSED : CALLER_TAG_REMOVED;
	(void)str_copy(s->of, sizeof(s->of), t->record);
	prompt_free(&s->prompt);
	prompt_init(&s->prompt,
	    s->what == CALLER_TAG_REFUSED ? "同意吗? 不同意写依据" : "取消标签, 依据",
	    REASON_CHARS);
	if (s->what == CALLER_TAG_REFUSED)
		prompt_offer(&s->prompt, answers, sizeof(answers) / sizeof(answers[0]));
	else
		prompt_offer(&s->prompt, why_not, sizeof(why_not) / sizeof(why_not[0]));
	s->prompt.chosen = 0;
	s->asking = true;
	return VIEW_DRAW | VIEW_FLUSH;
}

static void
take(struct tags *s)
{
	const char *reason = prompt_answer(&s->prompt);

	if (reason[strspn(reason, " ")] == '\0') {
		s->desk->say(s->desk->app, 1, "请写一句为什么, 或 Esc 返回");
		return;
	}
	if (s->what == CALLER_TAG_REFUSED && s->prompt.chosen == 0)
		s->what = CALLER_TAG_AGREED;
	(void)send(s, reason);
	s->asking = false;
}

static unsigned
tags_input(struct view *v, const struct input *in)
{
	struct tags *s = v->state;
	struct react r = { 0 };

	if (s->asking) {
		prompt_input(&s->prompt, in, &r);
		part_refused(s->desk, &r);
		if (r.bits & REACT_CANCEL)
			s->asking = false;
		else if (r.bits & REACT_TAKE)
			take(s);
		return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
	}
	if (input_is(in, ACTION_ENTER))
		return in->ahead ? VIEW_EARLY : decide(s);
	list_input(&s->list, in, &r);
	if (r.bits == 0 && input_is(in, ACTION_BACK))
		return VIEW_DRAW | VIEW_CLOSE;
	return part_react(s->desk, &r);
}

static unsigned
tags_event(struct view *v, const struct news *n)
{
	struct tags *s = v->state;

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	s->stale = true;
	if (n->err.code != ERR_OK)
		s->desk->say(s->desk->app, 2, "没有记上: %s", n->err.text);
	else
		s->desk->say(s->desk->app, 0, "已记下: %s", caller_tag_items[s->what].label);
	return VIEW_DRAW;
}

static unsigned
tags_scopes(const struct view *v)
{
	const struct tags *s = v->state;

	return s->asking ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}

/* ---- picture ---- */

static void
detail(const struct tags *s, struct canvas *c, struct rect at)
{
	const struct caller_tag *t = chosen(s);

	if (t == NULL)
		return;
	canvas_text(c, at.row, at.col, 4, ROLE_LABEL, "依据");
	(void)wrap_draw(
	    c, (struct rect){ at.row, at.col + 6, 2, at.cols - 6 }, ROLE_NORMAL, t->reason);
	canvas_cut(c, at.row + 2, at.col, at.cols, t->counts ? ROLE_DIM : ROLE_NEAR,
	    t->counts ? caller_tag_advice(t->code)
		      : "同意后来电时提示每个坐席, 30天后自动取消; 号码不拦截, 照样接听。");
}

static void
tags_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct tags *s = v->state;
	const int rule = body.row + body.rows - DETAIL_ROWS - 1;

	if (canvas_too_small(c))
		return;
	refresh(s);
	s->list.at = (struct rect){ body.row, body.col, rule - body.row, body.cols };
	list_draw(&s->list, c, !s->asking);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	detail(s, c, (struct rect){ rule + 1, body.col + 1, DETAIL_ROWS, body.cols - 2 });
	if (s->asking) {
		s->prompt.row = body.row + body.rows - 1;
		prompt_draw(&s->prompt, c);
	}
}

static const struct bar_key wait_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "同意或不同意" },
	{ ACTION_BACK, NULL } };
static const struct bar_key stand_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "取消标签" },
	{ ACTION_NONE, "输入=筛选" }, { ACTION_BACK, NULL } };
static const struct bar_key ask_keys[] = { { ACTION_ENTER, "记下" }, { ACTION_BACK, "不改" } };

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key *
tags_keys(const struct view *v, size_t *n)
{
	const struct tags *s = v->state;
	const struct caller_tag *t = chosen(s);

	return s->asking                 ? KEYS(ask_keys)
	       : t != NULL && !t->counts ? KEYS(wait_keys)
					 : KEYS(stand_keys);
}

const struct view_ops tags_view = {
	.name = "tags",
	.title = "来电标签",
	.aliases = "来电标签 骚扰 骚扰审批 老年人 听障 方言 媒体 biaoqian tags",
	.footer = stand_keys,
	.n_footer = sizeof(stand_keys) / sizeof(stand_keys[0]),
	.keys = tags_keys,
	.answers = ACTS_ROWS,
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.state_size = sizeof(struct tags),
	.open = tags_open,
	.scopes = tags_scopes,
	.input = tags_input,
	.event = tags_event,
	.draw = tags_draw,
	.close = tags_close,
};
