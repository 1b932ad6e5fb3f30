/* FTS5's tokenizer for titles by sound (text/sounds.h) and the cheap score of a search among very many rows.
 *
 * Invariants: a document is cut by sounds_each, a query is one token as it stands; the score looks at the hits of its own
 * row and at nothing else, so that a row costs the same among a thousand and a million. Not done here: the exact score
 * of few rows (db_fts.c). */
#include <string.h>

#include "db_p.h"
#include "text/sounds.h"

#define IN_TITLE  10 /* a hit in the first column, whatever the others have */
#define MOST_HITS 5  /* of one phrase in one column */

/* ---- the tokenizer ---- */

static bool
hand_token(void *arg, const char *token, size_t n)
{
	struct db_hand_over *h = arg;

	h->rc = h->token(h->context, 0, token, (int)n, 0, 0);
	return h->rc == SQLITE_OK;
}

static int
tokenizer_cut(Fts5Tokenizer *t, void *context, int flags, const char *text, int n,
    int (*token)(void *, int, const char *, int, int, int))
{
	struct db_hand_over h = { .token = token, .context = context, .rc = SQLITE_OK };

	(void)t;
	if (text == NULL || n <= 0)
		return SQLITE_OK;
	if ((flags & FTS5_TOKENIZE_QUERY) != 0)
		(void)hand_token(&h, text, (size_t)n);
	else
		(void)sounds_each(text, (size_t)n, hand_token, &h);
	return h.rc;
}

/* ---- the score ---- */

static void
score(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out, int n, sqlite3_value **v)
{
	int phrases = api->xPhraseCount(fts);
	int64_t hit = 0;

	(void)n;
	(void)v;
	for (int i = 0; i < phrases && i < DB_FTS_PHRASES; i++) {
		Fts5PhraseIter it;
		int column, offset, title = 0, rest = 0;

		if (api->xPhraseFirst(fts, i, &it, &column, &offset) != SQLITE_OK)
			continue;
		for (; column >= 0 && rest < MOST_HITS;
		     api->xPhraseNext(fts, &it, &column, &offset)) {
			title += column == 0 && title < MOST_HITS;
			rest += column > 0;
		}
		if (title + rest == 0)
			continue;
		hit |= INT64_C(1) << i;
		hit += (int64_t)((title > 0 ? IN_TITLE + title : 0) + rest) << DB_FTS_QUICK;
	}
	sqlite3_result_int64(out, hit);
}

enum err_code
db_sounds_register(struct db *d, fts5_api *api, struct err *e)
{
	fts5_tokenizer t = { db_tokenizer_create, db_tokenizer_delete, tokenizer_cut };
	int rc = api->xCreateTokenizer(api, "hotseat_sounds", api, &t, NULL);

	if (rc == SQLITE_OK)
		rc = api->xCreateFunction(api, "fts_quick", NULL, score, NULL);
	return rc == SQLITE_OK ? ERR_OK : db_fail(d, rc, e);
}
