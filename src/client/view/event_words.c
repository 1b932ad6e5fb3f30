/* event_words.c: what a step of a ticket says, and who did it, wherever a step is told: the trace, the desk of a unit, what
 * waits to be sent.
 *
 * Identity is never said here: a changed phone number is "联系电话 已改". Not here: steps whose words are the answers of
 * their form (deed_words.c), the chain itself (model/chain.c). */
#include "event_words_p.h"

#include <stdio.h>
#include <string.h>

#include "deed_words_p.h"
#include "model/city.h"
#include "model/elements.h"
#include "model/extra.h"
#include "model/workflow.h"

/* ---- values ---- */

const char *
event_words_value(
    const struct city *c, enum ticket_field f, const char *value, char *buf, size_t size)
{
	const struct area *a;

	switch (field_info(f)->kind) {
	case KIND_ENUM:
		return enum_label(f, value);
	case KIND_BOOL:
		return *value == '\0' ? "" : strcmp(value, "1") == 0 ? "是" : "否";
	case KIND_CATEGORY:
		if (c == NULL)
			return value;
		city_category_path(c, value, buf, size);
		return buf;
	case KIND_AREA:
		a = c != NULL ? city_area(c, value) : NULL;
		return a != NULL ? a->full : value;
	case KIND_UNIT:
		return c != NULL ? city_unit_name(c, value) : value;
	case KIND_LINE:
	case KIND_TEXT:
	case KIND_INT:
		break;
	}
	return value;
}

static void
add_change(const struct city *c, const char *category, const struct event *ev, enum ticket_field f,
    struct str *out)
{
	const struct field_info *info = field_info(f);
	const char *was = fields_get(&ev->was, f), *now = fields_get(&ev->set, f);
	char a[160], b[160];

	if (out->len > 0)
		str_add(out, "; ");
	if (info->part == PART_IDENTITY) {
		str_addf(out, "%s 已改", info->label);
		return;
	}
	if (f == TF_EXTRA) {
		struct str changes = { 0 };

		extra_changes(was, now, &changes);
		extra_change_words(c, category, str_c(&changes), out);
		str_free(&changes);
		return;
	}
	now = event_words_value(c, f, now, b, sizeof(b));
	was = event_words_value(c, f, was, a, sizeof(a));
	if (*was != '\0')
		str_addf(out, "%s %s -> %s", info->label, was, *now != '\0' ? now : "(空)");
	else
		str_addf(out, "%s %s", info->label, *now != '\0' ? now : "(空)");
}

static void
add_changes(const struct city *c, const char *category, const struct event *ev, struct str *out)
{
	for (int f = 0; f < TF_COUNT; f++)
		if (ev->set.v[f] != NULL)
			add_change(c, category, ev, (enum ticket_field)f, out);
}

static void
add_arg(const struct event *ev, enum event_arg a, const char *before, struct str *out)
{
	const char *value = args_get(&ev->args, a);

	if (*value == '\0')
		return;
	if (out->len > 0)
		str_add(out, " ");
	str_addf(out, "%s%s", before, value);
}

/* ---- kinds of events ---- */

static void
say_submit(const struct desk *d, const struct event *ev, struct str *out)
{
	struct elements el = elements_of(&ev->set);
	const char *refs = fields_get(&ev->set, TF_KB_REFS);
	const char *answer = fields_get(&ev->set, TF_ANSWER);

	(void)d;
	str_addf(out, "五要素%d分", el.score);
	if (*refs != '\0')
		str_addf(out, " 引用知识 %s", refs);
	add_arg(ev, EA_REASON, "原因: ", out);
	add_arg(ev, EA_TARGET, "", out);
	add_arg(ev, EA_SUMMARY, "对方答复: ", out);
	if (*answer != '\0')
		str_addf(out, " 答复: %s", answer);
}

/* To whom, without a label: the step says what it is. */
static void
say_dispatch(const struct desk *d, const struct event *ev, struct str *out)
{
	const struct deed_ask *co = deed_ask_of(EVENT_DISPATCH, EA_CO_UNITS);
	const char *unit = args_get(&ev->args, EA_TO_UNIT),
		   *helpers = args_get(&ev->args, EA_CO_UNITS);

	str_add(out, d->city != NULL ? city_unit_name(d->city, unit) : unit);
	if (*helpers != '\0') {
		str_add(out, " 协办 ");
		deed_value_words(d, co, helpers, out);
	}
	add_arg(ev, EA_BASIS, "", out);
	add_arg(ev, EA_RULE, "目录 ", out);
	add_arg(ev, EA_NOTE, "", out);
}

static void
say_contact(const struct desk *d, const struct event *ev, struct str *out)
{
	(void)d;
	str_add(out, workflow_result_label(EVENT_CONTACT, args_get(&ev->args, EA_RESULT)));
	add_arg(ev, EA_SUMMARY, "", out);
	add_arg(ev, EA_FOR, "代录 ", out);
}

static void
say_transfer(const struct desk *d, const struct event *ev, struct str *out)
{
	(void)d;
	str_addf(out, "%s %s %s",
	    workflow_result_label(EVENT_TRANSFER, args_get(&ev->args, EA_RESULT)),
	    workflow_mode_label(args_get(&ev->args, EA_MODE)), args_get(&ev->args, EA_TARGET));
	add_arg(ev, EA_SUMMARY, "对方告知: ", out);
}

static void
say_reject(const struct desk *d, const struct event *ev, struct str *out)
{
	const struct city *c = d->city;
	const char *code = args_get(&ev->args, EA_REASON_CODE);
	const struct reject_reason *r = c != NULL ? city_reject(c, code) : NULL;

	str_add(out, r != NULL ? r->name : code);
	add_arg(ev, EA_LEGAL_WAY, "告知: ", out);
}

/* A text that lost against another one written at the same time is kept as a note. */
static bool
say_lost(const struct city *c, const char *category, const struct event *ev, struct str *out)
{
	int f = field_by_json(args_get(&ev->args, EA_FIELD));
	const char *label;

	if (f < 0)
		return false;
	label = field_info((enum ticket_field)f)->label;
	if (f == TF_EXTRA) {
		str_add(out, "冲突稿 ");
		extra_change_words(c, category, args_get(&ev->args, EA_LOST), out);
	} else if (ev->args.v[EA_LOST] != NULL) {
		str_addf(out, "冲突稿 %s: %s", label, args_get(&ev->args, EA_LOST));
	} else {
		str_addf(out, "冲突稿 %s: (身份信息, 不显示)", label);
	}
	return true;
}

/* Another ticket's citizen waits for this one too, or no longer. */
static void
say_follow(const struct desk *d, const struct event *ev, struct str *out)
{
	const struct deed_ask *other = deed_ask_of(EVENT_MERGE, EA_OTHER);

	if (*args_get(&ev->args, EA_OTHER) == '\0') {
		if (strcmp(args_get(&ev->args, EA_KIND), WORKFLOW_CALLER) == 0)
			str_add(out, "又有来电人反映: ");
		str_add(out, args_get(&ev->args, EA_NOTE));
		return;
	}
	str_add(out, strcmp(args_get(&ev->args, EA_RESULT), "left") == 0 ? "拆出 " : "并入 ");
	deed_value_words(d, other, args_get(&ev->args, EA_OTHER), out);
}

/* What the form of the step asked for, and what was said without a form. */
static void
say_other(const struct desk *d, const char *category, const struct event *ev, struct str *out)
{
	static const struct {
		enum event_arg arg;
		const char *before;
	} rest[] = { { EA_NOTE, "" }, { EA_REASON, "" }, { EA_SUMMARY, "" }, { EA_BASIS, "依据 " },
		{ EA_SUGGEST, "建议 " } };

	deed_words(d, ev, "; ", out);
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (deed_ask_of((enum event_kind)ev->kind, rest[i].arg) == NULL)
			add_arg(ev, rest[i].arg, rest[i].before, out);
	if (ev->kind != EVENT_SAVE_DRAFT)
		add_changes(d->city, category, ev, out);
}

void
event_words(const struct desk *d, const char *category, const struct event *ev, struct str *out)
{
	static const struct {
		int kind;
		void (*say)(const struct desk *, const struct event *, struct str *);
	} words[] = {
		{ EVENT_SUBMIT, say_submit },
		{ EVENT_SUBMIT_DIRECT, say_submit },
		{ EVENT_SUBMIT_INCOMPLETE, say_submit },
		{ EVENT_DISPATCH, say_dispatch },
		{ EVENT_RETURN_OK, say_dispatch },
		{ EVENT_DESIGNATE, say_dispatch },
		{ EVENT_FOLLOW, say_follow },
		{ EVENT_CONTACT, say_contact },
		{ EVENT_REJECT, say_reject },
		{ EVENT_TRANSFER, say_transfer },
	};

	if (say_lost(d->city, category, ev, out))
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].kind == ev->kind) {
			words[i].say(d, ev, out);
			return;
		}
	say_other(d, category, ev, out);
}

void
event_words_who(const struct city *c, const struct event *ev, char *out, size_t size)
{
	const struct unit *u = c != NULL ? city_unit(c, ev->unit) : NULL;
	const char *unit = c != NULL ? city_unit_name(c, ev->unit) : ev->unit;

	if (u != NULL && strcmp(u->kind, "centre") == 0) /* ours are known by number */
		unit = "";
	if (strcmp(ev->actor, "system") == 0)
		(void)snprintf(out, size, "系统");
	else if (*unit != '\0')
		(void)snprintf(out, size, "%s %s", unit, ev->actor_name);
	else
		(void)snprintf(out, size, "%s %s", ev->actor, ev->actor_name);
}
