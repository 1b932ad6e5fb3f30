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
	return ticket_file_parse("t", text, strlen(text), NULL, &r->f, &r->args, &r->e);
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

/* The time of a call from paper as a person writes it; stored in full. */
static void
a_call_from_paper_is_read(void **state)
{
	struct reading r;

	(void)state;
	assert_int_equal(read_text(&r, "诉求内容: 路灯不亮\n补录: 是\n来电时间: 昨天21:10\n"
				       "纸单编号: 纸-1154-03\n"),
	    ERR_OK);
	assert_string_equal(fields_get(&r.f, TF_ENTERED_LATE), "1");
	assert_int_equal(strlen(fields_get(&r.f, TF_TAKEN_AT)), strlen("2026-11-20 21:10"));
	assert_non_null(strstr(fields_get(&r.f, TF_TAKEN_AT), " 21:10"));
	assert_string_equal(fields_get(&r.f, TF_PAPER_NO), "纸-1154-03");
	done(&r);
	assert_int_equal(read_text(&r, "诉求内容: 路灯不亮\n来电时间: 前些天\n"), ERR_INVALID);
	assert_non_null(strstr(r.e.text, "没有看懂"));
	assert_string_equal(r.e.where, "t:2");
	done(&r);
}

static void
lines_in_chinese_are_read(void **state)
{
	struct reading r;

	(void)state;
	assert_int_equal(
	    read_text(&r,
		"诉求内容: 路灯不亮\n类型 ：求助\n紧急程度: 紧急\n联系电话: 13800000001\n"
		"诉求人: 张三\n地址: 红山路78号\n分类: 0205\n保密: 是\n匿名: 0\n"
		"短信: 否\n群体: 老年人、孕妇, minor\n复杂程度: simple\n性别:\n原因: 急\n"),
	    ERR_OK);
	assert_string_equal(fields_get(&r.f, TF_CONTENT), "路灯不亮");
	assert_string_equal(fields_get(&r.f, TF_TYPE), "help");
	assert_string_equal(fields_get(&r.f, TF_URGENCY), "urgent");
	assert_string_equal(fields_get(&r.f, TF_CONTACT_PHONE), "13800000001");
	assert_string_equal(fields_get(&r.f, TF_NAME), "张三");
	assert_string_equal(fields_get(&r.f, TF_ADDRESS), "红山路78号");
	assert_string_equal(fields_get(&r.f, TF_CATEGORY), "0205");
	assert_string_equal(fields_get(&r.f, TF_CONFIDENTIAL), "1");
	assert_string_equal(fields_get(&r.f, TF_ANONYMOUS), "0");
	assert_string_equal(fields_get(&r.f, TF_SMS), "0");
	assert_string_equal(fields_get(&r.f, TF_GROUPS), "elderly,pregnant,minor");
	assert_string_equal(fields_get(&r.f, TF_COMPLEXITY), "simple");
	assert_non_null(r.f.v[TF_GENDER]);
	assert_string_equal(args_get(&r.args, EA_REASON), "急");
	done(&r);
}

/* No label stands for two fields, and no Chinese for two codes of a list. */
static void
every_label_is_taken(void **state)
{
	(void)state;
	for (int f = 0; f < TF_COUNT; f++) {
		const struct field_info *info = field_info((enum ticket_field)f);
		int n;
		const struct enum_item *items = enum_items((enum ticket_field)f, &n);
		assert_int_equal(ticket_words_field(info->label), f);
		assert_int_equal(ticket_words_field(info->json), f);
		for (int i = 0; i < n; i++) {
			struct str code = { 0 };
			struct err e = { 0 };
			assert_int_equal(
			    ticket_words_value((enum ticket_field)f, items[i].label, &code, &e),
			    ERR_OK);
			assert_string_equal(str_c(&code), items[i].code);
			str_free(&code);
		}
	}
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
		{ "content: x\n诉求内容: y\n", "t:2", ERR_INVALID },
		{ "content: x\n类型: 闲聊\n", "t:2", ERR_UNKNOWN_CODE },
		{ "保密: 也许\n", "t:1", ERR_UNKNOWN_CODE },
		{ "群体: 老年人,路人\n", "t:1", ERR_UNKNOWN_CODE },
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
	static const char *const names[] = { "ticket new", "ticket show", "ticket list",
		"kb search", "kb show", "sync", "status" };
	struct str text = { 0 };

	cmd_help(&text);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(strstr(str_c(&text), names[i]));
	str_free(&text);
}

/* "" stands for: nobody asked, or no such command. */
static void
help_of_one_command(void **state)
{
	static const struct {
		const char *words[4], *has, *has_not;
	} cases[] = {
		{ { "ticket", "--help" }, "ticket list", "kb search" },
		{ { "kb", "-h" }, "kb show", "ticket" },
		{ { "kb", "show", "--help" }, "知识编号", "kb search" },
		{ { "sync", "--json", "--help" }, "sync [--json]", "status" },
		{ { "ticket", "new", "--help" }, "求助 help", "ticket show" },
		{ { "ticket", "new", "--help" }, "contact_phone     联系电话", "kb search" },
		{ { "ticket", "new", "--help" }, "是 1, 否 0", "kb search" },
		{ { "ticket", "new" }, "", "用法" },
		{ { "burn", "--help" }, "", "用法" },
		{ { "kb", "burn", "--help" }, "", "用法" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *words[4] = { 0 };
		struct str text = { 0 };
		int n = 0;
		bool said;
		for (; n < 4 && cases[i].words[n] != NULL; n++)
			words[n] = (char *)(uintptr_t)cases[i].words[n];
		said = cmd_help_of(n, words, &text);
		if (said != (cases[i].has[0] != '\0') ||
		    strstr(str_c(&text), cases[i].has) == NULL ||
		    strstr(str_c(&text), cases[i].has_not) != NULL)
			fail_msg("%zu: %s", i, str_c(&text));
		str_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read),
		cmocka_unit_test(lines_in_chinese_are_read),
		cmocka_unit_test(a_call_from_paper_is_read),
		cmocka_unit_test(every_label_is_taken),
		cmocka_unit_test(json_is_read),
		cmocka_unit_test(mistakes_are_told_with_their_place),
		cmocka_unit_test(a_long_line_is_no_field_name),
		cmocka_unit_test(words_that_fit_no_command),
		cmocka_unit_test(a_seat_without_data),
		cmocka_unit_test(help_names_every_command),
		cmocka_unit_test(help_of_one_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
