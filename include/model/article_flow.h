#ifndef MODEL_ARTICLE_FLOW_H
#define MODEL_ARTICLE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "model/article.h"
#include "model/record.h"
#include "model/role.h"

/* How knowledge is made and stays true: a text is drafted, looked at by ANOTHER person, and only then told to callers; what
 * is published is revised by the same way, or withdrawn. Each step is a desk record (RECORD_ARTICLE: object the kb_no, code
 * the step, text the article or the reason), never changed, so that every version is there with who wrote it, who let it
 * out, and when. What is published lives beside them as a reference row: only that reaches a call-taker.
 *
 * An article has at most one copy in work; the one that is published stays until its successor is. Expiry is no step: the
 * article says until when it holds.
 *
 * X(NAME, json, label, from: IN(state)…, to, who, what its text is)
 * STAY: the copy stays as it is. IMPORT is the centre's own: the version that lives, kept before it is written over. */
#define ARTICLE_STEPS(X)                                                                        \
	X(DRAFT, "draft", "起草", IN(NONE) | IN(DRAFT) | IN(RETURNED), DRAFT, ROLES_KB_EDIT,    \
	    ARTICLE)                                                                            \
	X(SUBMIT, "submit", "送审", IN(NONE) | IN(DRAFT) | IN(RETURNED), REVIEW, ROLES_KB_EDIT, \
	    ARTICLE)                                                                            \
	X(RETURN, "return", "退回", IN(REVIEW), RETURNED, ROLES_KB_REVIEW, REASON)              \
	X(PUBLISH, "publish", "发布", IN(REVIEW), NONE, ROLES_KB_REVIEW, ARTICLE)               \
	X(DISCARD, "discard", "作废", IN(DRAFT) | IN(RETURNED), NONE, ROLES_KB_EDIT, REASON)    \
	X(WITHDRAW, "withdraw", "下架", IN(NONE) | IN(DRAFT) | IN(RETURNED) | IN(REVIEW), STAY, \
	    ROLES_KB_REVIEW, REASON)                                                            \
	X(IMPORT, "import", "入库", IN(NONE) | IN(DRAFT) | IN(RETURNED) | IN(REVIEW), STAY, 0,  \
	    ARTICLE)

enum article_step {
#define X(name, json, label, from, to, who, text) ARTICLE_STEP_##name,
	ARTICLE_STEPS(X)
#undef X
	    ARTICLE_STEP_COUNT
};
extern const struct enum_item article_step_items[ARTICLE_STEP_COUNT];

/* Of the copy in work. */
enum article_copy {
	ARTICLE_COPY_NONE,
	ARTICLE_COPY_DRAFT,
	ARTICLE_COPY_REVIEW,
	ARTICLE_COPY_RETURNED,
	ARTICLE_COPY_STAY /* in the table only */
};
#define ARTICLE_WRITERS 8
struct article_flow { /* all zero: nothing has happened */
	enum article_copy copy;
	char text[ID_SIZE];               /* the record that holds the copy's words; "" none */
	char reason[ID_SIZE];             /* the record of why it was returned; "" it was not */
	char writer[ARTICLE_WRITERS][16]; /* who has written the copy, each once */
	int n_writers;                    /* more than fit: counted, not named */
	int64_t last_at;                  /* of the last step; the next is later */
};

/** article_step_by_json(json): -1 unknown. article_step_of(r): of a RECORD_ARTICLE, -1. article_step_label(s). */
int article_step_by_json(const char *json);
int article_step_of(const struct record *r);
const char *article_step_label(enum article_step s);
/** article_step_has_text(s): is its text an article, not a reason? */
bool article_step_has_text(enum article_step s);

/** article_flow_apply(f, r): after step ${r}; steps in the order of their time. What cannot have happened changes nothing. */
void article_flow_apply(struct article_flow *f, const struct record *r);

/** article_step_check(r, e): does the record hold together by itself: an article that reads, of that number, or a reason?
 * ERR_INVALID, ERR_LIMIT with e->where "text". */
enum err_code article_step_check(const struct record *r, struct err *e);

/* What a step is judged against: the flow, the words of the copy ("" none), the published article (NULL none), the day. */
struct article_case {
	const struct article_flow *flow;
	const char *copy;
	const struct article *live;
	int32_t today;
};
/** article_flow_may(c, step, user, roles, e): may that person take the step now? By role, state and four eyes; for what is
 * offered on screen. article_flow_check(c, r, roles, e): the same of a record, and its words: the next version of what is
 * published, complete enough to be reviewed, and published as it was reviewed. ERR_FORBIDDEN, ERR_STATE, ERR_CONFLICT,
 * ERR_GUARD, in words. */
enum err_code article_flow_may(const struct article_case *c, enum article_step s, const char *user,
    uint32_t roles, struct err *e);
enum err_code article_flow_check(
    const struct article_case *c, const struct record *r, uint32_t roles, struct err *e);

/** article_ready(a, today, e): is it complete enough to be let out: read aloud, source document, validity? ERR_GUARD. */
enum err_code article_ready(const struct article *a, int32_t today, struct err *e);

#endif
