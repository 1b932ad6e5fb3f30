/* knowledge.c: the knowledge screen (知识): search as one types, the best article shown at once, cited into the
 * half-done ticket or read out and answered with.
 *
 * The focus stands in the query, where digits are text, or on the list, where they choose; Enter, Ctrl-R and the page
 * keys mean the same in both. Nothing is changed here but the query. Not here: rows (knowledge_find.c), citing
 * (knowledge_cite.c), the picture (knowledge_draw.c). */
#include "knowledge_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/view/all_p.h"

static struct knowledge *
state(const struct view *v)
{
	return v->state;
}

/* ---- open, close ---- */

/* For whom one looks now: another half-done ticket begins without words. */
static void
begin(struct knowledge *s)
{
	const struct draft *d = s->desk->sheet;
	const char *id = d != NULL ? d->id : "";

	s->stale = true;
	knowledge_note_read(s);
	if (strcmp(s->sheet, id) == 0)
		return;
	knowledge_note_missed(s);
	(void)str_copy(s->sheet, sizeof(s->sheet), id);
	editor_set(&s->query.ed, NULL, 0);
	s->on_list = false;
}

/* ${arg}: what to look for, or nothing. */
static enum err_code
knowledge_open(struct view *v, const char *arg, struct err *e)
{
	struct knowledge *s = state(v);

	s->desk = v->desk;
	s->rows = calloc(KNOWLEDGE_ROWS, sizeof(*s->rows));
	if (s->rows == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	s->page = 1;
	article_init(&s->article);
	field_init(&s->query, KNOWLEDGE_QUERY_CHARS);
	field_init(&s->mend.words, LIMIT_NOTE_CHARS);
	begin(s);
	if (arg != NULL)
		editor_set(&s->query.ed, arg, SIZE_MAX);
	return ERR_OK;
}

static void
knowledge_close(struct view *v)
{
	struct knowledge *s = state(v);

	knowledge_note_missed(s);
	knowledge_mend_idle(s);
	ticket_note_free(&s->mend.note);
	field_free(&s->mend.words);
	field_free(&s->query);
	article_free(&s->article);
	str_free(&s->body);
	free(s->rows);
}

/* ---- inputs ---- */

static unsigned
knowledge_scopes(const struct view *v)
{
	const struct knowledge *s = state(v);

	if (s->mend.mode != MEND_NONE)
		return SCOPE_ALL |
		       (s->mend.mode == MEND_WORDS || s->mend.writing ? (unsigned)SCOPE_EDIT : 0);
	return SCOPE_ALL | SCOPE_KNOWLEDGE |
	       (s->on_list || s->dialog.open ? 0 : (unsigned)SCOPE_EDIT);
}

static unsigned
choose(struct knowledge *s, int at)
{
	if (at >= 0 && at < s->n_rows)
		knowledge_choose(s, at);
	return VIEW_DRAW;
}

static unsigned
to_list(struct knowledge *s, int at)
{
	knowledge_settle(s); /* what is chosen now is of what was typed */
	if (s->n_rows == 0) {
		s->desk->say(s->desk->app, 1, "没有可选的知识, 请换个说法再查");
		return VIEW_DRAW;
	}
	s->on_list = true;
	return choose(s, at < s->n_rows ? at : s->n_rows - 1);
}

static unsigned
to_query(struct knowledge *s)
{
	s->on_list = false;
	return VIEW_DRAW;
}

static unsigned
type(struct knowledge *s, const struct input *in)
{
	unsigned bits = part_query(s->desk, &s->query, in, &s->stale, &s->put_off);

	if ((bits & REACT_EDIT) != 0)
		s->answered = false;
	if ((bits & (REACT_EDIT | REACT_MOVED)) != 0)
		s->on_list = false;
	return bits != 0 ? VIEW_DRAW : 0;
}

/* Digits, and the arrows of the list. 0: not its own. */
static unsigned
list_key(struct knowledge *s, const struct input *in)
{
	int row = part_digit(s->desk, in, s->at - s->at % s->page, s->page, s->n_rows);

	if (row >= 0)
		return row < s->n_rows ? choose(s, row) : VIEW_DRAW;
	if (in->kind != INPUT_ACTION)
		return 0;
	switch ((int)in->action) {
	case ACTION_UP:
		return s->at == 0 ? to_query(s) : choose(s, s->at - 1);
	case ACTION_DOWN:
		return choose(s, s->at + 1);
	case ACTION_HOME:
		return choose(s, 0);
	case ACTION_END:
		return choose(s, s->n_rows - 1);
	case ACTION_NEXT:
	case ACTION_PREV:
		return to_query(s);
	case ACTION_ERASE:
		return type(s, in);
	default:
		return 0;
	}
}

/* The same words in everything else: tickets, units, areas, whom to transfer to. */
static unsigned
to_all(struct knowledge *s)
{
	s->desk->open(s->desk->app, view_by_name("search"), field_text(&s->query));
	return VIEW_DRAW;
}

static unsigned
query_key(struct knowledge *s, const struct input *in)
{
	if (input_is(in, ACTION_NEXT))
		return to_list(s, 0);
	if (input_is(in, ACTION_PREV))
		return to_all(s);
	if (input_is(in, ACTION_DOWN))
		return to_list(s, 1); /* the first one is shown already */
	/* where text is edited its key goes to the end first: there it has nowhere else to go */
	if (input_is(in, ACTION_LINE_END) && s->query.ed.cursor == s->query.ed.text.len)
		return knowledge_mend_open(s);
	return 0;
}

/* Keys that mean the same in the query and on the list. 0: not one of them. */
static unsigned
common_key(struct knowledge *s, const struct input *in)
{
	switch ((int)in->action) {
	case ACTION_ENTER:
	case ACTION_CITE_ANSWER:
		knowledge_settle(s);
		return knowledge_cite(s, in->action == ACTION_CITE_ANSWER);
	case ACTION_TELL:
		knowledge_settle(s);
		return knowledge_note_tell(s);
	case ACTION_CORRECT:
		return knowledge_mend_open(s);
	case ACTION_USELESS:
		knowledge_settle(s);
		return knowledge_note_useless(s);
	case ACTION_KNOWLEDGE: /* here already: what is announced */
		s->desk->open(s->desk->app, view_by_name("bulletins"), NULL);
		return VIEW_DRAW;
	case ACTION_PAGE_DOWN:
		s->leaf += s->leaf + 1 < s->leaves;
		return VIEW_DRAW;
	case ACTION_PAGE_UP:
		s->leaf -= s->leaf > 0;
		return VIEW_DRAW;
	default:
		return 0;
	}
}

/* The article that would be cited. */
static void
knowledge_place(const struct view *v, char out[VIEW_PLACE])
{
	const struct knowledge *s = state(v);

	(void)str_copy(out, VIEW_PLACE, s->dialog.open ? "confirm" : s->article.kb_no);
}

static unsigned
knowledge_input(struct view *v, const struct input *in)
{
	struct knowledge *s = state(v);
	unsigned bits = 0;

	if (!part_signed_in(s->desk))
		return VIEW_IGNORED;
	if (s->dialog.open)
		return knowledge_asked(s, in);
	if (s->mend.mode != MEND_NONE)
		return knowledge_mend_input(s, in);
	if (in->kind == INPUT_ACTION)
		bits = common_key(s, in);
	if (bits == 0)
		bits = s->on_list ? list_key(s, in) : query_key(s, in);
	if (bits == 0 && (!s->on_list || in->kind != INPUT_ACTION))
		bits = type(s, in); /* more words, from wherever the focus stands */
	return bits != 0 ? bits : VIEW_IGNORED;
}

static unsigned
knowledge_event(struct view *v, const struct news *n)
{
	struct knowledge *s = state(v);
	unsigned bits = knowledge_note_event(s, n);

	if (n->kind == NEWS_DONE && n->job == s->mending)
		s->mending = 0;
	if (n->kind != NEWS_TABLES || (n->tables & (CACHE_ARTICLES | CACHE_CITY)) == 0)
		return bits;
	s->stale = true;
	return VIEW_DRAW;
}

/* What a slow search left out and what was put off, once the hands rest. */
static unsigned
knowledge_idle(struct view *v)
{
	struct knowledge *s = state(v);
	struct job *j;

	knowledge_mend_idle(s);
	if (s->damaged && s->mending == 0 && (j = part_job(s->desk, JOB_KB_AGAIN)) != NULL)
		s->mending = s->desk->job(s->desk->app, j);
	if (!s->partial && !s->put_off)
		return 0;
	s->put_off = false;
	s->stale = true;
	return VIEW_DRAW;
}

static unsigned
knowledge_resume(struct view *v)
{
	struct knowledge *s = state(v);
	bool leaving = s->leaving;

	s->leaving = false;
	if (leaving)
		(void)str_copy(s->sheet, sizeof(s->sheet), "?"); /* the next question is another */
	begin(s);
	return VIEW_DRAW | (leaving ? (unsigned)VIEW_CLOSE : 0);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, NULL },
	{ ACTION_BACK, NULL },
	{ ACTION_NEXT, "到列表" },
	{ ACTION_PREV, "查全部" },
	{ ACTION_PAGE_DOWN, "翻页" },
	{ ACTION_NONE, "列表里数字=选择" },
	{ ACTION_NEW, NULL },
};

const struct view_ops knowledge_view = {
	.name = "knowledge",
	.title = "知识",
	.aliases = "知识库 口径 答复 查 zsk kb",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV) | ACT(CITE_ANSWER) | ACT(TELL) |
		   ACT(CORRECT) | ACT(USELESS),
	.roles = PART_ANYONE,
	.state_size = sizeof(struct knowledge),
	.open = knowledge_open,
	.scopes = knowledge_scopes,
	.input = knowledge_input,
	.event = knowledge_event,
	.resume = knowledge_resume,
	.draw = knowledge_draw,
	.close = knowledge_close,
	.place = knowledge_place,
	.idle = knowledge_idle,
};
