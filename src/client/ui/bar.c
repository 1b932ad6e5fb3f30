/* bar.c: status, message and footer lines.
 *
 * They hold no state: what is shown is handed in each time. The footer's words come from the ACTIONS table and the keys
 * from the key map, so a remapped key is right at once everywhere. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "client/ui/bar.h"

#define GAP       2 /* columns between items */
#define ITEMS_MAX 24

struct shown {
	const struct bar_item *item;
	int cols;
};

static size_t
collect(const struct bar_item *items, size_t n, struct shown *out, size_t at)
{
	for (size_t i = 0; i < n && at < ITEMS_MAX; i++) {
		if (items[i].text && items[i].text[0])
			out[at++] = (struct shown){ &items[i], width_str(items[i].text) };
	}
	return at;
}

static int
total_cols(const struct shown *s, size_t n)
{
	int sum = 2; /* a blank at either edge */
	for (size_t i = 0; i < n; i++)
		sum += s[i].item ? s[i].cols + GAP : 0;
	return sum;
}

/* Leave out the most droppable item, the last of equals; false when all that is left must stay. */
static int
drop_one(struct shown *s, size_t n)
{
	size_t worst = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		if (s[i].item && s[i].item->drop > 0 &&
		    (worst == SIZE_MAX || s[i].item->drop >= s[worst].item->drop))
			worst = i;
	}
	if (worst == SIZE_MAX)
		return 0;
	s[worst].item = NULL;
	return 1;
}

static enum role
item_role(const struct bar_item *item)
{
	return item->role == ROLE_NORMAL ? ROLE_STATUS : item->role;
}

void
bar_status(struct canvas *c, int row, const struct bar_item *left, size_t n_left,
    const struct bar_item *right, size_t n_right)
{
	struct shown s[ITEMS_MAX];
	size_t lefts = collect(left, n_left, s, 0);
	size_t all = collect(right, n_right, s, lefts);
	while (total_cols(s, all) > c->cols && drop_one(s, all))
		;
	canvas_fill(c, (struct rect){ row, 0, 1, c->cols }, ROLE_STATUS);
	int end = c->cols - 1;
	for (size_t i = all; i-- > lefts;) {
		if (s[i].item) {
			end = canvas_right(c, row, end, item_role(s[i].item), s[i].item->text);
			end -= GAP;
		}
	}
	int col = 1;
	for (size_t i = 0; i < lefts; i++) {
		if (s[i].item && col < end)
			col += GAP + canvas_cut(c, row, col, end - col, item_role(s[i].item),
					 s[i].item->text);
	}
}

void
bar_message(struct canvas *c, int row, enum role role, const char *text, const char *right)
{
	int end = c->cols - 1;
	canvas_fill(c, (struct rect){ row, 0, 1, c->cols }, ROLE_NORMAL);
	if (right && right[0])
		end = canvas_right(c, row, end, ROLE_MESSAGE, right) - GAP;
	if (text && end > 1)
		canvas_cut(c, row, 1, end - 1, role, text);
}

/* "F1帮助", "Ctrl-P 命令": key and label as one item; 0 columns when the action has no key. */
static int
key_item(const struct keymap *km, const struct bar_key *k, char name[24], const char **label)
{
	char key[16] = "";
	name[0] = '\0';
	*label = k->label;
	if (k->action != ACTION_NONE) {
		if (!keymap_first(km, k->action, key)[0])
			return 0;
		if (!*label)
			*label = action_info(k->action)->label;
		snprintf(name, 24, strlen(key) > 3 ? "%s " : "%s", key);
	}
	return *label ? width_str(name) + width_str(*label) : 0;
}

static void
draw_key(struct canvas *c, int row, int col, const char *name, const char *label)
{
	int used = canvas_text(c, row, col, -1, ROLE_KEY, name);
	canvas_text(c, row, col + used, -1, ROLE_FOOTER, label);
}

void
bar_footer(struct canvas *c, int row, const struct keymap *km, const struct bar_key *keys, size_t n)
{
	const struct bar_key command = { ACTION_COMMAND, NULL };
	char name[24];
	const char *label = NULL;
	canvas_fill(c, (struct rect){ row, 0, 1, c->cols }, ROLE_FOOTER);
	int end = c->cols - 1, cols = key_item(km, &command, name, &label);
	if (cols > 0 && cols < end) {
		draw_key(c, row, end - cols, name, label);
		end -= cols + 1;
	}
	int col = 1;
	for (size_t i = 0; i < n; i++) {
		cols = key_item(km, &keys[i], name, &label);
		if (cols == 0 || col + cols > end)
			continue;
		draw_key(c, row, col, name, label);
		col += cols + 1;
	}
}
