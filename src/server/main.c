/* hotseatd: the centre. Finds the command and hands it its settings. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/secret.h"
#include "command.h"

static const struct command *const commands[] = {
	&cmd_init,
	&cmd_run,
	&cmd_verify,
	&cmd_backup,
	&cmd_check_city,
	&cmd_user_add,
	&cmd_user_list,
	&cmd_user_passwd,
	&cmd_device_add,
	&cmd_device_list,
	&cmd_device_revoke,
	&cmd_import_articles,
	&cmd_import_calendar,
	&cmd_import_city,
	&cmd_import_divisions,
	&cmd_bulletin_add,
	&cmd_import_protection,
	&cmd_import_roster,
	&cmd_import_visits,
	&cmd_train_categories,
	&cmd_qa_draw,
	&cmd_records,
	&cmd_notices,
	&cmd_report_kpi,
	&cmd_report_calls,
	&cmd_show_config,
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* Is ${name} among the words of ${list}? */
static bool
has_word(const char *list, const char *name)
{
	size_t n;

	for (; list != NULL && *list != '\0'; list += n) {
		list += strspn(list, " ");
		n = strcspn(list, " ");
		if (n == strlen(name) && strncmp(list, name, n) == 0)
			return true;
	}
	return false;
}

bool
command_takes(const struct command *cmd, const struct option *row)
{
	return row != NULL && has_word(cmd->takes, row->name);
}

int
command_fail(const struct err *e)
{
	if (e->where[0] != '\0')
		fprintf(stderr, "hotseatd: %s: %s\n", e->where, e->text);
	else
		fprintf(stderr, "hotseatd: %s\n", e->text);
	return EXIT_FAILED;
}

/* ---- help ---- */

static void
help_option(const struct option *row)
{
	char flag[32];

	printf("  %-18s %s\n", settings_flag(row, flag), row->sentence);
}

static void
help_command(const struct command *c)
{
	printf("hotseatd %s%s%s: %s\n", c->name, c->operand != NULL ? " " : "",
	    c->operand != NULL ? c->operand_is : "", c->does);
	for (size_t i = 0; i < settings_file_count; i++)
		if (command_takes(c, &settings_file[i]))
			help_option(&settings_file[i]);
	for (size_t i = 0; i < settings_line_count; i++)
		if (command_takes(c, &settings_line[i]))
			help_option(&settings_line[i]);
}

static void
help_all(FILE *to)
{
	fprintf(to, "hotseatd: 12345 政务服务便民热线的中心\n用法: hotseatd 命令 [选项]\n\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-16s %s\n", commands[i]->name, commands[i]->does);
	fprintf(to, "\n  hotseatd 命令 --help  某个命令的选项\n  hotseatd --version    版本\n"
		    "  hotseatd --show-config [--config 文件] [--data 目录]  现行设置\n"
		    "\n退出码: 0 办好, 1 没有办成, 2 命令写错\n");
}

/* ---- finding the command ---- */

/* "user add" is two arguments; *used tells how many. */
static const struct command *
find(int argc, char **argv, int *used)
{
	char two[64];

	for (size_t i = 0; i < N_COMMANDS; i++) {
		*used = 1;
		if (strcmp(argv[1], commands[i]->name) == 0)
			return commands[i];
		*used = 2;
		if (argc < 3)
			continue;
		snprintf(two, sizeof(two), "%.30s %.30s", argv[1], argv[2]);
		if (strcmp(two, commands[i]->name) == 0)
			return commands[i];
	}
	return NULL;
}

static bool
wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static int
perform(const struct command *c, int argc, char **argv)
{
	struct settings s;
	struct err e = { 0 };

	if (settings_parse(c, argc, argv, &s, &e) != ERR_OK) {
		command_fail(&e);
		return EXIT_USAGE;
	}
	if (secret_init(&e) != ERR_OK)
		return command_fail(&e);
	return c->run(&s);
}

int
main(int argc, char **argv)
{
	const struct command *c;
	int used;

	setlocale(LC_CTYPE, "");
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		help_all(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("hotseatd %s\n", HOTSEATD_VERSION);
		return EXIT_DONE;
	}
	c = find(argc, argv, &used);
	if (wants_help(argc, argv)) {
		if (c != NULL)
			help_command(c);
		else
			help_all(stdout);
		return EXIT_DONE;
	}
	if (c == NULL) {
		fprintf(stderr, "hotseatd: 没有命令“%s”, 见 hotseatd --help。\n", argv[1]);
		return EXIT_USAGE;
	}
	return perform(c, argc - 1 - used, argv + 1 + used);
}
