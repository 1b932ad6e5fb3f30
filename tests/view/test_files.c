/* test_files: the attachments of a ticket: a path completed by the engine, what is typed on meanwhile stays; a picture looked
 * at, for as much room as there is; what is no picture is not looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/cache/files.h"

static struct viewcache cache;

/* The engine's answer to the newest job of a kind: JOB_FILE_NAMES of Tab, JOB_FILE_ADD of Enter. */
static void
answered(struct viewdesk *d, enum job_kind kind, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .job = viewdesk_last(d, kind)->id };

	if (code != ERR_OK)
		err_set(&n.err, code, "%s", text);
	else
		(void)str_copy(n.text, sizeof(n.text), text);
	viewdesk_news(d, &n);
}

/* A desk with the story's tickets. */
static void
sit(struct viewdesk *d, int rows, int cols)
{
	viewdesk_init(d, rows, cols);
	viewcache_open(&cache, d);
	viewcache_story(&cache);
}

static void
stop(struct viewdesk *d)
{
	viewdesk_free(d);
	viewcache_close(&cache);
}

static void
test_a_path_is_completed(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	viewdesk_open(&d, "files", cache.tickets[1].t.id);
	viewdesk_type(&d, "1/data/路");
	viewdesk_key(&d, ACTION_NEXT);
	assert_string_equal(viewdesk_last(&d, JOB_FILE_NAMES)->text, "/data/路");
	viewdesk_key(&d, ACTION_ENTER); /* not half a path */
	assert_null(viewdesk_last(&d, JOB_FILE_ADD));
	answered(&d, JOB_FILE_NAMES, ERR_OK, "/data/路灯\n路灯一.jpg  路灯二.jpg");
	assert_true(viewdesk_shows(&d, "/data/路灯"));
	assert_string_equal(d.said, "路灯一.jpg  路灯二.jpg");
	viewdesk_key(&d, ACTION_NEXT);
	viewdesk_type(&d, "二");
	answered(&d, JOB_FILE_NAMES, ERR_OK, "/data/路灯\n"); /* late */
	assert_true(viewdesk_shows(&d, "/data/路灯二"));
	viewdesk_key(&d, ACTION_NEXT);
	answered(&d, JOB_FILE_NAMES, ERR_NOT_FOUND, "没有以“/data/路灯二”开头的文件。");
	assert_true(viewdesk_shows(&d, "/data/路灯二"));
	viewdesk_key(&d, ACTION_ENTER);
	assert_string_equal(viewdesk_last(&d, JOB_FILE_ADD)->text, "/data/路灯二");
	stop(&d);
}

static void
test_what_is_not_taken_stays_to_be_corrected(void **state)
{
	struct viewdesk d;

	(void)state;
	sit(&d, 24, 80);
	viewdesk_open(&d, "files", cache.tickets[1].t.id);
	viewdesk_type(&d, "1");
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&d, JOB_ACT));
	assert_string_equal(d.said, "请填写“附件”。");
	viewdesk_type(&d, "/data/x.exe\n");
	assert_true(viewdesk_shows(&d, "正在读取"));
	viewdesk_type(&d, "yz"); /* until that is answered nothing is written */
	answered(&d, JOB_FILE_ADD, ERR_MEDIA, "“x.exe”不能作附件: 只收 jpg。");
	assert_string_equal(d.said, "“x.exe”不能作附件: 只收 jpg。");
	assert_true(viewdesk_shows(&d, "/data/x.exe"));
	assert_false(viewdesk_shows(&d, "exeyz"));
	viewdesk_key(&d, ACTION_BACK); /* the path, not the form */
	assert_false(viewdesk_shows(&d, "/data/x.exe"));
	assert_true(viewdesk_shows(&d, "Enter添加"));
	viewdesk_key(&d, ACTION_BACK);
	assert_false(viewdesk_shows(&d, "Enter添加"));
	assert_false(d.closed);
	stop(&d);
}

static void
test_nine_and_no_more(void **state)
{
	struct viewdesk d;
	char id[BLOB_ID_SIZE];
	const struct job *last;

	(void)state;
	sit(&d, 24, 80);
	viewdesk_open(&d, "files", cache.tickets[1].t.id);
	viewdesk_type(&d, "1");
	for (int i = 0; i < BLOB_PER_TICKET; i++) {
		viewdesk_type(&d, "/data/a.jpg\n");
		(void)snprintf(id, sizeof(id), "%064d", i);
		answered(&d, JOB_FILE_ADD, ERR_OK, id);
	}
	assert_true(viewdesk_shows(&d, "共9个"));
	last = viewdesk_last(&d, JOB_FILE_ADD);
	viewdesk_type(&d, "/data/b.jpg\n");
	assert_ptr_equal(viewdesk_last(&d, JOB_FILE_ADD), last);
	assert_non_null(strstr(d.said, "不得超过 9 个"));
	viewdesk_key(&d, ACTION_BACK);
	viewdesk_key(&d, ACTION_ERASE); /* the last one goes */
	assert_true(viewdesk_shows(&d, "共8个"));
	viewdesk_key(&d, ACTION_SUBMIT);
	assert_int_equal(
	    strlen(args_get(&viewdesk_last(&d, JOB_ACT)->args, EA_FILES)), 8 * BLOB_ID_SIZE - 1);
	stop(&d);
}

/* ---- looking ---- */

static const char *const ids[] = {
	"11aa22bb33cc44dd55ee66ff7788990011aa22bb33cc44dd55ee66ff77889900",
	"22aa22bb33cc44dd55ee66ff7788990011aa22bb33cc44dd55ee66ff77889900",
	"33aa22bb33cc44dd55ee66ff7788990011aa22bb33cc44dd55ee66ff77889900",
	"44aa22bb33cc44dd55ee66ff7788990011aa22bb33cc44dd55ee66ff77889900",
};

static void
put(int i, const char *name, enum blob_type type, enum file_state state)
{
	struct cache_file f = { .i = { .bytes = 4096, .type = type, .at = VIEWDESK_NOW },
		.state = state,
		.here = state != FILE_THERE };

	(void)str_copy(f.i.id, sizeof(f.i.id), ids[i]);
	(void)str_copy(f.i.name, sizeof(f.i.name), name);
	(void)str_copy(f.i.by, sizeof(f.i.by), "1154");
	(void)str_copy(f.ticket, sizeof(f.ticket), cache.tickets[1].t.id);
	assert_int_equal(cache_file_put(cache.w, &f, 1, NULL), ERR_OK);
}

static void
start(struct viewdesk *d, int rows, int cols)
{
	sit(d, rows, cols);
	put(0, "路灯\"一\"\n.jpg", BLOB_JPEG, FILE_SENT);
	put(1, "-x; 说明.txt", BLOB_TXT, FILE_WAITS);
	put(2, "对方的.png", BLOB_PNG, FILE_THERE);
	put(3, "二.png", BLOB_PNG, FILE_WAITS);
	viewdesk_open(d, "files", cache.tickets[1].t.id);
	viewdesk_draw(d);
}

/* The engine has drawn it, or not. */
static void
drawn(struct viewdesk *d, enum err_code code, const char *text)
{
	struct news n = { .kind = NEWS_DONE, .job = viewdesk_last(d, JOB_FILE_LOOK)->id };

	if (code != ERR_OK)
		err_set(&n.err, code, "%s", text);
	else
		n.more = str_dup(text);
	viewdesk_news(d, &n);
	free(n.more);
}

static void
test_the_list(void **state)
{
	struct viewdesk d;

	(void)state;
	start(&d, 24, 80);
	viewdesk_golden(&d, "files-80");
	stop(&d);
}

static void
test_a_picture_is_looked_at(void **state)
{
	struct viewdesk d;
	const struct job *j;

	(void)state;
	start(&d, 24, 80);
	viewdesk_type(&d, "3");
	j = viewdesk_last(&d, JOB_FILE_LOOK);
	assert_string_equal(j->file, ids[0]);
	assert_int_equal(j->choice, LOOK_DOTS);
	assert_int_equal(j->rows, 18);
	assert_int_equal(j->cols, 78);
	assert_true(viewdesk_shows(&d, "正在画图"));
	drawn(&d, ERR_OK, "## ##\n#   #\n");
	viewdesk_golden(&d, "files-look-80");
	viewdesk_type(&d, "3"); /* another way */
	assert_int_equal(viewdesk_last(&d, JOB_FILE_LOOK)->choice, LOOK_INVERSE);
	drawn(&d, ERR_NOT_FOUND, "本机没有装 chafa, 看不了图; 可按 2 导出后用看图程序看。");
	assert_true(viewdesk_shows(&d, "本机没有装 chafa"));
	assert_false(viewdesk_shows(&d, "#   #"));
	viewdesk_type(&d, "2"); /* as it says */
	assert_true(viewdesk_shows(&d, "导出到"));
	viewdesk_type(&d, "x.jpg\n");
	assert_string_equal(viewdesk_last(&d, JOB_FILE_GET)->text, "~/x.jpg");
	assert_string_equal(viewdesk_last(&d, JOB_FILE_GET)->file, ids[0]);
	stop(&d);
}

static void
test_the_next_one(void **state)
{
	struct viewdesk d;
	int asked;

	(void)state;
	start(&d, 36, 120);
	viewdesk_type(&d, "3");
	assert_int_equal(viewdesk_last(&d, JOB_FILE_LOOK)->rows, 30);
	assert_int_equal(viewdesk_last(&d, JOB_FILE_LOOK)->cols, 118);
	asked = d.n_jobs;
	viewdesk_key(&d, ACTION_DOWN); /* no picture: back in the list, and it is said */
	assert_int_equal(d.n_jobs, asked);
	assert_non_null(strstr(d.said, "不是图片"));
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "3"); /* not come yet */
	assert_int_equal(d.n_jobs, asked);
	assert_non_null(strstr(d.said, "还没有传完"));
	viewdesk_key(&d, ACTION_DOWN);
	viewdesk_type(&d, "3");
	assert_string_equal(viewdesk_last(&d, JOB_FILE_LOOK)->file, ids[3]);
	drawn(&d, ERR_OK, "@@\n");
	assert_true(viewdesk_shows(&d, "@@"));
	assert_true(canvas_resize(&d.canvas, 24, 80)); /* the terminal becomes smaller */
	viewdesk_draw(&d);
	d.view.ops->idle(&d.view);
	assert_int_equal(viewdesk_last(&d, JOB_FILE_LOOK)->cols, 78);
	viewdesk_key(&d, ACTION_BACK);
	assert_true(viewdesk_shows(&d, "SHA-256 44aa"));
	assert_false(d.closed);
	stop(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_path_is_completed),
		cmocka_unit_test(test_what_is_not_taken_stays_to_be_corrected),
		cmocka_unit_test(test_nine_and_no_more),
		cmocka_unit_test(test_the_list),
		cmocka_unit_test(test_a_picture_is_looked_at),
		cmocka_unit_test(test_the_next_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
