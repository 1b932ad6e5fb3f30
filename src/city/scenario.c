/* Scenario files against a city: whether everything exists that they name. Each variant is looked at, and a mistake that
 * several have is told once.
 *
 * Not here: whether a scenario holds together by itself (model/scenario.h), and how it is played (model/rehearse.h), the
 * tickets of a drill (scenario_drill.c). */
#include "city/scenario.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/vec.h"
#include "model/exam.h"
#include "model/members.h"
#include "model/rehearse.h"
#include "scenario_p.h"

void
scenario_say(struct judging *j, int line, const char *fmt, ...)
{
	struct err e = { 0 };
	va_list ap;

	va_start(ap, fmt);
	(void)err_setv(&e, ERR_INVALID, fmt, ap);
	va_end(ap);
	scenario_mistake(j->found, line, e.text);
}

/* What is no matter of a line: of a path as it was given. */
static void
tell_path(struct judging *j, const char *path, const char *text)
{
	j->tell(j->arg, path, 0, text);
	j->mistakes++;
}

/* All that was found in a file. */
static void
tell_all(struct judging *j, const char *path)
{
	const struct scenario_mistakes *m = j->found;
	char more[80];

	for (int i = 0; i < m->n; i++)
		j->tell(j->arg, path, m->item[i].line, m->item[i].text);
	j->mistakes += m->n + m->more;
	if (m->more == 0)
		return;
	(void)snprintf(more, sizeof(more), "还有 %d 处没有列出来, 先改上面的再查", m->more);
	j->tell(j->arg, path, 0, more);
}

/* ---- what there is ---- */

static bool
add_article(void *arg, const char *kind, const char *code, const char *text)
{
	struct judging *j = arg;
	struct known *grown = vec_room(j->known, &j->known_room, j->n_known + 1, sizeof(*j->known));
	struct article a;

	(void)kind;
	article_init(&a);
	if (grown == NULL)
		return false;
	j->known = grown;
	if (article_read(text, strlen(text), &a, NULL) == ERR_OK) {
		str_copy(j->known[j->n_known].kb_no, sizeof(j->known->kb_no), code);
		j->known[j->n_known++].version = a.version;
	}
	article_free(&a);
	return true;
}

/* Its version; 0: there is none. */
static int
article_version(const struct judging *j, const char *kb_no)
{
	for (size_t i = 0; i < j->n_known; i++)
		if (strcmp(j->known[i].kb_no, kb_no) == 0)
			return j->known[i].version;
	return 0;
}

bool
scenario_has_category(const struct judging *j, const char *code)
{
	return city_category(j->city, code) != NULL;
}

bool
scenario_has_unit(const struct judging *j, const char *code)
{
	return city_unit(j->city, code) != NULL;
}

bool
scenario_has_area(const struct judging *j, const char *code)
{
	return city_area(j->city, code) != NULL;
}

static bool
has_article(const struct judging *j, const char *code)
{
	return article_version(j, code) > 0;
}

static bool
has_target(const struct judging *j, const char *code)
{
	return city_target(j->city, code) != NULL;
}

static bool
has_reason(const struct judging *j, const char *code)
{
	return city_reject(j->city, code) != NULL;
}

static bool
has_script(const struct judging *j, const char *moment)
{
	return city_script(j->city, moment) != NULL;
}

static bool
has_line(const struct judging *j, const char *code)
{
	for (size_t i = 0; i < j->city->n_lines; i++)
		if (strcmp(j->city->lines[i].code, code) == 0)
			return true;
	return false;
}

typedef bool has_fn(const struct judging *j, const char *code);

static void
judge_list(struct judging *j, const struct scenario_list *l, has_fn *has, const char *what)
{
	for (int i = 0; i < l->n; i++)
		if (!has(j, l->item[i]))
			scenario_say(j, l->line, "没有这个%s: %s", what, l->item[i]);
}

/* ---- a scenario ---- */

static void
judge_reference(struct judging *j, const struct scenario_answer *a)
{
	static const struct {
		enum ticket_field field;
		has_fn *has;
	} rows[] = { { TF_CATEGORY, scenario_has_category }, { TF_UNIT, scenario_has_unit },
		{ TF_AREA, scenario_has_area } };
	const char *code = NULL;
	size_t n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = fields_get(&a->reference, rows[i].field);

		if (value[0] != '\0' && !rows[i].has(j, value))
			scenario_say(j, a->line, "[参考工单]的%s没有这个代码: %s",
			    field_info(rows[i].field)->label, value);
	}
	while (members_next(fields_get(&a->reference, TF_KB_REFS), &code, &n)) {
		char kb_no[ARTICLE_KB_NO_BYTES];

		snprintf(kb_no, sizeof(kb_no), "%.*s", (int)n, code);
		if (!has_article(j, kb_no))
			scenario_say(j, a->line, "[参考工单]引用的知识没有: %s", kb_no);
	}
}

static void
judge_answer(struct judging *j, const struct scenario_answer *a)
{
	judge_list(j, &a->categories, scenario_has_category, "分类");
	judge_list(j, &a->units, scenario_has_unit, "单位");
	judge_list(j, &a->articles, has_article, "知识");
	judge_list(j, &a->targets, has_target, "转接对象");
	judge_list(j, &a->rejects, has_reason, "不予受理的原因");
	judge_list(j, &a->scripts, has_script, "话术");
	judge_reference(j, a);
}

static void
judge_numbers(struct judging *j, const char *text, int line)
{
	size_t at = 0, len;

	for (const char *p; (p = numbers_strange(&j->numbers, text, &at, &len)) != NULL;)
		scenario_say(j, line, SCENARIO_STRANGE_NUMBER, (int)len, p);
}

static void
judge_talk(struct judging *j, const struct scenario *s)
{
	const struct scenario_persona *p = &s->persona;

	if (p->phone == NULL) /* told already */
		return;
	if (!numbers_has(&j->numbers, p->phone, strlen(p->phone)))
		scenario_say(
		    j, p->phone_line, SCENARIO_STRANGE_NUMBER, (int)strlen(p->phone), p->phone);
	if (!has_line(j, p->line))
		scenario_say(j, p->phone_line, "没有“拨打”的这个号: %s", p->line);
	judge_numbers(j, s->opening, s->opening_line);
	for (int i = 0; i < s->n_utterances; i++)
		judge_numbers(j, s->utterance[i].text, s->utterance[i].line);
	for (int i = 0; i < s->n_facts; i++) {
		judge_numbers(j, s->fact[i].says, s->fact[i].line);
		judge_numbers(j, s->fact[i].wrong, s->fact[i].line);
	}
}

static void
judge_knowledge(struct judging *j, const struct scenario *s)
{
	for (int i = 0; i < s->knowledge.n; i++) {
		const char *item = s->knowledge.item[i], *equals = strchr(item, '=');
		char kb_no[ARTICLE_KB_NO_BYTES];
		int version;

		snprintf(kb_no, sizeof(kb_no), "%.*s", (int)(equals - item), item);
		version = article_version(j, kb_no);
		if (version == 0)
			scenario_say(j, s->knowledge.line, "没有这个知识: %s", kb_no);
		else if (strtol(equals + 1, NULL, 10) != version)
			scenario_say(j, s->knowledge.line,
			    "%s 现在是第 %d 版, 案例按第 %s 版写的, 请核对后改“知识版本”", kb_no,
			    version, equals + 1);
	}
}

static void
judge_name(struct judging *j, const struct scenario *s)
{
	char name[64], id[64];

	if (s->id == NULL) /* told already */
		return;
	snprintf(name, sizeof(name), "%s.txt", s->id);
	snprintf(id, sizeof(id), ",%s,", s->id);
	if (strcmp(name, j->name) != 0)
		scenario_say(j, 1, "文件名应是 %s", name);
	if (strstr(str_c(&j->ids), id) != NULL)
		scenario_say(j, 1, "编号 %s 已有别的案例用了", s->id);
	str_add(&j->ids, id);
}

/* ---- all of it ---- */

/* Can it be solved, and is it not free? */
static void
judge_play(struct judging *j, const struct scenario *s, uint64_t seed)
{
	struct str why = { 0 };
	int line = 1;

	if (rehearse_judge(s, seed, j->city, &line, &why))
		scenario_say(j, line, "%s", str_c(&why));
	str_free(&why);
}

static void
judge_names(struct judging *j, const struct scenario *s)
{
	if (s->drill != NULL)
		scenario_judge_drill(j, s->drill);
	else
		judge_talk(j, s);
	for (int m = 0; m < s->n_matters && s->drill == NULL; m++)
		judge_answer(j, &s->answer[m]);
	if (s->before != NULL && s->drill == NULL)
		scenario_judge_before(j, s->before);
}

static void
judge(struct judging *j, const struct scenario *s)
{
	judge_knowledge(j, s);
	for (int i = 0; i < s->choices; i++) {
		struct scenario v;

		scenario_init(&v);
		if (scenario_variant(s, (uint64_t)i, &v, NULL) == ERR_OK) {
			judge_play(j, &v, (uint64_t)i);
			judge_names(j, &v);
		}
		scenario_free(&v);
	}
}

/* ---- files ---- */

static void
judge_file(struct judging *j, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str text = { 0 };
	struct scenario s;
	struct err e = { 0 };

	scenario_init(&s);
	j->name = slash != NULL ? slash + 1 : path;
	j->files++;
	*j->found = (struct scenario_mistakes){ 0 };
	if (fs_read_text(path, SCENARIO_BYTES, &text, &e) != ERR_OK ||
	    scenario_inspect(str_c(&text), text.len, &s, j->found, &e) != ERR_OK) {
		scenario_say(j, 1, "%s", e.text);
	} else {
		const bool whole = j->found->n == 0;

		judge_name(j, &s);
		if (whole)
			judge(j, &s);
		else if (s.drill == NULL) /* of what could be read the names all the same */
			judge_names(j, &s);
	}
	tell_all(j, path);
	str_free(&text);
	scenario_free(&s);
}

static int
is_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 4 && strcmp(d->d_name + n - 4, ".txt") == 0;
}

/* The shares of an exam, beside the scenarios. */
static void
judge_mix(struct judging *j, const char *path)
{
	struct str text = { 0 };
	struct exam_mix mix;
	struct err e = { 0 };

	*j->found = (struct scenario_mistakes){ 0 };
	if (fs_read_text(path, EXAM_MIX_BYTES, &text, &e) != ERR_OK ||
	    exam_mix_read(str_c(&text), text.len, &mix, &e) != ERR_OK)
		scenario_say(j,
		    str_starts(e.where, "line ") ? (int)strtol(e.where + 5, NULL, 10) : 1, "%s",
		    e.text);
	tell_all(j, path);
	str_free(&text);
}

static void judge_path(struct judging *j, const char *path);

static void
judge_dir(struct judging *j, const char *path)
{
	struct dirent **list = NULL;
	char file[1024];
	const int before = j->files;
	const int n = scandir(path, &list, is_file, alphasort);

	for (int i = 0; i < n; i++) {
		if (fs_join(file, sizeof(file), path, list[i]->d_name))
			judge_file(j, file);
		free(list[i]);
	}
	free(list);
	if (fs_join(file, sizeof(file), path, SCENARIO_DRILLS) && fs_exists(file))
		judge_path(j, file);
	if (fs_join(file, sizeof(file), path, EXAM_MIX) && fs_exists(file))
		judge_mix(j, file);
	if (n < 0)
		tell_path(j, path, "这个目录打不开");
	else if (j->files == before)
		tell_path(j, path, "这个目录里没有案例: 案例是 编号.txt 这样的文件");
}

static void
judge_path(struct judging *j, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		tell_path(
		    j, path, errno == ENOENT || errno == ENOTDIR ? "没有这个文件或目录" : "打不开");
	else if (S_ISDIR(st.st_mode))
		judge_dir(j, path);
	else
		judge_file(j, path);
}

int
city_scenarios_check(const char *pack, const char *const *path, int n, city_mistake_fn *tell,
    void *arg, int *files, struct err *e)
{
	struct judging j = { .tell = tell, .arg = arg };
	struct sink s = { .first = e };

	*files = 0;
	if ((j.found = calloc(1, sizeof(*j.found))) == NULL) {
		(void)err_set(e, ERR_NO_MEMORY, NULL);
		return -1;
	}
	if (city_pack_load(pack, &j.city, e) != ERR_OK) {
		free(j.found);
		return -1;
	}
	j.numbers.city = j.city;
	pack_read_table(&NUMBERS_TABLE, pack, &j.numbers, j.city, &s);
	if (city_pack_users(pack, &j.users, e) != ERR_OK)
		s.n++;
	if (s.n == 0 && city_articles_each(pack, add_article, &j, e) == ERR_OK)
		for (int i = 0; i < n; i++)
			judge_path(&j, path[i]);
	else
		j.mistakes = -1;
	*files = j.files;
	free(j.numbers.forms);
	free(j.known);
	free(j.found);
	str_free(&j.ids);
	city_users_free(&j.users);
	city_free(j.city);
	return j.mistakes;
}
