#ifndef TESTS_UNIT_MODEL_SCENARIOS_H
#define TESTS_UNIT_MODEL_SCENARIOS_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "model/rehearse.h"
#include "model/scenario.h"

/* The scenario files of the tree, for the tests that look at every one of them. */

static inline void
scenarios_path(const char *name, char out[512])
{
	const char *share = getenv("HOTSEAT_SHARE");

	snprintf(out, 512, "%s/conf/scenarios/%s", share != NULL ? share : ".", name);
}

/** scenarios_open(name, s): a file of conf/scenarios, read; what is wrong with it is printed. */
static inline bool
scenarios_open(const char *name, struct scenario *s)
{
	char path[512];
	struct str text = { 0 };
	struct err e = { 0 };

	scenario_init(s);
	scenarios_path(name, path);
	if (fs_read_text(path, SCENARIO_BYTES, &text, &e) == ERR_OK)
		(void)scenario_read(str_c(&text), text.len, s, &e);
	str_free(&text);
	if (e.code != ERR_OK)
		printf("%s: %s: %s\n", name, e.where, e.text);
	return e.code == ERR_OK;
}

static inline int
scenarios_is_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && strcmp(d->d_name + n - 4, ".txt") == 0;
}

/** scenarios_each(fn): every file, in the order of their names; how many. */
static inline int
scenarios_each(void (*fn)(const char *name, const struct scenario *s))
{
	struct dirent **list = NULL;
	char dir[512];
	int n;

	scenarios_path("", dir);
	n = scandir(dir, &list, scenarios_is_file, alphasort);
	for (int i = 0; i < n; i++) {
		struct scenario s;

		assert_true(scenarios_open(list[i]->d_name, &s));
		fn(list[i]->d_name, &s);
		scenario_free(&s);
		free(list[i]);
	}
	free(list);
	return n;
}

/** scenarios_rehearse(name, s): in every variant its answer can be given and earns its points, and nothing of it is for free. */
static inline void
scenarios_rehearse(const char *name, const struct scenario *s)
{
	for (int seed = 0; seed < s->choices; seed++) {
		struct scenario v;
		struct str why = { 0 };
		int line = 0;

		scenario_init(&v);
		assert_int_equal(scenario_variant(s, (uint64_t)seed, &v, NULL), ERR_OK);
		if (rehearse_judge(&v, (uint64_t)seed, NULL, &line, &why))
			fail_msg("%s:%d: %s", name, line, str_c(&why));
		str_free(&why);
		scenario_free(&v);
	}
}

#endif
