/* Whether the parts of a scenario fit together: what is needed for what, nothing said unasked that is hidden, a reference
 * ticket that a marker would pass. Told when the file is checked, since in a class it would be the trainee who pays.
 *
 * Not here: whether a city has those codes (city/scenario.h). */
#include <stdlib.h>
#include <string.h>

#include "drill_p.h"

/* ---- what may be left out ---- */

static bool
has_outcome(const struct scenario_answer *a, const char *const *codes)
{
	for (; *codes != NULL; codes++)
		if (scenario_list_has(&a->outcomes, *codes))
			return true;
	return false;
}

static int
tickets_of(const struct scenario_answer *a)
{
	static const char *const must[] = { "ticket", "direct", "emergency", NULL };
	static const char *const may[] = { "transfer", "tripartite", NULL };

	return has_outcome(a, must) ? 1 : has_outcome(a, may) ? -1 : 0;
}

void
scenario_complete(struct scenario *s)
{
	static const char *const filed[] = { "ticket", NULL };

	if (s->modes == 0)
		s->modes = (1u << MODE_DRILL) - 1;
	if (s->persona.secret[0] == '\0')
		s->persona.secret =
		    s->persona.secrecy == 1 ? "别告诉他们是我说的。" : "可以告诉他们。";
	for (int i = 0; i < s->n_matters; i++) {
		struct scenario_answer *a = &s->answer[i];

		if (a->tickets == SCENARIO_UNSET)
			a->tickets = tickets_of(a);
		if (a->tells == SCENARIO_TELLS_UNSET)
			a->tells = has_outcome(a, filed)
				       ? ACT_BIT(SECRET) | ACT_BIT(NUMBER) | ACT_BIT(LIMIT)
				       : 0;
	}
}

/* ---- nothing slips out ---- */

#define SLIPS       "没问就说出来了"
#define SLIPS_WRONG "在“先错”里也有, 他说错时就算说出来了: 换个不含它的说法"

struct watch {
	char *words; /* folded, of the fact */
	struct err *e;
	const struct scenario_fact *fact;
};

static enum err_code
look(const struct watch *w, const char *text, int line, const char *why)
{
	char *folded = scenario_fold(text);
	size_t at = 0, n;
	enum err_code rc = ERR_OK;

	if (folded == NULL)
		return err_set(w->e, ERR_NO_MEMORY, NULL);
	for (const char *word;
	     rc == ERR_OK && (word = scenario_each_word(w->words, &at, &n)) != NULL;)
		if (memmem(folded, strlen(folded), word, n) != NULL)
			rc = plain_fail(w->e, w->fact->line, "“词”里的“%.*s”%s, 见第 %d 行", (int)n,
			    word, why, line);
	free(folded);
	return rc;
}

static enum err_code
look_at_facts(const struct watch *w, const struct scenario *s)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; rc == ERR_OK && i < s->n_facts; i++) {
		const struct scenario_fact *f = &s->fact[i];

		rc = look(w, f->wrong, f->line, SLIPS_WRONG);
		if (rc == ERR_OK)
			rc = look(w, f->refusal, f->line, SLIPS);
		if (rc == ERR_OK && f != w->fact)
			rc = look(w, f->says, f->line, SLIPS);
	}
	return rc;
}

static enum err_code
check_hidden(const struct scenario *s, const struct scenario_fact *f, struct err *e)
{
	struct watch w = { .words = scenario_fold(f->words), .e = e, .fact = f };
	enum err_code rc = w.words != NULL ? ERR_OK : err_set(e, ERR_NO_MEMORY, NULL);

	if (rc == ERR_OK)
		rc = look(&w, s->opening, s->opening_line, SLIPS);
	if (rc == ERR_OK)
		rc = look(&w, s->persona.unknown, s->persona.phone_line, SLIPS);
	if (rc == ERR_OK)
		rc = look(&w, s->persona.secret, s->persona.phone_line, SLIPS);
	if (rc == ERR_OK)
		rc = look(&w, s->second.text, s->second.line, SLIPS);
	for (int i = 0; rc == ERR_OK && i < s->n_utterances; i++)
		rc = look(&w, s->utterance[i].text, s->utterance[i].line, SLIPS);
	if (rc == ERR_OK)
		rc = look_at_facts(&w, s);
	free(w.words);
	return rc;
}

static enum err_code
check_fact(const struct scenario *s, const struct scenario_fact *f, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (f->element < 0 && f->asks.n == 0)
		return plain_fail(e, f->line, "没有写要素的[事实]要有“问: …”");
	if ((f->first != 0) != (f->refusal[0] != '\0'))
		return plain_fail(e, f->line, "“须先”和“不肯”要一起写");
	if (f->words[0] != '\0')
		rc = check_hidden(s, f, e);
	if (rc == ERR_OK && f->words[0] != '\0' && !scenario_words(f->words, f->says))
		rc = plain_fail(e, f->line, "“答”里没有说到“词”: %s", f->words);
	return rc;
}

/* ---- the answer and its ticket ---- */

static enum err_code
check_codes(const struct scenario_answer *a, struct scenario_notes *n)
{
	const struct {
		const char *key;
		const struct scenario_list *list;
		enum ticket_field field;
	} rows[] = { { "类型", &a->types, TF_TYPE }, { "分类", &a->categories, TF_CATEGORY },
		{ "紧急", &a->urgencies, TF_URGENCY }, { "单位", &a->units, TF_UNIT } };
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *is = fields_get(&a->reference, rows[i].field);

		if (rows[i].list->n > 0 && is[0] == '\0')
			rc = scenario_note(n, plain_fail(n->e, a->line, "[参考工单]缺少“%s: …”",
						  field_info(rows[i].field)->label));
		else if (rows[i].list->n > 0 && !scenario_list_has(rows[i].list, is))
			rc = scenario_note(n,
			    plain_fail(n->e, rows[i].list->line, "[参考工单]的%s是“%s”, 不在“%s”里",
				field_info(rows[i].field)->label, is, rows[i].key));
	}
	return rc;
}

static enum err_code
check_fields(const struct scenario_answer *a, struct scenario_notes *n)
{
	static const struct {
		enum ticket_field field;
		const char *says;
	} must[] = { { TF_TITLE, "[参考工单]缺少“标题: …”" },
		{ TF_CONTENT, "[参考工单]缺少“诉求内容: …”" } };
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < sizeof(must) / sizeof(must[0]); i++)
		if (fields_get(&a->reference, must[i].field)[0] == '\0')
			rc = scenario_note(n, plain_fail(n->e, a->line, "%s", must[i].says));
	for (int i = 0; rc == ERR_OK && i < ELEMENT_COUNT; i++)
		if (!scenario_has_element(a, (enum element)i, &a->reference))
			rc = scenario_note(
			    n, plain_fail(n->e, a->line, "[参考工单]里没有“%s词”要的: %s",
				   element_label((enum element)i), a->words[i]));
	if (rc == ERR_OK && a->confidential >= 0 &&
	    str_eq(fields_get(&a->reference, TF_CONFIDENTIAL), "1") != (a->confidential == 1))
		rc =
		    scenario_note(n, plain_fail(n->e, a->line, "[参考工单]的保密和“保密”写的不同"));
	return rc;
}

static enum err_code
check_ticket(const struct scenario *s, int matter, struct scenario_notes *n)
{
	const struct scenario_answer *a = &s->answer[matter];
	enum err_code rc = check_codes(a, n);

	return rc == ERR_OK ? check_fields(a, n) : rc;
}

static enum err_code
check_outcome(const struct scenario *s, int matter, struct err *e)
{
	static const char *const handed[] = { "transfer", "tripartite", "emergency", NULL };
	static const char *const rejected[] = { "rejected", NULL };
	const struct scenario_answer *a = &s->answer[matter];
	bool filed = !fields_empty(&a->reference);

	if (a->outcomes.n == 0)
		return plain_fail(e, s->last_line, "缺少%s[标准答案], 文件可能没有存完整",
		    matter == 0 ? "" : "第二件事的");
	if (a->tickets == 1 && !filed)
		return plain_fail(e, a->line, "要建工单的案例要有[参考工单], 文件可能没有存完整");
	if (a->tickets == 0 && filed)
		return plain_fail(e, a->line, "不建工单的案例不写[参考工单]");
	if (a->targets.n > 0 && !has_outcome(a, handed))
		return plain_fail(e, a->targets.line, "写了“转接”, “结果”里却没有转接或三方");
	if (a->rejects.n > 0 && !has_outcome(a, rejected))
		return plain_fail(e, a->rejects.line, "写了“不予受理”, “结果”里却没有不予受理");
	return ERR_OK;
}

/* ---- the head ---- */

static enum err_code
check_head(const struct scenario *s, struct scenario_notes *n)
{
	const struct scenario_list *r = &s->reviewed;
	enum err_code rc = ERR_OK;

	if (r->n != SCENARIO_REVIEWERS)
		rc = plain_fail(n->e, r->line, "“审核”要写 %d 个人", SCENARIO_REVIEWERS);
	else if (strcmp(r->item[0], r->item[1]) == 0 || scenario_list_has(r, s->author))
		rc = plain_fail(n->e, r->line, "审核的要是两个不同的人, 也不能是作者");
	rc = scenario_note(n, rc);
	for (int i = 0; rc == ERR_OK && i < s->knowledge.n; i++)
		if (strchr(s->knowledge.item[i], '=') == NULL)
			rc = scenario_note(n,
			    plain_fail(n->e, s->knowledge.line,
				"“知识版本”应写成 K0205-01=3, 这里是“%s”", s->knowledge.item[i]));
	return rc;
}

static enum err_code
check_talk(const struct scenario *s, struct err *e)
{
	bool silent = (s->persona.traits & TRAIT_BIT(SILENT)) != 0;

	if (s->persona.name == NULL)
		return plain_fail(e, s->last_line, "缺少[来电人]");
	if (silent && (s->opening[0] != '\0' || s->n_utterances > 0 || s->n_facts > 0))
		return plain_fail(e, s->opening_line, "特点是无声的来电人不说话");
	if (!silent && s->opening[0] == '\0')
		return plain_fail(e, s->last_line, "[说话]缺少“开场: …”");
	return ERR_OK;
}

/* ---- all of it ---- */

/* Sections that were read without a mistake of form: only what was understood can be judged. */
static bool
is_clear(const struct scenario_notes *n, int matter, unsigned sections)
{
	return (n->broken[matter] & sections) == 0;
}

#define TOLD (1u << IN_PERSONA | 1u << IN_TALK | 1u << IN_FACT | 1u << IN_SECOND)

static enum err_code
check_matter(const struct scenario *s, int matter, bool told, struct scenario_notes *n)
{
	const unsigned sections = 1u << IN_ANSWER | 1u << IN_TICKET;
	enum err_code rc;

	if (!is_clear(n, matter, sections))
		return ERR_OK;
	rc = scenario_note(n, check_outcome(s, matter, n->e));
	if (rc == ERR_OK && !fields_empty(&s->answer[matter].reference))
		rc = check_ticket(s, matter, n);
	return rc == ERR_OK && told ? scenario_check_heard(s, matter, n) : rc;
}

enum err_code
scenario_check(const struct scenario *s, struct scenario_notes *n)
{
	const bool clear = is_clear(n, 0, TOLD) && is_clear(n, 1, TOLD);
	enum err_code rc = is_clear(n, 0, 1u << IN_HEAD) ? check_head(s, n) : ERR_OK;

	if (rc == ERR_OK && s->before != NULL)
		rc = drill_check_before(s, n);
	if (rc == ERR_OK && s->drill != NULL)
		return drill_check(s, n);
	if (rc == ERR_OK && clear)
		rc = scenario_note(n, check_talk(s, n->e));
	for (int i = 0; rc == ERR_OK && i < s->n_matters; i++)
		rc = check_matter(s, i, clear && s->persona.name != NULL, n);
	for (int i = 0; rc == ERR_OK && clear && i < s->n_facts; i++)
		rc = scenario_note(n, check_fact(s, &s->fact[i], n->e));
	return rc;
}
