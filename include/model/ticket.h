#ifndef MODEL_TICKET_H
#define MODEL_TICKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/str.h"
#include "model/assignment.h"

/* 工单. A ticket is its events (model/event.h); this struct is the projection that ticket_apply() keeps.
 * What people write into it are FIELDS: text values keyed by enum ticket_field, the same from the form through the
 * draft, the journal, the wire and the database to the sheet, so that a new field is one line here.
 *
 * X(NAME, json, label, PART, CLASS, KIND, max characters)
 * PART   MATTER, or IDENTITY (sealed at rest, absent on the wire for roles that may not see it)
 * CLASS  how two edits merge (protocol rule 6): SCALAR the centre's stays, ours becomes a conflict; TEXT both kept,
 *        the losing one as a note 冲突稿; SET codes joined by ",", united (model/members.h); FIXED set once;
 *        KEYS lines name=value, each name for itself as a SCALAR (model/extra.h)
 * KIND   LINE one line of free text; TEXT many lines; ENUM a code of its own table; BOOL "1"/"0"/""; AREA CATEGORY
 *        UNIT codes of the city pack; INT */
#define TICKET_FIELDS(X)                                                           \
	X(NO, "ticket_no", "工单编号", MATTER, FIXED, LINE, 20)                    \
	X(CHANNEL, "channel", "诉求来源", MATTER, FIXED, ENUM, 16)                 \
	X(ORIGIN_LINE, "origin_line", "原热线", MATTER, SCALAR, LINE, 16)          \
	X(TYPE, "type", "类型", MATTER, SCALAR, ENUM, 16)                          \
	X(URGENCY, "urgency", "紧急程度", MATTER, SCALAR, ENUM, 16)                \
	X(URGENCY_REASON, "urgency_reason", "定级理由", MATTER, SCALAR, LINE, 120) \
	X(COMPLEXITY, "complexity", "复杂程度", MATTER, SCALAR, ENUM, 16)          \
	X(CONTENT, "content", "诉求内容", MATTER, TEXT, TEXT, 8000)                \
	X(DEMAND, "demand", "诉求目的", MATTER, TEXT, TEXT, 1000)                  \
	X(TITLE, "title", "标题", MATTER, SCALAR, LINE, 40)                        \
	X(CATEGORY, "category", "分类", MATTER, SCALAR, CATEGORY, 8)               \
	X(AREA, "area", "区域", MATTER, SCALAR, AREA, 12)                          \
	X(ADDRESS, "address", "地点", MATTER, SCALAR, LINE, 120)                   \
	X(EVENT_TIME, "event_time", "时间", MATTER, SCALAR, LINE, 60)              \
	X(SUBJECT, "subject", "涉及对象", MATTER, SCALAR, LINE, 120)               \
	X(SUBJECT_KIND, "subject_kind", "对象类别", MATTER, SCALAR, ENUM, 16)      \
	X(PEOPLE, "people", "涉及人数", MATTER, SCALAR, INT, 6)                    \
	X(UNIT, "unit", "承办", MATTER, SCALAR, UNIT, 12)                          \
	X(UNIT_BASIS, "unit_basis", "依据", MATTER, SCALAR, LINE, 120)             \
	X(APPELLANT_KIND, "appellant_kind", "诉求主体", MATTER, SCALAR, ENUM, 16)  \
	X(NAME, "appellant_name", "诉求人", IDENTITY, SCALAR, LINE, 60)            \
	X(CALLED, "appellant_called", "称呼", IDENTITY, SCALAR, LINE, 20)          \
	X(GENDER, "gender", "性别", MATTER, SCALAR, ENUM, 2)                       \
	X(CALLER_PHONE, "caller_phone", "来电号码", IDENTITY, FIXED, LINE, 24)     \
	X(CONTACT_PHONE, "contact_phone", "联系电话", IDENTITY, SCALAR, LINE, 24)  \
	X(HOME_ADDRESS, "home_address", "诉求人住址", IDENTITY, SCALAR, LINE, 120) \
	X(ID_NUMBER, "id_number", "证件号码", IDENTITY, SCALAR, LINE, 32)          \
	X(HOME_AREA, "home_area", "归属地", MATTER, FIXED, LINE, 20)               \
	X(ON_BEHALF, "on_behalf", "代为反映", MATTER, SCALAR, BOOL, 1)             \
	X(GROUPS, "special_groups", "群体", MATTER, SET, LINE, 80)                 \
	X(CONFIDENTIAL, "confidential", "保密", MATTER, SCALAR, BOOL, 1)           \
	X(ANONYMOUS, "anonymous", "匿名", MATTER, SCALAR, BOOL, 1)                 \
	X(VISIT, "visit_wanted", "回访", MATTER, SCALAR, ENUM, 8)                  \
	X(SMS, "sms_ok", "短信", MATTER, SCALAR, BOOL, 1)                          \
	X(BEST_TIME, "best_time", "方便时段", MATTER, SCALAR, LINE, 40)            \
	X(PUBLIC, "public_ok", "公开", MATTER, SCALAR, ENUM, 8)                    \
	X(ANSWER, "answer", "答复", MATTER, TEXT, TEXT, 2000)                      \
	X(KB_REFS, "kb_refs", "引用知识", MATTER, SET, LINE, 200)                  \
	X(RELATED, "related", "关联工单", MATTER, SET, LINE, 200)                  \
	X(REPEAT, "is_repeat", "重复诉求", MATTER, SCALAR, BOOL, 1)                \
	X(CALL_ID, "call_id", "通话", MATTER, FIXED, LINE, 40)                     \
	X(RECORDING, "recording", "录音", MATTER, FIXED, LINE, 40)                 \
	X(CLOSE_TYPE, "close_type", "办结方式", MATTER, SCALAR, ENUM, 16)          \
	X(ENTERED_LATE, "entered_late", "补录", MATTER, FIXED, BOOL, 1)            \
	X(TAKEN_AT, "taken_at", "来电时间", MATTER, FIXED, LINE, 16)               \
	X(PAPER_NO, "paper_no", "纸单编号", MATTER, FIXED, LINE, 24)               \
	X(EXTRA, "extra", "补充项", MATTER, KEYS, TEXT, 2000)

enum ticket_field {
#define X(name, json, label, part, class, kind, chars) TF_##name,
	TICKET_FIELDS(X)
#undef X
	    TF_COUNT
};

enum field_part { PART_MATTER, PART_IDENTITY };
enum field_class { CLASS_SCALAR, CLASS_TEXT, CLASS_SET, CLASS_FIXED, CLASS_KEYS };
enum field_kind {
	KIND_LINE,
	KIND_TEXT,
	KIND_ENUM,
	KIND_BOOL,
	KIND_AREA,
	KIND_CATEGORY,
	KIND_UNIT,
	KIND_INT
};

struct field_info {
	const char *json, *label;
	enum field_part part;
	enum field_class class;
	enum field_kind kind;
	int max_chars;
};

/** field_info(f): the row of the table. field_by_json, field_by_label: -1 when unknown. */
const struct field_info *field_info(enum ticket_field f);
int field_by_json(const char *json);
int field_by_label(const char *label);

/* ---- the closed lists: codes stored, Chinese shown ---- */
struct enum_item {
	const char *code, *label;
};
/** enum_items(f, n): the codes that field ${f} may hold (TYPE, URGENCY, CHANNEL, …); NULL when it has no list. */
const struct enum_item *enum_items(enum ticket_field f, int *n);
/** enum_label(f, code): Chinese; the code itself when unknown, "" for NULL or "". enum_code(f, word): the code that goes by
 * that code or that Chinese; NULL unknown. */
const char *enum_label(enum ticket_field f, const char *code);
const char *enum_code(enum ticket_field f, const char *word);

/* ---- values ---- */
struct fields {
	char *v[TF_COUNT]; /* NULL: not set (differs from "" = emptied); owned */
};

void fields_free(struct fields *f); /* frees the values, not ${f}; ready for use again */
/** fields_set(f, which, value): copy; NULL unsets. false without memory. */
bool fields_set(struct fields *f, enum ticket_field which, const char *value);
/** fields_get(f, which): the value, "" when unset. Never NULL; borrowed. */
const char *fields_get(const struct fields *f, enum ticket_field which);
bool fields_copy(struct fields *to, const struct fields *from); /* frees what ${to} held */
/** fields_empty(f): is there no value in it? */
bool fields_empty(const struct fields *f);
bool fields_equal(const struct fields *a, const struct fields *b);
/** fields_drop_identity(f): unset every IDENTITY value (wiping it). */
void fields_drop_identity(struct fields *f);

/* ---- states (domain.md §3): X(NAME, json, Chinese of the desk, what the public is told) ---- */
#define TICKET_STATES(X)                                    \
	X(NONE, "none", "无", "")                           \
	X(DRAFT, "draft", "草稿", "")                       \
	X(INCOMPLETE, "incomplete", "待完善", "待补充")     \
	X(PENDING, "pending", "待派单", "已受理")           \
	X(DISPATCHED, "dispatched", "待签收", "办理中")     \
	X(WORKING, "working", "办理中", "办理中")           \
	X(RETURN_REQ, "return_req", "退单待审", "办理中")   \
	X(SUSPENDED, "suspended", "挂起", "待补充")         \
	X(REPLIED, "replied", "待审核", "办理中")           \
	X(VISITING, "visiting", "待回访", "已答复待评价")   \
	X(REVIEW, "review", "复核中", "办理中")             \
	X(CLOSED, "closed", "已办结", "已办结")             \
	X(ARCHIVED, "archived", "已归档", "已办结")         \
	X(REJECTED, "rejected", "不予受理", "不予受理")     \
	X(MERGED, "merged", "已并单", "并入")               \
	X(AUTO_CLOSED, "auto_closed", "自动关闭", "已关闭") \
	X(WITHDRAWN, "withdrawn", "已撤诉", "已撤回")       \
	X(FORWARDED, "forwarded", "已转出", "已转")

enum ticket_state {
#define X(name, json, zh, public) STATE_##name,
	TICKET_STATES(X)
#undef X
	    STATE_COUNT
};

#define STATE_BIT(name) (1u << STATE_##name)
/* Open: somebody still owes something. */
#define STATES_OPEN                                                                                \
	(STATE_BIT(INCOMPLETE) | STATE_BIT(PENDING) | STATE_BIT(DISPATCHED) | STATE_BIT(WORKING) | \
	    STATE_BIT(RETURN_REQ) | STATE_BIT(SUSPENDED) | STATE_BIT(REPLIED) |                    \
	    STATE_BIT(VISITING) | STATE_BIT(REVIEW))

const char *state_json(enum ticket_state s);
const char *state_label(enum ticket_state s);
const char *state_public(enum ticket_state s);
int state_by_json(const char *json); /* -1 unknown */

/* Something asked for that another person must decide. X(NAME, json, Chinese). At most one of a kind is open. */
#define TICKET_REQUESTS(X)                      \
	X(RETURN, "return", "退单")             \
	X(EXTEND, "extend", "延期")             \
	X(SUSPEND, "suspend", "挂起")           \
	X(INFO, "info", "要求补充")             \
	X(SIGN_OFF, "sign_off", "反馈送审")     \
	X(URGENCY, "urgency", "降低紧急程度")   \
	X(HANDOVER, "handover", "移交首问责任") \
	X(MERGE, "merge", "建议并单")           \
	X(APPEAL, "appeal", "申诉剔除")         \
	X(CARD, "card", "红黄牌申诉")           \
	X(RELAY, "relay", "请热线转达")         \
	X(SUPERVISE, "supervise", "督办待反馈")
enum ticket_request {
#define X(name, json, zh) REQUEST_##name,
	TICKET_REQUESTS(X)
#undef X
	    REQUEST_COUNT
};
struct request {
	int64_t at;    /* since when it waits; 0: none is open */
	int64_t due;   /* when it must be decided or answered; 0 no limit */
	char by[16];   /* job number of who asked */
	char unit[16]; /* of whom; for SUPERVISE and CARD: whom it concerns */
	int64_t seq;   /* of the event that asked: its words stand there */
};
const char *request_json(enum ticket_request r);
const char *request_label(enum ticket_request r);
int request_by_json(const char *json); /* -1 unknown */

enum card_colour { CARD_NONE, CARD_YELLOW, CARD_RED };

/* The projection. Instants are ms UTC, 0 = none. Within it: what it is, who works on it, instants, counts, then texts and
 * yes or no, so that nothing is padded. */
struct ticket {
	struct fields f;
	int64_t rev;         /* the centre's version of the row; 0 while only local */
	int64_t event_count; /* events of the chain so far */
	enum ticket_state state;
	enum ticket_state before; /* merged: the state it comes back to */

	/* ---- who works on it ---- */
	struct assignment assign[ASSIGN_MAX]; /* oldest first */
	struct request request[REQUEST_COUNT];

	/* ---- instants ---- */
	int64_t created_at;  /* when the words were taken down (device, reconstructed) */
	int64_t accepted_at; /* submit received: working days count from here or from dispatch */
	int64_t dispatched_at;
	int64_t promised_due; /* what the citizen was told (practice A2) */
	int64_t dispatch_due, signin_due, contact_due, unit_due, visit_due, incomplete_due;
	int64_t return_until; /* the lead unit may ask to return it until then; 0: no more */
	int64_t paused_at, pause_until; /* while suspended */
	int64_t overdue_at; /* the limit of the unit that the centre noted has passed; 0 no */
	int64_t urged_at;   /* last urge that counted */
	int64_t first_contact_at, last_contact_at;
	int64_t phone_notified_at; /* 特急: the duty officer was told after the last dispatch */
	int64_t replied_at; /* submission of the last reply; judged on time against ${reply_due} */
	int64_t reply_due;  /* the unit's limit as it stood then */
	int64_t closed_at, updated_at;
	int64_t eval_until; /* late evaluation until then */

	/* ---- counts; those of contacts are the unit's that has it, in this round (practice A5) ---- */
	int round; /* 1.. ; +1 a redo */
	int n_assign;
	int contact_count, contact_reached;
	int contact_days; /* different days with an attempt */
	int dispatch_count, return_count, ext_count, urge_count, visit_count, supplement_count;
	int paused_days, ext_days; /* working days the unit's limit was moved by, in all */
	int back_count;            /* 退回重报 */
	int follow_count;          /* tickets merged into this one, callers who told the same */
	int supervise_level;       /* 0 none 1 催办 2 督办 3 提级 */
	int stars_result, stars_manner, superior_stars; /* 1..5, 0 not asked */
	unsigned contact_bands;                         /* bit 0 morning, 1 afternoon, 2 evening */
	unsigned visit_bands;  /* likewise; with visit_count: attempts of this round */
	enum card_colour card; /* the highest that stands */

	/* ---- texts ---- */
	char id[ID_SIZE], merged_into[ID_SIZE];
	char created_by[16], first_owner[16], seat_no[8];
	char lead_unit[16];   /* unit of the open lead assignment, "" none */
	char pause_cause[16]; /* why it is suspended: await_info, season, … (deed.c) */
	char solved
	    [16]; /* by the citizen, before the visit by the unit: solved partly explained unsolved */
	char handlers
	    [160]; /* job numbers of those who handled it, joined by ",": not its reviewers */
	char head_hash[65]; /* hash of the last event, hex; "" before the first */

	/* ---- yes or no ---- */
	bool created_offline;
	bool due_provisional; /* §4.1 rule 6: computed without that year's calendar */
	bool designated;      /* 指定承办: may not be returned */
	bool contact_noticed; /* a notice that he could not be reached was sent */
	bool waits_for_info;  /* suspended until the citizen answers: his words end it */
	bool visit_valid;     /* counts in the rates */
	bool excluded;        /* 剔除: out of the rates by decision */
	bool sensitive;       /* 重要信息: need-to-know */
};

void ticket_init(struct ticket *t);
void ticket_free(struct ticket *t); /* frees what it holds, not ${t} */
bool ticket_copy(struct ticket *to, const struct ticket *from);
bool ticket_is_open(const struct ticket *t);
/** ticket_lead(t): its open lead assignment; ticket_assignment(t, unit): the open one of ${unit}. NULL none; borrowed. */
const struct assignment *ticket_lead(const struct ticket *t);
const struct assignment *ticket_assignment(const struct ticket *t, const char *unit);
/** ticket_is_shielded(t): confidential, anonymous or a report: its identity never goes to a unit. */
bool ticket_is_shielded(const struct ticket *t);
/** ticket_public_words(t, master, body, out): what the public is told of its state (practice A8): 并入{number} and the
 * state of the master, 已转{body}, 待补充 only while it waits for his words. ${master} NULL, ${body} "": not known.
 * Never the matter, a place or a name. */
void ticket_public_words(
    const struct ticket *t, const struct ticket *master, const char *body, struct str *out);
/** ticket_auto_title(f, category_name, out, size): place, object and problem, "红山路78号 市政路灯 路灯照明", at most 40
 * characters; the first words of the content when there is no category. Used when the title is empty. */
void ticket_auto_title(const struct fields *f, const char *category_name, char *out, int size);

#endif
