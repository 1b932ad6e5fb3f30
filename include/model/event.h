#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/ticket.h"

/* 流转记录. Append only; the one way a ticket changes. An operation of a seat (wire/op.h) carries the same content and
 * becomes an event when the centre accepts it. */

/* Arguments of events: what is said with the step, beside the ticket's fields. X(NAME, json, label, PART, max chars) */
#define EVENT_ARGS(X)                                                \
	X(NOTE, "note", "说明", MATTER, 2000)                        \
	X(REASON_CODE, "reason_code", "原因代码", MATTER, 24)        \
	X(REASON, "reason", "原因", MATTER, 500)                     \
	X(BASIS, "basis", "依据", MATTER, 200)                       \
	X(TO_UNIT, "to_unit", "承办单位", MATTER, 16)                \
	X(CO_UNITS, "co_units", "协办单位", MATTER, 200)             \
	X(RULE, "rule", "派单规则", MATTER, 24)                      \
	X(LIMIT, "limit", "时限", MATTER, 24)                        \
	X(RESULT, "result", "结果", MATTER, 24)                      \
	X(STAGE, "stage", "环节", MATTER, 16)                        \
	X(PHONE, "phone_used", "拨打号码", IDENTITY, 24)             \
	X(ANSWERED_BY, "answered_by", "接听人", MATTER, 40)          \
	X(SUMMARY, "summary", "内容", MATTER, 2000)                  \
	X(SCRIPT_READ, "script_read", "话术已读", MATTER, 1)         \
	X(LEGAL_WAY, "legal_way", "法定途径", MATTER, 200)           \
	X(CALL_ID, "call_id", "通话", MATTER, 40)                    \
	X(OTHER, "other_ticket", "相关工单", MATTER, 36)             \
	X(SUGGEST, "suggest", "建议", MATTER, 200)                   \
	X(FIELD, "field", "字段", MATTER, 32)                        \
	X(LOST, "lost", "冲突稿", MATTER, 8000)                      \
	X(LOST_SEALED, "lost_sealed", "冲突稿(身份)", IDENTITY, 120) \
	X(AT, "at", "时刻", MATTER, 16)                              \
	X(TARGET, "target", "转接对象", MATTER, 80)                  \
	X(MODE, "mode", "转接方式", MATTER, 16)                      \
	X(KIND, "kind", "类别", MATTER, 24)                          \
	X(FACTS, "facts", "核实情况", MATTER, 2000)                  \
	X(PLAN, "plan", "处理方案", MATTER, 2000)                    \
	X(ACTION, "action", "落实情况", MATTER, 2000)                \
	X(EFFECT, "effect", "效果评估", MATTER, 2000)                \
	X(IS_TRUE, "is_true", "诉求属实", MATTER, 16)                \
	X(SOLVED, "solved", "是否解决", MATTER, 16)                  \
	X(UNSOLVED, "unsolved_reason", "未解决原因", MATTER, 24)     \
	X(PUBLIC, "reply_public", "公开答复", MATTER, 2000)          \
	X(SIGNED_BY, "signed_by", "审签人", MATTER, 40)              \
	X(FILES, "files", "附件", MATTER, 2000)                      \
	X(UNTIL, "until", "到期时间", MATTER, 20)                    \
	X(DAYS, "days", "天数", MATTER, 4)                           \
	X(STARS, "stars", "办理结果评价", MATTER, 1)                 \
	X(MANNER, "manner", "服务态度评价", MATTER, 1)               \
	X(METHOD, "method", "方式", MATTER, 16)                      \
	X(TOLD, "told", "告知依据", MATTER, 36)                      \
	X(TO_USER, "to_user", "接收人", MATTER, 16)                  \
	X(FOR, "on_behalf_of", "代录", MATTER, 40)                   \
	X(COLOUR, "colour", "牌色", MATTER, 8)                       \
	X(CLOCK, "clock", "哪个时限", MATTER, 16)                    \
	X(FOLLOWER, "follower", "反映人", IDENTITY, 120)

enum event_arg {
#define X(name, json, label, part, chars) EA_##name,
	EVENT_ARGS(X)
#undef X
	    EA_COUNT
};

struct arg_info {
	const char *json, *label;
	enum field_part part;
	int max_chars;
};
const struct arg_info *arg_info(enum event_arg a);
int arg_by_json(const char *json);

struct args {
	char *v[EA_COUNT]; /* NULL: absent; owned */
};
void args_free(struct args *a);
bool args_set(struct args *a, enum event_arg which, const char *value);
const char *args_get(const struct args *a, enum event_arg which); /* "" when absent */
bool args_copy(struct args *to, const struct args *from);

struct event {
	char id[ID_SIZE]; /* the operation's id; made by whoever acts */
	char ticket[ID_SIZE];
	int64_t seq; /* 1.. within the ticket; 0 before the centre numbered it */
	int kind;    /* enum event_kind of workflow.h */
	enum ticket_state from, to;
	char actor[16]; /* job number of the person whose act it is, or "system" */
	char actor_name[64];
	char unit[16];     /* actor's unit, "" at the centre */
	char via[ID_SIZE]; /* device */
	int64_t at;        /* device's time, reconstructed by the centre (protocol rule 12) */
	int64_t at_server; /* the centre's receipt; orders and counts down */
	bool offline;      /* made while the device was out of contact */
	struct fields set,
	    was; /* fields named by this event, and what the author saw there before */
	struct args args;
	char prev_hash[65], hash[65]; /* hex; "" before the centre chained it */
	uint8_t salt[16];             /* of the identity digest (architecture.md, Event hash) */
	uint8_t identity_hash[32];
	bool
	    has_identity; /* identity values are in set/was/args; false also when withheld from the reader */
	bool identity_withheld; /* the event has identity that this reader was not sent */
};

void event_init(struct event *ev);
void event_free(struct event *ev); /* frees what it holds */
bool event_copy(struct event *to, const struct event *from);
/** event_drop_identity(ev): unset identity members, mark them withheld when there were any. */
void event_drop_identity(struct event *ev);

#endif
