/* A caller who comes after another: somebody else of the same matter, with a number and a name of his own; or the same
 * person, who says that he has called before. All that happened is as it was: the seat must find that out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "run_p.h"

struct again {
	char phone[32], name[64];
	struct str opening;
	char *says[SCENARIO_FACTS];
};

/* The next number of the same invented form. */
static void
other_phone(const char *phone, char *out, size_t size)
{
	size_t n;

	(void)str_copy(out, size, phone);
	n = strlen(out);
	if (n > 0 && out[n - 1] >= '0' && out[n - 1] <= '9')
		out[n - 1] = (char)('0' + (out[n - 1] - '0' + 1) % 10);
}

/* Of the same family, so that who says "我姓赵" still does. */
static void
other_name(const char *name, int sex, char *out, size_t size)
{
	(void)snprintf(
	    out, size, "%.*s%s", (int)utf8_head(name, 1), name, sex == 1 ? "建民" : "秀英");
}

/* ${s} with ${to} wherever it says ${from}; NULL without memory. */
static char *
put_for(const char *s, const char *from, const char *to)
{
	struct str out = { 0 };

	for (const char *at; (at = strstr(s, from)) != NULL; s = at + strlen(from)) {
		str_add_n(&out, s, (size_t)(at - s));
		str_add(&out, to);
	}
	str_add(&out, s);
	return str_take(&out);
}

static bool
become_other(struct again *a, struct scenario *s)
{
	const char *was = s->persona.name;

	other_phone(s->persona.phone, a->phone, sizeof(a->phone));
	s->persona.phone = a->phone;
	if (was[0] == '\0')
		return true;
	other_name(was, s->persona.sex, a->name, sizeof(a->name));
	for (int i = 0; i < s->n_facts; i++) {
		a->says[i] = put_for(s->fact[i].says, was, a->name);
		if (a->says[i] == NULL)
			return false;
		s->fact[i].says = a->says[i];
	}
	s->persona.name = a->name;
	return true;
}

struct again *
again_make(struct scenario *s, enum class_again how)
{
	struct again *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	if (s->opening[0] != '\0') {
		str_add(&a->opening, how == CLASS_AGAIN_SAME ? "我刚才打过电话的，还是那件事。"
							     : "我也是来说这件事的。");
		str_add(&a->opening, s->opening);
	}
	if (a->opening.bad || (how == CLASS_AGAIN_OTHER && !become_other(a, s))) {
		again_free(a);
		return NULL;
	}
	if (a->opening.len > 0)
		s->opening = str_c(&a->opening);
	return a;
}

void
again_free(struct again *a)
{
	if (a == NULL)
		return;
	for (int i = 0; i < SCENARIO_FACTS; i++)
		free(a->says[i]);
	str_free(&a->opening);
	free(a);
}
