#ifndef CLIENT_CACHE_LEDGER_H
#define CLIENT_CACHE_LEDGER_H

#include "client/cache/read.h"
#include "model/card.h"
#include "model/kpi.h"

/* 单位台账: what each unit was given as lead in one calendar month, and what has become of it by now. Counted of the
 * tickets this seat has; those left out by decision (剔除) are in nothing. By tiers, never by places (model/card.h). */

struct ledger_row {
	char unit[16];
	int64_t given;   /* dispatched to it in the month */
	int64_t in_time; /* answered within its limit */
	int64_t late;    /* answered after it */
	int64_t overdue; /* not answered, and its limit has passed */
	int64_t returned, yellow, red;
	int64_t rated, satisfied,
	    stars; /* valid visits; of them 3 stars and more; the sum of the stars */
	enum card_tier tier;
};
/* On time: answered in time, of what was answered or should have been. Satisfied: of valid visits. */
struct kpi_rate ledger_on_time(const struct ledger_row *r);
struct kpi_rate ledger_satisfied(const struct ledger_row *r);
/** ledger_stars(r, out): their mean, "4.52", half rounded up; "--" when nobody was asked. */
const char *ledger_stars(const struct ledger_row *r, char out[KPI_PERCENT_SIZE]);

/** ledger_month(at): the month of an instant; ledger_parse("2026-11"): -1 when it is none; ledger_format. */
int ledger_month(int64_t at);
int ledger_parse(const char *text);
char *ledger_format(int month, char out[16]);

/** cache_ledger(r, month, after, rows, max, partial, e): one row a unit with something in the month, by code, from the
 * first behind ${after} ("" the first of all) on. The count, -1 on error. Cut short by a key or after 20 ms as every
 * query: *partial, and what is there is whole: go on behind its last. cache_ledger_whole: however long it takes. */
int cache_ledger(struct cache_reader *r, int month, const char *after, struct ledger_row *rows,
    int max, bool *partial, struct err *e);
int cache_ledger_whole(
    struct cache_reader *r, int month, struct ledger_row *rows, int max, struct err *e);
/** ledger_sort(rows, n): by tier, the worst first, then by code. */
void ledger_sort(struct ledger_row *rows, int n);

/* What a unit was given of a category and gave back with the dispatcher's agreement, in all the time the centre has counted. */
#define UNIT_PASTS 32
struct unit_past {
	char unit[16];
	int64_t given, returned;
	char
	    basis[400]; /* of the last return, if one was written; of the very area before others */
	bool here;      /* some of it in the area that was asked for */
};
/** cache_unit_past(r, category, area, out, max): units that were given tickets of ${category}; those of ${area} itself
 * first, then by how many they kept. cache_past_of: one of them; false when it was never given any. */
int cache_unit_past(
    struct cache_reader *r, const char *category, const char *area, struct unit_past *out, int max);
bool cache_past_of(struct cache_reader *r, const char *category, const char *area, const char *unit,
    struct unit_past *out);
/** unit_past_words(p, out): "该单位此类工单 9 件退回 4 件, 依据: …"; false, and nothing, when it gave none back. */
bool unit_past_words(const struct unit_past *p, struct str *out);

#endif
