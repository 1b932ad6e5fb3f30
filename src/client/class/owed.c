/* What is owed to a class, as a table of lines. Small: a line leaves it when it is brought. Not here: who brings it
 * (room_bring.c). */
#include "client/class/owed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "client/class/exam.h"
#include "results_p.h"

#define TABLE "owed.tsv"

enum { O_CLASS, O_NAME, O_KIND, O_KEY, O_TRAINEE, O_CELLS };

/* ---- lines ---- */

static void
put(const struct owed *o, struct str *out)
{
	results_text(out, o->class_name);
	str_add_c(out, '\t');
	results_text(out, o->name);
	str_addf(out, "\t%d\t", (int)o->kind);
	results_text(out, o->key);
	str_add_c(out, '\t');
	results_text(out, o->trainee);
	str_add_c(out, '\n');
}

static bool
get(char *line, struct owed *o)
{
	char *cell[O_CELLS];
	long long kind;

	if (results_cut(line, cell, O_CELLS) != O_CELLS ||
	    !str_int(cell[O_KIND], OWED_LESSON, OWED_EXAM, &kind))
		return false;
	o->kind = (enum owed_kind)kind;
	return str_copy(o->class_name, sizeof(o->class_name), cell[O_CLASS]) &&
	       str_copy(o->name, sizeof(o->name), cell[O_NAME]) &&
	       str_copy(o->key, sizeof(o->key), cell[O_KEY]) &&
	       str_copy(o->trainee, sizeof(o->trainee), cell[O_TRAINEE]);
}

enum err_code
owed_add(const char *dir, const struct owed *o, struct err *e)
{
	struct str line = { 0 }, all = { 0 };
	const int held = results_lock(dir);
	enum err_code rc;

	put(o, &line);
	rc = results_load(dir, TABLE, &all, e);
	if (rc == ERR_OK && strstr(str_c(&all), str_c(&line)) == NULL)
		rc = results_append(dir, TABLE, &line, e);
	results_unlock(held);
	str_free(&line);
	str_free(&all);
	return rc;
}

struct looked_for {
	const char *class_name, *name;
	int skip;
	struct owed *out;
	bool found;
};

static bool
look(void *arg, char *line)
{
	struct looked_for *l = arg;
	struct owed o;

	if (!l->found && get(line, &o) && strcmp(o.class_name, l->class_name) == 0 &&
	    strcmp(o.name, l->name) == 0 && l->skip-- == 0) {
		l->found = true;
		*l->out = o;
	}
	return true;
}

bool
owed_get(const char *dir, const char *class_name, const char *name, int skip, struct owed *out)
{
	struct looked_for l = { class_name, name, skip, out, false };

	return dir[0] != '\0' && results_each(dir, TABLE, look, &l, NULL) == ERR_OK && l.found;
}

void
owed_done(const char *dir, const struct owed *o)
{
	struct str line = { 0 }, all = { 0 };
	const int held = results_lock(dir);
	const char *at;

	put(o, &line);
	if (results_load(dir, TABLE, &all, NULL) == ERR_OK &&
	    (at = strstr(str_c(&all), str_c(&line))) != NULL) {
		str_splice(&all, (size_t)(at - all.s), line.len, "", 0);
		(void)results_store(dir, TABLE, &all, NULL); /* else it is brought once more */
	}
	results_unlock(held);
	str_free(&line);
	str_free(&all);
}

/* ---- as the class is told ---- */

bool
owed_is_tape(const char *name)
{
	const size_t n = strlen(name);

	return n > 5 && n < 160 && name[0] != '.' && strchr(name, '/') == NULL &&
	       strcmp(name + n - 5, ".tape") == 0;
}

static struct room_record *
lesson_of(const char *dir, const struct owed *o)
{
	struct class_results all;
	const struct class_result *r = NULL;
	struct room_record *out = NULL;
	struct str text = { 0 };
	char path[1024];
	long long at;

	if (results_read(dir, &all, NULL) == ERR_OK && str_int(o->key, 0, INT64_MAX, &at))
		r = results_find(&all, at, o->trainee);
	if (r != NULL) {
		struct class_result told = *r;
		struct score x = { .form = score_form(r->mode) };

		if (!fs_join(path, sizeof(path), dir, r->tape) || !fs_exists(path))
			told.tape[0] = '\0'; /* none was recorded, or it is gone */
		(void)results_score(dir, r, &x, NULL);
		results_pack(&told, &x, &text);
		out = class_room_record_new(ROOM_RESULT);
		if (out != NULL)
			(void)class_room_record_text(out, 0, str_c(&text));
	}
	str_free(&text);
	results_free(&all);
	return out;
}

static struct room_record *
exam_of(const char *dir, const struct owed *o)
{
	struct str lines = { 0 };
	struct room_record *out = NULL;

	exam_lines(dir, o->trainee, o->key, &lines);
	if (lines.len > 0)
		out = class_room_record_new(ROOM_SENT);
	if (out != NULL) {
		(void)class_room_record_text(out, 0, o->key);
		(void)class_room_record_text(out, 1, str_c(&lines));
	}
	str_free(&lines);
	return out;
}

struct room_record *
owed_record(const char *dir, const struct owed *o)
{
	return o->kind == OWED_LESSON ? lesson_of(dir, o) : exam_of(dir, o);
}
