/* Desk records, taken as they come: the seat has checked them by the same rules, and what happened at a desk is not
 * undone by refusing to write it down. Only who it is from must hold. A record may come before the ticket it speaks of,
 * and after the article is gone: neither is looked for. */
#include "server/core/desk.h"

#include "core_p.h"

enum err_code
core_desk(struct core *c, const char *device, const struct record *r, struct err *e)
{
	struct store_record x = { .r = *r, .at_server = c->now }; /* its text stays the caller's */
	struct store_user author;
	enum err_code rc;

	if (store_record_known(c->store, r->id))
		return ERR_OK;
	rc = core_author(c, device, r->by, &author, e);
	if (rc != ERR_OK)
		return rc;
	if (x.r.at > c->now)
		x.r.at = c->now;
	str_copy(x.device, sizeof(x.device), device);
	return store_record_add(c->store, &x, e);
}
