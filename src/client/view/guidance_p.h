#ifndef CLIENT_VIEW_GUIDANCE_P_H
#define CLIENT_VIEW_GUIDANCE_P_H

#include "admin_p.h"
#include "client/cache/records.h"

/* 临时口径 on the screen of bulletins: written, let out, and what became of it (model/guidance.h). */

#define GUIDANCE_WORKS 32
enum { GUIDANCE_AREA, GUIDANCE_CATEGORY, GUIDANCE_BULLETIN, GUIDANCE_CATALOGUES };

struct guidance_names { /* to choose from: copies, for the city may change under an open form */
	struct guidance_name {
		char code[RECORD_OBJECT_BYTES], label[120];
	} * name;
	struct picker_item *item;
	struct picker_catalogue from;
	size_t n;
};
struct guidance_desk {
	struct desk *desk;
	struct guidance_work *works; /* those of interest here: to be let out by me first */
	int n, n_due, at;            /* n_due: of them wait for me */
	struct guidance_work one;    /* whom the dialog or the reason is about */
	struct guidance_names names[GUIDANCE_CATALOGUES];
	struct admin_form form;
	bool reason; /* the form asks for one, not for a new one */
	int step;    /* it is for */
	struct dialog dialog;
	char title[240], text[2600];
	const char *answers[3];
	int step_of[3]; /* enum guidance_step, or none */
	uint64_t job;
};

enum err_code guidance_open(struct guidance_desk *g, struct desk *d, struct err *e);
void guidance_close(struct guidance_desk *g);
/** guidance_look(g): read anew what there is. guidance_busy(g): does it take the keys? guidance_input(g, in): one of them, or
 * F2 and Tab from the list; VIEW_IGNORED: not for it. guidance_event(g, n): the record of the form is on disk. */
void guidance_look(struct guidance_desk *g);
bool guidance_busy(const struct guidance_desk *g);
unsigned guidance_input(struct guidance_desk *g, const struct input *in);
unsigned guidance_event(struct guidance_desk *g, const struct news *n);
/** guidance_keys(g, n): the footer while its form is open; NULL: the list's own. */
const struct bar_key *guidance_keys(const struct guidance_desk *g, size_t *n);
/** guidance_last_minute(ends_at): the last minute it holds: midnight belongs to the day that ends with it. */
int64_t guidance_last_minute(int64_t ends_at);
/** guidance_readers(g, b, out, size): "已阅 3 人…: 1021 1154 …", for who wrote it and who let it out; "" for others. */
void
guidance_readers(const struct guidance_desk *g, const struct bulletin *b, char *out, size_t size);

#endif
