#ifndef WIRE_SCHEMA_P_H
#define WIRE_SCHEMA_P_H

#include "codec_p.h"
#include "wire/json_write.h"

/* The tables of the messages, for whoever describes them. */
struct codec_table {
	const struct codec_row *rows;
	size_t n;
};
#define CODEC_TABLE(rows)                  \
	{                                  \
		rows, CODEC_COUNT_OF(rows) \
	}

extern const struct codec_table table_centre, table_enrol, table_device, table_login, table_session,
    table_snapshot, table_feed;                                    /* message.c */
extern const struct codec_table table_op, table_single;            /* op.c */
extern const struct codec_table table_item;                        /* ops.c */
extern const struct codec_table table_result, table_single_result, /* results.c */
    table_results;
extern const struct codec_table table_problem, table_error;                /* problem.c */
extern const struct codec_table table_ticket;                              /* ticket_json.c */
extern const struct codec_table table_work, table_assignment, table_asked; /* work_json.c */
extern const struct codec_table table_event, table_salt;                   /* event_json.c */
extern const struct codec_table table_audit;                               /* audit_json.c */
extern const struct codec_table table_record, table_refused, table_record_answer,
    table_record_page;                      /* record_json.c */
extern const struct codec_table table_blob; /* blob_json.c */
extern const struct codec_table table_page; /* page_read.c */
extern const struct codec_table table_user, table_seat, table_code, table_import, table_imported,
    table_draw, table_drawn, table_visit, table_visited, table_change,
    table_deputy; /* admin_json.c */
extern const struct codec_table table_person, table_seat_row, table_seat_there,
    table_list_end; /* people_json.c */
extern const struct codec_table table_tables_file, table_tables_ask,
    table_tables_answer; /* tables_json.c */

/** schema_label(schema, member): its meaning in Chinese, for "description"; "" when nobody has written it. */
const char *schema_label(const char *schema, const char *member);

/* Messages that no table knows: schema_text.c. Each adds what follows the description to the open object. */
typedef void schema_fn(struct json_out *o);
schema_fn schema_fields, schema_seen, schema_matter, schema_identity; /* of a ticket */
schema_fn schema_args, schema_said, schema_args_identity;             /* of an event */
schema_fn schema_article, schema_asked, schema_page_rows, schema_gone, schema_digest, schema_health,
    schema_ready, schema_kept;

#endif
