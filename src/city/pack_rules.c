/* What a pack may not contradict, beyond single cells: circles of parents, units nobody can call, categories that go
 * nowhere, rules that tie or break the grassroots rule, dates that end before they begin. One function a table;
 * table.c says what each column holds by itself. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/protection.h"
#include "model/propose.h"
#include "model/ticket.h"
#include "pack_p.h"

#define DEPTH 12 /* deeper than any administration: a circle */

static void
check_code_length(const struct check *k, enum ticket_field f)
{
	const char *code = check_get(k, "code");
	if (strlen(code) > (size_t)field_info(f)->max_chars)
		check_fail(k, "代码太长, 最多 %d 位: %s", field_info(f)->max_chars, code);
}

void
check_area_place(const struct check *k)
{
	const struct city *c = k->city;
	const char *code = check_get(k, "code");
	check_code_length(k, TF_AREA);
	if (strcmp(check_get(k, "kind"), "city") != 0 && check_get(k, "parent")[0] == '\0')
		check_fail(k, "只有市没有上级, “%s”要写上级区划", code);
	const struct area *a = city_area(c, code);
	for (int i = 0; a != NULL && a->parent[0] != '\0'; i++) {
		if (i == DEPTH) {
			check_fail(k, "上级绕成了圈: %s", code);
			return;
		}
		a = city_area(c, a->parent);
	}
}

static void
check_area(const struct check *k)
{
	const struct city *c = k->city;
	const char *code = check_get(k, "code"), *kind = check_get(k, "kind");
	check_area_place(k);
	bool town = strcmp(kind, "town") == 0 || strcmp(kind, "street") == 0;
	if (town && city_unit_for_area(c, code, "town") == NULL)
		check_fail(k, "没有街道乡镇单位管“%s”, @town 派不出去", code);
	if (strcmp(kind, "district") == 0 && city_unit_for_area(c, code, "district") == NULL)
		check_fail(k, "没有区县单位管“%s”, @district 派不出去", code);
}

/* "" is for ever. */
static bool
is_reversed(const char *from, const char *to)
{
	return from[0] != '\0' && to[0] != '\0' && strcmp(from, to) > 0;
}

static void
check_unit(const struct check *k)
{
	const struct city *c = k->city;
	const char *code = check_get(k, "code");
	check_code_length(k, TF_UNIT);
	const struct unit *u = city_unit(c, code);
	for (int i = 0; u != NULL && u->parent[0] != '\0'; i++) {
		if (i == DEPTH) {
			check_fail(k, "上级绕成了圈: %s", code);
			return;
		}
		u = city_unit(c, u->parent);
	}
	if (is_reversed(check_get(k, "active_from"), check_get(k, "active_to")))
		check_fail(k, "停用日期早于启用日期: %s", code);
	if (city_contact(c, code, "duty") == NULL)
		check_fail(k, "contacts.tsv 里没有它的值班电话(duty): %s", code);
}

static bool
is_leaf(const struct city *c, const char *code)
{
	for (size_t i = 0; i < c->n_categories; i++)
		if (strcmp(c->categories[i].parent, code) == 0)
			return false;
	return true;
}

static bool
is_general(const struct dispatch_rule *r)
{
	return r->area_level[0] == '\0' && r->subject_kind[0] == '\0' && r->keywords[0] == '\0' &&
	       r->valid_to[0] == '\0' && r->lead_unit[0] != '@';
}

static void
check_category(const struct check *k)
{
	const struct city *c = k->city;
	const char *code = check_get(k, "code");
	check_code_length(k, TF_CATEGORY);
	const struct category *up = city_category(c, code);
	for (int i = 0; up != NULL && up->parent[0] != '\0'; i++) {
		if (i == DEPTH) {
			check_fail(k, "上级绕成了圈: %s", code);
			return;
		}
		up = city_category(c, up->parent);
	}
	if (!is_leaf(c, code))
		return;
	size_t any = 0, general = 0;
	for (size_t i = 0; i < c->n_rules; i++)
		if (strcmp(c->rules[i].category, code) == 0) {
			any++;
			general += is_general(&c->rules[i]);
		}
	if (any == 0)
		check_fail(k, "dispatch.tsv 里没有它的派单规则: %s", code);
	else if (general == 0)
		check_fail(k, "没有无条件的派单规则, 条件都不符时派不出去: %s", code);
}

static bool
is_grassroots(const struct city *c, const char *unit)
{
	const struct unit *u = city_unit(c, unit);
	return strcmp(unit, "@town") == 0 ||
	       (u != NULL && (strcmp(u->kind, "town") == 0 || strcmp(u->kind, "village") == 0));
}

static bool
overlap(const struct dispatch_rule *a, const struct dispatch_rule *b)
{
	return !is_reversed(a->valid_from, b->valid_to) && !is_reversed(b->valid_from, a->valid_to);
}

static void
check_rule(const struct check *k)
{
	const struct city *c = k->city;
	const char *id = check_get(k, "id"), *lead = check_get(k, "lead_unit");
	const char *category = check_get(k, "category"), *sla = check_get(k, "sla_key");
	const struct category *cat = city_category(c, category);
	if (is_reversed(check_get(k, "valid_from"), check_get(k, "valid_to")))
		check_fail(k, "失效日期早于生效日期: %s", id);
	if (strcmp(check_get(k, "grassroots_forbidden"), "1") == 0 && is_grassroots(c, lead))
		check_fail(k, "标了不得分派给基层, 主办却是 %s", lead);
	if (city_list_has(check_get(k, "co_units"), lead))
		check_fail(k, "主办单位又写在协办里: %s", lead);
	if (cat != NULL && !is_leaf(c, category))
		check_fail(k, "派单规则要写到末级分类: %s", category);
	/* the limit comes from the category alone (model/deadline.h): a rule that says otherwise would be ignored */
	if (cat != NULL && strcmp(sla, cat->profile_rule) != 0)
		check_fail(k, "sla_key“%s”与分类的 profile_rule“%s”不一致", sla, cat->profile_rule);
	const struct dispatch_rule *mine = NULL;
	for (size_t i = 0; i < c->n_rules; i++)
		if (strcmp(c->rules[i].id, id) == 0)
			mine = &c->rules[i];
	for (size_t i = 0; mine != NULL && i < c->n_rules; i++) {
		const struct dispatch_rule *r = &c->rules[i];
		if (strcmp(r->id, id) < 0 && strcmp(r->category, category) == 0 &&
		    r->priority == mine->priority && strcmp(r->area_level, mine->area_level) == 0 &&
		    strcmp(r->subject_kind, mine->subject_kind) == 0 &&
		    strcmp(r->keywords, mine->keywords) == 0 && overlap(r, mine))
			check_fail(k, "与 %s 条件和优先级相同, 分不出先后: %s", r->id, id);
	}
}

/* Words that a whole city is told by are one person's and another's, and they end. */
static void
check_approved(const struct check *k)
{
	const char *id = check_get(k, "id"), *issuer = check_get(k, "issuer"),
		   *approver = check_get(k, "approver");

	if (strcmp(check_get(k, "kind"), "temporary") == 0) {
		if (*issuer == '\0' || *approver == '\0')
			check_fail(k, "临时口径要写签发人(issuer)和批准人(approver): %s", id);
		if (*check_get(k, "ends") == '\0')
			check_fail(k, "临时口径要写结束时间(ends), 到时自动失效: %s", id);
	}
	if (*issuer != '\0' && strcmp(issuer, approver) == 0)
		check_fail(k, "签发人和批准人不能是同一个人: %s", id);
	if (*check_get(k, "replaces") != '\0' && strcmp(check_get(k, "replaces"), id) == 0)
		check_fail(k, "不能代替自己: %s", id);
}

static void
check_bulletin(const struct check *k)
{
	const struct city *c = k->city;
	for (size_t i = 0; i < c->n_bulletins; i++) {
		const struct bulletin *b = &c->bulletins[i];
		if (strcmp(b->id, check_get(k, "id")) == 0 && b->ends_at != 0 &&
		    b->ends_at <= b->starts_at)
			check_fail(k, "结束不晚于开始: %s", b->id);
	}
	check_approved(k);
}

static void
check_protection(const struct check *k)
{
	for (size_t i = 0; i < k->city->n_protections; i++) {
		const struct protection *p = &k->city->protections[i];
		struct err e = { 0 };
		if (strcmp(p->id, check_get(k, "id")) == 0 && protection_check(p, &e) != ERR_OK)
			check_fail(k, "%s: %s", e.text, p->id);
	}
}

static void
check_calendar(const struct check *k)
{
	int32_t day = civil_parse_day(check_get(k, "date"));
	if (day == INT32_MIN)
		return; /* told by the reader */
	int year = civil_of(civil_day_start(day)).year;
	/* once a year is enough, and without any list of years that was told already */
	bool first =
	    k->row == 0 || strncmp(tsv_get(k->tsv, k->row - 1, 0), check_get(k, "date"), 4) != 0;
	if (k->years->n == 0 || !first)
		return;
	for (size_t i = 0; i < k->years->n; i++)
		if (k->years->year[i] == year)
			return;
	check_fail(k, "%d 年不在 city.conf 的 years 里", year);
}

static void
check_home_area(const struct check *k)
{
	const char *prefix = check_get(k, "prefix");
	if (strspn(prefix, "0123456789") != strlen(prefix))
		check_fail(k, "号段只能是数字: %s", prefix);
}

void
check_special(const struct check *k)
{
	static const struct {
		const char *kind;
		void (*check)(const struct check *k);
	} RULES[] = {
		{ "area", check_area },
		{ "unit", check_unit },
		{ "category", check_category },
		{ "rule", check_rule },
		{ "bulletin", check_bulletin },
		{ "protection", check_protection },
		{ "calendar", check_calendar },
		{ "home_area", check_home_area },
		{ "transfer", check_target },
		{ "danger", check_danger },
		{ "module", check_module },
		{ "field", check_field },
		{ "duty", check_duty },
		{ "script", check_script },
	};
	for (size_t i = 0; k->table->kind != NULL && i < sizeof RULES / sizeof RULES[0]; i++)
		if (strcmp(RULES[i].kind, k->table->kind) == 0)
			RULES[i].check(k);
}

void
check_fail_file(
    const char *dir, const char *file, struct sink *s, const char *what, const char *value)
{
	struct err e = { 0 };
	err_set(&e, ERR_CONFIG, "%s%s", what, value);
	err_at(&e, "%s/%s", dir, file);
	sink_add(s, &e);
}

void
check_city(const char *dir, const struct city *c, const struct pack_years *years, struct sink *s)
{
	char text[16];
	bool found = false;
	if (years->n == 0)
		check_fail_file(dir, "city.conf", s, "缺少设置: ", "years");
	for (size_t i = 0; i < years->n; i++)
		if (!calendar_has_year(&c->calendar, years->year[i])) {
			snprintf(text, sizeof text, "%d", years->year[i]);
			check_fail_file(
			    dir, "city.conf", s, "calendar.tsv 里没有 years 中的这一年: ", text);
		}
	for (size_t i = 0; i < c->n_profiles; i++)
		found = found || strcmp(c->profiles[i].name, c->profile_name) == 0;
	if (!found)
		check_fail_file(
		    dir, "city.conf", s, "profiles.conf 里没有这个时限方案: ", c->profile_name);
	if (c->code[0] != '\0' && city_area(c, c->code) == NULL)
		check_fail_file(dir, "city.conf", s, "areas.tsv 里没有本市的区划代码: ", c->code);
	if (!propose_is_whole(c))
		check_fail_file(dir, "categories.tsv", s, "分类或词语太多, 一部分不会被建议", "");
	check_scripts(dir, c, s);
}
