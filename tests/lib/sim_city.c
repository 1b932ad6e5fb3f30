/* The invented city of the simulator: as small as dispatch needs, because every seat of every run fetches it. Two
 * departments under two offices; the second city has them the other way round. And the centre that serves it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "city/rows.h"
#include "server/store/store.h"
#include "sim.h"

#define PUT(c, array, ...)                                                                \
	do {                                                                              \
		void *at_ = city_push(&(c)->array, &(c)->n_##array, sizeof(*(c)->array)); \
		if (at_ == NULL)                                                          \
			abort();                                                          \
		memcpy(at_, &(__VA_ARGS__), sizeof(*(c)->array));                         \
	} while (0)

static void
add_unit(struct city *c, const char *code, const char *name, const char *parent)
{
	struct unit u = { .code = code,
		.name = name,
		.short_name = name,
		.kind = "dept",
		.parent = parent,
		.active_from = "2020-01-01" };

	PUT(c, units, u);
}

static void
add_matter(
    struct city *c, const char *category, const char *name, const char *rule, const char *unit)
{
	struct category cat = { .code = category, .parent = "02", .name = name, .synonyms = name };
	struct dispatch_rule r = { .id = rule,
		.category = category,
		.lead_unit = unit,
		.basis = "职责清单",
		.valid_from = "2020-01-01",
		.priority = 100 };

	PUT(c, categories, cat);
	if (rule[0] != '\0')
		PUT(c, rules, r);
}

static struct city *
make_city(bool reorganised)
{
	struct city *c = city_new();
	struct area area = { .code = "99", .kind = "city", .name = "云江市" };

	if (c == NULL)
		abort();
	PUT(c, areas, area);
	add_unit(c, "1001", "城建办", "");
	add_unit(c, "1002", "民生办", "");
	add_unit(c, "1011", "市政处", reorganised ? "1002" : "1001");
	add_unit(c, "1012", "环卫处", reorganised ? "1001" : "1002");
	add_matter(c, "0205", "路灯照明", "D0205", "1011");
	add_matter(c, "0203", "垃圾清运", "D0203", "1012");
	add_matter(c, "0999", "其他", "", "");
	city_finish(c);
	return c;
}

/* ---- a centre as hotseatd init leaves it ---- */

static void
must(enum err_code rc, const struct err *e, const char *what)
{
	if (rc == ERR_OK)
		return;
	fprintf(stderr, "sim: %s: %s\n", what, e->text);
	abort();
}

static void
add_people(struct store *s)
{
	static const struct store_user people[] = {
		{ .job_no = "1101",
		    .name = "赵敏",
		    .roles = "agent,senior,dispatcher",
		    .active = true },
		{ .job_no = "1102", .name = "韩立新", .roles = "agent,dispatcher", .active = true },
		{ .job_no = "1154", .name = "王芳", .roles = "agent", .active = true },
		{ .job_no = "6001",
		    .name = "周建军",
		    .roles = "unit",
		    .unit = "1001",
		    .active = true },
		{ .job_no = "6011",
		    .name = "顾玉磊",
		    .roles = "unit_lead",
		    .unit = "1011",
		    .active = true },
		{ .job_no = "6002",
		    .name = "叶文斌",
		    .roles = "unit",
		    .unit = "1002",
		    .active = true },
	};
	struct err e = { 0 };

	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		must(store_user_put(s, &people[i], &e), &e, "a person");
}

struct rows {
	struct core *core;
	struct err *e;
};

static bool
put_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;

	return core_ref_put(r->core, kind, code, text, r->e) == ERR_OK;
}

static void
init_centre(struct sim_world *w, struct store *s)
{
	struct store_centre c = { .is_private = true, .created_at = SIM_DAWN_MS };
	struct core core = { .store = s, .city = w->city[0], .is_private = true };
	struct err e = { 0 };
	struct rows rows = { &core, &e };
	char hex[SECRET_HEX_SIZE];

	str_copy(c.centre_id, sizeof(c.centre_id), "01900000-0000-7000-8000-000000000001");
	str_copy(c.epoch, sizeof(c.epoch), "e1");
	secret_hex(w->key, sizeof(w->key), hex);
	must(core_begin(&core, SIM_DAWN_MS, &e), &e, "begin");
	must(store_init_centre(s, &c, &e), &e, "init");
	must(store_meta_set(s, "cursor_key", hex, &e), &e, "cursor key");
	must(store_meta_set(s, "name", "云江市12345", &e), &e, "name");
	add_people(s);
	must(city_rows_each(w->city[0], put_row, &rows), &e, "city");
	must(core_commit(&core, &e), &e, "commit");
}

void
sim_world_open(struct sim_world *w)
{
	char dir[TMPDIR_PATHS];
	struct store_args args = { .writer = true, .key = w->key, .dir = dir };
	struct cache_args fresh = { .memory = true };
	struct store *s = NULL;
	struct err e = { 0 };

	tmpdir_make(w->dir);
	must(secret_init(&e), &e, "secrets");
	for (size_t i = 0; i < sizeof(w->key); i++)
		w->key[i] = (uint8_t)(17 * i + 3);
	w->city[0] = make_city(false);
	w->city[1] = make_city(true);
	w->verbose = getenv("SIM_TRACE") != NULL;
	must(store_open(&args, &s, &e), &e, tmpdir_path(w->dir, "", dir));
	init_centre(w, s);
	store_close(s);
	must(cache_writer_open(&fresh, &w->cache, &e), &e, "a cache");
}

void
sim_world_close(struct sim_world *w)
{
	cache_writer_close(w->cache);
	city_free(w->city[0]);
	city_free(w->city[1]);
	tmpdir_remove(w->dir);
}
