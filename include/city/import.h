#ifndef CITY_IMPORT_H
#define CITY_IMPORT_H

#include "base/str.h"
#include "city/rows.h"
#include "model/city.h"

/* One table of a pack for a city that runs already. */

/** city_table_check(kind, path, c, row, arg, report): a file in the form of the pack's table of that kind ("area",
 * "calendar", "duty"), judged against the city as it will be with it: its rows over those of ${c} with the same code, the others
 * as they are. Every mistake is a line of ${report}, "areas.tsv:12: …"; with none, all its rows go to ${row}, in the form
 * they are stored in. Returns how many mistakes. */
int city_table_check(const char *kind, const char *path, const struct city *c, city_row_fn *row,
    void *arg, struct str *report);

#endif
