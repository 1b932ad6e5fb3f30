/* What a pack may not contradict in the words of the hotline: whom a call is handed to, what is typed by an
 * abbreviation, which further fields a category has, what is said at which moment. One function a table; single cells
 * are judged by their column (table.c, pack_check.c). */
#include <string.h>

#include "base/utf8.h"
#include "model/members.h"
#include "model/propose.h"
#include "model/script.h"
#include "pack_p.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"

/* ---- transfer.tsv ---- */

static bool
is_emergency_number(const char *s)
{
	static const char *const NUMBERS[] = { "110", "119", "120", "122" };
	for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++)
		if (strcmp(s, NUMBERS[i]) == 0)
			return true;
	return false;
}

/* An area code of home_areas.tsv and 12345, not our own. */
static bool
is_other_city(const struct city *c, const char *number)
{
	size_t n = strlen(number), tail = strlen("12345");
	if (n <= tail || strcmp(number + n - tail, "12345") != 0)
		return false;
	n -= tail;
	if (strlen(c->area_code) == n && strncmp(c->area_code, number, n) == 0)
		return false;
	for (size_t i = 0; i < c->n_home_areas; i++)
		if (strlen(c->home_areas[i].prefix) == n && number[0] == '0' &&
		    strncmp(c->home_areas[i].prefix, number, n) == 0)
			return true;
	return false;
}

void
check_target(const struct check *k)
{
	const char *kind = check_get(k, "kind"), *number = check_get(k, "number");
	bool emergency = strcmp(kind, "emergency") == 0;
	bool other_city = strcmp(kind, "other_city") == 0;
	if (emergency != is_emergency_number(number))
		check_fail(k, "110、119、120、122 与 kind 的 emergency 要一致: %s", number);
	if (other_city && !is_other_city(k->city, number))
		check_fail(k, "外地热线应是 home_areas.tsv 里的外地区号加 12345: %s", number);
	if (!emergency && !other_city && check_get(k, "unit")[0] == '\0')
		check_fail(k, "要写所属单位: %s", check_get(k, "id"));
}

/* ---- urgency.tsv ---- */

/* 油烟很大 for 烟很大: a harmless word has one of the row's own in it, else it does nothing. */
void
check_danger(const struct check *k)
{
	const char *words = check_get(k, "words"), *except = check_get(k, "except");
	const char *harmless = NULL, *word;
	size_t n, len;
	while (members_next(except, &harmless, &n)) {
		bool inside = false;
		for (word = NULL; members_next(words, &word, &len) && !inside;)
			inside = memmem(harmless, n, word, len) != NULL;
		if (!inside)
			check_fail(k, "except 的“%.*s”里没有这一行的险情词", (int)n, harmless);
		else if (n > PROPOSE_HARMLESS)
			check_fail(k, "except 的词太长, 最多 %d 字节: %.*s", PROPOSE_HARMLESS,
			    (int)n, harmless);
	}
}

/* ---- modules.tsv ---- */

void
check_module(const struct check *k)
{
	const char *abbr = check_get(k, "abbr");
	size_t n = strlen(abbr);
	if (n > 0 && (n < 2 || n > 6 || strspn(abbr, LOWER) != n))
		check_fail(k, "缩写应是 2 到 6 个小写字母: %s", abbr);
}

/* ---- fields.tsv ---- */

#define LABEL_CHARS 8  /* what stands before a field in half a row of 80 cells */
#define NAME_BYTES  24 /* a key of the ticket's record */

void
check_field(const struct check *k)
{
	const struct field_rule *all[CITY_FIELDS_MOST + 1];
	const char *name = check_get(k, "name"), *options = check_get(k, "options");
	const char *category = check_get(k, "category");
	bool choice = strcmp(check_get(k, "type"), "choice") == 0;
	size_t at = 0, len, n = 0;
	if (strspn(name, LOWER "0123456789_") != strlen(name) || strlen(name) > NAME_BYTES)
		check_fail(k, "名称只用小写字母、数字和下划线, 最多 %d 个: %s", NAME_BYTES, name);
	if (utf8_count(check_get(k, "label")) > LABEL_CHARS)
		check_fail(k, "标签太长, 最多 %d 个字: %s", LABEL_CHARS, check_get(k, "label"));
	while (city_each(options, &at, &len) != NULL)
		n++;
	if (choice && n < 2)
		check_fail(k, "choice 要在 options 里写两个以上选项: %s", name);
	if (!choice && n > 0)
		check_fail(k, "只有 choice 才有 options: %s", name);
	if (city_fields(k->city, category, all, CITY_FIELDS_MOST + 1) > CITY_FIELDS_MOST)
		check_fail(k, "连同上级分类的字段太多, 最多 %d 个: %s", CITY_FIELDS_MOST, category);
}

/* ---- scripts.tsv ---- */

static void
check_notice(const struct check *k, const char *text)
{
	for (const char *s = text; (s = strchr(s, '{')) != NULL; s++) {
		size_t len = strcspn(s + 1, "}");
		if (script_is_word(s + 1, len) && !script_is_notice_word(s + 1, len))
			check_fail(k, "通知里只写编号、状态和期限, 不能有 {%.*s}", (int)len, s + 1);
	}
}

/* What is said aloud never promises (practice.md D); "不一定" promises nothing. */
static void
check_promise(const struct check *k, const char *text)
{
	static const char *const WORDS[] = { "保证", "一定", "马上" };
	for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
		const char *at = strstr(text, WORDS[i]);
		size_t before = at != NULL ? (size_t)(at - text) : 0;
		if (at != NULL && (before < 3 || memcmp(at - 3, "不", 3) != 0))
			check_fail(k, "话术里不说“%s”", WORDS[i]);
	}
}

void
check_duty(const struct check *k)
{
	int from, to;
	if (!city_duty_hours(check_get(k, "hours"), &from, &to))
		check_fail(k, "时段要写成 08:00-20:00, 过夜写 20:00-08:00, 全天不写; 这里是“%s”",
		    check_get(k, "hours"));
}

void
check_script(const struct check *k)
{
	const struct city *c = k->city;
	const char *id = check_get(k, "id"), *moment = check_get(k, "moment");
	if (moment[0] != '\0' && script_moment(moment) == NULL)
		check_fail(k, "程序没有这个时刻: %s", moment);
	for (size_t i = 0; i < c->n_scripts && strcmp(c->scripts[i].id, id) != 0; i++)
		if (strcmp(c->scripts[i].moment, moment) == 0)
			check_fail(k, "时刻“%s”已有 %s, 这一条不会用到", moment, c->scripts[i].id);
	check_promise(k, check_get(k, "text"));
	if (script_is_notice(moment))
		check_notice(k, check_get(k, "text"));
}

void
check_scripts(const char *dir, const struct city *c, struct sink *s)
{
	const struct script_moment *m;
	for (size_t i = 0; (m = script_moment_at(i)) != NULL; i++)
		if (m->must && city_script(c, m->name) == NULL)
			check_fail_file(dir, "scripts.tsv", s, "缺少时刻: ", m->name);
}
