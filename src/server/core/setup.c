/* From an empty store to a centre: everything in the one batch of the caller, so that there is a whole centre or none.
 * The city lives in reference rows from then on; its pack is not looked at again. */
#include "server/core/setup.h"

#include <stdio.h>
#include <string.h>

#include "city/article.h"
#include "city/rows.h"
#include "core_p.h"
#include "server/core/article.h"
#include "server/core/remake.h"

/* ---- the city ---- */

struct putting {
	struct core *c;
	struct core_pour pour;
	struct err *e;
};

static bool
put_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct putting *p = arg;

	if (strcmp(kind, CITY_ARTICLE_KIND) == 0)
		return core_article_pour(p->c, &p->pour, code, text, p->e) == ERR_OK;
	return core_ref_pour(p->c, &p->pour, kind, code, text, p->e) == ERR_OK;
}

static enum err_code
put_city(struct core *c, const struct setup *s, struct err *e)
{
	struct putting p = { .c = c, .e = e };
	enum err_code rc = city_rows_each(s->city, put_row, &p);

	if (rc == ERR_OK && s->pack != NULL)
		rc = city_articles_each(s->pack, put_row, &p, e);
	if (rc == ERR_CANCELLED)
		return e->code;
	return rc == ERR_OK || e->code != ERR_OK ? rc : err_set(e, rc, NULL);
}

/* ---- its people ---- */

/* A person belongs to the first unit of the list. */
static void
first_unit(const char *units, char out[16])
{
	size_t at = 0, len = 0;
	const char *one = city_each(units, &at, &len);

	out[0] = '\0';
	if (one != NULL && len < 16) {
		memcpy(out, one, len);
		out[len] = '\0';
	}
}

static enum err_code
put_people(struct core *c, const struct city_users *people, struct err *e)
{
	enum err_code rc = ERR_OK;

	for (size_t i = 0; people != NULL && i < people->n_users && rc == ERR_OK; i++) {
		const struct city_user *from = &people->users[i];
		struct store_user u = { .active = true };
		uint32_t roles;

		if (!str_copy(u.job_no, sizeof(u.job_no), from->job_no) ||
		    !str_copy(u.name, sizeof(u.name), from->name) ||
		    !str_copy(u.roles, sizeof(u.roles), from->roles) ||
		    !str_copy(u.skills, sizeof(u.skills), from->skills) ||
		    !str_copy(u.company, sizeof(u.company), from->company))
			return err_set(e, ERR_LIMIT, "人员 %s 的工号、姓名、角色、技能或公司太长。",
			    from->job_no);
		if (!roles_parse(u.roles, &roles) || (roles & ROLE_BIT(SYSTEM)) != 0)
			return err_set(e, ERR_UNKNOWN_CODE, "人员 %s 的角色“%s”不存在。",
			    from->job_no, from->roles);
		first_unit(from->units, u.unit);
		rc = store_user_put(c->store, &u, e);
	}
	return rc;
}

/* ---- itself ---- */

static void
random_hex(struct core *c, char out[SECRET_HEX_SIZE])
{
	uint8_t random[SECRET_KEY_BYTES];

	c->random(c->random_arg, random, sizeof(random));
	secret_hex(random, sizeof(random), out);
	secret_wipe(random, sizeof(random));
}

static enum err_code
put_self(struct core *c, const struct setup *s, struct err *e)
{
	struct store_centre self = { .is_private = s->is_private, .created_at = c->now };
	uint8_t random[10];
	char key[SECRET_HEX_SIZE];
	enum err_code rc;

	c->random(c->random_arg, random, sizeof(random));
	id_make(self.centre_id, c->now, random);
	c->random(c->random_arg, random, sizeof(random));
	secret_hex(random, 8, self.epoch);
	random_hex(c, key);
	rc = store_init_centre(c->store, &self, e);
	if (rc == ERR_OK)
		rc = store_key_note(c->store, e);
	if (rc == ERR_OK)
		rc = store_meta_set(c->store, "cursor_key", key, e);
	if (rc == ERR_OK)
		rc = store_meta_set(c->store, "name",
		    s->city->centre_name[0] != '\0' ? s->city->centre_name : s->city->name, e);
	return rc == ERR_OK ? remake_note(c->store, e) : rc;
}

/* Up to here the feed is the making of the centre: what changes behind it, changes under tickets (store_verify). */
static enum err_code
note_making(struct core *c, struct err *e)
{
	char seq[24];

	snprintf(seq, sizeof(seq), "%lld", (long long)c->seq);
	return store_meta_set(c->store, STORE_MADE_SEQ, seq, e);
}

enum err_code
setup_centre(struct core *c, const struct setup *s, struct err *e)
{
	enum err_code rc = put_self(c, s, e);

	if (rc == ERR_OK)
		rc = put_city(c, s, e);
	if (rc == ERR_OK)
		rc = note_making(c, e);
	if (rc == ERR_OK)
		rc = put_people(c, s->users, e);
	return rc;
}

/* ---- again ---- */

struct building {
	struct city *city;
	struct err *e;
	enum err_code rc;
};

static bool
add_row(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct building *b = arg;

	(void)rev;
	b->rc = city_rows_add(b->city, kind, text, b->e);
	if (b->rc != ERR_OK)
		err_at(b->e, "%s/%s", kind, code);
	return b->rc == ERR_OK;
}

enum err_code
setup_city(struct store *s, struct city **out, struct err *e)
{
	struct building b = { .city = city_new(), .e = e, .rc = ERR_OK };
	enum err_code rc;

	*out = NULL;
	if (b.city == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	rc = store_ref_but(s, CITY_ARTICLE_KIND, add_row, &b, e);
	if (rc == ERR_OK)
		rc = b.rc;
	if (rc != ERR_OK) {
		city_free(b.city);
		return rc;
	}
	city_finish(b.city);
	*out = b.city;
	return ERR_OK;
}
