#ifndef CITY_SCENARIO_H
#define CITY_SCENARIO_H

#include <stddef.h>

#include "base/err.h"

/** city_scenarios_check(pack, path, n, tell, arg, files, e): ${n} scenario files, or directories of them, read and judged against
 * a city pack. Every mistake is told with its file and line, the files one after the other, of each the lines in their order:
 * what scenario_inspect finds, and categories, units, areas, articles and their versions, transfer targets, reasons, sentences and
 * telephone numbers that the city has not got, in any variant; a file that is not named after its scenario, two of one number.
 * Line 0: a path that is not there, a directory without scenarios, or how many more a file has. ${files}: how many were
 * looked at. Returns how many mistakes; -1: the pack itself cannot be read. */
typedef void city_mistake_fn(void *arg, const char *path, int line, const char *text);
int city_scenarios_check(const char *pack, const char *const *path, int n, city_mistake_fn *tell,
    void *arg, int *files, struct err *e);

#endif
