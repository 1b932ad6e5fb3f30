#ifndef TEST_MODEL_DESK_H
#define TEST_MODEL_DESK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/city.h"
#include "model/workflow.h"
#include "notice.h"

/* A desk for tests of the rules: a town of a few units, one ticket, one person, one event being filled in. Every step
 * starts from a ticket and an event that are right, and the test spoils what it wants to see refused. */

struct desk {
	struct city *city;
	struct ticket t;
	struct event ev;
	struct actor who;
	struct workflow_env env;
	struct err e;
	int sequence;
};

#define DESK_AGENT        "1154"
#define DESK_OTHER        "1107"
#define DESK_SENIOR       "1001"
#define DESK_DISPATCHER   "2001"
#define DESK_UNIT         "5001"
#define DESK_UNIT_LEAD    "5003"
#define DESK_FILE         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define DESK_OTHER_TICKET "018f0000-0000-7000-8000-0000000000bb"

static inline void
desk_areas(struct city *c)
{
	static const struct area AREAS[] = {
		{ .code = "990100", .parent = "", .kind = "city", .name = "云江市", .aliases = "" },
		{ .code = "990101",
		    .parent = "990100",
		    .kind = "district",
		    .name = "红山区",
		    .aliases = "" },
		{ .code = "990101001",
		    .parent = "990101",
		    .kind = "street",
		    .name = "红山街道",
		    .aliases = "" },
	};
	static const struct unit UNITS[] = {
		{ "1021", "市政管理处", "市政管理处", "dept", "", "990100", "", "2019-06-01", "" },
		{ "1022", "城市管理局", "城管局", "dept", "", "990100", "", "2019-06-01",
		    "2020-01-01" },
		{ "3001", "红山区政府", "红山区", "district", "", "990101", "", "2019-06-01", "" },
		{ "4001", "红山街道办事处", "红山街道", "town", "3001", "990101001", "",
		    "2019-06-01", "" },
		{ "1121", "市政管理处路灯所", "路灯所", "dept", "1021", "990100", "", "2019-06-01",
		    "" },
		{ "4101", "上柳村村民委员会", "上柳村", "village", "4001", "990101001", "",
		    "2019-06-01", "" },
	};

	for (size_t i = 0; i < sizeof(AREAS) / sizeof(AREAS[0]); i++)
		*(struct area *)city_push(&c->areas, &c->n_areas, sizeof(AREAS[0])) = AREAS[i];
	for (size_t i = 0; i < sizeof(UNITS) / sizeof(UNITS[0]); i++)
		*(struct unit *)city_push(&c->units, &c->n_units, sizeof(UNITS[0])) = UNITS[i];
}

static inline struct category
desk_category(const char *code, const char *name, const char *urgency, const char *rule)
{
	return (struct category){ .code = code,
		.parent = "02",
		.name = name,
		.synonyms = "",
		.examples = "",
		.urgency = urgency,
		.profile_rule = rule,
		.guard = "" };
}

static inline struct dispatch_rule
desk_rule(const char *id, const char *category, const char *lead, bool department)
{
	return (struct dispatch_rule){ id, category, "", "", "", lead, "", "市政职责清单3.2", "",
		"", "2020-01-01", "", "1", 10, department };
}

static inline void
desk_tables(struct city *c)
{
	const struct category CATEGORIES[] = {
		desk_category("0205", "路灯照明", "normal", "street_light"),
		desk_category("0206", "燃气泄漏", "critical", ""),
		desk_category("0301", "占道经营", "normal", ""),
	};
	const struct dispatch_rule RULES[] = {
		desk_rule("D0205", "0205", "1021", true),
		desk_rule("D0301", "0301", "@town", false),
		desk_rule("D0206a", "0206", "1021", true),
		desk_rule("D0206b", "0206", "3001", true),
	};
	static const struct reject_reason REJECTS[] = {
		{ "1", "应走诉讼仲裁", "话术", "人民法院", false },
		{ "9", "内容不具体", "话术", "补充后再来电", false },
		{ "12", "本市另行规定", "话术", "按规定", true },
	};
	static const struct danger_row DANGERS[] = {
		{ "1", "有人被困", "critical", "先问", "emergency", "" },
		{ "2", "漏水", "urgent", "先问", "emergency", "" },
	};

	for (size_t i = 0; i < sizeof(CATEGORIES) / sizeof(CATEGORIES[0]); i++)
		*(struct category *)city_push(
		    &c->categories, &c->n_categories, sizeof(CATEGORIES[0])) = CATEGORIES[i];
	for (size_t i = 0; i < sizeof(RULES) / sizeof(RULES[0]); i++)
		*(struct dispatch_rule *)city_push(&c->rules, &c->n_rules, sizeof(RULES[0])) =
		    RULES[i];
	for (size_t i = 0; i < sizeof(REJECTS) / sizeof(REJECTS[0]); i++)
		*(struct reject_reason *)city_push(&c->rejects, &c->n_rejects, sizeof(REJECTS[0])) =
		    REJECTS[i];
	for (size_t i = 0; i < sizeof(DANGERS) / sizeof(DANGERS[0]); i++)
		*(struct danger_row *)city_push(&c->dangers, &c->n_dangers, sizeof(DANGERS[0])) =
		    DANGERS[i];
}

static inline void
desk_profile(struct city *c)
{
	struct profile *p = &c->profiles[c->n_profiles++];

	strcpy(p->name, "guangdong");
	p->day_end_s = 86399;
	p->restart_on_redispatch = true;
	p->limit[LIMIT_OF_CONSULT] = (struct span){ 2, SPAN_WORKDAY };
	p->limit[LIMIT_OF_HELP] = p->limit[LIMIT_OF_SUGGEST] = (struct span){ 10, SPAN_WORKDAY };
	p->limit[LIMIT_OF_COMPLAINT] = p->limit[LIMIT_OF_REPORT] =
	    (struct span){ 15, SPAN_WORKDAY };
	p->limit[LIMIT_OF_PRAISE] = p->limit[LIMIT_OF_OTHER] = (struct span){ 5, SPAN_WORKDAY };
	p->limit[LIMIT_OF_DISPATCH] = (struct span){ 2, SPAN_HOUR };
	p->limit[LIMIT_OF_SIGNIN] = p->limit[LIMIT_OF_CONTACT] = (struct span){ 1, SPAN_WORKDAY };
	p->limit[LIMIT_OF_RETURN_WINDOW] = (struct span){ 1, SPAN_WORKDAY };
	p->limit[LIMIT_OF_VISIT] = (struct span){ 3, SPAN_WORKDAY };
	p->limit[LIMIT_OF_INCOMPLETE] = (struct span){ 3, SPAN_DAY };
	p->urgency[0] = (struct limit_row){
		.key = "critical", .dispatch = { 5, SPAN_MIN }, .resolve = { 24, SPAN_HOUR }
	};
	p->rule[p->n_rules++] =
	    (struct limit_row){ .key = "street_light", .resolve = { 24, SPAN_HOUR } };
	c->profile_name = "guangdong";
}

/* 2026-11-21 10:42:31, a Saturday. */
static inline int64_t
desk_noon(void)
{
	return civil_day_start(civil_parse_day("2026-11-21")) + (10 * 3600 + 42 * 60 + 31) * 1000LL;
}

static inline struct city *
desk_city(void)
{
	struct city *c = city_new();

	notice_load(&c->calendar);
	desk_areas(c);
	desk_tables(c);
	desk_profile(c);
	city_finish(c);
	return c;
}

static inline void
desk_be(struct desk *d, const char *user, uint32_t roles, const char *unit)
{
	d->who = (struct actor){ user, "王芳", unit, roles };
}

/* A new, empty event of the person at the desk. */
static inline void
desk_begin(struct desk *d, int kind)
{
	event_free(&d->ev);
	event_init(&d->ev);
	d->ev.kind = kind;
	strcpy(d->ev.ticket, "018f0000-0000-7000-8000-0000000000aa");
	strcpy(d->ev.actor, d->who.user);
	(void)str_copy(d->ev.unit, sizeof(d->ev.unit), d->who.unit);
	d->ev.at = d->ev.at_server = d->env.now;
	err_clear(&d->e);
}

static inline void
desk_open(struct desk *d, struct city *city)
{
	memset(d, 0, sizeof(*d));
	d->city = city;
	d->env = (struct workflow_env){ .city = city, .now = desk_noon(), .online = true };
	ticket_init(&d->t);
	event_init(&d->ev);
	desk_be(d, DESK_AGENT, ROLE_BIT(AGENT), "");
}

static inline void
desk_close(struct desk *d)
{
	ticket_free(&d->t);
	event_free(&d->ev);
}

static inline void
desk_set(struct desk *d, enum ticket_field f, const char *value)
{
	if (!fields_set(&d->ev.set, f, value))
		abort();
}

static inline void
desk_arg(struct desk *d, enum event_arg a, const char *value)
{
	if (!args_set(&d->ev.args, a, value))
		abort();
}

static inline enum err_code
desk_check(struct desk *d)
{
	err_clear(&d->e);
	return workflow_check(&d->t, &d->ev, &d->who, &d->env, &d->e);
}

static inline enum err_code
desk_apply(struct desk *d)
{
	workflow_route(&d->t, &d->ev);
	return ticket_apply(&d->t, &d->ev, d->city, &d->e);
}

/* Check, then apply. */
static inline enum err_code
desk_do(struct desk *d)
{
	enum err_code code = desk_check(d);

	return code == ERR_OK ? desk_apply(d) : code;
}

/* The street lamp of every wireframe: a submit with nothing wanting. */
static inline void
desk_lamp(struct desk *d, int kind)
{
	char no[20] = "261121104231115400";

	no[16] = (char)('0' + d->sequence / 10 % 10);
	no[17] = (char)('0' + d->sequence++ % 10);
	desk_begin(d, kind);
	desk_set(d, TF_NO, no);
	desk_set(d, TF_CHANNEL, "phone");
	desk_set(d, TF_TYPE, "help");
	desk_set(d, TF_URGENCY, "normal");
	desk_set(d, TF_CONTENT, "红山路78号门口路灯坏了三天,晚上很黑,昨晚老人在那儿摔了一跤");
	desk_set(d, TF_DEMAND, "尽快修复,并告知处理结果");
	desk_set(d, TF_CATEGORY, "0205");
	desk_set(d, TF_AREA, "990101001");
	desk_set(d, TF_ADDRESS, "红山路78号");
	desk_set(d, TF_EVENT_TIME, "11月18日起");
	desk_set(d, TF_SUBJECT, "市政路灯");
	desk_set(d, TF_PEOPLE, "1");
	desk_set(d, TF_CALLED, "张女士");
	desk_set(d, TF_CALLER_PHONE, "13800005678");
	desk_set(d, TF_CONFIDENTIAL, "0");
	desk_set(d, TF_ANONYMOUS, "0");
	desk_set(d, TF_VISIT, "yes");
}

static inline void
desk_must(struct desk *d)
{
	if (desk_do(d) != ERR_OK) {
		(void)fprintf(
		    stderr, "%s: %s\n", event_info((enum event_kind)d->ev.kind)->json, d->e.text);
		abort();
	}
}

/* The dispatcher sends it to the unit of the catalogue. */
static inline void
desk_dispatch(struct desk *d)
{
	desk_be(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	desk_begin(d, EVENT_DISPATCH);
	desk_arg(d, EA_TO_UNIT, "1021");
	desk_arg(d, EA_RULE, "D0205");
	desk_arg(d, EA_BASIS, "市政职责清单3.2");
}

static inline void
desk_signin(struct desk *d)
{
	desk_be(d, DESK_UNIT, ROLE_BIT(UNIT), "1021");
	desk_begin(d, EVENT_SIGNIN);
}

static inline void
desk_return(struct desk *d)
{
	desk_be(d, DESK_UNIT_LEAD, ROLE_BIT(UNIT_LEAD), "1021");
	desk_begin(d, EVENT_RETURN);
	desk_arg(d, EA_REASON_CODE, "not_duty");
	desk_arg(d, EA_BASIS, "三定规定第三条");
	desk_arg(d, EA_SUGGEST, "3001");
	desk_arg(d, EA_REASON, "该路段未移交市政");
}

static inline void
desk_merge(struct desk *d)
{
	desk_be(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	desk_begin(d, EVENT_MERGE);
	desk_arg(d, EA_OTHER, DESK_OTHER_TICKET);
}

/* The ticket in a state, made by right events. */
static inline void
desk_ticket(struct desk *d, enum ticket_state state)
{
	ticket_free(&d->t);
	ticket_init(&d->t);
	desk_be(d, DESK_AGENT, ROLE_BIT(AGENT), "");
	if (state == STATE_NONE)
		return;
	desk_lamp(d, state == STATE_INCOMPLETE ? EVENT_SUBMIT_INCOMPLETE : EVENT_SUBMIT);
	if (state == STATE_INCOMPLETE)
		desk_set(d, TF_ADDRESS, NULL);
	desk_must(d);
	if (state == STATE_REJECTED) {
		desk_begin(d, EVENT_REJECT);
		desk_arg(d, EA_REASON_CODE, "1");
		desk_arg(d, EA_SCRIPT_READ, "1");
		desk_arg(d, EA_LEGAL_WAY, "向人民法院起诉");
		desk_must(d);
	}
	if (state == STATE_MERGED) {
		desk_merge(d);
		desk_must(d);
	}
	if (state == STATE_DISPATCHED || state == STATE_WORKING || state == STATE_RETURN_REQ) {
		desk_dispatch(d);
		desk_must(d);
	}
	if (state == STATE_WORKING)
		desk_signin(d);
	else if (state == STATE_RETURN_REQ)
		desk_return(d);
	if (d->t.state != state)
		desk_must(d);
	desk_be(d, DESK_AGENT, ROLE_BIT(AGENT), "");
}

/* The events that desk_good knows how to make pass. */
static const int desk_events[] = { EVENT_SAVE_DRAFT, EVENT_SUBMIT_DIRECT, EVENT_SUBMIT,
	EVENT_SUBMIT_INCOMPLETE, EVENT_COMPLETE, EVENT_AUTO_CLOSE, EVENT_REJECT,
	EVENT_REOPEN_REJECT, EVENT_DISPATCH, EVENT_CONTACT, EVENT_AMEND, EVENT_NOTE, EVENT_TRANSFER,
	EVENT_URGE, EVENT_SUPPLEMENT, EVENT_PROGRESS };
#define DESK_EVENTS (sizeof(desk_events) / sizeof(desk_events[0]))

/* An event of this stage that passes, with the ticket and the person it needs. */
static inline void
desk_good(struct desk *d, int kind)
{
	d->env = (struct workflow_env){ .city = d->city, .now = desk_noon(), .online = true };
	switch (kind) {
	case EVENT_COMPLETE:
	case EVENT_CONTACT:
	case EVENT_AUTO_CLOSE:
		desk_ticket(d, STATE_INCOMPLETE);
		break;
	case EVENT_REOPEN_REJECT:
		desk_ticket(d, STATE_REJECTED);
		break;
	default:
		desk_ticket(d, event_info((enum event_kind)kind)->from & STATE_BIT(NONE)
				   ? STATE_NONE
				   : STATE_PENDING);
	}
	if (d->t.state == STATE_NONE)
		desk_lamp(d, kind);
	else
		desk_begin(d, kind);
	if (kind == EVENT_COMPLETE || kind == EVENT_AMEND)
		desk_set(d, TF_ADDRESS, "红山路87号");
	if (kind == EVENT_SUBMIT_INCOMPLETE)
		desk_set(d, TF_ADDRESS, NULL);
	if (kind == EVENT_SUBMIT_DIRECT) {
		desk_set(d, TF_TYPE, "consult");
		desk_set(d, TF_CLOSE_TYPE, "direct");
		desk_set(d, TF_ANSWER, "带身份证到街道便民服务中心办理");
	}
	if (kind == EVENT_REJECT) {
		desk_arg(d, EA_REASON_CODE, "1");
		desk_arg(d, EA_SCRIPT_READ, "1");
		desk_arg(d, EA_LEGAL_WAY, "向人民法院起诉");
	}
	if (kind == EVENT_CONTACT)
		desk_arg(d, EA_RESULT, "no_answer");
	if (kind == EVENT_NOTE || kind == EVENT_URGE || kind == EVENT_SUPPLEMENT)
		desk_arg(d, EA_NOTE, "又来电, 仍未修");
	if (kind == EVENT_TRANSFER) {
		desk_arg(d, EA_TARGET, "燃气公司 24小时抢修 8890-0119");
		desk_arg(d, EA_MODE, "consult");
		desk_arg(d, EA_RESULT, "connected");
	}
	if (kind == EVENT_REOPEN_REJECT) {
		desk_be(d, DESK_SENIOR, ROLE_BIT(SENIOR), "");
		desk_arg(d, EA_REASON, "来电人补充了新情况");
	}
	if (kind == EVENT_DISPATCH) {
		desk_be(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
		desk_arg(d, EA_TO_UNIT, "1021");
		desk_arg(d, EA_RULE, "D0205");
	}
	if (kind == EVENT_AUTO_CLOSE) {
		d->t.contact_count = 1;
		desk_be(d, "system", ROLE_BIT(SYSTEM), "");
		d->env.now = d->t.incomplete_due + 1;
	}
	strcpy(d->ev.actor, d->who.user);
	(void)str_copy(d->ev.unit, sizeof(d->ev.unit), d->who.unit);
	d->ev.at = d->ev.at_server = d->env.now;
}

#endif
