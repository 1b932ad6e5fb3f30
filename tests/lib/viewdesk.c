/* viewdesk.c: a desk for one screen under test. It does what the app's loop does for a screen, and nothing else. */
#include "viewdesk.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "city/pack.h"

#define CITY_DIR   "conf/city/yunjiang"
#define GOLDEN_DIR "tests/view/golden"

/* ---- the doors ---- */

static uint64_t
on_job(void *app, struct job *j)
{
	struct viewdesk *d = app;

	if (d->refuse || d->n_jobs == VIEWDESK_JOBS) {
		job_free(j);
		return 0;
	}
	j->id = (uint64_t)d->n_jobs + 1;
	d->jobs[d->n_jobs++] = j;
	return j->id;
}

/* What the journal has of a draft; NULL before the first word of it. */
static struct fields *
kept_of(struct viewdesk *d, const char *draft)
{
	for (int i = 0; i < d->n_kept; i++)
		if (strcmp(d->kept[i].draft, draft) == 0)
			return &d->kept[i].f;
	return NULL;
}

static struct fields *
keep(struct viewdesk *d, const char *draft)
{
	assert_true(d->n_kept < VIEWDESK_DRAFTS);
	(void)str_copy(d->kept[d->n_kept].draft, ID_SIZE, draft);
	return &d->kept[d->n_kept++].f;
}

static void
on_begin(void *app, const struct draft *draft)
{
	struct viewdesk *d = app;

	if (kept_of(d, draft->id) == NULL)
		assert_true(fields_copy(keep(d, draft->id), &draft->f));
}

/* The journal keeps splices: applied here as a restart would. */
static void
on_edit(void *app, const struct draft *draft, enum ticket_field f, const struct edit *ed)
{
	struct viewdesk *d = app;
	struct fields *kept = kept_of(d, draft->id);
	struct str text = { 0 };

	if (kept == NULL)
		kept = keep(d, draft->id);
	d->journal = kept;
	str_add(&text, fields_get(d->journal, f));
	assert_true(ed->at + ed->del <= text.len);
	str_splice(&text, ed->at, ed->del, ed->ins, ed->ins_len);
	assert_true(ed->cursor <= text.len);
	assert_true(fields_set(kept, f, str_c(&text)));
	assert_string_equal(fields_get(&draft->f, f), str_c(&text));
	str_free(&text);
	d->edits++;
}

static void
on_open(void *app, const struct view_ops *ops, const char *arg)
{
	struct viewdesk *d = app;

	(void)snprintf(d->opened, sizeof(d->opened), "%s:%s", ops->name, arg != NULL ? arg : "");
}

static void
on_say(void *app, int level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void
on_say(void *app, int level, const char *fmt, ...)
{
	struct viewdesk *d = app;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(d->said, sizeof(d->said), fmt, ap);
	va_end(ap);
	assert_true(utf8_valid(d->said, strlen(d->said)));
	d->said_level = level;
}

/* ---- setting up ---- */

static void
sit_down(struct viewdesk *d, struct city *city, int rows, int cols)
{
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
	*d = (struct viewdesk){ .city = city };
	assert_true(canvas_resize(&d->canvas, rows, cols));
	d->desk = (struct desk){ .city = d->city,
		.me = { "1154", "王芳", "", ROLE_BIT(AGENT) },
		.link = { .state = LINK_ONLINE, .seat_no = "1154" },
		.now = VIEWDESK_NOW,
		.app = d,
		.job = on_job,
		.begin = on_begin,
		.edit = on_edit,
		.open = on_open,
		.say = on_say };
}

void
viewdesk_init(struct viewdesk *d, int rows, int cols)
{
	struct city *city;
	struct err e = { 0 };

	if (city_pack_load(CITY_DIR, &city, &e) != ERR_OK)
		fail_msg("%s: %s", e.where, e.text);
	sit_down(d, city, rows, cols);
}

void
viewdesk_init_beside(struct viewdesk *d, const struct viewdesk *other)
{
	sit_down(d, other->city, other->canvas.rows, other->canvas.cols);
	d->lent = true;
}

void
viewdesk_free(struct viewdesk *d)
{
	view_close(&d->view);
	for (int i = 0; i < d->n_jobs; i++)
		job_free(d->jobs[i]);
	for (int i = 0; i < d->n_kept; i++)
		fields_free(&d->kept[i].f);
	canvas_free(&d->canvas);
	if (!d->lent)
		city_free(d->city);
}

void
viewdesk_open(struct viewdesk *d, const char *name, const char *arg)
{
	struct err e = { 0 };
	const struct view_ops *ops = view_by_name(name);

	assert_non_null(ops);
	if (!view_may_open(ops, d->desk.me.roles, arg))
		d->desk.me.roles |= ops->roles & -ops->roles; /* somebody whose screen it is */
	if (view_open(&d->view, ops, &d->desk, arg, &e) != ERR_OK)
		fail_msg("%s", e.text);
}

/* ---- what comes in ---- */

static void
reacted(struct viewdesk *d, unsigned bits)
{
	d->bits = bits;
	d->closed = d->closed || (bits & VIEW_CLOSE);
}

void
viewdesk_input(struct viewdesk *d, struct input in)
{
	d->said[0] = '\0';
	reacted(d, d->view.ops->input(&d->view, &in));
}

void
viewdesk_key(struct viewdesk *d, enum action a)
{
	viewdesk_input(d, input_action(a));
}

void
viewdesk_type(struct viewdesk *d, const char *s)
{
	uint32_t cp;

	for (size_t left = strlen(s); left > 0;) {
		size_t n = utf8_next(s, left, &cp);
		char one[8] = { 0 };

		assert_true(n > 0);
		memcpy(one, s, n);
		if (cp == '\n' || cp == '\t')
			viewdesk_key(d, cp == '\n' ? ACTION_ENTER : ACTION_NEXT);
		else
			viewdesk_input(d, input_text(one));
		s += n;
		left -= n;
	}
	if (d->view.ops->idle != NULL) /* after the last word a person pauses */
		reacted(d, d->bits | d->view.ops->idle(&d->view));
}

void
viewdesk_news(struct viewdesk *d, const struct news *n)
{
	if (d->view.ops->event != NULL)
		reacted(d, d->view.ops->event(&d->view, n));
}

void
viewdesk_call(struct viewdesk *d, const char *peer)
{
	static int calls;
	struct news n = { .kind = NEWS_PHONE, .phone = { .kind = PHONE_ESTABLISHED } };

	d->desk.call = (struct call_info){
		.active = true, .since_at = d->desk.now - 133000, .queue = { .n = 3 }
	};
	(void)snprintf(d->desk.call.id, sizeof(d->desk.call.id), "C%d", ++calls);
	(void)str_copy(d->desk.call.peer, sizeof(d->desk.call.peer), peer);
	(void)str_copy(d->desk.call.line, sizeof(d->desk.call.line), "12345");
	(void)str_copy(d->desk.call.recording, sizeof(d->desk.call.recording), "R1121-1040-1154");
	(void)str_copy(
	    d->desk.call.home_area, sizeof(d->desk.call.home_area), city_home_area(d->city, peer));
	if (d->view.ops != NULL)
		viewdesk_news(d, &n);
}

struct job *
viewdesk_last(struct viewdesk *d, enum job_kind kind)
{
	for (int i = d->n_jobs - 1; i >= 0; i--)
		if (d->jobs[i]->kind == kind)
			return d->jobs[i];
	return NULL;
}

void
viewdesk_done(struct viewdesk *d, enum job_kind kind, const char *number)
{
	const struct job *j = viewdesk_last(d, kind);
	struct news n = { .kind = NEWS_DONE };

	assert_non_null(j);
	n.job = j->id;
	(void)str_copy(n.ticket, sizeof(n.ticket), "0190a000-0000-7000-8000-000000000001");
	(void)str_copy(n.number, sizeof(n.number), number);
	viewdesk_news(d, &n);
}

void
viewdesk_reply(struct viewdesk *d, enum err_code code, const char *text)
{
	const struct job *j = viewdesk_last(d, JOB_QUESTION);
	struct news n = { .kind = NEWS_DONE };

	assert_non_null(j);
	n.job = j->id;
	if (code != ERR_OK)
		err_set(&n.err, code, "%s", text);
	else
		n.answer = (char *)(uintptr_t)text; /* borrowed: this news is never freed */
	viewdesk_news(d, &n);
}

/* ---- what is seen ---- */

void
viewdesk_draw(struct viewdesk *d)
{
	struct canvas *c = &d->canvas;
	struct rect body = { 1, 0, c->rows - 4, c->cols };

	canvas_clear(c);
	d->view.ops->draw(&d->view, c, body);
	canvas_cut(c, c->rows - 3, 1, c->cols - 2, ROLE_MESSAGE, d->said);
}

bool
viewdesk_shows(struct viewdesk *d, const char *text)
{
	struct str dump = { 0 };
	bool found;

	viewdesk_draw(d);
	canvas_dump(&d->canvas, &dump);
	found = strstr(str_c(&dump), text) != NULL;
	str_free(&dump);
	return found;
}

static void
read_file(const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	char buf[4096];
	size_t n;

	if (f == NULL)
		return;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(out, buf, n);
	(void)fclose(f);
}

void
viewdesk_golden(struct viewdesk *d, const char *name)
{
	char path[256];
	struct str got = { 0 }, want = { 0 };
	const char *update = getenv("UPDATE");

	viewdesk_draw(d);
	canvas_dump(&d->canvas, &got);
	str_addf(&got, "cursor %d,%d\n", d->canvas.cursor_row, d->canvas.cursor_col);
	(void)snprintf(path, sizeof(path), "%s/%s.txt", GOLDEN_DIR, name);
	if (update != NULL && strcmp(update, "1") == 0) {
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		assert_int_equal(fwrite(str_c(&got), 1, got.len, f), got.len);
		assert_int_equal(fclose(f), 0);
	}
	read_file(path, &want);
	if (strcmp(str_c(&got), str_c(&want)) != 0)
		print_message(
		    "%s differs (UPDATE=1 rewrites it); it is now:\n%s", path, str_c(&got));
	assert_string_equal(str_c(&got), str_c(&want));
	str_free(&got);
	str_free(&want);
}
