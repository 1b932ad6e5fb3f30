#ifndef CLIENT_VIEW_OUTCOME_P_H
#define CLIENT_VIEW_OUTCOME_P_H

#include "client/ui/field.h"
#include "client/view/view.h"
#include "text/match.h"

/* How a call ended that becomes no ticket, private to its two files. */

enum outcome_form {
	FORM_PLAIN,   /* the sentence, Enter */
	FORM_WHOM,    /* where the caller wanted to go, or was sent */
	FORM_MISDIAL, /* the same, when the caller says so */
	FORM_SILENT,
	FORM_ABUSE
};
struct outcome_kind {
	const char *code; /* of RECORD_CALL */
	const char *label, *hint;
	const char *moment; /* script; "" none */
	enum outcome_form form;
};
#define OUTCOMES 9
extern const struct outcome_kind outcome_kinds[OUTCOMES];

#define SILENT_STEP_MS 5000
#define SILENT_STEPS   3
#define WARNINGS       3

struct outcome {
	struct desk *desk;
	char call[40], peer[24];         /* which: the next one may ring before this is written */
	const struct outcome_kind *kind; /* NULL: the menu */
	struct field line;
	const struct transfer_target *whom; /* what was typed fits best; NULL none */
	int64_t since_at;                   /* FORM_SILENT */
	int warned;                         /* FORM_ABUSE: times in this call */
	int before;                         /* calls of this number with a warning, 30 days */
	const char *way;                    /* of 转接: the code that is written down */
	char had[64];                       /* this call has an outcome already: which */
	uint64_t job;
};

/** outcome_silent_step(s): 0 the first five seconds, then 1, 2, 3. */
int outcome_silent_step(const struct outcome *s);
void outcome_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
