/* inbox.c: how soon what came in writing is taken up. Not here: the limits of the ticket it becomes (deadline.c). */
#include "model/inbox.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define TEXT_MS   (3 * MINUTE_MS)
#define MAIL_MS   (INT64_C(1440) * MINUTE_MS)

enum inbox_kind
inbox_kind(const char *channel)
{
	static const char *const text[] = { "wechat", "app", "web", "miniapp", "sms", "qq" };

	if (*channel == '\0' || strcmp(channel, "phone") == 0)
		return INBOX_NONE;
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (strcmp(channel, text[i]) == 0)
			return INBOX_TEXT;
	return INBOX_MAIL;
}

static int64_t
limit_of(enum inbox_kind k)
{
	return k == INBOX_TEXT ? TEXT_MS : k == INBOX_MAIL ? MAIL_MS : 0;
}

int64_t
inbox_due(const char *channel, int64_t came_at)
{
	int64_t limit = limit_of(inbox_kind(channel));

	return limit != 0 ? came_at + limit : 0;
}

enum light
inbox_light(const char *channel, int64_t came_at, int64_t now)
{
	int64_t due = inbox_due(channel, came_at), limit = limit_of(inbox_kind(channel));

	if (due == 0)
		return LIGHT_GREEN;
	return now > due ? LIGHT_RED : due - now <= limit / 4 ? LIGHT_AMBER : LIGHT_GREEN;
}
