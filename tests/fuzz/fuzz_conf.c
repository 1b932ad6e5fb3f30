/* Every file that a site may bring: settings, theme, keys, articles, old answers, each file of a city pack. The first byte
 * says which; the rest is the file. A file is taken whole or refused with its place and a sentence; what is taken can be
 * written down and read again to the same; a refusal changes nothing. The seeds are pieces of the sample city and of what
 * the program itself writes; libconfig's traps are among the words. */
#include <dirent.h>
#include <sanitizer/lsan_interface.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/tmpdir.h"
#include "base/conf.h"
#include "city/article.h"
#include "city/pack.h"
#include "city/rows.h"
#include "client/ui/keymap.h"
#include "client/ui/theme.h"
#include "fuzz.h"

#define SAMPLE      "conf/city/yunjiang"
#define PACK_MOST   24 /* files of a pack */
#define OTHER_KINDS 5  /* options theme keys article answers; then the files of the pack */

struct pack {
	char dir[TMPDIR_SIZE]; /* every table with its first line only */
	char name[PACK_MOST][64];
	struct str whole[PACK_MOST]; /* of the sample */
	int n;
};

static struct pack pack;
static char file[64]; /* a file in memory with the bytes at hand */
static int file_fd;

static const char *
put(const char *p, size_t n)
{
	fuzz_must(ftruncate(file_fd, 0) == 0 && pwrite(file_fd, p, n, 0) == (ssize_t)n, "memory");
	return file;
}

static void
check_refusal(const struct err *e, const char *where)
{
	fuzz_must(e->code != ERR_OK && e->text[0] != '\0', "a sentence why");
	fuzz_must(utf8_valid(e->text, strlen(e->text)), "the sentence is text");
	fuzz_must(utf8_valid(e->where, strlen(e->where)), "the place is text");
	fuzz_must(where == NULL || e->code != ERR_CONFIG || strstr(e->where, where) != NULL,
	    "the place is named");
}

/* libconfig 1.5 loses the string at hand when it refuses a file: a program that then ends with a sentence does not mind.
 * Leaks do not count for such a file, and do for all others. */
static bool
is_refused(const char *p, size_t n)
{
	struct conf *c;
	enum err_code rc;

	__lsan_disable();
	rc = conf_open(put(p, n), &c, NULL);
	conf_close(c);
	__lsan_enable();
	return rc != ERR_OK;
}

/* ---- settings, themes, keys ---- */

struct settings {
	char text[64], choice[16];
	long long n;
	bool yes;
};

static const struct option options[] = {
	{ "server", OPTION_TEXT, offsetof(struct settings, text), 64, 0, 63, "", "x", NULL, "一" },
	{ "theme", OPTION_CHOICE, offsetof(struct settings, choice), 16, 0, 0, "", "day",
	    "day|night", "二" },
	{ "port", OPTION_INT, offsetof(struct settings, n), 8, -5, 99999999999, "", "7", NULL,
	    "三" },
	{ "demo", OPTION_BOOL, offsetof(struct settings, yes), 1, 0, 0, "", "false", NULL, "四" },
};
#define N_OPTIONS (sizeof(options) / sizeof(options[0]))

static void
try_options(const char *p, size_t n)
{
	struct settings s = { 0 };
	struct str shown = { 0 }, again = { 0 };
	struct err e = { 0 };

	options_default(options, N_OPTIONS, &s);
	if (options_load(options, N_OPTIONS, put(p, n), &s, &e) != ERR_OK) {
		check_refusal(&e, file);
		return;
	}
	fuzz_must(s.n >= -5 && s.n <= 99999999999, "a number in its range");
	fuzz_must(utf8_valid(s.text, strnlen(s.text, sizeof(s.text))), "a setting is text");
	options_show(options, N_OPTIONS, &s, &shown);
	options_default(options, N_OPTIONS, &s);
	if (options_load(options, N_OPTIONS, put(shown.s, shown.len), &s, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s\n%s", e.where, e.text, str_c(&shown));
		fuzz_must(false, "--show-config is readable back");
	}
	options_show(options, N_OPTIONS, &s, &again);
	fuzz_must(strcmp(str_c(&shown), str_c(&again)) == 0, "to the same");
	str_free(&shown);
	str_free(&again);
}

static void
try_theme(const char *p, size_t n)
{
	struct theme was, t;
	struct err e = { 0 };

	memset(&was, 0, sizeof(was));
	theme_default(&was);
	memcpy(&t, &was, sizeof(t));
	if (theme_load(put(p, n), &t, &e) == ERR_OK)
		return;
	check_refusal(&e, file);
	fuzz_must(memcmp(&t, &was, sizeof(t)) == 0, "a refused theme changes nothing");
}

static void
try_keys(const char *p, size_t n)
{
	struct keymap was, km, back;
	struct str shown = { 0 };
	struct err e = { 0 };

	keymap_default(&was);
	km = was;
	if (keymap_load(put(p, n), &km, &e) != ERR_OK) {
		check_refusal(&e, file);
		fuzz_must(memcmp(&km, &was, sizeof(km)) == 0, "refused keys change nothing");
		return;
	}
	fuzz_must(keymap_check(&km, &e) == ERR_OK, "no key means two things");
	keymap_show(&km, &shown);
	keymap_default(&back);
	if (keymap_load(put(shown.s, shown.len), &back, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s\n%s", e.where, e.text, str_c(&shown));
		fuzz_must(false, "keys as shown are readable back");
	}
	fuzz_must(memcmp(&back, &km, sizeof(km)) == 0, "to the same");
	str_free(&shown);
}

/* ---- knowledge ---- */

static void
try_article(const char *p, size_t n)
{
	struct article a, back;
	struct str text = { 0 }, again = { 0 };
	struct err e = { 0 };
	char *exact = fuzz_exact(p, n);

	article_init(&a);
	article_init(&back);
	if (article_read(exact, n, &a, &e) == ERR_OK) {
		article_write(&a, &text);
		if (article_read(text.s, text.len, &back, &e) != ERR_OK) {
			fprintf(stderr, "%s: %s\n%s", e.where, e.text, str_c(&text));
			fuzz_must(false, "an article as written is readable back");
		}
		article_write(&back, &again);
		fuzz_must(strcmp(str_c(&text), str_c(&again)) == 0, "to the same");
		for (int32_t day = a.from - 1; day <= a.from; day++)
			(void)article_standing(&a, day);
	} else {
		check_refusal(&e, NULL);
	}
	article_free(&a);
	article_free(&back);
	str_free(&text);
	str_free(&again);
	free(exact);
}

static bool
one_answer(void *arg, const struct article *a, int line)
{
	(void)arg;
	fuzz_must(line > 1, "a line");
	fuzz_must(utf8_valid(a->title, strlen(a->title)) && utf8_valid(a->body, strlen(a->body)) &&
		      utf8_valid(a->answer, strlen(a->answer)) &&
		      utf8_count(a->answer) <= ARTICLE_ANSWER_CHARS,
	    "an answer is text within its limit");
	return true;
}

static void
try_answers(const char *p, size_t n)
{
	struct err e = { 0 };

	if (city_replies_each(put(p, n), one_answer, NULL, &e) != ERR_OK)
		check_refusal(&e, file);
}

/* ---- a city pack with one file from outside ---- */

static bool
keep_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct str *all = arg;

	str_addf(all, "%s\n", kind);
	str_add(all, code);
	str_add(all, "\n");
	str_add(all, text);
	str_add_n(all, "", 1);
	return true;
}

static bool
copy_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct err e = { 0 };

	(void)code;
	if (city_rows_add(arg, kind, text, &e) != ERR_OK) {
		fprintf(stderr, "%s %s: %s: %s\n", kind, text, e.where, e.text);
		fuzz_must(false, "a row as written is readable");
	}
	return true;
}

static void
check_rows(const struct city *c)
{
	struct str one = { 0 }, two = { 0 };
	struct city *back = city_new();

	fuzz_must(back != NULL && city_rows_each(c, copy_row, back) == ERR_OK, "rows");
	city_finish(back);
	fuzz_must(city_rows_each(c, keep_row, &one) == ERR_OK &&
		      city_rows_each(back, keep_row, &two) == ERR_OK,
	    "rows");
	fuzz_must(one.len == two.len && (one.len == 0 || memcmp(one.s, two.s, one.len) == 0),
	    "a city by its rows is the same city");
	str_free(&one);
	str_free(&two);
	city_free(back);
}

static void
write_file(const char *name, const char *p, size_t n)
{
	char path[TMPDIR_PATHS];

	tmpdir_put(pack.dir, name, p, n, path);
}

static void
try_pack(int which, const char *p, size_t n)
{
	struct str report = { 0 };
	struct city *c = NULL;
	struct err e = { 0 };
	const struct str *whole = &pack.whole[which];
	int mistakes;

	write_file(pack.name[which], p, n);
	mistakes = city_pack_check(pack.dir, &report);
	fuzz_must(mistakes >= 0 && (mistakes > 0) == (report.len > 0), "a line a mistake");
	fuzz_must(utf8_valid(str_c(&report), report.len), "the report is text");
	if (city_pack_load(pack.dir, &c, &e) == ERR_OK)
		check_rows(c);
	else
		check_refusal(&e, pack.name[which]);
	city_free(c);
	str_free(&report);
	write_file(pack.name[which], whole->s,
	    strstr(pack.name[which], ".tsv") != NULL ? strcspn(whole->s, "\n") : whole->len);
}

static bool
is_conf(int kind)
{
	return kind < 3 ||
	       (kind >= OTHER_KINDS && strstr(pack.name[kind - OTHER_KINDS], ".conf") != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const kinds[OTHER_KINDS])(
	    const char *, size_t) = { try_options, try_theme, try_keys, try_article, try_answers };
	const char *p = (const char *)data + 1;
	bool blind;
	int kind;

	if (size == 0)
		return 0;
	kind = data[0] % (OTHER_KINDS + pack.n);
	blind = is_conf(kind) && is_refused(p, size - 1);
	if (blind)
		__lsan_disable();
	if (kind < OTHER_KINDS)
		kinds[kind](p, size - 1);
	else
		try_pack(kind - OTHER_KINDS, p, size - 1);
	if (blind)
		__lsan_enable();
	return 0;
}

/* ---- seeds and words ---- */

static void
read_whole(const char *path, struct str *out)
{
	char buf[65536];
	FILE *f = fopen(path, "re");
	size_t n;

	fuzz_must(f != NULL, path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(out, buf, n);
	(void)fclose(f);
}

/* Only the first profile, and no remarks: a file that is read thrice for each input, and a seed that has an end. */
static void
shorten(struct str *conf)
{
	static const char next[] = "\n  },";
	const char *end = strstr(conf->s, next), *line;
	struct str out = { 0 };

	if (end != NULL)
		str_splice(conf, (size_t)(end - conf->s), strlen(end), "\n  }\n);\n", 8);
	for (line = conf->s; *line != '\0';) {
		size_t n = strcspn(line, "\n") + 1, blank = strspn(line, " ");

		if (line[blank] != '#' && line[blank] != '\n')
			str_add_n(&out, line + blank, n - blank);
		line += n;
	}
	str_free(conf);
	*conf = out;
}

static void
forget(void)
{
	tmpdir_remove(pack.dir);
	for (int i = 0; i < pack.n; i++)
		str_free(&pack.whole[i]);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_of_pack(const struct dirent *d)
{
	static const char *const not [] = { "messages40.tsv", "calls.tsv", "users.tsv" };

	for (size_t i = 0; i < sizeof(not ) / sizeof(not [0]); i++)
		if (strcmp(d->d_name, not [i]) == 0)
			return 0;
	return strstr(d->d_name, ".tsv") != NULL || strstr(d->d_name, ".conf") != NULL;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct dirent **names;
	int n = scandir(SAMPLE, &names, is_of_pack, by_name);

	fuzz_must(n > 0 && n <= PACK_MOST, SAMPLE);
	tmpdir_make(pack.dir);
	atexit(forget);
	for (int i = 0; i < n; i++) {
		char path[512];
		struct str *whole = &pack.whole[i];

		(void)snprintf(path, sizeof(path), SAMPLE "/%s", names[i]->d_name);
		read_whole(path, whole);
		if (strstr(path, ".conf") != NULL)
			shorten(whole);
		fuzz_must(str_copy(pack.name[i], sizeof(pack.name[i]), names[i]->d_name), path);
		write_file(pack.name[i], whole->s,
		    strstr(path, ".tsv") != NULL ? strcspn(whole->s, "\n") : whole->len);
		free(names[i]);
	}
	free(names);
	pack.n = n;
	file_fd = memfd_create("fuzz", MFD_CLOEXEC);
	fuzz_must(file_fd >= 0, "memory");
	(void)snprintf(file, sizeof(file), "/proc/self/fd/%d", file_fd);
	fuzz_args(argc, argv, (const char *const[]){ "-max_len=4000" }, 1);
	return 0;
}

/* The beginning of a file of the sample, its first line and a few others. */
static size_t
piece(const struct str *whole, uint8_t *out, size_t max, unsigned seed)
{
	size_t n = strcspn(whole->s, "\n") + 1, at = n;

	if (n > max)
		return 0;
	memcpy(out, whole->s, n);
	for (unsigned i = 0; i < 3; i++) {
		size_t len;

		at += (seed * (i + 7)) % (whole->len > at ? whole->len - at : 1);
		at += strcspn(whole->s + at, "\n");
		at += whole->s[at] == '\n';
		len = strcspn(whole->s + at, "\n");
		if (n + len + 1 > max)
			break;
		memcpy(out + n, whole->s + at, len);
		out[n + len] = '\n';
		n += len + 1;
	}
	return n;
}

static size_t
seed_of(int kind, uint8_t *out, size_t max, unsigned seed)
{
	static const char *const fixed[OTHER_KINDS] = {
		"server = \"unix:/x\";\ntheme = \"night\";\nport = 12L;\ndemo = true;\n",
		"name = \"x\";\nroles = { danger = { c256 = \"231 on 160 bold\"; c8 = \"white on "
		"red\"; "
		"mono = \"reverse\"; }; };\n",
		"help = \"F1, Esc 1\";\nsubmit = \"F10, Ctrl-O\";\nlock = \"\";\n",
		"kb_no: K0205-01\ntitle: 路灯坏了怎么报修\nkind: guide\ncategory: 0205\n"
		"keywords: 路灯, 灯杆\nsource: 1004\nlimit: resolve=24hour\nfrom: 2026-01-01\n"
		"until: 2027-12-31\nversion: 3\n\n24小时内修好。\n--\n全文\n",
		"question\tanswer\n路灯坏了找谁\t找市政。24小时内修。\n",
	};
	size_t n;

	if (kind >= OTHER_KINDS && strstr(pack.name[kind - OTHER_KINDS], ".tsv") != NULL)
		return piece(&pack.whole[kind - OTHER_KINDS], out, max, seed);
	if (kind >= OTHER_KINDS) {
		const struct str *s = &pack.whole[kind - OTHER_KINDS];

		n = s->len < max ? s->len : max;
		memcpy(out, s->s, n);
		return n;
	}
	n = strlen(fixed[kind]);
	n = n < max ? n : max;
	memcpy(out, fixed[kind], n);
	return n;
}

static const struct fuzz_word words[] = {
	FUZZ_WORD("0205"),
	FUZZ_WORD("99999999999"),
	FUZZ_WORD("-9223372036854775808"),
	FUZZ_WORD("0x7fffffffffffffffL"),
	FUZZ_WORD("1e999"),
	FUZZ_WORD("@include \"/etc/hostname\"\n"),
	FUZZ_WORD("\xef\xbb\xbf"),
	FUZZ_WORD("\"\\x00\\n\\\"\""),
	FUZZ_WORD("/* "),
	FUZZ_WORD("*/"),
	FUZZ_WORD("// "),
	FUZZ_WORD("# "),
	FUZZ_WORD("(((((((((((((((("),
	FUZZ_WORD("{{{{{{{{"),
	FUZZ_WORD("[1, 2L, \"3\"]"),
	FUZZ_WORD(" = { a.b = 1; };"),
	FUZZ_WORD("\"a\" \"b\""),
	FUZZ_WORD("\r\n"),
	FUZZ_WORD("\t"),
	FUZZ_WORD("\t\t\t\t\t\t\t\t\t\t"),
	FUZZ_WORD("\n"),
	FUZZ_WORD("990102001"),
	FUZZ_WORD("2026-02-30"),
	FUZZ_WORD("wd 08:30-17:30; rest 24:00-25:00"),
	FUZZ_WORD("daily 22:00-06:00"),
	FUZZ_WORD("resolve=24hour, contact=0day"),
	FUZZ_WORD("until: 0000-00-00\n"),
	FUZZ_WORD("{phone}{"),
	FUZZ_WORD("Ctrl-M, F13, Esc Esc, Ctrl-"),
	FUZZ_WORD("256 on -1 bold bold"),
	FUZZ_WORD("\xe2\x80\xae"),
	FUZZ_WORD("\xed\xa0\x80"),
};

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	if (size < 2 || seed % 32 == 0) {
		unsigned kind = (seed >> 5) % (unsigned)(OTHER_KINDS + pack.n);

		if (max < 2)
			return size;
		data[0] = (uint8_t)kind;
		return 1 + seed_of((int)kind, data + 1, max - 1, seed >> 10);
	}
	return 1 + fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data + 1, size - 1, max - 1,
		       seed / 2);
}
