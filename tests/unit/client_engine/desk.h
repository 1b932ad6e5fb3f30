#ifndef TEST_ENGINE_DESK_H
#define TEST_ENGINE_DESK_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "city/pack.h"
#include "city/rows.h"
#include "client/cache/journal.h"
#include "client/cache/write.h"
#include "client/engine/engine.h"
#include "model/workflow.h"

#include "../../lib/tmpdir.h"

/* A seat that has been online before: enrolled, with the city, with an agent; and whose centre is not there now. */
struct desk {
	char dir[TMPDIR_SIZE], server[TMPDIR_PATHS + 8];
	uint8_t key[SECRET_KEY_BYTES];
	struct engine *g;
	struct cache_reader *r;
	struct err e;
	uint64_t job; /* last posted */
	/* what came as news */
	struct err done;
	bool has_done;
	char ticket[ID_SIZE], number[20], user[16], said[ERR_TEXT_BYTES];
	char more[16384]; /* the beginning of what came besides */
	struct fields identity;
	bool has_identity;
	int notices;
	uint32_t tables;
};

#define DESK_PASSWORD "芝麻开门1"
#define DESK_PHONE    "13800000678"

static inline bool
desk_ref(void *arg, const char *kind, const char *code, const char *text)
{
	struct page *p = arg;
	struct ref_row *grown = realloc(p->refs, (p->n_refs + 1) * sizeof(*grown));

	assert_non_null(grown);
	p->refs = grown;
	p->refs[p->n_refs++] = (struct ref_row){ str_dup(kind), str_dup(code), str_dup(text), 1 };
	return true;
}

static inline void
desk_city(struct cache_writer *w)
{
	struct page p = { .epoch = "e1", .cursor = "r1" };
	struct cache_place at = { 0 };
	struct city *c;
	struct err e;
	bool applied;

	if (city_pack_load("conf/city/yunjiang", &c, &e) != ERR_OK)
		fail_msg("%s", e.text);
	assert_int_equal(city_rows_each(c, desk_ref, &p), ERR_OK);
	city_free(c);
	assert_int_equal(cache_page(w, "reference", &at, &p, &applied, &e), ERR_OK);
	assert_true(applied);
	page_free(&p);
}

static inline void
desk_agent(
    struct desk *d, struct cache_writer *w, const char *job_no, const char *roles, bool is_private)
{
	struct cache_agent a = { .feed = "centre", .last_at = 1 };

	str_copy(a.job_no, sizeof(a.job_no), job_no);
	str_copy(a.name, sizeof(a.name), "王芳");
	str_copy(a.roles, sizeof(a.roles), roles);
	if (!is_private)
		assert_int_equal(secret_wrap(DESK_PASSWORD, d->key, a.wrap, &d->e), ERR_OK);
	assert_int_equal(cache_agent_put(w, &a, &d->e), ERR_OK);
}

static inline void
desk_was_online(struct desk *d, bool is_private)
{
	struct cache_args args = { .dir = d->dir, .key = d->key };
	struct msg_device device = { .device_id = "01890000-0000-7000-8000-00000000d001",
		.device_key = "k",
		.seat_no = "1154",
		.centre_id = "01890000-0000-7000-8000-00000000c001",
		.epoch = "e1" };
	struct cache_writer *w;
	char path[TMPDIR_PATHS];

	tmpdir_path(d->dir, "key", path);
	if (is_private)
		assert_int_equal(fs_write(path, d->key, sizeof(d->key), 0600, &d->e), ERR_OK);
	assert_int_equal(cache_writer_open(&args, &w, &d->e), ERR_OK);
	assert_int_equal(cache_seat_enrolled(w, &device, &d->e), ERR_OK);
	desk_agent(d, w, "1154", "agent", is_private);
	desk_agent(d, w, "1001", "agent,senior", is_private);
	desk_city(w);
	cache_writer_close(w);
}

static inline struct engine_config
desk_config(struct desk *d, const char *const *servers, bool is_private)
{
	return (struct engine_config){ .data_dir = d->dir,
		.servers = servers,
		.n_servers = 1,
		.phone = "none",
		.is_private = is_private };
}

static inline void
desk_open(struct desk *d, bool is_private)
{
	const char *servers[] = { d->server };
	struct engine_config c = desk_config(d, servers, is_private);

	if (engine_open(&c, &d->g, &d->e) != ERR_OK)
		fail_msg("%s", d->e.text);
}

static inline void
desk_hear(struct desk *d)
{
	struct news *n;

	while ((n = engine_news(d->g)) != NULL) {
		switch (n->kind) {
		case NEWS_DONE:
			if (n->job == d->job) {
				d->done = n->err;
				d->has_done = true;
				str_copy(d->ticket, sizeof(d->ticket), n->ticket);
				str_copy(d->said, sizeof(d->said), n->text);
				(void)snprintf(
				    d->more, sizeof(d->more), "%s", n->more != NULL ? n->more : "");
				if (n->number[0] != '\0')
					str_copy(d->number, sizeof(d->number), n->number);
			}
			break;
		case NEWS_USER:
			str_copy(d->user, sizeof(d->user), n->job_no);
			break;
		case NEWS_IDENTITY:
			d->has_identity = fields_copy(&d->identity, &n->identity);
			break;
		case NEWS_NOTICE:
			d->notices++;
			break;
		case NEWS_TABLES:
			d->tables |= n->tables;
			break;
		default:
			break;
		}
		news_free(n);
	}
}

static inline bool
desk_done(void *arg)
{
	struct desk *d = arg;

	desk_hear(d);
	return d->has_done;
}

/* One job, done; its answer. */
static inline enum err_code
desk_job(struct desk *d, struct job *j)
{
	assert_non_null(j);
	j->id = ++d->job;
	d->has_done = false;
	assert_true(engine_post(d->g, j));
	if (!engine_run_until(d->g, desk_done, d, 20000))
		fail_msg("job %d was not answered", (int)j->kind);
	return d->done.code;
}

static inline enum err_code
desk_sign_in(struct desk *d, const char *job_no, const char *password)
{
	struct job *j = job_new(JOB_SIGN_IN);

	str_copy(j->job_no, sizeof(j->job_no), job_no);
	str_copy(j->password, sizeof(j->password), password);
	return desk_job(d, j);
}

static inline struct job *
desk_form(int act)
{
	static const struct {
		enum ticket_field f;
		const char *v;
	} form[] = {
		{ TF_CHANNEL, "phone" },
		{ TF_TYPE, "complaint" },
		{ TF_URGENCY, "normal" },
		{ TF_CONTENT, "红山路78号门口路灯不亮三天了，晚上看不见，要求尽快修好。" },
		{ TF_DEMAND, "要求尽快修好路灯" },
		{ TF_CATEGORY, "0205" },
		{ TF_AREA, "990102" },
		{ TF_ADDRESS, "红山路78号" },
		{ TF_EVENT_TIME, "三天前" },
		{ TF_SUBJECT, "路灯" },
		{ TF_NAME, "王小明" },
		{ TF_CALLER_PHONE, DESK_PHONE },
		{ TF_CONTACT_PHONE, DESK_PHONE },
	};
	struct job *j = job_new(JOB_SUBMIT);

	assert_non_null(j);
	j->act = act;
	id_new(j->draft.id);
	for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++)
		assert_true(fields_set(&j->draft.f, form[i].f, form[i].v));
	return j;
}

static inline int
desk_setup_with(void **state, bool is_private)
{
	struct desk *d = calloc(1, sizeof(*d));
	char path[TMPDIR_PATHS];

	if (d == NULL || secret_init(NULL) != ERR_OK)
		return -1;
	tmpdir_make(d->dir);
	snprintf(d->server, sizeof(d->server), "unix:%s", tmpdir_path(d->dir, "no.sock", path));
	memset(d->key, 5, sizeof(d->key));
	desk_was_online(d, is_private);
	desk_open(d, is_private);
	*state = d;
	return 0;
}

static inline int
desk_teardown(void **state)
{
	struct desk *d = *state;

	cache_reader_close(d->r);
	engine_stop(d->g);
	fields_free(&d->identity);
	tmpdir_remove(d->dir);
	free(d);
	return 0;
}

#endif
