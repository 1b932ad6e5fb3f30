/* Reading the cache for the screen: opening, the data key, patience, and what may be shown of a person without asking. */
#include "kb_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "model/mask.h"
#include "wire/ticket_json.h"

#define PATIENCE_MS 20

/* What one search reads while the index lies in many pieces, as it does during a sync: what falls out is read again by the
 * same search. The system keeps the file's pages anyway, and a seat is to stay small. */
#define READER_CACHE_KIB 1024

enum err_code
cache_reader_open(const char *dir, const uint8_t *key, struct cache_reader **out, struct err *e)
{
	struct db_open_args open = {
		.mode = DB_READER,
		.application_id = CACHE_APPLICATION_ID,
		.migrations = cache_migrations,
		.n_migrations = cache_migrations_count,
		.damage = CACHE_DAMAGE_WORDS,
		.cache_kib = READER_CACHE_KIB,
	};
	struct cache_reader *r;
	char path[1024];
	enum err_code rc;

	*out = NULL;
	if (!fs_join(path, sizeof(path), dir, CACHE_FILE))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", dir);
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	open.path = path;
	rc = db_open(&open, &r->db, e);
	if (rc != ERR_OK) {
		free(r);
		return rc;
	}
	r->city_version = -1;
	str_copy(r->dir, sizeof(r->dir), dir);
	cache_reader_key(r, key);
	*out = r;
	return ERR_OK;
}

void
cache_reader_close(struct cache_reader *r)
{
	struct reader_sql *x;

	if (r == NULL)
		return;
	db_close(r->db);
	while ((x = r->work_sql) != NULL) {
		r->work_sql = x->next;
		free(x);
	}
	city_free(r->city_before);
	city_free(r->city);
	reader_weights_close(r);
	kb_shelf_free(r->kb);
	free(r->weights);
	secret_key_free(r->index_key);
	free(r);
}

void
cache_reader_key(struct cache_reader *r, const uint8_t *key)
{
	secret_key_free(r->index_key);
	r->index_key = key != NULL ? cache_index_key(key) : NULL;
	r->key = r->index_key != NULL ? key : NULL;
}

void
cache_reader_patience(struct cache_reader *r, bool (*poll)(void *), void *arg)
{
	r->poll = poll;
	r->poll_arg = arg;
}

void
cache_reader_rest(struct cache_reader *r, bool on)
{
	r->rests = on;
}

enum cache_cut
cache_reader_cut(struct cache_reader *r)
{
	enum cache_cut cut = r->cut;

	r->cut = CACHE_WHOLE;
	return cut;
}

void
cache_turn_end(struct cache_reader *r)
{
	db_turn_end(r->db);
	city_free(r->city_before);
	r->city_before = NULL;
}

bool
cache_reader_damaged(struct cache_reader *r)
{
	if (r->told_damage || !db_damaged(r->db))
		return false;
	r->told_damage = true;
	cache_damage_mark(r->dir, true);
	return true;
}

/* ---- patience ---- */

static bool
asked_to_end(void *arg)
{
	struct cache_reader *r = arg;

	if (!r->poll(r->poll_arg))
		return false;
	r->cut = CACHE_CUT_BY_KEY;
	return true;
}

static bool
enough(void *arg)
{
	struct cache_reader *r = arg;

	if (r->rests || clock_mono_ms() < r->give_up_at)
		return asked_to_end(r);
	if (r->cut == CACHE_WHOLE)
		r->cut = CACHE_CUT_BY_TIME;
	return true;
}

void
reader_hurry(struct cache_reader *r)
{
	if (r->poll == NULL)
		return;
	r->give_up_at = clock_mono_ms() + PATIENCE_MS;
	db_interrupt_when(r->db, enough, r);
}

void
reader_attend(struct cache_reader *r)
{
	if (r->poll != NULL)
		db_interrupt_when(r->db, asked_to_end, r);
}

void
reader_calm(struct cache_reader *r)
{
	db_interrupt_when(r->db, NULL, NULL);
}

/* Without it everything is read all the same. */
static void
run_plain(struct cache_reader *r, const char *sql)
{
	struct sqlite3_stmt *st;

	if (db_stmt(r->db, sql, &st, NULL) == ERR_OK)
		(void)db_run(r->db, st, NULL);
}

void
reader_hold(struct cache_reader *r)
{
	if (!db_in_transaction(r->db))
		run_plain(r, "BEGIN");
}

void
reader_let_go(struct cache_reader *r)
{
	if (db_in_transaction(r->db))
		run_plain(r, "COMMIT");
}

int64_t
reader_count(struct cache_reader *r, struct sqlite3_stmt *st)
{
	int64_t n = -1;

	reader_hurry(r);
	if (db_step(r->db, st, NULL) == 1)
		n = db_int(st, 0);
	reader_calm(r);
	db_done(st);
	return n;
}

int
reader_rows(int n, int step, const struct err *why, bool *partial, struct err *e)
{
	if (step >= 0)
		return n;
	if (why->code != ERR_CANCELLED) {
		if (e != NULL)
			*e = *why;
		return -1;
	}
	if (partial != NULL)
		*partial = true;
	return n;
}

int64_t
reader_gen(struct cache_reader *r)
{
	return cache_meta_int(r->db, "gen", 1);
}

void
cache_last_agent(struct cache_reader *r, char job_no[16])
{
	struct sqlite3_stmt *st;

	job_no[0] = '\0';
	if (db_stmt(r->db,
		"SELECT job_no FROM agent WHERE job_no <> '" CACHE_AGENT_CENTRE
		"' ORDER BY last_at DESC LIMIT 1",
		&st, NULL) != ERR_OK)
		return;
	if (db_step(r->db, st, NULL) == 1)
		str_copy(job_no, 16, db_text(st, 0));
	db_done(st);
}

/* ---- masks ---- */

void
reader_mask_value(enum ticket_field f, const char *value, char *out, size_t size)
{
	switch (f) {
	case TF_NAME:
	case TF_CALLED:
		mask_name(value, out, size);
		break;
	case TF_CALLER_PHONE:
	case TF_CONTACT_PHONE:
		mask_phone(value, out, size);
		break;
	case TF_ID_NUMBER:
		mask_id(value, out, size);
		break;
	case TF_HOME_ADDRESS:
		mask_address(value, out, size);
		break;
	default:
		/* An identity field that has no mask of its own yet is not shown at all. */
		str_copy(out, size, field_info(f)->part == PART_IDENTITY ? "***" : value);
	}
}

void
reader_mask(struct fields *f)
{
	char masked[512];

	for (int i = 0; i < TF_COUNT; i++) {
		if (f->v[i] == NULL || f->v[i][0] == '\0' ||
		    field_info((enum ticket_field)i)->part != PART_IDENTITY)
			continue;
		reader_mask_value((enum ticket_field)i, f->v[i], masked, sizeof(masked));
		secret_wipe(f->v[i], strlen(f->v[i]));
		(void)fields_set(f, (enum ticket_field)i, masked);
	}
}

void
reader_mask_args(struct args *a)
{
	int lost = field_by_json(args_get(a, EA_FIELD));
	char masked[512];

	for (int i = 0; i < EA_COUNT; i++) {
		if (a->v[i] == NULL || a->v[i][0] == '\0' ||
		    arg_info((enum event_arg)i)->part != PART_IDENTITY)
			continue;
		if (i == EA_PHONE)
			mask_phone(a->v[i], masked, sizeof(masked));
		else if (i == EA_LOST_SEALED && lost >= 0)
			reader_mask_value((enum ticket_field)lost, a->v[i], masked, sizeof(masked));
		else
			str_copy(masked, sizeof(masked), "***");
		secret_wipe(a->v[i], strlen(a->v[i]));
		(void)args_set(a, (enum event_arg)i, masked);
	}
}

void
reader_called(
    const uint8_t *key, const char *id, const void *sealed, size_t n, char *out, size_t size)
{
	struct str plain = { 0 };
	struct fields f = { 0 };
	enum ticket_field which = TF_CALLED;

	out[0] = '\0';
	if (key == NULL)
		return;
	if (cache_unseal(key, "ticket", id, sealed, n, &plain) && plain.len > 0 &&
	    fields_json_read(plain.s, plain.len, &f, NULL) == ERR_OK) {
		if (fields_get(&f, TF_CALLED)[0] == '\0')
			which = TF_NAME;
		reader_mask_value(which, fields_get(&f, which), out, size);
	}
	fields_drop_identity(&f);
	fields_free(&f);
	secret_str_free(&plain);
}

/* ---- reference data ---- */

const struct city *
cache_city(struct cache_reader *r)
{
	int64_t version = cache_meta_int(r->db, "city", 0);
	struct city *city;

	if (version <= 0 || version == r->city_version)
		return r
		    ->city; /* 0: none yet, or the question was cut short; a city that was there does not go */
	city = cache_city_load(r->db);
	if (city == NULL)
		return r->city; /* busy or no memory: the one we have */
	city_free(r->city_before);
	r->city_before = r->city; /* whoever is yet to be told may still look at it */
	r->city = city;
	r->city_version = version;
	return r->city;
}

const struct city *
reader_city(struct cache_reader *r)
{
	return r->city != NULL ? r->city : cache_city(r);
}
