/* What the centre is, and whether it is well. */
#include <stdio.h>

#include "api_p.h"
#include "base/fs.h"
#include "wire/op.h"

void
api_centre_get(struct api *a, struct api_call *c)
{
	struct msg_centre m = { .schema_min = 1,
		.schema_max = OP_VERSION,
		.is_private = a->centre.is_private,
		.server_ms = api_now(a) };
	struct str body = { 0 }, name = { 0 };
	struct err e = { 0 };
	struct store *s = api_reader_take(a, &e);

	if (s == NULL) {
		api_fail(c, &e);
		return;
	}
	store_meta_get(s, "name", &name, &e);
	api_reader_give(a, s);
	str_copy(m.centre_id, sizeof(m.centre_id), a->centre.centre_id);
	str_copy(m.epoch, sizeof(m.epoch), a->centre.epoch);
	str_copy(m.name, sizeof(m.name), str_c(&name));
	str_copy(m.version, sizeof(m.version), a->config.version);
	str_free(&name);
	msg_centre_write(&m, &body);
	c->answer(c, 200, &body, 0);
}

void
api_health_get(struct api *a, struct api_call *c)
{
	struct str body = { 0 };

	(void)a;
	str_add(&body, "{\"status\":\"ok\"}");
	c->answer(c, 200, &body, 0);
}

#define READY_DISK_BYTES 67108864 /* 64 MiB: some days of a town, some hours of a city */

/* Less than that is no place to write to; unknown and in memory is. */
static bool
disk_is_full(const struct api *a)
{
	int64_t left = a->config.dir[0] != '\0' ? fs_free_bytes(a->config.dir) : -1;

	return left >= 0 && left < READY_DISK_BYTES;
}

/* Ready: the writer keeps up, the database answers and has room. */
void
api_ready_get(struct api *a, struct api_call *c)
{
	struct writer_stats w = { 0 };
	struct err e = { 0 };
	struct str body = { 0 };
	struct store *s = api_reader_take(a, &e);

	api_reader_give(a, s);
	if (a->config.writer != NULL)
		writer_stats(a->config.writer, &w);
	if (s == NULL) {
		api_fail(c, &e);
	} else if (w.oldest_ms > 2000) {
		err_set(&e, ERR_BUSY, "写入已排队 %lld 毫秒。", (long long)w.oldest_ms);
		api_fail(c, &e);
	} else if (disk_is_full(a)) {
		err_set(&e, ERR_DISK_FULL, "数据盘快满了, 请清理或扩容。");
		api_fail(c, &e);
	} else {
		str_addf(&body,
		    "{\"status\":\"ok\",\"queue\":%lld,\"batches\":%lld,\"jobs\":%lld,\"parked\":%"
		    "d}",
		    (long long)w.queue, (long long)w.batches, (long long)w.jobs,
		    park_count(a->park));
		c->answer(c, 200, &body, 0);
	}
}
