#ifndef TEXT_TOKENS_H
#define TEXT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text cut into what the full text index holds. No dictionary: every two neighbouring Hanzi are one token, so that 停车
 * is one look-up and 停车难 two that must stand side by side; a run of letters and digits is one token. Both sides are
 * folded (text/fold.h), offsets are bytes of the text given. Signs and spaces part runs: 停。车 is not 停车.
 *   a Hanzi run c0..cn   c0c1 c1c2 …; its last character once more alone, so that one Hanzi is found as a prefix
 *   in a document        also c0 alone where a letter or digit touches it (22号 finds 22号房); of A12345 also 12345; of
 *                        seven digits and more also the last four, as people give them
 *   in a query           the last Hanzi alone only where it is the whole run or a letter or digit follows
 * What is not UTF-8 parts runs. The cut is permanent for an index: change it and TOKENS_VERSION together. */

#define TOKENS_VERSION      1
#define TOKENS_BYTES        120 /* a longer run of letters is cut there, on both sides alike */
#define TOKENS_DIGITS_ALONE 3   /* of A12345 the digits are found alone from so many on */
#define TOKENS_DIGITS_PHONE 7   /* of so many digits the last four are */
#define TOKENS_DIGITS_LAST  4

enum token_side { TOKENS_DOC, TOKENS_QUERY };
enum token_class { TOKEN_NONE, TOKEN_HAN, TOKEN_ALNUM };

struct token {
	char text[TOKENS_BYTES]; /* folded, ${len} bytes, not terminated */
	size_t len;
	size_t from, to; /* bytes [from, to) of the text */
	bool also;       /* stands where the token before it stands */
};

/** token_class(cp): what a folded character is to the index; kana counts as Hanzi. */
enum token_class token_class(uint32_t cp);
/** tokens_each(s, n, side, fn, arg): every token of ${n} bytes in order, borrowed for the call; ${fn} false stops.
 * False when it was stopped. */
typedef bool token_fn(void *arg, const struct token *t);
bool tokens_each(const char *s, size_t n, enum token_side side, token_fn *fn, void *arg);

#endif
