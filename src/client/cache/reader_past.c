/* What units were given and gave back, as the centre counts it (reference rows of kind "unit_past": code
 * category/unit/area, text given, returned, basis): summed over the areas for a category. Rows nobody can read are passed
 * over. */
#include <stdlib.h>
#include <string.h>

#include "client/cache/ledger.h"
#include "reader_p.h"

/* The part of ${s} up to ${end}; what follows it, NULL when there is none. */
static const char *
part(const char *s, char end, char *out, size_t size)
{
	const char *stop = strchr(s, end);

	if (stop == NULL || (size_t)(stop - s) >= size)
		return NULL;
	memcpy(out, s, (size_t)(stop - s));
	out[stop - s] = '\0';
	return stop + 1;
}

struct past_row {
	char unit[16];
	const char *area, *basis;
	long long given, returned;
};

static bool
read_row(const char *code, const char *text, struct past_row *out)
{
	char category[16], given[24], returned[24];
	const char *at = part(code, '/', category, sizeof(category));

	if (at != NULL)
		at = out->area = part(at, '/', out->unit, sizeof(out->unit));
	if (at != NULL)
		at = part(text, '\t', given, sizeof(given));
	if (at != NULL)
		at = out->basis = part(at, '\t', returned, sizeof(returned));
	return at != NULL && str_int(given, 1, INT32_MAX, &out->given) &&
	       str_int(returned, 0, out->given, &out->returned);
}

static void
add_row(struct unit_past *p, const struct past_row *row, const char *area)
{
	if (row->basis[0] != '\0' && (p->basis[0] == '\0' || strcmp(row->area, area) == 0))
		(void)str_copy(p->basis, sizeof(p->basis), row->basis);
	p->given += row->given;
	p->returned += row->returned;
	p->here = p->here || strcmp(row->area, area) == 0;
}

/* The one that has kept most comes first; those of the very place before the others. */
static int
by_kept(const void *x, const void *y)
{
	const struct unit_past *a = x, *b = y;
	int64_t kept_a = a->given - a->returned, kept_b = b->given - b->returned;

	if (a->here != b->here)
		return a->here ? -1 : 1;
	return kept_a != kept_b ? (kept_a > kept_b ? -1 : 1) : strcmp(a->unit, b->unit);
}

int
cache_unit_past(
    struct cache_reader *r, const char *category, const char *area, struct unit_past *out, int max)
{
	struct sqlite3_stmt *st;
	struct past_row row;
	int n = 0;

	if (*category == '\0' || db_stmt(r->db,
				     "SELECT code, text FROM ref WHERE kind = 'unit_past' AND code "
				     "> ?1 || '/' AND code <"
				     " ?1 || '0' ORDER BY code",
				     &st, NULL) != ERR_OK)
		return 0;
	db_bind_text(st, 1, category);
	while (db_step(r->db, st, NULL) == 1) {
		if (!read_row(db_text(st, 0), db_text(st, 1), &row))
			continue;
		/* rows of a unit stand together */
		if (n == 0 || strcmp(out[n - 1].unit, row.unit) != 0) {
			if (n == max)
				break;
			out[n] = (struct unit_past){ .given = 0 };
			memcpy(out[n].unit, row.unit, sizeof(row.unit));
			n++;
		}
		add_row(&out[n - 1], &row, area);
	}
	db_done(st);
	qsort(out, (size_t)n, sizeof(out[0]), by_kept);
	return n;
}

bool
cache_past_of(struct cache_reader *r, const char *category, const char *area, const char *unit,
    struct unit_past *out)
{
	struct unit_past all[UNIT_PASTS];
	int n = cache_unit_past(r, category, area, all, UNIT_PASTS);

	for (int i = 0; i < n; i++)
		if (strcmp(all[i].unit, unit) == 0) {
			*out = all[i];
			return true;
		}
	return false;
}

bool
unit_past_words(const struct unit_past *p, struct str *out)
{
	if (p->returned == 0)
		return false;
	str_addf(
	    out, "该单位此类工单 %lld 件退回 %lld 件", (long long)p->given, (long long)p->returned);
	if (p->basis[0] != '\0')
		str_addf(out, ", 依据: %s", p->basis);
	return true;
}
