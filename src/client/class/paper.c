/* The paper of an exam that is handed out: drawn, written as text, read, and kept at a trainee's seat.
 *
 * Invariants: a paper is kept whole or not at all; a name becomes part of a file's only without what would lead elsewhere.
 * Not here: the lot (model/exam.h), how the text gets there (room.h), which call comes next (exam.c). */
#include "client/class/paper.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "exam_p.h"

#define HEAD   "hotseat paper 1\n"
#define FOLDER "papers"

/* ---- drawing ---- */

static enum err_code
add_call(
    const struct shelf *shelf, const char *id, uint64_t variant, struct str *out, struct err *e)
{
	struct str file = { 0 };
	enum err_code rc = err_set(e, ERR_NOT_FOUND, "没有案例 %s。", id);

	for (int i = 0; i < shelf->n; i++)
		if (shelf->item[i].id == id)
			rc = fs_read_text(shelf->item[i].path, SCENARIO_BYTES, &file, e);
	if (rc == ERR_OK && out->len + file.len + 128 > PAPER_BYTES)
		rc = ERR_LIMIT;
	if (rc == ERR_OK) {
		str_addf(out, "%s\t%" PRIu64 "\t%zu\n", id, variant, file.len);
		str_add_n(out, str_c(&file), file.len);
	}
	str_free(&file);
	return rc;
}

enum err_code
paper_draw(const struct shelf *shelf, const char *dir, const char *const *who, int n, uint64_t seed,
    struct str *out, struct err *e)
{
	struct lot l;
	struct exam_pick pick;
	enum err_code rc = lot_open(&l, shelf, dir, who, n, "", e);
	struct exam_lots from = lot_from(&l);
	const size_t left = rc == ERR_OK ? exam_left(&from) : 0;

	if (rc == ERR_OK && left < EXAM_QUESTIONS)
		rc = err_set(e, ERR_STATE,
		    "能考的案例只剩 %d 个, 要 %d 个: 观摩、引导过的不再考, 请加案例。", (int)left,
		    EXAM_QUESTIONS);
	str_add(out, HEAD);
	for (int i = 0; i < PAPER_CALLS && rc == ERR_OK; i++) {
		const int nth = i % EXAM_QUESTIONS + 1;
		const struct exam_item *item;

		from = lot_from(&l);
		if (!exam_lot(&from, seed + (uint64_t)(i / EXAM_QUESTIONS), nth, &pick))
			break; /* those in place of others are as many as there are */
		item = &l.item[pick.item];
		rc = add_call(shelf, item->id, pick.variant, out, e);
		if (rc == ERR_LIMIT && i >= EXAM_QUESTIONS) {
			rc = ERR_OK;
			break;
		}
		if (rc == ERR_LIMIT)
			rc = err_set(e, rc, "抽中的案例文件太大, 一套题放不下。");
		l.had[l.m++] = (struct exam_had){ item->id, pick.variant, false, true };
	}
	lot_free(&l);
	if (rc == ERR_OK && out->bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc;
}

/* ---- reading ---- */

static bool
is_id(const char *s)
{
	return *s != '\0' && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				       "0123456789-_") == strlen(s);
}

/* One call at *p. */
static bool
read_call(const char **p, struct paper_call *c)
{
	const char *line = *p, *end = strchr(line, '\n');
	char head[96], *variant, *bytes;
	long long v, n;

	if (end == NULL || (size_t)(end - line) >= sizeof(head))
		return false;
	(void)snprintf(head, sizeof(head), "%.*s", (int)(end - line), line);
	variant = strchr(head, '\t');
	bytes = variant != NULL ? strchr(variant + 1, '\t') : NULL;
	if (bytes == NULL)
		return false;
	*variant++ = *bytes++ = '\0';
	if (!str_copy(c->scenario, sizeof(c->scenario), head) || !is_id(c->scenario) ||
	    !str_int(variant, 0, INT64_MAX, &v) || !str_int(bytes, 1, SCENARIO_BYTES, &n) ||
	    (size_t)n > strlen(end + 1))
		return false;
	c->variant = (uint64_t)v;
	c->text = end + 1;
	c->len = (size_t)n;
	*p = end + 1 + n;
	return true;
}

int
paper_read(const char *text, struct paper_call call[PAPER_CALLS], struct err *e)
{
	const char *p = text + (str_starts(text, HEAD) ? strlen(HEAD) : 0);
	int n = 0;

	while (p != text && *p != '\0' && n < PAPER_CALLS && read_call(&p, &call[n]))
		n++;
	if (p != text && *p == '\0' && n >= EXAM_QUESTIONS)
		return n;
	(void)err_set(e, ERR_INVALID, "这套题不完整, 或由别的版本发出。");
	return -1;
}

/* ---- keeping ---- */

static enum err_code
path_of(const char *dir, const char *trainee, const char *id, const char *tail, char out[512],
    struct err *e)
{
	const int n = snprintf(out, 512, "%s/" FOLDER "/%.31s-%.31s%s", dir, id, trainee, tail);

	if (n < 0 || n >= 512)
		return err_set(e, ERR_LIMIT, "成绩目录的路径太长: %s", dir);
	for (char *p = out + strlen(dir) + strlen("/" FOLDER "/"); *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
	return ERR_OK;
}

enum err_code
paper_keep(const char *dir, const char *trainee, const char *id, const char *text, struct err *e)
{
	struct paper_call call[PAPER_CALLS];
	char path[512], folder[512];
	enum err_code rc = path_of(dir, trainee, id, ".paper", path, e);

	if (rc == ERR_OK && (!is_id(id) || strlen(id) > 31))
		rc = err_set(e, ERR_INVALID, "整场考试的编号不能用。");
	if (rc == ERR_OK && paper_read(text, call, e) < 0)
		rc = ERR_INVALID;
	if (rc == ERR_OK && !fs_join(folder, sizeof(folder), dir, FOLDER))
		rc = err_set(e, ERR_LIMIT, "成绩目录的路径太长: %s", dir);
	if (rc == ERR_OK)
		rc = fs_mkdirs(folder, e);
	return rc != ERR_OK ? rc : fs_write(path, text, strlen(text), 0600, e);
}

enum err_code
paper_load(const char *dir, const char *trainee, const char *id, struct str *out, struct err *e)
{
	char path[512];
	enum err_code rc = path_of(dir, trainee, id, ".paper", path, e);

	if (rc == ERR_OK && !fs_exists(path))
		rc = err_set(e, ERR_NOT_FOUND, "没有这套题。");
	return rc != ERR_OK ? rc : fs_read_text(path, PAPER_BYTES, out, e);
}

enum err_code
paper_lay(const char *dir, const char *trainee, const char *id, const struct paper_call *call,
    char path[512], struct err *e)
{
	const enum err_code rc = path_of(dir, trainee, id, ".txt", path, e);

	return rc != ERR_OK ? rc : fs_write(path, call->text, call->len, 0600, e);
}

void
paper_drop(const char *dir, const char *trainee, const char *id)
{
	static const char *const tails[] = { ".paper", ".txt" };
	char path[512];

	for (int i = 0; i < 2; i++)
		if (path_of(dir, trainee, id, tails[i], path, NULL) == ERR_OK)
			(void)remove(path);
}
