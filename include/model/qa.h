#ifndef MODEL_QA_H
#define MODEL_QA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/calendar.h"
#include "model/record.h"
#include "model/role.h"

/* 质检 (domain.md §8): score sheets as data, what a filled one amounts to, how it is written down in a desk record
 * (RECORD_QA_SHEET: object the judged person or unit, code the sheet, result the grade, text the marks and the remark).
 * An item never loses more than its points; one fatal mark makes the whole sheet 0. */

#define QA_PASS         85
#define QA_EXCELLENT    95
#define QA_ITEMS_MOST   16
#define QA_WAYS_MOST    4
#define QA_FATALS_MOST  8
#define QA_DISPUTE_DAYS 3 /* working days */

struct qa_way { /* one way of losing points */
	const char *label;
	int points;
};
struct qa_item {
	const char *name;
	int points;
	struct qa_way ways[QA_WAYS_MOST]; /* label NULL ends them */
};
struct qa_form {
	const char *code, *label; /* "agent" 受理 */
	const struct qa_item *items;
	const char *const *fatals;
	int n_items, n_fatals;
};
/** qa_form(code): NULL unknown. qa_forms(n): all that work is inspected by; the points of each add up to 100. That of the
 * classroom's drills is found by its code alone. */
const struct qa_form *qa_form(const char *code);
const struct qa_form *qa_forms(int *n);
int qa_ways(const struct qa_item *item);

struct qa_marks {
	unsigned char times[QA_ITEMS_MOST][QA_WAYS_MOST]; /* how often each way was met */
	unsigned fatal;                                   /* a bit a fatal item */
};
/** qa_mark(f, m, item, way): once more; false when the item has nothing left to lose. qa_unmark: none of its ways. */
bool qa_mark(const struct qa_form *f, struct qa_marks *m, int item, int way);
void qa_unmark(struct qa_marks *m, int item);
/** qa_item_score(f, m, item): what is left of its points. qa_score: of the sheet, 0 with a fatal mark. */
int qa_item_score(const struct qa_form *f, const struct qa_marks *m, int item);
int qa_score(const struct qa_form *f, const struct qa_marks *m);
/** qa_grade: "excellent" "pass" "fail" "fatal": RECORD_QA_SHEET's results. */
const char *qa_grade(const struct qa_form *f, const struct qa_marks *m);

/** qa_write(m, of, remark, out): text of a sheet's record: "3.1x2 8.1 !2", the sheet it re-scores as "=id", then the
 * remark on a line of its own. qa_read(f, text, m, of, remark): ${remark} borrowed from ${text}, "" none; ERR_INVALID for
 * marks that the form has not. ${of} "" when it is a first score. */
void qa_write(const struct qa_marks *m, const char *of, const char *remark, struct str *out);
enum err_code qa_read(const struct qa_form *f, const char *text, struct qa_marks *m,
    char of[ID_SIZE], const char **remark, struct err *e);
/** qa_dispute_write/read: text of a RECORD_QA_DISPUTE: the sheet's id, then the reason. read: false when it is none. */
void qa_dispute_write(const char *sheet, const char *reason, struct str *out);
bool qa_dispute_read(const char *text, char sheet[ID_SIZE], const char **reason);
/** qa_answers(r, sheet): is ${r} about a sheet given before (a dispute, a re-score)? Its id. */
bool qa_answers(const struct record *r, char sheet[ID_SIZE]);

/** qa_dispute_until(cal, at): the end of the last working day on which a sheet of ${at} may be disputed. */
int64_t qa_dispute_until(const struct calendar *cal, int64_t at);

/** qa_check(r, e): does a quality record (any of the kinds RECORD_QA_…) hold together: marks of its form, the grade they
 * make, nobody scoring himself? qa_check_answer(r, sheet, cal, e): a dispute or re-score against the sheet it is about:
 * disputed by the judged within the time, re-scored by another. ERR_FORBIDDEN, ERR_GUARD, ERR_INVALID. */
enum err_code qa_check(const struct record *r, struct err *e);
enum err_code qa_check_answer(
    const struct record *r, const struct record *sheet, const struct calendar *cal, struct err *e);

/* ---- 双随机 ---- */

/* A ticket (or call) that may be drawn. Borrowed strings. */
struct qa_subject {
	const char *id;
	const char *why;   /* RECORD_QA_DRAW's codes: "closed" "direct" "withdrawn" */
	const char *users; /* job numbers that had a hand in it, joined by "," (members.h) */
	const char *units; /* units that worked on it, likewise */
	bool always;       /* inspected whatever is drawn */
};
struct qa_person { /* an inspector of the pool */
	const char *job_no, *unit;
};
struct qa_pick {
	size_t subject;
	int person; /* in the pool; -1: nobody may look at it */
};
/** qa_draw(s, n, pool, m, k, seed, out): those always inspected, then ${k} drawn uniformly of the others, each with an
 * inspector drawn uniformly of those who had no hand in it and belong to none of its units; what nobody may look at is not
 * drawn. Depends on the ids, the pool's job numbers and ${seed} alone, not on any order. ${out} has room for ${n}.
 * Returns how many; -1 without memory. */
int qa_draw(const struct qa_subject *s, size_t n, const struct qa_person *pool, int m, int k,
    uint64_t seed, struct qa_pick *out);

/* ---- which calls are listened to ---- */

#define QA_CALLS_A_MONTH 8
#define QA_NEWCOMER      20
#define QA_STARS_LOW     2

struct qa_call {
	const char *id, *agent;
	int stars;       /* 0: not rated */
	int nth;         /* of the agent's first ones; 0: he is no newcomer */
	const char *why; /* out: "stars", "newcomer", "month"; NULL not drawn */
};
/** qa_sample(c, n, a_month, seed): every low rating, every newcomer's first QA_NEWCOMER, and more by lot until each agent
 * has ${a_month} or has no more. Sorts ${c} by agent and id. Returns how many. */
int qa_sample(struct qa_call *c, size_t n, int a_month, uint64_t seed);

#endif
