/* form.c: the registration form on paper (纸质受理登记表).
 *
 * What the screen asks is asked here in the same order, the choices from the same lists, the sentences from the city's
 * scripts. Invariants: no line is wider than FORM_COLS also where □ is two columns wide (printers' Chinese fonts make
 * it so), no page longer than FORM_ROWS. Nothing is filled in but what the city says. Not here: where it is printed. */
#include "city/form.h"

#include <string.h>

#include "base/width.h"
#include "model/script.h"
#include "model/ticket.h"

#define BOX         "□"
#define BOX_COLS    2
#define HANG        2  /* a mark that may not begin a line hangs over by this much */
#define PAPER_ROWS  13 /* for what happened */
#define REASON_ROWS 2

struct page {
	struct str *out;
	int rows;
};

/* Columns on the widest printer. */
static int
cols_of(const char *s)
{
	int cols = width_str(s);

	for (const char *p = s; (p = strstr(p, BOX)) != NULL; p += strlen(BOX))
		cols += BOX_COLS - width_cp(0x25a1);
	return cols;
}

static void
line(struct page *p, const char *s)
{
	if (p->rows == FORM_ROWS)
		return; /* a city with more of it than a page holds: the most wanted stands first */
	str_add(p->out, s);
	str_add_c(p->out, '\n');
	p->rows++;
}

static void
centred(struct page *p, const char *s)
{
	struct str b = { 0 };

	for (int n = (FORM_COLS - cols_of(s)) / 2; n > 0; n--)
		str_add_c(&b, ' ');
	str_add(&b, s);
	line(p, str_c(&b));
	str_free(&b);
}

static void
rule(struct page *p, char c)
{
	char s[FORM_COLS + 1];

	memset(s, c, FORM_COLS);
	s[FORM_COLS] = '\0';
	line(p, s);
}

/* ${label} and a line to write on, to the edge. */
static void
blank_line(struct page *p, const char *label)
{
	struct str b = { 0 };

	str_add(&b, label);
	for (int n = FORM_COLS - cols_of(label); n > 0; n--)
		str_add_c(&b, '_');
	line(p, str_c(&b));
	str_free(&b);
}

static void
end_page(struct page *p)
{
	str_add_c(p->out, '\f');
	p->rows = 0;
}

/* ---- words over several lines ---- */

static size_t
closing(const char *s)
{
	static const char *const marks[] = { ",", ".", ";", ":", ")", "?", "!", "。", "，", "、",
		"；", "：", "）", "”", "》" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* ${head} begins the first line; the others begin below what follows it. */
static void
words(struct page *p, const char *head, const char *text)
{
	const int indent = cols_of(head);
	struct str b = { 0 };
	bool first = true;

	while (*text != '\0' || first) {
		size_t n = width_fit(text, FORM_COLS - HANG - indent);

		n += text[n] != '\0' ? closing(text + n) : 0;
		if (first)
			str_add(&b, head);
		for (int i = 0; !first && i < indent; i++)
			str_add_c(&b, ' ');
		str_add_n(&b, text, n);
		while (b.len > 0 && b.s[b.len - 1] == ' ')
			b.s[--b.len] = '\0';
		line(p, str_c(&b));
		str_reset(&b);
		text += n;
		text += strspn(text, " ");
		first = false;
	}
	str_free(&b);
}

/* ---- boxes to tick, and other things that are not cut in two ---- */

struct ticks {
	struct page *page;
	struct str line;
	int indent;
};

static void
ticks_begin(struct ticks *t, struct page *p, const char *label)
{
	*t = (struct ticks){ .page = p, .indent = cols_of(label) };
	str_add(&t->line, label);
}

static void
flush(struct ticks *t)
{
	while (t->line.len > 0 && t->line.s[t->line.len - 1] == ' ')
		t->line.s[--t->line.len] = '\0';
	line(t->page, str_c(&t->line));
	str_reset(&t->line);
}

static void
item(struct ticks *t, const char *s)
{
	if (cols_of(str_c(&t->line)) + cols_of(s) > FORM_COLS) {
		flush(t);
		for (int i = 0; i < t->indent; i++)
			str_add_c(&t->line, ' ');
	}
	str_add(&t->line, s);
	str_add(&t->line, "  ");
}

static void
tick(struct ticks *t, const char *code, const char *label)
{
	struct str one = { 0 };

	str_addf(&one, BOX "%s%s", code, label);
	item(t, str_c(&one));
	str_free(&one);
}

static void
ticks_of(struct ticks *t, enum ticket_field f)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	for (int i = 0; i < n; i++)
		tick(t, "", items[i].label);
}

static void
ticks_end(struct ticks *t)
{
	flush(t);
	str_free(&t->line);
}

static void
ticks_whole(struct page *p, const char *label, enum ticket_field f)
{
	struct ticks t;

	ticks_begin(&t, p, label);
	ticks_of(&t, f);
	ticks_end(&t);
}

/* The first level of the city's categories. */
static void
ticks_categories(struct page *p, const struct city *c)
{
	struct ticks t;

	ticks_begin(&t, p, "分类      ");
	for (size_t i = 0; i < c->n_categories; i++)
		if (strlen(c->categories[i].code) == 2)
			tick(&t, c->categories[i].code, c->categories[i].name);
	ticks_end(&t);
}

/* ---- the city's sentences and numbers ---- */

static const char *
job_no_of(const void *arg, const char *key, size_t len)
{
	return len == strlen("job_no") && strncmp(key, "job_no", len) == 0 ? arg : NULL;
}

static void
say(struct page *p, const struct city *c, const char *head, const char *moment, const char *job_no)
{
	const struct script_row *row = city_script(c, moment);
	struct str text = { 0 };

	if (row == NULL)
		return;
	script_fill(row->text, job_no_of, job_no, &text);
	words(p, head, str_c(&text));
	str_free(&text);
}

static void
numbers(struct page *p, const struct city *c, const char *label, const char *kind)
{
	struct ticks t;

	ticks_begin(&t, p, label);
	for (size_t i = 0; i < c->n_targets; i++) {
		const struct transfer_target *to = &c->targets[i];
		struct str one = { 0 };

		if (strcmp(to->kind, kind) != 0)
			continue;
		str_add(&one, to->name);
		if (strstr(to->name, to->number) == NULL)
			str_addf(&one, " %s", to->number);
		item(&t, str_c(&one));
		str_free(&one);
	}
	ticks_end(&t);
}

/* ---- the pages ---- */

static void
head(struct page *p, const struct city *c, const char *job_no, int copy)
{
	struct str b = { 0 };

	centred(p, c->centre_name);
	centred(p, "纸质受理登记表");
	str_addf(&b, "编号 纸-%s-", *job_no != '\0' ? job_no : "____");
	if (copy > 0)
		str_addf(&b, "%02d", copy);
	else
		str_add(&b, "____");
	while (cols_of(str_c(&b)) < 28)
		str_add_c(&b, ' ');
	str_add(&b, "来电时间 ______年____月____日____时____分");
	line(p, str_c(&b));
	str_free(&b);
	rule(p, '=');
}

static void
caller(struct page *p)
{
	struct ticks t;

	line(p, "来电号码 ____________________  称呼 ______________  登记人 _______________");
	line(p, "联系电话 ____________________  诉求人 ____________________________________");
	ticks_begin(&t, p, "保密 ");
	tick(&t, "", "是");
	tick(&t, "", "否");
	str_add(&t.line, "  匿名 ");
	tick(&t, "", "是");
	tick(&t, "", "否");
	str_add(&t.line, "  回访 ");
	ticks_of(&t, TF_VISIT);
	ticks_end(&t);
	ticks_whole(p, "群体      ", TF_GROUPS);
	rule(p, '-');
}

static void
matter(struct page *p, const struct city *c)
{
	ticks_whole(p, "类型      ", TF_TYPE);
	ticks_whole(p, "紧急程度  ", TF_URGENCY);
	ticks_categories(p, c);
	rule(p, '-');
	line(p, "五要素: 时间、地点、人物、事件、诉求, 逐项问清, 照来电人的话写。");
	blank_line(p, "时间 (什么时候, 从什么时候起)     ");
	blank_line(p, "地点 (区、街道、路名门牌或标志物) ");
	blank_line(p, "");
	blank_line(p, "人物 (涉及对象和人数)             ");
	blank_line(p, "事件 (起因、经过、现状、影响) ");
	for (int i = 1; i < PAPER_ROWS; i++)
		blank_line(p, "");
	blank_line(p, "诉求 (希望怎么解决) ");
	blank_line(p, "");
	rule(p, '-');
}

static void
dealt_with(struct page *p)
{
	struct ticks t;

	ticks_begin(&t, p, "处理      ");
	tick(&t, "", "录入后派单");
	tick(&t, "", "当场答复");
	tick(&t, "", "转接 ________");
	tick(&t, "", "不予受理, 原因 ____ (见背面)");
	ticks_end(&t);
	blank_line(p, "答复或告知 ");
	for (int i = 1; i < REASON_ROWS; i++)
		blank_line(p, "");
	rule(p, '=');
}

static void
back_entry(struct page *p)
{
	struct ticks t;

	line(p, "补录 (系统恢复后填)");
	line(p, "补录人(工号) ______________  补录时间 ______年____月____日____时____分");
	line(p, "工单编号(18位) ____________________________  后六位 ______________");
	ticks_begin(&t, p, "回告      ");
	tick(&t, "", "已把编号和期限告诉来电人, 回告时间 ____月____日____时____分");
	ticks_end(&t);
	line(p, "录入: 坐席程序按 Ctrl-P 输 bl (补录纸质登记), 先写来电时间和本表编号。");
}

static void
behind(struct page *p, const struct city *c)
{
	static const struct {
		const char *head, *moment;
	} sentences[] = { { "保密  ", "confidential" }, { "举报  ", "report_secret" },
		{ "紧急  ", "emergency" }, { "听方  ", "emergency_brief" }, { "燃气  ", "gas" },
		{ "火情  ", "fire" }, { "被困  ", "lift" }, { "轻生  ", "suicide" } };

	centred(p, "背面: 没有系统时手边要有的");
	rule(p, '=');
	line(p, "不予受理的情形 (先读话术, 来电人可以要求班长)");
	for (size_t i = 0; i < c->n_rejects; i++) {
		const struct reject_reason *r = &c->rejects[i];
		struct str code = { 0 }, text = { 0 };

		str_addf(&code, "%s  ", r->code);
		str_addf(&text, "%s%s。%s", r->name, r->needs_senior ? " (须班长同意)" : "",
		    r->legal_way);
		words(p, str_c(&code), str_c(&text));
		str_free(&code);
		str_free(&text);
	}
	rule(p, '-');
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		say(p, c, sentences[i].head, sentences[i].moment, "");
	rule(p, '-');
	numbers(p, c, "抢修服务  ", "utility");
}

void
form_write(const struct city *c, const char *job_no, int copy, struct str *out)
{
	struct page p = { out, 0 };

	head(&p, c, job_no, copy);
	numbers(&p, c, "险情先转  ", "emergency");
	say(&p, c, "开头      ", "greet", job_no);
	say(&p, c, "说明      ", "paper", job_no);
	rule(&p, '-');
	caller(&p);
	matter(&p, c);
	dealt_with(&p);
	say(&p, c, "结束      ", "close", job_no);
	rule(&p, '=');
	back_entry(&p);
	end_page(&p);
	behind(&p, c);
	end_page(&p);
}
