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
	    !str_int(cell[O_KIND], OWED_LESSON, OWED_DISPUTE, &kind))
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
	if (rc == ERR_OK && results_has(&all, &line) < 0)
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

bool
owed_done(const char *dir, const struct owed *o)
{
	struct str line = { 0 }, all = { 0 };
	const int held = results_lock(dir);
	enum err_code rc = results_load(dir, TABLE, &all, NULL);
	long at;

	put(o, &line);
	if (rc == ERR_OK && (at = results_has(&all, &line)) >= 0) {
		str_splice(&all, (size_t)at, line.len, "", 0);
		rc = results_store(dir, TABLE, &all, NULL);
	}
	results_unlock(held);
	str_free(&line);
	str_free(&all);
	return rc == ERR_OK;
}

/* ---- as the class is told ---- */

bool
owed_is_tape(const char *name)
{
	const size_t n = strlen(name);

	return n > 5 && n < 160 && name[0] != '.' && strchr(name, '/') == NULL &&
	       strcmp(name + n - 5, ".tape") == 0;
}

/* Of one text or two. */
static enum err_code
record_of(enum room_kind kind, const char *one, const char *two, struct room_record **out)
{
	struct room_record *r = class_room_record_new(kind);

	if (r != NULL && class_room_record_text(r, 0, one) &&
	    (two == NULL || class_room_record_text(r, 1, two))) {
		*out = r;
		return ERR_OK;
	}
	class_room_record_free(r);
	return ERR_NO_MEMORY;
}

static enum err_code
tell_lesson(const char *dir, const struct class_result *r, struct room_record **out, struct err *e)
{
	struct class_result told = *r;
	struct score x = { .form = score_form(r->mode) };
	struct str text = { 0 };
	char path[1024];
	enum err_code rc = results_score(dir, r, &x, e);

	if (rc == ERR_NOT_FOUND)
		rc = ERR_OK; /* goes without them */
	if (!fs_join(path, sizeof(path), dir, r->tape) || !fs_exists(path))
		told.tape[0] = '\0'; /* none was recorded, or it is gone */
	results_pack(&told, &x, &text);
	if (rc == ERR_OK)
		rc = text.bad ? ERR_NO_MEMORY : record_of(ROOM_RESULT, str_c(&text), NULL, out);
	str_free(&text);
	return rc;
}

static enum err_code
lesson_of(const char *dir, const struct owed *o, struct room_record **out, struct err *e)
{
	struct class_results all;
	const struct class_result *r = NULL;
	enum err_code rc = results_read(dir, &all, e);
	long long at;

	if (rc == ERR_OK && str_int(o->key, 0, INT64_MAX, &at))
		r = results_find(&all, at, o->trainee);
	if (rc == ERR_OK)
		rc = r != NULL ? tell_lesson(dir, r, out, e) : ERR_NOT_FOUND;
	results_free(&all);
	return rc;
}

static enum err_code
exam_of(const char *dir, const struct owed *o, struct room_record **out, struct err *e)
{
	struct str lines = { 0 };
	enum err_code rc = exam_lines(dir, o->trainee, o->key, &lines, e);

	if (rc == ERR_OK)
		rc = lines.len > 0 ? record_of(ROOM_SENT, o->key, str_c(&lines), out)
				   : ERR_NOT_FOUND;
	str_free(&lines);
	return rc;
}

/* The last one of that lesson. */
static enum err_code
dispute_of(const char *dir, const struct owed *o, struct room_record **out, struct err *e)
{
	struct class_reviews all;
	const struct class_review *last = NULL;
	enum err_code rc = reviews_read(dir, &all, e);
	char at[24];
	long long lesson = 0;

	for (int i = 0; i < all.n && str_int(o->key, 0, INT64_MAX, &lesson); i++)
		if (all.item[i].kind == REVIEW_DISPUTE &&
		    review_is_of(&all.item[i], lesson, o->trainee))
			last = &all.item[i];
	if (rc == ERR_OK && last == NULL)
		rc = ERR_NOT_FOUND;
	if (rc == ERR_OK) {
		(void)snprintf(at, sizeof(at), "%" PRId64, last->at);
		rc = record_of(ROOM_DISPUTE, o->key, at, out);
	}
	if (rc == ERR_OK && !class_room_record_text(*out, 2, last->words)) {
		class_room_record_free(*out);
		*out = NULL;
		rc = ERR_NO_MEMORY;
	}
	reviews_free(&all);
	return rc;
}

enum err_code
owed_record(const char *dir, const struct owed *o, struct room_record **out, struct err *e)
{
	*out = NULL;
	return o->kind == OWED_LESSON    ? lesson_of(dir, o, out, e)
	       : o->kind == OWED_DISPUTE ? dispute_of(dir, o, out, e)
					 : exam_of(dir, o, out, e);
}
