/* What an attachment is, by its first bytes, and whether its name says the same: what units open on their desks must be what
 * the list says it is, and their desks go by the name. Not done here: looking into the rest of a file. */
#include "model/blob.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/members.h"

static const struct row {
	const char *json, *label;
	const char *ends; /* what its name may end in, the usual one first */
	bool image;
} rows[BLOB_TYPES] = {
	[BLOB_UNKNOWN] = { "", "文件", "", false },
	[BLOB_JPEG] = { "jpeg", "照片", "jpg,jpeg,jpe,jfif", true },
	[BLOB_PNG] = { "png", "图片", "png", true },
	[BLOB_GIF] = { "gif", "图片", "gif", true },
	[BLOB_PDF] = { "pdf", "文档", "pdf", false },
	[BLOB_MP4] = { "mp4", "视频", "mp4,m4v,mov,3gp,m4a", false },
	[BLOB_AMR] = { "amr", "录音", "amr", false },
	[BLOB_WAV] = { "wav", "录音", "wav", false },
	[BLOB_TXT] = { "txt", "文本", "txt,csv,tsv,md,log", false },
	[BLOB_HEIC] = { "heic", "照片", "heic,heif", true },
	[BLOB_WEBP] = { "webp", "图片", "webp", true },
	[BLOB_BMP] = { "bmp", "图片", "bmp,dib", true },
	[BLOB_TIFF] = { "tiff", "图片", "tif,tiff", true },
	[BLOB_OFFICE] = { "office", "文档", "docx,xlsx,pptx,doc,xls,ppt,wps,et,dps,odt,ods,odp",
	    false },
	/* an office document may begin like any other archive */
	[BLOB_ZIP] = { "zip", "压缩包", "zip,docx,xlsx,pptx,odt,ods,odp,ofd", false },
	[BLOB_MP3] = { "mp3", "录音", "mp3", false },
};

#define ZIP "PK\3\4"

/* The first that fits counts: what is more particular stands before what is less. */
static const struct magic {
	enum blob_type type;
	size_t at, n;
	const char *bytes;
	size_t at2, n2; /* of the second piece; 0 without one */
	const char *bytes2;
} magics[] = {
	{ BLOB_JPEG, 0, 3, "\xff\xd8\xff", 0, 0, NULL },
	{ BLOB_PNG, 0, 8, "\x89PNG\r\n\x1a\n", 0, 0, NULL },
	{ BLOB_GIF, 0, 6, "GIF87a", 0, 0, NULL },
	{ BLOB_GIF, 0, 6, "GIF89a", 0, 0, NULL },
	{ BLOB_PDF, 0, 5, "%PDF-", 0, 0, NULL },
	{ BLOB_HEIC, 4, 4, "ftyp", 8, 3, "hei" }, /* heic, heix, heim, heis */
	{ BLOB_HEIC, 4, 4, "ftyp", 8, 4, "mif1" },
	{ BLOB_HEIC, 4, 4, "ftyp", 8, 4, "msf1" },
	{ BLOB_HEIC, 4, 4, "ftyp", 8, 4, "hevc" },
	{ BLOB_MP4, 4, 4, "ftyp", 0, 0, NULL },
	{ BLOB_AMR, 0, 5, "#!AMR", 0, 0, NULL },
	{ BLOB_WAV, 0, 4, "RIFF", 8, 4, "WAVE" },
	{ BLOB_WEBP, 0, 4, "RIFF", 8, 4, "WEBP" },
	/* two letters alone begin many a word: its second header begins with its size */
	{ BLOB_BMP, 0, 2, "BM", 14, 4, "\x0c\0\0\0" },
	{ BLOB_BMP, 0, 2, "BM", 14, 4, "\x28\0\0\0" },
	{ BLOB_BMP, 0, 2, "BM", 14, 4, "\x6c\0\0\0" },
	{ BLOB_BMP, 0, 2, "BM", 14, 4, "\x7c\0\0\0" },
	{ BLOB_TIFF, 0, 4, "II*\0", 0, 0, NULL },
	{ BLOB_TIFF, 0, 4, "MM\0*", 0, 0, NULL },
	{ BLOB_OFFICE, 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, 0, NULL },
	{ BLOB_OFFICE, 0, 4, ZIP, 30, 19,
	    "[Content_Types].xml" }, /* the name of the first member */
	{ BLOB_OFFICE, 0, 4, ZIP, 30, 9, "docProps/" },
	{ BLOB_OFFICE, 0, 4, ZIP, 30, 6, "_rels/" },
	{ BLOB_OFFICE, 0, 4, ZIP, 30, 38, "mimetypeapplication/vnd.oasis.opendocu" },
	{ BLOB_ZIP, 0, 4, ZIP, 0, 0, NULL },
	{ BLOB_MP3, 0, 3, "ID3", 0, 0, NULL },
	{ BLOB_MP3, 0, 2, "\xff\xfb", 0, 0, NULL },
	{ BLOB_MP3, 0, 2, "\xff\xfa", 0, 0, NULL },
	{ BLOB_MP3, 0, 2, "\xff\xf3", 0, 0, NULL },
	{ BLOB_MP3, 0, 2, "\xff\xf2", 0, 0, NULL },
};

/* Words in whatever encoding: no control characters but those of lines and tabs. */
static bool
is_text(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < 0x20 && p[i] != '\n' && p[i] != '\r' && p[i] != '\t' && p[i] != '\f') ||
		    p[i] == 0x7f)
			return false;
	return n > 0;
}

static bool
has_at(const unsigned char *p, size_t n, size_t at, const char *bytes, size_t len)
{
	return n >= at + len && memcmp(p + at, bytes, len) == 0;
}

static bool
fits(const struct magic *m, const unsigned char *p, size_t n)
{
	return has_at(p, n, m->at, m->bytes, m->n) &&
	       (m->n2 == 0 || has_at(p, n, m->at2, m->bytes2, m->n2));
}

enum blob_type
blob_type_of(const void *p, size_t n)
{
	if (n > BLOB_HEAD_BYTES)
		n = BLOB_HEAD_BYTES;
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (fits(&magics[i], p, n))
			return magics[i].type;
	return is_text(p, n) ? BLOB_TXT : BLOB_UNKNOWN;
}

/* ---- and what its name says ---- */

#define END_BYTES 8

/* What stands behind the last dot, in small letters; "" when that is no type of a file: too long, or no letter in it
 * ("现场11.18"). */
static void
ending(const char *name, char out[END_BYTES])
{
	const char *dot = strrchr(name, '.');
	size_t n = dot != NULL ? strlen(dot + 1) : 0;
	bool letter = false;

	out[0] = '\0';
	if (n == 0 || n >= END_BYTES)
		return;
	for (size_t i = 0; i < n; i++) {
		const char c = dot[1 + i];
		const int low = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;

		if ((low < 'a' || low > 'z') && (low < '0' || low > '9')) {
			out[0] = '\0';
			return;
		}
		letter = letter || low >= 'a';
		out[i] = (char)low;
	}
	out[letter ? n : 0] = '\0';
}

enum err_code
blob_check(const char *name, const void *p, size_t n, enum blob_type *type, struct err *e)
{
	char end[END_BYTES];
	const struct row *r;

	*type = blob_type_of(p, n);
	r = &rows[*type];
	if (*name == '\0')
		name = "这个文件";
	if (*type == BLOB_UNKNOWN)
		return err_set(e, ERR_MEDIA, "“%s”不能作附件: %s。", name, BLOB_TYPES_TEXT);
	ending(name, end);
	if (end[0] == '\0' || members_has(r->ends, end))
		return ERR_OK;
	return err_set(e, ERR_MEDIA,
	    "“%s”的内容是%s, 和名字结尾的 .%s 对不上, 不能作附件: 请核对是不是拿错了文件; "
	    "确是%s的, 把名字改成 .%.*s 结尾再添加。",
	    name, r->label, end, r->label, (int)strcspn(r->ends, ","), r->ends);
}

bool
blob_none_is_image(const char *ids, blob_type_fn *type_of, void *arg)
{
	const char *one = NULL;
	bool any = false;
	size_t n = 0;

	while (members_next(ids, &one, &n)) {
		char id[BLOB_ID_SIZE];
		enum blob_type type;

		if (n >= sizeof(id))
			continue;
		memcpy(id, one, n);
		id[n] = '\0';
		type = type_of(arg, id);
		if (type == BLOB_UNKNOWN || rows[type].image)
			return false;
		any = true;
	}
	return any;
}

const char *
blob_type_json(int type)
{
	return type >= 0 && type < BLOB_TYPES ? rows[type].json : "";
}

int
blob_type_by_json(const char *s)
{
	for (int i = 1; i < BLOB_TYPES; i++)
		if (strcmp(rows[i].json, s) == 0)
			return i;
	return -1;
}

const char *
blob_type_label(enum blob_type type)
{
	return rows[type < BLOB_TYPES ? type : BLOB_UNKNOWN].label;
}

bool
blob_is_image(enum blob_type type)
{
	return type < BLOB_TYPES && rows[type].image;
}

bool
blob_id_valid(const char *s)
{
	return strlen(s) == BLOB_ID_SIZE - 1 && strspn(s, "0123456789abcdef") == BLOB_ID_SIZE - 1;
}

void
blob_name(const char *path, char out[BLOB_NAME_BYTES])
{
	const char *slash = strrchr(path, '/'), *p = slash != NULL ? slash + 1 : path;
	size_t left = strlen(p), at = 0;

	while (left > 0) {
		uint32_t cp = 0;
		size_t n = utf8_next(p, left, &cp), step = n > 0 ? n : 1;
		bool bad = n == 0 || utf8_is_hidden(cp) || cp == '\\';

		if (at + (bad ? 1 : n) >= BLOB_NAME_BYTES)
			break;
		if (bad)
			out[at++] = '_';
		else
			memcpy(out + at, p, n);
		at += bad ? 0 : n;
		p += step;
		left -= step;
	}
	out[at] = '\0';
	if (strcmp(out, ".") == 0 || strcmp(out, "..") == 0)
		out[0] = '\0';
}

void
blob_size_text(int64_t bytes, char *out, size_t size)
{
	if (bytes >= INT64_C(1) << 20)
		snprintf(out, size, "%.1f MB", (double)bytes / (1024.0 * 1024.0));
	else if (bytes >= 1024)
		snprintf(out, size, "%lld KB", (long long)((bytes + 1023) / 1024));
	else
		snprintf(out, size, "%lld 字节", (long long)bytes);
}
