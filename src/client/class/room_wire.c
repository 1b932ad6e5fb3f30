/* What the terminals of a class say to each other, as bytes and back: a table of kinds says how many numbers and texts each
 * has and how long they may be. Reading trusts nothing: a length is bounded before it is waited for, and a line holds no
 * character that a terminal would obey. Not here: sockets, who may say what (room_host.c, room_join.c). */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/class/room.h"
#include "client/ui/canvas_diff.h"
#include "room_p.h"

enum form { FORM_LINE, FORM_TEXT, FORM_BYTES };

static const struct kind {
	enum room_kind kind;
	enum form form;
	int numbers, texts;
	size_t most; /* bytes of a text */
} kinds[] = {
#define X(name, number, numbers, texts, most, form) \
	{ ROOM_##name, FORM_##form, numbers, texts, most },
	ROOM_KINDS(X)
#undef X
};

static const struct kind *
find(unsigned kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((unsigned)kinds[i].kind == kind)
			return &kinds[i];
	return NULL;
}

const char *
class_room_order_label(int order)
{
	static const struct {
		int order;
		const char *label;
	} labels[] = {
#define X(name, number, label) { ROOM_##name, label },
		ROOM_ORDERS(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (labels[i].order == order)
			return labels[i].label;
	return "";
}

/* ---- a record ---- */

struct room_record *
class_room_record_new(enum room_kind kind)
{
	struct room_record *r = calloc(1, sizeof(*r));

	if (r != NULL)
		r->kind = kind;
	return r;
}

static bool
put_text(struct room_record *r, int i, const char *s, size_t n)
{
	char *copy = str_dup_n(s, n);

	if (copy == NULL)
		return false;
	free(r->text[i]);
	r->text[i] = copy;
	r->len[i] = n;
	return true;
}

bool
class_room_record_bytes(struct room_record *r, int i, const char *p, size_t n)
{
	return n <= find(r->kind)->most && put_text(r, i, p, n);
}

bool
class_room_record_text(struct room_record *r, int i, const char *s)
{
	const size_t most = find(r->kind)->most, n = strlen(s);

	return put_text(r, i, s, n <= most ? n : utf8_whole(s, most));
}

void
class_room_record_free(struct room_record *r)
{
	if (r == NULL)
		return;
	for (int i = 0; i < ROOM_TEXTS; i++)
		free(r->text[i]);
	free(r);
}

/* ---- writing ---- */

static void
put_length(struct str *out, size_t at)
{
	const size_t n = out->len - at - ROOM_HEAD;

	for (int i = 0; i < ROOM_HEAD; i++)
		out->s[at + (size_t)i] = (char)(n >> (8 * (ROOM_HEAD - 1 - i)));
}

void
class_room_record_write(const struct room_record *r, struct str *out)
{
	const struct kind *k = find(r->kind);
	const size_t at = out->len;

	str_add_n(out, "\0\0\0", ROOM_HEAD);
	str_add_c(out, (char)r->kind);
	for (int i = 0; i < k->numbers; i++)
		leb_put(out, r->n[i]);
	for (int i = 0; i < k->texts; i++) {
		leb_put(out, r->len[i]);
		str_add_n(out, r->text[i] != NULL ? r->text[i] : "", r->len[i]);
	}
	if (!out->bad)
		put_length(out, at);
}

/* ---- reading ---- */

static bool
is_of_form(enum form form, const char *s, size_t n)
{
	uint32_t cp;

	if (form == FORM_BYTES)
		return true;
	if (!utf8_valid(s, n))
		return false;
	for (size_t len; form != FORM_TEXT && n > 0; s += len, n -= len) {
		len = utf8_next(s, n, &cp);
		if (utf8_is_hidden(cp))
			return false;
	}
	return true;
}

static bool
read_body(const struct kind *k, const char *p, const char *end, struct room_record *r)
{
	for (int i = 0; i < k->numbers; i++)
		if (!leb_get(&p, end, &r->n[i]))
			return false;
	for (int i = 0; i < k->texts; i++) {
		uint32_t len;

		if (!leb_get(&p, end, &len) || len > k->most || len > (size_t)(end - p) ||
		    !is_of_form(k->form, p, len) || !put_text(r, i, p, len))
			return false;
		p += len;
	}
	return p == end;
}

/* The longest that a record of a kind can be. */
static size_t
longest(const struct kind *k)
{
	return 1 + 5 * (size_t)k->numbers + (5 + k->most) * (size_t)k->texts;
}

int
class_room_record_read(const char *p, size_t n, struct room_record **out, size_t *used)
{
	size_t len = 0;
	const struct kind *k;
	struct room_record *r;

	*out = NULL;
	if (n < ROOM_HEAD + 1)
		return 0;
	for (int i = 0; i < ROOM_HEAD; i++)
		len = len << 8 | (unsigned char)p[i];
	k = find((unsigned char)p[ROOM_HEAD]);
	if (k == NULL || len < 1 || len > longest(k))
		return -1;
	if (n - ROOM_HEAD < len)
		return 0;
	r = class_room_record_new(k->kind);
	if (r == NULL || !read_body(k, p + ROOM_HEAD + 1, p + ROOM_HEAD + len, r)) {
		class_room_record_free(r);
		return -1;
	}
	*out = r;
	*used = ROOM_HEAD + len;
	return 1;
}
