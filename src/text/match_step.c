/* Over one character of a label, and through a label with gaps.
 *
 * A character takes from the query: itself; a whole reading; the initial of a reading (zh ch sh also as two letters);
 * or, where the query ends inside a reading, what there is of it. Not done here: ranking (match.c). */
#include <string.h>

#include "match_p.h"

enum { GAIN_BEGUN = 1, GAIN_SYLLABLE = 2, GAIN_TYPED = 3 };

static bool
same_letter(uint32_t typed, char c)
{
	return typed == (unsigned char)c || (c == 'v' && typed == 'u') ||
	       (c == 'u' && typed == 'v');
}

/* How many letters of reading ${r} stand in the query from ${j} on, never across a border. */
static size_t
common(const struct match_span *s, size_t j, const char *r)
{
	size_t n = 0;

	while (r[n] && j + n < s->hi && same_letter(s->q->cp[j + n], r[n]) &&
	       (n == 0 || !(s->q->border >> (j + n) & 1)))
		n++;
	return n;
}

size_t
match_steps(
    const struct match_unit *u, const struct match_span *s, size_t j, struct match_step *out)
{
	size_t n = 0, readings;

	if (!match_begins(u, s->q->cp[j]))
		return 0;
	if (u->cp == s->q->cp[j])
		out[n++] = (struct match_step){ (uint8_t)(j + 1), GAIN_TYPED };
	readings = pinyin_slot_count(u->slot);
	for (size_t i = 0; i < readings; i++) {
		const char *r = pinyin_slot_reading(u->slot, i);
		size_t have = common(s, j, r), len = strlen(r);
		if (have == 0)
			continue;
		if (have == len)
			out[n++] = (struct match_step){ (uint8_t)(j + have), GAIN_SYLLABLE };
		else if (j + have == s->hi)
			out[n++] = (struct match_step){ (uint8_t)(j + have), GAIN_BEGUN };
		if (have >= 2 && len > 2 && r[1] == 'h')
			out[n++] = (struct match_step){ (uint8_t)(j + 2), GAIN_BEGUN };
		out[n++] = (struct match_step){ (uint8_t)(j + 1), GAIN_BEGUN };
	}
	return n;
}

/* Ways by query position. ${open} end at the unit just passed and may go on without a new chunk. */
struct ways {
	uint64_t live;
	struct match_way at[MATCH_QUERY_CHARS + 1];
};

/* Fewer chunks first: that way is never the worse one to go on from. */
static void
keep(struct ways *w, size_t j, const struct match_way *way)
{
	uint64_t bit = (uint64_t)1 << j;
	const struct match_way *old = &w->at[j];

	if ((w->live & bit) &&
	    (old->chunks < way->chunks || (old->chunks == way->chunks && old->gain >= way->gain)))
		return;
	w->at[j] = *way;
	w->live |= bit;
}

/* A scattered match begins at a word, or with a character typed as it is. */
static bool
may_begin(const struct match_unit *u, const struct match_step *step)
{
	return u->word || (step->gain == GAIN_TYPED && u->slot);
}

static void
extend(const struct match_label *l, size_t i, const struct match_span *s, const struct ways *from,
    bool opened, struct ways *to)
{
	const struct match_unit *u = &l->unit[i];

	for (uint64_t set = from->live & ~((uint64_t)1 << s->hi); set; set &= set - 1) {
		size_t j = (size_t)__builtin_ctzll(set);
		struct match_step step[MATCH_STEPS];
		size_t n = match_steps(u, s, j, step);
		for (size_t k = 0; k < n; k++) {
			struct match_way w = from->at[j];
			if (w.chunks == 0 && !may_begin(u, &step[k]))
				continue;
			if (!opened) {
				if (w.chunks == MATCH_CHUNKS)
					continue;
				w.from[w.chunks++] = (uint32_t)i;
			}
			w.to[w.chunks - 1] = (uint32_t)i + 1;
			w.gain += step[k].gain;
			w.units++;
			keep(to, step[k].to, &w);
		}
	}
}

/* Whether the letters stand there in order at all: one pass of bits, before the costly search. */
static bool
in_order(const struct match_label *l, const struct match_span *s)
{
	uint64_t live = (uint64_t)1 << s->lo;

	for (size_t i = 0; i < l->n; i++) {
		if (l->unit[i].skip)
			continue;
		if (l->unit[i].stop)
			live = (uint64_t)1 << s->lo;
		for (uint64_t set = live; set; set &= set - 1) {
			struct match_step step[MATCH_STEPS];
			size_t j = (size_t)__builtin_ctzll(set),
			       n = match_steps(&l->unit[i], s, j, step);
			for (size_t k = 0; k < n; k++)
				if (j > s->lo || may_begin(&l->unit[i], &step[k]))
					live |= (uint64_t)1 << step[k].to;
		}
		if (live >> s->hi & 1)
			return true;
	}
	return false;
}

bool
match_scattered(const struct match_label *l, const struct match_span *s, struct match_way *way)
{
	struct ways closed, open, next;

	if (s->hi - s->lo < 2 || !in_order(l, s))
		return false;
	closed.live = (uint64_t)1 << s->lo;
	closed.at[s->lo] = (struct match_way){ 0 };
	open.live = 0;
	for (size_t i = 0; i < l->n; i++) {
		if (l->unit[i].skip)
			continue;
		if (l->unit[i].stop) {
			closed.live &= (uint64_t)1 << s->lo | (uint64_t)1 << s->hi;
			open.live = 0;
		}
		next.live = 0;
		extend(l, i, s, &open, true, &next);
		extend(l, i, s, &closed, false, &next);
		for (uint64_t set = next.live; set; set &= set - 1) {
			size_t j = (size_t)__builtin_ctzll(set);
			open.at[j] = next.at[j];
			keep(&closed, j, &next.at[j]);
		}
		open.live = next.live;
	}
	if (!(closed.live >> s->hi & 1))
		return false;
	*way = closed.at[s->hi];
	return true;
}
