/* The shelf of scenarios: a directory of text files, read when a trainer looks at it. Not here: what a file must say
 * (model/scenario.h). */
#include "client/class/shelf.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/str.h"
#include "base/utf8.h"

#define MISTAKE_CHARS 45 /* as many as surely fit the title */

enum err_code
shelf_read(const char *path, uint64_t seed, struct scenario *out, struct err *e)
{
	struct scenario first;
	struct str text = { 0 };
	enum err_code rc = fs_read_text(path, SCENARIO_BYTES, &text, e);

	scenario_init(&first);
	if (rc == ERR_OK)
		rc = scenario_read(str_c(&text), text.len, &first, e);
	if (rc == ERR_OK)
		rc = scenario_variant(&first, seed, out, e);
	scenario_free(&first);
	str_free(&text);
	return rc;
}

static int
is_scenario(const struct dirent *d)
{
	const size_t n = strlen(d->d_name);

	return n > 4 && d->d_name[0] != '.' && strcmp(d->d_name + n - 4, ".txt") == 0;
}

/* "line 3" is what programs are told; a person reads 第3行. */
static void
say_mistake(const struct err *e, char *out, size_t size)
{
	const char *line = str_starts(e->where, "line ") ? e->where + strlen("line ") : "";
	const int n = (int)utf8_head(e->text, MISTAKE_CHARS);

	if (*line != '\0')
		(void)snprintf(out, size, "有误, 第%.9s行: %.*s", line, n, e->text);
	else
		(void)snprintf(out, size, "有误: %.*s", n, e->text);
}

static void
read_item(struct shelf_item *item, const char *name)
{
	struct scenario s;
	struct err e = { 0 };

	scenario_init(&s);
	if (shelf_read(item->path, 0, &s, &e) == ERR_OK) {
		str_copy(item->id, sizeof(item->id), s.id);
		str_copy(item->title, sizeof(item->title), s.title);
		item->skill = s.skill;
		item->difficulty = s.difficulty;
		item->modes = s.modes;
		item->choices = s.choices;
		item->kind = exam_kind_of(&s);
		item->marks = exam_marks_of(&s);
	} else {
		str_copy(item->id, sizeof(item->id), name);
		say_mistake(&e, item->title, sizeof(item->title));
	}
	scenario_free(&s);
}

/* Those of one directory, behind what is there. ${n}: how many files; -1 no directory. */
static enum err_code
add_all(const char *dir, struct shelf *out, int *n, struct err *e)
{
	struct dirent **list = NULL;
	struct shelf_item *grown;

	*n = scandir(dir, &list, is_scenario, alphasort);
	if (*n < 0)
		return ERR_OK;
	grown = realloc(out->item, (size_t)(out->n + *n + 1) * sizeof(*grown));
	if (grown != NULL) {
		out->item = grown;
		memset(grown + out->n, 0, (size_t)(*n + 1) * sizeof(*grown));
	}
	for (int i = 0; i < *n; i++) {
		if (grown != NULL && out->n < SHELF_MOST &&
		    fs_join(grown[out->n].path, sizeof(grown[0].path), dir, list[i]->d_name))
			read_item(&grown[out->n++], list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return grown != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

static void
read_mix(const char *dir, struct shelf *out)
{
	struct str text = { 0 };
	struct err e = { 0 };
	char path[600];

	if (fs_join(path, sizeof(path), dir, EXAM_MIX) && fs_exists(path) &&
	    (fs_read_text(path, EXAM_MIX_BYTES, &text, &e) != ERR_OK ||
		exam_mix_read(str_c(&text), text.len, &out->mix, &e) != ERR_OK)) {
		char why[160];

		say_mistake(&e, why, sizeof(why));
		(void)snprintf(out->mix_wrong, sizeof(out->mix_wrong), EXAM_MIX " %s", why);
	}
	str_free(&text);
}

enum err_code
shelf_open(const char *dir, struct shelf *out, struct err *e)
{
	char drills[600];
	int n;
	enum err_code rc;

	*out = (struct shelf){ 0 };
	rc = add_all(dir, out, &n, e);
	if (rc == ERR_OK && n < 0)
		return err_set(e, ERR_NOT_FOUND, "没有案例目录 %s。", dir);
	if (rc == ERR_OK && fs_join(drills, sizeof(drills), dir, SCENARIO_DRILLS))
		rc = add_all(drills, out, &n, e);
	if (rc == ERR_OK)
		read_mix(dir, out);
	return rc;
}

void
shelf_free(struct shelf *s)
{
	free(s->item);
	*s = (struct shelf){ 0 };
}

bool
shelf_number(const struct shelf *s, const char *typed, const char *digit)
{
	const size_t n = strlen(typed), more = strlen(digit);

	if (n == 0 || more != 1 || *digit < '0' || *digit > '9' || !isalpha((unsigned char)*typed))
		return false;
	for (int i = 0; i < s->n; i++)
		if (strncasecmp(s->item[i].id, typed, n) == 0 && s->item[i].id[n] == *digit)
			return true;
	return false;
}
