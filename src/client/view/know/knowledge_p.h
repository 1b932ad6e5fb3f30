#ifndef CLIENT_VIEW_KNOWLEDGE_P_H
#define CLIENT_VIEW_KNOWLEDGE_P_H

#include "base/str.h"
#include "client/cache/kb.h"
#include "client/ui/dialog.h"
#include "client/ui/field.h"
#include "client/view/part_p.h"
#include "client/view/ticket_note_p.h"

/* The knowledge screen, private to its files. */

#define KNOWLEDGE_ROWS        27 /* found at most; what is further down nobody reads during a call */
#define KNOWLEDGE_PAGE        9  /* of these on the screen at most: a digit each */
#define KNOWLEDGE_FITTING     5  /* proposed for a half-done ticket: further ones fit by chance */
#define KNOWLEDGE_QUERY_CHARS 100 /* a sentence */
#define KNOWLEDGE_MARKS       64  /* in a text that is read */

struct knowledge_marks {
	struct kb_mark v[KNOWLEDGE_MARKS];
	int n;
};

/* What was told in this call. */
#define KNOWLEDGE_TOLD 4
struct knowledge_told {
	char kb_no[ARTICLE_KB_NO_BYTES], title[160];
	int64_t at;
};

/* Something in the article is wrong: what kind of thing, then in words. */
struct knowledge_mend {
	enum { MEND_NONE, MEND_KIND, MEND_WORDS } mode;
	int code;     /* in record_codes; -1: not said yet */
	bool writing; /* MEND_KIND: words came first, and digits belong to them until Enter */
	struct field words;
	struct ticket_note note;
	uint64_t job; /* the record on its way */
};

#define KNOWLEDGE_DAMAGED "知识索引损坏, 正在重编; 稍等片刻再查"

/* What the rows are. */
enum knowledge_offer {
	KNOWLEDGE_FOUND,    /* what was searched */
	KNOWLEDGE_PROPOSED, /* nothing searched: what fits the half-done ticket */
	KNOWLEDGE_COMMON    /* nothing searched, nothing fits: what is cited most */
};

struct knowledge {
	struct desk *desk;
	struct field query;
	bool on_list; /* the focus: there digits choose; in the query they are text */
	bool stale, partial;
	bool damaged;     /* the index: it was found so, */
	uint64_t mending; /* … and that is reported */
	bool
	    put_off; /* on a slow line what was typed is looked for at a pause: each list costs half a screen */
	enum knowledge_offer offer;
	struct kb_row *rows;    /* KNOWLEDGE_ROWS */
	int n_rows, at;         /* the chosen one */
	int page;               /* rows on the screen, as last drawn */
	int leaf, leaves;       /* of the body: the one shown, how many, as last drawn */
	struct article article; /* the chosen one whole; kb_no "" none */
	struct str body; /* its body without the blank lines: what a page holds counts more */
	struct knowledge_marks in_title, in_answer, in_body;
	char sheet[ID_SIZE]; /* the half-done ticket it was asked for; "" none */
	struct knowledge_told told[KNOWLEDGE_TOLD]; /* newest first */
	int n_told, told_all;
	struct knowledge_mend mend;
	struct dialog dialog;
	char question[512];                /* its words */
	bool to_answer;                    /* what is asked about: cite and answer, else cite */
	bool answered;                     /* something was taken of what these words found */
	char useless[ARTICLE_KB_NO_BYTES]; /* the last that was said to be of no use */
	bool leaving; /* an article was handed over: when one comes back here, the screen closes */
};

/* knowledge_find.c: the rows and the article */
/** knowledge_refresh(s): read again what is out of date. knowledge_choose: that row; its article from the cache. */
void knowledge_refresh(struct knowledge *s);
void knowledge_settle(struct knowledge *s); /* and what was put off */
void knowledge_choose(struct knowledge *s, int at);
/** knowledge_standing(s): of the article that is shown, today. */
enum article_standing knowledge_standing(const struct knowledge *s);
/** knowledge_warning(standing, until, today, out): "! 过期12天, 勿读"; "" when it may be read. Returns ${out}. */
#define KNOWLEDGE_WARNING 64
const char *knowledge_warning(
    enum article_standing st, int32_t until, int32_t today, char out[KNOWLEDGE_WARNING]);
int32_t knowledge_today(const struct knowledge *s);
/** knowledge_readable(s): may the article's answer be read to a caller? */
bool knowledge_readable(const struct knowledge *s);

/* knowledge_cite.c: what becomes of it */
unsigned knowledge_cite(struct knowledge *s, bool to_answer);
unsigned
knowledge_asked(struct knowledge *s, const struct input *in); /* while the dialog is open */

/* knowledge_note.c: what is written down of it */
void knowledge_note_cited(struct knowledge *s, enum cited_how how);
unsigned knowledge_note_useless(struct knowledge *s);
void knowledge_note_missed(struct knowledge *s);
unsigned knowledge_note_tell(struct knowledge *s);
void knowledge_note_read(struct knowledge *s); /* what was told in this call */
unsigned knowledge_note_event(struct knowledge *s, const struct news *n);
unsigned knowledge_mend_open(struct knowledge *s);
unsigned knowledge_mend_input(struct knowledge *s, const struct input *in); /* while it is open */
void knowledge_mend_idle(struct knowledge *s);

/* knowledge_draw.c */
void knowledge_draw(const struct view *v, struct canvas *c, struct rect body);
/** knowledge_draw_foot: the two rows below the article (knowledge_foot.c). */
void knowledge_draw_foot(struct knowledge *s, struct canvas *c, struct rect at);

#endif
