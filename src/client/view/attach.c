/* The cell of a form that takes files. Paths are completed like in a shell; names and what they stand for are looked at by
 * the engine (engine_names.c), so that no disk that sleeps holds up the keys. */
#include "attach_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/members.h"
#include "model/workflow.h"
#include "part_p.h"

bool
attach_busy(const struct form_cell *c)
{
	return c->ask->kind == DEED_FILES && (*field_text(&c->line) != '\0' || c->taking != 0);
}

/* ---- completing ---- */

static void
complete(struct form *f, struct form_cell *c)
{
	struct job *j = part_job(f->desk, JOB_FILE_NAMES);

	if (j == NULL)
		return;
	if (!str_copy(j->text, sizeof(j->text), field_text(&c->line))) {
		job_free(j);
		return;
	}
	c->naming = f->desk->job(f->desk->app, j);
}

/* What was typed on meanwhile is not taken away again. */
static void
completed(struct form *f, struct form_cell *c, const struct news *n)
{
	const char *end = strchrnul(n->text, '\n');
	char path[sizeof(n->text)];

	c->naming = 0;
	(void)snprintf(path, sizeof(path), "%.*s", (int)(end - n->text), n->text);
	if (n->err.code != ERR_OK)
		f->desk->say(f->desk->app, 1, "%s", n->err.text);
	else if (str_starts(path, field_text(&c->line)))
		editor_set(&c->line.ed, path, SIZE_MAX);
	if (n->err.code == ERR_OK && end[0] != '\0' && end[1] != '\0')
		f->desk->say(f->desk->app, 0, "%s", end + 1);
}

/* ---- taking in ---- */

static int
count(const struct form_cell *c)
{
	const char *one = NULL;
	size_t n = 0;
	int i = 0;

	while (members_next(str_c(&c->units), &one, &n))
		i++;
	return i;
}

static void
take_in(struct form *f, struct form_cell *c)
{
	const struct desk *d = f->desk;
	struct job *j;

	if (count(c) >= BLOB_PER_TICKET) {
		d->say(d->app, 2, "一件工单的附件不得超过 %d 个", BLOB_PER_TICKET);
		return;
	}
	if ((j = part_job(d, JOB_FILE_ADD)) == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), f->t->id);
	if (!str_copy(j->text, sizeof(j->text), field_text(&c->line))) {
		job_free(j);
		d->say(d->app, 2, "路径太长, 请把文件放近一点再添加");
		return;
	}
	c->taking = d->job(d->app, j);
}

static void
edited(const struct form_cell *c, size_t before, struct react *r)
{
	const char *now = str_c(&c->units);

	r->bits |= REACT_EDIT;
	r->edit = (struct edit){
		.at = 0, .del = before, .ins = now, .ins_len = strlen(now), .cursor = strlen(now)
	};
}

static void
drop_last(struct form_cell *c, struct react *r)
{
	size_t before = c->units.len;
	const char *comma = strrchr(str_c(&c->units), ',');

	c->units.len = comma != NULL ? (size_t)(comma - c->units.s) : 0;
	c->units.s[c->units.len] = '\0';
	edited(c, before, r);
}

void
attach_input(struct form *f, struct form_cell *c, const struct input *in, struct react *r)
{
	if (c->taking != 0) { /* milliseconds, or a disk that sleeps */
		r->bits |= REACT_USED;
	} else if (input_is(in, ACTION_ERASE) && *field_text(&c->line) == '\0' &&
		   c->units.len > 0) {
		drop_last(c, r);
	} else if (attach_busy(c) && input_is(in, ACTION_NEXT)) {
		complete(f, c);
		r->bits |= REACT_USED;
	} else if (c->naming != 0 && input_is(in, ACTION_ENTER)) {
		f->desk->say(f->desk->app, 1, "正在补全路径, 请稍候");
		r->bits |= REACT_USED;
	} else if (attach_busy(c) && (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT))) {
		take_in(f, c);
		r->bits |= REACT_USED;
	} else if (attach_busy(c) && input_is(in, ACTION_BACK)) {
		editor_set(&c->line.ed, NULL, 0);
		r->bits |= REACT_USED;
	} else {
		field_input(&c->line, in, r);
		if ((r->bits & REACT_EDIT) != 0) /* a path on its way is nothing to keep */
			r->bits = (r->bits & ~(unsigned)REACT_EDIT) | REACT_USED;
	}
}

void
attach_before(struct form_cell *c)
{
	if (c->wrong)
		c->before = strlen(field_text(&c->line));
}

void
attach_after(struct form *f, struct form_cell *c)
{
	if (!c->wrong || (c == &f->cell[f->focus] && strlen(field_text(&c->line)) == c->before))
		return;
	c->wrong = false;
	f->desk->say(f->desk->app, 0, "%s", "");
}

bool
attach_event(struct form *f, const struct news *n, struct form_cell **c, struct react *r)
{
	const struct desk *d = f->desk;

	*c = NULL;
	for (int i = 0; i < f->n && n->kind == NEWS_DONE && n->job != 0; i++) {
		if (f->cell[i].ask->kind == DEED_FILES && f->cell[i].naming == n->job) {
			completed(f, &f->cell[i], n);
			return true;
		}
		if (f->cell[i].ask->kind == DEED_FILES && f->cell[i].taking == n->job)
			*c = &f->cell[i];
	}
	if (*c == NULL)
		return false;
	(*c)->taking = 0;
	if (n->err.code != ERR_OK) {
		(*c)->wrong = true;
		d->say(d->app, 2, "%s", n->err.text);
	} else {
		size_t before = (*c)->units.len;

		members_add(&(*c)->units, n->text, strlen(n->text));
		editor_set(&(*c)->line.ed, NULL, 0);
		edited(*c, before, r);
		d->say(d->app, 0, "已添加, 送出后在后台上传; 再输路径可再加一个");
	}
	return true;
}

/* ---- the photograph that a matter's category asks for ---- */

static enum blob_type
type_here(void *cache, const char *id)
{
	struct cache_file x;

	return cache != NULL && cache_file(cache, id, &x) ? x.i.type : BLOB_UNKNOWN;
}

bool
attach_no_picture(const struct desk *d, const char *ids)
{
	return blob_none_is_image(ids, type_here, d->cache);
}

const char *
attach_owes_photo(const struct form *f, const struct form_cell *c)
{
	if (c->ask->kind != DEED_FILES || f->desk->city == NULL ||
	    !workflow_needs_photo(f->desk->city, &f->t->f, f->kind) ||
	    (c->units.len > 0 && !attach_no_picture(f->desk, str_c(&c->units))))
		return NULL;
	return c->units.len == 0 ? "须附现场照片" : "附件里还没有现场照片";
}

/* ---- the picture ---- */

static void
describe(const struct form *f, const char *id, char *out, size_t size)
{
	struct cache_file x;
	char bytes[24];

	if (f->desk->cache == NULL || !cache_file(f->desk->cache, id, &x)) {
		(void)snprintf(out, size, "%.8s", id);
		return;
	}
	blob_size_text(x.i.bytes, bytes, sizeof(bytes));
	(void)snprintf(
	    out, size, "%s %s", x.i.name[0] != '\0' ? x.i.name : blob_type_label(x.i.type), bytes);
}

/* The newest stand next to the line: with many, the first ones give way. */
static int
draw_names(const struct form *f, const struct form_cell *c, struct canvas *cv, struct rect at)
{
	int skip = count(c) - 2, nth = 0, col = at.col;
	const char *one = NULL;
	size_t n = 0;

	if (skip > 0) {
		char text[32];

		(void)snprintf(text, sizeof(text), "共%d个…", skip + 2);
		col += canvas_cut(cv, at.row, col, at.cols, ROLE_DIM, text) + 1;
	}
	while (members_next(str_c(&c->units), &one, &n)) {
		char id[BLOB_ID_SIZE], text[BLOB_NAME_BYTES + 32];

		if (nth++ < skip || n >= sizeof(id))
			continue;
		memcpy(id, one, n);
		id[n] = '\0';
		describe(f, id, text, sizeof(text));
		col += canvas_cut(cv, at.row, col, at.cols / 3, ROLE_VALUE, text) + 2;
	}
	return col - at.col;
}

void
attach_draw(const struct form *f, struct form_cell *c, struct canvas *cv, struct rect at, bool here)
{
	const char *owes = attach_owes_photo(f, c);
	int taken = draw_names(f, c, cv, at);

	if (taken > at.cols - 10)
		taken = at.cols - 10;
	c->line.at = (struct rect){ at.row, at.col + taken, 1, at.cols - taken };
	if (c->taking != 0)
		canvas_cut(cv, at.row, at.col + taken, at.cols - taken, ROLE_DIM, "正在读取…");
	else if (here)
		field_draw(&c->line, cv, ROLE_VALUE, true);
	if (c->taking != 0 || *field_text(&c->line) != '\0' || (!here && c->units.len > 0))
		return;
	if (owes != NULL)
		taken += canvas_cut(
			     cv, at.row, at.col + taken + 2, at.cols - taken - 2, ROLE_NEAR, owes) +
			 1;
	canvas_cut(cv, at.row, at.col + taken + 2, at.cols - taken - 2, ROLE_HINT,
	    here           ? "输文件路径, Tab补全, Enter添加, 退格取消上一个"
	    : owes == NULL ? "照片、文档、录音等文件的路径"
			   : "(输文件的路径)");
}
