/* The month of each unit, added up. The key of the table has the order, so nothing is sorted but the few units. */
#include "client/cache/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "reader_p.h"

#define MONTHS 12

/* answer: as enum answered of cache_ledger.c */
static const char month_sql[] =
    "SELECT unit, count(*), sum(answer = 1), sum(answer = 2), sum(answer = 3), sum(answer = 4),"
    " sum(yellow), sum(red), sum(stars > 0), sum(stars >= 3), sum(stars)"
    " FROM ledger WHERE month = ?1 AND unit > ?3 AND gen >= ?2 GROUP BY unit";

int
ledger_month(int64_t at)
{
	const struct civil c = civil_of(at);

	return c.year * MONTHS + c.month - 1;
}

int
ledger_parse(const char *text)
{
	char day[16];
	int32_t first;

	if (text == NULL || strlen(text) != strlen("2026-11"))
		return -1;
	(void)snprintf(day, sizeof(day), "%.7s-01", text);
	first = civil_parse_day(day);
	return first == INT32_MIN ? -1 : ledger_month(civil_day_start(first));
}

char *
ledger_format(int month, char out[16])
{
	(void)snprintf(out, 16, "%04d-%02d", month / MONTHS, month % MONTHS + 1);
	return out;
}

struct kpi_rate
ledger_on_time(const struct ledger_row *r)
{
	return (struct kpi_rate){ r->in_time, r->in_time + r->late + r->overdue };
}

struct kpi_rate
ledger_satisfied(const struct ledger_row *r)
{
	return (struct kpi_rate){ r->satisfied, r->rated };
}

const char *
ledger_stars(const struct ledger_row *r, char out[KPI_PERCENT_SIZE])
{
	int64_t hundredths;

	if (r->rated == 0) {
		(void)str_copy(out, KPI_PERCENT_SIZE, "--");
		return out;
	}
	hundredths = (r->stars * 200 + r->rated) / (2 * r->rated);
	(void)snprintf(out, KPI_PERCENT_SIZE, "%lld.%02lld", (long long)hundredths / 100,
	    (long long)hundredths % 100);
	return out;
}

static void
read_row(struct sqlite3_stmt *st, struct ledger_row *row)
{
	struct card_month m;

	*row = (struct ledger_row){ .given = db_int(st, 1),
		.in_time = db_int(st, 2),
		.late = db_int(st, 3),
		.overdue = db_int(st, 4),
		.returned = db_int(st, 5),
		.yellow = db_int(st, 6),
		.red = db_int(st, 7),
		.rated = db_int(st, 8),
		.satisfied = db_int(st, 9),
		.stars = db_int(st, 10) };
	str_copy(row->unit, sizeof(row->unit), db_text(st, 0));
	m = (struct card_month){ .yellow = (int)row->yellow,
		.red = (int)row->red,
		.handled = (int)(row->in_time + row->late) };
	row->tier = card_tier(&m);
}

static int
by_tier(const void *a, const void *b)
{
	const struct ledger_row *x = a, *y = b;

	if (x->tier != y->tier)
		return x->tier > y->tier ? -1 : 1;
	return strcmp(x->unit, y->unit);
}

void
ledger_sort(struct ledger_row *rows, int n)
{
	qsort(rows, (size_t)n, sizeof(*rows), by_tier);
}

/* ${hurry}: 20 ms. The count, -1 on error; *more: there is more than was read. A unit's row comes when it is whole. */
static int
read_month(struct cache_reader *r, int month, const char *after, bool hurry,
    struct ledger_row *rows, int max, bool *more, struct err *e)
{
	struct sqlite3_stmt *st;
	struct err why;
	int n = 0, step = 0;

	if (db_stmt(r->db, month_sql, &st, e) != ERR_OK)
		return -1;
	db_bind_int(st, 1, month);
	db_bind_int(st, 2, reader_gen(r));
	db_bind_text(st, 3, after);
	err_clear(&why);
	if (hurry)
		reader_hurry(r);
	while (n < max && (step = db_step(r->db, st, &why)) == 1)
		read_row(st, &rows[n++]);
	if (hurry)
		reader_calm(r);
	db_done(st);
	*more = step != 0;
	if (step >= 0 || why.code == ERR_CANCELLED)
		return n;
	if (e != NULL)
		*e = why;
	return -1;
}

int
cache_ledger(struct cache_reader *r, int month, const char *after, struct ledger_row *rows, int max,
    bool *partial, struct err *e)
{
	return read_month(r, month, after, true, rows, max, partial, e);
}

int
cache_ledger_whole(
    struct cache_reader *r, int month, struct ledger_row *rows, int max, struct err *e)
{
	bool more = false;
	int n = read_month(r, month, "", false, rows, max, &more, e);

	if (n > 0)
		ledger_sort(rows, n);
	return n;
}
