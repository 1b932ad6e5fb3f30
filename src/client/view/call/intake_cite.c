/* intake_cite.c: knowledge in the intake form: the sheet is lent to the knowledge screen, and what that screen hands back
 * is written into it: an article that is cited, or one whose words answer the caller.
 *
 * A pure question needs nothing else: its words, type and category follow from the article where nobody entered any, so
 * that F10 closes it. Complaints and reports are never answered on the spot (practice A7). Not here: finding
 * (knowledge.c), what the seat proposes for the words (intake_kb.c). */
#include "intake_p.h"

#include <string.h>

#include "base/str.h"
#include "client/cache/kb.h"
#include "model/members.h"

/* ---- lending ---- */

void
intake_cite_lend(struct intake *s)
{
	const bool there = s->n_sheets > 0 && s->mode != MODE_SENT;

	s->lent = there ? &intake_sheet(s)->d : NULL;
	s->desk->sheet = s->lent;
	if (!there)
		return;
	(void)str_copy(
	    s->desk->sheet_category, sizeof(s->desk->sheet_category), intake_kb_category(s));
	(void)str_copy(
	    s->desk->sheet_area, sizeof(s->desk->sheet_area), intake_offer_likely(s, TF_AREA));
}

/* Only what is still this form's: another one may have come over it. */
void
intake_cite_relend(struct intake *s)
{
	if (s->desk->sheet == s->lent)
		intake_cite_lend(s);
}

void
intake_cite_unlend(struct intake *s)
{
	if (s->desk->sheet == s->lent)
		s->desk->sheet = NULL;
	s->lent = NULL;
}

/* ---- citing ---- */

/* Bring the sheet it is for to the front; a question without one gets its own. */
static bool
front(struct intake *s, const char *draft)
{
	for (int i = 0; i < s->n_sheets && draft[0] != '\0'; i++)
		if (strcmp(s->sheets[i]->d.id, draft) == 0) {
			if (i != s->at || s->mode != MODE_FORM)
				intake_draft_show(s, i);
			return true;
		}
	if (draft[0] != '\0')
		return false;
	if (s->mode == MODE_SENT || intake_sheet(s)->begun)
		(void)intake_draft_again(s);
	return s->mode == MODE_FORM;
}

static bool
add_reference(struct intake *s, const struct article *a)
{
	struct str refs = { 0 };
	bool fits;

	if (members_has(intake_value(s, TF_KB_REFS), a->kb_no))
		return true;
	str_add(&refs, intake_value(s, TF_KB_REFS));
	members_add(&refs, a->kb_no, strlen(a->kb_no));
	fits = !refs.bad && refs.len <= (size_t)field_info(TF_KB_REFS)->max_chars;
	if (fits)
		intake_draft_put(s, TF_KB_REFS, str_c(&refs), false);
	else
		s->desk->say(s->desk->app, 2, "本单引用的知识已经太多, 没有再加");
	str_free(&refs);
	return fits;
}

/* ---- answering ---- */

/* Nobody wrote down what the caller asked: it was what this article answers. */
static void
put_question(struct intake *s, const struct article *a)
{
	struct str words = { 0 };

	if (*intake_value(s, TF_CONTENT) != '\0')
		return;
	str_addf(&words, "咨询: %s", *a->question != '\0' ? a->question : a->title);
	if (!words.bad) {
		intake_draft_put(s, TF_CONTENT, str_c(&words), true);
		textarea_set(&s->content, str_c(&words), SIZE_MAX);
		intake_offer_text(s);
	}
	str_free(&words);
}

static void
put_kind(struct intake *s, const struct article *a)
{
	if (*intake_value(s, TF_TYPE) == '\0') {
		intake_draft_put(s, TF_TYPE, "consult", true);
		intake_offer_fields(s, TF_TYPE);
	}
	if (*intake_value(s, TF_CATEGORY) == '\0' && s->city != NULL &&
	    city_category(s->city, a->category) != NULL) {
		intake_draft_put(s, TF_CATEGORY, a->category, true);
		intake_offer_fields(s, TF_CATEGORY);
	}
}

static void
put_answer(struct intake *s, const struct article *a)
{
	const char *now = intake_value(s, TF_ANSWER);
	struct str all = { 0 };

	if (strstr(now, a->answer) != NULL)
		return;
	str_addf(&all, "%s%s%s", now, *now != '\0' ? "\n" : "", a->answer);
	if (!all.bad)
		intake_draft_put(s, TF_ANSWER, str_c(&all), false);
	str_free(&all);
}

static void
say_next(struct intake *s, const struct article *a, enum cited_how how)
{
	if (how == CITED_OWN_WORDS)
		s->desk->say(s->desk->app, 1, "已引用 %s; 它不能读给来电人, 请自己写答复, 再按 F10",
		    a->kb_no);
	else if (intake_is(s, TF_TYPE, "help"))
		s->desk->say(s->desk->app, 0,
		    "已引用 %s 并写好答复; 读给来电人, F10 再问同不同意就这样办结", a->kb_no);
	else
		s->desk->say(
		    s->desk->app, 0, "已引用 %s 并写好答复; 读给来电人, F10 直接办结", a->kb_no);
}

/* May it be answered on the spot? Else it is cited, and here is why. */
static bool
may_answer(struct intake *s, const struct article *a)
{
	static const char *const answerable[] = { "", "consult", "help", "suggest" };
	const char *why = "这类诉求不能直接答复办结";

	for (size_t i = 0; i < sizeof(answerable) / sizeof(answerable[0]); i++)
		if (intake_is(s, TF_TYPE, answerable[i]))
			why = NULL;
	if (intake_sheet(s)->base != NULL && !workflow_is_new(intake_sheet(s)->base))
		why = "这是已有的工单, 不能在这里直接答复办结";
	else if (intake_is(s, TF_TYPE, "complaint") || intake_is(s, TF_TYPE, "report"))
		why = "投诉和举报要派单办理, 不能直接答复办结";
	if (why != NULL)
		s->desk->say(s->desk->app, 1, "已引用 %s; %s", a->kb_no, why);
	return why == NULL;
}

/* Nobody chose a type, and the words sound like one that must not be answered on the spot. */
static bool
sounds_grave(const struct intake *s)
{
	const struct proposal *p = s->offer.n > 0 ? &s->offer.p[0] : NULL;

	return *intake_value(s, TF_TYPE) == '\0' && p != NULL &&
	       (strcmp(p->type, "complaint") == 0 || strcmp(p->type, "report") == 0);
}

static void
answer(struct intake *s, const struct article *a, enum cited_how how)
{
	bool grave;

	if (!may_answer(s, a))
		return;
	grave = sounds_grave(s);
	put_question(s, a);
	put_kind(s, a);
	if (how == CITED_AS_ANSWER)
		put_answer(s, a);
	if (*intake_value(s, TF_CATEGORY) == '\0') {
		intake_form_focus(s, intake_form_cell(TF_CATEGORY));
		s->desk->say(s->desk->app, 1, "已引用 %s; 还缺分类, 选好按 F10", a->kb_no);
		return;
	}
	if (intake_form_there(s, intake_form_cell(TF_ANSWER)))
		intake_form_focus(s, intake_form_cell(TF_ANSWER));
	if (grave)
		s->desk->say(s->desk->app, 1,
		    "已引用 %s, 按咨询记; 来电人是要投诉或举报的, 请先改类型, 不要直接办结",
		    a->kb_no);
	else
		say_next(s, a, how);
}

static void
cite(struct intake *s, const struct article *a, enum cited_how how)
{
	if (intake_amend_locked(s, TF_KB_REFS)) {
		s->desk->say(s->desk->app, 1, "不是您受理的工单, 不能引用知识到它");
		return;
	}
	if (!add_reference(s, a))
		return;
	if (how == CITED_ONLY)
		s->desk->say(s->desk->app, 0, "已引用 %s %s", a->kb_no, a->title);
	else
		answer(s, a, how);
	intake_form_reload(s);
	intake_draft_save(s);
}

void
intake_cite_take(struct intake *s)
{
	const struct cited h = s->desk->cited;
	struct article a;
	struct err e = { 0 };

	s->desk->cited = (struct cited){ 0 };
	if (h.kb_no[0] == '\0' || s->desk->cache == NULL)
		return;
	if (s->job != 0 || !front(s, h.draft)) {
		s->desk->say(s->desk->app, 1, "那件单已经提交, 没有引用");
		return;
	}
	article_init(&a);
	if (cache_article(s->desk->cache, h.kb_no, &a, &e) == ERR_OK)
		cite(s, &a, h.how);
	else
		s->desk->say(s->desk->app, 2, "%s", e.text);
	article_free(&a);
	s->dirty = true;
}
