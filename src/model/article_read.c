/* Reads the text form of an article. Strict, since a wrong line here is read aloud to a citizen: whatever is unknown,
 * doubled, missing or malformed is refused with its line, and what cannot be seen on a screen wherever it stands. Nothing
 * is repaired and nothing is cut. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article_p.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "plain_p.h"

#define VERSION_MOST 1000000

/* ---- values ---- */

static char **
text_of(struct article *a, const struct article_member *m)
{
	return (char **)(void *)((char *)a + m->offset);
}

static bool
set_code(struct article *a, const struct article_member *m, const char *v)
{
	static const char letters[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
	size_t n = strlen(v);

	if (n >= m->size || strspn(v, letters) != n || v[0] == '-')
		return false;
	memcpy((char *)a + m->offset, v, n + 1);
	return true;
}

/* "resolve=24hour contact=2wd", apart by blanks or commas. */
static bool
set_limits(struct article *a, const char *v)
{
	a->n_limits = 0;
	for (v += strspn(v, " ,"); *v != '\0'; v += strspn(v, " ,")) {
		char item[32];
		size_t n = strcspn(v, " ,");
		struct article_limit *l = &a->limit[a->n_limits];

		if (a->n_limits == ARTICLE_LIMITS || n >= sizeof item)
			return false;
		memcpy(item, v, n);
		item[n] = '\0';
		v += n;
		char *span = strchr(item, '=');
		if (span == NULL)
			return false;
		*span++ = '\0';
		if (!article_is_clock(item) || !profile_span_parse(span, &l->span) ||
		    l->span.unit == SPAN_NONE)
			return false;
		str_copy(l->clock, sizeof l->clock, item);
		for (int i = 0; i < a->n_limits; i++)
			if (strcmp(a->limit[i].clock, item) == 0)
				return false;
		a->n_limits++;
	}
	return true;
}

static bool
set_day(struct article *a, const struct article_member *m, const char *v)
{
	int32_t day = civil_parse_day(v);

	memcpy((char *)a + m->offset, &day, sizeof day);
	return day != INT32_MIN;
}

static bool
set_named(struct article *a, const struct article_member *m, const char *v)
{
	long long version = 0;
	int n = -1;

	switch (m->type) {
	case MEMBER_KIND:
		n = article_kind_parse(v, strlen(v));
		a->kind = n < 0 ? ARTICLE_POLICY : (enum article_kind)n;
		return n >= 0;
	case MEMBER_SECRECY:
		n = article_secrecy_parse(v);
		a->internal = n == 1;
		return n >= 0;
	case MEMBER_STATUS:
		n = article_status_parse(v);
		a->status = n < 0 ? ARTICLE_DRAFT : (enum article_status)n;
		return n >= 0;
	default: /* MEMBER_VERSION */
		if (!str_int(v, 1, VERSION_MOST, &version))
			return false;
		a->version = (int)version;
		return true;
	}
}

static bool
set_value(struct article *a, const struct article_member *m, const char *v)
{
	switch (m->type) {
	case MEMBER_NUMBER:
	case MEMBER_CODE:
		return set_code(a, m, v);
	case MEMBER_LIMIT:
		return set_limits(a, v);
	case MEMBER_DAY:
		return set_day(a, m, v);
	default:
		return set_named(a, m, v);
	}
}

/* ---- lines ---- */

struct reading {
	const char *at, *end;
	int line;      /* of what stands at ${at} */
	unsigned seen; /* bits by row of the table */
	bool dated;    /* "updated" was there */
	struct article a;
	struct err *e;
};

#define fail(r, line, ...) plain_fail((r)->e, line, __VA_ARGS__)

/* The next line, ${len} bytes without its end; NULL after the last. */
static const char *
next_line(struct reading *r, size_t *len)
{
	const char *line = r->at;

	if (line >= r->end)
		return NULL;
	const char *stop = memchr(line, '\n', (size_t)(r->end - line));
	*len = (size_t)((stop != NULL ? stop : r->end) - line);
	r->at = stop != NULL ? stop + 1 : r->end;
	r->line++;
	return line;
}

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && (**s == ' ' || **s == '\n')) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && ((*s)[*n - 1] == ' ' || (*s)[*n - 1] == '\n'))
		(*n)--;
}

static enum err_code
keep(const struct reading *r, char **out, const char *s, size_t n)
{
	free(*out);
	*out = str_dup_n(s, n);
	return *out != NULL ? ERR_OK : err_set(r->e, ERR_NO_MEMORY, NULL);
}

static enum err_code
read_member(struct reading *r, const struct article_member *m, const char *v, size_t n)
{
	char short_value[128];
	unsigned bit = 1u << (m - ARTICLE_MEMBERS);

	if ((r->seen & bit) != 0)
		return fail(r, r->line, "“%s”(%s)写了两次", m->label, m->name);
	r->seen |= bit;
	if (n == 0 && m->must)
		return fail(r, r->line, "“%s”(%s)不能空", m->label, m->name);
	if (m->type == MEMBER_TEXT) {
		if (keep(r, text_of(&r->a, m), v, n) != ERR_OK)
			return ERR_NO_MEMORY;
		size_t chars = utf8_count(*text_of(&r->a, m));
		return chars <= m->size ? ERR_OK
					: fail(r, r->line, "“%s”(%s)有 %zu 个字, 最多 %zu 个",
					      m->label, m->name, chars, m->size);
	}
	if (n == 0) { /* as if it were not there */
		r->seen &= ~bit;
		return ERR_OK;
	}
	snprintf(short_value, sizeof short_value, "%.*s",
	    (int)(n < sizeof short_value ? n : utf8_whole(v, sizeof short_value - 1)), v);
	r->dated = r->dated || m->offset == offsetof(struct article, updated);
	return n < sizeof short_value && set_value(&r->a, m, short_value)
		   ? ERR_OK
		   : fail(r, r->line, "“%s”(%s)应是%s, 这里是“%s”", m->label, m->name, m->wanted,
			 short_value);
}

static enum err_code
read_header_line(struct reading *r, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	if (colon == NULL)
		return fail(r, r->line, "应写成“名称: 内容”, 正文之前要空一行");
	const char *name = line, *v = colon + 1;
	size_t name_len = (size_t)(colon - line), n = len - name_len - 1;
	trim(&name, &name_len);
	trim(&v, &n);
	for (size_t i = 0; i < N_ARTICLE_MEMBERS; i++)
		if (strlen(ARTICLE_MEMBERS[i].name) == name_len &&
		    memcmp(ARTICLE_MEMBERS[i].name, name, name_len) == 0)
			return read_member(r, &ARTICLE_MEMBERS[i], v, n);
	return fail(r, r->line, "没有“%.*s”这一项",
	    (int)utf8_whole(name, name_len < 40 ? name_len : 40), name);
}

static enum err_code
read_header(struct reading *r)
{
	enum err_code rc = ERR_OK;
	const char *line;
	size_t len;

	while (rc == ERR_OK && (line = next_line(r, &len)) != NULL) {
		if (line[0] == '#' && len > 0)
			continue;
		const char *text = line;
		size_t n = len;
		trim(&text, &n);
		if (n == 0)
			break;
		rc = read_header_line(r, line, len);
	}
	if (r->line == 0)
		r->line = 1; /* of an empty text */
	for (size_t i = 0; rc == ERR_OK && i < N_ARTICLE_MEMBERS; i++)
		if (ARTICLE_MEMBERS[i].must && (r->seen & 1u << i) == 0)
			rc = fail(r, r->line, "缺少“%s”(%s: …)", ARTICLE_MEMBERS[i].label,
			    ARTICLE_MEMBERS[i].name);
	return rc;
}

/* What a writer may leave out. */
static enum err_code
fill_in(struct reading *r)
{
	enum err_code rc = ERR_OK;

	if (r->a.question == NULL || r->a.question[0] == '\0')
		rc = keep(r, &r->a.question, r->a.title, strlen(r->a.title));
	if (rc == ERR_OK && r->a.keywords == NULL)
		rc = keep(r, &r->a.keywords, "", 0);
	if (rc == ERR_OK && r->a.basis == NULL)
		rc = keep(r, &r->a.basis, "", 0);
	if (!r->dated)
		r->a.updated = r->a.from;
	return rc;
}

static enum err_code
read_answer(struct reading *r)
{
	const char *start = r->at, *stop = r->end, *line;
	int first = r->line + 1;
	size_t len;

	while ((line = next_line(r, &len)) != NULL)
		if (len == 2 && memcmp(line, "--", 2) == 0) {
			stop = line;
			break;
		}
	size_t n = (size_t)(stop - start);
	while (n > 0 && (*start == '\n' || *start == ' ')) {
		first += *start == '\n';
		start++;
		n--;
	}
	trim(&start, &n);
	if (n == 0)
		return fail(r, r->line, "缺少念给来电人听的答复");
	if (keep(r, &r->a.answer, start, n) != ERR_OK)
		return ERR_NO_MEMORY;
	size_t chars = utf8_count(r->a.answer);
	return chars <= ARTICLE_ANSWER_CHARS
		   ? ERR_OK
		   : fail(r, first, "答复有 %zu 个字, 最多 %d 个", chars, ARTICLE_ANSWER_CHARS);
}

static enum err_code
read_body(struct reading *r)
{
	const char *start = r->at;
	size_t n = (size_t)(r->end - r->at);
	int first = r->line + 1;

	/* blank lines at the end go, the end of the last line that says something stays */
	for (size_t i = n; i > 0 && (start[i - 1] == '\n' || start[i - 1] == ' '); i--)
		if (start[i - 1] == '\n')
			n = i - 1;
		else if (i == 1)
			n = 0;
	if (keep(r, &r->a.body, start, n) != ERR_OK)
		return ERR_NO_MEMORY;
	size_t chars = utf8_count(r->a.body);
	return chars <= LIMIT_ARTICLE_BODY_CHARS
		   ? ERR_OK
		   : fail(r, first, "正文有 %zu 个字, 最多 %d 个", chars, LIMIT_ARTICLE_BODY_CHARS);
}

enum err_code
article_read(const char *text, size_t len, struct article *a, struct err *e)
{
	struct reading r = { .at = text, .end = text + len, .e = e };
	enum err_code rc;

	article_init(&r.a);
	rc = plain_check(text, len, LIMIT_ARTICLE_BYTES, "一条知识", e);
	if (rc == ERR_OK)
		rc = read_header(&r);
	if (rc == ERR_OK)
		rc = fill_in(&r);
	if (rc == ERR_OK)
		rc = read_answer(&r);
	if (rc == ERR_OK)
		rc = read_body(&r);
	if (rc == ERR_OK) {
		struct article old = *a;
		*a = r.a;
		r.a = old;
	}
	article_free(&r.a);
	return rc;
}
