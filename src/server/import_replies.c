/* Which number an answer of a table gets. Imported articles are known by their question, so that the same table imported
 * again changes nothing, and a later one only what it answers differently. Beside the words an imported article says of
 * itself that nobody has placed it yet: category 其他, the hotline's own centre as its source, one year. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/vec.h"
#include "city/article.h"
#include "import.h"
#include "server/store/records.h"

#define CATEGORY  "1208" /* 其他 */
#define SOURCE    "0001" /* 热线中心 */
#define YEAR_DAYS 365
#define NUMBER    "I%05lld"

struct known { /* an imported article that the centre has */
	struct article a;
	bool taken;
};
struct numbering {
	struct import_run *run;
	const char *path;
	int32_t day;
	struct known *known; /* by question, then number */
	size_t n, room;
	long long last; /* number given */
};

/* ---- what is there ---- */

static bool
number_of(const char *kb_no, long long *n)
{
	return kb_no[0] == 'I' && strspn(kb_no + 1, "0123456789") == strlen(kb_no + 1) &&
	       str_int(kb_no + 1, 1, 999999999, n);
}

static bool
learn(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct numbering *x = arg;
	struct known *grown;
	long long n = 0;

	(void)kind;
	(void)rev;
	if (!number_of(code, &n))
		return true;
	if (n > x->last)
		x->last = n;
	grown = vec_room(x->known, &x->room, x->n + 1, sizeof(*grown));
	if (grown == NULL)
		return false;
	x->known = grown;
	x->known[x->n].taken = false;
	article_init(&x->known[x->n].a);
	if (article_read(text, strlen(text), &x->known[x->n].a, NULL) == ERR_OK)
		x->n++;
	return true;
}

static int
by_question(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int order = strcmp(x->a.question, y->a.question);

	return order != 0 ? order : strcmp(x->a.kb_no, y->a.kb_no);
}

static bool
same_words(const struct article *a, const struct article *b)
{
	return str_eq(a->answer, b->answer) && str_eq(a->body, b->body) &&
	       str_eq(a->title, b->title);
}

/* The article that this question has here: the one with the same answer, else the first that is free. */
static struct known *
find(struct numbering *x, const struct article *a)
{
	struct known *free_one = NULL;
	size_t lo = 0, hi = x->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcmp(x->known[mid].a.question, a->question) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < x->n && strcmp(x->known[lo].a.question, a->question) == 0; lo++) {
		struct known *k = &x->known[lo];

		if (!k->taken && same_words(&k->a, a))
			return k;
		if (!k->taken && free_one == NULL)
			free_one = k;
	}
	return free_one;
}

/* ---- what comes ---- */

static void
place(struct article *a, const struct article *before)
{
	if (before != NULL) {
		str_copy(a->kb_no, sizeof(a->kb_no), before->kb_no);
		str_copy(a->category, sizeof(a->category), before->category);
		str_copy(a->area, sizeof(a->area), before->area);
		str_copy(a->source, sizeof(a->source), before->source);
		a->kind = before->kind;
		a->internal = before->internal;
		a->version = before->version + 1;
	} else {
		str_copy(a->category, sizeof(a->category), CATEGORY);
		str_copy(a->source, sizeof(a->source), SOURCE);
		a->version = 1;
	}
}

/* As the centre will read it: what the table's words have spoilt is told with its line. */
static bool
put(struct numbering *x, const struct article *a, int line)
{
	struct str text = { 0 };
	struct article check;
	struct err e = { 0 };
	bool ok;

	article_init(&check);
	article_write(a, &text);
	if (article_read(str_c(&text), text.len, &check, &e) != ERR_OK) {
		err_at_line(&e, x->path, line);
		import_leave_out(x->run, &e);
		ok = !text.bad;
	} else {
		ok = !text.bad && import_put(x->run, CITY_ARTICLE_KIND, a->kb_no, str_c(&text));
	}
	article_free(&check);
	str_free(&text);
	return ok;
}

static bool
take(void *arg, const struct article *draft, int line)
{
	struct numbering *x = arg;
	struct article a = *draft; /* its words stay the draft's */
	struct known *k = find(x, draft);
	char number[ARTICLE_KB_NO_BYTES];

	if (k != NULL)
		k->taken = true;
	if (k != NULL && same_words(&k->a, draft)) {
		x->run->same++;
		return true;
	}
	place(&a, k != NULL ? &k->a : NULL);
	if (k == NULL) {
		snprintf(number, sizeof(number), NUMBER, ++x->last);
		str_copy(a.kb_no, sizeof(a.kb_no), number);
	}
	a.from = a.updated = x->day;
	a.until = x->day + YEAR_DAYS;
	a.status = x->run->s->draft ? ARTICLE_DRAFT : ARTICLE_PUBLISHED;
	return put(x, &a, line);
}

/* Drafts of an earlier import have their numbers too. */
static bool
learn_copy(void *arg, const struct store_record *r)
{
	return strcmp(r->r.code, "draft") != 0 ||
	       learn(arg, CITY_ARTICLE_KIND, r->r.object, record_text(&r->r), 0);
}

static void
leave_out(void *arg, const struct err *e)
{
	import_leave_out(((struct numbering *)arg)->run, e);
}

enum err_code
import_replies(struct import_run *r, const char *path, int32_t day, struct err *e)
{
	struct numbering x = { .run = r, .path = path, .day = day };
	struct err wrong = { 0 };
	enum err_code rc;

	if (city_category(r->city, CATEGORY) == NULL || city_unit(r->city, SOURCE) == NULL)
		return err_set(e, ERR_UNKNOWN_CODE,
		    "问答放在分类 " CATEGORY "、来源 " SOURCE " 下, 本市没有这个分类或单位。");
	rc = store_ref_kind(r->st, CITY_ARTICLE_KIND, learn, &x, e);
	if (rc == ERR_OK && r->s->draft)
		rc = store_records(r->st, RECORD_ARTICLE, 0, learn_copy, &x, e);
	if (x.n > 0)
		qsort(x.known, x.n, sizeof(*x.known), by_question);
	if (rc == ERR_OK && city_replies_report(path, take, leave_out, &x, &wrong) == ERR_CANCELLED)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (wrong.code != ERR_OK)
		import_bad(r, &wrong);
	for (size_t i = 0; i < x.n; i++)
		article_free(&x.known[i].a);
	free(x.known);
	return rc;
}
