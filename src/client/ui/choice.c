/* choice.c: a field with a few fixed values. The labels are the caller's; only the number chosen is kept. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/choice.h"
#include "text/fold.h"

static void
take(struct choice *ch, int value, struct react *r)
{
	r->bits |= REACT_USED;
	if (value < 0 || value >= ch->n || value == ch->value)
		return;
	ch->value = value;
	r->bits |= REACT_TAKE;
}

/* 投诉 typed where one chooses by digit is no less clear: the one label that begins so; or the present one, of which more
 * is typed. -1: neither. */
static int
by_words(const struct choice *ch, const struct input *in)
{
	int found = -1;

	if (ch->value >= 0 && ch->value < ch->n && (unsigned char)in->text[0] >= 0x80 &&
	    strstr(ch->labels[ch->value], in->text) != NULL)
		return ch->value;
	for (int i = 0; i < ch->n && (unsigned char)in->text[0] >= 0x80; i++) {
		if (strncmp(ch->labels[i], in->text, in->len) != 0)
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

/* What was typed is not kept here: it is said which words those were. */
static void
refuse_words(const struct choice *ch, const struct input *in, struct react *r)
{
	size_t head = utf8_head(in->text, 10);

	if (in->len == 0 || (unsigned char)in->text[0] < 0x80)
		react_refuse(r, "这里按数字选: 1 至 %d", ch->n);
	else
		react_refuse(r, "这里按数字选: 1 至 %d, “%.*s%s”没有记下", ch->n, (int)head,
		    in->text, in->text[head] != '\0' ? "…" : "");
}

void
choice_input(struct choice *ch, const struct input *in, struct react *r)
{
	int digit = input_digit(in);
	if (digit > ch->n)
		react_refuse(r, "这里只有 1 至 %d", ch->n);
	else if (digit)
		take(ch, digit - 1, r);
	else if (in->kind == INPUT_TEXT && in->len == 1 && in->text[0] == ' ' && ch->n > 0)
		take(ch, (ch->value + 1) % ch->n, r);
	else if (input_is(in, ACTION_RIGHT))
		take(ch, ch->value + 1 < ch->n ? ch->value + 1 : ch->value, r);
	else if (input_is(in, ACTION_LEFT))
		take(ch, ch->value > 0 ? ch->value - 1 : 0, r);
	else if (in->kind == INPUT_TEXT && by_words(ch, in) >= 0)
		take(ch, by_words(ch, in), r);
	else if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		refuse_words(ch, in, r);
}

void
choice_draw(const struct choice *ch, struct canvas *c, enum role role, bool focused)
{
	const char *now = ch->value >= 0 && ch->value < ch->n ? ch->labels[ch->value] : "-";
	int used = canvas_cut(c, ch->at.row, ch->at.col, ch->at.cols, role, now);
	if (!focused)
		return;
	canvas_cursor(c, ch->at.row, ch->at.col);
	int all = used + 1;
	for (int i = 0; i < ch->n; i++)
		all += 2 + width_str(ch->labels[i]);
	if (all > ch->at.cols) { /* no room to show them: at least how many there are */
		char span[16];
		snprintf(span, sizeof span, " (1-%d)", ch->n);
		canvas_text(c, ch->at.row, ch->at.col + used, ch->at.cols - used, ROLE_HINT, span);
		return;
	}
	int col = ch->at.col + used + 1;
	for (int i = 0; i < ch->n; i++) {
		char digit[4] = { ' ', (char)('1' + i), '\0' };
		col += canvas_text(c, ch->at.row, col, -1, ROLE_KEY, digit);
		col += canvas_text(c, ch->at.row, col, -1, ROLE_HINT, ch->labels[i]);
	}
}
