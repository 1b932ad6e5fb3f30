/* Files in the administrator's screen: what the city has, a roster, a calendar or a whole pack by its path, first what it would
 * change or where its mistakes are, line by line, and then, by two keys, exactly that. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin_p.h"
#include "base/str.h"
#include "client/ui/wrap.h"

enum asked { ASKED_LOOK, ASKED_APPLY };

/* ---- the form ---- */

enum { CELL_WHAT, CELL_PATH };
static const struct admin_spec file_cells[] = {
	{ "哪一种", ADMIN_ONE, true, 0, NULL },
	{ "文件", ADMIN_LINE, true, 500, "本机上的路径, 如 ~/值班表.tsv" },
};
static const struct admin_spec pack_cells[] = {
	{ "目录", ADMIN_LINE, true, 500, "本机上的目录, 里面是 units.tsv、categories.tsv 等" },
};
static const struct picker_item whats[] = {
	{ "roster", "值班表", NULL, "date unit name phone hours", 0 },
	{ "calendar", "日历", NULL, "date kind name", 0 },
};

unsigned
admin_tables_add(struct admin *s)
{
	const bool pack = s->page == ADMIN_CITY;

	if (pack) {
		admin_form_open(&s->form, s->desk, "核对城市资料", pack_cells, 1);
	} else {
		if (s->whats.n == 0 && picker_catalogue_init(&s->whats, whats,
					   sizeof(whats) / sizeof(whats[0]), NULL) != ERR_OK)
			return VIEW_DRAW;
		admin_form_open(&s->form, s->desk, "核对文件", file_cells, 2);
		admin_form_catalogue(&s->form, CELL_WHAT, &s->whats);
		admin_form_put(&s->form, CELL_WHAT, "roster");
		s->form.focus = CELL_PATH;
	}
	s->form.keys = "Enter=核对, 先看会改什么 Esc=返回";
	return VIEW_DRAW;
}

/* ---- asking ---- */

static void
ask(struct admin *s, enum asked asked, const char *plan)
{
	struct tables_ask m = { .what = "" };
	struct str body = { 0 };

	str_copy(m.what, sizeof(m.what), s->tables.what);
	str_copy(m.plan, sizeof(m.plan), plan);
	tables_ask_write(&m, &body);
	(void)admin_ask_with(s, (int)asked, "POST /v1/admin/tables", &body,
	    &(struct admin_with){ .path = s->tables.path });
}

unsigned
admin_tables_send(struct admin *s)
{
	const bool pack = s->page == ADMIN_CITY;

	(void)str_copy(s->tables.what, sizeof(s->tables.what),
	    pack ? "city" : admin_form_text(&s->form, CELL_WHAT));
	(void)str_copy(s->tables.path, sizeof(s->tables.path),
	    admin_form_text(&s->form, pack ? 0 : CELL_PATH));
	s->tables.from = s->page;
	ask(s, ASKED_LOOK, "");
	return VIEW_DRAW;
}

/* ---- what came ---- */

void
admin_tables_free(struct admin *s)
{
	tables_answer_free(&s->tables.answer);
	free(s->tables.lines);
	s->tables.lines = NULL;
	s->tables.n = 0;
}

static bool
split(struct admin_tables *t)
{
	size_t n = 0;

	for (const char *p = t->answer.lines; *p != '\0'; p++)
		n += *p == '\n';
	t->lines = calloc(n + 1, sizeof(*t->lines));
	if (t->lines == NULL)
		return false;
	for (char *at = t->answer.lines; *at != '\0' && t->n < n;) {
		char *end = strchr(at, '\n');

		t->lines[t->n++] = at;
		*end = '\0';
		at = end + 1;
	}
	return true;
}

static bool
is_empty(const struct tables_answer *a)
{
	return a->mistakes + a->added + a->changed + a->removed == 0;
}

void
admin_tables_answer(struct admin *s, const char *text)
{
	const struct desk *d = s->desk;
	struct err e = { 0 };

	admin_tables_free(s);
	if (tables_answer_read(text, strlen(text), &s->tables.answer, &e) != ERR_OK ||
	    !split(&s->tables)) {
		d->say(d->app, 2, "%s", e.code != ERR_OK ? e.text : err_hint(ERR_NO_MEMORY));
		return;
	}
	admin_form_close(&s->form);
	if (s->tables.answer.applied) {
		d->say(d->app, 0, "已更新: 新增 %lld, 修改 %lld, 删去 %lld; 各坐席一两分钟内更新。",
		    (long long)s->tables.answer.added, (long long)s->tables.answer.changed,
		    (long long)s->tables.answer.removed);
		admin_page_to(s, s->tables.from);
	} else if (is_empty(&s->tables.answer)) {
		d->say(d->app, 0, "核对过了: 和中心的一样, 没有要改的。");
	} else {
		admin_page_to(s, ADMIN_RESULT);
	}
}

/* ---- the lines ---- */

static const struct list_col line_cols[] = { { .head = "会改什么", .cols = 0 } };

static size_t
count_lines(void *admin)
{
	return ((const struct admin *)admin)->tables.n;
}

static void
line_cell(void *admin, size_t i, int col, struct list_cell *out)
{
	const struct admin *s = admin;

	(void)col;
	out->text = s->tables.lines[i];
	out->role = s->tables.answer.mistakes > 0 ? ROLE_NEAR : ROLE_NORMAL;
}

static void
say_counts(const struct admin *s, char *out, size_t size)
{
	const struct tables_answer *a = &s->tables.answer;

	if (a->mistakes > 0)
		(void)snprintf(out, size, "!! %lld 处错误", (long long)a->mistakes);
	else
		(void)snprintf(out, size, "新增 %lld  修改 %lld  删去 %lld", (long long)a->added,
		    (long long)a->changed, (long long)a->removed);
}

/* Two keys for what everybody will see. */
static unsigned
submit(struct admin *s)
{
	char counts[80];

	if (s->tables.answer.plan[0] == '\0') {
		s->desk->say(s->desk->app, 1, "有错误, 没有可更新的: 改好文件再按 Esc 回去核对。");
		return VIEW_DRAW;
	}
	say_counts(s, counts, sizeof(counts));
	(void)str_copy(s->dialog_title, sizeof(s->dialog_title), "照此更新");
	(void)snprintf(
	    s->dialog_text, sizeof(s->dialog_text), "%s。全部坐席一两分钟内用上新的。", counts);
	s->answers[0] = "更新";
	admin_dialog(s, 1, -1);
	return VIEW_DRAW | VIEW_FLUSH;
}

static unsigned
taken(struct admin *s, int answer)
{
	(void)answer;
	ask(s, ASKED_APPLY, s->tables.answer.plan);
	return VIEW_DRAW;
}

static void
line_detail(struct admin *s, struct canvas *c, struct rect at)
{
	(void)wrap_draw(c, at, ROLE_VALUE, s->tables.lines[list_row(&s->list)]);
}

const struct admin_page admin_result_page = {
	.title = "核对结果",
	.columns_empty = "没有要改的。",
	.cols = line_cols,
	.n_cols = 1,
	.count = count_lines,
	.cell = line_cell,
	.answer = admin_tables_answer,
	.taken = taken,
	.submit = submit,
	.detail = line_detail,
	.right = say_counts,
};

/* ---- what the city has ---- */

enum { COL_WHAT, COL_COUNT, CITY_COLS };
static const struct list_col city_cols[CITY_COLS] = {
	{ .head = "资料", .cols = 0 },
	{ .head = "条数", .cols = 8, .right = true },
};

static const struct {
	const char *label;
	size_t offset;
} parts[] = {
	{ "单位 units.tsv", offsetof(struct city, n_units) },
	{ "单位联系人 contacts.tsv", offsetof(struct city, n_contacts) },
	{ "区划 areas.tsv", offsetof(struct city, n_areas) },
	{ "路名 streets.tsv", offsetof(struct city, n_streets) },
	{ "分类 categories.tsv", offsetof(struct city, n_categories) },
	{ "派单目录 dispatch.tsv", offsetof(struct city, n_rules) },
	{ "时限方案 profiles.conf", offsetof(struct city, n_profiles) },
	{ "险情词 urgency.tsv", offsetof(struct city, n_dangers) },
	{ "话术 scripts.tsv", offsetof(struct city, n_scripts) },
	{ "短语 modules.tsv", offsetof(struct city, n_modules) },
	{ "不予受理理由 reject_reasons.tsv", offsetof(struct city, n_rejects) },
	{ "转接名录 transfer.tsv", offsetof(struct city, n_targets) },
	{ "并入热线 origin_lines.tsv", offsetof(struct city, n_lines) },
	{ "来电归属地 home_areas.tsv", offsetof(struct city, n_home_areas) },
	{ "附加栏 fields.tsv", offsetof(struct city, n_field_rules) },
	{ "用词检查 wording.tsv", offsetof(struct city, n_wordings) },
};

static size_t
count_parts(void *admin)
{
	return ((const struct admin *)admin)->desk->city != NULL ? sizeof(parts) / sizeof(parts[0])
								 : 0;
}

static void
part_cell(void *admin, size_t i, int col, struct list_cell *out)
{
	const struct admin *s = admin;
	size_t n;

	if (col == COL_WHAT) {
		out->text = parts[i].label;
		return;
	}
	memcpy(&n, (const char *)s->desk->city + parts[i].offset, sizeof(n));
	(void)snprintf(out->buf, sizeof(out->buf), "%zu", n);
}

static void
part_detail(struct admin *s, struct canvas *c, struct rect at)
{
	(void)s;
	(void)wrap_draw(c, at, ROLE_VALUE,
	    "按 F2 核对新的城市资料: 先看会改什么、错在哪个文件哪一行, "
	    "再更新。在用的单位、分类、区划不能少。"
	    "知识、公告、保障期和人员不在其内。");
}

const struct admin_page admin_city_page = {
	.title = "城市资料",
	.columns_empty = "本机还没有城市资料。",
	.cols = city_cols,
	.n_cols = CITY_COLS,
	.count = count_parts,
	.cell = part_cell,
	.answer = admin_tables_answer,
	.add = admin_tables_add,
	.send = admin_tables_send,
	.detail = part_detail,
};
