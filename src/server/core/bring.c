/* Files of a city that runs already. Which rows shall go follows from what the files name: another day, unit or year stays. */
#include "server/core/bring.h"

#include <stdio.h>
#include <string.h>

#include "city/import.h"
#include "city/pack.h"

/* ---- calendar ---- */

struct days {
	struct bring *b;
	struct str named; /* "\n2026-01-01\n2026-02-16\n" */
};

static bool
put_day(void *arg, const char *kind, const char *code, const char *text)
{
	struct days *d = arg;

	str_addf(&d->named, "%s\n", code);
	return d->b->put(d->b->arg, kind, code, text);
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
		d->b->del(d->b->arg, kind, code);
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
bring_calendar(struct bring *b, const char *from, struct err *e)
{
	struct days d = { .b = b };
	enum err_code rc = ERR_OK;

	str_add_c(&d.named, '\n');
	b->bad += city_table_check("calendar", from, b->city, put_day, &d, b->report);
	if (b->bad == 0)
		rc = check_years(&d, b->city, e);
	if (rc == ERR_OK && d.named.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && b->bad == 0)
		rc = store_ref_kind(b->st, "calendar", drop_day, &d, e);
	str_free(&d.named);
	return rc;
}

/* ---- roster ---- */

struct turns {
	struct bring *b;
	struct str named; /* "\n2026-11-21/1004/…\n": the codes of the file */
};

static bool
put_turn(void *arg, const char *kind, const char *code, const char *text)
{
	struct turns *t = arg;

	str_addf(&t->named, "%s\n", code);
	return t->b->put(t->b->arg, kind, code, text);
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
		t->b->del(t->b->arg, kind, code);
	return true;
}

static enum err_code
bring_roster(struct bring *b, const char *from, struct err *e)
{
	struct turns t = { .b = b };
	enum err_code rc = ERR_OK;

	str_add_c(&t.named, '\n');
	b->bad += city_table_check("duty", from, b->city, put_turn, &t, b->report);
	if (t.named.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && b->bad == 0)
		rc = store_ref_kind(b->st, "duty", drop_turn, &t, e);
	str_free(&t.named);
	return rc;
}

/* ---- the pack ---- */

/* What a pack alone says; "city" and "profile" are its settings. used: as the tickets name it, "" they do not. */
static const struct kind {
	const char *kind, *label, *used;
} kinds[] = {
	{ "city", "城市设置", "" },
	{ "area", "区划", "area" },
	{ "street", "路名", "" },
	{ "unit", "单位", "unit" },
	{ "contact", "单位联系人", "" },
	{ "category", "分类", "category" },
	{ "rule", "派单目录", "" },
	{ "danger", "险情词", "" },
	{ "line", "并入热线", "" },
	{ "reject", "不予受理理由", "" },
	{ "script", "话术", "" },
	{ "home_area", "来电归属地", "" },
	{ "transfer", "转接名录", "" },
	{ "module", "短语", "" },
	{ "field", "附加栏", "" },
	{ "wording", "用词检查", "" },
	{ "profile", "时限方案", "" },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const struct kind *
kind_of(const char *kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	return NULL;
}

const char *
bring_kind_label(const char *kind)
{
	const struct kind *k = kind_of(kind);

	if (strcmp(kind, "duty") == 0)
		return "值班";
	return k != NULL ? k->label : strcmp(kind, "calendar") == 0 ? "日历" : kind;
}

struct packing {
	struct bring *b;
	struct str named; /* "\nunit/1001\n…": what the pack has */
	struct str gone;  /* likewise: what it has no more */
	const char *kind; /* that is looked at */
};

static bool
name_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct packing *p = arg;

	(void)text;
	if (kind_of(kind) != NULL)
		str_addf(&p->named, "%s/%s\n", kind, code);
	return true;
}

static bool
put_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct packing *p = arg;

	return kind_of(kind) == NULL || p->b->put(p->b->arg, kind, code, text);
}

static bool
find_gone(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct packing *p = arg;
	char line[CITY_ROW_CODE_BYTES + 32];

	(void)text;
	(void)rev;
	snprintf(line, sizeof(line), "\n%s/%s\n", kind, code);
	if (strstr(str_c(&p->named), line) == NULL)
		str_addf(&p->gone, "%s", line + 1);
	return true;
}

/* A code of tickets that the pack has no more. */
static void
still_used(void *arg, const char *code, int64_t tickets)
{
	struct packing *p = arg;
	const struct kind *k = kind_of(p->kind);
	char line[CITY_ROW_CODE_BYTES + 32];

	snprintf(line, sizeof(line), "\n%s/%s\n", p->kind, code);
	if (strstr(str_c(&p->gone), line) == NULL)
		return;
	p->b->bad++;
	str_addf(p->b->report,
	    "%s %s 在用(%lld 件工单), 资料里没有它: 请留着这一行, 停用的写停用日期\n", k->label,
	    code, (long long)tickets);
}

/* Units: their tickets are found by their feeds, their people by name. */
static void
check_units(struct packing *p)
{
	char code[CITY_ROW_CODE_BYTES], scope[STORE_SCOPE_SIZE];
	const char *at = str_c(&p->gone) + 1;

	p->kind = "unit";
	for (size_t n; *at != '\0'; at += n + 1) {
		int64_t tickets, people;

		n = strcspn(at, "\n");
		if (!str_starts(at, "unit/"))
			continue;
		snprintf(code, sizeof(code), "%.*s", (int)(n - 5), at + 5);
		snprintf(scope, sizeof(scope), "unit:%.16s", code);
		tickets = store_ticket_count(p->b->st, scope, 0);
		people = store_users_of_unit(p->b->st, code);
		if (tickets + people == 0)
			continue;
		p->b->bad++;
		str_addf(p->b->report,
		    "单位 %s %s 在用(%lld 件工单, %lld 名人员), 资料里没有它: 请留着这一行, "
		    "停用的写停用日期\n",
		    code, city_unit_name(p->b->city, code), (long long)tickets, (long long)people);
	}
}

static enum err_code
check_gone(struct packing *p, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (strstr(str_c(&p->gone), "unit/") != NULL)
		check_units(p);
	for (size_t i = 0; rc == ERR_OK && i < KINDS; i++) {
		p->kind = kinds[i].kind;
		if (kinds[i].used[0] != '\0' && strcmp(kinds[i].kind, "unit") != 0 &&
		    strstr(str_c(&p->gone), kinds[i].used) != NULL)
			rc = store_codes_used(p->b->st, kinds[i].used, still_used, p, e);
	}
	return rc;
}

static void
drop_gone(struct packing *p)
{
	char kind[24], code[CITY_ROW_CODE_BYTES];
	const char *at = str_c(&p->gone) + 1;

	for (size_t n, slash; *at != '\0'; at += n + 1) {
		n = strcspn(at, "\n");
		slash = strcspn(at, "/");
		snprintf(kind, sizeof(kind), "%.*s", (int)slash, at);
		snprintf(code, sizeof(code), "%.*s", (int)(n - slash - 1), at + slash + 1);
		p->b->del(p->b->arg, kind, code);
	}
}

static enum err_code
compare(struct packing *p, const struct city *pack, struct err *e)
{
	enum err_code rc;

	str_add_c(&p->named, '\n');
	str_add_c(&p->gone, '\n');
	rc = city_rows_each(pack, name_row, p);
	for (size_t i = 0; rc == ERR_OK && i < KINDS; i++)
		rc = store_ref_kind(p->b->st, kinds[i].kind, find_gone, p, e);
	if (rc == ERR_OK && (p->named.bad || p->gone.bad))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = check_gone(p, e);
	if (rc == ERR_OK && p->b->bad == 0) {
		rc = city_rows_each(pack, put_row, p);
		drop_gone(p);
	}
	return rc == ERR_OK || e->code != ERR_OK ? rc : err_set(e, rc, NULL);
}

static enum err_code
bring_city(struct bring *b, const char *dir, struct err *e)
{
	struct packing p = { .b = b };
	struct city *pack = NULL;
	enum err_code rc = ERR_OK;

	b->bad += city_pack_check(dir, b->report);
	if (b->bad == 0)
		rc = city_pack_load(dir, &pack, e);
	if (pack != NULL)
		rc = compare(&p, pack, e);
	city_free(pack);
	str_free(&p.named);
	str_free(&p.gone);
	return rc;
}

/* ---- all ---- */

static const struct {
	const char *json;
	enum err_code (*run)(struct bring *b, const char *from, struct err *e);
} whats[BRING_COUNT] = {
	[BRING_ROSTER] = { "roster", bring_roster },
	[BRING_CALENDAR] = { "calendar", bring_calendar },
	[BRING_CITY] = { "city", bring_city },
};

enum err_code
bring(enum bring_what what, struct bring *b, const char *from, struct err *e)
{
	return whats[what].run(b, from, e);
}

enum bring_what
bring_by_json(const char *name)
{
	int i = 0;

	while (i < BRING_COUNT && strcmp(whats[i].json, name) != 0)
		i++;
	return (enum bring_what)i;
}
