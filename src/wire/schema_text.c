/* Schemas of what the codec tables do not hold: the fields of a ticket and the arguments of an event, by the tables of
 * model/, and the few messages that are written straight out (page.c, article_json.c, small answers of server/api).
 *
 * The latter are held to the truth by a test: every answer of the API is compared with its schema, member by member. */
#include <string.h>

#include "base/limits.h"
#include "model/article.h"
#include "model/event.h"
#include "schema_p.h"

/* ---- fields ---- */

static void
write_pattern(struct json_out *o, const struct enum_item *items, int n)
{
	struct str one = { 0 }, all = { 0 };

	for (int i = 0; i < n; i++)
		str_addf(&one, "%s%s", i > 0 ? "|" : "", items[i].code);
	str_addf(&all, "^((%s)(,(%s))*)?$", str_c(&one), str_c(&one));
	json_pair(o, "pattern", str_c(&all));
	o->out->bad = o->out->bad || one.bad || all.bad;
	str_free(&one);
	str_free(&all);
}

/* A field of a closed list may also be emptied. */
static void
write_list(struct json_out *o, enum ticket_field f)
{
	const struct field_info *info = field_info(f);
	int n;
	const struct enum_item *items = enum_items(f, &n);

	if (info->kind == KIND_BOOL) {
		json_key(o, "enum");
		str_add(o->out, "[\"\",\"0\",\"1\"]");
	} else if (items != NULL && info->class == CLASS_SET) {
		write_pattern(o, items, n);
	} else if (items != NULL) {
		json_key(o, "enum");
		str_add(o->out, "[\"\"");
		for (int i = 0; i < n; i++) {
			str_add_c(o->out, ',');
			json_escape(items[i].code, o->out);
		}
		str_add_c(o->out, ']');
	}
}

static void
describe_field(struct json_out *o, enum ticket_field f)
{
	const struct field_info *info = field_info(f);
	struct str text = { 0 };
	int n;
	const struct enum_item *items = enum_items(f, &n);

	str_add(&text, info->label);
	if (info->class == CLASS_SET)
		str_add(&text, ", 可有几个, 以逗号相连");
	if (f == TF_TAKEN_AT)
		str_add(
		    &text, ", 纸单补录时来电的时间, 东八区, 写作 2026-11-22 09:40; 时限从录入起算");
	if (info->class == CLASS_KEYS)
		str_add(&text, ": 分类自己的字段, 每行一个“名称=内容”, 名称按该市的 fields.tsv; "
			       "金额写数字, 日期写 2026-11-03、2026-11 或 2026");
	for (int i = 0; i < n; i++)
		str_addf(&text, "%s%s %s", i == 0 ? ": " : ", ", items[i].code, items[i].label);
	json_pair(o, "description", str_c(&text));
	o->out->bad = o->out->bad || text.bad;
	str_free(&text);
}

enum { MATTER = 1 << PART_MATTER, IDENTITY = 1 << PART_IDENTITY, CHECKED = 4, OPEN = 8 };

static void
close_object(struct json_out *o, struct json_out *members, unsigned how)
{
	json_close(members);
	json_key(o, "additionalProperties");
	str_add(o->out, (how & OPEN) != 0 ? "true" : "false");
}

static struct json_out
open_object(struct json_out *o)
{
	json_pair(o, "type", "object");
	json_key(o, "properties");
	return json_open(o->out);
}

static void
fields(struct json_out *o, unsigned how)
{
	struct json_out members = open_object(o);

	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);
		struct json_out one;

		if ((how & (1u << info->part)) == 0)
			continue;
		json_key(&members, info->json);
		one = json_open(o->out);
		json_pair(&one, "type", "string");
		describe_field(&one, (enum ticket_field)i);
		if ((how & CHECKED) != 0) {
			json_pair_int(&one, "maxLength", info->max_chars);
			write_list(&one, (enum ticket_field)i);
		}
		json_close(&one);
	}
	close_object(o, &members, how);
}

void
schema_fields(struct json_out *o)
{
	fields(o, MATTER | IDENTITY | CHECKED);
}

void
schema_seen(struct json_out *o)
{
	fields(o, MATTER | IDENTITY);
}

void
schema_matter(struct json_out *o)
{
	fields(o, MATTER | CHECKED | OPEN);
}

void
schema_identity(struct json_out *o)
{
	fields(o, IDENTITY | CHECKED | OPEN);
}

static void
args(struct json_out *o, unsigned how)
{
	struct json_out members = open_object(o);

	for (int i = 0; i < EA_COUNT; i++) {
		const struct arg_info *info = arg_info((enum event_arg)i);
		struct json_out one;

		if ((how & (1u << info->part)) == 0)
			continue;
		json_key(&members, info->json);
		one = json_open(o->out);
		json_pair(&one, "type", "string");
		json_pair(&one, "description", info->label);
		json_pair_int(&one, "maxLength", info->max_chars);
		json_close(&one);
	}
	close_object(o, &members, how);
}

void
schema_args(struct json_out *o)
{
	args(o, MATTER | IDENTITY);
}

void
schema_said(struct json_out *o)
{
	args(o, MATTER | OPEN);
}

void
schema_args_identity(struct json_out *o)
{
	args(o, IDENTITY | OPEN);
}

/* ---- pages ---- */

#define KIND_MOST 23 /* page.h: bytes of a kind, of a code */
#define CODE_MOST 95
#define NUMBER    "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0}"

/* What stands after "description" of an object, as it is. */
static void
add(struct json_out *o, const char *text)
{
	str_add(o->out, ",");
	str_add(o->out, text);
}

/* A row that is an array: kind and code, its version, and for reference data its text. */
static void
write_tuple(struct json_out *o, bool text)
{
	add(o, "\"type\":\"array\",\"prefixItems\":[");
	str_addf(o->out,
	    "{\"type\":\"string\",\"maxLength\":%d},{\"type\":\"string\",\"maxLength\":%d},%s%s],",
	    KIND_MOST, CODE_MOST, NUMBER, text ? ",{\"type\":\"string\"}" : "");
	str_addf(o->out, "\"minItems\":%d", text ? 4 : 3);
}

static void
write_list_of(struct json_out *members, const char *name, const char *ref)
{
	struct json_out one, items;

	json_key(members, name);
	one = json_open(members->out);
	json_pair(&one, "type", "array");
	json_key(&one, "items");
	items = json_open(members->out);
	json_key(&items, "$ref");
	str_addf(members->out, "\"#/components/schemas/%s\"", ref);
	json_close(&items);
	json_close(&one);
}

void
schema_page_rows(struct json_out *o)
{
	struct json_out members = open_object(o), one, items;

	write_list_of(&members, "ticket", "Ticket");
	write_list_of(&members, "event", "Event");
	json_key(&members, "ref");
	one = json_open(o->out);
	json_pair(&one, "type", "array");
	json_key(&one, "items");
	items = json_open(o->out);
	json_pair(&items, "description", "资料: 种类、代码、版本、内容");
	write_tuple(&items, true);
	json_close(&items);
	json_close(&one);
	close_object(o, &members, OPEN);
}

void
schema_gone(struct json_out *o)
{
	write_tuple(o, false);
}

void
schema_asked(struct json_out *o)
{
	add(o, "\"type\":\"object\",\"additionalProperties\":"
	       "{\"$ref\":\"#/components/schemas/Asked\"}");
}

void
schema_digest(struct json_out *o)
{
	add(o,
	    "\"type\":\"object\",\"properties\":{\"buckets\":{\"type\":\"array\",\"description\":"
	    "\"按编号散列的首字节分桶: 行数、hash64(编号, 版本)的异或\",\"minItems\":256,"
	    "\"maxItems\":256,\"items\":{\"type\":\"array\",\"prefixItems\":[" NUMBER
	    ",{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{16}$\"}],\"minItems\":2}}},"
	    "\"required\":[\"buckets\"],\"additionalProperties\":true");
}

/* ---- articles ---- */

static void
text_member(struct json_out *members, const char *name, const char *label, int most)
{
	struct json_out one;

	json_key(members, name);
	one = json_open(members->out);
	json_pair(&one, "type", "string");
	json_pair(&one, "description", label);
	if (most > 0)
		json_pair_int(&one, "maxLength", most);
	json_close(&one);
}

static void
kind_member(struct json_out *members)
{
	struct json_out one;

	json_key(members, "kind");
	one = json_open(members->out);
	json_pair(&one, "type", "string");
	json_pair(&one, "description", "种类");
	json_key(&one, "enum");
	for (int k = 0; k <= ARTICLE_CONTACT; k++) {
		str_add_c(members->out, k == 0 ? '[' : ',');
		json_escape(article_kind_name((enum article_kind)k), members->out);
	}
	str_add_c(members->out, ']');
	json_close(&one);
}

#define DAY(label) "{\"type\":\"string\",\"format\":\"date\",\"description\":\"" label "\"}"

void
schema_article(struct json_out *o)
{
	struct json_out m = open_object(o);

	text_member(&m, "kb_no", "编号", ARTICLE_KB_NO_BYTES - 1);
	text_member(&m, "title", "标题", LIMIT_ARTICLE_TITLE_CHARS);
	kind_member(&m);
	text_member(&m, "category", "分类", 0);
	text_member(&m, "area", "适用区域, 空为全市", 0);
	text_member(&m, "question", "群众怎么问", LIMIT_ARTICLE_LINE_CHARS);
	text_member(&m, "keywords", "关键词", LIMIT_ARTICLE_LINE_CHARS);
	text_member(&m, "basis", "依据", LIMIT_ARTICLE_LINE_CHARS);
	text_member(&m, "source", "来源单位", 0);
	text_member(&m, "answer", "可以念给群众听的答复", ARTICLE_ANSWER_CHARS);
	text_member(&m, "body", "全文", LIMIT_ARTICLE_BODY_CHARS);
	str_add(o->out,
	    ",\"rev\":" NUMBER
	    ",\"version\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"第几版\"}"
	    ",\"secrecy\":{\"type\":\"string\",\"enum\":[\"public\",\"internal\"],\"description\":"
	    "\"公开, 或仅供内部\"}"
	    ",\"standing\":{\"type\":\"string\",\"enum\":[\"valid\",\"not_yet\",\"expired\","
	    "\"withdrawn\"],\"description\":\"今天: 有效、未生效、已过期、已撤下\"}"
	    ",\"limit\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"},"
	    "\"description\":\"答复里说到的时限, 如 resolve: 24hour\"}"
	    ",\"from\":" DAY("生效") ",\"until\":" DAY("最后有效的一天") ",\"updated\":" DAY(
		"更新"));
	json_close(&m);
	add(o, "\"required\":[\"kb_no\",\"title\",\"kind\",\"secrecy\",\"standing\",\"answer\"],"
	       "\"additionalProperties\":true");
}

/* ---- small answers ---- */

#define STATUS "\"status\":{\"type\":\"string\",\"enum\":[\"ok\"]}"

void
schema_health(struct json_out *o)
{
	add(o, "\"type\":\"object\",\"properties\":{" STATUS
	       "},\"required\":[\"status\"],\"additionalProperties\":true");
}

void
schema_ready(struct json_out *o)
{
	add(o, "\"type\":\"object\",\"properties\":{" STATUS ",\"queue\":" NUMBER
	       ",\"batches\":" NUMBER ",\"jobs\":" NUMBER ",\"parked\":" NUMBER
	       "},\"required\":[\"status\",\"queue\",\"batches\",\"jobs\",\"parked\"],"
	       "\"additionalProperties\":true");
}

void
schema_kept(struct json_out *o)
{
	add(o, "\"type\":\"object\",\"properties\":{\"kept\":" NUMBER
	       "},\"required\":[\"kept\"],\"additionalProperties\":true");
}
