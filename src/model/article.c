/* Knowledge articles: the header members of their one text form as a table, its canonical writing, and how an article
 * must be taken on a day. Reading is article_read.c; whether codes exist and limits agree with the city's rules is
 * city/article.c. */
#include "model/article.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article_p.h"
#include "base/clock.h"
#include "base/limits.h"
#include "numeral_p.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *name, *label;
} KIND[] = {
	[ARTICLE_POLICY] = { "policy", "政策" },
	[ARTICLE_GUIDE] = { "guide", "办事指南" },
	[ARTICLE_FAQ] = { "faq", "问答" },
	[ARTICLE_DUTY] = { "duty", "职责" },
	[ARTICLE_NOTICE] = { "notice", "通知" },
	[ARTICLE_SCRIPT] = { "script", "话术" },
	[ARTICLE_CONTACT] = { "contact", "电话" },
};
static const char *const STATUS[] = {
	[ARTICLE_DRAFT] = "draft",
	[ARTICLE_IN_REVIEW] = "in_review",
	[ARTICLE_PUBLISHED] = "published",
	[ARTICLE_REVISE] = "revise",
	[ARTICLE_OFFLINE] = "offline",
};
static const char *const SECRECY[] = { "public", "internal" };
static const char *const CLOCK[] = { "dispatch", "signin", "contact", "resolve", "visit" };

const char *
article_kind_name(enum article_kind k)
{
	return (unsigned)k < COUNT(KIND) ? KIND[k].name : "";
}

const char *
article_kind_label(enum article_kind k)
{
	return (unsigned)k < COUNT(KIND) ? KIND[k].label : "";
}

int
article_kind_parse(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT(KIND); i++)
		if (strlen(KIND[i].name) == len && memcmp(KIND[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

static int
find_name(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

int
article_status_parse(const char *name)
{
	return find_name(STATUS, COUNT(STATUS), name);
}

int
article_secrecy_parse(const char *name)
{
	return find_name(SECRECY, COUNT(SECRECY), name);
}

bool
article_is_clock(const char *name)
{
	return find_name(CLOCK, COUNT(CLOCK), name) >= 0;
}

enum article_standing
article_standing(const struct article *a, int32_t day)
{
	if (a->status != ARTICLE_PUBLISHED)
		return ARTICLE_WITHDRAWN;
	if (day < a->from)
		return ARTICLE_NOT_YET;
	return day > a->until ? ARTICLE_EXPIRED : ARTICLE_VALID;
}

bool
article_is_public(const struct article *a)
{
	return a->status == ARTICLE_PUBLISHED && !a->internal;
}

/* ---- lengths of time in a text ---- */

static bool
eat(const char **s, const char *word)
{
	size_t n = strlen(word);
	bool there = strncmp(*s, word, n) == 0;

	*s += there ? n : 0;
	return there;
}

static bool
says_unit(const char *s, enum span_unit unit)
{
	static const struct {
		enum span_unit unit;
		const char *word;
	} WORDS[] = {
		{ SPAN_MIN, "分钟" },
		{ SPAN_HOUR, "小时" },
		{ SPAN_HOUR, "钟头" },
		{ SPAN_DAY, "日" },
		{ SPAN_DAY, "天" },
		{ SPAN_DAY, "自然日" },
		{ SPAN_WORKDAY, "工作日" },
	};

	eat(&s, " ");
	if (eat(&s, "个"))
		eat(&s, " ");
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (WORDS[i].unit == unit && str_starts(s, WORDS[i].word))
			return true;
	return false;
}

bool
article_says(const char *text, struct span span)
{
	size_t n;

	if (span.unit == SPAN_MIN && span.n == 30 && strstr(text, "半小时") != NULL)
		return true;
	for (int value = 0; *text != '\0'; text += n > 0 ? n : 1) {
		n = numeral_read(text, &value);
		if (n > 0 && value == span.n && says_unit(text + n, span.unit))
			return true;
	}
	return false;
}

/* ---- the members of the header ---- */

#define MEMBER_TITLE    1 /* row below */
#define MEMBER_QUESTION 5

#define CODE(member)  offsetof(struct article, member), sizeof(((struct article *)0)->member)
#define PLACE(member) offsetof(struct article, member), 0
#define LINE(member)  offsetof(struct article, member), LIMIT_ARTICLE_LINE_CHARS

const struct article_member ARTICLE_MEMBERS[] = {
	{ "kb_no", "知识编号", MEMBER_NUMBER, true, CODE(kb_no), "1 到 23 个字母、数字和 -" },
	{ "title", "标题", MEMBER_TEXT, true, offsetof(struct article, title),
	    LIMIT_ARTICLE_TITLE_CHARS, "" },
	{ "kind", "类型", MEMBER_KIND, true, PLACE(kind),
	    "policy guide faq duty notice script contact 之一" },
	{ "category", "分类", MEMBER_CODE, true, CODE(category), "不超过 7 位的代码" },
	{ "area", "适用区域", MEMBER_CODE, false, CODE(area), "不超过 15 位的代码" },
	{ "question", "问题", MEMBER_TEXT, false, LINE(question), "" },
	{ "keywords", "关键词", MEMBER_TEXT, false, LINE(keywords), "" },
	{ "basis", "依据", MEMBER_TEXT, false, LINE(basis), "" },
	{ "source", "来源单位", MEMBER_CODE, true, CODE(source), "不超过 15 位的代码" },
	{ "secrecy", "公开", MEMBER_SECRECY, false, PLACE(internal), "public 或 internal" },
	{ "limit", "时限", MEMBER_LIMIT, false, PLACE(limit),
	    "如 resolve=24hour contact=2wd, 环节是 dispatch signin contact resolve visit, "
	    "各一次, 最多 4 项" },
	{ "from", "有效期自", MEMBER_DAY, true, PLACE(from), "日期, 如 2026-11-21" },
	{ "until", "有效期至", MEMBER_DAY, true, PLACE(until), "日期, 如 2026-11-21" },
	{ "updated", "更新日期", MEMBER_DAY, false, PLACE(updated), "日期, 如 2026-11-21" },
	{ "version", "版次", MEMBER_VERSION, true, PLACE(version), "1 到 1000000 的整数" },
	{ "status", "状态", MEMBER_STATUS, false, PLACE(status),
	    "draft in_review published revise offline 之一" },
};

const size_t N_ARTICLE_MEMBERS = COUNT(ARTICLE_MEMBERS);

void
article_members_help(struct str *out)
{
	for (size_t i = 0; i < N_ARTICLE_MEMBERS; i++) {
		const struct article_member *m = &ARTICLE_MEMBERS[i];

		str_addf(out, "%-9s %s%s: ", m->name, m->label, m->must ? "(必填)" : "");
		if (m->type == MEMBER_TEXT)
			str_addf(out, "最多 %zu 字\n", m->size);
		else
			str_addf(out, "%s\n", m->wanted);
	}
}

static const char *
text_in(const struct article *a, const struct article_member *m)
{
	const char *s;

	memcpy(&s, (const char *)a + m->offset, sizeof s);
	return s != NULL ? s : "";
}

static int32_t
day_in(const struct article *a, const struct article_member *m)
{
	int32_t day;

	memcpy(&day, (const char *)a + m->offset, sizeof day);
	return day;
}

void
article_init(struct article *a)
{
	*a = (struct article){ .status = ARTICLE_PUBLISHED };
}

void
article_free(struct article *a)
{
	free(a->title);
	free(a->question);
	free(a->keywords);
	free(a->basis);
	free(a->answer);
	free(a->body);
	article_init(a);
}

/* ---- writing ---- */

static void
add_limits(const struct article *a, struct str *out)
{
	char span[16];

	for (int i = 0; i < a->n_limits; i++)
		str_addf(out, "%s%s=%s", i > 0 ? " " : "", a->limit[i].clock,
		    profile_span_text(a->limit[i].span, span, sizeof span));
}

static void
add_value(const struct article *a, const struct article_member *m, struct str *out)
{
	char day[16];

	switch (m->type) {
	case MEMBER_NUMBER:
	case MEMBER_CODE:
		str_add(out, (const char *)a + m->offset);
		break;
	case MEMBER_TEXT:
		str_add(out, text_in(a, m));
		break;
	case MEMBER_KIND:
		str_add(out, article_kind_name(a->kind));
		break;
	case MEMBER_SECRECY:
		str_add(out, SECRECY[a->internal]);
		break;
	case MEMBER_STATUS:
		str_add(out, (unsigned)a->status < COUNT(STATUS) ? STATUS[a->status] : "");
		break;
	case MEMBER_LIMIT:
		add_limits(a, out);
		break;
	case MEMBER_DAY:
		str_add(
		    out, civil_format(civil_day_start(day_in(a, m)), "%Y-%m-%d", day, sizeof day));
		break;
	case MEMBER_VERSION:
		str_addf(out, "%d", a->version);
		break;
	}
}

/* May the member be left out, because its absence says the same? */
static bool
goes_without_saying(const struct article *a, const struct article_member *m)
{
	switch (m->type) {
	case MEMBER_CODE:
		return ((const char *)a + m->offset)[0] == '\0';
	case MEMBER_TEXT:
		return text_in(a, m)[0] == '\0' ||
		       (m == &ARTICLE_MEMBERS[MEMBER_QUESTION] &&
			   strcmp(text_in(a, m), text_in(a, &ARTICLE_MEMBERS[MEMBER_TITLE])) == 0);
	case MEMBER_SECRECY:
		return !a->internal;
	case MEMBER_STATUS:
		return a->status == ARTICLE_PUBLISHED;
	case MEMBER_LIMIT:
		return a->n_limits == 0;
	default:
		return false;
	}
}

void
article_write(const struct article *a, struct str *out)
{
	for (size_t i = 0; i < COUNT(ARTICLE_MEMBERS); i++) {
		const struct article_member *m = &ARTICLE_MEMBERS[i];

		if (!m->must && goes_without_saying(a, m))
			continue;
		str_addf(out, "%s: ", m->name);
		add_value(a, m, out);
		str_add_c(out, '\n');
	}
	str_addf(out, "\n%s\n", a->answer != NULL ? a->answer : "");
	if (a->body != NULL && a->body[0] != '\0')
		str_addf(out, "--\n%s\n", a->body);
}
