/* modules.c: the text modules of the city (短语): which abbreviation stands for which words, filtered as one types. A page to
 * look at; they are put in where one writes, by the abbreviation (intake_quick.c). */
#include <string.h>

#include "client/ui/list.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"

#define TEXT_ROWS 3

struct modules {
	struct desk *desk;
	struct list list;
};

static const struct list_col cols[] = { { "缩写", 8, false }, { "名称", 16, false },
	{ "用在", 10, false }, { "内容", 0, false } };

static const char *
place_words(const char *place)
{
	return strcmp(place, "content") == 0  ? "诉求内容"
	       : strcmp(place, "demand") == 0 ? "诉求目的"
	       : strcmp(place, "answer") == 0 ? "答复"
	       : strcmp(place, "note") == 0   ? "便签"
					      : "都可以";
}

static size_t
count(void *ctx)
{
	const struct modules *s = ctx;

	return s->desk->city != NULL ? s->desk->city->n_modules : 0;
}

static void
cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	const struct modules *s = ctx;
	const struct text_module *m = &s->desk->city->modules[row];
	const char *const words[] = { m->abbr, m->title, place_words(m->place), m->text };

	out->text = words[col];
}

static enum err_code
modules_open(struct view *v, const char *arg, struct err *e)
{
	struct modules *s = v->state;

	(void)arg;
	(void)e;
	s->desk = v->desk;
	list_init(&s->list, (struct list_source){ s, count, cell }, cols, 4);
	s->list.empty = "没有这样的短语。Esc 取消查找。";
	list_refresh(&s->list);
	return ERR_OK;
}

static void
modules_close(struct view *v)
{
	list_free(&((struct modules *)v->state)->list);
}

static unsigned
modules_input(struct view *v, const struct input *in)
{
	struct modules *s = v->state;
	struct react r = { 0 };

	list_input(&s->list, in, &r);
	return part_react(s->desk, &r);
}

static unsigned
modules_event(struct view *v, const struct news *n)
{
	struct modules *s = v->state;

	if (n->kind != NEWS_TABLES || (n->tables & CACHE_CITY) == 0)
		return 0;
	list_refresh(&s->list);
	return VIEW_DRAW;
}

static void
modules_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct modules *s = v->state;
	size_t row = list_row(&s->list);

	if (canvas_too_small(c))
		return;
	s->list.at = (struct rect){ body.row, body.col, body.rows - TEXT_ROWS - 2, body.cols };
	list_draw(&s->list, c, true);
	body.row += body.rows - TEXT_ROWS - 2;
	canvas_hline(c, body.row, body.col + 1, body.cols - 2, ROLE_RULE);
	if (row != LIST_NONE && row < count(s))
		(void)wrap_draw(c,
		    (struct rect){ body.row + 1, body.col + 1, TEXT_ROWS, body.cols - 2 },
		    ROLE_NORMAL, s->desk->city->modules[row].text);
	canvas_cut(c, body.row + TEXT_ROWS + 1, body.col + 1, body.cols - 2, ROLE_DIM,
	    "在写的地方打缩写, 按 Ctrl-X 放入; 还有要填的空(__), 再按 Ctrl-X 到下一个");
}

static const struct bar_key keys[] = { { ACTION_NONE, "字母=查找" }, { ACTION_BACK, NULL },
	{ ACTION_HELP, NULL } };

const struct view_ops modules_view = {
	.name = "modules",
	.title = "短语",
	.aliases = "短语 模块 缩写 duanyu mokuai modules",
	.footer = keys,
	.n_footer = sizeof(keys) / sizeof(keys[0]),
	.answers = ACTS_ROWS | ACT(ERASE),
	.roles = ROLE_BIT(AGENT) | ROLE_BIT(SENIOR) | ROLES_UNIT,
	.state_size = sizeof(struct modules),
	.open = modules_open,
	.input = modules_input,
	.event = modules_event,
	.draw = modules_draw,
	.close = modules_close,
};
