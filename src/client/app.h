#ifndef CLIENT_APP_H
#define CLIENT_APP_H

#include <stddef.h>

#include "app_drill.h"
#include "base/limits.h"
#include "client/cache/journal.h"
#include "client/class/clock.h"
#include "client/class/player.h"
#include "client/engine/engine.h"
#include "client/ui/dialog.h"
#include "client/ui/message.h"
#include "client/ui/prompt.h"
#include "client/ui/term.h"
#include "client/view/classroom.h"
#include "client/view/view.h"
#include "model/assist.h"
#include "private.h"
#include "settings.h"

#define APP_VIEWS 12 /* screens on top of each other: deeper is a loop of opens */

/* The lines every screen has, as they were drawn last, and all they were drawn from: a key that changes none of it costs
 * a comparison instead of a drawing. */
struct frame {
	struct canvas canvas; /* of its rows only those lines count */
	struct frame_of {
		const struct view_ops *ops;
		const struct bar_key *keys;
		size_t n_keys;
		int rows, cols, level;
		struct link_info link;
		uint32_t roles;
		int64_t since, changed, left; /* minutes or steps that show */
		char call[offsetof(struct call_info, heard)];
		char me[16], name[64], message[ERR_TEXT_BYTES], saved[24], hint[256], whisper[256];
		bool lesson, typed_on;
		const char *watch_keys; /* of who watches; NULL: nobody does */
		int exam_minutes;
		unsigned senior; /* which line of his */
		unsigned packet; /* which line of a packet */
	} of;
};

/* A request for a senior's help, as this seat made it, and what was answered (app_senior.c). */
struct senior_talk {
	char id[ID_SIZE]; /* the open one; "" none */
	char call[40];    /* that it was about */
	char wanted[ASSIST_LINE_BYTES];
	struct str sent; /* the sheet's words as they were sent last */
	bool dirty;      /* something was typed since */
	bool handed;     /* the caller is on his way to a senior */
	int n_sent;
	uint64_t job; /* being written down */
	int64_t at, more_at;
	int64_t since_at; /* what was said before is no news */
	struct {          /* what the call is about, as the floor was told */
		char call[40], category[8], danger[ASSIST_LINE_BYTES];
		int64_t next_at;
		int n;
	} matter;
	char take[24];    /* the number a senior wants the caller to be handed to; "" none */
	char line[512];   /* as it stands above the footer */
	unsigned version; /* of it and its key: another number is another picture */
};

/* A packet of handing over for who sits here, that nothing has come of yet. */
struct packet_line {
	int64_t ends_at;
	unsigned version;   /* of the line */
	char id[ID_SIZE];   /* "" none */
	char told[ID_SIZE]; /* of her own: the last that she knows was taken */
	bool unseen;        /* has come, and nobody sat here who could see it */
	bool said;          /* who sent it knows that it was seen */
	char by[16], line[512],
	    locked[48]; /* locked: in place of the line, without a word of the caller */
};

/* The screen thread: owns the terminal, the stack of screens and the typing journal; never waits for disk or network. */
struct app {
	const struct settings *settings;
	struct private_centre *centre; /* NULL when another centre serves */
	struct engine *engine;
	struct term *term;
	struct journal *journal; /* NULL before the data key is there */
	struct canvas canvas;
	struct frame frame;
	struct theme theme;
	struct keymap keymap;
	struct desk desk;
	struct view stack[APP_VIEWS];
	int depth;
	bool draw, quit;
	bool saved_sheet;   /* what ${saved} is of: the sheet in front, last_draft */
	int64_t run_at;     /* monotonic: when this run began to take keys */
	int64_t touched_at; /* monotonic: the last key */
	int64_t idle_at;    /* monotonic: when a pause of typing is one; 0 nobody is owed any */
	bool ask_again;     /* a query was cut short: it is owed the next pause */
	bool cut_by_key;    /* and what it found was not seen before that key */
	bool unkept;        /* words that only memory has */
	struct message message;
	char saved[24]; /* 已存 10:42 */
	int64_t saved_minute;
	const struct view_ops *saved_on; /* the screen it was written on */
	uint64_t next_job, signing;      /* the sign-in of app_sign_in under way; 0 none */
	struct err refused; /* why the private centre lets nobody in: the program ends with it */
	int64_t started_at; /* of this run, wall clock */
	char begun[LIMIT_DRAFTS][ID_SIZE]; /* drafts the journal knows of in this run */
	struct draft_mark { /* drafts on their way to the table: which record they include */
		uint64_t job;
		int64_t seq;
		char draft[ID_SIZE];
	} sent[LIMIT_DRAFTS];
	int n_begun, n_sent;
	char last_focus[32], last_view[512], last_draft[ID_SIZE]; /* as last journalled */
	int64_t changed_at; /* last word of the centre that changed anything here */
	struct dialog dialog;
	char question[256]; /* its text */
	enum app_asking {
		ASK_NOTHING,
		ASK_QUIT,
		ASK_SIGN_OUT,
		ASK_STATE,
		ASK_PHONE,
		ASK_PASS_ON
	} asking;
	const char *answers[DIALOG_ANSWERS];                /* where they depend on the telephone */
	const struct phone_row *phone_rows[DIALOG_ANSWERS]; /* ASK_PHONE: what each stands for */
	uint64_t phoning;                                   /* the job under way; 0 none */
	struct class_info classroom;
	struct app_room *room; /* the class of several terminals; NULL none */
	struct app_drill drill;
	struct class_clock class_clock; /* the caller's, and of all that is marked */
	struct watch *watch;            /* NULL: the person plays himself */
	struct robots *robots;          /* NULL: nobody asked for them */
	int64_t listened_ms;            /* when its caller last noticed that he is listened to */
	int64_t exam_due_ms;            /* not before this the exam's next call rings by itself */
	struct prompt prompt;           /* Ctrl-P, Ctrl-G, what is said in a classroom */
	enum app_prompting {
		PROMPT_NONE,
		PROMPT_COMMAND,
		PROMPT_GOTO,
		PROMPT_TALK,
		PROMPT_TONES,
		PROMPT_SENIOR
	} prompting;
	struct senior_talk senior;
	struct packet_line packet;
	struct prompt_item offers[PROMPT_ITEMS];
	char offer_words[PROMPT_ITEMS][160]; /* theirs, where the program puts them together */
	const void *offered[PROMPT_ITEMS];   /* what each stands for */
	char goto_ids[PROMPT_ITEMS][ID_SIZE];
	char dir[512];                              /* data directory */
	char me_user[16], me_name[64], me_unit[16]; /* what desk.me points to */
};

/** app_run(a, e): the loop, until quit or the terminal goes away. */
enum err_code app_run(struct app *a, struct err *e);

/* app_view.c: the stack */
void app_open(void *app, const struct view_ops *ops, const char *arg);
void app_close_top(struct app *a);
struct view *app_top(struct app *a);
void app_react(struct app *a, unsigned bits);
/** app_home(a): the first screen of a person who has just signed in. */
void app_home(struct app *a);
/** app_login(a): the screen of a seat where nobody sits. */
void app_login(struct app *a);
bool app_is_locked(const struct app *a);
bool app_may_open(const struct app *a, const struct view_ops *ops);

/* app_rest.c: queries give way to keys */
/** app_hurry(a, on): from now on a key or 20 ms ends a query of the screen; off: it takes its time. */
void app_hurry(struct app *a, bool on);
/** app_before_key(a, in), app_after_key(a): about each key that is handled. */
void app_before_key(struct app *a, const struct input *in);
void app_after_key(struct app *a);
/** app_pay_rest(a): the work of a pause, when it is one. */
void app_pay_rest(struct app *a);
/** app_show(a): draw and paint; what had to be cut short for it is owed. */
void app_show(struct app *a);

/* app_status.c: the first row */
void app_draw_status(struct app *a, const struct view *v);
/** app_acw_left(d): what is left of after-call work, ms in whole steps; 0 when none is running out. app_exam_minutes:
 * that the exam here still has, by its clock; -1 none is on. */
int64_t app_acw_left(const struct desk *d);
int app_exam_minutes(const struct desk *d);
/** app_status_since(d): a number that changes when the row's duration does. app_status_moves_in: ms until it changes by
 * itself; -1 never. */
int64_t app_status_since(const struct desk *d);
int64_t app_status_moves_in(const struct desk *d);

/* app_bar.c: the lines every screen has */
void app_draw(struct app *a);
int app_wait_ms(const struct app *a); /* until the status line changes by itself; -1 never */
void app_unsay(struct app *a);        /* the message line is empty again */
void app_say(void *app, int level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* app_news.c: what the engine says */
/** app_heard(a, text): the caller has said that. */
void app_heard(struct app *a, const char *text);
void app_news(struct app *a, const struct news *n);
/** app_tell_views(a, n): every screen hears it, the one on top may ask for more than a new picture. */
void app_tell_views(struct app *a, const struct news *n);
uint64_t app_job(void *app, struct job *j);
/** app_sign_in(a): the person of the private centre, who needs no password. */
void app_sign_in(struct app *a);

/* app_journal.c: what is typed goes to disk before the next key */
void app_begin(void *app, const struct draft *d);
void app_edit(void *app, const struct draft *d, enum ticket_field f, const struct edit *ed);
void app_journal_open(struct app *a, const uint8_t *key);
void app_draft_sent(struct app *a, uint64_t job, const char *draft, int64_t seq);
void app_draft_done(struct app *a, const struct news *n);

/* app_global.c: keys that mean the same everywhere, questions */
bool app_global(struct app *a, enum action action);
void app_dialog_input(struct app *a, const struct input *in);
/** app_new_answers(a): it rings, and F2 is to answer it, whatever it begins on this screen else. */
bool app_new_answers(const struct app *a);
/** app_late(a): calls that were taken down on paper: the form without a call, once more for each paper. */
void app_late(struct app *a);
/** app_print_ticket(a): the screen on top knows which ticket is meant. */
void app_print_ticket(struct app *a);
/** app_lock(a): private things go out of sight; whatever was asked is withdrawn. */
void app_lock(struct app *a);
/* app_phone.c: the telephone under the hand, on any screen */
/** app_phone_menu(a): while it rings: to whom else and why; on a call: what can be done. app_phone_offer(a): that in a line; NULL
 * nothing. app_phone_mute(a): on, or off again. */
void app_phone_menu(struct app *a);
const char *app_phone_offer(const struct app *a);
void app_phone_mute(struct app *a);
/** app_phone_mark(a): this moment of the recording is worth a second hearing (时间点). */
void app_phone_mark(struct app *a);
/** app_phone_taken(a, answer): of the menu. app_phone_tones(a, digits): typed for somebody's menu. app_phone_done(a, n): was it
 * done? app_phone_over(a): the call is not what it was. */
void app_phone_taken(struct app *a, int answer);
void app_phone_tones(struct app *a, const char *digits);
void app_phone_done(struct app *a, const struct news *n);
void app_phone_over(struct app *a);
/* app_prompt.c: Ctrl-P and Ctrl-G */
void app_prompt_begin(struct app *a, enum app_prompting what, const char *label, size_t limit);
void app_prompt_input(struct app *a, const struct input *in);
void app_prompt_end(struct app *a);
/* app_class.c: a lesson at this seat */
/** app_class_open(a, share): a classroom when the settings say so. app_class_close: what is under way is broken off. */
void app_class_open(struct app *a, const char *share);
void app_class_close(struct app *a);
enum err_code app_class_lesson(void *app, const struct class_order *o, struct err *e);
/** app_class_ms(a): the clock of the lesson: every time in it is one of this clock. */
int64_t app_class_ms(const struct app *a);
/** app_class_begin(a, o, e): this lesson's caller rings; what was under way is dropped. */
enum err_code app_class_begin(struct app *a, const struct class_order *o, struct err *e);
/** app_class_talks(a): is a simulated caller on the line? */
bool app_class_talks(const struct app *a);
/** What the lesson is told: an event of the telephone, a job before it is handed over, a key before it acts, what is painted. */
void app_class_phone(struct app *a, const struct phone_event *p);
void app_class_job(struct app *a, const struct job *j);
void app_class_key(struct app *a, const struct input *in);
void app_class_frame(struct app *a);
/** app_class_turn(a): the caller speaks, leaves; the lesson ends. app_class_due_in(a): ms until he does, -1 never.
 * app_class_end(a): it ends as it stands, by the person. */
void app_class_turn(struct app *a);
int64_t app_class_due_in(const struct app *a);
void app_class_end(struct app *a);
/* app_exam.c: an exam at this seat, and who sits here */
/** app_exam_wish(a, o, e): what of o->wish is not one lesson. app_exam_after(a): a lesson has ended: the exam it belongs to goes
 * on or ends, and shows so; false: it belongs to none. */
enum err_code app_exam_wish(struct app *a, const struct class_order *o, struct err *e);
bool app_exam_after(struct app *a);
/** app_exam_handed(a, id, e): one whose paper is kept here begins. app_exam_break(a, e): it ends, with the call that is on. */
enum err_code app_exam_handed(struct app *a, const char *id, struct err *e);
enum err_code app_exam_break(struct app *a, struct err *e);
/** app_exam_seen(a): the trainee is shown the lesson that begins: it is in none of his exams. */
void app_exam_seen(struct app *a);
/** app_exam_settle(a): one that was left here, and whose time is over, is at its end, and that is said: was there one? */
bool app_exam_settle(struct app *a);
/** app_exam_turn(a): its end when its time is over; the next call rings when the after-call work is done. app_exam_due_in(a): ms until it may, -1
 * nothing is waited for. */
void app_exam_turn(struct app *a);
int64_t app_exam_due_in(const struct app *a);
/* app_class_line.c: under stress */
/** app_class_next(a): the next one rings: another scenario of the shelf, by the number of those before; false: there is none.
 * app_class_gives_up(a): has this one rung in vain? Then he is counted, and the next one rings. app_class_gives_up_in: ms until
 * he does, -1 never. */
bool app_class_next(struct app *a);
bool app_class_gives_up(struct app *a);
int64_t app_class_gives_up_in(const struct app *a);

/** app_class_stage(a, c, call, arg): to the telephone of the classroom (STAGE, LEAVE). */
void app_class_stage(struct app *a, enum phone_command c, const char *call, const char *arg);
/* app_room.c: the class of several terminals, at the trainer's seat and at a trainee's. All do nothing without one. */
/** app_room_open(a, e): holds or joins what the settings name. app_room_home(a): the trainer's console, once somebody sits
 * here. app_room_holds_callers(a): only the lessons of the class ring. */
enum err_code app_room_open(struct app *a, struct err *e);
void app_room_close(struct app *a);
void app_room_home(struct app *a);
bool app_room_holds_callers(const struct app *a);
/** app_room_fd(a): -1 none. app_room_turn(a): what the class says; what has changed here is told. app_room_due_in(a): ms until
 * something is due, -1 never. app_room_frame(a): what is painted. app_room_result(a, r): a lesson is
 * marked and kept; app_room_sent_out(a, exam): a call of an exam rings, or it is broken off: the class is to have it. */
int app_room_fd(const struct app *a);
void app_room_turn(struct app *a);
int64_t app_room_due_in(const struct app *a);
void app_room_frame(struct app *a);
void app_room_result(struct app *a, const struct class_result *r);
void app_room_sent_out(struct app *a, const char *exam);
/** app_room_disputed(a, lesson): by its end: the class is to have what was said. */
void app_room_disputed(struct app *a, const char *lesson);
/** app_room_reviewed(a, trainee): a trainer has said something of a lesson of his: he is to have it, when he is in the class that
 * this seat holds. */
void app_room_reviewed(struct app *a, const char *trainee);
/** app_class_ring(a): the caller of the lesson that was opened. app_class_drop(a): what is under way never happened. */
void app_class_ring(struct app *a);
void app_class_drop(struct app *a);
/* app_drill.c: a lesson on tickets at this seat */
/** app_drill_begin(a, e): the lesson that was opened is one: its desk is laid. app_drill_end: it is over: who sat here before
 * comes back. app_drill_is_on: from the one until that. */
enum err_code app_drill_begin(struct app *a, struct err *e);
void app_drill_end(struct app *a);
bool app_drill_is_on(const struct app *a);
/** app_drill_is_laying(a): a caller's older tickets are being put there, he rings when they are (app_drill_begin, too). */
bool app_drill_is_laying(const struct app *a);
/** app_drill_person(a): who is to sit here. app_drill_refused(a, e): he is not let in. */
const char *app_drill_person(const struct app *a);
void app_drill_refused(struct app *a, const struct err *e);
/** What it is told: a job before it is handed over, the answer to one. */
void app_drill_job(struct app *a, const struct job *j);
void app_drill_done(struct app *a, const struct news *n);
/** app_drill_turn(a): goes on where it can; true: all is as it was before it. app_drill_due_in(a): ms until it does, -1 never.
 * app_drill_holds(a): the line is down, or what was done meanwhile has
 * not gone out yet: it does not end now. */
bool app_drill_turn(struct app *a);
int64_t app_drill_due_in(const struct app *a);
bool app_drill_holds(const struct app *a);
/* app_watch.c: somebody else plays at this seat, for who watches */
/** app_watch_begin(a): the lesson that has begun is played by the reference, or by the robot whose turn it is. ERR_STATE:
 * a lesson on tickets has nobody to play it. app_watch_end: nobody plays any more. app_watch_input: what the person who watches presses. app_watch_turn:
 * the next key, if it is time: true. app_watch_due_in: ms until then, -1 never. app_watch_hint: what he does and why; false:
 * nobody plays. app_watch_over: the lesson is written down; nothing of it is kept. */
enum err_code app_watch_begin(struct app *a, struct err *e);
void app_watch_end(struct app *a);
bool app_watch_is_on(const struct app *a);
void app_watch_input(struct app *a, const struct input *in);
bool app_watch_turn(struct app *a);
int64_t app_watch_due_in(const struct app *a);
bool app_watch_hint(const struct app *a, char out[256]);
const char *app_watch_keys(const struct app *a); /* what one may press meanwhile */
void app_watch_over(struct app *a);
/* app_robot.c: --robot: every scenario by robots on these screens, then the program ends */
/** app_robot_open(a, share, e): nothing when nobody asked for them. app_robot_turn: no lesson is on: the next one, or the end.
 * app_robot_marked: it has its marks; ${lost}: where he did not get on, NULL he did. */
enum err_code app_robot_open(struct app *a, struct err *e);
void app_robot_close(struct app *a);
enum player_style app_robot_style(const struct app *a);
void app_robot_turn(struct app *a);
void app_robot_marked(struct app *a, const char *lost);
/* app_talk.c: the line in which something is said to a simulated caller */
void app_talk_begin(struct app *a);
void app_talk_input(struct app *a, const struct input *in);
/* app_senior.c: a senior's silent help */
/** app_senior(a): asks, or takes it back; hands the caller over when a senior has offered to take him. */
void app_senior(struct app *a);
void app_senior_wanted(struct app *a);
void app_senior_input(struct app *a, const struct input *in);
void app_senior_read(struct app *a);
void app_senior_news(struct app *a, const struct news *n);
/** app_senior_typed(a): a key was handled. app_senior_turn(a): newer words go when it is time; app_senior_due_in(a): ms until
 * then, -1 never. */
void app_senior_typed(struct app *a);
void app_senior_turn(struct app *a);
int64_t app_senior_due_in(const struct app *a);
void app_senior_close(struct app *a);
/* app_packet.c: a colleague's packet of handing over */
void app_packet_news(struct app *a, const struct news *n);
/** app_packet_turn(a): it ends by itself, and stands on a screen that is unlocked. app_packet_due_in(a): ms until it ends, -1 never.
 * app_packet_line(a): what stands above the footer; on a locked screen only that there is one. */
void app_packet_turn(struct app *a);
int64_t app_packet_due_in(const struct app *a);
const char *app_packet_line(const struct app *a);
/* app_leave.c: what is not finished is said first */
/** app_unfinished(a): to who has just sat down, also after a crash: so many sheets wait, and by which key; nothing when none do
 * or something else is being said. */
void app_unfinished(struct app *a);
void app_quit(struct app *a);
void app_sign_out(struct app *a);
/* app_print.c: the form on paper, to a file and to lp; says where */
void app_print_form(struct app *a);

#endif
