/* outcome_draw.c: the picture of the call outcomes: the menu, and for the one chosen the sentence to say now and what
 * Enter does. Drawn from the desk's clock: the silent line's sentences appear by themselves. */
#include "outcome_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/ui/wrap.h"
#include "client/view/aloud_p.h" /* the city's scripts with their blanks filled */
#include "model/mask.h"

static void
fill_in(const struct outcome *s, const char *moment, char *out, size_t size)
{
	const struct transfer_target *t = s->whom;
	const char *fallback = "";
	char code[16] = "";
	size_t n = t != NULL ? strlen(t->number) : 0;

	if (t != NULL && strcmp(t->kind, "other_city") == 0 && n > 5 && n - 5 < sizeof(code))
		(void)snprintf(code, sizeof(code), "%.*s", (int)(n - 5), t->number);
	if (strcmp(moment, "misdial") == 0)
		fallback = "这里是12345政务服务便民热线, 您可能拨错了号码, 请核对后再拨。";
	{
		const struct say_word words[] = { { "job_no", s->desk->me.user },
			{ "body", t != NULL ? t->name : field_text(&s->line) },
			{ "phone", t != NULL ? t->number : "" }, { "area_code", code } };

		aloud_script(s->desk->city, moment, fallback, words,
		    sizeof(words) / sizeof(words[0]), out, size);
	}
}

static int
draw_menu(const struct outcome *s, struct canvas *c, int row, struct rect at)
{
	for (int i = 0; i < OUTCOMES; i++) {
		const struct outcome_kind *k = &outcome_kinds[i];
		bool here = k == s->kind;

		canvas_printf(c, row, at.col + 1, 14, here ? ROLE_FOCUS : ROLE_NORMAL, "%s%d %s",
		    here ? ">" : " ", i + 1, k->label);
		canvas_cut(c, row++, at.col + 16, at.cols - 17, ROLE_DIM, k->hint);
	}
	return row;
}

static int
say(const struct outcome *s, struct canvas *c, int row, struct rect at, const char *moment)
{
	char text[512];

	if (*moment == '\0') /* nothing is said any more */
		return row;
	fill_in(s, moment, text, sizeof(text));
	if (text[0] == '\0')
		return row;
	canvas_text(c, row, at.col + 1, 3, ROLE_LABEL, "读:");
	return row +
	       wrap_draw(c, (struct rect){ row, at.col + 5, 3, at.cols - 7 }, ROLE_SPEAK, text);
}

static int
draw_silent(const struct outcome *s, struct canvas *c, int row, struct rect at)
{
	static const char *const moments[] = { "silent_1", "silent_2", "silent_3" };
	int step = outcome_silent_step(s);

	canvas_printf(c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    step == 0 ? "先听 5 秒, 到时候这里出现要念的话" : "第 %d 遍%s", step,
	    step < SILENT_STEPS ? ", 念完再听 5 秒" : "");
	if (step > 0)
		row = say(s, c, row, at, moments[step - 1]);
	canvas_cut(c, row++, at.col + 1, at.cols - 2,
	    step == SILENT_STEPS ? ROLE_NEAR : ROLE_NORMAL,
	    step == SILENT_STEPS ? "念完可以挂机: Enter=挂机, 记无声   Esc=来电人说话了"
				 : "Esc=来电人说话了, 回去受理");
	return row;
}

static int
draw_abuse(const struct outcome *s, struct canvas *c, int row, struct rect at)
{
	static const char *const moments[] = { "abuse_1", "abuse_2", "abuse_3" };

	if (s->before > 0)
		canvas_printf(c, row++, at.col + 1, at.cols - 2, ROLE_NEAR,
		    "! 这个号码近30天有 %d 通提醒过", s->before);
	canvas_printf(
	    c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL, "已提醒 %d 次, 共三次", s->warned);
	if (s->warned < WARNINGS) {
		row = say(s, c, row, at, moments[s->warned]);
		canvas_printf(c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL,
		    "Enter=已念第 %d 次   Esc=不再辱骂, 回去受理", s->warned + 1);
		return row;
	}
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_NEAR,
	    "三次都提醒过了: 由班长接听, 您不要先挂机");
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    "Enter=记骚扰, 转班长台   Esc=回去受理");
	return row;
}

static int
draw_whom(struct outcome *s, struct canvas *c, int row, struct rect at)
{
	const bool misdial = s->kind->form == FORM_MISDIAL;

	canvas_text(c, row, at.col + 1, 8, ROLE_FOCUS, "要找的是");
	s->line.at = (struct rect){ row++, at.col + 11, 1, at.cols - 13 };
	field_draw(&s->line, c, ROLE_VALUE, true);
	canvas_text(c, row, at.col + 1, 4, ROLE_LABEL, "名录");
	if (s->whom != NULL)
		canvas_printf(c, row, at.col + 11, at.cols - 13, ROLE_NORMAL, "%s  %s",
		    s->whom->name, s->whom->number);
	else
		canvas_text(c, row, at.col + 11, at.cols - 13, ROLE_DIM, "-");
	row = say(s, c, row + 1, at,
	    misdial && *field_text(&s->line) == '\0' ? "misdial" : s->kind->moment);
	canvas_cut(c, row++, at.col + 1, at.cols - 2, ROLE_NORMAL,
	    s->whom != NULL ? "Enter=记下   F6=转过去   Esc=另选"
	    : misdial       ? "Enter=记下 (没说要找谁就不用写)   Esc=另选"
			    : "Enter=记下   Esc=另选");
	return row;
}

void
outcome_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct outcome *s = v->state;
	char peer[32];
	int row = body.row;

	if (canvas_too_small(c))
		return;
	mask_phone(s->peer, peer, sizeof(peer));
	canvas_text(c, row, body.col + 1, 4, ROLE_LABEL, "来电");
	canvas_printf(c, row, body.col + 6, 24, ROLE_MASKED, "%s", peer[0] != '\0' ? peer : "-");
	if (s->had[0] != '\0')
		canvas_printf(
		    c, row, body.col + 33, body.cols - 34, ROLE_NEAR, "! 这通已经记过: %s", s->had);
	canvas_hline(c, ++row, body.col + 1, body.cols - 2, ROLE_RULE);
	row = draw_menu(s, c, row + 1, body);
	canvas_hline(c, row++, body.col + 1, body.cols - 2, ROLE_RULE);
	if (s->kind == NULL) {
		canvas_cut(c, row, body.col + 1, body.cols - 2, ROLE_NORMAL,
		    "这通电话怎么结束的? 按数字; 要登记的回到受理按 F10");
		canvas_cursor(c, row, body.col + 1);
		return;
	}
	if (s->kind->form == FORM_WHOM || s->kind->form == FORM_MISDIAL) {
		(void)draw_whom(s, c, row, body);
		return;
	}
	canvas_cursor(c, row, body.col + 1);
	if (s->kind->form == FORM_SILENT) {
		(void)draw_silent(s, c, row, body);
	} else if (s->kind->form == FORM_ABUSE) {
		(void)draw_abuse(s, c, row, body);
	} else {
		row = say(s, c, row, body, s->kind->moment);
		if (s->whom != NULL) /* 转接 */
			canvas_printf(c, row++, body.col + 1, body.cols - 2, ROLE_GOOD,
			    "这通已转 %s  %s, 已接通", s->whom->name, s->whom->number);
		canvas_cut(
		    c, row, body.col + 1, body.cols - 2, ROLE_NORMAL, "Enter=记下   Esc=另选");
	}
}
