/* Reads a city pack into struct city: each table of table.c by its columns, then the two settings files. Mistakes of
 * form (a cell that cannot be read, an unknown setting) are told with file:line; whether codes exist is pack_check.c.
 * A pack that does not load whole is not handed out. */
#include "city/pack.h"

#include <stdlib.h>

#include "base/fs.h"
#include "pack_p.h"

bool
sink_add(struct sink *s, const struct err *e)
{
	s->n++;
	if (s->report == NULL) {
		if (s->n == 1 && s->first != NULL)
			*s->first = *e;
		return false;
	}
	if (e->where[0] != '\0')
		str_addf(s->report, "%s: ", e->where);
	str_addf(s->report, "%s\n", e->text);
	return true;
}

bool
sink_stopped(const struct sink *s)
{
	return s->report == NULL && s->n > 0;
}

enum err_code
pack_open_table(const struct table *t, const char *dir, struct tsv *out, struct err *e)
{
	char path[512];
	const char *want[TABLE_COLUMNS];
	*out = (struct tsv){ 0 };
	if (!fs_join(path, sizeof path, dir, t->file))
		return err_set(e, ERR_LIMIT, "路径太长: %s", dir);
	for (size_t i = 0; i < t->n_columns; i++)
		want[i] = t->columns[i].name;
	return tsv_open(path, want, t->n_columns, out, e);
}

static void
read_row(const struct table *t, const struct tsv *tsv, size_t i, void *base, struct city *c,
    struct sink *s)
{
	_Alignas(max_align_t) char row[TABLE_ROW_BYTES] = { 0 };
	struct err e = { 0 };
	for (size_t k = 0; k < t->n_columns; k++) {
		const char *text = tsv_get(tsv, i, k);
		if (cell_set(&t->columns[k], c, row, text))
			continue;
		tsv_fail(tsv, i, &e, "“%s”列应是%s, 这里是“%s”", t->columns[k].name,
		    cell_wanted(&t->columns[k]), text);
		if (!sink_add(s, &e))
			return;
	}
	if (!table_push(t, base, c, row)) {
		tsv_fail(tsv, i, &e, "放不下这一行: 内存不足或年份太多");
		sink_add(s, &e);
	}
}

void
pack_read_table(const struct table *t, const char *dir, void *base, struct city *c, struct sink *s)
{
	struct tsv tsv;
	struct err e = { 0 };
	char path[512];
	if (t->optional && fs_join(path, sizeof path, dir, t->file) && !fs_exists(path))
		return;
	if (pack_open_table(t, dir, &tsv, &e) != ERR_OK)
		sink_add(s, &e);
	else
		for (size_t i = 0; i < tsv.rows && !sink_stopped(s); i++)
			read_row(t, &tsv, i, base, c, s);
	tsv_close(&tsv);
}

/* All tables and settings into ${c}, not finished. */
static void
read_all(const char *dir, struct city *c, struct sink *s)
{
	struct pack_years years = { 0 };
	for (size_t i = 0; i < N_TABLES && !sink_stopped(s); i++)
		pack_read_table(&TABLES[i], dir, c, c, s);
	if (!sink_stopped(s))
		pack_read_conf(dir, c, &years, s);
}

enum err_code
city_pack_load(const char *dir, struct city **out, struct err *e)
{
	struct err mine = { 0 };
	struct sink s = { .first = e != NULL ? e : &mine };
	*out = NULL;
	struct city *c = city_new();
	if (c == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	read_all(dir, c, &s);
	if (s.n > 0 || city_is_short(c)) {
		enum err_code rc = s.n > 0 ? s.first->code : err_set(e, ERR_NO_MEMORY, NULL);
		city_free(c);
		return rc;
	}
	city_finish(c);
	*out = c;
	return ERR_OK;
}

enum err_code
city_pack_users(const char *dir, struct city_users *out, struct err *e)
{
	struct err mine = { 0 };
	struct sink s = { .first = e != NULL ? e : &mine };
	*out = (struct city_users){ .keep = city_new() };
	if (out->keep == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	pack_read_table(&USERS_TABLE, dir, out, out->keep, &s);
	enum err_code rc = s.n > 0 ? s.first->code : ERR_OK;
	if (rc == ERR_OK && city_is_short(out->keep))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc != ERR_OK)
		city_users_free(out);
	return rc;
}

void
city_users_free(struct city_users *u)
{
	free(u->users);
	city_free(u->keep);
	*u = (struct city_users){ 0 };
}
