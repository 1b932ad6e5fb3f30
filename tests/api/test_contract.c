/* A walk through every route of the running centre, each request and answer held against the document that the centre
 * itself serves.
 *
 * By itself it starts a centre and talks to its socket. `make contract` starts one behind a validating proxy instead and
 * names the proxy's port in HOTSEAT_CONTRACT_PORT and the centre's data directory in HOTSEAT_CONTRACT_DATA: then the
 * proxy's own findings (the header sl-violations) are looked at as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <jansson.h>

#include "../lib/centre.h"
#include "../lib/contract.h"
#include "../lib/daemon.h"
#include "base/clock.h"
#include "base/fs.h"
#include "wire/admin_json.h"
#include "wire/audit_json.h"
#include "wire/message.h"
#include "wire/page.h"
#include "wire/record_json.h"
#include "wire/tus.h"

#define PASSWORD "lamp-post-78"

struct walk {
	char dir[TMPDIR_SIZE], data[TMPDIR_PATHS], base[64];
	const char *socket;
	struct daemon d;
	CURL *curl;
	struct contract *contract;
	struct tcentre model; /* makes operations */
	char device[96], bearer[96], device_id[ID_SIZE];
	/* the last answer */
	int status;
	struct str body, head;
};

struct sent {
	const char *what; /* "GET /v1/centre?x=1" */
	const char *authorization, *body, *header, *header2;
	const char *const *headers; /* more of them, NULL-ended */
	const char *type;           /* of the body; NULL: JSON */
};

/* ---- one exchange ---- */

static size_t
take(char *p, size_t size, size_t n, void *to)
{
	str_add_n(to, p, size * n);
	return size * n;
}

/* The value of a header of the last answer, "" when absent. */
static const char *
header(const struct walk *w, const char *name, char out[4096])
{
	size_t n = strlen(name);

	out[0] = '\0';
	for (const char *p = str_c(&w->head); *p != '\0'; p += strcspn(p, "\n") + 1) {
		if (strncasecmp(p, name, n) == 0 && p[n] == ':')
			snprintf(out, 4096, "%.*s", (int)strcspn(p + n + 2, "\r\n"), p + n + 2);
		if (p[strcspn(p, "\n")] == '\0')
			break;
	}
	return out;
}

/* What the proxy found: nothing may be wrong with an answer, and nothing with a request that was accepted. */
static void
check_violations(const struct walk *w, const struct sent *s)
{
	char text[4096];
	json_t *list, *one;
	size_t i;

	if (header(w, "sl-violations", text)[0] == '\0')
		return;
	list = json_loads(text, 0, NULL);
	json_array_foreach(list, i, one)
	{
		const char *where =
		    json_string_value(json_array_get(json_object_get(one, "location"), 0));
		if (where == NULL || strcmp(where, "request") != 0 || w->status < 400)
			fail_msg("%s (%d): the proxy says %s", s->what, w->status, text);
	}
	json_decref(list);
}

static void
hold(const struct walk *w, const struct sent *s)
{
	char method[12], path[200], code[40] = "", why[300];
	const char *url = strchr(s->what, ' ') + 1, *at;
	struct exchange x = { .method = method,
		.path = path,
		.request = s->body,
		.status = w->status,
		.answer = str_c(&w->body),
		.answer_bytes = w->body.len };

	if (str_starts(s->what, "HEAD ")) /* has the head alone of what a GET would answer */
		x.answer = NULL;

	snprintf(method, sizeof(method), "%.*s", (int)(url - 1 - s->what), s->what);
	snprintf(path, sizeof(path), "%.*s", (int)strcspn(url, "?"), url);
	at = strstr(str_c(&w->body), "\"code\":\"");
	if (w->status >= 400 && at != NULL) {
		snprintf(code, sizeof(code), "%.*s", (int)strcspn(at + 8, "\""), at + 8);
		x.code = code;
	}
	if (!contract_fits(w->contract, &x, why, sizeof(why)))
		fail_msg("%s (%d): %s", s->what, w->status, why);
	check_violations(w, s);
}

static int
send_it(struct walk *w, const struct sent *s)
{
	char url[600], method[12], line[200];
	struct curl_slist *list =
	    curl_slist_append(NULL, s->type != NULL ? s->type : "Content-Type: application/json");
	const char *path = strchr(s->what, ' ') + 1;
	long status = 0;

	snprintf(method, sizeof(method), "%.*s", (int)(path - 1 - s->what), s->what);
	snprintf(url, sizeof(url), "%s%s", w->base, path);
	if (s->authorization != NULL) {
		snprintf(line, sizeof(line), "Authorization: %s", s->authorization);
		list = curl_slist_append(list, line);
	}
	if (s->header != NULL)
		list = curl_slist_append(list, s->header);
	if (s->header2 != NULL)
		list = curl_slist_append(list, s->header2);
	for (const char *const *h = s->headers; h != NULL && *h != NULL; h++)
		list = curl_slist_append(list, *h);
	str_reset(&w->body);
	str_reset(&w->head);
	curl_easy_reset(w->curl);
	if (w->socket != NULL)
		curl_easy_setopt(w->curl, CURLOPT_UNIX_SOCKET_PATH, w->socket);
	curl_easy_setopt(w->curl, CURLOPT_URL, url);
	curl_easy_setopt(w->curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(w->curl, CURLOPT_HTTPHEADER, list);
	if (s->body != NULL)
		curl_easy_setopt(w->curl, CURLOPT_POSTFIELDS, s->body);
	if (strcmp(method, "HEAD") == 0)
		curl_easy_setopt(w->curl, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(w->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(w->curl, CURLOPT_WRITEDATA, &w->body);
	curl_easy_setopt(w->curl, CURLOPT_HEADERFUNCTION, take);
	curl_easy_setopt(w->curl, CURLOPT_HEADERDATA, &w->head);
	curl_easy_setopt(w->curl, CURLOPT_TIMEOUT, 60L);
	if (curl_easy_perform(w->curl) != CURLE_OK)
		fail_msg("%s: no answer", s->what);
	curl_easy_getinfo(w->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(list);
	w->status = (int)status;
	if (w->contract != NULL)
		hold(w, s);
	return w->status;
}

static int
ask(struct walk *w, const char *what, const char *authorization, const char *body)
{
	const struct sent s = { .what = what, .authorization = authorization, .body = body };

	return send_it(w, &s);
}

/* One that must go well. */
static void
must(struct walk *w, int status, const char *what, const char *authorization, const char *body)
{
	if (ask(w, what, authorization, body) != status)
		fail_msg("%s: %d %s", what, w->status, str_c(&w->body));
}

/* ---- life ---- */

static int
setup(void **state)
{
	const char *port = getenv("HOTSEAT_CONTRACT_PORT"), *data = getenv("HOTSEAT_CONTRACT_DATA");
	struct walk *w = calloc(1, sizeof(*w));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	w->curl = curl_easy_init();
	tcentre_open(&w->model, false, true);
	if (port != NULL && data != NULL) {
		snprintf(w->base, sizeof(w->base), "http://127.0.0.1:%s", port);
		str_copy(w->data, sizeof(w->data), data);
	} else {
		tmpdir_make(w->dir);
		daemon_init(&w->d, w->dir, false);
		daemon_start(&w->d, NULL, NULL);
		str_copy(w->base, sizeof(w->base), "http://centre");
		str_copy(w->data, sizeof(w->data), w->d.data);
		w->socket = w->d.server + strlen("unix:");
	}
	must(w, 200, "GET /v1/openapi.json", NULL, NULL);
	w->contract = contract_open(str_c(&w->body), w->body.len);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct walk *w = *state;

	curl_easy_cleanup(w->curl);
	if (w->d.pid != 0) {
		daemon_stop(&w->d);
		tmpdir_remove(w->dir);
	}
	contract_close(w->contract);
	tcentre_close(&w->model);
	str_free(&w->body);
	str_free(&w->head);
	free(w);
	return 0;
}

/* ---- the walk ---- */

static void
watch(struct walk *w)
{
	char tag[4096], line[4200];
	struct sent s = { .what = "GET /v1/openapi.json", .header = line };

	must(w, 200, "GET /healthz", NULL, NULL);
	must(w, 200, "GET /readyz", NULL, NULL);
	must(w, 200, "GET /metrics", NULL, NULL);
	assert_non_null(strstr(str_c(&w->body), "hotseatd_tickets "));
	must(w, 200, "GET /v1/openapi.json", NULL, NULL);
	snprintf(line, sizeof(line), "If-None-Match: \"other\", %s", header(w, "ETag", tag));
	assert_int_equal(send_it(w, &s), 304);
	assert_int_equal(w->body.len, 0);
	snprintf(line, sizeof(line), "If-None-Match: \"other\"");
	assert_int_equal(send_it(w, &s), 200);
}

static void
administer(struct walk *w)
{
	struct admin_user user = { .job_no = "2201", .name = "新人", .roles = "agent" };
	struct str text = { 0 };
	struct err e = { 0 };

	admin_user_write(&user, &text);
	must(w, 204, "POST /v1/admin/users", NULL, text.s);
	assert_int_equal(ask(w, "POST /v1/admin/users", NULL, text.s), 409);
	assert_int_equal(ask(w, "POST /v1/admin/users", NULL, "{\"job_no\":\"2202\"}"), 422);
	str_reset(&text);
	user = (struct admin_user){ .job_no = "1154" };
	assert_int_equal(secret_pw_hash(PASSWORD, user.pwhash, &e), ERR_OK);
	admin_user_write(&user, &text);
	must(w, 204, "POST /v1/admin/passwords", NULL, text.s);
	str_free(&text);
	must(w, 200, "GET /v1/admin/users", NULL, NULL);
	must(w, 200, "GET /v1/admin/users?after=1154", NULL, NULL);
	must(w, 204, "PATCH /v1/admin/users/2201", NULL,
	    "{\"name\":\"新人\",\"roles\":\"agent,visitor\",\"unit\":\"\",\"skills\":\"\","
	    "\"company\":\"\",\"active\":false,\"rev\":1}");
	assert_int_equal(ask(w, "PATCH /v1/admin/users/2201", NULL,
			     "{\"name\":\"新人\",\"roles\":\"agent\",\"unit\":\"\",\"skills\":"
			     "\"\",\"company\":\"\",\"active\":true,\"rev\":1}"),
	    409);
	must(w, 200, "POST /v1/admin/tables", NULL,
	    "{\"what\":\"roster\",\"plan\":\"\",\"files\":[{\"name\":\"duty.tsv\",\"text\":"
	    "\"date\\tunit\\tname\\tphone\\thours\\n2026-11-22\\t1004\\t李强\\t13800000678"
	    "\\t\\n\"}]}");
	assert_int_equal(ask(w, "POST /v1/admin/tables", NULL,
			     "{\"what\":\"roster\",\"plan\":\"0\",\"files\":[]}"),
	    422);
	must(w, 200, "GET /v1/admin/seats", NULL, NULL);
	must(w, 201, "POST /v1/admin/seats", NULL, "{\"seat_no\":\"1161\"}");
	assert_int_equal(ask(w, "POST /v1/admin/seats/off", NULL, "{\"seat_no\":\"1177\"}"), 404);
}

/* A file beside the database, as hotseatd import lays it there. */
static void
import_nothing(struct walk *w)
{
	struct page_writer page;
	struct msg_centre m;
	struct str text = { 0 };
	struct err e = { 0 };
	char id[ID_SIZE], path[700], body[100];

	must(w, 200, "GET /v1/centre", NULL, NULL);
	assert_int_equal(msg_centre_read(str_c(&w->body), w->body.len, &m, &e), ERR_OK);
	page_begin(&page, &text, m.epoch);
	page_end(&page, "-", false, 0, 0);
	id_new(id);
	snprintf(path, sizeof(path), "%s/import-%s", w->data, id);
	assert_int_equal(fs_write(path, text.s, text.len, 0600, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"file\":\"import-%s\"}", id);
	must(w, 200, "POST /v1/admin/imports", NULL, body);
	assert_int_equal(remove(path), 0);
	assert_int_equal(ask(w, "POST /v1/admin/imports", NULL, "{\"file\":\"../key\"}"), 422);
	str_free(&text);
}

/* What else the centre's own user asks for: a lot of inspection, results of call-backs. */
static void
draw_and_visit(struct walk *w)
{
	must(
	    w, 200, "POST /v1/admin/draws", NULL, "{\"month\":\"2026-11\",\"count\":2,\"seed\":7}");
	assert_int_equal(
	    ask(w, "POST /v1/admin/draws", NULL, "{\"month\":\"?\",\"count\":1,\"seed\":1}"), 422);
	assert_int_equal(ask(w, "POST /v1/admin/visits", NULL,
			     "{\"ticket_no\":\"261121104231115499\",\"at\":1795228951000,"
			     "\"method\":\"sms\",\"solved\":\"solved\",\"stars\":\"5\","
			     "\"manner\":\"5\"}"),
	    404);
}

static void
enrol(struct walk *w, const char *seat)
{
	struct admin_code code;
	struct msg_device d;
	struct err e = { 0 };
	char body[100];

	snprintf(body, sizeof(body), "{\"seat_no\":\"%s\"}", seat);
	must(w, 201, "POST /v1/admin/seats", NULL, body);
	assert_int_equal(admin_code_read(str_c(&w->body), w->body.len, &code, &e), ERR_OK);
	snprintf(body, sizeof(body), "{\"code\":\"%s\",\"name\":\"测试席\"}", code.code);
	must(w, 201, "POST /v1/devices", NULL, body);
	assert_int_equal(msg_device_read(str_c(&w->body), w->body.len, &d, &e), ERR_OK);
	snprintf(w->device, sizeof(w->device), "Device %s.%s", d.device_id, d.device_key);
	assert_int_equal(ask(w, "POST /v1/devices", NULL, body), 404); /* used up */
	assert_int_equal(ask(w, "POST /v1/devices", NULL, "{\"code\":\"\"}"), 403);
}

static void
sign_in(struct walk *w)
{
	struct msg_session s;
	struct err e = { 0 };

	assert_int_equal(
	    ask(w, "POST /v1/sessions", w->device, "{\"job_no\":\"1154\",\"password\":\"wrong\"}"),
	    401);
	assert_int_equal(ask(w, "POST /v1/sessions", "Device x", "{}"), 403);
	must(w, 201, "POST /v1/sessions", w->device,
	    "{\"job_no\":\"1154\",\"password\":\"" PASSWORD "\"}");
	assert_int_equal(msg_session_read(str_c(&w->body), w->body.len, &s, &e), ERR_OK);
	snprintf(w->bearer, sizeof(w->bearer), "Bearer %s", s.token);
}

static void
refused_deputy(struct walk *w)
{
	assert_int_equal(ask(w, "GET /v1/deputies", w->bearer, NULL), 403);
	assert_int_equal(ask(w, "POST /v1/deputies", w->bearer,
			     "{\"job_no\":\"6004\",\"from\":\"2026-11-23\",\"to\":\"2026-11-27\"}"),
	    403);
}

static void
change_password(struct walk *w)
{
	struct admin_user own = { .job_no = "1154" };
	struct str text = { 0 };
	struct err e = { 0 };

	assert_int_equal(secret_pw_hash(PASSWORD "-2", own.pwhash, &e), ERR_OK);
	admin_user_write(&own, &text);
	must(w, 204, "POST /v1/sessions/password", w->bearer, text.s);
	assert_int_equal(
	    ask(w, "POST /v1/sessions/password", w->bearer, "{\"job_no\":\"1101\"}"), 403);
	str_free(&text);
}

static void
make_lamp(struct walk *w, struct op *op, const char *no)
{
	w->model.now = clock_now_ms();
	tcentre_lamp(&w->model, op, EVENT_SUBMIT, 0);
	tcentre_set(op, TF_NO, no, NULL);
	tcentre_set(op, TF_AREA, "990102001", NULL);
}

static void
push(struct walk *w)
{
	struct str body = { 0 }, text = { 0 };
	struct op_item item;
	struct err e = { 0 };
	struct op op;
	char day[24], no[40];

	civil_format(clock_now_ms(), "%Y%m%d%H%M%S", day, sizeof(day));
	snprintf(no, sizeof(no), "%s116050", day + 2);
	make_lamp(w, &op, no);
	assert_int_equal(op_body(&op, &body, &e), ERR_OK);
	item = (struct op_item){ 1, 0, body.s, body.len };
	assert_int_equal(ops_write(&item, 1, &text, &e), ERR_OK);
	must(w, 200, "POST /v1/sync/ops", w->device, text.s);
	assert_non_null(strstr(str_c(&w->body), "\"applied\""));
	must(w, 200, "POST /v1/sync/ops", w->device, text.s); /* again: the same answer */
	item.n = 9;
	str_reset(&text);
	assert_int_equal(ops_write(&item, 1, &text, &e), ERR_OK);
	assert_int_equal(ask(w, "POST /v1/sync/ops", w->device, text.s), 409);
	assert_int_equal(ask(w, "POST /v1/sync/ops", w->device, "{\"ops\":[{}]}"), 422);
	assert_int_equal(ask(w, "POST /v1/sync/ops", NULL, "{\"ops\":[]}"), 401);
	op_free(&op);
	str_free(&body);
	str_free(&text);
}

static void
pull(struct walk *w)
{
	struct msg_snapshot s;
	struct err e = { 0 };
	char what[200];

	must(w, 200, "GET /v1/sync/changes?feed=centre&limit=10&wait=0", w->bearer, NULL);
	must(w, 200, "GET /v1/sync/changes?feed=reference&limit=50", w->bearer, NULL);
	assert_int_equal(ask(w, "GET /v1/sync/changes?feed=centre&limit=0", w->bearer, NULL), 422);
	assert_int_equal(ask(w, "GET /v1/sync/changes?feed=unit:1", w->bearer, NULL), 403);
	assert_int_equal(ask(w, "GET /v1/sync/changes?feed=centre", NULL, NULL), 401);
	must(w, 201, "POST /v1/sync/snapshot", w->bearer, "{\"feed\":\"centre\"}");
	assert_int_equal(msg_snapshot_read(str_c(&w->body), w->body.len, &s, &e), ERR_OK);
	snprintf(what, sizeof(what), "GET /v1/sync/snapshot/%s?limit=10", s.id);
	must(w, 200, what, w->bearer, NULL);
	assert_int_equal(ask(w, "GET /v1/sync/snapshot/none", w->bearer, NULL), 410);
	must(w, 200, "GET /v1/sync/digest?feed=centre", w->bearer, NULL);
}

static void
file_ticket(struct walk *w, char id[ID_SIZE])
{
	struct sent s = { .what = "POST /v1/tickets", .authorization = w->bearer };
	struct str body = { 0 };
	char location[4096];
	struct op op;

	make_lamp(w, &op, NULL);
	op_single_write(&op, &body);
	s.body = body.s;
	assert_int_equal(send_it(w, &s), 400); /* no key */
	s.header = "Idempotency-Key: contract-1";
	if (send_it(w, &s) != 201)
		fail_msg("%d %s", w->status, str_c(&w->body));
	header(w, "Location", location);
	assert_true(str_starts(location, "/v1/tickets/"));
	str_copy(id, ID_SIZE, location + strlen("/v1/tickets/"));
	assert_int_equal(send_it(w, &s), 201);
	s.body = "{\"kind\":\"submit\",\"set\":{\"content\":\"另一件\"}}";
	assert_int_equal(send_it(w, &s), 422);
	s.header = "Idempotency-Key: contract-web-1";
	s.body = "{\"kind\":\"save_draft\",\"set\":{\"channel\":\"web\",\"content\":\"路灯不亮\"}}";
	assert_int_equal(send_it(w, &s), 201); /* what came in writing */
	s.header = "Idempotency-Key: contract-1";
	s.body = "{\"kind\":\"submit\",\"colour\":1}";
	assert_int_equal(send_it(w, &s), 422);
	s.authorization = NULL;
	assert_int_equal(send_it(w, &s), 401);
	op_free(&op);
	str_free(&body);
}

static void
change_ticket(struct walk *w, const char *id)
{
	static const char note[] = "{\"kind\":\"note\",\"args\":{\"note\":\"市民又来电\"}}";
	char what[100], get[100], tag[4096], line[4200];
	struct sent s = { .what = what, .authorization = w->bearer, .body = note };
	struct sent again = { .what = get, .authorization = w->bearer, .header = line };

	snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", id);
	snprintf(get, sizeof(get), "GET /v1/tickets/%s", id);
	must(w, 200, get, w->bearer, NULL);
	snprintf(line, sizeof(line), "If-None-Match: %s", header(w, "ETag", tag));
	assert_int_equal(send_it(w, &again), 304);
	assert_int_equal(send_it(w, &s), 428);
	s.header = "If-Match: \"77\"";
	assert_int_equal(send_it(w, &s), 412);
	assert_non_null(strstr(str_c(&w->body), "\"current\":{"));
	snprintf(line, sizeof(line), "If-Match: %s", tag);
	s.header = line;
	s.header2 = "Idempotency-Key: contract-2";
	assert_int_equal(send_it(w, &s), 200);
	assert_int_equal(send_it(w, &s), 200); /* the same once more */
	s.header2 = NULL;
	s.header = "If-Match: *";
	s.body = "{\"kind\":\"submit\"}"; /* no 501 here: prism would answer it with an example */
	assert_int_equal(send_it(w, &s), 409);
	assert_int_equal(ask(w, "GET /v1/tickets/none", w->bearer, NULL), 404);
}

static void
at_the_desk(struct walk *w, const char *ticket)
{
	struct audit_row look = { .at = clock_now_ms(), .user = "1154", .action = "unmask" };
	struct record cite = {
		.kind = RECORD_CITE, .by = "1154", .at = clock_now_ms(), .object = "K0101-01"
	};
	struct record stranger;
	struct str text = { 0 };

	id_new(look.id);
	str_copy(look.object, sizeof(look.object), ticket);
	audit_json_write(&look, 1, &text);
	must(w, 200, "POST /v1/audit", w->device, text.s);
	assert_int_equal(ask(w, "POST /v1/audit", w->device, "{\"rows\":[{}]}"), 422);
	str_reset(&text);
	id_new(cite.id);
	stranger = cite;
	id_new(stranger.id);
	str_copy(stranger.by, sizeof(stranger.by), "9999");
	record_json_write((struct record[]){ cite, stranger }, 2, &text);
	must(w, 200, "POST /v1/records", w->device, text.s);
	assert_non_null(strstr(str_c(&w->body), "\"kept\":1"));
	must(w, 200, "GET /v1/records?after=0", w->bearer, NULL);
	must(w, 200, "GET /v1/seats/there", w->bearer, NULL);
	assert_int_equal(ask(w, "GET /v1/seats/there", NULL, NULL), 401);
	must(w, 200, "GET /v1/articles/K0101-01", w->bearer, NULL);
	assert_int_equal(ask(w, "GET /v1/articles/K9999-99", w->bearer, NULL), 404);
	str_free(&text);
}

/* A small file by two pieces, and what is refused on the way. */
static void
attach(struct walk *w, const char *ticket)
{
	static const char text[] = "这是现场情况说明";
	static const char type[] = "Content-Type: " TUS_BODY;
	struct tus_upload u = { .name = "说明.txt", .by = "1154" };
	uint8_t hash[SECRET_HASH_BYTES];
	char begin[1100], length[60], what[120], value[4096], body[300];
	const char *headers[] = { "Tus-Resumable: 1.0.0", length, begin, NULL };
	const char *at0[] = { "Tus-Resumable: 1.0.0", "Upload-Offset: 0", NULL };
	const char *wrong[] = { "Tus-Resumable: 1.0.0", "Upload-Offset: 0",
		"Upload-Checksum: sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", NULL };
	struct sent s = {
		.what = "POST /v1/blobs", .authorization = w->device, .headers = headers
	};
	struct sent list = { .what = what, .authorization = w->bearer };
	struct str meta = { 0 };

	secret_sha256(text, strlen(text), hash);
	secret_hex(hash, sizeof(hash), u.id);
	str_copy(u.ticket, sizeof(u.ticket), ticket);
	tus_metadata_write(&u, &meta);
	snprintf(begin, sizeof(begin), "Upload-Metadata: %s", str_c(&meta));
	snprintf(length, sizeof(length), "Upload-Length: 20971521");
	s.body = "";
	assert_int_equal(send_it(w, &s), 413);
	snprintf(length, sizeof(length), "Upload-Length: %zu", strlen(text));
	if (send_it(w, &s) != 201)
		fail_msg("%d %s", w->status, str_c(&w->body));
	snprintf(what, sizeof(what), "PATCH %s", header(w, "Location", value));
	s = (struct sent){ .what = what, .authorization = w->device, .headers = at0, .body = "{}" };
	assert_int_equal(
	    send_it(w, &s), 415); /* as JSON, and some: prism answers what is none itself */
	s.body = text;
	s.type = type;
	s.headers = wrong;
	assert_int_equal(send_it(w, &s), 460);
	s.headers = at0;
	assert_int_equal(send_it(w, &s), 204);
	assert_int_equal(send_it(w, &s), 409); /* it is there already */
	assert_non_null(strstr(str_c(&w->body), "\"expect\":"));
	snprintf(what, sizeof(what), "HEAD /v1/blobs/%s", u.id);
	s = (struct sent){ .what = what, .authorization = w->device, .headers = at0 };
	assert_int_equal(send_it(w, &s), 200);
	assert_int_equal(atoi(header(w, "Upload-Offset", value)), (int)strlen(text));
	snprintf(what, sizeof(what), "PATCH /v1/tickets/%s", ticket);
	snprintf(body, sizeof(body), "{\"kind\":\"attach\",\"args\":{\"files\":\"%s\"}}", u.id);
	s = (struct sent){
		.what = what, .authorization = w->bearer, .header = "If-Match: *", .body = body
	};
	if (send_it(w, &s) != 200)
		fail_msg("%d %s", w->status, str_c(&w->body));
	snprintf(what, sizeof(what), "GET /v1/blobs?ticket=%s", ticket);
	assert_int_equal(send_it(w, &list), 200);
	assert_non_null(strstr(str_c(&w->body), "\"complete\":true"));
	snprintf(what, sizeof(what), "GET /v1/blobs/%s?offset=6", u.id);
	assert_int_equal(send_it(w, &list), 200);
	assert_string_equal(str_c(&w->body), text + 6);
	assert_int_equal(ask(w, "GET /v1/blobs/none", w->bearer, NULL), 404);
	str_free(&meta);
}

static void
every_route_keeps_to_the_document(void **state)
{
	struct walk *w = *state;
	char ticket[ID_SIZE];

	watch(w);
	administer(w);
	import_nothing(w);
	draw_and_visit(w);
	enrol(w, "1160");
	sign_in(w);
	push(w);
	pull(w);
	file_ticket(w, ticket);
	change_ticket(w, ticket);
	at_the_desk(w, ticket);
	attach(w, ticket);
	refused_deputy(w);
	change_password(w);
	must(w, 204, "DELETE /v1/sessions", w->bearer, NULL);
	assert_int_equal(ask(w, "DELETE /v1/sessions", w->bearer, NULL), 401);
	must(w, 204, "POST /v1/admin/seats/off", NULL, "{\"seat_no\":\"1160\"}");
	assert_int_equal(ask(w, "POST /v1/sync/ops", w->device, "{\"ops\":[]}"), 403);
}

/* The walk left none out, by the centre's own count: what the proxy of `make contract` counts too. */
static void
every_route_was_walked(void **state)
{
	struct walk *w = *state;
	struct str figures = { 0 };
	const char *path, *method;
	json_t *doc, *item, *op;
	int missing = 0;

	must(w, 200, "GET /metrics", NULL, NULL);
	str_add(&figures, str_c(&w->body));
	must(w, 200, "GET /v1/openapi.json", NULL, NULL);
	doc = json_loads(str_c(&w->body), 0, NULL);
	json_object_foreach(json_object_get(doc, "paths"), path, item)
	{
		json_object_foreach(item, method, op)
		{
			char large[12] = "", line[300];

			for (size_t i = 0; method[i] != '\0' && i < sizeof(large) - 1; i++)
				large[i] = (char)(method[i] & ~0x20);
			snprintf(line, sizeof(line),
			    "hotseatd_http_requests_total{method=\"%s\",route=\"%s\",status=",
			    large, path);
			if (strstr(str_c(&figures), line) == NULL) {
				print_error("not walked: %s %s\n", large, path);
				missing++;
			}
		}
	}
	json_decref(doc);
	str_free(&figures);
	assert_int_equal(missing, 0);
}

/* Figures of the same centre have moved with it. */
static void
figures_have_moved(void **state)
{
	static const char *const moved[] = {
		"hotseatd_http_requests_total{method=\"POST\",route=\"/v1/"
		"tickets\",status=\"201\"} 3\n",
		"hotseatd_http_requests_total{method=\"PATCH\",route=\"/v1/tickets/"
		"{id}\",status=\"412\"} "
		"1\n",
		"hotseatd_http_request_duration_seconds_count{method=\"GET\",route=\"/v1/sync/"
		"digest\"} "
		"1\n",
		"hotseatd_tickets 3\n",
	};
	struct walk *w = *state;

	must(w, 200, "GET /metrics", NULL, NULL);
	for (size_t i = 0; i < sizeof(moved) / sizeof(moved[0]); i++)
		if (strstr(str_c(&w->body), moved[i]) == NULL)
			fail_msg("no %s", moved[i]);
	assert_null(strstr(str_c(&w->body), "hotseatd_writer_batches_total 0\n"));
	assert_null(strstr(str_c(&w->body), "hotseatd_commit_duration_seconds_count{} 0\n"));
	assert_null(strstr(str_c(&w->body), "hotseatd_http_connections 0\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_keeps_to_the_document),
		cmocka_unit_test(every_route_was_walked),
		cmocka_unit_test(figures_have_moved),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
