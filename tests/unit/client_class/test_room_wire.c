/* test_room_wire: what the terminals of a class say to each other: there and back, byte by byte, torn, and whatever else a
 * socket may bring. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/class/room.h"

static const struct {
	enum room_kind kind;
	int numbers, texts;
	size_t most;
} kinds[] = {
#define X(name, number, numbers, texts, most, form) { ROOM_##name, numbers, texts, most },
	ROOM_KINDS(X)
#undef X
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct room_record *
example(size_t i)
{
	static const char *const words[ROOM_TEXTS] = { "小陈", "S0205-01", "先复述, 再提交" };
	struct room_record *r = class_room_record_new(kinds[i].kind);

	assert_non_null(r);
	for (int k = 0; k < kinds[i].numbers; k++)
		r->n[k] = k == 0 ? UINT32_MAX : (uint32_t)(k * 300);
	for (int k = 0; k < kinds[i].texts && k < ROOM_TEXTS; k++)
		assert_true(class_room_record_text(r, k, words[k]));
	return r;
}

static void
every_kind_there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct room_record *r = example(i), *back = NULL;
		struct str bytes = { 0 };
		size_t used = 0;

		class_room_record_write(r, &bytes);
		for (size_t n = 0; n < bytes.len; n++) /* not all of it is there yet */
			assert_int_equal(class_room_record_read(bytes.s, n, &back, &used), 0);
		str_add(&bytes, "next");
		assert_int_equal(class_room_record_read(bytes.s, bytes.len, &back, &used), 1);
		assert_int_equal(used, bytes.len - 4);
		assert_int_equal(back->kind, r->kind);
		assert_memory_equal(back->n, r->n, sizeof(r->n));
		for (int k = 0; k < kinds[i].texts; k++)
			assert_string_equal(back->text[k], r->text[k]);
		class_room_record_free(r);
		class_room_record_free(back);
		str_free(&bytes);
	}
}

static int
read_bytes(const void *p, size_t n)
{
	struct room_record *r;
	size_t used;
	const int got = class_room_record_read(p, n, &r, &used);

	class_room_record_free(r);
	return got;
}

static void
hostile_lengths_and_kinds_are_refused(void **state)
{
	static const unsigned char turns[] = { 0, 0, 0, 6, 1, 1, 3, 0xe2, 0x80, 0xae };

	(void)state;
	assert_int_equal(read_bytes("\0\0\0\5\143aaaa", 9), -1);   /* no such kind */
	assert_int_equal(read_bytes("\377\377\377\377\5", 5), -1); /* four gigabytes */
	assert_int_equal(read_bytes("\0\1\0\0\1", 5), -1);         /* longer than a hello */
	assert_int_equal(read_bytes("\0\0\0\0\1", 5), -1);         /* nothing at all */
	assert_int_equal(read_bytes("\0\0\0\4\1\1\2a", 8), -1);    /* a text beyond its end */
	assert_int_equal(read_bytes("\0\0\0\5\1\1\1ab", 9), -1);   /* more than it should be */
	assert_int_equal(read_bytes("\0\0\0\2\1\200", 6), -1);     /* half a number */
	assert_int_equal(read_bytes("\0\0\0\4\1\1\1\033", 8), -1); /* an escape in a name */
	assert_int_equal(read_bytes("\0\0\0\4\1\1\1\377", 8), -1); /* no UTF-8 */
	assert_int_equal(read_bytes("\0\0\0\4\1\1\1\0", 8), -1);   /* a NUL */
	assert_int_equal(read_bytes(turns, sizeof(turns)), -1);    /* turns text round */
	assert_int_equal(read_bytes("\0\0\0\4\1\1\1a", 8), 1);
}

/* Every byte of a good record set to every value: read or refused, never more than was there (the sanitizers look on). */
static void
any_byte_changed_is_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		struct room_record *r = example(i);
		struct str bytes = { 0 };

		class_room_record_write(r, &bytes);
		for (size_t at = 0; at < bytes.len; at++)
			for (int v = 0; v < 256; v++) {
				char *copy = malloc(bytes.len);

				memcpy(copy, bytes.s, bytes.len);
				copy[at] = (char)v;
				assert_in_range(read_bytes(copy, bytes.len) + 1, 0, 2);
				free(copy);
			}
		class_room_record_free(r);
		str_free(&bytes);
	}
}

static void
a_long_text_is_cut_at_a_character(void **state)
{
	struct room_record *r = class_room_record_new(ROOM_WHISPER);
	struct str bytes = { 0 }, words = { 0 };

	(void)state;
	for (int i = 0; i < 300; i++)
		str_add(&words, "慢");
	assert_true(class_room_record_text(r, 0, str_c(&words)));
	assert_int_equal(r->len[0], 510); /* 512 would end in the middle of one */
	class_room_record_write(r, &bytes);
	assert_int_equal(read_bytes(bytes.s, bytes.len), 1);
	class_room_record_free(r);
	str_free(&bytes);
	str_free(&words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_there_and_back),
		cmocka_unit_test(hostile_lengths_and_kinds_are_refused),
		cmocka_unit_test(any_byte_changed_is_read_or_refused),
		cmocka_unit_test(a_long_text_is_cut_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
