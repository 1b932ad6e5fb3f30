/* test_handling: a township's day at one screen: what waits, one key for what is next, a return with its basis written by
 * the program, a reply refused before it is typed, all of it with the line down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/viewcache.h"
#include "base/str.h"
#include "client/view/work/handling_p.h"

struct scene {
	struct viewdesk d;
	struct viewcache k;
};

enum { CANAL, RENT, SMELL, WATER, POVERTY, ROAD, BACK, OLD };

static const struct {
	const char *no, *at, *type, *category, *area, *address, *title, *content;
} matters[] = {
	[CANAL] = { "261121094110220301", "2026-11-21 09:41", "help", "1106", "990122100200",
	    "上柳村三组", "灌溉渠堵塞影响冬灌",
	    "上柳村三组灌溉渠被淤泥堵塞约50米,冬灌轮到本组时无水。" },
	[RENT] = { "261121094102220402", "2026-11-21 09:41", "complaint", "1107", "990122100202",
	    "小河村合作社", "合作社拖欠土地流转费", "合作社拖欠今年的土地流转费。" },
	[SMELL] = { "261119154088010103", "2026-11-19 15:40", "complaint", "0404", "990122100200",
	    "上柳村养殖场", "夜间养殖场异味", "夜间养殖场异味很重。" },
	[WATER] = { "261119162209030104", "2026-11-19 16:22", "help", "0301", "990122100001",
	    "镇区", "自来水浑浊", "自来水浑浊三天了。" },
	[POVERTY] = { "261118110933100105", "2026-11-18 11:09", "consult", "1101", "990122100203",
	    "东岭村", "低保复核进度", "低保复核什么时候有结果。" },
	[ROAD] = { "261110092855020106", "2026-11-10 09:28", "help", "0503", "990122100203",
	    "东岭村口", "村道塌方未修", "村道塌方一直没有修。" },
	[BACK] = { "261105103012340107", "2026-11-05 10:30", "complaint", "0203", "990122100201",
	    "下柳村", "垃圾堆放", "垃圾没有人清。" },
	[OLD] = { "260902093012340108", "2026-09-02 09:30", "help", "1106", "990122100200",
	    "上柳村二组", "灌溉渠清淤", "渠道要清淤。" },
};

static void
tell(struct scene *c, int i)
{
	const struct viewcache_told told = { .no = matters[i].no,
		.at = matters[i].at,
		.kind = EVENT_SUBMIT,
		.by = "1154",
		.name = "王芳",
		.type = matters[i].type,
		.category = matters[i].category,
		.area = matters[i].area,
		.address = matters[i].address,
		.title = matters[i].title,
		.content = matters[i].content,
		.caller = "周先生",
		.phone = "13800005671" };

	assert_int_equal(viewcache_tell(&c->k, &told), i);
}

static void
send(struct scene *c, int i, const char *at)
{
	viewcache_step(&c->k, i, EVENT_DISPATCH, at, "1102 韩立新", EA_TO_UNIT, "4021", EA_BASIS,
	    "镇街履职清单4.2", -1);
}

static void
sign(struct scene *c, int i, const char *at)
{
	viewcache_step(&c->k, i, EVENT_SIGNIN, at, "4021 李强@4021", -1);
}

static void
call(struct scene *c, int i, const char *at, const char *result)
{
	viewcache_step(&c->k, i, EVENT_CONTACT, at, "4021 李强@4021", EA_RESULT, result, EA_STAGE,
	    "first", EA_SUMMARY, "约周一上午看现场", -1);
}

/* The township of the wireframe on its Saturday. */
static void
fill(struct scene *c)
{
	for (int i = CANAL; i <= OLD; i++)
		tell(c, i);
	send(c, CANAL, "2026-11-21 09:50");
	send(c, RENT, "2026-11-21 09:55");
	for (int i = SMELL; i <= POVERTY; i++) {
		send(c, i, "2026-11-19 17:00");
		sign(c, i, "2026-11-20 08:40");
	}
	call(c, POVERTY, "2026-11-20 09:00", "no_answer");
	call(c, POVERTY, "2026-11-20 15:00", "no_answer");
	send(c, ROAD, "2026-11-10 10:00");
	sign(c, ROAD, "2026-11-10 10:10");
	call(c, ROAD, "2026-11-10 10:30", "reached");
	send(c, BACK, "2026-11-05 11:00");
	sign(c, BACK, "2026-11-05 11:10");
	call(c, BACK, "2026-11-05 14:30", "reached");
	viewcache_step(&c->k, BACK, EVENT_REPLY, "2026-11-12 09:00", "4021 李强@4021", EA_IS_TRUE,
	    "yes", EA_FACTS, "已清", EA_PLAN, "清", EA_ACTION, "清了", EA_EFFECT, "好", EA_SOLVED,
	    "solved", -1);
	viewcache_step(&c->k, BACK, EVENT_AUDIT_BACK, "2026-11-12 15:00", "1102 韩立新",
	    EA_REASON_CODE, "incomplete", EA_REASON, "没有写清运了几车、什么时候清的", -1);
	send(c, OLD, "2026-09-02 10:00");
	sign(c, OLD, "2026-09-02 10:10");
	call(c, OLD, "2026-09-02 10:30", "reached");
	viewcache_step(&c->k, OLD, EVENT_REPLY, "2026-09-03 09:00", "4021 李强@4021", EA_IS_TRUE,
	    "yes", EA_FACTS, "已清", EA_SOLVED, "solved", -1);
	viewcache_step(&c->k, OLD, EVENT_AUDIT_OK, "2026-09-03 15:00", "1102 韩立新", -1);
	viewcache_step(&c->k, OLD, EVENT_VISIT_OK, "2026-09-04 09:30", "1103 苏晓梅", EA_SOLVED,
	    "solved", EA_STARS, "5", EA_MANNER, "5", -1);
	for (int i = CANAL; i <= OLD; i++)
		viewcache_put(&c->k, i);
}

static void
start(struct scene *c, int rows, int cols)
{
	*c = (struct scene){ 0 };
	viewdesk_init(&c->d, rows, cols);
	c->d.desk.me = (struct actor){ "4021", "李强", "4021", ROLE_BIT(TOWNSHIP) };
	viewcache_open(&c->k, &c->d);
	fill(c);
	viewdesk_open(&c->d, "handling", NULL);
	viewdesk_draw(&c->d);
}

static void
stop(struct scene *c)
{
	view_close(&c->d.view);
	viewcache_close(&c->k);
	viewdesk_free(&c->d);
}

static struct handling *
state_of(struct scene *c)
{
	return c->d.view.state;
}

/* Down to the ticket of that title. */
static void
go(struct scene *c, int i)
{
	const char *id = c->k.tickets[i].t.id;

	for (int n = 0; n < 20; n++) {
		const struct work_row *r = worklist_row(&state_of(c)->w);

		if (r != NULL && strcmp(r->row.id, id) == 0) {
			viewdesk_draw(&c->d);
			return;
		}
		viewdesk_key(&c->d, ACTION_DOWN);
	}
	fail_msg("no ticket %d in this list", i);
}

/* By the digit that stands before it. */
static void
take(struct scene *c, enum event_kind k)
{
	const struct worklist *w = &state_of(c)->w;
	char digit[2] = "0";

	for (int i = 0; i < w->n_steps; i++)
		if (w->steps[i] == k)
			digit[0] = (char)('1' + i);
	assert_string_not_equal(digit, "0");
	viewdesk_type(&c->d, digit);
}

static const char *
said_arg(struct scene *c, enum event_arg a)
{
	return args_get(&viewdesk_last(&c->d, JOB_ACT)->args, a);
}

static void
offline(struct scene *c)
{
	c->d.desk.link.state = LINK_OFFLINE;
	viewdesk_draw(&c->d);
}

/* ---- what one sees ---- */

static void
the_morning(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	go(&c, CANAL);
	viewdesk_golden(&c.d, "handling-80");
	go(&c, BACK);
	viewdesk_golden(&c.d, "handling-back-80");
	stop(&c);
	start(&c, 36, 120);
	go(&c, POVERTY);
	viewdesk_golden(&c.d, "handling-120");
	stop(&c);
	start(&c, 24, 80);
	c.d.desk.low_bandwidth = true;
	go(&c, CANAL);
	viewdesk_golden(&c.d, "handling-low-80");
	stop(&c);
}

static void
the_lists(void **state)
{
	static const int counts[HANDLING_LISTS] = { 7, 2, 3, 0, -1, 0, 1, 0, 0, 0 };
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	for (int i = 0; i < HANDLING_LISTS; i++)
		if (counts[i] >= 0)
			assert_int_equal(state_of(&c)->w.counts[i], counts[i]);
	assert_false(viewdesk_shows(&c.d, "督办 0"));
	viewdesk_key(&c.d, ACTION_RIGHT);
	assert_true(viewdesk_shows(&c.d, "[待签收 2 (最急"));
	assert_int_equal(state_of(&c)->w.n_rows, 2);
	stop(&c);
}

/* ---- one key ---- */

static void
enter_signs(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	offline(&c);
	go(&c, CANAL);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_SIGNIN);
	assert_false(viewdesk_shows(&c.d, "F10=送出"));
	viewdesk_done(&c.d, JOB_ACT, "");
	assert_true(viewdesk_shows(&c.d, "签收已存本机"));
	stop(&c);
}

static void
all_are_signed_by_two_keys(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	viewdesk_type(&c.d, "0");
	assert_true(viewdesk_shows(&c.d, "待签收2件: 再按一次 0"));
	viewdesk_key(&c.d, ACTION_DOWN);
	viewdesk_type(&c.d, "0");
	assert_int_equal(c.d.n_jobs, 0); /* another key between: asked again */
	viewdesk_type(&c.d, "0");
	assert_int_equal(c.d.n_jobs, 1);
	viewdesk_done(&c.d, JOB_ACT, "");
	assert_int_equal(c.d.n_jobs, 2);
	assert_string_not_equal(c.d.jobs[0]->ticket, c.d.jobs[1]->ticket);
	viewdesk_done(&c.d, JOB_ACT, "");
	assert_true(viewdesk_shows(&c.d, "已签收2件。"));
	stop(&c);
}

static void
a_call_is_written_down(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	offline(&c);
	go(&c, SMELL);
	viewdesk_key(&c.d, ACTION_ENTER);
	viewdesk_type(&c.d, "1");
	viewdesk_golden(&c.d, "handling-contact-80");
	viewdesk_type(&c.d, "周一上午看现场\t上柳村代办员尹春生\n");
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_CONTACT);
	assert_string_equal(said_arg(&c, EA_RESULT), "reached");
	assert_string_equal(said_arg(&c, EA_STAGE), "first");
	assert_string_equal(said_arg(&c, EA_FOR), "上柳村代办员尹春生");
	stop(&c);
}

/* Refused before she types, with what is still to be done. */
static void
a_reply_without_a_contact(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	go(&c, POVERTY);
	assert_true(viewdesk_shows(&c.d, "反馈前: 还没有联系上诉求人"));
	take(&c, EVENT_REPLY);
	assert_false(state_of(&c)->w.form.open);
	assert_non_null(strstr(c.d.said, "至少拨3次"));
	stop(&c);
}

static void
a_short_reply(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	go(&c, ROAD);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(state_of(&c)->w.form.kind, EVENT_REPLY);
	viewdesk_type(&c.d, "1");
	viewdesk_golden(&c.d, "handling-reply-80");
	viewdesk_type(&c.d, "11月20日修好路面\n1");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_string_equal(said_arg(&c, EA_FACTS), "11月20日修好路面");
	assert_string_equal(said_arg(&c, EA_SOLVED), "solved");
	stop(&c);
}

/* The engine has taken a file in: its id. */
static void
taken_in(struct scene *c, const char *id, enum blob_type type, const char *name)
{
	struct cache_file f = { .i = { .bytes = 4096, .type = type }, .here = true };
	struct news n = { .kind = NEWS_DONE };

	(void)str_copy(f.i.id, sizeof(f.i.id), id);
	(void)str_copy(f.i.name, sizeof(f.i.name), name);
	(void)str_copy(f.ticket, sizeof(f.ticket), c->k.tickets[ROAD].t.id);
	assert_int_equal(cache_file_put(c->k.w, &f, 1, NULL), ERR_OK);
	n.job = viewdesk_last(&c->d, JOB_FILE_ADD)->id;
	(void)str_copy(n.text, sizeof(n.text), id);
	viewdesk_news(&c->d, &n);
}

/* A category that asks for a photograph says so before the reply is refused, and until there is one. */
static void
a_reply_that_owes_a_photo(void **state)
{
	static const char paper[] =
	    "11aa22bb33cc44dd55ee66ff7788990011aa22bb33cc44dd55ee66ff77889900";
	static const char photo[] =
	    "22aa22bb33cc44dd55ee66ff7788990022aa22bb33cc44dd55ee66ff77889900";
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	assert_true(fields_set(&c.k.tickets[ROAD].t.f, TF_CATEGORY, "0206"));
	viewcache_put(&c.k, ROAD);
	viewdesk_news(&c.d, &(struct news){ .kind = NEWS_TABLES, .tables = CACHE_TICKETS });
	go(&c, ROAD);
	assert_true(viewdesk_shows(&c.d, "到现场请拍照")); /* before she goes there */
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "! 须附现场照片"));
	viewdesk_type(&c.d, "1");
	viewdesk_golden(&c.d, "handling-photo-80");
	viewdesk_type(&c.d, "11月20日补上井盖\n1");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&c.d, JOB_ACT)); /* refused, and the cursor is where it is owed */
	assert_non_null(strstr(c.d.said, "照片"));
	viewdesk_type(&c.d, "/data/清单.pdf\n");
	taken_in(&c, paper, BLOB_PDF, "清单.pdf");
	assert_true(viewdesk_shows(&c.d, "! 附件里还没有现场照片"));
	viewdesk_type(&c.d, "/data/井盖.jpg\n");
	taken_in(&c, photo, BLOB_JPEG, "井盖.jpg");
	assert_false(viewdesk_shows(&c.d, "现场照片"));
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_memory_equal(said_arg(&c, EA_FILES), paper, strlen(paper));
	assert_string_equal(said_arg(&c, EA_FILES) + strlen(paper) + 1, photo);
	stop(&c);
}

/* A complaint that came back: four parts, and the words are not lost on the way. */
static void
a_long_reply(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	go(&c, BACK);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "处理方案"));
	viewdesk_type(&c.d, "1");
	viewdesk_type(&c.d, "wrjt");
	viewdesk_key(&c.d, ACTION_MODULE);
	assert_true(viewdesk_shows(&c.d, "分回拨来电人, 无人接听"));
	viewdesk_key(&c.d, ACTION_BACK);
	assert_non_null(strstr(c.d.said, "写的话已存下"));
	stop(&c);
}

static void
a_return_brings_its_basis(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	offline(&c);
	go(&c, RENT);
	take(&c, EVENT_RETURN);
	viewdesk_golden(&c.d, "handling-return-80");
	assert_string_not_equal(form_value(&state_of(&c)->w.form, EA_BASIS), "");
	assert_string_equal(form_value(&state_of(&c)->w.form, EA_REASON_CODE), "not_duty");
	viewdesk_type(&c.d, "土地流转合同由农业农村局监管\n");
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_RETURN);
	viewdesk_done(&c.d, JOB_ACT, "");
	assert_non_null(strstr(c.d.said, "已存为申请"));
	stop(&c);
}

/* ---- keys that are one too many ---- */

/* A desk with the reply to the broken road open: its form. */
static const struct form *
start_reply(struct scene *c)
{
	start(c, 24, 80);
	go(c, ROAD);
	viewdesk_key(&c->d, ACTION_ENTER);
	return &state_of(c)->w.form;
}

/* The digit goes on by itself; the Enter of habit behind it skips nothing, the one after it goes on. */
static void
an_enter_behind_a_digit(void **state)
{
	struct scene c;
	const struct form *f;

	(void)state;
	f = start_reply(&c);
	viewdesk_type(&c.d, "1");
	assert_int_equal(f->focus, form_cell_of(f, EA_FACTS));
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(f->focus, form_cell_of(f, EA_FACTS));
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(f->focus, form_cell_of(f, EA_SOLVED));
	viewdesk_key(&c.d, ACTION_PREV);
	viewdesk_key(&c.d, ACTION_PREV);
	viewdesk_type(&c.d, "2");
	viewdesk_type(&c.d, "修好了");
	viewdesk_key(&c.d, ACTION_ENTER); /* not the very next key: it goes on */
	assert_int_equal(f->focus, form_cell_of(f, EA_SOLVED));
	stop(&c);
}

/* What was sent back is mended: what it said stands there again, and is said again when it is sent. */
static void
a_reply_sent_back_is_not_written_anew(void **state)
{
	struct scene c;
	const struct form *f;

	(void)state;
	start(&c, 24, 80);
	go(&c, BACK);
	viewdesk_key(&c.d, ACTION_ENTER);
	f = &state_of(&c)->w.form;
	assert_int_equal(f->kind, EVENT_REPLY);
	assert_string_equal(form_value(f, EA_IS_TRUE), "yes");
	assert_string_equal(form_value(f, EA_FACTS), "已清");
	assert_string_equal(form_value(f, EA_SOLVED), "solved");
	assert_int_equal(f->focus, form_cell_of(f, EA_FACTS));
	viewdesk_type(&c.d, ", 11月11日运了三车");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_string_equal(said_arg(&c, EA_FACTS), "已清, 11月11日运了三车");
	assert_string_equal(said_arg(&c, EA_SOLVED), "solved");
	stop(&c);
}

static void
words_in_a_choice(void **state)
{
	struct scene c;

	(void)state;
	(void)start_reply(&c);
	viewdesk_type(&c.d, "已联系诉求人");
	assert_non_null(strstr(c.d.said, "没有记下"));
	assert_string_equal(form_value(&state_of(&c)->w.form, EA_IS_TRUE), "");
	viewdesk_type(&c.d, "属实");
	assert_string_equal(form_value(&state_of(&c)->w.form, EA_IS_TRUE), "yes");
	stop(&c);
}

/* Enter in the last cell never sends a reply: it goes to what is lacking, else names the key that sends. */
static void
enter_never_sends_a_reply(void **state)
{
	struct scene c;
	const struct form *f;

	(void)state;
	f = start_reply(&c);
	viewdesk_type(&c.d, "1");
	viewdesk_key(&c.d, ACTION_NEXT);
	viewdesk_type(&c.d, "1");
	assert_int_equal(f->focus, form_cell_of(f, EA_FILES));
	viewdesk_key(&c.d, ACTION_ENTER); /* behind a digit */
	assert_int_equal(f->focus, form_cell_of(f, EA_FILES));
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(f->focus, form_cell_of(f, EA_FACTS));
	assert_int_equal(c.d.said_level, 2);
	viewdesk_type(&c.d, "11月20日修好路面\n");
	viewdesk_key(&c.d, ACTION_NEXT);
	while (f->focus != form_cell_of(f, EA_FILES))
		viewdesk_key(&c.d, ACTION_NEXT);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_null(viewdesk_last(&c.d, JOB_ACT));
	assert_non_null(strstr(c.d.said, "F10 送出"));
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_string_equal(said_arg(&c, EA_FACTS), "11月20日修好路面");
	stop(&c);
}

static void
a_path_is_wrong(struct scene *c)
{
	struct news n = { .kind = NEWS_DONE };

	viewdesk_type(&c->d, "/data/x\n");
	n.job = viewdesk_last(&c->d, JOB_FILE_ADD)->id;
	(void)err_set(&n.err, ERR_NOT_FOUND, "没有这个文件: /data/x");
	viewdesk_news(&c->d, &n);
	assert_int_equal(c->d.said_level, 2);
	assert_non_null(strstr(c->d.said, "没有这个文件"));
}

/* What was said of a path goes with its text, and when one leaves the cell; not before. */
static void
a_wrong_path_is_said_while_it_stands(void **state)
{
	struct scene c;

	(void)state;
	(void)start_reply(&c);
	while (state_of(&c)->w.form.focus != form_cell_of(&state_of(&c)->w.form, EA_FILES))
		viewdesk_key(&c.d, ACTION_NEXT);
	a_path_is_wrong(&c);
	viewdesk_key(&c.d, ACTION_LEFT);
	assert_int_equal(c.d.said_level, 2); /* nothing else was said */
	viewdesk_key(&c.d, ACTION_ERASE);
	assert_int_equal(c.d.said_level, 0);
	assert_string_equal(c.d.said, "");
	viewdesk_key(&c.d, ACTION_BACK);
	a_path_is_wrong(&c);
	viewdesk_key(&c.d, ACTION_UP);
	assert_int_not_equal(
	    state_of(&c)->w.form.focus, form_cell_of(&state_of(&c)->w.form, EA_FILES));
	assert_int_equal(c.d.said_level, 0);
	assert_string_equal(c.d.said, "");
	stop(&c);
}

/* ---- the others of a unit ---- */

/* What his clerk wrote stands there; he only sends it. */
static void
the_head_signs(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	viewcache_step(&c.k, ROAD, EVENT_REPLY_ASK, "2026-11-20 16:00", "4022 罗晓云@4021",
	    EA_IS_TRUE, "yes", EA_FACTS, "11月20日已修好路面", EA_SOLVED, "solved", -1);
	viewcache_put(&c.k, ROAD);
	c.d.view.ops->resume(&c.d.view);
	assert_true(viewdesk_shows(&c.d, "待审签 1"));
	go(&c, ROAD);
	assert_true(viewdesk_shows(&c.d, "审签退回"));
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_true(viewdesk_shows(&c.d, "11月20日已修好路面"));
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_REPLY);
	assert_string_equal(said_arg(&c, EA_FACTS), "11月20日已修好路面");
	stop(&c);
}

/* He begins where a digit is a word, and a verdict he changes is said before it goes out. */
static void
the_head_changes_a_verdict(void **state)
{
	struct scene c;
	const struct form *f;

	(void)state;
	start(&c, 24, 80);
	viewcache_step(&c.k, ROAD, EVENT_REPLY_ASK, "2026-11-20 16:00", "4022 罗晓云@4021",
	    EA_IS_TRUE, "yes", EA_FACTS, "11月20日已修好路面", EA_SOLVED, "solved", -1);
	viewcache_put(&c.k, ROAD);
	c.d.view.ops->resume(&c.d.view);
	go(&c, ROAD);
	viewdesk_key(&c.d, ACTION_ENTER);
	f = &state_of(&c)->w.form;
	assert_int_equal(f->focus, form_cell_of(f, EA_FACTS));
	viewdesk_key(&c.d, ACTION_PREV);
	viewdesk_type(&c.d, "2");
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_null(viewdesk_last(&c.d, JOB_ACT));
	assert_non_null(strstr(c.d.said, "“诉求属实”由“属实”改成了“部分属实”"));
	assert_int_equal(f->focus, form_cell_of(f, EA_IS_TRUE));
	viewdesk_key(&c.d, ACTION_NEXT);
	viewdesk_key(&c.d, ACTION_SUBMIT); /* another key between: said again */
	assert_null(viewdesk_last(&c.d, JOB_ACT));
	viewdesk_key(&c.d, ACTION_SUBMIT);
	assert_string_equal(said_arg(&c, EA_IS_TRUE), "partly");
	stop(&c);
}

/* While his head has it, the clerk is offered nothing and owes nothing. */
static void
a_clerk_waits_for_the_signature(void **state)
{
	struct scene c;
	const struct worklist *w;

	(void)state;
	start(&c, 24, 80);
	c.d.desk.me = (struct actor){ "6100", "何平", "4021", ROLE_BIT(UNIT) };
	assert_true(fields_set(&c.k.tickets[ROAD].t.f, TF_CATEGORY, "0206"));
	viewcache_put(&c.k, ROAD);
	c.d.view.ops->resume(&c.d.view);
	go(&c, ROAD);
	assert_true(viewdesk_shows(&c.d, "到现场请拍照"));
	viewcache_step(&c.k, ROAD, EVENT_REPLY_ASK, "2026-11-20 16:00", "6100 何平@4021",
	    EA_IS_TRUE, "yes", EA_FACTS, "11月20日已修好路面", EA_SOLVED, "solved", -1);
	viewcache_put(&c.k, ROAD);
	c.d.view.ops->resume(&c.d.view);
	go(&c, ROAD);
	assert_true(viewdesk_shows(&c.d, "等审签"));
	assert_false(viewdesk_shows(&c.d, "到现场请拍照"));
	w = &state_of(&c)->w;
	for (int i = 0; i < w->n_steps; i++)
		assert_int_not_equal(w->steps[i], EVENT_REPLY_ASK);
	stop(&c);
}

/* A clerk who may not sign sends it to his head. */
static void
a_clerk_sends_it_for_signature(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	c.d.desk.me = (struct actor){ "6100", "何平", "4021", ROLE_BIT(UNIT) };
	c.d.view.ops->resume(&c.d.view);
	go(&c, ROAD);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(state_of(&c)->w.form.kind, EVENT_REPLY_ASK);
	assert_false(viewdesk_shows(&c.d, "有承诺"));
	form_fill(&state_of(&c)->w.form, EA_FACTS, "保证三天修好");
	assert_true(viewdesk_shows(&c.d, "! 有承诺“保证”")); /* warned, not stopped */
	stop(&c);
}

/* What the township hands down waits for the village, and the village sees it. */
static void
a_village_has_its_part(void **state)
{
	struct scene c;

	(void)state;
	start(&c, 24, 80);
	go(&c, SMELL);
	take(&c, EVENT_ASSIGN_DOWN);
	assert_string_equal(form_value(&state_of(&c)->w.form, EA_TO_UNIT), "5002");
	viewdesk_key(&c.d, ACTION_BACK);
	viewcache_step(&c.k, SMELL, EVENT_ASSIGN_DOWN, "2026-11-20 09:00", "4021 李强@4021",
	    EA_TO_UNIT, "5002", -1);
	viewcache_put(&c.k, SMELL);
	c.d.view.ops->resume(&c.d.view);
	assert_true(viewdesk_shows(&c.d, "等代办员"));
	assert_true(viewdesk_shows(&c.d, "下派 上柳村"));
	c.d.desk.me = (struct actor){ "5002", "尹春生", "5002", ROLE_BIT(VILLAGE) };
	c.d.view.ops->resume(&c.d.view);
	viewdesk_draw(&c.d);
	assert_int_equal(state_of(&c)->w.n_rows, 1);
	viewdesk_key(&c.d, ACTION_ENTER);
	assert_int_equal(viewdesk_last(&c.d, JOB_ACT)->act, EVENT_SIGNIN);
	stop(&c);
}

/* ---- whom to call ---- */

static void
the_number_for_a_minute(void **state)
{
	struct scene c;
	struct news n = { .kind = NEWS_IDENTITY };

	(void)state;
	start(&c, 24, 80);
	go(&c, SMELL);
	assert_true(viewdesk_shows(&c.d, "138****5671"));
	viewdesk_key(&c.d, ACTION_UNMASK);
	assert_string_equal(viewdesk_last(&c.d, JOB_UNMASK)->ticket, c.k.tickets[SMELL].t.id);
	assert_string_not_equal(viewdesk_last(&c.d, JOB_UNMASK)->text, "");
	(void)str_copy(n.ticket, sizeof(n.ticket), c.k.tickets[SMELL].t.id);
	assert_true(fields_set(&n.identity, TF_CALLER_PHONE, "13800005671"));
	n.job = viewdesk_last(&c.d, JOB_UNMASK)->id;
	viewdesk_news(&c.d, &n);
	viewdesk_done(&c.d, JOB_UNMASK, "");
	assert_true(viewdesk_shows(&c.d, "13800005671"));
	viewdesk_key(&c.d, ACTION_ENTER); /* and while the call is written down */
	assert_true(viewdesk_shows(&c.d, "13800005671"));
	c.d.desk.now += 60001;
	assert_false(viewdesk_shows(&c.d, "13800005671"));
	fields_free(&n.identity);
	stop(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_morning),
		cmocka_unit_test(the_lists),
		cmocka_unit_test(enter_signs),
		cmocka_unit_test(all_are_signed_by_two_keys),
		cmocka_unit_test(a_call_is_written_down),
		cmocka_unit_test(a_reply_without_a_contact),
		cmocka_unit_test(a_short_reply),
		cmocka_unit_test(a_reply_that_owes_a_photo),
		cmocka_unit_test(a_long_reply),
		cmocka_unit_test(a_return_brings_its_basis),
		cmocka_unit_test(an_enter_behind_a_digit),
		cmocka_unit_test(a_reply_sent_back_is_not_written_anew),
		cmocka_unit_test(words_in_a_choice),
		cmocka_unit_test(enter_never_sends_a_reply),
		cmocka_unit_test(a_wrong_path_is_said_while_it_stands),
		cmocka_unit_test(the_head_signs),
		cmocka_unit_test(the_head_changes_a_verdict),
		cmocka_unit_test(a_clerk_waits_for_the_signature),
		cmocka_unit_test(a_clerk_sends_it_for_signature),
		cmocka_unit_test(a_village_has_its_part),
		cmocka_unit_test(the_number_for_a_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
