/* What the player writes: the fields of the reference ticket, each by its own keys, the article, F10. He goes forward from
 * field to field as Tab leads, and spends only so many keys on one. */
#include <stdio.h>

#include "model/ticket.h"
#include "player_p.h"

#define HEARD_MOST 900 /* bytes of what the caller said that are written down as they are */

/* ---- the fields ---- */

/* In the order in which Tab leads to them, the words first. */
static const enum ticket_field wanted[] = { TF_CONTENT, TF_DEMAND, TF_TYPE, TF_URGENCY,
	TF_CONFIDENTIAL, TF_CATEGORY, TF_AREA, TF_ADDRESS, TF_EVENT_TIME, TF_SUBJECT, TF_NAME,
	TF_CONTACT_PHONE, TF_UNIT, TF_ANSWER };
#define WANTED (sizeof(wanted) / sizeof(wanted[0]))

static bool
is_picked(enum ticket_field f)
{
	return f == TF_CATEGORY || f == TF_AREA || f == TF_UNIT;
}

static bool
is_chosen(enum ticket_field f)
{
	return f == TF_TYPE || f == TF_URGENCY || field_info(f)->kind == KIND_BOOL;
}

/* The number that rang is the number to call: nobody types it again. */
static bool
is_enough(const struct player *p, enum ticket_field f)
{
	const char *want = fields_get(&player_answer(p)->reference, f),
		   *is = fields_get(p->sees->sheet, f);

	if (*want == '\0' || strcmp(want, is) == 0)
		return true;
	return f == TF_CONTACT_PHONE && strcmp(want, p->run->scenario.persona.phone) == 0;
}

static enum ticket_field
first_wanting(const struct player *p)
{
	for (size_t i = 0; i < WANTED; i++)
		if (!is_enough(p, wanted[i]) && p->tried[wanted[i]] < PLAYER_TRIES)
			return wanted[i];
	return TF_COUNT;
}

/* Forward to a field of the form; only from the words Tab leads elsewhere. */
static bool
go_on(struct player *p, const char *why)
{
	return player_press(
	    p, player_at(p, field_info(TF_CONTENT)->json) ? ACTION_ENTER : ACTION_NEXT, why);
}

static bool
choose(struct player *p, enum ticket_field f, const char *want)
{
	const struct enum_item *items;
	char digit[2] = { '1', '\0' };
	int n = 0;

	if (field_info(f)->kind == KIND_BOOL) {
		digit[0] = strcmp(want, "1") == 0 ? '2' : '1';
	} else {
		items = enum_items(f, &n);
		for (int i = 0; i < n; i++)
			if (strcmp(items[i].code, want) == 0)
				digit[0] = (char)('1' + i);
	}
	return player_type(p, digit, "封闭的栏按数字选。");
}

static bool
fill_one(struct player *p, enum ticket_field f)
{
	const char *want = fields_get(&player_answer(p)->reference, f),
		   *is = fields_get(p->sees->sheet, f);
	const int tried = p->tried[f]++;

	if (is_picked(f)) { /* the code, then Enter; what no list has is let go */
		static const enum action keys[] = { ACTION_NONE, ACTION_ENTER, ACTION_ERASE_HEAD };

		if (tried == 0)
			return player_type(p, want, "分类、区域、承办输代码或拼音首字母。");
		p->tried[f] += tried >= 2 ? PLAYER_TRIES : 0;
		return player_press(p, keys[tried < 2 ? 1 : 2], "");
	}
	if (is_chosen(f))
		return choose(p, f, want);
	if (*is != '\0')
		return player_press(p, ACTION_ERASE_HEAD, "");
	return player_type(p, want, "听到的记下来: 时间、地点、人物、事件、诉求。");
}

bool
player_fill(struct player *p)
{
	enum ticket_field f;

	if (!player_wants_ticket(p) || player_is_filed(p) || p->sees->sheet == NULL ||
	    !player_sees_view(p, "intake"))
		return false;
	f = first_wanting(p);
	if (f == TF_COUNT)
		return false;
	if (player_at(p, field_info(f)->json))
		return fill_one(p, f);
	return go_on(p, "");
}

/* ---- knowledge ---- */

bool
player_cite(struct player *p)
{
	const struct scenario_list *articles = &player_answer(p)->articles;
	const unsigned bit = 1u << p->matter;

	if (articles->n == 0 || (p->sought & bit) != 0 || !player_sees_view(p, "intake") ||
	    p->sees->sheet == NULL)
		return false;
	p->sought |= bit;
	return player_press(p, ACTION_KNOWLEDGE, "有现成的口径: F3 查知识, 引用了再答, 不凭记性。");
}

/* ---- F10 ---- */

/* Where it is a matter that is not taken, the type says so instead. */
static bool
reject(struct player *p)
{
	char digit[2];
	int n = 0;

	if (!player_at(p, field_info(TF_TYPE)->json))
		return go_on(p, "不属热线受理的: 到“类型”选不予受理。");
	(void)enum_items(TF_TYPE, &n);
	digit[0] = (char)('1' + n);
	digit[1] = '\0';
	p->submits++;
	return player_type(p, digit, "不予受理: 选法定的情形, 念给他听, 告诉他该走的路。");
}

bool
player_submit(struct player *p)
{
	if (player_is_filed(p) || p->submits >= PLAYER_TRIES || p->sees->sheet == NULL ||
	    !player_sees_view(p, "intake"))
		return false;
	if (player_answer(p)->rejects.n > 0 && p->style != PLAYER_FIRST_PROPOSAL)
		return reject(p);
	if (p->style != PLAYER_FIRST_PROPOSAL && !player_wants_ticket(p))
		return false;
	p->submits++;
	return player_press(p, ACTION_SUBMIT, "填好了按 F10: 编号和时限这时才有。");
}

/* ---- whatever is proposed ---- */

static bool
write_down_what_was_heard(struct player *p)
{
	char words[HEARD_MOST + 1] = "";
	size_t n = 0;

	for (const char *at = p->sees->heard; *at != '\0' && n < HEARD_MOST - 3; at++)
		if ((unsigned char)*at >= ' ')
			words[n++] = *at;
	while (n > 0 && ((unsigned char)words[n - 1] & 0xc0) == 0x80)
		n--; /* no half character */
	if (n > 0 && (unsigned char)words[n - 1] >= 0xc0)
		n--;
	words[n] = '\0';
	return n > 0 && player_type(p, words, "");
}

bool
player_take_first(struct player *p)
{
	const char *content = field_info(TF_CONTENT)->json;

	if (p->sees->sheet == NULL || !player_sees_view(p, "intake") || player_is_filed(p))
		return false;
	if (fields_get(p->sees->sheet, TF_CONTENT)[0] == '\0') {
		if (!player_at(p, content))
			return player_press(p, ACTION_BACK, "");
		return p->tried[TF_CONTENT]++ < PLAYER_TRIES && write_down_what_was_heard(p);
	}
	if (!p->took_offer && player_at(p, content)) {
		p->took_offer = true;
		return player_press(p, ACTION_NEXT, "");
	}
	if (player_at(p, "offer"))
		return player_press(p, ACTION_ENTER, "");
	if ((p->sought & 1) == 0) {
		p->sought |= 1;
		return player_press(p, ACTION_KNOWLEDGE, "");
	}
	return player_submit(p);
}
