/* hotseat suggest: what the seat proposes for a caller's words, as on the screen, each with its reason: categories, type,
 * urgency, unit, time, place, articles. The words come from the standard input; nothing is written, and a running seat is not
 * in the way. Words that nothing fits have no proposals: that is an answer too. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "client/cache/kb.h"
#include "client/cache/ledger.h"
#include "cmd_p.h"
#include "model/dispatch.h"
#include "model/propose.h"
#include "text/paste.h"

#define CATEGORIES 3
#define ARTICLES   3
#define DANGERS    8

/* All that is proposed for a text. */
struct suggested {
	const struct city *city;
	struct proposal p[CATEGORIES];
	int n;
	struct fields f; /* with the first proposal of each taken */
	struct place_hit place;
	bool has_place;
	char time[64], danger[64];
	const char *type_word;
	const char *urgency;
	struct dispatch_choice unit;
	struct str past;
	struct kb_row article[ARTICLES];
	int n_articles;
};

/* ---- making them ---- */

static void
find_urgency(struct suggested *s, const char *text)
{
	struct danger_hit hit[DANGERS];

	s->urgency = propose_urgency(s->city, &s->f);
	if (propose_dangers(s->city, text, hit, DANGERS) > 0)
		snprintf(s->danger, sizeof(s->danger), "%.*s",
		    (int)utf8_whole(text + hit[0].at, (size_t)hit[0].len < sizeof(s->danger)
							  ? (size_t)hit[0].len
							  : sizeof(s->danger) - 1),
		    text + hit[0].at);
}

static bool
fill(struct suggested *s, const char *text)
{
	const struct proposal *p = s->n > 0 ? &s->p[0] : NULL;

	return fields_set(&s->f, TF_CONTENT, text) &&
	       fields_set(&s->f, TF_CATEGORY, p != NULL ? p->category->code : "") &&
	       fields_set(&s->f, TF_TYPE, p != NULL ? p->type : propose_type(text)) &&
	       fields_set(&s->f, TF_AREA,
		   s->has_place && s->place.area != NULL ? s->place.area->code : "");
}

static enum err_code
suggest(struct cache_reader *r, const char *text, struct suggested *s, struct err *e)
{
	int64_t now = clock_now_ms();
	struct unit_past past;
	const char *area;

	s->city = cache_city(r);
	if (s->city == NULL)
		return err_set(e, ERR_NEEDS_CENTRE, "本机还没有城市资料, 先运行 hotseat sync。");
	s->has_place = propose_place(s->city, text, &s->place);
	area = s->has_place && s->place.area != NULL ? s->place.area->code : "";
	s->n = propose_categories(s->city, cache_weights(r), text, area, s->p, CATEGORIES);
	while (s->n > 1 && s->p[s->n - 1].percent == 0) /* no reason to think of it */
		s->n--;
	(void)propose_type_why(text, &s->type_word);
	if (!propose_time(text, now, s->time, sizeof(s->time)))
		s->time[0] = '\0';
	if (!fill(s, text))
		return err_set(e, ERR_NO_MEMORY, NULL);
	find_urgency(s, text);
	if (s->n > 0) {
		dispatch_choose(s->city, &s->f, now, &s->unit);
		if (s->unit.unit != NULL &&
		    cache_past_of(r, s->p[0].category->code, area, s->unit.unit->code, &past))
			(void)unit_past_words(&past, &s->past);
	}
	s->n_articles = cache_kb_propose(r, s->n > 0 ? s->p[0].category->code : "", area, text,
	    (int32_t)civil_day(now), s->article, ARTICLES);
	return ERR_OK;
}

/* Why it is as urgent; "" for what is not. */
static void
urgency_reason(const struct suggested *s, char *out, size_t size)
{
	const struct proposal *p = s->n > 0 ? &s->p[0] : NULL;

	out[0] = '\0';
	if (strcmp(s->urgency, "normal") == 0)
		return;
	if (p != NULL && strcmp(p->category->urgency, s->urgency) == 0)
		snprintf(out, size, "分类%s规定", p->category->name);
	else if (s->danger[0] != '\0')
		snprintf(out, size, "文中有\"%s\"", s->danger);
	else
		snprintf(out, size, "派单目录规定");
}

static const char *
unit_reason(const struct suggested *s)
{
	if (s->unit.why_not != NULL)
		return s->unit.why_not;
	return s->unit.rule != NULL ? s->unit.rule->basis : "";
}

/* ---- for people ---- */

static void
print_text(const struct suggested *s)
{
	char path[160], why[160];

	for (int i = 0; i < s->n; i++) {
		city_category_path(s->city, s->p[i].category->code, path, sizeof(path));
		printf("分类\t%s %s\t%d%%\t%s\"%s\"\n", s->p[i].category->code, path,
		    s->p[i].percent, s->p[i].learned ? "以往办件有" : "有", s->p[i].reason);
	}
	if (s->n == 0)
		puts("分类\t没有建议");
	printf("类型\t%s\t%s%s%s\n", enum_label(TF_TYPE, fields_get(&s->f, TF_TYPE)),
	    s->type_word[0] != '\0' ? "有\"" : "", s->type_word,
	    s->type_word[0] != '\0' ? "\"" : "没有咨询、投诉、举报、建议、表扬的用语");
	urgency_reason(s, why, sizeof(why));
	printf("紧急程度\t%s\t%s\n", enum_label(TF_URGENCY, s->urgency), why);
	if (s->n > 0)
		printf("承办\t%s\t%s%s%s\n", s->unit.unit != NULL ? s->unit.unit->name : "待定",
		    unit_reason(s), s->past.len > 0 ? "; " : "", str_c(&s->past));
	if (s->time[0] != '\0')
		printf("时间\t%s\t文中所说\n", s->time);
	if (s->has_place)
		printf("地点\t%s\t%s\n", s->place.area != NULL ? s->place.area->full : "",
		    s->place.address);
	for (int i = 0; i < s->n_articles; i++)
		printf("知识\t%s %s\t%s\n", s->article[i].kb_no, s->article[i].title,
		    s->article[i].snippet[0] != '\0' ? s->article[i].snippet : "标题相合");
}

/* ---- for programs ---- */

static void
json_object(
    struct json_out *o, const char *name, const char *value, const char *label, const char *reason)
{
	struct json_out in;

	json_key(o, name);
	in = json_open(o->out);
	json_pair(&in, "value", value);
	json_pair(&in, "label", label);
	json_pair(&in, "reason", reason);
	json_close(&in);
}

static void
json_categories(const struct suggested *s, struct json_out *o)
{
	json_key(o, "categories");
	str_add_c(o->out, '[');
	for (int i = 0; i < s->n; i++) {
		struct json_out in;

		str_add(o->out, i > 0 ? "," : "");
		in = json_open(o->out);
		json_pair(&in, "value", s->p[i].category->code);
		json_pair(&in, "label", s->p[i].category->name);
		json_pair_int(&in, "percent", s->p[i].percent);
		json_pair(&in, "from", s->p[i].learned ? "history" : "city");
		json_pair(&in, "reason", s->p[i].reason);
		json_close(&in);
	}
	str_add_c(o->out, ']');
}

static void
json_articles(const struct suggested *s, struct json_out *o)
{
	json_key(o, "articles");
	str_add_c(o->out, '[');
	for (int i = 0; i < s->n_articles; i++) {
		struct json_out in;

		str_add(o->out, i > 0 ? "," : "");
		in = json_open(o->out);
		json_pair(&in, "value", s->article[i].kb_no);
		json_pair(&in, "label", s->article[i].title);
		json_pair(&in, "reason", s->article[i].snippet);
		json_close(&in);
	}
	str_add_c(o->out, ']');
}

static enum err_code
print_json(const struct suggested *s, struct err *e)
{
	const char *type = fields_get(&s->f, TF_TYPE);
	const struct unit *u = s->unit.unit;
	struct str out = { 0 };
	struct json_out o = json_open(&out);
	char why[160];
	enum err_code rc;

	json_categories(s, &o);
	json_object(&o, "type", type, enum_label(TF_TYPE, type), s->type_word);
	urgency_reason(s, why, sizeof(why));
	json_object(&o, "urgency", s->urgency, enum_label(TF_URGENCY, s->urgency), why);
	if (u != NULL)
		json_object(&o, "unit", u->code, u->name, unit_reason(s));
	if (s->past.len > 0)
		json_pair(&o, "unit_returned", str_c(&s->past));
	if (s->time[0] != '\0')
		json_pair(&o, "time", s->time);
	if (s->has_place)
		json_object(&o, "place", s->place.area != NULL ? s->place.area->code : "",
		    s->place.area != NULL ? s->place.area->full : "", s->place.address);
	json_articles(s, &o);
	json_close(&o);
	rc = out.bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
	if (rc == ERR_OK)
		puts(str_c(&out));
	str_free(&out);
	return rc;
}

/* ---- the command ---- */

static enum err_code
read_text(struct str *text, struct err *e)
{
	struct str raw = { 0 };
	enum err_code rc = ticket_file_stdin(&raw, e);

	if (rc == ERR_OK && !utf8_valid(str_c(&raw), raw.len))
		rc = err_set(e, ERR_INVALID,
		    "标准输入不是 UTF-8 文本; GBK 的先转换: iconv -f GBK -t UTF-8 文件 | hotseat "
		    "suggest");
	if (rc == ERR_OK)
		text_paste(text, str_c(&raw), raw.len);
	str_free(&raw);
	if (rc == ERR_OK && text->bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && str_c(text)[strspn(str_c(text), " \n")] == '\0')
		rc = err_set(e, ERR_INVALID,
		    "标准输入是空的: 要来电人说的话, UTF-8 文本, 如 hotseat suggest <文件");
	if (rc == ERR_OK && utf8_count(str_c(text)) > LIMIT_CONTENT_CHARS)
		rc = err_set(e, ERR_LIMIT, "诉求内容最多 %d 字, 这里有 %zu 字。",
		    LIMIT_CONTENT_CHARS, utf8_count(str_c(text)));
	return rc;
}

int
cmd_suggest(const struct cmd_env *env, const struct cmd_words *words)
{
	struct suggested s = { .urgency = "normal", .type_word = "" };
	struct cache_reader *r = NULL;
	struct str text = { 0 };
	struct err e = { 0 };
	enum err_code rc = read_text(&text, &e);

	if (rc == ERR_OK)
		rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK)
		rc = suggest(r, str_c(&text), &s, &e);
	if (rc == ERR_OK && words->json)
		rc = print_json(&s, &e);
	else if (rc == ERR_OK)
		print_text(&s);
	fields_free(&s.f);
	str_free(&s.past);
	str_free(&text);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
