#ifndef MODEL_SIMILAR_P_H
#define MODEL_SIMILAR_P_H

#include "model/similar.h"

/** similar_places(f, out): the names and the number of ${out}, from the address and then from the words. */
void similar_places(const struct fields *f, struct similar *out);

#endif
