/* The seats of a centre in the administrator's screen: which are in contact, a one-time code for a new machine, and one that
 * is gone. A code is shown once: it is read out or written down, and with the next key it is away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/clock.h"
#include "base/str.h"
#include "client/ui/wrap.h"
#include "wire/admin_json.h"

#define SILENT_MS (3 * 60000LL) /* a seat in contact is heard of every half minute */

enum asked { ASKED_CODE, ASKED_OFF };

enum col { COL_NO, COL_NAME, COL_WHO, COL_SEEN, COL_PUSHED, COL_CLOCK, COL_STATE, COLS };
static const struct list_col cols[COLS] = {
	{ .head = "坐席", .cols = 5 },
	{ .head = "名称", .cols = 0 },
	{ .head = "登录", .cols = 6 },
	{ .head = "上次联系", .cols = 11 },
	{ .head = "上次送来", .cols = 11 },
	{ .head = "钟差", .cols = 8, .right = true },
	{ .head = "状态", .cols = 8 },
};

static const struct admin_seat_row *
row(const struct admin *s, size_t i)
{
	return &((const struct admin_seat_row *)s->rows[ADMIN_SEATS].rows)[i];
}

static void
say_clock(const struct admin_seat_row *r, struct list_cell *out)
{
	const long long seconds = (long long)(r->offset_ms / 1000);

	(void)snprintf(out->buf, sizeof(out->buf), "%s%+llds",
	    seconds > 60 || seconds < -60 ? "! " : "", seconds);
	if (seconds == 0)
		out->text = "准";
	else if (seconds > 60 || seconds < -60)
		out->role = ROLE_NEAR;
}

static void
cell(void *admin, size_t i, int col, struct list_cell *out)
{
	const struct admin *s = admin;
	const struct admin_seat_row *r = row(s, i);

	switch ((enum col)col) {
	case COL_NO:
		out->text = r->seat_no;
		break;
	case COL_NAME:
		out->text = r->name;
		break;
	case COL_WHO:
		out->text = r->job_no;
		break;
	case COL_SEEN:
		admin_say_when(r->seen_at, out);
		break;
	case COL_PUSHED:
		admin_say_when(r->pushed_at, out);
		break;
	case COL_CLOCK:
		say_clock(r, out);
		break;
	case COL_STATE:
		out->text = r->revoked                                         ? "停用"
			    : s->rows[ADMIN_SEATS].at - r->seen_at < SILENT_MS ? "在线"
									       : "未联系";
		out->role = r->revoked ? ROLE_DIM : ROLE_NORMAL;
		break;
	case COLS:
		break;
	}
}

static void
read_rows(const char *text, void *rows, struct admin_more *more)
{
	struct admin_seat_row *r = rows;

	(void)seat_rows_read(text, strlen(text), r, &more->n, &more->on, &more->e);
	more->last = more->n > 0 ? r[more->n - 1].seat_no : "";
}

/* ---- acts ---- */

static const struct admin_spec code_cells[] = {
	{ "坐席号", ADMIN_LINE, false, 4, "4 位数字; 空着由中心分配" },
};

static unsigned
add(struct admin *s)
{
	admin_form_open(&s->form, s->desk, "给新坐席机发登记码", code_cells, 1);
	s->form.keys = "Enter=发码 Esc=返回";
	return VIEW_DRAW;
}

static void
ask_about(struct admin *s, int asked, const char *what, const char *seat_no)
{
	struct admin_seat m = { .seat_no = "" };
	struct str body = { 0 };

	str_copy(m.seat_no, sizeof(m.seat_no), seat_no);
	admin_seat_write(&m, &body);
	(void)admin_ask(s, asked, what, &body);
}

static unsigned
send(struct admin *s)
{
	ask_about(s, ASKED_CODE, "POST /v1/admin/seats", admin_form_text(&s->form, 0));
	return VIEW_DRAW;
}

static unsigned
enter(struct admin *s)
{
	s->seat = *row(s, list_row(&s->list));
	if (s->seat.revoked) {
		s->desk->say(s->desk->app, 0,
		    "坐席 %s 已停用; 机器修好再用, 请按 F2 发新的登记码。", s->seat.seat_no);
		return VIEW_DRAW;
	}
	(void)snprintf(
	    s->dialog_title, sizeof(s->dialog_title), "坐席 %s %s", s->seat.seat_no, s->seat.name);
	(void)str_copy(s->dialog_text, sizeof(s->dialog_text),
	    "停用后中心不再接受这台机器的数据, 还没送出的也不收; "
	    "坐席号不再发给别的机器。不能撤回。");
	s->answers[0] = "停用这台坐席机";
	admin_dialog(s, 1, -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
taken(struct admin *s, int answer)
{
	(void)answer;
	ask_about(s, ASKED_OFF, "POST /v1/admin/seats/off", s->seat.seat_no);
	return VIEW_DRAW;
}

static void
code_came(struct admin *s, const char *text)
{
	struct admin_code code;
	struct err e = { 0 };
	char until[24];

	if (admin_code_read(text, strlen(text), &code, &e) != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
		return;
	}
	(void)snprintf(s->code, sizeof(s->code),
	    "登记码 %s  坐席号 %s  只能用一次, %s 前有效。"
	    "在新坐席机上启动: hotseat --enrol %s。只显示这一次, 按任意键收起。",
	    code.code, code.seat_no[0] != '\0' ? code.seat_no : "由中心分配",
	    civil_format(code.expires_at, "%m-%d %H:%M", until, sizeof(until)), code.code);
	secret_wipe(&code, sizeof(code));
}

static void
answer(struct admin *s, const char *text)
{
	switch ((enum asked)s->asked) {
	case ASKED_CODE:
		code_came(s, text);
		break;
	case ASKED_OFF:
		s->desk->say(s->desk->app, 0, "坐席 %s 已停用。", s->seat.seat_no);
		break;
	}
	admin_done(s);
}

static void
detail(struct admin *s, struct canvas *c, struct rect at)
{
	const struct admin_seat_row *r = row(s, list_row(&s->list));
	char line[300], when[24];

	(void)snprintf(line, sizeof(line), "坐席 %s %s  登记于 %s  已收下 %lld 项操作%s",
	    r->seat_no, r->name, civil_format(r->enrolled_at, "%Y-%m-%d", when, sizeof(when)),
	    (long long)r->last_op, r->revoked ? "  已停用" : "");
	(void)wrap_draw(c, at, ROLE_VALUE, line);
}

const struct admin_page admin_seats_page = {
	.title = "坐席机",
	.columns_empty = "还没有取到名册: 连上中心后按 F5。",
	.cols = cols,
	.n_cols = COLS,
	.of = "seats",
	.row_bytes = sizeof(struct admin_seat_row),
	.read = read_rows,
	.cell = cell,
	.answer = answer,
	.enter = enter,
	.add = add,
	.taken = taken,
	.send = send,
	.detail = detail,
};
