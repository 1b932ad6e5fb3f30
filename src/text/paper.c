/* paper.c: pages of plain text for a printer.
 *
 * Invariants: no line is wider than the paper and no page longer, whatever is written; with a mark every page begins and
 * ends with it, so that no sheet goes about without the name of who printed it. Not here: what stands on a page
 * (city/form.c, model/sheet.c), and the printer (base/lp.h). */
#include "text/paper.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"

#define BOX      "□"
#define BOX_COLS 2
#define HANG     2 /* a mark that may not begin a line hangs over by this much */

int
paper_cols(const char *s)
{
	int cols = width_str(s);

	for (const char *p = s; (p = strstr(p, BOX)) != NULL; p += strlen(BOX))
		cols += BOX_COLS - width_cp(0x25a1);
	return cols;
}

/* ---- pages ---- */

static void
put(struct paper *p, const char *s)
{
	str_add(p->out, s);
	str_add_c(p->out, '\n');
	p->rows++;
}

/* The last line of a page: the mark, and which page it is. */
static void
foot(struct paper *p)
{
	struct str b = { 0 };

	str_addf(&b, "%s 第%d页", p->mark, p->page + 1);
	put(p, paper_cols(str_c(&b)) <= p->cols ? str_c(&b) : p->mark);
	str_free(&b);
}

void
paper_end(struct paper *p)
{
	if (p->mark != NULL)
		foot(p);
	str_add_c(p->out, '\f');
	p->rows = 0;
	p->page++;
}

void
paper_line(struct paper *p, const char *s)
{
	if (p->mark == NULL && p->rows == p->most)
		return; /* the most wanted stands first */
	if (p->mark != NULL && p->rows == p->most - 1)
		paper_end(p);
	if (p->mark != NULL && p->rows == 0)
		put(p, p->mark);
	put(p, s);
}

/* ---- lines ---- */

static void
add_n(struct str *b, char c, int n)
{
	for (; n > 0; n--)
		str_add_c(b, c);
}

static void
trim(struct str *b)
{
	while (b->len > 0 && b->s[b->len - 1] == ' ')
		b->s[--b->len] = '\0';
}

void
paper_centred(struct paper *p, const char *s)
{
	struct str b = { 0 };

	add_n(&b, ' ', (p->cols - paper_cols(s)) / 2);
	str_add(&b, s);
	paper_line(p, str_c(&b));
	str_free(&b);
}

void
paper_rule(struct paper *p, char c)
{
	struct str b = { 0 };

	add_n(&b, c, p->cols);
	paper_line(p, str_c(&b));
	str_free(&b);
}

void
paper_blank(struct paper *p, const char *label)
{
	struct str b = { 0 };

	str_add(&b, label);
	add_n(&b, '_', p->cols - paper_cols(label));
	paper_line(p, str_c(&b));
	str_free(&b);
}

/* ---- words over several lines ---- */

static size_t
closing(const char *s)
{
	static const char *const marks[] = { ",", ".", ";", ":", ")", "?", "!", "。", "，", "、",
		"；", "：", "）", "”", "》" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* Bytes of the next line of ${text}, at most ${cols} wide with □ as two. */
static size_t
fit(const char *text, int cols)
{
	char part[1024]; /* more than a line of the widest paper */
	size_t n = width_fit(text, cols);

	while (n > 0 && n < sizeof(part)) {
		memcpy(part, text, n);
		part[n] = '\0';
		if (paper_cols(part) <= cols)
			break;
		n = utf8_prev(text, n);
	}
	return n > 0 ? n : utf8_head(text, 1);
}

/* A paragraph: no line break in it. ${head} NULL: it is not the first. */
static void
paragraph(struct paper *p, const char *head, int indent, const char *text)
{
	struct str b = { 0 };

	do {
		size_t n = fit(text, p->cols - HANG - indent);

		n += text[n] != '\0' ? closing(text + n) : 0;
		if (head != NULL)
			str_add(&b, head);
		else
			add_n(&b, ' ', indent);
		str_add_n(&b, text, n);
		trim(&b);
		paper_line(p, str_c(&b));
		str_reset(&b);
		text += n;
		text += strspn(text, " ");
		head = NULL;
	} while (*text != '\0');
	str_free(&b);
}

/* ${n} bytes as they may be printed. */
static void
add_shown(struct str *b, const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp = 0;
		char shown[12];
		size_t k = utf8_next(s, n, &cp);

		(void)width_show(k > 0 ? cp : (unsigned char)*s, k == 0, shown);
		str_add(b, cp == '\t' ? " " : shown);
		s += k > 0 ? k : 1;
		n -= k > 0 ? k : 1;
	}
}

void
paper_words(struct paper *p, const char *head, const char *text)
{
	const int indent = paper_cols(head);
	bool more;

	do {
		size_t n = strcspn(text, "\n");
		struct str one = { 0 };

		add_shown(&one, text, n);
		paragraph(p, head, indent, str_c(&one));
		str_free(&one);
		head = NULL;
		more = text[n] == '\n';
		text += n + more;
	} while (more && *text != '\0');
}

/* ---- things side by side ---- */

void
paper_items_begin(struct paper_items *t, struct paper *p, const char *label)
{
	*t = (struct paper_items){ .page = p, .indent = paper_cols(label) };
	str_add(&t->line, label);
}

static void
flush(struct paper_items *t)
{
	trim(&t->line);
	paper_line(t->page, str_c(&t->line));
	str_reset(&t->line);
}

void
paper_item(struct paper_items *t, const char *s)
{
	if (paper_cols(str_c(&t->line)) + paper_cols(s) > t->page->cols) {
		flush(t);
		add_n(&t->line, ' ', t->indent);
	}
	str_add(&t->line, s);
	str_add(&t->line, "  ");
}

void
paper_tick(struct paper_items *t, const char *code, const char *label)
{
	struct str one = { 0 };

	str_addf(&one, BOX "%s%s", code, label);
	paper_item(t, str_c(&one));
	str_free(&one);
}

void
paper_items_end(struct paper_items *t)
{
	flush(t);
	str_free(&t->line);
}
