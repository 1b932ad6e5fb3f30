/* One knowledge article, for systems beside the hotline: a portal, a unit's own desk. What is published and public is for
 * everybody who may sign in; what is internal, or not published, only for the hotline's own people, and for others it is
 * not there at all. */
#include "api_p.h"
#include "base/clock.h"
#include "city/article.h"
#include "wire/article_json.h"

static enum err_code
read_article(struct api *a, const char *kb_no, struct article *out, int64_t *rev, struct err *e)
{
	struct str text = { 0 };
	struct store *s = api_reader_take(a, e);
	enum err_code rc;
	bool there;

	if (s == NULL)
		return e->code;
	there = store_ref_get(s, CITY_ARTICLE_KIND, kb_no, &text, rev);
	api_reader_give(a, s);
	rc = there ? article_read(str_c(&text), text.len, out, e)
		   : err_set(e, ERR_NOT_FOUND, "没有这条知识。");
	str_free(&text);
	return rc;
}

void
api_article_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };
	struct err e = { 0 };
	struct article article;
	int64_t rev = 0;
	enum article_standing standing;

	article_init(&article);
	if (read_article(a, c->id, &article, &rev, &e) == ERR_OK) {
		standing = article_standing(&article, civil_day(api_now(a)));
		if ((c->who.roles & ROLES_HOTLINE) == 0 && !article_is_public(&article))
			err_set(&e, ERR_NOT_FOUND, "没有这条知识。");
		else
			article_json_write(&article, rev, standing, &body);
	}
	article_free(&article);
	if (e.code != ERR_OK)
		api_fail(c, &e);
	else
		c->answer(c, 200, &body, rev);
}
