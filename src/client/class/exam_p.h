#ifndef CLIENT_CLASS_EXAM_P_H
#define CLIENT_CLASS_EXAM_P_H

#include "client/class/exam.h"

/* What has been sent and had, and what may still be asked: between the exam of one person (exam.c) and the paper of a class
 * (paper.c). */

struct sent {
	char id[32], trainee[32], scenario[32];
	int64_t at;
	int nth;
	uint64_t variant;
};
struct log {
	struct sent *item;
	int n;
};
/** exam_log(dir, out, e): every line of the table; free its item. */
enum err_code exam_log(const char *dir, struct log *out, struct err *e);

/** exam_log_add(dir, s, e): one line more, on disk before it returns. */
enum err_code exam_log_add(const char *dir, const struct sent *s, struct err *e);

struct lot {
	struct exam_item *item;
	struct exam_had *had; /* with room for ${more} */
	struct exam_sums sums;
	struct log log;
	const struct exam_mix *mix; /* of the shelf */
	size_t n, m;
};
/** lot_open(l, shelf, dir, who, n_who, id, e): what of the shelf may be asked of any of those, in the exam ${id}, and what they
 * have had; lot_free in any case. */
enum err_code lot_open(struct lot *l, const struct shelf *shelf, const char *dir,
    const char *const *who, int n_who, const char *id, struct err *e);
void lot_free(struct lot *l);
/** lot_from(l): as it is drawn from now. */
static inline struct exam_lots
lot_from(const struct lot *l)
{
	return (struct exam_lots){ l->mix, l->item, l->n, l->had, l->m };
}
#define LOT_MORE 16 /* what is drawn at once may stand among what was had */

#endif
