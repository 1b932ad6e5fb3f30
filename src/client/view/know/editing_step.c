/* editing_step.c: what becomes of an article, and of a correction, by one step: it is let out, returned, taken down, given
 * up; the reporter is answered, or somebody is given the matter by a day. Steps that need words ask for them in a line,
 * which is kept key by key until the record is on disk.
 *
 * Not here: the form of an article (editing_form.c), the rules (model/article_flow.c, model/correction.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "editing_p.h"
#include "model/mask.h"

/* What each asks for, and what it writes. */
static const struct act {
	const char *label, *asks;
	const char *code;
	int step;          /* enum article_step; -1: an answer to a correction, with code */
	bool may_be_empty; /* then its label is what is said */
} acts[ACT_COUNT] = {
	[ACT_PUBLISH] = { "发布", "", "", ARTICLE_STEP_PUBLISH, true },
	[ACT_RETURN] = { "退回", "退回的理由", "", ARTICLE_STEP_RETURN, false },
	[ACT_EDIT] = { "修订", "", "", ARTICLE_STEP_SUBMIT, true },
	[ACT_DISCARD] = { "作废", "作废的理由", "", ARTICLE_STEP_DISCARD, false },
	[ACT_WITHDRAW] = { "下架", "下架的理由", "", ARTICLE_STEP_WITHDRAW, false },
	[ACT_FIXED] = { "已改", "告诉报错的人改了什么", "fixed", -1, true },
	[ACT_KEPT] = { "核实无误", "告诉报错的人依据是什么", "kept", -1, true },
	[ACT_ASKED] = { "请来源核改", "请谁核改, 什么时候有结果", "asked", -1, true },
	[ACT_TASK] = { "交办", "工号 日期 说明", "", -1, false },
	[ACT_NEW] = { "起草新知识", "", "", ARTICLE_STEP_SUBMIT, true },
};

const char *
editing_act_label(enum editing_act a)
{
	return acts[a].label;
}

/* ---- an article ---- */

bool
editing_copy(const struct desk *d, const struct article_work *w, struct article *a)
{
	struct record r;
	bool read;

	if (w->flow.text[0] == '\0' || !cache_record(d->cache, w->flow.text, &r))
		return cache_article(d->cache, w->kb_no, a, NULL) == ERR_OK;
	read = article_read(record_text(&r), strlen(record_text(&r)), a, NULL) == ERR_OK;
	record_free(&r);
	return read;
}

enum err_code
editing_may(const struct desk *d, const struct article_work *w, enum article_step s, struct err *e)
{
	const struct article live = { .status = w->status };
	const struct article_case c = { .flow = &w->flow,
		.copy = "",
		.live = w->version > 0 ? &live : NULL,
		.today = civil_day(d->now) };

	return article_flow_may(&c, s, d->me.user, d->me.roles, e);
}

/* Later than the step it comes after, whatever the two seats' clocks say: that is their order. */
uint64_t
editing_send(
    const struct desk *d, const char *kb_no, enum article_step s, const char *text, int64_t after)
{
	return part_step(d, RECORD_ARTICLE, kb_no, article_step_items[s].code, text, after);
}

/* ---- from a ticket ---- */

/* What it was answered: by the one who took the call, else what the unit lets the public read. */
static void
answer_of(const struct desk *d, const struct ticket *t, struct str *out)
{
	struct event *ev = NULL;
	int n;

	mask_prose(fields_get(&t->f, TF_ANSWER), &t->f, out);
	if (out->len > 0)
		return;
	n = cache_events(d->cache, t->id, &ev, NULL);
	for (int i = 0; i < n; i++) {
		if (ev[i].kind == EVENT_REPLY) {
			str_reset(out);
			mask_prose(args_get(&ev[i].args, EA_PUBLIC), &t->f, out);
		}
		event_free(&ev[i]);
	}
	free(ev);
}

static char *
head_of(const char *text, size_t chars)
{
	return str_dup_n(text, utf8_head(text, chars));
}

bool
editing_from_ticket(const struct desk *d, const char *ticket, struct article *a)
{
	struct str answer = { 0 }, title = { 0 };
	struct ticket t;
	bool ok;

	ticket_init(&t);
	ok = cache_ticket(d->cache, ticket, &t, NULL) == ERR_OK;
	if (ok) {
		answer_of(d, &t, &answer);
		mask_prose(fields_get(&t.f, TF_TITLE), &t.f, &title);
		a->kind = ARTICLE_FAQ;
		(void)str_copy(a->category, sizeof(a->category), fields_get(&t.f, TF_CATEGORY));
		(void)str_copy(a->source, sizeof(a->source),
		    t.lead_unit[0] != '\0' ? t.lead_unit : fields_get(&t.f, TF_UNIT));
		a->title = head_of(str_c(&title), LIMIT_ARTICLE_TITLE_CHARS);
		a->answer = head_of(str_c(&answer), ARTICLE_ANSWER_CHARS);
		a->body = str_dup(
		    utf8_count(str_c(&answer)) > ARTICLE_ANSWER_CHARS ? str_c(&answer) : "");
	}
	if (ok && answer.len == 0)
		d->say(d->app, 1, "这件工单没有可以公开的答复, 换一件。");
	ok = ok && answer.len > 0 && a->title != NULL && a->answer != NULL && a->body != NULL;
	ticket_free(&t);
	str_free(&answer);
	str_free(&title);
	return ok;
}

/* ---- letting out ---- */

static unsigned
fail(struct desk *d, const struct err *e)
{
	d->say(d->app, 1, "%s", e->text);
	return VIEW_DRAW;
}

void
editing_publish(struct editing_words *w, struct desk *d, const struct editing_row *row)
{
	struct article_work work;
	struct record copy;
	struct err e = { 0 };

	(void)cache_article_work(d->cache, row->kb_no, &work);
	if (w->job != 0)
		return;
	if (editing_may(d, &work, ARTICLE_STEP_PUBLISH, &e) != ERR_OK) {
		(void)fail(d, &e);
		return;
	}
	if (!cache_record(d->cache, work.flow.text, &copy)) {
		d->say(d->app, 1, "稿子还没有到这台机器, 请稍后再试。");
		return;
	}
	w->act = ACT_PUBLISH;
	w->row = *row;
	w->job = editing_send(
	    d, row->kb_no, ARTICLE_STEP_PUBLISH, record_text(&copy), work.flow.last_at);
	record_free(&copy);
}

/* ---- words ---- */

void
editing_words_init(struct editing_words *w)
{
	field_init(&w->field, LIMIT_NOTE_CHARS - 100);
}

void
editing_words_free(struct editing_words *w, struct desk *d)
{
	ticket_note_save(&w->note, d);
	ticket_note_free(&w->note);
	field_free(&w->field);
}

/* Which record or article they are about, and which of the ways. */
static void
recall(struct editing_words *w, struct desk *d)
{
	const char *subject = w->row.id[0] != '\0' ? w->row.id : w->row.kb_no;
	char day[16], proposed[64] = "";

	ticket_note_save(&w->note, d);
	if (!ticket_note_any(&w->note) || strcmp(w->note.d.ticket, subject) != 0 ||
	    strcmp(w->note.d.view_state, acts[w->act].label) != 0)
		ticket_note_open_as(&w->note, d, subject, TICKET_NOTE_EDITING);
	if (w->act == ACT_TASK) {
		(void)civil_format(civil_day_start(w->row.due), "%Y-%m-%d", day, sizeof(day));
		(void)snprintf(proposed, sizeof(proposed), "%s %s ", d->me.user, day);
	}
	editor_set(&w->field.ed, ticket_note_any(&w->note) ? ticket_note_text(&w->note) : proposed,
	    SIZE_MAX);
	(void)str_copy(w->note.d.view_state, sizeof(w->note.d.view_state), acts[w->act].label);
}

bool
editing_words_open(
    struct editing_words *w, struct desk *d, enum editing_act act, const struct editing_row *row)
{
	struct article_work work;
	struct err e = { 0 };

	if (w->job != 0)
		return false;
	if (acts[act].step >= 0) {
		(void)cache_article_work(d->cache, row->kb_no, &work);
		(void)editing_may(d, &work, (enum article_step)acts[act].step, &e);
	} else if ((d->me.roles & ROLES_KB) == 0) {
		(void)err_set(&e, ERR_FORBIDDEN, "您的岗位不答复知识纠错。");
	}
	if (e.code != ERR_OK) {
		(void)fail(d, &e);
		return false;
	}
	w->act = act;
	w->row = *row;
	w->open = true;
	recall(w, d);
	return true;
}

static uint64_t
send_about(struct editing_words *w, struct desk *d, const char *words)
{
	struct str text = { 0 };
	uint64_t job = 0;

	record_about_write(w->row.id, words, &text);
	if (!text.bad)
		job = part_record(d, RECORD_ANSWER, "", w->row.by, acts[w->act].code, str_c(&text));
	str_free(&text);
	return job;
}

/* "1106 2026-11-25 问市政局": who, by when, what. */
static uint64_t
send_task(struct editing_words *w, struct desk *d, const char *words)
{
	char who[16], day[16];
	struct str text = { 0 };
	size_t n = strcspn(words, " "), m;
	uint64_t job = 0;
	int32_t due;

	(void)snprintf(who, sizeof(who), "%.*s", (int)(n < 15 ? n : 15), words);
	words += n + strspn(words + n, " ");
	m = strcspn(words, " ");
	(void)snprintf(day, sizeof(day), "%.*s", (int)(m < 15 ? m : 15), words);
	words += m + strspn(words + m, " ");
	due = civil_parse_day(day);
	if (who[0] == '\0' || due == INT32_MIN || due < civil_day(d->now)) {
		d->say(d->app, 1,
		    "写成: 工号 日期 说明, 如 %s 2026-12-01 问来源单位; 日期不早于今天",
		    d->me.user);
		return 0;
	}
	correction_task_write(w->row.id, due, words, &text);
	if (!text.bad)
		job = part_record(d, RECORD_TASK, "", who, "", str_c(&text));
	str_free(&text);
	return job;
}

static unsigned
send(struct editing_words *w, struct desk *d)
{
	const struct act *act = &acts[w->act];
	const char *words = field_text(&w->field);
	struct article_work work;

	if (w->job != 0)
		return VIEW_DRAW;
	if (words[0] == '\0' && !act->may_be_empty) {
		d->say(d->app, 1, "请写: %s", act->asks);
		return VIEW_DRAW;
	}
	if (w->act == ACT_TASK) {
		w->job = send_task(w, d, words);
	} else if (act->step < 0) {
		w->job = send_about(w, d, words[0] != '\0' ? words : act->label);
	} else {
		(void)cache_article_work(d->cache, w->row.kb_no, &work);
		w->job = editing_send(
		    d, w->row.kb_no, (enum article_step)act->step, words, work.flow.last_at);
	}
	return VIEW_DRAW;
}

unsigned
editing_words_input(struct editing_words *w, struct desk *d, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_ENTER) || input_is(in, ACTION_SUBMIT))
		return send(w, d);
	if (input_is(in, ACTION_BACK)) {
		ticket_note_save(&w->note, d);
		w->open = false;
		return VIEW_DRAW;
	}
	field_input(&w->field, in, &r);
	if ((r.bits & REACT_EDIT) != 0) {
		const struct edit whole = { .ins = field_text(&w->field),
			.ins_len = strlen(field_text(&w->field)),
			.cursor = w->field.ed.cursor };

		/* what was proposed was not typed: it comes into the note with the first key */
		ticket_note_edit(&w->note, d, ticket_note_any(&w->note) ? &r.edit : &whole,
		    field_text(&w->field));
	}
	return part_react(d, &r);
}

unsigned
editing_words_event(struct editing_words *w, struct desk *d, const struct news *n, bool *done)
{
	*done = false;
	if (ticket_note_event(&w->note, d, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || w->job == 0 || n->job != w->job)
		return 0;
	w->job = 0;
	if (n->err.code != ERR_OK) {
		d->say(d->app, 2, "没有存成: %s", n->err.text);
		return VIEW_DRAW;
	}
	if (w->open)
		ticket_note_drop(&w->note, d);
	w->open = false;
	*done = true;
	d->say(d->app, 0, "%s: %s %s%s", acts[w->act].label, w->row.kb_no,
	    w->act == ACT_PUBLISH                         ? "一两分钟内到各坐席"
	    : acts[w->act].step < 0 && w->act != ACT_TASK ? "报错的人会在首页看到"
							  : "已记下",
	    part_online(d) ? "" : "; 已存本机, 恢复后自动送出");
	return VIEW_DRAW;
}

void
editing_words_draw(const struct editing_words *w, struct canvas *c, struct rect at)
{
	struct field f = w->field; /* drawn where it stands now */

	canvas_printf(c, at.row, at.col, at.cols, ROLE_FOCUS, "%s %s  %s  Enter=记下 Esc=以后再写",
	    acts[w->act].label, w->row.kb_no, acts[w->act].asks);
	f.at = (struct rect){ at.row + 1, at.col + 2, 1, at.cols - 4 };
	field_draw(&f, c, ROLE_VALUE, true);
}
