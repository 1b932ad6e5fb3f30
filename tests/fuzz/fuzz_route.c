/* The bytes are a query, a NUL and a title. Whatever is typed is sorted within its bounds; tokens by sound are whole and
 * short; what the matcher finds in the title without a gap, the keys of the query find among its tokens, as far as the
 * bounds of both go; marks and snippets of it lie inside the text. */
#include "fuzz.h"

#include "client/cache/kb.h"
#include "text/match.h"
#include "text/route.h"

static const struct fuzz_word words[] = { FUZZ_WORD("tcnan"), FUZZ_WORD("停che"), FUZZ_WORD("a3q"),
	FUZZ_WORD("xi'an"), FUZZ_WORD("ting c"), FUZZ_WORD("138****5678"), FUZZ_WORD("+86 138"),
	FUZZ_WORD("沪A12345"), FUZZ_WORD("沪A·12345"), FUZZ_WORD("人民路22号"),
	FUZZ_WORD("261120-104205-1154-17"), FUZZ_WORD("小区停车难问题"), FUZZ_WORD("A3区星河湾"),
	FUZZ_WORD("重庆市长乐"), FUZZ_WORD("𠮷野家"), FUZZ_WORD("\0"), FUZZ_WORD("\xed\xa0\x80"),
	FUZZ_WORD("NEAR(\"*"), FUZZ_WORD("😀"), FUZZ_WORD("lü"), FUZZ_WORD("。") };

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

static bool
check_token(void *arg, const char *token, size_t n)
{
	size_t *all = arg;

	fuzz_must(n > 0 && n <= SOUNDS_BYTES && utf8_valid(token, n), "a token by sound");
	*all += n;
	return true;
}

static void
check_route(const struct route *r)
{
	fuzz_must(r->n_keys >= 0 && r->n_keys <= 2 * SOUNDS_KEYS, "keys");
	fuzz_must(((r->ways & ROUTE_SOUND) != 0) == (r->n_keys > 0), "keys are said");
	for (int i = 0; i < r->n_keys; i++) {
		fuzz_must(strlen(r->key[i].text) >= 3 &&
			      utf8_valid(r->key[i].text, strlen(r->key[i].text)),
		    "a key");
		fuzz_must(r->key[i].n_han >= 0 && r->key[i].n_han <= SOUNDS_HAN, "its Hanzi");
	}
	fuzz_must(strlen(r->also) < sizeof(r->also) && utf8_valid(r->also, strlen(r->also)),
	    "the other way");
	if (r->ways & ROUTE_NUMBER)
		fuzz_must(strlen(r->number) == 18 || strlen(r->number) == 6, "a number");
	if (r->ways & ROUTE_TAIL)
		fuzz_must(strlen(r->tail) == 4 && strspn(r->tail, "0123456789") == 4, "a tail");
	if (r->ways & ROUTE_ADDRESS)
		fuzz_must(r->street[0] != '\0' && r->house > 0, "a place");
}

static void
check_marks(const char *query, const char *text)
{
	struct kb_mark m[KB_MARKS];
	int n = kb_marks(query, text, m, KB_MARKS);
	size_t at = 0, size = strlen(text);

	for (int i = 0; i < n; i++) {
		fuzz_must(m[i].from >= at && m[i].to > m[i].from && m[i].to <= size, "a mark");
		at = m[i].to;
	}
}

static bool
check_place(void *arg, const char *backwards, int house)
{
	(void)arg;
	fuzz_must(strlen(backwards) < ROUTE_STREET && strlen(backwards) >= 6, "a street");
	fuzz_must(utf8_valid(backwards, strlen(backwards)) && house > 0, "a house");
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	const char *nul = n > 0 ? memchr(d, '\0', n) : NULL;
	size_t len = nul != NULL ? (size_t)(nul - (const char *)d) : n, all = 0;
	char *query = fuzz_exact(d, len), *title = fuzz_exact(d, n), *text, *typed;
	char street[ROUTE_STREET];
	struct route r;
	int house;

	route_read(&r, query, len);
	check_route(&r);
	route_read(&r, title, n); /* with the NUL */
	check_route(&r);
	fuzz_must(sounds_each(title, n, check_token, &all), "tokens are not stopped");
	typed = str_dup_n(query, len);
	text = str_dup_n(title + (nul != NULL ? len + 1 : len), nul != NULL ? n - len - 1 : 0);
	fuzz_must(typed != NULL && text != NULL, "memory");
	(void)route_place(text, street, &house);
	fuzz_must(route_places(text, check_place, &all), "places are not stopped");
	check_marks(typed, text);
	free(typed);
	free(text);
	free(query);
	free(title);
	return 0;
}
