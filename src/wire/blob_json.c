/* The list of a ticket's attachments on the wire. */
#include "wire/blob_json.h"

#include "base/limits.h"
#include "codec_p.h"
#include "rows_p.h"
#include "schema_p.h"

#define ROW(member, kind, flag) CODEC_ROW(#member, blob_info, member, kind, flag)

static const struct codec_names types = { blob_type_json, blob_type_by_json };

static const struct codec_row blob_rows[] = {
	ROW(id, HASH, CODEC_MUST),
	ROW(name, TEXT, CODEC_ALWAYS),
	CODEC_ROW_CODE("type", blob_info, type, 0, &types),
	ROW(bytes, COUNT, CODEC_ALWAYS),
	ROW(have, COUNT, CODEC_ALWAYS),
	ROW(by, TEXT, 0),
	ROW(at, COUNT, 0),
	ROW(complete, BOOL, CODEC_ALWAYS),
};
const struct codec_table table_blob = CODEC_TABLE(blob_rows);

static void
write_one(const struct blob_info *b, struct str *out)
{
	struct json_out one = json_open(out);

	codec_write(blob_rows, CODEC_COUNT_OF(blob_rows), b, &one);
	json_close(&one);
}

void
blob_json_write(const struct blob_info *list, size_t n, struct str *out)
{
	struct json_out o = json_open(out);

	json_key(&o, "files");
	str_add_c(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_c(out, ',');
		write_one(&list[i], out);
	}
	str_add_c(out, ']');
	json_close(&o);
}

enum err_code
blob_json_read(
    const char *text, size_t len, struct blob_info *out, size_t max, size_t *n, struct err *e)
{
	const struct json_in in = { false, e };
	const struct json_at at = { NULL, "files", 0 };
	json_t *root, *files;
	enum err_code rc = json_parse(text, len, LIMIT_BODY_BYTES, &root, e);

	*n = 0;
	if (rc != ERR_OK)
		return rc;
	files = json_object_get(root, "files");
	rc = rows_check_count(&in, &at, files, max);
	for (size_t i = 0; rc == ERR_OK && i < json_array_size(files); i++) {
		const struct json_at here = { &at, NULL, i };

		out[i] = (struct blob_info){ .id = "" };
		rc = codec_read(blob_rows, CODEC_COUNT_OF(blob_rows), NULL, &in, &here,
		    json_array_get(files, i), &out[i]);
		*n = i + 1;
	}
	json_decref(root);
	return rc;
}
