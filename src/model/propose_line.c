/* propose_line.c: what can be proposed before the caller has said a word: the matter that the old line was for which was merged
 * into the hotline and which he dialled (12315, 12369), with the kind of matter that the key he pressed names, and that kind
 * alone where he dialled none. Words of his, once there are any, say it better: this is for when they say nothing. Not
 * here: those (propose.c). */
#include <string.h>

#include "base/str.h"
#include "model/propose.h"

#define WHOLE_DIGITS 4 /* of a category that a ticket may have */

const char *
propose_type_pressed(const char *text)
{
	static const char *const names[][2] = { { "咨询", "consult" }, { "求助", "help" },
		{ "投诉", "complaint" }, { "举报", "report" }, { "建议", "suggest" },
		{ "表扬", "praise" } };
	const char *first = NULL, *type = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *at = strstr(text, names[i][0]);

		if (at != NULL && (first == NULL || at < first)) {
			first = at;
			type = names[i][1];
		}
	}
	return type;
}

static const struct origin_line *
find(const struct city *c, const char *code)
{
	for (size_t i = 0; *code != '\0' && i < c->n_lines; i++)
		if (strcmp(c->lines[i].code, code) == 0)
			return &c->lines[i];
	return NULL;
}

int
propose_by_line(const struct city *c, const char *line, const char *pressed, struct proposal *out)
{
	const struct origin_line *of = find(c, line);
	const char *type = propose_type_pressed(pressed);

	*out = (struct proposal){ .dialled = true };
	if (of == NULL || strlen(of->category) != WHOLE_DIGITS ||
	    (out->category = city_category(c, of->category)) == NULL)
		return 0;
	if (*type == '\0')
		type = propose_type_pressed(of->name);
	(void)str_copy(out->type, sizeof(out->type), *type != '\0' ? type : "help");
	(void)str_copy(out->unit, sizeof(out->unit), of->unit);
	(void)str_copy(out->reason, sizeof(out->reason), of->code);
	return 1;
}
