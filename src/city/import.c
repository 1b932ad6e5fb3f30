/* A single table of a pack, brought to a city that runs: read and judged like a pack's, but against what is there already.
 * What a pack must have beside it (a unit for every street, the years of city.conf) is not asked for: it may come later.
 * Removing what the file does not name is for the caller to decide. */
#include "city/import.h"

#include <stdio.h>
#include <string.h>

#include "pack_p.h"

/* ---- a table anywhere ---- */

/* The same table at another place: its directory into ${dir}, its name into the copy. */
static bool
place(struct table *t, const char *path, char *dir, size_t size)
{
	const char *slash = strrchr(path, '/');
	int n = slash == NULL ? snprintf(dir, size, ".")
			      : snprintf(dir, size, "%.*s", (int)(slash - path + 1), path);

	t->file = slash != NULL ? slash + 1 : path;
	t->optional = false;
	return n >= 0 && (size_t)n < size;
}

/* Do its rows name areas and categories? */
static bool
points_out(const char *kind)
{
	return strcmp(kind, "bulletin") == 0 || strcmp(kind, "protection") == 0;
}

static void
no_special(const struct check *k)
{
	(void)k;
}

static void
judge(const struct table *t, const char *dir, const struct city *c, struct sink *s)
{
	struct tsv tsv;
	struct number_forms numbers = { 0 };
	struct check k = { .table = t, .tsv = &tsv, .city = c, .numbers = &numbers, .sink = s };

	if (pack_open_table(t, dir, &tsv, NULL) == ERR_OK)
		check_rows(&k, strcmp(t->kind, "area") == 0   ? check_area_place
			       : strcmp(t->kind, "duty") == 0 ? check_duty
			       : points_out(t->kind)          ? check_special
							      : no_special);
	tsv_close(&tsv);
}

/* ---- the city with it ---- */

struct pouring {
	const char *kind;
	const struct city
	    *have; /* areas that are there already are not poured over; NULL: all are */
	struct city *into;
};

/* Is ${kind} wanted beside rows of ${of}? */
static bool
belongs(const char *of, const char *kind)
{
	return strcmp(kind, of) == 0 ||
	       (points_out(of) && (strcmp(kind, "area") == 0 || strcmp(kind, "category") == 0));
}

/* Does the file say it anew? */
static bool
is_in(const struct city *file, const char *kind, const char *code)
{
	bool found = strcmp(kind, "area") == 0 && city_area(file, code) != NULL;

	for (size_t i = 0; strcmp(kind, "bulletin") == 0 && i < file->n_bulletins && !found; i++)
		found = strcmp(file->bulletins[i].id, code) == 0;
	for (size_t i = 0; strcmp(kind, "protection") == 0 && i < file->n_protections && !found;
	     i++)
		found = strcmp(file->protections[i].id, code) == 0;
	return found;
}

static bool
pour_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct pouring *p = arg;

	if (!belongs(p->kind, kind) || (p->have != NULL && is_in(p->have, kind, code)))
		return true;
	return city_rows_add(p->into, kind, text, NULL) == ERR_OK;
}

/* The rows of the file, and those of the city beside them; NULL without memory. */
static struct city *
merge(const char *kind, const struct city *file, const struct city *c)
{
	struct pouring old = { kind, file, city_new() };
	struct pouring new = { kind, NULL, old.into };

	if (old.into == NULL)
		return NULL;
	if (city_rows_each(c, pour_row, &old) != ERR_OK ||
	    city_rows_each(file, pour_row, &new) != ERR_OK || city_is_short(old.into)) {
		city_free(old.into);
		return NULL;
	}
	city_finish(old.into);
	return old.into;
}

/* ---- its rows ---- */

struct handing {
	const char *kind;
	city_row_fn *row;
	void *arg;
};

static bool
hand_row(void *arg, const char *kind, const char *code, const char *text)
{
	const struct handing *h = arg;

	return strcmp(kind, h->kind) != 0 || h->row(h->arg, kind, code, text);
}

static void
short_of_memory(struct sink *s)
{
	struct err e = { 0 };

	err_set(&e, ERR_NO_MEMORY, NULL);
	sink_add(s, &e);
}

/* Areas point at each other, bulletins at areas and categories; a calendar's day stands alone; a roster names units of the city that is there. */
static void
check(
    const struct table *t, const char *dir, const struct city *c, struct city *file, struct sink *s)
{
	struct city *all = NULL;
	bool tree = strcmp(t->kind, "area") == 0 || points_out(t->kind);

	bool roster = strcmp(t->kind, "duty") == 0;

	pack_read_table(t, dir, file, file, s);
	if (s->n > 0)
		return;
	city_finish(file);
	if (tree)
		all = merge(t->kind, file, c);
	if (city_is_short(file) || (tree && all == NULL))
		short_of_memory(s);
	else
		judge(t, dir, tree ? all : roster ? c : file, s);
	city_free(all);
}

int
city_table_check(const char *kind, const char *path, const struct city *c, city_row_fn *row,
    void *arg, struct str *report)
{
	struct sink s = { .report = report };
	struct handing h = { kind, row, arg };
	struct table t = *table_by_kind(kind);
	struct city *file = city_new();
	char dir[512];

	if (file == NULL || !place(&t, path, dir, sizeof dir))
		short_of_memory(&s);
	else
		check(&t, dir, c, file, &s);
	if (s.n == 0 && city_rows_each(file, hand_row, &h) == ERR_NO_MEMORY)
		short_of_memory(&s);
	city_free(file);
	return s.n;
}
