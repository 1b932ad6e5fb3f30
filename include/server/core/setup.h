#ifndef SERVER_CORE_SETUP_H
#define SERVER_CORE_SETUP_H

#include "city/pack.h"
#include "server/core/core.h"

/* The beginning of a centre, and what it knows of its city when it starts again. */

struct setup {
	const struct city *city;
	const struct city_users *users; /* without passwords; NULL: none */
	const char *pack;               /* where its articles are, city/article.h; NULL: none */
	bool is_private;                /* for good */
};

/** setup_centre(c, s, e): inside a batch (core_begin) of an empty store: ids, epoch, cursor key, the city and its
 * articles as reference rows, its people. ERR_CONFLICT when there is a centre already. */
enum err_code setup_centre(struct core *c, const struct setup *s, struct err *e);
/** setup_city(s, out, e): the city from the reference rows, without reading its articles; city_free. */
enum err_code setup_city(struct store *s, struct city **out, struct err *e);

#endif
