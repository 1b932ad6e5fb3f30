#ifndef TEXT_MATCH_PACK_H
#define TEXT_MATCH_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/match.h"

/* Thousands of names that stay, for the matcher: the score that text/match.h finds in a settled label, at a quarter of its
 * room, without the places of what matched. A pack belongs to one thread. */

struct match_pack {
	struct match_sieve *sieve; /* by name: turns most queries away */
	uint32_t *start;           /* by name and one more: where it begins in ${code} */
	uint8_t *code;
	struct match_unit *sign; /* the characters of all names, each once */
	uint16_t *place;         /* of them by their hash, while names are added */
	struct match_unit *unit; /* one name unpacked: room for the longest */
	size_t n, n_code, n_signs, n_places, longest;
	size_t sieve_room, start_room, code_room, sign_room;
};

/** match_pack_add(p, text): the next name, of a pack that was zero before its first; NULL is "". False without memory, of a
 * text that has a million bytes, and beyond 60,000 different characters: it is then no name of the pack.
 * match_pack_end(p): no more names: what only adding needs is given back. False without memory. match_pack_free(p): zero
 * again, also amid the names. */
bool match_pack_add(struct match_pack *p, const char *text);
bool match_pack_end(struct match_pack *p);
void match_pack_free(struct match_pack *p);
/** match_pack_find(q, p, i): as match_find of name ${i}, of a pack that has ended. */
int match_pack_find(const struct match_query *q, struct match_pack *p, size_t i);

#endif
