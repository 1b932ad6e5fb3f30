/* knowledge_note.c: what is written down of an article: that it was cited, that its words were told to this caller,
 * that it was of no use, that something in it is wrong; and what was looked for in vain. Desk records (model/record.h): kept on this seat before anything else happens, sent when
 * the line is there.
 *
 * The words of a correction are kept key by key like any half-done words (ticket_note_p.h) until the record is on disk.
 * Not here: what the caller hears of it (knowledge_draw.c). */
#include "knowledge_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "client/cache/records.h"
#include "model/correction.h"

#define TOLD_READ 16 /* of one call; the newest are shown */

/* ---- records ---- */

/* The call it was for: the one the sheet began with, else the one on the line; "" none. */
static const char *
call_of(const struct knowledge *s)
{
	const struct draft *d = s->desk->sheet;

	if (d != NULL && d->call[0] != '\0')
		return d->call;
	return s->desk->call.active ? s->desk->call.id : "";
}

static uint64_t
write_down(struct knowledge *s, enum record_kind kind, const char *code, const char *text)
{
	return part_record(s->desk, kind, call_of(s), s->article.kb_no, code, text);
}

static bool
is_told(const struct knowledge *s, const char *kb_no)
{
	for (int i = 0; i < s->n_told; i++)
		if (strcmp(s->told[i].kb_no, kb_no) == 0)
			return true;
	return false;
}

/* Which words they were: the article may say something else tomorrow. */
static bool
write_told(struct knowledge *s)
{
	struct str text = { 0 };
	uint64_t job = 0;

	str_addf(&text, "第%d版: %s", s->article.version, s->article.answer);
	if (!text.bad)
		job = write_down(s, RECORD_TOLD, "", str_c(&text));
	str_free(&text);
	return job != 0;
}

void
knowledge_note_cited(struct knowledge *s, enum cited_how how)
{
	s->answered = true;
	(void)write_down(s, RECORD_CITE, "", NULL);
	if (how == CITED_AS_ANSWER && !is_told(s, s->article.kb_no))
		(void)write_told(s);
}

unsigned
knowledge_note_tell(struct knowledge *s)
{
	if (s->article.kb_no[0] == '\0')
		return VIEW_DRAW;
	if (call_of(s)[0] == '\0')
		s->desk->say(s->desk->app, 1, "没有来电, 不用记已告知");
	else if (is_told(s, s->article.kb_no))
		s->desk->say(s->desk->app, 0, "这条已经记过告知");
	else if ((s->answered = write_told(s)))
		s->desk->say(s->desk->app, knowledge_readable(s) ? 0 : 2, "%s",
		    knowledge_readable(s) ? "已记: 告知了来电人"
					  : "已记, 但这条不该读给来电人: 请当场更正");
	return VIEW_DRAW;
}

void
knowledge_note_read(struct knowledge *s)
{
	struct record r[TOLD_READ] = { 0 };
	int n = 0;

	s->n_told = 0;
	if (part_signed_in(s->desk) && call_of(s)[0] != '\0')
		n = cache_told(s->desk->cache, call_of(s), "", r, TOLD_READ);
	s->told_all = n > 0 ? n : 0;
	for (int i = n - 1; i >= 0; i--) { /* newest first */
		struct knowledge_told *t = &s->told[s->n_told];
		struct article a;

		if (s->n_told == KNOWLEDGE_TOLD)
			break;
		s->n_told++;
		article_init(&a);
		*t = (struct knowledge_told){ .at = r[i].at };
		(void)str_copy(t->kb_no, sizeof(t->kb_no), r[i].object);
		(void)str_copy(t->title, sizeof(t->title), r[i].object);
		if (cache_article(s->desk->cache, r[i].object, &a, NULL) == ERR_OK)
			(void)str_copy(t->title, sizeof(t->title), a.title);
		article_free(&a);
	}
	for (int i = 0; i < n; i++)
		record_free(&r[i]);
}

/* ---- of no use ---- */

unsigned
knowledge_note_useless(struct knowledge *s)
{
	if (s->article.kb_no[0] == '\0') {
		s->desk->say(s->desk->app, 1, "没有查到知识, 没有可记没用的; 请换个说法再查");
		return VIEW_DRAW;
	}
	if (strcmp(s->useless, s->article.kb_no) == 0) {
		s->desk->say(s->desk->app, 0, "这条已经记过没用");
		return VIEW_DRAW;
	}
	if (write_down(s, RECORD_USELESS, "", NULL) == 0)
		return VIEW_DRAW;
	(void)str_copy(s->useless, sizeof(s->useless), s->article.kb_no);
	s->desk->say(
	    s->desk->app, 0, "已记: %s 没帮上忙; 哪里不对请按纠错键说一句", s->article.kb_no);
	return VIEW_DRAW;
}

/* Who answers calls looked for something and took nothing of what was found. Neither call nor ticket goes along. */
void
knowledge_note_missed(struct knowledge *s)
{
	const uint32_t takers = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR);
	char query[RECORD_OBJECT_BYTES];

	if (s->answered || !part_signed_in(s->desk) || (s->desk->me.roles & takers) == 0)
		return;
	correction_query(field_text(&s->query), query);
	if (query[0] != '\0')
		(void)part_record(s->desk, RECORD_MISS, "", query, "", NULL);
	s->answered = true;
}

/* ---- a correction ---- */

unsigned
knowledge_mend_open(struct knowledge *s)
{
	struct knowledge_mend *m = &s->mend;
	long long code;

	if (s->article.kb_no[0] == '\0') {
		s->desk->say(s->desk->app, 1, "没有选中的知识");
		return VIEW_DRAW;
	}
	m->mode = MEND_KIND;
	m->code = -1;
	m->writing = false;
	ticket_note_open(&m->note, s->desk, s->article.kb_no, EVENT_NOTE);
	if (ticket_note_any(&m->note) && str_int(m->note.d.view_state, 0, 8, &code)) {
		m->mode = MEND_WORDS; /* begun before */
		m->code = (int)code;
	}
	editor_set(&m->words.ed, ticket_note_text(&m->note), ticket_note_cursor(&m->note));
	return VIEW_DRAW;
}

static void
keep(struct knowledge *s)
{
	struct knowledge_mend *m = &s->mend;
	char code[8];

	(void)snprintf(code, sizeof(code), "%d", m->code);
	ticket_note_mark(&m->note, m->words.ed.cursor, code);
}

static unsigned
close_mend(struct knowledge *s)
{
	keep(s);
	ticket_note_save(&s->mend.note, s->desk);
	s->mend.mode = MEND_NONE;
	return VIEW_DRAW;
}

/* A key of the line of words. */
static unsigned
write_words(struct knowledge *s, const struct input *in)
{
	struct knowledge_mend *m = &s->mend;
	struct react r = { 0 };

	field_input(&m->words, in, &r);
	if ((r.bits & REACT_EDIT) != 0) {
		ticket_note_edit(&m->note, s->desk, &r.edit, field_text(&m->words));
		keep(s);
	}
	return part_react(s->desk, &r);
}

/* Who writes before he has chosen has written: words that came first are words, with their digits, until Enter. */
static unsigned
choose_kind(struct knowledge *s, const struct input *in)
{
	struct knowledge_mend *m = &s->mend;
	int n, digit = input_digit(in);
	const bool is_text = in->kind == INPUT_TEXT || in->kind == INPUT_PASTE;

	(void)record_codes(RECORD_CORRECT, &n);
	if (input_is(in, ACTION_BACK))
		return close_mend(s);
	if (m->writing && !input_is(in, ACTION_ENTER)) {
		(void)write_words(s, in);
		m->writing = *field_text(&m->words) != '\0';
	} else if (digit >= 1 && digit <= n) {
		m->code = digit - 1;
		m->mode = MEND_WORDS;
		/* goes to the journal with the first word */
		(void)snprintf(m->note.d.view_state, sizeof(m->note.d.view_state), "%d", m->code);
		if (*field_text(&m->words) != '\0')
			keep(s);
	} else if (is_text && digit == 0) {
		m->writing = true;
		(void)write_words(s, in);
	} else {
		m->writing = false;
		s->desk->say(s->desk->app, 1, "按 1 至 %d 选哪里不对, Esc 不报", n);
	}
	return VIEW_DRAW;
}

static unsigned
send_mend(struct knowledge *s)
{
	int n;
	const struct enum_item *kinds = record_codes(RECORD_CORRECT, &n);
	const char *words = field_text(&s->mend.words);

	s->mend.job = write_down(s, RECORD_CORRECT, kinds[s->mend.code].code,
	    *words != '\0' ? words : kinds[s->mend.code].label);
	return VIEW_DRAW;
}

unsigned
knowledge_mend_input(struct knowledge *s, const struct input *in)
{
	struct knowledge_mend *m = &s->mend;

	if (m->job != 0)
		return VIEW_DRAW; /* a matter of milliseconds */
	if (m->mode == MEND_KIND)
		return choose_kind(s, in);
	if (input_is(in, ACTION_BACK))
		return close_mend(s);
	if (input_is(in, ACTION_ENTER))
		return send_mend(s);
	return write_words(s, in);
}

void
knowledge_mend_idle(struct knowledge *s)
{
	if (s->mend.mode != MEND_NONE)
		ticket_note_save(&s->mend.note, s->desk);
}

/* It is on disk: the words need not be kept any longer. */
static unsigned
mended(struct knowledge *s, const struct news *n)
{
	struct knowledge_mend *m = &s->mend;

	m->job = 0;
	if (n->err.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "没有报成: %s; 写的话还在", n->err.text);
		return VIEW_DRAW;
	}
	ticket_note_drop(&m->note, s->desk);
	editor_set(&m->words.ed, NULL, 0);
	m->mode = MEND_NONE;
	s->desk->say(s->desk->app, 0, "已报采编: %s %s%s", s->article.kb_no, s->article.title,
	    part_online(s->desk) ? "" : "; 已存本机, 恢复后自动送出");
	return VIEW_DRAW;
}

unsigned
knowledge_note_event(struct knowledge *s, const struct news *n)
{
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0) {
		knowledge_note_read(s);
		return VIEW_DRAW;
	}
	if (n->kind != NEWS_DONE || ticket_note_event(&s->mend.note, s->desk, n))
		return 0;
	return n->job != 0 && n->job == s->mend.job ? mended(s, n) : 0;
}
