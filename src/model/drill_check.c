/* Whether the parts of a drill fit together by themselves: a model solution that meets its own conditions, nothing in it that
 * is forbidden. Whether the rules of the hotline allow it is seen when it is rehearsed (drill_rehearse.c). */
#include <string.h>

#include "drill_p.h"

static bool
set_default(struct fields *f, enum ticket_field field, const char *value)
{
	return f->v[field] != NULL || fields_set(f, field, value);
}

enum err_code
drill_complete(struct scenario *s, struct err *e)
{
	struct drill *d = s->drill;

	if (s->modes == 0)
		s->modes = 1u << MODE_COACHED | 1u << MODE_DRILL;
	s->answer[0].par_s = d->par_s;
	for (int i = 0; i < d->n_tickets; i++)
		if (!set_default(&d->ticket[i].f, TF_CHANNEL, "phone") ||
		    !set_default(&d->ticket[i].f, TF_URGENCY, "normal"))
			return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

/* An older ticket is the caller's: by his number F4 finds it. */
enum err_code
drill_complete_before(struct scenario *s, struct err *e)
{
	const struct scenario_persona *p = &s->persona;

	for (int i = 0; i < s->before->n_tickets && p->name != NULL && p->phone != NULL; i++) {
		struct fields *f = &s->before->ticket[i].f;

		if (!set_default(f, TF_CHANNEL, "phone") || !set_default(f, TF_URGENCY, "normal") ||
		    !set_default(f, TF_CALLER_PHONE, p->phone) ||
		    !set_default(f, TF_CONTACT_PHONE, p->phone) ||
		    !set_default(f, TF_NAME, p->name) || !set_default(f, TF_CALLED, p->called) ||
		    !set_default(f, TF_CONFIDENTIAL, "0"))
			return err_set(e, ERR_NO_MEMORY, NULL);
	}
	return ERR_OK;
}

/* ---- values ---- */

static enum err_code
check_values(const struct drill *d, enum event_kind k, const struct drill_values *said, int line,
    struct args *out, struct err *e)
{
	const struct drill_names names = { .drill = d, .told = "1" };
	struct err why;

	for (int i = 0; i < said->n; i++)
		for (int other = 0; other < i; other++)
			if (said->v[i].arg == said->v[other].arg)
				return plain_fail(
				    e, line, "“%s”写了两次", drill_label(k, said->v[i].arg));
	return drill_args(k, said, &names, out, &why) == ERR_OK
		   ? ERR_OK
		   : plain_fail(e, line, "%s", why.text);
}

static enum err_code
meets_itself(
    const struct scenario *s, const struct drill_step *x, const struct args *args, struct err *e)
{
	const struct drill_names names = { .drill = s->drill, .told = "1" };

	for (int i = 0; i < x->wants.n; i++)
		if (!drill_fits(x->event, &x->wants.v[i], args, &names))
			return plain_fail(e, x->line, "写的“%s”不合自己的“要有”: %s=%s",
			    drill_label(x->event, x->wants.v[i].arg),
			    drill_label(x->event, x->wants.v[i].arg), x->wants.v[i].text);
	return ERR_OK;
}

static enum err_code
check_step(const struct scenario *s, const struct drill_step *x, struct err *e)
{
	struct args args = { 0 };
	enum err_code rc = check_values(s->drill, x->event, &x->said, x->line, &args, e);

	if (rc == ERR_OK)
		rc = meets_itself(s, x, &args, e);
	args_free(&args);
	if (rc == ERR_OK && x->offline != 0 && s->drill->cut_s == 0)
		rc = plain_fail(e, x->line, "写了“断线时”, [演练]里却没有“断线”");
	if (rc == ERR_OK && x->offline != 0 && event_info(x->event)->offline == OFFLINE_NO)
		rc = plain_fail(
		    e, x->line, "断线时不能“%s”, 这一步要连着中心", event_info(x->event)->label);
	return rc;
}

static enum err_code
check_past(const struct drill *d, const struct drill_past *p, struct err *e)
{
	struct args args = { 0 };
	enum err_code rc = check_values(d, p->event, &p->said, p->line, &args, e);

	args_free(&args);
	return rc;
}

/* What is wanted before a step can be judged. */
static enum err_code
check_whole(const struct scenario *s, struct err *e)
{
	const unsigned may = 1u << MODE_COACHED | 1u << MODE_DRILL;
	const struct drill *d = s->drill;

	if (s->persona.name != NULL || s->opening[0] != '\0' || s->n_facts > 0 ||
	    s->n_utterances > 0 || s->n_matters > 1 || s->answer[0].line > 0)
		return plain_fail(
		    e, d->line, "[演练]没有来电, 不写[来电人][说话][事实][第二件事][标准答案]");
	if ((s->modes & ~may) != 0)
		return plain_fail(e, d->line, "演练的“方式”只有 带练 和 演练");
	if (d->n_tickets == 0)
		return plain_fail(e, s->last_line, "缺少[工单 …], 文件可能没有存完整");
	if (d->n_steps == 0)
		return plain_fail(e, s->last_line, "缺少[步骤 …], 文件可能没有存完整");
	if ((d->cut_at_s > 0) != (d->cut_s > 0))
		return plain_fail(e, d->line, "“断线”和“断线时长”要一起写");
	return ERR_OK;
}

enum err_code
drill_check(const struct scenario *s, struct scenario_notes *n)
{
	const unsigned steps = 1u << IN_CASE | 1u << IN_PAST | 1u << IN_STEP;
	const struct drill *d = s->drill;
	enum err_code rc = ERR_OK;

	if (n->broken[0] == 0)
		rc = scenario_note(n, check_whole(s, n->e));
	if ((n->broken[0] & steps) != 0)
		return rc;
	for (int i = 0; rc == ERR_OK && i < d->n_pasts; i++)
		rc = scenario_note(n, check_past(d, &d->past[i], n->e));
	for (int i = 0; rc == ERR_OK && i < d->n_steps; i++)
		rc = scenario_note(n, check_step(s, &d->step[i], n->e));
	return rc;
}

/* ---- what stands before a call ---- */

static enum err_code
check_old(const struct drill_ticket *t, struct err *e)
{
	static const enum ticket_field must[] = { TF_TITLE, TF_TYPE, TF_CATEGORY, TF_CONTENT };

	if (t->taken_ago == 0)
		return plain_fail(e, t->line, "[旧单 %s]缺少“受理: …”, 如 受理: 15天前", t->name);
	for (size_t i = 0; i < sizeof(must) / sizeof(must[0]); i++)
		if (fields_get(&t->f, must[i])[0] == '\0')
			return plain_fail(e, t->line, "[旧单 %s]缺少“%s: …”", t->name,
			    field_info(must[i])->label);
	if (t->last6[0] != '\0' && (strlen(t->last6) != 6 || strspn(t->last6, "0123456789") != 6))
		return plain_fail(e, t->line, "“后六位”应是 6 个数字, 这里是“%s”", t->last6);
	return ERR_OK;
}

enum err_code
drill_check_before(const struct scenario *s, struct scenario_notes *n)
{
	const struct drill *d = s->before;
	enum err_code rc = ERR_OK;

	if (s->drill != NULL)
		return scenario_note(
		    n, plain_fail(n->e, d->ticket[0].line, "演练里的工单写[工单 …], 不写[旧单 …]"));
	if (s->persona.phone == NULL || (n->broken[0] & (1u << IN_OLD | 1u << IN_PAST)) != 0 ||
	    (n->broken[1] & (1u << IN_OLD | 1u << IN_PAST)) != 0)
		return ERR_OK;
	for (int i = 0; rc == ERR_OK && i < d->n_tickets; i++)
		rc = scenario_note(n, check_old(&d->ticket[i], n->e));
	for (int i = 0; rc == ERR_OK && i < d->n_pasts; i++)
		rc = scenario_note(n, check_past(d, &d->past[i], n->e));
	return rc;
}
