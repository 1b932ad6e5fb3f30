#ifndef MODEL_INBOX_H
#define MODEL_INBOX_H

#include <stdint.h>

#include "model/deadline.h"

/* 网上来件: what reaches the hotline in writing. Other systems file it as a ticket in state DRAFT (save_draft) with the
 * channel it came by; somebody takes it up by submitting it, whole, incomplete, answered or rejected. How soon (GB/T
 * 33358): text within 3 minutes, a mailbox within 24 hours, day and night. */
enum inbox_kind {
	INBOX_NONE, /* the telephone: nobody waits in writing */
	INBOX_TEXT, /* somebody sits before a screen and waits */
	INBOX_MAIL
};

enum inbox_kind inbox_kind(const char *channel);
/** inbox_due(channel, came_at): when it must be taken up; 0 no limit. */
int64_t inbox_due(const char *channel, int64_t came_at);
/** inbox_light: amber in the last quarter. */
enum light inbox_light(const char *channel, int64_t came_at, int64_t now);

#endif
