#ifndef SERVER_API_API_P_H
#define SERVER_API_API_P_H

#include <pthread.h>

#include "server/api/api.h"
#include "server/core/feed.h"
#include "wire/message.h"

#define API_READERS 32 /* readers kept open between requests */

struct park;
struct snapshots;
struct contacts;
struct metrics;

struct api {
	struct api_config config;
	struct store_centre centre;
	pthread_mutex_t lock;
	struct store *readers[API_READERS];
	int n_readers;
	struct park *park;
	struct snapshots *snapshots;
	struct contacts *contacts;
	struct metrics *metrics;
	struct str document; /* of the interface, once somebody has asked for it; under ${lock} */
	char document_tag[24];
	pthread_mutex_t door; /* calls that wait: door.c */
};

/** api_reader_take/give: a reading store for this thread; NULL with e when none can be opened. */
struct store *api_reader_take(struct api *a, struct err *e);
void api_reader_give(struct api *a, struct store *s);
int64_t api_now(const struct api *a);
/** api_fail(c, e): the problem answer. */
void api_fail(struct api_call *c, const struct err *e);
/** api_calloc(c, n): zeroed memory for the call's work; NULL when there is none: the call is then answered. */
void *api_calloc(struct api_call *c, size_t n);
/** api_query_int(c, name, fallback, lo, hi, out, e): a number of the query string. */
enum err_code api_query_int(const struct api_call *c, const char *name, long long fallback,
    long long lo, long long hi, long long *out, struct err *e);

/* A job for the writer on behalf of a call: run in the batch, then answered by done on the writer's thread. */
struct api_job {
	struct writer_job job; /* first */
	struct api_call *call;
	/** work: inside the batch. reply: after the commit, when the work went well; an error is answered by itself. */
	enum err_code (*work)(struct api_job *j, struct core *c, struct err *e);
	void (*reply)(struct api_job *j);
	void (*drop)(void *data); /* frees ${data}; NULL: there is none */
	void *data;
	struct str members; /* further members of the problem answer: "\"expect\":7" */
};
/** api_write(c, work, reply, drop, data): to the writer; answers 503 itself when the queue is full. */
void api_write(struct api_call *c,
    enum err_code (*work)(struct api_job *j, struct core *c, struct err *e),
    void (*reply)(struct api_job *j), void (*drop)(void *data), void *data);
/* What a call asks of the writer: its body read into zeroed ${bytes}, which ${drop} frees however far it came. */
struct api_act {
	size_t bytes;
	enum err_code (*read)(struct api *a, const struct api_call *c, void *data, struct err *e);
	enum err_code (*work)(struct api_job *j, struct core *c, struct err *e);
	void (*reply)(struct api_job *j);
	void (*drop)(void *data);
};
/** api_act(a, c, act): read, then to the writer; what cannot be read is answered. */
void api_act(struct api *a, struct api_call *c, const struct api_act *act);

/* ---- handlers, one resource a file ---- */
typedef void api_handler(struct api *a, struct api_call *c);
api_handler api_centre_get, api_health_get, api_ready_get;                        /* centre.c */
api_handler api_metrics_get;                                                      /* metrics.c */
api_handler api_document_get;                                                     /* openapi.c */
api_handler api_device_post;                                                      /* devices.c */
api_handler api_session_post, api_session_delete;                                 /* sessions.c */
api_handler api_ops_post;                                                         /* ops.c */
api_handler api_changes_get, api_snapshot_post, api_snapshot_get, api_digest_get; /* sync.c */
api_handler api_ticket_get;                                                       /* tickets.c */
api_handler api_ticket_post, api_ticket_patch;                                    /* single.c */
api_handler api_article_get;                                                      /* articles.c */
api_handler api_audit_post;                                                       /* audit.c */
api_handler api_records_post, api_records_get;                                    /* records.c */
api_handler api_blob_post, api_blob_list, api_blob_head, api_blob_patch, api_blob_get; /* blobs.c */
api_handler api_people_get, api_admin_user, api_admin_change, api_admin_password,
    api_own_password;                                          /* people.c */
api_handler api_seats_get, api_admin_seat, api_admin_seat_off; /* seats.c */
api_handler api_there_get;                                     /* there.c */
api_handler api_admin_tables;                                  /* tables.c */
api_handler api_deputies_get, api_deputy_post;                 /* deputies.c */
api_handler api_admin_draw;                                    /* draws.c */
api_handler api_admin_import;                                  /* import.c */
api_handler api_admin_visit;                                   /* visits.c */

/** admin_audit(j, c, action, object, reason, e): who has administered what is a row of the audit log, in the same batch
 * (admin.c). admin_done(j): 204. admin_by(j): the job number of who asks; "system" for the centre's own user. */
enum err_code admin_audit(struct api_job *j, struct core *c, const char *action, const char *object,
    const char *reason, struct err *e);
struct admin_person;
/** people_row(s, u, now, p): a person as lists show one (people.c). */
void people_row(struct store *s, const struct store_user *u, int64_t now, struct admin_person *p);
void admin_done(struct api_job *j);
const char *admin_by(const struct api_job *j);

/* ---- figures (metrics.c) ---- */
struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
/** metrics_answered(m, c, status): a call is answered. metrics_op(m, status): an operation (enum op_status). */
void metrics_answered(struct metrics *m, const struct api_call *c, int status);
void metrics_op(struct metrics *m, int status);

/* ---- parked polls (park.c) ---- */
struct poll { /* what was asked, and where its reader stood when nothing was new */
	const char *feed, *cursor; /* cursor: lives as long as the call */
	int limit;
	int64_t wait_ms;
	int64_t desk;        /* how far the asker has heard of desk records; -1 it does not ask */
	uint64_t generation; /* of the park, from before the feed was read */
};
struct park *park_new(struct api *a);
/** park_free(p): ends the thread; calls that still wait are answered. */
void park_free(struct park *p);
/** park_generation(p): counts what commits have touched. */
uint64_t park_generation(struct park *p);
/** park_add(p, c, poll): hold the call until its feed has news or the time is over; answers it in any case. */
void park_add(struct park *p, struct api_call *c, const struct poll *poll);
void park_wake(struct park *p, const struct core_touched *touched);
/** park_told(p, c, after): how far there are desk records past ${after} that who calls waits for; 0 none, or ${after} -1. */
int64_t park_told(struct park *p, const struct api_call *c, int64_t after);
int park_count(struct park *p);
/** sync_page(a, who, cursor, limit, out, empty, e): one page of changes. */
enum err_code sync_page(struct api *a, const struct feed_reader *who, const char *cursor, int limit,
    struct str *out, bool *empty, struct err *e);

/* ---- who is in contact (contact.c) ---- */
struct contacts *contacts_new(void);
void contacts_free(struct contacts *c);
/** contacts_last(c, device): when it called last; 0 not since the start. */
int64_t contacts_last(struct contacts *c, const char *device);
/** contacts_heard(c, device, now): the seat has called; since when it has done so without a gap. */
int64_t contacts_heard(struct contacts *c, const char *device, int64_t now);

/* ---- snapshots under way (snapshot.c) ---- */
struct snapshots *snapshots_new(void);
void snapshots_free(struct snapshots *s);
struct snapshot {
	char id[ID_SIZE], feed[32], cursor[CURSOR_SIZE];
	int64_t since_at, created_at;
};
void snapshots_add(struct snapshots *s, const struct snapshot *one);
bool snapshots_get(struct snapshots *s, const char *id, struct snapshot *out);

#endif
