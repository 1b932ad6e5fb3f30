/* message.c: what the message line says (client/ui/message.h). How it is drawn is the app's (app_bar.c). */
#include "client/ui/message.h"

#include <string.h>

#include "base/str.h"
#include "base/width.h"

/* ---- what stands there ---- */

/* Behind what stands in the line, is there room for it? The first always has: it may take more than one row. */
static bool
has_room(const struct message *m, const char *text)
{
	if (strlen(m->text) + strlen(MESSAGE_BETWEEN) + strlen(text) >= sizeof(m->text))
		return false;
	return m->cols == 0 ||
	       width_str(m->text) + width_str(MESSAGE_BETWEEN) + width_str(text) <= m->cols;
}

static void
add(struct message *m, const char *text)
{
	const size_t len = strlen(m->text);

	(void)str_copy(m->text + len, sizeof(m->text) - len, text);
}

/* The line anew. What has to go from it before its time begins its time again when it is back. */
static void
compose(struct message *m)
{
	m->text[0] = '\0';
	m->level = MESSAGE_NEWS;
	for (m->shown = 0; m->shown < m->n; m->shown++) {
		const struct message_part *p = &m->part[m->shown];

		if (m->shown > 0 && !has_room(m, p->text))
			break;
		if (m->shown > 0)
			add(m, MESSAGE_BETWEEN);
		add(m, p->text);
		m->level = p->level > m->level ? p->level : m->level;
	}
	for (int i = m->shown; i < m->n; i++)
		m->part[i].painted = false;
}

static void
take_out(struct message *m, int i)
{
	m->n--;
	memmove(&m->part[i], &m->part[i + 1], (size_t)(m->n - i) * sizeof(m->part[0]));
}

bool
message_turn(struct message *m, int cols, int64_t now)
{
	char was[sizeof(m->text)];

	if (m->cols == cols && message_due_in(m, now) != 0)
		return false;
	(void)str_copy(was, sizeof(was), m->text);
	m->cols = cols;
	compose(m);
	if (m->shown < m->n)
		for (int i = m->shown - 1; i >= 0; i--)
			if (m->part[i].painted && now >= m->part[i].until)
				take_out(m, i);
	compose(m);
	return strcmp(was, m->text) != 0;
}

int64_t
message_due_in(const struct message *m, int64_t now)
{
	int64_t due = -1;

	for (int i = 0; i < m->shown && m->shown < m->n; i++) {
		const struct message_part *p = &m->part[i];
		const int64_t left = p->until > now ? p->until - now : 0;

		if (p->painted && (due < 0 || left < due))
			due = left;
	}
	return due;
}

void
message_painted(struct message *m, int64_t now)
{
	for (int i = 0; i < m->shown; i++) {
		struct message_part *p = &m->part[i];

		if (!p->painted)
			p->until = now + MESSAGE_STANDS_MS;
		p->painted = true;
	}
}

/* ---- saying ---- */

/* What is in the way of what is said now. An answer that nobody has seen is in that of a better one; what came unasked is in
 * the way of nothing that is still to be read. */
static bool
is_in_the_way(const struct message *m, const struct message_part *p, int64_t now)
{
	if (m->by_key)
		return p->painted || p->asked;
	if (m->outcome && p->level < MESSAGE_FAULT && (p->asked || p->outcome))
		return p->painted; /* 正在提交, and then 已提交 */
	return p->painted && now >= p->until;
}

static void
give_way(struct message *m, int64_t now)
{
	for (int i = m->n - 1; i >= 0; i--)
		if (is_in_the_way(m, &m->part[i], now))
			take_out(m, i);
}

/* What stands before what. */
static int
weight(const struct message_part *p)
{
	return p->level == MESSAGE_FAULT  ? 3
	       : p->asked || p->outcome   ? 2
	       : p->level == MESSAGE_MIND ? 1
					  : 0;
}

static void
put_in(struct message *m, const struct message_part *p)
{
	int at = 0;

	if (m->n == MESSAGE_PARTS) { /* the lightest are the last */
		int i = m->n - 1;

		while (i > 0 && weight(&m->part[i - 1]) == weight(&m->part[m->n - 1]))
			i--;
		take_out(m, i);
	}
	while (at < m->n && weight(&m->part[at]) >= weight(p))
		at++;
	memmove(&m->part[at + 1], &m->part[at], (size_t)(m->n - at) * sizeof(*p));
	m->part[at] = *p;
	m->n++;
}

/* Said again it stands anew, as grave as it ever was. */
static struct message_part
once_more(struct message *m, int level, const char *text)
{
	struct message_part p = { .level = level,
		.asked = m->by_key,
		.outcome = m->outcome && !m->by_key,
		.sticks = level == MESSAGE_FAULT };

	(void)str_copy(p.text, sizeof(p.text), text);
	for (int i = 0; i < m->n; i++)
		if (strstr(m->part[i].text, text) != NULL) {
			p = m->part[i];
			p.level = p.level > level ? p.level : level;
			p.sticks = p.level == MESSAGE_FAULT;
			p.painted = false;
			take_out(m, i);
			break;
		}
	return p;
}

void
message_say(struct message *m, int level, const char *text, int64_t now)
{
	struct message_part p;

	if (text[0] == '\0') {
		(void)message_drop(m, now);
		return;
	}
	m->answered = m->answered || m->by_key;
	m->typed_on = false;
	give_way(m, now);
	p = once_more(m, level, text);
	for (int i = 0; i < m->n; i++)
		m->part[i].sticks = false;
	put_in(m, &p);
	compose(m);
}

/* ---- going ---- */

/* Nobody has to read it any more. */
static bool
has_stood(const struct message_part *p, int64_t now)
{
	return p->asked || (p->painted && (p->outcome || now >= p->until));
}

bool
message_drop(struct message *m, int64_t now)
{
	const int n = m->n;

	for (int i = n - 1; i >= 0; i--) {
		m->part[i].sticks = false;
		if (has_stood(&m->part[i], now))
			take_out(m, i);
	}
	compose(m);
	return m->n < n;
}

bool
message_clear(struct message *m)
{
	const bool any = m->n > 0;

	m->n = 0;
	compose(m);
	return any;
}

bool
message_key(struct message *m, bool begins, int64_t now)
{
	const bool typed_on = m->typed_on;
	const int n = m->n;

	m->by_key = begins;
	if (!begins)
		return false;
	m->answered = false;
	for (int i = n - 1; i >= 0; i--)
		if (!m->part[i].sticks && has_stood(&m->part[i], now))
			take_out(m, i);
	if (m->n < n)
		compose(m);
	m->typed_on = m->n > 0 && m->part[0].painted && !m->part[0].sticks;
	return m->n < n || m->typed_on != typed_on;
}
