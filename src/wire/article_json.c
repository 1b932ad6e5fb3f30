/* A knowledge article as JSON, one way only: other systems read articles here and change them nowhere. */
#include "wire/article_json.h"

#include "base/clock.h"
#include "json_p.h"

static const char *const STANDING[] = {
	[ARTICLE_VALID] = "valid",
	[ARTICLE_NOT_YET] = "not_yet",
	[ARTICLE_EXPIRED] = "expired",
	[ARTICLE_WITHDRAWN] = "withdrawn",
};

static void
day_pair(struct json_out *o, const char *name, int32_t day)
{
	char text[16];

	json_pair(o, name, civil_format(civil_day_start(day), "%Y-%m-%d", text, sizeof(text)));
}

static void
limits_pair(struct json_out *o, const struct article *a, struct str *out)
{
	struct json_out inner;
	char span[16];

	json_key(o, "limit");
	inner = json_open(out);
	for (int i = 0; i < a->n_limits; i++)
		json_pair(&inner, a->limit[i].clock,
		    profile_span_text(a->limit[i].span, span, sizeof(span)));
	json_close(&inner);
}

void
article_json_write(
    const struct article *a, int64_t rev, enum article_standing standing, struct str *out)
{
	struct json_out o = json_open(out);

	json_pair(&o, "kb_no", a->kb_no);
	if (rev > 0)
		json_pair_int(&o, "rev", rev);
	json_pair(&o, "title", a->title);
	json_pair(&o, "kind", article_kind_name(a->kind));
	json_pair(&o, "category", a->category);
	json_pair(&o, "area", a->area);
	json_pair(&o, "question", a->question);
	json_pair(&o, "keywords", a->keywords);
	json_pair(&o, "basis", a->basis);
	json_pair(&o, "source", a->source);
	json_pair(&o, "secrecy", a->internal ? "internal" : "public");
	limits_pair(&o, a, out);
	day_pair(&o, "from", a->from);
	day_pair(&o, "until", a->until);
	day_pair(&o, "updated", a->updated);
	json_pair_int(&o, "version", a->version);
	json_pair(&o, "standing", STANDING[standing]);
	json_pair(&o, "answer", a->answer);
	json_pair(&o, "body", a->body);
	json_close(&o);
}
