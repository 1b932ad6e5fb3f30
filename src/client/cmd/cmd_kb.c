/* hotseat kb search, kb show: the knowledge base as the seat's cache has it, found as on the screen; beside a running
 * seat too. One article a line, or JSON; exit 1 when nothing was found. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/kb.h"
#include "cmd_p.h"
#include "wire/article_json.h"
#include "wire/ticket_json.h"

#define SEARCH_DEFAULT 10
#define SEARCH_MOST    200

static const struct {
	const char *json, *label; /* label "": until when it holds */
} standings[] = {
	[ARTICLE_VALID] = { "valid", "" },
	[ARTICLE_NOT_YET] = { "not_yet", "未生效, 勿读" },
	[ARTICLE_EXPIRED] = { "expired", "已过期, 勿读" },
	[ARTICLE_WITHDRAWN] = { "withdrawn", "已下架或待修订, 勿读" },
};

static const char *
day_text(int32_t day, char out[16])
{
	civil_format(civil_day_start(day), "%Y-%m-%d", out, 16);
	return out;
}

static const char *
source_name(struct cache_reader *r, const char *source)
{
	const struct city *c = cache_city(r);

	return c != NULL ? city_unit_name(c, source) : source;
}

/* ---- search ---- */

static void
print_line(struct cache_reader *r, const struct kb_row *row)
{
	char day[16];

	printf("%s\t%s\t%s\t%s%s%s", row->kb_no, row->title, source_name(r, row->source),
	    standings[row->standing].label, row->standing == ARTICLE_VALID ? "有效至 " : "",
	    row->standing == ARTICLE_VALID ? day_text(row->until, day) : "");
	printf("%s%s%s\n", row->internal ? "\t仅内部" : "", row->snippet[0] != '\0' ? "\t" : "",
	    row->snippet);
}

void
cmd_add_marks(const char *name, const struct kb_mark *m, int n, struct str *out)
{
	str_addf(out, ",\"%s\":[", name);
	for (int i = 0; i < n; i++)
		str_addf(out, "%s[%d,%d]", i > 0 ? "," : "", m[i].from, m[i].to);
	str_add_c(out, ']');
}

static void
add_text(const char *name, const char *value, struct str *out)
{
	str_addf(out, ",\"%s\":", name);
	json_escape(value, out);
}

/* Marks are bytes of the UTF-8 text. */
static void
add_row(const struct kb_row *row, struct str *out)
{
	char day[16];

	str_add(out, "{\"kb_no\":");
	json_escape(row->kb_no, out);
	add_text("title", row->title, out);
	add_text("kind", article_kind_name(row->kind), out);
	add_text("category", row->category, out);
	add_text("source", row->source, out);
	add_text("standing", standings[row->standing].json, out);
	add_text("until", day_text(row->until, day), out);
	str_addf(out, ",\"internal\":%s", row->internal ? "true" : "false");
	if (row->used >= 0)
		str_addf(out, ",\"used\":%d", row->used);
	cmd_add_marks("title_marks", row->mark, row->n_marks, out);
	add_text("snippet", row->snippet, out);
	cmd_add_marks("snippet_marks", row->in_snippet, row->n_in_snippet, out);
	str_add_c(out, '}');
}

static enum err_code
print_found(struct cache_reader *r, const struct kb_row *rows, int n, bool json, struct err *e)
{
	struct str out = { 0 };
	enum err_code rc;

	for (int i = 0; i < n && !json; i++)
		print_line(r, &rows[i]);
	for (int i = 0; i < n && json; i++) {
		str_add(&out, i > 0 ? "," : "");
		add_row(&rows[i], &out);
	}
	rc = out.bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
	if (json && rc == ERR_OK)
		printf("[%s]\n", str_c(&out));
	str_free(&out);
	return rc;
}

int
cmd_kb_search(const struct cmd_env *env, const struct cmd_words *words)
{
	struct kb_query q = { .text = words->word,
		.day = (int32_t)civil_day(clock_now_ms()),
		.limit = SEARCH_DEFAULT };
	struct cache_reader *r = NULL;
	struct kb_row *rows = NULL;
	long long limit;
	struct err e = { 0 };
	bool partial;
	enum err_code rc;
	int n = 0;

	if (words->limit != NULL) {
		if (!str_int(words->limit, 1, SEARCH_MOST, &limit))
			return cmd_usage("--limit 应为 1 到 %d", SEARCH_MOST);
		q.limit = (int)limit;
	}
	rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK && (rows = calloc((size_t)q.limit, sizeof(*rows))) == NULL)
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && (n = cache_kb_search(r, &q, rows, &partial, &e)) < 0)
		rc = e.code;
	if (rc == ERR_OK)
		rc = print_found(r, rows, n, words->json, &e);
	if (rc == ERR_OK && partial)
		fputs("hotseat: 知识库正在编索引, 结果还不全\n", stderr);
	free(rows);
	cache_reader_close(r);
	if (rc != ERR_OK)
		return cmd_fail(&e);
	return n > 0 ? CMD_OK : cmd_none(words->word);
}

/* ---- show ---- */

static void
print_part(const char *label, const char *text)
{
	if (text[0] != '\0')
		printf("%s: %s\n", label, text);
}

static void
print_article(struct cache_reader *r, const struct article *a, enum article_standing standing)
{
	char path[160] = "", from[16], until[16], updated[16];
	const struct city *c = cache_city(r);

	if (c != NULL)
		city_category_path(c, a->category, path, sizeof(path));
	printf("%s  %s\n", a->kb_no, a->title);
	print_part("注意", standings[standing].label);
	print_part("问", a->question);
	printf("读给来电人: %s\n", a->answer);
	print_part("类别", path[0] != '\0' ? path : a->category);
	print_part("依据", a->basis);
	print_part("来源", source_name(r, a->source));
	printf("%s, 第%d版, 更新 %s, 有效 %s 至 %s, %s\n", article_kind_label(a->kind), a->version,
	    day_text(a->updated, updated), day_text(a->from, from), day_text(a->until, until),
	    a->internal ? "仅内部" : "可对外");
	if (a->body[0] != '\0')
		printf("\n%s\n", a->body);
}

int
cmd_kb_show(const struct cmd_env *env, const struct cmd_words *words)
{
	int32_t today = (int32_t)civil_day(clock_now_ms());
	struct cache_reader *r = NULL;
	struct str out = { 0 };
	struct err e = { 0 };
	struct article a;
	enum err_code rc;

	article_init(&a);
	rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK)
		rc = cache_article(r, words->word, &a, &e);
	if (rc == ERR_OK && words->json) {
		article_json_write(&a, 0, article_standing(&a, today), &out);
		puts(str_c(&out));
	} else if (rc == ERR_OK) {
		print_article(r, &a, article_standing(&a, today));
	}
	str_free(&out);
	article_free(&a);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
