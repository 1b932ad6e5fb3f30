/* Desk records, taken as they come: the seat has checked them by the same rules, and what happened at a desk is not
 * undone by refusing to write it down. Only who it is from must hold; and of scores, who may give them and answer them. A
 * record may come before the ticket it speaks of, and after the article is gone: neither is looked for. */
#include "server/core/desk.h"

#include <string.h>

#include "core_p.h"
#include "model/assist.h"
#include "model/correction.h"
#include "model/packet.h"
#include "model/qa.h"
#include "model/zero_report.h"
#include "server/core/article.h"
#include "server/core/guidance.h"
#include "server/store/calls.h"

#define BELIEVED_MS (24LL * 3600 * 1000)

/* What was written with the line down counts from its own time when it comes within a day (practice A16): a sheet sent
 * later takes nobody's days to dispute it, and a dispute sent later gains none. */
static int64_t
counts_from(const struct record *r, int64_t at_server)
{
	return at_server - r->at > BELIEVED_MS ? at_server : r->at;
}

/* A dispute or second score against its sheet, an answer against the correction it is about. Refused with ERR_FORBIDDEN in
 * any case: a record that may not stand must not hold up those beside it. */
static enum err_code
fits_sheet(struct core *c, const struct record *r, const struct store_record *sheet, struct err *e)
{
	struct record judged = *r, given = sheet->r; /* their text stays the caller's */
	enum err_code rc;

	judged.at = counts_from(r, c->now);
	given.at = counts_from(&sheet->r, sheet->at_server);
	rc = qa_check_answer(&judged, &given, &c->city->calendar, e);
	if (rc != ERR_OK && e != NULL)
		e->code = ERR_FORBIDDEN;
	return rc != ERR_OK ? ERR_FORBIDDEN : ERR_OK;
}

static enum err_code
fits(struct core *c, const struct record *r, struct err *e)
{
	struct store_record x;
	char of[ID_SIZE];
	const bool quality = qa_answers(r, of);
	const bool help = !quality && assist_code(r) > ASSIST_ASK && assist_request(r, of);
	const bool packet =
	    !quality && !help && packet_code(r) > PACKET_OFFER && packet_about(r, of);
	enum err_code rc;

	if (!quality && !help && !packet && !correction_about(r, of))
		return ERR_OK;
	rc = store_record_get(c->store, of, &x, e);
	if (rc == ERR_NOT_FOUND)
		return err_set(e, ERR_FORBIDDEN,
		    quality  ? "中心没有这张评分表。"
		    : help   ? "中心没有这次求助。"
		    : packet ? "中心没有这张转接单。"
			     : "中心没有这条纠错。");
	if (rc != ERR_OK)
		return rc;
	rc = quality  ? fits_sheet(c, r, &x, e)
	     : help   ? assist_fits(r, &x.r, e)
	     : packet ? packet_fits(r, &x.r, e)
		      : correction_check_about(r, &x.r, e);
	record_free(&x.r);
	return rc;
}

/* What a senior arranges, whom a caller is handed to: somebody who takes calls here. */
static enum err_code
fits_taker(struct core *c, const struct record *r, struct err *e)
{
	struct store_user u;
	uint32_t roles = 0;

	if (store_user_get(c->store, r->object, &u, NULL) == ERR_OK && u.active)
		(void)roles_parse(u.roles, &roles);
	return (roles & (ROLE_BIT(AGENT) | ROLE_BIT(SENIOR))) != 0
		   ? ERR_OK
		   : err_set(e, ERR_FORBIDDEN, "%s 不是在岗的话务员。", r->object);
}

/* Those who wait for it are told with the commit. */
static void
tell(struct core *c, const struct store_record *x)
{
	struct core_told told = { .head = x->r, .seq = store_shared_last(c->store) };

	told.head.text = NULL;
	told.head.phone[0] = '\0';
	core_told_add(&c->touched, &told);
}

static enum err_code
may_write(struct core *c, const struct store_user *author, const struct record *r, int64_t *at,
    struct err *e)
{
	uint32_t roles;

	(void)roles_parse(author->roles, &roles);
	if (!record_may_write(r, roles))
		return err_set(e, ERR_FORBIDDEN, "您的岗位不写%s。", record_label(r->kind));
	*at = r->at > c->now ? c->now : r->at;
	if (r->kind == RECORD_ZERO_REPORT)
		return zero_report_fits(c->city, r, author->unit, *at, e);
	if (r->kind == RECORD_ORDER || packet_code(r) == PACKET_OFFER)
		return fits_taker(c, r, e);
	if (r->kind == RECORD_GUIDANCE)
		return core_guidance_check(c, r, roles, at, e);
	return r->kind == RECORD_ARTICLE ? core_article_check(c, r, roles, at, e) : fits(c, r, e);
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
		rc = may_write(c, &author, r, &x.r.at, e);
	if (rc != ERR_OK)
		return rc;
	/* What was looked for in vain is counted; who looked for it is nobody's business. */
	if (r->kind == RECORD_MISS)
		str_copy(x.r.by, sizeof(x.r.by), "-");
	str_copy(x.device, sizeof(x.device), r->kind == RECORD_MISS ? "" : device);
	rc = store_record_add(c->store, &x, e);
	if (rc == ERR_OK)
		rc = store_call_took(c->store, &x, e);
	if (rc == ERR_OK && record_is_prompt(r))
		tell(c, &x);
	if (rc == ERR_OK && r->kind == RECORD_GUIDANCE)
		return core_guidance_took(c, &x.r, e);
	return rc == ERR_OK && r->kind == RECORD_ARTICLE ? core_article_took(c, &x.r, e) : rc;
}
