#ifndef CLIENT_VIEW_QA_P_H
#define CLIENT_VIEW_QA_P_H

#include "client/cache/records.h"
#include "client/ui/textarea.h"
#include "client/view/ticket_note_p.h"
#include "client/view/view.h"
#include "model/qa.h"

/* Between the parts of the quality screen: its rows (qa_rows.c), the sheet (qa_sheet.c, qa_sheet_draw.c), the screen (qa.c). */

#define QA_ROWS_MOST 300

/* What a row is for, in the order of the list. */
enum qa_what {
	QA_TO_SCORE, /* drawn for me and not scored */
	QA_DISPUTED, /* a sheet in dispute, for another to score again */
	QA_MINE,     /* a sheet about me */
	QA_SCORED,   /* a sheet of others */
	QA_FREE      /* a closed ticket nobody has scored: to choose freely */
};
struct qa_row {
	enum qa_what what;
	char sheet[ID_SIZE]; /* id of the first score; "" none yet */
	char ticket[ID_SIZE], no[20], title[192];
	char judged[RECORD_OBJECT_BYTES], by[16], form[RECORD_CODE_BYTES];
	char why[RECORD_CODE_BYTES]; /* drawn: RECORD_QA_DRAW's codes */
	struct qa_marks marks;       /* as it stands: of the last score */
	char heard[480];             /* when it was taken, by whom, and where to listen to it */
	char content[400];           /* what was taken down, as much as fits */
	char *words;                 /* its remark; owned, NULL none */
	char *plea;                  /* the reason of the dispute; owned, NULL none */
	bool again;                  /* scored a second time */
	int64_t at;
};
/** qa_rows_load(d, out, max): what concerns who sits here, most urgent first; the count. qa_rows_free: what they own. */
int qa_rows_load(const struct desk *d, struct qa_row *out, int max);
void qa_rows_free(struct qa_row *rows, int n);
const char *qa_what_label(enum qa_what w);

/* The sheet in hand. */
struct qa_sheet {
	struct desk *desk;
	const struct qa_form *form; /* NULL: none is in hand */
	char ticket[ID_SIZE], no[20], title[192];
	char heard[480], content[400]; /* of the row */
	char of[ID_SIZE];              /* a second score: of this sheet */
	char judged[RECORD_OBJECT_BYTES];
	char judged_of[8][RECORD_OBJECT_BYTES]; /* of each form, "" it cannot be used here */
	struct qa_marks marks, before; /* before: as it was opened, or as the first score has it */
	int item;                      /* form->n_items: the fatal ones */
	bool in_remark, read_only;
	struct textarea remark;
	struct ticket_note note; /* marks and remark until they are saved */
	uint64_t job;
};
void qa_sheet_init(struct qa_sheet *s, struct desk *d);
void qa_sheet_free(struct qa_sheet *s);
/** qa_sheet_open(s, row): a new score, a second one, or to look at, as the row and who sits here ask for. false, said:
 * nobody to judge there. */
bool qa_sheet_open(struct qa_sheet *s, const struct qa_row *row);
/** qa_sheet_save(s): at a pause, and when it is left. */
void qa_sheet_save(struct qa_sheet *s);
/** qa_sheet_input(s, in): VIEW bits; VIEW_CLOSE: back to the list. */
unsigned qa_sheet_input(struct qa_sheet *s, const struct input *in);
/** qa_sheet_event(s, n, saved): the answer to its record; *saved when it is kept. */
unsigned qa_sheet_event(struct qa_sheet *s, const struct news *n, bool *saved);
void qa_sheet_draw(struct qa_sheet *s, struct canvas *c, struct rect at);

#endif
