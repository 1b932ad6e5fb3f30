#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/profile.h"

/* A knowledge article (domain.md §2.16). One text form serves everywhere: as a file of the city pack
 * (conf/city/<name>/articles/<kb_no>.txt), as a reference row of kind "article" on the wire and in both databases.
 *
 *	kb_no: K0205-01
 *	title: 路灯坏了怎么报修
 *	kind: guide                     policy guide faq duty notice script contact
 *	category: 0205
 *	area: 990100                    where it holds; absent: the whole city
 *	question: 路灯不亮找谁          absent: the title is the question
 *	keywords: 路灯, 路灯报修, 灯杆
 *	basis: 云市政〔2026〕8号 第六条
 *	source: 1004                    unit code
 *	secrecy: public                 public internal; absent: public
 *	limit: resolve=24hour           limits of the hotline's rules that the answer names, absent: none
 *	from: 2026-01-01
 *	until: 2027-12-31
 *	version: 3
 *	updated: 2026-10-20
 *	status: published               absent: published
 *	(an empty line)
 *	the answer that is read aloud, ≤ 120 characters
 *	--
 *	the full body, paragraphs apart by an empty line
 *
 * Header members come in any order, each at most once; a line's value is trimmed. Lines that begin with # before the
 * empty line are comments. Body lines are kept as they are, blank lines at the end dropped. */

#define ARTICLE_KB_NO_BYTES  24
#define ARTICLE_ANSWER_CHARS 120
#define ARTICLE_LIMITS       4

enum article_kind {
	ARTICLE_POLICY,
	ARTICLE_GUIDE,
	ARTICLE_FAQ,
	ARTICLE_DUTY,
	ARTICLE_NOTICE,
	ARTICLE_SCRIPT,
	ARTICLE_CONTACT
};
enum article_status {
	ARTICLE_DRAFT,
	ARTICLE_IN_REVIEW,
	ARTICLE_PUBLISHED,
	ARTICLE_REVISE,
	ARTICLE_OFFLINE
};
struct article_limit { /* "resolve=24hour": which clock, and what the answer says of it */
	char clock[12];
	struct span span;
};
struct article {
	char kb_no[ARTICLE_KB_NO_BYTES];
	char *title, *question, *keywords, *basis, *answer,
	    *body; /* owned; never NULL after read */
	enum article_kind kind;
	enum article_status status;
	char category[8], area[16], source[16];
	bool internal;       /* not to be read to a caller */
	int32_t from, until; /* days since 1970, until is the last valid day */
	int32_t updated;     /* day */
	int version;
	struct article_limit limit[ARTICLE_LIMITS];
	int n_limits;
};

void article_init(struct article *a);
void article_free(struct article *a);

/** article_read(text, len, a, e): one article of the form above. ERR_INVALID with e->where "line 7" for: a member that
 * is unknown, doubled, missing (kb_no title kind category source from until version, answer) or malformed, an answer
 * over its limit, control characters, broken UTF-8. Codes are checked for form only, not that they exist. ${a}
 * initialised; unchanged after a failure. */
enum err_code article_read(const char *text, size_t len, struct article *a, struct err *e);
/** article_write(a, out): the canonical form, which article_read reads back to the same article. */
void article_write(const struct article *a, struct str *out);
/** article_members_help(out): a line for each member that may stand in the form: its name, its label, what it takes. */
void article_members_help(struct str *out);

/* How a call-taker must take it on ${day} (days since 1970). Only VALID may be cited without a confirmation. */
enum article_standing {
	ARTICLE_VALID,
	ARTICLE_NOT_YET,  /* 未生效 */
	ARTICLE_EXPIRED,  /* 已过期, 勿读 */
	ARTICLE_WITHDRAWN /* draft, under revision or taken down */
};
enum article_standing article_standing(const struct article *a, int32_t day);

/** article_is_public(a): may people outside the hotline have it? Published, and not internal. */
bool article_is_public(const struct article *a);

/** article_says(text, span): does a text name that length of time: 24小时, 24 个小时, 二十四小时, 两个工作日, 3日, 3天? */
bool article_says(const char *text, struct span span);

/* Names: json, Chinese; -1 for an unknown name. */
const char *article_kind_name(enum article_kind k);
const char *article_kind_label(enum article_kind k);
int article_kind_parse(const char *name, size_t len);

#endif
