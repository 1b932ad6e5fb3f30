/* hotseatd records, hotseatd notices: what seats have written down, for those who look after knowledge and desk; and what
 * is to be told to people. Phones are masked: whoever must ring somebody up does it from a seat, where it is recorded. Read
 * beside a running centre. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "command.h"
#include "listing.h"
#include "model/mask.h"
#include "server/store/records.h"
#include "wire/json_write.h"
#include "wire/record_json.h"

static void
mask(char *phone, size_t size)
{
	char whole[RECORD_PHONE_BYTES];

	str_copy(whole, sizeof(whole), phone);
	mask_phone(whole, phone, size);
	secret_wipe(whole, sizeof(whole));
}

/* One line of a terminal: what is no visible character becomes a blank. */
static void
add_line(const char *s, struct str *out)
{
	size_t left = strlen(s);

	while (left > 0) {
		uint32_t cp = 0;
		size_t n = utf8_next(s, left, &cp);
		if (n == 0 || utf8_is_hidden(cp))
			str_add_c(out, ' ');
		else
			str_add_n(out, s, n);
		n += n == 0;
		s += n;
		left -= n;
	}
}

/* ---- records ---- */

static void
record_line(const struct record *r, struct str *out)
{
	const char *const parts[] = { record_label(r->kind), r->by, r->object,
		record_code_label(r->kind, r->code), record_result_label(r->kind, r->result),
		r->phone, r->call, r->ticket, record_text(r) };
	char when[40];

	str_add(out, civil_format(r->at, "%Y-%m-%d %H:%M:%S", when, sizeof(when)));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		str_add_c(out, '\t');
		add_line(parts[i], out);
	}
}

static bool
print_record(void *arg, const struct store_record *x)
{
	struct record r = x->r; /* its text stays the list's */
	struct listing *l = arg;
	struct str out = { 0 };

	mask(r.phone, sizeof(r.phone));
	if (l->json)
		record_json_one(&r, &out);
	else
		record_line(&r, &out);
	listing_row(l, &out);
	str_free(&out);
	return true;
}

static enum err_code
read_query(const struct settings *s, enum record_kind *kind, int64_t *since, struct err *e)
{
	int k = s->kind[0] != '\0' ? record_by_json(s->kind) : RECORD_NONE;
	int32_t day = s->since[0] != '\0' ? civil_parse_day(s->since) : 0;
	struct str kinds = { 0 };

	if (day == INT32_MIN)
		return err_set(e, ERR_CONFIG, "--since 要写成 2026-11-21 这样的日期。");
	*since = s->since[0] != '\0' ? civil_day_start(day) : 0;
	if (k >= 0) {
		*kind = (enum record_kind)k;
		return ERR_OK;
	}
	for (k = RECORD_NONE + 1; k < RECORD_COUNT; k++)
		str_addf(&kinds, " %s", record_json((enum record_kind)k));
	err_set(e, ERR_CONFIG, "没有“%s”这类记录, 只有:%s", s->kind, str_c(&kinds));
	str_free(&kinds);
	return ERR_CONFIG;
}

/* ---- notices ---- */

static void
notice_json(const struct store_notice *x, struct str *out)
{
	struct json_out o = json_open(out);

	json_pair(&o, "ticket", x->ticket);
	json_pair(&o, "template", x->template);
	json_pair_int(&o, "round", x->round);
	json_pair(&o, "channel", x->channel);
	json_pair(&o, "to", x->unit[0] != '\0' ? x->unit : x->phone);
	json_pair(&o, "state", x->state);
	json_pair_int(&o, "at", x->at);
	json_pair(&o, "text", x->text);
	json_close(&o);
}

static bool
print_notice(void *arg, const struct store_notice *x)
{
	struct store_notice n = *x;
	struct listing *l = arg;
	struct str out = { 0 };
	char when[40];

	mask(n.phone, sizeof(n.phone));
	if (l->json) {
		notice_json(&n, &out);
	} else {
		str_addf(&out, "%s\t%s\t%s\t%s\t%s\t",
		    civil_format(n.at, "%Y-%m-%d %H:%M:%S", when, sizeof(when)), n.state, n.channel,
		    n.unit[0] != '\0' ? n.unit : n.phone, n.template);
		add_line(n.text, &out);
	}
	listing_row(l, &out);
	str_free(&out);
	return true;
}

static enum err_code
read_records(const struct settings *s, struct store *st, struct listing *l, struct err *e)
{
	enum record_kind kind = RECORD_NONE;
	int64_t since = 0;
	enum err_code rc = read_query(s, &kind, &since, e);

	return rc == ERR_OK ? store_records(st, kind, since, print_record, l, e) : rc;
}

static enum err_code
read_notices(const struct settings *s, struct store *st, struct listing *l, struct err *e)
{
	(void)s;
	return store_notices(st, NULL, print_notice, l, e);
}

static int
run_records(const struct settings *s)
{
	return listing_run(s, true, read_records);
}

static int
run_notices(const struct settings *s)
{
	return listing_run(s, true, read_notices);
}

const struct command cmd_records = {
	.name = "records",
	.takes = "data key_file config kind since json",
	.does = "列出席位记录: 通话结果、转接、知识引用和纠错等, 电话打码",
	.run = run_records,
};
const struct command cmd_notices = {
	.name = "notices",
	.takes = "data key_file config json",
	.does = "列出待发的通知, 电话打码",
	.run = run_notices,
};
