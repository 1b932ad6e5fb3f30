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
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CP_END    0x33000
#define MAIN_LO   0x3400
#define MAIN_HI   0xA000
#define HIGH_LO   0x20000
#define READ_MAX  6
#define SYL_SIZE  7
#define SYL_MAX   512 /* slots below are one syllable, above an offset into the sets */
#define SETS_MAX  8192
#define LINE_SIZE 8192

enum field { F_MANDARIN, F_PINLU, F_TGHZ, F_XHC, F_HANYU, F_COUNT };

struct chr {
	char reading[READ_MAX][SYL_SIZE];
	uint8_t n;
	bool standard; /* in kTGHZ2013: the 8,105 standard characters */
	bool listed;   /* OpenCC has a line for it */
	uint16_t slot;
	uint32_t simple; /* folding target, 0 = itself */
};

struct gen {
	struct chr *c;
	char syl[SYL_MAX][SYL_SIZE]; /* sorted; index + 1 is the id */
	size_t nsyl;
	uint16_t set[SETS_MAX]; /* count, ids... */
	size_t nset;
};

/* Readings that live in place and family names and are in none of the sources: with them all but 11 of the 44,703
 * names down to township level are found by the pinyin published for them, and most of the 11 are misspelt there. */
static const struct {
	uint32_t cp;
	const char *reading;
} PLACES[] = {
	{ 0x516D, "lu" },                       /* 六安 */
	{ 0x4E50, "lao" },                      /* 乐亭 */
	{ 0x9642, "bei" },                      /* 陂 in village names */
	{ 0x3007, "ling" }, { 0x6753, "shao" }, /* 杓哇 */
	{ 0x7B90, "jing" },                     /* 箐口: as it is widely read there */
	{ 0x7BE2, "gong" },                     /* 织篢 */
	{ 0x90C4, "xi" },                       /* 郄马 */
	{ 0x96BD, "jun" },                      /* 隽水 */
};

/* Vowels and consonants with tone marks, to their base letter. */
static const struct {
	const char *letters;
	char base;
} MARKED[] = {
	{ "āáǎàâ", 'a' },
	{ "ēéěèêếề", 'e' },
	{ "īíǐì", 'i' },
	{ "ōóǒò", 'o' },
	{ "ūúǔù", 'u' },
	{ "üǖǘǚǜ", 'v' },
	{ "ńňǹ", 'n' },
	{ "ḿ", 'm' },
};

static void
die(const char *what, const char *which)
{
	fprintf(stderr, "mkpinyin: %s: %s\n", which, what);
	exit(1);
}

static size_t
decode(const char *s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;

	*cp = n == 1 ? *p : n == 2 ? *p & 0x1Fu : n == 3 ? *p & 0x0Fu : *p & 0x07u;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			die("not UTF-8", s);
		*cp = *cp << 6 | (p[i] & 0x3Fu);
	}
	return n;
}

static char
base_letter(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return (char)cp;
	for (size_t i = 0; i < sizeof MARKED / sizeof MARKED[0]; i++) {
		for (const char *p = MARKED[i].letters; *p;) {
			uint32_t m;
			p += decode(p, &m);
			if (m == cp)
				return MARKED[i].base;
		}
	}
	return 0;
}

/* "nǚ(1129)" -> "nv". Stops at anything that ends a reading; combining tone marks vanish, u + U+0308 is v. */
static void
plain(const char *s, char out[SYL_SIZE])
{
	size_t n = 0;

	while (*s && !strchr(" (,:.\t\r\n", *s)) {
		uint32_t cp;
		s += decode(s, &cp);
		if (cp == 0x308 && n > 0 && out[n - 1] == 'u')
			out[n - 1] = 'v';
		char c = base_letter(cp);
		if (c == 0)
			continue;
		if (n + 1 >= SYL_SIZE)
			die("a reading is too long", s);
		out[n++] = c;
	}
	out[n] = 0;
}

static void
add(struct chr *c, const char *text)
{
	char r[SYL_SIZE];

	plain(text, r);
	if (!r[0] || c->n == READ_MAX)
		return;
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->reading[i], r) == 0)
			return;
	memcpy(c->reading[c->n++], r, SYL_SIZE);
}

/* "047.150:chóng 481.090,481.100:zhòng": every reading after a colon, comma-separated. */
static void
add_located(struct chr *c, const char *v, bool only_first)
{
	for (const char *p = v; *p;) {
		const char *colon = strchr(p, ':');
		if (!colon)
			return;
		p = colon + 1;
		for (;;) {
			add(c, p);
			if (only_first)
				return;
			p += strcspn(p, ", ");
			if (*p != ',')
				break;
			p++;
		}
	}
}

static void
flush(struct gen *g, uint32_t cp, char v[F_COUNT][LINE_SIZE])
{
	struct chr *c = &g->c[cp];

	if (v[F_MANDARIN][0])
		add(c, v[F_MANDARIN]);
	for (const char *p = v[F_PINLU]; *p; p += strspn(p, " ")) {
		add(c, p);
		p += strcspn(p, " ");
	}
	add_located(c, v[F_TGHZ], false);
	c->standard = v[F_TGHZ][0] != 0;
	if (!c->standard)
		add_located(c, v[F_XHC], false);
	if (c->n == 0)
		add_located(c, v[F_HANYU], true);
	for (size_t i = 0; i < F_COUNT; i++)
		v[i][0] = 0;
}

static FILE *
open_or_die(const char *path)
{
	FILE *f = fopen(path, "r");

	if (!f)
		die(strerror(errno), path);
	return f;
}

static bool
next_line(FILE *f, char line[LINE_SIZE], const char *path)
{
	if (!fgets(line, LINE_SIZE, f)) {
		if (ferror(f))
			die("cannot read", path);
		fclose(f);
		return false;
	}
	size_t n = strcspn(line, "\n");
	if (!line[n] && n + 1 >= LINE_SIZE)
		die("line too long", path);
	line[n] = 0;
	return true;
}

/* Splits "U+91CD\tkMandarin\tzhòng". False for comments and for code points outside the table. */
static bool
unihan(char *line, uint32_t *cp, char **key, char **value)
{
	if (strncmp(line, "U+", 2) != 0)
		return false;
	*cp = (uint32_t)strtoul(line + 2, key, 16);
	if (**key != '\t' || *cp >= CP_END)
		return false;
	*value = strchr(++*key, '\t');
	if (!*value)
		return false;
	*(*value)++ = 0;
	return true;
}

static void
read_readings(struct gen *g, const char *path)
{
	static const char *const KEYS[F_COUNT] = { "kMandarin", "kHanyuPinlu", "kTGHZ2013",
		"kXHC1983", "kHanyuPinyin" };
	static char v[F_COUNT][LINE_SIZE];
	char line[LINE_SIZE], *key, *value;
	uint32_t cp, last = 0;
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		if (!unihan(line, &cp, &key, &value))
			continue;
		if (cp != last)
			flush(g, last, v);
		last = cp;
		for (size_t i = 0; i < F_COUNT; i++)
			if (strcmp(key, KEYS[i]) == 0)
				memcpy(v[i], value, strlen(value) + 1);
	}
	flush(g, last, v);
	for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++)
		add(&g->c[PLACES[i].cp], PLACES[i].reading);
}

static bool
in_bmp_han(uint32_t cp)
{
	return cp >= MAIN_LO && cp < MAIN_HI;
}

static void
read_opencc(struct gen *g, const char *path)
{
	char line[LINE_SIZE];
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		uint32_t from, to;
		size_t n = line[0] ? decode(line, &from) : 0;
		if (n == 0 || line[n] != '\t')
			continue;
		decode(line + n + 1, &to);
		if (!in_bmp_han(from) || !in_bmp_han(to))
			continue;
		g->c[from].listed = true;
		if (from != to)
			g->c[from].simple = to;
	}
}

static void
read_variants(struct gen *g, const char *path)
{
	char line[LINE_SIZE], *key, *value;
	uint32_t cp;
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		if (!unihan(line, &cp, &key, &value) || strcmp(key, "kSimplifiedVariant") != 0)
			continue;
		if (!in_bmp_han(cp) || g->c[cp].listed || g->c[cp].standard)
			continue;
		uint32_t to = 0;
		bool self = false;
		for (char *p = value; (p = strstr(p, "U+")) != NULL; p++) {
			uint32_t v = (uint32_t)strtoul(p + 2, NULL, 16);
			self = self || v == cp;
			if (!to && in_bmp_han(v))
				to = v;
		}
		if (to && !self)
			g->c[cp].simple = to;
	}
}

/* The sixth field of UnicodeData.txt, "5317" or "<compat> 4E00": the ideograph that a compatibility form stands for. */
static void
read_compat(struct gen *g, const char *path)
{
	char line[LINE_SIZE];
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		char *p;
		uint32_t cp = (uint32_t)strtoul(line, &p, 16);
		if (!((cp >= 0x2E80 && cp < 0x2FE0) || (cp >= 0xF900 && cp < 0xFB00)))
			continue;
		for (int i = 0; i < 4 && p; i++)
			p = strchr(p + 1, ';');
		if (!p)
			die("malformed", path);
		if (strncmp(++p, "<compat> ", 9) == 0)
			p += 9;
		uint32_t to = (uint32_t)strtoul(p, &p, 16);
		if (*p == ';' && in_bmp_han(to))
			g->c[cp].simple = to;
	}
}

/* Follow each folding to its end, then let a traditional character answer to its simplified form's readings too. */
static void
close_foldings(struct gen *g)
{
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		uint32_t to = cp;
		for (int i = 0; i < 8 && g->c[to].simple; i++)
			to = g->c[to].simple;
		if (g->c[to].simple)
			g->c[to].simple = 0; /* a ring: break it here */
		g->c[cp].simple = to == cp ? 0 : to;
	}
	for (uint32_t cp = 0; cp < 0x10000; cp++)
		if (g->c[cp].simple)
			for (size_t i = 0; i < g->c[g->c[cp].simple].n; i++)
				add(&g->c[cp], g->c[g->c[cp].simple].reading[i]);
}

static bool
wanted(const struct gen *g, uint32_t cp)
{
	const struct chr *c = &g->c[cp];

	return c->n > 0 && (cp == 0x3007 || in_bmp_han(cp) || (cp >= HIGH_LO && c->standard));
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
				die("too many syllables", "readings");
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
				die("too many different sets", "readings");
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
		if (wanted(g, cp) && !in_bmp_han(cp))
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

	if (argc != 5 || !g || !(g->c = calloc(CP_END, sizeof *g->c)))
		die("usage: mkpinyin READINGS VARIANTS OPENCC UNICODEDATA", argv[0]);
	read_readings(g, argv[1]);
	read_opencc(g, argv[3]);
	read_variants(g, argv[2]);
	read_compat(g, argv[4]);
	close_foldings(g);
	collect_syllables(g);
	assign_slots(g);
	printf("/* Made by mkpinyin from Unihan (unicode-data) and OpenCC (libopencc-data). Not "
	       "edited by hand. */\n");
	write_readings(g);
	write_foldings(g);
	if (fflush(stdout) != 0 || ferror(stdout))
		die(strerror(errno), "output");
	return 0;
}
