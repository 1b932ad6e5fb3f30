/* A page of changes or of a snapshot, written row by row.
 *
 * Invariants: nothing but the buffer grows with the page; the lists come in the order of enum part. A caller who breaks
 * the order makes the buffer bad rather than JSON that the other end would misread. Reading is page_read.c. */
#include "wire/page.h"

#include "json_p.h"
#include "wire/ticket_json.h"

enum part { PART_NONE, PART_TICKET, PART_EVENT, PART_REF, PART_OUT, PART_DEL };

void
page_begin(struct page_writer *w, struct str *out, const char *epoch)
{
	*w = (struct page_writer){ .out = out, .part = PART_NONE, .first = true };
	str_add(out, "{\"epoch\":");
	json_escape(epoch, out);
	str_add(out, ",\"rows\":{");
}

/* Be inside list ${part}, after a comma where one is due. */
static void
enter(struct page_writer *w, enum part part)
{
	static const char *const names[] = {
		[PART_TICKET] = "\"ticket\":[",
		[PART_EVENT] = "\"event\":[",
		[PART_REF] = "\"ref\":[",
		[PART_OUT] = "\"out\":[",
		[PART_DEL] = "\"del\":[",
	};

	if (w->part == (int)part) {
		str_add_c(w->out, ',');
		return;
	}
	if (w->part > (int)part) {
		w->out->bad = true;
		return;
	}
	if (w->part != PART_NONE)
		str_add_c(w->out, ']');
	if (part >= PART_OUT && w->part < PART_OUT)
		str_add_c(w->out, '}');
	if (w->part != PART_NONE || part >= PART_OUT)
		str_add_c(w->out, ',');
	str_add(w->out, names[part]);
	w->part = (int)part;
}

void
page_ticket(struct page_writer *w, const struct ticket *t, bool identity)
{
	enter(w, PART_TICKET);
	ticket_json_write(t, identity, w->out);
}

void
page_ticket_text(struct page_writer *w, const char *json, size_t len)
{
	enter(w, PART_TICKET);
	str_add_n(w->out, json, len);
}

void
page_event(struct page_writer *w, const struct event *ev, bool identity)
{
	enter(w, PART_EVENT);
	event_json_write(ev, identity, w->out);
}

void
page_ref(struct page_writer *w, const char *kind, const char *code, int64_t rev, const char *text)
{
	enter(w, PART_REF);
	str_add_c(w->out, '[');
	json_escape(kind, w->out);
	str_add_c(w->out, ',');
	json_escape(code, w->out);
	str_add_c(w->out, ',');
	json_int(rev, w->out);
	str_add_c(w->out, ',');
	json_escape(text, w->out);
	str_add_c(w->out, ']');
}

static void
write_gone(struct page_writer *w, const char *kind, const char *id, int64_t rev)
{
	str_add_c(w->out, '[');
	json_escape(kind, w->out);
	str_add_c(w->out, ',');
	json_escape(id, w->out);
	str_add_c(w->out, ',');
	json_int(rev, w->out);
	str_add_c(w->out, ']');
}

void
page_out(struct page_writer *w, const char *kind, const char *id, int64_t rev)
{
	enter(w, PART_OUT);
	write_gone(w, kind, id, rev);
}

void
page_del(struct page_writer *w, const char *kind, const char *id, int64_t rev)
{
	enter(w, PART_DEL);
	write_gone(w, kind, id, rev);
}

void
page_end(struct page_writer *w, const char *cursor, bool more, int64_t last_op, int64_t server_ms)
{
	struct json_out o = { .out = w->out, .any = true };

	if (w->part != PART_NONE)
		str_add_c(w->out, ']');
	if (w->part < PART_OUT)
		str_add_c(w->out, '}');
	json_pair(&o, "cursor", cursor);
	json_key(&o, "more");
	str_add(w->out, more ? "true" : "false");
	json_pair_int(&o, "last_op", last_op);
	if (w->reference > 0)
		json_pair_int(&o, "reference", w->reference);
	if (w->desk > 0)
		json_pair_int(&o, "desk", w->desk);
	json_pair_int(&o, "server_ms", server_ms);
	json_close(&o);
}
