/* Header texts of resumable uploads. Values are base64 with its own alphabet and padding, as tus has it; the rest of the
 * house writes base64url. Not done here: what an upload is allowed (server/api). */
#include "wire/tus.h"

#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"

/* ---- base64 as RFC 4648 has it first ---- */

/* One letter of an alphabet as the other has it. */
static void
swap(char *c, const char *from, const char *to)
{
	if (*c == from[0])
		*c = to[0];
	else if (*c == from[1])
		*c = to[1];
}

static void
add_b64(const void *p, size_t n, struct str *out)
{
	size_t from = out->len;

	secret_b64(p, n, out);
	for (size_t i = from; i < out->len; i++)
		swap(out->s + i, "-_", "+/");
	while ((out->len - from) % 4 != 0 && !out->bad)
		str_add_c(out, '=');
}

static bool
read_b64(const char *p, size_t n, struct str *out)
{
	struct str url = { 0 };
	bool ok;

	while (n > 0 && p[n - 1] == '=')
		n--;
	str_add_n(&url, p, n);
	for (size_t i = 0; i < url.len; i++)
		swap(url.s + i, "+/", "-_");
	ok = !url.bad && memchr(p, '-', n) == NULL && memchr(p, '_', n) == NULL &&
	     secret_unb64(str_c(&url), url.len, out) && !out->bad;
	str_free(&url);
	return ok;
}

/* ---- the metadata ---- */

static void
add_pair(const char *key, const char *value, struct str *out)
{
	if (value[0] == '\0')
		return;
	if (out->len > 0)
		str_add_c(out, ',');
	str_addf(out, "%s ", key);
	add_b64(value, strlen(value), out);
}

void
tus_metadata_write(const struct tus_upload *u, struct str *out)
{
	add_pair("sha256", u->id, out);
	add_pair("filename", u->name, out);
	add_pair("by", u->by, out);
	add_pair("ticket", u->ticket, out);
}

/* Where the value of ${key} is kept; NULL: of no interest. */
static char *
room_of(struct tus_upload *u, const char *key, size_t n, size_t *size)
{
	const struct {
		const char *key;
		char *room;
		size_t size;
	} rooms[] = { { "sha256", u->id, sizeof(u->id) }, { "filename", u->name, sizeof(u->name) },
		{ "by", u->by, sizeof(u->by) }, { "ticket", u->ticket, sizeof(u->ticket) } };

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		if (strlen(rooms[i].key) == n && memcmp(rooms[i].key, key, n) == 0) {
			*size = rooms[i].size;
			return rooms[i].room;
		}
	return NULL;
}

static enum err_code
read_pair(const char *p, size_t n, struct tus_upload *u, struct err *e)
{
	const char *blank = memchr(p, ' ', n);
	size_t key = blank != NULL ? (size_t)(blank - p) : n, size = 0;
	char *room = room_of(u, p, key, &size);
	struct str value = { 0 };
	enum err_code rc = ERR_OK;

	if (key == 0)
		return err_set(e, ERR_SYNTAX, "请求头 Upload-Metadata 的内容不合规范。");
	if (blank != NULL && !read_b64(blank + 1, n - key - 1, &value))
		rc = err_set(e, ERR_SYNTAX, "请求头 Upload-Metadata 里“%.*s”的值不是 base64。",
		    (int)(key < 32 ? key : 32), p);
	else if (room != NULL && (value.len >= size || !utf8_valid(str_c(&value), value.len)))
		rc = err_set(
		    e, ERR_INVALID, "请求头 Upload-Metadata 里“%.*s”太长或有乱码。", (int)key, p);
	else if (room != NULL)
		str_copy(room, size, str_c(&value));
	str_free(&value);
	return rc;
}

static enum err_code
check(struct tus_upload *u, struct err *e)
{
	char name[BLOB_NAME_BYTES];

	if (!blob_id_valid(u->id))
		return err_set(e, ERR_INVALID, "上传要写明文件的 SHA-256 (64 位小写十六进制)。");
	if (u->by[0] == '\0')
		return err_set(e, ERR_INVALID, "上传要写明是谁附上的(工号)。");
	if (u->ticket[0] != '\0' && !id_valid(u->ticket))
		return err_set(e, ERR_INVALID, "上传写明的工单编号有误。");
	blob_name(u->name, name); /* what a sender calls it is cleaned like any other */
	str_copy(u->name, sizeof(u->name), name);
	return ERR_OK;
}

enum err_code
tus_metadata_read(const char *text, struct tus_upload *u, struct err *e)
{
	enum err_code rc = ERR_OK;

	*u = (struct tus_upload){ .id = "" };
	for (const char *p = text; rc == ERR_OK && *p != '\0';) {
		size_t n = strcspn(p, ",");

		rc = read_pair(p, n, u, e);
		p += n + (p[n] == ',' ? 1 : 0);
	}
	return rc == ERR_OK ? check(u, e) : rc;
}

/* ---- the checksum of a piece ---- */

void
tus_checksum_write(const void *p, size_t n, struct str *out)
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(p, n, hash);
	str_add(out, "sha256 ");
	add_b64(hash, sizeof(hash), out);
}

enum err_code
tus_checksum_fits(const char *text, const void *p, size_t n, struct err *e)
{
	uint8_t hash[SECRET_HASH_BYTES];
	struct str said = { 0 };
	enum err_code rc = ERR_OK;

	secret_sha256(p, n, hash);
	if (!str_starts(text, "sha256 "))
		rc = err_set(e, ERR_SYNTAX, "校验和只认 sha256。");
	else if (!read_b64(text + 7, strlen(text + 7), &said) || said.len != sizeof(hash))
		rc = err_set(e, ERR_SYNTAX, "请求头 Upload-Checksum 的内容不合规范。");
	else if (memcmp(said.s, hash, sizeof(hash)) != 0)
		rc = err_set(e, ERR_CHECKSUM, "这一段传坏了, 没有收下, 请从同一位置重传。");
	str_free(&said);
	return rc;
}
