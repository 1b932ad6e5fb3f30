#ifndef CLIENT_VIEW_INTAKE_P_H
#define CLIENT_VIEW_INTAKE_P_H

#include "base/limits.h"
#include "client/cache/kb.h"
#include "client/cache/similar.h"
#include "client/ui/choice.h"
#include "client/ui/field.h"
#include "client/ui/list.h"
#include "client/ui/picker.h"
#include "client/ui/prompt.h"
#include "client/ui/textarea.h"
#include "client/view/aloud_p.h"
#include "client/view/ticket_note_p.h"
#include "client/view/view.h"
#include "model/dispatch.h"
#include "model/elements.h"
#include "model/extra.h"
#include "model/propose.h"
#include "model/workflow.h"
#include "hand_p.h"
#include "intake_beside_p.h"

/* The intake screen, private to its files: one sheet of paper a matter, a form on it, what the seat offers beside it,
 * and the few places that stand over the form for a moment. */

/* A half-done ticket and what the form must remember of it (kept in draft.view_state). */
struct sheet {
	struct draft d;
	bool begun;       /* something was entered: it stands in the journal */
	bool unsaved;     /* entered since the last JOB_DRAFT_SAVE */
	uint64_t offered; /* bit TF_x: the value came from a proposal, a new one may replace it */
	struct ticket *base; /* the ticket it is about, as shown; NULL: a new one */
	bool raise_only; /* of another's ticket a person may raise the urgency and nothing else */
	char asked[128]; /* danger prompts answered: their ids, a set of model/members.h */
	char joins[ID_SIZE]; /* F10 sends it as words to this ticket; "" as a ticket of its own */
};

/* ---- the form ---- */
enum slot_kind { CELL_TEXT, CELL_LINE, CELL_CHOICE, CELL_SET, CELL_PICK };
enum {
	CELL_DEFAULT = 1, /* filled from the start: Enter passes over it, Tab does not */
	CELL_HEAD = 2,    /* in the caller's line */
	CELL_MANUAL = 4,  /* only when no telephone brought the number */
	CELL_ANSWER = 8,  /* only for what may be answered on the spot */
	CELL_LATE = 16    /* only of a call from paper */
};
struct spot {
	int line, label, at,
	    cols; /* line of the form, columns of the label and of the value, width of the value */
};
struct slot {
	enum ticket_field field;
	const char *label;
	enum slot_kind kind;
	unsigned flags;
	struct spot narrow, wide;
};
#define FOCUS_OFFER  (-1) /* the line of proposals */
#define FOCUS_DANGER (-2) /* the danger prompt */

/* ---- closed lists, compiled when first used ---- */
enum pick_list { PICK_CATEGORY, PICK_AREA, PICK_UNIT, PICK_COUNT };
struct intake_list {
	struct picker_item *items;
	char (*labels)[128]; /* where a label is put together; NULL when the city's own serve */
	struct picker_catalogue catalogue;
	bool ready;
};

/* ---- what the seat offers ---- */
#define OFFER_MAX      3
#define OFFER_NOTICE   4
#define SIMILAR_LISTED 3
struct intake_offer {
	struct proposal p[OFFER_MAX];
	int n, chosen;
	char area[16], address[160], time[64],
	    demand[PROPOSE_DEMAND_BYTES]; /* said in the text; "" none */
	const struct danger_row *danger;  /* the first one not answered yet */
	char pressed
	    [16]; /* type that the key in the voice menu named, while nothing else says one; "" */
	char danger_word[64];
	const char *urgency; /* what the rules derive */
	struct elements elements;
	char due[96];   /* 明日10:45前(24小时) */
	char past[192]; /* what the unit did with such tickets; "" nothing to say */
	struct similar_row similar[SIMILAR_LISTED];
	int n_similar;
	uint32_t near_asked; /* what it was found for */
	const struct bulletin *notice[OFFER_NOTICE];
	int n_notices;
	unsigned stale; /* STALE_x: the words changed since it was found */
	int n_dangers;  /* danger words in the text, answered or not */
};
/* What is found in the words. Danger is looked for at every key, the others at a pause: each proposal that comes and
 * goes while somebody types would cost a slow line as much as a sentence. */
enum {
	STALE_CATEGORY = 1,
	STALE_PLACE = 2,
	STALE_TIME = 4,
	STALE_ELEMENTS = 8,
	STALE_DEMAND = 16,
	STALE_ALL = 31
};

/* ---- 补充项: the cells that the category adds ---- */
#define EXTRA_OPTIONS 9
struct intake_extra {
	struct slot cell[CITY_FIELDS_MOST];
	const struct field_rule *rule[CITY_FIELDS_MOST];
	int n;
	char option[EXTRA_OPTIONS][64]; /* of the choice in hand */
};

/* ---- what stands over the form ---- */
enum intake_mode {
	MODE_FORM,
	MODE_URGENT,  /* F8: which number */
	MODE_HANDED,  /* the caller was handed over: is that all? */
	MODE_CONSENT, /* F10 with an answer to a call for help: is it enough for the caller? */
	MODE_HISTORY, /* F4 */
	MODE_REJECT,  /* which reason; then the words to read */
	MODE_ASK,     /* one line to answer */
	MODE_SAME,    /* likewise, about the caller's numbers */
	MODE_TAG,     /* likewise, about what the next one should know of the caller */
	MODE_SENT     /* the strip after F10 */
};
enum ask_for { ASK_REASON, ASK_URGE, ASK_SUPPLEMENT };

/* The sentence that is due, and where the call stood when it was chosen. */
struct intake_talk_at {
	char sheet[ID_SIZE];
	enum intake_mode mode;
	int focus;
	bool live, danger;
};
struct intake_talk {
	const char *moment; /* NULL: nothing is to be said */
	char text[768];
	size_t first; /* bytes of the sentence itself; the rest may go where there is no room */
	struct intake_talk_at at;
};

struct intake_sent {
	char ticket[ID_SIZE], number[24], last6[24], tail[8];
	char read[512]; /* the sentence to read aloud */
	char note[160]; /* what else became of it: 已存本机, … */
	bool joined;    /* it went into a ticket that was there */
};

struct intake_open_ticket {
	char id[ID_SIZE];
	struct ticket t;
	char last[128]; /* the last thing that happened to it, with its date */
	char said[128]; /* the last that a caller is told of, in words to read */
	char read[512];
	int64_t urged_at;
	bool there;
};

struct intake {
	struct desk *desk;
	enum intake_mode mode;
	struct sheet *sheets[LIMIT_DRAFTS];
	int n_sheets, at;
	struct sheet *last;            /* the one sent last: what F2 keeps of it */
	int focus;                     /* cell, or FOCUS_x */
	struct textarea content, text; /* 诉求内容; any other long text while it has the focus */
	struct field line;
	struct choice choice;
	const char *labels[9];
	struct picker pick;
	const struct city *city; /* the one the lists and offers below point into */
	struct intake_list lists[PICK_COUNT];
	struct intake_offer offer;
	struct intake_extra extra;
	struct intake_caller who;
	struct intake_kb kb;
	struct intake_proof proof;
	struct intake_subject subject;
	struct intake_same same;
	struct intake_tag tag;
	struct intake_talk talk;
	struct intake_open_ticket open;
	size_t history_row;
	struct list reasons; /* MODE_REJECT */
	const struct reject_reason *reason;
	struct prompt prompt; /* MODE_ASK */
	struct prompt_item asks[PROMPT_ITEMS];
	char ask_first[512];
	enum ask_for asking;
	struct ticket_note
	    note; /* ASK_URGE, ASK_SUPPLEMENT: what is written for the older ticket */
	enum event_kind asked_for; /* ASK_REASON: what is sent with it */
	enum event_kind armed;     /* what a second F10 sends; EVENT_COUNT none */
	uint64_t job;              /* submit or act under way */
	enum event_kind job_kind;
	char urgent[32];         /* F8: whom the caller was sent to, "119 消防" */
	char job_sheet[ID_SIZE]; /* the draft that is being submitted */
	bool job_took_words;     /* the act carries what stood in 诉求内容 */
	bool joining;            /* the act under way takes the sheet into another ticket */
	uint64_t save_job;
	uint64_t end_job;        /* how the call ended is being written down */
	char end_sheet[ID_SIZE]; /* and the sheet that becomes nothing then */
	struct intake_sent sent;
	struct handover hand; /* F6, F7, F8: what is lent to the transfer screen */
	struct canvas
	    paper; /* the last whole picture: a key in 诉求内容 draws only the words anew */
	const struct draft *lent; /* what desk.sheet is while it is ours */
	bool dirty, quiet;   /* the paper is out of date; this input changed the words at most */
	bool wide;           /* as last drawn */
	bool city_is_missed; /* somebody was told that it has not come yet */
	bool looking;        /* the ticket just sent is on the screen above: the strip comes back */
};

struct sheet *intake_sheet(const struct intake *s); /* the present one */
const char *intake_value(const struct intake *s, enum ticket_field f);
bool intake_is(const struct intake *s, enum ticket_field f, const char *code);

/* intake_draft.c: sheets, the journal, the cache */
bool
intake_draft_new(struct intake *s, const struct sheet *keep); /* false: no memory or too many */
/** intake_draft_restore: the half-done ones of this person that are about no ticket. intake_draft_amend: the one about
 * ticket ${id}, begun from ${now} when there is none; NULL without memory. */
void intake_draft_restore(struct intake *s);
struct sheet *intake_draft_amend(struct intake *s, const char *id, const struct fields *now);
void intake_draft_show(struct intake *s, int at);
/** intake_draft_put: a whole value; ${offered}: it came from a proposal. intake_draft_edit: what a widget reported. */
void intake_draft_put(struct intake *s, enum ticket_field f, const char *value, bool offered);
void
intake_draft_edit(struct intake *s, enum ticket_field f, const struct edit *ed, const char *now);
void intake_draft_asked(struct intake *s, const char *danger_id);
void intake_draft_save(struct intake *s);
void
intake_draft_drop(struct intake *s); /* the present one is done with: taken out, kept as s->last */
void intake_draft_free(struct sheet *p);
unsigned intake_draft_hold(struct intake *s);
unsigned intake_draft_next(struct intake *s);
unsigned intake_draft_again(struct intake *s); /* F2 */
/** intake_draft_same_call(s): is the present sheet of the call in progress or just ended? */
bool intake_draft_same_call(const struct intake *s);
/** intake_draft_has_call(s): is a caller on the line, or about to be? intake_draft_call(s): answered, or the line is up: the
 * sheet of that call, a new one when it has none. */
bool intake_draft_has_call(const struct intake *s);
/** intake_draft_has_own(s): is it about a call of one's own to a citizen (回拨), there or just over? */
bool intake_draft_has_own(const struct intake *s);
unsigned intake_draft_call(struct intake *s);

/* intake_cells.c: cells; intake_form.c: focus */
/* A slot is a place of the form with its field; canvas.h has cells of its own. */
int intake_form_cell(enum ticket_field f); /* TF_EXTRA: where they begin */
/** intake_form_count: cells now, in the order of Tab; intake_form_slot: one of them. */
int intake_form_count(const struct intake *s);
const struct slot *intake_form_slot(const struct intake *s, int cell);
/** intake_form_name(s, cell, out): how a draft remembers where one was; intake_form_named: the cell, -1 none. */
void intake_form_name(const struct intake *s, int cell, char out[32]);
int intake_form_named(const struct intake *s, const char *name);
/** intake_form_there(s, cell): can one go there? intake_form_shows: does it take room now? */
bool intake_form_there(const struct intake *s, int cell);
bool intake_form_shows(const struct intake *s, int cell);
void intake_form_focus(struct intake *s, int cell);
void intake_form_needed(struct intake *s); /* to the first field that still wants something */
void intake_form_reload(struct intake *s); /* widgets from the sheet */
unsigned intake_form_input(struct intake *s, const struct input *in);

/* intake_extra.c: the cells that the category adds, behind all others. refresh: the sheet, its category or its type
 * changed. */
void intake_extra_refresh(struct intake *s);
/** intake_extra_rule: NULL of a cell that every form has. intake_slot_value: what stands in any cell. */
const struct field_rule *intake_extra_rule(const struct intake *s, const struct slot *c);
const char *
intake_slot_value(const struct intake *s, const struct slot *c, char buf[EXTRA_VALUE_BYTES]);
/** intake_extra_labels: into s->labels; the count. intake_extra_chosen: which of those ${n}; -1 none. */
int intake_extra_labels(struct intake *s, const struct slot *c);
int intake_extra_chosen(const struct intake *s, const struct slot *c, int n);
void intake_extra_put(struct intake *s, const struct slot *c, const char *value);
void intake_extra_leave(struct intake *s, const struct slot *c); /* put in order what was typed */
/** intake_extra_wanting: the first cell whose value does not do, else the first that is asked for and empty; -1. */
int intake_extra_wanting(const struct intake *s);
/** intake_extra_rows: how many show where ${room} are free, at least one; intake_extra_top: which row is the first. */
int intake_extra_rows(const struct intake *s, int room);
int intake_extra_top(const struct intake *s, int rows);
int intake_extra_row(const struct slot *c);
const char *intake_extra_hint(const struct intake *s, const struct slot *c, char *buf, size_t size);
void intake_extra_draw_rule(const struct intake *s, struct canvas *c, struct rect line, int rows);
void intake_extra_draw_help(
    const struct intake *s, struct canvas *c, struct rect line, const struct slot *cell);

/* intake_pick.c: the closed lists */
const struct picker_catalogue *intake_pick_list(struct intake *s, enum ticket_field f);
void intake_pick_weigh(struct intake *s);
/** intake_pick_strays(s, c): is what was typed in that cell no area, and so part of the address? intake_pick_leave: it goes there. */
bool intake_pick_strays(const struct intake *s, const struct slot *c);
void intake_pick_leave(struct intake *s, const struct slot *c);
void intake_pick_free(struct intake *s);
int
intake_pick_labels(enum ticket_field f, const char *labels[9]); /* choices of a field; the count */
const char *intake_pick_code(enum ticket_field f, int value);
int intake_pick_value(enum ticket_field f, const char *code); /* -1 none */
int intake_pick_letter(
    const struct choice *ch, const char *typed); /* by pinyin initial, the next one; -1 */

/* intake_offer.c */
/* a key changed the words: what cannot wait */
void intake_offer_typed(struct intake *s, const struct edit *ed);
void intake_offer_settle(struct intake *s); /* catch up with the words */
void intake_offer_text(struct intake *s);   /* other words altogether */
void
intake_offer_fields(struct intake *s, enum ticket_field f); /* field ${f} changed; TF_COUNT: all */
bool intake_offer_any(const struct intake *s);
bool
intake_offer_is_open(const struct intake *s); /* something of the first proposal is not taken yet */
/** intake_offer_fill(s, f, value): as a proposal: into an empty field, or in place of an earlier proposal. */
void intake_offer_fill(struct intake *s, enum ticket_field f, const char *value);
/** intake_offer_take_empty(s): an emergency is filed: what is proposed first goes into the fields that are empty. false:
 * there was nothing to take. */
bool intake_offer_take_empty(struct intake *s);
unsigned intake_offer_input(struct intake *s, const struct input *in);

/* ---- intake_said.c: place, time and what is asked for, out of the words ---- */
/** intake_said_find(s, text, what): read again, as far as ${what} (STALE_x) says. */
void intake_said_find(struct intake *s, const char *text, unsigned what);
/** intake_said_any: is there anything? intake_said_is_open: for an empty field? */
bool intake_said_any(const struct intake *s);
bool intake_said_is_open(const struct intake *s);
void intake_said_fill(struct intake *s);
/** intake_said_words(s, out): added to ${out}, which of them may be taken: "地点、诉求目的可采纳"; nothing when none. */
void intake_said_words(const struct intake *s, struct str *out);

/** intake_offer_likely: the field as it is, else as proposed. */
const char *intake_offer_likely(const struct intake *s, enum ticket_field f);

/* intake_pressed.c: the key that the caller pressed in the voice menu, as a type proposed. find: words with ${n} categories
 * proposed. is_open: it could be taken. take: into the empty field. stays: it was taken, and nothing said since names
 * another type. */
void intake_pressed_find(struct intake *s, const char *text, int n);
bool intake_pressed_is_open(const struct intake *s);
void intake_pressed_take(struct intake *s);
bool intake_pressed_stays(const struct intake *s);
void intake_pressed_draw(const struct intake *s, struct canvas *c, int row, int col, int end);

/* intake_packet.c: a colleague's packet of handing over. take: the one that another screen wants made a sheet. key: on a free
 * sheet the newest one for this person; 0: there is none, or the sheet is not free. filed: a matter of that call became a ticket
 * here: who was offered it need not. */
void intake_packet_take(struct intake *s);
unsigned intake_packet_key(struct intake *s);
void intake_packet_filed(const struct intake *s, const char *call, const char *number);

/* intake_known.c: what the cache knows */
void intake_known_caller(struct intake *s);
/** intake_known_sheet(s, d): is it of now? During a lesson those of before are of no caller of it: they wait unseen. */
bool intake_known_sheet(const struct intake *s, const struct draft *d);
void intake_known_near(struct intake *s);   /* look for the same matter again */
void intake_known_settle(struct intake *s); /* a pause: when something of it changed */

/* intake_alike.c: the call is about a ticket that is there. join, look: the keys. armed: F10 sends the sheet there; send does.
 * done: what the centre's rules said. reason: of that row, in words. */
unsigned intake_alike_join(struct intake *s);
unsigned intake_alike_look(struct intake *s);
bool intake_alike_armed(const struct intake *s);
unsigned intake_alike_send(struct intake *s);
unsigned intake_alike_done(struct intake *s, const struct news *n);
int intake_alike_draw(const struct intake *s, struct canvas *c, struct rect line);
int intake_alike_draw_side(const struct intake *s, struct canvas *c, int row, struct rect at);

/* intake_submit.c */
unsigned intake_submit_press(struct intake *s);
unsigned
intake_submit_as(struct intake *s, enum event_kind k, struct args *args); /* takes ${args} */
/* MODE_CONSENT */
const char *intake_submit_strip(void);
unsigned intake_submit_consent(struct intake *s, const struct input *in);
unsigned intake_submit_done(struct intake *s, const struct news *n);
unsigned intake_submit_input(struct intake *s, const struct input *in); /* MODE_SENT */
/** intake_sent_words(s, f): into s->sent, whose ticket and number are known: what is read aloud of ${f}, and the note. */
void intake_sent_words(struct intake *s, const struct fields *f);
unsigned intake_submit_number(struct intake *s, const struct news *n);
bool intake_submit_online(const struct intake *s);

/* intake_prepare.c: what is sent */
bool intake_prepare(const struct intake *s, struct fields *f); /* false: no memory */
enum err_code intake_prepare_check(const struct intake *s, enum event_kind k,
    const struct fields *f, const struct args *args, struct err *e);
void intake_prepare_drop_masked(const struct intake *s, struct fields *f);

/* intake_amend.c: a ticket that exists */
enum err_code intake_amend_open(struct intake *s, const char *id, struct err *e);
void intake_amend_free(struct sheet *p);
/** intake_amend_crossed(s): before it is sent: what only another changed meanwhile is taken over; true: both changed a
 * field, it was said by whom and to what, and the next time it goes. */
bool intake_amend_crossed(struct intake *s);
/** intake_amend_raise_only(d, t): may this person change nothing of it but raise its urgency? */
bool intake_amend_raise_only(const struct desk *d, const struct ticket *t);
/** intake_amend_locked(s, f): this sheet leaves field ${f} as it is. intake_amend_input: what a key does there. */
bool intake_amend_locked(const struct intake *s, enum ticket_field f);
unsigned intake_amend_input(struct intake *s, enum ticket_field f, const struct input *in);
void intake_amend_draw(const struct intake *s, struct canvas *c, struct rect line);

/* intake_cite.c: the knowledge screen over the form: the sheet in front is lent to it (again, when it is still ours, after
 * news), taken back at the end; what it hands back is taken into the sheet. */
void intake_cite_lend(struct intake *s);
void intake_cite_relend(struct intake *s);
void intake_cite_unlend(struct intake *s);
void intake_cite_take(struct intake *s);

/* intake_kb.c: what may answer the words so far. settle: at a pause; forget: the articles changed; the rest draws: what
 * it returns is the rows taken, for the side the next row. */
void intake_kb_settle(struct intake *s);
const char *intake_kb_category(const struct intake *s); /* entered, or proposed firmly; "" */
void intake_kb_forget(struct intake *s);
int intake_kb_draw_answer(const struct intake *s, struct canvas *c, struct rect at);
int intake_kb_draw_line(const struct intake *s, struct canvas *c, struct rect line);
int intake_kb_draw_side(const struct intake *s, struct canvas *c, int row, struct rect at);

/* intake_proof.c: what may want a second look. settle: at a pause; touch: another key, a change is no more taken back;
 * press: the key; draw: over the rule below the form. */
void intake_proof_settle(struct intake *s);
void intake_proof_touch(struct intake *s, const struct input *in);
unsigned intake_proof_press(struct intake *s);
void intake_proof_draw(const struct intake *s, struct canvas *c, struct rect line);

/* intake_subject.c: how often the other party was named before. settle: at a pause; forget: tickets changed; open: F4 in
 * its cell, 0 elsewhere; draw: the rows taken. */
void intake_subject_settle(struct intake *s);
void intake_subject_forget(struct intake *s);
unsigned intake_subject_open(struct intake *s);
int intake_subject_draw(const struct intake *s, struct canvas *c, struct rect line);

/* intake_same.c: two numbers are one person's. merge, undo: the keys in the history; input: MODE_SAME; done: true: the
 * news was of it; draw: the rows taken. */
unsigned intake_same_merge(struct intake *s);
unsigned intake_same_undo(struct intake *s);
unsigned intake_same_input(struct intake *s, const struct input *in);
bool intake_same_done(struct intake *s, const struct news *n);
int intake_same_draw(const struct intake *s, struct canvas *c, struct rect line);

/* intake_tag.c: tags of the caller. open: the key in the history; input: MODE_TAG; done: true: the news was of it; find: which
 * stand; words: those that count, "" none; draw: the rows taken. */
unsigned intake_tag_open(struct intake *s);
unsigned intake_tag_input(struct intake *s, const struct input *in);
bool intake_tag_done(struct intake *s, const struct news *n);
void intake_tag_find(struct intake *s);
const char *intake_tag_words(const struct intake *s, char *out, size_t size);
int intake_tag_draw(const struct intake *s, struct canvas *c, struct rect line);

/* intake_urgent.c: F8, and matters not taken */
unsigned intake_urgent_open(struct intake *s);
unsigned intake_urgent_input(struct intake *s, const struct input *in);
const char *intake_urgent_strip(void);
unsigned intake_reject_open(struct intake *s);
unsigned intake_reject_input(struct intake *s, const struct input *in);
void intake_reject_place(const struct intake *s, char out[VIEW_PLACE]); /* "reject 02", "read" */
void intake_reject_draw(struct intake *s, struct canvas *c, struct rect at);

/* intake_hand.c: handing over on the telephone */
unsigned intake_hand_open(struct intake *s, bool conference); /* F6, F7 */
/** intake_hand_urgent(s, number): the emergency service is called into the conversation. intake_hand_repair: the
 * utility is told of it; intake_hand_repair_due: which one, NULL none or done. */
void intake_hand_urgent(struct intake *s, const char *number);
void intake_hand_repair(struct intake *s);
const struct transfer_target *intake_hand_repair_due(const struct intake *s);
/** intake_hand_closes(s): the target told what became of it. intake_hand_way: close_type of closing it on the spot;
 * intake_hand_args: with its arguments. */
bool intake_hand_closes(const struct intake *s);
const char *intake_hand_way(const struct intake *s);
bool intake_hand_args(const struct intake *s, struct args *args);
const char *intake_hand_done(const struct intake *s); /* in words, when it is closed */
void intake_hand_sent(struct intake *s, const char *draft, const struct news *n, enum event_kind k);
/** intake_hand_back(s): the form is on top again; what it shall do, 0 nothing. */
unsigned intake_hand_back(struct intake *s);

/** intake_hand_after(s, out, size): the emergency service has the caller: what to say then. false: it has not. */
bool intake_hand_after(const struct intake *s, char *out, size_t size);

/* intake_end.c: a call that ends without a ticket. draw: what came of handing over, in the form's head; false:
 * nothing. offer: the form is back on top: is that all? takes: an input of that question; any other goes on with
 * the form. fresh: how the call ended is written down and it is over: an empty sheet without its number. */
bool intake_end_draw(const struct intake *s, struct canvas *c, struct rect line);
const char *intake_end_strip(const struct intake *s);
unsigned intake_end_offer(struct intake *s);
bool intake_end_takes(const struct input *in);
unsigned intake_end_input(struct intake *s, const struct input *in);
unsigned intake_end_written(struct intake *s, const struct news *n);
unsigned intake_end_fresh(struct intake *s);

/* intake_quick.c: the same matter for another caller; a text module for its abbreviation */
unsigned intake_quick_same(struct intake *s);
unsigned intake_quick_module(struct intake *s);

/* intake_late.c: calls from paper. begin: a form for one; again: what F2 does about them, 0 nothing. strays:
 * is the key no part of a time (said, and not taken)? settle: the time was
 * left; refuses: the time cannot be (said, and gone there); prepare: as it is sent, false without memory. said_at: the
 * instant 昨晚 is meant from. tell: what is read to the caller who is rung back. */
bool intake_late_is(const struct intake *s);
unsigned intake_late_begin(struct intake *s);
unsigned intake_late_again(struct intake *s);
bool intake_late_strays(struct intake *s, const struct input *in);
void intake_late_settle(struct intake *s);
bool intake_late_refuses(struct intake *s);
bool intake_late_prepare(const struct intake *s, struct fields *f);
int64_t intake_late_said_at(const struct intake *s);
void intake_late_tell(struct intake *s, const struct fields *f, int64_t promised);

/* intake_history.c: F4 */
unsigned intake_history_open(struct intake *s);
unsigned intake_history_input(struct intake *s, const struct input *in);
unsigned intake_history_done(struct intake *s, const struct news *n);
void intake_history_again(struct intake *s); /* what is known of the caller has changed */
void intake_history_draw(const struct intake *s, struct canvas *c, struct rect at);

/* intake_ask.c: one line to answer */
void intake_ask_open(struct intake *s, enum ask_for what, const char *first);
unsigned intake_ask_input(struct intake *s, const struct input *in);
void intake_ask_save(struct intake *s); /* a pause */
unsigned intake_history_send(struct intake *s, enum event_kind k, const char *note);

/* intake_talk.c: the sentence due at this moment. follow: after whatever may have moved the call on; ${pause}: nobody is
 * typing. rows: how many it wants on a screen of ${cols} columns. draw: what it leaves of ${at}. */
void intake_talk_follow(struct intake *s, bool pause);
int intake_talk_rows(const struct intake *s, int cols);
struct rect intake_talk_draw(const struct intake *s, struct canvas *c, struct rect at);

/* intake_draw.c, intake_side.c */
void intake_draw(const struct view *v, struct canvas *c, struct rect body);
void intake_draw_foot(
    const struct intake *s, struct canvas *c, struct rect at); /* what stands below the form */
void intake_side_draw(const struct intake *s, struct canvas *c, struct rect at);
/** intake_side_row: "11-19 路灯不亮 红山路78号" of a list row. */
void intake_side_row(const struct ticket_row *r, char *out, size_t size);

#endif
