/* ticket_trace.c: the steps of a ticket in words: who, what, and whether the record still fits its hash.
 *
 * Identity is never said here: a changed phone number is "联系电话 已改". Not here: the chain itself (model/chain.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/elements.h"
#include "model/extra.h"
#include "deed_words_p.h"
#include "ticket_p.h"

const struct list_col ticket_trace_cols[5] = {
	{ .head = "时间", .cols = 11 },
	{ .head = "环节", .cols = 8 },
	{ .head = "经办", .cols = 17 },
	{ .head = "内容", .cols = 0 },
	{ .head = "校验", .cols = 6 },
};
const struct list_col ticket_trace_wide[5] = {
	{ .head = "时间", .cols = 14 },
	{ .head = "环节", .cols = 10 },
	{ .head = "经办", .cols = 20 },
	{ .head = "内容", .cols = 0 },
	{ .head = "校验", .cols = 6 },
};

/* ---- values ---- */

/* A value as a person reads it: codes by their names. */
static const char *
value_words(const struct city *c, enum ticket_field f, const char *value, char *buf, size_t size)
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
	now = value_words(c, f, now, b, sizeof(b));
	was = value_words(c, f, was, a, sizeof(a));
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
ticket_trace_text(
    const struct desk *d, const char *category, const struct event *ev, struct str *out)
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
ticket_trace_who(const struct city *c, const struct event *ev, char *out, size_t size)
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

/* ---- the list ---- */

static void
cell_check(const struct dossier *s, size_t row, struct list_cell *out)
{
	const struct event *ev = &s->ev[row];

	if (ev->seq == 0) {
		out->text = "待送";
	} else if (s->bad != 0 && ev->seq == s->bad) {
		out->text = "!!不符";
		out->role = ROLE_OVERDUE;
	} else if (row < (size_t)s->checked && (s->bad == 0 || ev->seq < s->bad)) {
		out->text = "相符";
	} else {
		out->text = "未核";
	}
}

static void
one_line(char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		if (*s == '\n' || *s == '\t')
			*s = ' ';
}

void
ticket_trace_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	struct dossier *s = ctx;
	const struct event *ev = &s->ev[row];

	out->text = out->buf;
	switch (col) {
	case 0:
		(void)civil_format(ev->at,
		    s->trace.cols == ticket_trace_wide ? "%m-%d %H:%M:%S" : "%m-%d %H:%M", out->buf,
		    sizeof(out->buf));
		break;
	case 1:
		out->text = event_info((enum event_kind)ev->kind)->label;
		break;
	case 2:
		ticket_trace_who(s->desk->city, ev, out->buf, sizeof(out->buf));
		break;
	case 3:
		str_reset(&s->line);
		ticket_trace_text(s->desk, fields_get(&s->t.f, TF_CATEGORY), ev, &s->line);
		if (ev->offline)
			str_add(&s->line, " (断线时办理)");
		one_line(s->line.s);
		out->text = str_c(&s->line);
		break;
	default:
		cell_check(s, row, out);
		break;
	}
}

/* ---- the matter as a whole ---- */

void
ticket_trace_matter(const struct dossier *s, struct str *out)
{
	/* what stands in the head of the screen, or only serves the machine */
	static const enum ticket_field elsewhere[] = { TF_NO, TF_TITLE, TF_CALL_ID, TF_UNIT_BASIS,
		TF_RELATED };
	const struct fields *f = &s->t.f;

	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);
		const char *value = fields_get(f, (enum ticket_field)i);
		char buf[160];
		bool skip = *value == '\0' || info->part == PART_IDENTITY;

		for (size_t k = 0; k < sizeof(elsewhere) / sizeof(elsewhere[0]); k++)
			skip = skip || elsewhere[k] == (enum ticket_field)i;
		if (skip)
			continue;
		if (i == TF_EXTRA) {
			str_addf(out, "%s: ", info->label);
			extra_words(s->desk->city, fields_get(f, TF_CATEGORY), value, out);
			str_add_c(out, '\n');
			continue;
		}
		str_addf(out, "%s: %s\n", info->label,
		    value_words(s->desk->city, (enum ticket_field)i, value, buf, sizeof(buf)));
	}
}
