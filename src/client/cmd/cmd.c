/* The table of commands, and their words. Nothing here knows what a command does. */
#include "client/cmd/cmd.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "cmd_p.h"
#include "text/paste.h"

#define NONE_SHOWN 40 /* characters of what was not found */

#define WORD(name) offsetof(struct cmd_words, name)

struct command {
	const char *noun, *verb; /* verb "": the noun is all */
	cmd_fn *run;
	const char *
	    options; /* blank-separated names it takes; "…": of the second word there may be many; "?": the first may be missing; "!": without a seat */
	const char *word,
	    *second;       /* and words more: what they are; NULL none; second "": need not be */
	const char *usage; /* lines of --help */
	void (*more)(struct str *out); /* what only its own --help says; NULL nothing */
};

static const struct command commands[] = {
	{ "ticket", "new", cmd_ticket_new, "from as reason json", NULL, NULL,
	    "  ticket new --from 文件|-    登记一件工单: JSON 或“字段: 内容”各行 (- 从标准输入读); "
	    "打印单号; 坐席程序开着也行\n"
	    "             [--as submit|incomplete|direct] [--reason 原因] [--json]\n",
	    ticket_words_help },
	{ "ticket", "do", cmd_ticket_do, "set as json", "单号", "环节",
	    "  ticket do 单号 环节 [--set 名称=内容]… [--as 工号] [--json]\n"
	    "                              办一个环节: 签收 signin、联系群众 contact、派单 "
	    "dispatch…, 各环节问什么见 ticket do --help\n",
	    deed_words_help },
	{ "ticket", "show", cmd_ticket_show, "json", "单号", NULL,
	    "  ticket show 单号 [--json]   看一件工单: 18 位单号或后 6 位; 不显示诉求人信息\n",
	    NULL },
	{ "ticket", "list", cmd_ticket_list, "queue limit json", NULL, NULL,
	    "  ticket list [--queue all|mine|open|incomplete|overdue|due|pending|today] "
	    "[--limit 数] [--json]\n",
	    NULL },
	{ "ticket", "print", cmd_ticket_print, "sheet out reason", "单号", NULL,
	    "  ticket print 单号 --sheet unit|village|supervision|receipt [--out 文件] "
	    "[--reason 用途]\n"
	    "             打印交办单、村居办理单、督办单、受理回执: 先记审计, 再存文件并交 lp; "
	    "--out 只写到文件\n",
	    NULL },
	{ "ticket", "attach", cmd_ticket_attach, "as json …", "单号", "文件",
	    "  ticket attach 单号 文件… [--as 工号] [--json]\n"
	    "                              添加附件: 照片、文档、录音等, 每个不超过 20 MB; "
	    "断线也行, "
	    "连上后自动接着传\n",
	    NULL },
	{ "ticket", "files", cmd_ticket_files, "as json export", "单号", NULL,
	    "  ticket files 单号 [--export 目录] [--json]  看一件工单的附件; 导出到目录(记审计)\n",
	    NULL },
	{ "kb", "search", cmd_kb_search, "limit json", "要查的话", NULL,
	    "  kb search 要查的话 [--limit 数] [--json]  查知识库: 汉字、拼音、首字母都行, "
	    "几个词用引号括起\n",
	    NULL },
	{ "kb", "show", cmd_kb_show, "json", "知识编号", NULL,
	    "  kb show 知识编号 [--json]   看一条知识全文\n", NULL },
	{ "kb", "draft", cmd_kb_draft, "from as json", NULL, NULL,
	    "  kb draft --from 文件|- [--as draft|submit] [--json]  存一条知识的草稿, 或送审\n",
	    cmd_kb_draft_help },
	{ "kb", "review", cmd_kb_review, "as reason json ?", "知识编号", NULL,
	    "  kb review [知识编号 --as publish|return|discard|withdraw --reason 理由] [--json]\n"
	    "                              列出在改和待审的稿子; 发布、退回、作废、下架一条\n",
	    NULL },
	{ "kb", "diff", cmd_kb_diff, "in json", "知识编号", NULL,
	    "  kb diff 知识编号 [--in 旧版,新版] [--json]  稿子与对外的那一版有什么不同, "
	    "或任两版之间\n",
	    NULL },
	{ "kb", "expiring", cmd_kb_expiring, "json", NULL, NULL,
	    "  kb expiring [--json]        30 天内到期和已过期的知识\n", NULL },
	{ "find", "", cmd_find, "in limit json", "要查的话", NULL,
	    "  find 要查的话|- [--in tickets,articles,categories,units,areas,targets,bulletins] "
	    "[--limit 数] [--json]\n"
	    "                              查本机的一切: 汉字、拼音、首字母、单号、车牌、路名门牌; "
	    "- 从标准输入读\n",
	    NULL },
	{ "similar", "", cmd_similar, "set limit json ?", "单号", NULL,
	    "  similar [单号] [--set 分类=…] [--set 区域=…] [--set 地点=…] [--limit 数] [--json]\n"
	    "                              疑似同一件的在办工单和理由: 给单号, "
	    "或从标准输入读来电内容\n",
	    NULL },
	{ "suggest", "", cmd_suggest, "json", NULL, NULL,
	    "  suggest [--json] <文件        从标准输入读来电人的话, "
	    "给出分类(前三)、类型、紧急程度、承办单位、"
	    "时间、地点、知识, 各带理由\n",
	    NULL },
	{ "report", "units", cmd_report_units, "month csv json", NULL, NULL,
	    "  report units [--month 2026-11] [--csv|--json]\n"
	    "                              单位台账: 当月派给各单位的工单办得怎样, 按档列出\n",
	    NULL },
	{ "form", "", cmd_form, "blank copies handover", NULL, NULL,
	    "  form --blank [--copies 份数]  打印空白纸质登记表 (系统故障时用, 正反两页): hotseat "
	    "form --blank --copies 20 | lp\n"
	    "  form --handover             打印空白交接班登记表 (一页)\n",
	    NULL },
	{ "check-scenario", "", cmd_check_scenario, "in json … !", "案例文件或目录", "",
	    "  check-scenario 案例文件或目录… [--in 城市目录] [--json]\n"
	    "                              检查培训案例: 所有的错一次说完, 第几行、怎么改; "
	    "不用坐席和中心; "
	    "写法见 conf/scenarios/README.md\n",
	    NULL },
	{ "sync", "", cmd_sync, "json", NULL, NULL,
	    "  sync [--json]               送出待送的、取回更新的, 到没有可做的为止\n", NULL },
	{ "status", "", cmd_status, "json", NULL, NULL,
	    "  status [--json]             连没连上中心, 有多少待送、搁置、冲突\n", NULL },
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct {
	const char *name;
	size_t at;
} options[] = { { "from", WORD(from) }, { "in", WORD(in) }, { "as", WORD(as) },
	{ "reason", WORD(reason) }, { "queue", WORD(queue) }, { "limit", WORD(limit) },
	{ "copies", WORD(copies) }, { "sheet", WORD(sheet) }, { "out", WORD(out) },
	{ "export", WORD(export) }, { "month", WORD(month) } };

/* ---- help ---- */

void
cmd_help(struct str *out)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		str_add(out, commands[i].usage);
	str_add(out, "退出码: 0 成功, 1 失败或没有找到, 2 用法不对, 3 数据正被坐席程序使用, "
		     "或连不上中心而有内容待送\n"
		     "每个命令自己的用法: hotseat 命令 --help; 选项写在命令前面或后面都行\n");
}

bool
cmd_help_of(int argc, char *const *argv, struct str *out)
{
	const char *noun = argc > 0 ? argv[0] : "", *verb = argc > 1 ? argv[1] : "";
	bool asked = false, all = strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0;

	for (int i = 1; i < argc; i++)
		asked = asked || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
	for (size_t i = 0; asked && i < N_COMMANDS; i++) {
		const struct command *c = &commands[i];
		if (strcmp(c->noun, noun) != 0 ||
		    (!all && c->verb[0] != '\0' && strcmp(c->verb, verb) != 0))
			continue;
		if (out->len == 0)
			str_add(out,
			    "用法: hotseat [选项] 命令; 选项也可写在后面, 见 hotseat --help\n");
		str_add(out, c->usage);
		if (c->more != NULL && !all)
			c->more(out);
	}
	return out->len > 0;
}

/* A place as a person reads it: a member at its end by the label of the field, "标准输入 /type" too. */
static void
place_of(const char *where, char *out, size_t size)
{
	const char *blank = strrchr(where, ' '), *name = blank != NULL ? blank + 1 : where;
	const char *label = NULL;
	int at;

	name += blank != NULL && *name == '/';
	if ((at = field_by_json(name)) >= 0)
		label = field_info((enum ticket_field)at)->label;
	else if ((at = arg_by_json(name)) >= 0)
		label = arg_info((enum event_arg)at)->label;
	if (label == NULL || label[0] == '\0')
		snprintf(out, size, "%s", where);
	else
		snprintf(out, size, "%.*s%s", blank != NULL ? (int)(blank + 1 - where) : 0, where,
		    label);
}

int
cmd_fail(const struct err *e)
{
	char place[sizeof(e->where) + 40];

	place_of(e->where, place, sizeof(place));
	fprintf(stderr, "hotseat: %s%s%s\n", place, place[0] != '\0' ? ": " : "", e->text);
	return e->code == ERR_LOCKED || e->code == ERR_NETWORK ? CMD_LATER : CMD_FAILED;
}

int
cmd_none(const char *what)
{
	struct str shown = {
		0
	}; /* what was pasted may be long, and must not speak to the terminal */

	text_paste_line(&shown, what, strlen(what));
	if (shown.len == 0)
		fputs("hotseat: 没有找到, 没有给要查的字\n", stderr);
	else
		fprintf(stderr, "hotseat: 没有找到 %.*s%s\n",
		    (int)utf8_head(str_c(&shown), NONE_SHOWN), str_c(&shown),
		    utf8_head(str_c(&shown), NONE_SHOWN) < shown.len ? ".." : "");
	str_free(&shown);
	return CMD_FAILED;
}

int
cmd_no_number(const char *word)
{
	return cmd_usage("“%s”不是单号: 要 18 位, 或后 6 位", word);
}

int
cmd_usage(const char *fmt, ...)
{
	va_list ap;

	fputs("hotseat: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\n用法见 hotseat --help\n", stderr);
	return CMD_USAGE;
}

/* ---- words ---- */

static bool
takes(const struct command *c, const char *name)
{
	const char *at = c->options;
	size_t n = strlen(name);

	while (n > 0 && (at = strstr(at, name)) != NULL) {
		if ((at == c->options || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
		at += n;
	}
	return false;
}

static bool
put(struct cmd_words *w, const char *name, const char *value)
{
	if (strcmp(name, "set") == 0 && w->n_sets < CMD_SETS) {
		w->set[w->n_sets++] = value;
		return true;
	}
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].name, name) == 0) {
			*(const char **)(void *)((char *)w + options[i].at) = value;
			return true;
		}
	return false;
}

static bool
put_word(const struct command *c, struct cmd_words *w, const char *word)
{
	const char **at = w->word == NULL ? &w->word : &w->second;

	if (w->word != NULL && takes(c, "…")) {
		if (w->n_rest == CMD_RESTS)
			return false;
		w->rest[w->n_rest++] = word;
		w->second = w->rest[0];
		return true;
	}
	if ((at == &w->word ? c->word : c->second) == NULL || *at != NULL)
		return false;
	*at = word;
	return true;
}

/* CMD_OK, or what is wrong with them. */
static int
read_words(const struct command *c, int argc, char **argv, struct cmd_words *w)
{
	for (int i = 0; i < argc; i++) {
		const char *name = argv[i] + 2;
		if (strncmp(argv[i], "--", 2) != 0) {
			if (!put_word(c, w, argv[i]))
				return cmd_usage("多了一个词: %s", argv[i]);
		} else if (!takes(c, name)) {
			return cmd_usage("%s %s 没有选项 %s", c->noun, c->verb, argv[i]);
		} else if (strcmp(name, "json") == 0) {
			w->json = true;
		} else if (strcmp(name, "blank") == 0) {
			w->blank = true;
		} else if (strcmp(name, "handover") == 0) {
			w->handover = true;
		} else if (strcmp(name, "csv") == 0) {
			w->csv = true;
		} else if (i + 1 == argc) {
			return cmd_usage("%s 后面缺内容", argv[i]);
		} else if (!put(w, name, argv[++i])) {
			return cmd_usage("--%s 太多了", name);
		}
	}
	if (c->word != NULL && w->word == NULL && !takes(c, "?"))
		return cmd_usage(
		    "%s%s%s 后面缺%s", c->noun, c->verb[0] != '\0' ? " " : "", c->verb, c->word);
	return c->second != NULL && c->second[0] != '\0' && w->second == NULL
		   ? cmd_usage("%s %s %s 后面缺%s", c->noun, c->verb, c->word, c->second)
		   : CMD_OK;
}

/* A noun alone, or with a verb it has not: which there are. */
static int
no_command(const char *noun, const char *verb)
{
	struct str verbs = { 0 };
	int rc;

	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i].noun, noun) == 0 && commands[i].verb[0] != '\0')
			str_addf(&verbs, "%s%s", verbs.len > 0 ? "、" : "", commands[i].verb);
	if (verbs.len == 0)
		rc = cmd_usage("没有这个命令: %s", noun);
	else if (verb[0] == '\0')
		rc = cmd_usage("%s 后面还要写办什么: %s", noun, str_c(&verbs));
	else
		rc = cmd_usage("%s 没有 %s, 只有 %s", noun, verb, str_c(&verbs));
	str_free(&verbs);
	return rc;
}

bool
cmd_is_alone(int argc, char *const *argv)
{
	for (size_t i = 0; argc > 0 && i < N_COMMANDS; i++)
		if (strcmp(commands[i].noun, argv[0]) == 0 && takes(&commands[i], "!"))
			return true;
	return false;
}

int
cmd_run(const struct cmd_env *env, int argc, char **argv)
{
	const char *noun = argc > 0 ? argv[0] : "", *verb = argc > 1 ? argv[1] : "";
	struct cmd_words words = { 0 };
	struct cmd_env as = *env;
	char who[16];

	for (size_t i = 0; i < N_COMMANDS; i++) {
		const struct command *c = &commands[i];
		int used = c->verb[0] != '\0' ? 2 : 1, rc;
		if (strcmp(c->noun, noun) != 0 || (used == 2 && strcmp(c->verb, verb) != 0))
			continue;
		rc = read_words(c, argc - used, argv + used, &words);
		if (rc != CMD_OK)
			return rc;
		cmd_person(env, who);
		as.user = who;
		return c->run(&as, &words);
	}
	return no_command(noun, verb);
}
