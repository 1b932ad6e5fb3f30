#ifndef CLIENT_CACHE_WORK_H
#define CLIENT_CACHE_WORK_H

#include "client/cache/read.h"
#include "model/inbox.h"

/* What waits for somebody: the lists of the people who work on tickets (dispatchers, units, visitors, supervisors). The
 * most urgent first: urgency, then the next clock, tickets without one last, the oldest first. */

/* What the asking unit has to do with it. */
enum work_part {
	WORK_ANY,
	WORK_OPEN,    /* it has an assignment that is open: nobody has accepted yet what it did */
	WORK_TO_DO,   /* one that waits to be signed for, or that it has signed for */
	WORK_TO_SIGN, /* its assignment waits to be signed for */
	WORK_HELD,    /* it has signed for an assignment that is not done */
	WORK_LEADS    /* likewise, as lead unit */
};
/* Where a row stands in the order of its list: the next piece begins behind it. Opaque. */
#define WORK_PLACE_KEYS 6
struct work_place {
	int64_t key[WORK_PLACE_KEYS];
};
struct work_query {
	uint32_t states;    /* STATE_BIT set; 0 any */
	uint32_t asked;     /* REQUEST_BIT set: one of these waits; 0 whatever */
	uint32_t not_asked; /* none of these waits */
	enum work_part part;
	const char *unit;     /* of part: its code */
	const char *text;     /* filter: title, number, category or unit name contains; NULL none */
	bool not_contacted;   /* the citizen has not been reached in this round, and is known */
	bool sent_back;       /* 退回重报 or done once more */
	const char *due_kind; /* the next clock is this one (ticket_row.due_kind); NULL any */
	enum inbox_kind came; /* in writing, how; INBOX_NONE whatever */
	bool carded;          /* a card stands */
	bool supervised;      /* supervise_level of 2 and more */
	bool sensitive;       /* 重要信息 */
	bool unrated;         /* no 上级评价 in this round */
	bool to_notify;       /* critical, and nobody was told by telephone since it was sent */
	int64_t due_from, due_before; /* the next clock; 0 no limit */
	int64_t closed_from;          /* closed since then; 0 whatever */
	/* in the order in which people are rung: who was tried at this time of the day (visit_bands bits) after the others,
	 * all tickets of one person together; 0: the usual order */
	unsigned call_band;
	const struct work_place *after; /* the rows behind it; NULL from the first */
	int limit;
	int64_t now;
};
#define REQUEST_BIT(name) (1u << REQUEST_##name)

struct work_row {
	struct ticket_row row;
	uint32_t asked; /* REQUEST_BIT set */
	int round, contact_count, dispatch_count, return_count, urge_count, visit_count, back_count,
	    supervise_level;
	bool contacted, shielded, designated,
	    held;    /* held: ${part} and ${role} are the asking unit's */
	bool spoken; /* with the citizen, as a reply needs it (workflow.h) */
	char channel[16];
	char words[96];     /* the first of the content, of one without a title */
	char suggested[16]; /* of one that waits to be sent: the catalogue's unit; "" none */
	char down[16];      /* the unit it was handed down to and that has not answered; "" none */
	enum card_colour card;
	enum assign_role role;
	enum assign_state part;
	unsigned visit_bands;
	bool same_person; /* who is to be rung is that of the row before; with call_band */
	struct work_place place;
	int64_t part_due, signin_due, contact_due, unit_due, return_until, replied_at, reply_due;
};

/** cache_work(r, q, rows, partial, e): up to q->limit rows behind q->after; the count, -1 on error. Own operations that
 * the centre has not answered show in it. cache_work_count: of the whole list; -1 when cut short. */
int cache_work(struct cache_reader *r, const struct work_query *q, struct work_row *rows,
    bool *partial, struct err *e);
int64_t cache_work_count(struct cache_reader *r, const struct work_query *q);

#endif
