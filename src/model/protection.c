/* protection.c: which special period a matter falls in, and what it says. Not here: what becomes of the limits
 * (deadline.c). */
#include "model/protection.h"

#include <string.h>

#include "base/clock.h"
#include "model/deadline.h"

static bool
place_fits(const struct city *c, const char *areas, const char *area)
{
	size_t at = 0, len = 0;

	if (*areas == '\0')
		return true;
	for (const char *s; (s = city_each(areas, &at, &len)) != NULL;) {
		char one[16] = "";

		if (len >= sizeof(one))
			continue;
		memcpy(one, s, len);
		if (*area != '\0' && city_area_is_under(c, area, one))
			return true;
	}
	return false;
}

/* Codes of two digits name all below them. */
bool
protection_has_category(const struct protection *p, const char *category)
{
	const char *categories = p->categories;
	size_t at = 0, len = 0;

	if (*categories == '\0')
		return true;
	for (const char *s; (s = city_each(categories, &at, &len)) != NULL;)
		if (strlen(category) >= len && strncmp(category, s, len) == 0)
			return true;
	return false;
}

const struct protection *
protection_of(const struct city *c, const struct fields *f, int64_t at)
{
	for (size_t i = 0; i < c->n_protections; i++) {
		const struct protection *p = &c->protections[i];

		if (at >= p->starts_at && at < p->ends_at &&
		    place_fits(c, p->areas, fields_get(f, TF_AREA)) &&
		    protection_has_category(p, fields_get(f, TF_CATEGORY)))
			return p;
	}
	return NULL;
}

static const struct {
	const char *label;
	size_t at;
} limits[] = { { "派单", offsetof(struct protection, dispatch) },
	{ "签收", offsetof(struct protection, signin) },
	{ "联系", offsetof(struct protection, contact) },
	{ "办结", offsetof(struct protection, resolve) } };

static const char *
limit_text(const struct protection *p, size_t i)
{
	return *(const char *const *)(const void *)((const char *)p + limits[i].at);
}

void
protection_words(const struct protection *p, struct str *out)
{
	char to[24], words[32];

	str_addf(out, "保障期 %s(至%s)", p->title,
	    civil_format(p->ends_at, "%m-%d %H:%M", to, sizeof(to)));
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct span span;

		if (*limit_text(p, i) != '\0' && profile_span_parse(limit_text(p, i), &span))
			str_addf(
			    out, " %s%s", limits[i].label, span_words(span, words, sizeof(words)));
	}
}

enum err_code
protection_check(const struct protection *p, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct span span;

		if (!profile_span_parse(limit_text(p, i), &span))
			return err_set(e, ERR_INVALID,
			    "%s时限“%s”读不懂: 写作 15min、24hour、3day 或 2wd", limits[i].label,
			    limit_text(p, i));
		any = any || span.unit != SPAN_NONE;
	}
	if (!any)
		return err_set(e, ERR_INVALID, "保障期至少要缩短一项时限");
	if (p->ends_at <= p->starts_at)
		return err_set(e, ERR_INVALID, "保障期要有晚于开始的结束时间");
	return ERR_OK;
}
