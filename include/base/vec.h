#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

/** vec_room(v, room, n, size): the array ${v} (NULL at first) of *room elements of ${size} bytes, with room for ${n}: as
 * it is where they fit, else moved, at least doubled, *room said. NULL: no memory, and ${v} and *room are as they were. */
void *vec_room(void *v, size_t *room, size_t n, size_t size);

#endif
