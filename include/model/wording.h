#ifndef MODEL_WORDING_H
#define MODEL_WORDING_H

#include "base/str.h"
#include "model/city.h"

/* What a reply should not say (practice.md C): promises, blame, phrases that say nothing, a person's name or number in
 * what is published, times that contradict each other. Warnings, never refusals: the person at the keys decides. */
enum wording {
	WORDING_PROMISE = 1 << 0, /* 保证, 一定, 马上 */
	WORDING_BLAME = 1 << 1,   /* 无理取闹 */
	WORDING_EMPTY = 1 << 2,   /* 已转相关部门, and nothing else */
	WORDING_PERSON = 1 << 3,  /* a phone number or 王女士 in the public answer */
	WORDING_TIMES = 1 << 4    /* 11月20日至11月18日 */
};

/** wording_check(c, text, is_public, out): what is wrong with ${text}, as a set; a sentence for each appended to ${out}
 * (NULL: only the set). ${is_public}: it is published. The words are the city's (wording.tsv); ${c} NULL: only persons
 * and times. */
unsigned wording_check(const struct city *c, const char *text, bool is_public, struct str *out);

#endif
