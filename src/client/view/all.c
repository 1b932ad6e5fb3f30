/* all.c: the table of screens. */
#include "all_p.h"

static const struct view_ops *const views[] = {
#define X(name) &name##_view,
	VIEWS(X)
#undef X
};

const struct view_ops *const *
views_all(size_t *n)
{
	*n = sizeof(views) / sizeof(views[0]);
	return views;
}
