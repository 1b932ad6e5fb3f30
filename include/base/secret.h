#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* The only door to libsodium. Keys live in locked memory. */

#define SECRET_KEY_BYTES   32
#define SECRET_HASH_BYTES  32
#define SECRET_HEX_SIZE    65 /* 32 bytes as hex + NUL */
#define SECRET_SALT_BYTES  16
#define SECRET_TOKEN_SIZE  44 /* 32 random bytes, base64url without padding + NUL */
#define SECRET_PWHASH_SIZE 128
#define SECRET_WRAP_SIZE   160 /* a wrapped key as text + NUL */

/** secret_init(e): once, before threads. */
enum err_code secret_init(struct err *e);
void secret_random(void *out, size_t n);
/** secret_wipe(p, n): zero memory in a way the compiler keeps. secret_str_free(s): a text that nobody may find in memory any
 * more: zeroed, then str_free. secret_equal: constant time. */
void secret_wipe(void *p, size_t n);
void secret_str_free(struct str *s);
bool secret_equal(const void *a, const void *b, size_t n);

/** SHA-256, in pieces. */
struct secret_sha {
	uint64_t opaque[16]; /* crypto_hash_sha256_state fits: asserted in secret.c */
};
void secret_sha_start(struct secret_sha *s);
void secret_sha_add(struct secret_sha *s, const void *p, size_t n);
void secret_sha_end(struct secret_sha *s, uint8_t out[SECRET_HASH_BYTES]);
void secret_sha256(const void *p, size_t n, uint8_t out[SECRET_HASH_BYTES]);
/** secret_index(key, p, n): a keyed hash of a short text, for columns that are searched (SipHash-2-4 under the first half
 * of ${key}): who has not got the key learns nothing from it, and it costs a hundredth of an HMAC. */
uint64_t secret_index(const uint8_t key[SECRET_KEY_BYTES], const void *p, size_t n);
/** secret_hmac(key, p, n, out): HMAC-SHA-256: derived keys and what is signed. */
void secret_hmac(
    const uint8_t key[SECRET_KEY_BYTES], const void *p, size_t n, uint8_t out[SECRET_HASH_BYTES]);

void secret_hex(const uint8_t *p, size_t n, char *out); /* out holds 2n + 1 */
bool secret_unhex(const char *hex, uint8_t *out, size_t n);
/** secret_b64(p, n, out): append base64url without padding. secret_unb64: append the bytes; false if malformed. */
void secret_b64(const void *p, size_t n, struct str *out);
bool secret_unb64(const char *s, size_t n, struct str *out);

/** secret_key_new/free: ${SECRET_KEY_BYTES} in locked, guarded memory; NULL without memory. */
uint8_t *secret_key_new(void);
void secret_key_free(uint8_t *key);

/** secret_seal(key, context, p, n, out): append nonce || XChaCha20-Poly1305(p) with ${context} ("ticket:<id>") as
 * associated data. secret_open: append the plain text; false if the key, the context or a byte is wrong. */
void secret_seal(const uint8_t key[SECRET_KEY_BYTES], const char *context, const void *p, size_t n,
    struct str *out);
bool secret_open(const uint8_t key[SECRET_KEY_BYTES], const char *context, const void *p, size_t n,
    struct str *out);

/** Passwords: Argon2id, 19 MiB, t = 2. secret_pw_hash: text to store. secret_pw_check: false if it does not match. */
enum err_code secret_pw_hash(const char *password, char out[SECRET_PWHASH_SIZE], struct err *e);
bool secret_pw_check(const char *password, const char *hash);
/** secret_wrap(password, key, out): the data key sealed under Argon2id(password), as text; secret_unwrap opens it:
 * opening the wrap is the offline sign-in. ERR_UNAUTHORISED when the password is wrong. */
enum err_code secret_wrap(const char *password, const uint8_t key[SECRET_KEY_BYTES],
    char out[SECRET_WRAP_SIZE], struct err *e);
enum err_code secret_unwrap(
    const char *password, const char *wrapped, uint8_t key[SECRET_KEY_BYTES], struct err *e);

/** secret_token(out): 256 random bits as text. Only its SHA-256 is ever stored. */
void secret_token(char out[SECRET_TOKEN_SIZE]);

#endif
