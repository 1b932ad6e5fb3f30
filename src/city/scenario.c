/* Scenario files against a city: whether everything exists that they name. Each variant is looked at, and a mistake that
 * several have is told once.
 *
 * Not here: whether a scenario holds together by itself (model/scenario.h), and how it is played (model/rehearse.h). */
#include "city/scenario.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/vec.h"
#include "city/article.h"
#include "city/pack.h"
#include "model/deed.h"
#include "model/drill.h"
#include "model/members.h"
#include "model/rehearse.h"
#include "pack_p.h"

struct known { /* an article */
	char kb_no[ARTICLE_KB_NO_BYTES];
	int version;
};
struct judging {
	struct city *city;
	struct city_users users;
	struct number_forms numbers;
	struct known *known;
	size_t n_known, known_room;
	struct str ids; /* ",S0205-01," of the files so far */
	const char *name;
	struct str *report;
	int mistakes, files;
};

static void
say(struct judging *j, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void
say(struct judging *j, int line, const char *fmt, ...)
{
	struct err e = { 0 };
	struct str text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	(void)err_setv(&e, ERR_INVALID, fmt, ap);
	va_end(ap);
	str_addf(&text, "%s:%d: %s\n", j->name, line, e.text);
	if (strstr(str_c(j->report), str_c(&text)) == NULL) {
		str_add(j->report, str_c(&text));
		j->mistakes++;
	}
	str_free(&text);
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

static bool
has_category(const struct judging *j, const char *code)
{
	return city_category(j->city, code) != NULL;
}

static bool
has_unit(const struct judging *j, const char *code)
{
	return city_unit(j->city, code) != NULL;
}

static bool
has_area(const struct judging *j, const char *code)
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
			say(j, l->line, "没有这个%s: %s", what, l->item[i]);
}

/* ---- a scenario ---- */

static void
judge_reference(struct judging *j, const struct scenario_answer *a)
{
	static const struct {
		enum ticket_field field;
		has_fn *has;
	} rows[] = { { TF_CATEGORY, has_category }, { TF_UNIT, has_unit }, { TF_AREA, has_area } };
	const char *code = NULL;
	size_t n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = fields_get(&a->reference, rows[i].field);

		if (value[0] != '\0' && !rows[i].has(j, value))
			say(j, a->line, "[参考工单]的%s没有这个代码: %s",
			    field_info(rows[i].field)->label, value);
	}
	while (members_next(fields_get(&a->reference, TF_KB_REFS), &code, &n)) {
		char kb_no[ARTICLE_KB_NO_BYTES];

		snprintf(kb_no, sizeof(kb_no), "%.*s", (int)n, code);
		if (!has_article(j, kb_no))
			say(j, a->line, "[参考工单]引用的知识没有: %s", kb_no);
	}
}

static void
judge_answer(struct judging *j, const struct scenario_answer *a)
{
	judge_list(j, &a->categories, has_category, "分类");
	judge_list(j, &a->units, has_unit, "单位");
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
		say(j, line, "号码不是 numbers.tsv 里的写法: %.*s", (int)len, p);
}

static void
judge_talk(struct judging *j, const struct scenario *s)
{
	const struct scenario_persona *p = &s->persona;

	if (!numbers_has(&j->numbers, p->phone, strlen(p->phone)))
		say(j, p->phone_line, "号码不是 numbers.tsv 里的写法: %s", p->phone);
	if (!has_line(j, p->line))
		say(j, p->phone_line, "没有“拨打”的这个号: %s", p->line);
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
			say(j, s->knowledge.line, "没有这个知识: %s", kb_no);
		else if (strtol(equals + 1, NULL, 10) != version)
			say(j, s->knowledge.line,
			    "%s 现在是第 %d 版, 案例按第 %s 版写的, 请核对后改“知识版本”", kb_no,
			    version, equals + 1);
	}
}

static void
judge_name(struct judging *j, const struct scenario *s)
{
	char name[64], id[64];

	snprintf(name, sizeof(name), "%s.txt", s->id);
	snprintf(id, sizeof(id), ",%s,", s->id);
	if (strcmp(name, j->name) != 0)
		say(j, 1, "文件名应是 %s", name);
	if (strstr(str_c(&j->ids), id) != NULL)
		say(j, 1, "编号 %s 已有别的案例用了", s->id);
	str_add(&j->ids, id);
}

/* ---- a drill ---- */

static const struct city_user *
person(const struct judging *j, const char *job_no)
{
	for (size_t i = 0; i < j->users.n_users; i++)
		if (strcmp(j->users.users[i].job_no, job_no) == 0)
			return &j->users.users[i];
	return NULL;
}

static bool
has_any_role(const struct city_user *u, uint32_t roles)
{
	uint32_t has = 0;

	return roles_parse(u->roles, &has) && (has & roles) != 0;
}

static void
judge_person(struct judging *j, const char *job_no, uint32_t roles, const char *key, int line)
{
	const struct city_user *u = person(j, job_no);

	if (u == NULL)
		say(j, line, "“%s”没有这个工号: %s", key, job_no);
	else if (!has_any_role(u, roles))
		say(j, line, "“%s”的 %s %s 没有这个岗位", key, job_no, u->name);
}

static void
judge_values(struct judging *j, enum event_kind k, const struct drill_values *said, int line)
{
	for (int i = 0; i < said->n; i++) {
		const struct deed_ask *row = deed_ask_of(k, said->v[i].arg);

		if (row != NULL && row->kind == DEED_UNIT && !has_unit(j, said->v[i].text))
			say(j, line, "没有这个单位: %s", said->v[i].text);
		if (row != NULL && row->kind == DEED_PERSON && person(j, said->v[i].text) == NULL)
			say(j, line, "没有这个工号: %s", said->v[i].text);
	}
}

static void
judge_cases(struct judging *j, const struct drill *d)
{
	static const enum ticket_field phones[] = { TF_CONTACT_PHONE, TF_CALLER_PHONE };

	for (int i = 0; i < d->n_tickets; i++) {
		const struct fields *f = &d->ticket[i].f;
		const int line = d->ticket[i].line;

		if (!has_category(j, fields_get(f, TF_CATEGORY)))
			say(j, line, "没有这个分类: %s", fields_get(f, TF_CATEGORY));
		if (!has_area(j, fields_get(f, TF_AREA)))
			say(j, line, "没有这个区域: %s", fields_get(f, TF_AREA));
		for (int p = 0; p < 2; p++) {
			const char *no = fields_get(f, phones[p]);

			if (no[0] != '\0' && !numbers_has(&j->numbers, no, strlen(no)))
				say(j, line, "号码不是 numbers.tsv 里的写法: %s", no);
		}
	}
}

static void
judge_drill(struct judging *j, const struct drill *d)
{
	const struct city_user *u = person(j, d->job_no);

	judge_person(j, d->job_no, 1u << d->role, "工号", d->line);
	judge_person(j, d->agent, ROLE_BIT(AGENT) | ROLE_BIT(SENIOR), "登记", d->line);
	judge_person(j, d->dispatcher, ROLE_BIT(DISPATCHER), "派单", d->line);
	if (u != NULL && d->unit[0] != '\0' && strcmp(u->units, d->unit) != 0)
		say(j, d->line, "%s %s 的单位是 %s", d->job_no, u->name, u->units);
	judge_cases(j, d);
	for (int i = 0; i < d->n_pasts; i++) {
		judge_person(j, d->past[i].by, event_info(d->past[i].event)->actors,
		    event_info(d->past[i].event)->label, d->past[i].line);
		judge_values(j, d->past[i].event, &d->past[i].said, d->past[i].line);
	}
	for (int i = 0; i < d->n_steps; i++)
		judge_values(j, d->step[i].event, &d->step[i].said, d->step[i].line);
}

/* Can it be solved, and is it not free? */
static void
judge_play(struct judging *j, const struct scenario *s, uint64_t seed)
{
	struct str why = { 0 };
	int line = 1;

	if (rehearse_judge(s, seed, j->city, &line, &why))
		say(j, line, "%s", str_c(&why));
	str_free(&why);
}

static void
judge(struct judging *j, const struct scenario *s)
{
	judge_name(j, s);
	judge_knowledge(j, s);
	for (int i = 0; i < s->choices; i++) {
		struct scenario v;

		scenario_init(&v);
		if (scenario_variant(s, (uint64_t)i, &v, NULL) == ERR_OK) {
			judge_play(j, &v, (uint64_t)i);
			if (v.drill != NULL)
				judge_drill(j, v.drill);
			else
				judge_talk(j, &v);
			for (int m = 0; m < v.n_matters && v.drill == NULL; m++)
				judge_answer(j, &v.answer[m]);
		}
		scenario_free(&v);
	}
}

/* ---- files ---- */

static void
judge_file(struct judging *j, const char *path)
{
	const char *slash = strrchr(path, '/'), *line;
	struct str text = { 0 };
	struct scenario s;
	struct err e = { 0 };

	scenario_init(&s);
	j->name = slash != NULL ? slash + 1 : path;
	j->files++;
	if (fs_read_text(path, SCENARIO_BYTES, &text, &e) == ERR_OK &&
	    scenario_read(str_c(&text), text.len, &s, &e) == ERR_OK) {
		judge(j, &s);
	} else {
		line = strrchr(e.where, e.where[0] == 'l' ? ' ' : ':');
		say(j, line != NULL ? (int)strtol(line + 1, NULL, 10) : 1, "%s", e.text);
	}
	str_free(&text);
	scenario_free(&s);
}

static int
is_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 4 && strcmp(d->d_name + n - 4, ".txt") == 0;
}

static void
judge_path(struct judging *j, const char *path)
{
	struct dirent **list = NULL;
	struct stat st;
	char file[1024];
	int n = stat(path, &st) == 0 && S_ISDIR(st.st_mode)
		    ? scandir(path, &list, is_file, alphasort)
		    : -1;

	if (n < 0)
		judge_file(j, path);
	else if (fs_join(file, sizeof(file), path, SCENARIO_DRILLS) && fs_exists(file))
		judge_path(j, file);
	for (int i = 0; i < n; i++) {
		if (fs_join(file, sizeof(file), path, list[i]->d_name))
			judge_file(j, file);
		free(list[i]);
	}
	free(list);
}

int
city_scenarios_check(
    const char *pack, const char *const *path, int n, int *files, struct str *report, struct err *e)
{
	struct judging j = { .report = report };
	struct sink s = { .first = e };

	*files = 0;
	if (city_pack_load(pack, &j.city, e) != ERR_OK)
		return -1;
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
	str_free(&j.ids);
	city_users_free(&j.users);
	city_free(j.city);
	return j.mistakes;
}
