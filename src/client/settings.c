/* The options of the seat. The table is the whole of it: loader, command line, --show-config and --help follow. */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "client/class/clock.h"

#define AT(field) offsetof(struct settings, field), sizeof(((struct settings *)0)->field)

const struct option settings_table[] = {
	{ "server", OPTION_TEXT, AT(server), 0, 1023, "", "", NULL,
	    "中心的地址, 按顺序试: unix:路径 或 https://主机:端口, 逗号分隔; 空 = "
	    "数据目录上次登录的中心, 没有就是自带的本机中心" },
	{ "data", OPTION_TEXT, AT(data), 0, 511, "", "", NULL,
	    "数据目录; 空 = ~/.local/share/hotseat" },
	{ "share", OPTION_TEXT, AT(share), 0, 511, "", "", NULL,
	    "有 conf/ 和 themes/ 的目录; 空 = 自动寻找" },
	{ "theme", OPTION_TEXT, AT(theme), 1, 31, "", "day", NULL,
	    "配色: day, night, mono, contrast, green, paper, 或 themes/ 下别的名字" },
	{ "user", OPTION_TEXT, AT(user), 0, 15, "", "1154", NULL, "自带中心里的坐席工号" },
	{ "enrol", OPTION_TEXT, AT(enrol), 0, 63, "", "", NULL,
	    "第一次连中心时的登记码: 管理员在“管理-坐席机”里发, 或用 hotseatd device add 生成" },
	{ "demo", OPTION_BOOL, AT(demo), 0, 0, "", "false", NULL,
	    "演示和培训课堂(进去按 Ctrl-P 输 培训): 模拟来电, 数据用完即弃, 不连任何中心" },
	{ "calls", OPTION_TEXT, AT(calls), 0, 511, "", "", NULL,
	    "演示用的来电文件: 每行 标题<TAB>内容" },
	{ "lessons", OPTION_TEXT, AT(lessons), 0, 511, "", "", NULL,
	    "演示: 课堂成绩和回放存放的目录, 不写是数据目录下的 lessons" },
	{ "trainee", OPTION_TEXT, AT(trainee), 0, 30, "", "", NULL,
	    "演示: 学员姓名, 成绩记在这个名字下" },
	{ "gap", OPTION_INT, AT(gap), 0, 3600, "秒", "3", NULL, "演示来电每句话的间隔" },
	{ "class", OPTION_TEXT, AT(class_name), 0, 31, "", "", NULL,
	    "演示: 开一个叫这个名字的课堂, 这一台是教员的(课堂屏上按两次 F1 是教员指南)" },
	{ "class_port", OPTION_INT, AT(class_port), 0, 65535, "", "0", NULL,
	    "演示: 课堂也在 127.0.0.1 的这个端口上, 给本机别的用户; 0 不开" },
	{ "join", OPTION_TEXT, AT(join), 0, 127, "", "", NULL,
	    "演示: 加入课堂: 课堂名, 套接字的路径, 或 127.0.0.1:端口" },
	{ "pace", OPTION_INT, AT(pace), 1, CLASS_PACE_MOST, "倍", "1", NULL,
	    "课堂的语速: 1 和真人一样, 10 是来电人说话、等候都快十倍; 评分按来电人的钟算" },
	{ "robot", OPTION_TEXT, AT(robot), 0, 80, "", "", NULL,
	    "课堂: 机器人把案例都在真实界面上做一遍就退出, 结果写进成绩目录的 robots.tsv: all, 或 "
	    "reference idle promises no-restating first-proposal 里的几个(逗号分隔); 后面加 "
	    "/第几份/几份 "
	    "只做一份" },
	{ "seed", OPTION_INT, AT(seed), 0, 2147483647, "", "1", NULL,
	    "演示来电的次序, 同一个数次序相同" },
	{ "phone", OPTION_TEXT, AT(phone), 0, 639, "", "none", NULL,
	    "电话接口: none, 或 sim:calls=文件,pace=秒,seed=数" },
	{ "acw", OPTION_INT, AT(acw), 0, 900, "秒", "60", NULL,
	    "话后整理最多多久, 到时自动示闲; 0 不等" },
	{ "escdelay", OPTION_INT, AT(escdelay), 0, 2000, "毫秒", "100", NULL,
	    "单独的 Esc 等多久才算数" },
	{ "lock_minutes", OPTION_INT, AT(lock_minutes), 0, 720, "分钟", "5", NULL,
	    "没有按键多久自动锁屏, 0 不锁; 通话中不锁" },
	{ "low_bandwidth", OPTION_BOOL, AT(low_bandwidth), 0, 0, "", "false", NULL,
	    "慢线路: 少画, 不显示通话时长" },
};
const size_t settings_count = sizeof(settings_table) / sizeof(settings_table[0]);

static const struct option *
row(const char *name)
{
	for (size_t i = 0; i < settings_count; i++)
		if (strcmp(settings_table[i].name, name) == 0)
			return &settings_table[i];
	return NULL;
}

static void
config_path(char *out, size_t size)
{
	const char *home = getenv("XDG_CONFIG_HOME");

	if (home != NULL && home[0] == '/')
		snprintf(out, size, "%s/hotseat/hotseat.conf", home);
	else
		snprintf(out, size, "%s/.config/hotseat/hotseat.conf",
		    getenv("HOME") != NULL ? getenv("HOME") : "");
}

/* --config must be known before the file is read. */
static const char *
config_arg(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "--config") == 0)
			return argv[i + 1];
	return NULL;
}

static int
question(const char *word)
{
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return 'h';
	if (strcmp(word, "--version") == 0)
		return 'v';
	if (strcmp(word, "--show-config") == 0)
		return 'c';
	if (strcmp(word, "--show-keys") == 0)
		return 'k';
	return 0;
}

/* One word that begins with --; *i moves over its value. */
static enum err_code
take(int argc, char **argv, int *i, struct settings *s, struct err *e)
{
	const struct option *o = row(argv[*i] + 2);
	const char *next = *i + 1 < argc ? argv[*i + 1] : NULL;

	if (strcmp(argv[*i], "--config") == 0 && *i + 1 < argc) {
		(*i)++;
		return ERR_OK;
	}
	if (o == NULL)
		return err_set(e, ERR_CONFIG, "没有选项 %s, 看 hotseat --help。", argv[*i]);
	if (o->kind == OPTION_BOOL &&
	    (next == NULL || (strcmp(next, "true") != 0 && strcmp(next, "false") != 0)))
		return options_set(o, "true", s, e);
	if (next == NULL)
		return err_set(e, ERR_CONFIG, "选项 %s 后面要有值。", argv[*i]);
	s->user_given = s->user_given || strcmp(o->name, "user") == 0;
	(*i)++;
	return options_set(o, next, s, e);
}

/* Before the command every -- is ours, so that a wrong one is told; behind it only those we know. */
static bool
is_ours(const char *word, bool in_command)
{
	return strncmp(word, "--", 2) == 0 &&
	       (!in_command || row(word + 2) != NULL || strcmp(word, "--config") == 0);
}

/* An option behind the command goes before it. */
static void
to_front(char **argv, int to, int from)
{
	char *word = argv[from];

	memmove(argv + to + 1, argv + to, (size_t)(from - to) * sizeof(*argv));
	argv[to] = word;
}

enum err_code
settings_read(int argc, char **argv, struct settings *s, int *rest, int *say, struct err *e)
{
	const char *file = config_arg(argc, argv);
	char path[1024];
	enum err_code rc;

	*say = 0;
	*rest = argc;
	options_default(settings_table, settings_count, s);
	config_path(path, sizeof(path));
	if (file != NULL && !fs_exists(file))
		return err_set(e, ERR_CONFIG, "没有配置文件 %s。", file);
	rc = options_load(settings_table, settings_count, file != NULL ? file : path, s, e);
	for (int i = 1; rc == ERR_OK && i < argc && argv[i] != NULL; i++) {
		int q = *rest == argc ? question(argv[i]) : 0, from = i;
		if (q != 0) {
			*say = *say != 0 ? *say : q;
		} else if (is_ours(argv[i], *rest < argc)) {
			rc = take(argc, argv, &i, s, e);
			for (; *rest < argc && from <= i; from++)
				to_front(argv, (*rest)++, from);
		} else if (*rest == argc) {
			*rest = i;
		}
	}
	if (rc == ERR_OK && s->demo && s->server[0] != '\0')
		rc =
		    err_set(e, ERR_CONFIG, "演示模式不连任何中心: --demo 和 --server 不能同时用。");
	if (rc == ERR_OK && !s->demo && (s->class_name[0] != '\0' || s->join[0] != '\0'))
		rc = err_set(
		    e, ERR_CONFIG, "课堂只在演示模式里开: --class 和 --join 要和 --demo 同用。");
	if (rc == ERR_OK && s->class_name[0] != '\0' && s->join[0] != '\0')
		rc = err_set(e, ERR_CONFIG, "一台只能是教员或学员: --class 和 --join 不能同时用。");
	return rc;
}

void
settings_help(struct str *out)
{
	for (size_t i = 0; i < settings_count; i++) {
		const struct option *o = &settings_table[i];
		str_addf(out, "  --%-14s %s", o->name, o->sentence);
		if (o->initial[0] != '\0')
			str_addf(out, " (%s%s)", o->initial, o->unit);
		str_add(out, "\n");
	}
	str_add(out, "  --config 文件     选项从这个文件读\n"
		     "  --show-config     打印全部选项和它们现在的值, 可以存成配置文件\n"
		     "  --show-keys       打印全部操作和按键, 可以照着改 conf/keys.conf\n"
		     "  --version         打印版本\n");
}
