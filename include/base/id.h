#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#define ID_LEN  36
#define ID_SIZE 37

/* Ids are UUIDv7 text made by whoever creates the thing: time-ordered and safe offline. */

/** id_make(out, at, random): "018f…": time ${at} ms, the rest from 10 random bytes. */
void id_make(char out[ID_SIZE], int64_t at, const uint8_t random[10]);
/** id_new(out): with the clock and the system's randomness. */
void id_new(char out[ID_SIZE]);
bool id_valid(const char *s);

#endif
