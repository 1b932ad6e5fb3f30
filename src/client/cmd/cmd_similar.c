/* hotseat similar: which open tickets are probably the same matter, and why, as the intake form and the dispatcher's desk
 * find them; beside a running seat too. The words come from the standard input with the fields as options, or are those of a
 * ticket. Nobody signs in: shielded matters are not among them. One finding a line, or JSON; exit 1 when nothing was found. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "client/cache/ledger.h"
#include "client/cache/similar.h"
#include "cmd_p.h"
#include "model/propose.h"

#define DAYS_MS       (INT64_C(30) * 24 * 3600 * 1000)
#define LIMIT_DEFAULT 5
#define LIMIT_MOST    20

struct asked {
	struct cache_reader *r;
	struct ticket t; /* the ticket, or the words as one */
	bool is_ticket;
};

/* ---- what is asked about ---- */

static enum err_code
take_ticket(struct asked *a, const char *number, struct err *e)
{
	char id[ID_SIZE];
	enum err_code rc = cmd_reader_ticket(a->r, number, id, e);

	a->is_ticket = rc == ERR_OK;
	return rc == ERR_OK ? cache_ticket(a->r, id, &a->t, e) : rc;
}

/* "分类=路灯照明" */
static enum err_code
set_field(struct fields *f, const char *pair, struct err *e)
{
	const char *equals = strchr(pair, '=');
	struct str name = { 0 }, value = { 0 };
	int field = -1;
	enum err_code rc;

	if (equals != NULL) {
		str_add_n(&name, pair, (size_t)(equals - pair));
		field = ticket_words_field(str_c(&name));
	}
	if (field < 0)
		rc = err_set(
		    e, ERR_UNKNOWN_FIELD, "没有这一项, 应为 分类=…、区域=…、地点=…: %s", pair);
	else
		rc = ticket_words_value((enum ticket_field)field, equals + 1, &value, e);
	if (rc == ERR_OK && !fields_set(f, (enum ticket_field)field, str_c(&value)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&name);
	str_free(&value);
	return rc;
}

/* What the words say themselves is proposed where no option says it, as on the intake form. */
static enum err_code
propose(struct cache_reader *r, struct fields *f, struct err *e)
{
	const struct city *city = cache_city(r);
	const char *text = fields_get(f, TF_CONTENT);
	struct place_hit place = { .area = NULL };
	struct proposal likely;
	bool ok = true;

	if (city == NULL || !utf8_valid(text, strlen(text)))
		return ERR_OK;
	if (propose_place(city, text, &place)) {
		if (*fields_get(f, TF_AREA) == '\0' && place.area != NULL)
			ok = fields_set(f, TF_AREA, place.area->code);
		if (*fields_get(f, TF_ADDRESS) == '\0')
			ok = ok && fields_set(f, TF_ADDRESS, place.address);
	}
	if (ok && *fields_get(f, TF_CATEGORY) == '\0' &&
	    propose_categories(city, cache_weights(r), text, fields_get(f, TF_AREA), &likely, 1) >
		0 &&
	    likely.percent > 0)
		ok = fields_set(f, TF_CATEGORY, likely.category->code);
	return ok ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);
}

static enum err_code
take_words(struct asked *a, const struct cmd_words *words, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc = ticket_file_stdin(&text, e);

	if (rc == ERR_OK && !fields_set(&a->t.f, TF_CONTENT, str_c(&text)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < words->n_sets && rc == ERR_OK; i++)
		rc = set_field(&a->t.f, words->set[i], e);
	if (rc == ERR_OK && cache_city(a->r) != NULL)
		rc = ticket_names_resolve(cache_city(a->r), &a->t.f, e);
	if (rc == ERR_OK)
		rc = propose(a->r, &a->t.f, e);
	str_free(&text);
	return rc;
}

/* ---- what is found ---- */

static void
member(struct str *out, const char *name, const char *value)
{
	str_addf(out, ",\"%s\":", name);
	json_escape(value, out);
}

static void
print_json(const struct similar_row *rows, int n, struct str *out)
{
	for (int i = 0; i < n; i++) {
		const struct similar_row *s = &rows[i];

		str_addf(out, "%s{\"percent\":%d", i > 0 ? "," : "", s->percent);
		member(out, "id", s->row.id);
		member(out, "ticket_no", s->row.no);
		member(out, "title", s->row.title);
		member(out, "state", state_json(s->row.state));
		member(out, "category", s->row.category);
		member(out, "address", s->row.address);
		str_addf(out, ",\"created_at\":%lld,\"words_percent\":%d",
		    (long long)s->row.created_at, s->score.words);
		member(out, "reason", s->reason);
		str_add_c(out, '}');
	}
}

static int
find(const struct asked *a, struct similar_row *rows, int limit)
{
	const int64_t now = clock_now_ms();
	const struct similar_query q = { .f = &a->t.f,
		.id = a->t.id,
		.at = a->is_ticket ? a->t.created_at : now,
		.since_at = (a->is_ticket ? a->t.created_at : now) - DAYS_MS,
		.states = STATES_OPEN,
		.me = "",
		.least = SIMILAR_SHOWN,
		.now = now };

	return cache_similar(a->r, &q, rows, limit);
}

/* What was compared, and what would help: two tickets are told alike by their place and words, not by kind alone. */
static int
say_none(const struct asked *a)
{
	const struct fields *f = &a->t.f;
	const struct city *c = cache_city(a->r);
	const char *address = fields_get(f, TF_ADDRESS);
	const struct category *k = c != NULL ? city_category(c, fields_get(f, TF_CATEGORY)) : NULL;
	const struct area *area = c != NULL ? city_area(c, fields_get(f, TF_AREA)) : NULL;

	fprintf(stderr,
	    "hotseat: 没有找到 30 天内疑似同一件的在办工单; 比的是文字, 分类 %s, 区域 %s, 地点 "
	    "%s\n",
	    k != NULL ? k->name : "不明", area != NULL ? area->full : "不明",
	    *address != '\0' ? address : "不明");
	if (*address == '\0')
		fputs("只有分类和区域相同还不算同一件: 内容写全些, 或用 --set 地点=路名门牌 再比\n",
		    stderr);
	return CMD_FAILED;
}

static int
print(const struct asked *a, int limit, bool json)
{
	struct similar_row *rows = calloc((size_t)limit, sizeof(*rows));
	const int n = rows != NULL ? find(a, rows, limit) : 0;
	struct str out = { 0 };

	if (json)
		print_json(rows, n, &out);
	for (int i = 0; i < n && !json; i++)
		printf("%d%%\t%s\t%s\t%s\t%s\n", rows[i].percent, rows[i].row.no,
		    state_label(rows[i].row.state), rows[i].row.title, rows[i].reason);
	if (json)
		printf("[%s]\n", str_c(&out));
	str_free(&out);
	free(rows);
	return n > 0 ? CMD_OK : say_none(a);
}

int
cmd_similar(const struct cmd_env *env, const struct cmd_words *words)
{
	long long limit = LIMIT_DEFAULT;
	struct asked a = { 0 };
	struct err e = { 0 };
	enum err_code rc;
	int status = CMD_FAILED;

	if (words->limit != NULL && !str_int(words->limit, 1, LIMIT_MOST, &limit))
		return cmd_usage("--limit 应为 1 到 %d", LIMIT_MOST);
	ticket_init(&a.t);
	rc = cmd_reader(env, &a.r, &e);
	if (rc == ERR_OK)
		rc = cmd_reader_may(env, a.r, false, &e);
	if (rc == ERR_OK)
		rc = words->word != NULL ? take_ticket(&a, words->word, &e)
					 : take_words(&a, words, &e);
	if (rc == ERR_OK) {
		status = print(&a, (int)limit, words->json);
		if (!cache_similar_ready(a.r))
			fputs("hotseat: 还有工单没有编进索引, 结果可能不全\n", stderr);
	}
	ticket_free(&a.t);
	cache_reader_close(a.r);
	return rc == ERR_OK ? status : cmd_fail(&e);
}
