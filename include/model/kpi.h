#ifndef MODEL_KPI_H
#define MODEL_KPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/city.h"
#include "model/event.h"

/* The hotline's figures, domain.md §6 as corrected by practice.md A2, A7, A12, as far as the events of tickets tell them;
 * those of calls and seats are not here. Pure: counted from events alone, so that anybody can count again. */

/* Which formulas: another one whenever a row below counts differently. It stands in every report. */
#define KPI_FORMULA "2026-11-22"

/* Shares. X(NAME, json, Chinese, what is divided by what) */
#define KPI_RATES(X)                                                                           \
	X(DIRECT, "direct", "直接答复率", "即时答复、三方通话和转接办结 / 有效诉求")           \
	X(BY_ANSWER, "by_answer", "即时答复占比", "即时答复(含指引) / 有效诉求")               \
	X(BY_TRIPARTITE, "by_tripartite", "三方通话占比", "三方通话办结 / 有效诉求")           \
	X(BY_TRANSFER, "by_transfer", "转接占比", "转接且对方告知结果 / 有效诉求")             \
	X(BY_DISPATCH, "by_dispatch", "派单占比", "派单办理 / 有效诉求")                       \
	X(AT_ONCE, "at_once", "一次性办结率", "来电时办结且7日内没有就此再来电 / 有效诉求")    \
	X(MADE, "made", "工单生成率", "1个工作日内生成工单 / 应生成工单")                      \
	X(DISPATCH_TIMELY, "dispatch_timely", "派单及时率", "时限内派出 / 派出")               \
	X(DISPATCH_RIGHT, "dispatch_right", "派单准确率", "首次派单未退 / 首次派单")           \
	X(RETURNED, "returned", "退单率", "申请退单 / 派单(含改派)")                           \
	X(SIGNIN_TIMELY, "signin_timely", "及时签收率", "时限内签收 / 应签收")                 \
	X(CONTACT_TIMELY, "contact_timely", "先行联系率", "时限内联系上 / 应联系")             \
	X(DONE, "done", "办结率", "反馈经审核通过 / 应办结")                                   \
	X(CENTRE_TIMELY, "centre_timely", "按时办结率(对群众承诺)", "承诺时限内反馈 / 应办结") \
	X(UNIT_TIMELY, "unit_timely", "按时办结率(承办单位)", "承办时限内反馈 / 应办结")       \
	X(LATE, "late", "超期率", "超过承办时限 / 应办结")                                     \
	X(REWORK, "rework", "返工率", "退回重报和复核重办 / 审核的反馈")                       \
	X(REDO, "redo", "重办率", "复核重办 / 审核通过的反馈")                                 \
	X(VISITED, "visited", "回访率", "已回访 / 应回访")                                     \
	X(VISIT_VALID, "visit_valid", "有效回访率", "访到本人 / 回访结束")                     \
	X(SOLVED, "solved", "解决率", "已解决 / 有效回访")                                     \
	X(SATISFIED, "satisfied", "满意率", "办理结果3星以上 / 有效回访")                      \
	X(MANNER, "manner", "态度满意率", "服务态度3星以上 / 有效回访")                        \
	X(REPEATED, "repeated", "重复诉求率", "重复诉求 / 工单")

enum kpi_rate_kind {
#define X(name, json, zh, formula) KPI_##name,
	KPI_RATES(X)
#undef X
	    KPI_RATE_COUNT
};

/* Plain counts. X(NAME, json, Chinese) */
#define KPI_COUNTS(X)                     \
	X(TICKETS, "tickets", "工单")     \
	X(EXCLUDED, "excluded", "剔除")   \
	X(STARS_5, "stars_5", "很满意")   \
	X(STARS_4, "stars_4", "满意")     \
	X(STARS_3, "stars_3", "基本满意") \
	X(STARS_2, "stars_2", "不满意")   \
	X(STARS_1, "stars_1", "很不满意") \
	X(YELLOW, "yellow", "黄牌")       \
	X(RED, "red", "红牌")             \
	X(REVOKED, "revoked", "撤销的牌") \
	X(URGED, "urged", "催办")         \
	X(SUPERVISED, "supervised", "督办")

enum kpi_count_kind {
#define X(name, json, zh) KPI_COUNT_##name,
	KPI_COUNTS(X)
#undef X
	    KPI_COUNT_COUNT
};

struct kpi_rate {
	int64_t n, of;
};
struct kpi {
	struct kpi_rate rate[KPI_RATE_COUNT];
	int64_t count[KPI_COUNT_COUNT];
};
struct kpi_info {
	const char *json, *label, *formula; /* formula "" for a count */
};
const struct kpi_info *kpi_rate_info(enum kpi_rate_kind r);
const struct kpi_info *kpi_count_info(enum kpi_count_kind c);

/** kpi_add(k, events, n, city, as_of, e): add one ticket, all of its events in their order, as it stood at ${as_of}: later
 * events are not looked at, and what was not done by then although its limit had passed counts against it. A ticket
 * that was left out by decision (剔除) is only counted as such; what still lies in the inbox is no ticket and only owes one
 * (MADE). Fails, adding nothing, when the events are no ticket's. */
enum err_code kpi_add(struct kpi *k, const struct event *events, size_t n, const struct city *city,
    int64_t as_of, struct err *e);
/** kpi_taken_at(events, n): when the words came to the centre: the month it belongs to. 0: nothing. */
int64_t kpi_taken_at(const struct event *events, size_t n);

#define KPI_PERCENT_SIZE 24
/** kpi_percent(r, out): "99.86", two decimals, half rounded up; "--" when nothing is to be divided by. */
const char *kpi_percent(struct kpi_rate r, char out[KPI_PERCENT_SIZE]);

/* 三率综合: the shares of response (CONTACT_TIMELY), SOLVED and SATISFIED in one figure, weighed in percent. */
struct kpi_weights {
	int response, solved, satisfied;
};
#define KPI_WEIGHTS "10,45,45"
/** kpi_weights_read(text, w): "10,45,45": three whole numbers that make 100; false otherwise. */
bool kpi_weights_read(const char *text, struct kpi_weights *w);
/** kpi_composite(k, w, out): of the three percentages as they are printed, so that anybody can add them up again; half rounded
 * up; "--" when one that weighs something is "--". */
const char *
kpi_composite(const struct kpi *k, const struct kpi_weights *w, char out[KPI_PERCENT_SIZE]);

#endif
