/* packet.c: 转接单: the packets of handing over that are for this person or by her, of the last day, and the chosen one whole:
 * before the telephone is picked up, while one talks, and also when the line has dropped or the other seat has died. Enter makes
 * a sheet of her own of it.
 *
 * The caller's number is masked here. Not here: what becomes of the sheet (intake_packet.c), when it comes to the screen by
 * itself (app_packet.c), sending one (transfer_mate.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/cache/records.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/mask.h"

#define ROWS_MOST    20
#define ROWS_SHOWN   3 /* with two and more of them; the rest is the packet's */
#define CONTENT_ROWS 3 /* at the least; where there is room, all that what follows leaves */
#define FOLLOW_ROWS  7
#define WORDS_AT     10 /* column of the values */

struct packets {
	struct desk *desk;
	struct list list;
	struct packet rows[ROWS_MOST];
	int n;
	bool stale;
};

static bool
is_mine(const struct packets *s, const struct packet *p)
{
	return strcmp(p->by, s->desk->me.user) == 0;
}

/* ---- the list ---- */

enum col { COL_AT, COL_WHO, COL_PHONE, COL_WHAT, COL_STAND, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "时间", .cols = 6 },
	{ .head = "谁", .cols = 18 },
	{ .head = "来电", .cols = 12 },
	{ .head = "什么事", .cols = 0 },
	{ .head = "状态", .cols = 8 },
};

static size_t
count(void *ctx)
{
	return (size_t)((const struct packets *)ctx)->n;
}

static const char *
stands(const struct packets *s, const struct packet *p)
{
	if (p->stand == PACKET_TAKEN || p->stand == PACKET_BACK)
		return packet_items[p->stand].label;
	if (is_mine(s, p))
		return p->stand == PACKET_SEEN ? "已看到" : "已送出";
	return packet_is_open(p, desk_there(s->desk)) ? "等接听" : "没人接手";
}

static void
cell(void *ctx, size_t i, int col, struct list_cell *out)
{
	const struct packets *s = ctx;
	const struct packet *p = &s->rows[i];
	char who[PART_PERSON_SIZE];

	out->text = out->buf;
	switch ((enum col)col) {
	case COL_AT:
		civil_format(p->at, "%H:%M", out->buf, sizeof(out->buf));
		break;
	case COL_WHO:
		(void)snprintf(out->buf, sizeof(out->buf), "%s%s", is_mine(s, p) ? "转给 " : "",
		    part_person(s->desk, is_mine(s, p) ? p->to : p->by, who));
		break;
	case COL_PHONE:
		out->text = p->phone;
		break;
	case COL_WHAT:
		out->text = fields_get(&p->f, TF_CONTENT);
		break;
	case COL_STAND:
		out->text = stands(s, p);
		break;
	case COLS:
		break;
	}
}

static void
forget(struct packets *s)
{
	while (s->n > 0)
		packet_free(&s->rows[--s->n]);
}

static void
refresh(struct packets *s)
{
	if (!s->stale || !part_signed_in(s->desk))
		return;
	s->stale = false;
	forget(s);
	s->n = cache_packets(s->desk->cache, s->desk->me.user,
	    desk_there(s->desk) - record_brief_ms(RECORD_PACKET), s->rows, ROWS_MOST);
	list_refresh(&s->list);
}

static const struct packet *
chosen(const struct packets *s)
{
	const size_t row = list_row(&s->list);

	return row != LIST_NONE && row < (size_t)s->n ? &s->rows[row] : NULL;
}

/* ---- open, close ---- */

static enum err_code
packet_open(struct view *v, const char *arg, struct err *e)
{
	struct packets *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	s->stale = true;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, COLS);
	s->list.empty = "没有转接单: 同事把来电转给您时, 接听前就在这里看到记到哪里了。";
	refresh(s);
	return ERR_OK;
}

static void
packet_close(struct view *v)
{
	struct packets *s = v->state;

	forget(s);
	list_free(&s->list);
}

/* ---- keys ---- */

static unsigned
take(struct packets *s)
{
	const struct packet *p = chosen(s);

	if (p == NULL)
		return VIEW_DRAW;
	if (is_mine(s, p)) {
		s->desk->say(s->desk->app, 1, "这张是您转出的, 您的草稿还在: F2 接着写");
	} else if (!packet_may_take(p, s->desk->me.user)) {
		s->desk->say(s->desk->app, 1, "这张%s%s%s", packet_items[p->stand].label,
		    p->words[0] != '\0' ? ": " : "", p->words);
	} else if (p->ticket[0] != '\0') {
		s->desk->open(s->desk->app, view_by_name("ticket"), p->ticket);
	} else if (s->desk->call.ringing) {
		s->desk->say(s->desk->app, 1, "先按 F2 接听, 再按 Alt-J 收作本人工单");
	} else {
		(void)str_copy(s->desk->packet, sizeof(s->desk->packet), p->id);
		s->desk->open(s->desk->app, view_by_name("intake"), NULL);
	}
	return VIEW_DRAW;
}

static unsigned
packet_input(struct view *v, const struct input *in)
{
	struct packets *s = v->state;
	struct react r = { 0 };

	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_PACKET))
		return in->ahead ? VIEW_EARLY : take(s);
	if (input_is(in, ACTION_BACK))
		return VIEW_DRAW | VIEW_CLOSE;
	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
packet_event(struct view *v, const struct news *n)
{
	struct packets *s = v->state;

	if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0) {
		s->stale = true;
		return VIEW_DRAW;
	}
	return n->kind == NEWS_PHONE ? VIEW_DRAW : 0;
}

static unsigned
packet_resume(struct view *v)
{
	struct packets *s = v->state;

	s->stale = true;
	refresh(s);
	list_select(&s->list, 0);
	return VIEW_DRAW;
}

/* ---- the picture ---- */

struct lines { /* that are left, from the top */
	struct canvas *c;
	struct rect at;
};

static void
line(struct lines *l, const char *label, enum role role, const char *value, int most)
{
	struct rect to = { l->at.row, l->at.col + WORDS_AT, most, l->at.cols - WORDS_AT };
	int used;

	if (l->at.rows <= 0)
		return;
	to.rows = to.rows < l->at.rows ? to.rows : l->at.rows;
	canvas_text(l->c, l->at.row, l->at.col, WORDS_AT - 1, ROLE_LABEL, label);
	used = wrap_draw(l->c, to, role, *value != '\0' ? value : "-");
	used = used > 0 ? used : 1;
	l->at.row += used;
	l->at.rows -= used;
}

static void
draw_who(const struct packets *s, const struct packet *p, struct lines *l)
{
	const char *called = fields_get(&p->f, TF_CALLED);
	char who[PART_PERSON_SIZE], name[64], text[256], at[16];

	civil_format(p->at, "%H:%M", at, sizeof(at));
	(void)snprintf(text, sizeof(text), "%s %s%s  %s%s", part_person(s->desk, p->by, who),
	    p->seat[0] != '\0' && strcmp(p->seat, p->by) != 0 ? "坐席 " : "",
	    strcmp(p->seat, p->by) != 0 ? p->seat : "", at,
	    p->ticket[0] != '\0' ? "  已有工单, Enter 打开" : "");
	line(l, "谁转来", ROLE_VALUE, text, 1);
	mask_name(fields_get(&p->f, TF_NAME), name, sizeof(name));
	(void)snprintf(text, sizeof(text), "%s  %s", p->phone[0] != '\0' ? p->phone : "没有号码",
	    *called != '\0' ? called : name);
	line(l, "来电", ROLE_MASKED, text, 1);
	line(l, "为什么转", ROLE_FOCUS, p->why, 1);
}

/* The five elements, as the form names them. */
static void
draw_matter(const struct packets *s, const struct packet *p, struct lines *l)
{
	const struct city *city = s->desk->city;
	const struct fields *f = &p->f;
	char category[128] = "", text[700], area[64] = "";

	line(l, "诉求内容", ROLE_VALUE, fields_get(f, TF_CONTENT),
	    l->at.rows - FOLLOW_ROWS > CONTENT_ROWS ? l->at.rows - FOLLOW_ROWS : CONTENT_ROWS);
	line(l, "诉求目的", ROLE_VALUE, fields_get(f, TF_DEMAND), 2);
	if (city != NULL && *fields_get(f, TF_CATEGORY) != '\0')
		city_category_path(city, fields_get(f, TF_CATEGORY), category, sizeof(category));
	(void)snprintf(text, sizeof(text), "%s %s%s%s  %s", fields_get(f, TF_CATEGORY), category,
	    *category != '\0' ? "  " : "", enum_label(TF_TYPE, fields_get(f, TF_TYPE)),
	    enum_label(TF_URGENCY, fields_get(f, TF_URGENCY)));
	line(l, "分类", ROLE_VALUE, text, 1);
	if (city != NULL && *fields_get(f, TF_AREA) != '\0') {
		const struct area *a = city_area(city, fields_get(f, TF_AREA));

		(void)str_copy(area, sizeof(area), a != NULL ? a->name : "");
	}
	(void)snprintf(text, sizeof(text), "%s%s%s", area, area[0] != '\0' ? "  " : "",
	    fields_get(f, TF_ADDRESS));
	line(l, "地点", ROLE_VALUE, text, 1);
	(void)snprintf(text, sizeof(text), "%s   涉及对象 %s", fields_get(f, TF_EVENT_TIME),
	    *fields_get(f, TF_SUBJECT) != '\0' ? fields_get(f, TF_SUBJECT) : "-");
	line(l, "时间", ROLE_VALUE, text, 1);
	(void)snprintf(
	    text, sizeof(text), "%s%s%s", p->told, p->basis[0] != '\0' ? "   依据 " : "", p->basis);
	line(l, "已告知", ROLE_VALUE, text, 2);
}

static const char *
what_to_do(const struct packets *s, const struct packet *p)
{
	if (is_mine(s, p))
		return p->stand == PACKET_TAKEN ? "对方已收作他的工单, 您不用再建单。"
		       : p->stand == PACKET_BACK ? "您已收回。"
						 : "对方还没有收; 您的草稿照样在, F2 接着写。";
	if (p->stand == PACKET_TAKEN)
		return "已收作您的工单。";
	if (p->stand == PACKET_BACK)
		return "转来的人已收回, 不用接。";
	if (s->desk->call.ringing)
		return "F2 接听; 接起后 Alt-J 收作本人工单, 不用再问再打一遍。";
	return "Enter 收作本人工单。来电断了、转来的坐席关了, 这张单也留着。";
}

static void
packet_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct packets *s = v->state;
	const struct packet *p;
	int shown, rows;

	if (canvas_too_small(c))
		return;
	refresh(s);
	p = chosen(s);
	shown = s->n < 2 ? 1 : s->n < ROWS_SHOWN ? s->n : ROWS_SHOWN;
	rows = p != NULL ? 1 + shown : body.rows; /* with its head */
	s->list.at = (struct rect){ body.row, body.col, rows, body.cols };
	list_draw(&s->list, c, true);
	if (p == NULL)
		return;
	canvas_hline(c, body.row + rows, body.col + 1, body.cols - 2, ROLE_RULE);
	{
		struct lines l = { c, { body.row + rows + 1, body.col + 1, body.rows - rows - 2,
					  body.cols - 2 } };

		draw_who(s, p, &l);
		draw_matter(s, p, &l);
	}
	canvas_cut(c, body.row + body.rows - 1, body.col + 1, body.cols - 2,
	    packet_may_take(p, s->desk->me.user) ? ROLE_NEAR : ROLE_NORMAL, what_to_do(s, p));
}

static const struct bar_key packet_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_ENTER, "收作本人工单" }, { ACTION_NEW, NULL }, { ACTION_BACK, NULL } };

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key look_keys[] = { { ACTION_HELP, NULL }, { ACTION_NEW, NULL },
	{ ACTION_BACK, NULL } };

static const struct bar_key *
packet_keys_now(const struct view *v, size_t *n)
{
	const struct packets *s = v->state;
	const struct packet *p = chosen(s);

	if (s->desk->call.ringing)
		return KEYS(look_keys);
	return p != NULL && packet_may_take(p, s->desk->me.user) ? KEYS(packet_keys)
								 : KEYS(look_keys);
}

const struct view_ops packet_view = {
	.name = "packet",
	.title = "转接单",
	.aliases = "转来 同事转来 接手 zhuanjiedan packet",
	.footer = packet_keys,
	.n_footer = sizeof(packet_keys) / sizeof(packet_keys[0]),
	.answers = ACTS_ROWS,
	.keys = packet_keys_now,
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR),
	.state_size = sizeof(struct packets),
	.open = packet_open,
	.input = packet_input,
	.event = packet_event,
	.resume = packet_resume,
	.draw = packet_draw,
	.close = packet_close,
};
