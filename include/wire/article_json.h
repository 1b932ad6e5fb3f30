#ifndef WIRE_ARTICLE_JSON_H
#define WIRE_ARTICLE_JSON_H

#include "base/str.h"
#include "model/article.h"

/** article_json_write(a, rev, standing, out): an article for other systems, GET /v1/articles/{id}: every member of the
 * text form by its name, dates as 2026-11-21, limits as {"resolve":"24hour"}, and how it stands today: valid, not_yet,
 * expired, withdrawn; without "rev" when ${rev} is 0. Our own seats get articles by the reference feed. */
void article_json_write(
    const struct article *a, int64_t rev, enum article_standing standing, struct str *out);

#endif
