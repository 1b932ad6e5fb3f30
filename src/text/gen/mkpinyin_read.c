/* mkpinyin_read.c: what Unihan, OpenCC and UnicodeData say of each character: its readings without tones, which are in use, and
 * what it folds to. A line that is none of ours is passed over; a file that cannot be read ends the program. Not here: which
 * characters the tables hold (mkpinyin.c). */
#include "mkpinyin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 8192

enum field { F_MANDARIN, F_PINLU, F_TGHZ, F_XHC, F_HANYU, F_COUNT };

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

void
mkpinyin_die(const char *what, const char *which)
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
			mkpinyin_die("not UTF-8", s);
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
			mkpinyin_die("a reading is too long", s);
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
		mkpinyin_die(strerror(errno), path);
	return f;
}

static bool
next_line(FILE *f, char line[LINE_SIZE], const char *path)
{
	if (!fgets(line, LINE_SIZE, f)) {
		if (ferror(f))
			mkpinyin_die("cannot read", path);
		fclose(f);
		return false;
	}
	size_t n = strcspn(line, "\n");
	if (!line[n] && n + 1 >= LINE_SIZE)
		mkpinyin_die("line too long", path);
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

void
mkpinyin_read_readings(struct gen *g, const char *path)
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

bool
mkpinyin_is_han(uint32_t cp)
{
	return cp >= MAIN_LO && cp < MAIN_HI;
}

void
mkpinyin_read_opencc(struct gen *g, const char *path)
{
	char line[LINE_SIZE];
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		uint32_t from, to;
		size_t n = line[0] ? decode(line, &from) : 0;
		if (n == 0 || line[n] != '\t')
			continue;
		decode(line + n + 1, &to);
		if (!mkpinyin_is_han(from) || !mkpinyin_is_han(to))
			continue;
		g->c[from].listed = true;
		if (from != to)
			g->c[from].simple = to;
	}
}

void
mkpinyin_read_variants(struct gen *g, const char *path)
{
	char line[LINE_SIZE], *key, *value;
	uint32_t cp;
	FILE *f = open_or_die(path);

	while (next_line(f, line, path)) {
		if (!unihan(line, &cp, &key, &value) || strcmp(key, "kSimplifiedVariant") != 0)
			continue;
		if (!mkpinyin_is_han(cp) || g->c[cp].listed || g->c[cp].standard)
			continue;
		uint32_t to = 0;
		bool self = false;
		for (char *p = value; (p = strstr(p, "U+")) != NULL; p++) {
			uint32_t v = (uint32_t)strtoul(p + 2, NULL, 16);
			self = self || v == cp;
			if (!to && mkpinyin_is_han(v))
				to = v;
		}
		if (to && !self)
			g->c[cp].simple = to;
	}
}

/* The sixth field of UnicodeData.txt, "5317" or "<compat> 4E00": the ideograph that a compatibility form stands for. */
void
mkpinyin_read_compat(struct gen *g, const char *path)
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
			mkpinyin_die("malformed", path);
		if (strncmp(++p, "<compat> ", 9) == 0)
			p += 9;
		uint32_t to = (uint32_t)strtoul(p, &p, 16);
		if (*p == ';' && mkpinyin_is_han(to))
			g->c[cp].simple = to;
	}
}

/* Follow each folding to its end, then let a traditional character answer to its simplified form's readings too. */
void
mkpinyin_close_foldings(struct gen *g)
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
