/* Who is behind a job number, for the hotline's own seats: rows of kind "person" (code job number, text name). Only what
 * differs is written, so that a round that is lost or done twice changes nothing; who has left keeps his name, because what
 * he wrote is still read. Not here: people of units, whom a ticket's trace names. */
#include "base/str.h"
#include "model/role.h"
#include "round_p.h"

#define EVERY_MS 60000
#define PIECE    128
#define DONE     "named_at"

static enum err_code
name_one(struct core *c, struct core_pour *pour, const struct store_name *x, struct err *e)
{
	uint32_t roles = 0;

	(void)roles_parse(x->roles, &roles);
	if ((roles & ROLES_HOTLINE) == 0)
		return ERR_OK;
	return core_ref_pour(c, pour, STORE_PERSON_KIND, x->job_no, x->name, e);
}

static enum err_code
name_all(struct core *c, struct err *e)
{
	struct store_name x[PIECE];
	struct core_pour pour = { 0 };
	char after[16] = "";
	enum err_code rc = ERR_OK;
	int n;

	do {
		n = store_renamed(c->store, after, x, PIECE);
		for (int i = 0; i < n && rc == ERR_OK; i++)
			rc = name_one(c, &pour, &x[i], e);
		if (n > 0)
			str_copy(after, sizeof(after), x[n - 1].job_no);
	} while (n == PIECE && rc == ERR_OK);
	return rc;
}

enum err_code
named_round(struct core *c, struct err *e)
{
	bool due = false;
	enum err_code rc = round_is_due(c, DONE, EVERY_MS, &due, e);

	return rc == ERR_OK && due ? name_all(c, e) : rc;
}
