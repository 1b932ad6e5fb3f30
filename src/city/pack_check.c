/* Judges a city pack as a whole and tells every mistake with file:line. First it is read like for use, so that
 * mistakes of form are told by the reader; then each file is walked again, cell by cell against the columns of
 * table.c, with the city at hand to look codes up. Rules about whole rows are in pack_rules.c. */
#include "city/pack.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article_p.h"
#include "base/utf8.h"
#include "city/rows.h"
#include "model/hours.h"
#include "model/role.h"
#include "model/script.h"
#include "model/ticket.h"
#include "pack_p.h"

void
check_fail(const struct check *k, const char *fmt, ...)
{
	char text[ERR_TEXT_BYTES];
	struct err e = { 0 };
	va_list ap;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof text, fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	text[utf8_whole(text, strlen(text))] = '\0'; /* a long cell was cut */
	tsv_fail(k->tsv, k->row, &e, "%s", text);
	sink_add(k->sink, &e);
}

const char *
check_get(const struct check *k, const char *column)
{
	for (size_t i = 0; i < k->table->n_columns; i++)
		if (strcmp(k->table->columns[i].name, column) == 0)
			return tsv_get(k->tsv, k->row, i);
	return "";
}

static bool
is_choice(const char *choices, const char *item, size_t len)
{
	for (const char *p = choices; *p != '\0';) {
		size_t n = strcspn(p, "|");
		if (n == len && memcmp(p, item, len) == 0)
			return true;
		p += n + (p[n] == '|');
	}
	return false;
}

/* A number a person can dial here: 11-digit mobile, fixed line with or without area code and extension, 400/800 and
 * short service numbers; digits in groups by '-'. */
static bool
is_phone(const char *s)
{
	size_t digits = 0, group = 0;
	const char *p = s;
	for (; *p != '\0'; p++) {
		if (*p == '-') {
			if (group < 3 || p[1] == '\0')
				return false;
			group = 0;
		} else if (*p >= '0' && *p <= '9') {
			digits++;
			group++;
		} else {
			return false;
		}
	}
	bool plain = strchr(s, '-') == NULL;
	if (plain && s[0] == '1' && digits == 11)
		return s[1] >= '3';
	if (plain && digits >= 3 && digits <= 6)
		return s[0] == '1' || s[0] == '9';
	return digits >= 7 && digits <= 16 && (digits <= 8 || s[0] == '0' || !plain) && s[0] != '1';
}

static bool
is_enum(enum ticket_field f, const char *code)
{
	int n = 0;
	const struct enum_item *items = enum_items(f, &n);
	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, code) == 0)
			return true;
	return false;
}

static bool
in_every_profile(const struct city *c, const char *key)
{
	for (size_t i = 0; i < c->n_profiles; i++)
		if (profile_rule(&c->profiles[i], key) == NULL)
			return false;
	return true; /* that there is no profile at all was told by the reader */
}

/* NULL when ${item} is good, else what is wrong with it. */
static const char *
judge(const struct city *c, enum cell_ref ref, const char *item)
{
	uint32_t roles;
	switch (ref) {
	case REF_NONE:
	case REF_PROSE: /* not by items: prose */
		return NULL;
	case REF_HOURS:
		return hours_check(item);
	case REF_AREA:
		return city_area(c, item) != NULL ? NULL : "区划不存在";
	case REF_UNIT_OR_AT:
		if (strcmp(item, "@town") == 0 || strcmp(item, "@district") == 0)
			return NULL;
		/* fall through */
	case REF_UNIT:
		return city_unit(c, item) != NULL ? NULL : "单位不存在";
	case REF_CATEGORY:
		return city_category(c, item) != NULL ? NULL : "分类不存在";
	case REF_RULE_KEY:
		return in_every_profile(c, item) ? NULL : "有的时限方案没有这条规则";
	case REF_ROLE:
		return roles_parse(item, &roles) ? NULL : "角色不存在";
	case REF_SUBJECT:
		return is_enum(TF_SUBJECT_KIND, item) ? NULL : "对象类别不存在";
	case REF_PHONE:
		return is_phone(item) ? NULL : "电话号码写法不对";
	}
	return NULL;
}

/* A text that is read to people: {words} that can be filled in, and telephone numbers of the forms of numbers.tsv. */
static void
prose(const struct check *k, const char *column, const char *text)
{
	const char *s = text;
	size_t at = 0, len;
	while ((s = strpbrk(s, "{}")) != NULL) {
		len = strcspn(s + 1, "{}");
		if (*s == '}' || s[1 + len] != '}') {
			check_fail(
			    k, "“%s”列: 大括号不成对: %.*s…", column, (int)utf8_head(s, 12), s);
			break;
		}
		if (!script_is_word(s + 1, len))
			check_fail(k, "“%s”列: 没有这个占位: {%.*s}", column, (int)len, s + 1);
		s += len + 2;
	}
	for (const char *p; (p = numbers_strange(k->numbers, text, &at, &len)) != NULL;)
		check_fail(k, "“%s”列: 号码不是 numbers.tsv 里的写法: %.*s", column, (int)len, p);
}

/* A code, a number, the hours of a week. */
#define CELL_ITEM_BYTES 256

static void
check_item(const struct check *k, const struct column *col, const char *item, size_t len)
{
	char code[CELL_ITEM_BYTES];
	if (col->choices != NULL && !is_choice(col->choices, item, len))
		check_fail(k, "“%s”列是“%.*s”, 只能是 %s", col->name, (int)len, item, col->choices);
	if (col->ref == REF_NONE)
		return;
	if (len >= sizeof code) {
		check_fail(k, "“%s”列的代码太长: %.*s…", col->name, 24, item);
		return;
	}
	memcpy(code, item, len);
	code[len] = '\0';
	const char *wrong = judge(k->city, col->ref, code);
	if (wrong == NULL && col->ref == REF_PHONE && !numbers_has(k->numbers, code, len))
		wrong = "号码不是 numbers.tsv 里的写法";
	if (wrong != NULL)
		check_fail(k, "“%s”列: %s: %s", col->name, wrong, code);
}

static void
check_cell(const struct check *k, size_t column)
{
	const struct column *col = &k->table->columns[column];
	const char *text = tsv_get(k->tsv, k->row, column);
	if (text[0] == '\0') {
		if (col->must)
			check_fail(k, "“%s”列不能空", col->name);
		return;
	}
	if (col->ref == REF_PROSE) {
		prose(k, col->name, text);
		return;
	}
	if (!col->list) {
		check_item(k, col, text, strlen(text));
		return;
	}
	size_t at = 0, len;
	for (const char *p; (p = city_each(text, &at, &len)) != NULL;)
		check_item(k, col, p, len);
}

/* ---- duplicates ---- */

struct key {
	char *text;
	size_t row;
};

static int
key_order(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = strcmp(x->text, y->text);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void
check_duplicates(struct check *k)
{
	size_t n = k->tsv->rows;
	struct key *keys = calloc(n + 1, sizeof *keys);
	for (size_t i = 0; keys != NULL && i < n; i++) {
		struct str text = { 0 };
		for (size_t c = 0; c < k->table->n_key; c++) {
			str_add(&text, c > 0 ? "/" : "");
			str_add(&text, tsv_get(k->tsv, i, c));
		}
		k->row = i;
		if (text.len >= CITY_ROW_CODE_BYTES)
			check_fail(
			    k, "代码太长, 最多 %d 字节: %s", CITY_ROW_CODE_BYTES - 1, str_c(&text));
		keys[i] = (struct key){ str_take(&text), i };
		if (keys[i].text == NULL)
			n = i; /* without memory the rest goes unjudged */
	}
	if (keys != NULL)
		qsort(keys, n, sizeof *keys, key_order);
	for (size_t i = 1; keys != NULL && i < n; i++)
		if (strcmp(keys[i - 1].text, keys[i].text) == 0) {
			k->row = keys[i].row;
			check_fail(
			    k, "与第 %d 行重复: %s", k->tsv->line[keys[i - 1].row], keys[i].text);
		}
	for (size_t i = 0; keys != NULL && i < k->tsv->rows; i++)
		free(keys[i].text);
	free(keys);
}

void
check_rows(struct check *k, void (*special)(const struct check *k))
{
	for (k->row = 0; k->row < k->tsv->rows; k->row++) {
		for (size_t i = 0; i < k->table->n_columns; i++)
			check_cell(k, i);
		special(k);
	}
	check_duplicates(k);
}

/* ${k}: what all tables have in common. */
static void
check_table(struct check k, const struct table *t, const char *dir)
{
	struct tsv tsv;
	k.table = t;
	k.tsv = &tsv;
	if (pack_open_table(t, dir, &tsv, NULL) == ERR_OK)
		check_rows(&k, check_special);
	tsv_close(&tsv); /* one that cannot be opened was told by the reader */
}

int
city_pack_check(const char *dir, struct str *report)
{
	struct sink s = { .report = report };
	struct pack_years years = { 0 };
	struct city_users users = { .keep = city_new() };
	struct city *c = city_new();
	struct number_forms numbers = { .city = c };
	struct check k = { .city = c, .years = &years, .numbers = &numbers, .sink = &s };
	if (c != NULL && users.keep != NULL) {
		for (size_t i = 0; i < N_TABLES; i++)
			pack_read_table(&TABLES[i], dir, c, c, &s);
		pack_read_table(&USERS_TABLE, dir, &users, users.keep, &s);
		pack_read_table(&NUMBERS_TABLE, dir, &numbers, c, &s);
		pack_read_conf(dir, c, &years, &s);
		city_finish(c);
		for (size_t i = 0; i < N_TABLES; i++)
			check_table(k, &TABLES[i], dir);
		check_table(k, &USERS_TABLE, dir);
		check_table(k, &NUMBERS_TABLE, dir);
		check_city(dir, c, &years, &s);
		check_articles(dir, c, &numbers, &s);
	} else {
		struct err e = { 0 };
		err_set(&e, ERR_NO_MEMORY, NULL);
		sink_add(&s, &e);
	}
	free(numbers.forms);
	city_users_free(&users);
	city_free(c);
	return s.n;
}
