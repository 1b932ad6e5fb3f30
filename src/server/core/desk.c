/* Desk records, taken as they come: the seat has checked them by the same rules, and what happened at a desk is not
 * undone by refusing to write it down. Only who it is from must hold; and of scores, who may give them and answer them. A
 * record may come before the ticket it speaks of, and after the article is gone: neither is looked for. */
#include "server/core/desk.h"

#include "core_p.h"
#include "model/qa.h"

#define BELIEVED_MS (24LL * 3600 * 1000)

/* What was written with the line down counts from its own time when it comes within a day (practice A16): a sheet sent
 * later takes nobody's days to dispute it, and a dispute sent later gains none. */
static int64_t
counts_from(const struct record *r, int64_t at_server)
{
	return at_server - r->at > BELIEVED_MS ? at_server : r->at;
}

/* Refused with ERR_FORBIDDEN in any case: a record that may not stand must not hold up those beside it. */
static enum err_code
may_write(struct core *c, const struct store_user *author, const struct record *r, struct err *e)
{
	const struct calendar *calendar = &c->city->calendar;
	struct record judged = *r; /* its text stays the caller's */
	struct store_record sheet;
	uint32_t roles;
	char of[ID_SIZE];
	enum err_code rc;

	(void)roles_parse(author->roles, &roles);
	if (!record_may_write(r, roles))
		return err_set(e, ERR_FORBIDDEN, "您的岗位不写%s。", record_label(r->kind));
	if (!qa_answers(r, of))
		return ERR_OK;
	rc = store_record_get(c->store, of, &sheet, e);
	if (rc == ERR_NOT_FOUND)
		return err_set(e, ERR_FORBIDDEN, "中心没有这张评分表。");
	if (rc != ERR_OK)
		return rc;
	judged.at = counts_from(r, c->now);
	sheet.r.at = counts_from(&sheet.r, sheet.at_server);
	rc = qa_check_answer(&judged, &sheet.r, calendar, e);
	record_free(&sheet.r);
	if (rc != ERR_OK && e != NULL)
		e->code = ERR_FORBIDDEN;
	return rc != ERR_OK ? ERR_FORBIDDEN : ERR_OK;
}

enum err_code
core_desk(struct core *c, const char *device, const struct record *r, struct err *e)
{
	struct store_record x = { .r = *r, .at_server = c->now }; /* its text stays the caller's */
	struct store_user author;
	enum err_code rc;

	if (store_record_known(c->store, r->id))
		return ERR_OK;
	rc = core_author(c, device, r->by, &author, e);
	if (rc == ERR_OK)
		rc = may_write(c, &author, r, e);
	if (rc != ERR_OK)
		return rc;
	if (x.r.at > c->now)
		x.r.at = c->now;
	str_copy(x.device, sizeof(x.device), device);
	return store_record_add(c->store, &x, e);
}
