/* editing_look.c: an article as those who look after knowledge see it before it is let out: as the call-taker will have it
 * on her screen, with what is read to the caller apart and counted; what has changed against what is out; who did what to
 * it, and when.
 *
 * Every page is lines of text from one on, so that it can be leafed through in whatever room there is. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/wrap.h"
#include "editing_p.h"
#include "text/diff.h"

#define STEPS_MOST 40
#define READ_A_MIN 240 /* characters a person reads aloud in a minute */

/* Lines of a page as they are drawn, those before ${first} only counted. */
struct page {
	struct canvas *c;
	struct rect at;
	int first, n;
};

static void
put(struct page *p, enum role role, int indent, const char *text)
{
	size_t left = strlen(text);
	const int cols = p->at.cols - indent;

	do {
		size_t next = 0, shown = wrap_next(text, left, cols, &next);
		const int row = p->n++ - p->first;

		if (row >= 0 && row < p->at.rows)
			(void)canvas_text_n(
			    p->c, p->at.row + row, p->at.col + indent, cols, role, text, shown);
		if (next == 0)
			break;
		text += next;
		left -= next;
	} while (left > 0);
}

static void putf(struct page *p, enum role role, int indent, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static void
putf(struct page *p, enum role role, int indent, const char *fmt, ...)
{
	char line[700];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	put(p, role, indent, line);
}

/* ---- as the call-taker sees it ---- */

/* What an article has as codes and days, in words; the codes themselves while there is no city. */
struct words {
	char from[16], until[16], path[160];
	const char *category, *source, *area;
};

static void
say(const struct desk *d, const struct article *a, struct words *w)
{
	const struct city *c = d->city;
	const struct area *area = c != NULL && a->area[0] != '\0' ? city_area(c, a->area) : NULL;

	(void)civil_format(civil_day_start(a->from), "%Y-%m-%d", w->from, sizeof(w->from));
	(void)civil_format(civil_day_start(a->until), "%Y-%m-%d", w->until, sizeof(w->until));
	w->path[0] = '\0';
	if (c != NULL)
		city_category_path(c, a->category, w->path, sizeof(w->path));
	w->category = w->path[0] != '\0' ? w->path : a->category;
	w->source = c != NULL ? city_unit_name(c, a->source) : a->source;
	w->area = area != NULL ? area->full : "全市";
}

static void
put_head(struct page *p, const struct desk *d, const struct article *a)
{
	struct words w;

	say(d, a, &w);
	putf(p, ROLE_HEADING, 0, "%s %s  第%d版", a->kb_no, a->title, a->version);
	putf(p, ROLE_NORMAL, 0, "%s | %s | %s | %s | %s", article_kind_label(a->kind), w.category,
	    w.source, w.area, a->internal ? "仅内部, 不读给来电人" : "可对外");
	putf(p, ROLE_DIM, 0, "有效 %s 至 %s  依据: %s", w.from, w.until,
	    a->basis[0] != '\0' ? a->basis : "没有写");
}

int
editing_look(
    const struct desk *d, const struct article *a, struct canvas *c, struct rect at, int first)
{
	struct page p = { c, at, first, 0 };
	const size_t chars = utf8_count(a->answer);

	put_head(&p, d, a);
	putf(&p, ROLE_LABEL, 0, "读给来电人 (%zu字, 约%zu秒):", chars,
	    (chars * 60 + READ_A_MIN - 1) / READ_A_MIN);
	put(&p, ROLE_VALUE, 2, a->answer[0] != '\0' ? a->answer : "(没有写)");
	if (a->body[0] != '\0') {
		put(&p, ROLE_LABEL, 0, "正文:");
		put(&p, ROLE_NORMAL, 2, a->body);
	}
	return p.n;
}

/* ---- what has changed ---- */

struct changes {
	struct page *p;
	int same;
};

/* What stayed is only counted: a reviewer reads what did not. */
static bool
put_clause(void *arg, enum diff_kind kind, const char *s, size_t n)
{
	struct changes *x = arg;
	struct str line = { 0 };

	if (kind == DIFF_SAME) {
		x->same++;
		return true;
	}
	str_addf(&line, "%s %.*s", kind == DIFF_NEW ? "+" : "-", (int)n, s);
	if (!line.bad)
		put(x->p, kind == DIFF_NEW ? ROLE_GOOD : ROLE_NEAR, 0, str_c(&line));
	str_free(&line);
	return !line.bad;
}

/* An article as lines of its members by their names on the form, then its texts. */
static void
comparable(const struct desk *d, const struct article *a, struct str *out)
{
	struct words w;

	say(d, a, &w);
	str_addf(out, "%s: %s\n%s: %s\n%s: %s\n%s: %s\n", editing_cell_label(CELL_TITLE), a->title,
	    editing_cell_label(CELL_QUESTION), a->question, editing_cell_label(CELL_KIND),
	    article_kind_label(a->kind), editing_cell_label(CELL_OPEN),
	    a->internal ? "仅内部" : "可对外");
	str_addf(out, "%s: %s\n%s: %s\n%s: %s\n", editing_cell_label(CELL_CATEGORY), w.category,
	    editing_cell_label(CELL_SOURCE), w.source, editing_cell_label(CELL_AREA), w.area);
	str_addf(out, "%s: %s\n%s: %s\n%s: %s\n%s: %s\n%s: %s\n%s", editing_cell_label(CELL_BASIS),
	    a->basis, editing_cell_label(CELL_KEYWORDS), a->keywords, editing_cell_label(CELL_FROM),
	    w.from, editing_cell_label(CELL_UNTIL), w.until, editing_cell_label(CELL_ANSWER),
	    a->answer, a->body);
}

int
editing_changes(const struct desk *d, const struct article *live, const struct article *a,
    struct canvas *c, struct rect at, int first)
{
	struct page p = { c, at, first, 0 };
	struct changes x = { &p, 0 };
	struct str before = { 0 }, after = { 0 };

	if (live->kb_no[0] == '\0') {
		put(&p, ROLE_DIM, 0, "这是新知识, 还没有对外的版本可以比较。");
		return p.n;
	}
	putf(&p, ROLE_HEADING, 0, "第%d版 与现在对外的第%d版比较 (+新 -去)", a->version,
	    live->version);
	comparable(d, live, &before);
	comparable(d, a, &after);
	(void)diff_clauses(str_c(&before), str_c(&after), put_clause, &x);
	putf(&p, ROLE_DIM, 0, "其余 %d 句没有变。", x.same);
	str_free(&before);
	str_free(&after);
	return p.n;
}

/* ---- who did what ---- */

static void
put_step(struct page *p, const struct desk *d, const struct record *r)
{
	const int step = article_step_of(r);
	struct article a;
	char when[24], who[PART_PERSON_SIZE];

	if (step < 0)
		return;
	article_init(&a);
	if (article_step_has_text((enum article_step)step))
		(void)article_read(record_text(r), strlen(record_text(r)), &a, NULL);
	putf(p, ROLE_NORMAL, 0, "%s %s %s %s", part_when(r->at, d->now, when),
	    part_person(d, r->by, who), article_step_label((enum article_step)step),
	    a.version > 0 || article_step_has_text((enum article_step)step) ? "" : record_text(r));
	if (a.version > 0)
		putf(p, ROLE_DIM, 2, "第%d版 %s", a.version, a.title);
	article_free(&a);
}

int
editing_versions(
    const struct desk *d, const char *kb_no, struct canvas *c, struct rect at, int first)
{
	struct page p = { c, at, first, 0 };
	struct record *r = calloc(STEPS_MOST, sizeof(*r));
	int n = r != NULL ? cache_article_steps(d->cache, kb_no, r, STEPS_MOST) : 0;

	if (n <= 0)
		put(&p, ROLE_DIM, 0, "还没有起草、审核的记录: 它是随资料入库的。");
	for (int i = 0; i < n; i++) {
		put_step(&p, d, &r[i]);
		record_free(&r[i]);
	}
	free(r);
	return p.n;
}
