#ifndef MODEL_DRILL_H
#define MODEL_DRILL_H

#include "model/lesson.h"
#include "model/scenario.h"
#include "model/workflow.h"

/* A drill 演练: a lesson without a telephone, for those who take no calls: tickets stand on the desk, and the lesson is what
 * is done with them. It is a scenario file with other sections: [演练] [工单 甲] [经过 甲] [步骤 甲 联系群众] [不许 甲 提交反馈];
 * told in conf/scenarios/README.md. Part of a struct scenario, whose buffer its strings point into.
 *
 * A value of a step's form is kept as it was written (the Chinese of a choice, 甲 of another ticket, "3天后"): what the rules
 * take is made of it by drill_args. */

#define DRILL_TICKETS 4
#define DRILL_PASTS   12
#define DRILL_STEPS   16
#define DRILL_NEVERS  8
#define DRILL_VALUES  12
#define DRILL_BRIEF   300 /* characters of the situation */

/* The items of qa_form("drill"), in its order; those of the trainer stand where they stand on the agent's sheet. */
#define DRILL_ITEMS(X)     \
	X(FACTS, "核实")   \
	X(WRITING, "文字") \
	X(TONE, "语气")    \
	X(POINT, "切题")   \
	X(PLAN, "方案")    \
	X(DONE, "落实")    \
	X(EFFECT, "效果")  \
	X(CONTACT, "联系") \
	X(BASIS, "依据")   \
	X(TIME, "时效")
/* And its fatal ones. */
#define DRILL_FATALS(X)                     \
	X(UNSPOKEN, "未联系就反馈")         \
	X(DISCLOSED, "泄露诉求人信息")      \
	X(PROMISED, "擅自承诺结果")         \
	X(NO_BASIS, "没有依据就退单")       \
	X(FALSE, "虚假反馈")                \
	X(PUSHED_OFF, "推诿")               \
	X(NOT_REPORTED, "该报告的没有报告") \
	X(AGAINST_RULES, "违规办理")
enum drill_item {
#define X(name, zh) DRILL_##name,
	DRILL_ITEMS(X)
#undef X
	    DRILL_ITEM_COUNT
};
enum drill_fatal {
#define X(name, zh) DRILL_FATAL_##name,
	DRILL_FATALS(X)
#undef X
	    DRILL_FATAL_COUNT
};

struct drill_value { /* a cell of a step's form */
	enum event_arg arg;
	const char *text;
};
struct drill_values {
	struct drill_value v[DRILL_VALUES];
	int n;
};
struct drill_ticket {
	const char *name;               /* 甲 */
	const char *unit;               /* whose it is; "" whom the catalogue names */
	const char *agent, *dispatcher; /* as of the drill; "" those */
	const char *last6;              /* the end of its number; "" as it comes */
	int64_t taken_ago;              /* ms before the lesson */
	struct fields f;
	int line;
};
struct drill_past { /* a step that others have taken already */
	int ticket;
	enum event_kind event;
	const char *by; /* job number */
	struct drill_values said;
	int line;
};
struct drill_step { /* of the trainee */
	int ticket;
	enum event_kind event;
	struct drill_values said; /* the model solution */
	struct drill_values
	    wants;               /* conditions: of each argument, what must be in it (drill_fits) */
	const char *rule, *hint; /* why; what a coach says before it is done */
	int within_s;            /* from the beginning; 0 whenever */
	int item;                /* enum drill_item that is lost without it */
	int fatal;               /* enum drill_fatal when it is missing; -1 none */
	int offline;             /* 1: to be done while the line is down */
	int line;
};
struct drill_never {
	int ticket; /* -1 whichever */
	enum event_kind event;
	struct drill_values wants; /* only when all of it is so; none: always */
	const char *rule;
	int fatal;
	int line;
};
struct drill {
	bool of_call;                   /* older tickets of a caller, and no more */
	const char *job_no, *unit;      /* at whose desk; "" at the hotline */
	int role;                       /* enum person_role */
	const char *agent, *dispatcher; /* job numbers: who took the tickets down, who sent them */
	const char *situation, *remark; /* told before and after */
	const char *secret; /* scenario_words that stand in nothing that is written; "" none */
	int par_s;
	int ordered;         /* 1: the steps of a ticket one after another as written */
	int cut_at_s, cut_s; /* the line is down from there, for so long; 0 never */
	struct drill_ticket ticket[DRILL_TICKETS];
	int n_tickets;
	struct drill_past past[DRILL_PASTS];
	int n_pasts;
	struct drill_step step[DRILL_STEPS];
	int n_steps;
	struct drill_never never[DRILL_NEVERS];
	int n_nevers;
	int past_of; /* while it is read: whose [经过] this is */
	int line;
};

_Static_assert(DRILL_TICKETS <= LESSON_TICKETS, "a lesson names them all");

void drill_free(struct drill *d); /* NULL is fine */

/* ---- one move on a ticket ---- */

/* What the words of a file stand for. */
struct drill_names {
	const struct drill *drill;         /* or what stands before a call */
	const char *ticket[DRILL_TICKETS]; /* ids; NULL none yet */
	const char *told; /* number of the event by which the citizen was told last; NULL none */
	int64_t now;
};
/** drill_args(k, said, names, out, e): the arguments of step ${k} as the rules take them. ${out} zeroed. */
enum err_code drill_args(enum event_kind k, const struct drill_values *said,
    const struct drill_names *names, struct args *out, struct err *e);
/** drill_fits(k, want, args, names): does the argument hold that? Of a closed list and of a unit any of "已联系|拒绝沟通"; of
 * other words as scenario_words. */
bool drill_fits(enum event_kind k, const struct drill_value *want, const struct args *args,
    const struct drill_names *names);
/** drill_label(k, a): what that cell of the step's form is called. */
const char *drill_label(enum event_kind k, enum event_arg a);

/* What puts a ticket where the lesson begins: taken down, sent to its unit where the catalogue does not send it by itself, then
 * what others have done. */
struct drill_move {
	int ticket;
	enum event_kind event;
	const char *by;
	int64_t ago_ms;           /* before the lesson */
	const struct fields *set; /* NULL none */
	const char *last6;        /* of the number it is to have; "" as it comes */
	struct args args;
	int line;
};
#define DRILL_MOVES (2 * DRILL_TICKETS + DRILL_PASTS)
/** drill_moves(c, names, out, n, e): those of names->drill in their order; ${out} holds DRILL_MOVES. drill_moves_free. */
enum err_code drill_moves(const struct city *c, const struct drill_names *names,
    struct drill_move *out, int *n, struct err *e);
void drill_moves_free(struct drill_move *m, int n);

/* ---- while it is under way ---- */

/** drill_found(s, l, out): of each step, which deed of the lesson was it; -1 none. drill_next(s, l): the first step that is
 * still to be done; -1: all is done. */
void drill_found(const struct scenario *s, const struct lesson *l, int out[DRILL_STEPS]);
int drill_next(const struct scenario *s, const struct lesson *l);

#endif
