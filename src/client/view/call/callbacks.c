/* callbacks.c: whom to call back (回拨): citizens who gave up in the queue or while it rang here. Enter calls the chosen one
 * by this seat's telephone; the call logs itself and, once they have spoken, the row is gone at every seat.
 *
 * The number is masked and stays so: it goes from the sealed record to the telephone. Without a telephone that can dial
 * the list says so. Not here: which rows there are (cache_callbacks), the record of the call (engine_phone.c). */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

#define ROWS_MOST   99
#define DETAIL_ROWS 3

struct callbacks {
	struct desk *desk;
	struct list list;
	struct callback rows[ROWS_MOST];
	int n;
	bool stale;
	uint64_t job;
};

enum col { COL_PHONE, COL_WHEN, COL_WAY, COL_WAITED, COL_LINE, COL_TRIES, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "号码", .cols = 13 },
	{ .head = "来电", .cols = 11 },
	{ .head = "怎么没接上", .cols = 10 },
	{ .head = "等了", .cols = 8, .right = true },
	{ .head = "线路", .cols = 6 },
	{ .head = "回拨", .cols = 0 },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct callbacks *)ctx)->n;
}

static void
cell(void *ctx, size_t i, int col, struct list_cell *out)
{
	const struct callbacks *s = ctx;
	const struct callback *r = &s->rows[i];
	char when[24];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_PHONE:
		out->text = r->phone;
		break;
	case COL_WHEN:
		(void)str_copy(out->buf, sizeof(out->buf), part_when(r->at, s->desk->now, when));
		break;
	case COL_WAY:
		out->text = call_way_items[r->way].label;
		break;
	case COL_WAITED:
		(void)snprintf(
		    out->buf, sizeof(out->buf), "%lld秒", (long long)r->waited_ms / 1000);
		break;
	case COL_LINE:
		out->text = r->line;
		break;
	case COL_TRIES:
		if (r->tries > 0)
			(void)snprintf(out->buf, sizeof(out->buf), "%d次没接通, 最后%s", r->tries,
			    part_when(r->tried_at, s->desk->now, when));
		break;
	case COLS:
		break;
	}
}

static void
refresh(struct callbacks *s)
{
	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	s->n = cache_callbacks(s->desk->cache, s->desk->now, s->rows, ROWS_MOST);
	list_refresh(&s->list);
}

static enum err_code
callbacks_open(struct view *v, const char *arg, struct err *e)
{
	struct callbacks *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	s->stale = true;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.empty =
	    "没有要回拨的: 来电人没等到接听的会列在这里, 谁回拨接通了就从所有坐席消失。";
	refresh(s);
	return ERR_OK;
}

static void
callbacks_close(struct view *v)
{
	list_free(&((struct callbacks *)v->state)->list);
}

/* ---- calling ---- */

static bool
is_calling(const struct callbacks *s)
{
	return !s->desk->call.active && s->desk->call.leg != LEG_NONE;
}

static unsigned
hang_up(struct callbacks *s)
{
	struct job *j = part_job(s->desk, JOB_PHONE);

	if (j == NULL)
		return VIEW_DRAW;
	j->phone = PHONE_RECONNECT;
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
call(struct callbacks *s)
{
	const struct call_info *c = &s->desk->call;
	const size_t row = list_row(&s->list);
	struct job *j;

	if (row == LIST_NONE || row >= (size_t)s->n)
		return VIEW_DRAW;
	if (c->active || c->ringing) {
		s->desk->say(s->desk->app, 1, "有来电, 先接来电; 这里的留着");
		return VIEW_DRAW;
	}
	if ((c->caps & phone_command_cap(PHONE_DIAL)) == 0 || c->phone_down) {
		s->desk->say(s->desk->app, 1,
		    c->phone_down ? "话务中断, 恢复后再拨" : "本机的电话不能拨号, 请用话机回拨");
		return VIEW_DRAW;
	}
	j = part_job(s->desk, JOB_PHONE);
	if (j == NULL)
		return VIEW_DRAW;
	j->phone = PHONE_DIAL;
	(void)str_copy(j->record.object, sizeof(j->record.object), s->rows[row].call);
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
callbacks_input(struct view *v, const struct input *in)
{
	struct callbacks *s = v->state;
	struct react r = { 0 };

	if (is_calling(s)) {
		if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_BACK))
			return in->ahead ? VIEW_EARLY : hang_up(s);
		return in->kind == INPUT_TEXT ? VIEW_DRAW : VIEW_IGNORED;
	}
	if (input_is(in, ACTION_ENTER))
		return in->ahead ? VIEW_EARLY : call(s);
	list_input(&s->list, in, &r);
	if (r.bits == 0 && input_is(in, ACTION_BACK))
		return VIEW_DRAW | VIEW_CLOSE;
	return part_react(s->desk, &r);
}

/* ---- news ---- */

static unsigned
heard(struct callbacks *s, const struct phone_event *p)
{
	switch ((int)p->kind) {
	case PHONE_NOT_REACHED:
		s->desk->say(s->desk->app, 1, "%s, 已记一次; 换个时间再拨",
		    p->cause == CAUSE_BUSY ? "对方忙" : "无人接听");
		return VIEW_DRAW;
	case PHONE_PARTED:
		s->desk->say(s->desk->app, 0, "回拨已结束并记录; 要建单按 F2");
		return VIEW_DRAW;
	default:
		return VIEW_DRAW;
	}
}

static unsigned
callbacks_event(struct view *v, const struct news *n)
{
	struct callbacks *s = v->state;

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (n->kind == NEWS_DONE && n->job != 0 && n->job == s->job) {
		s->job = 0;
		if (n->err.code != ERR_OK)
			s->desk->say(s->desk->app, 2, "没有拨出: %s", n->err.text);
		return VIEW_DRAW;
	}
	return n->kind == NEWS_PHONE ? heard(s, &n->phone) : 0;
}

/* ---- picture ---- */

static void
detail(const struct callbacks *s, struct canvas *c, struct rect at)
{
	static const char words[] =
	    "您好, 这里是12345政务服务便民热线。您刚才来电没有接通, 请问有什么可以帮您?";

	if (is_calling(s) && s->desk->call.leg == LEG_TALKING) {
		canvas_text(c, at.row, at.col, 4, ROLE_DIM, "话术");
		(void)wrap_draw(c, (struct rect){ at.row, at.col + 6, at.rows, at.cols - 6 },
		    ROLE_NORMAL, words);
	} else if (is_calling(s)) {
		canvas_cut(c, at.row, at.col, at.cols, ROLE_NORMAL, "正在拨, 等对方接听…");
	} else if (s->n > 0) {
		(void)wrap_draw(c, at, ROLE_DIM,
		    "Enter 回拨选中的: 自动记录; 没接通的留在这里。"
		    "等得最久的在最上面, 同一个号码只列一次。");
	}
}

static void
callbacks_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct callbacks *s = v->state;
	const int rule = body.row + body.rows - DETAIL_ROWS - 1;

	if (canvas_too_small(c))
		return;
	refresh(s);
	s->list.at = (struct rect){ body.row, body.col, rule - body.row, body.cols };
	list_draw(&s->list, c, true);
	canvas_hline(c, rule, body.col + 1, body.cols - 2, ROLE_RULE);
	detail(s, c, (struct rect){ rule + 1, body.col + 1, DETAIL_ROWS, body.cols - 2 });
}

static const struct bar_key list_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "回拨" },
	{ ACTION_NONE, "输入=筛选" }, { ACTION_NEW, NULL }, { ACTION_BACK, NULL } };
static const struct bar_key call_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "挂机" },
	{ ACTION_NEW, NULL } };

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key *
callbacks_keys(const struct view *v, size_t *n)
{
	return is_calling(v->state) ? KEYS(call_keys) : KEYS(list_keys);
}

const struct view_ops callbacks_view = {
	.name = "callbacks",
	.title = "回拨",
	.aliases = "回拨 未接 放弃 回拨任务 huibo weijie callback missed",
	.footer = list_keys,
	.n_footer = sizeof(list_keys) / sizeof(list_keys[0]),
	.keys = callbacks_keys,
	.answers = ACTS_ROWS | ACT(NEW),
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.state_size = sizeof(struct callbacks),
	.open = callbacks_open,
	.input = callbacks_input,
	.event = callbacks_event,
	.draw = callbacks_draw,
	.close = callbacks_close,
};
