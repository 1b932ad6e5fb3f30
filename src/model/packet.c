/* packet.c: a packet of handing over, as desk records say it: "name=value" lines, a line break in a value as \n. Whoever
 * reads them may have got them in any order and from a program that means harm: a word that does not fit changes nothing.
 *
 * Not here: who may write and read them (record_who.c), what the sheet becomes at the other seat (client/view/call). */
#include "model/packet.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/utf8.h"

const struct enum_item packet_items[PACKET_CODES] = {
	[PACKET_OFFER] = { "offer", "转来" },
	[PACKET_SEEN] = { "seen", "已看到" },
	[PACKET_TAKEN] = { "taken", "已接手" },
	[PACKET_BACK] = { "back", "已收回" },
};

/* Of her own call and seat, and what the record itself bears. */
static bool
goes_along(enum ticket_field f)
{
	return f != TF_NO && f != TF_CALL_ID && f != TF_RECORDING && f != TF_CALLER_PHONE;
}

void
packet_free(struct packet *p)
{
	fields_free(&p->f);
	secret_wipe(p, sizeof(*p));
}

int
packet_code(const struct record *r)
{
	for (int i = 0; r->kind == RECORD_PACKET && i < PACKET_CODES; i++)
		if (strcmp(r->code, packet_items[i].code) == 0)
			return i;
	return -1;
}

bool
packet_about(const struct record *r, char id[ID_SIZE])
{
	const char *words;
	const int code = packet_code(r);

	id[0] = '\0';
	if (code < 0)
		return false;
	return code == PACKET_OFFER ? str_copy(id, ID_SIZE, r->id) && id_valid(id)
				    : record_about_read(record_text(r), id, &words);
}

/* ---- writing ---- */

static void
add_line(struct str *out, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	str_addf(out, "%s=", name);
	for (; *value != '\0'; value++) {
		if (*value == '\n')
			str_add(out, "\\n");
		else if (*value == '\\')
			str_add(out, "\\\\");
		else
			str_add_c(out, *value);
	}
	str_add_c(out, '\n');
}

bool
packet_offer(const struct packet *p, struct record *r)
{
	char why[PACKET_WORDS_BYTES];
	struct str text = { 0 };
	bool ok;

	(void)str_copy(why, sizeof(why), p->why);
	why[utf8_head(why, PACKET_WHY_CHARS)] = '\0';
	add_line(&text, "seat", p->seat);
	add_line(&text, "why", why);
	add_line(&text, "told", p->told);
	add_line(&text, "basis", p->basis);
	for (int f = 0; f < TF_COUNT; f++)
		if (goes_along((enum ticket_field)f))
			add_line(&text, field_info((enum ticket_field)f)->json,
			    fields_get(&p->f, (enum ticket_field)f));
	r->kind = RECORD_PACKET;
	(void)str_copy(r->code, sizeof(r->code), packet_items[PACKET_OFFER].code);
	(void)str_copy(r->object, sizeof(r->object), p->to);
	(void)str_copy(r->call, sizeof(r->call), p->call);
	(void)str_copy(r->ticket, sizeof(r->ticket), p->ticket);
	(void)str_copy(r->phone, sizeof(r->phone), p->phone);
	ok = !text.bad && record_set_text(r, str_c(&text));
	secret_str_free(&text);
	return ok;
}

bool
packet_say(const struct packet *p, enum packet_code code, const char *by, const char *words,
    struct record *r)
{
	struct str text = { 0 };
	bool ok;

	record_about_write(p->id, words[0] != '\0' ? words : packet_items[code].label, &text);
	r->kind = RECORD_PACKET;
	(void)str_copy(r->code, sizeof(r->code), packet_items[code].code);
	(void)str_copy(r->object, sizeof(r->object), strcmp(by, p->by) == 0 ? p->to : p->by);
	ok = !text.bad && record_set_text(r, str_c(&text));
	str_free(&text);
	return ok;
}

/* ---- reading ---- */

/* The line at *at: its name, and its value as it was. false at the end, and of what is no line. */
static bool
next_line(const char **at, struct str *name, struct str *value)
{
	const char *eq = strchr(*at, '='), *end = strchr(*at, '\n');

	str_reset(name);
	str_reset(value);
	if (end == NULL || eq == NULL || eq > end || eq == *at)
		return false;
	str_add_n(name, *at, (size_t)(eq - *at));
	for (const char *p = eq + 1; p < end; p++) {
		const bool escaped = *p == '\\' && p + 1 < end;

		if (escaped)
			p++;
		if (escaped && *p == 'n')
			str_add_c(value, '\n');
		else
			str_add_c(value, *p);
	}
	*at = end + 1;
	return !name->bad && !value->bad;
}

/* Of a field that this program does not know, or that does not come along, nothing is taken. */
static bool
take_line(struct packet *p, const char *name, const char *value)
{
	const struct {
		const char *name;
		char *to;
		size_t size;
	} own[] = { { "seat", p->seat, sizeof(p->seat) }, { "why", p->why, sizeof(p->why) },
		{ "told", p->told, sizeof(p->told) }, { "basis", p->basis, sizeof(p->basis) } };
	const int f = field_by_json(name);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i].name, name) == 0)
			return str_copy(own[i].to, own[i].size, value);
	if (f < 0 || !goes_along((enum ticket_field)f))
		return true;
	return utf8_valid(value, strlen(value)) &&
	       utf8_count(value) <= (size_t)field_info((enum ticket_field)f)->max_chars &&
	       fields_set(&p->f, (enum ticket_field)f, value);
}

static bool
take_text(struct packet *p, const char *text)
{
	struct str name = { 0 }, value = { 0 };
	bool ok = true;

	while (ok && *text != '\0')
		ok = next_line(&text, &name, &value) && take_line(p, str_c(&name), str_c(&value));
	str_free(&name);
	secret_str_free(&value);
	return ok;
}

bool
packet_begin(struct packet *p, const struct record *r)
{
	*p = (struct packet){ .at = r->at, .said_at = r->at, .stand = PACKET_OFFER };
	if (packet_code(r) != PACKET_OFFER || !take_text(p, record_text(r))) {
		packet_free(p);
		return false;
	}
	(void)str_copy(p->id, sizeof(p->id), r->id);
	(void)str_copy(p->by, sizeof(p->by), r->by);
	(void)str_copy(p->to, sizeof(p->to), r->object);
	(void)str_copy(p->call, sizeof(p->call), r->call);
	(void)str_copy(p->ticket, sizeof(p->ticket), r->ticket);
	(void)str_copy(p->phone, sizeof(p->phone), r->phone);
	return true;
}

void
packet_follow(struct packet *p, const struct record *r)
{
	const int code = packet_code(r);
	const char *said = code == PACKET_BACK ? p->by : p->to, *words;
	char id[ID_SIZE];

	if (code <= PACKET_OFFER || !packet_about(r, id) || strcmp(id, p->id) != 0 ||
	    strcmp(r->by, said) != 0)
		return;
	/* what has ended one stands: a word that was late on its way undoes nothing */
	if (p->stand == PACKET_TAKEN || (p->stand == PACKET_BACK && code == PACKET_SEEN))
		return;
	p->stand = (enum packet_code)code;
	p->said_at = r->at;
	if (code == PACKET_BACK && record_about_read(record_text(r), id, &words)) {
		(void)snprintf(p->words, sizeof(p->words), "%.*s",
		    (int)utf8_head(words, PACKET_WHY_CHARS), words);
	}
}

bool
packet_is_open(const struct packet *p, int64_t now)
{
	return (p->stand == PACKET_OFFER || p->stand == PACKET_SEEN) &&
	       now - p->at < PACKET_OPEN_MS;
}

bool
packet_may_take(const struct packet *p, const char *user)
{
	return (p->stand == PACKET_OFFER || p->stand == PACKET_SEEN) && strcmp(p->to, user) == 0;
}

/* ---- checking ---- */

static enum err_code
bad(struct err *e, const char *member, enum err_code code, const char *why)
{
	(void)err_set(e, code, "%s", why);
	return e != NULL ? err_at(e, "%s", member) : code;
}

enum err_code
packet_check(const struct record *r, struct err *e)
{
	const int code = packet_code(r);
	struct packet p = { 0 };
	char id[ID_SIZE];
	bool ok;

	if (code < 0)
		return ERR_OK;
	if (strcmp(r->object, r->by) == 0)
		return bad(e, "object", ERR_INVALID, "不能转给自己");
	if (code != PACKET_OFFER)
		return r->phone[0] != '\0' ? bad(e, "phone", ERR_INVALID, "只有转来时写号码")
		       : packet_about(r, id) ? ERR_OK
					     : bad(e, "text", ERR_INVALID, "要写明是哪一张转接单");
	ok = take_text(&p, record_text(r));
	packet_free(&p);
	return ok ? ERR_OK : bad(e, "text", ERR_INVALID, "转接单里有一项太长, 带不过去");
}

enum err_code
packet_fits(const struct record *r, const struct record *offer, struct err *e)
{
	const bool own = packet_code(r) == PACKET_BACK;

	if (packet_code(offer) != PACKET_OFFER)
		return err_set(e, ERR_FORBIDDEN, "这不是一张转接单。");
	return strcmp(r->by, own ? offer->by : offer->object) == 0 &&
		       strcmp(r->object, own ? offer->object : offer->by) == 0
		   ? ERR_OK
		   : err_set(e, ERR_FORBIDDEN, "这张转接单是别人的。");
}
