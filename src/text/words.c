/* A typed query as words. Bounded in words and characters, so that what is built from them is bounded too.
 *
 * Not done here: what a word matches (tokens.c for the index, match.c for names). */
#include "text/words.h"

#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokens.h"

struct pen {
	struct words *w;
	size_t at; /* in text */
	int chars;
	int tail; /* letters and digits at the end of the open word */
	bool open;
};

static void
end_word(struct pen *p)
{
	struct word *word = &p->w->word[p->w->n];

	if (!p->open)
		return;
	word->open = p->tail >= 2;
	p->w->text[p->at++] = '\0';
	p->w->n++;
	p->open = false;
}

/* One character more; false when there is no room for it. */
static bool
put(struct pen *p, uint32_t cp, enum token_class class)
{
	struct word *word = &p->w->word[p->w->n];

	if (p->chars == WORDS_CHARS || (!p->open && p->w->n == WORDS_MAX)) {
		p->w->cut = true;
		return false;
	}
	if (!p->open) {
		*word = (struct word){ .at = (uint16_t)p->at };
		p->open = true;
		p->tail = 0;
	}
	p->at += utf8_put(p->w->text + p->at, cp);
	word->len = (uint16_t)(p->at - word->at);
	word->chars++;
	p->chars++;
	p->tail = class == TOKEN_ALNUM ? p->tail + 1 : 0;
	word->han = word->han || class == TOKEN_HAN;
	word->digit = word->digit || (cp >= '0' && cp <= '9');
	word->letter = word->letter || (class == TOKEN_ALNUM && !(cp >= '0' && cp <= '9'));
	return true;
}

void
words_read(struct words *w, const char *s, size_t n)
{
	struct pen p = { .w = w };
	bool room = true;

	memset(w, 0, sizeof(*w));
	for (size_t at = 0, len; room && at < n; at += len) {
		uint32_t cp = 0, folded;
		enum token_class class;

		len = utf8_next(s + at, n - at, &cp);
		folded = len > 0 ? fold_cp(cp) : ' ';
		len = len > 0 ? len : 1;
		if (folded == 0 && cp != 0)
			continue;
		class = token_class(folded);
		if (class == TOKEN_NONE)
			end_word(&p);
		else
			room = put(&p, folded, class);
	}
	end_word(&p);
}

const char *
words_text(const struct words *w, int i)
{
	return w->text + w->word[i].at;
}

/* The class of the character at ${s}; its length. */
static size_t
next_class(const char *s, enum token_class *class, uint32_t *cp)
{
	size_t len = utf8_next(s, strlen(s), cp);

	*class = token_class(*cp);
	return len;
}

bool
words_apart(const struct words *w, struct words *out)
{
	struct pen p = { .w = out };
	bool parted = false;

	memset(out, 0, sizeof(*out));
	out->cut = w->cut;
	for (int i = 0; i < w->n; i++) {
		const char *s = words_text(w, i);
		enum token_class before = TOKEN_NONE, class;
		uint32_t cp;
		bool part = w->word[i].letter && !w->word[i].digit;

		for (; *s != '\0'; before = class) {
			s += next_class(s, &class, &cp);
			if (part && before != TOKEN_NONE && class != before &&
			    out->n + 1 < WORDS_MAX) {
				end_word(&p);
				parted = true;
			}
			if (!put(&p, cp, class))
				break;
		}
		end_word(&p);
	}
	return parted;
}

bool
words_joined(const struct words *w, struct words *out)
{
	struct pen p = { .w = out };

	memset(out, 0, sizeof(*out));
	out->cut = w->cut;
	for (int i = 0; i < w->n; i++) {
		const char *s = words_text(w, i);
		enum token_class class;
		uint32_t cp;

		if (w->word[i].letter)
			return false;
		while (*s != '\0') {
			s += next_class(s, &class, &cp);
			(void)put(&p, cp, class);
		}
	}
	end_word(&p);
	return w->n > 1;
}
