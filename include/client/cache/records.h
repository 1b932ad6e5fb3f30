#ifndef CLIENT_CACHE_RECORDS_H
#define CLIENT_CACHE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "client/cache/read.h"
#include "model/agent.h"
#include "model/article.h"
#include "model/article_flow.h"
#include "model/assist.h"
#include "model/call.h"
#include "model/call_kpi.h"
#include "model/call_peak.h"
#include "model/call_queue.h"
#include "model/caller_tag.h"
#include "model/packet.h"
#include "model/record.h"
#include "model/guidance.h"

/* What the screen may ask of this seat's desk records (JOB_RECORD writes them). Besides what was written on this seat,
 * the centre sends back the kinds of record_is_shared that are for who sits here. Phones come masked. CACHE_RECORDS tells of news. */

struct record_query {
	enum record_kind kind;                     /* RECORD_NONE any */
	const char *by;                            /* job number; NULL any */
	const char *call, *ticket, *object, *code; /* NULL any; "" matches nothing */
	int64_t since_at;                          /* 0 any */
	bool standing;                             /* not what the centre refused */
};
/** cache_records(r, q, out, max): newest first; each to record_free; the count, -1 when it could not be asked. */
int
cache_records(struct cache_reader *r, const struct record_query *q, struct record *out, int max);
/** cache_record_count(r, q): how many there are in all. */
int64_t cache_record_count(struct cache_reader *r, const struct record_query *q);

/** cache_told(r, call, ticket, out, max): what was told in that call or on that ticket (either may be ""), oldest first;
 * each to record_free. */
int cache_told(
    struct cache_reader *r, const char *call, const char *ticket, struct record *out, int max);

/* ---- knowledge in the making (model/article_flow.h), for its editors ---- */

/* An article with steps, as they make it: what the centre refused does not count and is told apart. */
struct article_work {
	char kb_no[ARTICLE_KB_NO_BYTES],
	    title[160]; /* of the copy; of what is out when there is none */
	struct article_flow flow;
	int version;                /* that is out; 0 none */
	enum article_status status; /* of it */
	bool waits;                 /* a step of this seat that the centre has not heard of */
	char by[16];                /* of the last step */
	int64_t at;
	char refused
	    [ID_SIZE]; /* the last step of this seat, when the centre would not have it; "" */
	char why[160]; /* why the centre would not have the last step of this seat; "" it did */
};
/** cache_article_works(r, in_work, out, max): latest first; ${in_work}: only those with a copy, or with a refusal.
 * cache_article_work(r, kb_no, out): one; all zero but its number when nothing has happened. The count, -1 on error. */
int cache_article_works(struct cache_reader *r, bool in_work, struct article_work *out, int max);
bool cache_article_work(struct cache_reader *r, const char *kb_no, struct article_work *out);
/** cache_article_steps(r, kb_no, out, max): its steps, latest first; each to record_free. cache_record(r, id, out): one
 * record, to record_free; false when it is not here. */
int cache_article_steps(struct cache_reader *r, const char *kb_no, struct record *out, int max);
bool cache_record(struct cache_reader *r, const char *id, struct record *out);

/* An article that is out, for lists. */
struct article_use {
	char kb_no[ARTICLE_KB_NO_BYTES], title[160], source[16];
	int32_t until;
	int64_t used, useless; /* times cited; times somebody said it was of no use */
};
/** cache_article_uses(r, until, out, max): what is published and holds no longer than ${until}, the earliest first; with
 * ${until} INT32_MAX all, the least useful first. */
int cache_article_uses(struct cache_reader *r, int32_t until, struct article_use *out, int max);

struct kb_miss { /* what was looked for in vain */
	char query[RECORD_OBJECT_BYTES];
	int64_t count, last_at;
};
int cache_kb_misses(struct cache_reader *r, struct kb_miss *out, int max);

/* Temporary talking points in the making, as their steps make them. */
struct guidance_work {
	char id[RECORD_OBJECT_BYTES];
	struct guidance_flow flow;
	int64_t at;    /* of the latest step, refused or not */
	bool waits;    /* a step of this seat that the centre has not heard of */
	char why[160]; /* why the centre would not have the last step of this seat; "" it did */
	char refused[ID_SIZE]; /* that step */
};
/** cache_guidance_works(r, out, max): those with a step, the latest first. The count, -1 on error. cache_bulletin_readers(r, id,
 * names, size): how many people have read it, as far as this seat is told; their job numbers into ${names}. */
int cache_guidance_works(struct cache_reader *r, struct guidance_work *out, int max);
int cache_bulletin_readers(struct cache_reader *r, const char *id, char *names, size_t size);

/** cache_bulletin_read(r, me, id): has ${me} read it on this seat? */
bool cache_bulletin_read(struct cache_reader *r, const char *me, const char *id);

/* A citizen who called and was not spoken with, to be called back (回拨任务): one row a number, of the last days. It leaves the
 * list when somebody has called back, at whatever seat, or has spoken with that number since. */
struct callback {
	char call[RECORD_CALL_BYTES], phone[RECORD_PHONE_BYTES], line[16]; /* phone: masked */
	enum call_way way;
	int64_t at, waited_ms;
	int tries;        /* in vain */
	int64_t tried_at; /* the last of them */
};
/** cache_callbacks(r, now, out, max): the longest waiting first; the count. */
int cache_callbacks(struct cache_reader *r, int64_t now, struct callback *out, int max);

/* What a call-taker does now, as the centre last heard (model/agent.h): the wall of those who watch the floor. */
struct floor_seat {
	char job_no[16], seat[8];
	enum agent_state state;
	int reason; /* of a rest */
	int64_t since_at;
	char call[RECORD_CALL_BYTES]; /* "" none */
};
/** cache_floor(r, now, out, max): one row a person who has not signed out, by job number; the count. */
int cache_floor(struct cache_reader *r, int64_t now, struct floor_seat *out, int max);

/** cache_call_peak(r, now, p): when most will call today, as the centre has told it; false: it has not. */
bool cache_call_peak(struct cache_reader *r, int64_t now, struct call_peak *p);
/** cache_floor_queue(r, q): the newest word of who waits; q->n -1 when there is none. */
void cache_floor_queue(struct cache_reader *r, struct call_queue *q);
/** cache_assists(r, by, now, out, max): requests for a senior's help that are open at ${now} of the centre's clock, as they
 * came in, of a person or (by NULL) of all this seat has heard of; each to assist_free; the count. Of somebody who has
 * signed out since there is none. */
int cache_assists(struct cache_reader *r, const char *by, int64_t now, struct assist *out, int max);
/** cache_matter(r, call, category, danger): what that call is about, as its seat said last; false when it did not. */
bool cache_matter(
    struct cache_reader *r, const char *call, char category[8], char danger[ASSIST_LINE_BYTES]);
/** cache_senior_said(r, to, since_at, request, out): the last that a senior said or arranged for that person since then, by
 * the centre's clock, or said to that request ("" none): no seat knows that clock to the second; record_free it. */
bool cache_senior_said(struct cache_reader *r, const char *to, int64_t since_at,
    const char *request, struct record *out);

/** cache_packets(r, me, since_at, out, max): packets of handing over by or for that person, offered since then, the newest
 * first, their numbers masked; each to packet_free; the count. cache_packet(r, id, out): one, with the caller's whole number, for the
 * sheet it becomes; false when it is not here. */
int cache_packets(
    struct cache_reader *r, const char *me, int64_t since_at, struct packet *out, int max);
bool cache_packet(struct cache_reader *r, const char *id, struct packet *out);

/* The other numbers of one person, as merges say it (model/same_caller.h): a chain is one person. */
#define SAME_MOST 8
struct same_number {
	char phone[RECORD_PHONE_BYTES]; /* masked */
	char record[ID_SIZE];           /* the merge that led to it: what an undoing names */
};
/** cache_same_numbers(r, phone, out): what else is this person's number, the nearest first; the count. */
int
cache_same_numbers(struct cache_reader *r, const char *phone, struct same_number out[SAME_MOST]);

/* The calls of a day as far as this seat has heard of them, added up as they come. */
#define FLOOR_SLOT_MS INT64_C(300000)
#define FLOOR_SLOTS   6   /* that a screen shows: the last 30 minutes */
#define FLOOR_DAY     294 /* of a day and the last ones before it */
struct floor_calls {
	int64_t
	    day_at; /* set by who asks, the rest zero: calls that began since then are counted */
	int64_t seq, acw_seq; /* read up to: calls; work after them that has ended */
	struct call_kpi kpi;
	int slot[FLOOR_DAY]; /* calls that came, from FLOOR_SLOTS before the day on */
};
/** cache_floor_calls(r, f): adds the next calls, at most some hundred: true when there are more. */
bool cache_floor_calls(struct cache_reader *r, struct floor_calls *f);
/** floor_slot(f, now, back): calls that came in the five minutes ${back} slots before those of ${now}; floor_slot_at: when
 * they began. */
int floor_slot(const struct floor_calls *f, int64_t now, int back);
int64_t floor_slot_at(int64_t now, int back);

/* A tag of a caller that stands (model/caller_tag.h). */
struct caller_tag {
	enum caller_tag_code code;
	bool counts; /* false: waits for a senior's word */
	int64_t at, until;
	char record[ID_SIZE];           /* what a decision about it names */
	char phone[RECORD_PHONE_BYTES]; /* masked */
	char by[16], reason[160];
};
/** cache_caller_tags(r, phone, now, out): of the person with that number, the newest of each kind; the count. cache_tags(r,
 * now, out, max): of everybody, those that wait first. */
int cache_caller_tags(struct cache_reader *r, const char *phone, int64_t now,
    struct caller_tag out[CALLER_TAG_COUNT]);
int cache_tags(struct cache_reader *r, int64_t now, struct caller_tag *out, int max);

/** cache_people_from(r, at): what was said of callers before ${at} (tags, merged numbers, warnings) counts for nothing from
 * now on: in a classroom every lesson's callers are new to the seat. 0, as at first: all of it counts. */
void cache_people_from(struct cache_reader *r, int64_t at);
/** cache_abuse(r, phone, since_at): calls from that number since then in which the caller had to be warned; 0 of a
 * number that is none. */
int cache_abuse(struct cache_reader *r, const char *phone, int64_t since_at);

#endif
