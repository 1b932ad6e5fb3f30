#ifndef CLIENT_APP_ROOM_P_H
#define CLIENT_APP_ROOM_P_H

#include "app.h"

/* The class of several terminals as the app has it, private to its files. */
struct app_room {
	struct room *room;
	struct class_hall hall; /* of a trainer's */
	char class_name[ROOM_NAME + 1],
	    name[ROOM_NAME + 1]; /* of a trainee's: the class he was in last, his name there */
	/* of a trainee's */
	struct told { /* how he stands, as the trainer was told last */
		enum room_phase phase;
		enum scenario_mode mode;
		int drills, exam;
		char id[32], title[160], hint[256];
	} told;
	bool is_told;
	bool settles; /* has come, and goes by his name there as soon as no lesson is under way */
	int64_t phase_ms; /* clock_mono_ms: since when he stands there */
	int drills;
	bool handed; /* the lesson under way is the trainer's, who may take it back */
	int64_t whisper_until, line_back_at; /* clock_mono_ms; 0 none */
	enum class_again again;              /* who comes after the lesson under way */
	char gone[ERR_TEXT_BYTES];           /* why the class was left, as it was said last */
	int64_t reviewed_at; /* what trainers said and was not said here yet: the last lesson … */
	int reviewed;        /* … and of how many lessons */
	char review[ERR_TEXT_BYTES]; /* of the last, in words; "" nothing */
	bool review_due;             /* all of it has come */
};

/* app_room_host.c */
bool app_room_tell(void *app, int peer, struct room_record *r);
void app_room_hear_host(struct app *a, struct room_news *n);
/* app_room_marks.c: what comes home to the trainer's seat */
void app_room_marked(struct app *a, struct class_seat *s, const struct room_record *r);
void app_room_sent(struct app *a, struct class_seat *s, const struct room_record *r);
void app_room_dispute(struct app *a, struct class_seat *s, const struct room_record *r);
/** app_room_tape(a, s, n): it has come, or what is wrong with it. */
void app_room_tape(struct app *a, struct class_seat *s, const struct room_news *n);
/** app_room_back(a, s): what trainers said of his lessons, one after another; the next when he has answered the one before.
 * app_room_heard(a, s, r): he has. */
void app_room_back(struct app *a, struct class_seat *s);
void app_room_heard(struct app *a, struct class_seat *s, const struct room_record *r);
/* app_room_owed.c: what lessons of a trainee's seat bring to the class, and what trainers said of them */
/** app_room_review(a, n): a trainer has said something of a lesson; it is kept already. app_room_review_turn(a): it is said when
 * nobody is on the line. */
void app_room_review(struct app *a, const struct room_news *n);
void app_room_review_turn(struct app *a);
/* app_room_exam.c */
/** app_room_exam(a, r): handed out, or broken off. app_room_exam_left(a): in class again: what was left is said; false: nothing. */
void app_room_exam(struct app *a, const struct room_record *r);
bool app_room_exam_left(struct app *a);
/* app_room_trainee.c */
/** app_room_answer(a, text): a sentence for the trainer. app_room_show(a, words): one of his, for a minute on every screen. */
void app_room_show(struct app *a, const char *words);
void app_room_answer(struct app *a, const char *text);
void app_room_hear_trainee(struct app *a, struct room_news *n);
void app_room_trainee_turn(struct app *a);
int64_t app_room_trainee_due_in(const struct app *a);

#endif
