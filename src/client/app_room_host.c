/* app_room_host.c: the trainer's seat: who is in the class and how they stand, for the console to show. Not here: their
 * results and tapes (app_room_marks.c), the console (view/class/console.c). */
#include <stdio.h>
#include <string.h>

#include "app_room_p.h"

/* ---- who is there ---- */

static struct class_seat *
seat_of(struct class_hall *h, int peer)
{
	for (int i = 0; i < h->n; i++)
		if (h->seat[i].peer == peer)
			return &h->seat[i];
	return NULL;
}

/* His own place again when he comes back, else a free one; where all are taken, that of one who has gone. */
static struct class_seat *
place_for(struct class_hall *h, const char *name)
{
	struct class_seat *gone = NULL;

	for (int i = 0; i < h->n; i++) {
		if (h->seat[i].peer == 0 && strcmp(h->seat[i].name, name) == 0)
			return &h->seat[i];
		if (h->seat[i].peer == 0 && gone == NULL)
			gone = &h->seat[i];
	}
	if (h->n == ROOM_MOST && gone == NULL)
		return NULL;
	if (h->n < ROOM_MOST)
		gone = &h->seat[h->n++];
	*gone = (struct class_seat){ 0 };
	return gone;
}

static void
came(struct app *a, const struct room_news *n)
{
	struct class_seat *s = place_for(a->classroom.hall, n->name);

	if (s == NULL)
		return;
	s->peer = n->peer;
	s->phase = ROOM_FREE;
	s->exam = 0;
	s->since_at = a->desk.now;
	s->back = (struct back_place){ .line = -1 };
	s->told[0] = '\0';
	(void)str_copy(s->name, sizeof(s->name), n->name);
	if (n->text[0] != '\0')
		app_say(a, 1, "%s 来了: 课堂里已有人叫 %s, 两人的成绩这样分开。", n->name, n->text);
	else
		app_say(a, 0, "%s 来了。", n->name);
	app_room_back(a, s);
}

static void
stop_watching(struct class_hall *h)
{
	h->watching = 0;
	canvas_free(&h->screen);
}

static void
gone(struct app *a, const struct room_news *n)
{
	struct class_hall *h = a->classroom.hall;
	struct class_seat *s = seat_of(h, n->peer);

	if (h->watching == n->peer)
		stop_watching(h);
	if (s == NULL)
		return;
	s->peer = 0;
	if (s->phase != ROOM_FREE && s->exam == 0) { /* goes on there, or is lost with the seat */
		(void)str_copy(s->broke, sizeof(s->broke), s->scenario);
		s->broke_at = s->since_at;
	}
	s->since_at = a->desk.now;
	app_say(a, 1, "%s 断开了%s%s。", s->name, n->text[0] != '\0' ? ": " : "", n->text);
}

/* ---- what they say ---- */

/* At both ends: his own seat knows nothing of it any more. */
static void
say_lost(struct app *a, const struct class_seat *s)
{
	struct room_record *r = class_room_record_new(ROOM_WHISPER);
	char words[160];

	(void)snprintf(
	    words, sizeof(words), "刚才的 %s 断在半路, 没有成绩; 等着再发一次。", s->broke);
	if (r != NULL)
		(void)class_room_record_text(r, 0, words);
	(void)class_room_tell(a->room->room, s->peer, r);
	app_say(a, 1, "%s 回来了: 手上的 %s 断了, 没有成绩; 要上就再发一次。", s->name, s->broke);
}

/* Back, and what he had when he went is not on his hands any more: his seat died with it. Its result, should it come yet,
 * says otherwise (app_room_marked). */
static void
lost_lesson(struct app *a, struct class_seat *s)
{
	if (s->broke[0] == '\0')
		return;
	if (s->phase != ROOM_FREE) /* goes on, or has the next one */
		s->broke[0] = '\0';
	else
		say_lost(a, s);
}

static void
stands(struct app *a, struct class_seat *s, const struct room_record *r)
{
	const uint32_t *n = r->n;

	s->phase = n[ROOM_AT_PHASE] <= ROOM_WRITES ? (enum room_phase)n[ROOM_AT_PHASE] : ROOM_FREE;
	s->since_at = a->desk.now - n[ROOM_AT_MS];
	s->mode = n[ROOM_AT_MODE] < MODE_COUNT ? (enum scenario_mode)n[ROOM_AT_MODE] : MODE_GUIDED;
	s->drills = n[ROOM_AT_DRILLS] < 100 ? (int)n[ROOM_AT_DRILLS] : 99;
	s->exam = n[ROOM_AT_EXAM] <= EXAM_QUESTIONS ? (int)n[ROOM_AT_EXAM] : 0;
	(void)str_copy(s->scenario, sizeof(s->scenario), r->text[0]);
	(void)str_copy(s->title, sizeof(s->title), r->text[1]);
	(void)str_copy(s->hint, sizeof(s->hint), r->text[2]);
	lost_lesson(a, s);
}

/* Also for the line of a screen that is watched: it has no other. */
static void
note(struct app *a, const struct class_seat *s, const char *text)
{
	struct class_hall *h = a->classroom.hall;

	(void)snprintf(h->said, sizeof(h->said), "%s: %.200s", s->name, text);
	app_say(a, 1, "%s", h->said);
}

static void
told(struct app *a, const struct room_news *n)
{
	struct class_seat *s = seat_of(a->classroom.hall, n->peer);

	if (s == NULL)
		return;
	if (n->record->kind == ROOM_STATE)
		stands(a, s, n->record);
	else if (n->record->kind == ROOM_RESULT)
		app_room_marked(a, s, n->record);
	else if (n->record->kind == ROOM_SENT)
		app_room_sent(a, s, n->record);
	else if (n->record->kind == ROOM_DISPUTE)
		app_room_dispute(a, s, n->record);
	else if (n->record->kind == ROOM_HEARD)
		app_room_heard(a, s, n->record);
	else if (n->record->kind == ROOM_NOTE)
		note(a, s, n->record->text[0]);
}

void
app_room_hear_host(struct app *a, struct room_news *n)
{
	const struct view *top = app_top(a);

	switch (n->kind) {
	case ROOM_CAME:
		came(a, n);
		break;
	case ROOM_GONE:
		gone(a, n);
		break;
	case ROOM_TOLD:
		told(a, n);
		break;
	case ROOM_TAPE:
		if (seat_of(a->classroom.hall, n->peer) != NULL)
			app_room_tape(a, seat_of(a->classroom.hall, n->peer), n);
		break;
	case ROOM_ABSENT: /* a trainee's */
		break;
	case ROOM_PICTURE:
		if (class_room_picture(a->room->room, &a->classroom.hall->screen) &&
		    a->classroom.hall->watching != n->peer)
			canvas_free(&a->classroom.hall->screen); /* of the one before */
		break;
	}
	if (top != NULL && strcmp(top->ops->name, "console") == 0)
		a->draw = true;
}

bool
app_room_tell(void *app, int peer, struct room_record *r)
{
	struct app *a = app;
	struct class_hall *h = a->classroom.hall;

	if (r != NULL && r->kind == ROOM_WATCH) {
		stop_watching(h);
		h->watching = r->n[0] != 0 ? peer : 0;
	}
	if (class_room_tell(a->room->room, peer, r))
		return true;
	app_say(a, 2, "没有送出: 课堂正忙, 请再按一次。");
	return false;
}
