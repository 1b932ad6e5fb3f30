/* Any bytes as any message: no reader crashes or leaks, and what is accepted survives being written and read again,
 * byte for byte. The first byte chooses the reader. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wire/message.h"
#include "wire/op.h"
#include "wire/ticket_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two writings of the same must agree; then both are done with. */
static void
agree(struct str *a, struct str *b)
{
	if (a->bad || b->bad || strcmp(str_c(a), str_c(b)) != 0)
		abort();
	str_free(a);
	str_free(b);
}

static void
must(enum err_code rc)
{
	if (rc != ERR_OK)
		abort();
}

static void
try_ticket(const char *text, size_t len)
{
	struct ticket t, back;
	struct str a = { 0 }, b = { 0 };

	ticket_init(&t);
	ticket_init(&back);
	if (ticket_json_read(text, len, &t, NULL) == ERR_OK) {
		ticket_json_write(&t, true, &a);
		must(ticket_json_read(a.s, a.len, &back, NULL));
		ticket_json_write(&back, true, &b);
		agree(&a, &b);
	}
	ticket_free(&t);
	ticket_free(&back);
}

static void
try_event(const char *text, size_t len)
{
	struct event ev, back;
	struct str a = { 0 }, b = { 0 };

	event_init(&ev);
	event_init(&back);
	if (event_json_read(text, len, &ev, NULL) == ERR_OK) {
		event_json_write(&ev, true, &a);
		must(event_json_read(a.s, a.len, &back, NULL));
		event_json_write(&back, true, &b);
		agree(&a, &b);
	}
	event_free(&ev);
	event_free(&back);
	event_init(&ev);
	(void)event_json_read_payload(text, len, &ev, NULL);
	event_free(&ev);
}

static void
try_ops(const char *text, size_t len)
{
	struct op_list list;
	struct str body = { 0 };
	char fp[SECRET_HEX_SIZE];

	if (ops_read(text, len, &list, NULL) != ERR_OK)
		return;
	for (size_t i = 0; i < list.count; i++) {
		struct op back;

		str_reset(&body);
		must(op_body(&list.ops[i], &body, NULL));
		op_fingerprint(body.s, body.len, fp);
		if (strcmp(fp, list.fingerprint[i]) != 0)
			abort();
		op_init(&back);
		must(op_read_body(body.s, body.len, &back, NULL));
		op_free(&back);
	}
	str_free(&body);
	op_list_free(&list);
}

static void
try_results(const char *text, size_t len)
{
	struct op_results r, back;
	struct str a = { 0 }, b = { 0 };

	if (op_results_read(text, len, &r, NULL) != ERR_OK)
		return;
	must(op_results_write(&r, &a));
	must(op_results_read(a.s, a.len, &back, NULL));
	must(op_results_write(&back, &b));
	agree(&a, &b);
	op_results_free(&r);
	op_results_free(&back);
}

static void
try_page(const char *text, size_t len)
{
	struct page p;

	if (page_read(text, len, &p, NULL) == ERR_OK)
		page_free(&p);
}

static void
try_message(const char *text, size_t len)
{
	struct msg_ticket ticket;
	struct str out = { 0 };
	char feed[32];

#define TRY(name)                                                     \
	{                                                             \
		struct msg_##name m;                                  \
		if (msg_##name##_read(text, len, &m, NULL) == ERR_OK) \
			msg_##name##_write(&m, &out);                 \
	}
	TRY(centre)
	TRY(enrol)
	TRY(device)
	TRY(login)
	TRY(session)
	TRY(snapshot)
	TRY(problem)
#undef TRY
	if (out.bad)
		abort();
	str_free(&out);
	(void)msg_feed_read(text, len, feed, NULL);
	if (msg_ticket_read(text, len, &ticket, NULL) == ERR_OK)
		msg_ticket_free(&ticket);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(const char *, size_t) = { try_ticket, try_event, try_ops,
		try_results, try_page, try_message };
	char *text;

	if (size == 0)
		return 0;
	text =
	    malloc(size > 1 ? size - 1 : 1); /* exactly as long as said: reading beyond is seen */
	if (text == NULL)
		return 0;
	memcpy(text, data + 1, size - 1);
	readers[data[0] % (sizeof(readers) / sizeof(readers[0]))](text, size - 1);
	free(text);
	return 0;
}
