/* Writing the typing journal. Invariants: records are numbered without gaps in the order they were made; a record is
 * written in one pwrite behind the last good one, so a torn one is overwritten by its own next try; what could not be
 * written waits in memory, in order; a file is begun anew only when the draft table has all that stands in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "journal_p.h"

struct mark { /* what a file holds of a draft that the table has not got */
	char draft[ID_SIZE];
	int64_t seq;
};
struct file {
	int fd;
	int64_t end; /* where the next record goes */
	struct mark *marks;
	size_t n_marks;
};
struct journal {
	const uint8_t *key;
	struct file file[JOURNAL_FILES];
	int now;                     /* the file written to */
	int64_t seq;                 /* last given out */
	struct str payload, waiting; /* framed records not written yet */
	int n_waiting;
};

/* ---- opening ---- */

static bool
mark(struct file *f, const char *draft, int64_t seq)
{
	struct mark *grown;

	for (size_t i = 0; i < f->n_marks; i++)
		if (strcmp(f->marks[i].draft, draft) == 0) {
			f->marks[i].seq = seq;
			return true;
		}
	grown = realloc(f->marks, (f->n_marks + 1) * sizeof(*grown));
	if (grown == NULL)
		return false;
	f->marks = grown;
	str_copy(grown[f->n_marks].draft, ID_SIZE, draft);
	grown[f->n_marks++].seq = seq;
	return true;
}

static bool
mark_record(void *arg, int64_t seq, const struct journal_record *r)
{
	return mark(arg, r->draft, seq);
}

static enum err_code
fail(struct err *e, int sys)
{
	return sys == ENOSPC || sys == EDQUOT || sys == EFBIG
		   ? err_sys(e, ERR_DISK_FULL, sys,
			 "磁盘已满, 刚输入的内容还只在内存里; 请腾出空间, 不要关闭本程序。")
		   : err_sys(e, ERR_IO, sys,
			 "打字记录写不进磁盘(错误 %d), 刚输入的内容还只在内存里。", sys);
}

static enum err_code
open_file(struct journal *j, const char *dir, int i, int64_t *last_seq, struct err *e)
{
	struct file *f = &j->file[i];
	struct journal_walk found;
	char path[1024];
	enum err_code rc;

	if (!journal_path(dir, i, path, sizeof(path)))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", dir);
	rc = journal_walk_file(path, j->key, mark_record, f, &found, e);
	if (rc == ERR_OK && found.unopened)
		rc = err_set(e, ERR_UNAUTHORISED, "打字记录是用另一把密钥封存的, 不能续写。");
	if (rc != ERR_OK)
		return rc;
	*last_seq = found.last_seq;
	f->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (f->fd < 0)
		return err_sys(e, ERR_IO, errno, "打不开打字记录 %s。", path);
	f->end = found.end;
	/* Behind the last good record there is at most a torn one: it must not be read again behind new ones. */
	if (ftruncate(f->fd, f->end) != 0)
		return err_sys(e, ERR_IO, errno, "打字记录 %s 不能续写。", path);
	return ERR_OK;
}

enum err_code
journal_open(const char *dir, const uint8_t *key, int64_t first_seq_wanted, struct journal **out,
    struct err *e)
{
	struct journal *j = calloc(1, sizeof(*j));
	int64_t last[JOURNAL_FILES] = { 0 };
	enum err_code rc = ERR_OK;

	*out = NULL;
	if (j == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	j->key = key;
	j->seq = first_seq_wanted - 1;
	for (int i = 0; i < JOURNAL_FILES; i++)
		j->file[i].fd = -1;
	for (int i = 0; rc == ERR_OK && i < JOURNAL_FILES; i++) {
		rc = open_file(j, dir, i, &last[i], e);
		if (last[i] > j->seq)
			j->seq = last[i];
	}
	j->now = last[1] > last[0] ? 1 : 0;
	if (rc != ERR_OK) {
		journal_close(j);
		return rc;
	}
	*out = j;
	return ERR_OK;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	(void)journal_retry(j, NULL);
	for (int i = 0; i < JOURNAL_FILES; i++) {
		if (j->file[i].fd >= 0)
			close(j->file[i].fd);
		free(j->file[i].marks);
	}
	if (j->payload.s != NULL)
		secret_wipe(j->payload.s, j->payload.cap);
	str_free(&j->payload);
	str_free(&j->waiting);
	free(j);
}

/* ---- writing ---- */

static enum err_code
write_all(struct file *f, const char *p, size_t n, struct err *e)
{
	size_t done = 0;

	while (done < n) {
		ssize_t w = pwrite(f->fd, p + done, n - done, (off_t)(f->end + (int64_t)done));
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return fail(e, w < 0 ? errno : ENOSPC);
		done += (size_t)w;
	}
	f->end += (int64_t)n;
	return ERR_OK;
}

static enum err_code
begin_file(struct file *f, struct err *e)
{
	if (f->end >= JOURNAL_MAGIC_BYTES)
		return ERR_OK;
	f->end = 0;
	return write_all(f, JOURNAL_MAGIC, JOURNAL_MAGIC_BYTES, e);
}

/* On to the other file, once the table has all that stands in it. Until then this one grows. */
static void
turn_over(struct journal *j)
{
	struct file *other = &j->file[1 - j->now];

	if (j->file[j->now].end < JOURNAL_ROTATE_BYTES || other->n_marks > 0 ||
	    ftruncate(other->fd, 0) != 0)
		return;
	other->end = 0;
	j->now = 1 - j->now;
}

enum err_code
journal_retry(struct journal *j, struct err *e)
{
	struct file *f = &j->file[j->now];
	enum err_code rc;

	if (j->n_waiting == 0)
		return ERR_OK;
	rc = begin_file(f, e);
	if (rc == ERR_OK)
		rc = write_all(f, j->waiting.s, j->waiting.len, e);
	if (rc != ERR_OK)
		return rc;
	str_reset(&j->waiting);
	j->n_waiting = 0;
	return ERR_OK;
}

static enum err_code
append(struct journal *j, const struct journal_record *r, struct err *e)
{
	size_t before = j->waiting.len;

	if (j->n_waiting == 0)
		turn_over(j);
	str_reset(&j->payload);
	journal_encode(r, &j->payload);
	if (!j->payload.bad)
		journal_seal(j->key, j->seq + 1, &j->payload, &j->waiting);
	if (j->payload.s != NULL)
		secret_wipe(j->payload.s, j->payload.len);
	if (j->payload.bad || j->waiting.bad || !mark(&j->file[j->now], r->draft, j->seq + 1)) {
		j->waiting.bad = false; /* what waited before is whole */
		j->waiting.len = before;
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	j->seq++;
	j->n_waiting++;
	return journal_retry(j, e);
}

/* ---- records ---- */

enum err_code
journal_begin(struct journal *j, const struct draft *d, struct err *e)
{
	struct journal_record r = {
		.type = JOURNAL_BEGIN, .at = d->changed_at, .begin = *d
	}; /* borrowed */

	str_copy(r.draft, sizeof(r.draft), d->id);
	return append(j, &r, e);
}

enum err_code
journal_edit(struct journal *j, const char *draft, enum ticket_field f,
    const struct journal_edit *edit, int64_t now, struct err *e)
{
	struct journal_record r = {
		.type = JOURNAL_EDIT, .at = now, .field = (int)f, .edit = *edit
	};

	str_copy(r.draft, sizeof(r.draft), draft);
	return append(j, &r, e);
}

static enum err_code
append_text(
    struct journal *j, struct journal_record *r, const char *draft, const char *text, struct err *e)
{
	enum err_code rc;

	str_copy(r->draft, sizeof(r->draft), draft);
	str_add(&r->text, text != NULL ? text : "");
	rc = append(j, r, e);
	secret_str_free(&r->text);
	return rc;
}

enum err_code
journal_set(struct journal *j, const char *draft, enum ticket_field f, const char *value,
    int64_t now, struct err *e)
{
	struct journal_record r = {
		.type = JOURNAL_SET, .at = now, .field = (int)f, .unset = value == NULL
	};

	return append_text(j, &r, draft, value, e);
}

enum err_code
journal_focus(
    struct journal *j, const char *draft, const char *focus, int64_t cursor, struct err *e)
{
	struct journal_record r = { .type = JOURNAL_FOCUS, .cursor = cursor };

	return append_text(j, &r, draft, focus, e);
}

enum err_code
journal_view(struct journal *j, const char *draft, const char *view_state, struct err *e)
{
	struct journal_record r = { .type = JOURNAL_VIEW };

	return append_text(j, &r, draft, view_state, e);
}

enum err_code
journal_call(
    struct journal *j, const char *draft, const char *call, const char *phone, struct err *e)
{
	struct journal_record r = { .type = JOURNAL_CALL };

	str_copy(r.phone, sizeof(r.phone), phone != NULL ? phone : "");
	return append_text(j, &r, draft, call, e);
}

enum err_code
journal_drop(struct journal *j, const char *draft, struct err *e)
{
	struct journal_record r = { .type = JOURNAL_DROP };

	return append_text(j, &r, draft, "", e);
}

/* ---- what is where ---- */

int64_t
journal_seq(const struct journal *j)
{
	return j->seq;
}

void
journal_saved(struct journal *j, const char *draft, int64_t seq)
{
	for (int i = 0; i < JOURNAL_FILES; i++) {
		struct file *f = &j->file[i];
		for (size_t k = 0; k < f->n_marks; k++)
			if (strcmp(f->marks[k].draft, draft) == 0 && f->marks[k].seq <= seq) {
				f->marks[k] = f->marks[--f->n_marks];
				break;
			}
	}
}

int
journal_waiting(const struct journal *j)
{
	return j->n_waiting;
}
