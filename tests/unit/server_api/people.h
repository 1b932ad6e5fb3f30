#ifndef TESTS_UNIT_SERVER_API_PEOPLE_H
#define TESTS_UNIT_SERVER_API_PEOPLE_H

/* One person of each role at the counter, signed in; of a unit's roles one in the lamps' unit and one in another. */

#include "counter.h"

#include "base/clock.h"

#define HOUR_MS INT64_C(3600000)
#define N_USERS (2 * ROLE_NO_COUNT)

/* ---- people ---- */

struct person {
	char job_no[16], unit[16], header[96];
	uint32_t roles;
};

struct matrix {
	struct counter k; /* first */
	struct person people[N_USERS];
	int n;
	int made;
};

static inline const char *
person_role(const struct person *p)
{
	return role_json((enum person_role)__builtin_ctz(p->roles));
}

static inline void
hire(struct matrix *m, enum person_role role, const char *unit, const char *pwhash)
{
	struct store_user u = { .active = true };
	struct person *p = &m->people[m->n++];
	struct err e = { 0 };

	(void)snprintf(p->job_no, sizeof(p->job_no), "8%03d", m->n);
	str_copy(p->unit, sizeof(p->unit), unit);
	p->roles = 1u << role;
	str_copy(u.job_no, sizeof(u.job_no), p->job_no);
	str_copy(u.name, sizeof(u.name), "某人");
	str_copy(u.unit, sizeof(u.unit), unit);
	str_copy(u.roles, sizeof(u.roles), role_json(role));
	str_copy(u.pwhash, sizeof(u.pwhash), pwhash);
	assert_int_equal(store_user_put(m->k.c.store, &u, &e), ERR_OK);
	assert_int_equal(counter_sign_in(&m->k, p->job_no, CENTRE_PASSWORD, p->header), ERR_OK);
}

/* One of each role; of a unit's roles one in the lamps' unit and one in a unit that has nothing to do with them. */
static inline int
people_setup(void **state)
{
	struct matrix *m = calloc(1, sizeof(*m));
	struct err e = { 0 };
	char pwhash[sizeof(((struct store_user *)0)->pwhash)];

	counter_open(&m->k, false);
	m->k.c.now = civil_day_start(civil_day(m->k.c.now)) + 15 * HOUR_MS; /* no noon: visits */
	assert_int_equal(secret_pw_hash(CENTRE_PASSWORD, pwhash, &e), ERR_OK);
	for (int r = 0; r < ROLE_NO_SYSTEM; r++) {
		const bool of_unit = ((1u << r) & ROLES_UNIT) != 0;

		hire(m, (enum person_role)r, of_unit ? "1021" : "", pwhash);
		if (of_unit)
			hire(m, (enum person_role)r, "3001", pwhash);
	}
	*state = m;
	return 0;
}

static inline int
people_teardown(void **state)
{
	return counter_teardown(state);
}

#endif
