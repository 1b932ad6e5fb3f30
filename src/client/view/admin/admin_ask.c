/* admin_ask.c: what the administrator's screen asks of the centre, one question at a time, and its lists, which come page by
 * page. The rows are kept as they came until the list is asked for again. Not here: what a page asks for, and what an answer
 * means to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/str.h"
#include "base/vec.h"

/* ---- asking ---- */

bool
admin_ask_with(
    struct admin *s, int asked, const char *what, struct str *body, const struct admin_with *with)
{
	struct job *j;

	if (s->job != 0 && !s->loading) {
		s->desk->say(s->desk->app, 1, "前一件还没有办完, 请稍候。");
		str_free(body);
		return false;
	}
	if (s->job != 0)
		s->rows[s->asked_by].at =
		    0; /* nobody waits for a list: it begins anew afterwards */
	j = body->bad ? NULL : part_job(s->desk, JOB_QUESTION);
	if (j != NULL) {
		(void)str_copy(j->what, sizeof(j->what), what);
		if (with->password != NULL)
			(void)str_copy(j->password, sizeof(j->password), with->password);
		if (with->path != NULL)
			(void)str_copy(j->path, sizeof(j->path), with->path);
		j->body = body->len > 0 ? str_take(body) : NULL;
		s->job = s->desk->job(s->desk->app, j);
	}
	str_free(body);
	s->asked_by = s->page;
	s->asked = asked;
	s->loading = false;
	return s->job != 0;
}

bool
admin_ask(struct admin *s, int asked, const char *what, struct str *body)
{
	return admin_ask_with(s, asked, what, body, &(struct admin_with){ .password = NULL });
}

/* ---- a list of the centre ---- */

static void
load_after(struct admin *s, int of_page, const char *after)
{
	struct str none = { 0 };
	char what[100];

	(void)snprintf(
	    what, sizeof(what), "GET /v1/admin/%s?after=%s", admin_pages[of_page]->of, after);
	(void)admin_ask(s, 0, what, &none);
	s->asked_by = of_page;
	s->loading = s->job != 0;
}

void
admin_reload(struct admin *s)
{
	if (admin_pages[s->page]->of == NULL || !part_online(s->desk) || s->job != 0)
		return;
	load_after(s, s->page, "");
	s->rows[s->page].at = 0; /* the first page begins the list anew */
}

void
admin_done(struct admin *s)
{
	admin_form_close(&s->form);
	admin_reload(s);
}

static void *
room_for(struct admin_rows *r, size_t n, size_t size)
{
	void *grown = vec_room(r->rows, &r->room, r->n + n, size);

	if (grown == NULL)
		return NULL;
	r->rows = grown;
	return (char *)r->rows + r->n * size;
}

void
admin_rows_came(struct admin *s, const char *text)
{
	const int of_page = s->asked_by;
	struct admin_rows *r = &s->rows[of_page];
	struct admin_more more = { .n = 0 };
	void *room;

	if (r->at == 0)
		r->n = 0;
	room = room_for(r, PEOPLE_ROWS, admin_pages[of_page]->row_bytes);
	if (room == NULL)
		err_set(&more.e, ERR_NO_MEMORY, NULL);
	else
		admin_pages[of_page]->read(text, room, &more);
	if (more.e.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", more.e.text);
		return;
	}
	r->n += more.n;
	r->at = s->desk->now;
	if (more.on && more.n > 0)
		load_after(s, of_page, more.last);
}

void
admin_stand_on_made(struct admin *s)
{
	const struct admin_page *page = admin_pages[s->page];

	if (s->made[0] == '\0' || page->key == NULL)
		return;
	for (size_t i = 0; i < s->rows[s->page].n; i++) {
		if (!str_eq(page->key(s, i), s->made))
			continue;
		s->made[0] = '\0';
		list_select(&s->list, i);
		if (list_row(&s->list) == i)
			return;
		editor_set(&s->list.filter, NULL, 0);
		list_refresh(&s->list);
		list_select(&s->list, i);
		return;
	}
}
