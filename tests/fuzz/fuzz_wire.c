/* Any bytes as any message: no reader crashes or leaks, and what is accepted survives being written and read again,
 * byte for byte; reference rows of a page go on into a city and into articles, as on a seat. The first byte chooses the
 * reader; with its top bit set the rest is spliced into a valid message, so that a short run without a corpus gets past
 * the outer braces too. That each of them is valid is checked first. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "city/rows.h"
#include "fuzz.h"
#include "model/article.h"
#include "wire/admin_json.h"
#include "wire/audit_json.h"
#include "wire/json_p.h"
#include "wire/message.h"
#include "wire/op.h"
#include "wire/record_json.h"
#include "wire/rows_p.h"
#include "wire/ticket_json.h"

static int taken; /* messages that a reader accepted */

/* Two writings of the same must agree; then both are done with. */
static void
agree(struct str *a, struct str *b)
{
	if (a->bad || b->bad || strcmp(str_c(a), str_c(b)) != 0)
		abort();
	str_free(a);
	str_free(b);
}

static void
must(enum err_code rc)
{
	if (rc != ERR_OK)
		abort();
}

/* A ticket read without a tree is the one with. */
static void
try_scan(const char *text, size_t len)
{
	const struct json_in in = { false, NULL };
	struct ticket t, by_tree;
	struct str a = { 0 }, b = { 0 };
	json_t *root;

	ticket_init(&t);
	ticket_init(&by_tree);
	if (len <= LIMIT_BODY_BYTES && rows_scan_ticket(text, len, &t)) {
		taken++;
		must(json_parse(text, len, LIMIT_BODY_BYTES, &root, NULL));
		must(rows_read_ticket(&in, NULL, root, &by_tree));
		json_decref(root);
		ticket_json_write(&t, true, &a);
		ticket_json_write(&by_tree, true, &b);
		agree(&a, &b);
	}
	ticket_free(&t);
	ticket_free(&by_tree);
}

static void
try_ticket(const char *text, size_t len)
{
	struct ticket t, back;
	struct str a = { 0 }, b = { 0 };

	try_scan(text, len);
	ticket_init(&t);
	ticket_init(&back);
	if (ticket_json_read(text, len, &t, NULL) == ERR_OK) {
		taken++;
		ticket_json_write(&t, true, &a);
		must(ticket_json_read(a.s, a.len, &back, NULL));
		ticket_json_write(&back, true, &b);
		agree(&a, &b);
	}
	ticket_free(&t);
	ticket_free(&back);
}

static void
try_event(const char *text, size_t len)
{
	struct event ev, back;
	struct str a = { 0 }, b = { 0 };

	event_init(&ev);
	event_init(&back);
	if (event_json_read(text, len, &ev, NULL) == ERR_OK) {
		taken++;
		event_json_write(&ev, true, &a);
		must(event_json_read(a.s, a.len, &back, NULL));
		event_json_write(&back, true, &b);
		agree(&a, &b);
	}
	event_free(&ev);
	event_free(&back);
	event_init(&ev);
	(void)event_json_read_payload(text, len, &ev, NULL);
	event_free(&ev);
}

static void
try_ops(const char *text, size_t len)
{
	struct op_list list;
	struct str body = { 0 };
	char fp[SECRET_HEX_SIZE];

	if (ops_read(text, len, &list, NULL) != ERR_OK)
		return;
	taken++;
	for (size_t i = 0; i < list.count; i++) {
		struct op back;

		str_reset(&body);
		must(op_body(&list.ops[i], &body, NULL));
		op_fingerprint(body.s, body.len, fp);
		if (strcmp(fp, list.fingerprint[i]) != 0)
			abort();
		op_init(&back);
		must(op_read_body(body.s, body.len, &back, NULL));
		op_free(&back);
	}
	str_free(&body);
	op_list_free(&list);
}

static void
try_results(const char *text, size_t len)
{
	struct op_results r, back;
	struct str a = { 0 }, b = { 0 };

	if (op_results_read(text, len, &r, NULL) != ERR_OK)
		return;
	taken++;
	must(op_results_write(&r, &a));
	must(op_results_read(a.s, a.len, &back, NULL));
	must(op_results_write(&back, &b));
	agree(&a, &b);
	op_results_free(&r);
	op_results_free(&back);
}

static void
try_records(const char *text, size_t len)
{
	struct record_list l, back;
	struct record_answer answer;
	struct str a = { 0 }, b = { 0 };

	if (record_answer_read(text, len, &answer, NULL) == ERR_OK)
		record_answer_free(&answer);
	if (record_json_read(text, len, &l, NULL) != ERR_OK)
		return;
	taken++;
	record_json_write(l.rows, l.count, &a);
	must(record_json_read(a.s, a.len, &back, NULL));
	record_json_write(back.rows, back.count, &b);
	agree(&a, &b);
	record_list_free(&l);
	record_list_free(&back);
}

static void
try_ref(struct city *c, const struct ref_row *r)
{
	struct article a;

	if (strcmp(r->kind, "article") != 0) {
		(void)city_rows_add(c, r->kind, r->text, NULL);
		return;
	}
	article_init(&a);
	(void)article_read(r->text, strlen(r->text), &a, NULL);
	article_free(&a);
}

static void
try_page(const char *text, size_t len)
{
	struct city *c;
	struct page p;

	if (page_read(text, len, &p, NULL) != ERR_OK)
		return;
	taken++;
	c = city_new();
	for (size_t i = 0; c != NULL && i < p.n_refs; i++)
		try_ref(c, &p.refs[i]);
	if (c != NULL)
		city_finish(c);
	city_free(c);
	page_free(&p);
}

static void
try_single(const char *text, size_t len)
{
	struct op op, back;
	struct str a = { 0 }, b = { 0 };
	char one[SECRET_HEX_SIZE], two[SECRET_HEX_SIZE];

	op_init(&op);
	op_init(&back);
	if (op_single_read(text, len, &op, NULL) == ERR_OK) {
		taken++;
		op_single_write(&op, &a);
		must(op_single_read(a.s, a.len, &back, NULL));
		if (!op_single_fingerprint(&op, "x", "", one) ||
		    !op_single_fingerprint(&back, "x", "", two) || strcmp(one, two) != 0)
			abort();
		op_single_write(&back, &b);
		agree(&a, &b);
	}
	op_free(&op);
	op_free(&back);
}

static void
try_audit(const char *text, size_t len)
{
	struct audit_list l, back;
	struct str a = { 0 }, b = { 0 };

	if (audit_json_read(text, len, &l, NULL) != ERR_OK)
		return;
	taken++;
	audit_json_write(l.rows, l.count, &a);
	must(audit_json_read(a.s, a.len, &back, NULL));
	audit_json_write(back.rows, back.count, &b);
	agree(&a, &b);
	audit_list_free(&l);
	audit_list_free(&back);
}

static void
try_admin(const char *text, size_t len)
{
	struct str a = { 0 }, b = { 0 };

#define TRY(name)                                                           \
	{                                                                   \
		struct admin_##name m, back;                                \
		if (admin_##name##_read(text, len, &m, NULL) == ERR_OK) {   \
			taken++;                                            \
			admin_##name##_write(&m, &a);                       \
			must(admin_##name##_read(a.s, a.len, &back, NULL)); \
			admin_##name##_write(&back, &b);                    \
			agree(&a, &b);                                      \
		}                                                           \
	}
	TRY(user)
	TRY(seat)
	TRY(code)
	TRY(import)
	TRY(imported)
#undef TRY
}

static void
try_message(const char *text, size_t len)
{
	struct msg_ticket ticket;
	struct str out = { 0 };
	char feed[32];

#define TRY(name)                                                     \
	{                                                             \
		struct msg_##name m;                                  \
		if (msg_##name##_read(text, len, &m, NULL) == ERR_OK) \
			taken++, msg_##name##_write(&m, &out);        \
	}
	TRY(centre)
	TRY(enrol)
	TRY(device)
	TRY(login)
	TRY(session)
	TRY(snapshot)
	TRY(problem)
#undef TRY
	if (out.bad)
		abort();
	str_free(&out);
	(void)msg_feed_read(text, len, feed, NULL);
	if (msg_ticket_read(text, len, &ticket, NULL) == ERR_OK)
		msg_ticket_free(&ticket);
}

#define ID_A "01890000-0000-7000-8000-000000000001"
#define ID_B "01890000-0000-7000-8000-000000000002"
#define TICKET                                                                                   \
	"{\"id\":\"" ID_A                                                                        \
	"\",\"state\":\"pending\",\"rev\":5,\"round\":1,\"created_offline\":true,"               \
	"\"matter\":{\"content\":\"\\u706f\\n\",\"title\":\"\"},\"identity\":{\"caller_phone\":" \
	"\"138\"}}"
#define EVENT                                                                                     \
	"{\"id\":\"" ID_A "\",\"ticket\":\"" ID_B "\",\"kind\":\"note\",\"from\":\"draft\","      \
	"\"set\":{\"title\":\"x\"},\"args\":{\"note\":\"y\"},\"identity\":{\"was\":{\"appellant_" \
	"name\":\"z\"}},"                                                                         \
	"\"salt\":\"00112233445566778899aabbccddeeff\",\"withheld\":true}"
#define OPS                                                                               \
	"{\"ops\":[{\"n\":1,\"age\":0,\"body\":{\"id\":\"" ID_A                           \
	"\",\"by\":\"1154\",\"kind\":\"submit\","                                         \
	"\"ticket\":\"" ID_B                                                              \
	"\",\"base\":0,\"set\":{\"type\":\"help\",\"special_groups\":\"elderly,minor\"}," \
	"\"was\":{\"title\":\"\"},\"args\":{\"note\":\"x\"},\"at\":5,\"v\":1}}]}"
#define RESULTS                                                                                    \
	"{\"results\":[{\"n\":1,\"id\":\"" ID_A "\",\"status\":\"rejected\",\"code\":\"guard\"}]," \
	"\"last_op\":1,\"server_ms\":9}"
#define ARTICLE                                                                       \
	"kb_no: K0205-01\\ntitle: x\\nkind: guide\\ncategory: 0205\\nsource: 1004\\n" \
	"limit: resolve=24hour\\nfrom: 2026-01-01\\nuntil: 2027-12-31\\nversion: "    \
	"3\\n\\ny\\n--\\nz\\n"
#define SINGLE                                                                           \
	"{\"kind\":\"submit\",\"set\":{\"type\":\"help\",\"content\":\"x\"},\"was\":{}," \
	"\"args\":{\"note\":\"x\"},\"at\":5}"
#define AUDIT                                                                               \
	"{\"rows\":[{\"id\":\"" ID_A "\",\"at\":5,\"user\":\"1154\",\"action\":\"unmask\"," \
	"\"object\":\"" ID_B "\",\"reason\":\"x\"}]}"
#define ADMIN \
	"{\"job_no\":\"1154\",\"name\":\"x\",\"roles\":\"agent\",\"unit\":\"\",\"pwhash\":\"\"}"
#define PAGE                                                                                       \
	"{\"epoch\":\"e\",\"cursor\":\"c\",\"more\":false,\"server_ms\":1,\"rows\":{\"ticket\":"   \
	"[" TICKET "],\"event\":[" EVENT                                                           \
	"],\"ref\":[[\"unit\",\"1\",1,\"x\"],[\"article\",\"K1\",1,\"" ARTICLE                     \
	"\"],[\"transfer\",\"T1\",1,\"T1\\tutility\\t燃气\\t\\t8890-0000\\t\\t24h\\tblind\"]]}," \
	"\"out\":[[\"ticket\",\"a\",1]],"                                                          \
	"\"del\":[[\"ref\",\"b\",2]]}"
#define RECORDS_SENT                                                                      \
	"{\"rows\":[{\"id\":\"" ID_A "\",\"kind\":\"transfer\",\"by\":\"1154\",\"at\":5," \
	"\"ticket\":\"" ID_B "\",\"call\":\"c\",\"object\":\"T1\",\"code\":\"blind\","    \
	"\"result\":\"busy\",\"phone\":\"138 0000\",\"seconds\":7,\"text\":\"x\\n\"}]}"
#define MESSAGE                                                                                   \
	"{\"code\":\"limit\",\"status\":413,\"errors\":[{\"pointer\":\"/x\"}],\"ticket\":" TICKET \
	",\"events\":[" EVENT "],\"feed\":\"centre\"}"

static const struct {
	void (*read)(const char *text, size_t len);
	const char *valid;
} kinds[] = {
	{ try_ticket, TICKET },
	{ try_event, EVENT },
	{ try_ops, OPS },
	{ try_results, RESULTS },
	{ try_page, PAGE },
	{ try_message, MESSAGE },
	{ try_records, RECORDS_SENT },
	{ try_single, SINGLE },
	{ try_audit, AUDIT },
	{ try_admin, ADMIN },
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int before = taken;

		kinds[i].read(kinds[i].valid, strlen(kinds[i].valid));
		fuzz_must(taken > before, kinds[i].valid);
	}
	return 0;
}

/* What is read without jansson is what jansson reads. */
static void
check_tree(const char *text, size_t n)
{
	json_t *quick = json_tree(text, n), *slow;

	if (quick == NULL)
		return;
	slow = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
	fuzz_must(slow != NULL && json_equal(quick, slow), "one tree");
	json_decref(quick);
	json_decref(slow);
}

#define SPLICE_HEAD 4 /* kind, where (2), how much goes */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t kind = size > 0 ? (data[0] & 0x7f) % (sizeof(kinds) / sizeof(kinds[0])) : 0;
	struct str text = { 0 };
	char *exact;
	size_t n;

	if (size >= SPLICE_HEAD && (data[0] & 0x80) != 0) {
		size_t len = strlen(kinds[kind].valid), at = (data[1] * 256u + data[2]) % len;
		size_t del = data[3] < len - at ? data[3] : len - at;

		str_add(&text, kinds[kind].valid);
		str_splice(&text, at, del, (const char *)data + SPLICE_HEAD, size - SPLICE_HEAD);
	} else if (size > 0) {
		str_add_n(&text, (const char *)data + 1, size - 1);
	}
	exact = fuzz_exact(text.s, text.len);
	n = text.len;
	str_free(&text);
	kinds[kind].read(exact, n);
	check_tree(exact, n);
	free(exact);
	return 0;
}
