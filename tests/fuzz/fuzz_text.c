/* Any bytes as text: UTF-8 by a second reading of the Unicode table, widths, folding, tokens, marks, wrapping and the
 * canvas. The bytes are a query, a NUL and a text; what is promised for the text holds whatever the query was. */
#include <locale.h>

#include "base/width.h"
#include "client/ui/wrap.h"
#include "fuzz.h"
#include "text/fold.h"
#include "text/highlight.h"
#include "text/pinyin.h"
#include "text/tokens.h"

/* ---- UTF-8, as table 3-7 of the Unicode Standard has it ---- */

static const struct row {
	unsigned char from, to, lo, hi; /* first byte; the second's range */
	size_t len;
} rows[] = {
	{ 0x00, 0x7F, 0, 0, 1 },
	{ 0xC2, 0xDF, 0x80, 0xBF, 2 },
	{ 0xE0, 0xE0, 0xA0, 0xBF, 3 },
	{ 0xE1, 0xEC, 0x80, 0xBF, 3 },
	{ 0xED, 0xED, 0x80, 0x9F, 3 },
	{ 0xEE, 0xEF, 0x80, 0xBF, 3 },
	{ 0xF0, 0xF0, 0x90, 0xBF, 4 },
	{ 0xF1, 0xF3, 0x80, 0xBF, 4 },
	{ 0xF4, 0xF4, 0x80, 0x8F, 4 },
};

static size_t
reference(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	for (size_t i = 0; n > 0 && i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];

		if (u[0] < r->from || u[0] > r->to || n < r->len)
			continue;
		if (r->len > 1 && (u[1] < r->lo || u[1] > r->hi))
			return 0;
		for (size_t k = 2; k < r->len; k++)
			if (u[k] < 0x80 || u[k] > 0xBF)
				return 0;
		return r->len;
	}
	return 0;
}

static void
check_utf8(const char *s, size_t n)
{
	size_t good = 0, len;
	uint32_t cp;
	char back[4];

	for (size_t at = 0; at<n; at += len> 0 ? len : 1) {
		len = utf8_next(s + at, n - at, &cp);
		fuzz_must(len == reference(s + at, n - at), "utf8_next");
		if (len == 0)
			continue;
		fuzz_must(utf8_put(back, cp) == len && memcmp(back, s + at, len) == 0, "utf8_put");
		if (at == good && cp != 0) {
			good += len;
			fuzz_must(utf8_prev(s, good) == at, "utf8_prev");
		}
	}
	fuzz_must(utf8_good(s, n) == good, "utf8_good");
	fuzz_must(utf8_valid(s, n) == (good == n), "utf8_valid");
	len = utf8_whole(s, n);
	fuzz_must(len <= n && n - len < 4, "utf8_whole");
	fuzz_must(good < n || len == n, "utf8_whole of valid text");
}

/* ---- what is shown ---- */

static void
check_width(const char *z, int cols)
{
	char head[8192];
	size_t fit = width_fit(z, cols), n = strlen(z), next;

	if (n < sizeof(head)) {
		memcpy(head, z, fit);
		head[fit] = '\0';
		fuzz_must(width_str(head) <= (cols > 0 ? cols : 0), "width_fit");
		fuzz_must(z[fit] == '\0' || width_str(z) > cols, "width_fit stops early");
	}
	for (size_t at = 0; at < n; at += next) {
		size_t shown = wrap_next(z + at, n - at, cols, &next);

		fuzz_must(next > 0 && next <= n - at && shown <= next, "wrap_next moves on");
	}
	fuzz_must(wrap_lines(z, cols) >= 1, "wrap_lines");
}

static void
check_drawing(const char *query, const char *text, unsigned seed)
{
	struct canvas c = { 0 };
	int row = (int)(seed % 7) - 1, col = (int)(seed / 7 % 50) - 6;
	struct rect r = { row, col, 4, (int)(seed % 31) };

	fuzz_must(canvas_resize(&c, 5, 40), "memory");
	canvas_text(&c, row, col, -1, ROLE_NORMAL, text);
	fuzz_canvas(&c);
	canvas_cut(&c, row, col + 1, 17, ROLE_HINT, query);
	canvas_right(&c, row, col + 20, ROLE_GOOD, text);
	fuzz_canvas(&c);
	wrap_draw(&c, r, ROLE_DIM, text);
	canvas_vline(&c, 0, col, 5, ROLE_RULE);
	canvas_cursor(&c, row, col);
	fuzz_canvas(&c);
	canvas_free(&c);
}

/* ---- what is searched ---- */

struct cut {
	const char *s;
	size_t n, from, to;
	struct str texts; /* tokens of the document, each after a NUL */
	bool query;
};

static bool
has_prefix(const struct str *all, const struct token *t)
{
	for (size_t at = 0; at < all->len; at += strlen(all->s + at) + 1)
		if (strncmp(all->s + at, t->text, t->len) == 0 && strlen(all->s + at) >= t->len)
			return true;
	return false;
}

static bool
one_token(void *arg, const struct token *t)
{
	struct cut *c = arg;

	fuzz_must(t->len > 0 && t->len <= TOKENS_BYTES, "a token's length");
	fuzz_must(utf8_valid(t->text, t->len), "a token is text");
	fuzz_must(t->from < t->to && t->to <= c->n, "a token's place");
	fuzz_must(t->also || t->from >= c->from, "tokens in order");
	fuzz_must(!t->also || c->to > 0, "a token beside nothing");
	c->from = t->from;
	c->to = t->to;
	if (c->query)
		fuzz_must(has_prefix(&c->texts, t), "a text is found by its own words");
	else
		str_add_n(&c->texts, t->text, t->len), str_add_n(&c->texts, "", 1);
	return true;
}

static void
check_tokens(const char *s, size_t n)
{
	struct cut c = { .s = s, .n = n };

	fuzz_must(tokens_each(s, n, TOKENS_DOC, one_token, &c), "stopped");
	c.from = c.to = 0;
	c.query = true;
	fuzz_must(tokens_each(s, n, TOKENS_QUERY, one_token, &c), "stopped");
	str_free(&c.texts);
}

static void
check_ranges(const struct match_range *r, size_t k, const char *s, size_t n, bool valid)
{
	size_t end = 0;

	for (size_t i = 0; i < k; i++) {
		fuzz_must(r[i].len > 0 && (i == 0 || r[i].at > end), "ranges ascend, apart");
		end = r[i].at + r[i].len;
		fuzz_must(end <= n, "ranges inside");
		if (valid)
			fuzz_must(utf8_valid(s + r[i].at, r[i].len), "ranges are whole characters");
	}
}

static void
check_highlight(const char *query, size_t q, const char *s, size_t n, bool valid)
{
	struct words w;
	struct match_range many[64], few[3];
	struct highlight_snippet found = { 0 };
	char line[200];
	size_t k, some;

	words_read(&w, query, q);
	fuzz_must(w.n >= 0 && w.n <= WORDS_MAX, "words");
	for (int i = 0; i < w.n; i++)
		fuzz_must(utf8_valid(words_text(&w, i), strlen(words_text(&w, i))), "a word");
	k = highlight_find(&w, s, n, many, 64);
	some = highlight_find(&w, s, n, few, 3);
	fuzz_must(k == some, "the count does not depend on the room");
	k = k < 64 ? k : 64;
	check_ranges(many, k, s, n, valid);
	fuzz_must(memcmp(many, few, (k < 3 ? k : 3) * sizeof(few[0])) == 0, "the first of them");
	if (!highlight_snippet(&w, s, n, line, sizeof(line), &found)) {
		fuzz_must(line[0] == '\0' && k == 0, "no snippet");
		return;
	}
	fuzz_must(strlen(line) < sizeof(line) && strchr(line, '\n') == NULL, "a snippet is a line");
	fuzz_must(!valid || utf8_valid(line, strlen(line)), "a snippet is text");
	fuzz_must(found.n <= MATCH_RANGES, "its marks");
	check_ranges(found.range, found.n, line, strlen(line), valid);
}

static void
check_fold(const char *s, size_t n)
{
	struct str p = { 0 };
	char *out = malloc(n + 1);
	size_t len;

	fuzz_must(out != NULL, "memory");
	len = fold_into(s, n, out, NULL);
	fuzz_must(len <= n && out[len] == '\0' && utf8_valid(out, len), "folded text is text");
	pinyin_initials(out, &p);
	pinyin_spell(out, &p);
	fuzz_must(!p.bad && utf8_valid(str_c(&p), p.len), "a spelling is text");
	str_free(&p);
	free(out);
}

/* ---- the target ---- */

static const struct fuzz_word words[] = {
	FUZZ_WORD("停车"),
	FUZZ_WORD("停车难"),
	FUZZ_WORD("提取住房公积金"),
	FUZZ_WORD("公积金提取"),
	FUZZ_WORD("A12345"),
	FUZZ_WORD("13800005678"),
	FUZZ_WORD("22号房"),
	FUZZ_WORD("臺後"),
	FUZZ_WORD("\0"),
	FUZZ_WORD("\xe3\x80\x80"),              /* U+3000 */
	FUZZ_WORD("\xe2\x80\xae"),              /* bidi override */
	FUZZ_WORD("\xe2\x80\x8b"),              /* zero width space */
	FUZZ_WORD("e\xcc\x81\xcc\x82\xcc\x83"), /* three marks on one letter */
	FUZZ_WORD("\xed\xa0\x80"),              /* a lone surrogate */
	FUZZ_WORD("\xef\xbf\xbf"),
	FUZZ_WORD("\xf0\xa0\x80\x80"), /* U+20000 */
	FUZZ_WORD("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"),
	FUZZ_WORD("\xc0\x80"),
	FUZZ_WORD("\xf4\x90\x80\x80"),
	FUZZ_WORD("\xe5\x81"),
	FUZZ_WORD("ÀÉßŁ"),
	FUZZ_WORD("ｈｏｔ１２３４５。【】"),
	FUZZ_WORD("かな〇ㄅ"),
	FUZZ_WORD("\n\n\t  .,;"),
};

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	fuzz_must(setlocale(LC_ALL, "C.UTF-8") != NULL, "C.UTF-8");
	fuzz_args(argc, argv, (const char *const[]){ "-max_len=600" }, 1);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = fuzz_exact(data, size), *z = str_dup_n(size > 0 ? (const char *)data : "", size);
	size_t q = strnlen(s, size), at = q < size ? q + 1 : 0;
	unsigned seed = size > 0 ? data[size - 1] * 31u + data[0] : 0;

	check_utf8(s, size);
	check_width(z, (int)(seed % 45) + 1);
	check_drawing(z, at > 0 ? z + at : z, seed);
	check_tokens(s, size);
	check_fold(s, size);
	check_highlight(s, size, z + at, strlen(z + at), utf8_valid(z + at, strlen(z + at)));
	free(s);
	free(z);
	return 0;
}
