#ifndef CITY_PACK_H
#define CITY_PACK_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "model/city.h"

/* A city pack: the directory conf/city/<name>/ in which a city brings its units, areas, categories, dispatch rules,
 * calendars and limits. TSV tables with fixed columns and two libconfig files; src/city/table.c has a line a column. */

/** city_pack_load(dir, out, e): the whole pack, finished (city_finish). Stops at the first cell that cannot be read,
 * with file:line; does not judge references: call city_pack_check before trusting a pack. Free with city_free. */
enum err_code city_pack_load(const char *dir, struct city **out, struct err *e);

/** city_pack_check(dir, report): every mistake of a pack, a line each, "areas.tsv:12: 上级区划 990199 不存在";
 * appended to ${report}. Returns how many. Finds: unreadable files and cells, missing required cells, codes that do
 * not exist, duplicates, circles, malformed phones and days, categories without dispatch, rules without profile rows,
 * units nobody can call. */
int city_pack_check(const char *dir, struct str *report);

/* The people of a pack: only the centre reads them, they are never part of struct city. */
struct city_user {
	const char *job_no, *name, *roles, *units, *skills,
	    *company; /* roles, units: lists of codes */
};
struct city_users {
	struct city_user *users;
	size_t n_users;
	struct city *keep; /* owns the strings */
};
enum err_code city_pack_users(const char *dir, struct city_users *out, struct err *e);
void city_users_free(struct city_users *u);

#endif
