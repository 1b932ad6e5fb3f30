/* Readings of characters, out of the generated table: nothing is loaded at run time, nothing is allocated.
 *
 * The table knows characters, not words: 重庆 has both zhong and chong, and the matcher (match.c) tries all of them.
 * Not done here: tones, segmentation of typed pinyin, choosing a reading by context. */
#define PINYIN_TABLE_READINGS
#include "text/pinyin.h"

#include <string.h>

#include "base/utf8.h"
#include "pinyin_p.h"
#include "pinyin_table.h"
#include "text/fold.h"

_Static_assert(PINYIN_TABLE_MOST <= PINYIN_MAX, "a character has more readings than PINYIN_MAX");
_Static_assert(PINYIN_TABLE_SETS + sizeof PINYIN_SET / sizeof PINYIN_SET[0] < 1 << 12,
    "a slot fits where match_p.h keeps it");

static uint16_t
own_slot(uint32_t cp)
{
	size_t lo = 0, hi = sizeof PINYIN_OTHER / sizeof PINYIN_OTHER[0];

	if (cp >= PINYIN_TABLE_LO && cp < PINYIN_TABLE_HI)
		return PINYIN_SLOT[cp - PINYIN_TABLE_LO];
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (PINYIN_OTHER[mid][0] == cp)
			return (uint16_t)PINYIN_OTHER[mid][1];
		if (PINYIN_OTHER[mid][0] < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

uint16_t
pinyin_slot(uint32_t cp)
{
	uint16_t slot;

	if (cp < 0x2E80)
		return 0;
	slot = own_slot(cp);
	return slot ? slot : own_slot(fold_cp(cp));
}

size_t
pinyin_slot_count(uint16_t slot)
{
	if (slot < PINYIN_TABLE_SETS)
		return slot ? 1 : 0;
	return PINYIN_SET[slot - PINYIN_TABLE_SETS];
}

const char *
pinyin_slot_reading(uint16_t slot, size_t i)
{
	if (slot < PINYIN_TABLE_SETS)
		return PINYIN_SYLLABLE[slot];
	return PINYIN_SYLLABLE[PINYIN_SET[slot - PINYIN_TABLE_SETS + 1u + i]];
}

bool
pinyin_is_syllable(const char *s, size_t n)
{
	size_t lo = 1, hi = sizeof PINYIN_SYLLABLE / sizeof PINYIN_SYLLABLE[0];

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const char *at = PINYIN_SYLLABLE[mid];
		int order = strncmp(at, s, n);

		if (order == 0 && at[n] == '\0')
			return true;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

size_t
pinyin_readings(uint32_t cp, const char *out[PINYIN_MAX])
{
	uint16_t slot = pinyin_slot(cp);
	size_t n = pinyin_slot_count(slot);

	for (size_t i = 0; i < n; i++)
		out[i] = pinyin_slot_reading(slot, i);
	return n;
}

/* Append at most ${most} letters of each first reading. */
static void
spell(const char *s, size_t most, struct str *out)
{
	size_t n = s ? strlen(s) : 0;

	for (size_t at = 0; at < n;) {
		uint32_t cp;
		size_t len = utf8_next(s + at, n - at, &cp);
		at += len ? len : 1;
		if (len == 0)
			continue;
		uint16_t slot = pinyin_slot(cp);
		if (slot) {
			const char *r = pinyin_slot_reading(slot, 0);
			size_t have = strlen(r);
			str_add_n(out, r, have < most ? have : most);
			continue;
		}
		cp = fold_cp(cp);
		if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
			str_add_c(out, (char)cp);
	}
}

void
pinyin_initials(const char *s, struct str *out)
{
	spell(s, 1, out);
}

void
pinyin_spell(const char *s, struct str *out)
{
	spell(s, SIZE_MAX, out);
}
