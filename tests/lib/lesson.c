#include "lesson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/str.h"
#include "daemon.h"
#include "seat.h"
#include "tmpdir.h"

struct screen *
lesson_seat(const char *dir, const char *share, const char *who, int pace)
{
	char bin[512], own[512], lessons[TMPDIR_PATHS], times[16];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share",
		share != NULL ? share : daemon_share("", own), "--demo", "--lessons",
		tmpdir_path(dir, "lessons", lessons), "--trainee", who, "--pace", times, NULL };
	struct screen *s;

	(void)snprintf(times, sizeof(times), "%d", pace);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	s = screen_start(argv, LESSON_ROWS, LESSON_COLS);
	assert_true(seat_ready(s));
	return s;
}

struct screen *
lesson_in_class(
    const char *dir, const char *how, const char *name, const char *who, const char *lessons)
{
	char bin[512], share[512], path[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--share", daemon_share("", share),
		"--demo", "--lessons", tmpdir_path(dir, lessons, path), how, name, "--trainee", who,
		NULL };

	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(setenv("XDG_RUNTIME_DIR", dir, 1), 0);
	return screen_start(argv, LESSON_ROWS, LESSON_COLS);
}

/* ---- pictures ---- */

/* Columns of the first line: " 受理  培训 - 非真实数据", or what the replay has in its place. */
#define SAYS_WHAT_IT_IS 24

void
lesson_look(struct screen *s, struct lesson_picture *p)
{
	bool in_paint = false;
	char *to = p->row[0];

	for (int y = 0; y < LESSON_ROWS; y++)
		screen_painted(
		    s, y, y == 0 ? SAYS_WHAT_IT_IS : 0, LESSON_COLS, p->row[y], sizeof(p->row[y]));
	for (const char *c = p->row[0]; *c != '\0'; c++) {
		const bool digit = *c >= '0' && *c <= '9';

		in_paint = *c == '{' || (in_paint && *c != '}');
		if (in_paint || !digit)
			*to++ = *c;
		else if (to == p->row[0] || to[-1] != '#') /* a number, however long */
			*to++ = '#';
	}
	*to = '\0';
}

void
lesson_replay_ends_on(struct screen *s, const struct lesson_picture *last)
{
	struct lesson_picture seen;

	screen_await(s, " 原速  键");
	screen_await(s, " 回放 - 不是来电 ");
	screen_await(s, " 回放: 空格=放和停");
	screen_resize(s, LESSON_ROWS + 12, LESSON_COLS + 40);
	screen_await(s, "Home 从头   End 到最后");
	screen_key(s, "End");
	screen_await(s, " 停在 ");
	screen_settle(s);
	lesson_look(s, &seen);
	for (int y = 0; y < LESSON_ROWS; y++)
		assert_string_equal(seen.row[y], last->row[y]);
	screen_resize(s, LESSON_ROWS, LESSON_COLS);
	screen_await(s, " 回放: 空格=放和停");
}

/* ---- what was kept ---- */

bool
lesson_kept(const char *dir, const char *table, int line, int n, char *out, size_t size)
{
	char name[64], path[TMPDIR_PATHS];
	struct str all = { 0 };
	const char *at;
	int lines = 0;

	(void)snprintf(name, sizeof(name), "lessons/%s", table);
	assert_int_equal(fs_read(tmpdir_path(dir, name, path), 1 << 20, &all, NULL), ERR_OK);
	for (size_t i = 0; i < all.len; i++)
		lines += all.s[i] == '\n';
	if (line < 0)
		line += lines;
	if (line < 0 || line >= lines) {
		str_free(&all);
		return false;
	}
	at = all.s;
	for (; line > 0; line--)
		at = strchr(at, '\n') + 1;
	for (; n > 0; n--) {
		assert_non_null(at = strchr(at, '\t'));
		at++;
	}
	(void)snprintf(out, size, "%.*s", (int)strcspn(at, "\t\n"), at);
	str_free(&all);
	return true;
}

int
lesson_kept_number(const char *dir, const char *table, int line, int n)
{
	char text[64];

	assert_true(lesson_kept(dir, table, line, n, text, sizeof(text)));
	return (int)strtol(text, NULL, 10);
}
