/* Names and phones of citizens: the bytes of them stand in no file of the seat and of the centre, while they run and
 * after; looking is recorded before anything is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/fs.h"

#define FILE_MOST (64 << 20)

/* Invented, and unlike anything that stands in a city pack or a program. */
#define NAME        "欧阳翎雪"
#define CALLED      "翎雪女士"
#define PHONE       "13300000913"
#define OTHER_PHONE "17700000647"
#define OTHER_NAME  "司马砚秋"
#define HOME        "栖霞坞九弄三号阁楼"

static const char *const identities[] = { NAME, CALLED, PHONE, OTHER_PHONE, OTHER_NAME, HOME };
#define N_IDENTITIES (sizeof(identities) / sizeof(identities[0]))

static struct site site;
static struct tsv messages;
static struct screen *now;
static struct seat_filed filed[2];

static int
setup(void **state)
{
	(void)state;
	site_private(&site);
	seat_matters(&messages);
	now = site_seat(&site, "seat", 24, 80, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	screen_leave(&now);
	tsv_close(&messages);
	site_close(&site);
	return 0;
}

/* ---- looking into every file ---- */

static int files, found;

static int
look(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct str text = { 0 };

	(void)st;
	(void)at;
	if (kind != FTW_F || !S_ISREG(st->st_mode))
		return 0;
	assert_int_equal(fs_read(path, FILE_MOST, &text, NULL), ERR_OK);
	files++;
	for (size_t i = 0; i < N_IDENTITIES; i++)
		if (memmem(str_c(&text), text.len, identities[i], strlen(identities[i])) != NULL) {
			fprintf(stderr, "%s stands in %s\n", identities[i], path);
			found++;
		}
	str_free(&text);
	return 0;
}

static void
check_files(void)
{
	files = found = 0;
	assert_int_equal(nftw(site.dir, look, 16, FTW_PHYS), 0);
	assert_true(files >= 6); /* two databases, their logs, keys: it did look */
	assert_int_equal(found, 0);
}

/* The words themselves are not sealed: that they are found proves that the search finds. */
static void
check_search(const char *words)
{
	struct str text = { 0 };
	char path[TMPDIR_PATHS], wal[TMPDIR_PATHS];

	assert_int_equal(
	    fs_read(tmpdir_path(site.dir, "seat/seat.db", path), FILE_MOST, &text, NULL), ERR_OK);
	if (fs_exists(tmpdir_path(site.dir, "seat/seat.db-wal", wal)))
		assert_int_equal(fs_read(wal, FILE_MOST, &text, NULL), ERR_OK);
	assert_non_null(memmem(str_c(&text), text.len, words, strlen(words)));
	str_free(&text);
}

/* ---- the tests ---- */

/* Half done, and after a crash: only the journal has it. */
static void
test_half_done(void **state)
{
	(void)state;
	assert_true(seat_ready(now));
	assert_true(seat_open_form(now));
	screen_type(now, "门口路灯不亮");
	assert_true(seat_fill(now, "诉求人", OTHER_NAME));
	assert_true(seat_fill(now, "联系电话", OTHER_PHONE));
	check_files();
	screen_kill(now, SIGKILL);
	assert_true(screen_wait_exit(now, SCREEN_WAIT_MS) > 0);
	screen_stop(now);
	check_files();
	now = site_seat(&site, "seat", 24, 80, NULL);
	assert_true(seat_ready(now));
	screen_key(now, "F2");
	assert_true(screen_wait(now, "[Ctrl-N 换]"));
	screen_key(now, "Ctrl-N");
	assert_true(screen_wait(now, OTHER_NAME)); /* it was there all the same, sealed */
	screen_key(now, "Esc");                    /* to the words; two in one go would be one */
	assert_true(seat_wait_at(now, "诉求内容"));
	screen_settle(now);
	assert_true(seat_wait_at(now, "诉求内容"));
	screen_key(now, "Esc"); /* and away */
	assert_true(screen_wait(now, "首页"));
}

static void
test_filed(void **state)
{
	static const char *const names[] = { CALLED, NAME };
	struct ticket t;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct seat_matter m;

		seat_matter(&messages, 9 + i, &m);
		m.name = names[i];
		m.phone = PHONE;
		assert_true(seat_file(now, site.city, &m, 0, &filed[i]));
	}
	assert_true(site_wait_tickets(&site, 2));
	ticket_init(&t);
	assert_true(site_ticket(&site, filed[1].no, &t));
	assert_string_equal(fields_get(&t.f, TF_NAME), NAME); /* the centre does have it, sealed */
	ticket_free(&t);
	check_files();
	check_search("槐安路26号");
}

static int64_t
looks(void)
{
	struct store *store = site_store(&site);
	int64_t n = store != NULL ? store_audit_count(store) : -1;

	store_close(store);
	return n;
}

/* Masked until somebody says why; then it is on the screen, and in the audit log of the centre. */
static void
test_look_is_recorded(void **state)
{
	int64_t before = looks();

	(void)state;
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "首页"));
	screen_key(now, "Ctrl-G");
	assert_true(screen_wait(now, "单号或后六位"));
	screen_type(now, filed[1].no);
	screen_settle(now);
	screen_key(now, "Enter");
	assert_true(screen_wait(now, "Ctrl-Y 查看"));
	assert_false(screen_has(now, NAME));
	assert_false(screen_has(now, PHONE));
	screen_key(now, "Ctrl-Y");
	assert_true(screen_wait(now, "查看身份的原因"));
	screen_type(now, "回拨核实地址");
	screen_key(now, "Enter");
	assert_true(screen_wait(now, NAME));
	assert_true(screen_has(now, PHONE));
	screen_key(now, "Ctrl-Y");
	assert_true(screen_wait_gone(now, NAME));
	assert_int_equal(seat_quit(now), 0);
	now = NULL;
	assert_int_equal(looks(), before + 1);
	assert_int_equal(daemon_verify(&site.centre), 0);
	check_files();
}

/* Where somebody lives has no cell on the form yet; it comes by the command line and by other systems. */
static void
test_home_address(void **state)
{
	static const char sheet[] = "类型: 求助\n分类: 0205\n区域: 990102001\n"
				    "诉求内容: 槐安路26号门口路灯不亮, 晚上看不清路\n"
				    "地址: 槐安路26号\n诉求目的: 尽快修复\n诉求人: " OTHER_NAME "\n"
				    "联系电话: " OTHER_PHONE "\n诉求人住址: " HOME "\n";
	char bin[512], data[TMPDIR_PATHS], id[ID_SIZE] = "", no[20] = "";
	struct str said = { 0 };
	struct store *store;
	struct ticket t;
	int rc;

	(void)state;
	assert_null(now);
	rc = site_run((const char *[]){ daemon_bin("hotseat", bin), "--data",
			  tmpdir_path(site.dir, "seat", data), "ticket", "new", "--from", "-",
			  "--as", "incomplete", NULL },
	    sheet, &said);
	if (rc != 0)
		fail_msg("hotseat ticket new: %d, %s", rc, str_c(&said));
	assert_true(site_wait_tickets(&site, 3));
	store = site_store(&site);
	assert_non_null(store);
	ticket_init(&t);
	for (const char *p = str_c(&said); *p != '\0' && strlen(no) < 18; p++)
		if (strchr("0123456789", *p) != NULL)
			no[strlen(no)] = *p;
	assert_int_equal(store_ticket_by_number(store, no, id, NULL), ERR_OK);
	assert_int_equal(store_ticket_get(store, id, &t, NULL), ERR_OK);
	assert_string_equal(fields_get(&t.f, TF_HOME_ADDRESS), HOME);
	ticket_free(&t);
	store_close(store);
	str_free(&said);
	check_files();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_half_done),
		cmocka_unit_test(test_filed),
		cmocka_unit_test(test_look_is_recorded),
		cmocka_unit_test(test_home_address),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
