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

/** lesson_in_class(dir, how, name, who, lessons): a seat of a class of several terminals: ${how} "--class" or "--join"; settings and
 * the class lie in ${dir}, its results in <dir>/<lessons>: what is at the trainer's came over the room. */
struct screen *lesson_in_class(
    const char *dir, const char *how, const char *name, const char *who, const char *lessons);

/* What is seen, cell by cell, with its colours and attributes; but for what differs between a lesson and its replay: the
 * first words of the first line, which say that it is one, and the digits there: the clocks may have gone on between two
 * looks. */
struct lesson_picture {
	char row[LESSON_ROWS][2048];
};
void lesson_look(struct screen *s, struct lesson_picture *p);
/** lesson_replay_ends_on(s, last): a replay that has been opened, led to its end, shows that: looked at in a larger window,
 * where its own lines stand beside the picture. */
void lesson_replay_ends_on(struct screen *s, const struct lesson_picture *last);

/* Columns of results.tsv. */
enum { KEPT_TRAINEE = 1, KEPT_SCENARIO = 2, KEPT_GOT = 6, KEPT_OF = 7, KEPT_VERDICT = 10 };
/** lesson_kept(dir, table, line, n, out, size): field ${n} of a line of <dir>/lessons/<table>, counted from behind with -1;
 * false: there is no such line. lesson_kept_number: there is one, and it is a number. */
bool lesson_kept(const char *dir, const char *table, int line, int n, char *out, size_t size);
int lesson_kept_number(const char *dir, const char *table, int line, int n);

#endif
