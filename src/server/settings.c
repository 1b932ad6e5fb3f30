/* hotseatd's options and how they are read: defaults, settings file, command line, the later over the earlier. Help,
 * --show-config and every refusal follow from the two tables. */
#include "settings.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "command.h"
#include "model/kpi.h"

#define PLACE(member) offsetof(struct settings, member), sizeof(((struct settings *)0)->member)
#define TEXT(name, member, initial, sentence)                                       \
	{                                                                           \
		name, OPTION_TEXT, PLACE(member), 0, 0, "", initial, NULL, sentence \
	}
#define NUMBER(name, member, lo, hi, unit, initial, sentence)                          \
	{                                                                              \
		name, OPTION_INT, PLACE(member), lo, hi, unit, initial, NULL, sentence \
	}
#define YES(name, member, sentence)                                                 \
	{                                                                           \
		name, OPTION_BOOL, PLACE(member), 0, 0, "", "false", NULL, sentence \
	}

const struct option settings_file[] = {
	TEXT("data", data, "", "数据目录; 不写时是 ~/.local/share/hotseatd"),
	TEXT("listen", listen, "",
	    "监听地址 unix:路径 或 主机:端口, 可写多次(文件中用空格隔开); 端口 0 由系统分配"),
	TEXT("key_file", key_file, "",
	    "密钥文件, 必须在数据目录之外; 不写时用 $CREDENTIALS_DIRECTORY/hotseat-key"),
	TEXT("log", log, "", "日志文件; 不写时写到标准错误"),
	{ "log_level", OPTION_CHOICE, PLACE(log_level), 0, 0, "", "info", "error|warn|info|debug",
	    "日志详细程度" },
	NUMBER("window_days", window_days, 0, 36500, "天", "30",
	    "坐席首次同步取多少天内的工单, 未办结的总是全取; 0 为全部"),
	NUMBER("io_threads", io_threads, 1, 64, "个", "2", "每个监听地址的网络线程"),
	NUMBER("connections", connections, 16, 100000, "个", "12000", "同时打开的连接"),
	NUMBER("per_address", per_address, -1, 100000, "个", "256",
	    "同一地址同时打开的连接; 在反向代理之后写 -1"),
	NUMBER(
	    "password_threads", password_threads, 1, 8, "个", "2", "核对密码的线程, 每个占 19 MiB"),
	TEXT("kpi_weights", kpi_weights, KPI_WEIGHTS,
	    "三率综合的权重: 响应率、解决率、满意率, 合计 100"),
	NUMBER("clock_s", clock_s, 1, 3600, "秒", "30", "多久检查一次到期的事项"),
};
const size_t settings_file_count = sizeof(settings_file) / sizeof(settings_file[0]);

const struct option settings_line[] = {
	TEXT("config", config, "", "设置文件; 不写时是数据目录中的 hotseatd.conf"),
	TEXT("city", city, "", "城市资料目录"),
	TEXT("from", from, "", "要导入的文件或目录"),
	TEXT("to", to, "", "备份写到哪个文件"),
	TEXT("job_no", job_no, "", "工号"),
	TEXT("name", name, "", "姓名"),
	TEXT("roles", roles, "", "角色, 用逗号隔开, 如 agent,senior"),
	TEXT("unit", unit, "", "所在单位的编码"),
	TEXT("seat", seat, "", "坐席号, 4 位数字; 不写时由中心分配"),
	TEXT("kind", kind, "", "哪一类记录, 如 correct、call; 不写时是全部"),
	TEXT("since", since, "", "从哪一天起, 如 2026-11-21; 不写时是全部"),
	TEXT("month", month, "", "哪个月, 如 2026-11"),
	TEXT("day", day, "", "哪一天, 如 2026-11-22"),
	{ "by", OPTION_CHOICE, PLACE(by), 0, 0, "", "day", "day|half_hour|person",
	    "按全天、半小时还是按人" },
	TEXT("as_of", as_of, "", "截至哪一天结束, 如 2026-12-05; 不写时到现在"),
	TEXT("seed", seed, "", "抽取的种子; 不写时随机取一个并印出"),
	NUMBER("count", count, 1, 10000, "", "20", "抽几件"),
	NUMBER("calls", calls, 0, 100, "", "0",
	    "每名话务员另抽听几通来电(连同低分来电和新人最初的来电); 0 不抽"),
	YES("save", save, "记下来, 抽中的质检员在坐席上能看到"),
	NUMBER("until_eof", until_eof, -1, 1000000, "", "-1",
	    "继承的管道描述符, 读到末尾即停止(本机中心用)"),
	YES("private", is_private, "本机中心: 只为启动它的用户服务, 本机登录不用密码"),
	YES("json", json, "以 JSON 输出"),
	YES("csv", csv, "以 CSV 输出, 供电子表格打开"),
	YES("dry_run", dry_run, "只检查, 说明会改什么, 不改动"),
	YES("draft", draft, "作为草稿: 由知识采编修改、送审, 审核人发布后才给话务员看到"),
	YES("replace", replace, "不如现有的也替换"),
	YES("password_stdin", password_stdin, "从标准输入的第一行读密码"),
};
const size_t settings_line_count = sizeof(settings_line) / sizeof(settings_line[0]);

/* ---- names ---- */

static bool
same_name(const char *row, const char *flag)
{
	for (; *row != '\0' || *flag != '\0'; row++, flag++)
		if (*row != *flag && !(*row == '_' && *flag == '-'))
			return false;
	return true;
}

/* The row of "--key-file" or "key_file"; NULL when there is none. */
static const struct option *
row_of(const char *flag)
{
	if (str_starts(flag, "--"))
		flag += 2;
	for (size_t i = 0; i < settings_file_count; i++)
		if (same_name(settings_file[i].name, flag))
			return &settings_file[i];
	for (size_t i = 0; i < settings_line_count; i++)
		if (same_name(settings_line[i].name, flag))
			return &settings_line[i];
	return NULL;
}

const char *
settings_flag(const struct option *row, char out[32])
{
	snprintf(out, 32, "--%s", row->name);
	for (char *p = out; *p != '\0'; p++)
		if (*p == '_')
			*p = '-';
	return out;
}

/* ---- the command line ---- */

struct reading {
	const struct command *cmd;
	struct settings *s;
	bool listened; /* --listen was here: the file's list is replaced, further ones are added */
	bool only_place; /* first time over: just what says where the settings file is */
};

static enum err_code
take_listen(struct reading *r, const struct option *row, const char *value, struct err *e)
{
	char both[sizeof(r->s->listen)];
	int n = snprintf(both, sizeof(both), "%s%s%s", r->listened ? r->s->listen : "",
	    r->listened ? " " : "", value);

	r->listened = true;
	if (n < 0 || (size_t)n >= sizeof(both))
		return err_set(e, ERR_CONFIG, "监听地址太长。");
	return options_set(row, both, r->s, e);
}

static enum err_code
take(struct reading *r, const struct option *row, const char *value, struct err *e)
{
	if (r->only_place && strcmp(row->name, "data") != 0 && strcmp(row->name, "config") != 0)
		return ERR_OK;
	if (strcmp(row->name, "listen") == 0)
		return take_listen(r, row, value, e);
	return options_set(row, value, r->s, e);
}

/* One argument and its value; *i stands on the last one used. */
static enum err_code
read_flag(struct reading *r, int argc, char **argv, int *i, struct err *e)
{
	char name[64];
	const char *eq = strchr(argv[*i], '='), *value = eq != NULL ? eq + 1 : NULL;
	size_t n = eq != NULL ? (size_t)(eq - argv[*i]) : strlen(argv[*i]);
	const struct option *row;

	snprintf(name, sizeof(name), "%.*s", (int)(n < 63 ? n : 63), argv[*i]);
	row = row_of(name);
	if (row == NULL || !command_takes(r->cmd, row))
		return err_set(e, ERR_CONFIG, "“%s”没有选项 %s, 见 hotseatd %s --help。",
		    r->cmd->name, name, r->cmd->name);
	if (row->kind == OPTION_BOOL)
		return take(r, row, value != NULL ? value : "true", e);
	if (value == NULL && *i + 1 < argc)
		value = argv[++*i];
	if (value == NULL)
		return err_set(e, ERR_CONFIG, "选项 %s 后面缺少内容。", name);
	return take(r, row, value, e);
}

static enum err_code
read_line(struct reading *r, int argc, char **argv, struct err *e)
{
	enum err_code rc = ERR_OK;
	bool used = false;

	for (int i = 0; i < argc && rc == ERR_OK; i++) {
		if (str_starts(argv[i], "--")) {
			rc = read_flag(r, argc, argv, &i, e);
		} else if (r->cmd->operand != NULL && !used) {
			used = true;
			rc = take(r, row_of(r->cmd->operand), argv[i], e);
		} else {
			rc = err_set(e, ERR_CONFIG, "多余的内容: %s", argv[i]);
		}
	}
	return rc;
}

static enum err_code
read_file(struct settings *s, struct err *e)
{
	char path[700];

	if (s->config[0] != '\0') {
		if (!fs_exists(s->config))
			return err_set(e, ERR_CONFIG, "没有设置文件 %s。", s->config);
		return options_load(settings_file, settings_file_count, s->config, s, e);
	}
	if (s->data[0] == '\0' || !fs_join(path, sizeof(path), s->data, "hotseatd.conf"))
		return ERR_OK;
	return options_load(settings_file, settings_file_count, path, s, e);
}

static enum err_code
check_given(const struct command *cmd, const struct settings *s, struct err *e)
{
	const char *must = cmd->must != NULL ? cmd->must : "";
	size_t n;

	for (; *must != '\0'; must += n) {
		char name[32], flag[32];
		const struct option *row;

		must += strspn(must, " ");
		n = strcspn(must, " ");
		if (n == 0)
			break;
		snprintf(name, sizeof(name), "%.*s", (int)n, must);
		row = row_of(name);
		if (*((const char *)s + row->offset) == '\0')
			return err_set(e, ERR_CONFIG, "缺少 %s: %s。", settings_flag(row, flag),
			    row->sentence);
	}
	return ERR_OK;
}

enum err_code
settings_parse(const struct command *cmd, int argc, char **argv, struct settings *s, struct err *e)
{
	struct reading r = { .cmd = cmd, .s = s, .only_place = true };
	enum err_code rc;

	*s = (struct settings){ 0 };
	options_default(settings_file, settings_file_count, s);
	options_default(settings_line, settings_line_count, s);
	rc = read_line(&r, argc, argv, e);
	if (rc == ERR_OK && command_takes(cmd, row_of("data")) && s->data[0] == '\0' &&
	    s->config[0] == '\0')
		rc = fs_data_dir(NULL, "hotseatd", s->data, sizeof(s->data), e);
	if (rc == ERR_OK)
		rc = read_file(s, e);
	if (rc == ERR_OK) {
		r = (struct reading){ .cmd = cmd, .s = s };
		rc = read_line(&r, argc, argv, e);
	}
	if (rc == ERR_OK && command_takes(cmd, row_of("data")) && s->data[0] == '\0')
		rc = fs_data_dir(NULL, "hotseatd", s->data, sizeof(s->data), e);
	return rc == ERR_OK ? check_given(cmd, s, e) : rc;
}
