/* merge.c: two people changed the same ticket, at least one of them without seeing the other (protocol rule 6).
 *
 * Field by field, by what the author saw there before: a field nobody else touched is applied, an equal one needs
 * nothing, sets are united by what was added and taken away, the further fields are merged name by name, and of the rest the centre's value stays and ours is
 * handed back as lost, to be shown as a conflict (SCALAR, FIXED) or kept as a note (TEXT). Nothing is dropped. */
#include "model/extra.h"
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

/* What is no list of lines has no names: it is weighed as a whole, and the check of values refuses it. */
static bool
are_lines(const char *theirs, const char *mine)
{
	return extra_check(NULL, "", theirs, NULL) == ERR_OK &&
	       extra_check(NULL, "", mine, NULL) == ERR_OK;
}

/* Name by name; what is lost is only the lines that are. */
static bool
merge_keys(struct fields *merged, struct fields *lost, enum ticket_field f, const char *theirs,
    const struct event *ev, bool *whole)
{
	struct str all = { 0 }, gone = { 0 };
	bool ok = true;

	if (!extra_merge(theirs, fields_get(&ev->was, f), ev->set.v[f], &all, &gone)) {
		*whole = false;
		ok = fields_set(lost, f, str_c(&gone));
	}
	ok = ok && !all.bad && !gone.bad &&
	     (str_same(str_c(&all), theirs) || fields_set(merged, f, str_c(&all)));
	str_free(&all);
	str_free(&gone);
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
		} else if (class == CLASS_KEYS && are_lines(theirs, mine)) {
			ok = merge_keys(merged, lost, f, theirs, ev, &whole);
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
