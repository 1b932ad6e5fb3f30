#ifndef TEST_VIEWCACHE_H
#define TEST_VIEWCACHE_H

#include "client/cache/write.h"
#include "model/workflow.h"
#include "tmpdir.h"
#include "viewdesk.h"

#define VIEWCACHE_TICKETS 160
#define VIEWCACHE_EVENTS  12

/* A seat's cache for a screen under test: tickets as a centre would have sent them, made by the rules' own code from the
 * words told, and operations of this seat on top. */
struct viewcache {
	char dir[TMPDIR_SIZE];
	uint8_t *key;
	struct cache_writer *w;
	struct viewdesk *d;
	struct viewcache_ticket {
		struct ticket t;
		struct event ev[VIEWCACHE_EVENTS];
		int n;
	} tickets[VIEWCACHE_TICKETS];
	int n, pages; /* of the reference feed */
	int64_t sent; /* number of the operation added last */
};

struct viewcache_told {
	const char *no, *at; /* "2026-11-19 08:30" */
	enum event_kind kind;
	const char *by, *name; /* who took it down */
	const char *type, *category, *area, *address, *title, *content;
	const char *caller, *phone;
};

/** viewcache_open(k, d): an empty cache in a directory of its own, shown on ${d}'s desk. */
void viewcache_open(struct viewcache *k, struct viewdesk *d);
void viewcache_close(struct viewcache *k);
/** viewcache_articles(k): the sample city's knowledge too, indexed. viewcache_article(k, text): one more, or another
 * version of one, in the form of model/article.h. viewcache_used(k, kb_no, n): how often it was cited. */
void viewcache_articles(struct viewcache *k);
void viewcache_article(struct viewcache *k, const char *text);
void viewcache_used(struct viewcache *k, const char *kb_no, const char *n);
/** viewcache_row(k, kind, code, text): one reference row of the centre, of any kind. */
void viewcache_row(struct viewcache *k, const char *kind, const char *code, const char *text);
int64_t viewcache_at(const char *text); /* "2026-11-19 08:30[:12]" */
/** viewcache_tell(k, told): taken down and sent to the centre, not yet in the cache; its index. */
int viewcache_tell(struct viewcache *k, const struct viewcache_told *told);
/** viewcache_wrote(k, told, channel): likewise, but it came in writing. */
int viewcache_wrote(struct viewcache *k, const struct viewcache_told *told, const char *channel);
/** viewcache_step(k, i, kind, at, who, args): a further step; ${who} is "1154 王芳" or "1200 周建军@1004" with a unit;
 * ${args}: pairs of EA_… and text, ended by -1. */
void viewcache_step(
    struct viewcache *k, int i, enum event_kind kind, const char *at, const char *who, ...);
/** viewcache_put(k, i): as it stands now into the cache. viewcache_hold: without its last ${n} events. */
void viewcache_put(struct viewcache *k, int i);
void viewcache_hold(struct viewcache *k, int i, int n);
/** viewcache_own(k, i, kind, at, field, value): this seat's own operation on ticket ${i}, not yet answered; its local
 * number. ${field} TF_COUNT: ${value} is the note. */
void viewcache_own(struct viewcache *k, int i, enum event_kind kind, const char *at,
    enum ticket_field field, const char *value);
/** viewcache_new(k, told): taken down on this seat and not yet sent. */
void viewcache_new(struct viewcache *k, const struct viewcache_told *told);
/** viewcache_answer(k, status, detail, lost): what the centre says to the operation added last. */
void
viewcache_answer(struct viewcache *k, enum op_status status, const char *detail, const char *lost);
/** viewcache_story(k): the tickets of the wireframes: 0 路灯 (of 1107, overdue, urged), 1 暖气 (waits for sign-in),
 * 2 噪声 (being worked on), 3 公积金 (answered), 4 垃圾 (incomplete), 5 公积金 refused. */
void viewcache_story(struct viewcache *k);

#endif
