/* mkpinyin: a host program that makes pinyin_table.h, the constant tables of src/text: toneless readings of every
 * ideograph and the traditional -> simplified folding.
 *
 *   mkpinyin Unihan_Readings.txt Unihan_Variants.txt TSCharacters.txt UnicodeData.txt > pinyin_table.h
 *
 * Readings: kMandarin (first), then kHanyuPinlu and kTGHZ2013, which know every living polyphone (重 zhong chong,
 * 单 dan chan shan) without archaic noise; kXHC1983 only for characters outside the 2013 standard, kHanyuPinyin only
 * where nothing else knows the character. A traditional character also gets the readings of its simplified form.
 * Folding: OpenCC's list (its first candidate), Unihan where OpenCC is silent, and the compatibility forms that PDF
 * files give (Kangxi radicals, U+F900...). The folding is closed: no target is itself folded.
 * Only libc, one pass, and the same input gives the same bytes. Memory is given back by exit. */
#include "mkpinyin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
wanted(const struct gen *g, uint32_t cp)
{
	const struct chr *c = &g->c[cp];

	return c->n > 0 && (cp == 0x3007 || mkpinyin_is_han(cp) || (cp >= HIGH_LO && c->standard));
}

/* Where ${s} stands or would stand among the sorted syllables. */
static size_t
syl_place(const struct gen *g, const char *s)
{
	size_t at = 0;

	while (at < g->nsyl && strcmp(g->syl[at], s) < 0)
		at++;
	return at;
}

static void
collect_syllables(struct gen *g)
{
	for (uint32_t cp = 0; cp < CP_END; cp++) {
		for (size_t i = 0; wanted(g, cp) && i < g->c[cp].n; i++) {
			const char *r = g->c[cp].reading[i];
			size_t at = syl_place(g, r);
			if (at < g->nsyl && strcmp(g->syl[at], r) == 0)
				continue;
			if (g->nsyl + 2 >= SYL_MAX)
				mkpinyin_die("too many syllables", "readings");
			memmove(g->syl[at + 1], g->syl[at], (g->nsyl++ - at) * SYL_SIZE);
			memcpy(g->syl[at], r, SYL_SIZE);
		}
	}
}

/* One syllable: its id. Several: SYL_MAX + the offset of "count, ids..." among the sets, shared by equal sets. */
static void
assign_slots(struct gen *g)
{
	for (uint32_t cp = 0; cp < CP_END; cp++) {
		struct chr *c = &g->c[cp];
		if (!wanted(g, cp))
			continue;
		uint16_t one[READ_MAX + 1] = { c->n };
		for (size_t i = 0; i < c->n; i++)
			one[i + 1] = (uint16_t)(syl_place(g, c->reading[i]) + 1);
		if (c->n == 1) {
			c->slot = one[1];
			continue;
		}
		size_t size = (c->n + 1u) * sizeof one[0], at = 0;
		while (at < g->nset && memcmp(&g->set[at], one, size) != 0)
			at += g->set[at] + 1u;
		if (at >= g->nset) {
			at = g->nset;
			if (at + READ_MAX + 1 >= SETS_MAX)
				mkpinyin_die("too many different sets", "readings");
			memcpy(&g->set[at], one, size);
			g->nset += c->n + 1u;
		}
		c->slot = (uint16_t)(SYL_MAX + at);
	}
}

static void
item(size_t *col, unsigned v)
{
	printf("%s%u,", *col % 16 ? " " : "\n\t", v);
	++*col;
}

/* By slot: bit 'a'..'z' of what its readings begin with. */
static void
write_first(const struct gen *g)
{
	size_t col = 0;

	for (size_t i = 0; i < SYL_MAX; i++)
		item(&col, i > 0 && i <= g->nsyl ? 1u << (g->syl[i - 1][0] - 'a') : 0);
	for (size_t at = 0, n; at < g->nset; at += n + 1) {
		unsigned first = 0;

		n = g->set[at];
		for (size_t i = 1; i <= n; i++)
			first |= 1u << (g->syl[g->set[at + i] - 1][0] - 'a');
		item(&col, first);
		for (size_t i = 0; i < n; i++)
			item(&col, 0);
	}
}

static void
write_readings(const struct gen *g)
{
	size_t col = 0, most = 0;

	for (uint32_t cp = 0; cp < CP_END; cp++)
		if (wanted(g, cp) && g->c[cp].n > most)
			most = g->c[cp].n;
	printf("#ifdef PINYIN_TABLE_READINGS\n#define PINYIN_TABLE_MOST %zu\n#define "
	       "PINYIN_TABLE_SETS %d\n"
	       "#define PINYIN_TABLE_LO 0x%X\n#define PINYIN_TABLE_HI 0x%X\n"
	       "static const char PINYIN_SYLLABLE[][%d] = { \"\"",
	    most, SYL_MAX, MAIN_LO, MAIN_HI, SYL_SIZE);
	for (size_t i = 0; i < g->nsyl; i++)
		printf(",%s\"%s\"", i % 10 ? " " : "\n\t", g->syl[i]);
	printf(" };\nstatic const uint16_t PINYIN_SET[] = {");
	for (size_t i = 0; i < g->nset; i++)
		item(&col, g->set[i]);
	printf(" };\nconst uint32_t pinyin_slot_first[] = {");
	write_first(g);
	printf(" };\nstatic const uint16_t PINYIN_SLOT[] = {");
	col = 0;
	for (uint32_t cp = MAIN_LO; cp < MAIN_HI; cp++)
		item(&col, g->c[cp].slot);
	printf(" };\n/* the other characters: code point, slot; ascending */\n"
	       "static const uint32_t PINYIN_OTHER[][2] = {");
	for (uint32_t cp = 0; cp < CP_END; cp++)
		if (wanted(g, cp) && !mkpinyin_is_han(cp))
			printf("\n\t{ 0x%X, %u },", (unsigned)cp, (unsigned)g->c[cp].slot);
	printf(" };\n#endif\n");
}

/* Pairs ascending, with the first index of each page of 64 code points, so that a look-up reads one short run. */
static void
write_foldings(const struct gen *g)
{
	size_t col = 0, n = 0;

	printf("#ifdef PINYIN_TABLE_FOLD\n/* what is folded, ascending, to what */\n"
	       "static const uint16_t FOLD_TO[] = {");
	for (uint32_t cp = 0; cp < 0x10000; cp++)
		if (g->c[cp].simple)
			item(&col, (unsigned)g->c[cp].simple);
	printf(" };\n/* of 64 characters: where the first one's stands in it; which of them have "
	       "one */\n"
	       "static const struct {\n\tuint64_t has;\n\tuint16_t from;\n} FOLD_PAGE[] = {");
	col = 0;
	for (uint32_t page = 0; page < 0x10000; page += 64) {
		unsigned long long has = 0;
		size_t from = n;

		for (uint32_t k = 0; k < 64; k++)
			if (g->c[page + k].simple) {
				has |= 1ull << k;
				n++;
			}
		printf("%s{ 0x%llX, %u },", col++ % 4 ? " " : "\n\t", has, (unsigned)from);
	}
	printf(" };\n#endif\n");
}

int
main(int argc, char **argv)
{
	struct gen *g = calloc(1, sizeof *g);
	struct chr *c = calloc(CP_END, sizeof *c);

	if (argc != 5 || g == NULL || c == NULL) {
		fprintf(stderr, "usage: mkpinyin READINGS VARIANTS OPENCC UNICODEDATA\n");
		return 1;
	}
	g->c = c;
	mkpinyin_read_readings(g, argv[1]);
	mkpinyin_read_opencc(g, argv[3]);
	mkpinyin_read_variants(g, argv[2]);
	mkpinyin_read_compat(g, argv[4]);
	mkpinyin_close_foldings(g);
	collect_syllables(g);
	assign_slots(g);
	printf("/* Made by mkpinyin from Unihan (unicode-data) and OpenCC (libopencc-data). Not "
	       "edited by hand. */\n");
	write_readings(g);
	write_foldings(g);
	if (fflush(stdout) != 0 || ferror(stdout))
		mkpinyin_die(strerror(errno), "output");
	return 0;
}
