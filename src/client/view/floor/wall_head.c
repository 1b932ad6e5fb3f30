/* wall_head.c: the head of 班长台: who waits, how many are at what, and the figures of the day. Draws what wall.c has read; what
 * is not known is "--", never 0. */
#include "base/str.h"
#include "base/width.h"
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

/* How many are at what. Who holds her caller or asks a third talks, to a senior; who is rung has not answered yet: that is
 * another thing. A scarce one is there only when somebody is at it. */
static const struct {
	const char *label;
	uint32_t states;
	bool scarce;
} groups[] = {
	{ "振铃", 1u << AGENT_RINGING, false },
	{ "通话", 1u << AGENT_TALKING | 1u << AGENT_HOLD | 1u << AGENT_CONSULTING, false },
	{ "话后", 1u << AGENT_ACW, false },
	{ "示闲", 1u << AGENT_IDLE, false },
	{ "外呼", 1u << AGENT_OUTBOUND, false },
	{ "小休", 1u << AGENT_REST, false },
	{ "示忙", 1u << AGENT_BUSY, true },
};

static void
add_states(const struct wall *s, bool tight, struct str *line)
{
	const char *gap = tight ? " " : "  ";

	add_queue(s, line);
	if (s->calls.kpi.ways[CALL_BUSY] > 0)
		str_addf(line, "%s线忙 %lld", gap, (long long)s->calls.kpi.ways[CALL_BUSY]);
	str_addf(line, "%s在席 %d", gap, s->n);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		int n = 0;

		for (int st = 0; st < AGENT_STATE_COUNT; st++)
			n += (groups[i].states & 1u << st) != 0 ? s->in[st] : 0;
		if (n > 0 || (!groups[i].scarce && !tight))
			str_addf(line, "%s%s %d", gap, groups[i].label, n);
	}
}

/* A full floor on a narrow screen stands closer together, without what nobody is at. */
static void
draw_states(const struct wall *s, struct canvas *c, struct rect at)
{
	struct str line = { 0 };

	add_states(s, false, &line);
	if (width_str(str_c(&line)) > at.cols - 2) {
		str_free(&line);
		add_states(s, true, &line);
	}
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
