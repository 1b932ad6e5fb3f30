/* Desk records: the table of kinds, their closed lists, and the one check that the seat asks before it keeps a record and
 * the centre before it takes one: so what was kept with the line down is not refused later.
 *
 * Not here: who may write and read which (record_who.c), whether the object exists (an article may be gone when the record
 * arrives), and whether the author may speak through that seat (core). */
#include "model/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/agent.h"
#include "model/article_flow.h"
#include "model/assist.h"
#include "model/call.h"
#include "model/caller_tag.h"
#include "model/call_queue.h"
#include "model/correction.h"
#include "model/mask.h"
#include "model/packet.h"
#include "model/qa.h"
#include "model/same_caller.h"
#include "model/guidance.h"
#include "model/zero_report.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static const struct enum_item call_codes[] = {
	{ "ticket", "成单" },
	{ "direct", "直接答复" },
	{ "transfer", "转接" },
	{ "tripartite", "三方通话" },
	{ "emergency", "紧急转接" },
	{ "other_city", "转外地热线" },
	{ "guided", "指引" },
	{ "rejected", "不予受理" },
	{ "silent", "无声" },
	{ "wrong", "打错" },
	{ "harass", "骚扰" },
	{ "dropped", "掉线" },
	{ "test", "测试" },
	{ "progress", "查询" },
	{ "urge", "催办" },
	{ "supplement", "补充" },
};
static const struct enum_item transfer_codes[] = {
	{ "blind", "成功转" },
	{ "consult", "通话转" },
	{ "tripartite", "三方转" },
	{ "inform", "通知" }, /* the caller is not handed over */
	{ "dial", "请来电人自拨" },
	{ "release", "释放转" },
	{ "suspend", "挂起转" },
};
static const struct enum_item transferred_codes[] = {
	{ "connected", "已接通" }, { "busy", "忙" }, { "no_answer", "无人接听" },
	{ "refused", "对方不接" }, { "caller_left", "来电人挂机" },
	{ "outcome_told", "对方已告知结果" }, { "number_told", "已告知号码" },
	{ "released", "已转出" }, /* this seat left before anybody answered there */
};
static const struct enum_item correct_codes[] = {
	{ "wrong", "有误" },
	{ "outdated", "过时" },
	{ "missing", "缺内容" },
	{ "unclear", "说不清" },
};
static const struct enum_item abuse_codes[] = {
	{ "1", "第一次提醒" },
	{ "2", "第二次提醒" },
	{ "3", "第三次提醒" },
};
static const struct enum_item qa_sheet_codes[] = {
	{ "agent", "受理" },
	{ "dispatcher", "派单" },
	{ "visitor", "回访" },
	{ "reply", "单位反馈" },
	{ "observer", "社会监督" },
};
static const struct enum_item qa_grade_codes[] = {
	{ "excellent", "优秀" },
	{ "pass", "合格" },
	{ "fail", "不合格" },
	{ "fatal", "一票否决" },
};
static const struct enum_item qa_draw_codes[] = {
	{ "closed", "办结件" },
	{ "direct", "直接答复" },
	{ "withdrawn", "联系后撤诉" },
	{ "stars", "低分来电" },
	{ "newcomer", "新人来电" },
	{ "month", "来电抽听" },
};

static const struct enum_item answer_codes[] = {
	{ "fixed", "已改" },
	{ "kept", "核实无误" },
	{ "asked", "已请来源单位核改" },
};

static const struct enum_item zero_codes[] = {
	{ "none", "无情况" },
	{ "some", "有情况" },
};

struct list {
	const struct enum_item *items;
	int n;
};
static const struct list none = { NULL, 0 };
static const struct list call = { call_codes, COUNT(call_codes) };
static const struct list transfer = { transfer_codes, COUNT(transfer_codes) };
static const struct list transferred = { transferred_codes, COUNT(transferred_codes) };
static const struct list correct = { correct_codes, COUNT(correct_codes) };
static const struct list abuse = { abuse_codes, COUNT(abuse_codes) };
static const struct list sheet = { qa_sheet_codes, COUNT(qa_sheet_codes) };
static const struct list grade = { qa_grade_codes, COUNT(qa_grade_codes) };
static const struct list drawn = { qa_draw_codes, COUNT(qa_draw_codes) };
static const struct list guidance = { guidance_step_items, GUIDANCE_STEP_COUNT };
static const struct list article = { article_step_items, ARTICLE_STEP_COUNT };
static const struct list answer = { answer_codes, COUNT(answer_codes) };
static const struct list zero = { zero_codes, COUNT(zero_codes) };
static const struct list agent = { agent_state_items, AGENT_STATE_COUNT };
static const struct list reason = { agent_reason_items, AGENT_REASONS };
static const struct list way = { call_way_items, CALL_WAY_COUNT };
static const struct list assist = { assist_items, ASSIST_CODES };
static const struct list order = { order_items, ORDER_CODES };
static const struct list same = { same_caller_items, SAME_CALLER_CODES };
static const struct list tag = { caller_tag_items, CALLER_TAG_CODES };
static const struct list packet = { packet_items, PACKET_CODES };

static const struct kind {
	const char *json, *label;
	unsigned must, may;
	const struct list *codes, *results;
} kinds[RECORD_COUNT] = { [RECORD_NONE] = { "", "", 0, 0, &none, &none },
#define X(name, json, label, must, may, codes, results) \
	[RECORD_##name] = { json, label, must, may, &(codes), &(results) },
	RECORDS(X)
#undef X
};

/* ---- names ---- */

static const struct kind *
kind_of(enum record_kind k)
{
	return &kinds[k < RECORD_COUNT ? k : RECORD_NONE];
}

const char *
record_json(enum record_kind k)
{
	return kind_of(k)->json;
}

const char *
record_label(enum record_kind k)
{
	return kind_of(k)->label;
}

int
record_by_json(const char *json)
{
	for (int k = RECORD_NONE + 1; k < RECORD_COUNT; k++)
		if (strcmp(kinds[k].json, json) == 0)
			return k;
	return -1;
}

const struct enum_item *
record_codes(enum record_kind k, int *n)
{
	*n = kind_of(k)->codes->n;
	return kind_of(k)->codes->items;
}

const struct enum_item *
record_results(enum record_kind k, int *n)
{
	*n = kind_of(k)->results->n;
	return kind_of(k)->results->items;
}

static const struct enum_item *
item_of(const struct list *l, const char *code)
{
	for (int i = 0; i < l->n; i++)
		if (strcmp(l->items[i].code, code) == 0)
			return &l->items[i];
	return NULL;
}

const char *
record_code_label(enum record_kind k, const char *code)
{
	const struct enum_item *item = item_of(kind_of(k)->codes, code);

	return item != NULL ? item->label : code;
}

const char *
record_result_label(enum record_kind k, const char *code)
{
	const struct enum_item *item = item_of(kind_of(k)->results, code);

	return item != NULL ? item->label : code;
}

/* ---- one ---- */

void
record_free(struct record *r)
{
	(void)record_set_text(r, NULL);
	secret_wipe(r->phone, sizeof(r->phone));
}

bool
record_set_text(struct record *r, const char *s)
{
	char *copy = s != NULL && *s != '\0' ? str_dup(s) : NULL;

	if (copy == NULL && s != NULL && *s != '\0')
		return false;
	if (r->text != NULL)
		secret_wipe(r->text, strlen(r->text));
	free(r->text);
	r->text = copy;
	return true;
}

const char *
record_text(const struct record *r)
{
	return r->text != NULL ? r->text : "";
}

bool
record_copy(struct record *to, const struct record *from)
{
	*to = *from;
	to->text = NULL;
	return record_set_text(to, from->text);
}

void
record_about_write(const char *id, const char *words, struct str *out)
{
	str_addf(out, "=%s\n%s", id, words);
}

bool
record_about_read(const char *text, char id[ID_SIZE], const char **words)
{
	size_t n = strcspn(text, "\n");

	id[0] = '\0';
	if (text[0] != '=' || n != ID_LEN + 1 || text[n] != '\n' || text[n + 1] == '\0')
		return false;
	memcpy(id, text + 1, ID_LEN);
	id[ID_LEN] = '\0';
	*words = text + n + 1;
	return id_valid(id);
}

/* ---- checking ---- */

static enum err_code
bad(struct err *e, const char *member, enum err_code code, const char *why)
{
	(void)err_set(e, code, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : code;
}

static enum err_code
check_self(const struct record *r, struct err *e)
{
	if (!id_valid(r->id))
		return bad(e, "id", ERR_INVALID, "不是有效的编号");
	if (r->kind <= RECORD_NONE || r->kind >= RECORD_COUNT)
		return bad(e, "kind", ERR_UNKNOWN_CODE, "没有这一类记录");
	if (r->by[0] == '\0')
		return bad(e, "by", ERR_INVALID, "缺少工号");
	if (r->at <= 0)
		return bad(e, "at", ERR_INVALID, "缺少时间");
	if (r->ticket[0] != '\0' && !id_valid(r->ticket))
		return bad(e, "ticket", ERR_INVALID, "不是有效的编号");
	return ERR_OK;
}

/* What is there must be asked for, what is asked for must be there. */
static enum err_code
check_members(const struct record *r, struct err *e)
{
	const struct {
		const char *name;
		unsigned bit;
		bool there;
	} members[] = {
		{ "object", RM_OBJECT, r->object[0] != '\0' },
		{ "code", RM_CODE, r->code[0] != '\0' },
		{ "result", RM_RESULT, r->result[0] != '\0' },
		{ "phone", RM_PHONE, r->phone[0] != '\0' },
		{ "text", RM_TEXT, r->text != NULL },
		{ "seconds", RM_SECONDS, r->seconds != 0 },
	};
	const struct kind *k = kind_of(r->kind);

	for (int i = 0; i < COUNT(members); i++) {
		if ((k->must & members[i].bit) != 0 && !members[i].there)
			return bad(e, members[i].name, ERR_INVALID, "这一类记录缺少这一项");
		if (((k->must | k->may) & members[i].bit) == 0 && members[i].there)
			return bad(e, members[i].name, ERR_INVALID, "这一类记录没有这一项");
	}
	return ERR_OK;
}

static bool
is_line(const char *s)
{
	size_t left = strlen(s);

	while (left > 0) {
		uint32_t cp = 0;
		size_t n = utf8_next(s, left, &cp);
		if (n == 0 || utf8_is_hidden(cp))
			return false;
		s += n;
		left -= n;
	}
	return true;
}

static enum err_code
check_values(const struct record *r, struct err *e)
{
	const struct kind *k = kind_of(r->kind);
	const char *text = record_text(r);
	char digits[RECORD_PHONE_BYTES];

	if (r->code[0] != '\0' && item_of(k->codes, r->code) == NULL)
		return bad(e, "code", ERR_UNKNOWN_CODE, "没有这个代码");
	if (r->result[0] != '\0' && item_of(k->results, r->result) == NULL)
		return bad(e, "result", ERR_UNKNOWN_CODE, "没有这个代码");
	if (!is_line(r->call))
		return bad(e, "call", ERR_INVALID, "有看不见的字符");
	if (!is_line(r->object))
		return bad(e, "object", ERR_INVALID, "有看不见的字符");
	if (r->phone[0] != '\0' && mask_phone_normal(r->phone, digits, sizeof(digits)) < 3)
		return bad(e, "phone", ERR_INVALID, "不是电话号码");
	if (!utf8_valid(text, strlen(text)))
		return bad(e, "text", ERR_INVALID, "有不成字的字节");
	if (r->kind != RECORD_ARTICLE &&
	    utf8_count(text) > (r->kind == RECORD_PACKET ? PACKET_CHARS : LIMIT_NOTE_CHARS))
		return bad(e, "text", ERR_LIMIT, "说明太长, 请删减");
	if (r->seconds < 0 || r->seconds > RECORD_SECONDS_MOST)
		return bad(e, "seconds", ERR_INVALID, "时长不对");
	return ERR_OK;
}

enum err_code
record_check(const struct record *r, struct err *e)
{
	enum err_code rc = check_self(r, e);

	if (rc == ERR_OK)
		rc = check_members(r, e);
	if (rc == ERR_OK)
		rc = check_values(r, e);
	if (rc == ERR_OK && r->kind == RECORD_ARTICLE)
		rc = article_step_check(r, e);
	if (rc == ERR_OK)
		rc = guidance_step_check(r, e);
	if (rc == ERR_OK)
		rc = correction_check(r, e);
	if (rc == ERR_OK)
		rc = zero_report_check(r, e);
	if (rc == ERR_OK)
		rc = agent_record_check(r, e);
	if (rc == ERR_OK)
		rc = call_record_check(r, e);
	if (rc == ERR_OK)
		rc = call_queue_check(r, e);
	if (rc == ERR_OK)
		rc = same_caller_check(r, e);
	if (rc == ERR_OK)
		rc = caller_tag_check(r, e);
	if (rc == ERR_OK)
		rc = assist_check(r, e);
	if (rc == ERR_OK)
		rc = packet_check(r, e);
	return rc == ERR_OK ? qa_check(r, e) : rc;
}
