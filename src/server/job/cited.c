/* How often articles were cited, for the seats' lists. Counted anew from the records, never added up, so that a round that
 * is lost or done twice changes nothing; only articles cited since the last round are looked at. */
#include <stdio.h>

#include "city/article.h"
#include "round_p.h"
#include "server/core/desk.h"

#define EVERY_MS 60000
#define AGAIN_MS 120000 /* looked at once more, against a clock that was set back a little */
#define PIECE    256
#define KIND     "used"
#define DONE     "cited_at"

static enum err_code
put_counts(
    struct core *c, struct core_pour *pour, const struct store_cited *x, int n, struct err *e)
{
	struct str article = { 0 };
	enum err_code rc = ERR_OK;
	char text[24];
	int64_t rev;

	for (int i = 0; i < n && rc == ERR_OK; i++) {
		str_reset(&article);
		if (!store_ref_get(c->store, CITY_ARTICLE_KIND, x[i].kb_no, &article, &rev))
			continue; /* never was one, or is none any more */
		snprintf(text, sizeof(text), "%lld", (long long)x[i].count);
		rc = core_ref_pour(c, pour, KIND, x[i].kb_no, text, e);
	}
	str_free(&article);
	return rc;
}

static enum err_code
count(struct core *c, int64_t since, int64_t *changed, struct err *e)
{
	struct store_cited x[PIECE];
	struct core_pour pour = { 0 };
	char after[RECORD_OBJECT_BYTES] = "";
	enum err_code rc = ERR_OK;
	int n;

	do {
		n = store_cited(c->store, since, after, x, PIECE);
		if (n < 0)
			return err_set(e, ERR_DB, NULL);
		rc = put_counts(c, &pour, x, n, e);
		if (n > 0)
			str_copy(after, sizeof(after), x[n - 1].kb_no);
	} while (n == PIECE && rc == ERR_OK);
	*changed = pour.changed;
	return rc;
}

enum err_code
cited_round(struct core *c, int64_t *changed, struct err *e)
{
	struct str done = { 0 };
	long long last = 0;
	char text[24];
	enum err_code rc = store_meta_get(c->store, DONE, &done, e);

	(void)str_int(str_c(&done), 0, INT64_MAX, &last);
	str_free(&done);
	if (rc != ERR_OK || (c->now >= last && c->now - last < EVERY_MS))
		return rc;
	rc = count(c, (c->now < last ? c->now : last) - AGAIN_MS, changed, e);
	snprintf(text, sizeof(text), "%lld", (long long)c->now);
	return rc == ERR_OK ? store_meta_set(c->store, DONE, text, e) : rc;
}
