/* /v1/records: desk records, sent by the seats where they were written, also those from while the line was down. Each
 * row is judged alone: one that the centre will not have of its author is named in the answer and holds up no other. And what
 * a person's seat gets back of what others wrote: scores, disputes, lots, handovers (model/record.h says who reads them). */
#include <stdlib.h>

#include "api_p.h"
#include "base/limits.h"
#include "model/zero_report.h"
#include "server/core/desk.h"
#include "server/store/records.h"
#include "wire/record_json.h"

#define PAGE_BYTES \
	(LIMIT_BODY_BYTES - 16384) /* what a seat reads, with room for what stands round the rows */
#define SHARED_MS (90LL * 24 * 3600 * 1000) /* as long as a seat keeps them */

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
drop(void *records)
{
	struct records *d = records;

	record_list_free(&d->list);
	record_answer_free(&d->answer);
	free(d);
}

static enum err_code
read_records(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct records *d = data;
	enum err_code rc = record_json_read(c->rq.body, c->rq.body_bytes, &d->list, e);

	(void)a;
	if (rc != ERR_OK)
		return rc;
	d->answer.refused = calloc(d->list.count + 1, sizeof(*d->answer.refused));
	return d->answer.refused != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

void
api_records_post(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct records), read_records, keep, kept,
		drop };

	api_act(a, c, &act);
}

/* ---- what comes back ---- */

struct shared {
	const struct auth_who *who;
	struct record_page page;
	size_t most, seen, bytes;
	struct err *e;
};

/* Rows that are not this person's are passed over; after a while the page ends all the same, so that no reader is held
 * long. */
static bool
share(void *arg, const struct record *r, int64_t seq)
{
	struct shared *x = arg;

	const bool theirs = record_may_read(r, x->who->user.job_no, x->who->roles) ||
			    zero_report_is_of(r, x->who->user.unit);
	const size_t bytes = theirs ? record_json_most(r) : 0;

	if (x->page.count == x->most || x->seen == 20 * x->most ||
	    (x->page.count > 0 && x->bytes + bytes > PAGE_BYTES)) {
		x->page.more = true;
		return false;
	}
	x->seen++;
	x->bytes += bytes;
	x->page.next = seq;
	if (!theirs)
		return true;
	if (record_copy(&x->page.rows[x->page.count], r))
		x->page.count++;
	else
		err_set(x->e, ERR_NO_MEMORY, NULL);
	return x->e->code == ERR_OK;
}

static enum err_code
read_shared(struct api *a, const struct api_call *c, struct shared *x, struct err *e)
{
	long long after = 0, limit = RECORD_ROWS;
	struct store *s;

	if (api_query_int(c, "after", 0, 0, INT64_MAX, &after, e) != ERR_OK ||
	    api_query_int(c, "limit", RECORD_ROWS, 1, RECORD_ROWS, &limit, e) != ERR_OK)
		return e->code;
	x->most = (size_t)limit;
	x->page.next = after;
	x->page.rows = calloc(x->most, sizeof(*x->page.rows));
	if (x->page.rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	s = api_reader_take(a, e);
	if (s == NULL)
		return e->code;
	(void)store_records_shared(s, after, api_now(a) - SHARED_MS, share, x, e);
	api_reader_give(a, s);
	return e->code;
}

void
api_records_get(struct api *a, struct api_call *c)
{
	struct err e = { 0 };
	struct shared x = { .who = &c->who, .e = &e };
	struct str body = { 0 };

	if (read_shared(a, c, &x, &e) == ERR_OK)
		record_page_write(&x.page, &body);
	record_page_free(&x.page);
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else
		c->answer(c, 200, &body, 0);
	str_free(&body);
}
