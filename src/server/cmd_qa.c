/* hotseatd qa draw: 双随机, printed so that anybody can repeat it: the month, the count and the seed say it all. With --save it
 * is written down, and the inspectors' seats show it. Reads beside a running centre. */
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "base/secret.h"
#include "command.h"
#include "listing.h"
#include "server/core/draw.h"
#include "wire/admin_json.h"
#include "wire/json_write.h"

#define SEEDS 1000000000U /* can be read out */

static enum err_code
read_draw(const struct settings *s, struct draw *d, struct err *e)
{
	long long seed = 0;
	uint32_t random;

	if (!str_copy(d->month, sizeof(d->month), s->month))
		return err_set(e, ERR_CONFIG, "月份要写成 2026-11 这样。");
	if (s->seed[0] == '\0') {
		secret_random(&random, sizeof(random));
		seed = random % SEEDS;
	} else if (!str_int(s->seed, 0, INT64_MAX, &seed)) {
		return err_set(e, ERR_CONFIG, "--seed 是不小于 0 的整数。");
	}
	d->seed = seed;
	d->count = (int)s->count;
	d->calls = (int)s->calls;
	return ERR_OK;
}

static void
print_json(const struct draw *d, const struct draw_row *row, struct str *out)
{
	struct json_out o = json_open(out);

	json_pair(&o, "month", d->month);
	json_pair_int(&o, "seed", d->seed);
	json_pair(&o, "ticket", row->id);
	json_pair(&o, "number", row->no);
	json_pair(&o, "why", row->why);
	json_pair(&o, "inspector", row->by);
	json_close(&o);
}

static void
print_draw(const struct draw *d, struct listing *l)
{
	struct str out = { 0 };

	if (!l->json)
		printf("%s 种子 %lld: 可抽 %lld 件, 抽出 %d 件\n", d->month, (long long)d->seed,
		    (long long)d->of, d->n);
	for (int i = 0; i < d->n; i++) {
		const struct draw_row *row = &d->rows[i];

		str_reset(&out);
		if (l->json)
			print_json(d, row, &out);
		else
			str_addf(&out, "%s\t%s\t%s", row->no,
			    record_code_label(RECORD_QA_DRAW, row->why),
			    row->by[0] != '\0' ? row->by : "无人可查, 请另派");
		listing_row(l, &out);
	}
	str_free(&out);
}

static enum err_code
show(const struct settings *s, struct store *st, struct listing *l, struct err *e)
{
	struct draw d = { .count = 0 };
	enum err_code rc = read_draw(s, &d, e);

	if (rc == ERR_OK)
		rc = draw_make(st, &d, e);
	if (rc != ERR_OK)
		return rc;
	print_draw(&d, l);
	draw_free(&d);
	return ERR_OK;
}

static int
save(const struct settings *s)
{
	struct str body = { 0 }, answer = { 0 };
	struct draw d = { .count = 0 };
	struct admin_draw m = { .month = "" };
	struct err e = { 0 };
	enum err_code rc = read_draw(s, &d, &e);

	str_copy(m.month, sizeof(m.month), d.month);
	m.count = d.count;
	m.seed = d.seed;
	m.calls = d.calls;
	admin_draw_write(&m, &body);
	if (rc == ERR_OK)
		rc = admin_ask(s, "/v1/admin/draws", &body, &answer, &e);
	str_free(&body);
	str_free(&answer);
	return rc == ERR_OK ? EXIT_DONE : command_fail(&e);
}

static int
run(const struct settings *s)
{
	struct settings with = *s;
	struct err e = { 0 };
	struct draw d = { .count = 0 };
	int rc;

	if (read_draw(s, &d, &e) != ERR_OK)
		return command_fail(&e);
	snprintf(with.seed, sizeof(with.seed), "%lld", (long long)d.seed); /* the same for both */
	rc = listing_run(&with, true, show);
	return rc == EXIT_DONE && s->save ? save(&with) : rc;
}

const struct command cmd_qa_draw = {
	.name = "qa draw",
	.takes = "data key_file config month count calls seed save json",
	.must = "month",
	.does = "双随机: 随机抽取当月办结的工单、来电和质检员, 同一种子结果相同; --save 记给质检员",
	.run = run,
};
