#ifndef MODEL_PROOF_H
#define MODEL_PROOF_H

#include "model/city.h"

/* What a call-taker may want to look at again in what she has typed (practice.md C): a street that the city does not have
 * but nearly, a wrong character, a judgement in her own voice, a promise, times that contradict each other. Warnings,
 * never refusals: the caller may be right and the table wrong. What replies should not say is model/wording.h. */
enum proof_kind { PROOF_PLACE, PROOF_TYPO, PROOF_JUDGES, PROOF_PROMISES, PROOF_TIMES, PROOF_PHONE };

#define PROOF_INSTEAD 64
#define PROOF_SAY     200

struct proof {
	enum proof_kind kind;
	size_t at, len;              /* the words meant: bytes of the text */
	char instead[PROOF_INSTEAD]; /* what belongs there; "": a person has to say it otherwise */
	char say[PROOF_SAY];         /* what is odd, and what instead */
};

const char *proof_label(enum proof_kind k); /* 地名 错字 主观 承诺 时间 电话 */

/** proof_text(c, text, now, out, max): what is odd in ${text}, in its order, at most ${max}; the count. Words are the city's
 * (wording.tsv: typo judges promises), streets its own; ${c} NULL: only times. ${now}: of 昨晚. */
int proof_text(const struct city *c, const char *text, int64_t now, struct proof *out, int max);
/** proof_phone(text, whole, out): likewise of a telephone number: words in it; when it is ${whole} (nobody is typing it), a
 * mobile number that has not 11 digits. False: nothing is odd. */
bool proof_phone(const char *text, bool whole, struct proof *out);

#endif
