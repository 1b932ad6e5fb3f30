/* hotseatd import articles|calendar|city|divisions|roster: reference data from files into a centre, also one that is running. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "city/article.h"
#include "city/import.h"
#include "command.h"
#include "import.h"
#include "server/core/bring.h"

/* ---- articles ---- */

static bool
is_article_place(const char *path)
{
	struct stat st;
	size_t n = strlen(path);

	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) ||
	       (n > 4 && strcmp(path + n - 4, ".txt") == 0);
}

/* The same words, to be looked at before anybody hears them. */
static bool
put_draft(void *run, const char *kind, const char *code, const char *text)
{
	struct str draft = { 0 };
	struct article a;
	bool ok;

	article_init(&a);
	ok = article_read(text, strlen(text), &a, NULL) == ERR_OK;
	a.status = ARTICLE_DRAFT;
	article_write(&a, &draft);
	ok = ok && !draft.bad && import_put(run, kind, code, str_c(&draft));
	article_free(&a);
	str_free(&draft);
	return ok;
}

static enum err_code
gather_articles(struct import_run *r, const char *from, struct err *e)
{
	if (!is_article_place(from))
		return import_replies(r, from, civil_day(clock_now_ms()), e);
	r->bad +=
	    city_articles_check(from, r->city, r->s->draft ? put_draft : import_put, r, &r->report);
	return ERR_OK;
}

static int
run_articles(const struct settings *s)
{
	return import_command(s, gather_articles, "知识");
}

/* ---- calendar, roster, pack ---- */

static void
drop(void *run, const char *kind, const char *code)
{
	import_del(run, kind, code);
}

static enum err_code
gather(enum bring_what what, struct import_run *r, const char *from, struct err *e)
{
	struct bring b = { .st = r->st,
		.city = r->city,
		.put = import_put,
		.del = drop,
		.arg = r,
		.report = &r->report };
	enum err_code rc = bring(what, &b, from, e);

	r->bad += b.bad;
	return rc;
}

static enum err_code
gather_calendar(struct import_run *r, const char *from, struct err *e)
{
	return gather(BRING_CALENDAR, r, from, e);
}

static enum err_code
gather_roster(struct import_run *r, const char *from, struct err *e)
{
	return gather(BRING_ROSTER, r, from, e);
}

static enum err_code
gather_city(struct import_run *r, const char *from, struct err *e)
{
	return gather(BRING_CITY, r, from, e);
}

static int
run_calendar(const struct settings *s)
{
	return import_command(s, gather_calendar, "日历");
}

static int
run_roster(const struct settings *s)
{
	return import_command(s, gather_roster, "值班表");
}

static int
run_city(const struct settings *s)
{
	return import_command(s, gather_city, "城市资料");
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
	.takes = TAKES " draft",
	.must = "from",
	.operand = "from",
	.operand_is = "目录或文件",
	.does = "导入知识: 每条一个 .txt 文件的目录, 问答表(question, answer 两列的 TSV), 或 "
		"Markdown(标题是问题); "
		"问答里不能收的逐条说明, 其余照收",
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
const struct command cmd_import_city = {
	.name = "import city",
	.takes = TAKES,
	.must = "from",
	.operand = "from",
	.operand_is = "目录",
	.does = "更新城市资料(单位、区划、分类、目录、时限、话术等), 在用的代码不许少; "
		"知识、日历、值班表、"
		"公告和人员不在其内",
	.run = run_city,
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
