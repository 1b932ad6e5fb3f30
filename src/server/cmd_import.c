/* hotseatd import articles|calendar|divisions|roster: reference data from files into a centre, also one that is running. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "city/article.h"
#include "city/import.h"
#include "command.h"
#include "import.h"

/* ---- articles ---- */

static bool
is_article_place(const char *path)
{
	struct stat st;
	size_t n = strlen(path);

	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) ||
	       (n > 4 && strcmp(path + n - 4, ".txt") == 0);
}

static enum err_code
gather_articles(struct import_run *r, const char *from, struct err *e)
{
	if (!is_article_place(from))
		return import_replies(r, from, civil_day(clock_now_ms()), e);
	r->bad += city_articles_check(from, r->city, import_put, r, &r->report);
	return ERR_OK;
}

static int
run_articles(const struct settings *s)
{
	return import_command(s, gather_articles, "知识");
}

/* ---- calendar ---- */

struct days {
	struct import_run *run;
	struct str named; /* "\n2026-01-01\n2026-02-16\n" */
};

static bool
put_day(void *arg, const char *kind, const char *code, const char *text)
{
	struct days *d = arg;

	str_addf(&d->named, "%s\n", code);
	return import_put(d->run, kind, code, text);
}

/* Does the file name that day, or one of that year? */
static bool
has_line(const struct days *d, const char *code, size_t len)
{
	char line[16];

	snprintf(line, sizeof(line), "\n%.*s%s", (int)len, code, code[len] == '\0' ? "\n" : "-");
	return strstr(str_c(&d->named), line) != NULL;
}

/* A year that the file names is as the file says, and nothing else of it stays. */
static bool
drop_day(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct days *d = arg;

	(void)text;
	(void)rev;
	if (has_line(d, code, 4) && !has_line(d, code, strlen(code)))
		import_del(d->run, kind, code);
	return true;
}

static enum err_code
check_years(const struct days *d, const struct city *c, struct err *e)
{
	size_t most = sizeof(c->calendar.years) / sizeof(c->calendar.years[0]),
	       n = c->calendar.n_years;
	char last[5] = "";

	for (const char *p = str_c(&d->named); (p = strchr(p, '\n')) != NULL && p[1] != '\0'; p++) {
		char year[5] = "";
		long long number = 0;

		memcpy(year, p + 1, 4);
		if (strcmp(year, last) == 0)
			continue; /* they come in order */
		memcpy(last, year, sizeof(last));
		if (str_int(year, 0, 9999, &number) &&
		    !calendar_has_year(&c->calendar, (int)number))
			n++;
	}
	return n <= most
		   ? ERR_OK
		   : err_set(e, ERR_LIMIT, "日历最多 %zu 个年份, 连同已有的共 %zu 个。", most, n);
}

static enum err_code
gather_calendar(struct import_run *r, const char *from, struct err *e)
{
	struct days d = { .run = r };
	enum err_code rc = ERR_OK;

	str_add_c(&d.named, '\n');
	r->bad += city_table_check("calendar", from, r->city, put_day, &d, &r->report);
	if (r->bad == 0)
		rc = check_years(&d, r->city, e);
	if (rc == ERR_OK && d.named.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && r->bad == 0)
		rc = store_ref_kind(r->st, "calendar", drop_day, &d, e);
	str_free(&d.named);
	return rc;
}

static int
run_calendar(const struct settings *s)
{
	return import_command(s, gather_calendar, "日历");
}

/* ---- divisions ---- */

static enum err_code
gather_divisions(struct import_run *r, const char *from, struct err *e)
{
	(void)e;
	r->bad += city_table_check("area", from, r->city, import_put, r, &r->report);
	return ERR_OK;
}

static int
run_divisions(const struct settings *s)
{
	return import_command(s, gather_divisions, "区划");
}

/* ---- roster ---- */

struct turns {
	struct import_run *run;
	struct str named; /* "\n2026-11-21/1004/…\n": the codes of the file */
};

static bool
put_turn(void *arg, const char *kind, const char *code, const char *text)
{
	struct turns *t = arg;

	str_addf(&t->named, "%s\n", code);
	return import_put(t->run, kind, code, text);
}

/* A unit's day that the file names is as the file says; other days and units stay. */
static bool
drop_turn(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	const char *unit = strchr(code, '/');
	const char *name = unit != NULL ? strchr(unit + 1, '/') : NULL;
	char line[CITY_ROW_CODE_BYTES + 3];
	struct turns *t = arg;

	(void)text;
	(void)rev;
	if (name == NULL)
		return true;
	snprintf(line, sizeof(line), "\n%.*s", (int)(name - code + 1), code);
	if (strstr(str_c(&t->named), line) == NULL)
		return true;
	snprintf(line, sizeof(line), "\n%s\n", code);
	if (strstr(str_c(&t->named), line) == NULL)
		import_del(t->run, kind, code);
	return true;
}

static enum err_code
gather_roster(struct import_run *r, const char *from, struct err *e)
{
	struct turns t = { .run = r };
	enum err_code rc = ERR_OK;

	str_add_c(&t.named, '\n');
	r->bad += city_table_check("duty", from, r->city, put_turn, &t, &r->report);
	if (t.named.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && r->bad == 0)
		rc = store_ref_kind(r->st, "duty", drop_turn, &t, e);
	str_free(&t.named);
	return rc;
}

static int
run_roster(const struct settings *s)
{
	return import_command(s, gather_roster, "值班表");
}

/* ---- special-protection periods ---- */

static enum err_code
gather_protection(struct import_run *r, const char *from, struct err *e)
{
	(void)e;
	r->bad += city_table_check("protection", from, r->city, import_put, r, &r->report);
	return ERR_OK;
}

static int
run_protection(const struct settings *s)
{
	return import_command(s, gather_protection, "保障期");
}

#define TAKES "data key_file config from dry_run"

const struct command cmd_import_articles = {
	.name = "import articles",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "目录或文件",
	.does = "导入知识: 每条一个 .txt 文件的目录, 或问答表(question, answer 两列的 TSV)",
	.run = run_articles,
};
const struct command cmd_import_calendar = {
	.name = "import calendar",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "导入放假和调休(calendar.tsv 的写法), 文件里有的年份整年替换",
	.run = run_calendar,
};
const struct command cmd_import_divisions = {
	.name = "import divisions",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "导入区划(areas.tsv 的写法): 新增和改名, 没有写到的保留",
	.run = run_divisions,
};
const struct command cmd_import_roster = {
	.name = "import roster",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "导入值班表(TSV: date unit name phone hours), 文件里有的单位和日子整天替换",
	.run = run_roster,
};
const struct command cmd_import_protection = {
	.name = "import protection",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "导入重大活动保障期(protection.tsv: 期间、区域、分类、缩短的时限), 没有写到的保留",
	.run = run_protection,
};
