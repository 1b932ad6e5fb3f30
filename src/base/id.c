/* Ids are UUIDv7 as lower-case text: 48 bits of milliseconds, then version, variant and 74 random bits.
 *
 * Sorting ids sorts by time of creation to the millisecond; within one millisecond the order is random, and nothing
 * relies on it. Not done here: other UUID versions; they are not valid ids. */
#include "base/id.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"

static bool
is_dash(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

void
id_make(char out[ID_SIZE], int64_t at, const uint8_t random[10])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t b[16];

	for (size_t i = 0; i < 6; i++)
		b[i] = (uint8_t)((uint64_t)at >> (40 - 8 * i));
	memcpy(b + 6, random, 10);
	b[6] = (uint8_t)(0x70 | (b[6] & 0x0f)); /* version 7 */
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3f)); /* variant 10 */
	for (size_t i = 0, nibble = 0; i < ID_LEN; i++) {
		if (is_dash(i)) {
			out[i] = '-';
			continue;
		}
		out[i] = digits[nibble % 2 == 0 ? b[nibble / 2] >> 4 : b[nibble / 2] & 0x0f];
		nibble++;
	}
	out[ID_LEN] = '\0';
}

void
id_new(char out[ID_SIZE])
{
	uint8_t random[10];

	secret_random(random, sizeof(random));
	id_make(out, clock_now_ms(), random);
}

bool
id_valid(const char *s)
{
	if (s == NULL)
		return false;
	for (size_t i = 0; i < ID_LEN; i++) {
		bool hex = (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f');

		if (is_dash(i) ? s[i] != '-' : !hex)
			return false;
	}
	if (s[ID_LEN] != '\0')
		return false;
	return s[14] == '7' && (s[19] == '8' || s[19] == '9' || s[19] == 'a' || s[19] == 'b');
}
