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
		{ "\0\0\0\x1c"
		  "ftypheic",
		    12, BLOB_HEIC },
		{ "\0\0\0\x1c"
		  "ftypmif1",
		    12, BLOB_HEIC },
		{ "RIFF\1\2\3\4WEBPVP8 ", 16, BLOB_WEBP },
		{ "RIFF\1\2\3\4WEB", 11, BLOB_UNKNOWN },
		{ "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18, BLOB_BMP },
		{ "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0", 17, BLOB_UNKNOWN },
		{ "BMW是什么", 12, BLOB_TXT },
		{ "II*\0\x08", 5, BLOB_TIFF },
		{ "MM\0*\0", 5, BLOB_TIFF },
		{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, BLOB_OFFICE },
		{ "PK\3\4\x14\0\6\0\x08\0\0\0\x21\0abcdefghijkl\x13\0\0\0[Content_Types].xml", 49,
		    BLOB_OFFICE },
		{ "PK\3\4\x14\0\6\0\x08\0\0\0\x21\0abcdefghijkl\x13\0\0\0[Content_Types].xm", 48,
		    BLOB_ZIP },
		{ "PK\3\4\x14", 5, BLOB_ZIP },
		{ "PK\5\6", 4, BLOB_UNKNOWN }, /* an empty archive */
		{ "ID3\4\0", 5, BLOB_MP3 },
		{ "\xff\xfb\x90\x64", 4, BLOB_MP3 },
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

/* The sentence a person can act on, or nothing. */
static void
a_name_may_not_say_otherwise(void **state)
{
	static const struct {
		const char *name, *head, *expect;
	} cases[] = {
		{ "路灯.jpg", "\xff\xd8\xff", NULL },
		{ "路灯.JPEG", "\xff\xd8\xff", NULL },
		{ "现场", "\xff\xd8\xff", NULL },      /* says nothing */
		{ "现场11.18", "\xff\xd8\xff", NULL }, /* a day is no type */
		{ "路灯.照片", "\xff\xd8\xff", NULL },
		{ "", "\xff\xd8\xff", NULL },
		{ "a.", "\xff\xd8\xff", NULL },
		{ "清单.docx", "PK\3\4", NULL },
		{ "录音.m4a", "\1\1\1\1ftypM4A ", NULL },
		{ "名单.csv", "张三,李四\n", NULL },
		{ "路灯.png", "\xff\xd8\xff", "把名字改成 .jpg 结尾" },
		{ "路灯.jpg.exe", "\xff\xd8\xff", "结尾的 .exe 对不上" },
		{ "路灯.jpg", "%PDF-1.4", "“路灯.jpg”的内容是文档" },
		{ "路灯.jpg", "not a picture", "内容是文本" },
		{ "run.bat", "del *.*\r\n", "把名字改成 .txt 结尾" },
		{ "清单.xlsm", "PK\3\4", "内容是压缩包" },
		{ "路灯.jpg", "MZ\1", "“路灯.jpg”不能作附件: 只收 jpg" },
		{ "", "MZ\1", "“这个文件”不能作附件" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum blob_type type;
		struct err e = { 0 };
		enum err_code rc =
		    blob_check(cases[i].name, cases[i].head, strlen(cases[i].head), &type, &e);

		assert_int_equal(type, blob_type_of(cases[i].head, strlen(cases[i].head)));
		if (rc != (cases[i].expect != NULL ? ERR_MEDIA : ERR_OK) ||
		    (rc != ERR_OK && strstr(e.text, cases[i].expect) == NULL))
			fail_msg("case %zu: %s", i, e.text);
	}
}

/* "j", "p", "u": a picture, a paper, a file that is not here. */
static enum blob_type
by_letter(void *arg, const char *id)
{
	(void)arg;
	return *id == 'j' ? BLOB_HEIC : *id == 'p' ? BLOB_PDF : BLOB_UNKNOWN;
}

static void
only_what_is_known_is_no_picture(void **state)
{
	(void)state;
	assert_false(blob_none_is_image("", by_letter, NULL));
	assert_true(blob_none_is_image("p", by_letter, NULL));
	assert_true(blob_none_is_image("p1,p2", by_letter, NULL));
	assert_false(blob_none_is_image("p1,j,p2", by_letter, NULL));
	assert_false(blob_none_is_image("p1,u", by_letter, NULL));
	for (int t = 0; t < BLOB_TYPES; t++)
		assert_int_equal(blob_is_image((enum blob_type)t),
		    t == BLOB_JPEG || t == BLOB_PNG || t == BLOB_GIF || t == BLOB_HEIC ||
			t == BLOB_WEBP || t == BLOB_BMP || t == BLOB_TIFF);
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
		cmocka_unit_test(a_name_may_not_say_otherwise),
		cmocka_unit_test(only_what_is_known_is_no_picture),
		cmocka_unit_test(names_keep_no_directories_and_nothing_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
