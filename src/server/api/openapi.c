/* GET /v1/openapi.json: the document of the interface (OpenAPI 3.1), written once from the route table, the schemas of
 * wire/ and the table of errors, and kept. What it says of a route is what the router does with it. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "openapi_p.h"
#include "wire/message.h"
#include "wire/schema.h"
#include "wire/tus.h"

/* ---- small pieces ---- */

static void
refer(struct json_out *o, const char *schema)
{
	json_key(o, "$ref");
	str_addf(o->out, "\"#/components/schemas/%s\"", schema);
}

/* "schema":{"$ref":…} */
static void
schema_of(struct json_out *o, const char *schema)
{
	struct json_out one;

	json_key(o, "schema");
	one = json_open(o->out);
	if (strcmp(schema, "Document") == 0)
		json_pair(&one, "type", "object");
	else if (strcmp(schema, "text") == 0 || strcmp(schema, "bytes") == 0)
		json_pair(&one, "type", "string");
	else
		refer(&one, schema);
	json_close(&one);
}

/* ---- parameters ---- */

static const struct parameter {
	const char *name, *in, *label;
	bool must;
	const char *schema, *example;
} parameters[] = {
	{ "feed", "query", "哪一路: reference、centre 或 unit:单位代码", true,
	    "{\"type\":\"string\",\"maxLength\":31}", "\"centre\"" },
	{ "cursor", "query", "上次得到的同步位置, 空为从头", false,
	    "{\"type\":\"string\",\"maxLength\":127}", "\"\"" },
	{ "limit", "query", "至多几行", false, NULL, "500" },
	{ "wait", "query", "没有新的就等几秒", false, NULL, "0" },
	{ "desk", "query", "席位记录已知到的序号: 有给本人的新记录时不再等待, 答复里有 desk", false,
	    "{\"type\":\"integer\",\"minimum\":-1,\"default\":-1}", "1207" },
	{ "after", "query", "上一页最后一件的编号", false, "{\"type\":\"string\",\"maxLength\":63}",
	    "\"\"" },
	{ "id", "path", "编号", true, "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}",
	    "\"019ab5c1-7c00-7000-8000-000000000001\"" },
	{ "Idempotency-Key", "header",
	    "这次请求的标记: 同一个标记、同样的内容, 七天内得到同样的答复; 内容不同则 422", true,
	    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64,"
	    "\"pattern\":\"^[A-Za-z0-9._:-]+$\"}",
	    "\"web-20261121-0007\"" },
	{ "If-Match", "header", "所见的版本, 即 ETag; * 不论版本, 按 was 逐字段合并", true,
	    "{\"type\":\"string\",\"minLength\":1,\"maxLength\":128}", "\"\\\"2\\\"\"" },
	{ "ticket", "query", "工单的编号", true, "{\"type\":\"string\",\"maxLength\":63}",
	    "\"019ab5c1-7c00-7000-8000-000000000001\"" },
	{ "offset", "query", "从第几字节起", false,
	    "{\"type\":\"integer\",\"minimum\":0,\"default\":0}", "0" },
	{ "Tus-Resumable", "header", "上传协议的版本, 只认 1.0.0", true, "{\"type\":\"string\"}",
	    "\"1.0.0\"" },
	{ "Upload-Length", "header", "文件一共多少字节, 至多 20 MiB", true,
	    "{\"type\":\"integer\",\"minimum\":1}", "73112" },
	{ "Upload-Metadata", "header",
	    "sha256 文件的 SHA-256, filename 文件名, by 谁附上的(工号), ticket 工单编号; 值用 "
	    "base64",
	    true, "{\"type\":\"string\",\"maxLength\":1024}",
	    "\"by MTE1NA==,filename bGFtcC5qcGc=\"" },
	{ "Upload-Offset", "header", "从第几字节起, 须是中心已收到的字节数", true,
	    "{\"type\":\"integer\",\"minimum\":0}", "0" },
	{ "Upload-Checksum", "header", "这一段的校验和: sha256 和 base64", false,
	    "{\"type\":\"string\",\"maxLength\":96}",
	    "\"sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"" },
	{ "If-None-Match", "header", "手里已有的版本: 没有变就 304", false,
	    "{\"type\":\"string\",\"maxLength\":512}", "\"\\\"2\\\"\"" },
};

static void
parameter_schema(const struct parameter *p, struct str *out)
{
	if (p->schema != NULL)
		str_add(out, p->schema);
	else if (strcmp(p->name, "limit") == 0)
		str_addf(out, "{\"type\":\"integer\",\"minimum\":1,\"maximum\":%d,\"default\":500}",
		    LIMIT_PAGE_ROWS);
	else
		str_addf(out, "{\"type\":\"integer\",\"minimum\":0,\"maximum\":%d,\"default\":0}",
		    LIMIT_WAIT_S);
}

static void
add_parameter(const char *name, size_t n, bool must, bool *any, struct str *out)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		const struct parameter *p = &parameters[i];
		struct json_out o;

		if (strlen(p->name) != n || strncmp(p->name, name, n) != 0)
			continue;
		str_add_c(out, *any ? ',' : '[');
		*any = true;
		o = json_open(out);
		json_pair(&o, "name", p->name);
		json_pair(&o, "in", p->in);
		json_pair(&o, "description", p->label);
		json_key(&o, "required");
		str_add(out, must && p->must ? "true" : "false");
		json_key(&o, "schema");
		parameter_schema(p, out);
		json_key(&o, "example");
		str_add(out, p->example);
		json_close(&o);
	}
}

static void
write_parameters(const struct route *r, struct json_out *o)
{
	static const struct {
		unsigned trait;
		bool must;
		const char *name;
	} headers[] = { { ROUTE_KEY, true, "Idempotency-Key" },
		{ ROUTE_MAY_KEY, false, "Idempotency-Key" }, { ROUTE_MATCH, true, "If-Match" },
		{ ROUTE_KNOWS, false, "If-None-Match" }, { ROUTE_UPLOAD, true, "Tus-Resumable" },
		{ ROUTE_BEGINS, true, "Upload-Length" }, { ROUTE_BEGINS, true, "Upload-Metadata" },
		{ ROUTE_PIECE, true, "Upload-Offset" }, { ROUTE_PIECE, false, "Upload-Checksum" } };
	bool any = false;
	struct str list = { 0 };

	if (strstr(r->path, "{id}") != NULL)
		add_parameter("id", 2, true, &any, &list);
	for (const char *p = r->query; p != NULL && *p != '\0'; p += strspn(p, " ")) {
		add_parameter(p, strcspn(p, " "), true, &any, &list);
		p += strcspn(p, " ");
	}
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if ((r->traits & headers[i].trait) != 0)
			add_parameter(
			    headers[i].name, strlen(headers[i].name), headers[i].must, &any, &list);
	if (any) {
		json_key(o, "parameters");
		str_add_n(o->out, list.s, list.len);
		str_add_c(o->out, ']');
	}
	o->out->bad = o->out->bad || list.bad;
	str_free(&list);
}

/* ---- bodies ---- */

/* "content":{"application/json":{"schema":…,"example":…}} */
static void
write_content(struct json_out *o, const char *type, const char *schema, const char *method)
{
	struct json_out content, media;

	json_key(o, "content");
	content = json_open(o->out);
	json_key(&content, type);
	media = json_open(o->out);
	schema_of(&media, schema);
	json_key(&media, "example");
	openapi_sample(schema, method, o->out);
	json_close(&media);
	json_close(&content);
}

static void
write_request(const struct route *r, struct json_out *o)
{
	struct json_out body;

	if (r->request == NULL)
		return;
	json_key(o, "requestBody");
	body = json_open(o->out);
	json_key(&body, "required");
	str_add(o->out, "true");
	write_content(&body, strcmp(r->request, "bytes") == 0 ? TUS_BODY : "application/json",
	    r->request, r->method);
	json_close(&body);
}

/* ---- answers ---- */

static void
write_header(struct json_out *headers, const char *name, const char *label)
{
	struct json_out o;

	json_key(headers, name);
	o = json_open(headers->out);
	json_pair(&o, "description", label);
	json_key(&o, "schema");
	str_add(headers->out, "{\"type\":\"string\"}");
	json_close(&o);
}

static void
write_headers(const struct route *r, struct json_out *o)
{
	struct json_out headers;

	const unsigned upload = ROUTE_UPLOAD | ROUTE_UPLOAD_TELLS;

	if ((r->traits & (ROUTE_TAG | ROUTE_MADE | upload)) == 0)
		return;
	json_key(o, "headers");
	headers = json_open(o->out);
	if ((r->traits & ROUTE_TAG) != 0)
		write_header(&headers, "ETag", "版本");
	if ((r->traits & ROUTE_MADE) != 0)
		write_header(&headers, "Location", "新做成的在哪里");
	if ((r->traits & upload) != 0) {
		write_header(&headers, "Tus-Resumable", "1.0.0");
		write_header(&headers, "Upload-Offset", "已收到多少字节; 取内容时为从第几字节起");
		write_header(&headers, "Upload-Length", "文件一共多少字节");
	}
	json_close(&headers);
}

static void
write_success(const struct route *r, struct json_out *answers)
{
	char status[8];
	struct json_out one;

	snprintf(status, sizeof(status), "%d", r->status);
	json_key(answers, status);
	one = json_open(answers->out);
	json_pair(&one, "description", r->answer != NULL ? r->summary : "办好了");
	write_headers(r, &one);
	if (r->answer != NULL)
		write_content(&one,
		    strcmp(r->answer, "bytes") == 0  ? "application/octet-stream"
		    : (r->traits & ROUTE_PLAIN) != 0 ? "text/plain"
						     : "application/json",
		    r->answer, r->method);
	json_close(&one);
	if ((r->traits & ROUTE_KNOWS) != 0) {
		json_key(answers, "304");
		str_add(answers->out, "{\"description\":\"没有变, 手里的就是\"}");
	}
}

/* One status: the codes that come with it, and a problem with the first of them. */
static void
write_failure(uint64_t errors, int status, struct json_out *answers)
{
	struct str text = { 0 };
	struct json_out one, content, media;
	struct msg_problem m;
	struct err e = { 0 };
	char name[8];

	for (int code = 1; code < 64; code++) {
		if ((errors >> code & 1) == 0 || err_http((enum err_code)code) != status)
			continue;
		if (text.len == 0)
			err_set(&e, (enum err_code)code, NULL);
		str_addf(&text, "%s%s %s", text.len > 0 ? "; " : "", err_json((enum err_code)code),
		    err_hint((enum err_code)code));
	}
	snprintf(name, sizeof(name), "%d", status);
	json_key(answers, name);
	one = json_open(answers->out);
	json_pair(&one, "description", str_c(&text));
	json_key(&one, "content");
	content = json_open(answers->out);
	json_key(&content, "application/problem+json");
	media = json_open(answers->out);
	schema_of(&media, "Problem");
	json_key(&media, "example");
	msg_problem_of(&e, "5e7a91c0-00000007", &m);
	msg_problem_write(&m, answers->out);
	json_close(&media);
	json_close(&content);
	json_close(&one);
	answers->out->bad = answers->out->bad || text.bad;
	str_free(&text);
}

static void
write_answers(const struct route *r, struct json_out *o)
{
	struct json_out answers;
	uint64_t errors = route_errors(r);

	json_key(o, "responses");
	answers = json_open(o->out);
	write_success(r, &answers);
	for (int status = 400; status < 600; status++)
		for (int code = 1; code < 64; code++)
			if ((errors >> code & 1) != 0 && err_http((enum err_code)code) == status) {
				write_failure(errors, status, &answers);
				break;
			}
	json_close(&answers);
}

/* ---- routes ---- */

static void
write_security(const struct route *r, struct json_out *o)
{
	static const char *const of_need[] = {
		[AUTH_NOBODY] = "[]",
		[AUTH_DEVICE] = "[{\"device\":[]},{\"session\":[]}]",
		[AUTH_SESSION] = "[{\"session\":[]}]",
		[AUTH_ADMIN] = "[]",
		[AUTH_STEWARD] = "[{\"session\":[]},{}]",
		[AUTH_MACHINE] = "[]",
	};
	static const char *const words[] = {
		[AUTH_NOBODY] = "不用登录。",
		[AUTH_DEVICE] = "坐席机的凭据, 或登录后的凭据。",
		[AUTH_SESSION] = "登录后的凭据。",
		[AUTH_ADMIN] = "只给中心运行所用的用户, 经本机的 unix 套接字。",
		[AUTH_STEWARD] = "管理员登录后的凭据; 或中心运行所用的用户, 经本机的 unix 套接字。",
		[AUTH_MACHINE] = "只给本机: unix 套接字或回环地址。",
	};

	json_key(o, "security");
	str_add(o->out, of_need[r->need]);
	json_pair(o, "description", words[r->need]);
}

static void
write_route(const struct route *r, struct json_out *path)
{
	char method[12];
	struct json_out o;
	size_t n;

	for (n = 0; n < sizeof(method) - 1 && r->method[n] != '\0'; n++)
		method[n] = (char)(r->method[n] - 'A' + 'a');
	method[n] = '\0';
	json_key(path, method);
	o = json_open(path->out);
	json_pair(&o, "operationId", r->id);
	json_pair(&o, "summary", r->summary);
	json_key(&o, "tags");
	str_addf(o.out, "[\"%s\"]", r->group);
	write_security(r, &o);
	write_parameters(r, &o);
	write_request(r, &o);
	write_answers(r, &o);
	json_close(&o);
}

static void
write_paths(struct json_out *o)
{
	struct json_out paths, path = { .out = o->out };
	const char *last = "";

	json_key(o, "paths");
	paths = json_open(o->out);
	for (int i = 0; i < api_routes_count; i++) {
		const struct route *r = &api_routes[i];

		if (strcmp(r->path, last) != 0) {
			if (i > 0)
				json_close(&path);
			json_key(&paths, r->path);
			path = json_open(o->out);
			last = r->path;
		}
		write_route(r, &path);
	}
	json_close(&path);
	json_close(&paths);
}

/* ---- the document ---- */

static const char *const tags[][2] = {
	{ "centre", "中心、坐席机和登录" },
	{ "sync", "坐席的推与拉" },
	{ "tickets", "工单: 给别的系统用的一件一做" },
	{ "articles", "知识" },
	{ "blobs", "工单的附件" },
	{ "desk", "坐席台上的记录" },
	{ "admin", "管理员在坐席上或在中心所在的机器上做的" },
	{ "watch", "看护中心的人用的" },
};

static void
write_head(const struct api *a, struct json_out *o)
{
	struct json_out info;

	json_pair(o, "openapi", "3.1.0");
	json_key(o, "info");
	info = json_open(o->out);
	json_pair(&info, "title", "hotseat 12345 热线中心");
	json_pair(&info, "version", a->config.version);
	json_pair(&info, "description",
	    "时刻都是 1970 年以来的毫秒 (UTC)。请求从严: 不认得的成员 422; 答复从宽: "
	    "不认得的成员请放过。"
	    "办不成的一律答 application/problem+json, code 固定不变, detail 是给人看的一句话。");
	json_key(&info, "license");
	str_add(o->out, "{\"name\":\"MIT\",\"identifier\":\"MIT\"}");
	json_close(&info);
	json_key(o, "servers");
	str_add(o->out, "[{\"url\":\"/\",\"description\":\"这个中心\"}]");
	json_key(o, "tags");
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		str_addf(o->out, "%c{\"name\":\"%s\",\"description\":\"%s\"}", i == 0 ? '[' : ',',
		    tags[i][0], tags[i][1]);
	str_add_c(o->out, ']');
}

static void
write_document(const struct api *a, struct str *out)
{
	struct json_out o = json_open(out), components;

	write_head(a, &o);
	write_paths(&o);
	json_key(&o, "components");
	components = json_open(out);
	json_key(&components, "schemas");
	schema_write_all(out);
	json_key(&components, "securitySchemes");
	str_add(out,
	    "{\"device\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"Authorization\","
	    "\"description\":\"Device 坐席机编号.坐席机密钥\"},"
	    "\"session\":{\"type\":\"http\",\"scheme\":\"bearer\","
	    "\"description\":\"POST /v1/sessions 得到的 token\"}}");
	json_close(&components);
	json_close(&o);
}

static void
tag_of(const struct str *text, char out[24])
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(text->s, text->len, hash);
	out[0] = '"';
	secret_hex(hash, 8, out + 1);
	memcpy(out + 17, "\"", 2);
}

void
api_document_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };

	pthread_mutex_lock(&a->lock);
	if (a->document.len == 0) {
		write_document(a, &a->document);
		if (a->document.bad)
			str_free(&a->document);
		else
			tag_of(&a->document, a->document_tag);
	}
	str_add_n(&body, str_c(&a->document), a->document.len);
	body.bad = body.bad || a->document.len == 0;
	str_copy(c->head.tag, sizeof(c->head.tag), a->document_tag);
	pthread_mutex_unlock(&a->lock);
	c->answer(c, 200, &body, 0);
}
