/* The sections of a drill, as the reader of scenarios meets them: headings that name a ticket and a step, and members whose
 * names are the cells of that step's form. Strict as scenario_read.c is. Not here: whether the parts fit together
 * (drill_check.c). */
#include <stdlib.h>
#include <string.h>

#include "drill_p.h"

bool
drill_is_section(enum scenario_section section)
{
	return section >= IN_DRILL && section <= IN_OLD;
}

/* Of a call what stands before it: [经过] is of either. */
static struct drill *
drill_of(const struct scenario *s, enum scenario_section section)
{
	return section == IN_OLD || (section == IN_PAST && s->drill == NULL) ? s->before : s->drill;
}

void *
drill_base(struct scenario *s, enum scenario_section section)
{
	struct drill *d = drill_of(s, section);

	switch (section) {
	case IN_CASE:
	case IN_OLD:
		return &d->ticket[d->n_tickets - 1];
	case IN_STEP:
		return &d->step[d->n_steps - 1];
	case IN_NEVER:
		return &d->never[d->n_nevers - 1];
	default:
		return d;
	}
}

/* ---- headings ---- */

static enum err_code
begin_drill(struct scenario *s, int line, struct err *e)
{
	if (s->drill != NULL)
		return plain_fail(e, line, "[演练]写了两次");
	s->drill = calloc(1, sizeof(*s->drill));
	if (s->drill == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	s->drill->line = line;
	s->drill->ordered = 1;
	s->drill->par_s = 300;
	s->drill->unit = s->drill->secret = "";
	return ERR_OK;
}

static enum err_code
begin_ticket(struct drill *d, const char *what, char *name, size_t len, int line, struct err *e)
{
	if (len == 0)
		return plain_fail(e, line, "%s要有叫法, 如[%s 甲]", what, what);
	if (drill_ticket(d, name, len) >= 0)
		return plain_fail(e, line, "[%s %.*s]写了两次", what, (int)len, name);
	if (d->n_tickets == DRILL_TICKETS)
		return plain_fail(e, line, "[%s …]最多 %d 段", what, DRILL_TICKETS);
	name[len] = '\0'; /* its heading has been read */
	d->ticket[d->n_tickets++] = (struct drill_ticket){
		.name = name, .unit = "", .agent = "", .dispatcher = "", .last6 = "", .line = line
	};
	return ERR_OK;
}

static enum err_code
begin_old(struct scenario *s, char *name, size_t len, int line, struct err *e)
{
	if (s->before == NULL && (s->before = calloc(1, sizeof(*s->before))) == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	s->before->of_call = true;
	s->before->agent = s->before->dispatcher = s->before->unit = "";
	return begin_ticket(s->before, "旧单", name, len, line, e);
}

/* "甲 联系群众": the ticket, and (${k} not NULL) the step. */
static enum err_code
named(const struct drill *d, const char *rest, size_t len, int line, int *ticket, int *k,
    struct err *e)
{
	size_t n = 0;

	while (n < len && rest[n] != ' ')
		n++;
	*ticket = drill_ticket(d, rest, n);
	if (*ticket < 0)
		return plain_fail(e, line, "前面没有[%s %.*s]这一段", d->of_call ? "旧单" : "工单",
		    (int)n, n > 0 ? rest : "");
	rest += n;
	len -= n;
	scenario_trim(&rest, &len);
	if (k != NULL && (*k = drill_event(rest, len)) < 0)
		return plain_fail(e, line,
		    "没有“%.*s”这个环节, 照屏幕上的叫法写, 如[步骤 甲 联系群众]", (int)len, rest);
	return k == NULL && len > 0 ? plain_fail(e, line, "段名应像[经过 甲]") : ERR_OK;
}

static enum err_code
begin_step(struct drill *d, const char *rest, size_t len, int line, struct err *e)
{
	int ticket = 0, k = 0;

	if (d->n_steps == DRILL_STEPS)
		return plain_fail(e, line, "[步骤 …]最多 %d 段", DRILL_STEPS);
	if (named(d, rest, len, line, &ticket, &k, e) != ERR_OK)
		return ERR_INVALID;
	d->step[d->n_steps++] = (struct drill_step){ .ticket = ticket,
		.event = (enum event_kind)k,
		.rule = "",
		.hint = "",
		.item = DRILL_DONE,
		.fatal = -1,
		.line = line };
	return ERR_OK;
}

static enum err_code
begin_never(struct drill *d, const char *rest, size_t len, int line, struct err *e)
{
	int ticket = 0, k = 0;

	if (d->n_nevers == DRILL_NEVERS)
		return plain_fail(e, line, "[不许 …]最多 %d 段", DRILL_NEVERS);
	if (named(d, rest, len, line, &ticket, &k, e) != ERR_OK)
		return ERR_INVALID;
	d->never[d->n_nevers++] = (struct drill_never){ .ticket = ticket,
		.event = (enum event_kind)k,
		.rule = "",
		.fatal = DRILL_FATAL_AGAINST_RULES,
		.line = line };
	return ERR_OK;
}

enum err_code
drill_begin(struct scenario *s, enum scenario_section section, const char *rest, size_t len,
    int line, struct err *e)
{
	struct drill *d = drill_of(s, section);
	char *name =
	    s->buffer + (rest - s->buffer); /* terminated in place: the buffer is the scenario's */

	if (section == IN_DRILL)
		return begin_drill(s, line, e);
	if (section == IN_OLD)
		return begin_old(s, name, len, line, e);
	if (d == NULL)
		return plain_fail(
		    e, line, "这一段要写在[%s]后面", section == IN_PAST ? "旧单 …" : "演练");
	switch (section) {
	case IN_CASE:
		return begin_ticket(d, "工单", name, len, line, e);
	case IN_PAST:
		return named(d, rest, len, line, &d->past_of, NULL, e);
	case IN_STEP:
		return begin_step(d, rest, len, line, e);
	default:
		return begin_never(d, rest, len, line, e);
	}
}

/* ---- members ---- */

static enum err_code
add_value(enum event_kind k, struct drill_values *to, const char *name, const char *text, int line,
    struct err *e)
{
	int arg = drill_arg(k, name);

	if (arg < 0)
		return plain_fail(
		    e, line, "“%s”没有“%s”这一格, 照屏幕上的叫法写", event_info(k)->label, name);
	if (*text == '\0')
		return plain_fail(e, line, "“%s”不能空", name);
	if (to->n == DRILL_VALUES)
		return plain_fail(e, line, "一步最多写 %d 格", DRILL_VALUES);
	to->v[to->n++] = (struct drill_value){ (enum event_arg)arg, text };
	return ERR_OK;
}

/* The next of what stands apart by ; terminated in place and trimmed; NULL at the end. */
static char *
next_part(char **rest)
{
	while (*rest != NULL) {
		size_t n = 0, skip = 0;
		char *s = *rest;
		const char *from = s;

		while (s[n] != '\0' && skip == 0)
			if (s[n] == ';')
				skip = 1;
			else if (str_starts(s + n, "；"))
				skip = strlen("；");
			else
				n++;
		*rest = skip > 0 ? s + n + skip : NULL;
		scenario_trim(&from, &n);
		s += from - s;
		s[n] = '\0';
		if (n > 0)
			return s;
	}
	return NULL;
}

/* "结果=已联系; 沟通内容=现场|到场" */
static enum err_code
add_pairs(enum event_kind k, struct drill_values *to, char *text, int line, struct err *e)
{
	for (char *part; (part = next_part(&text)) != NULL;) {
		char *equals = strchr(part, '=');

		if (equals == NULL)
			return plain_fail(e, line, "应写成 格子=内容; 格子=内容, 这里是“%s”", part);
		*equals = '\0';
		if (add_value(k, to, part, equals + 1, line, e) != ERR_OK)
			return ERR_INVALID;
	}
	return ERR_OK;
}

/* "催办: 1154; 内容=…" */
static enum err_code
add_past(struct drill *d, const struct scenario_line *l, struct err *e)
{
	struct drill_past *p = &d->past[d->n_pasts];
	int k = drill_event(l->name, strlen(l->name));
	char *rest = l->value, *by;

	if (k < 0)
		return plain_fail(e, l->line, "没有“%s”这个环节, 照屏幕上的叫法写", l->name);
	if (d->n_pasts == DRILL_PASTS)
		return plain_fail(e, l->line, "[经过 …]一共最多 %d 行", DRILL_PASTS);
	by = next_part(&rest);
	if (by == NULL || strchr(by, '=') != NULL)
		return plain_fail(
		    e, l->line, "先写谁办的(工号), 再写内容, 如 催办: 1154; 内容=没有人来");
	*p = (struct drill_past){
		.ticket = d->past_of, .event = (enum event_kind)k, .by = by, .line = l->line
	};
	d->n_pasts++;
	return rest != NULL ? add_pairs(p->event, &p->said, rest, l->line, e) : ERR_OK;
}

static enum err_code
add_taken(struct drill_ticket *t, const struct scenario_line *l, struct err *e)
{
	if (t->taken_ago != 0)
		return plain_fail(e, l->line, "“%s”写了两次", l->name);
	return drill_span(l->value, "前", &t->taken_ago)
		   ? ERR_OK
		   : plain_fail(
			 e, l->line, "“%s”应写成 20天前、3小时前, 这里是“%s”", l->name, l->value);
}

enum err_code
drill_member(
    struct scenario *s, enum scenario_section section, const struct scenario_line *l, struct err *e)
{
	struct drill *d = drill_of(s, section);

	if (section == IN_PAST)
		return add_past(d, l, e);
	if ((section == IN_CASE || section == IN_OLD) && strcmp(l->name, "受理") == 0)
		return add_taken(&d->ticket[d->n_tickets - 1], l, e);
	if (section == IN_CASE || section == IN_OLD)
		return scenario_field(l, &d->ticket[d->n_tickets - 1].f, e);
	if (section == IN_STEP) {
		struct drill_step *x = &d->step[d->n_steps - 1];

		return strcmp(l->name, "要有") == 0
			   ? add_pairs(x->event, &x->wants, l->value, l->line, e)
			   : add_value(x->event, &x->said, l->name, l->value, l->line, e);
	}
	if (section == IN_NEVER && strcmp(l->name, "要是") == 0) {
		struct drill_never *x = &d->never[d->n_nevers - 1];

		return add_pairs(x->event, &x->wants, l->value, l->line, e);
	}
	return plain_fail(e, l->line, "这一段没有“%s”这一项", l->name);
}
