#ifndef TEST_WEIGHTS_H
#define TEST_WEIGHTS_H

#include <stdint.h>

#include "base/str.h"

/** weights_make(file, version): a small weights file for the sample city: 灯黑漆漆 speaks for 0205, 屋里冰凉 for 0304. */
void weights_make(struct str *file, uint32_t version);

#endif
