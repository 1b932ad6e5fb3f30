/* POST /v1/records: desk records, sent by the seats where they were written, also those from while the line was down. Each
 * row is judged alone: one that the centre will not have of its author is named in the answer and holds up no other. */
#include <stdlib.h>

#include "api_p.h"
#include "server/core/desk.h"
#include "wire/record_json.h"

struct records {
	struct record_list list;
	struct record_answer answer;
};

static void
refuse(struct record_answer *a, const struct record *r, const struct err *why)
{
	struct record_refused *x = &a->refused[a->count++];

	*x = (struct record_refused){ .code = why->code };
	str_copy(x->id, sizeof(x->id), r->id);
	str_copy(x->detail, sizeof(x->detail), why->text);
}

static enum err_code
keep(struct api_job *j, struct core *c, struct err *e)
{
	struct records *d = j->data;

	d->answer.kept = 0;
	d->answer.count = 0;
	for (size_t i = 0; i < d->list.count; i++) {
		struct err why = { 0 };
		enum err_code rc = core_desk(c, j->call->who.device.id, &d->list.rows[i], &why);
		if (rc == ERR_OK) {
			d->answer.kept++;
		} else if (rc == ERR_FORBIDDEN) {
			refuse(&d->answer, &d->list.rows[i], &why);
		} else {
			*e = why;
			return rc;
		}
	}
	return ERR_OK;
}

static void
kept(struct api_job *j)
{
	const struct records *d = j->data;
	struct str body = { 0 };

	record_answer_write(&d->answer, &body);
	j->call->answer(j->call, 200, &body, 0);
}

static void
drop(struct records *d)
{
	record_list_free(&d->list);
	record_answer_free(&d->answer);
	free(d);
}

static void
forget(struct api_job *j)
{
	drop(j->data);
}

void
api_records_post(struct api *a, struct api_call *c)
{
	struct records *d = api_calloc(c, sizeof(*d));
	struct err e = { 0 };

	(void)a;
	if (d == NULL)
		return;
	if (record_json_read(c->rq.body, c->rq.body_bytes, &d->list, &e) == ERR_OK) {
		d->answer.refused = calloc(d->list.count + 1, sizeof(*d->answer.refused));
		if (d->answer.refused == NULL)
			err_set(&e, ERR_NO_MEMORY, NULL);
	}
	if (e.code != ERR_OK) {
		drop(d);
		api_fail(c, &e);
		return;
	}
	api_write(c, keep, kept, forget, d);
}
