/* hotseatd init: from a city pack to a centre. The database is made whole in a directory of its own and moved into place
 * at the end, so that centre.db is there exactly when there is a centre, whenever this is interrupted. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "city/pack.h"
#include "command.h"
#include "place.h"
#include "serve.h"
#include "server/core/setup.h"

static enum err_code
check_pack(const char *dir, struct err *e)
{
	struct str report = { 0 };
	int bad = city_pack_check(dir, &report);

	if (bad > 0)
		fprintf(stderr, "%s", str_c(&report));
	str_free(&report);
	return bad == 0
		   ? ERR_OK
		   : err_set(e, ERR_CONFIG, "城市资料 %s 有 %d 处错误, 没有初始化。", dir, bad);
}

static enum err_code
fill(struct store *st, const struct setup *setup, struct err *e)
{
	struct core core = { .store = st,
		.city = setup->city,
		.is_private = setup->is_private,
		.random = serve_random };
	enum err_code rc = core_begin(&core, clock_now_ms(), e);

	if (rc == ERR_OK)
		rc = setup_centre(&core, setup, e);
	if (rc == ERR_OK)
		return core_commit(&core, e);
	core_abort(&core);
	return rc;
}

static enum err_code
make(const char *dir, const uint8_t *key, const struct setup *setup, struct err *e)
{
	struct store_args args = { .dir = dir, .writer = true, .key = key };
	struct store *st;
	enum err_code rc = store_open(&args, &st, e);

	if (rc != ERR_OK)
		return rc;
	rc = fill(st, setup, e);
	store_close(st);
	return rc;
}

static void
remove_leftovers(const char *dir)
{
	static const char *const names[] = { "centre.db", "centre.db-wal", "centre.db-shm",
		"centre.db.lock" };
	char path[800];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (fs_join(path, sizeof(path), dir, names[i]))
			unlink(path);
	rmdir(dir);
}

static enum err_code
make_and_move(
    const struct settings *s, const uint8_t *key, const struct setup *setup, struct err *e)
{
	char dir[700], from[800], to[700];
	enum err_code rc;

	if (!fs_join(dir, sizeof(dir), s->data, "centre.new") ||
	    !fs_join(from, sizeof(from), dir, "centre.db") ||
	    !fs_join(to, sizeof(to), s->data, "centre.db"))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", s->data);
	rc = fs_mkdirs(dir, e);
	if (rc == ERR_OK)
		rc = make(dir, key, setup, e);
	if (rc == ERR_LOCKED)
		return rc; /* another init is at it */
	if (rc == ERR_OK && link(from, to) != 0)
		rc = errno == EEXIST
			 ? err_set(e, ERR_CONFLICT, "%s 里已经有一个中心。", s->data)
			 : err_sys(e, ERR_IO, errno, "不能在 %s 里建立数据库。", s->data);
	remove_leftovers(dir);
	return rc;
}

static enum err_code
init(const struct settings *s, struct err *e)
{
	struct setup setup = { .pack = s->city, .is_private = s->is_private };
	struct city_users users = { 0 };
	struct city *city = NULL;
	uint8_t *key = NULL;
	enum err_code rc = fs_mkdirs(s->data, e);

	if (rc == ERR_OK && place_ready(s, NULL) == ERR_OK)
		rc = err_set(e, ERR_CONFLICT, "%s 里已经有一个中心, 不能再次初始化。", s->data);
	if (rc == ERR_OK)
		rc = check_pack(s->city, e);
	if (rc == ERR_OK)
		rc = city_pack_load(s->city, &city, e);
	if (rc == ERR_OK)
		rc = city_pack_users(s->city, &users, e);
	if (rc == ERR_OK)
		rc = place_key_make(s, &key, e);
	setup.city = city;
	setup.users = &users;
	if (rc == ERR_OK)
		rc = make_and_move(s, key, &setup, e);
	if (rc == ERR_OK)
		printf("%s已初始化: %s, 人员 %zu 名%s\n", s->is_private ? "本机中心" : "中心",
		    city->centre_name, users.n_users,
		    s->is_private ? "" : ", 都还没有密码: 用 hotseatd user passwd 逐个设置");
	secret_key_free(key);
	city_users_free(&users);
	if (city != NULL)
		city_free(city);
	return rc;
}

static int
run(const struct settings *s)
{
	struct err e = { 0 };

	return init(s, &e) == ERR_OK ? EXIT_DONE : command_fail(&e);
}

const struct command cmd_init = {
	.name = "init",
	.takes = "data city private key_file config",
	.must = "data city",
	.does = "用城市资料建立一个中心",
	.run = run,
};
