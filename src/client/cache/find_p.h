#ifndef CLIENT_CACHE_FIND_P_H
#define CLIENT_CACHE_FIND_P_H

#include "cache_p.h"
#include "text/sounds.h"
#include "text/tokens.h"

/* The index of tickets. Counted up when the cut of texts or the choice of texts below changes: what was indexed otherwise
 * is then done again. */
#define FIND_TEXTS   2
#define FIND_VERSION (TOKENS_VERSION * 10000 + SOUNDS_VERSION * 100 + FIND_TEXTS)

/* Made by the migration, and again when they are damaged. The cheap score needs no sizes of rows; of titles by sound not
   even places are kept, but lists of their own for what two to five letters typed begin, which hundreds of tokens do.
   Merging is ours: by itself FTS5 does it in the middle of somebody's write; and two parts of a size are one already, for
   each costs every search a read or two. FIND_INDEXED: of the last of those lists. */
#define FIND_INDEXED 6
#define FIND_MERGES                                                        \
	"INSERT INTO ticket_fts(ticket_fts, rank) VALUES('usermerge', 2);" \
	"INSERT INTO ticket_sound(ticket_sound, rank) VALUES('usermerge', 2);"
#define FIND_TABLES                                                                         \
	"CREATE VIRTUAL TABLE ticket_fts USING fts5(title, body, content='', columnsize=0," \
	" tokenize='hotseat');"                                                             \
	"CREATE VIRTUAL TABLE ticket_sound USING fts5(title, content='', columnsize=0,"     \
	" detail=none, prefix='3 4 5 6', tokenize='hotseat_sounds');"                       \
	"INSERT INTO ticket_fts(ticket_fts, rank) VALUES('automerge', 0),"                  \
	" ('crisismerge', 1000);"                                                           \
	"INSERT INTO ticket_sound(ticket_sound, rank) VALUES('automerge', 0),"              \
	" ('crisismerge', 1000);" FIND_MERGES

#define FIND_REMADE_MOST 8 /* should a new one fail too, so often, it is not the index */

/** find_body(t, out): append the texts of ${t} beside its title. find_sum(t): of all that is indexed; two texts of one sum
 * are one. */
void find_body(const struct ticket *t, struct str *out);
int64_t find_sum(const struct ticket *t);
/** find_put_in(w, at, place, t, e): ${t}, taken down at ${at}, in row ${place}, into the index; it is not there yet.
 * find_take_out(w, doc, t, e): what ${t} once put under the number ${doc} out of it; its row of "find_doc" is the caller's. */
enum err_code find_put_in(
    struct cache_writer *w, int64_t at, int64_t place, const struct ticket *t, struct err *e);
enum err_code
find_take_out(struct cache_writer *w, int64_t doc, const struct ticket *t, struct err *e);

#endif
