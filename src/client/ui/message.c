/* message.c: what the message line says (client/ui/message.h). How it is drawn is the app's (app_bar.c). */
#include "client/ui/message.h"

#include <string.h>

#include "base/str.h"

#define BETWEEN " · "

void
message_say(struct message *m, int level, const char *text)
{
	const size_t between = strlen(BETWEEN), n = strlen(text);

	if (n == 0) {
		(void)message_drop(m);
		return;
	}
	m->answered = m->answered || m->by_key;
	m->text[m->unseen] = '\0';
	if (strstr(m->text, text) != NULL) { /* said again */
		m->level = m->level > level ? m->level : level;
		return;
	}
	if (m->unseen + between + n >= sizeof(m->text))
		m->unseen = 0; /* no room: the later one is of use longer */
	if (m->unseen > 0) {
		memcpy(m->text + m->unseen, BETWEEN, between);
		memcpy(m->text + m->unseen + between, text, n + 1);
		m->level = m->level > level ? m->level : level;
	} else {
		(void)str_copy(m->text, sizeof(m->text), text);
		m->level = level;
	}
	if (!m->by_key)
		m->unseen = strlen(m->text);
}

void
message_painted(struct message *m)
{
	m->unseen = 0;
}

bool
message_drop(struct message *m)
{
	const bool went = m->text[m->unseen] != '\0';

	m->text[m->unseen] = '\0';
	return went;
}

bool
message_clear(struct message *m)
{
	m->unseen = 0;
	return message_drop(m);
}

bool
message_key(struct message *m, bool begins)
{
	m->by_key = begins;
	if (!begins)
		return false;
	m->answered = false;
	return m->level != MESSAGE_FAULT && message_drop(m);
}
