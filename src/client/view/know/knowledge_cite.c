/* knowledge_cite.c: what becomes of an article: it is cited in the half-done ticket, or answers it.
 *
 * The article is handed to the intake form (desk.cited), which writes it into its sheet: only there is a sheet changed.
 * What must not be read to a caller is asked about first, with the reason, and its words are never taken for the
 * answer. Not here: the form's side (intake_cite.c). */
#include "knowledge_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const char *const confirm_cite[] = { "仍要引用, 不读给来电人" };
static const char *const confirm_answer[] = { "只引用它, 答复由我自己写" };

static unsigned
hand_over(struct knowledge *s, bool to_answer)
{
	struct cited *h = &s->desk->cited;

	*h = (struct cited){ .how = !to_answer              ? CITED_ONLY
				    : knowledge_readable(s) ? CITED_AS_ANSWER
							    : CITED_OWN_WORDS };
	(void)str_copy(h->kb_no, sizeof(h->kb_no), s->article.kb_no);
	if (s->desk->sheet != NULL)
		(void)str_copy(h->draft, sizeof(h->draft), s->desk->sheet->id);
	knowledge_note_cited(s, h->how);
	s->leaving = true;
	s->desk->open(s->desk->app, view_by_name("intake"), NULL);
	return VIEW_DRAW;
}

/* Why it needs a second thought; "" none. */
static void
reason(const struct knowledge *s, char out[KNOWLEDGE_WARNING])
{
	(void)knowledge_warning(knowledge_standing(s), s->article.until, knowledge_today(s), out);
	if (out[0] == '\0' && s->article.internal)
		(void)snprintf(out, KNOWLEDGE_WARNING, "仅内部, 不读给来电人");
}

static unsigned
ask(struct knowledge *s, const char *why, bool to_answer)
{
	const char *mark = str_starts(why, "! ") ? why + 2 : why;

	(void)snprintf(s->question, sizeof(s->question), "%s %s: %s。%s", s->article.kb_no,
	    s->article.title, mark,
	    knowledge_standing(s) != ARTICLE_VALID
		? "内容可能已经变了, 请先向来源单位核实; 发现有误请按纠错键报给采编。"
		: "可以照它办, 但不能念给来电人, 也不写进答复。");
	s->to_answer = to_answer;
	dialog_ask(&s->dialog, "引用前请确认", s->question,
	    to_answer ? confirm_answer : confirm_cite, 1, -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

unsigned
knowledge_asked(struct knowledge *s, const struct input *in)
{
	struct react r = { 0 };

	dialog_input(&s->dialog, in, &r);
	part_refused(s->desk, &r);
	if ((r.bits & REACT_TAKE) != 0)
		return hand_over(s, s->to_answer);
	return VIEW_DRAW;
}

unsigned
knowledge_cite(struct knowledge *s, bool to_answer)
{
	const uint32_t takers = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR);
	const struct draft *d = s->desk->sheet;
	char why[KNOWLEDGE_WARNING];

	if (s->article.kb_no[0] == '\0') {
		s->desk->say(s->desk->app, 1, "没有选中的知识, 请换个说法再查");
		return VIEW_DRAW;
	}
	if ((s->desk->me.roles & takers) == 0) {
		s->desk->say(s->desk->app, 1, "引用到工单要受理权限; 您可以在这里查看和纠错");
		return VIEW_DRAW;
	}
	if (d == NULL && !to_answer) {
		s->desk->say(s->desk->app, 1,
		    "没有正在写的单可以引用; 要直接答复来电人按 Ctrl-R, 会新开一件");
		return VIEW_DRAW;
	}
	reason(s, why);
	return why[0] != '\0' ? ask(s, why, to_answer) : hand_over(s, to_answer);
}
