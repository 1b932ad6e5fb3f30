#ifndef SERVER_IMPORT_H
#define SERVER_IMPORT_H

#include <stdbool.h>

#include "server/store/store.h"
#include "settings.h"
#include "wire/page.h"

/* One import of reference rows: compared here with what the centre has, and only what differs is sent, all of it in one
 * transaction of whoever may write (admin.h). */
struct import_run {
	const struct settings *s;
	struct store *st;  /* reads */
	uint8_t *key;      /* of its sealed parts; NULL: nothing of them is read */
	struct city *city; /* as it is now */
	char epoch[EPOCH_SIZE];
	struct str spool, gone; /* pages, a line each; ids to delete, a line each */
	struct page_writer page;
	size_t in_page, page_at;
	long long added, changed, same, removed;
	struct str report; /* mistakes, a line each */
	int bad;           /* with one nothing is imported */
	int left_out;      /* rows that are left out, and the others count */
};

/** import_put: a row as it shall be, a city_row_fn with the run as argument. import_del: a row that shall not be. */
bool import_put(void *run, const char *kind, const char *code, const char *text);
void import_del(struct import_run *r, const char *kind, const char *code);
/** import_bad(r, e): a mistake of the files. import_leave_out(r, e): of a row that can be left out. */
void import_bad(struct import_run *r, const struct err *e);
void import_leave_out(struct import_run *r, const struct err *e);

/** import_command(s, gather, what): a whole command: what ${gather} finds in the file, sent, unless there are mistakes (all
 * told on standard error) or it was a trial; says what has changed. Its exit code: a failure too when rows were left out.
 * ${what}: 知识. */
typedef enum err_code import_fn(struct import_run *r, const char *from, struct err *e);
int import_command(const struct settings *s, import_fn *gather, const char *what);

/** import_replies(r, path, day, e): answers of a table (city/article.h) as articles I00001…, good for a year from ${day}.
 * A question that is here already keeps its number and its codes: nothing changes if its answer is the same, else it
 * becomes the next version. */
enum err_code import_replies(struct import_run *r, const char *path, int32_t day, struct err *e);

#endif
