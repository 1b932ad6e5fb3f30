/* Arrays that grow. They double, so that n additions cost O(n) moves. Not here: what is in them, how many there are. */
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>

#define FIRST 16

void *
vec_room(void *v, size_t *room, size_t n, size_t size)
{
	size_t more = *room > 0 ? *room : FIRST;
	void *moved;

	if (n <= *room)
		return v;
	while (more < n || more == *room) {
		if (more > SIZE_MAX / 2 / size)
			return NULL;
		more *= 2;
	}
	moved = realloc(v, more * size);
	if (moved != NULL)
		*room = more;
	return moved;
}
