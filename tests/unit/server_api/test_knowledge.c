/* Articles for other systems, and reference data that comes in by hotseatd import: who may see what, and that an import
 * is whole or nothing. */
#include "counter.h"

#include "base/clock.h"
#include "base/fs.h"
#include "base/id.h"
#include "base/limits.h"
#include "city/article.h"
#include "wire/admin_json.h"
#include "wire/page.h"

struct desk {
	struct counter k; /* first */
	char dir[TMPDIR_SIZE];
	struct api *api; /* with a directory for what is brought */
	char file[64];
	struct str text;
};

static int
setup(void **state)
{
	struct desk *d = calloc(1, sizeof(*d));
	struct api_config config = { .core = &d->k.c.core, .now = counter_now, .now_arg = &d->k };
	char id[ID_SIZE];
	struct err e = { 0 };

	counter_open(&d->k, false);
	tmpdir_make(d->dir);
	config.dir = d->dir;
	config.memory = d->k.c.store;
	config.key = d->k.c.key;
	assert_int_equal(api_new(&config, &d->api, &e), ERR_OK);
	id_new(id);
	snprintf(d->file, sizeof(d->file), "import-%s", id);
	*state = d;
	return 0;
}

static int
teardown(void **state)
{
	struct desk *d = *state;

	core_end(&d->k.c.core);
	api_free(d->api);
	api_free(d->k.api);
	tcentre_close(&d->k.c);
	tmpdir_remove(d->k.dir);
	tmpdir_remove(d->dir);
	str_free(&d->text);
	free(d);
	return 0;
}

#define ARTICLE(no, more)                                                               \
	"kb_no: " no "\ntitle: 路灯坏了怎么报修\nkind: guide\ncategory: 0205\n" \
	"source: 1021\n" more "from: 2026-01-01\nuntil: 2027-12-31\nversion: 3\n\n"     \
	"路灯由市政管理处负责。\n--\n一、报修要点\n"

static void
put(struct desk *d, const char *no, const char *text)
{
	struct core *c = &d->k.c.core;
	struct err e = { 0 };

	assert_int_equal(core_begin(c, d->k.c.now, &e), ERR_OK);
	assert_int_equal(core_ref_put(c, CITY_ARTICLE_KIND, no, text, &e), ERR_OK);
	assert_int_equal(core_commit(c, &e), ERR_OK);
}

/* ---- reading ---- */

static void
who_may_read_an_article(void **state)
{
	struct desk *d = *state;
	struct counter *k = &d->k;
	struct visit v = { 0 };

	k->c.now = civil_day_start(civil_parse_day("2026-11-21"));
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, k->agent), ERR_OK);
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, k->unit), ERR_OK);
	put(d, "K1", ARTICLE("K1", "limit: resolve=24hour\n"));
	put(d, "K2", ARTICLE("K2", "secrecy: internal\n"));
	put(d, "K3", ARTICLE("K3", "status: draft\n"));
	assert_int_equal(ask(k, &v, "GET /v1/articles/K1", NULL, NULL, NULL), ERR_UNAUTHORISED);
	assert_int_equal(
	    ask(k, &v, "GET /v1/articles/K1", NULL, k->device, NULL), ERR_UNAUTHORISED);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K1", NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(v.etag, 1);
	assert_string_equal(str_c(&v.body),
	    "{\"kb_no\":\"K1\",\"rev\":1,\"title\":\"路灯坏了怎么报修\",\"kind\":\"guide\","
	    "\"category\":\"0205\",\"area\":\"\",\"question\":\"路灯坏了怎么报修\","
	    "\"keywords\":\"\",\"basis\":\"\",\"source\":\"1021\",\"secrecy\":\"public\","
	    "\"limit\":{\"resolve\":\"24hour\"},\"from\":\"2026-01-01\",\"until\":\"2027-12-31\","
	    "\"updated\":\"2026-01-01\",\"version\":3,\"standing\":\"valid\","
	    "\"answer\":\"路灯由市政管理处负责。\",\"body\":\"一、报修要点\"}");
	assert_int_equal(ask(k, &v, "GET /v1/articles/K1", NULL, k->unit, NULL), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K2", NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K2", NULL, k->unit, NULL), ERR_NOT_FOUND);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K3", NULL, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"standing\":\"withdrawn\""));
	assert_int_equal(ask(k, &v, "GET /v1/articles/K3", NULL, k->unit, NULL), ERR_NOT_FOUND);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K9", NULL, k->agent, NULL), ERR_NOT_FOUND);
	assert_int_equal(ask(k, &v, "POST /v1/articles/K1", NULL, k->agent, "{}"), ERR_METHOD);
	/* its time is over: told, not hidden */
	k->c.now = civil_day_start(civil_parse_day("2028-01-01"));
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, k->unit), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/articles/K1", NULL, k->unit, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"standing\":\"expired\""));
	str_free(&v.body);
}

/* The reference feed as ${who} pulls it, from ${cursor} on, which moves; every answer's text is appended to ${all}. */
static enum err_code
pull_all(struct counter *k, const char *who, char cursor[CURSOR_SIZE], struct str *all)
{
	struct visit v = { 0 };
	struct err e = { 0 };
	enum err_code rc = ERR_OK;
	bool more = true;

	str_reset(all);
	while (more && rc == ERR_OK) {
		struct page p = { 0 };
		char query[CURSOR_SIZE + 60];

		snprintf(query, sizeof(query), "feed=reference&limit=2000&cursor=%s", cursor);
		rc = ask(k, &v, "GET /v1/sync/changes", query, who, NULL);
		if (rc != ERR_OK)
			break;
		assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
		str_add_n(all, str_c(&v.body), v.body.len);
		str_copy(cursor, CURSOR_SIZE, p.cursor);
		more = p.more;
		page_free(&p);
	}
	str_free(&v.body);
	return rc;
}

static bool
says(const struct str *text, const char *part)
{
	return strstr(str_c(text), part) != NULL;
}

/* What is internal never goes over the wire to a unit; what becomes internal is taken away from it; and a seat where both
 * have signed in starts anew for the other. */
static void
a_unit_pulls_no_internal_article(void **state)
{
	struct desk *d = *state;
	struct counter *k = &d->k;
	char agent[CURSOR_SIZE] = "", unit[CURSOR_SIZE] = "", other[CURSOR_SIZE] = "";
	struct str all = { 0 };

	k->c.now = civil_day_start(civil_parse_day("2026-11-21"));
	assert_int_equal(counter_sign_in(k, CENTRE_AGENT, CENTRE_PASSWORD, k->agent), ERR_OK);
	assert_int_equal(counter_sign_in(k, CENTRE_UNIT, CENTRE_PASSWORD, k->unit), ERR_OK);
	put(d, "K1", ARTICLE("K1", ""));
	put(d, "K2", ARTICLE("K2", "secrecy: internal\n"));
	put(d, "K3", ARTICLE("K3", "status: draft\n"));
	assert_int_equal(pull_all(k, k->agent, agent, &all), ERR_OK);
	assert_true(says(&all, "kb_no: K1") && says(&all, "kb_no: K2") && says(&all, "kb_no: K3"));
	assert_int_equal(pull_all(k, k->unit, unit, &all), ERR_OK);
	assert_true(says(&all, "kb_no: K1"));
	assert_false(says(&all, "kb_no: K2") || says(&all, "kb_no: K3"));
	assert_true(says(&all, "1021")); /* and the city whole */
	put(d, "K1", ARTICLE("K1", "secrecy: internal\n"));
	put(d, "K3", ARTICLE("K3", ""));
	assert_int_equal(pull_all(k, k->unit, unit, &all), ERR_OK);
	assert_false(says(&all, "kb_no: K1"));
	assert_true(says(&all, "\"del\":[") && says(&all, "article/K1"));
	assert_true(says(&all, "kb_no: K3"));
	assert_int_equal(pull_all(k, k->agent, agent, &all), ERR_OK);
	assert_true(says(&all, "kb_no: K1"));
	str_copy(other, sizeof(other), agent);
	assert_int_equal(pull_all(k, k->unit, other, &all), ERR_CURSOR_EXPIRED);
	str_copy(other, sizeof(other), unit);
	assert_int_equal(pull_all(k, k->agent, other, &all), ERR_CURSOR_EXPIRED);
	str_free(&all);
}

/* ---- bringing ---- */

/* POST /v1/admin/imports of ${text} under ${file}; the number of changed rows, -1 when refused. */
static long long
bring_as(struct desk *d, struct visit *v, const char *file, bool same_user)
{
	struct admin_import m = { .file = "" };
	struct admin_imported done;
	struct str body = { 0 };
	char path[TMPDIR_PATHS];
	struct err e = { 0 };

	tmpdir_put(d->dir, d->file, str_c(&d->text), d->text.len, path);
	str_copy(m.file, sizeof(m.file), file);
	admin_import_write(&m, &body);
	str_free(&v->body);
	*v = (struct visit){ .query = NULL };
	v->call = (struct api_call){ .rq = { .method = "POST",
					 .path = "/v1/admin/imports",
					 .query = visit_query,
					 .body = str_c(&body),
					 .body_bytes = body.len,
					 .same_user = same_user },
		.answer = visit_answer,
		.problem = visit_problem };
	api_serve(d->api, &v->call);
	assert_int_equal(v->answers, 1);
	str_free(&body);
	if (v->e.code != ERR_OK)
		return -1;
	assert_int_equal(admin_imported_read(str_c(&v->body), v->body.len, &done, &e), ERR_OK);
	return done.changed;
}

static long long
bring(struct desk *d, struct visit *v)
{
	return bring_as(d, v, d->file, true);
}

/* One more page of one row in what is brought. */
static void
page(struct desk *d, const char *kind, const char *code, const char *text)
{
	struct page_writer w;
	struct store_centre c;
	struct err e = { 0 };
	char id[96];

	assert_int_equal(store_centre_get(d->k.c.store, &c, &e), ERR_OK);
	page_begin(&w, &d->text, c.epoch);
	snprintf(id, sizeof(id), "%s/%s", kind, code);
	if (text != NULL)
		page_ref(&w, kind, code, 0, text);
	else
		page_del(&w, "ref", id, 0);
	page_end(&w, "import", true, 0, 0);
	str_add_c(&d->text, '\n');
}

static bool
has(struct desk *d, const char *kind, const char *code)
{
	struct str text = { 0 };
	int64_t rev = 0;
	bool there = store_ref_get(d->k.c.store, kind, code, &text, &rev);

	str_free(&text);
	return there;
}

static void
an_import_is_put_and_told(void **state)
{
	struct desk *d = *state;
	struct store *s = d->k.c.store;
	struct store_change rows[8];
	struct visit v = { 0 };
	struct err e = { 0 };
	int64_t head = store_feed_head(s);

	page(d, CITY_ARTICLE_KIND, "K1", ARTICLE("K1", ""));
	page(d, "area", "991000", "991000\t990100\tdistrict\t新区\t");
	assert_null(city_area(d->k.c.core.city, "991000"));
	assert_int_equal(bring(d, &v), 2);
	assert_non_null(city_area(d->k.c.core.city, "991000")); /* the centre knows it at once */
	assert_int_equal(store_changes(s, "reference", head, 8, rows, &e), 2);
	assert_string_equal(rows[1].id, "article/K1");
	assert_int_equal(rows[1].rev, 1);
	/* the same again is nothing, and tells nobody */
	head = store_feed_head(s);
	assert_int_equal(bring(d, &v), 0);
	assert_int_equal(store_feed_head(s), head);
	/* changed: the next rev */
	str_reset(&d->text);
	page(d, CITY_ARTICLE_KIND, "K1", ARTICLE("K1", "secrecy: internal\n"));
	page(d, "area", "991000", NULL);
	assert_int_equal(bring(d, &v), 2);
	assert_int_equal(store_changes(s, "reference", head, 8, rows, &e), 2);
	assert_int_equal(rows[0].what, 'd');
	assert_int_equal(rows[1].rev, 2);
	assert_null(city_area(d->k.c.core.city, "991000"));
	str_free(&v.body);
}

static void
a_wrong_import_is_nothing(void **state)
{
	static const struct {
		const char *kind, *code, *text;
		enum err_code code_of;
	} cases[] = {
		{ "hologram", "1", "1", ERR_UNKNOWN_CODE },
		{ CITY_ARTICLE_KIND, "K2", ARTICLE("K3", ""), ERR_INVALID },
		{ CITY_ARTICLE_KIND, "K2", "kb_no: K2\n", ERR_INVALID },
		{ CITY_ARTICLE_KIND, "", ARTICLE("K2", ""), ERR_INVALID },
		{ "calendar", "2026-13-01", "2026-13-01\trest\t", ERR_INVALID },
	};
	struct desk *d = *state;
	struct visit v = { 0 };
	const struct city *before = d->k.c.core.city;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_reset(&d->text);
		page(d, CITY_ARTICLE_KIND, "K1", ARTICLE("K1", ""));
		page(d, cases[i].kind, cases[i].code, cases[i].text);
		if (bring(d, &v) != -1 || v.e.code != cases[i].code_of)
			fail_msg("%zu: %d %s: %s", i, (int)v.e.code, v.e.where, v.e.text);
		assert_false(has(d, CITY_ARTICLE_KIND, "K1")); /* the good one neither */
		assert_ptr_equal(d->k.c.core.city, before);
	}
	str_free(&v.body);
}

static void
what_is_no_import(void **state)
{
	struct desk *d = *state;
	struct page_writer older;
	struct visit v = { 0 };
	char climb[80];

	page(d, CITY_ARTICLE_KIND, "K1", ARTICLE("K1", ""));
	assert_int_equal(bring_as(d, &v, d->file, false), -1);
	assert_int_equal(v.e.code, ERR_FORBIDDEN);
	snprintf(climb, sizeof(climb), "../%.40s", d->file);
	assert_int_equal(bring_as(d, &v, climb, true), -1);
	assert_int_equal(v.e.code, ERR_INVALID);
	assert_int_equal(bring_as(d, &v, "key", true), -1);
	assert_int_equal(bring_as(d, &v, "", true), -1);
	assert_int_equal(bring_as(d, &v, "import-018f0000-0000-7000-8000-000000000000", true), -1);
	assert_int_equal(v.e.code, ERR_NOT_FOUND);
	/* half of it, something else, of another time */
	d->text.len /= 2;
	assert_int_equal(bring(d, &v), -1);
	assert_int_equal(v.e.code, ERR_SYNTAX);
	str_reset(&d->text);
	page_begin(&older, &d->text, "older");
	page_ref(&older, CITY_ARTICLE_KIND, "K1", 0, ARTICLE("K1", ""));
	page_end(&older, "import", true, 0, 0);
	assert_int_equal(bring(d, &v), -1);
	assert_int_equal(v.e.code, ERR_EPOCH);
	assert_false(has(d, CITY_ARTICLE_KIND, "K1"));
	str_free(&v.body);
}

/* Many long articles: the feed can still be read page by page, each of a size that a seat takes. */
static void
long_articles_make_short_pages(void **state)
{
	struct desk *d = *state;
	struct counter *k = &d->k;
	struct str body = { 0 };
	struct visit v = { 0 };
	struct page p;
	struct err e = { 0 };
	char cursor[CURSOR_SIZE] = "", query[300], code[16];
	size_t seen = 0;

	for (int i = 0; i < 19000; i++)
		str_add(&body, "字");
	for (int i = 0; i < 120; i++) {
		struct str text = { 0 };

		snprintf(code, sizeof(code), "K%d", i);
		str_addf(&text,
		    "kb_no: %s\ntitle: 长\nkind: faq\ncategory: 0205\nsource: 1021\n"
		    "from: 2026-01-01\nuntil: 2027-12-31\nversion: 1\n\n答。\n--\n%s\n",
		    code, str_c(&body));
		page(d, CITY_ARTICLE_KIND, code, str_c(&text));
		str_free(&text);
	}
	assert_int_equal(bring(d, &v), 120);
	do {
		snprintf(query, sizeof(query), "feed=reference&limit=2000&cursor=%s", cursor);
		assert_int_equal(ask(k, &v, "GET /v1/sync/changes", query, k->agent, NULL), ERR_OK);
		assert_int_equal(page_read(str_c(&v.body), v.body.len, &p, &e), ERR_OK);
		for (size_t i = 0; i < p.n_refs; i++)
			seen += strcmp(p.refs[i].kind, CITY_ARTICLE_KIND) == 0;
		str_copy(cursor, sizeof(cursor), p.cursor);
		assert_true(v.body.len <= LIMIT_PAGE_BYTES);
		page_free(&p);
	} while (strstr(str_c(&v.body), "\"more\":true") != NULL);
	assert_int_equal(seen, 120);
	str_free(&body);
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(who_may_read_an_article),
		T(a_unit_pulls_no_internal_article),
		T(an_import_is_put_and_told),
		T(a_wrong_import_is_nothing),
		T(what_is_no_import),
		T(long_articles_make_short_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
