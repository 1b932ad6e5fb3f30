#ifndef CLIENT_APP_ROOM_P_H
#define CLIENT_APP_ROOM_P_H

#include "app.h"

/* The class of several terminals as the app has it, private to its files. */
struct app_room {
	struct room *room;
	struct class_hall hall; /* of a trainer's */
	/* of a trainee's */
	struct told { /* how he stands, as the trainer was told last */
		enum room_phase phase;
		enum scenario_mode mode;
		int drills;
		char id[32], title[160], hint[256];
	} told;
	bool is_told;
	int drills;
	int64_t whisper_until, line_back_at; /* clock_mono_ms; 0 none */
	enum class_again again;              /* who comes after the lesson under way */
	char gone[ERR_TEXT_BYTES];           /* why the class was left, as it was said last */
};

/* app_room_host.c */
bool app_room_tell(void *app, int peer, struct room_record *r);
void app_room_hear_host(struct app *a, struct room_news *n);
/* app_room_trainee.c */
void app_room_hear_trainee(struct app *a, struct room_news *n);
void app_room_trainee_turn(struct app *a);
int64_t app_room_trainee_due_in(const struct app *a);

#endif
