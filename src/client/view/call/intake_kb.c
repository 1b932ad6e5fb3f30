/* intake_kb.c: knowledge beside the intake form: what may answer the words so far, and the answer to read aloud.
 *
 * Asked of the cache at a pause, when category or area have changed since, or a good part of the words while there is no
 * category; with the last words when the cursor has left them. Never at a key: one question costs as much as a hundred. Not here:
 * searching on purpose (knowledge.c), what is cited (intake_cite.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/wrap.h"
#include "model/members.h"

#define TEXT_AT     7
#define SURE        50 /* percent: a category proposed so firmly narrows the search too */
#define TITLES      2  /* of a line at 80 columns */
#define ANSWER_ROWS 4
#define STEP_BYTES  36 /* without a category: a dozen Hanzi more or less may mean another matter */

/* ---- finding ---- */

const char *
intake_kb_category(const struct intake *s)
{
	const struct intake_offer *o = &s->offer;
	const char *own = intake_value(s, TF_CATEGORY);

	if (*own != '\0')
		return own;
	return o->n > 0 && o->p[0].percent >= SURE ? o->p[0].category->code : "";
}

/* A number for what is asked: the same words, the same answer. */
static uint64_t
question(const char *const *parts, int n)
{
	uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */

	for (int i = 0; i < n; i++)
		for (const char *p = parts[i];; p++) {
			h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
			if (*p == '\0')
				break;
		}
	return h;
}

static bool
same_rows(const struct intake_kb *k, const struct kb_row *row, int n)
{
	bool same = n == k->n;

	for (int i = 0; i < n && same; i++)
		same = strcmp(row[i].kb_no, k->row[i].kb_no) == 0;
	return same;
}

/* What of the first is read to the caller; nothing of one that is for the desk alone. */
static void
take_answer(struct intake *s)
{
	struct intake_kb *k = &s->kb;
	struct article a;

	k->answer[0] = k->basis[0] = '\0';
	if (k->n == 0 || k->row[0].internal)
		return;
	article_init(&a);
	if (cache_article(s->desk->cache, k->row[0].kb_no, &a, NULL) == ERR_OK) {
		(void)str_copy(k->answer, sizeof(k->answer), a.answer);
		(void)str_copy(k->basis, sizeof(k->basis), a.basis);
	}
	article_free(&a);
}

/* Is another answer likely? Then it counts as asked. */
static bool
is_due(struct intake *s, const char *const *parts)
{
	struct intake_kb *k = &s->kb;
	const uint64_t about = question(parts, 2), asked = question(parts, 3);
	const size_t len = strlen(parts[2]), more = len > k->len ? len - k->len : k->len - len;
	const bool typing = s->focus == intake_form_cell(TF_CONTENT);

	if (asked == k->asked ||
	    (typing && about == k->about && (*parts[0] != '\0' || more < STEP_BYTES)))
		return false;
	k->asked = asked;
	k->about = about;
	k->len = len;
	return true;
}

void
intake_kb_settle(struct intake *s)
{
	const char *parts[] = { intake_kb_category(s), intake_offer_likely(s, TF_AREA),
		intake_value(s, TF_CONTENT) };
	struct kb_row row[INTAKE_KB];
	int n = 0;

	if (s->desk->cache == NULL || !is_due(s, parts))
		return;
	if (*parts[0] != '\0' || *parts[2] != '\0')
		n = cache_kb_propose(s->desk->cache, parts[0], parts[1], parts[2],
		    civil_day(s->desk->now), row, INTAKE_KB);
	if (same_rows(&s->kb, row, n))
		return;
	memcpy(s->kb.row, row, sizeof(row[0]) * (size_t)n);
	s->kb.n = n;
	take_answer(s);
	s->dirty = true;
}

/* The articles themselves have changed. */
void
intake_kb_forget(struct intake *s)
{
	s->kb = (struct intake_kb){ 0 };
	s->dirty = true;
}

/* ---- below the form ---- */

/* The answer in full while one stands in its one line: it is read aloud from here. */
int
intake_kb_draw_answer(const struct intake *s, struct canvas *c, struct rect at)
{
	const char *words = intake_value(s, TF_ANSWER);
	int rows = at.rows < ANSWER_ROWS ? at.rows : ANSWER_ROWS;

	if (s->focus != intake_form_cell(TF_ANSWER) || *intake_value(s, TF_KB_REFS) == '\0' ||
	    *words == '\0')
		return 0;
	canvas_text(c, at.row, at.col + 1, 3, ROLE_LABEL, "读:");
	return wrap_draw(c, (struct rect){ at.row, at.col + TEXT_AT, rows, at.cols - TEXT_AT - 2 },
	    ROLE_SPEAK, words);
}

/* "已引用 2"; "" nothing. */
static void
cited_words(const struct intake *s, char out[32])
{
	const char *code = NULL;
	size_t n = 0;
	int count = 0;

	while (members_next(intake_value(s, TF_KB_REFS), &code, &n))
		count++;
	out[0] = '\0';
	if (count > 0)
		(void)snprintf(out, 32, "已引用 %d  ", count);
}

/* Two titles on the line; the second is left out rather than cut to nothing. */
int
intake_kb_draw_line(const struct intake *s, struct canvas *c, struct rect line)
{
	int col = line.col + TEXT_AT, end = line.col + line.cols - 1;

	char cited[32], right[48];

	cited_words(s, cited);
	if ((s->kb.n == 0 && cited[0] == '\0') || s->wide)
		return 0;
	(void)snprintf(right, sizeof(right), "%s[F3]", cited);
	canvas_text(c, line.row, line.col + 1, 4, ROLE_LABEL, "知识");
	end = canvas_right(c, line.row, end, ROLE_NORMAL, right) - 2;
	for (int i = 0; i < s->kb.n && i < TITLES; i++) {
		if (i > 0 && end - col < width_str(s->kb.row[i].title))
			break;
		col += 3 + canvas_cut(c, line.row, col, end - col, ROLE_HINT, s->kb.row[i].title);
	}
	return 1;
}

/* ---- the column at the right ---- */

static int
draw_answer(const struct intake *s, struct canvas *c, int row, struct rect at)
{
	int end = at.row + at.rows;

	if (s->kb.answer[0] == '\0' || end - row < 4)
		return row;
	canvas_hline(c, row++, at.col + 1, at.cols - 2, ROLE_RULE);
	canvas_text(c, row++, at.col + 2, at.cols - 3, ROLE_HEADING, "读给来电人");
	row += wrap_draw(c,
	    (struct rect){ row, at.col + 3, end - row < 8 ? end - row : 8, at.cols - 4 },
	    ROLE_SPEAK, s->kb.answer);
	if (row < end && s->kb.basis[0] != '\0') {
		canvas_text(c, row, at.col + 3, 4, ROLE_LABEL, "依据");
		canvas_cut(c, row++, at.col + 8, at.cols - 9, ROLE_NORMAL, s->kb.basis);
	}
	return row;
}

int
intake_kb_draw_side(const struct intake *s, struct canvas *c, int row, struct rect at)
{
	char cited[32], right[48];

	cited_words(s, cited);
	(void)snprintf(right, sizeof(right), "%sF3", cited);
	canvas_text(c, row, at.col + 2, at.cols - 3, ROLE_HEADING, "知识");
	canvas_right(c, row++, at.col + at.cols - 1, ROLE_DIM, right);
	for (int i = 0; i < s->kb.n; i++)
		canvas_cut(c, row++, at.col + 3, at.cols - 4, ROLE_NORMAL, s->kb.row[i].title);
	if (s->kb.n == 0)
		canvas_cut(c, row++, at.col + 3, at.cols - 4, ROLE_DIM, "还没有适合的, F3 自己查");
	return draw_answer(s, c, row, at);
}
