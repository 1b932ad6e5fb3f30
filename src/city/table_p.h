#ifndef CITY_TABLE_P_H
#define CITY_TABLE_P_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/city.h"

/* What a cell holds and how it is judged. */
enum cell_kind {
	CELL_TEXT,
	CELL_BOOL, /* 0, 1 or nothing */
	CELL_INT,  /* 0..CELL_INT_MAX */
	CELL_DAY,  /* 2026-11-21, kept as text */
	CELL_TIME, /* 2026-11-21 or 2026-11-21 08:00, kept as an instant */
	CELL_UNTIL /* the same, a day alone lasts to its end */
};
#define CELL_INT_MAX 100000

/* What a code in a cell must be found in. */
enum cell_ref {
	REF_NONE,
	REF_AREA,
	REF_UNIT,
	REF_UNIT_OR_AT, /* a unit, @town or @district */
	REF_CATEGORY,
	REF_RULE_KEY, /* a row of rules in every profile */
	REF_ROLE,     /* a role of people */
	REF_SUBJECT,  /* a code of the ticket's own list TF_SUBJECT_KIND */
	/* no reference: the form of a cell */
	REF_PHONE, /* a telephone number, of the forms of numbers.tsv */
	REF_HOURS, /* model/hours.h */
	REF_PROSE /* to be read by people: {words} of model/script.h, numbers of the forms of numbers.tsv */
};

/* One column of a pack file: a line here loads it, writes it, checks it. */
struct column {
	const char *name;
	enum cell_kind kind;
	size_t offset;
	bool must, list; /* may not be empty; several values apart by commas */
	enum cell_ref ref;
	const char *choices; /* "rest|work", NULL: anything */
};

struct table {
	const char *kind, *file;   /* kind: of the reference rows, NULL when it is none */
	size_t array, count, size; /* where in struct city (users: struct city_users) */
	const struct column *columns;
	size_t n_columns;
	size_t n_key; /* the first columns that together are unique; 0: every column */
	bool (*take)(struct city *c,
	    const void *row); /* instead of an array: keeps the row; false without memory */
	bool optional;        /* a pack without the file is a pack without such rows */
};

extern const struct table TABLES[];
extern const size_t N_TABLES;
extern const struct table USERS_TABLE, NUMBERS_TABLE;

const struct table *table_by_kind(const char *kind); /* NULL when unknown */

#define TABLE_COLUMNS   16  /* the widest has 15 */
#define TABLE_ROW_BYTES 256 /* the largest struct of a row has 136 */

/** cell_set(col, c, row, text): parse into the row's member; strings live in ${c}. false when malformed. */
bool cell_set(const struct column *col, struct city *c, void *row, const char *text);
/** cell_add(col, row, out): the text cell_set would read back. */
void cell_add(const struct column *col, const void *row, struct str *out);
/** cell_wanted(col): what a good cell looks like, for messages. */
const char *cell_wanted(const struct column *col);
/** table_push(t, base, c, row): append the parsed row to its array below ${base}; false without memory. */
bool table_push(const struct table *t, void *base, struct city *c, const void *row);
/** table_row(t, base, i): row ${i} of its array. table_rows: how many. */
const void *table_row(const struct table *t, const void *base, size_t i);
size_t table_rows(const struct table *t, const void *base);

#endif
