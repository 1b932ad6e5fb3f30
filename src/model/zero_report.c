/* zero_report.c: which unit owes a 零报告 for which special-protection period on which day, and what counts as one.
 *
 * A day is the city's civil day. Not here: who may write one (record.c), whether it arrived (core/desk.c). */
#include "model/zero_report.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/dispatch.h"
#include "model/protection.h"

/* ---- who ---- */

/* A unit works where the period is when one of its areas lies in one of the period's, or round it. */
static bool
works_in(const struct city *c, const struct unit *u, const char *area)
{
	size_t at = 0, len = 0;

	for (const char *s; (s = city_each(u->areas, &at, &len)) != NULL;) {
		char one[16] = "";

		if (len >= sizeof(one))
			continue;
		memcpy(one, s, len);
		if (city_area_is_under(c, one, area) || city_area_is_under(c, area, one))
			return true;
	}
	return false;
}

static bool
is_placed(const struct city *c, const struct protection *p, const struct unit *u)
{
	size_t at = 0, len = 0;

	if (*p->areas == '\0')
		return true;
	for (const char *s; (s = city_each(p->areas, &at, &len)) != NULL;) {
		char one[16] = "";

		if (len >= sizeof(one))
			continue;
		memcpy(one, s, len);
		if (works_in(c, u, one))
			return true;
	}
	return false;
}

static bool
names(const char *list, const struct unit *u)
{
	return city_list_has(list, u->code) ||
	       (strcmp(u->kind, "town") == 0 && city_list_has(list, "@town")) ||
	       (strcmp(u->kind, "district") == 0 && city_list_has(list, "@district"));
}

static bool
is_given(const struct city *c, const struct protection *p, const struct unit *u)
{
	if (*p->categories == '\0')
		return true;
	for (size_t i = 0; i < c->n_rules; i++) {
		const struct dispatch_rule *r = &c->rules[i];

		if (protection_has_category(p, r->category) &&
		    (names(r->lead_unit, u) || names(r->co_units, u)))
			return true;
	}
	return false;
}

static bool
reports(const struct unit *u, int64_t at)
{
	return strcmp(u->kind, "village") != 0 && strcmp(u->kind, "centre") != 0 &&
	       dispatch_unit_is_active(u, at);
}

static bool
runs(const struct protection *p, int64_t at)
{
	return at >= p->starts_at && at < civil_day_start(civil_day(p->ends_at - 1) + 1);
}

bool
zero_report_owes(const struct city *c, const struct protection *p, const struct unit *u, int64_t at)
{
	return runs(p, at) && reports(u, at) && is_placed(c, p, u) && is_given(c, p, u);
}

size_t
zero_report_due(
    const struct city *c, const char *unit, int64_t at, struct zero_due *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_protections; i++)
		for (size_t k = 0; k < c->n_units && n < max; k++) {
			const struct unit *u = &c->units[k];

			if ((*unit == '\0' || strcmp(u->code, unit) == 0) &&
			    zero_report_owes(c, &c->protections[i], u, at))
				out[n++] =
				    (struct zero_due){ .period = &c->protections[i], .unit = u };
		}
	return n;
}

/* ---- what was said ---- */

/* "<unit> <id>": the unit's code has no blank. NULL: no such object. */
static const char *
period_of(const struct record *r, char unit[RECORD_OBJECT_BYTES])
{
	const size_t n = strcspn(r->object, " ");

	if (n == 0 || r->object[n] == '\0' || r->object[n + 1] == '\0')
		return NULL;
	memcpy(unit, r->object, n);
	unit[n] = '\0';
	return r->object + n + 1;
}

bool
zero_report_object(const char *unit, const char *period, char out[RECORD_OBJECT_BYTES])
{
	const int n = snprintf(out, RECORD_OBJECT_BYTES, "%s %s", unit, period);

	return n > 0 && n < RECORD_OBJECT_BYTES;
}

bool
zero_report_is_of(const struct record *r, const char *unit)
{
	char of[RECORD_OBJECT_BYTES];

	return r->kind == RECORD_ZERO_REPORT && *unit != '\0' && period_of(r, of) != NULL &&
	       strcmp(of, unit) == 0;
}

void
zero_report_take(struct zero_due *due, size_t n, const struct record *r, int64_t at)
{
	char unit[RECORD_OBJECT_BYTES];
	const char *period = r->kind == RECORD_ZERO_REPORT ? period_of(r, unit) : NULL;

	if (period == NULL || civil_day(r->at) != civil_day(at))
		return;
	for (size_t i = 0; i < n; i++)
		if (strcmp(due[i].unit->code, unit) == 0 &&
		    strcmp(due[i].period->id, period) == 0) {
			if (r->at > due[i].reported_at)
				due[i].reported_at = r->at;
			due[i].some = due[i].some || strcmp(r->code, "some") == 0;
		}
}

size_t
zero_report_missing(const struct zero_due *due, size_t n)
{
	size_t missing = 0;

	for (size_t i = 0; i < n; i++)
		missing += due[i].reported_at == 0;
	return missing;
}

/* ---- what may stand ---- */

static enum err_code
bad(struct err *e, const char *member, const char *why)
{
	(void)err_set(e, ERR_INVALID, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : ERR_INVALID;
}

enum err_code
zero_report_check(const struct record *r, struct err *e)
{
	const bool some = strcmp(r->code, "some") == 0;
	char unit[RECORD_OBJECT_BYTES];

	if (r->kind != RECORD_ZERO_REPORT)
		return ERR_OK;
	if (period_of(r, unit) == NULL)
		return bad(e, "object", "要写明单位和保障期");
	if (some && r->text == NULL)
		return bad(e, "text", "有情况的要写明情况");
	if (!some && r->text != NULL)
		return bad(e, "text", "零报告不写情况");
	return ERR_OK;
}

enum err_code
zero_report_fits(
    const struct city *c, const struct record *r, const char *unit, int64_t at, struct err *e)
{
	char of[RECORD_OBJECT_BYTES];
	const char *id = period_of(r, of);
	const struct unit *u = city_unit(c, unit);

	if (id == NULL || !zero_report_is_of(r, unit) || u == NULL)
		return err_set(e, ERR_FORBIDDEN, "零报告只由本单位的人报。");
	for (size_t i = 0; i < c->n_protections; i++) {
		const struct protection *p = &c->protections[i];

		if (strcmp(p->id, id) != 0)
			continue;
		if (!runs(p, at))
			return err_set(
			    e, ERR_FORBIDDEN, "保障期“%s”这一天不在期内, 不用报。", p->title);
		if (!zero_report_owes(c, p, u, at))
			return err_set(e, ERR_FORBIDDEN, "保障期“%s”不涉及%s, 不用报。", p->title,
			    u->short_name);
		return ERR_OK;
	}
	return err_set(e, ERR_FORBIDDEN, "中心没有这个保障期: %s。", id);
}
