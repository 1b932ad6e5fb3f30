/* intake_urgent.c: F8, and matters that are not taken.
 *
 * F8 needs a second key from the person: what was typed ahead or pasted never counts. It then files what is there as an
 * emergency and goes on to the transfer screen, where the service is called into the conversation. Rejecting is two steps too:
 * the reason, then the words to read, then Enter. */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/part_p.h"
#include "text/fold.h"

#define SCRIPT_ROWS 4 /* a blank one, and the words of a reason */

static const struct {
	const char *number, *name;
} services[] = { { "110", "公安" }, { "119", "消防" }, { "120", "急救" }, { "122", "交管" } };
#define N_SERVICES ((int)(sizeof(services) / sizeof(services[0])))

const char *
intake_urgent_strip(void)
{
	return "1=110 公安  2=119 消防  3=120 急救  4=122 交管  Esc=不转";
}

unsigned
intake_urgent_open(struct intake *s)
{
	s->mode = MODE_URGENT;
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
file_urgent(struct intake *s, int which)
{
	const struct ticket *base = intake_sheet(s)->base;
	char note[160];
	struct args args = { 0 };

	s->mode = MODE_FORM;
	(void)snprintf(
	    s->urgent, sizeof(s->urgent), "%s %s", services[which].number, services[which].name);
	(void)snprintf(note, sizeof(note), "转 %s", s->urgent);
	if (*intake_value(s, TF_CONTENT) == '\0') {
		char words[192];

		(void)snprintf(words, sizeof(words), "紧急来电, %s", note);
		intake_draft_put(s, TF_CONTENT, words, false);
		textarea_set(&s->content, words, SIZE_MAX);
	}
	if (s->offer.danger != NULL)
		intake_draft_asked(s, s->offer.danger->id);
	intake_draft_put(s, TF_URGENCY, "critical", false);
	intake_offer_text(s);
	if (intake_offer_take_empty(s)) /* nobody has looked at it: whoever completes it is told */
		(void)snprintf(
		    note, sizeof(note), "转 %s; 分类、区域、承办%s", s->urgent, PART_UNCHECKED);
	intake_draft_put(s, TF_URGENCY_REASON, note, false);
	if (s->desk->call.active && (s->desk->call.caps & PHONE_CAP_CONFERENCE))
		s->desk->say(s->desk->app, 1, "正在把 %s %s 接进来, 不要挂机; 记录按特急提交",
		    services[which].number, services[which].name);
	else
		s->desk->say(s->desk->app, 2,
		    "请立即三方拨 %s %s, 不要让来电人挂机; 记录已按特急提交",
		    services[which].number, services[which].name);
	if (!args_set(&args, EA_NOTE, note)) {
		s->desk->say(s->desk->app, 2, "请立即拨 %s; 记录没有提交: %s",
		    services[which].number, err_hint(ERR_NO_MEMORY));
		return VIEW_DRAW;
	}
	(void)intake_submit_as(
	    s, base != NULL && !workflow_is_new(base) ? EVENT_AMEND : EVENT_SUBMIT, &args);
	if (s->job == 0)
		s->urgent[0] = '\0';
	intake_hand_urgent(s, services[which].number);
	return VIEW_DRAW;
}

/* One digit of the strip, or a whole number that came in one piece. */
static int
service_of(const struct input *in)
{
	int digit = input_digit(in), found = digit <= N_SERVICES ? digit - 1 : -1;
	struct str typed = { 0 };

	if (digit > 0 || in->kind != INPUT_TEXT)
		return found;
	fold_add(&typed, in->text);
	for (int i = 0; i < N_SERVICES; i++)
		if (strcmp(str_c(&typed), services[i].number) == 0)
			found = i;
	str_free(&typed);
	return found;
}

unsigned
intake_urgent_input(struct intake *s, const struct input *in)
{
	int which;

	if (in->ahead || in->kind == INPUT_PASTE)
		return in->ahead ? VIEW_EARLY : VIEW_DRAW;
	which = service_of(in);
	if (which >= 0)
		return file_urgent(s, which);
	if (input_is(in, ACTION_BACK)) {
		s->mode = MODE_FORM;
		return VIEW_DRAW;
	}
	s->desk->say(s->desk->app, 1, "请按 1 至 4, 或 Esc 不转");
	return VIEW_DRAW;
}

/* ---- not taken ---- */

static size_t
count_reasons(void *ctx)
{
	const struct intake *s = ctx;

	return s->city != NULL ? s->city->n_rejects : 0;
}

static void
reason_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct intake *s = ctx;
	const struct reject_reason *r = &s->city->rejects[row];

	if (col == 0)
		out->text = r->name;
	else
		out->text = r->needs_senior ? "须班长决定" : "";
}

unsigned
intake_reject_open(struct intake *s)
{
	static const struct list_col cols[] = { { "不予受理的情形", 0, false }, { "", 12, false } };
	const struct list_source from = { s, count_reasons, reason_cell };

	list_free(&s->reasons);
	list_init(&s->reasons, from, cols, 2);
	s->reasons.empty = "没有取到不予受理的情形, 请先按待完善登记";
	list_refresh(&s->reasons);
	s->reason = NULL;
	s->mode = MODE_REJECT;
	return VIEW_DRAW;
}

static unsigned
send_reject(struct intake *s)
{
	struct args args = { 0 };
	const struct reject_reason *r = s->reason;

	s->mode = MODE_FORM;
	s->reason = NULL;
	if (args_set(&args, EA_REASON_CODE, r->code) && args_set(&args, EA_SCRIPT_READ, "1") &&
	    args_set(&args, EA_LEGAL_WAY, r->legal_way))
		return intake_submit_as(s, EVENT_REJECT, &args);
	args_free(&args);
	s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
	return VIEW_DRAW;
}

unsigned
intake_reject_input(struct intake *s, const struct input *in)
{
	struct react r = { 0 };

	if (s->reason != NULL) { /* the words stand there: read them, then Enter */
		if (input_is(in, ACTION_ENTER))
			return in->ahead ? VIEW_EARLY : send_reject(s);
		if (input_is(in, ACTION_BACK))
			s->reason = NULL;
		return in->kind == INPUT_ACTION && in->action != ACTION_BACK &&
			       in->action != ACTION_ENTER
			   ? VIEW_IGNORED
			   : VIEW_DRAW;
	}
	list_input(&s->reasons, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) && list_row(&s->reasons) != LIST_NONE) {
		s->reason = &s->city->rejects[list_row(&s->reasons)];
		return VIEW_DRAW | VIEW_FLUSH;
	}
	if (r.bits == 0 && input_is(in, ACTION_BACK)) {
		s->mode = MODE_FORM;
		return VIEW_DRAW;
	}
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

void
intake_reject_place(const struct intake *s, char out[VIEW_PLACE])
{
	const size_t row = s->reason == NULL ? list_row(&s->reasons) : LIST_NONE;

	(void)snprintf(out, VIEW_PLACE, "%s%s", s->reason != NULL ? "read" : "reject ",
	    row != LIST_NONE ? s->city->rejects[row].code : "");
}

/* What one would have to say with the reason under the cursor: it helps to choose. */
static void
draw_ahead(const struct intake *s, struct canvas *c, struct rect at)
{
	const size_t row = list_row(&s->reasons);
	char text[512];

	if (row == LIST_NONE)
		return;
	aloud_fill(s->city->rejects[row].script, NULL, 0, text, sizeof(text));
	canvas_text(c, at.row + 1, at.col + 1, 4, ROLE_DIM, "话术");
	(void)wrap_draw(c, (struct rect){ at.row + 1, at.col + 7, at.rows - 1, at.cols - 9 },
	    ROLE_NORMAL, text);
}

void
intake_reject_draw(struct intake *s, struct canvas *c, struct rect at)
{
	char text[512];
	int row = at.row;

	if (s->reason == NULL) {
		s->reasons.at = at;
		s->reasons.at.rows -= SCRIPT_ROWS;
		list_draw(&s->reasons, c, true);
		at.row += s->reasons.at.rows;
		at.rows = SCRIPT_ROWS;
		draw_ahead(s, c, at);
		return;
	}
	aloud_fill(s->reason->script, NULL, 0, text, sizeof(text));
	canvas_cut(c, row, at.col + 1, at.cols - 2, ROLE_HEADING, s->reason->name);
	row += 2;
	canvas_text(c, row, at.col + 1, 4, ROLE_LABEL, "请读");
	row +=
	    wrap_draw(c, (struct rect){ row, at.col + 11, 5, at.cols - 13 }, ROLE_SPEAK, text) + 1;
	canvas_text(c, row, at.col + 1, 8, ROLE_LABEL, "法定途径");
	row += wrap_draw(c, (struct rect){ row, at.col + 11, 4, at.cols - 13 }, ROLE_NORMAL,
		   s->reason->legal_way) +
	       1;
	if (s->reason->needs_senior)
		canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_NEAR,
		    "! 以这个原因不予受理要由班长决定");
	canvas_cut(c, row, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    "Enter=已读给来电人, 记不予受理   Esc=返回");
	canvas_cursor(c, row, at.col + 1);
}
