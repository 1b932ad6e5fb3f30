/* editor.c: a text under a cursor.
 *
 * Invariants: the text is valid UTF-8; the cursor stands at a character and never between a character and its combining
 * marks; ${chars} is always the count of the text. A change is either done and reported whole, or refused whole with a
 * sentence: nothing is cut. Erasing a piece at one stroke keeps it, so that a slip of the finger can be taken back.
 * Not here: lines of the screen (textarea.c), drawing (field.c, textarea.c). */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/editor.h"
#include "text/paste.h"

void
editor_init(struct editor *ed, size_t limit, bool soft, bool lines)
{
	*ed = (struct editor){ .limit = limit, .soft = soft, .lines = lines };
}

void
editor_free(struct editor *ed)
{
	str_free(&ed->text);
	str_free(&ed->erased);
	*ed = (struct editor){ 0 };
}

/* The start of the character that holds byte ${at}: a cursor from outside may be anything. */
static size_t
at_char(const struct editor *ed, size_t at)
{
	const char *s = str_c(&ed->text);
	if (at > ed->text.len)
		at = ed->text.len;
	while (at > 0 && at < ed->text.len && utf8_is_inner(s[at]))
		at--;
	return at;
}

void
editor_set(struct editor *ed, const char *s, size_t cursor)
{
	str_reset(&ed->text);
	str_add(&ed->text, s ? s : "");
	ed->chars = utf8_count(str_c(&ed->text));
	ed->cursor = at_char(ed, cursor);
}

size_t
editor_over(const struct editor *ed)
{
	return ed->limit && ed->chars > ed->limit ? ed->chars - ed->limit : 0;
}

int
editor_cols(const struct editor *ed, size_t from, size_t to)
{
	const char *s = str_c(&ed->text);
	int cols = 0;
	while (from < to) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + from, to - from, &cp);
		cols += len ? width_cp(cp) : 4;
		from += len ? len : 1;
	}
	return cols;
}

static bool
is_mark(const struct editor *ed, size_t at)
{
	uint32_t cp = 0;
	size_t n = utf8_next(str_c(&ed->text) + at, ed->text.len - at, &cp);
	return n > 0 && cp >= 0x300 && width_cp(cp) == 0;
}

static size_t
next_char(const struct editor *ed, size_t at)
{
	uint32_t cp = 0;
	if (at >= ed->text.len)
		return ed->text.len;
	do {
		size_t n = utf8_next(str_c(&ed->text) + at, ed->text.len - at, &cp);
		at += n ? n : 1;
	} while (at < ed->text.len && is_mark(ed, at));
	return at;
}

static size_t
prev_char(const struct editor *ed, size_t at)
{
	if (at == 0)
		return 0;
	do {
		at = utf8_prev(str_c(&ed->text), at);
	} while (at > 0 && is_mark(ed, at));
	return at;
}

static size_t
line_start(const struct editor *ed, size_t at)
{
	const char *s = str_c(&ed->text);
	while (at > 0 && s[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_end(const struct editor *ed, size_t at)
{
	return at + strcspn(str_c(&ed->text) + at, "\n");
}

/* The only place that changes the text. ${ins} may not lie inside it. */
static void
splice(struct editor *ed, size_t at, size_t del, const char *ins, size_t n, struct react *r)
{
	size_t gone = utf8_count_n(str_c(&ed->text) + at, del);
	size_t before = ed->text.len;
	str_splice(&ed->text, at, del, ins, n);
	if (ed->text.bad || ed->text.len != before - del + n) {
		react_refuse(r, "内存不足, 没有放进去");
		return;
	}
	ed->chars += utf8_count_n(ins, n) - gone;
	ed->cursor = at + n;
	r->bits |= REACT_USED | REACT_EDIT;
	r->edit = (struct edit){ .at = at,
		.del = del,
		.ins = str_c(&ed->text) + at,
		.ins_len = n,
		.cursor = ed->cursor };
}

/* false, with the reason in ${r}, when ${add} more characters for ${gone} fewer would go beyond the limit. */
static bool
has_room(const struct editor *ed, size_t add, size_t add_bytes, size_t gone, struct react *r)
{
	if (ed->limit && !ed->soft && add > gone && ed->chars + add - gone > ed->limit) {
		react_refuse(r, "最多 %zu 个字, 现有 %zu 个, 再加 %zu 个放不下: 没有放进去",
		    ed->limit, ed->chars, add);
		return false;
	}
	if (ed->text.len + add_bytes > EDITOR_BYTES) {
		react_refuse(r, "内容太长, 一处最多 %d KB: 没有放进去", EDITOR_BYTES / 1024);
		return false;
	}
	return true;
}

static bool
is_plain(const struct editor *ed, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp = 0;
		size_t len = utf8_next(s + i, n - i, &cp);
		if (len == 0 || (utf8_is_hidden(cp) && !(cp == '\n' && ed->lines)))
			return false;
		i += len;
	}
	return true;
}

/* Text that holds what must not be obeyed goes through the paste rule; other text is taken as it is. */
static void
insert_clean(struct editor *ed, const char *s, size_t n, bool paste, struct react *r)
{
	struct str clean = { 0 };
	if (paste || !is_plain(ed, s, n)) {
		if (ed->lines)
			text_paste(&clean, s, n);
		else
			text_paste_line(&clean, s, n);
		s = str_c(&clean);
		n = clean.len;
	}
	r->bits |= REACT_USED;
	if (clean.bad)
		react_refuse(r, "内存不足, 没有放进去");
	else if (n > 0 && has_room(ed, utf8_count_n(s, n), n, 0, r))
		splice(ed, ed->cursor, 0, s, n, r);
	str_free(&clean);
}

void
editor_insert(struct editor *ed, const char *s, size_t n, struct react *r)
{
	insert_clean(ed, s, n, false, r);
}

void
editor_replace(struct editor *ed, const char *s, struct react *r)
{
	size_t n = strlen(s);
	if (has_room(ed, utf8_count_n(s, n), n, ed->chars, r))
		splice(ed, 0, ed->text.len, s, n, r);
}

static void
erase(struct editor *ed, size_t from, size_t to, bool keep, struct react *r)
{
	r->bits |= REACT_USED;
	if (from >= to)
		return;
	if (keep) {
		str_reset(&ed->erased);
		str_add_n(&ed->erased, str_c(&ed->text) + from, to - from);
	}
	splice(ed, from, to - from, "", 0, r);
}

/* Back over blanks, then over one ASCII word, one mark, or two Chinese characters (a Chinese word of average length). */
static size_t
word_start(const struct editor *ed, size_t at)
{
	const char *s = str_c(&ed->text);
	while (at > 0 && (s[at - 1] == ' ' || s[at - 1] == '\n'))
		at--;
	size_t begin = at;
	while (at > 0 && (unsigned char)s[at - 1] < 0x80 && s[at - 1] != ' ' && s[at - 1] != '\n')
		at--;
	if (at < begin)
		return at;
	for (int i = 0; i < 2 && at > 0; i++) {
		uint32_t cp = 0;
		size_t from = prev_char(ed, at);
		utf8_next(s + from, at - from, &cp);
		if (!utf8_is_han(cp))
			return i == 0 ? from : at;
		at = from;
	}
	return at;
}

static void
move(struct editor *ed, size_t to, struct react *r)
{
	r->bits |= REACT_USED;
	if (to != ed->cursor)
		r->bits |= REACT_MOVED;
	ed->cursor = to;
}

static void
restore(struct editor *ed, struct react *r)
{
	r->bits |= REACT_USED;
	if (ed->erased.len == 0)
		react_refuse(r, "没有可以找回的内容");
	else if (has_room(ed, utf8_count(str_c(&ed->erased)), ed->erased.len, 0, r))
		splice(ed, ed->cursor, 0, str_c(&ed->erased), ed->erased.len, r);
}

static void
act(struct editor *ed, enum action a, struct react *r)
{
	size_t at = ed->cursor;
	switch ((int)a) {
	case ACTION_LEFT:
		move(ed, prev_char(ed, at), r);
		break;
	case ACTION_RIGHT:
	case ACTION_FORWARD:
		move(ed, next_char(ed, at), r);
		break;
	case ACTION_HOME:
		move(ed, line_start(ed, at), r);
		break;
	case ACTION_END:
	case ACTION_LINE_END:
		move(ed, line_end(ed, at), r);
		break;
	case ACTION_ERASE:
		erase(ed, prev_char(ed, at), at, false, r);
		break;
	case ACTION_ERASE_NEXT:
		erase(ed, at, next_char(ed, at), false, r);
		break;
	case ACTION_ERASE_WORD:
		erase(ed, word_start(ed, at), at, true, r);
		break;
	case ACTION_ERASE_HEAD:
		erase(ed, line_start(ed, at), at, true, r);
		break;
	case ACTION_ERASE_TAIL:
		erase(ed, at, line_end(ed, at), true, r);
		break;
	case ACTION_RESTORE:
		restore(ed, r);
		break;
	case ACTION_NEWLINE:
		if (ed->lines)
			insert_clean(ed, "\n", 1, false, r);
		break;
	default:
		break;
	}
}

void
editor_input(struct editor *ed, const struct input *in, struct react *r)
{
	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		insert_clean(ed, in->text, in->len, in->kind == INPUT_PASTE, r);
	else if (in->kind == INPUT_ACTION)
		act(ed, in->action, r);
}
