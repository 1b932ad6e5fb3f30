#ifndef TEST_CITY_SPOIL_H
#define TEST_CITY_SPOIL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "../../lib/tmpdir.h"

/* The sample city, and copies of it in a directory of a test's own, so that one file may be spoiled. */

#define SAMPLE "conf/city/yunjiang"

/* The sample city below $HOTSEAT_SHARE, or below here. */
static inline const char *
sample(void)
{
	static char dir[512];
	const char *share = getenv("HOTSEAT_SHARE");
	fs_join(dir, sizeof dir, share != NULL ? share : ".", SAMPLE);
	return dir;
}

static const char *const FILES[] = { "areas.tsv", "streets.tsv", "units.tsv", "contacts.tsv",
	"categories.tsv", "dispatch.tsv", "urgency.tsv", "origin_lines.tsv", "reject_reasons.tsv",
	"scripts.tsv", "home_areas.tsv", "bulletins.tsv", "calendar.tsv", "users.tsv", "city.conf",
	"profiles.conf" };
/* A pack may do without. */
static const char *const MORE[] = { "transfer.tsv", "modules.tsv", "fields.tsv", "numbers.tsv" };

static inline void
copy_file(const char *dir, const char *file)
{
	char from[600], to[TMPDIR_PATHS];
	struct str text = { 0 };
	struct err e = { 0 };
	fs_join(from, sizeof from, sample(), file);
	assert_int_equal(fs_read(from, 4 << 20, &text, &e), ERR_OK);
	tmpdir_put(dir, file, str_c(&text), text.len, to);
	str_free(&text);
}

static inline void
copy_sample(const char *dir)
{
	for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++)
		copy_file(dir, FILES[i]);
	for (size_t i = 0; i < sizeof MORE / sizeof MORE[0]; i++)
		copy_file(dir, MORE[i]);
}

/* Append one line to a file of the pack; returns the number it has. */
static inline int
append(const char *dir, const char *file, const char *line)
{
	char path[TMPDIR_PATHS], out[TMPDIR_PATHS];
	struct str text = { 0 };
	struct err e = { 0 };
	int lines = 1;
	assert_int_equal(fs_read(tmpdir_path(dir, file, path), 4 << 20, &text, &e), ERR_OK);
	if (text.len > 0 && text.s[text.len - 1] != '\n')
		str_add_c(&text, '\n');
	for (size_t i = 0; i < text.len; i++)
		lines += text.s[i] == '\n';
	str_addf(&text, "%s\n", line);
	tmpdir_put(dir, file, str_c(&text), text.len, out);
	str_free(&text);
	return lines;
}

/* The whole file in other words. */
static inline void
put(const char *dir, const char *file, const char *text)
{
	char path[TMPDIR_PATHS];
	tmpdir_put(dir, file, text, strlen(text), path);
}

#endif
