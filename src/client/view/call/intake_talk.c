/* intake_talk.c: the sentence to be said at this moment of the call, beside the form.
 *
 * Invariant: it never changes under a person who types. It is chosen anew when the cursor goes elsewhere, when the caller
 * comes or goes, and at a pause in the caller's words; in the demand, once, when that was the last thing wanted. It takes
 * no key and no focus. Not here: which sentence (model/talk.h), the words of dangers, answers and the strip after F10. */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/talk.h"

#define TEXT_AT      7
#define ROWS_MOST    3
#define CLAUSE_LEAST 4 /* characters of the caller's words that say something */
#define CLAUSE_MOST  24

/* ---- where the call stands ---- */

/* Is somebody on the line whom this sheet is about? Without a telephone of our own whoever writes is talking. */
static bool
is_live(const struct intake *s)
{
	const struct draft *d = &intake_sheet(s)->d;

	if (intake_sheet(s)->base != NULL || strcmp(fields_get(&d->f, TF_ENTERED_LATE), "1") == 0)
		return false;
	if (d->call[0] != '\0')
		return intake_draft_has_call(s) && intake_draft_same_call(s);
	return !intake_draft_has_call(s) && (s->desk->call.caps & PHONE_CAP_ANSWER) == 0;
}

/* Another matter of this call was taken down already. */
static bool
is_again(const struct intake *s)
{
	const struct sheet *now = intake_sheet(s);
	const char *call = now->d.call;

	if (*call == '\0')
		return false;
	for (int i = 0; i < s->n_sheets; i++)
		if (s->sheets[i] != now && strcmp(s->sheets[i]->d.call, call) == 0)
			return true;
	return s->last != NULL && s->last != now && strcmp(s->last->d.call, call) == 0;
}

/* A danger to life is asked about first; one less grave while the cursor stands on it. */
static bool
is_danger(const struct intake *s)
{
	return s->offer.danger != NULL &&
	       (s->focus == FOCUS_DANGER || strcmp(s->offer.danger->level, "critical") == 0);
}

static enum ticket_field
field_at(const struct intake *s)
{
	return s->focus >= 0 ? intake_form_slot(s, s->focus)->field : TF_COUNT;
}

/* false: at this stage the screen says what is to be said by itself, or nothing is. */
static bool
stage_of(const struct intake *s, enum talk_stage *stage)
{
	switch (s->mode) {
	case MODE_FORM:
		*stage = TALK_TAKING;
		return true;
	case MODE_CONSENT:
		*stage = TALK_CONSENT;
		return true;
	case MODE_SENT:
		*stage = s->job_kind == EVENT_SUBMIT_DIRECT ? TALK_DIRECT : TALK_SENT;
		/* who is in danger is not asked what they think of us */
		return s->job_kind != EVENT_REJECT && !intake_is(s, TF_URGENCY, "critical");
	case MODE_URGENT:
	case MODE_HANDED:
	case MODE_HISTORY:
	case MODE_REJECT:
	case MODE_ASK:
	case MODE_SAME:
	case MODE_TAG:
		break;
	}
	return false;
}

static const char *
likely_type(const struct intake *s)
{
	const struct intake_offer *o = &s->offer;

	if (*intake_value(s, TF_TYPE) != '\0' || o->n == 0)
		return intake_value(s, TF_TYPE);
	return o->p[0].type;
}

static struct talk
state_of(const struct intake *s, enum talk_stage stage)
{
	const struct intake_offer *o = &s->offer;
	enum ticket_field f = field_at(s);

	return (struct talk){ .stage = stage,
		.f = &intake_sheet(s)->d.f,
		.elements = o->elements,
		.type = likely_type(s),
		.at = f < TF_COUNT ? (int)f : -1,
		.again = is_again(s),
		.place_heard = o->area[0] != '\0' || o->address[0] != '\0',
		.place_offered = o->area[0] != '\0' && o->address[0] != '\0',
		.time_offered = o->time[0] != '\0',
		.answer_shown = s->wide && s->kb.answer[0] != '\0',
		.danger = is_danger(s) };
}

/* ---- its words ---- */

/* "路灯照明", when the caller's own words do not fit into the sentence. */
static const char *
category_name(const struct intake *s)
{
	const struct category *k =
	    s->city != NULL ? city_category(s->city, intake_offer_likely(s, TF_CATEGORY)) : NULL;

	return k != NULL ? k->name : "";
}

/* The first clause that says something: the matter in the caller's words; 0 when it is too long to be said again, or
 * speaks of "me": said by somebody else that would be wrong. */
static size_t
clause_of(const char *words, const char **from)
{
	static const char *const ends[] = { "，", "。", "；", "！", "？", ",", ";", "!", "?",
		"\n" };

	for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
		size_t len = strlen(words), skip = 0;

		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			const char *end = strstr(words, ends[i]);

			if (end != NULL && (size_t)(end - words) < len) {
				len = (size_t)(end - words);
				skip = strlen(ends[i]);
			}
		}
		*from = words;
		if (utf8_head(words, CLAUSE_MOST) < len)
			return 0;
		if (utf8_head(words, CLAUSE_LEAST) <= len)
			return memmem(words, len, "我", strlen("我")) == NULL ? len : 0;
		words += len + skip;
	}
	return 0;
}

/* Words that tell a place of their own: behind an address they would sound like another one. */
static bool
tells_place(const char *words, size_t n)
{
	static const char *const PLACES[] = { "小区", "社区", "街", "大道", "号", "楼", "村", "巷",
		"单元" };

	for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++)
		if (memmem(words, n, PLACES[i], strlen(PLACES[i])) != NULL)
			return true;
	return false;
}

/* Place and matter so that neither is said twice: where the caller's words hold the whole address they are parted behind
 * it; where they hold half of it the number would be lost, and the category's name stands for them. */
static void
put_matter(const struct intake *s, const char *address, char place[256], char matter[160])
{
	const char *from = "";
	size_t len = clause_of(intake_value(s, TF_CONTENT), &from);
	const size_t street = strcspn(address, "0123456789"), whole = strlen(address);
	const char *at = whole > 0 && len > 0 ? memmem(from, len, address, whole) : NULL;
	const char *rest = at != NULL ? at + whole : from, *end = from + len;
	const bool half = at != NULL
			      ? rest == end
			      : tells_place(from, len) ||
				    (street > 0 && memmem(from, len, address, street) != NULL);

	(void)str_copy(place, 256, address);
	(void)str_copy(matter, 160, category_name(s));
	if (len == 0 || half)
		return;
	if (at != NULL)
		(void)snprintf(place, 256, "%.*s", (int)(rest - from), from);
	(void)snprintf(matter, 160, "%.*s", (int)(end - rest), rest);
}

static const char *
or_offered(const struct intake *s, enum ticket_field f, const char *offered)
{
	return *intake_value(s, f) != '\0' ? intake_value(s, f) : offered;
}

static void
line_name(const struct intake *s, char *out, size_t size)
{
	const char *code = intake_value(s, TF_ORIGIN_LINE);

	(void)str_copy(out, size, code);
	for (size_t i = 0; s->city != NULL && i < s->city->n_lines; i++)
		if (strcmp(s->city->lines[i].code, code) == 0)
			(void)snprintf(out, size, "%s%s", code, s->city->lines[i].name);
}

/* What is still being written is not said before it is whole: the sentence would change under her hands. */
static const char *
demand_now(const struct intake *s)
{
	return field_at(s) == TF_DEMAND ? "这样处理" : intake_value(s, TF_DEMAND);
}

static void
say(const struct intake *s, const char *moment, char *out, size_t size)
{
	char place[256], matter[160], line[64], due[96];
	const struct say_word words[] = {
		{ "job_no", s->desk->me.user }, { "line_name", line }, { "place", place },
		{ "matter", matter }, { "time", or_offered(s, TF_EVENT_TIME, s->offer.time) },
		{ "demand", demand_now(s) }, { "promised_due", due },
		{ "unit", s->city != NULL ? city_unit_name(s->city, intake_value(s, TF_UNIT)) : "" }
	};

	line_name(s, line, sizeof(line));
	put_matter(s, or_offered(s, TF_ADDRESS, s->offer.address), place, matter);
	aloud_due(s->city, &intake_sheet(s)->d.f, 0, s->desk->now, due);
	aloud_script(s->city, moment, "", words, sizeof(words) / sizeof(words[0]), out, size);
}

/* ---- when it changes ---- */

static struct intake_talk_at
at_now(const struct intake *s)
{
	struct intake_talk_at at = {
		.mode = s->mode, .focus = s->focus, .live = is_live(s), .danger = is_danger(s)
	};

	(void)str_copy(at.sheet, sizeof(at.sheet), intake_sheet(s)->d.id);
	return at;
}

static bool
same_place(const struct intake_talk_at *a, const struct intake_talk_at *b)
{
	return a->mode == b->mode && a->focus == b->focus && a->live == b->live &&
	       a->danger == b->danger && strcmp(a->sheet, b->sheet) == 0;
}

static const char *
due_now(const struct intake *s, struct talk *t)
{
	enum talk_stage stage;

	if (s->city == NULL || !is_live(s) || !stage_of(s, &stage))
		return NULL;
	*t = state_of(s, stage);
	return talk_moment(t);
}

/* May the line change where the cursor has stayed? */
static bool
may_change(const struct intake *s, const char *moment)
{
	const enum ticket_field f = field_at(s);
	enum slot_kind kind;

	if (f == TF_COUNT || f == TF_CONTENT)
		return true;
	if (f == TF_DEMAND)
		return moment != NULL && strcmp(moment, "restate") == 0;
	kind = intake_form_slot(s, s->focus)->kind;
	return kind == CELL_CHOICE || kind == CELL_SET;
}

/* In the same breath: a blank parts the two unless a full-width stop does. */
static void
go_on(const struct intake *s, const char *then, char *text, size_t size)
{
	size_t n = strlen(text), stop = strlen("。");

	if (n + 1 >= size)
		return;
	if (n < stop || strcmp(text + n - stop, "。") != 0)
		text[n++] = ' ';
	say(s, then, text + n, size - n);
}

void
intake_talk_follow(struct intake *s, bool pause)
{
	struct intake_talk *k = &s->talk;
	const struct intake_talk_at now = at_now(s);
	const bool moved = !same_place(&now, &k->at);
	struct talk t;
	const char *moment, *then;
	char text[sizeof(k->text)] = "";
	size_t first = 0;

	if (!moved && !pause)
		return;
	moment = due_now(s, &t);
	if (!moved && (moment == k->moment || !may_change(s, moment)))
		return;
	k->at = now;
	k->moment = moment;
	if (moment != NULL) {
		say(s, moment, text, sizeof(text));
		first = strlen(text);
		then = talk_then(&t, moment);
		if (then != NULL)
			go_on(s, then, text, sizeof(text));
	}
	if (strcmp(text, k->text) == 0)
		return;
	(void)str_copy(k->text, sizeof(k->text), text);
	k->first = first;
	s->dirty = true;
}

/* ---- drawing ---- */

/* Lines end at clauses where that leaves no line half empty: a blank becomes the line's end. */
static void
end_at_clauses(char *text, int cols)
{
	const size_t n = strlen(text);

	for (size_t from = 0, next; from < n; from += next) {
		size_t best = 0;

		(void)wrap_next(text + from, n - from, cols, &next);
		for (size_t i = 1; from + next < n && i < next; i++)
			if (text[from + i] == ' ' && strchr(",;:?", text[from + i - 1]) != NULL)
				best = i;
		if (best == 0 || width_fit(text + from, cols / 2) > best)
			continue;
		text[from + best] = '\n';
		next = best + 1;
	}
}

/* What has room: all of it, else the sentence without what follows it, else its beginning. */
static void
put_text(const struct intake *s, int cols, int rows, char *out, size_t size)
{
	const struct intake_talk *k = &s->talk;

	(void)str_copy(out, size, k->text);
	if (wrap_lines(out, cols) > rows)
		out[k->first] = '\0';
	end_at_clauses(out, cols);
	if (wrap_lines(out, cols) > rows)
		(void)snprintf(out, size, "%.*s", (int)strlen(out), k->text);
}

#define ROWS_WANTED 2 /* of the few on a small screen */

/* One even when nothing is to be said: what else stands there does not come and go with each sentence. */
int
intake_talk_rows(const struct intake *s, int cols)
{
	int rows = wrap_lines(s->talk.text, cols - TEXT_AT - 2);

	return !s->talk.at.live ? 0 : rows > ROWS_WANTED ? ROWS_WANTED : rows;
}

/* Rows it may take: whom one has not finished with and what the caller says keep one each. */
static int
room_for(const struct intake *s, int rows)
{
	int left =
	    rows - (s->n_sheets > 1) - (s->desk->call.active && s->desk->call.heard[0] != '\0');

	if (s->wide)
		left--; /* the rule */
	return left < 1 ? 1 : left > ROWS_MOST ? ROWS_MOST : left;
}

/* At the right place whether it is there or not: below a rule on a wide screen, else on the last rows. What it leaves
 * does not move when the sentence changes. */
struct rect
intake_talk_draw(const struct intake *s, struct canvas *c, struct rect at)
{
	const int cols = at.cols - TEXT_AT - 2, room = room_for(s, at.rows);
	char text[sizeof(s->talk.text)];
	int rows, row = at.row;

	if (!s->talk.at.live || at.rows < (s->wide ? 2 : 1))
		return at;
	put_text(s, cols, room, text, sizeof(text));
	rows = wrap_lines(text, cols);
	rows = rows > room ? room : rows;
	if (s->wide) {
		canvas_hline(c, row++, at.col + 1, at.cols - 1, ROLE_RULE);
		at.row += 1 + room;
		at.rows -= 1 + room;
	} else {
		row += at.rows - rows;
		at.rows -= rows;
	}
	if (text[0] == '\0')
		return at;
	canvas_text(c, row, at.col + 1, 4, ROLE_DIM, "话术");
	(void)wrap_draw(c, (struct rect){ row, at.col + TEXT_AT, rows, cols }, ROLE_NORMAL, text);
	return at;
}
