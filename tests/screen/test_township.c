/* A township clerk's morning by keys alone at 80x24, with the line down: three tickets signed for, two calls written down,
 * one given back with its basis, one answered with a photograph. Then the line returns, and the centre says the same and
 * has the photograph, although it dies while that comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/fs.h"
#include "base/secret.h"
#include "model/workflow.h"
#include "server/store/blob.h"

#define PASSWORD    "lamp-post-78"
#define KEYS_MOST   30 /* beyond the words themselves; the path of the photograph is keys */
#define PHOTO_BYTES (12u << 20) /* of many pieces */

enum { CANAL, RENT, ALLOWANCE, MATTERS };

static const struct {
	const char *type, *category, *place, *words;
} matters[MATTERS] = {
	[CANAL] = { "help", "1106", "上柳村三组", "灌溉渠被淤泥堵塞约50米, 冬灌轮到本组时无水" },
	[RENT] = { "complaint", "1107", "上柳村二组", "合作社拖欠今年的土地流转费, 一直不发" },
	[ALLOWANCE] = { "consult", "1101", "上柳村一组", "低保复核交了材料, 什么时候有结果" },
};

static struct site site;
static struct screen *town;
static char numbers[MATTERS][20];
static char photo[SECRET_HEX_SIZE]; /* what it is known by */
static int typed;                   /* keys sent as text that are keys: digits, and a path */

/* ~/照片/清淤后.jpg, the only one of its directory, as it came from the camera. */
static void
take_photo(void)
{
	char home[TMPDIR_PATHS], dir[TMPDIR_PATHS], path[TMPDIR_PATHS];
	uint8_t *p = malloc(PHOTO_BYTES), hash[SECRET_HASH_BYTES];
	uint32_t x = 7;

	assert_non_null(p);
	for (size_t i = 0; i < PHOTO_BYTES; i++)
		p[i] = (uint8_t)((x = x * 1664525u + 1013904223u) >> 24);
	memcpy(p, "\xff\xd8\xff\xe0", 4);
	tmpdir_path(site.dir, "home", home);
	tmpdir_path(home, "照片", dir);
	assert_int_equal(fs_mkdirs(dir, NULL), ERR_OK);
	tmpdir_put(dir, "清淤后.jpg", p, PHOTO_BYTES, path);
	secret_sha256(p, PHOTO_BYTES, hash);
	secret_hex(hash, sizeof(hash), photo);
	free(p);
	assert_int_equal(setenv("HOME", home, 1), 0);
}

static int
setup(void **state)
{
	char code[64];

	(void)state;
	site_real(&site);
	assert_int_equal(setenv("HOTSEAT_PASSWORD", PASSWORD, 1), 0); /* of the command line */
	assert_int_equal(daemon_password(&site.centre, "1154", PASSWORD), 0);
	assert_int_equal(daemon_password(&site.centre, "4021", PASSWORD), 0);
	take_photo();
	site_start(&site);
	site_code(&site, "1154", code);
	assert_int_equal(setenv("HOTSEAT_ENROL_CODE", code, 1), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (town != NULL)
		screen_stop(town);
	site_close(&site);
	return 0;
}

/* ---- what the hotline takes down ---- */

static void
file(int i)
{
	char sheet[1024], bin[512], data[TMPDIR_PATHS];
	struct str said = { 0 };
	const char *at;
	int rc;

	(void)snprintf(sheet, sizeof(sheet),
	    "类型: %s\n诉求内容: %s%s\n诉求目的: 尽快办理并告知结果\n分类: %s\n区域: 990122100200\n"
	    "地点: %s\n时间: 11月20日\n称呼: 周先生\n来电号码: 1380000567%d\n",
	    matters[i].type, matters[i].place, matters[i].words, matters[i].category,
	    matters[i].place, i);
	rc = site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			  tmpdir_path(site.dir, "desk", data), "--server", site.centre.server,
			  "--user", "1154", "ticket", "new", "--from", "-", NULL },
	    sheet, &said);
	if (rc != 0)
		fail_msg("hotseat ticket new: %d, %s", rc, str_c(&said));
	for (at = str_c(&said); *at != '\0' && strspn(at, "0123456789") < 18; at++)
		;
	assert_true(strlen(at) >= 18);
	memcpy(numbers[i], at, 18);
	str_free(&said);
}

/* ---- at the township ---- */

static void
key(const char *name)
{
	screen_key(town, name);
}

static void
digit(const char *one)
{
	screen_type(town, one);
	typed += (int)strlen(one);
}

/* To the row of that ticket, with the arrows. */
static void
go(int i)
{
	char no[24], row[512];
	int col, at;

	(void)snprintf(
	    no, sizeof(no), "%.4s-%.4s-%.2s", numbers[i] + 2, numbers[i] + 12, numbers[i] + 16);
	assert_true(screen_wait(town, no));
	screen_settle(town);
	for (int n = 0; n < MATTERS + 2; n++) {
		at = screen_find(town, no, &col);
		assert_true(at >= 0);
		screen_row(town, at, row, sizeof(row));
		if (strstr(row, ">") != NULL)
			return;
		key(n == 0 ? "Home" : "Down");
		screen_settle(town);
	}
	fail_msg("cannot reach %s", no);
}

static void
call(const char *words)
{
	key("Enter");
	screen_await(town, "沟通内容");
	digit("1");
	screen_type(town, words);
	screen_settle(town);
	key("F10");
	screen_await(town, "联系已存本机");
}

/* In the cell for attachments: two letters of a path, the rest by Tab. */
static void
attach(void)
{
	screen_settle(town);
	digit("~/");
	key("Tab");
	screen_await(town, "~/照片/");
	key("Tab");
	screen_await(town, "~/照片/清淤后.jpg");
	key("Enter");
	screen_await(town, "清淤后.jpg 12.0 MB");
}

/* ---- what the centre has ---- */

struct wanted {
	int i;
	enum ticket_state state;
	int reached;
};

static bool
centre_says(void *arg)
{
	const struct wanted *w = arg;
	struct ticket t;
	bool ok;

	ticket_init(&t);
	ok = site_ticket(&site, numbers[w->i], &t) && t.state == w->state &&
	     t.contact_reached == w->reached;
	ticket_free(&t);
	return ok;
}

static void
wait_centre(int i, enum ticket_state state, int reached)
{
	struct wanted w = { i, state, reached };

	struct ticket t;

	if (poll_until(centre_says, &w, SITE_WAIT_MS))
		return;
	ticket_init(&t);
	(void)site_ticket(&site, numbers[i], &t);
	fail_msg("the centre has %s in state %s, reached %d; not %s, %d", numbers[i],
	    state_json(t.state), t.contact_reached, state_json(state), reached);
}

/* Of the photograph at the centre. */
struct sent {
	int64_t least, had;
	struct store_blob b;
	char part[TMPDIR_PATHS + 90];
};

static bool
photo_came(void *arg)
{
	struct sent *x = arg;
	struct store *s = site_store(&site);
	bool ok =
	    s != NULL && store_blob_get(s, photo, &x->b, NULL) == ERR_OK && x->b.i.have >= x->least;

	if (x->b.i.id[0] != '\0') /* on from there, not from the start */
		assert_true(x->b.i.have >= x->had);
	store_close(s);
	return ok;
}

/* Quicker than the store can be opened: the file grows. */
static bool
photo_grows(void *arg)
{
	struct sent *x = arg;
	struct stat st;

	return stat(x->part, &st) == 0 && st.st_size > (2 << 20);
}

static bool
named(void *arg, const struct store_blob_use *u)
{
	*(int *)arg += strcmp(u->i.id, photo) == 0 && u->i.complete && u->by_unit &&
		       strcmp(u->i.name, "清淤后.jpg") == 0;
	return true;
}

/* It dies in the middle of it, and goes on from there when it is back. */
static void
the_centre_dies_while_it_comes(void)
{
	struct sent x = { .least = 1 };

	(void)snprintf(x.part, sizeof(x.part), "%s/blobs/%.2s/%.2s/%s.part", site.centre.data,
	    photo, photo + 2, photo);
	site_start(&site);
	assert_true(poll_until(photo_grows, &x, SITE_WAIT_MS));
	daemon_kill(&site.centre);
	x.had = photo_came(&x) ? x.b.i.have : 0;
	print_message("cut at %lld of %u\n", (long long)x.had, PHOTO_BYTES);
	assert_in_range(x.had, 1, PHOTO_BYTES - 1);
	screen_await(town, "离线");
	site_start(&site);
	x.least = PHOTO_BYTES;
	assert_true(poll_until(photo_came, &x, SITE_WAIT_MS));
	assert_true(x.b.i.complete);
	assert_string_equal(x.b.i.by, "4021");
}

/* The ticket names it, and whoever asks for it gets it. */
static void
the_ticket_names_it(int i)
{
	struct store *s = NULL;
	struct ticket t;
	int n = 0;

	ticket_init(&t);
	assert_true(site_ticket(&site, numbers[i], &t));
	while (s == NULL)
		s = site_store(&site);
	assert_int_equal(store_blob_uses(s, t.id, NULL, named, &n, NULL), ERR_OK);
	store_close(s);
	ticket_free(&t);
	assert_int_equal(n, 1);
}

/* Beside the seat that runs, with its person's password: it asks the centre and tells. */
static void
a_command_lists_it(int i)
{
	char bin[512], data[TMPDIR_PATHS];
	struct str said = { 0 };
	int rc = site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			      tmpdir_path(site.dir, "town", data), "--server", site.centre.server,
			      "--user", "4021", "ticket", "files", numbers[i], NULL },
	    NULL, &said);

	if (rc != 0 || strstr(str_c(&said), "清淤后.jpg  照片  12.0 MB  已传") == NULL ||
	    strstr(str_c(&said), "连不上") != NULL)
		fail_msg("hotseat ticket files: %d, %s", rc, str_c(&said));
	str_free(&said);
}

/* At the hotline: fetched from the centre, and what it says it is. */
static void
the_hotline_has_it(int i)
{
	char bin[512], data[TMPDIR_PATHS], path[TMPDIR_PATHS], hex[SECRET_HEX_SIZE];
	uint8_t hash[SECRET_HASH_BYTES];
	struct str said = { 0 }, got = { 0 };
	int rc = site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			      tmpdir_path(site.dir, "desk", data), "--server", site.centre.server,
			      "--user", "1154", "ticket", "files", numbers[i], "--export",
			      tmpdir_path(site.dir, "got.jpg", path), NULL },
	    NULL, &said);

	if (rc != 0)
		fail_msg("hotseat ticket files --export: %d, %s", rc, str_c(&said));
	assert_int_equal(fs_read(path, 2 * PHOTO_BYTES, &got, NULL), ERR_OK);
	secret_sha256(got.s, got.len, hash);
	secret_hex(hash, sizeof(hash), hex);
	assert_string_equal(hex, photo);
	str_free(&said);
	str_free(&got);
}

static void
a_morning_without_the_line(void **state)
{
	int before;

	(void)state;
	for (int i = 0; i < MATTERS; i++) {
		file(i);
		wait_centre(i, STATE_DISPATCHED, 0);
	}
	town = site_enrolled(&site, "town", "4021", 24, 80);
	assert_true(seat_sign_in(town, "4021", "李强", PASSWORD));
	screen_await(town, "待签收 3");
	daemon_stop(&site.centre);
	screen_await(town, "离线");
	before = screen_keys(town);

	digit("0");
	screen_await(town, "再按一次 0");
	digit("0");
	screen_await(town, "已签收3件");
	screen_await(town, "今日联系 3");
	go(CANAL);
	call("约好11月23日上午到现场");
	key("Enter");
	screen_await(town, "核实情况");
	digit("1");
	screen_type(town, "11月23日镇水利站已清淤50米, 冬灌已通水");
	screen_settle(town);
	key("Enter");
	digit("1");
	attach();
	key("F10");
	screen_await(town, "反馈已存本机");
	go(ALLOWANCE);
	call("已告知12月5日前出复核结果");
	go(RENT);
	digit("3");
	screen_await(town, "农业农村局职责清单");
	screen_await(town, "云江市农业农村局");
	screen_type(town, "合作社承包合同由农业农村局监管");
	screen_settle(town);
	key("Enter");
	screen_await(town, "退单已存为申请");
	screen_await(town, "在审 2");

	print_message("keys: %d\n", screen_keys(town) - before + typed);
	assert_true(screen_keys(town) - before + typed <= KEYS_MOST);
	the_centre_dies_while_it_comes();
	wait_centre(CANAL, STATE_REPLIED, 1);
	wait_centre(RENT, STATE_RETURN_REQ, 0);
	wait_centre(ALLOWANCE, STATE_WORKING, 1);
	screen_await(town, "线路正常");
	screen_await(town, "在审 2");
	the_ticket_names_it(CANAL);
	a_command_lists_it(CANAL);
	the_hotline_has_it(CANAL);
	assert_int_equal(daemon_verify(&site.centre), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_morning_without_the_line),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
