#ifndef CLIENT_VIEW_VIEW_H
#define CLIENT_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cache/read.h"
#include "client/engine/job.h"
#include "client/ui/action.h"
#include "client/ui/bar.h"
#include "client/ui/canvas.h"
#include "client/ui/input.h"
#include "client/ui/keymap.h"
#include "model/article.h"
#include "model/call_queue.h"

/* A screen: one const table of functions, one file, one line in view/all.c, its keys in ui/actions.h. Views never see raw
 * keys, curses, disk or network: inputs (ui/input.h) come in, a picture and jobs go out. Handlers return VIEW bits that
 * say what must happen next; the app's loop does it. */

enum {
	VIEW_DRAW = 1 << 0,    /* the picture changed */
	VIEW_CLOSE = 1 << 1,   /* this view is done: back to the one below */
	VIEW_FLUSH = 1 << 2,   /* drop type-ahead: an unexpected question stands there now */
	VIEW_IGNORED = 1 << 3, /* not mine: the app may act on it (global actions) */
	VIEW_EARLY =
	    1 << 4 /* not done: sent before its picture was there to be read, which is said */
};

/* The other line of the seat: nobody, rings there, answers. */
enum call_leg { LEG_NONE, LEG_CALLING, LEG_TALKING };

/* The call in progress, as every screen's status line shows it. */
struct call_info {
	bool ringing, active, held;
	bool muted, away; /* away: with a machine, and coming back (挂起转) */
	bool answering;   /* it was answered here; the line is not up yet */
	enum call_leg leg;
	char target[24]; /* of the leg */
	char joined[24]; /* who talks with caller and seat, "" nobody */
	unsigned caps;   /* PHONE_CAP_x of the provider */
	char id[40], peer[24], line[16], recording[40], home_area[24];
	/* of a call of one's own to a citizen: its id and number; "" none. over: when it ended; 0 it is there */
	char own[40], own_phone[24];
	char tags[64]; /* what is known of the caller (来电标签), "老年人、听障"; "" nothing */
	int64_t own_over_at;
	char ivr[64];            /* what the caller chose before anybody answered; "" nothing */
	int64_t since_at;        /* ringing or talking since */
	struct call_queue queue; /* who waits, where the telephone says it (caps); n -1 unknown */
	enum agent_state agent;
	int agent_reason;                       /* of a rest */
	int64_t agent_since_at, agent_until_at; /* until: when it ends by itself; 0 never */
	bool phone_down;                        /* 话务中断 */
	bool noted;       /* how it ended is written down: no sheet is owed to it any more */
	char heard[2048]; /* last sentences of a simulated caller, newest last */
};

#define VIEW_PLACE 64
struct view;
struct view_ops;
struct handover;
struct class_info;
struct class_order;
struct room_record;
struct work_kind;

/* What a screen over the intake form hands to it, taken when the form comes to the top. */
enum cited_how {
	CITED_ONLY,      /* the article is cited */
	CITED_AS_ANSWER, /* and what it says to be read aloud is the answer */
	CITED_OWN_WORDS /* and the answer is written by hand: its words must not be read to a caller */
};
struct cited {
	char draft[ID_SIZE];             /* the half-done ticket it is for; "" a new one */
	char kb_no[ARTICLE_KB_NO_BYTES]; /* "" nothing */
	enum cited_how how;
};

/* What a view may use; one per program, owned by the app. Functions are the only doors out. */
struct desk {
	const struct city *city;     /* may be NULL before the first fill */
	struct cache_reader *cache;  /* may be NULL before sign-in */
	const struct keymap *keymap; /* for help; NULL: the defaults */
	struct actor me;             /* user "" before sign-in */
	struct link_info link;
	struct call_info call;
	/* the half-done ticket in front, lent by the intake form; NULL none */
	const struct draft *sheet;
	char sheet_category[8],
	    sheet_area[16]; /* what it is about, entered or likely; "" unknown */
	struct cited cited;
	struct handover
	    *handover; /* lent to the transfer screen by a form; NULL none (view/call/hand_p.h) */
	char packet
	    [ID_SIZE]; /* the intake form makes a sheet of that packet when it comes to the top; "" none */
	int64_t
	    now; /* of this turn: the only clock views see; what another seat wrote: desk_there */
	bool low_bandwidth;
	bool demo;
	const struct class_info *classroom; /* NULL but in one (client/view/classroom.h) */
	void *app;
	/** lesson(app, o, e): begin one; ${o} without a path: the one under way ends as it stands, or, when there is
	 * none, nobody rings until the next; NULL: likewise, but calls come as before. In a classroom only. */
	enum err_code (*lesson)(void *app, const struct class_order *o, struct err *e);
	/** tell(app, peer, r): the trainer's words to a trainee, 0 to all; takes ${r}, also NULL; false: it could not be told. */
	bool (*tell)(void *app, int peer, struct room_record *r);
	/** job(app, j): hand over; the id to expect in NEWS_DONE, 0 when refused (the message line already says why). */
	uint64_t (*job)(void *app, struct job *j);
	/** begin(app, draft): the journal knows it from here on, as it stands before its first edit; without one that
	 * follows it leaves no trace. Not needed for a draft that begins empty. */
	void (*begin)(void *app, const struct draft *d);
	/** edit(app, draft, field, edit): journal one edit before the next key. */
	void (*edit)(void *app, const struct draft *d, enum ticket_field f, const struct edit *ed);
	/** open(app, ops, arg): show another view on top; ${arg} is copied (a ticket id, a phone number). */
	void (*open)(void *app, const struct view_ops *ops, const char *arg);
	/** say(app, level, fmt…): the message line. level 0 quiet, 1 notice, 2 warning. */
	void (*say)(void *app, int level, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
};
/** desk_there(d): now by the centre's clock, as far as this seat knows it: by that one two seats agree on how old a thing is. */
static inline int64_t
desk_there(const struct desk *d)
{
	return d->now + d->link.offset_ms;
}

/* Which keys a screen acts on, in some state of it. */
#define ACT(name) (UINT64_C(1) << ACTION_##name)
#define ACTS_ROWS \
	(ACT(UP) | ACT(DOWN) | ACT(HOME) | ACT(END) | ACT(PAGE_UP) | ACT(PAGE_DOWN) | ACT(ENTER))
/* Of a line of text; Home and End are ROWS' too, and are named where there is text alone. */
#define ACTS_EDIT                                                                  \
	(ACT(LEFT) | ACT(RIGHT) | ACT(ERASE) | ACT(ERASE_NEXT) | ACT(ERASE_WORD) | \
	    ACT(ERASE_HEAD) | ACT(ERASE_TAIL) | ACT(LINE_END) | ACT(FORWARD) | ACT(RESTORE))
_Static_assert(ACTION_COUNT <= 64, "a set of actions is one word");

struct view_ops {
	const char *name;             /* "intake": config and command name */
	const char *title;            /* 受理 */
	const char *aliases;          /* for Ctrl-P: "新单 xindan intake" */
	const struct bar_key *footer; /* keys named in the footer */
	size_t n_footer;
	uint64_t
	    answers; /* ACT set, beside the keys that mean the same everywhere: what F1 lists */
	/** keys(v, n): the keys that act where this view stands now, in place of ${footer}. NULL: always ${footer}. */
	const struct bar_key *(*keys)(const struct view *v, size_t *n);
	uint32_t roles; /* ROLE_BIT set that may open it; 0 everybody, also before sign-in */
	uint32_t
	    roles_on; /* and those that may only open it on something, ${arg}: to correct a ticket, not for a new one */
	size_t state_size;
	enum err_code (*open)(struct view *v, const char *arg, struct err *e);
	/** scopes(v): where the focus stands (enum scope bits): decides what the next key means. NULL: SCOPE_ALL. */
	unsigned (*scopes)(const struct view *v);
	/** input(v, in): all but new sizes, which are the app's. */
	unsigned (*input)(struct view *v, const struct input *in);
	unsigned (*event)(struct view *v, const struct news *n); /* NULL: not interested */
	/** resume(v): back on top; NULL: just draw. VIEW_CLOSE counts when what was above has closed. */
	unsigned (*resume)(struct view *v);
	void (*draw)(const struct view *v, struct canvas *c,
	    struct rect body); /* body: between status and footer lines */
	/** wake_at(v): when the picture changes by itself (identity is masked again); 0 never. NULL: never. */
	int64_t (*wake_at)(const struct view *v);
	/** may_close(v, e): false keeps it and says why. NULL: always. */
	bool (*may_close)(struct view *v, struct err *e);
	void (*close)(struct view *v);
	/** place(v, out): a word for where the cursor stands and what is chosen there, for whoever plays at this seat by
	 * keys (client/class/player.h): "content", "reject 02". Words are this view's own; PLACE_BUSY: it takes no key now.
	 * NULL: "". */
	void (*place)(const struct view *v, char out[VIEW_PLACE]);
	/** idle(v): a pause in typing (no input for some 200 ms, called once): work put off while keys come. NULL: none. */
	unsigned (*idle)(struct view *v);
	/** waits(ops, d, out, size): what waits there for who sits here: "待派 3, 退回 1"; "" nothing. NULL: nothing can. */
	void (*waits)(const struct view_ops *ops, const struct desk *d, char *out, size_t size);
	const struct work_kind *work; /* of a work screen: its lists, for ${waits} */
};
#define PLACE_BUSY "busy"
struct view {
	const struct view_ops *ops;
	struct desk *desk;
	void *state;
};

/** view_open: allocate state and open; view_close frees it. */
enum err_code view_open(
    struct view *v, const struct view_ops *ops, struct desk *desk, const char *arg, struct err *e);
void view_close(struct view *v);
/** view_may_open(ops, roles, arg): may somebody with these roles open the screen, on ${arg} or (NULL) on nothing? */
bool view_may_open(const struct view_ops *ops, uint32_t roles, const char *arg);
/** view_may_act(roles, a): may somebody with these roles use ${a}, where it means the same everywhere? What is not
 * allowed is not listed: in no footer, on no page of keys. */
bool view_may_act(uint32_t roles, enum action a);
/** views_all(n): every screen of the program (view/all.c). view_by_name: NULL unknown. */
const struct view_ops *const *views_all(size_t *n);
const struct view_ops *view_by_name(const char *name);

#endif
