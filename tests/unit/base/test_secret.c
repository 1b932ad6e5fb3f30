/* base/secret: known answers, sealing that refuses every change, passwords and wraps. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

static int
start(void **state)
{
	(void)state;
	return secret_init(NULL) != ERR_OK;
}

static void
assert_hex(const uint8_t *p, size_t n, const char *want)
{
	char hex[2 * SECRET_HASH_BYTES + 1];

	secret_hex(p, n, hex);
	assert_string_equal(hex, want);
}

static void
test_sha256(void **state)
{
	static const char abc[] =
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	uint8_t out[SECRET_HASH_BYTES];
	struct secret_sha s;

	(void)state;
	secret_sha256("abc", 3, out);
	assert_hex(out, sizeof(out), abc);
	secret_sha256(NULL, 0, out);
	assert_hex(
	    out, sizeof(out), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	secret_sha_start(&s);
	secret_sha_add(&s, "a", 1);
	secret_sha_add(&s, NULL, 0);
	secret_sha_add(&s, "bc", 2);
	secret_sha_end(&s, out);
	assert_hex(out, sizeof(out), abc);
}

static void
test_hmac(void **state)
{
	uint8_t key[SECRET_KEY_BYTES] = { 0 }, out[SECRET_HASH_BYTES], other[SECRET_HASH_BYTES];

	(void)state;
	/* RFC 4231, test case 2: the key "Jefe" padded with zeros is the same key to HMAC. */
	memcpy(key, "Jefe", 4);
	secret_hmac(key, "what do ya want for nothing?", 28, out);
	assert_hex(
	    out, sizeof(out), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	key[31] = 1;
	secret_hmac(key, "what do ya want for nothing?", 28, other);
	assert_false(secret_equal(out, other, sizeof(out)));
	secret_hmac(key, NULL, 0, other);
}

static void
test_index(void **state)
{
	uint8_t key[SECRET_KEY_BYTES], text[15];

	(void)state;
	for (int i = 0; i < SECRET_KEY_BYTES; i++)
		key[i] = (uint8_t)i;
	for (int i = 0; i < 15; i++)
		text[i] = (uint8_t)i;
	/* the example of the SipHash paper, appendix A */
	assert_true(secret_index(key, text, sizeof(text)) == UINT64_C(0xa129ca6149be45e5));
	key[0] = 9;
	assert_true(secret_index(key, text, sizeof(text)) != UINT64_C(0xa129ca6149be45e5));
	assert_true(secret_index(key, NULL, 0) == secret_index(key, "", 0));
}

static void
test_hex(void **state)
{
	static const char *const bad[] = { "", "00", "0001ff0", "0001ff000", "0001fg", "0x01ff",
		"00 1ff" };
	static const uint8_t want[3] = { 0x00, 0x01, 0xff };
	uint8_t out[3];
	char hex[7];

	(void)state;
	secret_hex(want, 3, hex);
	assert_string_equal(hex, "0001ff");
	assert_true(secret_unhex("0001ff", out, 3));
	assert_memory_equal(out, want, 3);
	assert_true(secret_unhex("0001FF", out, 3));
	assert_false(secret_unhex(NULL, out, 3));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(secret_unhex(bad[i], out, 3));
}

static void
test_b64(void **state)
{
	static const char *const bad[] = { "A", "AA==", "AB", "AA A", "A+/A", "AAA=", "A\nAA" };
	struct str text = { 0 }, back = { 0 };
	uint8_t bytes[40];

	(void)state;
	secret_b64("\xfb\xff\xfe", 3, &text);
	assert_string_equal(text.s, "-__-");
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		secret_random(bytes, n);
		str_reset(&text);
		str_reset(&back);
		str_add(&text, ">");
		str_add(&back, "<");
		secret_b64(bytes, n, &text);
		assert_int_equal(strlen(text.s), text.len);
		assert_true(secret_unb64(text.s + 1, text.len - 1, &back));
		assert_int_equal(back.len, n + 1);
		assert_memory_equal(back.s + 1, bytes, n);
	}
	str_reset(&back);
	str_add(&back, "kept");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(secret_unb64(bad[i], strlen(bad[i]), &back));
		assert_string_equal(back.s, "kept"); /* nothing appended by a failure */
	}
	str_free(&text);
	str_free(&back);
}

static void
test_seal_opens(void **state)
{
	struct str sealed = { 0 }, again = { 0 }, plain = { 0 };
	uint8_t *key = secret_key_new();

	(void)state;
	secret_random(key, SECRET_KEY_BYTES);
	secret_seal(key, "ticket:1", "张三", 6, &sealed);
	secret_seal(key, "ticket:1", "张三", 6, &again);
	assert_int_equal(sealed.len, 24 + 6 + 16);
	assert_memory_not_equal(sealed.s, again.s, sealed.len); /* a new nonce each time */
	assert_true(secret_open(key, "ticket:1", sealed.s, sealed.len, &plain));
	assert_string_equal(plain.s, "张三");
	str_reset(&sealed);
	str_reset(&plain);
	secret_seal(key, "", NULL, 0, &sealed);
	assert_true(secret_open(key, "", sealed.s, sealed.len, &plain));
	assert_int_equal(plain.len, 0);
	secret_key_free(key);
	secret_key_free(NULL);
	str_free(&sealed);
	str_free(&again);
	str_free(&plain);
}

static void
test_seal_refuses(void **state)
{
	uint8_t key[SECRET_KEY_BYTES], wrong[SECRET_KEY_BYTES];
	struct str sealed = { 0 }, plain = { 0 };

	(void)state;
	secret_random(key, sizeof(key));
	secret_seal(key, "ticket:1", "13900000000", 11, &sealed);
	str_add(&plain, "before");
	memcpy(wrong, key, sizeof(key));
	wrong[0] ^= 1;
	assert_false(secret_open(wrong, "ticket:1", sealed.s, sealed.len, &plain));
	assert_false(secret_open(key, "ticket:2", sealed.s, sealed.len, &plain));
	assert_false(secret_open(key, "ticket:", sealed.s, sealed.len, &plain));
	for (size_t i = 0; i < sealed.len; i++) { /* any one bit of any byte, nonce and tag too */
		sealed.s[i] ^= 4;
		assert_false(secret_open(key, "ticket:1", sealed.s, sealed.len, &plain));
		sealed.s[i] ^= 4;
	}
	for (size_t n = 0; n < sealed.len; n++)
		assert_false(secret_open(key, "ticket:1", sealed.s, n, &plain));
	assert_string_equal(plain.s, "before");
	assert_true(secret_open(key, "ticket:1", sealed.s, sealed.len, &plain));
	assert_string_equal(plain.s, "before13900000000");
	str_free(&sealed);
	str_free(&plain);
}

static void
test_password(void **state)
{
	char hash[SECRET_PWHASH_SIZE], again[SECRET_PWHASH_SIZE], longer[300];
	struct err e;

	(void)state;
	assert_int_equal(secret_pw_hash("密码 123", hash, &e), ERR_OK);
	assert_int_equal(secret_pw_hash("密码 123", again, &e), ERR_OK);
	assert_string_not_equal(hash, again); /* salted */
	assert_memory_equal(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
	assert_true(secret_pw_check("密码 123", hash));
	assert_false(secret_pw_check("密码 124", hash));
	assert_false(secret_pw_check("", hash));
	assert_false(secret_pw_check("密码 123", ""));
	assert_false(secret_pw_check("密码 123", "$argon2id$broken"));
	assert_false(secret_pw_check("密码 123", NULL));
	assert_false(secret_pw_check(NULL, hash));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(secret_pw_hash(longer, hash, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "256"));
	assert_false(secret_pw_check(longer, again));
}

static void
test_wrap(void **state)
{
	uint8_t key[SECRET_KEY_BYTES], out[SECRET_KEY_BYTES];
	char wrapped[SECRET_WRAP_SIZE], spoilt[SECRET_WRAP_SIZE];
	struct err e;

	(void)state;
	secret_random(key, sizeof(key));
	assert_int_equal(secret_wrap("好密码", key, wrapped, &e), ERR_OK);
	assert_int_equal(secret_unwrap("好密码", wrapped, out, &e), ERR_OK);
	assert_memory_equal(out, key, sizeof(key));
	memset(out, 0, sizeof(out));
	assert_int_equal(secret_unwrap("坏密码", wrapped, out, &e), ERR_UNAUTHORISED);
	for (size_t i = 0; i < sizeof(out); i++)
		assert_int_equal(out[i], 0);
	strcpy(spoilt, wrapped);
	spoilt[60] = spoilt[60] == 'A'
			 ? 'B'
			 : 'A'; /* inside the sealed key: cannot be told from a wrong password */
	assert_int_equal(secret_unwrap("好密码", spoilt, out, &e), ERR_UNAUTHORISED);
}

static void
test_wrap_broken(void **state)
{
	static const char *const bad[] = { "", "w1.", "w2.AAAA", "w1.AAAA", "w1.!!!!" };
	uint8_t out[SECRET_KEY_BYTES];
	char longer[300];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(secret_unwrap("x", bad[i], out, &e), ERR_CORRUPT);
	assert_int_equal(secret_unwrap("x", NULL, out, &e), ERR_CORRUPT);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(secret_unwrap(longer, "w1.AAAA", out, &e), ERR_UNAUTHORISED);
	assert_int_equal(secret_wrap(longer, out, longer, &e), ERR_LIMIT);
}

static void
test_small_things(void **state)
{
	uint8_t a[32], b[32];
	char one[SECRET_TOKEN_SIZE], two[SECRET_TOKEN_SIZE];

	(void)state;
	secret_random(a, sizeof(a));
	memcpy(b, a, sizeof(b));
	assert_true(secret_equal(a, b, sizeof(a)));
	b[31] ^= 0x80;
	assert_false(secret_equal(a, b, sizeof(a)));
	assert_true(secret_equal(NULL, NULL, 0));
	secret_wipe(a, sizeof(a));
	for (size_t i = 0; i < sizeof(a); i++)
		assert_int_equal(a[i], 0);
	secret_wipe(NULL, 0);
	secret_token(one);
	secret_token(two);
	assert_int_equal(strlen(one), SECRET_TOKEN_SIZE - 1);
	assert_string_not_equal(one, two);
	assert_int_equal(
	    strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
	    SECRET_TOKEN_SIZE - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_hex),
		cmocka_unit_test(test_b64),
		cmocka_unit_test(test_seal_opens),
		cmocka_unit_test(test_seal_refuses),
		cmocka_unit_test(test_password),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_wrap_broken),
		cmocka_unit_test(test_small_things),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
