/* Full text on a connection: our tokenizer for FTS5, a score that keeps titles above bodies, and MATCH expressions out
 * of whatever was typed.
 *
 * Invariants: text of a user reaches FTS5 only inside quotes with quotes doubled, so that no input is an operator or a
 * syntax error; the score depends on the index and the query alone. Not done here: highlighting (text/highlight.h), the
 * tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "db_p.h"
#include "text/tokens.h"

#define BM25_K 1.2
#define BM25_B 0.75

/* ---- the tokenizer ---- */

int
db_tokenizer_create(void *context, const char **args, int n, Fts5Tokenizer **out)
{
	(void)args;
	(void)n;
	*out = context; /* it has no state, but FTS5 takes NULL for failure */
	return SQLITE_OK;
}

void
db_tokenizer_delete(Fts5Tokenizer *t)
{
	(void)t;
}

static bool
hand_token(void *arg, const struct token *t)
{
	struct db_hand_over *h = arg;

	h->rc = h->token(h->context, t->also ? FTS5_TOKEN_COLOCATED : 0, t->text, (int)t->len,
	    (int)t->from, (int)t->to);
	return h->rc == SQLITE_OK;
}

static int
tokenizer_cut(Fts5Tokenizer *t, void *context, int flags, const char *text, int n,
    int (*token)(void *, int, const char *, int, int, int))
{
	struct db_hand_over h = { .token = token, .context = context, .rc = SQLITE_OK };

	(void)t;
	if (text != NULL && n > 0)
		(void)tokens_each(text, (size_t)n,
		    (flags & FTS5_TOKENIZE_QUERY) != 0 ? TOKENS_QUERY : TOKENS_DOC, hand_token, &h);
	return h.rc;
}

/* ---- the score ---- */

struct scale { /* what is the same for all rows of one query */
	int columns, phrases;
	double weight[DB_FTS_COLUMNS];
	double average[DB_FTS_COLUMNS]; /* tokens */
	double idf[DB_FTS_PHRASES];
};

static int
count_row(const Fts5ExtensionApi *api, Fts5Context *fts, void *arg)
{
	(void)api;
	(void)fts;
	++*(sqlite3_int64 *)arg;
	return SQLITE_OK;
}

/* Of one phrase alone the rarity changes no order. */
static int
weigh_phrases(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_int64 rows, struct scale *s)
{
	s->idf[0] = 1;
	for (int i = 0; i < s->phrases && s->phrases > 1; i++) {
		sqlite3_int64 hits = 0;
		int rc = api->xQueryPhrase(fts, i, &hits, count_row);

		if (rc != SQLITE_OK)
			return rc;
		s->idf[i] = log(1 + ((double)(rows - hits) + 0.5) / ((double)hits + 0.5));
	}
	return SQLITE_OK;
}

static int
make_scale(const Fts5ExtensionApi *api, Fts5Context *fts, int n, sqlite3_value **v, struct scale *s)
{
	sqlite3_int64 rows = 0, tokens = 0;
	int rc = api->xRowCount(fts, &rows);

	s->columns = api->xColumnCount(fts);
	s->phrases = api->xPhraseCount(fts);
	if (s->columns > DB_FTS_COLUMNS || s->phrases > DB_FTS_PHRASES)
		return SQLITE_RANGE;
	for (int i = 0; rc == SQLITE_OK && i < s->columns; i++) {
		rc = api->xColumnTotalSize(fts, i, &tokens);
		s->average[i] = rows > 0 && tokens > 0 ? (double)tokens / (double)rows : 1;
		s->weight[i] = i < n ? sqlite3_value_double(v[i]) : 1;
	}
	return rc == SQLITE_OK ? weigh_phrases(api, fts, rows, s) : rc;
}

static int
scale_of(
    const Fts5ExtensionApi *api, Fts5Context *fts, int n, sqlite3_value **v, struct scale **out)
{
	struct scale *s = api->xGetAuxdata(fts, 0);
	int rc;

	*out = s;
	if (s != NULL)
		return SQLITE_OK;
	s = sqlite3_malloc64(sizeof(*s));
	if (s == NULL)
		return SQLITE_NOMEM;
	memset(s, 0, sizeof(*s));
	rc = make_scale(api, fts, n, v, s);
	if (rc != SQLITE_OK) {
		sqlite3_free(s);
		return rc;
	}
	*out = s;
	return api->xSetAuxdata(fts, s, sqlite3_free); /* frees it itself when it fails */
}

/* How often a phrase stands in each column. */
static int
count_hits(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, int hits[DB_FTS_COLUMNS])
{
	Fts5PhraseIter it;
	int column, offset, n = 0;

	memset(hits, 0, sizeof(int) * DB_FTS_COLUMNS);
	if (api->xPhraseFirst(fts, phrase, &it, &column, &offset) != SQLITE_OK)
		return 0;
	for (; column >= 0; api->xPhraseNext(fts, &it, &column, &offset), n++)
		hits[column]++;
	return n;
}

static void
score(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out, int n, sqlite3_value **v)
{
	struct db_fts_hit hit = { 0 };
	double norm[DB_FTS_COLUMNS];
	struct scale *s;
	int hits[DB_FTS_COLUMNS], tokens = 0, rc = scale_of(api, fts, n, v, &s);

	for (int c = 0; rc == SQLITE_OK && c < s->columns; c++) {
		rc = api->xColumnSize(fts, c, &tokens);
		norm[c] = BM25_K * (1 - BM25_B + BM25_B * tokens / s->average[c]);
	}
	if (rc != SQLITE_OK) {
		sqlite3_result_error_code(out, rc);
		return;
	}
	for (int i = 0; i < s->phrases; i++) {
		if (count_hits(api, fts, i, hits) == 0)
			continue;
		hit.phrases |= UINT32_C(1) << i;
		for (int c = 0; c < s->columns; c++)
			if (hits[c] > 0)
				hit.score += s->weight[c] * s->idf[i] * hits[c] * (BM25_K + 1) /
					     (hits[c] + norm[c]);
	}
	sqlite3_result_blob(out, &hit, sizeof(hit), SQLITE_TRANSIENT);
}

void
db_fts_hit(struct sqlite3_stmt *st, int i, struct db_fts_hit *hit)
{
	const void *p;
	size_t n;

	memset(hit, 0, sizeof(*hit));
	if (sqlite3_column_type(st, i) == SQLITE_INTEGER) {
		int64_t quick = db_int(st, i);

		hit->score = (double)(quick >> DB_FTS_QUICK);
		hit->phrases = (uint32_t)quick;
		return;
	}
	p = db_blob(st, i, &n);
	if (n == sizeof(*hit))
		memcpy(hit, p, n);
}

/* ---- a connection ---- */

static fts5_api *
api_of(struct db *d)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(d->h, "SELECT fts5(?1)", -1, &st, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	sqlite3_finalize(st);
	return api;
}

enum err_code
db_fts_register(struct db *d, struct err *e)
{
	fts5_tokenizer t = { db_tokenizer_create, db_tokenizer_delete, tokenizer_cut };
	fts5_api *api = api_of(d);
	int rc;

	if (api == NULL)
		return err_set(e, ERR_DB, "本机的 SQLite 没有全文检索(FTS5), 请换用发行版自带的");
	rc = api->xCreateTokenizer(api, "hotseat", api, &t, NULL);
	if (rc == SQLITE_OK)
		rc = api->xCreateFunction(api, "fts_score", NULL, score, NULL);
	return rc == SQLITE_OK ? db_sounds_register(d, api, e) : db_fail(d, rc, e);
}

/* ---- expressions ---- */

static bool
any_token(void *arg, const struct token *t)
{
	(void)t;
	*(bool *)arg = true;
	return false;
}

bool
db_fts_add_raw(struct db_fts_expr *x, const char *join, const char *token, bool open)
{
	if (x->n == DB_FTS_PHRASES || strpbrk(token, "\"") != NULL)
		return false;
	str_addf(&x->text, "%s\"%s%s", x->n > 0 ? join : "", token, open ? "\"*" : "\"");
	x->n++;
	return !x->text.bad;
}

bool
db_fts_add(struct db_fts_expr *x, const char *join, const char *s, size_t n, bool open)
{
	bool some = false;

	(void)tokens_each(s, n, TOKENS_QUERY, any_token, &some);
	if (!some || x->n == DB_FTS_PHRASES)
		return false;
	if (x->n > 0)
		str_add(&x->text, join);
	str_add_c(&x->text, '"');
	for (size_t i = 0; i < n; i++) { /* FTS5 reads the expression up to a NUL */
		if (s[i] == '"')
			str_add_c(&x->text, '"');
		str_add_n(&x->text, s[i] != '\0' ? s + i : " ", 1);
	}
	str_add(&x->text, open ? "\"*" : "\"");
	x->n++;
	return !x->text.bad;
}
