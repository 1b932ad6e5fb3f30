/* The score sheet in hand: items down, digits take points off the chosen one, the total stands on top all the time. The last
 * line of items are the fatal ones. A second score begins with the first one's marks, so that what is not in dispute need
 * not be typed again. To the one it is about it is shown, and F10 disputes it.
 *
 * Invariant: what is marked or written is kept key by key (ticket_note_p.h) until it is saved or taken back. Not here: what
 * points there are (model/qa.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/view/part_p.h"
#include "qa_p.h"

#define REMARK_CHARS 500

void
qa_sheet_init(struct qa_sheet *s, struct desk *d)
{
	*s = (struct qa_sheet){ .desk = d };
	textarea_init(&s->remark, REMARK_CHARS, false);
}

void
qa_sheet_free(struct qa_sheet *s)
{
	qa_sheet_save(s);
	ticket_note_free(&s->note);
	textarea_free(&s->remark);
}

/* ---- what is not saved yet ---- */

#define MARKS \
	TF_SUBJECT /* of the draft: the marks as a record has them; the remark is its content */

void
qa_sheet_save(struct qa_sheet *s)
{
	ticket_note_save(&s->note, s->desk);
}

/* Which form it is goes along with the first key. */
static void
keep(struct qa_sheet *s, enum ticket_field slot, const struct edit *ed, const char *now)
{
	(void)str_copy(s->note.d.view_state, sizeof(s->note.d.view_state), s->form->code);
	ticket_note_edit_in(&s->note, s->desk, slot, ed, now);
}

static void
keep_marks(struct qa_sheet *s)
{
	struct edit ed = { .del = strlen(fields_get(&s->note.d.f, MARKS)) };
	struct str text = { 0 };

	if (memcmp(&s->marks, &s->before, sizeof(s->marks)) != 0)
		qa_write(&s->marks, s->of, "", &text);
	ed.ins = str_c(&text);
	ed.ins_len = ed.cursor = text.len;
	if (ed.del > 0 || ed.ins_len > 0)
		keep(s, MARKS, &ed, str_c(&text));
	str_free(&text);
}

/* ---- opening ---- */

/* Whom each form judges on this ticket: who took it down, sent it, rang the citizen back; the unit that answered. */
static void
find_judged(struct qa_sheet *s)
{
	static const struct {
		const char *form;
		enum event_kind kind;
	} by_event[] = { { "dispatcher", EVENT_DISPATCH }, { "visitor", EVENT_VISIT_OK },
		{ "visitor", EVENT_VISIT_BAD } };
	struct event *ev = NULL;
	struct ticket t;
	int n_forms, n = cache_events(s->desk->cache, s->ticket, &ev, NULL);
	const struct qa_form *f = qa_forms(&n_forms);

	memset(s->judged_of, 0, sizeof(s->judged_of));
	ticket_init(&t);
	if (cache_ticket(s->desk->cache, s->ticket, &t, NULL) != ERR_OK)
		n_forms = 0;
	for (int i = 0; i < n_forms; i++) {
		char *to = s->judged_of[i];

		if (strcmp(f[i].code, "agent") == 0)
			str_copy(to, RECORD_OBJECT_BYTES, t.created_by);
		else if (strcmp(f[i].code, "reply") == 0)
			str_copy(to, RECORD_OBJECT_BYTES, t.lead_unit);
		else if (strcmp(f[i].code, "observer") == 0)
			str_copy(to, RECORD_OBJECT_BYTES,
			    t.lead_unit[0] != '\0' ? t.lead_unit : t.created_by);
		for (size_t k = 0; k < sizeof(by_event) / sizeof(by_event[0]); k++)
			for (int j = 0; strcmp(f[i].code, by_event[k].form) == 0 && j < n; j++)
				if (ev[j].kind == (int)by_event[k].kind &&
				    strcmp(ev[j].actor, "system") != 0)
					str_copy(to, RECORD_OBJECT_BYTES, ev[j].actor);
		if (strcmp(to, s->desk->me.user) == 0)
			to[0] = '\0'; /* nobody scores himself */
	}
	for (int j = 0; j < n; j++)
		event_free(&ev[j]);
	free(ev);
	ticket_free(&t);
}

static bool
may_use(const struct qa_sheet *s, int form)
{
	const uint32_t inside = ROLE_BIT(QA) | ROLE_BIT(TRAINER) | ROLE_BIT(LEADER);
	int n;
	const struct qa_form *f = qa_forms(&n);
	bool outside = strcmp(f[form].code, "observer") == 0;

	return s->judged_of[form][0] != '\0' &&
	       (outside ? (s->desk->me.roles & ROLE_BIT(OBSERVER)) != 0
			: (s->desk->me.roles & inside) != 0);
}

static bool
choose_form(struct qa_sheet *s, int from, int step)
{
	int n;
	const struct qa_form *f = qa_forms(&n);

	for (int i = 0; i < n; i++, from = (from + step + n) % n)
		if (may_use(s, from)) {
			s->form = &f[from];
			str_copy(s->judged, sizeof(s->judged), s->judged_of[from]);
			return true;
		}
	return false;
}

static void
recall_form(struct qa_sheet *s)
{
	int n;
	const struct qa_form *f = qa_forms(&n);

	for (int i = 0; i < n; i++)
		if (strcmp(f[i].code, s->note.d.view_state) == 0 && may_use(s, i)) {
			s->form = &f[i];
			str_copy(s->judged, sizeof(s->judged), s->judged_of[i]);
		}
}

/* What was begun on it before; just left, it is perhaps not in the table yet. */
static void
recall(struct qa_sheet *s)
{
	const char *subject = s->of[0] != '\0' ? s->of : s->ticket, *rest, *marks;
	struct qa_marks m = { 0 };
	char of[ID_SIZE];

	if (!ticket_note_any(&s->note) || strcmp(s->note.d.ticket, subject) != 0)
		ticket_note_open_as(&s->note, s->desk, subject, TICKET_NOTE_QA);
	if (!ticket_note_any(&s->note))
		return;
	if (s->of[0] == '\0')
		recall_form(s);
	marks = fields_get(&s->note.d.f, MARKS);
	if (*marks != '\0' && qa_read(s->form, marks, &m, of, &rest, NULL) == ERR_OK)
		s->marks = m;
	textarea_set(&s->remark, ticket_note_text(&s->note), SIZE_MAX);
}

bool
qa_sheet_open(struct qa_sheet *s, const struct qa_row *row)
{
	s->form = NULL;
	s->in_remark = s->read_only = false;
	s->item = 0;
	s->job = 0;
	s->marks = row->marks;
	str_copy(s->ticket, sizeof(s->ticket), row->ticket);
	str_copy(s->no, sizeof(s->no), row->no);
	str_copy(s->title, sizeof(s->title), row->title);
	str_copy(s->heard, sizeof(s->heard), row->heard);
	str_copy(s->content, sizeof(s->content), row->content);
	str_copy(s->of, sizeof(s->of), row->sheet);
	textarea_set(&s->remark, NULL, 0);
	if (row->sheet[0] != '\0') {
		s->form = qa_form(row->form);
		str_copy(s->judged, sizeof(s->judged), row->judged);
		s->read_only = row->what != QA_DISPUTED;
	} else {
		find_judged(s);
		if (!choose_form(s, 0, 1))
			s->desk->say(s->desk->app, 1, "这件工单没有可评的人: 本人经手的不能自评。");
	}
	s->before = s->marks;
	if (s->form != NULL)
		recall(s);
	return s->form != NULL;
}

/* ---- saving ---- */

static unsigned
refuse(struct qa_sheet *s, const char *why)
{
	s->desk->say(s->desk->app, 1, "%s", why);
	return VIEW_DRAW;
}

static unsigned
send(struct qa_sheet *s, enum record_kind kind, struct str *text)
{
	struct job *j = !text->bad ? part_job(s->desk, JOB_RECORD) : NULL;

	if (j == NULL) {
		str_free(text);
		return VIEW_DRAW;
	}
	j->record.kind = kind;
	str_copy(j->record.ticket, sizeof(j->record.ticket), s->ticket);
	str_copy(j->record.object, sizeof(j->record.object), s->judged);
	if (kind != RECORD_QA_DISPUTE) {
		str_copy(j->record.code, sizeof(j->record.code), s->form->code);
		str_copy(j->record.result, sizeof(j->record.result), qa_grade(s->form, &s->marks));
	}
	if (!record_set_text(&j->record, str_c(text))) {
		job_free(j);
		str_free(text);
		return refuse(s, err_hint(ERR_NO_MEMORY));
	}
	str_free(text);
	s->job = s->desk->job(s->desk->app, j);
	return VIEW_DRAW;
}

static unsigned
save(struct qa_sheet *s)
{
	const char *remark = textarea_text(&s->remark);
	struct str text = { 0 };

	if (s->job != 0)
		return VIEW_DRAW;
	if (s->marks.fatal != 0 && remark[0] == '\0') {
		s->in_remark = true;
		return refuse(s, "一票否决要写明事实: 写在评语里, 再按 F10。");
	}
	qa_write(&s->marks, s->of, remark, &text);
	return send(s, s->of[0] != '\0' ? RECORD_QA_AGAIN : RECORD_QA_SHEET, &text);
}

static unsigned
dispute(struct qa_sheet *s)
{
	const char *reason = textarea_text(&s->remark);
	struct str text = { 0 };

	if (strcmp(s->judged, s->desk->me.user) != 0)
		return refuse(s, "只有被评的人可以申诉。");
	if (!s->in_remark || reason[0] == '\0') {
		s->in_remark = true;
		return refuse(s, "写明申诉理由, 再按 F10 送出。");
	}
	qa_dispute_write(s->of, reason, &text);
	return s->job != 0 ? VIEW_DRAW : send(s, RECORD_QA_DISPUTE, &text);
}

/* ---- inputs ---- */

static unsigned
mark(struct qa_sheet *s, int digit)
{
	const struct qa_form *f = s->form;

	if (s->item == f->n_items) {
		if (digit > f->n_fatals)
			return VIEW_DRAW;
		s->marks.fatal ^= 1U << (digit - 1);
	} else if (digit > qa_ways(&f->items[s->item])) {
		return refuse(s, "这一项没有这种扣分。");
	} else if (!qa_mark(f, &s->marks, s->item, digit - 1)) {
		return refuse(s, "这一项已经扣完; 按 0 重来。");
	}
	keep_marks(s);
	return VIEW_DRAW;
}

static unsigned
unmark(struct qa_sheet *s)
{
	if (s->item == s->form->n_items)
		s->marks.fatal = 0;
	else
		qa_unmark(&s->marks, s->item);
	keep_marks(s);
	return VIEW_DRAW;
}

static unsigned
other_form(struct qa_sheet *s, int step)
{
	int n, at;
	const struct qa_form *f = qa_forms(&n);

	if (s->of[0] != '\0')
		return VIEW_DRAW;
	if (ticket_note_any(&s->note))
		return refuse(s, "已经扣了分或写了评语, 先保存或清掉, 再换评分表。");
	at = (int)(s->form - f);
	(void)choose_form(s, (at + step + n) % n, step);
	s->item = 0;
	return VIEW_DRAW;
}

static unsigned
write_remark(struct qa_sheet *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_BACK) || input_is(in, ACTION_PREV) || input_is(in, ACTION_NEXT) ||
	    input_is(in, ACTION_ENTER)) {
		s->in_remark = false;
		return VIEW_DRAW;
	}
	textarea_input(&s->remark, in, &r);
	if ((r.bits & REACT_REFUSED) != 0)
		return refuse(s, r.note);
	if ((r.bits & REACT_EDIT) != 0)
		keep(s, TF_CONTENT, &r.edit, textarea_text(&s->remark));
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
score_input(struct qa_sheet *s, const struct input *in)
{
	if (input_is(in, ACTION_NEXT)) {
		s->in_remark = true;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_LEFT) || input_is(in, ACTION_RIGHT))
		return other_form(s, input_is(in, ACTION_LEFT) ? -1 : 1);
	if (input_digit(in) > 0)
		return mark(s, input_digit(in));
	if (in->kind == INPUT_TEXT && (strcmp(in->text, "0") == 0 || strcmp(in->text, "０") == 0))
		return unmark(s);
	return VIEW_IGNORED;
}

unsigned
qa_sheet_input(struct qa_sheet *s, const struct input *in)
{
	int last = s->form->n_items;

	if (input_is(in, ACTION_SUBMIT))
		return s->read_only ? dispute(s) : save(s);
	if (s->in_remark)
		return write_remark(s, in);
	if (input_is(in, ACTION_BACK))
		return VIEW_DRAW | VIEW_CLOSE;
	if (input_is(in, ACTION_UP) || input_is(in, ACTION_DOWN) || input_is(in, ACTION_ENTER)) {
		s->item += input_is(in, ACTION_UP) ? (s->item > 0 ? -1 : 0) : s->item < last;
		return VIEW_DRAW;
	}
	if (input_is(in, ACTION_HOME) || input_is(in, ACTION_END)) {
		s->item = input_is(in, ACTION_HOME) ? 0 : last;
		return VIEW_DRAW;
	}
	return s->read_only ? VIEW_IGNORED : score_input(s, in);
}

unsigned
qa_sheet_event(struct qa_sheet *s, const struct news *n, bool *saved)
{
	*saved = false;
	if (ticket_note_event(&s->note, s->desk, n))
		return VIEW_DRAW;
	if (n->kind != NEWS_DONE || s->job == 0 || n->job != s->job)
		return 0;
	s->job = 0;
	if (n->err.code != ERR_OK)
		return refuse(s, n->err.text);
	*saved = true;
	ticket_note_drop(&s->note, s->desk);
	if (s->read_only)
		s->desk->say(s->desk->app, 0, "申诉已存本机, 由另一位质检员复评");
	else
		s->desk->say(s->desk->app, 0, "已保存: %d分 %s", qa_score(s->form, &s->marks),
		    record_result_label(RECORD_QA_SHEET, qa_grade(s->form, &s->marks)));
	return VIEW_DRAW;
}
