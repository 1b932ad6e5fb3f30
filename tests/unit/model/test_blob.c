/* What a file is by its first bytes; names as they are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/blob.h"

static void
files_are_what_their_bytes_say(void **state)
{
	static const struct {
		const char *p;
		size_t n;
		enum blob_type type;
	} cases[] = {
		{ "\xff\xd8\xff\xe1", 4, BLOB_JPEG },
		{ "\x89PNG\r\n\x1a\n", 8, BLOB_PNG },
		{ "GIF89a\1", 7, BLOB_GIF },
		{ "%PDF-1.4\n", 9, BLOB_PDF },
		{ "\0\0\0\x18"
		  "ftypisom",
		    12, BLOB_MP4 },
		{ "#!AMR\n\x3c", 7, BLOB_AMR },
		{ "RIFF\1\2\3\4WAVEfmt ", 16, BLOB_WAV },
		{ "RIFF\1\2\3\4AVI ", 12, BLOB_UNKNOWN },
		{ "路灯不亮\r\n", 14, BLOB_TXT },
		{ "\xc2\xb7\xb5\xc6", 4, BLOB_TXT }, /* GB18030 */
		{ "MZ\x90\0", 4, BLOB_UNKNOWN },
		{ "\x7f"
		  "ELF",
		    4, BLOB_UNKNOWN },
		{ "", 0, BLOB_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)

		assert_int_equal(blob_type_of(cases[i].p, cases[i].n), cases[i].type);
	for (int t = 1; t < BLOB_TYPES; t++)
		assert_int_equal(blob_type_by_json(blob_type_json(t)), t);
	assert_int_equal(blob_type_by_json("exe"), -1);
	assert_int_equal(blob_type_by_json(""), -1);
	assert_string_equal(blob_type_json(-1), "");
}

static void
names_keep_no_directories_and_nothing_hidden(void **state)
{
	char out[BLOB_NAME_BYTES], longest[400];

	(void)state;
	blob_name("/home/王芳/现场.jpg", out);
	assert_string_equal(out, "现场.jpg");
	blob_name("..", out);
	assert_string_equal(out, "");
	blob_name("a/", out);
	assert_string_equal(out, "");
	blob_name("x\n\xff\xe2\x80\xae"
		  "gpj.exe",
	    out);
	assert_string_equal(out, "x___gpj.exe");
	for (size_t i = 0; i + 3 < sizeof(longest); i += 3)
		memcpy(longest + i, "灯", 4);
	blob_name(longest, out);
	assert_int_equal(strlen(out), 126); /* whole characters */
	blob_size_text(19, out, sizeof(out));
	assert_string_equal(out, "19 字节");
	blob_size_text(73112, out, sizeof(out));
	assert_string_equal(out, "72 KB");
	blob_size_text(BLOB_BYTES_MAX, out, sizeof(out));
	assert_string_equal(out, "20.0 MB");
	assert_false(blob_id_valid("ab"));
	assert_false(
	    blob_id_valid("9F86D081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
	assert_true(
	    blob_id_valid("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_what_their_bytes_say),
		cmocka_unit_test(names_keep_no_directories_and_nothing_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
