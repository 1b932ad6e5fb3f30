/* What is shown of a ticket that was found: its row, the words of the query in its title, or else the piece of its text
 * that has them, and what that piece is of.
 *
 * Invariants: no ticket twice, none that is hidden; marks stand on character borders in the text they come with. Not done
 * here: finding and order (reader_find.c). */
#include <string.h>

#include "find_row_p.h"
#include "text/fold.h"
#include "wire/ticket_json.h"

static bool
is_there(const struct find_row *rows, int n, const char *id)
{
	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].row.id, id) == 0)
			return true;
	return false;
}

static bool
put_piece(struct finding *f, enum ticket_field which, const char *text, struct find_row *row)
{
	struct kb_piece piece;

	if (text[0] == '\0' || !kb_piece(&f->marker, text, &piece))
		return false;
	str_copy(row->snippet, sizeof(row->snippet), piece.text);
	memcpy(row->in_snippet, piece.mark, sizeof(row->in_snippet));
	row->n_in_snippet = piece.n;
	row->where = field_info(which)->label;
	return true;
}

/* Nearly always it is the content, and the rest of the document need not be read. */
static bool
put_content(struct finding *f, const char *doc, struct find_row *row)
{
	bool put = ticket_json_text(doc, strlen(doc), TF_CONTENT, &f->text) &&
		   put_piece(f, TF_CONTENT, str_c(&f->text), row);

	str_reset(&f->text);
	return put;
}

/* The first text outside the title with something of the query in it. */
static void
put_snippet(struct finding *f, const char *doc, struct find_row *row)
{
	static const enum ticket_field which[] = { TF_ADDRESS, TF_DEMAND, TF_SUBJECT, TF_ANSWER,
		TF_EXTRA };
	struct ticket t;
	bool put = put_content(f, doc, row);

	if (put)
		return;
	ticket_init(&t);
	put = cache_doc_read(NULL, row->row.id, doc, NULL, 0, &t, NULL) != ERR_OK;
	for (size_t i = 0; !put && i < sizeof(which) / sizeof(which[0]); i++)
		put = put_piece(f, which[i], fields_get(&t.f, which[i]), row);
	ticket_free(&t);
}

bool
find_has_all(const struct words *w, const char *title)
{
	char folded[sizeof(((struct ticket_row *)0)->title)];
	bool all = true;

	(void)fold_into(title, strlen(title), folded, NULL);
	for (int i = 0; i < w->n && all; i++)
		all = strstr(folded, words_text(w, i)) != NULL;
	return all;
}

static void
put_row(struct finding *f, struct sqlite3_stmt *st, const struct find_hit *h, struct find_row *row)
{
	static const char *const where[] = { [FIND_PIECES] = "部分相符",
		[FIND_PARTS] = "标题和内容",
		[FIND_SOUND] = "标题",
		[FIND_TEXT] = "内容",
		[FIND_PLACE] = "地点",
		[FIND_PHONE] = "电话",
		[FIND_NUMBER] = "单号" };

	*row = (struct find_row){ .why = h->why, .where = where[h->why] };
	reader_row(f->r, st, f->q->me, &row->row);
	row->row.late = reader_is_late(db_text(st, READER_COLUMN_COUNT));
	row->n_marks = kb_mark(&f->marker, row->row.title, row->mark, KB_MARKS);
	if (h->why == FIND_TEXT && find_has_all(&f->route.words, row->row.title))
		row->where = field_info(TF_TITLE)->label;
	else if (h->why <= FIND_TEXT && h->why != FIND_SOUND)
		put_snippet(f, db_text(st, READER_COLUMN_COUNT), row);
}

#define ROW_OF "SELECT " READER_MATTER ", NULL, ticket.doc FROM "

/* The row of a hit, by what is known of it. */
static enum err_code
row_of(struct finding *f, const struct find_hit *h, struct sqlite3_stmt **st)
{
	const char *sql = h->place != 0 ? ROW_OF "ticket WHERE rowid = ?1 AND gen >= ?2"
			  : h->doc != 0 ? ROW_OF
			      "find_doc f JOIN ticket ON ticket.rowid = f.place AND id ="
			      " f.ticket WHERE f.doc = ?1 AND gen >= ?2"
					: ROW_OF "ticket WHERE id = ?1 AND gen >= ?2";
	enum err_code rc = db_stmt(f->r->db, sql, st, f->e);

	if (rc != ERR_OK)
		return rc;
	if (h->place != 0 || h->doc != 0)
		db_bind_int(*st, 1, h->place != 0 ? h->place : h->doc);
	else
		db_bind_text(*st, 1, h->id);
	db_bind_int(*st, 2, f->gen);
	return ERR_OK;
}

int
find_rows(struct finding *f, struct find_row *rows)
{
	int n = 0, step = 0;

	kb_marker(&f->marker, f->q->text != NULL ? f->q->text : "");
	for (int i = 0; i < f->n && step >= 0; i++) {
		const struct find_hit *h = &f->hit[i];
		struct sqlite3_stmt *st;

		if (row_of(f, h, &st) != ERR_OK)
			return -1;
		step = db_step(f->r->db, st, f->e);
		if (step == 1 && !is_there(rows, n, db_text(st, 0)) &&
		    !str_eq(f->q->not, db_text(st, 0)))
			put_row(f, st, h, &rows[n++]);
		db_done(st);
	}
	str_free(&f->text);
	return step < 0 ? -1 : n;
}
