/* The figures of a call centre: sums, and what is divided by what.
 *
 * Invariants: an empty denominator is "--", never 0 or 100; a call counts once, where it ended. Not here: which calls
 * belong to a report (whoever asks). */
#include "model/call_kpi.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/str.h"

static const struct kpi_info rates[CALL_RATE_COUNT] = {
#define X(name, json, zh, formula) [CALL_RATE_##name] = { json, zh, formula },
	CALL_RATES(X)
#undef X
};
static const struct kpi_info means[CALL_MEAN_COUNT] = {
#define X(name, json, zh, formula) [CALL_MEAN_##name] = { json, zh, formula },
	CALL_MEANS(X)
#undef X
};

const struct kpi_info *
call_kpi_rate_info(enum call_rate r)
{
	return &rates[r];
}

const struct kpi_info *
call_kpi_mean_info(enum call_mean m)
{
	return &means[m];
}

void
call_kpi_add(struct call_kpi *k, const struct call_fact *c)
{
	k->ways[c->way]++;
	if (call_way_is_in(c->way) && c->way != CALL_PASSED && c->waited_ms > k->longest_ms)
		k->longest_ms = c->waited_ms;
	if (c->way != CALL_ANSWERED)
		return;
	k->fast += c->waited_ms <= CALL_KPI_FAST_MS;
	k->waited_ms += c->waited_ms;
	k->talk_ms += c->talk_ms;
	k->hold_ms += c->hold_ms;
	k->acw_ms += c->acw_ms > 0 ? c->acw_ms : 0;
}

static int64_t
given_up(const struct call_kpi *k)
{
	return k->ways[CALL_MISSED] + k->ways[CALL_ABANDONED];
}

int64_t
call_kpi_offered(const struct call_kpi *k)
{
	return k->ways[CALL_ANSWERED] + given_up(k);
}

struct kpi_rate
call_kpi_rate(const struct call_kpi *k, enum call_rate r)
{
	const int64_t answered = k->ways[CALL_ANSWERED], out = k->ways[CALL_CALLED];

	switch (r) {
	case CALL_RATE_ANSWERED:
		return (struct kpi_rate){ answered, call_kpi_offered(k) };
	case CALL_RATE_FAST:
		return (struct kpi_rate){ k->fast, answered };
	case CALL_RATE_GIVEN_UP:
		return (struct kpi_rate){ given_up(k), call_kpi_offered(k) };
	case CALL_RATE_LINE_BUSY:
		return (struct kpi_rate){ k->ways[CALL_BUSY],
			call_kpi_offered(k) + k->ways[CALL_BUSY] };
	case CALL_RATE_CALLED:
		return (struct kpi_rate){ out, out + k->ways[CALL_UNCALLED] };
	case CALL_RATE_COUNT:
		break;
	}
	return (struct kpi_rate){ 0, 0 };
}

struct kpi_rate
call_kpi_mean(const struct call_kpi *k, enum call_mean m)
{
	const int64_t sums[CALL_MEAN_COUNT] = { [CALL_MEAN_ASA] = k->waited_ms,
		[CALL_MEAN_ATT] = k->talk_ms,
		[CALL_MEAN_ACW] = k->acw_ms,
		[CALL_MEAN_AHT] = k->talk_ms + k->acw_ms,
		[CALL_MEAN_HOLD] = k->hold_ms };

	return (struct kpi_rate){ sums[m], k->ways[CALL_ANSWERED] };
}

struct kpi_rate
call_kpi_longest(const struct call_kpi *k)
{
	return (struct kpi_rate){ k->longest_ms, call_kpi_offered(k) > 0 };
}

const char *
call_kpi_seconds(struct kpi_rate r, char out[KPI_PERCENT_SIZE])
{
	int64_t tenths;

	if (r.of <= 0) {
		(void)str_copy(out, KPI_PERCENT_SIZE, "--");
		return out;
	}
	tenths = (r.n + 50 * r.of) / (100 * r.of);
	(void)snprintf(out, KPI_PERCENT_SIZE, "%" PRId64 ".%d", tenths / 10, (int)(tenths % 10));
	return out;
}

/* ---- people ---- */

static int64_t
signed_in(const struct call_kpi_person *k)
{
	int64_t sum = 0;

	for (int s = 0; s < AGENT_STATE_COUNT; s++)
		sum += s != AGENT_OFFLINE ? k->ms[s] : 0;
	return sum;
}

struct kpi_rate
call_kpi_use(const struct call_kpi_person *k)
{
	const int64_t all = signed_in(k);

	return (struct kpi_rate){ all - k->ms[AGENT_BUSY] - k->ms[AGENT_REST], all };
}

struct kpi_rate
call_kpi_share(const struct call_kpi_person *k, enum agent_state s)
{
	return (struct kpi_rate){ k->ms[s], signed_in(k) };
}
