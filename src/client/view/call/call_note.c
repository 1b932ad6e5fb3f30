/* call_note.c: what is written down of a call that is no event of a ticket: whom it was handed to, how it ended, that the
 * caller had to be warned. Who, when and which id are the engine's to fill in. Not here: when any of it is due. */
#include "call_note_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/view/part_p.h"
#include "model/caller_tag.h"

static struct job *
begin(const struct desk *d, enum record_kind kind, const char *call, const char *code)
{
	struct job *j = part_job(d, JOB_RECORD);

	if (j == NULL)
		return NULL;
	j->record.kind = kind;
	(void)str_copy(j->record.call, sizeof(j->record.call), call);
	(void)str_copy(j->record.code, sizeof(j->record.code), code);
	return j;
}

void
call_note_done(struct desk *d, const char *call)
{
	if (strcmp(d->call.id, call) == 0)
		d->call.noted = true;
}

/* How long the call has lasted; only while it is there. */
static int64_t
seconds(const struct desk *d, const char *call)
{
	int64_t s = d->call.active && strcmp(d->call.id, call) == 0
			? (d->now - d->call.since_at) / 1000
			: 0;

	return s < 0 ? 0 : s > RECORD_SECONDS_MOST ? RECORD_SECONDS_MOST : s;
}

uint64_t
call_note_transfer(const struct desk *d, const char *call, const char *ticket,
    const struct transfer_target *t, const char *mode, const char *result)
{
	struct job *j = begin(d, RECORD_TRANSFER, call, mode);

	if (j == NULL)
		return 0;
	(void)str_copy(j->record.ticket, sizeof(j->record.ticket), ticket);
	(void)str_copy(j->record.object, sizeof(j->record.object), t->id);
	(void)str_copy(j->record.result, sizeof(j->record.result), result);
	return d->job(d->app, j);
}

uint64_t
call_note_outcome(
    const struct desk *d, struct call_of of, const char *code, const char *object, const char *text)
{
	struct job *j = begin(d, RECORD_CALL, of.id, code);

	if (j == NULL)
		return 0;
	(void)str_copy(j->record.object, sizeof(j->record.object), object);
	(void)str_copy(j->record.phone, sizeof(j->record.phone), of.phone);
	j->record.seconds = seconds(d, of.id);
	if (!record_set_text(&j->record, text)) {
		job_free(j);
		d->say(d->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		return 0;
	}
	return d->job(d->app, j);
}

const char *
call_note_way(const char *mode)
{
	return strcmp(mode, "tripartite") == 0 ? "tripartite" : "transfer";
}

uint64_t
call_note_abuse(const struct desk *d, int nth)
{
	char code[4];
	struct job *j;

	(void)snprintf(code, sizeof(code), "%d", nth);
	j = begin(d, RECORD_ABUSE, d->call.id, code);
	if (j == NULL)
		return 0;
	(void)str_copy(j->record.phone, sizeof(j->record.phone), d->call.peer);
	return d->job(d->app, j);
}

/* A call without a number is nobody's. */
uint64_t
call_note_nuisance(const struct desk *d, struct call_of of, int before)
{
	struct job *j = part_job(d, JOB_RECORD);
	char reason[80] = "本次提醒三次不听";

	if (j == NULL)
		return 0;
	if (before > 0)
		(void)snprintf(
		    reason, sizeof(reason), "本次提醒三次不听, 近30天还有%d通提醒过", before);
	(void)str_copy(j->record.call, sizeof(j->record.call), of.id);
	if (caller_tag_put(&j->record, CALLER_TAG_NUISANCE, of.phone, d->now, reason) &&
	    caller_tag_check(&j->record, NULL) == ERR_OK)
		return d->job(d->app, j);
	job_free(j);
	return 0;
}
