#ifndef MODEL_NOTICE_H
#define MODEL_NOTICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/city.h"
#include "model/event.h"

/* Notices 通知 (practice.md C): what a citizen or a unit is told without a call. Their words are the city's scripts of
 * the moment of that name; they hold number, state and limits, never matter, place or name.
 *
 * X(NAME, moment, TO, channel, what is said where the city has no words for it) */
#define NOTICES(X)                                                                                \
	X(ACCEPTED, "notice_accepted", PERSON, "sms",                                             \
	    "【12345】您的诉求已受理, 编号{number}, {promised_due}前答复。")                      \
	X(INCOMPLETE, "notice_incomplete", PERSON, "sms",                                         \
	    "【12345】编号{number}的诉求还缺必要信息, 请在{promised_due}前拨打12345补充。")       \
	X(INCOMPLETE_LAST, "notice_incomplete_last", PERSON, "sms",                               \
	    "【12345】编号{number}的诉求今天是补充信息的最后一天, 过后系统自动关闭。")            \
	X(REPLIED, "notice_replied", PERSON, "sms",                                               \
	    "【12345】编号{number}的诉求{state}。24小时内可拨打12345评价。")                      \
	X(FORWARDED, "notice_forwarded", PERSON, "sms",                                           \
	    "【12345】编号{number}的诉求{state}, 由接收机关与您联系。")                           \
	X(EXTENDED, "notice_extended", PERSON, "sms",                                             \
	    "【12345】编号{number}的诉求经审批延期, 新的期限是{promised_due}。")                  \
	X(CLOSED, "notice_closed", PERSON, "sms",                                                 \
	    "【12345】编号{number}的诉求{state}。仍有问题的, 30天内可拨打12345重新反映。")        \
	X(UNIT_DUE, "notice_unit_due", UNIT, "app",                                               \
	    "【12345】工单{number}将于{promised_due}到期, 请抓紧办理。")                          \
	X(UNIT_SUPERVISED, "notice_unit_supervised", UNIT, "app",                                 \
	    "【12345】工单{number}已列督办, {promised_due}前书面反馈。")                          \
	X(UNIT_BACK, "notice_unit_back", UNIT, "app",                                             \
	    "【12345】工单{number}退回重办, {promised_due}前重新反馈。")                          \
	X(UNIT_NEW, "notice_unit_new", UNIT, "app",                                               \
	    "【12345】新工单{number}待签收, {contact_due}前联系来电人, {promised_due}前答复。")   \
	X(UNIT_KEPT, "notice_unit_kept", UNIT, "app",                                             \
	    "【12345】工单{number}的退单申请未获同意, 请继续办理, {promised_due}前答复。")        \
	X(UNIT_PART, "notice_unit_part", UNIT, "app",                                             \
	    "【12345】工单{number}有一部分请贵单位办理, 待签收, {promised_due}前办好。")          \
	X(ASKED, "notice_asked", PERSON, "sms",                                                   \
	    "【12345】编号{number}的来件收到, 还缺必要信息, 请在{promised_due}前拨打12345补充。") \
	X(MERGED, "notice_merged", PERSON, "sms",                                                 \
	    "【12345】您反映的事与正在办理的一件相同, 已并在一起办理, 结果一并告诉您。")          \
	X(REJECTED, "notice_rejected", PERSON, "sms",                                             \
	    "【12345】编号{number}的来件{state}, 原因和应走的途径请拨打12345了解。")

enum notice_kind {
#define X(name, moment, to, channel, words) NOTICE_##name,
	NOTICES(X)
#undef X
	    NOTICE_COUNT
};
enum notice_to { NOTICE_TO_PERSON, NOTICE_TO_UNIT };

struct notice_info {
	const char *template, *channel, *words;
	enum notice_to to;
};
const struct notice_info *notice_info(enum notice_kind k);

/** notice_of_event(ev): what an event that was recorded gives rise to; -1 nothing. What time brings (待完善 on the day
 * after and on the last day, a limit that is near) is the centre's clock's. */
int notice_of_event(const struct event *ev);
/** notice_phone(t, out, size): the number of a person who wants to be told and can be: 短信 is agreed (by who wrote: not refused) and it is a mobile
 * phone; false otherwise. */
bool notice_phone(const struct ticket *t, char *out, size_t size);
/** notice_to_followers(k): do those whose own ticket was joined to this one, and callers appended to it, hear of it too? What
 * became of the matter they hear, not what happens on the way. notice_follower(ev, out, size): the number of a caller that
 * ${ev} appended (workflow.h, follow) and who wants to be told; false: nobody, or not by a message. */
bool notice_to_followers(enum notice_kind k);
bool notice_follower(const struct event *ev, char *out, size_t size);
/** notice_unit(k, t): the unit that is told; "" none, or (UNIT_PART) named by the event. UNIT_DUE: the lead; the others
 * with a part are told of their own limit (notice_part_near_at). */
const char *notice_unit(enum notice_kind k, const struct ticket *t);
/** notice_round(k, t): which time it is (of UNIT_PART whoever queues it knows): a person is told once a round of the ticket, a unit once a dispatch, of a limit
 * that is near once a limit; what a person decided is told each time. */
int notice_round(enum notice_kind k, const struct ticket *t);
/** notice_text(k, t, unit, c, out): the words, filled in for ${t} as it is now; ${unit}: whose part UNIT_PART is about,
 * and UNIT_DUE unless it is the lead's (""); else unused. */
void notice_text(enum notice_kind k, const struct ticket *t, const char *unit, const struct city *c,
    struct str *out);
/** notice_text_joined(k, t, master, c, out): the words for the citizen of ${t}, which was joined to ${master}: his own number,
 * and what became of the other. */
void notice_text_joined(enum notice_kind k, const struct ticket *t, const struct ticket *master,
    const struct city *c, struct str *out);
/** notice_parts(ev): the units beside the lead that were given a part by ${ev} (members.h), each told UNIT_PART; "" none. */
const char *notice_parts(const struct event *ev);
/** notice_part_near_at(t, a, c): when the unit of ${a}, an assignment of ${t} that is still to be done, is told that its
 * own limit is near (UNIT_DUE): at nine on the last working day before its day, of a limit of hours in the last quarter;
 * never before the unit got it. 0: not at all. notice_part_due: that limit, 0 none. */
int64_t
notice_part_near_at(const struct ticket *t, const struct assignment *a, const struct city *c);
int64_t notice_part_due(const struct ticket *t, const struct assignment *a);

#endif
