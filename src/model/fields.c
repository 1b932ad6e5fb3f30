/* fields.c: the values that people write into a ticket, keyed by enum ticket_field.
 *
 * One array of strings serves the form, the draft, the journal, the wire, the database and the printed sheet; the
 * table TICKET_FIELDS says everything else about a field. NULL means "not touched", "" means "emptied by a person":
 * the difference is what lets two edits be merged field by field.
 *
 * Not here: what a value must look like (workflow_guard.c), how two edits merge (merge.c), Chinese of codes (enum.c). */
#include "model/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/str.h"

static const struct field_info table[TF_COUNT] = {
#define X(name, json, label, part, class, kind, chars) \
	[TF_##name] = { json, label, PART_##part, CLASS_##class, KIND_##kind, chars },
	TICKET_FIELDS(X)
#undef X
};

const struct field_info *
field_info(enum ticket_field f)
{
	return &table[f];
}

int
field_by_json(const char *json)
{
	for (int i = 0; json != NULL && i < TF_COUNT; i++)
		if (strcmp(table[i].json, json) == 0)
			return i;
	return -1;
}

int
field_by_label(const char *label)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (strcmp(table[i].label, label) == 0)
			return i;
	return -1;
}

static void
drop(struct fields *f, int i)
{
	/* Names and phones do not stay behind in freed memory. */
	if (f->v[i] != NULL && table[i].part == PART_IDENTITY)
		secret_wipe(f->v[i], strlen(f->v[i]));
	free(f->v[i]);
	f->v[i] = NULL;
}

void
fields_free(struct fields *f)
{
	for (int i = 0; i < TF_COUNT; i++)
		drop(f, i);
}

bool
fields_set(struct fields *f, enum ticket_field which, const char *value)
{
	char *copy = str_dup(value);

	if (copy == NULL && value != NULL)
		return false;
	drop(f, (int)which);
	f->v[which] = copy;
	return true;
}

const char *
fields_get(const struct fields *f, enum ticket_field which)
{
	return f->v[which] != NULL ? f->v[which] : "";
}

bool
fields_empty(const struct fields *f)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (*fields_get(f, (enum ticket_field)i) != '\0')
			return false;
	return true;
}

bool
fields_copy(struct fields *to, const struct fields *from)
{
	if (to == from)
		return true;
	for (int i = 0; i < TF_COUNT; i++)
		if (!fields_set(to, (enum ticket_field)i, from->v[i]))
			return false;
	return true;
}

bool
fields_equal(const struct fields *a, const struct fields *b)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (!str_eq(a->v[i], b->v[i]))
			return false;
	return true;
}

void
fields_drop_identity(struct fields *f)
{
	for (int i = 0; i < TF_COUNT; i++)
		if (table[i].part == PART_IDENTITY)
			drop(f, i);
}
