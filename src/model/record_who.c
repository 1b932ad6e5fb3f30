/* record_who.c: desk records and people: which kinds the centre gives back, who writes them, who reads those of others, how
 * long they matter, and which somebody waits for. Not here: what a record may say (record.c). */
#include <string.h>

#include "model/article_flow.h"
#include "model/assist.h"
#include "model/call.h"
#include "model/caller_tag.h"
#include "model/guidance.h"
#include "model/record.h"
#include "model/role.h"
#include "model/zero_report.h"

#define QA_PEOPLE       (ROLE_BIT(QA) | ROLE_BIT(TRAINER) | ROLE_BIT(LEADER))
#define QA_WATCH        (QA_PEOPLE | ROLE_BIT(SENIOR) | ROLE_BIT(SUPERVISOR) | ROLE_BIT(INSPECTOR))
#define GUIDANCE_PEOPLE (ROLES_GUIDANCE_WRITE | ROLES_GUIDANCE_APPROVE)
#define AT_DESK         (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))
#define FLOOR           (ROLE_BIT(SENIOR) | ROLE_BIT(LEADER) | ROLE_BIT(QA))
#define HELPERS         (ROLE_BIT(SENIOR) | ROLE_BIT(LEADER)) /* who answers on the floor */
#define HOUR_MS         (3600LL * 1000)
#define DAY_MS          (24 * HOUR_MS)

/* Kinds that the centre gives back: who writes them, and who reads those of others. */
static const struct share {
	enum record_kind kind;
	uint32_t writers, readers;
} shares[] = {
	{ RECORD_QA_SHEET, QA_PEOPLE | ROLE_BIT(OBSERVER), QA_WATCH },
	{ RECORD_QA_DISPUTE, ~0U, QA_WATCH },
	{ RECORD_QA_AGAIN, QA_PEOPLE, QA_WATCH },
	{ RECORD_QA_DRAW, QA_PEOPLE | ROLE_BIT(SYSTEM), QA_WATCH | ROLE_BIT(OBSERVER) },
	{ RECORD_HANDOVER, AT_DESK | ROLE_BIT(LEADER), AT_DESK | ROLE_BIT(LEADER) },
	{ RECORD_ARTICLE, ROLES_KB | ROLE_BIT(SYSTEM), ROLES_KB },
	{ RECORD_CORRECT, ~0U, ROLES_KB },
	{ RECORD_TASK, ROLES_KB, ROLES_KB },
	{ RECORD_ANSWER, ROLES_KB, ROLES_KB },
	{ RECORD_MISS, ~0U, ROLES_KB },
	{ RECORD_USELESS, ~0U, ROLES_KB },
	{ RECORD_ZERO_REPORT, ROLES_UNIT & ~ROLE_BIT(VILLAGE), ROLES_ZERO_WATCH },
	{ RECORD_GUIDANCE, GUIDANCE_PEOPLE, GUIDANCE_PEOPLE },
	{ RECORD_READ, ~0U, ROLES_GUIDANCE_APPROVE }, /* who has read it */
	{ RECORD_AGENT, ~0U, FLOOR },
	{ RECORD_CALL_LOG, ~0U, FLOOR },
	{ RECORD_SAME_CALLER, AT_DESK, AT_DESK }, /* who sees the numbers anyway */
	{ RECORD_CALLER_TAG, AT_DESK, AT_DESK },
	{ RECORD_ASSIST, AT_DESK, HELPERS },
	{ RECORD_ORDER, HELPERS, HELPERS },
	{ RECORD_QUEUE, FLOOR, FLOOR },
	{ RECORD_PACKET, AT_DESK, 0 }, /* the two it is between */
	{ RECORD_MARK, AT_DESK, QA_WATCH },
};

static const struct share *
share_of(enum record_kind k)
{
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		if (shares[i].kind == k)
			return &shares[i];
	return NULL;
}

bool
record_is_shared(enum record_kind k)
{
	return share_of(k) != NULL;
}

bool
record_is_floor(uint32_t roles)
{
	return (roles & FLOOR) != 0;
}

int64_t
record_brief_ms(enum record_kind k)
{
	switch (k) {
	case RECORD_QUEUE:
		return HOUR_MS;
	case RECORD_AGENT:
	case RECORD_ASSIST:
	case RECORD_ORDER:
	case RECORD_PACKET:
		return DAY_MS;
	case RECORD_CALL_LOG:
		return 3 * DAY_MS;
	default:
		return 0;
	}
}

bool
record_may_write(const struct record *r, uint32_t roles)
{
	const struct share *s = share_of(r->kind);

	if (s == NULL)
		return true;
	if (r->kind == RECORD_QA_SHEET && (roles & QA_PEOPLE) == 0 &&
	    strcmp(r->code, "observer") != 0)
		return false; /* observers have a sheet of their own */
	if (r->kind == RECORD_ASSIST && assist_code(r) >= 0 &&
	    assist_is_seniors((enum assist_code)assist_code(r)))
		return (roles & HELPERS) != 0;
	if (caller_tag_is_seniors(r))
		return (roles & ROLE_BIT(SENIOR)) != 0;
	return (s->writers & roles) != 0;
}

/* Whoever takes calls calls back, and must see that another did. */
static bool
is_to_call_back(const struct record *r)
{
	const int w = call_way_by_json(r->code);

	return r->object[0] != '\0' || (w >= 0 && call_way_is_owed((enum call_way)w));
}

bool
record_may_read(const struct record *r, const char *user, uint32_t roles)
{
	const struct share *s = share_of(r->kind);

	/* of what was read only talking points from a seat have a list of readers: whatever else is read would be most of
	 * what a seat gets back, and nobody looks at it there */
	if (r->kind == RECORD_READ)
		return s != NULL && (s->readers & roles) != 0 && guidance_is_id(r->object);
	if (s == NULL || (s->readers & roles) != 0)
		return s != NULL;
	if (r->kind == RECORD_SAME_CALLER || r->kind == RECORD_CALLER_TAG)
		return false;
	if (r->kind == RECORD_CALL_LOG)
		return (roles & ROLE_BIT(AGENT)) != 0 && is_to_call_back(r);
	return r->kind != RECORD_AGENT &&
	       (strcmp(r->by, user) == 0 || strcmp(r->object, user) == 0);
}

/* Whom a role makes act at once; of the others only who is named waits. */
static bool
is_pressing(const struct record *r)
{
	return r->kind == RECORD_GUIDANCE ||
	       (r->kind == RECORD_ASSIST && assist_code(r) != ASSIST_MATTER);
}

bool
record_is_prompt(const struct record *r)
{
	const enum record_kind k = r->kind;

	return is_pressing(r) || k == RECORD_ORDER || k == RECORD_HANDOVER || k == RECORD_TASK ||
	       k == RECORD_ANSWER || k == RECORD_PACKET;
}

bool
record_is_awaited(const struct record *r, const char *user, uint32_t roles)
{
	return record_is_prompt(r) && strcmp(r->by, user) != 0 &&
	       (is_pressing(r) || strcmp(r->object, user) == 0) && record_may_read(r, user, roles);
}
