#ifndef TEST_MODEL_DESK_UNIT_H
#define TEST_MODEL_DESK_UNIT_H

#include "desk.h"

/* The rows of who does it, each with the ticket, the person and the values it needs; and the desk with a master beside
 * it. */

#define NO_UNIT ""

static const struct unit_row {
	int kind;
	enum ticket_state from, to;
	const char *user, *unit;
	uint32_t roles;
} unit_rows[] = {
	{ EVENT_DISPATCH, STATE_PENDING, STATE_DISPATCHED, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_ADD_CO, STATE_WORKING, STATE_WORKING, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_SIGNIN, STATE_DISPATCHED, STATE_WORKING, DESK_UNIT, "1021", ROLE_BIT(UNIT) },
	{ EVENT_AUTO_SIGNIN, STATE_DISPATCHED, STATE_WORKING, "system", NO_UNIT, ROLE_BIT(SYSTEM) },
	{ EVENT_RETURN, STATE_WORKING, STATE_RETURN_REQ, DESK_UNIT_LEAD, "1021",
	    ROLE_BIT(UNIT_LEAD) },
	{ EVENT_RETURN_OK, STATE_RETURN_REQ, STATE_DISPATCHED, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_RETURN_NO, STATE_RETURN_REQ, STATE_WORKING, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_DESIGNATE, STATE_RETURN_REQ, STATE_DISPATCHED, "6001", NO_UNIT, ROLE_BIT(LEADER) },
	{ EVENT_ASSIGN_DOWN, STATE_WORKING, STATE_WORKING, DESK_UNIT, "1021", ROLE_BIT(UNIT) },
	{ EVENT_CO_REPLY, STATE_WORKING, STATE_WORKING, "5004", "3001", ROLE_BIT(UNIT) },
	{ EVENT_PHONE_NOTIFY, STATE_DISPATCHED, STATE_DISPATCHED, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_MERGE, STATE_WORKING, STATE_MERGED, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_UNMERGE, STATE_MERGED, STATE_PENDING, DESK_DISPATCHER, NO_UNIT,
	    ROLE_BIT(DISPATCHER) },
	{ EVENT_MERGE_ASK, STATE_PENDING, STATE_PENDING, DESK_AGENT, NO_UNIT, ROLE_BIT(AGENT) },
	{ EVENT_FOLLOW, STATE_PENDING, STATE_PENDING, "system", NO_UNIT, ROLE_BIT(SYSTEM) },
};
#define N_UNIT_ROWS (sizeof(unit_rows) / sizeof(unit_rows[0]))

static inline const struct unit_row *
row_of(int kind)
{
	size_t i = 0;

	while (i + 1 < N_UNIT_ROWS && unit_rows[i].kind != kind)
		i++;
	return &unit_rows[i];
}

/* The step ${kind}, with all it needs; the ticket is there, ${env}.other is the master it may join. */
static inline void
step(struct desk *d, int kind)
{
	const struct unit_row *row = row_of(kind);

	desk_be(d, row->user, row->roles, row->unit);
	desk_begin(d, row->kind);
	switch (row->kind) {
	case EVENT_DISPATCH:
	case EVENT_RETURN_OK:
	case EVENT_DESIGNATE:
		desk_arg(d, EA_TO_UNIT, row->kind == EVENT_DISPATCH ? "1021" : "3001");
		desk_arg(d, EA_BASIS, "权责清单第8项");
		break;
	case EVENT_ADD_CO:
		desk_arg(d, EA_TO_UNIT, "3001");
		desk_arg(d, EA_NOTE, "请核实移交情况");
		break;
	case EVENT_ASSIGN_DOWN:
		desk_arg(d, EA_TO_UNIT, "1121");
		break;
	case EVENT_RETURN:
		desk_return(d);
		break;
	case EVENT_RETURN_NO:
	case EVENT_UNMERGE:
		desk_arg(d, EA_REASON, "属该单位职责");
		break;
	case EVENT_PHONE_NOTIFY:
		desk_arg(d, EA_ANSWERED_BY, "值班 刘强");
		desk_arg(d, EA_NOTE, "电话告知编号和时限");
		break;
	case EVENT_CO_REPLY:
		desk_arg(d, EA_NOTE, "已核实, 该路段已移交");
		break;
	case EVENT_MERGE:
	case EVENT_MERGE_ASK:
	case EVENT_FOLLOW:
		desk_arg(d, EA_OTHER, DESK_OTHER_TICKET);
		break;
	default:
		break;
	}
}

static inline void
by_dispatcher(struct desk *d, int kind, const char *unit)
{
	desk_be(d, DESK_DISPATCHER, ROLE_BIT(DISPATCHER), "");
	desk_begin(d, kind);
	desk_arg(d, EA_TO_UNIT, unit);
	desk_arg(d, EA_BASIS, "权责清单第8项");
	desk_arg(d, EA_NOTE, "请按职责办理");
}

static inline void
good(struct desk *d, int kind)
{
	const struct unit_row *row = row_of(kind);

	d->env.now = desk_noon();
	d->env.online = d->env.at_centre = true;
	desk_ticket(d, row->from);
	if (row->kind == EVENT_CO_REPLY) {
		by_dispatcher(d, EVENT_ADD_CO, "3001");
		desk_must(d);
	}
	if (row->kind == EVENT_AUTO_SIGNIN)
		d->env.now = d->t.return_until + 1;
	step(d, kind);
}

/* The desk, and beside it the master. */
static inline void
open_two(struct desk *d, struct desk *master, struct city *city)
{
	desk_open(master, city);
	desk_ticket(master, STATE_PENDING);
	(void)str_copy(master->t.id, sizeof(master->t.id), DESK_OTHER_TICKET);
	desk_open(d, city);
	d->env.other = &master->t;
}

static inline void
close_two(struct desk *d, struct desk *master)
{
	desk_close(d);
	desk_close(master);
}

#endif
