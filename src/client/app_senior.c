/* app_senior.c: 求助班长 at the seat of who asks: one key sends the half-done sheet's words to those who answer on the floor
 * and the same key takes it back; what a senior says stands on the line above the footer and nowhere else: no key, no
 * field and no cursor is taken for it.
 *
 * Invariants: of a sheet only the matter goes, with what names a person masked; newer words at most every ASSIST_MORE_MS
 * while the request is open; a request that this run did not begin is taken back, its seat has died with it. Not here: who
 * sees it and what is done about it (view/floor/wall.c), forced rest itself (client/engine). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/secret.h"
#include "client/cache/records.h"
#include "model/mask.h"
#include "model/propose.h"
#include "app.h"

#define OPEN_MOST 8
#define WORDS_MS  ASSIST_OPEN_MS /* for how long what was said is news */

/* ---- what is sent ---- */

static bool
is_asking(const struct app *a)
{
	return a->senior.id[0] != '\0';
}

/* A moment of this seat by the clock that records of the floor are written by (engine_record.c). */
static int64_t
by_centre(const struct app *a, int64_t at)
{
	return at + a->desk.link.offset_ms;
}

static const char *
category_of(const struct desk *d)
{
	const char *entered = d->sheet != NULL ? fields_get(&d->sheet->f, TF_CATEGORY) : "";

	return entered[0] != '\0' ? entered : d->sheet != NULL ? d->sheet_category : "";
}

static void
sheet_words(const struct desk *d, struct str *out)
{
	if (d->sheet != NULL)
		mask_prose(fields_get(&d->sheet->f, TF_CONTENT), &d->sheet->f, out);
}

static uint64_t
send(struct app *a, struct record *r)
{
	struct job *j = job_new(JOB_RECORD);

	if (j == NULL) {
		record_free(r);
		return 0;
	}
	r->kind = RECORD_ASSIST;
	j->record = *r; /* its text goes along */
	*r = (struct record){ 0 };
	return app_job(a, j);
}

/* ASK or MORE: the words as they stand now. */
static bool
send_words(struct app *a, enum assist_code code)
{
	struct senior_talk *s = &a->senior;
	struct record r = { 0 };
	struct str words = { 0 };
	bool ok;

	sheet_words(&a->desk, &words);
	str_copy(r.code, sizeof(r.code), assist_items[code].code);
	str_copy(r.call, sizeof(r.call), s->call);
	str_copy(r.object, sizeof(r.object), code == ASSIST_ASK ? a->desk.link.seat_no : s->id);
	if (code == ASSIST_ASK)
		str_copy(r.id, sizeof(r.id), s->id);
	ok = assist_ask(&r, s->wanted, category_of(&a->desk), str_c(&words)) &&
	     (s->job = send(a, &r)) != 0;
	record_free(&r);
	secret_str_free(&s->sent);
	s->sent = words;
	s->dirty = false;
	s->more_at = a->desk.now + ASSIST_MORE_MS;
	s->n_sent++;
	return ok;
}

static void
take_back(struct app *a, const char *id)
{
	struct record r = { 0 };

	str_copy(r.code, sizeof(r.code), assist_items[ASSIST_WITHDRAW].code);
	str_copy(r.object, sizeof(r.object), id);
	(void)send(a, &r);
}

/* ---- the line that can be read ---- */

static const char *
name_of(const struct app *a, const char *job_no, char out[64])
{
	(void)cache_person(a->desk.cache, job_no, out, 64);
	return out;
}

static void
words_of(struct app *a, const struct record *r, char *out, size_t size)
{
	char name[64], at[16];

	civil_format(r->at, "%H:%M", at, sizeof(at));
	name_of(a, r->by, name);
	if (r->kind == RECORD_ORDER)
		(void)snprintf(out, size, "%s %s 安排您小休: %s", name, at, record_text(r));
	else if (assist_code(r) == ASSIST_TAKE)
		(void)snprintf(out, size, "%s %s 要接管通话, 转到 %s", name, at, assist_said(r));
	else
		(void)snprintf(out, size, "%s %s: %s", name, at, assist_said(r));
}

static void
compose(struct app *a)
{
	struct senior_talk *s = &a->senior;
	struct record r;
	char at[16], before[sizeof(s->line)], taken[sizeof(s->take)];

	str_copy(before, sizeof(before), s->line);
	str_copy(taken, sizeof(taken), s->take);
	s->line[0] = s->take[0] = '\0';
	if (a->desk.me.user[0] != '\0' && a->desk.cache != NULL &&
	    cache_senior_said(a->desk.cache, a->desk.me.user,
		by_centre(
		    a, s->since_at > a->desk.now - WORDS_MS ? s->since_at : a->desk.now - WORDS_MS),
		s->id, &r)) {
		words_of(a, &r, s->line, sizeof(s->line));
		if (is_asking(a) && assist_code(&r) == ASSIST_TAKE && a->desk.call.active &&
		    str_eq(s->call, a->desk.call.id))
			str_copy(s->take, sizeof(s->take), assist_said(&r));
		record_free(&r);
	} else if (is_asking(a)) {
		civil_format(by_centre(a, s->at), "%H:%M", at, sizeof(at));
		(void)snprintf(s->line, sizeof(s->line), "%s 已求助班长, 等答复", at);
	}
	if (!str_eq(before, s->line) || !str_eq(taken, s->take)) {
		s->version++;
		a->draw = true;
	}
}

/* ---- asking and taking back ---- */

static void
forget(struct app *a)
{
	struct senior_talk *s = &a->senior;

	secret_str_free(&s->sent);
	s->id[0] = s->take[0] = '\0';
	s->dirty = s->handed = false;
	s->version++;
}

static void
ask(struct app *a, const char *wanted)
{
	struct senior_talk *s = &a->senior;

	forget(a);
	id_new(s->id);
	s->at = s->since_at = a->desk.now;
	s->n_sent = 0;
	str_copy(s->wanted, sizeof(s->wanted), wanted);
	str_copy(s->call, sizeof(s->call), a->desk.call.active ? a->desk.call.id : "");
	if (!send_words(a, ASSIST_ASK)) {
		forget(a);
		return;
	}
	compose(a);
	app_say(a, 0, "已求助班长。F9=撤回; Ctrl-P 求助说明=补一句要什么。");
}

static bool
may_ask(struct app *a)
{
	if (!view_may_act(a->desk.me.roles, ACTION_SENIOR)) {
		app_say(a, 1, "您的岗位不用求助班长。");
		return false;
	}
	if (a->desk.link.state == LINK_ONLINE || a->desk.link.state == LINK_FILLING)
		return true;
	app_say(a, 2, "线路断着, 班长看不到求助。请举手或打内线找班长; 已输入的都在。");
	return false;
}

/* He who confirms is the one on the telephone: the caller is never moved by a record. */
static void
hand_over(struct app *a)
{
	const unsigned caps = a->desk.call.caps;
	struct job *j = job_new(JOB_PHONE);

	if (j == NULL)
		return;
	j->phone = (caps & phone_command_cap(PHONE_SUCCEED)) != 0 ? PHONE_SUCCEED : PHONE_CONSULT;
	str_copy(j->text, sizeof(j->text), a->desk.call.id);
	str_copy(j->job_no, sizeof(j->job_no), a->senior.take);
	if (app_job(a, j) != 0)
		app_say(a, 0, "正在转给班长 %s。%s", a->senior.take,
		    (caps & phone_command_cap(PHONE_SUCCEED)) != 0
			? "班长接起后来电人转过去, 没接起就回来。"
			: "班长接起后按 F6 完成转接。");
	a->senior.handed = true;
	a->senior.take[0] = '\0';
	a->senior.version++;
}

void
app_senior(struct app *a)
{
	if (a->desk.me.user[0] == '\0')
		return;
	if (a->senior.take[0] != '\0' && a->desk.call.active) {
		hand_over(a);
		return;
	}
	if (!is_asking(a)) {
		if (may_ask(a))
			ask(a, "");
		return;
	}
	take_back(a, a->senior.id);
	forget(a);
	a->senior.since_at = a->desk.now;
	compose(a);
	app_say(a, 0, "求助已撤回。");
}

/* ---- one line of what is wanted; what was said, once more ---- */

void
app_senior_wanted(struct app *a)
{
	if (is_asking(a) || may_ask(a))
		app_prompt_begin(a, PROMPT_SENIOR, "要班长做什么", ASSIST_LINE_CHARS);
}

void
app_senior_input(struct app *a, const struct input *in)
{
	struct react r = { 0 };

	prompt_input(&a->prompt, in, &r);
	a->draw = true;
	if ((r.bits & REACT_TAKE) != 0) {
		const char *wanted = prompt_answer(&a->prompt);

		if (is_asking(a)) {
			str_copy(a->senior.wanted, sizeof(a->senior.wanted), wanted);
			if (send_words(a, ASSIST_MORE))
				app_say(a, 0, "已补给班长: %s", wanted);
		} else {
			ask(a, wanted);
		}
	}
	if ((r.bits & (REACT_TAKE | REACT_CANCEL)) != 0)
		app_prompt_end(a);
}

void
app_senior_read(struct app *a)
{
	struct record r;
	char words[ERR_TEXT_BYTES];

	if (a->desk.cache == NULL || a->desk.me.user[0] == '\0' ||
	    !cache_senior_said(a->desk.cache, a->desk.me.user,
		civil_day_start(civil_day(desk_there(&a->desk))), "", &r)) {
		app_say(a, 0, "今天班长还没有给您的话。");
		return;
	}
	words_of(a, &r, words, sizeof(words));
	record_free(&r);
	app_say(a, 1, "班长 %s", words);
}

/* ---- what happens meanwhile ---- */

/* Of requests that are open: ours may have been dealt with; another is left over from a seat that died. */
static void
look_again(struct app *a)
{
	struct assist open[OPEN_MOST];
	const char *me = a->desk.me.user;
	bool there = false;
	int n;

	if (me[0] == '\0' || a->desk.cache == NULL)
		return;
	n = cache_assists(a->desk.cache, me, desk_there(&a->desk), open, OPEN_MOST);
	for (int i = 0; i < n; i++) {
		const bool ours = str_eq(open[i].id, a->senior.id);

		there = there || ours;
		if (!ours && open[i].at < by_centre(a, a->senior.at))
			take_back(a, open[i].id);
		assist_free(&open[i]);
	}
	if (!there && a->senior.job == 0)
		forget(a);
	compose(a);
}

/* The next caller is another matter; and so is one whom a senior has taken over. */
static void
over(struct app *a)
{
	if (is_asking(a))
		take_back(a, a->senior.id);
	forget(a);
	a->senior.since_at = a->desk.now;
	compose(a);
}

void
app_senior_news(struct app *a, const struct news *n)
{
	struct senior_talk *s = &a->senior;

	if (n->kind == NEWS_USER) {
		forget(a);
		s->at = s->since_at = a->desk.now; /* what is older was another run's */
		look_again(a);
	} else if (n->kind == NEWS_TABLES && (n->tables & CACHE_RECORDS) != 0) {
		look_again(a);
	} else if (n->kind == NEWS_PHONE && (n->phone.kind == PHONE_OFFERED ||
						(n->phone.kind == PHONE_CLEARED && s->handed))) {
		over(a);
	} else if (n->kind == NEWS_DONE && s->job != 0 && n->job == s->job) {
		s->job = 0;
		if (n->err.code != ERR_OK) {
			app_say(a, 2, "求助没有发出: %s", n->err.text);
			forget(a);
			compose(a);
		}
	}
}

/* Has the sheet got other words than were sent? */
static bool
has_changed(const struct app *a)
{
	struct str words = { 0 };
	bool other;

	sheet_words(&a->desk, &words);
	other = words.len > 0 && !str_eq(str_c(&words), str_c(&a->senior.sent));
	secret_str_free(&words);
	return other;
}

void
app_senior_typed(struct app *a)
{
	a->senior.dirty = is_asking(a);
}

/* ---- what the call is about, for the wall ---- */

static void
danger_word(const struct desk *d, char *out, size_t size)
{
	const char *words = d->sheet != NULL ? fields_get(&d->sheet->f, TF_CONTENT) : "";
	struct danger_hit hit;

	out[0] = '\0';
	if (d->city != NULL && propose_dangers(d->city, words, &hit, 1) > 0)
		(void)snprintf(out, size, "%.*s", hit.len, words + hit.at);
}

/* Seldom, and only when it has become another: a code and a word, nothing of the sheet itself. */
static void
tell_matter(struct app *a)
{
	const struct desk *d = &a->desk;
	char danger[ASSIST_LINE_BYTES];
	struct record r = { 0 };

	if (!str_eq(a->senior.matter.call, d->call.id)) {
		memset(&a->senior.matter, 0, sizeof(a->senior.matter));
		str_copy(a->senior.matter.call, sizeof(a->senior.matter.call), d->call.id);
	}
	if (a->senior.matter.n == ASSIST_MATTER_MOST || d->now < a->senior.matter.next_at)
		return;
	a->senior.matter.next_at = d->now + ASSIST_MORE_MS;
	danger_word(d, danger, sizeof(danger));
	if (str_eq(danger, a->senior.matter.danger) &&
	    str_eq(category_of(d), a->senior.matter.category))
		return;
	str_copy(a->senior.matter.danger, sizeof(a->senior.matter.danger), danger);
	str_copy(a->senior.matter.category, sizeof(a->senior.matter.category), category_of(d));
	a->senior.matter.n++;
	str_copy(r.code, sizeof(r.code), assist_items[ASSIST_MATTER].code);
	str_copy(r.call, sizeof(r.call), d->call.id);
	if (assist_ask(&r, danger, a->senior.matter.category, ""))
		(void)send(a, &r);
	record_free(&r);
}

void
app_senior_turn(struct app *a)
{
	struct senior_talk *s = &a->senior;

	if (a->desk.call.active && a->desk.sheet != NULL && !a->desk.link.is_private &&
	    a->desk.link.state == LINK_ONLINE)
		tell_matter(a);
	if (!s->dirty || a->desk.now < s->more_at)
		return;
	s->dirty = false;
	if (s->n_sent <= ASSIST_MORE_MOST && has_changed(a))
		(void)send_words(a, ASSIST_MORE);
}

int64_t
app_senior_due_in(const struct app *a)
{
	if (!a->senior.dirty)
		return -1;
	return a->senior.more_at > a->desk.now ? a->senior.more_at - a->desk.now : 0;
}

void
app_senior_close(struct app *a)
{
	secret_str_free(&a->senior.sent);
}
