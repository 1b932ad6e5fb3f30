/* Operations as seats send them, by number instead of by hand: every one passes the rules of the sample city. */
#include "deed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "city/pack.h"
#include "daemon.h"
#include "model/extra.h"
#include "model/propose.h"
#include "model/workflow.h"

enum { TITLE, DETAIL, TYPE, CATEGORY, AREA, ADDRESS, NAME, PHONE, DEMAND, COLUMNS };

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "deeds: %s\n", what);
	abort();
}

void
deeds_open(struct deeds *d, uint64_t seed)
{
	static const char *const head[COLUMNS] = { "title", "detail", "type", "category", "area",
		"address", "name", "phone", "demand" };
	struct err e = { 0 };
	char path[512];

	daemon_share("conf/city/yunjiang/messages40.tsv", path);
	must(tsv_open(path, head, COLUMNS, &d->messages, &e) == ERR_OK, e.text);
	must(d->messages.rows > 0, "no messages");
	daemon_share("conf/city/yunjiang", path);
	must(city_pack_load(path, &d->city, &e) == ERR_OK, e.text);
	d->seed = seed;
}

void
deeds_close(struct deeds *d)
{
	tsv_close(&d->messages);
	city_free(d->city);
}

/* Ids as UUIDv7: the time part counts, the rest is mixed from seed, device and number. */
static void
make_id(uint64_t seed, int device, int64_t i, int kind, char out[ID_SIZE])
{
	uint64_t x = (seed + (uint64_t)device) * 0x9e3779b97f4a7c15u ^ (uint64_t)i;
	uint8_t random[10];

	for (size_t k = 0; k < sizeof(random); k++) {
		x ^= x >> 29;
		x *= 0xbf58476d1ce4e5b9u;
		x ^= x >> 32;
		random[k] = (uint8_t)x;
	}
	random[9] = (uint8_t)kind;
	random[8] = (uint8_t)device;
	random[7] = (uint8_t)(device >> 8);
	id_make(out, 1795230000000LL + i, random);
}

void
deeds_id(const struct deeds *d, int device, int64_t i, char out[ID_SIZE])
{
	make_id(d->seed, device, i, 0, out);
}

/* What the category asks for besides: something of the right kind. */
static bool
fill_extra(const struct city *c, struct fields *f)
{
	const struct field_rule *wanted[CITY_FIELDS_MOST];
	int n = extra_missing(c, f, wanted);
	bool ok = true;

	for (int i = 0; i < n; i++) {
		const char *type = wanted[i]->type;
		struct str text = { 0 };

		must(strcmp(type, "choice") != 0, "a choice that is asked for: say which here");
		extra_set(c, fields_get(f, TF_CATEGORY), fields_get(f, TF_EXTRA), wanted[i]->name,
		    strcmp(type, "day") == 0    ? "2026-11-20"
		    : strcmp(type, "text") == 0 ? "好家电商场"
						: "300",
		    &text);
		ok = ok && fields_set(f, TF_EXTRA, str_c(&text));
		str_free(&text);
	}
	return ok;
}

void
deeds_fields(const struct deeds *d, int64_t i, struct fields *f)
{
	static const struct {
		enum ticket_field field;
		int column;
	} cells[] = { { TF_TITLE, TITLE }, { TF_CONTENT, DETAIL }, { TF_TYPE, TYPE },
		{ TF_CATEGORY, CATEGORY }, { TF_AREA, AREA }, { TF_ADDRESS, ADDRESS },
		{ TF_NAME, NAME }, { TF_CALLER_PHONE, PHONE }, { TF_CONTACT_PHONE, PHONE },
		{ TF_DEMAND, DEMAND } };
	static const struct {
		enum ticket_field field;
		const char *value;
	} always[] = { { TF_CHANNEL, "phone" }, { TF_CONFIDENTIAL, "0" }, { TF_ANONYMOUS, "0" },
		{ TF_VISIT, "yes" }, { TF_SMS, "1" }, { TF_PUBLIC, "unasked" },
		{ TF_EVENT_TIME, "今天早上八点" }, { TF_SUBJECT, "相关单位" } };
	size_t row = (size_t)i % d->messages.rows;
	bool ok = true;

	for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++) {
		const char *v = tsv_get(&d->messages, row, (size_t)cells[k].column);
		ok = ok && (v[0] == '\0' || fields_set(f, cells[k].field, v));
	}
	for (size_t k = 0; k < sizeof(always) / sizeof(always[0]); k++)
		ok = ok && fields_set(f, always[k].field, always[k].value);
	ok = ok && fields_set(f, TF_URGENCY, propose_urgency(d->city, f));
	ok = ok && fill_extra(d->city, f);
	if (fields_get(f, TF_NAME)[0] == '\0')
		ok = ok && fields_set(f, TF_ANONYMOUS, "1");
	must(ok, "no memory");
}

static void
begin(const struct deeds *d, int device, int64_t i, int64_t at, int kind, struct op *op)
{
	op_init(op);
	op->kind = kind;
	make_id(d->seed, device, i, kind + 1, op->id);
	str_copy(op->by, sizeof(op->by), DEEDS_AUTHOR);
	op->at = at;
	op->age_ms = -1;
	op->v = OP_VERSION;
}

void
deeds_submit(
    const struct deeds *d, int device, int64_t i, const char *no, int64_t at, struct op *op)
{
	begin(d, device, i, at, EVENT_SUBMIT, op);
	deeds_id(d, device, i, op->ticket);
	deeds_fields(d, i, &op->set);
	must(fields_set(&op->set, TF_NO, no) &&
		 args_set(&op->args, EA_REASON, "来电人说不清更多情况"),
	    "no memory");
}

void
deeds_note(
    const struct deeds *d, int device, int64_t i, const char *ticket, int64_t at, struct op *op)
{
	char text[64];

	begin(d, device, i, at, EVENT_NOTE, op);
	str_copy(op->ticket, sizeof(op->ticket), ticket);
	snprintf(text, sizeof(text), "第 %lld 次来电补充情况", (long long)i);
	must(args_set(&op->args, EA_NOTE, text), "no memory");
}
