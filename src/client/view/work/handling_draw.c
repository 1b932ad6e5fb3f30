/* handling_draw.c: the picture of a unit's desk, after wireframes/township-80x24.txt: a row of the list, the chosen ticket
 * below it. The reason why a ticket came back is its first line; what a reply still needs is its last. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "handling_p.h"
#include "text/spoken.h"

const struct list_col handling_cols[HANDLING_COLS] = {
	[HANDLING_COL_DUE] = { .head = "期限", .cols = 13 },
	[HANDLING_COL_NO] = { .head = "单号", .cols = 12 },
	[HANDLING_COL_TITLE] = { .head = "诉求", .cols = 0 },
	[HANDLING_COL_AREA] = { .head = "村/社区", .cols = 10 },
	[HANDLING_COL_NEXT] = { .head = "下一步", .cols = 12 },
};

/* ---- a row ---- */

/* The clock that runs for the asking unit: its own part's where it only helps. */
static void
cell_due(const struct worklist *w, const struct work_row *r, struct list_cell *out)
{
	char due[PART_DUE_SIZE];

	if (!r->held || r->role == ASSIGN_LEAD || r->part == ASSIGN_IS_WAITING ||
	    r->part_due == 0) {
		part_ticket_cell(w->desk, &r->row, PART_DUE, out);
		return;
	}
	out->role =
	    part_due(w->desk->city, r->part_due, r->row.created_at, "resolve", w->desk->now, due);
	(void)str_copy(out->buf, sizeof(out->buf), due);
	out->text = out->buf;
}

static void
cell_next(const struct worklist *w, const struct work_row *r, struct list_cell *out)
{
	struct turn turn;

	handling_turn(w, r, &turn);
	(void)str_copy(out->buf, sizeof(out->buf), turn.words);
	out->text = out->buf;
	out->role = turn.kind < 0 ? ROLE_DIM : ROLE_VALUE;
}

static bool
came_back(const struct work_row *r)
{
	return r->row.state == STATE_WORKING && (r->back_count > 0 || r->round > 1);
}

void
handling_cell(const struct worklist *w, const struct work_row *r, int col, struct list_cell *out)
{
	const struct city *c = w->desk->city;
	const struct area *a;

	switch ((enum handling_col)col) {
	case HANDLING_COL_DUE:
		cell_due(w, r, out);
		break;
	case HANDLING_COL_NO:
		part_ticket_cell(w->desk, &r->row, PART_NO, out);
		break;
	case HANDLING_COL_TITLE:
		out->text = r->row.title;
		if (!came_back(r))
			break;
		(void)str_copy(out->buf, sizeof(out->buf), "!!");
		(void)str_copy(out->buf + 2, sizeof(out->buf) - 2, r->row.title);
		out->text = out->buf;
		out->role = ROLE_OVERDUE;
		break;
	case HANDLING_COL_AREA:
		a = c != NULL ? city_area(c, r->row.area) : NULL;
		out->text = a != NULL ? a->name : "-";
		break;
	case HANDLING_COL_NEXT:
		cell_next(w, r, out);
		break;
	case HANDLING_COLS:
		break;
	}
}

/* ---- the chosen one ---- */

static void
add_part(const struct desk *d, const struct assignment *a, char *out, size_t size)
{
	const size_t at = strlen(out);
	const bool done = a->state == ASSIGN_IS_REPLIED || a->state == ASSIGN_IS_DONE;

	if (a->role == ASSIGN_LEAD && strcmp(a->unit, d->me.unit) == 0)
		return; /* whose desk it is goes without saying */
	if ((assignment_is_open(a) || done) && d->city != NULL)
		(void)snprintf(out + at, size - at, "  %s %s%s", assign_role_label(a->role),
		    city_unit_name(d->city, a->unit), done ? "(已反馈)" : "");
}

/* Whom to call: the whole number while it is shown, else masked and which key shows it; "" nobody. */
static void
say_phone(const struct handling *s, char *out, size_t size)
{
	const struct desk *d = s->w.desk;
	const struct fields *f = phone_look_of(&s->phone, d, &s->w.t);
	const char *number = phone_look_number(f);
	char until[64] = "";

	out[0] = '\0';
	if (phone_look_shows(&s->phone, d, &s->w.t)) {
		(void)civil_format(s->phone.until, " [%H:%M:%S 自动遮蔽]", until, sizeof(until));
		(void)snprintf(out, size, "电话 %s %s%s", phone_look_name(f), number, until);
	} else if (*number != '\0') {
		(void)snprintf(out, size, "电话 %s [Ctrl-Y 看全号]", number);
	}
}

/* "电话 138****5671 [Ctrl-Y 看全号]  主办 柳河镇  协办 水利局  依据 镇街履职清单4.2" */
static void
say_who(const struct worklist *w, char *out, size_t size)
{
	const char *basis = fields_get(&w->t.f, TF_UNIT_BASIS);
	size_t at;

	say_phone((const struct handling *)w, out, size);
	for (int i = 0; i < w->t.n_assign; i++)
		add_part(w->desk, &w->t.assign[i], out, size);
	at = strlen(out);
	if (*basis != '\0')
		(void)snprintf(out + at, size - at, "  依据 %s", basis);
}

/* What stands between the ticket and its reply; "" nothing, or it is not this unit's to give. */
static void
say_wanting(const struct worklist *w, char *out, size_t size)
{
	const enum event_kind reply = handling_reply_kind(w->desk, &w->t);
	struct err e = { 0 };
	bool photo;

	out[0] = '\0';
	if (w->t.state != STATE_WORKING ||
	    (reply == EVENT_REPLY_ASK && w->t.request[REQUEST_SIGN_OFF].at != 0))
		return; /* written; its head has it now */
	/* said before anybody goes there: afterwards it would be too late */
	photo = w->desk->city != NULL && workflow_needs_photo(w->desk->city, &w->t.f, reply);
	if (form_may(w->desk, &w->t, reply, &e) == ERR_GUARD)
		(void)snprintf(out, size, "反馈前: %s%s", e.text, photo ? "; 要附现场照片" : "");
	else if (photo)
		(void)snprintf(out, size, "反馈要附现场照片, 到现场请拍照");
}

int
handling_detail(const struct worklist *w, struct canvas *c, struct rect at)
{
	const struct handling *s = (const struct handling *)w;
	char who[512], wanting[512];
	const int end = at.row + at.rows;
	int row = at.row, after = 1;

	say_who(w, who, sizeof(who));
	say_wanting(w, wanting, sizeof(wanting));
	after += (wanting[0] != '\0') + (width_str(wanting) >= at.cols) + (s->similar[0] != '\0');
	if (s->back[0] != '\0' && row < end) {
		canvas_text(c, row, at.col, 3, ROLE_OVERDUE, "!!");
		canvas_cut(c, row++, at.col + 3, at.cols - 3, ROLE_OVERDUE, s->back);
	}
	row = worklist_matter(
	    w->desk, &w->t, c, (struct rect){ row, at.col, end - row - after, at.cols });
	if (row < end)
		canvas_cut(c, row++, at.col, at.cols, ROLE_VALUE,
		    strncmp(who, "  ", 2) == 0 ? who + 2 : who);
	if (s->similar[0] != '\0' && row < end) {
		canvas_text(c, row, at.col, 10, ROLE_DIM, "上次同类:");
		canvas_cut(c, row++, at.col + 10, at.cols - 10, ROLE_DIM, s->similar);
	}
	if (wanting[0] != '\0' && row < end)
		row += wrap_draw(
		    c, (struct rect){ row, at.col, end - row, at.cols }, ROLE_NEAR, wanting);
	return row;
}

void
handling_above(const struct worklist *w, char *out, size_t size)
{
	char phone[160] = "";

	if (w->form.kind == EVENT_CONTACT)
		say_phone((const struct handling *)w, phone, sizeof(phone));
	(void)snprintf(out, size, "%s%s%s", phone, phone[0] != '\0' ? "  " : "",
	    fields_get(&w->t.f, TF_TITLE));
}

/* ---- the head and the other keys ---- */

void
handling_more(const struct worklist *w, int list, char *out, size_t size)
{
	const struct handling *s = (const struct handling *)w;
	const long long n = (long long)w->counts[HANDLING_TO_SIGN];
	char left[SPOKEN_SIZE];

	out[0] = '\0';
	if (list == HANDLING_TO_SIGN && s->sign_due != 0 && n > 0)
		(void)snprintf(out, size, " (最急 %s)",
		    spoken_left(s->sign_due, w->desk->now, left, sizeof(left)));
	else if (list == HANDLING_TO_DO && s->zero_missing && w->counts[list] == 0)
		(void)snprintf(out, size, " (零报告未报: Ctrl-P 零报告)");
	else if (list < 0 && s->sure)
		(void)snprintf(out, size, "[0] 再按一次, 签收全部%lld件", n);
	else if (list < 0)
		(void)snprintf(out, size, "%s%s%s", n > 1 ? "[0] 全部签收" : "",
		    n > 1 && s->zero_missing ? "  " : "",
		    s->zero_missing ? "今日零报告未报: Ctrl-P 零报告" : "");
}
