/* Examples for the document: one of each message, written by the program's own writers, so that they are always right.
 * One morning at the sample city's hotline: the lamp of 红山路78号. Here the centre, tickets, pulling and pushing; the desk,
 * the administrator and files are in openapi_sample_desk.c. */
#include <string.h>

#include "city/article.h"
#include "openapi_sample_p.h"
#include "wire/article_json.h"
#include "wire/message.h"
#include "wire/op.h"

/* ---- the centre, devices, people ---- */

static void
centre(struct str *out)
{
	const struct msg_centre m = { CENTRE_ID, EPOCH, "云江市12345热线", "0.2", 1, OP_VERSION,
		false, AT };

	msg_centre_write(&m, out);
}

static void
health(struct str *out)
{
	str_add(out, "{\"status\":\"ok\"}");
}

static void
ready(struct str *out)
{
	str_add(
	    out, "{\"status\":\"ok\",\"queue\":0,\"batches\":1204,\"jobs\":1877,\"parked\":36}");
}

static void
enrol(struct str *out)
{
	const struct msg_enrol m = { "K7QF-29XM-WTRB", "一号厅 54 席" };

	msg_enrol_write(&m, out);
}

static void
device(struct str *out)
{
	const struct msg_device m = { DEVICE_ID, "NOT-A-REAL-KEY-only-an-example", "1154",
		CENTRE_ID, EPOCH };

	msg_device_write(&m, out);
}

static void
login(struct str *out)
{
	const struct msg_login m = { "1154", "an-example-password" };

	msg_login_write(&m, out);
}

static void
session(struct str *out)
{
	const struct msg_session m = { .token = "NOT-A-REAL-TOKEN-only-an-example",
		.expires_at = AT + AUTH_SESSION_MS,
		.server_ms = AT,
		.job_no = "1154",
		.name = "王芳",
		.roles = "agent",
		.feed = "centre" };

	msg_session_write(&m, out);
}

/* ---- tickets and operations ---- */

static const struct {
	enum ticket_field field;
	const char *value;
} lamp[] = {
	{ TF_CHANNEL, "web" },
	{ TF_TYPE, "help" },
	{ TF_URGENCY, "normal" },
	{ TF_CONTENT, "红山路78号门口路灯坏了三天, 晚上很黑, 昨晚老人在那儿摔了一跤" },
	{ TF_DEMAND, "尽快修复, 并告知处理结果" },
	{ TF_CATEGORY, "0205" },
	{ TF_AREA, "990102001" },
	{ TF_ADDRESS, "红山路78号" },
	{ TF_EVENT_TIME, "11月18日起" },
	{ TF_SUBJECT, "市政路灯" },
	{ TF_PEOPLE, "1" },
	{ TF_CALLED, "张女士" },
	{ TF_CALLER_PHONE, "13800005678" },
	{ TF_VISIT, "yes" },
	{ TF_EXTRA, "pole=H-0378\nlamps=1" },
};

static void
fill(struct fields *f, struct str *out)
{
	for (size_t i = 0; i < sizeof(lamp) / sizeof(lamp[0]); i++)
		out->bad = out->bad || !fields_set(f, lamp[i].field, lamp[i].value);
}

static void
make_ticket(struct ticket *t, struct str *out)
{
	ticket_init(t);
	str_copy(t->id, sizeof(t->id), TICKET_ID);
	t->state = STATE_PENDING;
	t->rev = 1;
	t->round = 1;
	str_copy(t->created_by, sizeof(t->created_by), "1154");
	str_copy(t->seat_no, sizeof(t->seat_no), "1154");
	t->created_at = t->accepted_at = t->updated_at = AT;
	t->event_count = 1;
	fill(&t->f, out);
	out->bad = out->bad || !fields_set(&t->f, TF_NO, NUMBER);
}

static void
make_event(struct event *ev, struct str *out)
{
	event_init(ev);
	str_copy(ev->id, sizeof(ev->id), EVENT_ID);
	str_copy(ev->ticket, sizeof(ev->ticket), TICKET_ID);
	ev->seq = 1;
	ev->kind = EVENT_SUBMIT;
	ev->from = STATE_NONE;
	ev->to = STATE_PENDING;
	str_copy(ev->actor, sizeof(ev->actor), "1154");
	str_copy(ev->actor_name, sizeof(ev->actor_name), "王芳");
	str_copy(ev->via, sizeof(ev->via), DEVICE_ID);
	ev->at = ev->at_server = AT;
	fill(&ev->set, out);
}

static void
ticket(struct str *out)
{
	struct ticket t;
	struct event ev;

	make_ticket(&t, out);
	make_event(&ev, out);
	msg_ticket_write(&t, &ev, 1, true, out);
	ticket_free(&t);
	event_free(&ev);
}

static void
make_op(struct op *op, int kind, struct str *out)
{
	op_init(op);
	str_copy(op->id, sizeof(op->id), EVENT_ID);
	str_copy(op->by, sizeof(op->by), "1154");
	str_copy(op->ticket, sizeof(op->ticket), TICKET_ID);
	op->kind = kind;
	op->at = AT;
	if (kind == EVENT_SUBMIT)
		fill(&op->set, out);
	else
		out->bad = out->bad || !args_set(&op->args, EA_NOTE, "市民又来电, 盼尽快");
}

static void
single(struct str *out, int kind)
{
	struct op op;

	make_op(&op, kind, out);
	op_single_write(&op, out);
	op_free(&op);
}

static void
submit(struct str *out)
{
	single(out, EVENT_SUBMIT);
}

static void
note(struct str *out)
{
	single(out, EVENT_NOTE);
}

static const struct op_result done = { .n = 17,
	.id = EVENT_ID,
	.ticket = TICKET_ID,
	.status = OP_APPLIED,
	.rev = 1,
	.seq = 118,
	.number = NUMBER };

static void
result(struct str *out)
{
	op_result_write(&done, out);
}

static void
push(struct str *out)
{
	struct str body = { 0 };
	struct op_item item = { .n = 17, .age_ms = 350 };
	struct op op;

	make_op(&op, EVENT_SUBMIT, out);
	op_body(&op, &body, NULL);
	item.body = str_c(&body);
	item.len = body.len;
	ops_write(&item, 1, out, NULL);
	str_free(&body);
	op_free(&op);
}

static void
results(struct str *out)
{
	struct op_result one = done;
	const struct op_results all = { &one, 1, 17, AT };

	op_results_write(&all, out);
}

/* ---- pulling ---- */

static void
feed(struct str *out)
{
	msg_feed_write("centre", out);
}

static void
snapshot(struct str *out)
{
	const struct msg_snapshot m = { TICKET_ID, CURSOR, EPOCH, 1 };

	msg_snapshot_write(&m, out);
}

static void
page(struct str *out)
{
	struct page_writer w;
	struct ticket t;
	struct event ev;

	make_ticket(&t, out);
	make_event(&ev, out);
	page_begin(&w, out, EPOCH);
	page_ticket(&w, &t, true);
	page_event(&w, &ev, true);
	page_ref(&w, "unit", "1021", 1, "市政设施管理处");
	page_out(&w, "ticket", DEVICE_ID, 4);
	page_del(&w, "ref", "unit/1099", 2);
	w.reference = 41;
	page_end(&w, CURSOR, false, 17, AT);
	ticket_free(&t);
	event_free(&ev);
}

static void
digest(struct str *out)
{
	str_add(out, "{\"buckets\":[");
	for (int i = 0; i < 256; i++)
		str_addf(out, "%s[%d,\"%016d\"]", i > 0 ? "," : "", 0, 0);
	str_add(out, "]}");
}

static void
article(struct str *out)
{
	static const char text[] =
	    "kb_no: K0205-01\ntitle: 路灯坏了怎么报修\nkind: guide\ncategory: "
	    "0205\nsource: 1004\nfrom: 2026-01-01\nuntil: 2027-12-31\n"
	    "version: 3\nupdated: 2026-10-20\n\n路灯不亮请说路名和灯杆号, "
	    "一般24小时内修好。\n--\n灯杆上的牌子有编号。\n";
	struct article a;

	article_init(&a);
	if (article_read(text, sizeof(text) - 1, &a, NULL) != ERR_OK)
		out->bad = true;
	else
		article_json_write(&a, 3, ARTICLE_VALID, out);
	article_free(&a);
}

/* ---- the program itself ---- */

static void
figures(struct str *out)
{
	json_escape("# HELP hotseatd_tickets Tickets.\n# TYPE hotseatd_tickets gauge\n"
		    "hotseatd_tickets 1877\n",
	    out);
}

static void
document(struct str *out)
{
	str_add(out, "{\"openapi\":\"3.1.0\"}");
}

/* ---- all ---- */

static const struct {
	const char *schema, *method; /* NULL: any */
	void (*write)(struct str *out);
} samples[] = {
	{ "Centre", NULL, centre },
	{ "Health", NULL, health },
	{ "Ready", NULL, ready },
	{ "Enrol", NULL, enrol },
	{ "Device", NULL, device },
	{ "Login", NULL, login },
	{ "Session", NULL, session },
	{ "TicketWithEvents", NULL, ticket },
	{ "Operation", "POST", submit },
	{ "Operation", "PATCH", note },
	{ "OperationResult", NULL, result },
	{ "Push", NULL, push },
	{ "PushResults", NULL, results },
	{ "Feed", NULL, feed },
	{ "Snapshot", NULL, snapshot },
	{ "Page", NULL, page },
	{ "Digest", NULL, digest },
	{ "Article", NULL, article },
	{ "text", NULL, figures },
	{ "Document", NULL, document },
};

void
openapi_sample(const char *schema, const char *method, struct str *out)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (strcmp(samples[i].schema, schema) == 0 &&
		    (samples[i].method == NULL || strcmp(samples[i].method, method) == 0)) {
			samples[i].write(out);
			return;
		}
	if (!openapi_sample_desk(schema, out))
		str_add(out, "null");
}
