/* deed_words.c: what was said with a step, in words: for the trace of a ticket and for whoever decides upon it.
 *
 * One table says what a form asks for (model/deed.h); its rows are the labels here too, so that a person reads an answer
 * under the question it was given to. Nothing of an identity is ever an answer that is shown: those arguments have no row
 * in a form. Not here: steps whose words come from the ticket's fields (ticket_trace.c). */
#include "deed_words_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/members.h"

static void
add_unit(const struct desk *d, const char *code, struct str *out)
{
	str_add(out, d->city != NULL ? city_unit_name(d->city, code) : code);
}

static void
add_units(const struct desk *d, const char *set, struct str *out)
{
	const char *code = NULL;
	char one[16];
	size_t n = 0, count = 0;

	while (members_next(set, &code, &n)) {
		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		str_add(out, count++ > 0 ? "、" : "");
		add_unit(d, one, out);
	}
}

static void
add_time(const char *value, struct str *out)
{
	char when[48];
	long long at;

	if (!str_int(value, 1, INT64_MAX, &at))
		str_add(out, value);
	else
		str_add(out, civil_format(at, "%m-%d %H:%M", when, sizeof(when)));
}

/* Stored by its id, known to people by its number. */
static void
add_ticket(const struct desk *d, const char *id, struct str *out)
{
	struct ticket t;

	ticket_init(&t);
	if (d->cache != NULL && cache_ticket(d->cache, id, &t, NULL) == ERR_OK)
		str_addf(out, "%s %s", fields_get(&t.f, TF_NO), fields_get(&t.f, TF_TITLE));
	else
		str_add(out, "本机没有的一件");
	ticket_free(&t);
}

static void
add_files(const char *set, struct str *out)
{
	const char *code = NULL;
	size_t n = 0;
	int count = 0;

	while (members_next(set, &code, &n))
		count++;
	str_addf(out, "%d个", count);
}

/* "延长几个工作日" and "3" is said as 延长3个工作日. */
static bool
add_in_label(const struct deed_ask *ask, const char *value, struct str *out)
{
	static const char how_many[] = "几";
	const char *at = strstr(ask->label, how_many);

	if ((ask->kind != DEED_DAYS && ask->kind != DEED_STARS) || at == NULL)
		return false;
	str_addf(
	    out, "%.*s%s%s", (int)(at - ask->label), ask->label, value, at + sizeof(how_many) - 1);
	return true;
}

void
deed_value_words(
    const struct desk *d, const struct deed_ask *ask, const char *value, struct str *out)
{
	switch (ask->kind) {
	case DEED_CHOICE:
		for (int i = 0; i < ask->n_items; i++)
			if (strcmp(ask->items[i].code, value) == 0)
				value = ask->items[i].label;
		str_add(out, value);
		break;
	case DEED_UNIT:
		add_unit(d, value, out);
		break;
	case DEED_UNITS:
		add_units(d, value, out);
		break;
	case DEED_DAYS:
		str_addf(out, "%s个工作日", value);
		break;
	case DEED_TIME:
		add_time(value, out);
		break;
	case DEED_STARS:
		str_addf(out, "%s星", value);
		break;
	case DEED_TICKET:
		add_ticket(d, value, out);
		break;
	case DEED_FILES:
		add_files(value, out);
		break;
	case DEED_LINE:
	case DEED_TEXT:
	case DEED_PERSON:
		str_add(out, value);
		break;
	}
}

void
deed_words(const struct desk *d, const struct event *ev, const char *between, struct str *out)
{
	const size_t start = out->len;
	int n, texts = 0;
	const struct deed_ask *asks = deed_asks((enum event_kind)ev->kind, &n);

	for (int i = 0; i < n; i++)
		texts += asks[i].kind == DEED_TEXT;
	for (int i = 0; i < n; i++) {
		const char *value = args_get(&ev->args, asks[i].arg);

		if (*value == '\0')
			continue;
		str_add(out, out->len > start ? between : "");
		if (add_in_label(&asks[i], value, out))
			continue;
		if (asks[i].kind != DEED_TEXT || texts > 1) {
			str_addf(out, "%s ", asks[i].label);
			str_add(out, asks[i].arg == EA_TOLD ? "第" : "");
		}
		deed_value_words(d, &asks[i], value, out);
		str_add(out, asks[i].arg == EA_TOLD ? "环节" : "");
	}
}
