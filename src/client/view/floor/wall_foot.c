/* wall_foot.c: under the people of 班长台, the chosen one's request for help: her half-done sheet as it stood a moment ago,
 * what it has of danger and whom to tell, what was answered, and what can be done, each by its digit. Draws what wall.c
 * has read; what was written by others is drawn as text, whatever it holds. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "wall_p.h"

#define LOW         5 /* rows where there are few */
#define HIGH        9 /* and where there are many */
#define MANY        28
#define TOLD_MS     (15LL * 60 * 1000) /* 重要信息: told to who has the duty, … */
#define WRITTEN_MS  (30LL * 60 * 1000) /* and written down (practice A18) */
#define CENTRE_UNIT "0001"

static const struct {
	enum wall_act act;
	const char *label;
} acts[] = {
	{ WALL_SAY, "[3] 密语提示" },
	{ WALL_TAKE, "[5] 接管通话" },
	{ WALL_DONE, "[8] 已处理" },
};

int
wall_foot_rows(const struct wall *s, int rows)
{
	const struct wall_row *r = wall_chosen(s);

	if (s->focus == WALL_ON_LIST && (r == NULL || r->help < 0))
		return 0;
	return rows >= MANY ? HIGH : LOW;
}

/* Of a long text its last lines: what is being said now. */
static const char *
last_lines(const char *text, int cols, int rows)
{
	size_t left = strlen(text), next;

	for (int skip = wrap_lines(text, cols) - rows; skip > 0 && left > 0; skip--) {
		(void)wrap_next(text, left, cols, &next);
		text += next;
		left -= next;
	}
	return text;
}

static void
draw_who(const struct wall *s, const struct wall_row *r, struct canvas *c, struct rect at)
{
	const struct assist *a = wall_help(s, r);
	struct str line = { 0 };
	char who[PART_PERSON_SIZE], when[24];

	str_add(&line, part_person(s->desk, wall_who(s, r), who));
	if (a != NULL) {
		str_addf(&line, "  %s 求助", part_when(a->at, desk_there(s->desk), when));
		if (a->wanted[0] != '\0')
			str_addf(&line, ": %s", a->wanted);
		if (a->senior[0] != '\0')
			str_addf(&line,
			    a->said == ASSIST_TAKE ? "  %s 已提出接管, 转到 %s" : "  %s 已答: %s",
			    a->senior, a->answer);
	}
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_HEADING, str_c(&line));
	str_free(&line);
}

/* When the leader on duty has to know at the latest, and who that is. */
static void
draw_report(const struct wall *s, const struct assist *a, struct canvas *c, struct rect at)
{
	struct duty_person duty = { 0 };
	struct str line = { 0 };
	char told[16], written[16];

	civil_format(a->at + TOLD_MS, "%H:%M", told, sizeof(told));
	civil_format(a->at + WRITTEN_MS, "%H:%M", written, sizeof(written));
	str_addf(&line, "重要信息: %s 前口头报值班领导, %s 前书面报", told, written);
	if (city_duty(s->desk->city, CENTRE_UNIT, s->desk->now, &duty) && duty.from_roster)
		str_addf(&line, "  今日值班 %s %s", duty.name, duty.phone);
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_NEAR, str_c(&line));
	str_free(&line);
}

/* Talking points that hold now for what she has chosen. */
static void
draw_points(const struct wall *s, const struct assist *a, struct canvas *c, struct rect at)
{
	const struct city *city = s->desk->city;
	struct str line = { 0 };

	for (size_t i = 0; city != NULL && a->category[0] != '\0' && i < city->n_bulletins; i++) {
		const struct bulletin *b = &city->bulletins[i];

		if (strcmp(b->category, a->category) != 0 || b->starts_at > s->desk->now ||
		    b->ends_at <= s->desk->now)
			continue;
		str_addf(
		    &line, "口径: %s  %.*s", b->title, (int)strcspn(b->points, "\n"), b->points);
		break;
	}
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_HINT, str_c(&line));
	str_free(&line);
}

/* What is dangerous and what to do about it; where there is room, what has to be reported. */
static void
draw_danger(const struct wall *s, const struct assist *a, struct canvas *c, struct rect at)
{
	char word[48];
	const struct danger_row *d = wall_danger(s, a, word, sizeof(word));

	if (d == NULL)
		return;
	canvas_printf(
	    c, at.row, at.col + 1, at.cols - 2, ROLE_OVERDUE, "提醒! \"%s\" %s", word, d->prompt);
	if (at.rows > 1 && strcmp(d->level, "critical") == 0)
		draw_report(s, a, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
}

/* In one row danger alone. */
static void
draw_hints(const struct wall *s, const struct assist *a, struct canvas *c, struct rect at)
{
	if (at.rows > 1) {
		draw_points(s, a, c, (struct rect){ at.row, at.col, 1, at.cols });
		at.row++;
		at.rows--;
	}
	draw_danger(s, a, c, at);
}

static void
draw_acts(const struct wall *s, struct canvas *c, struct rect at)
{
	const bool on = s->focus == WALL_ON_FOOT;
	int col = at.col + 1;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (wall_may(s, acts[i].act))
			col += 2 + canvas_text(c, at.row, col, at.cols - col,
				       on ? ROLE_FOCUS : ROLE_HINT, acts[i].label);
	if (!on)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_HINT, "Tab 到这一栏再按数字");
	else
		canvas_cursor(c, at.row, at.col + 1);
}

static void
draw_line(struct wall *s, struct canvas *c, struct rect at)
{
	char label[PART_PERSON_SIZE + 48], who[PART_PERSON_SIZE];
	int n;

	(void)snprintf(label, sizeof(label),
	    s->asking == WALL_ASKS_REST ? "安排 %s 小休, 原因: " : "对 %s 说: ",
	    part_person(s->desk, s->to, who));
	n = canvas_text(c, at.row, at.col + 1, at.cols - 2, ROLE_LABEL, label);
	s->line.at = (struct rect){ at.row, at.col + 1 + n, 1, at.cols - 2 - n };
	field_draw(&s->line, c, ROLE_NORMAL, true);
}

void
wall_foot_draw(struct wall *s, struct canvas *c, struct rect at)
{
	const struct wall_row *r = wall_chosen(s);
	const struct assist *a = r != NULL ? wall_help(s, r) : NULL;
	const struct rect last = { at.row + at.rows - 1, at.col, 1, at.cols };
	const int hints = at.rows > LOW ? 3 : 1;
	const struct rect words = { at.row + 2, at.col + 1, at.rows - 3 - hints, at.cols - 2 };

	canvas_hline(c, at.row, at.col + 1, at.cols - 2, ROLE_RULE);
	if (r != NULL)
		draw_who(s, r, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
	if (a != NULL && a->words != NULL)
		(void)wrap_draw(
		    c, words, ROLE_NORMAL, last_lines(a->words, words.cols, words.rows));
	else if (a != NULL)
		canvas_cut(c, words.row, words.col, words.cols, ROLE_HINT, "(草稿还没有内容)");
	if (a != NULL)
		draw_hints(s, a, c, (struct rect){ last.row - hints, at.col, hints, at.cols });
	if (s->focus == WALL_ON_LINE)
		draw_line(s, c, last);
	else
		draw_acts(s, c, last);
}
