/* hotseatd device add: a one-time code with which a seat enrols. */
#include <stdio.h>

#include "admin.h"
#include "base/clock.h"
#include "command.h"
#include "wire/admin_json.h"

static enum err_code
add(const struct settings *s, struct admin_code *code, struct err *e)
{
	struct str body = { 0 }, answer = { 0 };
	struct admin_seat m = { .seat_no = "" };
	enum err_code rc = ERR_OK;

	if (!str_copy(m.seat_no, sizeof(m.seat_no), s->seat))
		rc = err_set(e, ERR_INVALID, "坐席号是 4 位数字, 这里是“%s”。", s->seat);
	admin_seat_write(&m, &body);
	if (rc == ERR_OK)
		rc = admin_ask(s, "/v1/admin/seats", &body, &answer, e);
	if (rc == ERR_OK)
		rc = admin_code_read(str_c(&answer), answer.len, code, e);
	str_free(&body);
	str_free(&answer);
	return rc;
}

static int
run(const struct settings *s)
{
	struct admin_code code;
	struct err e = { 0 };
	char until[40];

	if (add(s, &code, &e) != ERR_OK)
		return command_fail(&e);
	printf("登记码 %s\n坐席号 %s, 只能用一次, %s 前有效。在坐席机上首次启动 hotseat 时输入。\n",
	    code.code, code.seat_no[0] != '\0' ? code.seat_no : "由中心分配",
	    civil_format(code.expires_at, "%Y-%m-%d %H:%M", until, sizeof(until)));
	return EXIT_DONE;
}

const struct command cmd_device_add = {
	.name = "device add",
	.takes = "data key_file config seat",
	.does = "生成一个坐席机登记码",
	.run = run,
};
