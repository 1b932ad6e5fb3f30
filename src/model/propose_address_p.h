#ifndef MODEL_PROPOSE_ADDRESS_P_H
#define MODEL_PROPOSE_ADDRESS_P_H

#include <stdbool.h>
#include <stddef.h>

/** address_door(s): bytes of "78号3栋2单元402" that ${s} begins with: numbers with their words, also 12-3号, A座1203. */
size_t address_door(const char *s);
/** address_tail(s): bytes of what may stand behind the name of a place: a door and 对面, 和平安路交叉口, or 门口. */
size_t address_tail(const char *s);
/** address_unlisted(text, at, floor, from, to): does 路, 小区, 村, … at ${at} end the name of a place, by what follows it?
 * 阳光小区3栋 and, with the area before it that the city does not have, 北门街道幸福路12号. The name begins at or after
 * ${floor}. */
bool address_unlisted(const char *text, size_t at, size_t floor, size_t *from, size_t *to);

#endif
