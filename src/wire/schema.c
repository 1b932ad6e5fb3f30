/* The messages of the interface as JSON Schema, from the tables by which they are written and read.
 *
 * Invariants: a request is closed (unknown members are refused, protocol rule 18), an answer is open; what a reader
 * insists on is required, and of an answer also what is always written. A length in the document is never below what is
 * accepted: columns count bytes, the document counts characters. Not done here: paths, parameters, statuses (server/api). */
#include "wire/schema.h"

#include <limits.h>
#include <string.h>

#include "base/limits.h"
#include "model/blob.h"
#include "model/workflow.h"
#include "schema_p.h"
#include "wire/audit_json.h"
#include "wire/people_json.h"
#include "wire/record_json.h"
#include "wire/tables_json.h"

/* A member beside those of the table: another message, a list of them, or plain text. */
struct more {
	const char *name, *ref; /* NULL: text */
	int most;               /* 0: not a list */
	bool must;
};
struct schema {
	const char *name, *title;
	const struct codec_table *table[2];
	struct more more[4];
	bool closed;
	schema_fn *write; /* a message that no table knows */
};

#define CODES_MOST 128 /* of any list; names answer what they do not know with "" */
#define PAGE_MOST  (16 * LIMIT_PAGE_ROWS) /* rows count tickets; each brings its events */

static const struct schema schemas[] = {
	/* the centre, devices, people */
	{ "Centre", "中心是谁、认得哪些版本", .table = { &table_centre } },
	{ "Health", "进程活着", .write = schema_health },
	{ "Ready", "能写能读", .write = schema_ready },
	{ "Enrol", "登记一台坐席机", .table = { &table_enrol }, .closed = true },
	{ "Device", "登记好的坐席机; 密钥只给这一次", .table = { &table_device } },
	{ "Login", "登录", .table = { &table_login }, .closed = true },
	{ "Session", "一次登录", .table = { &table_session } },
	/* tickets and events */
	{ "Fields", "工单字段的值", .write = schema_fields },
	{ "Seen", "作者当时看到的值", .write = schema_seen },
	{ "Matter", "工单的事: 字段, 不含身份", .write = schema_matter },
	{ "Identity", "工单的人: 身份字段, 只给可以看的人", .write = schema_identity },
	{ "Args", "随操作说的话", .write = schema_args },
	{ "Said", "随操作说的话, 不含身份", .write = schema_said },
	{ "SaidIdentity", "随操作说的身份", .write = schema_args_identity },
	{ "Assignment", "一个单位的承办任务", .table = { &table_assignment } },
	{ "Asked", "等人决定的一件申请", .table = { &table_asked } },
	{ "AskedAll", "等人决定的申请, 按种类", .write = schema_asked },
	{ "Work", "工单的办理", .table = { &table_work },
	    .more = { { "assign", "Assignment", ASSIGN_MAX }, { "asked", "AskedAll" } } },
	{ "Ticket", "工单", .table = { &table_ticket },
	    .more = { { "work", "Work" }, { "identity", "Identity" } } },
	{ "EventIdentity", "流转记录的身份部分",
	    .more = { { "set", "Identity" }, { "was", "Identity" }, { "args", "SaidIdentity" } } },
	{ "Event", "流转记录", .table = { &table_event, &table_salt },
	    .more = { { "identity", "EventIdentity" } } },
	{ "TicketWithEvents", "工单和它的流转记录",
	    .more = { { "ticket", "Ticket", 0, true }, { "events", "Event", PAGE_MOST, true } } },
	/* operations */
	{ "Operation", "对工单的一个操作", .table = { &table_single }, .closed = true },
	{ "OperationResult", "一个操作的结果", .table = { &table_single_result } },
	{ "PushBody", "坐席日志里的操作: 存下后一字不改", .table = { &table_op }, .closed = true },
	{ "PushItem", "坐席日志里的一条", .table = { &table_item },
	    .more = { { "body", "PushBody", 0, true } }, .closed = true },
	{ "Push", "坐席按序推送的操作", .more = { { "ops", "PushItem", LIMIT_OPS, true } },
	    .closed = true },
	{ "PushResult", "一条的结果", .table = { &table_result } },
	{ "PushResults", "每条一个结果", .table = { &table_results },
	    .more = { { "results", "PushResult", LIMIT_OPS, true } } },
	/* pulling */
	{ "Feed", "要哪一路数据", .table = { &table_feed }, .closed = true },
	{ "Snapshot", "一次初始同步", .table = { &table_snapshot } },
	{ "PageRows", "一页里的行", .write = schema_page_rows },
	{ "Gone", "离开的行: 种类、编号、版本", .write = schema_gone },
	{ "Page", "一页变更", .table = { &table_page },
	    .more = { { "rows", "PageRows", 0, true }, { "out", "Gone", PAGE_MOST },
		{ "del", "Gone", PAGE_MOST } } },
	{ "Digest", "256 桶的行数和校验和", .write = schema_digest },
	{ "Article", "知识", .write = schema_article },
	/* looks */
	{ "AuditRow", "看了谁的身份", .table = { &table_audit }, .closed = true },
	{ "Audit", "坐席上的查看记录", .more = { { "rows", "AuditRow", AUDIT_ROWS, true } },
	    .closed = true },
	{ "Kept", "收下几条", .write = schema_kept },
	/* desk records */
	/* a step of an article bears all of it */
	{ "Record", "坐席台上的记录: 一般至多 2000 字, 知识流转和转接单更长",
	    .table = { &table_record }, .more = { { "text", NULL, LIMIT_ARTICLE_BYTES } },
	    .closed = true },
	{ "Records", "坐席台上的记录", .more = { { "rows", "Record", RECORD_ROWS, true } },
	    .closed = true },
	{ "RecordsPage", "别人写的、给这个人看的记录", .table = { &table_record_page },
	    .more = { { "rows", "Record", RECORD_ROWS, true } } },
	{ "RecordRefused", "中心不收的记录", .table = { &table_refused } },
	{ "RecordsKept", "收下几条、不收哪些", .table = { &table_record_answer },
	    .more = { { "refused", "RecordRefused", RECORD_ROWS, true } } },
	/* attachments */
	{ "Blob", "一个附件", .table = { &table_blob } },
	{ "Blobs", "一件工单的附件", .more = { { "files", "Blob", BLOB_PER_TICKET, true } } },
	/* the administrator's */
	{ "AdminUser", "人员", .table = { &table_user }, .closed = true },
	{ "AdminChange", "人员资料改成这样", .table = { &table_change }, .closed = true },
	{ "Deputy", "授权代签", .table = { &table_deputy }, .closed = true },
	{ "Person", "一名人员", .table = { &table_person } },
	{ "People", "人员名册的一页", .table = { &table_list_end },
	    .more = { { "people", "Person", PEOPLE_ROWS, true } } },
	{ "SeatRow", "一台坐席机", .table = { &table_seat_row } },
	{ "SeatRows", "坐席机名册的一页", .table = { &table_list_end },
	    .more = { { "seats", "SeatRow", PEOPLE_ROWS, true } } },
	{ "SeatThere", "在岗的一个坐席", .table = { &table_seat_there } },
	{ "SeatsThere", "在岗的坐席, 按工号", .table = { &table_list_end },
	    .more = { { "seats", "SeatThere", SEATS_THERE, true } } },
	{ "TableFile", "一个文件", .table = { &table_tables_file },
	    .more = { { "text", NULL, LIMIT_BODY_BYTES, true } }, .closed = true },
	{ "Tables", "要更新的城市资料", .table = { &table_tables_ask },
	    .more = { { "files", "TableFile", TABLES_FILES, true } }, .closed = true },
	{ "TablesAnswer", "会改什么、改了什么, 或错在哪里", .table = { &table_tables_answer },
	    .more = { { "lines", NULL, 0, true } } },
	{ "AdminSeat", "坐席号", .table = { &table_seat }, .closed = true },
	{ "AdminCode", "登记码; 只给这一次", .table = { &table_code } },
	{ "AdminImport", "要导入的资料", .table = { &table_import }, .closed = true },
	{ "AdminImported", "导入的结果", .table = { &table_imported } },
	{ "AdminDraw", "双随机的一次抽取", .table = { &table_draw }, .closed = true },
	{ "AdminDrawn", "记下了几件", .table = { &table_drawn } },
	{ "AdminVisit", "一次回访的结果", .table = { &table_visit }, .closed = true },
	{ "AdminVisited", "回访结果办成了哪一步", .table = { &table_visited } },
	/* failures */
	{ "ProblemPlace", "哪里不对", .table = { &table_error } },
	{ "Problem", "请求没有办成 (RFC 9457)", .table = { &table_problem },
	    .more = { { "type", NULL, 0, true }, { "title", NULL, 0, true },
		{ "errors", "ProblemPlace", 1 }, { "current", "Ticket" } } },
};
#define SCHEMAS (sizeof(schemas) / sizeof(schemas[0]))

bool
schema_known(const char *name)
{
	for (size_t i = 0; i < SCHEMAS; i++)
		if (strcmp(schemas[i].name, name) == 0)
			return true;
	return false;
}

/* ---- a row ---- */

static void
refer(struct json_out *o, const char *ref)
{
	json_key(o, "$ref");
	str_addf(o->out, "\"#/components/schemas/%s\"", ref);
}

static const char *
code_label(const struct codec_names *names, int code)
{
	if (names == &codec_states)
		return state_label((enum ticket_state)code);
	if (names == &codec_kinds)
		return event_info((enum event_kind)code)->label;
	if (names == &codec_assign_roles)
		return assign_role_label((enum assign_role)code);
	if (names == &codec_assign_states)
		return assign_state_label((enum assign_state)code);
	return names == &codec_errors ? err_hint((enum err_code)code) : "";
}

/* The codes of a list, and what they are called. */
static void
write_codes(struct json_out *o, const struct codec_names *names, const char *label)
{
	struct str text = { 0 };
	bool any = false;

	str_add(&text, label);
	json_key(o, "enum");
	for (int i = 0; i < CODES_MOST; i++) {
		const char *name = names->name(i);

		if (name[0] == '\0' || names->by_name(name) != i)
			continue;
		str_add_c(o->out, any ? ',' : '[');
		json_escape(name, o->out);
		str_addf(&text, "%s%s %s", any ? ", " : ": ", name, code_label(names, i));
		any = true;
	}
	str_add_c(o->out, ']');
	json_pair(o, "description", str_c(&text));
	o->out->bad = o->out->bad || text.bad;
	str_free(&text);
}

static void
write_text(struct json_out *o, const struct codec_row *r)
{
	json_pair(o, "type", "string");
	if (r->type == CODEC_ID)
		json_pair(o, "pattern",
		    "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
	else if (r->type == CODEC_HASH)
		json_pair(o, "pattern",
		    (r->flags & CODEC_ALWAYS) != 0 ? "^([0-9a-f]{64})?$" : "^[0-9a-f]{64}$");
	else if ((r->flags & CODEC_MUST) != 0)
		json_pair_int(o, "minLength", 1);
	if (r->type == CODEC_TEXT)
		json_pair_int(o, "maxLength", (int64_t)r->size - 1);
}

static void
write_number(struct json_out *o, const struct codec_row *r)
{
	json_pair(o, "type", "integer");
	json_pair(o, "format", r->type == CODEC_INT ? "int32" : "int64");
	if (r->type != CODEC_NUMBER)
		json_pair_int(o, "minimum", 0);
	if (r->type == CODEC_INT)
		json_pair_int(o, "maximum", INT_MAX);
}

static void
write_row(const char *schema, const struct codec_row *r, struct str *out)
{
	static const char *const refs[] = { [CODEC_MATTER] = "Matter",
		[CODEC_VALUES] = "Fields",
		[CODEC_SEEN] = "Seen",
		[CODEC_SAID] = "Said",
		[CODEC_ARGS] = "Args" };
	const char *label = schema_label(schema, r->name);
	struct json_out o = json_open(out);

	switch (r->type) {
	case CODEC_TEXT:
	case CODEC_ID:
	case CODEC_HASH:
		write_text(&o, r);
		break;
	case CODEC_BYTES:
		json_pair(&o, "type", "string");
		json_key(&o, "pattern");
		str_addf(out, "\"^[0-9a-f]{%zu}$\"", 2 * r->size);
		break;
	case CODEC_INT:
	case CODEC_COUNT:
	case CODEC_NUMBER:
		write_number(&o, r);
		break;
	case CODEC_BOOL:
		json_pair(&o, "type", "boolean");
		break;
	case CODEC_CODE:
		json_pair(&o, "type", "string");
		write_codes(&o, r->names, label);
		break;
	case CODEC_MATTER:
	case CODEC_VALUES:
	case CODEC_SEEN:
	case CODEC_SAID:
	case CODEC_ARGS:
		refer(&o, refs[r->type]);
		break;
	}
	if (r->type != CODEC_CODE)
		json_pair(&o, "description", label);
	json_close(&o);
}

/* ---- a message ---- */

static void
write_more(const char *schema, const struct more *m, struct str *out)
{
	struct json_out o = json_open(out), items;

	if (m->ref == NULL) {
		json_pair(&o, "type", "string");
		if (m->most > 0)
			json_pair_int(&o, "maxLength", m->most);
	} else if (m->most > 0) {
		json_pair(&o, "type", "array");
		json_pair_int(&o, "maxItems", m->most);
		json_key(&o, "items");
		items = json_open(out);
		refer(&items, m->ref);
		json_close(&items);
	} else {
		refer(&o, m->ref);
	}
	json_pair(&o, "description", schema_label(schema, m->name));
	json_close(&o);
}

static bool
is_required(const struct schema *s, const struct codec_row *r)
{
	return (r->flags & CODEC_MUST) != 0 || (!s->closed && (r->flags & CODEC_ALWAYS) != 0);
}

static void
require(struct json_out *o, const char *name, int *n)
{
	if (*n == 0)
		json_key(o, "required");
	str_add_c(o->out, (*n)++ == 0 ? '[' : ',');
	json_escape(name, o->out);
}

static void
write_required(const struct schema *s, struct json_out *o)
{
	int n = 0;

	for (int t = 0; t < 2 && s->table[t] != NULL; t++)
		for (size_t i = 0; i < s->table[t]->n; i++)
			if (is_required(s, &s->table[t]->rows[i]))
				require(o, s->table[t]->rows[i].name, &n);
	for (int i = 0; i < 4 && s->more[i].name != NULL; i++)
		if (s->more[i].must)
			require(o, s->more[i].name, &n);
	if (n > 0)
		str_add_c(o->out, ']');
}

static void
write_members(const struct schema *s, struct json_out *o)
{
	struct json_out members;

	json_pair(o, "type", "object");
	json_key(o, "properties");
	members = json_open(o->out);
	for (int t = 0; t < 2 && s->table[t] != NULL; t++)
		for (size_t i = 0; i < s->table[t]->n; i++) {
			json_key(&members, s->table[t]->rows[i].name);
			write_row(s->name, &s->table[t]->rows[i], o->out);
		}
	for (int i = 0; i < 4 && s->more[i].name != NULL; i++) {
		json_key(&members, s->more[i].name);
		write_more(s->name, &s->more[i], o->out);
	}
	json_close(&members);
	write_required(s, o);
	json_key(o, "additionalProperties");
	str_add(o->out, s->closed ? "false" : "true");
}

void
schema_write_all(struct str *out)
{
	struct json_out o = json_open(out);

	for (size_t i = 0; i < SCHEMAS; i++) {
		struct json_out one;

		json_key(&o, schemas[i].name);
		one = json_open(out);
		json_pair(&one, "description", schemas[i].title);
		if (schemas[i].write != NULL)
			schemas[i].write(&one);
		else
			write_members(&schemas[i], &one);
		json_close(&one);
	}
	json_close(&o);
}
