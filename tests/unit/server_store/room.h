#ifndef TESTS_UNIT_SERVER_STORE_ROOM_H
#define TESTS_UNIT_SERVER_STORE_ROOM_H

/* What the tests of server/store share: a store in a directory or in memory, and tickets with right chains in it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/tmpdir.h"
#include "../model/desk.h"
#include "model/chain.h"
#include "server/store/store_p.h"

struct room {
	char dir[TMPDIR_SIZE];
	uint8_t key[SECRET_KEY_BYTES];
	struct city *city;
	struct store *s;
	int made;
};

static inline struct store *
room_open_as(struct room *r, bool writer, const uint8_t *key)
{
	struct store_args args = { .dir = r->dir, .writer = writer, .key = key };
	struct store *s;
	struct err e = { 0 };

	if (store_open(&args, &s, &e) != ERR_OK)
		fail_msg("store_open: %s", e.text);
	return s;
}

static inline int
room_setup(void **state)
{
	struct store_centre self = { .epoch = "e1", .created_at = 1 };
	struct room *r = calloc(1, sizeof(*r));
	struct err e = { 0 };

	assert_int_equal(secret_init(&e), ERR_OK);
	tmpdir_make(r->dir);
	memset(r->key, 7, sizeof(r->key));
	r->city = desk_city();
	r->s = room_open_as(r, true, r->key);
	str_copy(self.centre_id, sizeof(self.centre_id), "018f0000-0000-7000-8000-00000000cccc");
	assert_int_equal(store_init_centre(r->s, &self, &e), ERR_OK);
	assert_int_equal(store_key_note(r->s, &e), ERR_OK);
	*state = r;
	return 0;
}

static inline int
room_teardown(void **state)
{
	struct room *r = *state;

	store_close(r->s);
	city_free(r->city);
	tmpdir_remove(r->dir);
	free(r);
	return 0;
}

/* One right event more of ${d}, chained, applied and stored. */
static inline void
room_record(struct room *r, struct desk *d)
{
	struct err e = { 0 };

	snprintf(d->ev.id, sizeof(d->ev.id), "018f0000-0000-7000-9000-%012d", ++r->made);
	d->ev.seq = d->t.event_count + 1;
	memset(d->ev.salt, r->made, sizeof(d->ev.salt));
	workflow_route(&d->t, &d->ev);
	chain_seal(&d->ev, d->t.head_hash);
	if (ticket_apply(&d->t, &d->ev, r->city, &e) != ERR_OK)
		fail_msg("apply: %s", e.text);
	d->t.rev++;
	assert_int_equal(store_ticket_put(r->s, &d->t, 0, &e), ERR_OK);
	assert_int_equal(store_event_add(r->s, &d->ev, &e), ERR_OK);
}

/* A street lamp, submitted, and ${more} notes. ${d} is left open. */
static inline void
room_lamp(struct room *r, struct desk *d, int last2, int more)
{
	char no[32];

	desk_open(d, r->city);
	desk_lamp(d, EVENT_SUBMIT);
	snprintf(no, sizeof(no), "2611211042311154%02d", last2);
	desk_set(d, TF_NO, no);
	desk_set(d, TF_NAME, "张春兰");
	desk_set(d, TF_HOME_ADDRESS, "幸福里6号楼2单元301");
	snprintf(d->ev.ticket, sizeof(d->ev.ticket), "018f0000-0000-7000-8000-%012d", last2);
	str_copy(d->t.id, sizeof(d->t.id), d->ev.ticket);
	room_record(r, d);
	for (int i = 0; i < more; i++) {
		char ticket[ID_SIZE];
		str_copy(ticket, sizeof(ticket), d->t.id);
		desk_begin(d, i % 2 == 0 ? EVENT_NOTE : EVENT_AMEND);
		str_copy(d->ev.ticket, sizeof(d->ev.ticket), ticket);
		if (i % 2 == 0) {
			desk_arg(d, EA_NOTE, "来电人又来电, 仍未修");
		} else {
			desk_set(d, TF_CONTACT_PHONE, "13900001111");
		}
		room_record(r, d);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, room_setup, room_teardown)

#endif
