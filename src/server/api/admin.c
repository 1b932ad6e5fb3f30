/* What all acts of administration have in common: who did it stands in the audit log, written in the same batch as what
 * was done, so that neither is ever there without the other. */
#include <string.h>

#include "api_p.h"

const char *
admin_by(const struct api_job *j)
{
	return j->call->who.has_session ? j->call->who.user.job_no : "system";
}

enum err_code
admin_audit(struct api_job *j, struct core *c, const char *action, const char *object,
    const char *reason, struct err *e)
{
	struct store_audit row = { .at = c->now };
	uint8_t random[10];

	c->random(c->random_arg, random, sizeof(random));
	id_make(row.id, c->now, random);
	str_copy(row.user, sizeof(row.user), admin_by(j));
	str_copy(row.device, sizeof(row.device), j->call->who.device.id);
	str_copy(row.action, sizeof(row.action), action);
	str_copy(row.object, sizeof(row.object), object);
	str_copy(row.reason, sizeof(row.reason), reason);
	return store_audit_add(c->store, &row, e);
}

void
admin_done(struct api_job *j)
{
	struct str body = { 0 };

	j->call->answer(j->call, 204, &body, 0);
}
