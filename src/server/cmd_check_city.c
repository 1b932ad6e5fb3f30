/* hotseatd check-city: every mistake of a city pack, with file and line. */
#include <stdio.h>

#include "base/str.h"
#include "city/pack.h"
#include "command.h"

static int
run(const struct settings *s)
{
	struct str report = { 0 };
	int bad = city_pack_check(s->city, &report);

	printf("%s", str_c(&report));
	str_free(&report);
	if (bad == 0)
		printf("%s: 没有发现错误\n", s->city);
	else
		fprintf(stderr, "hotseatd: %s: %d 处错误\n", s->city, bad);
	return bad == 0 ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_check_city = {
	.name = "check-city",
	.takes = "city",
	.must = "city",
	.operand = "city",
	.operand_is = "目录",
	.does = "检查城市资料, 逐条指出文件和行号",
	.run = run,
};
