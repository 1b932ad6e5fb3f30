/* ticket.c: the projection of a ticket's events in memory, and its states.
 *
 * Invariant: nothing here decides anything. Only ticket_apply (apply.c) changes a ticket after ticket_init; this file
 * makes, copies and frees it, and answers what its state is called at the desk and to the public. */
#include "model/ticket.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#define TITLE_CHARS   40 /* as in TICKET_FIELDS: what a list row can show */
#define TITLE_ADDRESS 20 /* the address never crowds out what the matter is */
#define TITLE_WORDS   20 /* of the citizen's words, when there is nothing better */

static const struct {
	const char *json, *label, *open_to_all;
} states[STATE_COUNT] = {
#define X(name, json, zh, public) [STATE_##name] = { json, zh, public },
	TICKET_STATES(X)
#undef X
};

const char *
state_json(enum ticket_state s)
{
	return states[s].json;
}

const char *
state_label(enum ticket_state s)
{
	return states[s].label;
}

const char *
state_public(enum ticket_state s)
{
	return states[s].open_to_all;
}

int
state_by_json(const char *json)
{
	for (int i = 0; json != NULL && i < STATE_COUNT; i++)
		if (strcmp(states[i].json, json) == 0)
			return i;
	return -1;
}

void
ticket_init(struct ticket *t)
{
	*t = (struct ticket){ .state = STATE_NONE };
}

void
ticket_free(struct ticket *t)
{
	fields_free(&t->f);
}

bool
ticket_copy(struct ticket *to, const struct ticket *from)
{
	struct fields f = { { NULL } };

	if (to == from)
		return true;
	if (!fields_copy(&f, &from->f)) {
		fields_free(&f);
		return false;
	}
	fields_free(&to->f);
	*to = *from;
	to->f = f;
	return true;
}

bool
ticket_is_open(const struct ticket *t)
{
	return (STATES_OPEN & (1u << t->state)) != 0;
}

bool
ticket_is_shielded(const struct ticket *t)
{
	return strcmp(fields_get(&t->f, TF_CONFIDENTIAL), "1") == 0 ||
	       strcmp(fields_get(&t->f, TF_ANONYMOUS), "1") == 0 ||
	       strcmp(fields_get(&t->f, TF_TYPE), "report") == 0;
}

void
ticket_public_words(
    const struct ticket *t, const struct ticket *master, const char *body, struct str *out)
{
	enum ticket_state s = t->state;

	/* Waiting for somebody else, for the season, for a plan: to him it is being worked on. */
	if (s == STATE_SUSPENDED && strcmp(t->pause_cause, "await_info") != 0)
		s = STATE_WORKING;
	if (s == STATE_MERGED && master != NULL) {
		str_addf(out, "%s%s, ", state_public(s), fields_get(&master->f, TF_NO));
		ticket_public_words(master, NULL, "", out);
		return;
	}
	str_add(out, s == STATE_MERGED ? "已并入其他工单" : state_public(s));
	if (s == STATE_FORWARDED)
		str_add(out, *body != '\0' ? body : "其他机关");
}

/* Append at most ${chars} characters of the first line of ${s}, after a space; whole or not at all when ${cut} is
 * false. */
static void
title_part(struct str *b, const char *s, size_t chars, bool cut)
{
	size_t line = strcspn(s, "\r\n\t"), used = utf8_count(str_c(b)), n;

	if (line == 0 || used + 2 > TITLE_CHARS)
		return;
	if (used > 0)
		used++;
	if (chars > TITLE_CHARS - used)
		chars = TITLE_CHARS - used;
	n = utf8_head(s, chars);
	if (n < line && !cut)
		return;
	if (b->len > 0)
		str_add_c(b, ' ');
	str_add_n(b, s, n < line ? n : line);
}

void
ticket_auto_title(const struct fields *f, const char *category_name, char *out, int size)
{
	struct str b = { 0 };

	title_part(&b, fields_get(f, TF_ADDRESS), TITLE_ADDRESS, true);
	title_part(&b, fields_get(f, TF_SUBJECT), TITLE_CHARS / 4, false);
	if (category_name != NULL)
		title_part(&b, category_name, TITLE_CHARS, true);
	if (category_name == NULL || *category_name == '\0')
		title_part(&b, fields_get(f, TF_CONTENT), TITLE_WORDS, true);
	(void)str_copy(out, (size_t)size, str_c(&b));
	str_free(&b);
}
