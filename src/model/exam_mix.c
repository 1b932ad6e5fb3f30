/* The table of an exam's shares, as a trainer writes it: a line a share. Strict like a scenario file: what is unknown, doubled,
 * missing or impossible is refused with its line. Not here: how it is drawn by them (exam.c). */
#include <string.h>

#include "model/exam.h"
#include "plain_p.h"
#include "scenario_p.h"

#define X(name, zh) zh,
static const char *const kinds[EXAM_KINDS] = { EXAM_KINDS_OF(X) };
static const char *const marks[EXAM_MARKS] = { EXAM_MARKS_OF(X) };
#undef X
#define UNSET (-1)

/* Where the share of that name goes; NULL: there is none. */
static int *
place_of(struct exam_mix *mix, const char *name, size_t n)
{
	for (int i = 0; i < EXAM_KINDS; i++)
		if (strlen(kinds[i]) == n && memcmp(kinds[i], name, n) == 0)
			return &mix->kind[i];
	for (int i = 0; i < EXAM_MARKS; i++)
		if (strlen(marks[i]) == n && memcmp(marks[i], name, n) == 0)
			return &mix->mark[i];
	return NULL;
}

static enum err_code
read_line(struct exam_mix *mix, const char *line, size_t len, int number, struct err *e)
{
	struct scenario_span name, value;
	char text[16] = "";
	long long percent;
	int *place;

	if (!scenario_member(line, len, &name, &value))
		return plain_fail(e, number, "应写成“咨询: 50”");
	if ((place = place_of(mix, name.s, name.len)) == NULL)
		return plain_fail(e, number,
		    "没有“%.*s”这一样, 可写: 咨询 求助 投诉举报 建议表扬 无效 再次来电 两件事 "
		    "不建单",
		    (int)name.len, name.s);
	if (*place != UNSET)
		return plain_fail(e, number, "“%.*s”写了两次", (int)name.len, name.s);
	value.len -= value.len > 0 && value.s[value.len - 1] == '%';
	if (value.len < sizeof(text))
		memcpy(text, value.s, value.len);
	if (!str_int(text, 0, 100, &percent))
		return plain_fail(
		    e, number, "“%.*s”应是 0 到 100 的整数(每一百通里几通)", (int)name.len, name.s);
	*place = (int)percent;
	return ERR_OK;
}

static enum err_code
check_whole(const struct exam_mix *mix, int last, struct err *e)
{
	int sum = 0;

	for (int i = 0; i < EXAM_KINDS; i++) {
		if (mix->kind[i] == UNSET)
			return plain_fail(e, last, "缺少“%s: …”", kinds[i]);
		sum += mix->kind[i];
	}
	for (int i = 0; i < EXAM_MARKS; i++)
		if (mix->mark[i] == UNSET)
			return plain_fail(e, last, "缺少“%s: …”", marks[i]);
	return sum == 100 ? ERR_OK
			  : plain_fail(e, last,
				"咨询、求助、投诉举报、建议表扬、无效加起来是 %d, 应是 100", sum);
}

static enum err_code
read_lines(struct exam_mix *mix, const char *at, const char *end, struct err *e)
{
	enum err_code rc = ERR_OK;
	int line = 0;

	while (rc == ERR_OK && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at)), *s = at;
		size_t n = (size_t)((stop != NULL ? stop : end) - at);

		line++;
		at = stop != NULL ? stop + 1 : end;
		scenario_trim(&s, &n);
		if (n > 0 && *s != '#')
			rc = read_line(mix, s, n, line, e);
	}
	return rc == ERR_OK ? check_whole(mix, line > 0 ? line : 1, e) : rc;
}

enum err_code
exam_mix_read(const char *text, size_t len, struct exam_mix *out, struct err *e)
{
	struct exam_mix mix;
	struct str lines = { 0 };
	enum err_code rc;

	for (int i = 0; i < EXAM_KINDS; i++)
		mix.kind[i] = UNSET;
	for (int i = 0; i < EXAM_MARKS; i++)
		mix.mark[i] = UNSET;
	plain_lines(text, len, &lines);
	rc = lines.bad ? err_set(e, ERR_NO_MEMORY, NULL)
		       : plain_check(str_c(&lines), lines.len, EXAM_MIX_BYTES, "考试搭配", e);
	if (rc == ERR_OK)
		rc = read_lines(&mix, str_c(&lines), str_c(&lines) + lines.len, e);
	if (rc == ERR_OK)
		*out = mix;
	str_free(&lines);
	return rc;
}
