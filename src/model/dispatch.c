/* 派单目录: which unit by category, area, kind of subject and words, and who may not be given a ticket.
 * A rule counts when every condition it states holds; of those the highest priority wins, and at equal priority the
 * one that states more. Three guards stand above the catalogue: a unit that is not active, a duty that may not be put
 * on the grassroots (国办函〔2025〕66号), and a unit that the complaint or report is about (practice A11: its superior
 * gets it, never anyone below it). Who may press the key is the workflow's business. */
#include "dispatch_p.h"

#include <string.h>

#include "base/clock.h"
#include "model/members.h"

#define UP_MAX 8 /* superiors on the way up; deeper is a circle */

static bool
contains(const char *text, const char *word, size_t len)
{
	for (const char *p = text; (p = strchr(p, word[0])) != NULL; p++)
		if (strncmp(p, word, len) == 0)
			return true;
	return false;
}

static bool
has_keyword(const struct dispatch_rule *r, const struct dispatch_ask *ask)
{
	size_t at = 0, len;
	for (const char *w; (w = city_each(r->keywords, &at, &len)) != NULL;)
		for (int i = 0; i < 4 && ask->text[i] != NULL; i++)
			if (contains(ask->text[i], w, len))
				return true;
	return false;
}

/* The area or one above it is of this kind. */
static bool
has_level(const struct city *c, const char *area, const char *level)
{
	const struct area *a = city_area(c, area);
	for (int i = 0; a != NULL && i < UP_MAX; i++) {
		if (strcmp(a->kind, level) == 0)
			return true;
		a = city_area(c, a->parent);
	}
	return false;
}

/* Days are text 2026-11-21, so they compare as text; "" is open. */
static bool
within(const char *from, const char *to, int64_t now)
{
	char today[16];
	if (now == 0)
		return to[0] == '\0';
	civil_format(now, "%Y-%m-%d", today, sizeof today);
	return (from[0] == '\0' || strcmp(from, today) <= 0) &&
	       (to[0] == '\0' || strcmp(today, to) <= 0);
}

static bool
fits(const struct city *c, const struct dispatch_rule *r, const struct dispatch_ask *ask)
{
	return within(r->valid_from, r->valid_to, ask->now) &&
	       (r->subject_kind[0] == '\0' || strcmp(r->subject_kind, ask->subject_kind) == 0) &&
	       (r->area_level[0] == '\0' || has_level(c, ask->area, r->area_level)) &&
	       (r->keywords[0] == '\0' || has_keyword(r, ask));
}

static int
conditions(const struct dispatch_rule *r)
{
	return (r->keywords[0] != '\0') + (r->subject_kind[0] != '\0') + (r->area_level[0] != '\0');
}

static bool
is_better(const struct dispatch_rule *a, const struct dispatch_rule *b)
{
	if (a->priority != b->priority)
		return a->priority > b->priority;
	return conditions(a) > conditions(b);
}

/* First rule of a category: rules are sorted by it. */
static size_t
first_rule(const struct city *c, const char *category)
{
	size_t lo = 0, hi = c->n_rules;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcmp(c->rules[mid].category, category) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int
dispatch_fit(
    const struct city *c, const struct dispatch_ask *ask, const struct dispatch_rule **out, int max)
{
	int n = 0;
	for (size_t i = first_rule(c, ask->category);
	     i < c->n_rules && strcmp(c->rules[i].category, ask->category) == 0; i++) {
		const struct dispatch_rule *r = &c->rules[i];
		if (!fits(c, r, ask))
			continue;
		int at = n < max ? n++ : max;
		if (at == max && !is_better(r, out[max - 1]))
			continue;
		if (at == max)
			at = max - 1;
		for (; at > 0 && is_better(r, out[at - 1]); at--)
			out[at] = out[at - 1];
		out[at] = r;
	}
	return n;
}

/* A unit as a rule names it. */
static const struct unit *
named_unit(const struct city *c, const char *name, const char *area)
{
	if (strcmp(name, "@town") == 0)
		return city_unit_for_area(c, area, "town");
	if (strcmp(name, "@district") == 0)
		return city_unit_for_area(c, area, "district");
	return city_unit(c, name);
}

const struct unit *
dispatch_lead(const struct city *c, const struct dispatch_rule *rule, const char *area)
{
	return named_unit(c, rule->lead_unit, area);
}

/* ---- the guards ---- */

bool
dispatch_unit_is_active(const struct unit *u, int64_t now)
{
	return now == 0 || within(u->active_from, u->active_to, now);
}

static bool
is_grassroots(const struct unit *u)
{
	return strcmp(u->kind, "town") == 0 || strcmp(u->kind, "village") == 0;
}

/* A duty of the departments: the winning rule says so, or the category where no rule gives it to the grassroots. */
static bool
is_forbidden(const struct city *c, const struct dispatch_rule *rule, const char *category)
{
	const struct category *k = city_category(c, category);
	if (rule != NULL)
		return rule->grassroots_forbidden;
	return k != NULL && k->grassroots_forbidden;
}

/* The unit a complaint or report is about: its code, name or short name stands in 涉及对象. NULL when it is about
 * nobody we know. The longest name wins: 红山街道办事处 is not 红山区. */
static const struct unit *
reported_unit(const struct city *c, const struct fields *f)
{
	const char *type = fields_get(f, TF_TYPE), *subject = fields_get(f, TF_SUBJECT);
	if (subject[0] == '\0' || (strcmp(type, "complaint") != 0 && strcmp(type, "report") != 0))
		return NULL;
	const struct unit *best = city_unit(c, subject);
	size_t longest = 0;
	for (size_t i = 0; (best == NULL || longest > 0) && i < c->n_units; i++) {
		const char *names[] = { c->units[i].name, c->units[i].short_name };
		for (int k = 0; k < 2; k++) {
			size_t len = strlen(names[k]);
			if (len > longest && contains(subject, names[k], len)) {
				longest = len;
				best = &c->units[i];
			}
		}
	}
	return best;
}

static const char *
why_not(const struct city *c, const struct unit *u, bool forbidden, const struct unit *reported,
    int64_t now)
{
	if (!dispatch_unit_is_active(u, now))
		return "该单位尚未启用或已停用, 请另选承办单位";
	if (reported != NULL && city_unit_is_under(c, u->code, reported->code))
		return "反映的正是该单位或其上级, 应转其上级或主管单位";
	if (forbidden && is_grassroots(u))
		return "依规由职能部门办理, 不得分派给街道乡镇和村(社区)";
	return NULL;
}

/* The nearest superior of the reported unit that may have the ticket; NULL when the city itself has to name one. */
static const struct unit *
superior(const struct city *c, const struct unit *reported, int64_t now)
{
	const struct unit *u = city_unit(c, reported->parent);
	for (int i = 0; u != NULL && i < UP_MAX; i++) {
		if (dispatch_unit_is_active(u, now) &&
		    !city_unit_is_under(c, u->code, reported->code))
			return u;
		u = city_unit(c, u->parent);
	}
	return NULL;
}

struct dispatch_ask
dispatch_ask_of(const struct fields *f, int64_t now)
{
	return (struct dispatch_ask){
		.category = fields_get(f, TF_CATEGORY),
		.area = fields_get(f, TF_AREA),
		.subject_kind = fields_get(f, TF_SUBJECT_KIND),
		.text = { fields_get(f, TF_CONTENT), fields_get(f, TF_TITLE),
		    fields_get(f, TF_DEMAND), fields_get(f, TF_SUBJECT) },
		.now = now,
	};
}

static bool
same_conditions(const struct dispatch_rule *a, const struct dispatch_rule *b)
{
	return a->priority == b->priority && conditions(a) == conditions(b);
}

void
dispatch_choose(
    const struct city *c, const struct fields *f, int64_t now, struct dispatch_choice *out)
{
	const struct dispatch_rule *rules[DISPATCH_FIT_MAX];
	struct dispatch_ask ask = dispatch_ask_of(f, now);
	const struct unit *reported = reported_unit(c, f);
	*out = (struct dispatch_choice){ 0 };
	int n = dispatch_fit(c, &ask, rules, DISPATCH_FIT_MAX);
	for (int i = 0; i < n; i++) {
		const struct unit *u = dispatch_lead(c, rules[i], ask.area);
		if (out->rule == NULL)
			out->rule = rules[i];
		if (u == NULL) {
			out->why_not = "要先填区域, 才能定到街道乡镇或区县";
			break;
		}
		const char *why =
		    why_not(c, u, is_forbidden(c, rules[i], ask.category), reported, now);
		if (why == NULL) {
			out->rule = rules[i];
			out->unit = u;
			out->why_not = NULL;
			out->unique = i == 0 && (n == 1 || !same_conditions(rules[0], rules[1]));
			return;
		}
		if (out->why_not == NULL)
			out->why_not = why;
		if (reported != NULL && city_unit_is_under(c, u->code, reported->code)) {
			/* a person looks at it before the superior gets it: never unique */
			out->unit = superior(c, reported, now);
			out->why_not = out->unit != NULL
					   ? NULL
					   : "反映的正是承办单位, 又没有登记上级, 请派单员确定";
			return;
		}
	}
	if (n == 0)
		out->why_not = ask.category[0] != '\0' ? "派单目录里没有适用的规则, 请选承办单位"
						       : "要先定分类, 才能按派单目录派单";
}

static bool
is_offered(const struct dispatch_choice *out, int n, const struct unit *u)
{
	for (int i = 0; i < n; i++)
		if (out[i].unit == u)
			return true;
	return false;
}

int
dispatch_options(
    const struct city *c, const struct fields *f, int64_t now, struct dispatch_choice *out, int max)
{
	const struct dispatch_rule *rules[DISPATCH_FIT_MAX];
	struct dispatch_ask ask = dispatch_ask_of(f, now);
	int fit = dispatch_fit(c, &ask, rules, DISPATCH_FIT_MAX), n = 0;
	struct dispatch_choice best;
	dispatch_choose(c, f, now, &best);
	if (best.unit != NULL && n < max)
		out[n++] = best;
	for (int i = 0; i < fit && n < max; i++) {
		const struct unit *u = dispatch_lead(c, rules[i], ask.area);
		if (u == NULL || is_offered(out, n, u) ||
		    dispatch_may(c, f, u->code, now, NULL) != ERR_OK)
			continue;
		out[n++] = (struct dispatch_choice){ .rule = rules[i], .unit = u };
	}
	return n;
}

void
dispatch_helpers(const struct city *c, const struct fields *f, const struct dispatch_choice *choice,
    int64_t now, struct str *out)
{
	const char *area = fields_get(f, TF_AREA);
	size_t at = 0, len;
	char name[16];

	for (const char *w;
	     choice->rule != NULL && (w = city_each(choice->rule->co_units, &at, &len)) != NULL;) {
		const struct unit *u;

		if (len >= sizeof(name))
			continue;
		memcpy(name, w, len);
		name[len] = '\0';
		u = named_unit(c, name, area);
		if (u != NULL && u != choice->unit &&
		    dispatch_may(c, f, u->code, now, NULL) == ERR_OK)
			members_add(out, u->code, strlen(u->code));
	}
}

enum err_code
dispatch_may(
    const struct city *c, const struct fields *f, const char *unit, int64_t now, struct err *e)
{
	const struct unit *u = city_unit(c, unit);
	if (u == NULL) {
		err_set(e, ERR_UNKNOWN_CODE, "没有这个承办单位: %s", unit);
		err_at(e, "%s", field_info(TF_UNIT)->json);
		return ERR_UNKNOWN_CODE;
	}
	/* a rule that fits and leads to this very unit, or to the town it belongs to, is leave enough; else the best
	 * rule's word counts */
	const struct dispatch_rule *rules[DISPATCH_FIT_MAX];
	struct dispatch_ask ask = dispatch_ask_of(f, now);
	int n = dispatch_fit(c, &ask, rules, DISPATCH_FIT_MAX);
	bool forbidden = is_forbidden(c, n > 0 ? rules[0] : NULL, ask.category);
	for (int i = 0; i < n; i++) {
		const struct unit *lead = dispatch_lead(c, rules[i], ask.area);
		if (lead != NULL && !rules[i]->grassroots_forbidden &&
		    (lead == u ||
			(is_grassroots(lead) && city_unit_is_under(c, u->code, lead->code))))
			forbidden = false;
	}
	const char *why = why_not(c, u, forbidden, reported_unit(c, f), now);
	if (why == NULL)
		return ERR_OK;
	err_set(e, ERR_GUARD, "%s(%s)", why, city_unit_name(c, unit));
	err_at(e, "%s", field_info(TF_UNIT)->json);
	return ERR_GUARD;
}
