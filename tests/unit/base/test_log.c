/* base/log: the form of a line, what is escaped, levels, and whole lines from several threads. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "../../lib/tmpdir.h"

static char dir[TMPDIR_SIZE], path[TMPDIR_PATHS];

static int
setup(void **state)
{
	(void)state;
	tmpdir_make(dir);
	tmpdir_path(dir, "log", path);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	log_close();
	tmpdir_remove(dir);
	return 0;
}

static struct str
written(void)
{
	struct str text = { 0 };

	assert_int_equal(fs_read(path, 10000000, &text, NULL), ERR_OK);
	return text;
}

static void
test_form(void **state)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd.ddd W op 7 refused: guard\n";
	struct stat st;
	struct str text;

	(void)state;
	assert_int_equal(log_open(path, LOG_LEVEL_INFO), 0);
	errno = 77;
	log_warn("op %d refused: %s", 7, "guard");
	assert_int_equal(errno, 77);
	text = written();
	assert_int_equal(text.len, sizeof(shape) - 1);
	for (size_t i = 0; i < text.len; i++) {
		if (shape[i] == 'd' && i < 23)
			assert_in_range(text.s[i], '0', '9');
		else
			assert_int_equal(text.s[i], shape[i]);
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	str_free(&text);
}

static void
test_levels(void **state)
{
	struct str text;

	(void)state;
	log_open(path, LOG_LEVEL_WARN);
	log_error("1");
	log_warn("2");
	log_info("3");
	log_debug("4");
	log_open(path, LOG_LEVEL_DEBUG); /* appends */
	log_debug("5");
	text = written();
	assert_non_null(strstr(text.s, " E 1\n"));
	assert_non_null(strstr(text.s, " W 2\n"));
	assert_null(strstr(text.s, " I 3\n"));
	assert_null(strstr(text.s, " D 4\n"));
	assert_non_null(strstr(text.s, " D 5\n"));
	str_free(&text);
}

/* No text can forge a second line, move the reader's cursor or turn the writing round. */
static void
test_escapes(void **state)
{
	struct str text;

	(void)state;
	log_open(path, LOG_LEVEL_INFO);
	log_info("%s", "a\nb\r\x1b[31m\x7f\xff 路灯 \xe2\x80\xae"
		       "c\xc2\x9b");
	text = written();
	assert_non_null(
	    strstr(text.s, " I a\\x0Ab\\x0D\\x1B[31m\\x7F\\xFF 路灯 \\u{202E}c\\x9B\n"));
	assert_ptr_equal(strchr(text.s, '\n'), text.s + text.len - 1);
	str_free(&text);
}

static void
test_long_lines(void **state)
{
	struct str text;
	char longer[5000];

	(void)state;
	log_open(path, LOG_LEVEL_INFO);
	for (size_t i = 0; i + 3 < sizeof(longer); i += 3)
		memcpy(longer + i, "汉", 4);
	log_info("%s", longer);
	memset(longer, '\x01', sizeof(longer) - 1); /* each becomes four */
	longer[sizeof(longer) - 1] = '\0';
	log_info("%s", longer);
	text = written();
	assert_true(utf8_valid(text.s, text.len));
	assert_non_null(strstr(text.s, "汉…\n"));
	assert_int_equal(text.s[text.len - 1], '\n');
	assert_true(text.len < 4096);
	str_free(&text);
}

enum { LINES = 500 };

static void *
log_many(void *arg)
{
	for (int i = 0; i < LINES; i++)
		log_info("%s %d end", (const char *)arg, i);
	return NULL;
}

static void
test_threads(void **state)
{
	static char names[3][2] = { "a", "b", "c" };
	pthread_t thread[3];
	struct str text;
	int lines = 0;

	(void)state;
	log_open(path, LOG_LEVEL_INFO);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, log_many, names[i]), 0);
	for (size_t i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	text = written();
	for (char *line = strtok(text.s, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
		assert_memory_equal(line + 23, " I ", 3);
		assert_string_equal(line + strlen(line) - 4, " end");
	}
	assert_int_equal(lines, 3 * LINES);
	str_free(&text);
}

static void
test_cannot_open(void **state)
{
	char deep[TMPDIR_PATHS];

	(void)state;
	assert_int_equal(log_open(tmpdir_path(dir, "no/such/log", deep), LOG_LEVEL_INFO), -1);
	assert_int_equal(errno, ENOENT);
}

static void
test_stderr(void **state)
{
	int kept = dup(STDERR_FILENO), file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	struct str text;

	(void)state;
	assert_int_equal(log_open(NULL, LOG_LEVEL_INFO), 0);
	dup2(file, STDERR_FILENO);
	log_info("to standard error");
	log_close();
	log_error("also after closing");
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(file);
	text = written();
	assert_non_null(strstr(text.s, " I to standard error\n"));
	assert_non_null(strstr(text.s, " E also after closing\n"));
	str_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_form, setup, teardown),
		cmocka_unit_test_setup_teardown(test_levels, setup, teardown),
		cmocka_unit_test_setup_teardown(test_escapes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(test_threads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cannot_open, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stderr, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
