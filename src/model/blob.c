/* What an attachment is, by its first bytes. A file's name and what a sender says of it are never believed: what units open
 * on their desks must be what the list says it is. Not done here: looking into the rest of a file. */
#include "model/blob.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

static const struct row {
	const char *json, *label;
} rows[BLOB_TYPES] = {
	[BLOB_UNKNOWN] = { "", "文件" },
	[BLOB_JPEG] = { "jpeg", "照片" },
	[BLOB_PNG] = { "png", "图片" },
	[BLOB_GIF] = { "gif", "图片" },
	[BLOB_PDF] = { "pdf", "文档" },
	[BLOB_MP4] = { "mp4", "视频" },
	[BLOB_AMR] = { "amr", "录音" },
	[BLOB_WAV] = { "wav", "录音" },
	[BLOB_TXT] = { "txt", "文本" },
};

static const struct magic {
	enum blob_type type;
	size_t at, n;
	const char *bytes;
	size_t at2; /* 0: nothing more is asked */
	const char *bytes2;
} magics[] = {
	{ BLOB_JPEG, 0, 3, "\xff\xd8\xff", 0, NULL },
	{ BLOB_PNG, 0, 8, "\x89PNG\r\n\x1a\n", 0, NULL },
	{ BLOB_GIF, 0, 6, "GIF87a", 0, NULL },
	{ BLOB_GIF, 0, 6, "GIF89a", 0, NULL },
	{ BLOB_PDF, 0, 5, "%PDF-", 0, NULL },
	{ BLOB_MP4, 4, 4, "ftyp", 0, NULL },
	{ BLOB_AMR, 0, 5, "#!AMR", 0, NULL },
	{ BLOB_WAV, 0, 4, "RIFF", 8, "WAVE" },
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
fits(const struct magic *m, const unsigned char *p, size_t n)
{
	if (n < m->at + m->n || memcmp(p + m->at, m->bytes, m->n) != 0)
		return false;
	return m->bytes2 == NULL || (n >= m->at2 + strlen(m->bytes2) &&
					memcmp(p + m->at2, m->bytes2, strlen(m->bytes2)) == 0);
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
	return type == BLOB_JPEG || type == BLOB_PNG || type == BLOB_GIF;
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
