/* Playing a lesson's tape: the file is read and checked once, records are then places in it. A record is known good before
 * it is counted, so playing never meets a torn one; what a good check hides (a frame made by another hand) is still only
 * a damaged picture (canvas_diff_read). */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "client/ui/canvas_diff.h"
#include "tape_p.h"

struct place {
	enum tape_kind kind;
	int64_t ms;
	char *p; /* into the file */
	size_t n;
};

struct tape {
	struct str file;
	struct place *at;
	size_t n, size;
	bool ended;
};

static bool
add(struct tape *t, const struct place *one)
{
	if (t->n == t->size) {
		size_t size = t->size == 0 ? 256 : t->size * 2;
		struct place *grown = realloc(t->at, size * sizeof(*grown));

		if (grown == NULL)
			return false;
		t->at = grown;
		t->size = size;
	}
	t->at[t->n++] = *one;
	return true;
}

/* One record at *p. false: it ends, or breaks off, here. */
static bool
get(char **p, const char *end, struct place *one)
{
	const char *q = *p;
	char check[TAPE_CHECK_BYTES];
	uint32_t n, ms;
	char *body;

	if (!leb_get(&q, end, &n) || n < 2 || n > (size_t)(end - q) ||
	    (size_t)(end - q) - n < TAPE_CHECK_BYTES)
		return false;
	body = *p + (q - *p);
	tape_check(*p, (size_t)(body - *p) + n, check);
	if (memcmp(check, body + n, TAPE_CHECK_BYTES) != 0)
		return false;
	one->kind = (enum tape_kind)(unsigned char)*q++;
	if (!leb_get(&q, body + n, &ms))
		return false;
	one->ms = ms;
	one->p = body + (q - body);
	one->n = (size_t)(body + n - q);
	*p = body + n + TAPE_CHECK_BYTES;
	return true;
}

static bool
is_text(enum tape_kind k)
{
	return k == TAPE_TITLE || k == TAPE_KEY || k == TAPE_NOTE || k == TAPE_ASIDE;
}

static enum err_code
find_records(struct tape *t, struct err *e)
{
	char *p = t->file.s + strlen(TAPE_MAGIC);
	const char *end = t->file.s + t->file.len;
	struct place one;
	int64_t ms = 0;

	while (!t->ended && get(&p, end, &one)) {
		ms += one.ms;
		one.ms = ms;
		if (is_text(one.kind) && (one.n > TAPE_TEXT_BYTES || !utf8_valid(one.p, one.n)))
			break;
		t->ended = one.kind == TAPE_END;
		if (!add(t, &one))
			return err_set(e, ERR_NO_MEMORY, NULL);
	}
	if (t->n == 0 || t->at[0].kind != TAPE_TITLE)
		return err_set(e, ERR_INVALID, "这不是一课的回放, 或开头已经损坏。");
	/* the check behind a text has done its work: its place is the text's NUL */
	for (size_t i = 0; i < t->n; i++)
		if (is_text(t->at[i].kind))
			t->at[i].p[t->at[i].n] = '\0';
	return ERR_OK;
}

enum err_code
tape_open(const char *path, struct tape **out, struct err *e)
{
	struct tape *t = calloc(1, sizeof(*t));
	enum err_code rc;

	*out = NULL;
	if (t == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = fs_read(path, TAPE_FILE_BYTES, &t->file, e);
	if (rc == ERR_OK && !str_starts(str_c(&t->file), TAPE_MAGIC))
		rc = err_set(e, ERR_INVALID, "%s 不是一课的回放, 或由别的版本录制。", path);
	if (rc == ERR_OK)
		rc = find_records(t, e);
	if (rc != ERR_OK) {
		tape_free(t);
		return rc;
	}
	*out = t;
	return ERR_OK;
}

void
tape_free(struct tape *t)
{
	if (t == NULL)
		return;
	str_free(&t->file);
	free(t->at);
	free(t);
}

bool
tape_broken(const struct tape *t)
{
	return !t->ended;
}

size_t
tape_count(const struct tape *t)
{
	return t->n;
}

struct tape_record
tape_at(const struct tape *t, size_t i)
{
	const struct place *one = &t->at[i];

	return (struct tape_record){ one->kind, one->ms, is_text(one->kind) ? one->p : "" };
}

int64_t
tape_length_ms(const struct tape *t)
{
	return t->at[t->n - 1].ms;
}

bool
tape_show(const struct tape *t, size_t i, struct canvas *c)
{
	return t->at[i].kind != TAPE_FRAME || canvas_diff_read(c, t->at[i].p, t->at[i].n);
}

bool
tape_seek(const struct tape *t, size_t i, struct canvas *c)
{
	for (size_t k = 0; k <= i && k < t->n; k++)
		if (!tape_show(t, k, c))
			return false;
	return true;
}
