/* members.c: small sets of codes kept as one text value, so that a SET field travels like any other field.
 *
 * Not here: which codes may stand in a set (workflow_guard.c asks enum.c and the city). */
#include "model/members.h"

#include <string.h>

static bool
has_n(const char *set, const char *code, size_t n)
{
	const char *at = NULL;
	size_t len = 0;

	while (members_next(set, &at, &len))
		if (len == n && memcmp(at, code, n) == 0)
			return true;
	return false;
}

bool
members_has(const char *set, const char *code)
{
	return has_n(set, code, strlen(code));
}

bool
members_next(const char *set, const char **code, size_t *n)
{
	const char *p = *code == NULL ? set : *code + *n;

	if (p == NULL)
		return false;
	p += strspn(p, ",");
	*code = p;
	*n = strcspn(p, ",");
	return *n > 0;
}

void
members_add(struct str *out, const char *code, size_t n)
{
	if (n == 0 || has_n(str_c(out), code, n))
		return;
	if (out->len > 0)
		str_add_c(out, ',');
	str_add_n(out, code, n);
}

void
members_merge(const char *theirs, const char *was, const char *mine, struct str *out)
{
	const char *code = NULL;
	size_t n = 0;

	while (members_next(theirs, &code, &n))
		if (!has_n(was, code, n) || has_n(mine, code, n))
			members_add(out, code, n);
	code = NULL;
	n = 0;
	while (members_next(mine, &code, &n))
		if (!has_n(was, code, n))
			members_add(out, code, n);
}
