/* A damaged seat.db. It is a copy of what the centre has, but for what is only here: who can open it, what was not sent, drafts,
 * the audit log, desk records, files to send. That is saved as far as it can be read into a new file, the damaged one is put
 * aside under another name, and the rest is fetched anew.
 *
 * Invariants: the damaged file is only read; the new one takes its place when all of it is on disk; a kill at any moment leaves
 * the one or the other, and the next start goes on. The lock of seat.db is held throughout. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "cache_p.h"
#include "client/cache/journal.h"

#define RESCUE_FILE CACHE_FILE ".rescue"
#define MARK_FILE   CACHE_FILE ".damaged"

enum what { WHAT_REST, WHAT_SEAT, WHAT_AGENTS, WHAT_UNSENT, WHAT_DRAFTS, WHATS };

/* What is only here, and the rows shown on top of the centre's word (cache_truth.c). */
static const struct {
	const char *table, *rest;
	enum what what;
} kept[] = {
	{ "meta",
	    "WHERE name IN ('centre_id', 'centre_name', 'epoch', 'sure_epoch', 'device_id',"
	    " 'device_key', 'seat_no', 'reenrol', 'next_n', 'number_at', 'number_sequence',"
	    " 'number_in_second', 'journal_seq', 'audit_sent', 'gen', 'fill_gen', 'scope')"
	    " ORDER BY name",
	    WHAT_SEAT },
	{ "agent", "ORDER BY job_no", WHAT_AGENTS },
	{ "outbox", "ORDER BY local", WHAT_UNSENT },
	{ "conflict", "ORDER BY local", WHAT_UNSENT },
	{ "draft", "ORDER BY id", WHAT_DRAFTS },
	{ "draft_done", "ORDER BY n", WHAT_REST },
	{ "audit", "ORDER BY seq", WHAT_REST },
	{ "record", "ORDER BY seq", WHAT_REST },
	{ "file", "ORDER BY seq", WHAT_REST },
	{ "truth", "ORDER BY id", WHAT_REST },
	{ "ticket", "WHERE id IN (SELECT id FROM truth) ORDER BY rowid", WHAT_REST },
	{ "event", "WHERE ticket IN (SELECT id FROM truth) ORDER BY rowid", WHAT_REST },
};

struct rescue {
	char old[1024], fresh[1100], aside[1100];
	struct db_salvaged got[WHATS];
	int64_t unsent;
	bool opened; /* something of the old file could be read at all */
};

/* ---- files ---- */

static bool
beside(const char *path, const char *end, char out[1200])
{
	return snprintf(out, 1200, "%s%s", path, end) < 1200;
}

static void
remove_all(const char *path)
{
	static const char *const parts[] = { "", "-wal", "-shm", ".lock" };
	char part[1200];

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (beside(path, parts[i], part))
			(void)unlink(part);
}

/* The log belongs to its file; the index of it is made anew. */
static enum err_code
put_aside(const struct rescue *k, struct err *e)
{
	char from[1200], to[1200];

	if (beside(k->old, "-wal", from) && beside(k->aside, "-wal", to))
		(void)rename(from, to);
	if (beside(k->old, "-shm", from))
		(void)unlink(from);
	if (rename(k->old, k->aside) != 0 || rename(k->fresh, k->old) != 0)
		return err_set(e, ERR_IO, "%s 已损坏, 不能换成新的: 请检查目录和权限。", k->old);
	remove_all(k->fresh); /* its lock */
	return ERR_OK;
}

static bool
name_all(const char *dir, struct rescue *k)
{
	char at[32];

	civil_format(clock_now_ms(), "%Y%m%d-%H%M%S", at, sizeof(at));
	return fs_join(k->old, sizeof(k->old), dir, CACHE_FILE) &&
	       fs_join(k->fresh, sizeof(k->fresh), dir, RESCUE_FILE) &&
	       snprintf(k->aside, sizeof(k->aside), "%s.bad-%s", k->old, at) <
		   (int)sizeof(k->aside);
}

void
cache_rescue_resume(const char *dir)
{
	struct rescue k = { .opened = false };

	if (!name_all(dir, &k) || !fs_exists(k.fresh))
		return;
	if (fs_exists(k.old))
		remove_all(k.fresh); /* half done: it begins again where it is still needed */
	else
		(void)rename(k.fresh, k.old);
}

/* ---- rows ---- */

static enum err_code
save_all(struct rescue *k, struct db *from, struct db *to, struct err *e)
{
	enum err_code rc = db_begin(to, true, e);

	for (size_t i = 0; rc == ERR_OK && i < sizeof(kept) / sizeof(kept[0]); i++)
		rc = db_salvage(from, to, kept[i].table, kept[i].rest, &k->got[kept[i].what], e);
	k->unsent = db_one_int(to, "SELECT count(*) FROM outbox WHERE state IN (0, 1)", 0) +
		    db_one_int(to, "SELECT count(*) FROM record WHERE sent = 0" CACHE_WORK, 0);
	if (rc == ERR_OK)
		rc = db_commit(to, e);
	else
		db_rollback(to);
	return rc;
}

static enum err_code
make_fresh(struct rescue *k, const struct db_open_args *open, struct err *e)
{
	struct db_open_args args = *open;
	struct db *from = NULL, *to = NULL;
	enum err_code rc;

	remove_all(k->fresh);
	args.path = k->fresh;
	rc = db_open(&args, &to, e);
	args.path = k->old;
	args.mode = DB_READER;
	k->opened = rc == ERR_OK && db_open(&args, &from, NULL) == ERR_OK;
	if (k->opened)
		rc = save_all(k, from, to, e);
	db_close(from);
	db_close(to); /* all of it is in the file now */
	if (rc != ERR_OK)
		remove_all(k->fresh);
	return rc;
}

/* ---- in words ---- */

static void
say(const struct rescue *k, bool is_private, char *out, size_t size)
{
	const char *name = strrchr(k->aside, '/') + 1;
	bool lost = !k->opened;

	for (int i = 0; i < WHATS; i++)
		lost = lost || k->got[i].lost;
	if (lost && k->got[WHAT_SEAT].rows == 0)
		(void)snprintf(out, size,
		    "本机数据文件坏得读不出, 已换新的, 工单从中心重新取%s。没送出的可能还在坏文件 "
		    "%s "
		    "里, 请交系统管理员。",
		    is_private ? "" : "; 这台要用登记码重新登记(--enrol)", name);
	else
		(void)snprintf(out, size,
		    "本机数据文件有损坏, 已换新的: 草稿 %lld 件、没送出的 %lld 项%s, "
		    "工单从中心重新取。坏文件留在 %s%s。",
		    (long long)k->got[WHAT_DRAFTS].rows, (long long)k->unsent,
		    lost ? "救出来了, 还有读不出的: 请核对最近登记的" : "都救出来了", name,
		    lost ? ", 请交系统管理员" : "");
}

static bool
is_private(const char *dir)
{
	char key[1100];

	return fs_join(key, sizeof(key), dir, "key") && fs_exists(key);
}

enum err_code
cache_rescue(
    const char *dir, const struct db_open_args *open, char *words, size_t size, struct err *e)
{
	struct rescue k = { .opened = false };
	char lock[1200];
	int fd = -1;
	enum err_code rc;

	if (!name_all(dir, &k) || !beside(k.old, ".lock", lock))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", dir);
	rc = fs_lock(lock, &fd, e);
	if (rc != ERR_OK)
		return rc;
	rc = make_fresh(&k, open, e);
	if (rc == ERR_OK)
		rc = put_aside(&k, e);
	if (rc == ERR_OK) {
		/* Nobody can open what was typed with the key that is gone; it must not keep new words from being kept. */
		if (k.got[WHAT_AGENTS].rows == 0 && !is_private(dir))
			journal_put_aside(dir, clock_now_ms());
		say(&k, is_private(dir), words, size);
		log_warn("%s", words);
		cache_damage_mark(dir, false);
	}
	close(fd);
	return rc;
}

/* ---- met while one works ---- */

bool
cache_damage_marked(const char *dir)
{
	char path[1100];

	return fs_join(path, sizeof(path), dir, MARK_FILE) && fs_exists(path);
}

void
cache_damage_mark(const char *dir, bool on)
{
	char path[1100];

	if (!fs_join(path, sizeof(path), dir, MARK_FILE))
		return;
	if (on)
		(void)fs_write(path, "", 0, 0600, NULL);
	else
		(void)unlink(path);
}
