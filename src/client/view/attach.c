/* The cell of a form that takes files. Paths are completed like in a shell; what a path names is looked at by the engine, so
 * that no disk that sleeps holds up the keys. */
#include "attach_p.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/members.h"
#include "part_p.h"

#define NAMES_MOST 4096 /* of a directory looked through for one Tab */
#define MORE_MOST  6    /* named when there are several */

bool
attach_busy(const struct form_cell *c)
{
	return c->ask->kind == DEED_FILES && (*field_text(&c->line) != '\0' || c->taking != 0);
}

/* ---- completing ---- */

static bool
is_dir(const char *dir, const char *name)
{
	char path[1024];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/%s", dir, name) < (int)sizeof(path) &&
	       stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where the names are: the typed directory, "~" and "" as a shell has them. */
static bool
look_where(const char *typed, size_t head, char out[1024])
{
	const char *home = getenv("HOME");
	int n;

	if (head == 0)
		n = snprintf(out, 1024, ".");
	else if (typed[0] == '~' && typed[1] == '/' && home != NULL)
		n = snprintf(out, 1024, "%s%.*s", home, (int)head - 1, typed + 1);
	else
		n = snprintf(out, 1024, "%.*s", (int)head, typed);
	return n > 0 && n < 1024;
}

/* The part that all of them begin with, in whole characters. */
static void
narrow(char *common, const char *name)
{
	size_t n = 0;

	while (common[n] != '\0' && common[n] == name[n])
		n++;
	common[utf8_whole(common, n)] = '\0';
}

struct found {
	char common[256];
	int n;
	bool dir; /* the only one is a directory */
};

static void
take_name(struct found *x, const char *dir, const char *name, struct str *more)
{
	if (x->n == 0) {
		(void)str_copy(x->common, sizeof(x->common), name);
		x->dir = is_dir(dir, name);
	} else {
		narrow(x->common, name);
	}
	if (x->n < MORE_MOST)
		str_addf(more, "%s%s", x->n > 0 ? "  " : "", name);
	else if (x->n == MORE_MOST)
		str_add(more, " …");
	x->n++;
}

bool
attach_complete(const char *typed, struct str *out, struct str *more)
{
	const char *slash = strrchr(typed, '/'), *stem = slash != NULL ? slash + 1 : typed;
	size_t head = (size_t)(stem - typed);
	struct found x = { .n = 0 };
	const struct dirent *one;
	char dir[1024];
	DIR *d = look_where(typed, head, dir) ? opendir(dir) : NULL;

	if (d == NULL)
		return false;
	for (int i = 0; i < NAMES_MOST && (one = readdir(d)) != NULL; i++)
		if (str_starts(one->d_name, stem) && (one->d_name[0] != '.' || stem[0] == '.') &&
		    utf8_valid(one->d_name, strlen(one->d_name)) && strcmp(one->d_name, ".") != 0 &&
		    strcmp(one->d_name, "..") != 0)
			take_name(&x, dir, one->d_name, more);
	(void)closedir(d);
	if (x.n == 0)
		return false;
	str_add_n(out, typed, head);
	str_addf(out, "%s%s", x.common, x.n == 1 && x.dir ? "/" : "");
	if (x.n == 1)
		str_reset(more);
	return true;
}

static void
complete(struct form *f, struct form_cell *c)
{
	struct str out = { 0 }, more = { 0 };

	if (!attach_complete(field_text(&c->line), &out, &more))
		f->desk->say(f->desk->app, 1, "没有以“%s”开头的文件", field_text(&c->line));
	else
		editor_set(&c->line.ed, str_c(&out), SIZE_MAX);
	if (more.len > 0)
		f->desk->say(f->desk->app, 0, "%s", str_c(&more));
	str_free(&out);
	str_free(&more);
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

bool
attach_event(struct form *f, const struct news *n, struct form_cell **c, struct react *r)
{
	const struct desk *d = f->desk;

	*c = NULL;
	for (int i = 0; i < f->n && n->kind == NEWS_DONE && n->job != 0; i++)
		if (f->cell[i].ask->kind == DEED_FILES && f->cell[i].taking == n->job)
			*c = &f->cell[i];
	if (*c == NULL)
		return false;
	(*c)->taking = 0;
	if (n->err.code != ERR_OK) {
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
	int taken = draw_names(f, c, cv, at);

	if (taken > at.cols - 10)
		taken = at.cols - 10;
	c->line.at = (struct rect){ at.row, at.col + taken, 1, at.cols - taken };
	if (c->taking != 0)
		canvas_cut(cv, at.row, at.col + taken, at.cols - taken, ROLE_DIM, "正在读取…");
	else if (here)
		field_draw(&c->line, cv, ROLE_VALUE, true);
	if (c->taking == 0 && *field_text(&c->line) == '\0' && (here || c->units.len == 0))
		canvas_cut(cv, at.row, at.col + taken + 2, at.cols - taken - 2, ROLE_HINT,
		    here ? "输文件路径, Tab补全, Enter添加, 退格取消上一个"
			 : "照片、文档、录音等文件的路径");
}
