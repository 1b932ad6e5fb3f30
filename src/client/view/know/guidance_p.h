#ifndef CLIENT_VIEW_GUIDANCE_P_H
#define CLIENT_VIEW_GUIDANCE_P_H

#include "client/cache/records.h"
#include "client/view/admin/admin_p.h"
#include "client/view/ticket_note_p.h"

/* 临时口径 on the screen of bulletins (model/guidance.h): written (guidance_form.c), let out, and what became of it
 * (guidance.c). */

/* ---- the form ---- */

enum {
	GUIDANCE_TITLE,
	GUIDANCE_POINTS,
	GUIDANCE_FROM,
	GUIDANCE_TO,
	GUIDANCE_AREA,
	GUIDANCE_CATEGORY,
	GUIDANCE_REPLACES,
	GUIDANCE_CELLS
};
#define GUIDANCE_CATALOGUES (GUIDANCE_CELLS - GUIDANCE_AREA)

struct guidance_names { /* to choose from: copies, for the city may change under an open form */
	struct guidance_name {
		char code[RECORD_OBJECT_BYTES], label[120];
	} * name;
	struct picker_item *item;
	struct picker_catalogue from;
	size_t n;
};
struct guidance_form {
	struct desk *desk;
	struct admin_form f;
	enum guidance_step step;      /* it is for: PROPOSE new ones, else a reason */
	char of[RECORD_OBJECT_BYTES]; /* whom the reason is about */
	int64_t after;                /* the step before it */
	struct admin_spec specs[GUIDANCE_CELLS];
	char hint[64],
	    keys[64]; /* of this minute: when it ends unless one says; how long the words are */
	struct guidance_names names[GUIDANCE_CATALOGUES];
	struct ticket_note note; /* all that was typed and not sent */
	uint64_t job;
};

/** guidance_form_about(f, about): the form of new ones is open and nothing is written in it: it is about "category:area". */
void guidance_form_about(struct guidance_form *f, const char *about);
/** guidance_form_new(f, t): with what was begun and not sent, else with ${t} (NULL: empty), which is kept at once.
 * guidance_form_reason(f, step, id, after): why ${id} is returned or ended. guidance_form_free(f): what was typed stays. */
void guidance_form_new(struct guidance_form *f, const struct guidance *t);
void guidance_form_reason(
    struct guidance_form *f, enum guidance_step step, const char *id, int64_t after);
void guidance_form_free(struct guidance_form *f);
unsigned guidance_form_input(struct guidance_form *f, const struct input *in);
/** guidance_form_event(f, n): the record of the form is on disk, or what was typed. 0: none of its own. */
unsigned guidance_form_event(struct guidance_form *f, const struct news *n);
/** guidance_send(d, id, step, text, after): a step as a desk record; its job, 0 refused and said. */
uint64_t guidance_send(
    const struct desk *d, const char *id, enum guidance_step step, const char *text, int64_t after);

/* ---- all of it ---- */

#define GUIDANCE_WORKS 32
struct guidance_item {
	struct guidance_work w;
	bool over, replaced; /* by its own date; by another that is out */
};
struct guidance_desk {
	struct desk *desk;
	struct guidance_item *items; /* those of interest here: to be let out by me first */
	int n, n_due, n_back, at;    /* n_due: of them wait for me; n_back: of mine came back */
	struct guidance_item one;    /* whom the dialog is about */
	struct guidance_form form;
	struct dialog dialog;
	char title[240], text[2600];
	const char *answers[3];
	int step_of[3]; /* enum guidance_step, or none */
	uint64_t job;   /* of an approval */
};

enum err_code guidance_open(struct guidance_desk *g, struct desk *d, struct err *e);
void guidance_close(struct guidance_desk *g);
/** guidance_look(g): read anew what there is. guidance_busy(g): does it take the keys? guidance_input(g, in): one of them, or
 * F2 and Tab from the list; VIEW_IGNORED: not for it. guidance_event(g, n): what it waited for. guidance_records(g): there are new desk records. */
void guidance_look(struct guidance_desk *g);
unsigned guidance_records(struct guidance_desk *g);
bool guidance_busy(const struct guidance_desk *g);
unsigned guidance_input(struct guidance_desk *g, const struct input *in);
unsigned guidance_event(struct guidance_desk *g, const struct news *n);
/** guidance_keys(g, n): the footer while its form is open, or of the list for who has more keys there; NULL: the list's own. */
const struct bar_key *guidance_keys(const struct guidance_desk *g, size_t *n);
/** guidance_head(g, out, size): "待批 1 条 Tab", "退回 1 条 Tab", or "". */
void guidance_head(const struct guidance_desk *g, char *out, size_t size);
/** guidance_last_minute(ends_at): the last minute it holds: midnight belongs to the day that ends with it. */
int64_t guidance_last_minute(int64_t ends_at);
/** guidance_readers(g, b, out, size): "已阅 3 人: 1021 1154 …", for who may let out; "" for others, and of bulletins that are
 * not from a seat. */
void
guidance_readers(const struct guidance_desk *g, const struct bulletin *b, char *out, size_t size);

#endif
