/* /v1/blobs: a file by pieces, everything tus says must be refused, hostile senders, who may read. */
#include "blobs.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* ---- going well ---- */

static void
a_file_comes_by_pieces_and_is_read_back(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f;
	struct stat st;
	char ticket[ID_SIZE], path[300];

	jpeg(&f, 1);
	tcentre_filed(&k->c, EVENT_SUBMIT, 7, ticket);
	attach(k, CENTRE_AGENT, ticket, f.id, ERR_OK); /* the event is here first */
	snprintf(f.what, sizeof(f.what), "ticket=%s", ticket);
	assert_int_equal(ask(k, &v, "GET /v1/blobs", f.what, k->agent, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), "\"complete\":false"));
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	assert_int_equal(v.status, 201);
	assert_string_equal(v.call.head.location + strlen("/v1/blobs/"), f.id);
	assert_int_equal(piece(k, &v, &f, 0, PIECE), ERR_OK);
	assert_int_equal(v.status, 204);
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK); /* the seat was killed: goes on */
	assert_int_equal(v.call.head.upload.offset, PIECE);
	assert_int_equal(head(k, &v, &f), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, PIECE);
	assert_int_equal(v.call.head.upload.length, WHOLE);
	snprintf(f.what, sizeof(f.what), "GET /v1/blobs/%s", f.id);
	assert_int_equal(ask(k, &v, f.what, NULL, k->agent, NULL), ERR_NOT_FOUND); /* not whole */
	assert_int_equal(piece(k, &v, &f, PIECE, WHOLE - PIECE), ERR_OK);
	snprintf(f.what, sizeof(f.what), "GET /v1/blobs/%s", f.id);
	assert_int_equal(ask(k, &v, f.what, NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(v.body.len, WHOLE);
	assert_memory_equal(v.body.s, f.bytes, WHOLE);
	assert_string_equal(v.call.head.type, "application/octet-stream");
	assert_int_equal(ask(k, &v, f.what, "offset=1700", k->agent, NULL), ERR_OK);
	assert_int_equal(v.body.len, 100);
	assert_memory_equal(v.body.s, f.bytes + 1700, 100);
	snprintf(path, sizeof(path), "%s/blobs/%.2s/%.2s/%s", k->dir, f.id, f.id + 2, f.id);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_null(blob_file_check(k->dir, f.id, WHOLE));
	str_free(&v.body);
}

/* ---- refused ---- */

static void
what_tus_forbids_is_refused(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f;
	char what[100];
	const struct asked good = { .what = what,
		.authorization = k->device,
		.tus = "1.0.0",
		.type = TUS_BODY,
		.offset = "0",
		.body = "xy" };
	const struct {
		const char *tus, *type, *offset, *checksum, *who, *body;
		enum err_code rc;
	} cases[] = {
		{ .tus = "0.2.2", .rc = ERR_PRECONDITION },
		{ .tus = "", .rc = ERR_PRECONDITION },
		{ .type = "application/json", .rc = ERR_MEDIA },
		{ .offset = "1", .rc = ERR_CONFLICT },
		{ .offset = "99999999999999999999", .rc = ERR_SYNTAX },
		{ .offset = "-1", .rc = ERR_SYNTAX },
		{ .checksum = "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
		    .rc = ERR_CHECKSUM },
		{ .checksum = "md5 AAAA", .rc = ERR_SYNTAX },
		{ .checksum = "sha256 ///", .rc = ERR_SYNTAX },
		{ .who = "", .rc = ERR_UNAUTHORISED },
		{ .body = "\x01\x02\x03 no file we take", .rc = ERR_MEDIA },
	};

	jpeg(&f, 2);
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	snprintf(what, sizeof(what), "PATCH /v1/blobs/%s", f.id);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct asked a = good;

		a.tus = cases[i].tus != NULL ? cases[i].tus : a.tus;
		a.type = cases[i].type != NULL ? cases[i].type : a.type;
		a.offset = cases[i].offset != NULL ? cases[i].offset : a.offset;
		a.body = cases[i].body != NULL ? cases[i].body : a.body;
		a.authorization = cases[i].who != NULL ? NULL : a.authorization;
		a.checksum = cases[i].checksum;
		if (ask_all(k, &v, &a) != cases[i].rc)
			fail_msg("case %zu: %s %s", i, err_json(v.e.code), v.e.text);
		if (cases[i].rc == ERR_CONFLICT)
			assert_string_equal(v.members, "\"expect\":0");
		assert_int_equal(head(k, &v, &f), ERR_OK);
		assert_int_equal(v.call.head.upload.offset, 0); /* and nothing of it was kept */
	}
	assert_int_equal(err_http(ERR_CHECKSUM), 460);
	send_all(k, &v, &f); /* in the end it comes */
	str_free(&v.body);
}

static void
what_cannot_be_announced(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f, other;
	char nobody[ID_SIZE], second[96];

	jpeg(&f, 3);
	assert_int_equal(begin(k, &v, &f, "20971521"), ERR_LIMIT);
	assert_int_equal(v.status, 413);
	assert_int_equal(begin(k, &v, &f, "0"), ERR_INVALID);
	assert_int_equal(begin(k, &v, &f, NULL), ERR_SYNTAX);
	assert_int_equal(begin(k, &v, &f, "x"), ERR_SYNTAX);
	str_copy(f.metadata, sizeof(f.metadata), "sha256 !!!!");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_SYNTAX);
	str_copy(f.metadata, sizeof(f.metadata), "filename YQ==");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_INVALID); /* no hash */
	str_copy(f.metadata, sizeof(f.metadata), ",,");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_SYNTAX);
	make_file(&f, "\xff\xd8\xff", 3, 3, CENTRE_STRANGER, "");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_FORBIDDEN);
	jpeg(&f, 3);
	assert_int_equal(head(k, &v, &f), ERR_NOT_FOUND);
	assert_int_equal(piece(k, &v, &f, 0, 10), ERR_NOT_FOUND);
	/* begun by another seat, which this one then takes over */
	jpeg(&other, 4);
	assert_int_equal(begin(k, &v, &other, "1800"), ERR_OK);
	assert_int_equal(begin(k, &v, &other, "1801"), ERR_INVALID);
	tcentre_device(&k->c, "1160", "another-key", nobody);
	tcentre_sign_in(&k->c, nobody, CENTRE_AGENT);
	str_copy(second, sizeof(second), k->device);
	snprintf(k->device, sizeof(k->device), "Device %s.another-key", nobody);
	assert_int_equal(piece(k, &v, &other, 0, 10), ERR_FORBIDDEN);
	assert_int_equal(head(k, &v, &other), ERR_NOT_FOUND);
	send_all(k, &v, &other);
	assert_int_equal(ask(k, &v, "DELETE /v1/blobs", NULL, k->device, NULL), ERR_METHOD);
	assert_string_equal(v.call.head.allow, "POST, GET");
	str_free(&v.body);
}

static void
a_file_that_is_another_begins_again(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f;

	jpeg(&f, 5);
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 0, PIECE), ERR_OK);
	f.bytes[900] ^= 1; /* changed on its way to us */
	assert_int_equal(piece(k, &v, &f, PIECE, WHOLE - PIECE), ERR_CHECKSUM);
	assert_int_equal(v.status, 460);
	f.bytes[900] ^= 1;
	assert_int_equal(head(k, &v, &f), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, 0);
	send_all(k, &v, &f);
	/* more than was said */
	jpeg(&f, 6);
	assert_int_equal(begin(k, &v, &f, "1000"), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 0, WHOLE), ERR_LIMIT);
	str_free(&v.body);
}

/* What it is called is what opens it on the desk of a unit. The same bytes under a right name are taken. */
static void
a_name_must_say_what_it_is(void **state)
{
	static const char pdf[] = "%PDF-1.4\n";
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f;

	make_named(&f, "现场.jpg", pdf, sizeof(pdf) - 1, 51, CENTRE_AGENT, "");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 0, PIECE), ERR_MEDIA);
	assert_non_null(strstr(v.e.text, "“现场.jpg”的内容是文档, 和名字结尾的 .jpg 对不上"));
	assert_non_null(strstr(v.e.text, "把名字改成 .pdf 结尾再添加"));
	assert_int_equal(head(k, &v, &f), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, 0);
	make_named(&f, "说明.pdf", pdf, sizeof(pdf) - 1, 51, CENTRE_AGENT, "");
	send_all(k, &v, &f);
	/* cut so that its first piece could be anything */
	make_named(&f, "说明.txt", "MZ\x90\0\3", 5, 52, CENTRE_AGENT, "");
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 0, 1), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 1, WHOLE - 1), ERR_MEDIA);
	assert_int_equal(head(k, &v, &f), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, 0);
	assert_non_null(blob_file_check(k->dir, f.id, WHOLE)); /* and is not on the disk */
	str_free(&v.body);
}

static enum op_status
reply_with(struct counter *k, const char *ticket, const char *files, const char *expect)
{
	struct op_result r;
	enum op_status status;

	k->c.now += 1000;
	status = tcentre_do(&k->c, CENTRE_SIGNER, EVENT_REPLY, ticket, &r, EA_IS_TRUE, "yes",
	    EA_FACTS, "灯泡坏了, 已换", EA_SOLVED, "solved", EA_FILES, files, -1);
	if (strstr(r.detail, expect) == NULL)
		fail_msg("reply: %s", r.detail);
	return status;
}

/* Where a photograph is asked for no paper stands in for it, whether it comes before the reply or after. */
static void
only_a_picture_is_the_photo(void **state)
{
	static const char pdf[] = "%PDF-1.4\n";
	struct counter *k = *state;
	struct visit v = { 0 };
	struct op_result r;
	struct file paper, late, photo;
	char ticket[ID_SIZE];

	make_named(&paper, "说明.pdf", pdf, sizeof(pdf) - 1, 61, CENTRE_AGENT, "");
	make_named(&late, "说明.pdf", pdf, sizeof(pdf) - 1, 62, CENTRE_AGENT, "");
	jpeg(&photo, 63);
	k->c.city->profiles[0].rule[0].photo_required = true;
	tcentre_filed(&k->c, EVENT_SUBMIT, 8, ticket);
	k->c.now += 1000;
	assert_int_equal(
	    tcentre_do(&k->c, CENTRE_UNIT, EVENT_SIGNIN, ticket, NULL, -1), OP_APPLIED);
	assert_int_equal(tcentre_do(&k->c, CENTRE_UNIT, EVENT_CONTACT, ticket, NULL, EA_RESULT,
			     "reached", EA_SUMMARY, "明天去修", -1),
	    OP_APPLIED);
	send_all(k, &v, &paper);
	assert_int_not_equal(reply_with(k, ticket, paper.id, "没有一个是图片"), OP_APPLIED);
	assert_int_equal(reply_with(k, ticket, late.id, ""), OP_APPLIED); /* it may be one */
	send_all(k, &v, &late);
	k->c.now += 1000;
	assert_int_not_equal(
	    tcentre_do(&k->c, CENTRE_DISPATCHER, EVENT_AUDIT_OK, ticket, &r, -1), OP_APPLIED);
	assert_non_null(strstr(r.detail, "请退回重报"));
	assert_int_equal(tcentre_do(&k->c, CENTRE_DISPATCHER, EVENT_AUDIT_BACK, ticket, &r,
			     EA_REASON_CODE, "no_files", EA_REASON, "要照片", -1),
	    OP_APPLIED);
	assert_int_equal(reply_with(k, ticket, photo.id, ""), OP_APPLIED);
	k->c.now += 1000;
	assert_int_equal(
	    tcentre_do(&k->c, CENTRE_DISPATCHER, EVENT_AUDIT_OK, ticket, &r, -1), OP_APPLIED);
	k->c.city->profiles[0].rule[0].photo_required = false;
	str_free(&v.body);
}

static void
a_full_disk_is_said_and_survived(void **state)
{
	struct counter *k = *state;
	struct rlimit was, small;
	struct visit v = { 0 };
	struct file f;

	jpeg(&f, 7);
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
	assert_int_equal(piece(k, &v, &f, 0, PIECE), ERR_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 1000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(piece(k, &v, &f, PIECE, PIECE), ERR_DISK_FULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(v.status, 507);
	assert_int_equal(head(k, &v, &f), ERR_OK);
	assert_int_equal(v.call.head.upload.offset, PIECE); /* what was acknowledged stands */
	assert_int_equal(piece(k, &v, &f, PIECE, WHOLE - PIECE), ERR_OK);
	assert_null(blob_file_check(k->dir, f.id, WHOLE));
	str_free(&v.body);
}

static void
nine_files_a_ticket(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file f;
	char ticket[ID_SIZE];

	tcentre_filed(&k->c, EVENT_SUBMIT, 8, ticket);
	for (int i = 0; i < BLOB_PER_TICKET; i++) {
		make_file(&f, "\x89PNG\r\n\x1a\n", 8, 20 + i, CENTRE_AGENT, ticket);
		assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK);
		attach(k, CENTRE_AGENT, ticket, f.id, ERR_OK);
	}
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_OK); /* the ninth again */
	make_file(&f, "\x89PNG\r\n\x1a\n", 8, 99, CENTRE_AGENT, ticket);
	assert_int_equal(begin(k, &v, &f, "1800"), ERR_LIMIT);
	attach(k, CENTRE_AGENT, ticket, f.id, ERR_LIMIT);
	str_free(&v.body);
}

/* ---- who may read ---- */

static void
file_report(struct counter *k, int last2, char ticket[ID_SIZE])
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, last2);
	tcentre_set(&op, TF_CONFIDENTIAL, "1", NULL);
	assert_int_equal(tcentre_push(&k->c, &op, &r, &e), ERR_OK);
	if (r.status != OP_APPLIED)
		fail_msg("report: %s", r.detail);
	str_copy(ticket, ID_SIZE, op.ticket);
	op_free(&op);
}

static void
a_shielded_citizens_papers_never_reach_a_unit(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file hers, theirs;
	char ticket[ID_SIZE], query[80];

	jpeg(&hers, 40);
	jpeg(&theirs, 41);
	send_all(k, &v, &hers);
	send_all(k, &v, &theirs);
	file_report(k, 9, ticket);
	snprintf(query, sizeof(query), "ticket=%s", ticket);
	attach(k, CENTRE_AGENT, ticket, hers.id, ERR_OK);
	/* the unit sees the ticket, not the citizen's file */
	assert_int_equal(ask(k, &v, "GET /v1/blobs", query, k->unit, NULL), ERR_OK);
	assert_string_equal(str_c(&v.body), "{\"files\":[]}");
	snprintf(hers.what, sizeof(hers.what), "GET /v1/blobs/%s", hers.id);
	assert_int_equal(ask(k, &v, hers.what, NULL, k->unit, NULL), ERR_NOT_FOUND);
	assert_int_equal(v.body.len, 0);
	/* its own it sees */
	assert_int_equal(store_blob_link(k->c.store, ticket, theirs.id, true, &v.e), ERR_OK);
	assert_int_equal(ask(k, &v, "GET /v1/blobs", query, k->unit, NULL), ERR_OK);
	assert_non_null(strstr(str_c(&v.body), theirs.id));
	assert_null(strstr(str_c(&v.body), hers.id));
	/* the hotline sees both; nobody without a session, and no file that no ticket names */
	assert_int_equal(ask(k, &v, hers.what, NULL, k->agent, NULL), ERR_OK);
	assert_int_equal(ask(k, &v, hers.what, NULL, k->device, NULL), ERR_UNAUTHORISED);
	jpeg(&hers, 42);
	send_all(k, &v, &hers);
	snprintf(hers.what, sizeof(hers.what), "GET /v1/blobs/%s", hers.id);
	assert_int_equal(ask(k, &v, hers.what, NULL, k->agent, NULL), ERR_NOT_FOUND);
	assert_int_equal(ask(k, &v, "GET /v1/blobs", "ticket=x", k->agent, NULL), ERR_INVALID);
	str_free(&v.body);
}

/* She knows its hash from the trace of the report, and names it in another ticket of her unit. */
static void
nor_by_another_ticket(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };
	struct file hers;
	char report[ID_SIZE], lamp[ID_SIZE], query[80];

	jpeg(&hers, 43);
	send_all(k, &v, &hers);
	file_report(k, 9, report);
	attach(k, CENTRE_AGENT, report, hers.id, ERR_OK);
	tcentre_filed(&k->c, EVENT_SUBMIT, 8, lamp);
	assert_int_equal(store_blob_link(k->c.store, lamp, hers.id, true, &v.e), ERR_OK);
	snprintf(hers.what, sizeof(hers.what), "GET /v1/blobs/%s", hers.id);
	assert_int_equal(ask(k, &v, hers.what, NULL, k->unit, NULL), ERR_NOT_FOUND);
	assert_int_equal(v.body.len, 0);
	snprintf(query, sizeof(query), "ticket=%s", lamp);
	assert_int_equal(ask(k, &v, "GET /v1/blobs", query, k->unit, NULL), ERR_OK);
	assert_string_equal(str_c(&v.body), "{\"files\":[]}");
	assert_int_equal(ask(k, &v, hers.what, NULL, k->agent, NULL), ERR_OK);
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(a_file_comes_by_pieces_and_is_read_back),
		T(what_tus_forbids_is_refused),
		T(what_cannot_be_announced),
		T(a_file_that_is_another_begins_again),
		T(a_name_must_say_what_it_is),
		T(only_a_picture_is_the_photo),
		T(a_full_disk_is_said_and_survived),
		T(nine_files_a_ticket),
		T(a_shielded_citizens_papers_never_reach_a_unit),
		T(nor_by_another_ticket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
