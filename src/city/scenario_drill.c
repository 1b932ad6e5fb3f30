/* The tickets of a drill, and those a caller told of before, against a city: whether it has those people in those roles, and the
 * codes and telephone numbers. Not here: whether the rules of the hotline allow what is done to them (model/rehearse.h). */
#include <string.h>

#include "model/deed.h"
#include "scenario_p.h"

static const struct city_user *
person(const struct judging *j, const char *job_no)
{
	for (size_t i = 0; i < j->users.n_users; i++)
		if (strcmp(j->users.users[i].job_no, job_no) == 0)
			return &j->users.users[i];
	return NULL;
}

static bool
has_any_role(const struct city_user *u, uint32_t roles)
{
	uint32_t has = 0;

	return roles_parse(u->roles, &has) && (has & roles) != 0;
}

static void
judge_person(struct judging *j, const char *job_no, uint32_t roles, const char *key, int line)
{
	const struct city_user *u = person(j, job_no);

	if (u == NULL)
		scenario_say(j, line, "“%s”没有这个工号: %s", key, job_no);
	else if (!has_any_role(u, roles))
		scenario_say(j, line, "“%s”的 %s %s 没有这个岗位", key, job_no, u->name);
}

static void
judge_values(struct judging *j, enum event_kind k, const struct drill_values *said, int line)
{
	for (int i = 0; i < said->n; i++) {
		const struct deed_ask *row = deed_ask_of(k, said->v[i].arg);

		if (row != NULL && row->kind == DEED_UNIT && !scenario_has_unit(j, said->v[i].text))
			scenario_say(j, line, "没有这个单位: %s", said->v[i].text);
		if (row != NULL && row->kind == DEED_PERSON && person(j, said->v[i].text) == NULL)
			scenario_say(j, line, "没有这个工号: %s", said->v[i].text);
	}
}

static void
judge_cases(struct judging *j, const struct drill *d)
{
	static const enum ticket_field phones[] = { TF_CONTACT_PHONE, TF_CALLER_PHONE };

	for (int i = 0; i < d->n_tickets; i++) {
		const struct fields *f = &d->ticket[i].f;
		const int line = d->ticket[i].line;

		if (!scenario_has_category(j, fields_get(f, TF_CATEGORY)))
			scenario_say(j, line, "没有这个分类: %s", fields_get(f, TF_CATEGORY));
		if (!scenario_has_area(j, fields_get(f, TF_AREA)))
			scenario_say(j, line, "没有这个区域: %s", fields_get(f, TF_AREA));
		for (int p = 0; p < 2; p++) {
			const char *no = fields_get(f, phones[p]);

			if (no[0] != '\0' && !numbers_has(&j->numbers, no, strlen(no)))
				scenario_say(j, line, SCENARIO_STRANGE_NUMBER, (int)strlen(no), no);
		}
	}
}

static void
judge_pasts(struct judging *j, const struct drill *d)
{
	for (int i = 0; i < d->n_pasts; i++) {
		judge_person(j, d->past[i].by, event_info(d->past[i].event)->actors,
		    event_info(d->past[i].event)->label, d->past[i].line);
		judge_values(j, d->past[i].event, &d->past[i].said, d->past[i].line);
	}
}

/* The older tickets of a caller. */
void
scenario_judge_before(struct judging *j, const struct drill *d)
{
	for (int i = 0; i < d->n_tickets; i++) {
		const struct drill_ticket *t = &d->ticket[i];

		judge_person(j, t->agent, ROLE_BIT(AGENT) | ROLE_BIT(SENIOR), "登记", t->line);
		if (t->dispatcher[0] != '\0')
			judge_person(j, t->dispatcher, ROLE_BIT(DISPATCHER), "派单", t->line);
	}
	judge_cases(j, d);
	judge_pasts(j, d);
}

void
scenario_judge_drill(struct judging *j, const struct drill *d)
{
	const struct city_user *u = person(j, d->job_no);

	judge_person(j, d->job_no, 1u << d->role, "工号", d->line);
	judge_person(j, d->agent, ROLE_BIT(AGENT) | ROLE_BIT(SENIOR), "登记", d->line);
	judge_person(j, d->dispatcher, ROLE_BIT(DISPATCHER), "派单", d->line);
	if (u != NULL && d->unit[0] != '\0' && strcmp(u->units, d->unit) != 0)
		scenario_say(j, d->line, "%s %s 的单位是 %s", d->job_no, u->name, u->units);
	judge_cases(j, d);
	judge_pasts(j, d);
	for (int i = 0; i < d->n_steps; i++)
		judge_values(j, d->step[i].event, &d->step[i].said, d->step[i].line);
}
