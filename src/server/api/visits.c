/* POST /v1/admin/visits: the result of one call-back, from a gateway. Each is a request of its own, so that a bad one stops
 * no other and is refused with its own sentence. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "server/core/visit.h"
#include "wire/admin_json.h"

struct visit {
	struct admin_visit m;
	struct args args;
	struct core_visited done;
};

static enum err_code
put_visit(struct api_job *j, struct core *c, struct err *e)
{
	struct visit *v = j->data;
	const struct core_visit ask = {
		.no = v->m.ticket_no, .at = v->m.at, .args = &v->args, .dry_run = v->m.dry_run
	};

	return core_visit(c, &ask, &v->done, e);
}

static void
visited(struct api_job *j)
{
	const struct visit *v = j->data;
	struct admin_visited answer = { .step = "" };
	struct str body = { 0 };

	if (!v->done.again)
		str_copy(answer.step, sizeof(answer.step), event_info(v->done.kind)->json);
	admin_visited_write(&answer, &body);
	j->call->answer(j->call, 200, &body, 0);
}

static void
drop(void *visit)
{
	struct visit *v = visit;

	args_free(&v->args);
	free(v);
}

static enum err_code
read_visit(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct visit *v = data;
	const struct {
		enum event_arg arg;
		const char *value;
	} said[] = {
		{ EA_METHOD, v->m.method },
		{ EA_SOLVED, v->m.solved },
		{ EA_STARS, v->m.stars },
		{ EA_MANNER, v->m.manner },
		{ EA_SUMMARY, v->m.words },
		{ EA_RESULT, v->m.result },
	};
	enum err_code rc = admin_visit_read(c->rq.body, c->rq.body_bytes, &v->m, e);

	(void)a;
	for (size_t i = 0; rc == ERR_OK && i < sizeof(said) / sizeof(said[0]); i++)
		if (said[i].value[0] != '\0' && !args_set(&v->args, said[i].arg, said[i].value))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc;
}

void
api_admin_visit(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct visit), read_visit, put_visit, visited,
		drop };

	api_act(a, c, &act);
}
