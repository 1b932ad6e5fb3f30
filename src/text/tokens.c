/* The cut of text into index tokens: one pass, one character remembered, no memory of its own.
 *
 * Invariants: documents and queries are cut by the same code, so that they never differ but in what the header says;
 * offsets stand on character borders and inside the text whatever the bytes are. Not done here: what a query means
 * (words.c), the index (db/db_fts.c). */
#include "text/tokens.h"

#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

struct piece { /* one folded character and where it stood */
	uint32_t cp;
	enum token_class class;
	size_t from, to;
};

struct cut {
	const char *s;
	size_t n, at;
	enum token_side side;
	token_fn *fn;
	void *arg;
	struct piece next; /* looked at, not yet taken; class NONE also at the end */
	enum token_class before;
	bool end;
};

enum token_class
token_class(uint32_t cp)
{
	if ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
	    (cp >= 0xC0 && cp < 0x250 && cp != 0xD7 && cp != 0xF7))
		return TOKEN_ALNUM;
	if (cp == 0x3007 || (cp >= 0x3041 && cp <= 0x30FF && cp != 0x30FB) || utf8_is_han(cp))
		return TOKEN_HAN;
	return TOKEN_NONE;
}

/* The next character that folding leaves anything of. */
static void
look(struct cut *c)
{
	while (c->at < c->n) {
		uint32_t cp = 0, folded;
		size_t len = utf8_next(c->s + c->at, c->n - c->at, &cp);

		folded = len > 0 ? fold_cp(cp) : ' ';
		len = len > 0 ? len : 1;
		c->at += len;
		if (folded == 0 && cp != 0) /* a NUL parts, a zero-width space does not */
			continue;
		c->next = (struct piece){ folded, token_class(folded), c->at - len, c->at };
		return;
	}
	c->next = (struct piece){ 0 };
	c->end = true;
}

static bool
emit(struct cut *c, const char *text, size_t len, size_t from, size_t to, bool also)
{
	struct token t = { .len = len, .from = from, .to = to, .also = also };

	memcpy(t.text, text, len);
	return c->fn(c->arg, &t);
}

static bool
emit_one(struct cut *c, const struct piece *p, bool also)
{
	char text[4];
	size_t len = utf8_put(text, p->cp);

	return emit(c, text, len, p->from, p->to, also);
}

static bool
emit_two(struct cut *c, const struct piece *a, const struct piece *b)
{
	char text[8];
	size_t len = utf8_put(text, a->cp);

	len += utf8_put(text + len, b->cp);
	return emit(c, text, len, a->from, b->to, false);
}

static bool
han_run(struct cut *c)
{
	struct piece last = c->next;
	bool touches = c->before == TOKEN_ALNUM, going = true;
	size_t chars = 1;

	for (look(c); going && c->next.class == TOKEN_HAN; look(c), chars++) {
		going = emit_two(c, &last, &c->next);
		if (going && chars == 1 && touches && c->side == TOKENS_DOC)
			going = emit_one(c, &last, true);
		last = c->next;
	}
	if (going && (c->side == TOKENS_DOC || chars == 1 || c->next.class == TOKEN_ALNUM))
		going = emit_one(c, &last, false);
	return going;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
alnum_run(struct cut *c)
{
	char text[TOKENS_BYTES];
	size_t len = 0, from = c->next.from, to = from, letters;

	for (bool full = false; c->next.class == TOKEN_ALNUM; look(c)) {
		char one[4];
		size_t put = utf8_put(one, c->next.cp);

		full = full || len + put > sizeof(text);
		to = c->next.to;
		if (full)
			continue;
		memcpy(text + len, one, put);
		len += put;
	}
	if (!emit(c, text, len, from, to, false))
		return false;
	for (letters = len; letters > 0 && is_digit(text[letters - 1]);)
		letters--;
	if (c->side == TOKENS_QUERY)
		return true;
	if (letters > 0 && len - letters >= TOKENS_DIGITS_ALONE &&
	    !emit(c, text + letters, len - letters, from, to, true))
		return false;
	return len - letters < TOKENS_DIGITS_PHONE ||
	       emit(c, text + len - TOKENS_DIGITS_LAST, TOKENS_DIGITS_LAST, from, to, true);
}

bool
tokens_each(const char *s, size_t n, enum token_side side, token_fn *fn, void *arg)
{
	struct cut c = { .s = s, .n = n, .side = side, .fn = fn, .arg = arg };

	for (look(&c); !c.end;) {
		enum token_class class = c.next.class;

		if (class == TOKEN_NONE)
			look(&c);
		else if (!(class == TOKEN_HAN ? han_run(&c) : alnum_run(&c)))
			return false;
		c.before = class;
	}
	return true;
}
