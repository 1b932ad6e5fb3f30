/* Sealing what is a person's, and finding it again by keyed hash. Everything sealed is bound to the table and row it
 * stands in, so that a blob moved elsewhere does not open. */
#include "cache_p.h"

#include <stdio.h>
#include <string.h>

#include "model/mask.h"

#define CONTEXT_BYTES 112

static void
context_of(const char *what, const char *id, char out[CONTEXT_BYTES])
{
	snprintf(out, CONTEXT_BYTES, "%s:%s", what, id);
}

void
cache_seal(const uint8_t *key, const char *what, const char *id, const char *plain, size_t n,
    struct str *out)
{
	char context[CONTEXT_BYTES];

	if (n == 0 || (n == 2 && memcmp(plain, "{}", 2) == 0))
		return;
	context_of(what, id, context);
	secret_seal(key, context, plain, n, out);
}

bool
cache_unseal(
    const uint8_t *key, const char *what, const char *id, const void *p, size_t n, struct str *out)
{
	char context[CONTEXT_BYTES];

	if (n == 0)
		return true;
	if (key == NULL)
		return false;
	context_of(what, id, context);
	return secret_open(key, context, p, n, out);
}

uint8_t *
cache_index_key(const uint8_t *key)
{
	static const char label[] = "hotseat-phone-index-1";
	uint8_t *out = secret_key_new();

	if (out != NULL)
		secret_hmac(key, label, sizeof(label) - 1, out);
	return out;
}

/* An integer is the smallest index SQLite has. Never 0, which says "none". */
static int64_t
hash_of(const uint8_t *index_key, const char *digits)
{
	int64_t h = (int64_t)secret_index(index_key, digits, strlen(digits));

	return h != 0 ? h : 1;
}

int64_t
cache_phone_hash(const uint8_t *index_key, const char *phone)
{
	char digits[32];

	if (index_key == NULL || phone == NULL ||
	    mask_phone_normal(phone, digits, sizeof(digits)) < 3)
		return 0;
	return hash_of(index_key, digits);
}

int64_t
cache_tail_hash(const uint8_t *index_key, const char *phone)
{
	char digits[32], tail[8];

	if (index_key == NULL || phone == NULL)
		return 0;
	mask_phone_normal(phone, digits, sizeof(digits));
	mask_tail(digits, tail);
	return tail[0] != '\0' ? hash_of(index_key, tail) : 0;
}
