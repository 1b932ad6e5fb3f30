/* wall_head.c: the head of 班长台: who waits, how many are at what, and the figures of the day. Draws what wall.c has read; what
 * is not known is "--", never 0. */
#include "base/str.h"
#include "wall_p.h"

#define SECOND_MS INT64_C(1000)
#define WIDE      110 /* columns that have room for whole words */

/* What this seat's own telephone says, else what somebody else's said of late. */
static bool
queue_now(const struct wall *s, struct call_queue *q)
{
	const struct call_info *own = &s->desk->call;

	if ((own->caps & PHONE_CAP_QUEUE) != 0 && own->queue.n >= 0) {
		*q = own->queue;
		return true;
	}
	*q = s->queue;
	return call_queue_known(q, s->desk->now);
}

/* On a thin line whole minutes: seconds would be another byte each. */
static void
add_queue(const struct wall *s, struct str *line)
{
	struct call_queue q;
	long long seconds;

	if (!queue_now(s, &q)) {
		str_add(line, "排队 --");
		return;
	}
	str_addf(line, "排队 %d", q.n);
	if (q.n == 0)
		return;
	seconds = call_queue_waited_ms(&q, s->desk->now) / SECOND_MS;
	if (s->desk->low_bandwidth)
		str_addf(line, " 最久 %lld分", seconds / 60);
	else
		str_addf(line, " 最久 %lld:%02lld", seconds / 60, seconds % 60);
}

/* Where somebody is on the line in another way than talking, it is the same to a senior. */
static void
draw_states(const struct wall *s, struct canvas *c, struct rect at)
{
	const int talking = s->in[AGENT_RINGING] + s->in[AGENT_TALKING] + s->in[AGENT_HOLD] +
			    s->in[AGENT_CONSULTING];
	struct str line = { 0 };

	add_queue(s, &line);
	if (s->calls.kpi.ways[CALL_BUSY] > 0)
		str_addf(&line, "  线忙 %lld", (long long)s->calls.kpi.ways[CALL_BUSY]);
	str_addf(&line, "  在席 %d  通话 %d  话后 %d  示闲 %d  外呼 %d  小休 %d", s->n, talking,
	    s->in[AGENT_ACW], s->in[AGENT_IDLE], s->in[AGENT_OUTBOUND], s->in[AGENT_REST]);
	if (s->in[AGENT_BUSY] > 0)
		str_addf(&line, "  示忙 %d", s->in[AGENT_BUSY]);
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_HEADING, str_c(&line));
	str_free(&line);
	if (s->more)
		canvas_right(c, at.row, at.col + at.cols - 1, ROLE_NEAR, "未完");
}

/* The figures of the day, in the order they are looked at; narrow: where there is no room for their names. */
static const struct figure {
	const char *narrow;
	bool is_mean;
	int which;
} figures[] = {
	{ "接通率", false, CALL_RATE_ANSWERED },
	{ "15秒", false, CALL_RATE_FAST },
	{ "等待", true, CALL_MEAN_ASA },
	{ "话后", true, CALL_MEAN_ACW },
	{ "处理", true, CALL_MEAN_AHT },
};

static void
add_figure(struct str *line, const struct call_kpi *k, const struct figure *f, bool wide)
{
	const struct kpi_rate r = f->is_mean ? call_kpi_mean(k, (enum call_mean)f->which)
					     : call_kpi_rate(k, (enum call_rate)f->which);
	const struct kpi_info *info = f->is_mean ? call_kpi_mean_info((enum call_mean)f->which)
						 : call_kpi_rate_info((enum call_rate)f->which);
	char text[KPI_PERCENT_SIZE];

	str_addf(line, "  %s %s%s", wide ? info->label : f->narrow,
	    f->is_mean ? call_kpi_seconds(r, text) : kpi_percent(r, text),
	    r.of <= 0    ? ""
	    : f->is_mean ? "秒"
			 : "%");
}

static void
draw_figures(const struct wall *s, struct canvas *c, struct rect at)
{
	const struct call_kpi *k = &s->calls.kpi;
	const bool wide = at.cols >= WIDE;
	struct str line = { 0 };

	str_addf(&line, "%s %lld", wide ? "今日接通" : "接通", (long long)k->ways[CALL_ANSWERED]);
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		add_figure(&line, k, &figures[i], wide);
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_NORMAL, str_c(&line));
	str_free(&line);
}

void
wall_head_draw(const struct wall *s, struct canvas *c, struct rect at)
{
	draw_states(s, c, at);
	draw_figures(s, c, (struct rect){ at.row + 1, at.col, 1, at.cols });
}
