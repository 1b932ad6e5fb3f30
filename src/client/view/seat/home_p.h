#ifndef CLIENT_VIEW_HOME_P_H
#define CLIENT_VIEW_HOME_P_H

#include "client/ui/pager.h"
#include "client/view/part_p.h"

#define HOME_ROWS    64 /* of my tickets; the rest is in 工单列表 */
#define HOME_DONE    20 /* finished ones among them */
#define HOME_NOTICES 12
#define HOME_HOT     5

#define HOME_DESKS 12

/* A screen where the work of who sits here is. */
struct home_desk {
	const struct view_ops *ops;
	char waits[160];
};

struct home {
	struct desk *desk;
	bool stale; /* read again before the next picture */
	struct cache_counts counts;
	int64_t relays;               /* questions of units that wait to be passed on */
	int64_t written, written_due; /* 网上来件 that wait, and when the first must be taken up */
	int n_incidents; /* 疑似突发 that nobody has joined yet, for those who decide; the largest: */
	char incident[256];
	char zero[160]; /* 零报告 of a protection period; "" none is owed */
	size_t zero_missing;
	char draft[96];             /* the newest one: 张女士 路灯 */
	bool draft_open;            /* there is one */
	char draft_ticket[ID_SIZE]; /* the ticket it changes, or "" */
	char note[96];              /* the newest one: 催办 002114 待送 */
	int64_t n_answers;          /* to corrections of mine, of the last days */
	char answer[200];           /* the newest: K0205-01 已改: 号码换了 */
	int guidance_due,
	    guidance_back; /* 口径 that wait for me to let them out; mine that came back */
	const struct bulletin *notices[HOME_NOTICES]; /* in the city: gone with CACHE_CITY news */
	bool unread[HOME_NOTICES];                    /* and must be read */
	int n_notices, n_unread;
	bool more_notices;
	struct hot_row hot[HOME_HOT];
	int n_hot;
	struct ticket_row *rows; /* HOME_ROWS */
	int n_rows, n_desks;
	bool partial;
	struct list list, notice_list;
	struct list desk_list;
	struct home_desk desks[HOME_DESKS]; /* the rows, for who takes no calls */
	bool on_notices;                    /* the focus stands on 公告 */
	const struct bulletin *reading;
	struct pager pager;
};

/** home_refresh(s): read again what changed (home_read.c). */
void home_refresh(struct home *s);
/** home_takes_calls(s): does who sits here take calls? By what the person may do now, also before the first picture. */
bool home_takes_calls(const struct home *s);
/** home_rows(s): the list below: my tickets, or where my work is. */
struct list *home_rows(struct home *s);
/** home_notice_line: "!! 燃气抢修 至13:00"; ${unread}: it must be read and was not. */
void home_notice_line(const struct bulletin *b, bool unread, int64_t now, char *out, size_t size);
void home_draw(const struct view *v, struct canvas *c, struct rect body);

#endif
