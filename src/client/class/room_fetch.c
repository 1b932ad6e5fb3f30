/* Tapes on their way to the trainer's seat: asked for piece by piece, put together beside the tables under another name,
 * looked through when it is whole, and only then given its name. What is there of one when a seat dies is gone on with.
 *
 * Invariant: what has a tape's name is a tape to its last byte as the trainee's seat had it; a part never has it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "client/ui/tape.h"
#include "room_p.h"

static bool
paths(const struct room *r, const char *tape, char whole[1024], char part[1024])
{
	const int n = snprintf(part, 1024, "%s/%s.part", r->dir, tape);

	return n > 0 && n < 1024 && fs_join(whole, 1024, r->dir, tape);
}

static void
ask(struct peer *p)
{
	struct room_record *want = room_words(ROOM_WANT, p->got, p->tape);

	if (want != NULL)
		(void)peer_say(p, want);
	class_room_record_free(want);
}

/* To the screen's thread: it is there, or ${why} it is not. */
static void
end(struct room *r, struct peer *p, const char *why)
{
	struct room_record *tape = room_words(ROOM_WANT, 0, p->tape);

	p->tape[0] = '\0';
	room_say(r, ROOM_TAPE, p, why, tape);
}

void
room_fetch(struct room *r, struct peer *p, const char *tape)
{
	char whole[1024], part[1024];
	struct stat st;

	(void)str_copy(p->tape, sizeof(p->tape), tape);
	p->got = 0;
	if (!owed_is_tape(tape) || !paths(r, tape, whole, part)) {
		end(r, p, "回放的文件名不能用");
		return;
	}
	if (stat(part, &st) == 0 && st.st_size > 0 && st.st_size < ROOM_TAPE_MOST)
		p->got = (uint32_t)st.st_size; /* of an earlier time */
	p->resumed = p->got > 0;
	ask(p);
}

/* It is written where it belongs; a torn end of it is written over when it comes again. */
static bool
put_piece(const char *part, const struct room_record *piece)
{
	const int fd = open(part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool good;

	if (fd < 0)
		return false;
	good = (piece->n[0] != 0 || ftruncate(fd, 0) == 0) &&
	       fs_write_at(fd, piece->text[1], piece->len[1], piece->n[0]);
	if (good && piece->n[0] + piece->len[1] >= piece->n[1])
		good = ftruncate(fd, piece->n[1]) == 0 && fsync(fd) == 0;
	close(fd);
	return good;
}

/* "" it is whole and good; NULL: begin once more: what was there of it was of another one. */
static const char *
look_through(struct peer *p, const char *part)
{
	struct tape *t = NULL;
	const bool plays = tape_open(part, &t, NULL) == ERR_OK, broken = plays && tape_broken(t);

	tape_free(t);
	if (plays && !broken)
		return "";
	if (p->resumed)
		return NULL;
	return plays ? "回放在学员那边就是断的, 只能放到断处" : "回放在学员那边就已损坏, 放不了";
}

static void
finish(struct room *r, struct peer *p, const char *whole, const char *part)
{
	const char *why = look_through(p, part);

	if (why == NULL) {
		(void)unlink(part);
		p->resumed = false;
		p->got = 0;
		ask(p);
		return;
	}
	if (strstr(why, "放不了") != NULL)
		(void)unlink(part);
	else if (rename(part, whole) != 0)
		why = "回放存不下";
	end(r, p, why);
}

bool
room_fetched(struct room *r, struct peer *p, const struct room_record *piece)
{
	char whole[1024], part[1024], why[160];
	const uint32_t total = piece->n[1];

	if (p->tape[0] == '\0' || strcmp(piece->text[0], p->tape) != 0 ||
	    !paths(r, p->tape, whole, part))
		return false; /* nobody asked for it */
	if (total == 0) {
		end(r, p, "学员那边没有这份回放");
	} else if (total > ROOM_TAPE_MOST) {
		(void)snprintf(why, sizeof(why), "回放有 %u MB, 最多送 %d MB, 留在学员那边",
		    (unsigned)(total >> 20), ROOM_TAPE_MOST >> 20);
		end(r, p, why);
	} else if ((piece->n[0] != p->got && piece->n[0] != 0) || piece->len[1] == 0 ||
		   piece->len[1] > total - piece->n[0]) {
		return false;
	} else if (!put_piece(part, piece)) {
		(void)snprintf(why, sizeof(why), "回放存不下(错误 %d), 下次加入再送", errno);
		end(r, p, why);
	} else {
		p->got = piece->n[0] + (uint32_t)piece->len[1];
		if (p->got < total)
			ask(p);
		else
			finish(r, p, whole, part);
	}
	return true;
}
