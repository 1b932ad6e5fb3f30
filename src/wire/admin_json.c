/* The administrator's messages, each a table. Not done here: whether a name, a role or a unit will do (server/api). */
#include "wire/admin_json.h"

#include "codec_p.h"
#include "schema_p.h"

static const struct codec_row user_rows[] = {
	CODEC_ROW("job_no", admin_user, job_no, TEXT, CODEC_MUST),
	CODEC_ROW("name", admin_user, name, TEXT, 0),
	CODEC_ROW("roles", admin_user, roles, TEXT, 0),
	CODEC_ROW("unit", admin_user, unit, TEXT, 0),
	CODEC_ROW("skills", admin_user, skills, TEXT, 0),
	CODEC_ROW("company", admin_user, company, TEXT, 0),
	CODEC_ROW("pwhash", admin_user, pwhash, TEXT, 0),
};
static const struct codec_row deputy_rows[] = {
	CODEC_ROW("job_no", admin_deputy, job_no, TEXT, CODEC_MUST),
	CODEC_ROW("from", admin_deputy, from, TEXT, CODEC_ALWAYS),
	CODEC_ROW("to", admin_deputy, to, TEXT, CODEC_ALWAYS),
};
static const struct codec_row change_rows[] = {
	CODEC_ROW("name", admin_change, name, TEXT, CODEC_MUST),
	CODEC_ROW("roles", admin_change, roles, TEXT, CODEC_MUST),
	CODEC_ROW("unit", admin_change, unit, TEXT, CODEC_ALWAYS),
	CODEC_ROW("skills", admin_change, skills, TEXT, CODEC_ALWAYS),
	CODEC_ROW("company", admin_change, company, TEXT, CODEC_ALWAYS),
	CODEC_ROW("active", admin_change, active, BOOL, CODEC_MUST),
	CODEC_ROW("rev", admin_change, rev, COUNT, CODEC_MUST),
};
static const struct codec_row seat_rows[] = {
	CODEC_ROW("seat_no", admin_seat, seat_no, TEXT, CODEC_ALWAYS),
};
static const struct codec_row code_rows[] = {
	CODEC_ROW("code", admin_code, code, TEXT, CODEC_MUST),
	CODEC_ROW("seat_no", admin_code, seat_no, TEXT, CODEC_ALWAYS),
	CODEC_ROW("expires_at", admin_code, expires_at, COUNT, CODEC_MUST),
};

static const struct codec_row import_rows[] = {
	CODEC_ROW("file", admin_import, file, TEXT, CODEC_MUST),
};
static const struct codec_row imported_rows[] = {
	CODEC_ROW("changed", admin_imported, changed, COUNT, CODEC_MUST),
};
static const struct codec_row draw_rows[] = {
	CODEC_ROW("month", admin_draw, month, TEXT, CODEC_MUST),
	CODEC_ROW("count", admin_draw, count, COUNT, CODEC_MUST),
	CODEC_ROW("seed", admin_draw, seed, COUNT, CODEC_MUST),
	CODEC_ROW("calls", admin_draw, calls, COUNT, 0),
};
static const struct codec_row drawn_rows[] = {
	CODEC_ROW("kept", admin_drawn, kept, COUNT, CODEC_MUST),
};
static const struct codec_row visit_rows[] = {
	CODEC_ROW("ticket_no", admin_visit, ticket_no, TEXT, CODEC_MUST),
	CODEC_ROW("at", admin_visit, at, COUNT, CODEC_MUST),
	CODEC_ROW("method", admin_visit, method, TEXT, 0),
	CODEC_ROW("solved", admin_visit, solved, TEXT, 0),
	CODEC_ROW("stars", admin_visit, stars, TEXT, 0),
	CODEC_ROW("manner", admin_visit, manner, TEXT, 0),
	CODEC_ROW("words", admin_visit, words, TEXT, 0),
	CODEC_ROW("result", admin_visit, result, TEXT, 0),
	CODEC_ROW("dry_run", admin_visit, dry_run, BOOL, 0),
};
static const struct codec_row visited_rows[] = {
	CODEC_ROW("step", admin_visited, step, TEXT, CODEC_ALWAYS),
};
const struct codec_table table_visit = CODEC_TABLE(visit_rows);
const struct codec_table table_visited = CODEC_TABLE(visited_rows);
const struct codec_table table_draw = CODEC_TABLE(draw_rows);
const struct codec_table table_drawn = CODEC_TABLE(drawn_rows);
const struct codec_table table_user = CODEC_TABLE(user_rows);
const struct codec_table table_deputy = CODEC_TABLE(deputy_rows);
const struct codec_table table_change = CODEC_TABLE(change_rows);
const struct codec_table table_seat = CODEC_TABLE(seat_rows);
const struct codec_table table_code = CODEC_TABLE(code_rows);
const struct codec_table table_import = CODEC_TABLE(import_rows);
const struct codec_table table_imported = CODEC_TABLE(imported_rows);

#define CODEC(name)                                                                   \
	void admin_##name##_write(const struct admin_##name *m, struct str *out)      \
	{                                                                             \
		struct json_out o = json_open(out);                                   \
                                                                                      \
		codec_write(name##_rows, CODEC_COUNT_OF(name##_rows), m, &o);         \
		json_close(&o);                                                       \
	}                                                                             \
	enum err_code admin_##name##_read(                                            \
	    const char *text, size_t len, struct admin_##name *m, struct err *e)      \
	{                                                                             \
		*m = (struct admin_##name){ 0 };                                      \
		return codec_read_text(                                               \
		    name##_rows, CODEC_COUNT_OF(name##_rows), true, text, len, m, e); \
	}

CODEC(user)
CODEC(deputy)
CODEC(change)
CODEC(seat)
CODEC(code)
CODEC(import)
CODEC(imported)
CODEC(draw)
CODEC(drawn)
CODEC(visit)
CODEC(visited)
