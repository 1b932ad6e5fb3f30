#ifndef TESTS_LIB_LESSON_H
#define TESTS_LIB_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "screen.h"

/* A classroom's seat of 80x24 under a test: begun, looked at, and what it keeps. */

#define LESSON_ROWS 24
#define LESSON_COLS 80

/** lesson_seat(dir, share, who, pace): the demo seat of that trainee, its caller living ${pace} times as fast; settings and
 * sockets lie in ${dir}, results in <dir>/lessons; ${share} NULL: the tree's. Its first page is there. */
struct screen *lesson_seat(const char *dir, const char *share, const char *who, int pace);

/* What is seen, but for what differs between a lesson and its replay: the line of controls lies over the last but one, and
 * the clocks of the first may have gone on between two looks. */
struct lesson_picture {
	char row[LESSON_ROWS][512];
};
void lesson_look(struct screen *s, struct lesson_picture *p);
/** lesson_replay_ends_on(s, last): a replay that has been opened, led to its end, shows that. */
void lesson_replay_ends_on(struct screen *s, const struct lesson_picture *last);

/* Columns of results.tsv. */
enum { KEPT_TRAINEE = 1, KEPT_SCENARIO = 2, KEPT_GOT = 6, KEPT_OF = 7, KEPT_VERDICT = 10 };
/** lesson_kept(dir, table, line, n, out, size): field ${n} of a line of <dir>/lessons/<table>, counted from behind with -1;
 * false: there is no such line. lesson_kept_number: there is one, and it is a number. */
bool lesson_kept(const char *dir, const char *table, int line, int n, char *out, size_t size);
int lesson_kept_number(const char *dir, const char *table, int line, int n);

#endif
