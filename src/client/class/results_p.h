#ifndef CLIENT_CLASS_RESULTS_P_H
#define CLIENT_CLASS_RESULTS_P_H

#include "base/str.h"
#include "client/class/results.h"

/* The tables of a classroom, private to its files: lines of cells apart by a tab. */

/** results_text(out, s): as a cell: what would end one is a blank. */
void results_text(struct str *out, const char *s);
/** results_cut(line, cell, most): its cells, cut in place; how many, ${most} + 1 when there are more. */
int results_cut(char *line, char **cell, int most);
/** results_line(rest): the next line, cut in place; NULL no more. */
char *results_line(char **rest);
/** results_put(r, out), results_get(line, r): a line of the table, cut in place; false: it is none. */
void results_put(const struct class_result *r, struct str *out);
bool results_get(char *line, struct class_result *r);
/** results_lock(dir), results_unlock(held): seats of one class may keep their results in one place: whoever changes a table
 * keeps the others out meanwhile. Not twice by one. */
int results_lock(const char *dir);
void results_unlock(int held);
/** results_load(dir, name, out, e): the file; nothing yet is no error. results_store: in its place. results_append: behind it. */
enum err_code results_load(const char *dir, const char *name, struct str *out, struct err *e);
/** results_each(dir, name, take, out, e): ${take} has every line of a table, to cut; false from it: no memory. */
enum err_code results_each(const char *dir, const char *name, bool (*take)(void *out, char *line),
    void *out, struct err *e);
/** results_more(item, n, size): that array of ${n} with room for one more; NULL: no memory, ${item} stands. */
void *results_more(void *item, int n, size_t size);
/** results_keep(items, n, one, size): a copy of ${one} behind the ${n} of the array whose pointer is at ${items}; false: no
 * memory, all stands. */
bool results_keep(void *items, int *n, const void *one, size_t size);
enum err_code
results_store(const char *dir, const char *name, const struct str *text, struct err *e);
enum err_code
results_append(const char *dir, const char *name, const struct str *lines, struct err *e);
/** results_change(dir, name, change, arg, e): ${change} has a copy of every line, to cut; true: what it has put into ${out} stands in
 * its place. All others stay byte for byte. results_has(all, lines): where in a table these lines stand, -1 nowhere. */
enum err_code results_change(const char *dir, const char *name,
    bool (*change)(void *arg, char *line, struct str *out), void *arg, struct err *e);
long results_has(const struct str *all, const struct str *lines);

/** results_mark(dir, at, trainee, x, e): the halves of ${x} into the line of that lesson. ERR_NOT_FOUND. */
enum err_code results_mark(
    const char *dir, int64_t at, const char *trainee, const struct score *x, struct err *e);
/** deductions_put(r, x, out): those of the machine, a line each; deductions_get(line, m): one of them; false: it is none. */
void deductions_put(const struct class_result *r, const struct score *x, struct str *out);
bool deductions_get(char *line, struct score_mark *m);
/** deductions_add(dir, r, x, e): those of the machine, once, however often it is said. */
enum err_code
deductions_add(const char *dir, const struct class_result *r, const struct score *x, struct err *e);

/** results_number(s, lo, hi, out): a cell that is one. */
bool results_number(const char *s, long long lo, long long hi, int64_t *out);
/** review_is_of(v, at, trainee): is that the lesson it is of? reviews_deduction(v, x): which of the sheet's deductions is taken
 * back; NULL: it has none such. */
bool review_is_of(const struct class_review *v, int64_t at, const char *trainee);
struct score_mark *reviews_deduction(const struct class_review *v, struct score *x);
#define REVIEWS_TABLE "reviews.tsv"
/** reviews_put(v, out), reviews_get(line, v): a line of the table, cut in place; false: it is none. reviews_check_ease(dir, r, v, e): what
 * he takes back is there, as he says it is, and he says why; else ERR_INVALID. */
void reviews_put(const struct class_review *v, struct str *out);
bool reviews_get(char *line, struct class_review *v);
enum err_code reviews_check_ease(
    const char *dir, const struct class_result *r, const struct class_review *v, struct err *e);

/* All sheets of a class, to look at one after another. */
struct sheets {
	struct deduction *item; /* as they came */
	int n;
	struct class_reviews reviews;
};
enum err_code sheets_open(const char *dir, struct sheets *out, struct err *e);
void sheets_close(struct sheets *s);
/** sheets_score(s, r, x): the sheet of that lesson; false: its deductions were not kept. */
bool sheets_score(const struct sheets *s, const struct class_result *r, struct score *x);

#endif
