/* guidance_form.c: what is typed about temporary talking points: the form of new ones, and why some are returned or ended.
 *
 * Invariants: what is typed is in the journal before the next key, and there again after Esc, sign-out and a kill, until
 * the record of it is on disk; a moment is shown as it was understood as soon as one has left its cell. Not here: the rules
 * (model/guidance.c), what became of it (guidance.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "guidance_p.h"
#include "model/until.h"

#define DAYS         2 /* it ends, unless one says when: three days with today */
#define MINUTE_MS    60000LL
#define REASON_CHARS 200
#define SUBJECT      "guidance" /* of the note with new ones; of a reason: the id */

static const struct admin_spec cells[GUIDANCE_CELLS] = {
	[GUIDANCE_TITLE] = { "标题", ADMIN_LINE, true, GUIDANCE_TITLE_CHARS, NULL },
	[GUIDANCE_POINTS] = { "统一口径", ADMIN_TEXT, true, GUIDANCE_POINTS_CHARS, NULL },
	[GUIDANCE_FROM] = { "开始", ADMIN_LINE, false, 30,
	    "不填: 现在; 可写 18:00、明天8:00、12-20 8:00" },
	[GUIDANCE_TO] = { "结束", ADMIN_LINE, false, 30, NULL },
	[GUIDANCE_AREA] = { "地区", ADMIN_ONE, false, 0, "不填: 全市" },
	[GUIDANCE_CATEGORY] = { "类别", ADMIN_ONE, false, 0, "不填: 不限类别" },
	[GUIDANCE_REPLACES] = { "代替", ADMIN_ONE, false, 0, "批准后撤下哪一条公告; 不填: 不代替" },
};
static const enum ticket_field slots[GUIDANCE_CELLS] = { TF_TITLE, TF_CONTENT, TF_EVENT_TIME,
	TF_URGENCY_REASON, TF_RELATED, TF_ORIGIN_LINE, TF_RECORDING }; /* of the note */
static const struct admin_spec reason_cells[] = { { "理由", ADMIN_LINE, true, REASON_CHARS,
    NULL } };
static const enum ticket_field reason_slot = TF_CONTENT;

/* ---- kept key by key ---- */

static enum ticket_field
slot_of(const struct guidance_form *f, int cell)
{
	return f->step == GUIDANCE_STEP_PROPOSE ? slots[cell] : reason_slot;
}

/* Bytes that ${a} and ${b} begin with, whole characters. */
static size_t
same_head(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && a[n] == b[n])
		n++;
	while (n > 0 && ((unsigned char)a[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The cell as it is now, as one edit of what is kept of it. */
static void
keep_cell(struct guidance_form *f, int cell)
{
	const enum ticket_field slot = slot_of(f, cell);
	const char *was = fields_get(&f->note.d.f, slot), *now = admin_form_text(&f->f, cell);
	const size_t at = same_head(was, now);
	size_t del = strlen(was + at), len = strlen(now + at);
	const size_t most = del < len ? del : len;
	size_t tail = 0;

	if (del == 0 && len == 0)
		return;
	while (tail < most && was[at + del - tail - 1] == now[at + len - tail - 1])
		tail++;
	while (tail > 0 && ((unsigned char)now[at + len - tail] & 0xc0) == 0x80)
		tail--;
	del -= tail;
	len -= tail;
	ticket_note_edit_in(&f->note, f->desk, slot,
	    &(struct edit){
		.at = at, .del = del, .ins = now + at, .ins_len = len, .cursor = at + len },
	    now);
}

/* Nothing is kept of a form without words: emptying them is how one throws it away. */
static void
keep(struct guidance_form *f)
{
	const bool propose = f->step == GUIDANCE_STEP_PROPOSE;

	if (propose && *admin_form_text(&f->f, GUIDANCE_TITLE) == '\0' &&
	    *admin_form_text(&f->f, GUIDANCE_POINTS) == '\0') {
		ticket_note_drop(&f->note, f->desk);
		return;
	}
	for (int i = 0; i < f->f.n; i++)
		keep_cell(f, i);
}

static void
recall(struct guidance_form *f)
{
	for (int i = 0; i < f->f.n; i++)
		admin_form_put(&f->f, i, fields_get(&f->note.d.f, slot_of(f, i)));
}

static void
open_note(struct guidance_form *f, const char *subject)
{
	const bool same = strcmp(f->note.d.ticket, subject) == 0;

	ticket_note_save(&f->note, f->desk);
	if (same && (ticket_note_any(&f->note) || !ticket_note_settled(&f->note)))
		return; /* newer than the table, also when it is empty */
	ticket_note_open_as(&f->note, f->desk, subject, TICKET_NOTE_GUIDANCE);
}

/* ---- from and to ---- */

int64_t
guidance_last_minute(int64_t ends_at)
{
	return ends_at == civil_day_start(civil_day(ends_at)) ? ends_at - MINUTE_MS : ends_at;
}

static char *
moment_words(int64_t at, char out[24])
{
	return civil_format(at, "%Y-%m-%d %H:%M", out, 24);
}

static int64_t
usual_end(const struct guidance_form *f)
{
	return civil_day_start(civil_day(f->desk->now) + DAYS + 1);
}

/* A moment as people type it, in whole minutes; a day without an hour begins with its first minute and ends with its last.
 * Of nothing: 0 from, the usual end to. */
static enum err_code
read_moment(const struct guidance_form *f, int cell, int64_t *out, struct err *e)
{
	const struct city *city = f->desk->city;
	const char *text = admin_form_text(&f->f, cell);
	int64_t at = 0;
	enum err_code rc;

	*out = cell == GUIDANCE_TO ? usual_end(f) : 0;
	if (*text == '\0')
		return ERR_OK;
	rc = until_read(text, city != NULL ? &city->calendar : NULL, f->desk->now, &at, e);
	if (rc != ERR_OK && cell == GUIDANCE_FROM) /* what has begun is let out from now on */
		return err_set(
		    e, rc, "开始“%s”已过或看不懂: 从现在起的不填, 以后的写成 明天8:00", text);
	if (rc != ERR_OK)
		return rc;
	if (at % MINUTE_MS != 0) /* it is the last second of a day */
		at = civil_day_start(civil_day(at) + (cell == GUIDANCE_TO));
	*out = at;
	return ERR_OK;
}

/* One has left ${cell}: a moment is written out, so that nobody sends another one than he meant. */
static void
settle(struct guidance_form *f, int cell)
{
	char text[24];
	struct err e = { 0 };
	int64_t at;

	if (f->step != GUIDANCE_STEP_PROPOSE || (cell != GUIDANCE_FROM && cell != GUIDANCE_TO))
		return;
	if (read_moment(f, cell, &at, &e) != ERR_OK)
		f->desk->say(f->desk->app, 1, "%s", e.text);
	else if (at != 0)
		admin_form_put(&f->f, cell, moment_words(guidance_last_minute(at), text));
}

/* ---- what one chooses from ---- */

static void
names_free(struct guidance_names *k)
{
	picker_catalogue_free(&k->from);
	free(k->item);
	free(k->name);
	*k = (struct guidance_names){ .n = 0 };
}

static size_t
names_most(const struct city *c, int cell)
{
	return cell == GUIDANCE_AREA       ? c->n_areas
	       : cell == GUIDANCE_CATEGORY ? c->n_categories
					   : c->n_bulletins;
}

static bool
names_fill(struct guidance_names *k, const struct city *c, int cell)
{
	const size_t most = names_most(c, cell);

	k->name = calloc(most + 1, sizeof(*k->name));
	k->item = calloc(most + 1, sizeof(*k->item));
	if (k->name == NULL || k->item == NULL)
		return false;
	for (size_t i = 0; i < most; i++) {
		struct guidance_name *to = &k->name[i];
		const char *code = cell == GUIDANCE_AREA       ? c->areas[i].code
				   : cell == GUIDANCE_CATEGORY ? c->categories[i].code
							       : c->bulletins[i].id;
		const char *label = cell == GUIDANCE_AREA       ? c->areas[i].name
				    : cell == GUIDANCE_CATEGORY ? c->categories[i].name
								: c->bulletins[i].title;

		(void)str_copy(to->code, sizeof(to->code), code);
		(void)str_copy(to->label, sizeof(to->label), label);
		k->item[i] = (struct picker_item){ .code = to->code, .label = to->label };
	}
	k->n = most;
	return picker_catalogue_init(&k->from, k->item, most, NULL) == ERR_OK;
}

static bool
names_all(struct guidance_form *f)
{
	bool filled = f->desk->city != NULL;

	for (int i = 0; i < GUIDANCE_CATALOGUES && filled; i++) {
		names_free(&f->names[i]);
		filled = names_fill(&f->names[i], f->desk->city, GUIDANCE_AREA + i);
	}
	return filled;
}

/* ---- opening ---- */

/* How long it is to be read aloud, where one writes it. */
static void
count_words(struct guidance_form *f)
{
	if (f->step != GUIDANCE_STEP_PROPOSE)
		return;
	(void)snprintf(f->keys, sizeof(f->keys), "口径 %zu/%d 字",
	    utf8_count(admin_form_text(&f->f, GUIDANCE_POINTS)), GUIDANCE_POINTS_CHARS);
	f->f.keys = f->keys;
}

/* What is past of it is asked anew. */
static void
put_words(struct guidance_form *f, const struct guidance *t)
{
	char text[24];

	admin_form_put(&f->f, GUIDANCE_TITLE, t->title);
	admin_form_put(&f->f, GUIDANCE_POINTS, t->points);
	if (t->starts_at > f->desk->now)
		admin_form_put(&f->f, GUIDANCE_FROM, moment_words(t->starts_at, text));
	if (t->ends_at > f->desk->now)
		admin_form_put(
		    &f->f, GUIDANCE_TO, moment_words(guidance_last_minute(t->ends_at), text));
	admin_form_put(&f->f, GUIDANCE_AREA, t->area);
	admin_form_put(&f->f, GUIDANCE_CATEGORY, t->category);
	admin_form_put(&f->f, GUIDANCE_REPLACES, t->replaces);
}

void
guidance_form_new(struct guidance_form *f, const struct guidance *t)
{
	char end[24];
	bool kept;

	if (!names_all(f)) {
		f->desk->say(f->desk->app, 1, "还没有城市资料, 现在不能拟口径");
		return;
	}
	open_note(f, SUBJECT);
	kept = ticket_note_any(&f->note);
	f->step = GUIDANCE_STEP_PROPOSE;
	memcpy(f->specs, cells, sizeof(cells));
	(void)snprintf(f->hint, sizeof(f->hint), "不填: 到 %s; 可写 18:00、明天12:00、3天",
	    moment_words(guidance_last_minute(usual_end(f)), end));
	f->specs[GUIDANCE_TO].hint = f->hint;
	admin_form_open(&f->f, f->desk, kept || t == NULL ? "新增临时口径" : "修改后重新送批",
	    f->specs, GUIDANCE_CELLS);
	for (int i = 0; i < GUIDANCE_CATALOGUES; i++)
		admin_form_catalogue(&f->f, GUIDANCE_AREA + i, &f->names[i].from);
	if (kept) {
		recall(f);
		f->desk->say(f->desk->app, 0, "%s",
		    t == NULL ? "接着上次没有送出的写" : "上次写的还没有送出: 先送出或清空它");
	} else if (t != NULL) {
		put_words(f, t);
		keep(f);
	}
	count_words(f);
}

void
guidance_form_about(struct guidance_form *f, const char *about)
{
	const size_t n = strcspn(about, ":");
	char category[16];

	if (!f->f.open || f->step != GUIDANCE_STEP_PROPOSE || about[n] != ':' ||
	    n >= sizeof(category) || *admin_form_text(&f->f, GUIDANCE_TITLE) != '\0' ||
	    *admin_form_text(&f->f, GUIDANCE_POINTS) != '\0')
		return; /* what was begun goes before */
	(void)snprintf(category, sizeof(category), "%.*s", (int)n, about);
	admin_form_put(&f->f, GUIDANCE_CATEGORY, category);
	admin_form_put(&f->f, GUIDANCE_AREA, about + n + 1);
}

void
guidance_form_reason(
    struct guidance_form *f, enum guidance_step step, const char *id, int64_t after)
{
	open_note(f, id);
	f->step = step;
	f->after = after;
	(void)str_copy(f->of, sizeof(f->of), id);
	admin_form_open(&f->f, f->desk,
	    step == GUIDANCE_STEP_REFUSE ? "退回口径: 写明理由" : "提前结束: 写明理由",
	    reason_cells, 1);
	f->f.keys = "拟写的人会看到";
	recall(f);
}

void
guidance_form_free(struct guidance_form *f)
{
	ticket_note_save(&f->note, f->desk);
	ticket_note_free(&f->note);
	admin_form_close(&f->f);
	for (int i = 0; i < GUIDANCE_CATALOGUES; i++)
		names_free(&f->names[i]);
}

/* ---- sending ---- */

uint64_t
guidance_send(
    const struct desk *d, const char *id, enum guidance_step step, const char *text, int64_t after)
{
	return part_step(d, RECORD_GUIDANCE, id, guidance_step_items[step].code, text, after);
}

/* It is read out in one piece, and is one line of a table. */
static void
one_line(char *to, size_t size, const char *from)
{
	(void)str_copy(to, size, from);
	for (; *to != '\0'; to++)
		if (*to == '\n' || *to == '\r' || *to == '\t')
			*to = ' ';
}

/* Says what is wrong, with the cursor in its cell, and leaves the form open. */
static void
propose(struct guidance_form *f)
{
	struct guidance t = { .starts_at = 0 };
	char id[RECORD_OBJECT_BYTES];
	struct str text = { 0 };
	struct err e = { 0 };
	int wrong = GUIDANCE_FROM;

	one_line(t.title, sizeof(t.title), admin_form_text(&f->f, GUIDANCE_TITLE));
	one_line(t.points, sizeof(t.points), admin_form_text(&f->f, GUIDANCE_POINTS));
	(void)str_copy(t.area, sizeof(t.area), admin_form_text(&f->f, GUIDANCE_AREA));
	(void)str_copy(t.category, sizeof(t.category), admin_form_text(&f->f, GUIDANCE_CATEGORY));
	(void)str_copy(t.replaces, sizeof(t.replaces), admin_form_text(&f->f, GUIDANCE_REPLACES));
	if (read_moment(f, GUIDANCE_FROM, &t.starts_at, &e) == ERR_OK) {
		wrong = GUIDANCE_TO;
		if (t.starts_at == 0)
			t.starts_at = f->desk->now - f->desk->now % MINUTE_MS;
		if (read_moment(f, GUIDANCE_TO, &t.ends_at, &e) == ERR_OK)
			(void)guidance_ready(&t, f->desk->now, &e);
	}
	if (e.code != ERR_OK) {
		f->f.focus = wrong;
		f->desk->say(f->desk->app, 1, "%s", e.text);
		return;
	}
	guidance_id(f->desk->now, f->desk->me.user, id);
	guidance_write(&t, &text);
	if (!text.bad)
		f->job = guidance_send(f->desk, id, GUIDANCE_STEP_PROPOSE, str_c(&text), 0);
	str_free(&text);
}

/* ---- inputs ---- */

static unsigned
leave(struct guidance_form *f)
{
	ticket_note_save(&f->note, f->desk);
	if (ticket_note_any(&f->note))
		f->desk->say(f->desk->app, 1, "%s",
		    f->step == GUIDANCE_STEP_PROPOSE ? "没有送批, 写的已存下: 按 F2 接着写"
						     : "没有送出, 写的理由已存下");
	admin_form_close(&f->f);
	return VIEW_DRAW;
}

unsigned
guidance_form_input(struct guidance_form *f, const struct input *in)
{
	const int was = f->f.focus;
	unsigned bits = 0;
	const enum admin_form_end end = admin_form_input(&f->f, in, &bits);

	if (f->f.focus != was)
		settle(f, was);
	keep(f);
	count_words(f);
	if (end == ADMIN_FORM_LEFT)
		return leave(f);
	if (end != ADMIN_FORM_SEND)
		return bits;
	if (f->job != 0)
		return VIEW_DRAW; /* on its way already */
	if (f->step == GUIDANCE_STEP_PROPOSE)
		propose(f);
	else
		f->job =
		    guidance_send(f->desk, f->of, f->step, admin_form_text(&f->f, 0), f->after);
	return VIEW_DRAW;
}

unsigned
guidance_form_event(struct guidance_form *f, const struct news *n)
{
	if (ticket_note_event(&f->note, f->desk, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != f->job)
		return 0;
	f->job = 0;
	if (n->err.code != ERR_OK) {
		f->desk->say(f->desk->app, 2, "没有存成: %s; 写的都在", n->err.text);
		return VIEW_DRAW;
	}
	f->desk->say(f->desk->app, 0, "%s",
	    f->step != GUIDANCE_STEP_PROPOSE
		? part_online(f->desk) ? "已记下" : "已记下, 线路恢复后送出"
	    : part_online(f->desk) ? "已送批: 由另一位班长或领导批准后生效"
				   : "已记下, 线路恢复后送批");
	ticket_note_drop(&f->note, f->desk);
	admin_form_close(&f->f);
	return VIEW_DRAW;
}
