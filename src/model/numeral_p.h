#ifndef MODEL_NUMERAL_P_H
#define MODEL_NUMERAL_P_H

#include <stddef.h>

/** numeral_read(s, value): a number as people write it down while listening: 78, ７８, 三, 两, 十八, 二十三, 一百零二,
 * 三〇二. Returns its bytes, 0 when there is none at ${s}; values beyond 9999 are cut there. */
size_t numeral_read(const char *s, int *value);

#endif
