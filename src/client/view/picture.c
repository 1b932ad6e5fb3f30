/* A picture as characters. Not here: who draws it (engine_look.c), which one is looked at (files.c). */
#include "picture_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "part_p.h"

static void
forget(struct picture *p)
{
	free(p->text);
	p->text = NULL;
	p->job = 0;
	err_clear(&p->why);
}

static void
ask(struct picture *p, const struct desk *d)
{
	struct job *j = part_job(d, JOB_FILE_LOOK);

	forget(p);
	p->rows = p->room.rows;
	p->cols = p->room.cols;
	if (j == NULL)
		return;
	(void)str_copy(j->ticket, sizeof(j->ticket), p->ticket);
	(void)str_copy(j->file, sizeof(j->file), p->file);
	j->choice = p->style;
	j->rows = p->rows;
	j->cols = p->cols;
	p->job = d->job(d->app, j);
}

void
picture_show(struct picture *p, const struct desk *d, const char *ticket, const char *file)
{
	(void)str_copy(p->ticket, sizeof(p->ticket), ticket);
	(void)str_copy(p->file, sizeof(p->file), file);
	ask(p, d);
}

void
picture_turn(struct picture *p, const struct desk *d)
{
	p->style = (p->style + 1) % LOOK_STYLES;
	ask(p, d);
}

void
picture_fit(struct picture *p, const struct desk *d)
{
	if (p->rows != p->room.rows || p->cols != p->room.cols)
		ask(p, d);
}

bool
picture_event(struct picture *p, const struct news *n)
{
	if (n->kind != NEWS_DONE || n->job == 0 || n->job != p->job)
		return false;
	forget(p);
	if (n->err.code != ERR_OK)
		p->why = n->err;
	else if ((p->text = str_dup(n->more)) == NULL)
		(void)err_set(&p->why, ERR_NO_MEMORY, NULL);
	return true;
}

void
picture_draw(struct picture *p, struct canvas *c, struct rect at)
{
	const char *line = p->text;

	p->room = at;
	if (line == NULL)
		canvas_cut(c, at.row, at.col, at.cols, p->job != 0 ? ROLE_DIM : ROLE_NEAR,
		    p->job != 0 ? "正在画图…" : p->why.text);
	for (int row = 0; row < at.rows && line != NULL && *line != '\0'; row++) {
		size_t n = strcspn(line, "\n");

		canvas_text_n(c, at.row + row, at.col, at.cols, ROLE_NORMAL, line, n);
		line += n + (line[n] == '\n');
	}
}

void
picture_free(struct picture *p)
{
	forget(p);
}
