#ifndef CLIENT_CACHE_FIND_ROW_P_H
#define CLIENT_CACHE_FIND_ROW_P_H

#include "client/cache/find.h"
#include "find_p.h"
#include "reader_p.h"
#include "text/match.h"
#include "text/route.h"

struct find_hit {
	enum find_why why;
	double score;
	int64_t doc;      /* in the index; 0 found by ${id} */
	char id[ID_SIZE]; /* "" found by ${doc} */
};

/* One search under way. */
struct finding {
	struct cache_reader *r;
	const struct find_query *q;
	struct find_note *note;
	struct err *e;
	struct route route;
	struct match_query match;
	int64_t gen, newest;  /* shown; the highest number in the index */
	bool ready;           /* there is an index of this version, of some tickets at least */
	struct find_hit *hit; /* best first */
	int n, room;
};

/** find_rows(f, rows): what is shown of the hits, those that are gone left out; the count, -1 on failure. */
int find_rows(struct finding *f, struct find_row *rows);

#endif
