/* knowledge_foot.c: below the article: what may be done with it, what this caller was told, or the strip of a correction.
 *
 * Keys are named as the key map has them. Not here: what they do (knowledge.c, knowledge_note.c). */
#include "knowledge_p.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/width.h"
#include "model/record.h"

/* "Ctrl-R 引用并直接答复"; the columns used, 0 when nobody can press it. */
static int
draw_key(const struct keymap *km, struct canvas *c, struct rect at, enum action action,
    const char *label)
{
	char name[16];
	int used;

	if (action_is_reserved(action) || *keymap_first(km, action, name) == '\0' || at.cols <= 0)
		return 0;
	used = 1 + canvas_text(c, at.row, at.col, at.cols, ROLE_KEY, name);
	return used + canvas_text(c, at.row, at.col + used, at.cols - used, ROLE_FOOTER,
			  label != NULL ? label : action_info(action)->label);
}

static void
draw_keys(const struct keymap *km, bool sheet, struct canvas *c, struct rect at)
{
	static const struct bar_key keys[] = { { ACTION_ENTER, "引用到本单" },
		{ ACTION_CITE_ANSWER, NULL }, { ACTION_CORRECT, NULL }, { ACTION_USELESS, NULL },
		{ ACTION_TRANSFER, NULL } };
	int col = at.col + 1, end = at.col + at.cols - 1;

	for (size_t i = sheet ? 0 : 1; i < sizeof(keys) / sizeof(keys[0]);
	     i++) { /* no sheet, no 本单 */
		int used = draw_key(km, c, (struct rect){ at.row, col, 1, end - col },
		    keys[i].action, keys[i].label);

		col += used > 0 ? used + 2 : 0;
	}
}

static void
draw_told(const struct knowledge *s, const struct keymap *km, struct canvas *c, struct rect at)
{
	int col = at.col + 1, end = at.col + at.cols - 1;
	char key[16], how[48];

	(void)snprintf(how, sizeof(how), "[%s %s]", keymap_first(km, ACTION_TELL, key),
	    action_info(ACTION_TELL)->label);
	end = canvas_right(c, at.row, end, ROLE_NORMAL, how) - 2;
	col += s->told_all > 1
		   ? canvas_printf(
			 c, at.row, col, end - col, ROLE_LABEL, "已告知来电人 %d 条: ", s->told_all)
		   : canvas_text(c, at.row, col, end - col, ROLE_LABEL, "已告知来电人: ");
	if (s->n_told == 0)
		canvas_text(c, at.row, col, end - col, ROLE_NORMAL, "-");
	for (int i = 0; i < s->n_told && end - col > 10; i++) {
		char line[200], when[16];

		(void)civil_format(s->told[i].at, "%H:%M", when, sizeof(when));
		(void)snprintf(line, sizeof(line), "%s %s", s->told[i].title, when);
		if (i > 0 && width_str(line) > end - col)
			break;
		col += 2 + canvas_cut(c, at.row, col, end - col, ROLE_GOOD, line);
	}
}

/* The strip of a correction: what kind of thing, then its words. */
static void
draw_mend(struct knowledge *s, struct canvas *c, struct rect at)
{
	struct knowledge_mend *m = &s->mend;
	int n, col = at.col + 1, end = at.col + at.cols - 1;
	const struct enum_item *kinds = record_codes(RECORD_CORRECT, &n);

	col += canvas_printf(c, at.row, col, end - col, ROLE_FOCUS, "纠错 %s  ", s->article.kb_no);
	m->words.at = (struct rect){ at.row + 1, at.col + 3, 1, at.cols - 5 };
	if (m->mode == MEND_KIND) {
		if (*field_text(&m->words) != '\0')
			field_draw(&m->words, c, ROLE_VALUE, m->writing);
		if (!m->writing)
			canvas_cursor(c, at.row, col);
		for (int i = 0; i < n; i++)
			col += 2 + canvas_printf(c, at.row, col, end - col, ROLE_NORMAL, "%d %s",
				       i + 1, kinds[i].label);
		canvas_cut(c, at.row, col, end - col, ROLE_NORMAL,
		    m->writing ? "先写话, Enter 后按数字选" : "Esc=不报");
		return;
	}
	col += canvas_text(c, at.row, col, end - col, ROLE_NORMAL, kinds[m->code].label);
	canvas_cut(c, at.row, col + 2, end - col - 2, ROLE_NORMAL,
	    "写一句哪里不对 (可以不写)  Enter=报给采编  Esc=以后再写");
	field_draw(&m->words, c, ROLE_VALUE, true);
}

void
knowledge_draw_foot(struct knowledge *s, struct canvas *c, struct rect at)
{
	struct keymap defaults;
	const struct keymap *km = s->desk->keymap;

	if (s->mend.mode != MEND_NONE) {
		draw_mend(s, c, at);
		return;
	}
	if (km == NULL) {
		keymap_default(&defaults);
		km = &defaults;
	}
	draw_keys(km, s->desk->sheet != NULL, c, at);
	at.row++;
	draw_told(s, km, c, at);
}
