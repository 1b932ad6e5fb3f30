#ifndef MODEL_BLOB_H
#define MODEL_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* An attachment of a ticket: a photograph, a scan, a recording. It is known by the SHA-256 of its bytes; events name it by
 * that. What a file is, its first bytes say, and its name may not say otherwise: the seat and the centre judge alike. */

#define BLOB_BYTES_MAX  (INT64_C(20) * 1024 * 1024) /* a file */
#define BLOB_PER_TICKET 9
#define BLOB_ID_SIZE    65  /* SHA-256 as hex + NUL */
#define BLOB_NAME_BYTES 128 /* its name + NUL */
#define BLOB_PIECE_BYTES \
	524288 /* a seat sends it by pieces of that size: a request body holds twice as much */
#define BLOB_UNUSED_DAYS \
	30 /* so long a file is kept that no ticket names, at the centre, and on a seat one that is there too */
#define BLOB_HEAD_BYTES 512 /* of the beginning, enough to know what it is */

enum blob_type {
	BLOB_UNKNOWN, /* not yet known, or none that is taken */
	BLOB_JPEG,
	BLOB_PNG,
	BLOB_GIF,
	BLOB_PDF,
	BLOB_MP4,
	BLOB_AMR,
	BLOB_WAV,
	BLOB_TXT,
	BLOB_HEIC,
	BLOB_WEBP,
	BLOB_BMP,
	BLOB_TIFF,
	BLOB_OFFICE,
	BLOB_ZIP,
	BLOB_MP3,
	BLOB_TYPES
};

struct blob_info {
	int64_t bytes, have; /* its size, and how much of it is there */
	int64_t at;
	enum blob_type type;
	char id[BLOB_ID_SIZE], name[BLOB_NAME_BYTES];
	char by[16];   /* who attached it */
	bool complete; /* whole, and the hash fits */
};

/** blob_type_of(p, n): what the beginning of a file says; ${n} its first BLOB_HEAD_BYTES, or the whole file. */
enum blob_type blob_type_of(const void *p, size_t n);
/** blob_check(name, p, n, type, e): may the file so named, that begins with these bytes, be an attachment? ERR_MEDIA with the
 * way forward: none that is taken, or another than its name says. A name without an ending says nothing. ${type}: what it is,
 * also then. */
enum err_code
blob_check(const char *name, const void *p, size_t n, enum blob_type *type, struct err *e);
/** blob_none_is_image(ids, type_of, arg): are all files of that list ("id,id") known, and none of them a picture? false of
 * an empty list: what is missing is asked for elsewhere. ${type_of}: BLOB_UNKNOWN of a file that is not here (yet). */
typedef enum blob_type blob_type_fn(void *arg, const char *id);
bool blob_none_is_image(const char *ids, blob_type_fn *type_of, void *arg);
/** blob_type_json: "jpeg"; "" of BLOB_UNKNOWN. blob_type_by_json: -1 unknown. blob_type_label: 照片. blob_is_image: can it be shown as a picture? */
const char *blob_type_json(int type);
int blob_type_by_json(const char *s);
const char *blob_type_label(enum blob_type type);
bool blob_is_image(enum blob_type type);
/** blob_id_valid(s): 64 lower-case hex digits. */
bool blob_id_valid(const char *s);
/** blob_name(path, out): the last part of ${path} as a name to keep: no directories, nothing hidden, cut to fit; "" when
 * nothing is left. */
void blob_name(const char *path, char out[BLOB_NAME_BYTES]);
/** blob_size_text(bytes, out, size): "3.4 MB", "812 KB", "40 字节". */
void blob_size_text(int64_t bytes, char *out, size_t size);

/* What is said wherever a file is refused: by the seat before it is taken, and by the centre. */
#define BLOB_TYPES_TEXT                                               \
	"只收 jpg、png、heic、webp、gif、bmp、tif 图片和 " \
	"pdf、办公文档、zip、mp4、mp3、amr、wav、txt 文件"

#endif
