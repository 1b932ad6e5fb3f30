#ifndef CITY_ROWS_H
#define CITY_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "model/city.h"

/* A city as reference rows (kind, code, text): how the centre stores it, feeds it and how the seat keeps it. The text
 * is the row's cells in the order of the pack's columns, apart by TAB; of "city" and "profile" it is key=value lines.
 * Kinds: city area street unit contact category rule danger line reject script home_area bulletin transfer module
 * field duty wording protection calendar profile. */

#define CITY_ROW_CODE_BYTES 80 /* a street's code is its area and its name */

/** city_rows_each(c, row, arg): every row of the city, kind by kind; stops when ${row} returns false. The texts are
 * borrowed for the call. ERR_CANCELLED when stopped, ERR_NO_MEMORY. */
typedef bool city_row_fn(void *arg, const char *kind, const char *code, const char *text);
enum err_code city_rows_each(const struct city *c, city_row_fn *row, void *arg);

/** city_rows_add(c, kind, text, e): put one row into a city that is being built (then city_finish). Tolerant, for rows
 * of a newer centre: unknown kinds and keys are skipped, extra cells ignored, missing ones empty. ERR_INVALID for a
 * cell that cannot be read, the city is then unchanged. */
enum err_code city_rows_add(struct city *c, const char *kind, const char *text, struct err *e);

/** city_rows_is_kind(kind): is it one of the kinds above? */
bool city_rows_is_kind(const char *kind);

#endif
