/* Examples for the document of what stands beside the tickets: records of the desk, the administrator's requests, files.
 * The same morning as in openapi_sample.c. */
#include <string.h>

#include "openapi_sample_p.h"
#include "wire/admin_json.h"
#include "wire/audit_json.h"
#include "wire/blob_json.h"
#include "wire/people_json.h"
#include "wire/record_json.h"
#include "wire/tables_json.h"

/* ---- the desk ---- */

static void
audit(struct str *out)
{
	const struct audit_row row = { EVENT_ID, AT, "1154", "unmask", TICKET_ID, "市民来电核对" };

	audit_json_write(&row, 1, out);
}

static void
kept(struct str *out)
{
	str_add(out, "{\"kept\":1}");
}

static void
records(struct str *out)
{
	const struct record row = { .id = EVENT_ID,
		.kind = RECORD_CITE,
		.by = "1154",
		.at = AT,
		.ticket = TICKET_ID,
		.object = "K0205-01" };

	record_json_write(&row, 1, out);
}

static void
records_page(struct str *out)
{
	struct record row = { .id = EVENT_ID,
		.kind = RECORD_QA_SHEET,
		.by = "1301",
		.at = AT,
		.ticket = TICKET_ID,
		.object = "1154",
		.code = "agent",
		.result = "excellent" };
	const struct record_page p = { &row, 1, 17, false };

	record_page_write(&p, out);
}

static void
records_kept(struct str *out)
{
	struct record_refused no = { EVENT_ID, ERR_FORBIDDEN,
		"工号 1154 没有在这台坐席机上登录过。" };
	const struct record_answer a = { 1, &no, 1 };

	record_answer_write(&a, out);
}

/* ---- the administrator ---- */

static void
admin_draw(struct str *out)
{
	const struct admin_draw m = { "2026-11", 20, 4711, 8 };

	admin_draw_write(&m, out);
}

static void
admin_drawn(struct str *out)
{
	const struct admin_drawn m = { 20 };

	admin_drawn_write(&m, out);
}

static void
admin_user(struct str *out)
{
	const struct admin_user m = { .job_no = "2201", .name = "新人", .roles = "agent" };

	admin_user_write(&m, out);
}

static void
people(struct str *out)
{
	const struct admin_person p = { .job_no = "1154",
		.name = "王芳",
		.roles = "agent",
		.unit = "0001",
		.company = "云江话务服务公司",
		.active = true,
		.password = true,
		.sessions = 1,
		.last_at = AT,
		.rev = 2 };

	people_write(&p, 1, false, out);
}

static void
seats_there(struct str *out)
{
	const struct seat_there r = {
		.seat_no = "1160", .job_no = "1154", .state = "idle", .reached = true
	};

	seats_there_write(&r, 1, false, out);
}

static void
seat_rows(struct str *out)
{
	const struct admin_seat_row r = { .seat_no = "1160",
		.name = "大厅3号",
		.job_no = "1154",
		.enrolled_at = AT,
		.seen_at = AT,
		.pushed_at = AT,
		.last_op = 17,
		.offset_ms = -120 };

	seat_rows_write(&r, 1, false, out);
}

static void
tables(struct str *out)
{
	char text[] = "date\tunit\tname\tphone\thours\n2026-11-21\t1004\t李强\t13800000678\t\n";
	struct tables_file f = { "duty.tsv", text };
	const struct tables_ask m = { "roster", "", &f, 1 };

	tables_ask_write(&m, out);
}

static void
tables_answer(struct str *out)
{
	char lines[] = "新增 值班 2026-11-21/1004/李强\n";
	const struct tables_answer m = {
		"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .added = 1,
		.lines = lines
	};

	tables_answer_write(&m, out);
}

static void
deputy(struct str *out)
{
	const struct admin_deputy m = { "6004", "2026-11-23", "2026-11-27" };

	admin_deputy_write(&m, out);
}

static void
admin_change(struct str *out)
{
	const struct admin_change m = {
		.name = "王芳", .roles = "agent,visitor", .unit = "0001", .active = true, .rev = 2
	};

	admin_change_write(&m, out);
}

static void
admin_seat(struct str *out)
{
	const struct admin_seat m = { "1160" };

	admin_seat_write(&m, out);
}

static void
admin_code(struct str *out)
{
	const struct admin_code m = { "K7QF-29XM-WTRB", "1160", AT + 86400000 };

	admin_code_write(&m, out);
}

static void
admin_import(struct str *out)
{
	const struct admin_import m = { "import-" EVENT_ID };

	admin_import_write(&m, out);
}

static void
admin_imported(struct str *out)
{
	const struct admin_imported m = { 12 };

	admin_imported_write(&m, out);
}

static void
admin_visit(struct str *out)
{
	const struct admin_visit m = { .ticket_no = NUMBER,
		.method = "sms",
		.solved = "solved",
		.stars = "5",
		.manner = "5",
		.at = AT };

	admin_visit_write(&m, out);
}

static void
admin_visited(struct str *out)
{
	const struct admin_visited m = { "visit_ok" };

	admin_visited_write(&m, out);
}

/* ---- files ---- */

static void
blobs(struct str *out)
{
	const struct blob_info photo = {
		.id = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		.name = "红山路路灯.jpg",
		.type = BLOB_JPEG,
		.bytes = 73112,
		.have = 73112,
		.by = "1154",
		.at = AT,
		.complete = true,
	};

	blob_json_write(&photo, 1, out);
}

static void
bytes(struct str *out)
{
	json_escape("…", out);
}

/* ---- all ---- */

static const struct {
	const char *schema;
	void (*write)(struct str *out);
} samples[] = {
	{ "Audit", audit },
	{ "Kept", kept },
	{ "Records", records },
	{ "RecordsKept", records_kept },
	{ "RecordsPage", records_page },
	{ "AdminUser", admin_user },
	{ "AdminChange", admin_change },
	{ "Deputy", deputy },
	{ "People", people },
	{ "Tables", tables },
	{ "TablesAnswer", tables_answer },
	{ "SeatRows", seat_rows },
	{ "SeatsThere", seats_there },
	{ "AdminSeat", admin_seat },
	{ "AdminCode", admin_code },
	{ "AdminDraw", admin_draw },
	{ "AdminDrawn", admin_drawn },
	{ "AdminImport", admin_import },
	{ "AdminImported", admin_imported },
	{ "AdminVisit", admin_visit },
	{ "AdminVisited", admin_visited },
	{ "Blobs", blobs },
	{ "bytes", bytes },
};

bool
openapi_sample_desk(const char *schema, struct str *out)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (strcmp(samples[i].schema, schema) == 0) {
			samples[i].write(out);
			return true;
		}
	return false;
}
