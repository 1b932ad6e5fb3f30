#ifndef CITY_SETTINGS_P_H
#define CITY_SETTINGS_P_H

#include <stdbool.h>

#include "base/str.h"
#include "model/city.h"

/* The two libconfig files as key=value settings: "name", "limits.consult", "urgency.critical.dispatch",
 * "rules.street_light.resolve". Spans are written "2wd" (model/profile.h). */

enum setting_result { SETTING_OK, SETTING_UNKNOWN, SETTING_BAD };

enum setting_result settings_city_set(struct city *c, const char *key, const char *value);
enum setting_result settings_profile_set(struct profile *p, const char *key, const char *value);
/** settings_city_add / _profile_add: all settings as key=value lines. */
void settings_city_add(const struct city *c, struct str *out);
void settings_profile_add(const struct profile *p, struct str *out);
/** settings_city_missing(c): the first required key that is empty, NULL when none. */
const char *settings_city_missing(const struct city *c);

#endif
