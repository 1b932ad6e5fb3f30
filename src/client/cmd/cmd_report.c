/* hotseat report units: the month of each unit, as the seat's cache has it: lines by tier, CSV or JSON; beside a running
 * seat too. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/ledger.h"
#include "cmd_p.h"
#include "wire/ticket_json.h"

#define ROWS_MOST 1024

static const char *
name_of(const struct city *c, const char *unit)
{
	return c != NULL ? city_unit_name(c, unit) : unit;
}

/* A name in quotes: a comma in it is no column. Names of a city hold no quotes of this kind. */
static void
print_csv(const struct city *c, const struct ledger_row *rows, int n)
{
	char on_time[KPI_PERCENT_SIZE], good[KPI_PERCENT_SIZE], stars[KPI_PERCENT_SIZE];

	puts("单位编码,单位,档,派单,按时答复,逾期答复,超期未答,按时率,退单,黄牌,红牌,有效回访,"
	     "满意率,平均星");
	for (int i = 0; i < n; i++) {
		const struct ledger_row *r = &rows[i];

		printf("%s,\"%s\",%s,%lld,%lld,%lld,%lld,%s,%lld,%lld,%lld,%lld,%s,%s\n", r->unit,
		    name_of(c, r->unit), card_tier_label(r->tier), (long long)r->given,
		    (long long)r->in_time, (long long)r->late, (long long)r->overdue,
		    kpi_percent(ledger_on_time(r), on_time), (long long)r->returned,
		    (long long)r->yellow, (long long)r->red, (long long)r->rated,
		    kpi_percent(ledger_satisfied(r), good), ledger_stars(r, stars));
	}
}

static void
print_json(const struct city *c, const char *month, const struct ledger_row *rows, int n)
{
	struct str out = { 0 };

	str_addf(&out, "{\"month\":\"%s\",\"formula\":\"%s\",\"units\":[", month, KPI_FORMULA);
	for (int i = 0; i < n; i++) {
		const struct ledger_row *r = &rows[i];

		str_addf(&out, "%s{\"unit\":\"%s\",\"name\":", i > 0 ? "," : "", r->unit);
		json_escape(name_of(c, r->unit), &out);
		str_addf(&out,
		    ",\"tier\":\"%s\",\"given\":%lld,\"in_time\":%lld,\"late\":%lld,"
		    "\"overdue\":%lld,\"returned\":%lld,\"yellow\":%lld,\"red\":%lld,"
		    "\"rated\":%lld,\"satisfied\":%lld,\"stars\":%lld}",
		    card_tier_json(r->tier), (long long)r->given, (long long)r->in_time,
		    (long long)r->late, (long long)r->overdue, (long long)r->returned,
		    (long long)r->yellow, (long long)r->red, (long long)r->rated,
		    (long long)r->satisfied, (long long)r->stars);
	}
	str_add(&out, "]}");
	puts(str_c(&out));
	str_free(&out);
}

static void
print_text(const struct city *c, const char *month, const struct ledger_row *rows, int n)
{
	char on_time[KPI_PERCENT_SIZE], good[KPI_PERCENT_SIZE], stars[KPI_PERCENT_SIZE];

	printf("单位台账 %s  按当月派给单位(主办)的工单统计到现在; 剔除的不计\n", month);
	for (int i = 0; i < n; i++) {
		const struct ledger_row *r = &rows[i];

		if (i == 0 || rows[i - 1].tier != r->tier)
			printf("%s\n", card_tier_label(r->tier));
		printf("  %s\t派单 %lld\t按时率 %s\t超期未答 %lld\t退单 %lld\t黄牌 %lld 红牌 "
		       "%lld\t满意率 %s\t平均 %s星\n",
		    name_of(c, r->unit), (long long)r->given,
		    kpi_percent(ledger_on_time(r), on_time), (long long)r->overdue,
		    (long long)r->returned, (long long)r->yellow, (long long)r->red,
		    kpi_percent(ledger_satisfied(r), good), ledger_stars(r, stars));
	}
	if (n == 0)
		puts("这个月没有派给单位的工单。");
}

static void
print(const struct city *c, int month, const struct ledger_row *rows, int n,
    const struct cmd_words *words)
{
	char label[16];

	(void)ledger_format(month, label);
	if (words->json)
		print_json(c, label, rows, n);
	else if (words->csv)
		print_csv(c, rows, n);
	else
		print_text(c, label, rows, n);
}

int
cmd_report_units(const struct cmd_env *env, const struct cmd_words *words)
{
	struct ledger_row *rows = NULL;
	struct cache_reader *r = NULL;
	struct err e = { 0 };
	int month = ledger_month(clock_now_ms()), n = -1;
	enum err_code rc;

	if (words->month != NULL && (month = ledger_parse(words->month)) < 0)
		return cmd_usage("--month 应为 2026-11 这样的年月");
	if (words->json && words->csv)
		return cmd_usage("--json 和 --csv 只能用一个");
	rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK)
		rc = cmd_reader_may(env, r, false, &e);
	if (rc == ERR_OK && (rows = calloc(ROWS_MOST, sizeof(*rows))) == NULL)
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && (n = cache_ledger_whole(r, month, rows, ROWS_MOST, &e)) < 0)
		rc = e.code;
	if (rc == ERR_OK && rows != NULL)
		print(cache_city(r), month, rows, n, words);
	free(rows);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
