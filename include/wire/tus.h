#ifndef WIRE_TUS_H
#define WIRE_TUS_H

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "model/blob.h"

/* The header texts of a resumable upload (tus 1.0: core, creation, checksum), both ends. */

#define TUS_VERSION "1.0.0"
#define TUS_BODY    "application/offset+octet-stream"

/* What is said when an upload begins: Upload-Metadata "sha256 <b64>,filename <b64>,by <b64>,ticket <b64>". */
struct tus_upload {
	char id[BLOB_ID_SIZE], name[BLOB_NAME_BYTES];
	char by[16];
	char ticket[ID_SIZE]; /* "" when the sender does not say */
};
/** tus_metadata_write(u, out): append. tus_metadata_read(text, u, e): ERR_SYNTAX when it cannot be read, ERR_INVALID when
 * what is said cannot be; keys that are not known are passed over, as tus wants it. */
void tus_metadata_write(const struct tus_upload *u, struct str *out);
enum err_code tus_metadata_read(const char *text, struct tus_upload *u, struct err *e);
/** tus_checksum_write(p, n, out): append "sha256 <b64>". tus_checksum_fits(text, p, n, e): ERR_SYNTAX when the text is
 * no checksum or of another kind, ERR_CHECKSUM when it is of other bytes. */
void tus_checksum_write(const void *p, size_t n, struct str *out);
enum err_code tus_checksum_fits(const char *text, const void *p, size_t n, struct err *e);

#endif
