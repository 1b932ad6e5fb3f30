/* Data directory and key. A private centre's key lies beside its data, as convenience; a real centre's never does, so
 * that a copy of the data directory or a backup opens nobody's name. */
#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/limits.h"

enum err_code
place_ready(const struct settings *s, struct err *e)
{
	char path[700];

	if (!fs_join(path, sizeof(path), s->data, "centre.db"))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", s->data);
	if (!fs_exists(path))
		return err_set(e, ERR_NOT_FOUND,
		    "%s 里还没有中心, 先运行 hotseatd init --data %s --city 目录。", s->data,
		    s->data);
	return ERR_OK;
}

bool
place_control(const struct settings *s, char *out, size_t size)
{
	return fs_join(out, size, s->data, "centre.sock") && strlen(out) <= LIMIT_SOCKET_PATH;
}

/* ---- keys: 64 hex digits in a file ---- */

#define KEY_DIGITS ((size_t)2 * SECRET_KEY_BYTES)

static enum err_code
key_read(const char *path, uint8_t **key, struct err *e)
{
	struct str text = { 0 };
	struct stat st;
	enum err_code rc = fs_read(path, 256, &text, e);

	*key = NULL;
	if (rc != ERR_OK)
		return err_set(e, rc, "读不出密钥文件 %s。", path);
	while (text.len > 0 && (text.s[text.len - 1] == '\n' || text.s[text.len - 1] == '\r'))
		text.s[--text.len] = '\0';
	if (stat(path, &st) != 0 || (st.st_mode & 077) != 0)
		rc = err_set(e, ERR_CONFIG, "密钥文件 %s 别的用户也能读, 请先 chmod 600。", path);
	else if ((*key = secret_key_new()) == NULL)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	else if (text.len != KEY_DIGITS || !secret_unhex(text.s, *key, SECRET_KEY_BYTES))
		rc = err_set(e, ERR_CONFIG, "密钥文件 %s 应是 64 个十六进制数字。", path);
	secret_str_free(&text);
	if (rc != ERR_OK) {
		secret_key_free(*key);
		*key = NULL;
	}
	return rc;
}

static enum err_code
key_write(const char *path, struct err *e)
{
	uint8_t raw[SECRET_KEY_BYTES];
	char hex[SECRET_HEX_SIZE + 1];
	enum err_code rc;

	secret_random(raw, sizeof(raw));
	secret_hex(raw, sizeof(raw), hex);
	hex[2 * sizeof(raw)] = '\n';
	rc = fs_write(path, hex, 2 * sizeof(raw) + 1, 0600, e);
	secret_wipe(raw, sizeof(raw));
	secret_wipe(hex, sizeof(hex));
	return rc;
}

static bool
own_key(const struct settings *s, char *out, size_t size)
{
	return fs_join(out, size, s->data, "key");
}

/* Where the key is said to be; false: nowhere. */
static bool
said(const struct settings *s, char *out, size_t size)
{
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");

	if (s->key_file[0] != '\0')
		return str_copy(out, size, s->key_file);
	return credentials != NULL && fs_join(out, size, credentials, "hotseat-key") &&
	       fs_exists(out);
}

enum err_code
place_key(const struct settings *s, uint8_t **key, struct err *e)
{
	char path[700];

	*key = NULL;
	if (said(s, path, sizeof(path)))
		return key_read(path, key, e);
	if (own_key(s, path, sizeof(path)) && fs_exists(path))
		return key_read(path, key, e);
	return err_set(e, ERR_CONFIG,
	    "没有密钥: 用 --key-file 指明初始化时的密钥文件, 或由 systemd 以 hotseat-key "
	    "凭据提供。");
}

/* Does ${path} lie in the data directory? */
static bool
is_inside(const struct settings *s, const char *path)
{
	char *data = realpath(s->data, NULL), *dir, *slash;
	char copy[700];
	bool inside = false;

	str_copy(copy, sizeof(copy), path);
	slash = strrchr(copy, '/');
	if (slash != NULL)
		slash[slash == copy ? 1 : 0] = '\0';
	dir = realpath(slash != NULL ? copy : ".", NULL);
	if (data != NULL && dir != NULL)
		inside = str_starts(dir, data) &&
			 (dir[strlen(data)] == '\0' || dir[strlen(data)] == '/');
	free(data);
	free(dir);
	return inside;
}

enum err_code
place_key_make(const struct settings *s, uint8_t **key, struct err *e)
{
	char path[700];
	enum err_code rc = ERR_OK;

	*key = NULL;
	if (s->is_private) {
		if (!own_key(s, path, sizeof(path)))
			return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", s->data);
	} else if (!said(s, path, sizeof(path))) {
		return err_set(e, ERR_CONFIG,
		    "缺少 --key-file: 真正的中心把密钥放在数据目录之外, 文件不存在时会新建。");
	} else if (is_inside(s, path)) {
		return err_set(
		    e, ERR_CONFIG, "密钥文件 %s 在数据目录里, 请放到别处, 最好是别的磁盘。", path);
	}
	if (!fs_exists(path))
		rc = key_write(path, e);
	return rc == ERR_OK ? key_read(path, key, e) : rc;
}

enum err_code
place_open(
    const struct settings *s, bool writer, const uint8_t *key, struct store **out, struct err *e)
{
	struct store_args args = { .dir = s->data, .writer = writer, .key = key };
	struct store_centre centre;
	enum err_code rc = place_ready(s, e);

	*out = NULL;
	if (rc == ERR_OK)
		rc = store_open(&args, out, e);
	if (rc == ERR_LOCKED)
		return err_set(
		    e, ERR_LOCKED, "%s 里的中心正在运行或正被别的命令使用: %s", s->data, e->text);
	if (rc == ERR_OK)
		rc = store_centre_get(*out, &centre, e);
	if (rc == ERR_OK)
		rc = store_key_check(*out, e);
	if (rc != ERR_OK) {
		store_close(*out);
		*out = NULL;
	}
	return rc;
}
