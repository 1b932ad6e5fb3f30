/* files.c: the attachments of a ticket: which there are, how far each has come, one more, one written to a path, a picture
 * looked at as characters.
 *
 * The centre is asked for the list when the screen opens; with the line down what this seat knows stands there. Taking a
 * file out is recorded before it is written (engine_file.c). Not here: how a picture becomes characters (picture.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/files.h"
#include "client/ui/list.h"
#include "client/view/all_p.h"
#include "client/view/form_p.h"
#include "client/view/part_p.h"
#include "client/view/picture_p.h"

#define FILES_MOST 18 /* more than a ticket may have: two seats may add at once */
#define PATH_CHARS 400

enum files_mode { FILES_LIST, FILES_ADD, FILES_EXPORT, FILES_LOOK };

struct evidence {
	struct desk *desk;
	struct ticket t;
	char id[ID_SIZE];
	struct cache_file rows[FILES_MOST];
	struct list list;
	enum files_mode mode;
	struct form add;
	struct field path;
	struct picture picture;
	struct rect body;    /* as last drawn */
	uint64_t asked, job; /* for the list; the export */
	int n;
	bool stale;
	char cell[BLOB_NAME_BYTES + 40]; /* of the list, until the next one */
};

enum { COL_NAME, COL_TYPE, COL_SIZE, COL_BY, COL_AT, COL_STATE };
static const struct list_col cols[] = { { "名称", 0, false }, { "类型", 4, false },
	{ "大小", 9, true }, { "添加人", 6, false }, { "时间", 11, false }, { "状态", 12, false } };

static size_t
count(void *ctx)
{
	const struct evidence *s = ctx;

	return s->n > 0 ? (size_t)s->n : 0;
}

/* How far it has come. */
static const char *
state_words(const struct cache_file *x, char *out, size_t size)
{
	switch (x->state) {
	case FILE_SENT:
		return "已传";
	case FILE_REFUSED:
		return "!中心未收下";
	case FILE_THERE:
		return x->i.complete ? "已传" : "对方待传";
	default:
		break;
	}
	if (x->i.have == 0 || x->i.bytes == 0)
		return "待传";
	(void)snprintf(out, size, "在传 %d%%", (int)(x->i.have * 100 / x->i.bytes));
	return out;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	struct evidence *s = ctx;
	const struct cache_file *x = &s->rows[row];

	out->role = x->state == FILE_REFUSED ? ROLE_NEAR : ROLE_NORMAL;
	out->text = s->cell;
	s->cell[0] = '\0';
	if (col == COL_NAME)
		out->text = x->i.name[0] != '\0' ? x->i.name : "(尚未传来)";
	else if (col == COL_TYPE)
		out->text = blob_type_label(x->i.type);
	else if (col == COL_SIZE && x->i.bytes > 0)
		blob_size_text(x->i.bytes, s->cell, sizeof(s->cell));
	else if (col == COL_BY)
		out->text = x->i.by;
	else if (col == COL_AT && x->i.at > 0)
		civil_format(x->i.at, "%m-%d %H:%M", s->cell, sizeof(s->cell));
	else if (col == COL_STATE)
		out->text = state_words(x, s->cell, sizeof(s->cell));
}

static void
refresh(struct evidence *s)
{
	int n = cache_files(s->desk->cache, s->id, s->rows, FILES_MOST);

	s->stale = false;
	if (n >= 0)
		s->n = n;
	if (s->mode != FILES_ADD)
		part_ticket_again(s->desk, s->id, &s->t);
	list_refresh(&s->list);
}

static void
ask_list(struct evidence *s)
{
	struct job *j;

	if (!part_online(s->desk) || (j = part_job(s->desk, JOB_FILES)) == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	s->asked = s->desk->job(s->desk->app, j);
}

static enum err_code
files_open(struct view *v, const char *arg, struct err *e)
{
	struct evidence *s = v->state;

	s->desk = v->desk;
	if (arg == NULL || *arg == '\0' || s->desk->cache == NULL)
		return err_set(e, ERR_NOT_FOUND, "先打开一件工单, 再看它的附件。");
	(void)str_copy(s->id, sizeof(s->id), arg);
	ticket_init(&s->t);
	field_init(&s->path, PATH_CHARS);
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, 6);
	s->list.no_digits = true;
	refresh(s);
	ask_list(s);
	return ERR_OK;
}

static void
files_close(struct view *v)
{
	struct evidence *s = v->state;

	form_free(&s->add);
	picture_free(&s->picture);
	list_free(&s->list);
	field_free(&s->path);
	ticket_free(&s->t);
}

/* ---- steps ---- */

/* Below the ticket and the file. */
static struct rect
picture_room(struct rect body)
{
	return (struct rect){ body.row + 2, body.col + 1, body.rows - 2, body.cols - 2 };
}

static unsigned
begin_add(struct evidence *s)
{
	const struct desk *d = s->desk;
	struct err e = { 0 };

	if (form_may(d, &s->t, EVENT_ATTACH, &e) != ERR_OK)
		d->say(d->app, 1, "现在不能添加附件: %s", e.text);
	else if (form_open(&s->add, s->desk, &s->t, EVENT_ATTACH))
		s->mode = FILES_ADD;
	return VIEW_DRAW;
}

static bool
is_whole(const struct cache_file *x)
{
	return x->here || x->i.complete;
}

static unsigned
look(struct evidence *s)
{
	const struct desk *d = s->desk;
	size_t row = list_row(&s->list);
	const struct cache_file *x = row != LIST_NONE ? &s->rows[row] : NULL;

	if (x == NULL)
		return VIEW_DRAW;
	if (!blob_is_image(x->i.type)) {
		d->say(d->app, 1, "“%s”不是图片, 可按 2 导出后再看", x->i.name);
	} else if (!is_whole(x)) {
		d->say(d->app, 1, "这个附件还没有传完, 请稍后再看");
	} else {
		s->picture.room = picture_room(s->body);
		picture_show(&s->picture, d, s->id, x->i.id);
		s->mode = FILES_LOOK;
	}
	return VIEW_DRAW;
}

static unsigned
begin_export(struct evidence *s)
{
	const struct desk *d = s->desk;
	size_t row = list_row(&s->list);

	if (row == LIST_NONE)
		return VIEW_DRAW;
	if (!is_whole(&s->rows[row])) {
		d->say(d->app, 1, "这个附件还没有传完, 请稍后再导出");
		return VIEW_DRAW;
	}
	if (*field_text(&s->path) == '\0')
		editor_set(&s->path.ed, "~/", SIZE_MAX);
	s->mode = FILES_EXPORT;
	return VIEW_DRAW;
}

static unsigned
write_out(struct evidence *s)
{
	const struct desk *d = s->desk;
	size_t row = list_row(&s->list);
	struct job *j;

	if (row == LIST_NONE || s->job != 0 || (j = part_job(d, JOB_FILE_GET)) == NULL)
		return VIEW_DRAW;
	(void)str_copy(j->ticket, sizeof(j->ticket), s->id);
	(void)str_copy(j->file, sizeof(j->file), s->rows[row].i.id);
	(void)str_copy(j->text, sizeof(j->text), field_text(&s->path));
	s->job = d->job(d->app, j);
	s->mode = FILES_LIST;
	return VIEW_DRAW;
}

/* ---- inputs ---- */

/* Up and Down go on to the next file, and come to rest where there is no picture. */
static unsigned
input_look(struct evidence *s, const struct input *in)
{
	size_t row = list_row(&s->list);
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK) || input_digit(in) == 2) {
		s->mode = FILES_LIST;
		picture_free(&s->picture);
		return input_digit(in) == 2 ? begin_export(s) : VIEW_DRAW;
	}
	if (input_digit(in) == 3) {
		picture_turn(&s->picture, s->desk);
		return VIEW_DRAW;
	}
	list_input(&s->list, in, &r);
	if (list_row(&s->list) != row) {
		s->mode = FILES_LIST;
		return look(s);
	}
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
input_export(struct evidence *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK)) {
		s->mode = FILES_LIST;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_ENTER))
		return write_out(s);
	field_input(&s->path, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
files_input(struct view *v, const struct input *in)
{
	struct evidence *s = v->state;
	struct react r = { 0 };
	unsigned bits;

	if (s->mode == FILES_ADD) {
		bits = form_input(&s->add, in);
		if (!s->add.open)
			s->mode = FILES_LIST;
		return bits;
	}
	if (s->mode == FILES_EXPORT)
		return input_export(s, in);
	if (s->mode == FILES_LOOK)
		return input_look(s, in);
	if (input_digit(in) == 1)
		return begin_add(s);
	if (input_digit(in) == 2 || input_is(in, ACTION_ENTER))
		return begin_export(s);
	if (input_digit(in) == 3)
		return look(s);
	list_input(&s->list, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
files_event(struct view *v, const struct news *n)
{
	struct evidence *s = v->state;
	const struct desk *d = s->desk;
	bool done = false;

	if (n->kind == NEWS_TABLES && (n->tables & (CACHE_FILES | CACHE_TICKETS)) != 0) {
		s->stale = true;
		return VIEW_DRAW;
	}
	if (form_event(&s->add, n, &done)) {
		if (!s->add.open)
			s->mode = FILES_LIST;
		s->stale = true;
		return VIEW_DRAW;
	}
	if (picture_event(&s->picture, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || n->job == 0 || (n->job != s->job && n->job != s->asked))
		return 0;
	if (n->job == s->asked && n->err.code != ERR_OK && n->err.code != ERR_NEEDS_CENTRE)
		d->say(d->app, 1, "附件清单没有取到: %s", n->err.text);
	else if (n->job == s->job && n->err.code != ERR_OK)
		d->say(d->app, 2, "没有导出: %s", n->err.text);
	else if (n->job == s->job)
		d->say(d->app, 0, "已导出到 %s, 已记审计", field_text(&s->path));
	if (n->job == s->job)
		s->job = 0;
	else
		s->asked = 0;
	s->stale = true;
	return VIEW_DRAW;
}

static unsigned
files_scopes(const struct view *v)
{
	const struct evidence *s = v->state;

	return s->mode == FILES_ADD      ? form_scopes(&s->add)
	       : s->mode == FILES_EXPORT ? SCOPE_ALL | SCOPE_EDIT
					 : SCOPE_ALL;
}

static unsigned
files_idle(struct view *v)
{
	struct evidence *s = v->state;

	if (s->add.open)
		form_save(&s->add);
	if (s->mode != FILES_LOOK)
		return 0;
	picture_fit(&s->picture, s->desk); /* the terminal has another size now */
	return VIEW_DRAW;
}

/* ---- the picture ---- */

/* Of the chosen one: what the list has no room for. */
static void
draw_one(const struct evidence *s, struct canvas *c, struct rect at)
{
	size_t row = list_row(&s->list);
	const struct cache_file *x;
	char text[320];

	if (row == LIST_NONE)
		return;
	x = &s->rows[row];
	(void)snprintf(text, sizeof(text), "SHA-256 %s", x->i.id);
	canvas_cut(c, at.row, at.col, at.cols, ROLE_DIM, text);
	if (x->why[0] != '\0')
		canvas_cut(c, at.row + 1, at.col, at.cols, ROLE_NEAR, x->why);
}

static void
draw_export(struct evidence *s, struct canvas *c, struct rect at)
{
	canvas_cut(c, at.row, at.col, at.cols, ROLE_LABEL, "导出到");
	s->path.at = (struct rect){ at.row, at.col + 8, 1, at.cols - 8 };
	field_draw(&s->path, c, ROLE_VALUE, true);
	canvas_cut(c, at.row + 1, at.col + 8, at.cols - 8, ROLE_HINT,
	    "目录或文件名, Enter=导出 Esc=不导出; 导出记入审计, 不覆盖已有的文件");
}

/* Of the chosen one, with what may be done. */
static void
draw_look(struct evidence *s, struct canvas *c, struct rect body)
{
	const struct cache_file *x = &s->rows[list_row(&s->list)];
	int row = body.row + 1, left;
	char size[24], line[BLOB_NAME_BYTES + 40];

	blob_size_text(x->i.bytes, size, sizeof(size));
	(void)snprintf(line, sizeof(line), "%s  %s", x->i.name, size);
	left = canvas_right(
	    c, row, body.col + body.cols - 1, ROLE_HINT, "3=换画法 2=导出 上下=换一个 Esc=清单");
	canvas_cut(c, row, body.col + 1, left - body.col - 3, ROLE_VALUE, line);
	canvas_cursor(c, row, body.col + 1);
	picture_draw(&s->picture, c, picture_room(body));
}

static void
files_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct evidence *s = v->state;
	int high, row = body.row;

	if (canvas_too_small(c))
		return;
	if (s->stale)
		refresh(s);
	s->body = body;
	part_ticket_line(&s->t, c, body);
	if (s->mode == FILES_LOOK && list_row(&s->list) != LIST_NONE) {
		draw_look(s, c, body);
		return;
	}
	canvas_hline(c, row + 1, body.col + 1, body.cols - 2, ROLE_RULE);
	high = s->mode == FILES_ADD ? form_rows(&s->add, 6) : 3;
	s->list.at = (struct rect){ row + 2, body.col, body.rows - 3 - high, body.cols };
	list_draw(&s->list, c, s->mode == FILES_LIST);
	if (s->n == 0)
		canvas_cut(c, row + 3, body.col + 1, body.cols - 2, ROLE_DIM,
		    s->asked != 0 ? "正在向中心取清单…" : "还没有附件。按 1 添加照片、文档或录音");
	body = (struct rect){ body.row + body.rows - high, body.col + 1, high, body.cols - 2 };
	if (s->mode == FILES_ADD)
		form_draw(&s->add, c, body);
	else if (s->mode == FILES_EXPORT)
		draw_export(s, c, body);
	else
		draw_one(s, c, body);
}

static const struct bar_key keys[] = { { ACTION_NONE, "1=添加 2=导出 3=看图 上下=选" },
	{ ACTION_BACK, NULL }, { ACTION_HELP, NULL } };

static const struct bar_key *
files_keys(const struct view *v, size_t *n)
{
	return form_keys(&((const struct evidence *)v->state)->add, v, n);
}

const struct view_ops files_view = {
	.name = "files",
	.title = "附件",
	.aliases = "附件 照片 证据 fujian files",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.keys = files_keys,
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(SUBMIT) | ACT(MODULE),
	.roles = ROLES_CENTRE | ROLES_UNIT,
	.state_size = sizeof(struct evidence),
	.open = files_open,
	.scopes = files_scopes,
	.input = files_input,
	.event = files_event,
	.draw = files_draw,
	.idle = files_idle,
	.close = files_close,
};
