/* What a trainee's seat brings to its class: one thing after another, the next when the class has said that it has the one
 * before; and pieces of the tapes it asks for. All of it by the room's thread: the screen's thread has written down what is
 * owed and goes on.
 *
 * Invariant: what the class has not said to have is owed still, whoever dies meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "room_p.h"

/* The class looks at a thing at once; what it does not have now, and what cannot be read or struck out here now, comes again
 * with the next, and at the next join. */
void
room_bring(struct room *r, struct peer *p)
{
	while (!r->flies && p->in &&
	       owed_get(r->dir, r->class_name, r->name, r->put_off, &r->flying)) {
		struct room_record *record;
		const enum err_code rc = owed_record(r->dir, &r->flying, &record, NULL);

		if (rc != ERR_OK) {
			if (rc != ERR_NOT_FOUND || !owed_done(r->dir, &r->flying))
				r->put_off++;
			continue;
		}
		r->flies = peer_say(p, record);
		class_room_record_free(record);
		if (!r->flies)
			return;
	}
}

void
room_bring_anew(struct room *r)
{
	r->flies = false;
	r->put_off = 0;
}

void
room_brought(struct room *r, struct peer *p, const struct room_record *kept)
{
	const bool unread = kept->text[0] == NULL || kept->text[0][0] == '\0';

	if (!r->flies || kept->n[0] != (uint32_t)r->flying.kind ||
	    (!unread && strcmp(kept->text[0], r->flying.key) != 0))
		return; /* of an earlier time */
	r->flies = false;
	if (unread || kept->n[1] == 0 || !owed_done(r->dir, &r->flying))
		r->put_off++;
	room_bring(r, p);
}

/* ---- tapes ---- */

static struct str
read_piece(int fd, off_t at)
{
	struct str piece = { 0 };
	char bytes[ROOM_PIECE_BYTES];
	const ssize_t n = pread(fd, bytes, sizeof(bytes), at);

	if (n > 0)
		str_add_n(&piece, bytes, (size_t)n);
	return piece;
}

/* Of a tape that is not here, or cannot be read, there is nothing: a piece of none. */
bool
room_give_piece(struct room *r, struct peer *p, const struct room_record *want)
{
	struct room_record *record = class_room_record_new(ROOM_PIECE);
	struct str piece = { 0 };
	struct stat st = { 0 };
	char path[1024];
	int fd = -1;
	bool said;

	if (record == NULL)
		return false;
	if (owed_is_tape(want->text[0]) && fs_join(path, sizeof(path), r->dir, want->text[0]))
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= UINT32_MAX) {
		record->n[0] = want->n[0] < (uint64_t)st.st_size ? want->n[0] : 0;
		if (st.st_size <= ROOM_TAPE_MOST)
			piece = read_piece(fd, record->n[0]);
		if (piece.len > 0 || st.st_size > ROOM_TAPE_MOST)
			record->n[1] = (uint32_t)st.st_size;
	}
	if (fd >= 0)
		close(fd);
	said = class_room_record_text(record, 0, want->text[0]) &&
	       class_room_record_bytes(record, 1, str_c(&piece), piece.len) && peer_say(p, record);
	str_free(&piece);
	class_room_record_free(record);
	return said;
}
