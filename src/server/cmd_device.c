/* hotseatd device add|list|revoke: the machines that may speak to this centre. */
#include <stdio.h>
#include <stdlib.h>

#include "admin.h"
#include "base/clock.h"
#include "command.h"
#include "listing.h"
#include "wire/admin_json.h"
#include "wire/ticket_json.h"

#define DEVICES_MAX 10000 /* seat numbers have four digits */

static enum err_code
ask_about_seat(const struct settings *s, const char *path, struct str *answer, struct err *e)
{
	struct str body = { 0 };
	struct admin_seat m = { .seat_no = "" };
	enum err_code rc = ERR_OK;

	if (!str_copy(m.seat_no, sizeof(m.seat_no), s->seat))
		rc = err_set(e, ERR_INVALID, "坐席号是 4 位数字, 这里是“%s”。", s->seat);
	admin_seat_write(&m, &body);
	if (rc == ERR_OK)
		rc = admin_ask(s, path, &body, answer, e);
	str_free(&body);
	return rc;
}

/* ---- add, revoke ---- */

static int
run_add(const struct settings *s)
{
	struct str answer = { 0 };
	struct admin_code code = { 0 };
	struct err e = { 0 };
	char until[40];

	if (ask_about_seat(s, "/v1/admin/seats", &answer, &e) == ERR_OK)
		admin_code_read(str_c(&answer), answer.len, &code, &e);
	str_free(&answer);
	if (e.code != ERR_OK)
		return command_fail(&e);
	printf(
	    "登记码 %s\n坐席号 %s, 只能用一次, %s 前有效。在坐席机上启动: hotseat --enrol 登记码\n",
	    code.code, code.seat_no[0] != '\0' ? code.seat_no : "由中心分配",
	    civil_format(code.expires_at, "%Y-%m-%d %H:%M", until, sizeof(until)));
	return EXIT_DONE;
}

static int
run_revoke(const struct settings *s)
{
	struct str answer = { 0 };
	struct err e = { 0 };
	enum err_code rc = ask_about_seat(s, "/v1/admin/seats/off", &answer, &e);

	str_free(&answer);
	if (rc != ERR_OK)
		return command_fail(&e);
	printf("坐席机 %s 已停用, 中心不再接受它的数据; 这个坐席号不再发给别的机器。\n", s->seat);
	return EXIT_DONE;
}

/* ---- list ---- */

static void
print_device(const struct store_device *d, struct listing *l)
{
	struct str out = { 0 };
	char seen[40] = "从未";

	if (d->last_seen_at > 0)
		civil_format(d->last_seen_at, "%Y-%m-%d %H:%M", seen, sizeof(seen));
	if (l->json) {
		str_add(&out, "{\"seat_no\":");
		json_escape(d->seat_no, &out);
		str_add(&out, ",\"name\":");
		json_escape(d->name, &out);
		str_addf(&out, ",\"last_seen_at\":%lld,\"last_op\":%lld,\"revoked\":%s}",
		    (long long)d->last_seen_at, (long long)d->last_op,
		    d->revoked ? "true" : "false");
	} else {
		str_addf(&out, "%s\t%s\t%s\t%s", d->seat_no, d->name, seen,
		    d->revoked ? "停用" : "在用");
	}
	listing_row(l, &out);
	str_free(&out);
}

static enum err_code
list(const struct settings *s, struct store *st, struct listing *l, struct err *e)
{
	struct store_device *d = calloc(DEVICES_MAX, sizeof(*d));
	int n = 0;

	(void)s;
	if (d == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	n = store_devices(st, "", d, DEVICES_MAX);
	for (int i = 0; i < n; i++)
		print_device(&d[i], l);
	free(d);
	return n >= 0 ? ERR_OK : err_set(e, ERR_DB, NULL);
}

static int
run_list(const struct settings *s)
{
	return listing_run(s, false, list);
}

const struct command cmd_device_add = {
	.name = "device add",
	.takes = "data key_file config seat",
	.does = "生成一个坐席机登记码",
	.run = run_add,
};
const struct command cmd_device_list = {
	.name = "device list",
	.takes = "data key_file config json",
	.does = "列出全部坐席机",
	.run = run_list,
};
const struct command cmd_device_revoke = {
	.name = "device revoke",
	.takes = "data key_file config seat",
	.must = "seat",
	.does = "停用一台丢失或报废的坐席机",
	.run = run_revoke,
};
