/* People and seats as lists on the wire. */
#include "wire/people_json.h"

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"

#define ROW(of, member, kind, flag) CODEC_ROW(#member, admin_##of, member, kind, flag)

static const struct codec_row person_rows[] = {
	ROW(person, job_no, TEXT, CODEC_MUST),
	ROW(person, name, TEXT, CODEC_ALWAYS),
	ROW(person, roles, TEXT, CODEC_ALWAYS),
	ROW(person, unit, TEXT, CODEC_ALWAYS),
	ROW(person, skills, TEXT, 0),
	ROW(person, company, TEXT, 0),
	ROW(person, active, BOOL, CODEC_ALWAYS),
	ROW(person, password, BOOL, CODEC_ALWAYS),
	ROW(person, once, BOOL, 0),
	ROW(person, sessions, INT, CODEC_ALWAYS),
	ROW(person, locked_until, COUNT, 0),
	ROW(person, last_at, COUNT, 0),
	ROW(person, rev, COUNT, CODEC_ALWAYS),
	ROW(person, deputy_by, TEXT, 0),
	ROW(person, deputy_from, TEXT, 0),
	ROW(person, deputy_to, TEXT, 0),
};
static const struct codec_row seat_row_rows[] = {
	ROW(seat_row, seat_no, TEXT, CODEC_MUST),
	ROW(seat_row, name, TEXT, CODEC_ALWAYS),
	ROW(seat_row, job_no, TEXT, 0),
	ROW(seat_row, enrolled_at, COUNT, CODEC_ALWAYS),
	ROW(seat_row, seen_at, COUNT, CODEC_ALWAYS),
	ROW(seat_row, pushed_at, COUNT, CODEC_ALWAYS),
	ROW(seat_row, last_op, COUNT, CODEC_ALWAYS),
	ROW(seat_row, offset_ms, NUMBER, CODEC_ALWAYS),
	ROW(seat_row, revoked, BOOL, CODEC_ALWAYS),
};
static const struct codec_row there_rows[] = {
	CODEC_ROW("seat_no", seat_there, seat_no, TEXT, CODEC_MUST),
	CODEC_ROW("job_no", seat_there, job_no, TEXT, CODEC_MUST),
	CODEC_ROW("state", seat_there, state, TEXT, CODEC_ALWAYS),
	CODEC_ROW("reached", seat_there, reached, BOOL, CODEC_ALWAYS),
};
struct end {
	bool more;
};
static const struct codec_row end_rows[] = { CODEC_ROW("more", end, more, BOOL, CODEC_ALWAYS) };
const struct codec_table table_list_end = CODEC_TABLE(end_rows);
const struct codec_table table_person = CODEC_TABLE(person_rows);
const struct codec_table table_seat_row = CODEC_TABLE(seat_row_rows);
const struct codec_table table_seat_there = CODEC_TABLE(there_rows);

/* One kind of list. */
struct kind {
	const char *member;
	const struct codec_row *rows;
	size_t n_rows, size, most;
};
static const struct kind people = { "people", person_rows, CODEC_COUNT_OF(person_rows),
	sizeof(struct admin_person), PEOPLE_ROWS };
static const struct kind seats = { "seats", seat_row_rows, CODEC_COUNT_OF(seat_row_rows),
	sizeof(struct admin_seat_row), PEOPLE_ROWS };
static const struct kind there = { "seats", there_rows, CODEC_COUNT_OF(there_rows),
	sizeof(struct seat_there), SEATS_THERE };

static void
write_list(const struct kind *k, const void *rows, size_t n, bool more, struct str *out)
{
	struct json_out o = json_open(out);

	json_key(&o, k->member);
	str_add_c(out, '[');
	for (size_t i = 0; i < n; i++) {
		struct json_out one;

		if (i > 0)
			str_add_c(out, ',');
		one = json_open(out);
		codec_write(k->rows, k->n_rows, (const char *)rows + i * k->size, &one);
		json_close(&one);
	}
	str_add_c(out, ']');
	json_key(&o, "more");
	str_add(out, more ? "true" : "false");
	json_close(&o);
}

static enum err_code
read_list(const struct kind *k, const char *text, size_t len, void *out, size_t *n, bool *more,
    struct err *e)
{
	const struct json_in in = { false, e };
	const struct json_at at = { NULL, k->member, 0 };
	json_t *root, *rows;
	enum err_code rc = json_parse(text, len, LIMIT_PAGE_BYTES, &root, e);

	*n = 0;
	*more = false;
	if (rc != ERR_OK)
		return rc;
	rows = json_object_get(root, k->member);
	rc = rows_check_count(&in, &at, rows, k->most);
	for (size_t i = 0; rc == ERR_OK && i < json_array_size(rows); i++) {
		const struct json_at here = { &at, NULL, i };

		rc = codec_read(k->rows, k->n_rows, NULL, &in, &here, json_array_get(rows, i),
		    (char *)out + i * k->size);
		*n = i + 1;
	}
	*more = json_is_true(json_object_get(root, "more"));
	json_decref(root);
	return rc;
}

void
people_write(const struct admin_person *rows, size_t n, bool more, struct str *out)
{
	write_list(&people, rows, n, more, out);
}

void
seat_rows_write(const struct admin_seat_row *rows, size_t n, bool more, struct str *out)
{
	write_list(&seats, rows, n, more, out);
}

enum err_code
people_read(
    const char *text, size_t len, struct admin_person *out, size_t *n, bool *more, struct err *e)
{
	for (size_t i = 0; i < PEOPLE_ROWS; i++)
		out[i] = (struct admin_person){ .job_no = "" };
	return read_list(&people, text, len, out, n, more, e);
}

enum err_code
seat_rows_read(
    const char *text, size_t len, struct admin_seat_row *out, size_t *n, bool *more, struct err *e)
{
	for (size_t i = 0; i < PEOPLE_ROWS; i++)
		out[i] = (struct admin_seat_row){ .seat_no = "" };
	return read_list(&seats, text, len, out, n, more, e);
}

void
seats_there_write(const struct seat_there *rows, size_t n, bool more, struct str *out)
{
	write_list(&there, rows, n, more, out);
}

enum err_code
seats_there_read(
    const char *text, size_t len, struct seat_there *out, size_t *n, bool *more, struct err *e)
{
	for (size_t i = 0; i < SEATS_THERE; i++)
		out[i] = (struct seat_there){ .seat_no = "" };
	return read_list(&there, text, len, out, n, more, e);
}
