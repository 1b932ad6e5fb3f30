/* POST /v1/admin/draws: 双随机 written down. The tickets are read and drawn on the caller's thread, since there may be a great
 * many; the writer only keeps what was drawn. */
#include <stdlib.h>

#include "api_p.h"
#include "server/core/draw.h"
#include "wire/admin_json.h"

#define CALLS_MOST 100
#define DRAW_MOST  10000

static enum err_code
keep(struct api_job *j, struct core *c, struct err *e)
{
	return core_draw(c, j->data, e);
}

static void
kept(struct api_job *j)
{
	const struct draw *d = j->data;
	struct admin_drawn answer = { .kept = d->n };
	struct str body = { 0 };

	admin_drawn_write(&answer, &body);
	j->call->answer(j->call, 200, &body, 0);
}

static void
drop(void *draw)
{
	draw_free(draw);
	free(draw);
}

static enum err_code
make(struct api *a, const struct api_call *c, void *data, struct err *e)
{
	struct draw *d = data;
	struct admin_draw m;
	struct store *s;

	if (admin_draw_read(c->rq.body, c->rq.body_bytes, &m, e) != ERR_OK)
		return e->code;
	if (m.count < 1 || m.count > DRAW_MOST)
		return err_set(e, ERR_INVALID, "件数为 1 到 %d。", DRAW_MOST);
	if (m.calls < 0 || m.calls > CALLS_MOST)
		return err_set(e, ERR_INVALID, "每人抽听的来电为 0 到 %d 通。", CALLS_MOST);
	str_copy(d->month, sizeof(d->month), m.month);
	d->count = (int)m.count;
	d->seed = m.seed;
	d->calls = (int)m.calls;
	s = api_reader_take(a, e);
	if (s == NULL)
		return e->code;
	(void)draw_make(s, d, e);
	api_reader_give(a, s);
	return e->code;
}

void
api_admin_draw(struct api *a, struct api_call *c)
{
	static const struct api_act act = { sizeof(struct draw), make, keep, kept, drop };

	api_act(a, c, &act);
}
