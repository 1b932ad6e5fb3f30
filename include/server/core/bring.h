#ifndef SERVER_CORE_BRING_H
#define SERVER_CORE_BRING_H

#include "city/rows.h"
#include "server/store/store.h"

/* Files of a city that runs already: its rosters, its calendar, its pack. They are read and judged against what the centre
 * has; which rows shall be and which shall not is handed out, and nothing is written here. For hotseatd's commands and for
 * an administrator at a seat alike. */

enum bring_what { BRING_ROSTER, BRING_CALENDAR, BRING_CITY, BRING_COUNT };

struct bring {
	struct store *st;        /* reads */
	const struct city *city; /* as it is now */
	city_row_fn *put;        /* a row as it shall be, also one that is so already */
	void (*del)(void *arg, const char *kind, const char *code); /* one that shall not be */
	void *arg;
	struct str *report; /* mistakes, a line each: file:line and what to do */
	int bad;            /* how many */
};

/** bring(what, b, from, e): ${from}: a file, of BRING_CITY a directory. Mistakes of the files are b->bad, and then nothing
 * was handed out that counts; an error is one of the disk, of memory, or of too much.
 *
 * A roster: the units' days that it names are as it says. A calendar: likewise whole years. A pack: everything that a
 * pack alone says (units, areas, categories, rules, limits, words …) is as it says; what changes from day to day (rosters,
 * calendars, bulletins, protection periods, articles, people) is left alone. A unit, area or category that the pack
 * has no more but that tickets or people still name is a mistake: never dropped in silence. */
enum err_code bring(enum bring_what what, struct bring *b, const char *from, struct err *e);
/** bring_by_json(name): "roster", "calendar", "city"; BRING_COUNT unknown. bring_kind_label(kind): 单位. */
enum bring_what bring_by_json(const char *name);
const char *bring_kind_label(const char *kind);

#endif
