/* view.c: opening and closing a screen: its state is allocated zeroed and freed here, so that a screen is only its
 * functions. Not here: which screens there are (all.c), and what stands on top of what (the app's loop). */
#include "client/view/view.h"

#include <stdlib.h>
#include <string.h>

bool
view_may_open(const struct view_ops *ops, uint32_t roles, const char *arg)
{
	const bool on = arg != NULL && *arg != '\0';

	return ops->roles == 0 || ((ops->roles | (on ? ops->roles_on : 0)) & roles) != 0;
}

enum err_code
view_open(
    struct view *v, const struct view_ops *ops, struct desk *desk, const char *arg, struct err *e)
{
	enum err_code code;

	*v = (struct view){ .ops = ops, .desk = desk };
	if (!view_may_open(ops, desk->me.roles, arg))
		return err_set(e, ERR_FORBIDDEN, "您没有“%s”的权限", ops->title);
	v->state = calloc(1, ops->state_size > 0 ? ops->state_size : 1);
	if (v->state == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	code = ops->open(v, arg, e);
	if (code != ERR_OK) {
		free(v->state);
		*v = (struct view){ 0 };
	}
	return code;
}

void
view_close(struct view *v)
{
	if (v->ops == NULL)
		return;
	if (v->ops->close != NULL)
		v->ops->close(v);
	free(v->state);
	*v = (struct view){ 0 };
}

const struct view_ops *
view_by_name(const char *name)
{
	size_t n;
	const struct view_ops *const *all = views_all(&n);

	for (size_t i = 0; name != NULL && i < n; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

bool
view_may_act(uint32_t roles, enum action a)
{
	static const struct {
		enum action action;
		const char *screen; /* that it opens or asks of */
	} rights[] = {
		{ ACTION_NEW, "intake" },
		{ ACTION_EMERGENCY, "intake" },
		{ ACTION_LATE, "intake" },
		{ ACTION_SAME, "intake" },
		{ ACTION_OUTCOME, "outcome" },
		{ ACTION_STATE, "outcome" },
		{ ACTION_PHONE, "outcome" },
		{ ACTION_MUTE, "outcome" },
		{ ACTION_PACKET, "packet" },
		{ ACTION_MARK, "outcome" },
		{ ACTION_SENIOR, "outcome" },
		{ ACTION_TRANSFER, "transfer" },
		{ ACTION_CONFERENCE, "transfer" },
		{ ACTION_GO_TO, "ticket" },
	};

	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		if (rights[i].action == a)
			return (view_by_name(rights[i].screen)->roles & roles) != 0;
	return true;
}
