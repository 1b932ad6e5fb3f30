/* The files of a city pack as data: a line a column says its name, where it lives, and what it may hold. Loading
 * (pack.c), checking (pack_check.c) and reference rows (rows.c) all follow from it, so a new column is one line here
 * and one member in model/city.h. Cells know nothing of files: whoever reads them names the place. */
#include "table_p.h"

#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "city/pack.h"
#include "numbers_p.h"

#define COUNT(a)             (sizeof(a) / sizeof((a)[0]))
#define TEXT(type, member)   .kind = CELL_TEXT, .offset = offsetof(struct type, member)
#define FLAG(type, member)   .kind = CELL_BOOL, .offset = offsetof(struct type, member)
#define NUMBER(type, member) .kind = CELL_INT, .offset = offsetof(struct type, member)
#define DAY(type, member)    .kind = CELL_DAY, .offset = offsetof(struct type, member)
#define TIME(type, member)   .kind = CELL_TIME, .offset = offsetof(struct type, member)
#define UNTIL(type, member)  .kind = CELL_UNTIL, .offset = offsetof(struct type, member)
#define MUST                 .must = true
#define LIST                 .list = true
#define CHOICE(s)            .choices = (s)

static const struct column AREA[] = {
	{ "code", TEXT(area, code), MUST },
	{ "parent", TEXT(area, parent), .ref = REF_AREA },
	{ "kind", TEXT(area, kind), MUST, CHOICE("city|district|street|town|community|village") },
	{ "name", TEXT(area, name), MUST },
	{ "aliases", TEXT(area, aliases), LIST },
};
static const struct column STREET[] = {
	{ "area", TEXT(street, area), MUST, .ref = REF_AREA },
	{ "name", TEXT(street, name), MUST },
	{ "aliases", TEXT(street, aliases), LIST },
};
static const struct column UNIT[] = {
	{ "code", TEXT(unit, code), MUST },
	{ "name", TEXT(unit, name), MUST },
	{ "short", TEXT(unit, short_name), MUST },
	{ "kind", TEXT(unit, kind), MUST,
	    CHOICE("centre|dept|district|town|soe|vertical|party|village") },
	{ "parent", TEXT(unit, parent), .ref = REF_UNIT },
	{ "areas", TEXT(unit, areas), MUST, LIST, .ref = REF_AREA },
	{ "leader", TEXT(unit, leader) },
	{ "active_from", DAY(unit, active_from), MUST },
	{ "active_to", DAY(unit, active_to) },
};
static const struct column CONTACT[] = {
	{ "unit", TEXT(contact, unit), MUST, .ref = REF_UNIT },
	{ "role", TEXT(contact, role), MUST, CHOICE("duty|liaison|leader") },
	{ "name", TEXT(contact, name), MUST },
	{ "phone", TEXT(contact, phone), MUST, .ref = REF_PHONE },
	{ "note", TEXT(contact, note) },
};
static const struct column DUTY[] = {
	{ "date", DAY(duty, date), MUST },
	{ "unit", TEXT(duty, unit), MUST, .ref = REF_UNIT },
	{ "name", TEXT(duty, name), MUST },
	{ "phone", TEXT(duty, phone), MUST, .ref = REF_PHONE },
	{ "hours", TEXT(duty, hours) },
};
static const struct column CATEGORY[] = {
	{ "code", TEXT(category, code), MUST },
	{ "parent", TEXT(category, parent), .ref = REF_CATEGORY },
	{ "name", TEXT(category, name), MUST },
	{ "synonyms", TEXT(category, synonyms), LIST },
	{ "examples", TEXT(category, examples) },
	{ "urgency", TEXT(category, urgency), CHOICE("normal|urgent|critical") },
	{ "critical_check", FLAG(category, critical_check) },
	{ "profile_rule", TEXT(category, profile_rule), .ref = REF_RULE_KEY },
	{ "grassroots_forbidden", FLAG(category, grassroots_forbidden) },
	{ "guard", TEXT(category, guard), LIST, CHOICE("photo_required") },
};
static const struct column RULE[] = {
	{ "id", TEXT(dispatch_rule, id), MUST },
	{ "category", TEXT(dispatch_rule, category), MUST, .ref = REF_CATEGORY },
	{ "area_level", TEXT(dispatch_rule, area_level),
	    CHOICE("city|district|street|town|community|village") },
	{ "subject_kind", TEXT(dispatch_rule, subject_kind), .ref = REF_SUBJECT },
	{ "keywords", TEXT(dispatch_rule, keywords), LIST },
	{ "lead_unit", TEXT(dispatch_rule, lead_unit), MUST, .ref = REF_UNIT_OR_AT },
	{ "co_units", TEXT(dispatch_rule, co_units), LIST, .ref = REF_UNIT_OR_AT },
	{ "basis", TEXT(dispatch_rule, basis), MUST },
	{ "urgency_default", TEXT(dispatch_rule, urgency), CHOICE("normal|urgent|critical") },
	{ "sla_key", TEXT(dispatch_rule, sla_key), .ref = REF_RULE_KEY },
	{ "priority", NUMBER(dispatch_rule, priority), MUST },
	{ "grassroots_forbidden", FLAG(dispatch_rule, grassroots_forbidden) },
	{ "valid_from", DAY(dispatch_rule, valid_from) },
	{ "valid_to", DAY(dispatch_rule, valid_to) },
	{ "version", TEXT(dispatch_rule, version) },
};
static const struct column DANGER[] = {
	{ "id", TEXT(danger_row, id), MUST },
	{ "words", TEXT(danger_row, words), MUST, LIST },
	{ "level", TEXT(danger_row, level), MUST, CHOICE("critical|urgent|ask") },
	{ "prompt", TEXT(danger_row, prompt), MUST },
	{ "kind", TEXT(danger_row, kind), MUST },
	{ "except", TEXT(danger_row, except), LIST },
};
static const struct column LINE[] = {
	{ "code", TEXT(origin_line, code), MUST },
	{ "name", TEXT(origin_line, name), MUST },
	{ "category", TEXT(origin_line, category), .ref = REF_CATEGORY },
	{ "unit", TEXT(origin_line, unit), .ref = REF_UNIT },
};
static const struct column REJECT[] = {
	{ "code", TEXT(reject_reason, code), MUST },
	{ "name", TEXT(reject_reason, name), MUST },
	{ "script", TEXT(reject_reason, script), MUST, .ref = REF_PROSE },
	{ "legal_way", TEXT(reject_reason, legal_way), MUST, .ref = REF_PROSE },
	{ "needs_senior", FLAG(reject_reason, needs_senior) },
};
static const struct column SCRIPT[] = {
	{ "id", TEXT(script_row, id), MUST },
	{ "moment", TEXT(script_row, moment), MUST },
	{ "title", TEXT(script_row, title), MUST },
	{ "text", TEXT(script_row, text), MUST, .ref = REF_PROSE },
};
static const struct column HOME_AREA[] = {
	{ "prefix", TEXT(home_area, prefix), MUST },
	{ "name", TEXT(home_area, name), MUST },
};
static const struct column BULLETIN[] = {
	{ "id", TEXT(bulletin, id), MUST },
	{ "kind", TEXT(bulletin, kind), MUST,
	    CHOICE("hot|outage|weather|policy|system|maintenance|emergency|temporary") },
	{ "title", TEXT(bulletin, title), MUST },
	{ "area", TEXT(bulletin, area), LIST, .ref = REF_AREA },
	{ "category", TEXT(bulletin, category), LIST, .ref = REF_CATEGORY },
	{ "starts", TIME(bulletin, starts_at), MUST },
	{ "ends", UNTIL(bulletin, ends_at) },
	{ "pinned", FLAG(bulletin, pinned) },
	{ "must_read", FLAG(bulletin, must_read) },
	{ "points", TEXT(bulletin, points), MUST, .ref = REF_PROSE },
	{ "issuer", TEXT(bulletin, issuer) },
	{ "approver", TEXT(bulletin, approver) },
	{ "replaces", TEXT(bulletin, replaces) },
	{ "incident", TEXT(bulletin, incident) },
};
static const struct column WORDING[] = {
	{ "id", TEXT(wording_row, id), MUST },
	{ "kind", TEXT(wording_row, kind), MUST,
	    CHOICE("promise|blame|empty|typo|judges|promises") },
	{ "words", TEXT(wording_row, words), MUST, LIST },
	{ "except", TEXT(wording_row, except), LIST },
	{ "instead", TEXT(wording_row, instead) },
};
static const struct column PROTECTION[] = {
	{ "id", TEXT(protection, id), MUST },
	{ "title", TEXT(protection, title), MUST },
	{ "areas", TEXT(protection, areas), LIST, .ref = REF_AREA },
	{ "categories", TEXT(protection, categories), LIST, .ref = REF_CATEGORY },
	{ "starts", TIME(protection, starts_at), MUST },
	{ "ends", UNTIL(protection, ends_at), MUST },
	{ "dispatch", TEXT(protection, dispatch) },
	{ "signin", TEXT(protection, signin) },
	{ "contact", TEXT(protection, contact) },
	{ "resolve", TEXT(protection, resolve) },
};
static const struct column TRANSFER[] = {
	{ "id", TEXT(transfer_target, id), MUST },
	{ "kind", TEXT(transfer_target, kind), MUST,
	    CHOICE("emergency|utility|dept|hotline|other_city") },
	{ "name", TEXT(transfer_target, name), MUST },
	{ "aliases", TEXT(transfer_target, aliases), LIST },
	{ "number", TEXT(transfer_target, number), MUST, .ref = REF_PHONE },
	{ "unit", TEXT(transfer_target, unit), .ref = REF_UNIT },
	{ "hours", TEXT(transfer_target, hours), MUST, .ref = REF_HOURS },
	{ "modes", TEXT(transfer_target, modes), MUST, LIST,
	    CHOICE("blind|consult|tripartite|suspend") },
	{ "categories", TEXT(transfer_target, categories), LIST, .ref = REF_CATEGORY },
	{ "areas", TEXT(transfer_target, areas), LIST, .ref = REF_AREA },
	{ "note", TEXT(transfer_target, note), .ref = REF_PROSE },
	{ "order", NUMBER(transfer_target, order) },
};
static const struct column MODULE[] = {
	{ "abbr", TEXT(text_module, abbr), MUST },
	{ "title", TEXT(text_module, title), MUST },
	{ "place", TEXT(text_module, place), CHOICE("content|demand|answer|note") },
	{ "category", TEXT(text_module, category), LIST, .ref = REF_CATEGORY },
	{ "text", TEXT(text_module, text), MUST, .ref = REF_PROSE },
};
static const struct column FIELD[] = {
	{ "category", TEXT(field_rule, category), MUST, .ref = REF_CATEGORY },
	{ "name", TEXT(field_rule, name), MUST },
	{ "label", TEXT(field_rule, label), MUST },
	{ "type", TEXT(field_rule, type), MUST, CHOICE("text|money|day|number|choice") },
	{ "options", TEXT(field_rule, options) },
	{ "required", FLAG(field_rule, required) },
	{ "hint", TEXT(field_rule, hint) },
	{ "order", NUMBER(field_rule, order) },
};

static const struct column INCIDENT[] = {
	{ "category", TEXT(incident_rule, category), MUST, .ref = REF_CATEGORY },
	{ "count", NUMBER(incident_rule, count), MUST },
	{ "minutes", NUMBER(incident_rule, minutes), MUST },
};

/* The calendar keeps days, not rows: a row passes through here. */
struct calendar_row {
	const char *date, *kind, *name;
};
static const struct column CALENDAR[] = {
	{ "date", DAY(calendar_row, date), MUST },
	{ "kind", TEXT(calendar_row, kind), MUST, CHOICE("rest|work") },
	{ "name", TEXT(calendar_row, name) },
};

static bool
calendar_take(struct city *c, const void *row)
{
	const struct calendar_row *r = row;
	return calendar_add(&c->calendar, civil_parse_day(r->date), strcmp(r->kind, "work") == 0);
}

static const struct column USER[] = {
	{ "job_no", TEXT(city_user, job_no), MUST },
	{ "name", TEXT(city_user, name), MUST },
	{ "roles", TEXT(city_user, roles), MUST, LIST, .ref = REF_ROLE },
	{ "units", TEXT(city_user, units), LIST, .ref = REF_UNIT },
	{ "skills", TEXT(city_user, skills), LIST },
	{ "company", TEXT(city_user, company) },
};

static const struct column NUMBER_FORM[] = {
	{ "form", TEXT(number_form, form), MUST },
	{ "note", TEXT(number_form, note) },
};

#define TABLE(name, path, base, rows, n_rows, type, columns_of, keys)         \
	.kind = (name), .file = (path), .array = offsetof(struct base, rows), \
	.count = offsetof(struct base, n_rows), .size = sizeof(struct type),  \
	.columns = (columns_of), .n_columns = COUNT(columns_of), .n_key = (keys)

const struct table TABLES[] = {
	{ TABLE("area", "areas.tsv", city, areas, n_areas, area, AREA, 1) },
	{ TABLE("street", "streets.tsv", city, streets, n_streets, street, STREET, 2) },
	{ TABLE("unit", "units.tsv", city, units, n_units, unit, UNIT, 1) },
	{ TABLE("contact", "contacts.tsv", city, contacts, n_contacts, contact, CONTACT, 4) },
	{ TABLE(
	    "category", "categories.tsv", city, categories, n_categories, category, CATEGORY, 1) },
	{ TABLE("rule", "dispatch.tsv", city, rules, n_rules, dispatch_rule, RULE, 1) },
	{ TABLE("danger", "urgency.tsv", city, dangers, n_dangers, danger_row, DANGER, 1) },
	{ TABLE("line", "origin_lines.tsv", city, lines, n_lines, origin_line, LINE, 1) },
	{ TABLE(
	    "reject", "reject_reasons.tsv", city, rejects, n_rejects, reject_reason, REJECT, 1) },
	{ TABLE("script", "scripts.tsv", city, scripts, n_scripts, script_row, SCRIPT, 1) },
	{ TABLE("home_area", "home_areas.tsv", city, home_areas, n_home_areas, home_area, HOME_AREA,
	    1) },
	{ TABLE("bulletin", "bulletins.tsv", city, bulletins, n_bulletins, bulletin, BULLETIN, 1) },
	{ TABLE("wording", "wording.tsv", city, wordings, n_wordings, wording_row, WORDING, 1),
	    .optional = true },
	{ TABLE("protection", "protection.tsv", city, protections, n_protections, protection,
	      PROTECTION, 1),
	    .optional = true },
	{ TABLE("transfer", "transfer.tsv", city, targets, n_targets, transfer_target, TRANSFER, 1),
	    .optional = true },
	{ TABLE("module", "modules.tsv", city, modules, n_modules, text_module, MODULE, 1),
	    .optional = true },
	{ TABLE("field", "fields.tsv", city, field_rules, n_field_rules, field_rule, FIELD, 2),
	    .optional = true },
	{ TABLE("incident", "incident.tsv", city, incident_rules, n_incident_rules, incident_rule,
	      INCIDENT, 1),
	    .optional = true },
	{ TABLE("duty", "duty.tsv", city, duties, n_duties, duty, DUTY, 5), .optional = true },
	{ .kind = "calendar",
	    .file = "calendar.tsv",
	    .size = sizeof(struct calendar_row),
	    .columns = CALENDAR,
	    .n_columns = COUNT(CALENDAR),
	    .n_key = 1,
	    .take = calendar_take },
};
const size_t N_TABLES = COUNT(TABLES);

const struct table USERS_TABLE = { TABLE(
    NULL, "users.tsv", city_users, users, n_users, city_user, USER, 1) };
const struct table NUMBERS_TABLE = { TABLE(NULL, "numbers.tsv", number_forms, forms, n_forms,
					 number_form, NUMBER_FORM, 1),
	.optional = true };

const struct table *
table_by_kind(const char *kind)
{
	for (size_t i = 0; i < N_TABLES; i++)
		if (strcmp(TABLES[i].kind, kind) == 0)
			return &TABLES[i];
	return NULL;
}

/* ---- cells ---- */

/* "2026-11-21" or "2026-11-21 08:00"; 0 for nothing. */
static bool
time_parse(const char *s, int64_t *out)
{
	char day[11] = "";
	*out = 0;
	if (s[0] == '\0')
		return true;
	size_t n = strlen(s);
	if (n != 10 && n != 16)
		return false;
	memcpy(day, s, 10);
	int32_t d = civil_parse_day(day);
	if (d == INT32_MIN)
		return false;
	int minutes = 0;
	if (n == 16) {
		for (int i = 11; i < 16; i++)
			if (i == 13 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
				return false;
		int h = (s[11] - '0') * 10 + s[12] - '0', m = (s[14] - '0') * 10 + s[15] - '0';
		if (s[10] != ' ' || h > 23 || m > 59)
			return false;
		minutes = h * 60 + m;
	}
	*out = civil_day_start(d) + minutes * 60000LL;
	return true;
}

bool
cell_set(const struct column *col, struct city *c, void *row, const char *text)
{
	void *at = (char *)row + col->offset;
	switch (col->kind) {
	case CELL_DAY:
		if (text[0] != '\0' && civil_parse_day(text) == INT32_MIN)
			return false;
		/* fall through */
	case CELL_TEXT: {
		const char *kept = city_dup(c, text);
		memcpy(at, &kept, sizeof kept);
		return true;
	}
	case CELL_BOOL: {
		bool on = strcmp(text, "1") == 0;
		memcpy(at, &on, sizeof on);
		return on || text[0] == '\0' || strcmp(text, "0") == 0;
	}
	case CELL_INT: {
		long long n = 0;
		bool ok = text[0] == '\0' || str_int(text, 0, CELL_INT_MAX, &n);
		int kept = (int)n;
		memcpy(at, &kept, sizeof kept);
		return ok;
	}
	case CELL_TIME:
	case CELL_UNTIL: {
		int64_t t;
		bool ok = time_parse(text, &t);
		if (col->kind == CELL_UNTIL && strlen(text) == 10)
			t = civil_day_start(civil_day(t) + 1);
		memcpy(at, &t, sizeof t);
		return ok;
	}
	}
	return false;
}

void
cell_add(const struct column *col, const void *row, struct str *out)
{
	const void *at = (const char *)row + col->offset;
	switch (col->kind) {
	case CELL_DAY:
	case CELL_TEXT: {
		const char *s;
		memcpy(&s, at, sizeof s);
		str_add(out, s != NULL ? s : "");
		break;
	}
	case CELL_BOOL: {
		bool on;
		memcpy(&on, at, sizeof on);
		str_add_c(out, on ? '1' : '0');
		break;
	}
	case CELL_INT: {
		int n;
		memcpy(&n, at, sizeof n);
		str_addf(out, "%d", n);
		break;
	}
	case CELL_TIME:
	case CELL_UNTIL: {
		int64_t t;
		char buf[32];
		memcpy(&t, at, sizeof t);
		if (t != 0)
			str_add(out, civil_format(t, "%Y-%m-%d %H:%M", buf, sizeof buf));
		break;
	}
	}
}

const char *
cell_wanted(const struct column *col)
{
	switch (col->kind) {
	case CELL_BOOL:
		return "0 或 1";
	case CELL_INT:
		return "0 到 100000 的整数";
	case CELL_DAY:
		return "日期, 如 2026-11-21";
	case CELL_TIME:
	case CELL_UNTIL:
		return "日期或时刻, 如 2026-11-21 08:00";
	case CELL_TEXT:
		break;
	}
	return "文字";
}

/* ---- rows ---- */

bool
table_push(const struct table *t, void *base, struct city *c, const void *row)
{
	if (t->take != NULL)
		return t->take(c, row);
	size_t n;
	memcpy(&n, (char *)base + t->count, sizeof n);
	void *slot = city_push((char *)base + t->array, &n, t->size);
	if (slot == NULL)
		return false;
	memcpy(slot, row, t->size);
	memcpy((char *)base + t->count, &n, sizeof n);
	return true;
}

size_t
table_rows(const struct table *t, const void *base)
{
	size_t n = 0;
	if (t->take == NULL)
		memcpy(&n, (const char *)base + t->count, sizeof n);
	return n;
}

const void *
table_row(const struct table *t, const void *base, size_t i)
{
	const char *array;
	memcpy(&array, (const char *)base + t->array, sizeof array);
	return array + i * t->size;
}
