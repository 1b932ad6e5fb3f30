/* hotseatd bulletin add: temporary talking points (临时口径) for a centre that runs, without a reload of its city: issued
 * by one person, approved by another, for a time; the seats have them with the next page of the reference feed.
 *
 * Invariant: both people are users of this centre. What else a bulletin must be, the table's own check says
 * (city/import.h). Those it replaces are taken back in the same transaction. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "city/import.h"
#include "command.h"
#include "import.h"

struct adding {
	struct import_run *run;
	int64_t now;
};

/* The row as the seats will read it, in a city of its own. */
static const struct bulletin *
read_back(struct city *c, const char *text, struct err *e)
{
	return city_rows_add(c, "bulletin", text, e) == ERR_OK && c->n_bulletins == 1
		   ? &c->bulletins[0]
		   : NULL;
}

static void
check_person(struct import_run *r, const struct bulletin *b, const char *job_no, const char *what)
{
	struct store_user u;
	struct err e = { 0 };

	if (store_user_get(r->st, job_no, &u, &e) == ERR_OK && u.active)
		return;
	(void)err_set(&e, ERR_NOT_FOUND, "%s %s 不是本中心在用的工号。", what, job_no);
	(void)err_at(&e, "%s", b->id);
	import_bad(r, &e);
}

static void
check_kind(const struct adding *a, const struct bulletin *b)
{
	struct err e = { 0 };

	if (strcmp(b->kind, "temporary") != 0)
		(void)err_set(&e, ERR_INVALID,
		    "这里只能下发临时口径(kind 写 temporary); 其他公告随城市包维护。");
	else if (b->ends_at != 0 && b->ends_at <= a->now)
		(void)err_set(&e, ERR_INVALID, "已经过了结束时间, 下发也不会生效。");
	if (e.code == ERR_OK)
		return;
	(void)err_at(&e, "%s", b->id);
	import_bad(a->run, &e);
}

static void
take_back(struct import_run *r, const struct bulletin *b)
{
	struct str have = { 0 };
	struct err e = { 0 };
	int64_t rev = 0;

	if (b->replaces[0] == '\0')
		return;
	if (store_ref_get(r->st, "bulletin", b->replaces, &have, &rev)) {
		import_del(r, "bulletin", b->replaces);
	} else if (!store_ref_get(r->st, "bulletin", b->id, &have, &rev)) {
		/* put once more it has replaced it already */
		(void)err_set(&e, ERR_NOT_FOUND, "要代替的公告 %s 不存在。", b->replaces);
		(void)err_at(&e, "%s", b->id);
		import_bad(r, &e);
	}
	str_free(&have);
}

static bool
put(void *arg, const char *kind, const char *code, const char *text)
{
	struct adding *a = arg;
	struct city *c = city_new();
	struct err e = { 0 };
	const struct bulletin *b = c != NULL ? read_back(c, text, &e) : NULL;

	if (b == NULL) {
		if (e.code == ERR_OK)
			(void)err_set(&e, ERR_NO_MEMORY, NULL);
		import_bad(a->run, &e);
	} else {
		check_kind(a, b);
		check_person(a->run, b, b->issuer, "签发人");
		check_person(a->run, b, b->approver, "批准人");
		take_back(a->run, b);
	}
	city_free(c);
	return import_put(a->run, kind, code, text);
}

static enum err_code
gather(struct import_run *r, const char *from, struct err *e)
{
	struct adding a = { .run = r, .now = clock_now_ms() };

	int bad = city_table_check("bulletin", from, r->city, put, &a, &r->report);

	(void)e;
	r->bad += bad; /* beside those that put() has found */
	return ERR_OK;
}

static int
run(const struct settings *s)
{
	return import_command(s, gather, "临时口径");
}

const struct command cmd_bulletin_add = {
	.name = "bulletin add",
	.takes = "data key_file config from dry_run",
	.must = "from",
	.operand = "from",
	.operand_is = "文件",
	.does = "下发临时口径(bulletins.tsv 的写法, kind 写 temporary): 签发人和批准人不同, "
		"到时自动失效, 各坐席随即看到",
	.run = run,
};
