#ifndef MODEL_ASSIGNMENT_H
#define MODEL_ASSIGNMENT_H

#include <stdbool.h>
#include <stdint.h>

/* 承办任务 (domain.md §2.3): what one unit has to do on a ticket. Part of the ticket's projection, changed only by
 * ticket_apply. A unit holds at most one open assignment of a ticket, so that (ticket, unit) names it. */

/* X(NAME, json, Chinese) */
#define ASSIGN_ROLES(X)         \
	X(LEAD, "lead", "主办") \
	X(CO, "co", "协办")     \
	X(CC, "cc", "抄送")     \
	X(DOWN, "down", "下派")
enum assign_role {
#define X(name, json, zh) ASSIGN_##name,
	ASSIGN_ROLES(X)
#undef X
	    ASSIGN_ROLE_COUNT
};

#define ASSIGN_STATES(X)                  \
	X(WAITING, "waiting", "待签收")   \
	X(SIGNED, "signed", "已签收")     \
	X(REPLIED, "replied", "已反馈")   \
	X(DONE, "done", "已完成")         \
	X(RETURNED, "returned", "已退单") \
	X(CANCELLED, "cancelled", "已取消")
enum assign_state {
#define X(name, json, zh) ASSIGN_IS_##name,
	ASSIGN_STATES(X)
#undef X
	    ASSIGN_STATE_COUNT
};

struct assignment {
	char unit[16];
	char parent[16]; /* DOWN: the unit that handed it down; "" otherwise */
	enum assign_role role;
	enum assign_state state;
	int64_t made_at, signin_due, due; /* due: when its part must be done; 0 none (抄送) */
	int64_t signed_at, replied_at, ended_at;
	char signed_by[16]; /* job number; "system" 视同签收 */
	bool late_signin;
	unsigned cards; /* CARD_GIVEN, CARD_STANDS of each colour (model/card.h) */
};

#define ASSIGN_MAX 16 /* of one ticket; the oldest that ended gives way, its events stay */

const char *assign_role_json(enum assign_role r);
const char *assign_role_label(enum assign_role r);
int assign_role_by_json(const char *json); /* -1 unknown */
const char *assign_state_json(enum assign_state s);
const char *assign_state_label(enum assign_state s);
int assign_state_by_json(const char *json); /* -1 unknown */
/** assignment_is_open(a): the unit still owes something: waiting, signed, or replied and not yet accepted. */
bool assignment_is_open(const struct assignment *a);

#endif
