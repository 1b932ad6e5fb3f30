/* What an article may not say: codes that do not exist, dates in the wrong order, a limit that is not the one the
 * hotline's own rules give, a limit that the caller would not hear; in a pack also telephone numbers of no known form and
 * promises read aloud (practice.md A2, D). Every mistake has its file and line.
 * Deliberately not here: whether what an article says of the world is true. */
#include <stdio.h>
#include <string.h>

#include "article_p.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "model/deadline.h"
#include "pack_p.h"

/* ---- where ---- */

/* The line of a header member, 1 when it is not there. */
static int
line_of(const struct article_file *f, const char *member)
{
	const char *line = str_c(&f->text);
	size_t n = strlen(member);

	for (int i = 1; *line != '\0' && *line != '\n'; i++) {
		const char *name = line + strspn(line, " ");

		if (strncmp(name, member, n) == 0 && name[n + strspn(name + n, " ")] == ':')
			return i;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return 1;
}

/* The line of byte ${at} of the answer or the body; both stand in the file as they are. */
static int
line_in(const struct article_file *f, const char *part, const char *at)
{
	const char *text = str_c(&f->text), *header = strstr(text, "\n\n");
	const char *rest = header != NULL ? header : text;
	const char *dashes = part == f->a.body ? strstr(rest, "\n--\n") : NULL;
	const char *start = strstr(dashes != NULL ? dashes : rest, part);
	int line = 1;

	if (start == NULL)
		start = rest;
	for (const char *p = text; p < start + (at - part) && *p != '\0'; p++)
		line += *p == '\n';
	return line;
}

static void fail(const struct article_file *f, int line, struct sink *s, const char *fmt,
    va_list ap) __attribute__((format(printf, 4, 0)));

static void
fail(const struct article_file *f, int line, struct sink *s, const char *fmt, va_list ap)
{
	struct err e = { 0 };

	err_setv(&e, ERR_CONFIG, fmt, ap);
	err_at_line(&e, f->path, line);
	sink_add(s, &e);
}

void
article_fail(const struct article_file *f, const char *member, struct sink *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(f, line_of(f, member), s, fmt, ap);
	va_end(ap);
}

static void fail_in(const struct article_file *f, const char *part, const char *at, struct sink *s,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void
fail_in(const struct article_file *f, const char *part, const char *at, struct sink *s,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(f, line_in(f, part, at), s, fmt, ap);
	va_end(ap);
}

/* ---- codes and dates ---- */

static void
judge_codes(const struct city *c, const struct article_file *f, struct sink *s)
{
	const struct article *a = &f->a;

	if (city_category(c, a->category) == NULL)
		article_fail(f, "category", s, "没有这个分类: %s", a->category);
	if (city_unit(c, a->source) == NULL)
		article_fail(f, "source", s, "没有这个单位: %s", a->source);
	if (a->area[0] != '\0' && city_area(c, a->area) == NULL)
		article_fail(f, "area", s, "没有这个区划: %s", a->area);
	if (a->from > a->until)
		article_fail(f, "until", s, "有效期的结束早于开始");
}

/* ---- limits ---- */

/* The types that take time; praise and other have no limit anybody asks for. */
static const char *const TYPES[] = { "consult", "help", "suggest", "complaint", "report" };

/* What the rules give for a ticket of that category, of its usual urgency. */
static struct span
limit_of(const struct city *c, const struct article *a, const char *clock, const char *type)
{
	static const struct {
		const char *clock;
		struct due (*due)(const struct city *c, const struct fields *f, int64_t start);
	} CLOCKS[] = {
		{ "dispatch", deadline_dispatch },
		{ "signin", deadline_signin },
		{ "contact", deadline_contact },
		{ "resolve", deadline_resolve },
		{ "visit", deadline_visit },
	};
	const struct category *k = city_category(c, a->category);
	struct fields f = { 0 };
	struct due due = { 0 };

	fields_set(&f, TF_TYPE, type);
	fields_set(&f, TF_CATEGORY, a->category);
	fields_set(&f, TF_URGENCY, k != NULL && k->urgency[0] != '\0' ? k->urgency : "normal");
	for (size_t i = 0; i < sizeof CLOCKS / sizeof CLOCKS[0]; i++)
		if (strcmp(CLOCKS[i].clock, clock) == 0)
			due = CLOCKS[i].due(c, &f, civil_day_start(a->from));
	fields_free(&f);
	return due.span;
}

static bool
same_span(struct span a, struct span b)
{
	return a.n == b.n && a.unit == b.unit;
}

/* "24小时", or "咨询 2个工作日, 求助 10个工作日 …" where the type decides. */
static void
add_rule(const struct city *c, const struct article *a, const char *clock, struct str *out)
{
	struct span first = limit_of(c, a, clock, TYPES[0]);
	char words[32];
	bool one = true;

	for (size_t i = 1; i < sizeof TYPES / sizeof TYPES[0]; i++)
		one = one && same_span(first, limit_of(c, a, clock, TYPES[i]));
	if (one) {
		str_add(out, span_words(first, words, sizeof words));
		return;
	}
	for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
		struct span span = limit_of(c, a, clock, TYPES[i]);
		str_addf(out, "%s%s %s", i > 0 ? ", " : "", enum_label(TF_TYPE, TYPES[i]),
		    span_words(span, words, sizeof words));
	}
}

static void
judge_limit(const struct city *c, const struct article_file *f, const struct article_limit *l,
    struct sink *s)
{
	const struct category *k = city_category(c, f->a.category);
	struct str rule = { 0 };
	char words[32];
	bool fits = false, own = k != NULL && k->profile_rule[0] != '\0';

	for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
		fits = fits || same_span(l->span, limit_of(c, &f->a, l->clock, TYPES[i]));
	span_words(l->span, words, sizeof words);
	if (!fits) {
		add_rule(c, &f->a, l->clock, &rule);
		article_fail(f, "limit", s, "%s 写的是 %s, 分类 %s 的规则%s%s%s是 %s", l->clock,
		    words, f->a.category, own ? "(" : "", own ? k->profile_rule : "",
		    own ? ")" : "", str_c(&rule));
		str_free(&rule);
	}
	if (!article_says(f->a.answer, l->span) && !article_says(f->a.body, l->span))
		article_fail(f, "limit", s, "答复和正文里都没有说 %s", words);
}

/* ---- words ---- */

/* What nobody may promise on the telephone; "不一定" and "保证金" are no promises. */
static const struct {
	const char *word, *before, *after; /* harmless with one of these beside it, apart by | */
} PROMISES[] = {
	{ "保证", "不能|不|无法|不作", "金|人|书|期间|保险|责任" },
	{ "一定", "不|不见得",
	    "的|条件|期限|数额|数量|程度|范围|比例|金额|年限|标准|难度|额度|幅度|距离|时间|规模" },
	{ "马上", "不能|不会", "" },
};

static bool
begins_with_one(const char *s, const char *list)
{
	for (size_t n; *list != '\0'; list += n + (list[n] == '|')) {
		n = strcspn(list, "|");
		if (strncmp(s, list, n) == 0)
			return true;
	}
	return false;
}

static bool
ends_with_one(const char *start, const char *end, const char *list)
{
	for (size_t n; *list != '\0'; list += n + (list[n] == '|')) {
		n = strcspn(list, "|");
		if ((size_t)(end - start) >= n && memcmp(end - n, list, n) == 0)
			return true;
	}
	return false;
}

static void
judge_promises(const struct article_file *f, struct sink *s)
{
	const char *answer = f->a.answer;

	for (size_t i = 0; i < sizeof PROMISES / sizeof PROMISES[0]; i++)
		for (const char *p = answer; (p = strstr(p, PROMISES[i].word)) != NULL;) {
			const char *after = p + strlen(PROMISES[i].word);
			if (!begins_with_one(after, PROMISES[i].after) &&
			    !ends_with_one(answer, p, PROMISES[i].before))
				fail_in(f, answer, p, s, "念给来电人听的话里不能说“%s”",
				    PROMISES[i].word);
			p = after;
		}
}

static void
judge_numbers(const struct number_forms *numbers, const struct article_file *f, const char *part,
    struct sink *s)
{
	size_t at = 0, len = 0;

	for (const char *p; (p = numbers_strange(numbers, part, &at, &len)) != NULL;)
		fail_in(f, part, p, s, "号码不是 numbers.tsv 里的写法: %.*s", (int)len, p);
}

void
article_judge(const struct city *c, const struct number_forms *numbers,
    const struct article_file *f, struct sink *s)
{
	judge_codes(c, f, s);
	for (int i = 0; i < f->a.n_limits && city_category(c, f->a.category) != NULL; i++)
		judge_limit(c, f, &f->a.limit[i], s);
	if (numbers == NULL)
		return;
	judge_promises(f, s);
	judge_numbers(numbers, f, f->a.answer, s);
	judge_numbers(numbers, f, f->a.body, s);
}
