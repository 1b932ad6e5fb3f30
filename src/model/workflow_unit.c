/* workflow_unit.c: the conditions of who does it: which unit's people may take which step. Guards, as in
 * workflow_guard.c.
 *
 * Not here: what a reply or an extension must bring (workflow_reply.c), the effects (apply_unit.c). */
#include "workflow_p.h"

enum err_code
guard_lead(const struct ask *q, struct err *e)
{
	const struct assignment *part;

	if (ask_role(q, q->row->actors & ~(uint32_t)ROLES_UNIT))
		return ERR_OK;
	part = workflow_part(q->t, q->who->unit, q->env->city);
	if (part != NULL && part->role == ASSIGN_LEAD)
		return ERR_OK;
	return err_set(e, ERR_FORBIDDEN,
	    "“%s”由主办单位办理; 您所在单位办的是其中一部分, 办好请交“%s”", q->row->label,
	    event_info(EVENT_CO_REPLY)->label);
}
