/* A weights file with bytes changed where the input says, sealed anew so that only its places tell, and the text behind: it is
 * refused, or classifying by it reads nothing outside it and answers with whole words of the text. */
#include <stdlib.h>
#include <string.h>

#include "../lib/weights.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "model/classify.h"

#define GUESSES 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

static void
check(const struct classifier *c, const char *text)
{
	struct classify_guess g[GUESSES];
	int n = classify_text(c, text, g, GUESSES);

	require(n >= 0 && n <= GUESSES);
	for (int i = 0; i < n; i++) {
		require(g[i].code[0] != '\0' && strlen(g[i].code) < CLASSIFY_CODE_SIZE);
		require(strlen(g[i].reason) < sizeof(g[i].reason));
		require(utf8_valid(g[i].reason, strlen(g[i].reason)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct str whole;
	const struct classify_figures f = { .version = 1 };
	struct classifier c;
	struct str file = { 0 };
	char *text;
	size_t at = 1, changes = size > 0 ? data[0] % 8 : 0;

	if (whole.len == 0) {
		require(secret_init(NULL) == ERR_OK);
		weights_make(&whole, 1);
	}
	str_add_n(&file, whole.s, whole.len);
	for (size_t i = 0; i < changes && at + 4 <= size; i++, at += 4) {
		size_t place = (size_t)data[at] << 16 | (size_t)data[at + 1] << 8 | data[at + 2];

		file.s[place % file.len] = (char)data[at + 3];
	}
	classify_stamp(&file, &f);
	text = str_dup_n((const char *)data + (at < size ? at : size), at < size ? size - at : 0);
	require(text != NULL);
	if (classify_open(file.s, file.len, &c, NULL) == ERR_OK)
		check(&c, text);
	free(text);
	str_free(&file);
	return 0;
}
