/* Jobs and news: made, handed over, freed by whoever holds them last. */
#include "client/engine/job.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

struct job *
job_new(enum job_kind kind)
{
	struct job *j = calloc(1, sizeof(*j));

	if (j == NULL)
		return NULL;
	j->kind = kind;
	draft_init(&j->draft);
	return j;
}

void
job_free(struct job *j)
{
	if (j == NULL)
		return;
	secret_wipe(j->password, sizeof(j->password));
	draft_free(&j->draft);
	fields_free(&j->was);
	args_free(&j->args);
	record_free(&j->record);
	if (j->body != NULL)
		secret_wipe(j->body, strlen(j->body));
	free(j->body);
	free(j);
}

void
news_free(struct news *n)
{
	if (n == NULL)
		return;
	fields_free(&n->identity);
	free(n->more);
	if (n->answer != NULL)
		secret_wipe(n->answer, strlen(n->answer));
	free(n->answer);
	free(n);
}
