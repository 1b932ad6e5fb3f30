/* A ticket out of a file, and the words of the command line: what is taken, and what is told to be wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/cmd/cmd_p.h"

struct reading {
	struct fields f;
	struct args args;
	struct err e;
};

static enum err_code
read_text(struct reading *r, const char *text)
{
	*r = (struct reading){ 0 };
	return ticket_file_parse("t", text, strlen(text), &r->f, &r->args, &r->e);
}

static void
done(struct reading *r)
{
	fields_free(&r->f);
	args_free(&r->args);
}

static void
lines_are_read(void **state)
{
	struct reading r;

	(void)state;
	assert_int_equal(
	    read_text(&r, "# 说明\ncontent: 路灯不亮\r\n  三天了\n\n\t晚上很黑: 真的\ntype：help\n"
			  "address:红山路78号  \nreason: 问不到\ndemand:\n"),
	    ERR_OK);
	assert_string_equal(fields_get(&r.f, TF_CONTENT), "路灯不亮\n三天了\n\n晚上很黑: 真的");
	assert_string_equal(fields_get(&r.f, TF_TYPE), "help");
	assert_string_equal(fields_get(&r.f, TF_ADDRESS), "红山路78号");
	assert_string_equal(args_get(&r.args, EA_REASON), "问不到");
	assert_non_null(r.f.v[TF_DEMAND]); /* named and empty is not the same as not named */
	assert_null(r.f.v[TF_TITLE]);
	done(&r);
}

static void
json_is_read(void **state)
{
	struct reading r;

	(void)state;
	assert_int_equal(
	    read_text(&r, " \n{\"content\":\"路灯\\n不亮\",\"appellant_name\":\"张三\"}\n"),
	    ERR_OK);
	assert_string_equal(fields_get(&r.f, TF_CONTENT), "路灯\n不亮");
	assert_string_equal(fields_get(&r.f, TF_NAME), "张三");
	done(&r);
}

static void
mistakes_are_told_with_their_place(void **state)
{
	static const struct {
		const char *text, *where;
		enum err_code code;
	} cases[] = {
		{ "", "t", ERR_INVALID },
		{ " \n\t\n", "t", ERR_INVALID },
		{ "content: x\nbogus: y\n", "t:2", ERR_UNKNOWN_FIELD },
		{ "content: x\n\ncontent: y\n", "t:3", ERR_INVALID },
		{ "no colon here\n", "t:1", ERR_SYNTAX },
		{ "content: x\n: y\n", "t:2", ERR_SYNTAX },
		{ "{\"content\":\"x\",\"bogus\":\"y\"}", "t /bogus", ERR_UNKNOWN_FIELD },
		{ "{\"type\":\"nonsense\"}", "t /type", ERR_UNKNOWN_CODE },
		{ "{\"content\":7}", "t /content", ERR_SYNTAX },
		{ "{\"content\":\"x\"", "t", ERR_SYNTAX },
		{ "{\"content\":\"x\"},\"args\":{\"note\":\"y\"}", "t", ERR_SYNTAX },
		{ "{\"content\":\"x\",\"content\":\"y\"}", "t", ERR_SYNTAX },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reading r;
		enum err_code rc = read_text(&r, cases[i].text);
		if (rc != cases[i].code ||
		    strncmp(r.e.where, cases[i].where, strlen(cases[i].where)) != 0)
			fail_msg(
			    "%s: %s at %s: %s", cases[i].text, err_json(rc), r.e.where, r.e.text);
		assert_true(r.e.text[0] != '\0');
		assert_true(fields_equal(&r.f, &(struct fields){ 0 }));
		done(&r);
	}
}

static void
a_long_line_is_no_field_name(void **state)
{
	struct reading r;
	char text[200];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text + 150, ": y", 4);
	assert_int_equal(read_text(&r, text), ERR_SYNTAX);
	done(&r);
}

static int
run(int argc, const char *const *argv)
{
	const struct cmd_env env = {
		.data_dir = "/nonexistent/hotseat", .user = "1154", .is_private = true
	};
	char *words[8] = { 0 };

	for (int i = 0; i < argc; i++)
		words[i] = (char *)(uintptr_t)argv[i];
	return cmd_run(&env, argc, words);
}
#define RUN(...)                                                      \
	run(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), \
	    (const char *[]){ __VA_ARGS__ })

static void
words_that_fit_no_command(void **state)
{
	(void)state;
	assert_int_equal(run(0, NULL), CMD_USAGE);
	assert_int_equal(RUN("ticket"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "burn"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "new"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "new", "--from"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "new", "--queue", "all"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "new", "--from", "-", "--as", "joke"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "show"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "show", "12"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "show", "123456", "234567"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "list", "--queue", "nobody"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "list", "--limit", "0"), CMD_USAGE);
	assert_int_equal(RUN("ticket", "list", "--", "x"), CMD_USAGE);
	assert_int_equal(RUN("sync", "now"), CMD_USAGE);
	assert_int_equal(RUN("status", "--jso"), CMD_USAGE);
}

/* Nothing there yet: said, not made up. */
static void
a_seat_without_data(void **state)
{
	(void)state;
	assert_int_equal(RUN("ticket", "list"), CMD_FAILED);
	assert_int_equal(RUN("ticket", "show", "115417", "--json"), CMD_FAILED);
}

static void
help_names_every_command(void **state)
{
	(void)state;
	assert_non_null(strstr(cmd_help(), "ticket new"));
	assert_non_null(strstr(cmd_help(), "ticket show"));
	assert_non_null(strstr(cmd_help(), "ticket list"));
	assert_non_null(strstr(cmd_help(), "sync"));
	assert_non_null(strstr(cmd_help(), "status"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(json_is_read),
		cmocka_unit_test(mistakes_are_told_with_their_place),
		cmocka_unit_test(a_long_line_is_no_field_name),
		cmocka_unit_test(words_that_fit_no_command),
		cmocka_unit_test(a_seat_without_data),
		cmocka_unit_test(help_names_every_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
