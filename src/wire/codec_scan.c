/* Messages as tables, read from their text without a tree in between: rows of which a seat reads a hundred thousand.
 *
 * Invariant: what is accepted here codec_read accepts too, as the same; everything else is left to it, and so are its words.
 * So members no table has, members that are there twice or in another order than a table's are none of ours. */
#include "codec_p.h"

#include <string.h>

#include "pairs_p.h"
#include "scan_p.h"

struct reading {
	const struct codec_row *rows;
	size_t n, next;
	const struct codec_beside *beside;
	uint64_t seen;
	unsigned seen_beside;
	void *to;
};

static bool
scan_row(struct scan *s, const struct codec_row *row, void *to)
{
	static const struct json_in tolerant = { false, NULL };
	const struct pairs *pairs = codec_pairs(row);
	struct json_value v;

	if (pairs != NULL)
		return pairs_scan(pairs, s, (char *)to + row->offset);
	return scan_value(s, &v) && codec_put(row, &tolerant, NULL, &v, to) == ERR_OK;
}

static bool
scan_beside(struct scan *s, struct reading *r, const char *name)
{
	for (unsigned i = 0; r->beside != NULL && r->beside[i].name != NULL; i++) {
		if (strcmp(r->beside[i].name, name) != 0)
			continue;
		if ((r->seen_beside >> i) != 0) /* twice, or behind one that comes later */
			return false;
		r->seen_beside |= 1u << i;
		return r->beside[i].scan(s, r->to);
	}
	return false;
}

static bool
scan_member(struct scan *s, void *arg)
{
	struct reading *r = arg;
	char name[SCAN_NAME];
	size_t i;

	if (!scan_name(s, name))
		return false;
	i = codec_find(r->rows, r->n, name, r->next);
	if (i == r->n)
		return scan_beside(s, r, name);
	if (r->seen_beside != 0 || (r->seen >> i & 1) != 0)
		return false;
	r->seen |= UINT64_C(1) << i;
	r->next = i + 1;
	return scan_row(s, &r->rows[i], r->to);
}

bool
codec_scan(struct scan *s, const struct codec_row *rows, size_t n,
    const struct codec_beside *beside, void *to)
{
	static const struct json_in tolerant = { false, NULL };
	struct reading r = { .rows = rows, .n = n, .beside = beside, .to = to };

	scan_blank(s);
	return scan_take(s, '{') && scan_all(s, '}', scan_member, &r) &&
	       codec_check_must(rows, n, r.seen, &tolerant, NULL, to) == ERR_OK;
}
