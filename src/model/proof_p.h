#ifndef MODEL_PROOF_P_H
#define MODEL_PROOF_P_H

#include "model/proof.h"

/* What has been found so far, in the order of the text; the last ones fall out when there is no room. */
struct proof_list {
	struct proof *p;
	int n, max;
};

/** proof_put(l, kind, at, len): room for one more at its place, say and instead empty; NULL when it falls out, or when
 * something was found in these words already. */
struct proof *proof_put(struct proof_list *l, enum proof_kind kind, size_t at, size_t len);

/** proof_has_kind(kind): is this kind of wording.tsv looked for here? Its words are then in the city's index. */
bool proof_has_kind(const char *kind);

void proof_places(const struct city *c, const char *text, struct proof_list *l);
void proof_times(const char *text, int64_t now, struct proof_list *l);

#endif
