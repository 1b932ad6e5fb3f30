/* How an article is made, as a table: which step, from where, by whom, with what words (the rows of ARTICLE_STEPS). The seat
 * asks it before it writes a step down, the centre before it takes one.
 *
 * Invariants: nobody lets out what he has written himself; what is published is, to the byte, what was reviewed, and it is
 * the version after the one that is out. Not here: whether codes exist (city/article.h), and what publishing does to the
 * reference rows (server/core/article.c). */
#include "model/article_flow.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

enum text_is { TEXT_IS_ARTICLE, TEXT_IS_REASON };

#define IN(copy) (1U << ARTICLE_COPY_##copy)
static const struct row {
	const char *label;
	unsigned from;
	enum article_copy to;
	uint32_t who;
	enum text_is text;
} rows[ARTICLE_STEP_COUNT] = {
#define X(name, json, label, from, to, who, text) \
	[ARTICLE_STEP_##name] = { label, from, ARTICLE_COPY_##to, who, TEXT_IS_##text },
	ARTICLE_STEPS(X)
#undef X
};

const struct enum_item article_step_items[ARTICLE_STEP_COUNT] = {
#define X(name, json, label, from, to, who, text) { json, label },
	ARTICLE_STEPS(X)
#undef X
};

/* ---- names ---- */

int
article_step_by_json(const char *json)
{
	for (int i = 0; i < ARTICLE_STEP_COUNT; i++)
		if (strcmp(article_step_items[i].code, json) == 0)
			return i;
	return -1;
}

int
article_step_of(const struct record *r)
{
	return r->kind == RECORD_ARTICLE ? article_step_by_json(r->code) : -1;
}

const char *
article_step_label(enum article_step s)
{
	return rows[s].label;
}

bool
article_step_has_text(enum article_step s)
{
	return rows[s].text == TEXT_IS_ARTICLE;
}

/* ---- what has happened ---- */

static bool
has_written(const struct article_flow *f, const char *user)
{
	for (int i = 0; i < f->n_writers && i < ARTICLE_WRITERS; i++)
		if (strcmp(f->writer[i], user) == 0)
			return true;
	return f->n_writers > ARTICLE_WRITERS; /* somebody is not named: it may be anybody */
}

static void
add_writer(struct article_flow *f, const char *user)
{
	if (has_written(f, user))
		return;
	if (f->n_writers < ARTICLE_WRITERS)
		(void)str_copy(f->writer[f->n_writers], sizeof(f->writer[0]), user);
	f->n_writers++;
}

void
article_flow_apply(struct article_flow *f, const struct record *r)
{
	const int step = article_step_of(r);
	const struct row *row = step >= 0 ? &rows[step] : NULL;

	if (row == NULL || (row->from & 1U << f->copy) == 0)
		return;
	if (r->at > f->last_at)
		f->last_at = r->at;
	if (row->to == ARTICLE_COPY_STAY)
		return;
	f->copy = row->to;
	if (f->copy == ARTICLE_COPY_NONE) {
		f->text[0] = f->reason[0] = '\0';
		f->n_writers = 0;
	} else if (row->text == TEXT_IS_ARTICLE) {
		(void)str_copy(f->text, sizeof(f->text), r->id);
		add_writer(f, r->by);
	} else {
		(void)str_copy(f->reason, sizeof(f->reason), r->id);
	}
}

/* ---- one step by itself ---- */

static enum err_code
bad_text(struct err *e, enum err_code code, const char *why)
{
	(void)err_set(e, code, "%s", why);
	return e != NULL ? err_at(e, "text") : code;
}

/* The article of a step. ERR_INVALID also for another article's. */
static enum err_code
read_text(const struct record *r, struct article *a, struct err *e)
{
	const char *text = record_text(r);
	struct err why = { 0 };

	if (article_read(text, strlen(text), a, &why) != ERR_OK)
		return bad_text(e, ERR_INVALID, why.text);
	if (strcmp(a->kb_no, r->object) != 0 || a->status != ARTICLE_PUBLISHED)
		return bad_text(e, ERR_INVALID, "稿子里的编号或状态与这一步不符");
	return ERR_OK;
}

enum err_code
article_step_check(const struct record *r, struct err *e)
{
	const int step = article_step_of(r);
	struct article a;
	enum err_code rc;

	if (step < 0)
		return ERR_OK; /* the closed list says it */
	if (rows[step].text == TEXT_IS_REASON)
		return utf8_count(record_text(r)) <= LIMIT_NOTE_CHARS
			   ? ERR_OK
			   : bad_text(e, ERR_LIMIT, "理由太长, 请删减");
	article_init(&a);
	rc = read_text(r, &a, e);
	article_free(&a);
	return rc;
}

/* ---- may it be taken ---- */

static bool
needs_basis(enum article_kind k)
{
	return k == ARTICLE_POLICY || k == ARTICLE_GUIDE || k == ARTICLE_DUTY ||
	       k == ARTICLE_NOTICE;
}

enum err_code
article_ready(const struct article *a, int32_t today, struct err *e)
{
	if (a->answer[0] == '\0')
		return err_set(e, ERR_GUARD, "没有写读给来电人的话。");
	if (a->basis[0] == '\0' && needs_basis(a->kind))
		return err_set(
		    e, ERR_GUARD, "%s要写明依据(文件名、文号)。", article_kind_label(a->kind));
	if (a->from > a->until)
		return err_set(e, ERR_GUARD, "有效期的结束早于开始。");
	if (a->until < today)
		return err_set(e, ERR_GUARD, "有效期已经过了, 请先改有效期。");
	return ERR_OK;
}

static const char *
copy_words(enum article_copy c)
{
	static const char *const words[] = { [ARTICLE_COPY_NONE] = "没有在改的稿子",
		[ARTICLE_COPY_DRAFT] = "稿子还没有送审",
		[ARTICLE_COPY_REVIEW] = "稿子正在审核",
		[ARTICLE_COPY_RETURNED] = "稿子已退回修改" };

	return words[c];
}

enum err_code
article_flow_may(const struct article_case *c, enum article_step s, const char *user,
    uint32_t roles, struct err *e)
{
	const struct row *row = &rows[s];

	if ((row->who & roles) == 0)
		return err_set(e, ERR_FORBIDDEN, "您的岗位不能%s知识。", row->label);
	if ((row->from & 1U << c->flow->copy) == 0)
		return err_set(e, ERR_STATE, "%s, 不能%s。", copy_words(c->flow->copy), row->label);
	if (s == ARTICLE_STEP_PUBLISH && has_written(c->flow, user))
		return err_set(e, ERR_FORBIDDEN, "自己写过的稿子要由另一个人审核发布。");
	if (s == ARTICLE_STEP_WITHDRAW && (c->live == NULL || c->live->status != ARTICLE_PUBLISHED))
		return err_set(e, ERR_STATE, "这条知识现在没有对外, 不用下架。");
	return ERR_OK;
}

static enum err_code
check_words(const struct article_case *c, enum article_step s, const struct record *r,
    const struct article *a, struct err *e)
{
	const int next = c->live != NULL ? c->live->version + 1 : 1;

	if (a->version != next && c->live != NULL)
		return err_set(e, ERR_CONFLICT,
		    "这条知识已经是第%d版, 稿子要从它改起(第%d版), 编号被别人用了就换一个。",
		    c->live->version, next);
	if (a->version != next)
		return err_set(e, ERR_CONFLICT, "还没有这条知识, 稿子应是第1版。");
	if (s == ARTICLE_STEP_PUBLISH && strcmp(record_text(r), c->copy) != 0)
		return err_set(e, ERR_CONFLICT, "稿子在您看的时候又改过, 请重看一遍再发布。");
	return s == ARTICLE_STEP_DRAFT ? ERR_OK : article_ready(a, c->today, e);
}

enum err_code
article_flow_check(
    const struct article_case *c, const struct record *r, uint32_t roles, struct err *e)
{
	const int step = article_step_of(r);
	struct article a;
	enum err_code rc;

	if (step < 0)
		return err_set(e, ERR_UNKNOWN_CODE, NULL);
	rc = article_flow_may(c, (enum article_step)step, r->by, roles, e);
	if (rc != ERR_OK || rows[step].text != TEXT_IS_ARTICLE)
		return rc;
	article_init(&a);
	rc = read_text(r, &a, e);
	if (rc == ERR_OK)
		rc = check_words(c, (enum article_step)step, r, &a, e);
	article_free(&a);
	return rc;
}
