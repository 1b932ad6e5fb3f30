/* app_room_owed.c: what lessons of a trainee's seat bring to the class: written down as owed before it is told; and what trainers
 * said of them since, which comes back. Both are the room's thread to carry and to keep (class/room_bring.c, class/back_take.c);
 * here it is begun, and said. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app_room_p.h"
#include "client/class/owed.h"

/* Written down before it is told: it is brought by the room's thread, now or at the next join. */
static void
owe(struct app *a, enum owed_kind kind, const char *key)
{
	const struct class_info *c = &a->classroom;
	struct owed o = { .kind = kind };
	struct err e = { 0 };

	if (a->room == NULL || c->hall != NULL || a->room->class_name[0] == '\0')
		return; /* in no class so far */
	(void)str_copy(o.class_name, sizeof(o.class_name), a->room->class_name);
	(void)str_copy(o.name, sizeof(o.name), a->room->name);
	(void)str_copy(o.key, sizeof(o.key), key);
	(void)str_copy(o.trainee, sizeof(o.trainee), c->trainee);
	if (owed_add(c->results, &o, &e) != ERR_OK)
		app_say(a, 2, "这一课送不到教员那里: %s", e.text);
	else
		(void)class_room_tell(a->room->room, 0, class_room_record_new(ROOM_RESULT));
}

void
app_room_result(struct app *a, const struct class_result *result)
{
	char key[32];

	(void)snprintf(key, sizeof(key), "%" PRId64, result->at);
	owe(a, OWED_LESSON, key);
}

void
app_room_sent_out(struct app *a, const char *exam)
{
	owe(a, OWED_EXAM, exam);
}

void
app_room_disputed(struct app *a, const char *lesson)
{
	owe(a, OWED_DISPUTE, lesson);
}

/* ---- what trainers said of lessons ---- */

/* The pages that show it, when one of them is open; that of an exam that is on shows nothing of it yet. */
static void
show_anew(struct app *a)
{
	struct view *top = app_top(a);

	if (top != NULL &&
	    (strcmp(top->ops->name, "marks") == 0 || strcmp(top->ops->name, "train") == 0 ||
		(strcmp(top->ops->name, "exam") == 0 && a->classroom.exam[0] == '\0')))
		(void)top->ops->resume(top);
	a->draw = true;
}

void
app_room_review(struct app *a, const struct room_news *n)
{
	struct app_room *room = a->room;
	long long lesson = 0;
	char first[24] = "";

	(void)snprintf(first, sizeof(first), "%.*s", (int)strcspn(n->record->text[0], " "),
	    n->record->text[0]);
	if (n->text[0] != '\0' && str_int(first, 0, INT64_MAX, &lesson)) {
		room->reviewed += room->reviewed == 0 || room->reviewed_at != lesson;
		room->reviewed_at = lesson;
		(void)str_copy(room->review, sizeof(room->review), n->text);
	}
	room->review_due = n->record->n[0] == 0; /* no more come behind it */
	show_anew(a);
}

/* Who talks, or writes down what was said, reads her own lines: it waits until she is through. */
void
app_room_review_turn(struct app *a)
{
	struct app_room *room = a->room;

	if (!room->review_due || room->reviewed == 0 || a->desk.call.active ||
	    (a->classroom.under_way && class_run_is_answered(a->classroom.run)))
		return;
	if (room->reviewed == 1)
		app_say(a, 1, "%s", room->review);
	else
		app_say(a, 1, "教员评了您 %d 课: 按 Ctrl-P 输 成绩, Tab 看。最后一课: %s",
		    room->reviewed, room->review);
	room->reviewed = 0;
	room->review[0] = '\0';
	room->review_due = false;
}
