/* The only door to libsodium: randomness, hashes, sealing, passwords.
 *
 * Invariants: a sealed member is nonce (24) || cipher || tag (16), bound to its context as associated data, so that a
 * row moved elsewhere does not open; nothing is appended to ${out} unless it is whole and authentic; derived keys
 * live in guarded memory and are wiped. The stored forms ("w1.…", libsodium's "$argon2id$…") are permanent.
 * Not done here: where keys are kept (main and the auth room), sessions, who may look. */
#include "base/secret.h"

#include <sodium.h>
#include <string.h>

#include "base/limits.h"

#define PW_OPS       2ULL
#define PW_MEM_BYTES (19UL * 1024 * 1024)

#define SEAL_NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEAL_TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES

static const char wrap_prefix[] = "w1.";
static const char wrap_context[] = "hotseat-wrap-1";

_Static_assert(sizeof(struct secret_sha) >= sizeof(crypto_hash_sha256_state), "state fits");
_Static_assert(_Alignof(struct secret_sha) >= _Alignof(crypto_hash_sha256_state), "and is aligned");
_Static_assert(SECRET_PWHASH_SIZE >= crypto_pwhash_STRBYTES, "password text fits");
_Static_assert(SECRET_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a sealing key");
_Static_assert(SECRET_KEY_BYTES == crypto_auth_hmacsha256_KEYBYTES, "an HMAC key");
_Static_assert(SECRET_SALT_BYTES == crypto_pwhash_SALTBYTES, "one salt size");

enum err_code
secret_init(struct err *e)
{
	if (sodium_init() < 0)
		return err_set(e, ERR_IO, "加密库无法启动, 系统没有可用的随机数来源");
	return ERR_OK;
}

void
secret_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

void
secret_wipe(void *p, size_t n)
{
	if (n > 0)
		sodium_memzero(p, n);
}

void
secret_str_free(struct str *s)
{
	if (s->s != NULL)
		secret_wipe(s->s, s->len);
	str_free(s);
}

bool
secret_equal(const void *a, const void *b, size_t n)
{
	return n == 0 || sodium_memcmp(a, b, n) == 0;
}

/* ---- hashes ---- */

static crypto_hash_sha256_state *
sha_state(struct secret_sha *s)
{
	return (crypto_hash_sha256_state *)(void *)s->opaque;
}

void
secret_sha_start(struct secret_sha *s)
{
	crypto_hash_sha256_init(sha_state(s));
}

void
secret_sha_add(struct secret_sha *s, const void *p, size_t n)
{
	if (n > 0)
		crypto_hash_sha256_update(sha_state(s), p, n);
}

void
secret_sha_end(struct secret_sha *s, uint8_t out[SECRET_HASH_BYTES])
{
	crypto_hash_sha256_final(sha_state(s), out);
}

void
secret_sha256(const void *p, size_t n, uint8_t out[SECRET_HASH_BYTES])
{
	crypto_hash_sha256(out, p, n);
}

uint64_t
secret_index(const uint8_t key[SECRET_KEY_BYTES], const void *p, size_t n)
{
	static const uint8_t none[1];
	uint64_t h;

	_Static_assert(
	    crypto_shorthash_KEYBYTES <= SECRET_KEY_BYTES && crypto_shorthash_BYTES == sizeof(h),
	    "SipHash");
	crypto_shorthash((unsigned char *)&h, n > 0 ? p : none, n, key);
	return h;
}

void
secret_hmac(
    const uint8_t key[SECRET_KEY_BYTES], const void *p, size_t n, uint8_t out[SECRET_HASH_BYTES])
{
	static const uint8_t none[1];

	crypto_auth_hmacsha256(out, n > 0 ? p : none, n, key);
}

/* ---- bytes as text ---- */

void
secret_hex(const uint8_t *p, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, p, n);
}

bool
secret_unhex(const char *hex, uint8_t *out, size_t n)
{
	size_t got;

	if (hex == NULL || strlen(hex) != 2 * n)
		return false;
	return sodium_hex2bin(out, n, hex, 2 * n, NULL, &got, NULL) == 0 && got == n;
}

void
secret_b64(const void *p, size_t n, struct str *out)
{
	size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *at = str_extend(out, size);

	if (at == NULL)
		return;
	sodium_bin2base64(at, size, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	out->len--; /* the NUL that libsodium counts */
}

bool
secret_unb64(const char *s, size_t n, struct str *out)
{
	size_t before = out->len, most = n / 4 * 3 + 3, got = 0;
	char *at = str_extend(out, most);
	bool ok;

	if (at == NULL)
		return false;
	ok = sodium_base642bin((unsigned char *)at, most, s, n, NULL, &got, NULL,
		 sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
	out->len = before + (ok ? got : 0);
	out->s[out->len] = '\0';
	return ok;
}

/* ---- keys and sealing ---- */

uint8_t *
secret_key_new(void)
{
	uint8_t *key = sodium_malloc(SECRET_KEY_BYTES);

	if (key != NULL)
		memset(key, 0, SECRET_KEY_BYTES);
	return key;
}

void
secret_key_free(uint8_t *key)
{
	sodium_free(key);
}

void
secret_seal(const uint8_t key[SECRET_KEY_BYTES], const char *context, const void *p, size_t n,
    struct str *out)
{
	unsigned char *at = (unsigned char *)str_extend(out, SEAL_NONCE_BYTES + n + SEAL_TAG_BYTES);

	if (at == NULL)
		return;
	randombytes_buf(at, SEAL_NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(at + SEAL_NONCE_BYTES, NULL, p, n,
	    (const unsigned char *)context, strlen(context), NULL, at, key);
}

bool
secret_open(const uint8_t key[SECRET_KEY_BYTES], const char *context, const void *p, size_t n,
    struct str *out)
{
	const unsigned char *sealed = p;
	unsigned char *at;
	size_t plain;

	if (n < SEAL_NONCE_BYTES + SEAL_TAG_BYTES)
		return false;
	plain = n - SEAL_NONCE_BYTES - SEAL_TAG_BYTES;
	at = (unsigned char *)str_extend(out, plain);
	if (at == NULL)
		return false;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(at, NULL, NULL, sealed + SEAL_NONCE_BYTES,
		n - SEAL_NONCE_BYTES, (const unsigned char *)context, strlen(context), sealed,
		key) != 0) {
		out->len -= plain;
		out->s[out->len] = '\0';
		return false;
	}
	return true;
}

/* ---- passwords ---- */

enum err_code
secret_pw_hash(const char *password, char out[SECRET_PWHASH_SIZE], struct err *e)
{
	size_t n = strlen(password);

	if (n > LIMIT_PASSWORD_BYTES)
		return err_set(e, ERR_LIMIT, "密码太长, 最多 %d 字节", LIMIT_PASSWORD_BYTES);
	if (crypto_pwhash_str_alg(
		out, password, n, PW_OPS, PW_MEM_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_NO_MEMORY, NULL);
	return ERR_OK;
}

bool
secret_pw_check(const char *password, const char *hash)
{
	if (password == NULL || hash == NULL || strlen(password) > LIMIT_PASSWORD_BYTES)
		return false;
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

/* The key that a password and a salt give, in guarded memory; NULL without memory. */
static uint8_t *
derive(const char *password, const unsigned char salt[SECRET_SALT_BYTES])
{
	uint8_t *key = secret_key_new();

	if (key == NULL)
		return NULL;
	if (crypto_pwhash(key, SECRET_KEY_BYTES, password, strlen(password), salt, PW_OPS,
		PW_MEM_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		secret_key_free(key);
		return NULL;
	}
	return key;
}

enum err_code
secret_wrap(const char *password, const uint8_t key[SECRET_KEY_BYTES], char out[SECRET_WRAP_SIZE],
    struct err *e)
{
	unsigned char salt[SECRET_SALT_BYTES];
	struct str raw = { 0 }, text = { 0 };
	uint8_t *under;
	bool ok;

	if (strlen(password) > LIMIT_PASSWORD_BYTES)
		return err_set(e, ERR_LIMIT, "密码太长, 最多 %d 字节", LIMIT_PASSWORD_BYTES);
	randombytes_buf(salt, sizeof(salt));
	under = derive(password, salt);
	if (under == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	str_add_n(&raw, (const char *)salt, sizeof(salt));
	secret_seal(under, wrap_context, key, SECRET_KEY_BYTES, &raw);
	secret_key_free(under);
	str_add(&text, wrap_prefix);
	secret_b64(str_c(&raw), raw.len, &text);
	ok = !raw.bad && !text.bad && str_copy(out, SECRET_WRAP_SIZE, str_c(&text));
	str_free(&raw);
	str_free(&text);
	return ok ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

/* Open ${raw} (salt || sealed key) with the password. */
static enum err_code
unwrap_raw(
    const char *password, const struct str *raw, uint8_t key[SECRET_KEY_BYTES], struct err *e)
{
	struct str plain = { 0 };
	uint8_t *under;
	bool ok;

	under = derive(password, (const unsigned char *)raw->s);
	if (under == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	ok = secret_open(
	    under, wrap_context, raw->s + SECRET_SALT_BYTES, raw->len - SECRET_SALT_BYTES, &plain);
	secret_key_free(under);
	if (ok) {
		memcpy(key, plain.s, SECRET_KEY_BYTES);
		secret_wipe(plain.s, plain.len);
	}
	str_free(&plain);
	return ok ? ERR_OK : err_set(e, ERR_UNAUTHORISED, "密码不对");
}

enum err_code
secret_unwrap(
    const char *password, const char *wrapped, uint8_t key[SECRET_KEY_BYTES], struct err *e)
{
	const size_t want =
	    SECRET_SALT_BYTES + SEAL_NONCE_BYTES + SECRET_KEY_BYTES + SEAL_TAG_BYTES;
	struct str raw = { 0 };
	enum err_code rc;

	if (strlen(password) > LIMIT_PASSWORD_BYTES)
		return err_set(e, ERR_UNAUTHORISED, "密码不对");
	if (!str_starts(wrapped, wrap_prefix) ||
	    !secret_unb64(wrapped + sizeof(wrap_prefix) - 1,
		strlen(wrapped) - (sizeof(wrap_prefix) - 1), &raw) ||
	    raw.len != want)
		rc = err_set(e, ERR_CORRUPT, "本机保存的登录凭据已损坏, 请连上中心重新登录");
	else
		rc = unwrap_raw(password, &raw, key, e);
	str_free(&raw);
	return rc;
}

void
secret_token(char out[SECRET_TOKEN_SIZE])
{
	unsigned char raw[32];

	randombytes_buf(raw, sizeof(raw));
	sodium_bin2base64(
	    out, SECRET_TOKEN_SIZE, raw, sizeof(raw), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	secret_wipe(raw, sizeof(raw));
}
