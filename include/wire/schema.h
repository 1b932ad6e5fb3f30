#ifndef WIRE_SCHEMA_H
#define WIRE_SCHEMA_H

#include <stdbool.h>

#include "base/str.h"

/* The messages of the interface as JSON Schema 2020-12, generated from the tables by which they are written and read, so
 * that the document of the interface cannot say anything else than the programs do. */

/** schema_write_all(out): an object, one member a message: {"Centre":{…},"Enrol":{…},…}; they refer to each other as
 * "#/components/schemas/Name". */
void schema_write_all(struct str *out);
/** schema_known(name): is there such a message? */
bool schema_known(const char *name);

#endif
