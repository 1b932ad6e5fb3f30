/* hotseat check-scenario: what a trainer asks before a class: are these files good? With no seat and no centre, so that it
 * can be asked anywhere a text editor runs. */
#include "base/fs.h"
#include "city/scenario.h"
#include "cmd_p.h"

#define SAMPLE_CITY "conf/city/yunjiang"

int
cmd_check_scenario(const struct cmd_env *env, const struct cmd_words *words)
{
	const char *path[CMD_RESTS + 1] = { words->word };
	char pack[600];
	struct str report = { 0 };
	struct err e = { 0 };
	int files = 0, mistakes;

	for (int i = 0; i < words->n_rest; i++)
		path[i + 1] = words->rest[i];
	if (words->in != NULL)
		str_copy(pack, sizeof(pack), words->in);
	else if (!fs_join(pack, sizeof(pack), env->share, SAMPLE_CITY))
		return cmd_usage("--share 的路径太长");
	mistakes = city_scenarios_check(pack, path, words->n_rest + 1, &files, &report, &e);
	if (mistakes < 0) {
		str_free(&report);
		return cmd_fail(&e);
	}
	if (mistakes > 0)
		fprintf(stderr, "%s%d 个案例, %d 处要改\n", str_c(&report), files, mistakes);
	else if (files > 0)
		printf("%d 个案例, 没有发现问题\n", files);
	str_free(&report);
	return mistakes > 0 ? CMD_FAILED : files > 0 ? CMD_OK : cmd_none("案例文件");
}
