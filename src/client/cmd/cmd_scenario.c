/* hotseat check-scenario: what a trainer asks before a class: are these files good? With no seat and no centre, so that it
 * can be asked anywhere a text editor runs. Every mistake of every file in one go, the last line says how many; with --json
 * for an editor that wants to jump to them. */
#include "base/fs.h"
#include "city/scenario.h"
#include "cmd_p.h"

#define SAMPLE_CITY "conf/city/yunjiang"

static void
tell_person(void *arg, const char *path, int line, const char *text)
{
	struct str *out = arg;

	if (line > 0)
		str_addf(out, "%s:%d: %s\n", path, line, text);
	else
		str_addf(out, "%s: %s\n", path, text);
}

static void
tell_program(void *arg, const char *path, int line, const char *text)
{
	struct str *out = arg;
	struct json_out o;

	str_add(out, out->len > 0 ? "," : "");
	o = json_open(out);
	json_pair(&o, "file", path);
	json_pair_int(&o, "line", line);
	json_pair(&o, "text", text);
	json_close(&o);
}

static void
print_json(int files, int mistakes, const struct str *report)
{
	struct str all = { 0 };
	struct json_out o = json_open(&all);

	json_pair_int(&o, "files", files);
	json_pair_int(&o, "mistakes", mistakes);
	json_key(&o, "list");
	str_addf(&all, "[%s]", str_c(report));
	json_close(&o);
	puts(str_c(&all));
	str_free(&all);
}

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
	mistakes = city_scenarios_check(pack, path, words->n_rest + 1,
	    words->json ? tell_program : tell_person, &report, &files, &e);
	if (mistakes < 0) {
		str_free(&report);
		return cmd_fail(&e);
	}
	if (words->json)
		print_json(files, mistakes, &report);
	else if (mistakes > 0)
		fprintf(stderr, "%s%d 个案例, %d 处要改\n", str_c(&report), files, mistakes);
	else
		printf("%d 个案例, 没有发现问题\n", files);
	str_free(&report);
	return mistakes > 0 ? CMD_FAILED : CMD_OK;
}
