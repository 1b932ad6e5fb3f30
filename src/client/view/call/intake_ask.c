/* intake_ask.c: the one line that is asked for before something is sent: why the elements are weak, what to urge, what
 * to add. The commonest answer stands ready, so that Enter alone takes it. What is written for an older ticket is a
 * note of it until it is sent (ticket_note.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"
#include "client/view/module_put_p.h"
#include "client/view/part_p.h"

static const char *const reasons[] = { "来电人说不清楚", "来电人不愿多说", "情况紧急, 先登记后补充",
	"通话中断" };

/* ${first}: an answer to offer first, such as the words already typed; NULL none. */
void
intake_ask_open(struct intake *s, enum ask_for what, const char *first)
{
	static const char *const labels[] = {
		[ASK_REASON] = "原因", [ASK_URGE] = "催办内容", [ASK_SUPPLEMENT] = "补充情况"
	};
	size_t n = 0;

	prompt_free(&s->prompt);
	prompt_init(&s->prompt, labels[what],
	    what == ASK_REASON ? (size_t)arg_info(EA_REASON)->max_chars : LIMIT_NOTE_CHARS);
	(void)str_copy(s->ask_first, sizeof(s->ask_first), first != NULL ? first : "");
	if (what == ASK_REASON)
		for (; n < sizeof(reasons) / sizeof(reasons[0]); n++)
			s->asks[n] = (struct prompt_item){ reasons[n], NULL };
	else if (s->ask_first[0] != '\0')
		s->asks[n++] = (struct prompt_item){ s->ask_first, "本单已记的内容" };
	if (what == ASK_URGE)
		s->asks[n++] =
		    (struct prompt_item){ "来电人再次来电催办, 请尽快处理并联系来电人", NULL };
	prompt_offer(&s->prompt, s->asks, n);
	s->prompt.chosen = n > 0 ? 0 : -1;
	s->asking = what;
	s->mode = MODE_ASK;
	if (what == ASK_REASON)
		return;
	ticket_note_open(
	    &s->note, s->desk, s->open.id, what == ASK_URGE ? EVENT_URGE : EVENT_SUPPLEMENT);
	if (ticket_note_any(&s->note)) { /* begun before: that goes on */
		editor_set(
		    &s->prompt.field.ed, ticket_note_text(&s->note), ticket_note_cursor(&s->note));
		s->prompt.chosen = -1;
	}
}

void
intake_ask_save(struct intake *s)
{
	if (s->mode == MODE_ASK && s->asking != ASK_REASON)
		ticket_note_mark(&s->note, s->prompt.field.ed.cursor, "");
	ticket_note_save(&s->note, s->desk);
}

/* Esc: what was written stays with the older ticket. */
static void
leave(struct intake *s)
{
	if (s->asking != ASK_REASON && ticket_note_any(&s->note))
		s->desk->say(s->desk->app, 1, "“%s”还没有送出, 写的话已存下: 按 %s 接着写",
		    event_info(s->asking == ASK_URGE ? EVENT_URGE : EVENT_SUPPLEMENT)->label,
		    s->asking == ASK_URGE ? "Enter" : "1");
	s->mode = s->asking == ASK_REASON ? MODE_FORM : MODE_HISTORY;
}

static unsigned
answered(struct intake *s)
{
	struct args args = { 0 };
	struct str answer = { 0 };
	unsigned bits = VIEW_DRAW;

	str_add(&answer, prompt_answer(&s->prompt)); /* the prompt may be gone before it is used */
	if (str_c(&answer)[0] == '\0') {
		s->desk->say(s->desk->app, 1, "请写一句话, 或 Esc 返回");
	} else if (s->asking == ASK_REASON) {
		s->mode = MODE_FORM;
		if (args_set(&args, EA_REASON, str_c(&answer)))
			bits = intake_submit_as(s, s->asked_for, &args);
		else
			s->desk->say(s->desk->app, 2, "%s", err_hint(ERR_NO_MEMORY));
	} else {
		s->job_took_words =
		    s->ask_first[0] != '\0' && strcmp(str_c(&answer), s->ask_first) == 0;
		s->mode = MODE_HISTORY;
		bits = intake_history_send(
		    s, s->asking == ASK_URGE ? EVENT_URGE : EVENT_SUPPLEMENT, str_c(&answer));
	}
	str_free(&answer);
	return bits;
}

/* What the caller says on the telephone, for the older ticket. */
static unsigned
put_module(struct intake *s)
{
	struct editor *ed = &s->prompt.field.ed;
	struct str text = { 0 }, whole = { 0 };
	struct edit change;
	size_t at = 0;

	str_add(&text, ed->text.s);
	if (module_put(s->desk, "note content", str_c(&text), ed->cursor, &whole, &at)) {
		change = module_put_edit(str_c(&text), &whole, at);
		editor_set(ed, str_c(&whole), at);
		ticket_note_edit(&s->note, s->desk, &change, str_c(&whole));
	}
	str_free(&text);
	str_free(&whole);
	return VIEW_DRAW;
}

unsigned
intake_ask_input(struct intake *s, const struct input *in)
{
	struct react r = { 0 };

	if (input_is(in, ACTION_MODULE) && s->asking != ASK_REASON)
		return put_module(s);
	prompt_input(&s->prompt, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_EDIT) && s->asking != ASK_REASON)
		ticket_note_edit(&s->note, s->desk, &r.edit, field_text(&s->prompt.field));
	if (r.bits & (REACT_CANCEL | REACT_TAKE))
		intake_ask_save(s);
	if (r.bits & REACT_CANCEL)
		leave(s);
	else if (r.bits & REACT_TAKE)
		return answered(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}
