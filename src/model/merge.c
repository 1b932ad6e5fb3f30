/* merge.c: two people changed the same ticket, at least one of them without seeing the other (protocol rule 6).
 *
 * Field by field, by what the author saw there before: a field nobody else touched is applied, an equal one needs
 * nothing, sets are united by what was added and taken away, and of the rest the centre's value stays and ours is
 * handed back as lost, to be shown as a conflict (SCALAR, FIXED) or kept as a note (TEXT). Nothing is dropped. */
#include "model/members.h"
#include "model/workflow.h"

#include "base/str.h"

/* A set never loses: the value that holds both changes. false without memory. */
static bool
unite(struct fields *merged, enum ticket_field f, const char *theirs, const char *was,
    const char *mine)
{
	struct str b = { 0 };
	bool ok;

	members_merge(theirs, was, mine, &b);
	ok = !b.bad && (str_same(str_c(&b), theirs) || fields_set(merged, f, str_c(&b)));
	str_free(&b);
	return ok;
}

bool
workflow_merge(
    const struct ticket *t, const struct event *ev, struct fields *merged, struct fields *lost)
{
	bool ok = true, whole = true;

	for (int i = 0; i < TF_COUNT && ok; i++) {
		const enum ticket_field f = (enum ticket_field)i;
		const enum field_class class = field_info(f)->class;
		const char *theirs = fields_get(&t->f, f), *mine = ev->set.v[i];
		const bool untouched = str_same(theirs, ev->was.v[i]);

		if (mine == NULL || str_same(theirs, mine))
			continue;
		if (class == CLASS_SET) {
			ok = unite(merged, f, theirs, ev->was.v[i], mine);
		} else if (*theirs == '\0' ? (untouched || class == CLASS_FIXED)
					   : (untouched && class != CLASS_FIXED)) {
			ok = fields_set(merged, f, mine);
		} else {
			ok = fields_set(lost, f, mine);
			whole = false;
		}
	}
	if (!ok) {
		fields_free(merged);
		fields_free(lost);
	}
	return ok && whole;
}
