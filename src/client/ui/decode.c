/* decode.c: bytes and keys of the terminal become inputs; a pure state machine, so that every way a character can arrive
 * in pieces is tested without a terminal.
 *
 * Why not get_wch: ncurses 6.4 drops a character whose bytes arrive in two reads. Here bytes go through mbrtowc with a
 * kept state. A lone Esc waits a little for its second half (Esc 1 is F1 for people whose terminal keeps F1), then it is
 * Esc; Esc Esc is Esc at once. What is no character is reported, never put into a text. A paste is one input, whole or
 * refused whole; keys inside it are not obeyed.
 * Not here: reading the terminal (term.c), what keys mean (keymap.c). */
#include "decode_p.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"

void
decode_init(struct decode *d, const struct keymap *km, int twin_ms)
{
	*d = (struct decode){ .twin_ms = twin_ms };
	for (int c = 0; c < 128; c++)
		d->twin[c] = keymap_twin(km, (unsigned char)c);
}

void
decode_free(struct decode *d)
{
	free(d->queue);
	str_free(&d->pasted);
	str_free(&d->bytes);
	str_free(&d->out);
	*d = (struct decode){ 0 };
}

void
decode_flush(struct decode *d)
{
	d->head = d->n = 0;
	d->esc = d->paste = false;
	d->n_part = d->paste_len = 0;
	memset(&d->mb, 0, sizeof d->mb);
	str_reset(&d->bytes);
	str_reset(&d->pasted);
}

/* ---- the queue ---- */

static struct decoded *
push(struct decode *d, enum decoded_kind kind)
{
	struct decoded *p;

	if (d->head == d->n) {
		d->head = d->n = 0;
		str_reset(&d->bytes);
	}
	p = vec_room(d->queue, &d->cap, d->n + 1, sizeof(*p));
	if (p == NULL)
		return NULL;
	d->queue = p;
	d->queue[d->n] = (struct decoded){ .kind = kind, .at = d->bytes.len };
	return &d->queue[d->n++];
}

static void
push_key(struct decode *d, uint16_t key)
{
	struct decoded *it = push(d, DECODED_KEY);
	if (it)
		it->key = key;
}

/* Text goes on with the text before it. */
static void
push_bytes(struct decode *d, enum decoded_kind kind, const char *s, size_t n)
{
	struct decoded *it =
	    d->head < d->n && d->queue[d->n - 1].kind == kind ? &d->queue[d->n - 1] : push(d, kind);
	if (!it)
		return;
	str_add_n(&d->bytes, s, n);
	it->len += n;
}

/* ---- characters ---- */

static void
put_char(struct decode *d, const char *s, size_t n)
{
	if (!d->paste) {
		push_bytes(d, DECODED_TEXT, s, n);
		return;
	}
	d->paste_len += n;
	if (d->paste_len <= LIMIT_PASTE_BYTES)
		str_add_n(&d->pasted, s, n);
}

static void
put_bad(struct decode *d, unsigned char b)
{
	char shown[8];
	int n = snprintf(shown, sizeof shown, "<%02X>", b);
	if (d->paste)
		put_char(d, shown, (size_t)n);
	else
		push_bytes(d, DECODED_BAD, shown, (size_t)n);
}

static void
drop_part(struct decode *d)
{
	for (size_t i = 0; i < d->n_part; i++)
		put_bad(d, d->part[i]);
	d->n_part = 0;
	memset(&d->mb, 0, sizeof d->mb);
}

/* A byte of a character in the locale's encoding; false: it did not belong to the bytes before it (they are reported
 * and dropped) and must be looked at again. */
static bool
multibyte(struct decode *d, unsigned char b, int64_t now)
{
	wchar_t wc = 0;
	char out[4];
	char in = (char)b;
	size_t rc = mbrtowc(&wc, &in, 1, &d->mb);
	d->heard_at = now;
	if (rc == (size_t)-2 && d->n_part < sizeof d->part) {
		d->part[d->n_part++] = b;
		return true;
	}
	if (rc == (size_t)-1 || rc == (size_t)-2) {
		bool first = d->n_part == 0;
		drop_part(d);
		if (first)
			put_bad(d, b);
		return first;
	}
	size_t n = utf8_put(out, (uint32_t)wc);
	if (n == 0) {
		if (d->n_part < sizeof d->part)
			d->part[d->n_part++] = b;
		drop_part(d);
		return true;
	}
	d->n_part = 0;
	put_char(d, out, n);
	return true;
}

static void
plain_byte(struct decode *d, unsigned char b)
{
	char c = (char)b;
	if (d->paste && b == 0)
		put_bad(d, b);
	else if (d->paste || (b >= 0x20 && b != 0x7f))
		put_char(d, &c, 1);
	else if (b == '\n')
		push_key(d, KEYNO_ENTER);
	else if (b == '\b')
		push_key(d, KEYNO_BACKSPACE);
	else if (b != 0)
		push_key(d, b);
}

/* The byte after Esc; false when it is no twin: the Esc stands alone and the byte is looked at as usual. */
static bool
after_esc(struct decode *d, unsigned char b)
{
	unsigned char c = b == '\n' ? KEYNO_ENTER : b;
	d->esc = false;
	if (c < 128 && d->twin[c]) {
		push_key(d, (uint16_t)(KEYNO_TWIN + c));
		return true;
	}
	push_key(d, KEYNO_ESC);
	return b == KEYNO_ESC;
}

void
decode_byte(struct decode *d, unsigned char b, int64_t now)
{
	if (d->paste)
		d->heard_at = now;
	if (d->esc && after_esc(d, b))
		return;
	if ((b >= 0x80 || d->n_part > 0) && multibyte(d, b, now))
		return;
	if (b >= 0x80) /* it begins a new character */
		multibyte(d, b, now);
	else if (b == KEYNO_ESC && !d->paste) {
		d->esc = true;
		d->esc_at = now;
	} else
		plain_byte(d, b);
}

void
decode_key(struct decode *d, uint16_t key, int64_t now)
{
	drop_part(d);
	if (d->paste) { /* a sequence inside a paste is text, shown by its escape and not obeyed */
		plain_byte(d, key < 128 ? (unsigned char)key : KEYNO_ESC);
		d->heard_at = now;
		return;
	}
	if (d->esc)
		push_key(d, KEYNO_ESC);
	d->esc = false;
	push_key(d, key);
}

void
decode_paste(struct decode *d, bool begin, int64_t now)
{
	drop_part(d);
	if (begin) {
		if (d->esc)
			push_key(d, KEYNO_ESC);
		d->esc = false;
		d->paste = true;
		d->heard_at = now;
		return;
	}
	if (!d->paste)
		return;
	d->paste = false;
	struct decoded *it =
	    push(d, d->paste_len > LIMIT_PASTE_BYTES ? DECODED_TOO_LONG : DECODED_PASTE);
	if (it) {
		it->len = d->paste_len;
		if (it->kind == DECODED_PASTE)
			str_add_n(&d->bytes, str_c(&d->pasted), d->pasted.len);
	}
	d->paste_len = 0;
	str_free(&d->pasted);
}

void
decode_time(struct decode *d, int64_t now)
{
	if (d->esc && now - d->esc_at >= d->twin_ms) {
		d->esc = false;
		push_key(d, KEYNO_ESC);
	}
	if (d->n_part > 0 && now - d->heard_at >= DECODE_PART_MS)
		drop_part(d);
	if (d->paste && now - d->heard_at >= DECODE_PASTE_MS)
		decode_paste(d, false, now);
}

int
decode_wait_ms(const struct decode *d, int64_t now)
{
	int64_t at = INT64_MAX;
	if (d->head < d->n)
		return 0;
	if (d->esc)
		at = d->esc_at + d->twin_ms;
	if (d->n_part > 0 && d->heard_at + DECODE_PART_MS < at)
		at = d->heard_at + DECODE_PART_MS;
	if (d->paste && d->heard_at + DECODE_PASTE_MS < at)
		at = d->heard_at + DECODE_PASTE_MS;
	if (at == INT64_MAX)
		return -1;
	return at > now ? (int)(at - now) : 0;
}

/* ---- handing out ---- */

static void
key_input(const struct keymap *km, unsigned scopes, uint16_t key, struct str *out, struct input *in)
{
	char name[16];
	in->action = keymap_find(km, scopes, key);
	in->kind = in->action == ACTION_NONE ? INPUT_UNBOUND : INPUT_ACTION;
	if (in->action == ACTION_NONE)
		str_add(out, keymap_key_name(key, name));
}

static void
refusal(const struct decode *d, const struct decoded *it, struct str *out)
{
	if (it->kind == DECODED_TOO_LONG)
		str_addf(out, "粘贴的内容有 %zu KB, 一次最多 %d KB: 没有放进去",
		    (it->len + 1023) / 1024, LIMIT_PASTE_BYTES / 1024);
	else
		str_addf(out, "终端送来认不出的字节 %.*s%s, 已略去; 请检查终端的字符集",
		    (int)(it->len < 24 ? it->len : 24), str_c(&d->bytes) + it->at,
		    it->len > 24 ? " 等" : "");
}

static size_t
first_char(const char *s, size_t n)
{
	uint32_t cp = 0;
	size_t len = utf8_next(s, n, &cp);
	return len ? len : 1;
}

bool
decode_next(struct decode *d, const struct keymap *km, unsigned scopes, struct input *in)
{
	if (d->head == d->n)
		return false;
	struct decoded *it = &d->queue[d->head];
	const char *s = str_c(&d->bytes) + it->at;
	size_t taken = it->len;
	*in = (struct input){ .ahead = it->ahead };
	str_reset(&d->out);
	switch (it->kind) {
	case DECODED_KEY:
		key_input(km, scopes, it->key, &d->out, in);
		break;
	case DECODED_TEXT:
		in->kind = INPUT_TEXT;
		if (!(scopes & SCOPE_EDIT))
			taken = first_char(s, it->len);
		str_add_n(&d->out, s, taken);
		break;
	case DECODED_PASTE:
		in->kind = INPUT_PASTE;
		str_add_n(&d->out, s, it->len);
		break;
	case DECODED_BAD:
	case DECODED_TOO_LONG:
		in->kind = INPUT_REFUSED;
		refusal(d, it, &d->out);
		break;
	}
	in->text = str_c(&d->out);
	in->len = d->out.len;
	it->at += taken;
	it->len -= taken;
	if (it->kind != DECODED_TEXT || it->len == 0)
		d->head++;
	for (size_t i = d->head; i < d->n; i++)
		d->queue[i].ahead = true;
	return true;
}
