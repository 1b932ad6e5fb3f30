#ifndef MODEL_CALLER_TAG_H
#define MODEL_CALLER_TAG_H

#include "model/record.h"

/* Tags of a caller's number (来电标签): what whoever takes the next call should know before it. A desk record says which, until
 * when and why; others decide about it: taken away, and of a nuisance tag agreed to or not by a senior who is not its
 * author. No number is ever blocked (practice A14); every tag ends by itself. The number is identity: sealed wherever it
 * rests, found by its keyed hash.
 *
 * X(NAME, json, label, days it may last, does it count only once a senior agrees?, what to do) */
#define CALLER_TAGS(X)                                                                      \
	X(ELDERLY, "elderly", "老年人", 365, false, "说慢一点, 一次问一件, 复述确认")       \
	X(HEARING, "hearing", "听障", 365, false, "短句、大声, 重要的发短信")               \
	X(DIALECT, "dialect", "惯用方言", 365, false, "听不懂就请他慢说, 或转懂方言的同事") \
	X(MEDIA, "media", "媒体", 90, false, "采访转宣传部门, 先登记单位和电话")            \
	X(REPEAT, "repeat", "反复来电", 90, false, "先按 F4 看上次怎么答复的, 接着说")      \
	X(NUISANCE, "nuisance", "骚扰", 30, true, "照样接听; 提醒三次仍辱骂的转班长 (Ctrl-R)")
enum caller_tag_code {
#define X(name, json, label, days, agreed, advice) CALLER_TAG_##name,
	CALLER_TAGS(X)
#undef X
	    CALLER_TAG_AGREED,
	CALLER_TAG_REFUSED,
	CALLER_TAG_REMOVED,
	CALLER_TAG_CODES
};
#define CALLER_TAG_COUNT CALLER_TAG_AGREED
extern const struct enum_item caller_tag_items[CALLER_TAG_CODES];
/** caller_tag_label(t), caller_tag_advice(t), caller_tag_days(t): of a tag. caller_tag_asks(t): only with a senior's word. */
const char *caller_tag_label(enum caller_tag_code t);
const char *caller_tag_advice(enum caller_tag_code t);
int caller_tag_days(enum caller_tag_code t);
bool caller_tag_asks(enum caller_tag_code t);

/** caller_tag_put(r, t, phone, at, reason): ${r} tags the number from ${at} for as long as the tag may last.
 * caller_tag_decide(r, what, of, reason): AGREED, REFUSED or REMOVED, about the record ${of}. false without memory. */
bool caller_tag_put(
    struct record *r, enum caller_tag_code t, const char *phone, int64_t at, const char *reason);
bool
caller_tag_decide(struct record *r, enum caller_tag_code what, const char *of, const char *reason);
/** caller_tag_code_of(r): -1 of any other record. caller_tag_read(r, until, reason): of one that tags: when it ends, and why,
 * borrowed from its text; false of any other. */
int caller_tag_code_of(const struct record *r);
bool caller_tag_read(const struct record *r, int64_t *until, const char **reason);
/** caller_tag_is_seniors(r): a decision that only a senior may take. */
bool caller_tag_is_seniors(const struct record *r);

/** caller_tag_check(r, e): what record_check asks of this kind: a number, an end not later than the tag may last, a reason; a
 * decision names the record. ERR_OK of other kinds. */
enum err_code caller_tag_check(const struct record *r, struct err *e);

#endif
