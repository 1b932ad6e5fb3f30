/* app_room.c: the class of several terminals at this seat: held or joined as the settings say, heard between two keys. What
 * a trainer's seat makes of it is in app_room_host.c, a trainee's in app_room_trainee.c; sockets and threads are the room's
 * (client/class/room.h). */
#include <stdlib.h>

#include "app_room_p.h"
#include "base/clock.h"

static enum err_code
enter(struct app *a, struct app_room *r, struct err *e)
{
	const struct settings *s = a->settings;
	struct class_hall *h = &r->hall;

	a->classroom.joins = s->class_name[0] == '\0';
	if (a->classroom.joins)
		return class_room_join(
		    s->join, a->classroom.trainee, a->classroom.results, &r->room, e);
	if (class_room_host(s->class_name, (int)s->class_port, a->classroom.results, &r->room, e) !=
	    ERR_OK)
		return e->code;
	(void)str_copy(h->name, sizeof(h->name), class_room_name(r->room));
	(void)str_copy(h->place, sizeof(h->place), class_room_place(r->room));
	a->classroom.hall = h;
	a->desk.tell = app_room_tell;
	return ERR_OK;
}

enum err_code
app_room_open(struct app *a, struct err *e)
{
	const struct settings *s = a->settings;
	struct app_room *r;

	if (s->class_name[0] == '\0' && s->join[0] == '\0')
		return ERR_OK;
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	a->room = r;
	r->phase_ms = clock_mono_ms();
	return enter(a, r, e);
}

void
app_room_close(struct app *a)
{
	if (a->room == NULL)
		return;
	class_room_close(a->room->room);
	canvas_free(&a->room->hall.screen);
	free(a->room);
	a->room = NULL;
	a->classroom.hall = NULL;
}

void
app_room_home(struct app *a)
{
	/* who sits down for a drill, and up from it, stays in that lesson */
	if (a->room == NULL || a->desk.me.user[0] == '\0' || app_drill_is_on(a))
		return;
	(void)app_class_lesson(a, &(struct class_order){ 0 }, NULL); /* nobody rings yet */
	if (a->classroom.hall != NULL)
		app_open(a, view_by_name("console"), NULL);
}

bool
app_room_holds_callers(const struct app *a)
{
	return a->room != NULL && (a->classroom.hall != NULL || a->classroom.in_class[0] != '\0');
}

int
app_room_fd(const struct app *a)
{
	return a->room != NULL ? class_room_fd(a->room->room) : -1;
}

void
app_room_turn(struct app *a)
{
	struct room_news *n;

	if (a->room == NULL)
		return;
	while ((n = class_room_news(a->room->room)) != NULL) {
		if (a->classroom.hall != NULL)
			app_room_hear_host(a, n);
		else
			app_room_hear_trainee(a, n);
		class_room_news_free(n);
	}
	if (a->classroom.hall == NULL)
		app_room_trainee_turn(a);
}

int64_t
app_room_due_in(const struct app *a)
{
	return a->room != NULL ? app_room_trainee_due_in(a) : -1;
}

void
app_room_frame(struct app *a)
{
	if (a->room != NULL && a->classroom.hall == NULL)
		class_room_show(a->room->room, &a->canvas);
}
