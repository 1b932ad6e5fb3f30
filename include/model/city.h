#ifndef MODEL_CITY_H
#define MODEL_CITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"
#include "model/profile.h"

/* Everything a city brings, in memory: plain sorted arrays, read only once built. Loaded from a city pack (city/pack.h)
 * at the centre and from reference rows (city/rows.h) at the seat; both fill the same struct. All strings are owned by
 * the struct's arena and live as long as it. Codes are text. */

struct area {
	const char *code, *parent, *kind, *name,
	    *aliases;  /* kind: city district street town community village */
	char full[96]; /* "红山区 红山街道" without the city */
};
struct street {
	const char *area, *name, *aliases;
};
struct unit {
	const char *code, *name, *short_name, *kind, *parent, *areas, *leader, *active_from,
	    *active_to;
};
struct contact {
	const char *unit, *role, *name, *phone, *note; /* role: duty liaison leader */
};
/* A turn of duty (值班表). date: 2026-11-21; hours: "20:00-08:00", "" the whole day. */
struct duty {
	const char *date, *unit, *name, *phone, *hours;
};
struct category {
	const char *code, *parent, *name, *synonyms, *examples, *urgency, *profile_rule, *guard;
	bool critical_check, grassroots_forbidden;
};
struct dispatch_rule {
	const char *id, *category, *area_level, *subject_kind, *keywords, *lead_unit, *co_units,
	    *basis, *urgency, *sla_key, *valid_from, *valid_to, *version;
	int priority;
	bool grassroots_forbidden;
};
struct danger_row {
	const char *id, *words, *level, *prompt, *kind; /* level: critical urgent ask */
	const char *except; /* harmless words in which one of ${words} stands */
};
struct origin_line {
	const char *code, *name, *category, *unit;
};
struct reject_reason {
	const char *code, *name, *script, *legal_way;
	bool needs_senior;
};
struct script_row {
	const char *id, *moment, *title, *text;
};
struct home_area {
	const char *prefix, *name;
};
/* A place a call can be handed to. hours: model/hours.h. modes: of blind consult tripartite, those the target accepts.
 * categories: codes of 2 or 4 digits it answers for, "" any. */
struct transfer_target {
	const char *id, *kind, /* emergency utility dept hotline other_city */
	    *name, *aliases, *number, *unit, *hours, *modes, *categories, *areas, *note;
	int order; /* among equals: smaller first */
};
/* Words put in by an abbreviation: "gs" + Tab. place: content demand answer note, "" any. */
struct text_module {
	const char *abbr, *title, *place, *category, *text;
};
/* A further field that tickets of a category carry (practice.md A19). type: text money day number choice; options: of a
 * choice, apart by | . */
struct field_rule {
	const char *category, *name, *label, *type, *options, *hint;
	bool required;
	int order; /* on the form: smaller first */
};
/* So many tickets of a category alike within so many minutes are proposed as one incident (model/incident.h). category: of 2
 * or 4 digits. */
struct incident_rule {
	const char *category;
	int count, minutes;
};
/* What a reply should not say (model/wording.h), kind: promise blame empty; what is looked at again at intake
 * (model/proof.h), kind: typo judges promises. words, except: lists; instead: what to write, of a typo the right word. */
struct wording_row {
	const char *id, *kind, *words, *except, *instead;
};
/* A special-protection period (model/protection.h). areas, categories: lists, "" all; the limits as in profiles, "" none. */
struct protection {
	const char *id, *title, *areas, *categories, *dispatch, *signin, *contact, *resolve;
	int64_t starts_at, ends_at;
};
/* kind temporary 临时口径: pushed between two reloads of the pack (hotseatd bulletin add), by one person and approved by
 * another, for a time. replaces: id of the one it takes the place of, "" none. */
struct bulletin {
	const char *id, *kind, *title, *area, *category, *points;
	const char *issuer, *approver, *replaces; /* job numbers; "" of the pack's own */
	const char *incident; /* number of the ticket it speaks of, with which it ends; "" none */
	int64_t starts_at, ends_at;
	bool pinned, must_read;
};

struct city {
	const char *name, *code, *area_code, *hotline, *centre_name, *profile_name, *business_end;
	struct area *areas;
	size_t n_areas; /* by code */
	struct street *streets;
	size_t n_streets;
	struct unit *units;
	size_t n_units; /* by code */
	struct contact *contacts;
	size_t n_contacts; /* by unit */
	struct duty *duties;
	size_t n_duties; /* as they came */
	struct category *categories;
	size_t n_categories; /* by code */
	struct dispatch_rule *rules;
	size_t n_rules; /* by category, then priority */
	struct danger_row *dangers;
	size_t n_dangers;
	struct origin_line *lines;
	size_t n_lines;
	struct reject_reason *rejects;
	size_t n_rejects;
	struct script_row *scripts;
	size_t n_scripts;
	struct home_area *home_areas;
	size_t n_home_areas;
	struct bulletin *bulletins;
	size_t n_bulletins;
	struct wording_row *wordings;
	size_t n_wordings;
	struct protection *protections;
	size_t n_protections;
	struct transfer_target *targets;
	size_t n_targets; /* by id */
	struct text_module *modules;
	size_t n_modules; /* by abbr */
	struct field_rule *field_rules;
	size_t n_field_rules; /* by category, then order */
	struct incident_rule *incident_rules;
	size_t n_incident_rules; /* by category */
	struct calendar calendar;
	struct profile profiles[16];
	size_t n_profiles;
	const struct profile *profile; /* the active one, in profiles[] */
	struct arena *arena;           /* owner of every string (city.c) */
	struct propose_index
	    *index; /* words of categories and places (propose_index.c), built by city_finish */
};

struct city *city_new(void);
void city_free(struct city *c);
/** city_dup(c, s): a copy of ${s} that lives as long as the city; "" for NULL. */
const char *city_dup(struct city *c, const char *s);
bool city_is_short(const struct city *c); /* memory ran out: some copy is "" instead */
/** city_push(array, n, size): one more zeroed element of ${size} bytes at the end of c->areas, c->units, …:
 * struct area *a = city_push(&c->areas, &c->n_areas, sizeof *a). Borrowed until the next push; NULL without memory. */
void *city_push(void *array, size_t *n, size_t size);
/** city_finish(c): sort, fill derived names, choose the active profile (profile_name, else the first), index the words.
 * Call once after the arrays are filled. Without memory for the index nothing is proposed; all else works. */
void city_finish(struct city *c);
/** city_each(list, at, len): walk a list cell of the pack: items apart by | , ; 、 ， ； or blanks. *at starts at 0;
 * returns the next item (not terminated, ${len} bytes), NULL at the end. city_list_has: is ${item} one of them? */
const char *city_each(const char *list, size_t *at, size_t *len);
bool city_list_has(const char *list, const char *item);

/* Look-ups: NULL when unknown. Borrowed. */
const struct area *city_area(const struct city *c, const char *code);
bool city_area_is_under(
    const struct city *c, const char *area, const char *ancestor); /* itself or below */
const struct unit *city_unit(const struct city *c, const char *code);
const struct category *city_category(const struct city *c, const char *code);
const struct reject_reason *city_reject(const struct city *c, const char *code);
const struct contact *city_contact(const struct city *c, const char *unit, const char *role);
/** city_duty(c, unit, at, out): whom to telephone at ${unit} at that moment: who the roster names, else its duty telephone
 * (from_roster false). false: neither is known. city_duty_hours(hours, from, to): minutes of the day, ${to} past 1440 when it
 * ends on the next one; false when they cannot be read. */
struct duty_person {
	const char *name, *phone, *hours;
	bool from_roster;
};
bool city_duty(const struct city *c, const char *unit, int64_t at, struct duty_person *out);
bool city_duty_hours(const char *hours, int *from, int *to);
/** city_script(c, moment): the sentence for a moment of model/script.h (asserted). */
const struct script_row *city_script(const struct city *c, const char *moment);
const struct transfer_target *city_target(const struct city *c, const char *id);
/** city_module(c, abbr): the text module; capitals (an IME's leftovers, Caps Lock) count as small letters. */
const struct text_module *city_module(const struct city *c, const char *abbr);
/** city_fields(c, category, out, max): the further fields of a ticket of ${category} (4 digits): those of its parent
 * (2 digits) and its own, in order; where both have a field of one name, only its own. Returns how many, at most ${max}; check-city sees to it that CITY_FIELDS_MOST hold them all. */
#define CITY_FIELDS_MOST 12
size_t
city_fields(const struct city *c, const char *category, const struct field_rule **out, size_t max);
const char *city_unit_name(
    const struct city *c, const char *code); /* short name; the code when unknown, "" for "" */
/** city_category_path(c, code, out, size): "城市管理 > 路灯照明". */
void city_category_path(const struct city *c, const char *code, char *out, size_t size);
/** city_home_area(c, phone): 归属地 by the longest prefix, "未知" when none. */
const char *city_home_area(const struct city *c, const char *phone);
/** city_unit_is_under(c, unit, ancestor): is ${unit} that unit or below it? */
bool city_unit_is_under(const struct city *c, const char *unit, const char *ancestor);
/** city_unit_for_area(c, area, kind): the town or district unit whose areas cover ${area}. */
const struct unit *city_unit_for_area(const struct city *c, const char *area, const char *kind);

#endif
