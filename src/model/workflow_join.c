/* workflow_join.c: the conditions of joining one ticket to another (practice A9): the same person or the same place, a
 * master that is open or was closed not long ago, no circle, a report never into what is none. Guards, as in
 * workflow_guard.c.
 *
 * Not here: two edits of one ticket (merge.c), the effects (apply_unit.c). */
#include "workflow_p.h"

#include <string.h>

#include "base/clock.h"
#include "model/mask.h"

#define MASTER_DAYS  30
#define PHONE_DIGITS 7 /* fewer are short numbers that many share */
#define DAY_MS       86400000LL
#define TOWN_DIGITS  9 /* of an area's code */

static bool
same_phone(const struct fields *a, const struct fields *b)
{
	static const enum ticket_field phones[] = { TF_CONTACT_PHONE, TF_CALLER_PHONE };
	char one[24], two[24];

	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			if (mask_phone_normal(fields_get(a, phones[i]), one, sizeof(one)) >=
				PHONE_DIGITS &&
			    mask_phone_normal(fields_get(b, phones[k]), two, sizeof(two)) > 0 &&
			    strcmp(one, two) == 0)
				return true;
	return false;
}

static bool
same(const struct fields *a, const struct fields *b, enum ticket_field f)
{
	return values_ink(fields_get(a, f)) > 0 && strcmp(fields_get(a, f), fields_get(b, f)) == 0;
}

/* The same town says enough of one kind of thing: the water of two houses, told under two communities. */
static bool
same_town(const struct fields *a, const struct fields *b)
{
	const char *one = fields_get(a, TF_AREA), *two = fields_get(b, TF_AREA);

	return strlen(one) >= TOWN_DIGITS && strncmp(one, two, TOWN_DIGITS) == 0;
}

static bool
same_matter(const struct fields *a, const struct fields *b)
{
	return same_phone(a, b) || (same(a, b, TF_AREA) && same(a, b, TF_ADDRESS)) ||
	       ((same(a, b, TF_AREA) || same_town(a, b)) && same(a, b, TF_CATEGORY));
}

static bool
is_report(const struct ticket *t)
{
	return strcmp(fields_get(&t->f, TF_TYPE), "report") == 0;
}

static enum err_code
master_stands(const struct ask *q, const struct ticket *m, struct err *e)
{
	if (m->state == STATE_MERGED)
		return ask_refuse_arg(e, EA_OTHER,
		    strcmp(m->merged_into, q->t->id) == 0
			? "那张工单已经并入这一张, 不能互相并入"
			: "那张工单自己也已并入别的工单, 请并到它的主单");
	if (ticket_is_open(m) ||
	    (m->state == STATE_CLOSED && q->env->now - m->closed_at <= MASTER_DAYS * DAY_MS))
		return ERR_OK;
	return ask_refuse_arg(e, EA_OTHER,
	    m->state == STATE_CLOSED || m->state == STATE_ARCHIVED
		? "那张工单办结已超过30天, 不能并入, 请单独派单并注明关联"
		: "那张工单没有在办, 不能并入, 请单独派单");
}

enum err_code
guard_merge(const struct ask *q, struct err *e)
{
	const struct ticket *m = q->env->other;
	const char *id = ask_arg(q, EA_OTHER);
	enum err_code code;

	if (*id == '\0')
		return ask_refuse_arg(e, EA_OTHER, "请写并入哪一张工单: 单号或后六位");
	if (strcmp(id, q->t->id) == 0 || (m != NULL && strcmp(m->id, q->t->id) == 0))
		return ask_refuse_arg(e, EA_OTHER, "不能并入自己, 请选另一张工单");
	if (m == NULL && !q->env->at_centre)
		return ERR_OK; /* the centre knows it, and decides */
	if (m == NULL) {
		(void)err_set(e, ERR_NOT_FOUND, "没有找到要并入的工单, 请核对单号");
		(void)err_at(e, "%s", arg_info(EA_OTHER)->json);
		return ERR_NOT_FOUND;
	}
	if ((code = master_stands(q, m, e)) != ERR_OK)
		return code;
	if (is_report(q->t) && !is_report(m))
		return ask_refuse_arg(e, EA_OTHER, "举报件不能并入其他类型的工单, 请单独办理");
	if (!same_matter(&q->t->f, &m->f))
		return ask_refuse_arg(
		    e, EA_OTHER, "两张工单不是同一诉求人, 也不是同一地点的同一类事, 不能并单");
	return ERR_OK;
}

enum err_code
guard_follow(const struct ask *q, struct err *e)
{
	const bool joined = *ask_arg(q, EA_OTHER) != '\0';

	if (!joined && strcmp(ask_arg(q, EA_KIND), WORKFLOW_CALLER) == 0 &&
	    values_ink(ask_arg(q, EA_NOTE)) == 0)
		return ask_refuse_arg(e, EA_NOTE, "请写一句来电人说的情况");
	if (joined == ask_role(q, ROLE_BIT(SYSTEM)))
		return ERR_OK;
	return ask_refuse_arg(
	    e, EA_OTHER, joined ? "并入的工单由中心记录, 请用“并单”" : "请写明并入的是哪一张工单");
}
