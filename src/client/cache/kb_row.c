/* What is shown of an article that was found: its head, the words of the query in its title, or else the piece of its
 * text that has them.
 *
 * Invariants: marks stand on character borders inside the very text they come with; letters are pinyin in names only.
 * Not done here: order (reader_kb.c). */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "kb_p.h"
#include "text/highlight.h"

#define LABEL_CHARS 80 /* of a name: in a long text any letters are the pinyin of something */
#define RANGES_MAX  64

/* ---- marks ---- */

static int
to_marks(const struct match_range *r, size_t n, struct kb_mark *marks, int max)
{
	int k = 0;

	for (size_t i = 0; i < n && k < max && r[i].at + r[i].len <= UINT16_MAX; i++)
		marks[k++] = (struct kb_mark){ (uint16_t)r[i].at, (uint16_t)(r[i].at + r[i].len) };
	return k;
}

static int
by_place(const void *a, const void *b)
{
	const struct match_range *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static size_t
merge(struct match_range *r, size_t n)
{
	size_t k = 0;

	if (n > 1)
		qsort(r, n, sizeof(*r), by_place);
	for (size_t i = 0; i < n; i++) {
		struct match_range *last = k > 0 ? &r[k - 1] : NULL;

		if (last == NULL || r[i].at > last->at + last->len)
			r[k++] = r[i];
		else if (r[i].at + r[i].len > last->at + last->len)
			last->len = r[i].at + r[i].len - last->at;
	}
	return k;
}

/* Only what is a word also in a long text: neither 停che nor 停 车 is a reason to mark every 停. */
static void
keep_whole_words(struct words *w)
{
	int n = 0;

	for (int i = 0; i < w->n; i++)
		if (w->word[i].chars > 1)
			w->word[n++] = w->word[i];
	w->n = n;
}

void
kb_marker(struct kb_marker *m, const char *query)
{
	struct words as_typed;

	words_read(&as_typed, query, strlen(query));
	m->letters = false;
	for (int i = 0; i < as_typed.n; i++)
		m->letters = m->letters || as_typed.word[i].letter;
	if (m->letters)
		match_query_init(&m->match, query);
	if (!words_joined(&as_typed, &m->joined))
		m->joined.n = 0;
	if (!words_apart(&as_typed, &m->apart))
		m->apart = as_typed;
	m->plain = m->letters ? m->apart : as_typed;
	if (m->plain.n > 1)
		keep_whole_words(&m->plain);
}

/* The ranges of a query that may be pinyin in a name; ${out} has room for them. */
static size_t
add_pinyin(const struct kb_marker *m, const char *name, struct match_range *out)
{
	struct match_label l;
	struct match_query q;
	struct match_hit hit = { 0 };
	size_t n = 0;

	if (!match_label_init(&l, name))
		return 0;
	if (match_find(&m->match, &l, &hit) > 0 && !match_query_empty(&m->match)) {
		memcpy(out, hit.range, hit.n * sizeof(*out));
		n = hit.n;
	} else {
		for (int i = 0; i < m->apart.n; i++) {
			match_query_init(&q, words_text(&m->apart, i));
			if (!m->apart.word[i].letter ||
			    match_tier_of(match_find(&q, &l, &hit)) <= MATCH_SCATTERED)
				continue;
			memcpy(out + n, hit.range, hit.n * sizeof(*out));
			n += hit.n;
		}
	}
	match_label_free(&l);
	return n;
}

struct ranges {
	struct match_range r[2 * RANGES_MAX + WORDS_MAX * MATCH_RANGES];
	size_t n;
};

static void
add_words(const struct words *w, const char *text, struct ranges *all)
{
	size_t found = highlight_find(w, text, strlen(text), all->r + all->n, RANGES_MAX);

	all->n += found < RANGES_MAX ? found : RANGES_MAX;
}

static size_t
ranges_in(const struct kb_marker *m, const char *text, struct match_range out[RANGES_MAX])
{
	struct ranges all;
	size_t n;

	all.n = 0;
	if (m->letters && utf8_count(text) <= LABEL_CHARS)
		all.n = add_pinyin(m, text, all.r);
	if (m->joined.n > 0)
		add_words(&m->joined, text, &all);
	add_words(&m->plain, text, &all);
	n = merge(all.r, all.n);
	n = n < RANGES_MAX ? n : RANGES_MAX;
	memcpy(out, all.r, n * sizeof(*out));
	return n;
}

int
kb_mark(const struct kb_marker *m, const char *text, struct kb_mark *marks, int max)
{
	struct match_range r[RANGES_MAX];
	size_t n = ranges_in(m, text, r);

	return to_marks(r, n, marks, max);
}

int
kb_marks(const char *query, const char *text, struct kb_mark *marks, int max)
{
	struct kb_marker m;

	kb_marker(&m, query);
	return kb_mark(&m, text, marks, max);
}

bool
kb_piece(const struct kb_marker *m, const char *text, struct kb_piece *piece)
{
	struct highlight_snippet found;
	struct match_range r[RANGES_MAX];
	size_t n = ranges_in(m, text, r);

	piece->n = 0;
	if (highlight_piece(r, n, text, strlen(text), piece->text, sizeof(piece->text), &found))
		piece->n = to_marks(found.range, found.n, piece->mark, KB_MARKS);
	return piece->n > 0;
}

/* ---- a row ---- */

/* The first text outside the title with something of the query in it. */
static void
put_snippet(struct kb_search *s, const struct article *a, struct kb_row *row)
{
	const char *const texts[] = { a->question, a->keywords, a->answer, a->body };
	struct kb_piece piece;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (kb_piece(&s->marker, texts[i], &piece)) {
			str_copy(row->snippet, sizeof(row->snippet), piece.text);
			memcpy(row->in_snippet, piece.mark, sizeof(row->in_snippet));
			row->n_in_snippet = piece.n;
			return;
		}
}

static enum err_code
read_text(struct kb_search *s, int64_t id, struct kb_row *row)
{
	struct sqlite3_stmt *st;
	struct article a;
	enum err_code rc =
	    db_stmt(s->r->db, "SELECT text FROM article_text WHERE id = ?1", &st, s->e);

	if (rc != ERR_OK)
		return rc;
	article_init(&a);
	db_bind_int(st, 1, id);
	if (db_step(s->r->db, st, s->e) == 1 &&
	    article_read(db_text(st, 0), strlen(db_text(st, 0)), &a, NULL) == ERR_OK)
		put_snippet(s, &a, row);
	db_done(st);
	article_free(&a);
	return ERR_OK;
}

enum err_code
kb_row(struct kb_search *s, size_t at, struct kb_row *row, struct err *e)
{
	const struct kb_head *h = &s->shelf->head[at];
	struct sqlite3_stmt *st;
	enum err_code rc = db_stmt(s->r->db,
	    "SELECT kb_no, title, source, kind, internal FROM article WHERE id = ?1", &st, e);

	*row = (struct kb_row){
		.standing = kb_standing(h, s->q->day), .until = h->until, .used = h->used
	};
	if (rc != ERR_OK)
		return rc;
	db_bind_int(st, 1, h->id);
	if (db_step(s->r->db, st, e) == 1) { /* else it went this moment: an empty row */
		str_copy(row->kb_no, sizeof(row->kb_no), db_text(st, 0));
		str_copy(row->title, sizeof(row->title), db_text(st, 1));
		str_copy(row->source, sizeof(row->source), db_text(st, 2));
		row->kind = (enum article_kind)db_int(st, 3);
		row->internal = db_int(st, 4) != 0;
	}
	db_done(st);
	str_copy(row->category, sizeof(row->category), kb_category(s->shelf, h));
	row->n_marks = kb_mark(&s->marker, row->title, row->mark, KB_MARKS);
	return row->n_marks > 0 ? ERR_OK : read_text(s, h->id, row);
}
