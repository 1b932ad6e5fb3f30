#ifndef TESTS_UNIT_SERVER_API_BLOBS_H
#define TESTS_UNIT_SERVER_API_BLOBS_H

/* A file of a test's own, and its way to the counter by pieces. */

#include "counter.h"

#include "server/store/blob.h"
#include "wire/blob_json.h"
#include "wire/tus.h"

#define PIECE 700 /* bytes a piece in these tests */
#define WHOLE 1800

struct file {
	unsigned char bytes[WHOLE];
	char id[BLOB_ID_SIZE], what[100];
	char metadata[400];
};

static inline void
make_named(struct file *f, const char *name, const char *head, size_t n, int salt, const char *by,
    const char *ticket)
{
	struct tus_upload u = { .by = "" };
	uint8_t hash[SECRET_HASH_BYTES];
	struct str text = { 0 };

	for (size_t i = 0; i < WHOLE; i++)
		f->bytes[i] = (unsigned char)(i * 7 + (size_t)salt);
	memcpy(f->bytes, head, n);
	secret_sha256(f->bytes, WHOLE, hash);
	secret_hex(hash, sizeof(hash), f->id);
	str_copy(u.name, sizeof(u.name), name);
	str_copy(u.id, sizeof(u.id), f->id);
	str_copy(u.by, sizeof(u.by), by);
	str_copy(u.ticket, sizeof(u.ticket), ticket);
	tus_metadata_write(&u, &text);
	str_copy(f->metadata, sizeof(f->metadata), str_c(&text));
	str_free(&text);
}

static inline void
make_file(struct file *f, const char *head, size_t n, int salt, const char *by, const char *ticket)
{
	make_named(f, "现场/路灯.jpg", head, n, salt, by, ticket);
}

static inline void
jpeg(struct file *f, int salt)
{
	make_file(f, "\xff\xd8\xff\xe0", 4, salt, CENTRE_AGENT, "");
}

static inline enum err_code
begin(struct counter *k, struct visit *v, const struct file *f, const char *length)
{
	const struct asked a = { .what = "POST /v1/blobs",
		.authorization = k->device,
		.tus = "1.0.0",
		.length = length,
		.metadata = f->metadata };

	return ask_all(k, v, &a);
}

static inline enum err_code
head(struct counter *k, struct visit *v, struct file *f)
{
	struct asked a = { .what = f->what, .authorization = k->device, .tus = "1.0.0" };

	snprintf(f->what, sizeof(f->what), "HEAD /v1/blobs/%s", f->id);
	return ask_all(k, v, &a);
}

static inline enum err_code
piece(struct counter *k, struct visit *v, struct file *f, size_t at, size_t n)
{
	char offset[24];
	struct str sum = { 0 };
	struct asked a = { .what = f->what,
		.authorization = k->device,
		.tus = "1.0.0",
		.type = TUS_BODY,
		.offset = offset,
		.body = (const char *)f->bytes + at,
		.body_bytes = n };
	enum err_code rc;

	snprintf(f->what, sizeof(f->what), "PATCH /v1/blobs/%s", f->id);
	snprintf(offset, sizeof(offset), "%zu", at);
	tus_checksum_write(f->bytes + at, n, &sum);
	a.checksum = str_c(&sum);
	rc = ask_all(k, v, &a);
	str_free(&sum);
	return rc;
}

static inline void
send_all(struct counter *k, struct visit *v, struct file *f)
{
	char length[24];

	snprintf(length, sizeof(length), "%d", WHOLE);
	assert_int_equal(begin(k, v, f, length), ERR_OK);
	for (size_t at = 0; at < WHOLE; at += PIECE)
		assert_int_equal(
		    piece(k, v, f, at, WHOLE - at < PIECE ? WHOLE - at : PIECE), ERR_OK);
	assert_int_equal(v->call.head.upload.offset, WHOLE);
}

static inline void
attach(struct counter *k, const char *by, const char *ticket, const char *ids, enum err_code want)
{
	struct op_result r;
	struct err e = { 0 };
	struct op op;

	tcentre_op(&k->c, &op, by, EVENT_ATTACH, ticket);
	assert_true(args_set(&op.args, EA_FILES, ids));
	assert_int_equal(tcentre_push(&k->c, &op, &r, &e), ERR_OK);
	if (r.code != want)
		fail_msg("attach: %s", r.detail);
	op_free(&op);
}

#endif
