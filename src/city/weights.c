/* A weights file cut into reference rows and put together again. The head names the whole by its hash, so that pieces of
 * two files that a broken pull has mixed are never taken for one. */
#include "city/weights.h"

#include <stdio.h>
#include <string.h>

#define PIECE_BYTES 24576 /* 32 KiB as text: small beside a page */

void
weights_hash(const void *p, size_t n, char hex[SECRET_HEX_SIZE])
{
	uint8_t hash[SECRET_HASH_BYTES];

	secret_sha256(p, n, hash);
	secret_hex(hash, sizeof(hash), hex);
}

/* ---- cutting ---- */

size_t
weights_pieces(size_t bytes)
{
	return (bytes + PIECE_BYTES - 1) / PIECE_BYTES;
}

static void
add_head(const struct str *file, const struct classify_figures *f, struct str *text)
{
	char hash[SECRET_HEX_SIZE];

	weights_hash(file->s, file->len, hash);
	str_addf(text, "%s\t%zu\t%zu\t%u\t%u\t%u\t%u\t%u\t%u", hash, file->len,
	    weights_pieces(file->len), (unsigned)f->version, (unsigned)f->learned,
	    (unsigned)f->held, (unsigned)f->right, (unsigned)f->macro_f1, (unsigned)f->top3);
}

enum err_code
weights_rows_each(const struct str *file, city_row_fn *row, void *arg, struct err *e)
{
	struct classifier c;
	struct str text = { 0 };
	enum err_code rc = classify_open(file->s, file->len, &c, e);
	size_t n = 0;

	if (rc != ERR_OK)
		return rc;
	add_head(file, &c.figures, &text);
	if (!text.bad && !row(arg, WEIGHTS_KIND, WEIGHTS_HEAD, str_c(&text)))
		rc = ERR_CANCELLED;
	for (size_t at = 0; rc == ERR_OK && !text.bad && at < file->len; at += PIECE_BYTES, n++) {
		size_t left = file->len - at;
		char code[CITY_ROW_CODE_BYTES];

		snprintf(code, sizeof(code), WEIGHTS_HEAD "/%03zu", n);
		str_reset(&text);
		secret_b64(file->s + at, left < PIECE_BYTES ? left : PIECE_BYTES, &text);
		if (!text.bad && !row(arg, WEIGHTS_KIND, code, str_c(&text)))
			rc = ERR_CANCELLED;
	}
	if (text.bad)
		rc = ERR_NO_MEMORY;
	str_free(&text);
	return rc == ERR_OK ? rc : err_set(e, rc, NULL);
}

/* ---- joining ---- */

/* The cell at *at, cut to a number; *at moves behind it. */
static bool
number_cell(const char **at, long long lo, long long hi, long long *out)
{
	char cell[24];
	size_t n = strcspn(*at, "\t");

	if (n >= sizeof(cell))
		return false;
	memcpy(cell, *at, n);
	cell[n] = '\0';
	*at += n + ((*at)[n] == '\t');
	return str_int(cell, lo, hi, out);
}

static void
read_head(struct weights_join *j, const char *text)
{
	size_t n = strcspn(text, "\t");

	if (n != SECRET_HEX_SIZE - 1 || text[n] != '\t') {
		j->bad = true;
		return;
	}
	memcpy(j->hash, text, n);
	text += n + 1;
	if (!number_cell(&text, 1, CLASSIFY_MAX_BYTES, &j->bytes) ||
	    !number_cell(&text, 1, CLASSIFY_MAX_BYTES, &j->pieces))
		j->bad = true;
}

void
weights_join_row(struct weights_join *j, const char *code, const char *text)
{
	char want[CITY_ROW_CODE_BYTES];

	if (strcmp(code, WEIGHTS_HEAD) == 0) {
		read_head(j, text);
		return;
	}
	snprintf(want, sizeof(want), WEIGHTS_HEAD "/%03lld", j->n);
	if (j->bad || j->hash[0] == '\0' || strcmp(code, want) != 0 || j->n == j->pieces ||
	    !secret_unb64(text, strlen(text), &j->file) || j->file.len > (size_t)j->bytes)
		j->bad = true;
	j->n++;
}

enum err_code
weights_join_end(struct weights_join *j, struct classifier *c, struct err *e)
{
	char hash[SECRET_HEX_SIZE];

	if (j->hash[0] == '\0' && j->n == 0 && !j->bad)
		return err_set(e, ERR_NOT_FOUND, "还没有训练过分类权重。");
	if (j->file.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (j->bad || j->n != j->pieces || j->file.len != (size_t)j->bytes)
		return err_set(e, ERR_CORRUPT, "分类权重不完整或已损坏。");
	weights_hash(j->file.s, j->file.len, hash);
	if (strcmp(hash, j->hash) != 0)
		return err_set(e, ERR_CORRUPT, "分类权重的校验不符。");
	return classify_open(j->file.s, j->file.len, c, e);
}

void
weights_join_free(struct weights_join *j)
{
	str_free(&j->file);
	*j = (struct weights_join){ 0 };
}
