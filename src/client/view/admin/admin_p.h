#ifndef CLIENT_VIEW_ADMIN_P_H
#define CLIENT_VIEW_ADMIN_P_H

#include "client/ui/choice.h"
#include "client/ui/dialog.h"
#include "client/ui/field.h"
#include "client/ui/picker.h"
#include "client/ui/textarea.h"
#include "client/view/part_p.h"
#include "wire/people_json.h"
#include "wire/tables_json.h"

/* The screen of the administrator (管理) in parts: the pages (admin.c), what is asked of the centre (admin_ask.c), a form of
 * its own kind (admin_form.c), the people (admin_people.c, admin_codes.c), the seats (admin_seats.c), rosters and calendar
 * (admin_duty.c), files and what they would change (admin_tables.c). */

/* ---- a form ---- */

#define ADMIN_CELLS 8

enum admin_cell_kind {
	ADMIN_LINE,
	ADMIN_TEXT,   /* several lines of the screen, as many as there is room for; one in a form */
	ADMIN_SECRET, /* a password: never shown, wiped when the form closes */
	ADMIN_ONE,    /* one of a catalogue */
	ADMIN_SOME    /* several of a catalogue: Enter takes, Backspace takes the last one away */
};
struct admin_spec {
	const char *label;
	enum admin_cell_kind kind;
	bool must;
	size_t limit; /* characters of a line */
	const char *hint;
};
struct admin_cell {
	const struct admin_spec *spec;
	struct field line;
	struct textarea words; /* ADMIN_TEXT */
	struct picker pick;
	struct str codes; /* ADMIN_SOME: "agent,visitor" */
};
struct admin_form {
	const struct desk *desk;
	bool open;
	char title[120];
	const char *keys; /* what the heading says of the keys */
	struct admin_cell cell[ADMIN_CELLS];
	int n, focus;
};
enum admin_form_end { ADMIN_FORM_STAYS, ADMIN_FORM_SEND, ADMIN_FORM_LEFT };

/** admin_form_open(f, d, title, specs, n): empty cells; ${f} zero or closed. admin_form_catalogue(f, i, k): what cell ${i}
 * chooses from, before anything is put there; borrowed. admin_form_close(f): passwords are wiped. */
void admin_form_open(struct admin_form *f, const struct desk *d, const char *title,
    const struct admin_spec *specs, int n);
void admin_form_catalogue(struct admin_form *f, int i, const struct picker_catalogue *k);
void admin_form_close(struct admin_form *f);
/** admin_form_put(f, i, text): the value or codes of a cell. admin_form_text(f, i): borrowed until the next input. */
void admin_form_put(struct admin_form *f, int i, const char *text);
const char *admin_form_text(const struct admin_form *f, int i);
/** admin_form_input(f, in, bits): one input; ADMIN_FORM_SEND when all that must be there is. */
enum admin_form_end admin_form_input(struct admin_form *f, const struct input *in, unsigned *bits);
unsigned admin_form_scopes(const struct admin_form *f);
int admin_form_rows(const struct admin_form *f);
void admin_form_draw(struct admin_form *f, struct canvas *c, struct rect at);

/* ---- what all pages share ---- */

struct admin;
struct admin_more { /* what an answer brought of a list */
	size_t n;
	bool on;          /* there are more */
	const char *last; /* behind this one */
	struct err e;
};
/* A page of the screen. */
struct admin_page {
	const char *title, *columns_empty;
	const struct list_col *cols;
	int n_cols;
	/* "users": its rows are the list GET /v1/admin/users, kept in rows[] of struct admin; NULL: they are here */
	const char *of;
	size_t row_bytes;
	/* PEOPLE_ROWS rows at most into ${rows}; more->e when they cannot be read */
	void (*read)(const char *text, void *rows, struct admin_more *more);
	size_t (*count)(void *admin); /* NULL with ${of} */
	void (*cell)(void *admin, size_t row, int col, struct list_cell *out);
	/* what tells a row from others: the list stands on the one just made; NULL: none is made here */
	const char *(*key)(const struct admin *s, size_t row);
	/* the text of an answer to what this page has asked, its list apart; "" of one without */
	void (*answer)(struct admin *s, const char *text);
	unsigned (*enter)(struct admin *s);             /* on the chosen row */
	unsigned (*add)(struct admin *s);               /* F2 */
	unsigned (*taken)(struct admin *s, int answer); /* of the dialog */
	unsigned (*send)(struct admin *s);              /* of the form */
	void (*detail)(struct admin *s, struct canvas *c, struct rect at);
	unsigned (*step)(struct admin *s, int by); /* left and right; NULL: none */
	unsigned (*submit)(struct admin *s);       /* F10 on the list; NULL: none */
	/* beside the tabs; NULL: none */
	void (*right)(const struct admin *s, char *out, size_t size);
};
extern const struct admin_page admin_people_page, admin_seats_page, admin_duty_page,
    admin_city_page, admin_result_page;
/* ADMIN_RESULT: what files would change, over the page that asked. */
enum { ADMIN_PEOPLE, ADMIN_SEATS, ADMIN_DUTY, ADMIN_CITY, ADMIN_RESULT, ADMIN_PAGES };
extern const struct admin_page *const admin_pages[ADMIN_PAGES];

struct admin_rows { /* a list as the centre gave it, page by page */
	void *rows;
	size_t n, room;
	int64_t at; /* when the last page came; 0: nothing yet, or to be begun anew */
};

struct admin {
	struct desk *desk;
	int page;
	struct list list;
	struct dialog dialog;
	char dialog_title[120], dialog_text[400];
	const char *answers[4];
	struct admin_form form;
	bool adding; /* the form is of somebody new */
	struct admin_rows rows[ADMIN_PAGES];
	struct admin_person person; /* whom the form or the dialog is about */
	bool sure;                  /* the dialog asks once more whether to switch off */
	struct admin_seat_row seat;
	struct admin_tables {
		char path[512]; /* what was read */
		char what[16];
		struct tables_answer answer;
		char **lines; /* into answer.lines */
		size_t n;
		int from; /* the page that asked */
	} tables;
	int32_t day;                /* of the roster shown */
	const struct city *duty_of; /* whose units are in by_need */
	size_t *by_need;            /* units, those without a turn first */
	size_t n_missing;
	char code[200]; /* a one-time code, shown until the next key */
	char made[16];  /* key of a row that was just made and has not come yet */
	struct picker_item *unit_items, role_items[ROLE_NO_COUNT];
	struct city *unit_words; /* owns the strings of unit_items */
	struct picker_catalogue units, roles, skills, whats;
	uint64_t job; /* asked, and not answered yet; 0 none */
	int asked_by; /* by which page: its answer goes there, whatever is shown by then */
	int asked;    /* what for: each page's own */
	bool loading; /* it is a page of a list */
};

/** admin_ask(s, asked, what, body): one question; false when it could not be asked (the message line says why). ${body} is
 * taken. admin_ask_with: with what the engine puts into the body. */
struct admin_with {
	const char *password, *path; /* NULL: none; copied */
};
bool admin_ask(struct admin *s, int asked, const char *what, struct str *body);
bool admin_ask_with(
    struct admin *s, int asked, const char *what, struct str *body, const struct admin_with *with);
/** admin_dialog(s, n, enter): the dialog with dialog_title, dialog_text and the first ${n} of answers. */
void admin_dialog(struct admin *s, int n, int enter);
/** admin_reload(s): the list of this page from its beginning. admin_done(s): what the form was for is done: it closes, and
 * the list is read again. */
void admin_reload(struct admin *s);
void admin_done(struct admin *s);
/** admin_rows_came(s, text): an answer with rows of the list of the page that asked: kept, and what is behind them is asked
 * for. admin_stand_on_made(s): the list goes to the row just made, once it has come; a filter that hides it goes. */
void admin_rows_came(struct admin *s, const char *text);
void admin_stand_on_made(struct admin *s);
/** admin_say_when(at, out): a cell of the list: day and time, 从未 for 0. */
void admin_say_when(int64_t at, struct list_cell *out);

/** admin_page_to(s, page): another page. */
void admin_page_to(struct admin *s, int page);
/** admin_duty_start(s): today, and what the city has; after the city's data have changed too. */
void admin_duty_start(struct admin *s);
/** admin_tables_add, admin_tables_send, admin_tables_answer: the form of files, for each page that has it. */
unsigned admin_tables_add(struct admin *s);
unsigned admin_tables_send(struct admin *s);
void admin_tables_answer(struct admin *s, const char *text);
/** admin_tables_free(s): what was last seen of files. */
void admin_tables_free(struct admin *s);
/** admin_roles_words(roles, out, size): "话务员、回访员". admin_skills_words: 方言席. */
void admin_roles_words(const char *roles, char *out, size_t size);
void admin_skills_words(const char *skills_set, char *out, size_t size);
/** admin_people_catalogues(s): what the form of a person chooses from; false without memory. */
bool admin_people_catalogues(struct admin *s);

#endif
