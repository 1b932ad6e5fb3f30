/* hotseatd report kpi: the figures of the tickets taken in one month, each with what it was divided by and the version of
 * the formulas, counted from the events of the store beside a running centre (model/kpi.h). Not here: places in a
 * ranking, what calls and seats did, closed months. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/width.h"
#include "command.h"
#include "model/kpi.h"
#include "place.h"
#include "server/core/setup.h"
#include "wire/json_write.h"

#define PIECE      256
#define WORDS_SIZE 96

struct counting {
	struct store *st;
	struct city *city;
	int64_t from, to, as_of;
	struct kpi k;
	struct kpi_weights weights;
	char ids[PIECE][ID_SIZE];
	int n;
};

/* ---- which month ---- */

/* "2026-11" -> its first instant and that of the next. */
static enum err_code
read_month(const struct settings *s, struct counting *c, struct err *e)
{
	char day[24];
	struct civil next;
	int32_t first;

	(void)snprintf(day, sizeof(day), "%s-01", s->month);
	first = strlen(s->month) == 7 ? civil_parse_day(day) : INT32_MIN;
	if (first == INT32_MIN)
		return err_set(e, ERR_CONFIG, "--month 要写成 2026-11 这样的月份。");
	c->from = civil_day_start(first);
	next = civil_of(c->from);
	next.month = next.month % 12 + 1;
	next.year += next.month == 1;
	c->to = civil_to_ms(&next);
	return ERR_OK;
}

static enum err_code
read_as_of(const struct settings *s, struct counting *c, struct err *e)
{
	const int32_t day = s->as_of[0] != '\0' ? civil_parse_day(s->as_of) : 0;

	if (day == INT32_MIN)
		return err_set(e, ERR_CONFIG, "--as-of 要写成 2026-12-05 这样的日期。");
	c->as_of = s->as_of[0] != '\0' ? civil_day_start(day + 1) - 1 : clock_now_ms();
	return ERR_OK;
}

static enum err_code
read_weights(const struct settings *s, struct counting *c, struct err *e)
{
	if (kpi_weights_read(s->kpi_weights, &c->weights))
		return ERR_OK;
	return err_set(e, ERR_CONFIG,
	    "kpi_weights 要写三个整数, 依次是响应率、解决率、满意率的权重, 合计 100, 如 %s。",
	    KPI_WEIGHTS);
}

/* ---- counting ---- */

static bool
keep_id(void *arg, const struct store_ticket_row *row)
{
	struct counting *c = arg;

	(void)str_copy(c->ids[c->n++], ID_SIZE, row->id);
	return c->n < PIECE;
}

static enum err_code
count_one(struct counting *c, const char *id, struct err *e)
{
	struct event *list = NULL;
	size_t n = 0;
	int64_t taken;
	enum err_code rc = store_events(c->st, id, 1, &list, &n, e);

	taken = rc == ERR_OK ? kpi_taken_at(list, n) : 0;
	if (rc == ERR_OK && taken >= c->from && taken < c->to)
		rc = kpi_add(&c->k, list, n, c->city, c->as_of, e);
	for (size_t i = 0; i < n; i++)
		event_free(&list[i]);
	free(list);
	return rc;
}

static enum err_code
count_all(struct counting *c, struct err *e)
{
	char after[ID_SIZE] = "";
	enum err_code rc;

	do {
		c->n = 0;
		rc = store_tickets_after(c->st, "centre", after, 0, PIECE, keep_id, c, e);
		for (int i = 0; i < c->n && rc == ERR_OK; i++)
			rc = count_one(c, c->ids[i], e);
		if (c->n > 0)
			(void)str_copy(after, sizeof(after), c->ids[c->n - 1]);
	} while (rc == ERR_OK && c->n == PIECE);
	return rc;
}

/* ---- saying it ---- */

static void
print_json(const struct settings *s, const struct counting *c)
{
	struct str out = { 0 };
	struct json_out o = json_open(&out);
	char percent[KPI_PERCENT_SIZE];

	json_pair(&o, "month", s->month);
	json_pair(&o, "by", "taken");
	json_pair_int(&o, "as_of", c->as_of);
	json_pair(&o, "formula", KPI_FORMULA);
	for (int i = 0; i < KPI_COUNT_COUNT; i++)
		json_pair_int(&o, kpi_count_info((enum kpi_count_kind)i)->json, c->k.count[i]);
	json_key(&o, "rates");
	str_add_c(&out, '[');
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		const struct kpi_info *info = kpi_rate_info((enum kpi_rate_kind)i);
		struct json_out one;

		str_add(&out, i > 0 ? "," : "");
		one = json_open(&out);
		json_pair(&one, "name", info->json);
		json_pair_int(&one, "n", c->k.rate[i].n);
		json_pair_int(&one, "of", c->k.rate[i].of);
		json_pair(&one, "percent", kpi_percent(c->k.rate[i], percent));
		json_close(&one);
	}
	str_add_c(&out, ']');
	json_pair(&o, "composite", kpi_composite(&c->k, &c->weights, percent));
	json_pair(&o, "composite_weights", s->kpi_weights);
	json_close(&o);
	printf("%s\n", str_c(&out));
	str_free(&out);
}

/* How the three are weighed, without a comma. */
static const char *
composite_words(const struct counting *c, char out[WORDS_SIZE])
{
	(void)snprintf(out, WORDS_SIZE, "先行联系率 %d%% + 解决率 %d%% + 满意率 %d%%",
	    c->weights.response, c->weights.solved, c->weights.satisfied);
	return out;
}

/* For a spreadsheet: the marks at the front tell it that this is UTF-8. No cell holds a comma. */
static void
print_csv(const struct settings *s, const struct counting *c)
{
	char percent[KPI_PERCENT_SIZE], words[WORDS_SIZE];

	printf("\xef\xbb\xbf月份,指标,分子,分母,百分比,算法,公式版本\r\n");
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		const struct kpi_info *info = kpi_rate_info((enum kpi_rate_kind)i);
		printf("%s,%s,%" PRId64 ",%" PRId64 ",%s,%s,%s\r\n", s->month, info->label,
		    c->k.rate[i].n, c->k.rate[i].of, kpi_percent(c->k.rate[i], percent),
		    info->formula, KPI_FORMULA);
	}
	printf("%s,三率综合,,,%s,%s,%s\r\n", s->month, kpi_composite(&c->k, &c->weights, percent),
	    composite_words(c, words), KPI_FORMULA);
	for (int i = 0; i < KPI_COUNT_COUNT; i++)
		printf("%s,%s,%" PRId64 ",,,,%s\r\n", s->month,
		    kpi_count_info((enum kpi_count_kind)i)->label, c->k.count[i], KPI_FORMULA);
}

static void
print_text(const struct settings *s, const struct counting *c)
{
	char percent[KPI_PERCENT_SIZE], words[WORDS_SIZE], as_of[40];

	printf("%s 受理的工单 %" PRId64 " 件, 截至 %s, 公式版本 %s\n", s->month,
	    c->k.count[KPI_COUNT_TICKETS],
	    civil_format(c->as_of, "%Y-%m-%d %H:%M", as_of, sizeof(as_of)), KPI_FORMULA);
	for (int i = 0; i < KPI_RATE_COUNT; i++) {
		const struct kpi_info *info = kpi_rate_info((enum kpi_rate_kind)i);
		printf("%s%*s%7s%s %8" PRId64 " /%8" PRId64 "   %s\n", info->label,
		    24 - width_str(info->label), "", kpi_percent(c->k.rate[i], percent),
		    c->k.rate[i].of > 0 ? "%" : " ", c->k.rate[i].n, c->k.rate[i].of,
		    info->formula);
	}
	(void)kpi_composite(&c->k, &c->weights, percent);
	printf("三率综合%*s%7s%s %8s  %8s   %s\n", 24 - width_str("三率综合"), "", percent,
	    percent[0] != '-' ? "%" : " ", "", "", composite_words(c, words));
	for (int i = 0; i < KPI_COUNT_COUNT; i++) {
		const struct kpi_info *info = kpi_count_info((enum kpi_count_kind)i);
		printf("%s%*s%8" PRId64 "\n", info->label, 25 - width_str(info->label), "",
		    c->k.count[i]);
	}
}

static void
print(const struct settings *s, const struct counting *c)
{
	if (s->json)
		print_json(s, c);
	else if (s->csv)
		print_csv(s, c);
	else
		print_text(s, c);
}

static enum err_code
report(const struct settings *s, struct counting *c, struct err *e)
{
	uint8_t *key = NULL;
	enum err_code rc = read_month(s, c, e);

	if (rc == ERR_OK)
		rc = read_as_of(s, c, e);
	if (rc == ERR_OK)
		rc = read_weights(s, c, e);
	if (rc == ERR_OK)
		rc = place_ready(s, e);
	if (rc == ERR_OK)
		rc = place_key(s, &key, e);
	if (rc == ERR_OK)
		rc = place_open(s, false, key, &c->st, e);
	if (rc == ERR_OK)
		rc = store_look(c->st, e);
	if (rc == ERR_OK)
		rc = setup_city(c->st, &c->city, e);
	if (rc == ERR_OK)
		rc = count_all(c, e);
	if (c->st != NULL)
		store_look_end(c->st);
	store_close(c->st);
	city_free(c->city);
	secret_key_free(key);
	return rc;
}

static int
run(const struct settings *s)
{
	struct counting c = { .st = NULL };
	struct err e = { 0 };

	if (report(s, &c, &e) != ERR_OK)
		return command_fail(&e);
	print(s, &c);
	return EXIT_DONE;
}

const struct command cmd_report_kpi = {
	.name = "report kpi",
	.takes = "data key_file config month as_of kpi_weights json csv",
	.must = "month",
	.does = "某月受理的工单的各项指标: 分子、分母、百分比和公式版本",
	.run = run,
};
