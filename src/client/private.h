#ifndef CLIENT_PRIVATE_H
#define CLIENT_PRIVATE_H

#include <stdbool.h>

#include "base/err.h"

/* The private centre: hotseatd beside this program, on a unix socket under the data directory, for this user alone. */
struct private_centre {
	char dir[600];         /* <data>/centre */
	char socket[128];      /* "unix:/…": what --server would be */
	char program[600];     /* hotseatd */
	char city[600];        /* city pack for the first start */
	int pid;               /* 0 not running */
	int pipe;              /* its end closes when we end, however we end */
	int failures;          /* in a row */
	long long next_try_ms; /* monotonic */
};

/** private_prepare(data, share, p, e): paths only; ERR_NOT_FOUND when hotseatd is not there. */
enum err_code
private_prepare(const char *data, const char *share, struct private_centre *p, struct err *e);
/** private_start(p, e): start it (initialising it on its very first start) and return at once; the seat's engine connects
 * when it is up. Where another seat's private centre is live on this data, ours ends by itself and that one is used. */
enum err_code private_start(struct private_centre *p, struct err *e);
/** private_watch(p, now_mono): restart with back-off when it has died; true when it was started again. */
bool private_watch(struct private_centre *p, long long now_mono);
/** private_stop(p): close the pipe: it drains and exits; waits for it at most some seconds. */
void private_stop(struct private_centre *p);

#endif
