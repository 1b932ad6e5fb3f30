/* Reading the Authorization header against what the store knows. Comparison is by SHA-256 of the secret, looked up or
 * compared in constant time. */
#include "server/auth/auth.h"

#include <stdio.h>
#include <string.h>

void
auth_sha(const char *secret, char out[SECRET_HEX_SIZE])
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(secret, strlen(secret), hash);
	secret_hex(hash, sizeof(hash), out);
}

void
auth_code_sha(const char *code, char out[SECRET_HEX_SIZE])
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char plain[64];
	size_t n = 0;

	for (; *code != '\0' && n < sizeof(plain) - 1; code++) {
		const char *small = strchr(lower, *code);

		if (small != NULL)
			plain[n++] = upper[small - lower];
		else if (*code != '-' && *code != ' ')
			plain[n++] = *code;
	}
	plain[n] = '\0';
	auth_sha(plain, out);
}

void
auth_seat_key(const uint8_t key[SECRET_KEY_BYTES], const char *device, char out[SECRET_HEX_SIZE])
{
	uint8_t mac[SECRET_HASH_BYTES];
	char text[64];

	(void)snprintf(text, sizeof(text), "hotseat seat key %s", device);
	secret_hmac(key, text, strlen(text), mac);
	secret_hex(mac, sizeof(mac), out);
	secret_wipe(mac, sizeof(mac));
}

void
auth_feed_of(const struct store_user *u, uint32_t roles, char out[32])
{
	/* somebody of a unit whom nobody gave a unit gets an empty list, never everybody's */
	if ((roles & ROLES_CENTRE) != 0 || (u->unit[0] == '\0' && (roles & ROLES_UNIT) == 0))
		snprintf(out, 32, "centre");
	else
		snprintf(out, 32, "unit:%s", u->unit);
}

bool
auth_may_pull(const struct auth_who *who, const char *feed)
{
	return strcmp(feed, "reference") == 0 || strcmp(feed, who->feed) == 0;
}

static enum err_code
check_device(struct store *s, const char *credential, struct auth_who *who, struct err *e)
{
	const char *dot = strchr(credential, '.');
	char id[ID_SIZE], sha[SECRET_HEX_SIZE];

	if (dot == NULL || dot - credential != ID_LEN)
		return err_set(e, ERR_DEVICE, NULL);
	memcpy(id, credential, ID_LEN);
	id[ID_LEN] = '\0';
	if (!id_valid(id) || store_device_get(s, id, &who->device, NULL) != ERR_OK)
		return err_set(e, ERR_DEVICE, "中心没有登记这台坐席机, 请重新登记。");
	auth_sha(dot + 1, sha);
	if (!secret_equal(sha, who->device.key_sha, sizeof(sha)))
		return err_set(e, ERR_DEVICE, "坐席机的凭据不对, 请重新登记。");
	if (who->device.revoked)
		return err_set(e, ERR_DEVICE, "这台坐席机已停用, 请联系管理员。");
	who->has_device = true;
	return ERR_OK;
}

static enum err_code
check_session(struct store *s, const char *token, int64_t now, struct auth_who *who, struct err *e)
{
	struct store_session session;

	auth_sha(token, who->token_sha);
	if (store_session_get(s, who->token_sha, &session, e) != ERR_OK)
		return e != NULL ? e->code : ERR_UNAUTHORISED;
	if (session.expires_at <= now)
		return err_set(
		    e, ERR_UNAUTHORISED, "登录已过期, 请重新登录。已登记的内容都在本机。");
	if (store_user_get(s, session.job_no, &who->user, NULL) != ERR_OK || !who->user.active)
		return err_set(e, ERR_UNAUTHORISED, "工号 %s 已停用。", session.job_no);
	if (store_device_get(s, session.device, &who->device, NULL) != ERR_OK ||
	    who->device.revoked)
		return err_set(e, ERR_DEVICE, NULL);
	who->roles = store_user_roles(&who->user, now);
	auth_feed_of(&who->user, who->roles, who->feed);
	who->has_session = who->has_device = true;
	return ERR_OK;
}

enum err_code
auth_check(struct store *s, enum auth_need need, const char *header, int64_t now,
    struct auth_who *who, struct err *e)
{
	*who = (struct auth_who){ 0 };
	if (need == AUTH_NOBODY)
		return ERR_OK;
	if (header == NULL)
		return err_set(e, ERR_UNAUTHORISED, NULL);
	if (need == AUTH_DEVICE && str_starts(header, "Device "))
		return check_device(s, header + 7, who, e);
	if (str_starts(header, "Bearer "))
		return check_session(s, header + 7, now, who, e);
	return err_set(e, need == AUTH_DEVICE ? ERR_DEVICE : ERR_UNAUTHORISED, NULL);
}
