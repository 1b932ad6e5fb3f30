/* wall_head.c: the head of 班长台: how many are at what, and the rates of the day. Draws what wall.c has read. */
#include "base/str.h"
#include "wall_p.h"

/* Where somebody is on the line in another way than talking, it is the same to a senior. */
static void
draw_states(const struct wall *s, struct canvas *c, struct rect at)
{
	const int talking = s->in[AGENT_RINGING] + s->in[AGENT_TALKING] + s->in[AGENT_HOLD] +
			    s->in[AGENT_CONSULTING];
	struct str line = { 0 };

	str_addf(&line, "在席 %d  通话 %d  话后 %d  示闲 %d  外呼 %d  小休 %d", s->n, talking,
	    s->in[AGENT_ACW], s->in[AGENT_IDLE], s->in[AGENT_OUTBOUND], s->in[AGENT_REST]);
	if (s->in[AGENT_BUSY] > 0)
		str_addf(&line, "  示忙 %d", s->in[AGENT_BUSY]);
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_HEADING, str_c(&line));
	str_free(&line);
	if (s->more)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NEAR, "未完");
}

static void
add_percent(struct str *line, const struct call_kpi *k, enum call_rate rate)
{
	char percent[KPI_PERCENT_SIZE];
	const struct kpi_rate r = call_kpi_rate(k, rate);

	str_addf(line, "  %s %s%s", call_kpi_rate_info(rate)->label, kpi_percent(r, percent),
	    r.of > 0 ? "%" : "");
}

static void
draw_rates(const struct wall *s, struct canvas *c, struct rect at)
{
	const struct call_kpi *k = &s->calls.kpi;
	const struct kpi_rate wait = call_kpi_mean(k, CALL_MEAN_ASA);
	char seconds[KPI_PERCENT_SIZE];
	struct str line = { 0 };

	str_addf(&line, "今日接通 %lld", (long long)k->ways[CALL_ANSWERED]);
	add_percent(&line, k, CALL_RATE_ANSWERED);
	add_percent(&line, k, CALL_RATE_FAST);
	str_addf(
	    &line, "  平均等待 %s%s", call_kpi_seconds(wait, seconds), wait.of > 0 ? "秒" : "");
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_NORMAL, str_c(&line));
	str_free(&line);
}

void
wall_head_draw(const struct wall *s, struct canvas *c, struct rect at)
{
	draw_states(s, c, at);
	draw_rates(s, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
}
