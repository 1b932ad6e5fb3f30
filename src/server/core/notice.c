/* Queueing notices: in the transaction of the event that gives rise to them, so that neither is there without the other.
 * The words are made now: what was queued is what will have been said. */
#include "server/core/desk.h"

#include "base/log.h"
#include "core_p.h"

static bool
address(const struct ticket *t, enum notice_kind kind, struct store_notice *x)
{
	if (notice_info(kind)->to == NOTICE_TO_PERSON)
		return notice_phone(t, x->phone, sizeof(x->phone));
	return str_copy(x->unit, sizeof(x->unit), notice_unit(kind, t)) && x->unit[0] != '\0';
}

enum err_code
core_notice(
    struct core *c, const struct ticket *t, enum notice_kind kind, bool *added, struct err *e)
{
	const struct notice_info *info = notice_info(kind);
	struct store_notice x = { .round = notice_round(kind, t), .state = "queued", .at = c->now };
	struct str text = { 0 };
	bool fresh = false;
	enum err_code rc = ERR_OK;

	if (address(t, kind, &x)) {
		str_copy(x.ticket, sizeof(x.ticket), t->id);
		str_copy(x.template, sizeof(x.template), info->template);
		str_copy(x.channel, sizeof(x.channel), info->channel);
		notice_text(kind, t, c->city, &text);
		if (text.bad)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
		else if (str_copy(x.text, sizeof(x.text), str_c(&text)))
			rc = store_notice_add(c->store, &x, &fresh, e);
		else /* the ticket matters more than a message about it */
			log_error("notice %s: its words are too long to be sent", info->template);
		str_free(&text);
	}
	secret_wipe(x.phone, sizeof(x.phone));
	if (added != NULL)
		*added = fresh;
	return rc;
}
