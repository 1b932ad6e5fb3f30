#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include <stdbool.h>
#include <stdint.h>

/* Who a person is at the hotline (domain.md §2.13). A person may hold several; rights are the union.
 * X(NAME, json code, Chinese). SYSTEM is the centre itself and is never given to a person. */
#define ROLES_OF_PEOPLE(X)                      \
	X(AGENT, "agent", "话务员")             \
	X(SENIOR, "senior", "班长")             \
	X(DISPATCHER, "dispatcher", "派单员")   \
	X(VISITOR, "visitor", "回访员")         \
	X(QA, "qa", "质检员")                   \
	X(TRAINER, "trainer", "培训师")         \
	X(TRAINEE, "trainee", "学员")           \
	X(KB_EDITOR, "kb_editor", "知识采编")   \
	X(KB_AUDITOR, "kb_auditor", "知识审核") \
	X(UNIT, "unit", "承办员")               \
	X(UNIT_LEAD, "unit_lead", "审签人")     \
	X(TOWNSHIP, "township", "分中心")       \
	X(VILLAGE, "village", "代办员")         \
	X(SUPERVISOR, "supervisor", "督办员")   \
	X(LEADER, "leader", "热线办领导")       \
	X(INSPECTOR, "inspector", "督查")       \
	X(OBSERVER, "observer", "督察团")       \
	X(ADMIN, "admin", "管理员")             \
	X(SYSTEM, "system", "系统")

enum person_role {
#define X(name, json, zh) ROLE_NO_##name,
	ROLES_OF_PEOPLE(X)
#undef X
	    ROLE_NO_COUNT
};

#define ROLE_BIT(name) (1u << ROLE_NO_##name)

#define ROLES_CENTRE                                                                     \
	(ROLE_BIT(AGENT) | ROLE_BIT(SENIOR) | ROLE_BIT(DISPATCHER) | ROLE_BIT(VISITOR) | \
	    ROLE_BIT(QA) | ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER) | ROLE_BIT(INSPECTOR))
/* The hotline's own people: what is internal, or not published yet, is for them only. */
#define ROLES_HOTLINE                                                                 \
	(ROLES_CENTRE | ROLE_BIT(TRAINER) | ROLE_BIT(TRAINEE) | ROLE_BIT(KB_EDITOR) | \
	    ROLE_BIT(KB_AUDITOR) | ROLE_BIT(ADMIN))
/* Knowledge: who writes it, and who lets it out; that they are two people is the rule of the step (model/article_flow.h). */
#define ROLES_KB_EDIT   (ROLE_BIT(KB_EDITOR) | ROLE_BIT(KB_AUDITOR))
#define ROLES_KB_REVIEW (ROLE_BIT(KB_AUDITOR) | ROLE_BIT(LEADER))
#define ROLES_KB        (ROLES_KB_EDIT | ROLE_BIT(LEADER)) /* who edits and who reviews */
#define ROLES_UNIT      (ROLE_BIT(UNIT) | ROLE_BIT(UNIT_LEAD) | ROLE_BIT(TOWNSHIP) | ROLE_BIT(VILLAGE))
/* Who looks after what units report in a special-protection period (model/zero_report.h). */
#define ROLES_ZERO_WATCH (ROLE_BIT(SUPERVISOR) | ROLE_BIT(LEADER) | ROLE_BIT(INSPECTOR))

/* Temporary talking points: who writes them, and who lets them out; that they are two people is the rule of the step
 * (model/guidance.h). */
#define ROLES_GUIDANCE_WRITE   (ROLE_BIT(SENIOR) | ROLE_BIT(KB_EDITOR))
#define ROLES_GUIDANCE_APPROVE (ROLE_BIT(SENIOR) | ROLE_BIT(LEADER))

/* Who administers a centre. */
#define ROLES_STEWARD ROLE_BIT(ADMIN)

/* What stands beside the tickets and is for some roles only: the administration of a centre.
 * X(NAME, roles, what it is). A step on a ticket names its roles itself (events.def). */
#define RIGHTS(X)                                               \
	X(PEOPLE, ROLES_STEWARD, "管理人员和密码")              \
	X(SEATS, ROLES_STEWARD, "管理坐席机")                   \
	X(TABLES, ROLES_STEWARD, "更新城市资料")                \
	X(DEPUTIES, ROLE_BIT(UNIT_LEAD), "授权代签")            \
	X(GUIDANCE_WRITE, ROLES_GUIDANCE_WRITE, "拟写临时口径") \
	X(GUIDANCE_APPROVE, ROLES_GUIDANCE_APPROVE, "批准临时口径")

enum role_right {
	RIGHT_NONE,
#define X(name, roles, zh) RIGHT_##name,
	RIGHTS(X)
#undef X
	    RIGHT_COUNT
};

/* Somebody acting on a ticket: what rules may ask about a person. Borrowed strings. */
struct actor {
	const char *user; /* job number, "1154"; "system" for the centre */
	const char *name; /* 王芳 */
	const char *unit; /* unit code of unit-side roles, "" for the centre's people */
	uint32_t roles;   /* ROLE_BIT set */
};

const char *role_json(enum person_role r);
const char *role_label(enum person_role r);
/** roles_parse("agent,senior", out): the bit set; false at an unknown name (out holds those before it). */
bool roles_parse(const char *list, uint32_t *out);
/** roles_may(roles, right): does one of them have it? role_right_label(right): 管理人员和密码. role_right_holders(right): the roles
 * that have it, as a bit set. */
bool roles_may(uint32_t roles, enum role_right right);
const char *role_right_label(enum role_right right);
uint32_t role_right_holders(enum role_right right);
/** roles_label(roles): Chinese name of the most senior role for the status line ("话务员"). */
const char *roles_label(uint32_t roles);
/** roles_may_see_identity(roles, confidential, report): may this role receive names and phones of such a ticket?
 * The centre's people may; units may unless the ticket is confidential or a report; observers never (§7.9, practice A). */
bool roles_may_see_identity(uint32_t roles, bool confidential, bool report);

#endif
