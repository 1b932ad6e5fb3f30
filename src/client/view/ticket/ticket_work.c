/* ticket_work.c: who works on a ticket and what stands against it: the units with their parts, what waits for a decision,
 * supervision, cards, a limit that stands still; and the counts. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/card.h"
#include "ticket_p.h"

#define WIDE 110

static void
flow_count(struct ticket_flow *f, const char *label, int n)
{
	char value[16];

	(void)snprintf(value, sizeof(value), "%d", n);
	ticket_flow_pair(f, label, value);
}

static void
draw_missing(const struct dossier *s, struct ticket_flow *f)
{
	struct str text = { 0 }, names = { 0 };

	if (workflow_wants(s->desk->city, &s->t.f, TF_COUNT, &names) > 0)
		str_addf(&text, "还缺: %s", str_c(&names));
	else
		str_add(&text, "该填的已齐, 请补全后送派单");
	str_free(&names);
	ticket_flow_text(f, ROLE_NEAR, str_c(&text));
	str_free(&text);
	flow_count(f, "联系", s->t.contact_count);
}

/* "主办 市政管理处 已签收 11-20 08:30前": every part that is open, the lead first. */
static void
draw_parts(const struct dossier *s, struct ticket_flow *f)
{
	const struct city *c = s->desk->city;

	for (int role = 0; role < ASSIGN_ROLE_COUNT; role++)
		for (int i = 0; i < s->t.n_assign; i++) {
			const struct assignment *a = &s->t.assign[i];
			char due[48] = "", text[192];

			if ((int)a->role != role || !assignment_is_open(a))
				continue;
			if (a->due != 0)
				(void)civil_format(a->due, " %m-%d %H:%M前", due, sizeof(due));
			(void)snprintf(text, sizeof(text), "%s %s %s%s", assign_role_label(a->role),
			    c != NULL ? city_unit_name(c, a->unit) : a->unit,
			    assign_state_label(a->state), due);
			ticket_flow_text(f, ROLE_VALUE, text);
		}
}

/* What waits for somebody's decision, and what stands against the ticket. */
static void
draw_marks(const struct dossier *s, struct ticket_flow *f)
{
	static const char *const levels[] = { "", "", "督办中", "提级督办" };
	const struct ticket *t = &s->t;
	char text[128], when[32];

	for (int i = 0; i < REQUEST_COUNT; i++)
		if (t->request[i].at != 0) {
			(void)snprintf(text, sizeof(text), "待定: %s(%s)",
			    request_label((enum ticket_request)i),
			    civil_format(t->request[i].at, "%m-%d %H:%M", when, sizeof(when)));
			ticket_flow_text(f, ROLE_NEAR, text);
		}
	if (t->supervise_level >= 2 && t->supervise_level <= 3)
		ticket_flow_text(f, ROLE_NEAR, levels[t->supervise_level]);
	if (t->card != CARD_NONE)
		ticket_flow_text(f, ROLE_OVERDUE, card_label(t->card));
	if (t->state == STATE_SUSPENDED) {
		(void)snprintf(text, sizeof(text), "挂起到 %s: %s",
		    civil_format(t->pause_until, "%m-%d %H:%M", when, sizeof(when)),
		    deed_choice_label(EVENT_SUSPEND, EA_REASON_CODE, t->pause_cause));
		ticket_flow_text(f, ROLE_NEAR, text);
	}
	if (t->designated)
		ticket_flow_text(f, ROLE_VALUE, "指定承办");
	if (t->sensitive)
		ticket_flow_text(f, ROLE_NEAR, "重要信息");
	if (t->excluded)
		ticket_flow_text(f, ROLE_DIM, "已剔除");
	if (t->follow_count > 0) {
		(void)snprintf(text, sizeof(text), "并入%d件", t->follow_count);
		ticket_flow_text(f, ROLE_VALUE, text);
	}
}

static void
draw_counts(const struct dossier *s, struct ticket_flow *f)
{
	const struct ticket *t = &s->t;
	char when[64];

	if (t->first_contact_at != 0) {
		(void)civil_format(t->first_contact_at, "%m-%d %H:%M", when, sizeof(when));
		ticket_flow_pair(f, "首次联系", when);
	}
	if (t->dispatch_count > 0) {
		flow_count(f, "派单", t->dispatch_count);
		flow_count(f, "退单", t->return_count);
		flow_count(f, "延期", t->ext_count);
	}
	flow_count(f, "催办", t->urge_count);
	flow_count(f, "补充", t->supplement_count);
	ticket_flow_pair(f, "录音", fields_get(&t->f, TF_RECORDING)[0] != '\0' ? "有" : "");
}

int
ticket_work_draw(const struct dossier *s, struct canvas *c, struct rect at)
{
	const struct ticket *t = &s->t;
	const char *unit = t->lead_unit[0] != '\0' ? t->lead_unit : fields_get(&t->f, TF_UNIT);
	struct ticket_flow f = { .c = c, .at = at, .col = at.col };

	f.at.rows = at.cols >= WIDE ? 4 : 3;
	if (t->state == STATE_INCOMPLETE) {
		draw_missing(s, &f);
		return ticket_flow_end(&f);
	}
	ticket_flow_text(&f, ROLE_NEAR, part_owed_words(t, unit));
	draw_parts(s, &f);
	if (ticket_lead(t) == NULL) {
		unit = s->desk->city != NULL ? city_unit_name(s->desk->city, unit) : unit;
		ticket_flow_pair(
		    &f, t->lead_unit[0] != '\0' ? "承办" : "建议承办", *unit != '\0' ? unit : "-");
	}
	draw_marks(s, &f);
	draw_counts(s, &f);
	return ticket_flow_end(&f);
}
