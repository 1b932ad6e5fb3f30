/* form.c: the registration form on paper (纸质受理登记表).
 *
 * What the screen asks is asked here in the same order, the choices from the same lists, the sentences from the city's
 * scripts. Invariants: no line is wider than FORM_COLS also where □ is two columns wide (printers' Chinese fonts make
 * it so), no page longer than FORM_ROWS. Nothing is filled in but what the city says. Not here: where it is printed. */
#include "city/form.h"

#include <string.h>

#include "model/script.h"
#include "model/ticket.h"
#include "text/paper.h"

#define MATTER_ROWS 13 /* for what happened */
#define REASON_ROWS 2

static void
ticks_of(struct paper_items *t, enum ticket_field f)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	for (int i = 0; i < n; i++)
		paper_tick(t, "", items[i].label);
}

static void
ticks_whole(struct paper *p, const char *label, enum ticket_field f)
{
	struct paper_items t;

	paper_items_begin(&t, p, label);
	ticks_of(&t, f);
	paper_items_end(&t);
}

/* The first level of the city's categories. */
static void
ticks_categories(struct paper *p, const struct city *c)
{
	struct paper_items t;

	paper_items_begin(&t, p, "分类      ");
	for (size_t i = 0; i < c->n_categories; i++)
		if (strlen(c->categories[i].code) == 2)
			paper_tick(&t, c->categories[i].code, c->categories[i].name);
	paper_items_end(&t);
}

/* ---- the city's sentences and numbers ---- */

static const char *
job_no_of(const void *arg, const char *key, size_t len)
{
	return len == strlen("job_no") && strncmp(key, "job_no", len) == 0 ? arg : NULL;
}

static void
say(struct paper *p, const struct city *c, const char *head, const char *moment, const char *job_no)
{
	const struct script_row *row = city_script(c, moment);
	struct str text = { 0 };

	if (row == NULL)
		return;
	script_fill(row->text, job_no_of, job_no, &text);
	paper_words(p, head, str_c(&text));
	str_free(&text);
}

static void
numbers(struct paper *p, const struct city *c, const char *label, const char *kind)
{
	struct paper_items t;

	paper_items_begin(&t, p, label);
	for (size_t i = 0; i < c->n_targets; i++) {
		const struct transfer_target *to = &c->targets[i];
		struct str one = { 0 };

		if (strcmp(to->kind, kind) != 0)
			continue;
		str_add(&one, to->name);
		if (strstr(to->name, to->number) == NULL)
			str_addf(&one, " %s", to->number);
		paper_item(&t, str_c(&one));
		str_free(&one);
	}
	paper_items_end(&t);
}

/* ---- the pages ---- */

static void
head(struct paper *p, const struct city *c, const char *job_no, int copy)
{
	struct str b = { 0 };

	paper_centred(p, c->centre_name);
	paper_centred(p, "纸质受理登记表");
	str_addf(&b, "编号 纸-%s-", *job_no != '\0' ? job_no : "____");
	if (copy > 0)
		str_addf(&b, "%02d", copy);
	else
		str_add(&b, "____");
	while (paper_cols(str_c(&b)) < 28)
		str_add_c(&b, ' ');
	str_add(&b, "来电时间 ______年____月____日____时____分");
	paper_line(p, str_c(&b));
	str_free(&b);
	paper_rule(p, '=');
}

static void
caller(struct paper *p)
{
	struct paper_items t;

	paper_line(p, "来电号码 ____________________  称呼 ______________  登记人 _______________");
	paper_line(p, "联系电话 ____________________  诉求人 ____________________________________");
	paper_items_begin(&t, p, "保密 ");
	paper_tick(&t, "", "是");
	paper_tick(&t, "", "否");
	str_add(&t.line, "  匿名 ");
	paper_tick(&t, "", "是");
	paper_tick(&t, "", "否");
	str_add(&t.line, "  回访 ");
	ticks_of(&t, TF_VISIT);
	paper_items_end(&t);
	ticks_whole(p, "群体      ", TF_GROUPS);
	paper_rule(p, '-');
}

static void
matter(struct paper *p, const struct city *c)
{
	ticks_whole(p, "类型      ", TF_TYPE);
	ticks_whole(p, "紧急程度  ", TF_URGENCY);
	ticks_categories(p, c);
	paper_rule(p, '-');
	paper_line(p, "五要素: 时间、地点、人物、事件、诉求, 逐项问清, 照来电人的话写。");
	paper_blank(p, "时间 (什么时候, 从什么时候起)     ");
	paper_blank(p, "地点 (区、街道、路名门牌或标志物) ");
	paper_blank(p, "");
	paper_blank(p, "人物 (涉及对象和人数)             ");
	paper_blank(p, "事件 (起因、经过、现状、影响) ");
	for (int i = 1; i < MATTER_ROWS; i++)
		paper_blank(p, "");
	paper_blank(p, "诉求 (希望怎么解决) ");
	paper_blank(p, "");
	paper_rule(p, '-');
}

static void
dealt_with(struct paper *p)
{
	struct paper_items t;

	paper_items_begin(&t, p, "处理      ");
	paper_tick(&t, "", "录入后派单");
	paper_tick(&t, "", "当场答复");
	paper_tick(&t, "", "转接 ________");
	paper_tick(&t, "", "不予受理, 原因 ____ (见背面)");
	paper_items_end(&t);
	paper_blank(p, "答复或告知 ");
	for (int i = 1; i < REASON_ROWS; i++)
		paper_blank(p, "");
	paper_rule(p, '=');
}

static void
back_entry(struct paper *p)
{
	struct paper_items t;

	paper_line(p, "补录 (系统恢复后填)");
	paper_line(p, "补录人(工号) ______________  补录时间 ______年____月____日____时____分");
	paper_line(p, "工单编号(18位) ____________________________  后六位 ______________");
	paper_items_begin(&t, p, "回告      ");
	paper_tick(&t, "", "已把编号和期限告诉来电人, 回告时间 ____月____日____时____分");
	paper_items_end(&t);
	paper_line(p, "录入: 坐席程序按 Ctrl-P 输 bl (补录纸质登记), 先写来电时间和本表编号。");
}

static void
behind(struct paper *p, const struct city *c)
{
	static const struct {
		const char *head, *moment;
	} sentences[] = { { "保密  ", "confidential" }, { "举报  ", "report_secret" },
		{ "紧急  ", "emergency" }, { "听方  ", "emergency_brief" }, { "燃气  ", "gas" },
		{ "火情  ", "fire" }, { "被困  ", "lift" }, { "轻生  ", "suicide" } };

	paper_centred(p, "背面: 没有系统时手边要有的");
	paper_rule(p, '=');
	paper_line(p, "不予受理的情形 (先读话术, 来电人可以要求班长)");
	for (size_t i = 0; i < c->n_rejects; i++) {
		const struct reject_reason *r = &c->rejects[i];
		struct str code = { 0 }, text = { 0 };

		str_addf(&code, "%s  ", r->code);
		str_addf(&text, "%s%s。%s", r->name, r->needs_senior ? " (须班长同意)" : "",
		    r->legal_way);
		paper_words(p, str_c(&code), str_c(&text));
		str_free(&code);
		str_free(&text);
	}
	paper_rule(p, '-');
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		say(p, c, sentences[i].head, sentences[i].moment, "");
	paper_rule(p, '-');
	numbers(p, c, "抢修服务  ", "utility");
}

void
form_write(const struct city *c, const char *job_no, int copy, struct str *out)
{
	struct paper p = { .out = out, .cols = FORM_COLS, .most = FORM_ROWS };

	head(&p, c, job_no, copy);
	numbers(&p, c, "险情先转  ", "emergency");
	say(&p, c, "开头      ", "greet", job_no);
	say(&p, c, "说明      ", "paper", job_no);
	paper_rule(&p, '-');
	caller(&p);
	matter(&p, c);
	dealt_with(&p);
	say(&p, c, "结束      ", "close", job_no);
	paper_rule(&p, '=');
	back_entry(&p);
	paper_end(&p);
	behind(&p, c);
	paper_end(&p);
}
