#ifndef MODEL_CALL_KPI_H
#define MODEL_CALL_KPI_H

#include <stdint.h>

#include "model/agent.h"
#include "model/call.h"
#include "model/kpi.h"

/* The figures of a call centre, domain.md §6: added up from calls and from the states of call-takers, by whoever has them: the
 * centre for a report, a seat for the wall. Pure; the order does not matter. */

/* Which formulas: another one whenever a row below counts differently. */
#define CALL_KPI_FORMULA "2026-11-22"
#define CALL_KPI_FAST_MS 15000

/* Shares. X(NAME, json, Chinese, what is divided by what) */
#define CALL_RATES(X)                                                           \
	X(ANSWERED, "answered", "接通率", "接通 / 人工呼入")                    \
	X(FAST, "answered_15s", "15秒接通率", "15秒内接通 / 接通")              \
	X(GIVEN_UP, "given_up", "放弃率", "排队放弃和振铃未接 / 人工呼入")      \
	X(LINE_BUSY, "line_busy", "线忙率", "线路全忙 / (人工呼入 + 线路全忙)") \
	X(CALLED, "called", "外呼接通率", "外呼接通 / 外呼")
/* Means of answered calls in seconds. X(NAME, json, Chinese, formula) */
#define CALL_MEANS(X)                                         \
	X(ASA, "asa", "平均等待", "排队和振铃 / 接通")        \
	X(ATT, "att", "平均通话", "通话 / 接通")              \
	X(ACW, "acw", "平均话后", "话后整理 / 接通")          \
	X(AHT, "aht", "平均处理", "(通话 + 话后整理) / 接通") \
	X(HOLD, "hold", "平均保持", "保持 / 接通")
enum call_rate {
#define X(name, json, zh, formula) CALL_RATE_##name,
	CALL_RATES(X)
#undef X
	    CALL_RATE_COUNT
};
enum call_mean {
#define X(name, json, zh, formula) CALL_MEAN_##name,
	CALL_MEANS(X)
#undef X
	    CALL_MEAN_COUNT
};

struct call_fact { /* one call, as far as it is counted */
	enum call_way way;
	int64_t waited_ms, talk_ms, hold_ms;
	int64_t acw_ms; /* negative: not known, counts as none */
};
struct call_kpi {
	int64_t ways[CALL_WAY_COUNT];
	int64_t fast;                                /* of those answered */
	int64_t waited_ms, talk_ms, acw_ms, hold_ms; /* of those answered */
	int64_t longest_ms;                          /* that anybody waited, answered or not */
};
void call_kpi_add(struct call_kpi *k, const struct call_fact *c);
/** call_kpi_offered(k): citizens who wanted a person. One that only rang on to another seat is counted where it ended, one that found all lines busy did not come in. */
int64_t call_kpi_offered(const struct call_kpi *k);
/** call_kpi_rate(k, r), call_kpi_mean(k, m): n / of; of the mean n is milliseconds. kpi_percent says the first,
 * call_kpi_seconds the second: "12.3", half rounded up, "--" when nothing is to be divided by. */
struct kpi_rate call_kpi_rate(const struct call_kpi *k, enum call_rate r);
struct kpi_rate call_kpi_mean(const struct call_kpi *k, enum call_mean m);
const char *call_kpi_seconds(struct kpi_rate r, char out[KPI_PERCENT_SIZE]);
/** call_kpi_longest(k): 最长等待, for call_kpi_seconds. */
struct kpi_rate call_kpi_longest(const struct call_kpi *k);
const struct kpi_info *call_kpi_rate_info(enum call_rate r);
const struct kpi_info *call_kpi_mean_info(enum call_mean m);

/* What a person did with the shift: ms of each state. */
struct call_kpi_person {
	int64_t ms[AGENT_STATE_COUNT];
};
/** call_kpi_use: 工时利用率, on calls, after them and ready / signed in. call_kpi_share(k, s): of one state. */
struct kpi_rate call_kpi_use(const struct call_kpi_person *k);
struct kpi_rate call_kpi_share(const struct call_kpi_person *k, enum agent_state s);

#endif
