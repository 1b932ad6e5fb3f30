/* Looks at identities, reported by the seats where they were made, also while the line was down. Every row is kept as it
 * comes: a look that is refused here would be one that nobody hears of. */
#include <stdlib.h>

#include "api_p.h"
#include "wire/audit_json.h"

static enum err_code
keep(struct api_job *j, struct core *c, struct err *e)
{
	const struct audit_list *l = j->data;
	enum err_code rc = ERR_OK;

	for (size_t i = 0; i < l->count && rc == ERR_OK; i++) {
		const struct audit_row *from = &l->rows[i];
		struct store_audit row = { .at = from->at };

		str_copy(row.id, sizeof(row.id), from->id);
		str_copy(row.user, sizeof(row.user), from->user);
		str_copy(row.device, sizeof(row.device), j->call->who.device.id);
		str_copy(row.action, sizeof(row.action), from->action);
		str_copy(row.object, sizeof(row.object), from->object);
		str_copy(row.reason, sizeof(row.reason), from->reason);
		rc = store_audit_add(c->store, &row, e);
	}
	return rc;
}

static void
kept(struct api_job *j)
{
	const struct audit_list *l = j->data;
	struct str body = { 0 };

	str_addf(&body, "{\"kept\":%zu}", l->count);
	j->call->answer(j->call, 200, &body, 0);
}

static void
drop(void *list)
{
	audit_list_free(list);
	free(list);
}

static enum err_code
read_list(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	(void)a;
	return audit_json_read(c->rq.body, c->rq.body_bytes, data, e);
}

void
api_audit_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct audit_list), read_list, keep, kept,
		drop };

	api_act(a, c, &act);
}
