#ifndef CLIENT_VIEW_EDITING_P_H
#define CLIENT_VIEW_EDITING_P_H

#include "client/cache/kb.h"
#include "client/cache/records.h"
#include "client/ui/choice.h"
#include "client/ui/dialog.h"
#include "client/ui/field.h"
#include "client/ui/picker.h"
#include "client/ui/textarea.h"
#include "client/view/part_p.h"
#include "client/view/ticket_note_p.h"
#include "client/view/view.h"
#include "model/correction.h"

/* Between the parts of the screen of those who look after knowledge (知识维护): its rows (editing_rows.c), the form of an
 * article (editing_open.c, editing_form.c, editing_cells.c), steps and answers (editing_step.c), what is shown of the chosen row
 * (editing_look.c), the screen (editing.c) and its picture (editing_draw.c). */

/* ---- rows ---- */

enum editing_list {
	EDITING_REVIEW,   /* 待审 */
	EDITING_WORK,     /* 在改 */
	EDITING_CORRECT,  /* 更正 */
	EDITING_EXPIRING, /* 到期 */
	EDITING_MISS,     /* 无答案 */
	EDITING_USE,      /* 使用 */
	EDITING_TICKET,   /* 由工单生成 */
	EDITING_LISTS
};
#define EDITING_ROWS 300
struct editing_row {
	char mark[32]; /* what it is: 待审, 过期3天, 12次 */
	enum role role;
	char kb_no[ARTICLE_KB_NO_BYTES];
	char title[192];              /* or what was looked for */
	char by[32];                  /* who, by job number; of what is out, whose */
	char who[64];                 /* … by name, as far as this seat is told */
	char id[ID_SIZE];             /* of the correction or the ticket */
	char code[RECORD_CODE_BYTES]; /* of the correction */
	char words[400];              /* of the correction; why a step was refused */
	int64_t at;
	int32_t due; /* day of a correction */
};
/** editing_rows(d, which, out, max): what waits there for who sits here, most urgent first; the count. */
int editing_rows(const struct desk *d, enum editing_list which, struct editing_row *out, int max);

/* ---- the form of an article ---- */

enum editing_cell {
	CELL_TITLE,
	CELL_QUESTION,
	CELL_KIND,
	CELL_OPEN,
	CELL_CATEGORY,
	CELL_SOURCE,
	CELL_AREA,
	CELL_BASIS,
	CELL_KEYWORDS,
	CELL_FROM,
	CELL_UNTIL,
	CELL_ANSWER,
	CELL_BODY,
	EDITING_CELLS
};
enum editing_codes { CODES_CATEGORY, CODES_UNIT, CODES_AREA, CODES_COUNT };
struct editing_form {
	struct desk *desk;
	bool open, preview;
	char kb_no[ARTICLE_KB_NO_BYTES];
	struct article
	    base; /* what it is revised from: members that are not asked; its version is the next one */
	struct field line[EDITING_CELLS];
	struct choice pick[EDITING_CELLS];
	struct picker code[EDITING_CELLS];
	struct textarea text[EDITING_CELLS];
	struct picker_item *items[CODES_COUNT];
	char (*labels)[96]; /* of categories */
	struct picker_catalogue codes[CODES_COUNT];
	int at;
	int64_t after; /* the last step it comes after */
	struct ticket_note note;
	uint64_t job;
	enum article_step step;
};
void editing_form_init(struct editing_form *f, struct desk *d);
void editing_form_free(struct editing_form *f);
/** editing_form_open(f, kb_no): the article's copy in work if there is one, else what is out, with what was written on this
 * seat and not sent. false, said: it may not be revised now, or the city has not come. editing_form_new(f, a): a new one that
 * begins with the words of ${a} (NULL none), kept at once. */
bool editing_form_open(struct editing_form *f, const char *kb_no);
bool editing_form_new(struct editing_form *f, const struct article *a);
/** editing_form_keep(f, cell): a closed cell, or one that the program fills in, into the note as one edit. */
void editing_form_keep(struct editing_form *f, int cell);
/** editing_form_input(f, in): VIEW bits; VIEW_CLOSE: back to the list. editing_form_event(f, n, done): the answer to its
 * step. */
unsigned editing_form_input(struct editing_form *f, const struct input *in);
unsigned editing_form_event(struct editing_form *f, const struct news *n, bool *done);
unsigned editing_form_scopes(const struct editing_form *f);
void editing_form_draw(struct editing_form *f, struct canvas *c, struct rect at);

/* editing_cells.c: one cell: which widget asks it. */
const char *editing_cell_label(int cell);
enum ticket_field editing_cell_slot(int cell); /* of the note */
void editing_cells_init(struct editing_form *f);
void editing_cells_free(struct editing_form *f);
/** editing_cells_codes(f): the lists of the city as it is now; false without memory or city. */
bool editing_cells_codes(struct editing_form *f);
const char *editing_cell_text(const struct editing_form *f, int cell);
void editing_cell_put(struct editing_form *f, int cell, const char *text);
bool editing_cell_is_text(int cell); /* edits of it are edits of a text */
void editing_cell_input(struct editing_form *f, const struct input *in, struct react *r);
bool editing_cell_takes_all(const struct editing_form *f, int cell);
void editing_cell_draw(struct editing_form *f, int cell, struct canvas *c, struct rect at);

/* ---- what is shown of an article ---- */

enum editing_page { PAGE_PREVIEW, PAGE_CHANGES, PAGE_VERSIONS, PAGES };
/** editing_look(d, a, c, at, first): as the call-taker sees it and as it is read aloud, from line ${first} on. editing_changes: what is new
 * against what is out. editing_versions: who did what when. Each returns how many lines there are in all. */
int editing_look(
    const struct desk *d, const struct article *a, struct canvas *c, struct rect at, int first);
int editing_changes(const struct desk *d, const struct article *live, const struct article *a,
    struct canvas *c, struct rect at, int first);
int editing_versions(
    const struct desk *d, const char *kb_no, struct canvas *c, struct rect at, int first);

/* ---- steps and answers ---- */

enum editing_act {
	ACT_PUBLISH,
	ACT_RETURN,
	ACT_EDIT,
	ACT_DISCARD,
	ACT_WITHDRAW,
	ACT_FIXED,
	ACT_KEPT,
	ACT_ASKED,
	ACT_TASK,
	ACT_NEW,
	ACT_COUNT
};
const char *editing_act_label(enum editing_act a);

/* A line of words for a step: why it is returned, what the reporter is told. */
struct editing_words {
	bool open;
	enum editing_act act;
	struct editing_row row;
	struct field field;
	struct ticket_note note;
	uint64_t job;
};
void editing_words_init(struct editing_words *w);
void editing_words_free(struct editing_words *w, struct desk *d);
/** editing_words_open(w, d, act, row): asks for the words of that step, with those written before; false, said: the step
 * cannot be taken. editing_publish(w, d, row): what was reviewed is let out; asks nothing. */
bool editing_words_open(
    struct editing_words *w, struct desk *d, enum editing_act act, const struct editing_row *row);
void editing_publish(struct editing_words *w, struct desk *d, const struct editing_row *row);
unsigned editing_words_input(struct editing_words *w, struct desk *d, const struct input *in);
unsigned
editing_words_event(struct editing_words *w, struct desk *d, const struct news *n, bool *done);
void editing_words_draw(const struct editing_words *w, struct canvas *c, struct rect at);

/** editing_may(d, w, s, e): may who sits here take that step on it now? editing_send(d, kb_no, s, text, after): the step is
 * written down; the job, 0 with the reason said. editing_copy(d, w, a): the words of the copy, else of what is out. */
enum err_code
editing_may(const struct desk *d, const struct article_work *w, enum article_step s, struct err *e);
uint64_t editing_send(
    const struct desk *d, const char *kb_no, enum article_step s, const char *text, int64_t after);
bool editing_copy(const struct desk *d, const struct article_work *w, struct article *a);
/** editing_from_ticket(d, ticket, a): an article from what that ticket was answered, without what names a person. */
bool editing_from_ticket(const struct desk *d, const char *ticket, struct article *a);

/* ---- the screen ---- */

#define EDITING_ACTS 6
struct editing_desk_list { /* one of the lists, by its enum editing_list */
	const char *label, *empty;
	int n_acts;
	enum editing_act act[EDITING_ACTS]; /* by their digits; the first is Enter's */
};
extern const struct editing_desk_list editing_lists[EDITING_LISTS];
struct editing {
	struct desk *desk;
	enum editing_list which;
	struct editing_row *rows;
	int n;
	bool stale;
	struct list list;
	enum editing_page page;
	int leaf; /* first line of the page shown */
	struct editing_form form;
	struct editing_words words;
	struct dialog dialog;
	char question[400];
};
/** editing_refresh(s): read again what changed. editing_chosen(s): the row; NULL none. */
void editing_refresh(struct editing *s);
const struct editing_row *editing_chosen(const struct editing *s);
void editing_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
