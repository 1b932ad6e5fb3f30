/* sync_draw.c: the picture of what is not yet settled with the centre, after wireframes/sync-80x24.txt. Operators' words
 * only. Times are said as instants, not as lengths, so that the screen is right until something happens. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "sync_p.h"
#include "text/spoken.h"

#define ASK_ROWS 6 /* what stands below the list about the chosen row */

/* ---- above ---- */

static void
link_line(const struct desk *d, char *out, size_t size)
{
	const struct link_info *l = &d->link;
	char since[24], as_of[24] = "", next[24] = "";

	(void)part_when(l->since_at, d->now, since);
	if (l->data_as_of != 0)
		(void)part_when(l->data_as_of, d->now, as_of);
	if (l->next_try_at > d->now)
		(void)part_when(l->next_try_at, d->now, next);
	switch (l->state) {
	case LINK_ONLINE:
		(void)snprintf(
		    out, size, "线路正常  %s%s", as_of, as_of[0] != '\0' ? " 和中心核对过" : "");
		break;
	case LINK_FILLING:
		(void)snprintf(out, size, "线路正常  正在取数据 %lld / %lld 件",
		    (long long)l->fill_done, (long long)l->fill_total);
		break;
	case LINK_OFFLINE:
		(void)snprintf(out, size, "离线 自%s起  %s%s%s%s", since, as_of,
		    as_of[0] != '\0' ? " 后没有收到中心数据" : "",
		    next[0] != '\0' ? "  下次重试 " : "", next);
		break;
	case LINK_REFUSED:
		(void)snprintf(out, size, "中心没有接受本机: %s", l->text);
		break;
	case LINK_STARTING:
		(void)snprintf(out, size, "正在连接中心");
		break;
	}
}

static void
draw_link(const struct sync *s, struct canvas *c, struct rect at)
{
	char line[ERR_TEXT_BYTES + 64];
	bool bad = s->desk->link.state == LINK_OFFLINE || s->desk->link.state == LINK_REFUSED;
	int end = canvas_right(c, at.row, at.col + at.cols, ROLE_KEY, "[F5 立即]");

	link_line(s->desk, line, sizeof(line));
	canvas_cut(c, at.row, at.col, end - at.col - 1, bad ? ROLE_NEAR : ROLE_NORMAL, line);
}

static void
draw_counts(const struct sync *s, struct canvas *c, struct rect at)
{
	const struct cache_counts *n = &s->counts;
	char age[SPOKEN_SIZE], records[40] = "", oldest[SPOKEN_SIZE + 64] = "", tickets[32];
	const int64_t off = s->desk->link.offset_ms;

	if (n->waiting > 0 && n->oldest_waiting_at > 0) {
		(void)spoken_length(s->desk->now - n->oldest_waiting_at, age, sizeof(age));
		if (n->records > 0) /* they are in no row of the list */
			(void)snprintf(
			    records, sizeof(records), ", 含记录%lld", (long long)n->records);
		(void)snprintf(oldest, sizeof(oldest), " (最早%s前%s)", age, records);
	}
	canvas_printf(c, at.row, at.col, at.cols, ROLE_NORMAL,
	    "待送 %lld%s   搁置 %lld   冲突 %lld   本机数据 %lld MB   工单 %s",
	    (long long)n->waiting, oldest, (long long)n->parked, (long long)n->conflicts,
	    (long long)(n->bytes + 999999) / 1000000, part_thousands(n->tickets, tickets));
	at.row++;
	if (off >= LINK_CLOCK_OFF_MS || off <= -LINK_CLOCK_OFF_MS) {
		(void)spoken_length(off < 0 ? -off : off, age, sizeof(age));
		canvas_printf(c, at.row, at.col, at.cols, ROLE_NEAR,
		    "! 本机时钟比中心%s %s, 期限可能算错, 请告诉系统管理员。",
		    off < 0 ? "快" : "慢", age);
	} else if (n->records_refused > 0) { /* they are in no row of the list either */
		canvas_printf(c, at.row, at.col, at.cols, ROLE_NEAR,
		    "! 有 %lld 条话务等记录中心没有收, 下次登录再送; 还是不收请告诉系统管理员。",
		    (long long)n->records_refused);
	} else {
		canvas_hline(c, at.row, at.col, at.cols, ROLE_RULE);
	}
}

/* ---- below: the chosen row ---- */

static void
draw_offers(const struct sync *s, struct canvas *c, struct rect at)
{
	enum sync_do offers[DO_COUNT];
	int n = sync_offers(s, offers), col = at.col + 10;

	canvas_text(c, at.row, at.col, 8, ROLE_HEADING, "怎么办:");
	if (s->focus == SYNC_LIST) {
		canvas_cut(
		    c, at.row, col, at.cols - 10, ROLE_DIM, "按 Tab 或这一行的数字, 再选办法");
		return;
	}
	for (int i = 0, row = at.row; i < n; i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "[%d] %s", i + 1, sync_offer_label(offers[i]));
		if (col + width_str(text) > at.col + at.cols) {
			col = at.col + 10;
			row++;
		}
		col += canvas_text(c, row, col, -1, ROLE_HINT, text) + 2;
	}
	if (s->focus == SYNC_CHOICES)
		canvas_cursor(c, at.row, at.col + 10);
}

static void
draw_value(struct canvas *c, struct rect at, const char *whose, const char *value, int64_t when,
    const char *who, int64_t now)
{
	char time[24], by[128];
	int end;

	(void)snprintf(by, sizeof(by), "(%s %s)", part_when(when, now, time), who);
	end = canvas_right(c, at.row, at.col + at.cols, ROLE_DIM, by);
	canvas_text(c, at.row, at.col + 10, 8, ROLE_LABEL, whose);
	canvas_cut(c, at.row, at.col + 18, end - at.col - 19, ROLE_VALUE, value);
}

static void
draw_conflict(const struct sync *s, struct canvas *c, struct rect at, const struct conflict_row *k)
{
	const struct actor *me = &s->desk->me;
	bool own = strcmp(k->my_name, me->name) == 0 || strcmp(k->my_name, me->user) == 0;
	int f = field_by_json(k->field);
	struct rect line = at;
	struct str mine = { 0 }, theirs = { 0 };

	canvas_text(c, at.row, at.col, 10, ROLE_HEADING,
	    f >= 0 ? field_info((enum ticket_field)f)->label : k->field);
	draw_value(c, line, own ? "您写的" : "本机写的", sync_value(s, f, k->mine, &mine), k->my_at,
	    own ? "您" : k->my_name, s->desk->now);
	line.row++;
	draw_value(c, line, "中心的", sync_value(s, f, k->theirs, &theirs), k->their_at,
	    k->their_name, s->desk->now);
	str_free(&mine);
	str_free(&theirs);
	line.row += 2;
	draw_offers(s, c, line);
}

static void
draw_form(struct sync *s, struct canvas *c, struct rect at)
{
	const char *ask = s->doing == DO_DISCARD  ? "放弃的原因 (Enter=放弃 Esc=返回)"
			  : s->doing == DO_SENIOR ? "请班长做什么 (Enter=交班长 Esc=返回)"
			  : s->picking            ? "改成 (Enter=再送 Esc=返回)"
				       : "改好的内容 (Enter=再送 Esc Enter=换行 Esc=返回)";

	if (s->focus == SYNC_FIELD) {
		canvas_cut(c, at.row, at.col, at.cols, ROLE_FOCUS,
		    "改哪一栏: 输首字母或按下选; 不选直接 Enter, 照原样再送");
		s->pick.at = (struct rect){ at.row + 1, at.col + 2, 1, at.cols - 2 };
		picker_draw(&s->pick, c, ROLE_VALUE, true);
		picker_draw_list(&s->pick, c);
		return;
	}
	canvas_printf(c, at.row, at.col, at.cols, ROLE_FOCUS, "%s%s%s",
	    s->picking ? picker_code(&s->pick) : "", s->picking ? " " : "",
	    s->job != 0 ? "正在办..." : ask);
	textarea_place(
	    &s->words, (struct rect){ at.row + 1, at.col + 2, at.rows - 1, at.cols - 2 });
	textarea_draw(&s->words, c, ROLE_VALUE, true);
}

static void
draw_told(struct sync *s, struct canvas *c, struct rect at, const struct outbox_row *o)
{
	const char *words = sync_told(s, o);

	canvas_text(c, at.row, at.col, 9, ROLE_LABEL, "内容:");
	canvas_cut(
	    c, at.row, at.col + 10, at.cols - 10, ROLE_VALUE, *words != '\0' ? words : o->title);
}

static void
draw_parked(struct sync *s, struct canvas *c, struct rect at, const struct outbox_row *o)
{
	char why[ERR_TEXT_BYTES + 32];
	int used;

	(void)snprintf(
	    why, sizeof(why), "搁置原因: %s", o->detail[0] != '\0' ? o->detail : err_hint(o->code));
	used = wrap_draw(c, (struct rect){ at.row, at.col, 2, at.cols }, ROLE_NORMAL, why);
	if (s->focus == SYNC_LIST || s->focus == SYNC_CHOICES)
		draw_told(s, c, (struct rect){ at.row + used++, at.col, 1, at.cols }, o);
	at.row += used;
	at.rows -= used;
	if (s->focus == SYNC_FIELD || s->focus == SYNC_WORDS)
		draw_form(s, c, at);
	else
		draw_offers(s, c, at);
}

static void
draw_chosen(struct sync *s, struct canvas *c, struct rect at)
{
	const struct sync_row *r = sync_chosen(s);

	if (r == NULL)
		return;
	if (r->what == SYNC_CONFLICT)
		draw_conflict(s, c, at, &s->conflicts[r->at]);
	else if (r->what == SYNC_PARKED)
		draw_parked(s, c, at, &s->outbox[r->at]);
	if (r->what != SYNC_WAITING)
		return;
	canvas_cut(c, at.row, at.col, at.cols, ROLE_NORMAL,
	    "待送的不用您做什么, 线路恢复后按先后自动送出。Enter=打开工单");
	draw_told(s, c, (struct rect){ at.row + 1, at.col, 1, at.cols }, &s->outbox[r->at]);
}

/* ---- the whole ---- */

void
sync_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct sync *s = v->state;
	struct rect in = { body.row, body.col + 1, 1, body.cols - 2 };
	int room, below, need;

	if (!part_signed_in(s->desk)) {
		draw_link(s, c, in);
		canvas_cursor(c, in.row, in.col);
		return;
	}
	sync_refresh(s);
	draw_link(s, c, in);
	canvas_hline(c, body.row + 1, in.col, in.cols, ROLE_RULE);
	in.row = body.row + 2;
	draw_counts(s, c, in);
	room = body.rows - 4 - ASK_ROWS - 3;
	need = s->n_rows > 0 ? s->n_rows + 1 : 2;
	s->list.at = (struct rect){ body.row + 4, body.col, need < room ? need : room, body.cols };
	s->list.no_digits = s->focus != SYNC_LIST;
	list_draw(&s->list, c, s->focus == SYNC_LIST);
	below = s->list.at.row + s->list.at.rows;
	canvas_hline(c, below, in.col, in.cols, ROLE_RULE);
	draw_chosen(s, c, (struct rect){ below + 1, in.col, ASK_ROWS, in.cols });
	(void)wrap_draw(c, (struct rect){ body.row + body.rows - 2, in.col, 2, in.cols }, ROLE_DIM,
	    "断网期间所有登记都已存在本机, 单号有效, 可以报给来电人。");
}
