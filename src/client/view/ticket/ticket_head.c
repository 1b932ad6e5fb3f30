/* ticket_head.c: the upper half of the picture of a ticket: which it is and its limits, what it is, where and who. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/width.h"
#include "model/number.h"
#include "model/taken.h"
#include "text/spoken.h"
#include "ticket_p.h"

#define WIDE 110

/* ---- a line of pieces ---- */

void
ticket_flow_text(struct ticket_flow *f, enum role role, const char *s)
{
	int w = width_str(s);

	if (*s == '\0' || f->at.rows <= 0)
		return;
	if (f->col > f->at.col && f->col + w > f->at.col + f->at.cols) {
		f->at.row++;
		if (--f->at.rows <= 0)
			return;
		f->col = f->at.col;
	}
	if (f->c != NULL)
		(void)canvas_cut(f->c, f->at.row, f->col, f->at.col + f->at.cols - f->col, role, s);
	f->col += w + 2;
}

void
ticket_flow_pair(struct ticket_flow *f, const char *label, const char *value)
{
	char text[256];

	if (*value == '\0')
		return;
	(void)snprintf(text, sizeof(text), "%s %s", label, value);
	ticket_flow_text(f, ROLE_VALUE, text);
}

int
ticket_flow_end(const struct ticket_flow *f)
{
	return f->col > f->at.col ? f->at.row + 1 : f->at.row;
}

/* ---- which ticket, how long ---- */

static int
draw_title(const struct dossier *s, struct canvas *c, struct rect at)
{
	const struct fields *f = &s->t.f;
	char number[24], state[96];
	int end, col;

	number_groups(fields_get(f, TF_NO), number);
	(void)snprintf(state, sizeof(state), "%s 第%d轮", state_label(s->t.state),
	    s->t.round > 0 ? s->t.round : 1);
	end = canvas_right(c, at.row, at.col + at.cols, ROLE_HEADING, state);
	col = at.col + canvas_text(c, at.row, at.col, -1, ROLE_HEADING, number) + 2;
	canvas_cut(c, at.row, col, end - col - 2, ROLE_HEADING, fields_get(f, TF_TITLE));
	return at.row + 1;
}

static void
flow_due(
    const struct dossier *s, struct ticket_flow *f, const char *label, int64_t at, int64_t since)
{
	const struct desk *d = s->desk;
	char when[SPOKEN_SIZE], mark[PART_DUE_SIZE], text[SPOKEN_SIZE + PART_DUE_SIZE + 32];
	enum role role;

	if (at == 0)
		return;
	(void)spoken_due(at, d->now, SPOKEN_WRITTEN, NULL, when, sizeof(when));
	role = part_due(d->city, at, since, "", d->now, mark);
	(void)snprintf(text, sizeof(text), "%s %s%s%s", label, when, mark[0] == '!' ? " " : "",
	    mark[0] != '!'                ? ""
	    : strncmp(mark, "!!", 2) == 0 ? mark
					  : "! 快到期");
	ticket_flow_text(f, role, text);
}

/* What this seat and the centre do not agree on: a line of its own, the limits have theirs; the row after. */
static int
draw_unsettled(const struct dossier *s, struct canvas *c, struct rect at)
{
	char lost[48] = "", refused[48] = "";

	if (s->conflicts == 0 && s->refused == 0)
		return at.row;
	if (s->conflicts > 0)
		(void)snprintf(lost, sizeof(lost), "有冲突 %d 处", s->conflicts);
	if (s->refused > 0)
		(void)snprintf(refused, sizeof(refused), "中心没有收 %d 步", s->refused);
	canvas_printf(c, at.row, at.col, at.cols, ROLE_NEAR,
	    "! %s%s%s: 按 Ctrl-P 输 同步, 看清再定", lost,
	    *lost != '\0' && *refused != '\0' ? ", " : "", refused);
	return at.row + 1;
}

static void
draw_limits(const struct dossier *s, struct ticket_flow *f)
{
	const struct ticket *t = &s->t;
	char closed[64];

	if (!ticket_is_open(t)) {
		(void)civil_format(t->closed_at, "%Y-%m-%d %H:%M", closed, sizeof(closed));
		ticket_flow_pair(f, "办结", t->closed_at != 0 ? closed : "");
		ticket_flow_pair(
		    f, "方式", enum_label(TF_CLOSE_TYPE, fields_get(&t->f, TF_CLOSE_TYPE)));
		return;
	}
	flow_due(s, f, "答复期限", t->promised_due, t->created_at);
	if (t->state == STATE_INCOMPLETE)
		flow_due(s, f, "补全期限", t->incomplete_due, t->created_at);
	if (t->state == STATE_PENDING)
		flow_due(s, f, "派单期限", t->dispatch_due, t->accepted_at);
	if (t->state == STATE_DISPATCHED)
		flow_due(s, f, "签收期限", t->signin_due, t->dispatched_at);
	if (t->first_contact_at == 0)
		flow_due(s, f, "联系期限", t->contact_due, t->dispatched_at);
	if (t->unit_due / 60000 != t->promised_due / 60000) /* as it is said: to the minute */
		flow_due(s, f, "承办期限", t->unit_due, t->dispatched_at);
	if (t->due_provisional)
		ticket_flow_text(f, ROLE_DIM, "(暂定: 缺那一年的日历)");
	if (s->t.rev == 0 && s->refused == 0)
		ticket_flow_text(f, ROLE_NEAR, "待送: 编号有效, 恢复后自动送出");
}

static void
draw_kind(const struct dossier *s, struct ticket_flow *f)
{
	const struct fields *v = &s->t.f;
	const struct city *c = s->desk->city;
	char path[160] = "", late[TAKEN_WORDS];

	if (c != NULL)
		city_category_path(c, fields_get(v, TF_CATEGORY), path, sizeof(path));
	ticket_flow_text(f, ROLE_VALUE, enum_label(TF_TYPE, fields_get(v, TF_TYPE)));
	ticket_flow_text(f, ROLE_VALUE, path);
	ticket_flow_text(f,
	    strcmp(fields_get(v, TF_URGENCY), "normal") == 0 ? ROLE_VALUE : ROLE_NEAR,
	    enum_label(TF_URGENCY, fields_get(v, TF_URGENCY)));
	if (ticket_is_shielded(&s->t))
		ticket_flow_text(f, ROLE_NEAR, "保密");
	ticket_flow_text(f, ROLE_NEAR, taken_words(&s->t, late));
	ticket_flow_pair(f, "纸单", fields_get(v, TF_PAPER_NO));
	ticket_flow_pair(f, "渠道", enum_label(TF_CHANNEL, fields_get(v, TF_CHANNEL)));
	ticket_flow_pair(f, "首问", s->t.first_owner);
	ticket_flow_pair(f, "回访", enum_label(TF_VISIT, fields_get(v, TF_VISIT)));
	ticket_flow_pair(f, "公开", enum_label(TF_PUBLIC, fields_get(v, TF_PUBLIC)));
}

/* ---- where, who ---- */

static void
draw_identity(const struct dossier *s, struct ticket_flow *f)
{
	static const enum ticket_field more[] = { TF_CALLER_PHONE, TF_ID_NUMBER, TF_HOME_ADDRESS };
	bool shown = ticket_is_shown(s);
	const struct fields *v = shown ? &s->whole : &s->t.f;
	enum role role = shown ? ROLE_VALUE : ROLE_MASKED;
	const char *name = fields_get(v, TF_NAME), *called = fields_get(v, TF_CALLED);
	const char *phone = fields_get(v, TF_CONTACT_PHONE);
	char text[256], until[48];

	if (strcmp(name, called) == 0)
		called = "";
	if (*phone == '\0')
		phone = fields_get(v, TF_CALLER_PHONE);
	(void)snprintf(text, sizeof(text), "诉求人 %s%s%s%s%s", name,
	    *name != '\0' && *called != '\0' ? " " : "", called,
	    *name != '\0' || *called != '\0' ? " " : "", phone);
	ticket_flow_text(f, role, text);
	for (size_t i = 0; shown && i < sizeof(more) / sizeof(more[0]); i++)
		if (strcmp(fields_get(v, more[i]), phone) != 0)
			ticket_flow_pair(f, field_info(more[i])->label, fields_get(v, more[i]));
	if (shown) {
		(void)civil_format(
		    s->whole_until, "[%H:%M:%S 自动遮蔽, Ctrl-Y 立即]", until, sizeof(until));
		ticket_flow_text(f, ROLE_NEAR, until);
	} else {
		ticket_flow_text(f, ROLE_HINT, "[Ctrl-Y 查看, 记入审计]");
	}
}

static void
draw_place(const struct dossier *s, struct ticket_flow *f)
{
	const struct fields *v = &s->t.f;
	const struct area *a =
	    s->desk->city != NULL ? city_area(s->desk->city, fields_get(v, TF_AREA)) : NULL;

	ticket_flow_text(f, ROLE_VALUE, a != NULL ? a->full : fields_get(v, TF_AREA));
	ticket_flow_text(f, ROLE_VALUE, fields_get(v, TF_ADDRESS));
	ticket_flow_pair(f, "对象", fields_get(v, TF_SUBJECT));
	ticket_flow_text(f, ROLE_HINT, s->subject);
}

/* ---- all of it ---- */

int
ticket_head_draw(const struct dossier *s, struct canvas *c, struct rect body)
{
	bool wide = body.cols >= WIDE;
	struct rect at = { body.row, body.col + 1, 1, body.cols - 2 };
	struct ticket_flow f = { .c = c, .at = at };
	int row = draw_title(s, c, at);

	row = draw_unsettled(s, c, (struct rect){ row, at.col, 1, at.cols });
	f.at = (struct rect){ row, at.col, wide ? 1 : 2, at.cols };
	f.col = at.col;
	draw_limits(s, &f);
	row = ticket_flow_end(&f);
	f.at = (struct rect){ row, at.col, wide && !taken_is_late(&s->t.f) ? 1 : 2, at.cols };
	f.col = at.col;
	draw_kind(s, &f);
	row = ticket_flow_end(&f);
	f.at = (struct rect){ row, at.col, 3, at.cols };
	f.col = at.col;
	draw_place(s, &f);
	if (!wide) {
		row = ticket_flow_end(&f);
		f.at = (struct rect){ row, at.col, 2, at.cols };
		f.col = at.col;
	}
	draw_identity(s, &f);
	row = ticket_flow_end(&f);
	canvas_hline(c, row, body.col + 1, body.cols - 2, ROLE_RULE);
	return row + 1;
}
