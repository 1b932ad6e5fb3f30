/* hotseatd report calls: the call-centre figures of one day: whole, by half hour or by person, each with what it was divided
 * by, counted from the rows beside the desk records (store/calls.h) next to a running centre. What a figure is:
 * model/call_kpi.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/width.h"
#include "command.h"
#include "model/call_kpi.h"
#include "model/call_queue.h"
#include "place.h"
#include "server/store/calls.h"
#include "server/store/records.h"
#include "wire/json_write.h"

#define HALF_HOUR_MS 1800000LL
#define HALF_HOURS   48

struct line {          /* of the report */
	char name[16]; /* "08:30", a job number, the day */
	struct call_kpi calls;
	struct call_kpi_person person;
};
struct counting {
	const struct settings *s;
	int64_t from, to;
	struct line *lines;
	size_t n;
	struct call_queue queue; /* who waits now; n -1 not known, or not asked for today */
	bool full;               /* no memory for another one */
};

/* ---- which line ---- */

static struct line *
add_line(struct counting *c, const char *name)
{
	struct line *grown = realloc(c->lines, (c->n + 1) * sizeof(*grown));

	if (grown == NULL) {
		c->full = true;
		return NULL;
	}
	c->lines = grown;
	c->lines[c->n] = (struct line){ .name = "" };
	(void)str_copy(c->lines[c->n].name, sizeof(c->lines[c->n].name), name);
	return &c->lines[c->n++];
}

static struct line *
of_person(struct counting *c, const char *job_no)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->lines[i].name, job_no) == 0)
			return &c->lines[i];
	return add_line(c, job_no);
}

static struct line *
line_of(struct counting *c, const char *job_no, int64_t at)
{
	if (strcmp(c->s->by, "person") == 0)
		return of_person(c, job_no);
	return &c->lines[strcmp(c->s->by, "day") == 0 ? 0 : (at - c->from) / HALF_HOUR_MS];
}

/* The day's lines are there also when nothing happened; those of people come as they are met. */
static bool
prepare(struct counting *c)
{
	char name[16];

	if (strcmp(c->s->by, "day") == 0)
		return add_line(c, c->s->day) != NULL;
	for (int i = 0; strcmp(c->s->by, "half_hour") == 0 && i < HALF_HOURS; i++) {
		(void)snprintf(name, sizeof(name), "%02d:%02d", i / 2, i % 2 * 30);
		if (add_line(c, name) == NULL)
			return false;
	}
	return true;
}

/* ---- counting ---- */

static bool
count_call(void *arg, const struct store_call *x)
{
	struct counting *c = arg;
	struct line *l = line_of(c, x->job_no, x->at);

	if (l != NULL)
		call_kpi_add(&l->calls, &(struct call_fact){ .way = x->way,
					    .waited_ms = x->waited_ms,
					    .talk_ms = x->talk_ms,
					    .hold_ms = x->hold_ms,
					    .acw_ms = x->acw_ms });
	return l != NULL;
}

/* A state that lasts over the half hour counts in each with its part. */
static bool
count_interval(void *arg, const struct store_interval *i)
{
	struct counting *c = arg;

	for (int64_t at = i->from_at; at < i->to_at;) {
		const int64_t half = c->from + ((at - c->from) / HALF_HOUR_MS + 1) * HALF_HOUR_MS,
			      end = half < i->to_at ? half : i->to_at;
		struct line *l = line_of(c, i->job_no, at);

		if (l == NULL)
			return false;
		l->person.ms[i->state] += end - at;
		at = end;
	}
	return true;
}

static bool
take_queue(void *arg, const struct store_record *x)
{
	struct counting *c = arg;

	if (x->r.at >= c->from && x->r.at < c->to)
		(void)call_queue_read(&x->r, &c->queue);
	return true;
}

/* The newest word of it, if there is one that still holds. */
static enum err_code
read_queue(struct counting *c, struct store *st, struct err *e)
{
	const int64_t now = clock_now_ms();
	enum err_code rc;

	c->queue = (struct call_queue){ .n = -1 };
	rc = store_records(st, RECORD_QUEUE, now - CALL_QUEUE_STALE_MS, take_queue, c, e);
	if (!call_queue_known(&c->queue, now))
		c->queue.n = -1;
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->name, ((const struct line *)b)->name);
}

static enum err_code
count(struct counting *c, struct store *st, struct err *e)
{
	enum err_code rc =
	    prepare(c) ? store_calls(st, c->from, c->to, count_call, c, e) : ERR_NO_MEMORY;

	if (rc == ERR_OK)
		rc = store_intervals(st, c->from, c->to, clock_now_ms(), count_interval, c, e);
	if (rc == ERR_OK)
		rc = read_queue(c, st, e);
	if (c->full || rc == ERR_NO_MEMORY)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (c->n > 1)
		qsort(c->lines, c->n, sizeof(*c->lines), by_name);
	return rc;
}

/* ---- saying it ---- */

/* The states that take somebody off the telephone. */
static const enum agent_state shares[] = { AGENT_BUSY, AGENT_REST };
#define SHARES 2

static void
line_json(const struct line *l, struct str *out)
{
	struct json_out o = json_open(out);
	char text[KPI_PERCENT_SIZE], name[32];

	json_pair(&o, "name", l->name);
	json_pair_int(&o, "offered", call_kpi_offered(&l->calls));
	for (int i = 0; i < CALL_WAY_COUNT; i++)
		json_pair_int(&o, call_way_json((enum call_way)i), l->calls.ways[i]);
	for (int i = 0; i < CALL_RATE_COUNT; i++) {
		(void)snprintf(
		    name, sizeof(name), "%s_rate", call_kpi_rate_info((enum call_rate)i)->json);
		json_pair(&o, name, kpi_percent(call_kpi_rate(&l->calls, (enum call_rate)i), text));
	}
	for (int i = 0; i < CALL_MEAN_COUNT; i++)
		json_pair(&o, call_kpi_mean_info((enum call_mean)i)->json,
		    call_kpi_seconds(call_kpi_mean(&l->calls, (enum call_mean)i), text));
	json_pair(&o, "longest_wait", call_kpi_seconds(call_kpi_longest(&l->calls), text));
	for (int i = 0; i < AGENT_STATE_COUNT; i++) {
		(void)snprintf(name, sizeof(name), "%s_s", agent_json((enum agent_state)i));
		json_pair_int(&o, name, l->person.ms[i] / 1000);
	}
	json_pair(&o, "use", kpi_percent(call_kpi_use(&l->person), text));
	json_close(&o);
}

static int64_t
longest_now(const struct counting *c)
{
	return call_queue_waited_ms(&c->queue, clock_now_ms()) / 1000;
}

static void
print_json(const struct counting *c)
{
	struct str out = { 0 };
	struct json_out o = json_open(&out);

	json_pair(&o, "day", c->s->day);
	json_pair(&o, "by", c->s->by);
	json_pair(&o, "formula", CALL_KPI_FORMULA);
	if (c->queue.n >= 0) { /* not known is not there */
		json_pair_int(&o, "waiting", c->queue.n);
		json_pair_int(&o, "waiting_longest_s", longest_now(c));
	}
	json_key(&o, "rows");
	str_add_c(&out, '[');
	for (size_t i = 0; i < c->n; i++) {
		str_add(&out, i > 0 ? "," : "");
		line_json(&c->lines[i], &out);
	}
	str_add_c(&out, ']');
	json_close(&o);
	printf("%s\n", str_c(&out));
	str_free(&out);
}

static void
print_csv(const struct counting *c)
{
	char text[KPI_PERCENT_SIZE];

	printf("\xef\xbb\xbf%s,呼入", strcmp(c->s->by, "person") == 0 ? "工号" : "时间");
	for (int i = 0; i < CALL_WAY_COUNT; i++)
		printf(",%s", call_way_items[i].label);
	for (int i = 0; i < CALL_RATE_COUNT; i++)
		printf(",%s%%", call_kpi_rate_info((enum call_rate)i)->label);
	for (int i = 0; i < CALL_MEAN_COUNT; i++)
		printf(",%s秒", call_kpi_mean_info((enum call_mean)i)->label);
	printf(",最长等待秒,工时利用率%%,示忙%%,小休%%\r\n");
	for (size_t k = 0; k < c->n; k++) {
		const struct line *l = &c->lines[k];

		printf("%s,%" PRId64, l->name, call_kpi_offered(&l->calls));
		for (int i = 0; i < CALL_WAY_COUNT; i++)
			printf(",%" PRId64, l->calls.ways[i]);
		for (int i = 0; i < CALL_RATE_COUNT; i++)
			printf(
			    ",%s", kpi_percent(call_kpi_rate(&l->calls, (enum call_rate)i), text));
		for (int i = 0; i < CALL_MEAN_COUNT; i++)
			printf(",%s",
			    call_kpi_seconds(call_kpi_mean(&l->calls, (enum call_mean)i), text));
		printf(",%s", call_kpi_seconds(call_kpi_longest(&l->calls), text));
		printf(",%s", kpi_percent(call_kpi_use(&l->person), text));
		for (int i = 0; i < SHARES; i++)
			printf(",%s", kpi_percent(call_kpi_share(&l->person, shares[i]), text));
		printf("\r\n");
	}
}

static void
print_line(const struct line *l)
{
	char text[KPI_PERCENT_SIZE];

	printf("%-10s %6" PRId64 " %6" PRId64, l->name, call_kpi_offered(&l->calls),
	    l->calls.ways[CALL_ANSWERED]);
	for (int i = 0; i < CALL_RATE_CALLED; i++)
		printf(" %10s", kpi_percent(call_kpi_rate(&l->calls, (enum call_rate)i), text));
	for (int i = 0; i < CALL_MEAN_COUNT; i++)
		printf(" %8s", call_kpi_seconds(call_kpi_mean(&l->calls, (enum call_mean)i), text));
	printf(" %8s", call_kpi_seconds(call_kpi_longest(&l->calls), text));
	printf(" %10s\n", kpi_percent(call_kpi_use(&l->person), text));
}

static void
print_head(const char *label, int cols)
{
	printf(" %*s%s", cols - width_str(label), "", label);
}

static void
print_text(const struct counting *c)
{
	printf(
	    "%s 话务, 公式版本 %s; 率为百分数, 平均为秒\n%-10s", c->s->day, CALL_KPI_FORMULA, "");
	print_head("呼入", 6);
	print_head("接通", 6);
	for (int i = 0; i < CALL_RATE_CALLED; i++)
		print_head(call_kpi_rate_info((enum call_rate)i)->label, 10);
	for (int i = 0; i < CALL_MEAN_COUNT; i++)
		print_head(call_kpi_mean_info((enum call_mean)i)->label, 8);
	print_head("最长等待", 8);
	print_head("工时利用率", 10);
	printf("\n");
	for (size_t i = 0; i < c->n; i++)
		print_line(&c->lines[i]);
	if (c->queue.n >= 0)
		printf("现在排队 %d 人, 最久 %lld 秒\n", c->queue.n, (long long)longest_now(c));
	if (c->n == 0)
		puts("这一天没有人接过电话。");
}

/* ---- the command ---- */

static enum err_code
report(struct counting *c, struct err *e)
{
	const int32_t day = civil_parse_day(c->s->day);
	struct store *st = NULL;
	uint8_t *key = NULL;
	enum err_code rc = ERR_OK;

	if (day == INT32_MIN)
		rc = err_set(e, ERR_CONFIG, "日期要写成 2026-11-22 这样。");
	c->from = civil_day_start(day);
	c->to = civil_day_start(day + 1);
	if (rc == ERR_OK)
		rc = place_ready(c->s, e);
	if (rc == ERR_OK)
		rc = place_key(c->s, &key, e);
	if (rc == ERR_OK)
		rc = place_open(c->s, false, key, &st, e);
	if (rc == ERR_OK)
		rc = store_look(st, e);
	if (rc == ERR_OK)
		rc = count(c, st, e);
	if (st != NULL)
		store_look_end(st);
	store_close(st);
	secret_key_free(key);
	return rc;
}

static int
run(const struct settings *s)
{
	struct counting c = { .s = s };
	struct err e = { 0 };
	const enum err_code rc = report(&c, &e);

	if (rc == ERR_OK && s->json)
		print_json(&c);
	else if (rc == ERR_OK && s->csv)
		print_csv(&c);
	else if (rc == ERR_OK)
		print_text(&c);
	free(c.lines);
	return rc == ERR_OK ? EXIT_DONE : command_fail(&e);
}

const struct command cmd_report_calls = {
	.name = "report calls",
	.takes = "data key_file config day by json csv",
	.must = "day",
	.operand = "day",
	.operand_is = "日期",
	.does =
	    "某一天的话务: 接通率、15秒接通率、平均等待、通话、话后、放弃率, 按全天、半小时或按人",
	.run = run,
};
