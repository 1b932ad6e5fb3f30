/* Who the centre is: its id and epoch, and small named texts. */
#include <stdio.h>
#include <string.h>

#include "store_p.h"

enum err_code
store_meta_get(struct store *s, const char *name, struct str *out, struct err *e)
{
	struct sqlite3_stmt *st;
	int rc;

	if (db_stmt(s->db, "SELECT value FROM meta WHERE name = ?1", &st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, name);
	rc = db_step(s->db, st, e);
	if (rc == 1)
		str_add(out, db_text(st, 0));
	db_done(st);
	return rc < 0 ? ERR_DB : ERR_OK;
}

enum err_code
store_meta_set(struct store *s, const char *name, const char *value, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_stmt(s->db,
		"INSERT INTO meta(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET "
		"value = ?2",
		&st, e) != ERR_OK)
		return ERR_DB;
	db_bind_text(st, 1, name);
	db_bind_text(st, 2, value);
	return db_run(s->db, st, e);
}

enum err_code
store_init_centre(struct store *s, const struct store_centre *c, struct err *e)
{
	struct str have = { 0 };
	char created[24];
	enum err_code rc = store_meta_get(s, "centre_id", &have, e);

	if (rc == ERR_OK && have.len > 0)
		rc = err_set(
		    e, ERR_CONFLICT, "这里已经有一个中心 (%s), 不能再次初始化。", str_c(&have));
	str_free(&have);
	snprintf(created, sizeof(created), "%lld", (long long)c->created_at);
	if (rc == ERR_OK)
		rc = store_meta_set(s, "centre_id", c->centre_id, e);
	if (rc == ERR_OK)
		rc = store_meta_set(s, "epoch", c->epoch, e);
	if (rc == ERR_OK)
		rc = store_meta_set(s, "private", c->is_private ? "1" : "0", e);
	if (rc == ERR_OK)
		rc = store_meta_set(s, "created_at", created, e);
	return rc;
}

enum err_code
store_centre_get(struct store *s, struct store_centre *out, struct err *e)
{
	static const char *const names[] = { "centre_id", "epoch", "private", "created_at" };
	struct str v[4] = { 0 };
	long long created = 0;
	enum err_code rc = ERR_OK;

	for (int i = 0; i < 4 && rc == ERR_OK; i++)
		rc = store_meta_get(s, names[i], &v[i], e);
	*out = (struct store_centre){ 0 };
	str_copy(out->centre_id, sizeof(out->centre_id), str_c(&v[0]));
	str_copy(out->epoch, sizeof(out->epoch), str_c(&v[1]));
	out->is_private = str_eq(str_c(&v[2]), "1");
	if (str_int(str_c(&v[3]), 0, INT64_MAX, &created))
		out->created_at = created;
	for (int i = 0; i < 4; i++)
		str_free(&v[i]);
	if (rc == ERR_OK && out->centre_id[0] == '\0')
		rc =
		    err_set(e, ERR_NOT_FOUND, "这个目录还没有初始化为中心, 先运行 hotseatd init。");
	return rc;
}

/* A copy that is put in the place of a centre is a second history: its feed numbers will mean other things than those
 * the seats have seen. The mark is written into the copy only (store_copy.c). */
enum err_code
store_settle(struct store *s, const char *epoch, bool *changed, struct err *e)
{
	struct str mark = { 0 };
	enum err_code rc = store_meta_get(s, STORE_COPY_MARK, &mark, e);

	*changed = rc == ERR_OK && mark.len > 0;
	str_free(&mark);
	if (!*changed)
		return rc;
	rc = store_meta_set(s, "epoch", epoch, e);
	if (rc == ERR_OK)
		rc = store_meta_set(s, STORE_COPY_MARK, "", e);
	return rc;
}

/* ---- which key ---- */

static void
key_sign(const struct store *s, char out[SECRET_HEX_SIZE])
{
	static const char text[] = "hotseat-centre-key";
	uint8_t mac[SECRET_HASH_BYTES];

	secret_hmac(s->key, text, sizeof(text) - 1, mac);
	secret_hex(mac, sizeof(mac), out);
}

enum err_code
store_key_note(struct store *s, struct err *e)
{
	char sign[SECRET_HEX_SIZE];

	key_sign(s, sign);
	return store_meta_set(s, "key_sign", sign, e);
}

enum err_code
store_key_check(struct store *s, struct err *e)
{
	char sign[SECRET_HEX_SIZE];
	struct str noted = { 0 };
	enum err_code rc = store_meta_get(s, "key_sign", &noted, e);

	key_sign(s, sign);
	if (rc == ERR_OK && strcmp(str_c(&noted), sign) != 0)
		rc = err_set(e, ERR_CORRUPT,
		    "密钥与这个中心的数据不符: 请换回初始化时的密钥文件, 否则身份信息打不开。");
	str_free(&noted);
	return rc;
}
