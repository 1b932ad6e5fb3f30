#ifndef CLIENT_CACHE_FIND_ROW_P_H
#define CLIENT_CACHE_FIND_ROW_P_H

#include "client/cache/find.h"
#include "find_p.h"
#include "kb_p.h"
#include "text/route.h"

struct find_hit {
	enum find_why why;
	double score;
	int64_t doc;      /* in the index; 0 found by ${id} */
	int64_t place;    /* its row, 0 not known yet */
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
	int64_t gen, newest; /* shown; the highest number in the index */
	int64_t oldest; /* of the texts looked at: what has the words and is newer was offered */
	bool ready;     /* there is an index of this version, of some tickets at least */
	struct find_hit *hit; /* best first */
	int n, room;
	struct kb_marker marker;
	struct str text; /* of the row being looked at; find_rows frees it */
};

/** find_offer(f, h): keep it among the best. find_is_worth(f, h): would it be kept? Saves the comparison with those that
 * are. find_freshness(f, doc): what a newer one has over an older. */
void find_offer(struct finding *f, const struct find_hit *h);
bool find_is_worth(const struct finding *f, const struct find_hit *h);
double find_freshness(const struct finding *f, int64_t doc);
/** find_ended(f, step): a failed step: a key is no failure, a damaged index is one to be told. */
enum err_code find_ended(struct finding *f, int step);
/** find_by_keys(f): number, phone, place (find_keys.c). find_by_mention(f): the place named anywhere in their texts. */
enum err_code find_by_keys(struct finding *f);
enum err_code find_by_mention(struct finding *f);
/** find_by_sound, find_by_one (a single Hanzi), find_by_title(f): older than f->oldest, the newest that have the words
 * in their title; of words that stand everywhere they would be found among texts only by going through all of them
 * (find_title.c).
 * find_title_score(f, q, n, h): of ${n} queries in one title, 0 unless all match; h->place is known then. */
enum err_code find_by_sound(struct finding *f);
enum err_code find_by_one(struct finding *f);
enum err_code find_by_title(struct finding *f);
int find_title_score(struct finding *f, const struct match_query *q, int n, struct find_hit *h);
/** find_has_all(w, title): does every word stand in the title of a row as it was typed? (find_row.c) */
bool find_has_all(const struct words *w, const char *title);
/** find_rows(f, rows): what is shown of the hits, those that are gone left out; the count, -1 on failure. */
int find_rows(struct finding *f, struct find_row *rows);

#endif
