#ifndef CITY_SCENARIO_H
#define CITY_SCENARIO_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/** city_scenarios_check(pack, path, n, files, report, e): ${n} scenario files, or directories of them, read and judged against
 * a city pack: every mistake is a line of ${report}, "S0205-01.txt:12: 没有这个分类: 0209": categories, units, areas, articles and their
 * versions, transfer targets, reasons, sentences and telephone numbers that the city has not got, in any variant; a file
 * that is not named after its scenario, two of one number. ${files}: how many were looked at. Returns how many mistakes;
 * -1: the pack itself cannot be read. */
int city_scenarios_check(const char *pack, const char *const *path, int n, int *files,
    struct str *report, struct err *e);

#endif
