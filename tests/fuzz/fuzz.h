#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/canvas.h"

/* What the fuzz targets share. A target has no corpus in files: it brings words of its own that the mutator strews in,
 * so that a few seconds from nothing get past the outer gates. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

struct fuzz_word {
	const char *s;
	size_t n;
};
#define FUZZ_WORD(s)               \
	{                          \
		(s), sizeof(s) - 1 \
	}

/** fuzz_must(ok, what): a promise that does not hold ends the run with the input kept. */
__attribute__((no_sanitize("coverage"))) static inline void
fuzz_must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

/** fuzz_args(argc, argv, more, n): as if they stood on the command line, before those that do. */
static inline void
fuzz_args(int *argc, char ***argv, const char *const *more, int n)
{
	char **v = calloc((size_t)(*argc + n) + 1, sizeof(*v));

	fuzz_must(v != NULL, "memory");
	v[0] = (*argv)[0];
	for (int i = 0; i < n; i++)
		v[1 + i] = str_dup(more[i]);
	memcpy(v + 1 + n, *argv + 1, (size_t)(*argc - 1) * sizeof(*v));
	*argv = v;
	*argc += n;
}

/** fuzz_mutate(words, n, data, size, max, seed): libFuzzer's own mutation, or one of the words put in or written over. */
static inline size_t
fuzz_mutate(
    const struct fuzz_word *words, size_t n, uint8_t *data, size_t size, size_t max, unsigned seed)
{
	const struct fuzz_word *w = &words[(seed >> 3) % n];
	size_t at = size > 0 ? (seed >> 12) % (size + 1) : 0;

	if (seed % 8 < 3 || size + w->n > max)
		return LLVMFuzzerMutate(data, size, max);
	if (seed % 8 < 7) {
		memmove(data + at + w->n, data + at, size - at);
		size += w->n;
	} else if (at + w->n > size) {
		size = at + w->n;
	}
	memcpy(data + at, w->s, w->n);
	return size;
}

/** fuzz_exact(p, n): a copy of exactly that length, without a final NUL: reading beyond it is seen. */
static inline char *
fuzz_exact(const void *p, size_t n)
{
	char *s = malloc(n > 0 ? n : 1);

	fuzz_must(s != NULL, "memory");
	if (n > 0)
		memcpy(s, p, n);
	return s;
}

/** fuzz_canvas(c): whatever was drawn, no half of a wide character stands alone, nothing that must not be obeyed is in
 * a cell, and the cursor is on the canvas. Not instrumented: it looks at every cell after every step. */
__attribute__((no_sanitize("coverage", "address", "undefined"))) static inline void
fuzz_canvas(const struct canvas *c)
{
	for (int row = 0; row < c->rows; row++) {
		const struct cell *line = c->cells + (size_t)row * (size_t)c->cols;

		for (int col = 0; col < c->cols; col++) {
			const struct cell *x = &line[col];

			fuzz_must(x->role < ROLE_COUNT && x->zero == 0, "a cell's role");
			if (x->width == 1 && x->ch >= 0x20 && x->ch < 0x7f && x->mark[0] == 0)
				continue;
			fuzz_must(
			    x->width <= 2 && (x->ch == 0) == (x->width == 0), "a cell's width");
			fuzz_must(x->width != 2 || (col + 1 < c->cols && line[1 + col].width == 0),
			    "a left half alone");
			fuzz_must(x->width != 0 || (col > 0 && line[col - 1].width == 2),
			    "a right half alone");
			fuzz_must(
			    x->ch == 0 || !utf8_is_hidden(x->ch), "a hidden character in a cell");
			for (int i = 0; i < 2; i++)
				fuzz_must(x->mark[i] == 0 || !utf8_is_hidden(x->mark[i]),
				    "a hidden mark");
		}
	}
	fuzz_must(c->cursor_row >= 0 && c->cursor_row < c->rows && c->cursor_col >= 0 &&
		      c->cursor_col < c->cols,
	    "the cursor on the canvas");
}

#endif
