/* sheet.c: a ticket on paper, page by page.
 *
 * Invariants: every page begins and ends with who printed it and when; a name or a phone stands whole only where
 * sheet_shows_identity says so, masked or not at all elsewhere; the sheet of a shielded ticket says whom to call instead.
 * The unit under supervision is told about its work, never about the person. Not here: who may print (the engine
 * asks), the audit row that comes before the paper, the printer. */
#include "model/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "model/card.h"
#include "model/extra.h"
#include "model/mask.h"
#include "model/number.h"
#include "model/workflow.h"
#include "text/paper.h"

#define WHEN_SIZE 24

static const struct sheet_info table[SHEET_COUNT] = {
#define X(name, code, title, use, media, cols, rows) \
	[SHEET_##name] = { code, title, use, media, cols, rows },
	SHEETS(X)
#undef X
};

const struct sheet_info *
sheet_info(enum sheet_kind k)
{
	return &table[k];
}

int
sheet_by_code(const char *code)
{
	for (int i = 0; i < SHEET_COUNT; i++)
		if (strcmp(table[i].code, code) == 0)
			return i;
	return -1;
}

enum err_code
sheet_check(enum sheet_kind k, const struct ticket *t, struct err *e)
{
	if (*fields_get(&t->f, TF_NO) == '\0')
		return err_set(e, ERR_GUARD, "还没有编号, 提交后才能打印");
	if ((k == SHEET_UNIT || k == SHEET_VILLAGE) && t->lead_unit[0] == '\0')
		return err_set(
		    e, ERR_GUARD, "工单现在没有承办单位, 派单后才能打印%s", table[k].title);
	if (k == SHEET_SUPERVISION && t->request[REQUEST_SUPERVISE].at == 0)
		return err_set(e, ERR_GUARD, "没有等待反馈的督办; 先办“督办”, 再打印督办单");
	return ERR_OK;
}

bool
sheet_shows_identity(enum sheet_kind k, const struct ticket *t, const struct actor *who)
{
	return (k == SHEET_UNIT || k == SHEET_VILLAGE) && !ticket_is_shielded(t) &&
	       roles_may_see_identity(who->roles, false, false);
}

/* ---- values in words ---- */

static const char *
field(const struct sheet *s, enum ticket_field f)
{
	return fields_get(&s->t->f, f);
}

static void
words(struct paper *p, const char *head, const char *text)
{
	if (*text != '\0')
		paper_words(p, head, text);
}

static const char *
when(int64_t at, char out[WHEN_SIZE])
{
	return civil_format(at, "%Y-%m-%d %H:%M", out, WHEN_SIZE);
}

/* ${before}: it is a limit, not a time something happened. */
static void
moment(struct paper *p, const char *head, int64_t at, bool before)
{
	char at_words[WHEN_SIZE];
	struct str b = { 0 };

	if (at == 0)
		return;
	str_addf(&b, "%s%s", when(at, at_words), before ? "前" : "");
	paper_words(p, head, str_c(&b));
	str_free(&b);
}

static void
limit(struct paper *p, const char *head, int64_t at)
{
	moment(p, head, at, true);
}

static void
place(const struct sheet *s, struct str *out)
{
	const struct area *a = city_area(s->city, field(s, TF_AREA));

	if (a != NULL)
		str_add(out, a->full[0] != '\0' ? a->full : a->name);
	str_addf(out, "%s%s", out->len > 0 ? " " : "", field(s, TF_ADDRESS));
}

/* Units that have a part in it beside the lead: 协办 红山公安分局, 下派 红山社区. */
static void
others(struct paper *p, const struct sheet *s)
{
	struct paper_items t;
	bool any = false;

	for (int i = 0; i < s->t->n_assign; i++) {
		const struct assignment *a = &s->t->assign[i];
		struct str one = { 0 };

		if (a->role == ASSIGN_LEAD || !assignment_is_open(a))
			continue;
		if (!any)
			paper_items_begin(&t, p, "配合      ");
		any = true;
		str_addf(
		    &one, "%s(%s)", city_unit_name(s->city, a->unit), assign_role_label(a->role));
		paper_item(&t, str_c(&one));
		str_free(&one);
	}
	if (any)
		paper_items_end(&t);
}

/* ---- parts of several sheets ---- */

static void
head(struct paper *p, const struct sheet *s, const char *title)
{
	char groups[24], last[24];
	struct str b = { 0 };

	paper_centred(p, s->city->centre_name);
	paper_centred(p, title);
	number_groups(field(s, TF_NO), groups);
	number_last6(field(s, TF_NO), last);
	str_addf(&b, "编号 %s  后六位 %s", groups, last);
	paper_line(p, str_c(&b));
	str_free(&b);
	paper_rule(p, '=');
}

static void
matter(struct paper *p, const struct sheet *s)
{
	struct str b = { 0 };
	char path[160];

	city_category_path(s->city, field(s, TF_CATEGORY), path, sizeof(path));
	str_addf(&b, "%s  %s", enum_label(TF_TYPE, field(s, TF_TYPE)), path);
	words(p, "类型分类  ", str_c(&b));
	str_reset(&b);
	place(s, &b);
	words(p, "地点      ", str_c(&b));
	words(p, "时间      ", field(s, TF_EVENT_TIME));
	words(p, "涉及对象  ", field(s, TF_SUBJECT));
	words(p, "标题      ", field(s, TF_TITLE));
	words(p, "诉求内容  ", field(s, TF_CONTENT));
	words(p, "诉求目的  ", field(s, TF_DEMAND));
	str_reset(&b);
	extra_words(s->city, field(s, TF_CATEGORY), field(s, TF_EXTRA), &b);
	words(p, "补充项    ", str_c(&b));
	str_free(&b);
}

static void
name_and_phone(const struct sheet *s, bool whole, struct str *out)
{
	const char *name = field(s, TF_NAME), *called = field(s, TF_CALLED);
	const char *phone = *field(s, TF_CONTACT_PHONE) != '\0' ? field(s, TF_CONTACT_PHONE)
								: field(s, TF_CALLER_PHONE);
	char masked[80];

	name = *name != '\0' ? name : called;
	if (!whole)
		mask_name(name, masked, sizeof(masked));
	str_add(out, *name == '\0' ? "未留姓名" : whole ? name : masked);
	if (!whole)
		mask_phone(phone, masked, sizeof(masked));
	str_addf(out, "  电话 %s", *phone == '\0' ? "未留" : whole ? phone : masked);
}

static void
person(struct paper *p, const struct sheet *s, enum sheet_kind k)
{
	struct str b = { 0 };

	if (ticket_is_shielded(s->t)) {
		str_addf(&b, "信息保密。要问诉求人或告知结果, 请热线转达: %s, 报后六位。",
		    s->city->hotline);
	} else {
		name_and_phone(s, sheet_shows_identity(k, s->t, s->who), &b);
		if (*field(s, TF_BEST_TIME) != '\0')
			str_addf(&b, "  方便时段 %s", field(s, TF_BEST_TIME));
	}
	paper_words(p, "诉求人    ", str_c(&b));
	str_free(&b);
}

static void
ticks(struct paper *p, const char *label, const char *const *items, int n)
{
	struct paper_items t;

	paper_items_begin(&t, p, label);
	for (int i = 0; i < n; i++)
		paper_tick(&t, "", items[i]);
	paper_items_end(&t);
}
#define TICKS(p, label, ...)                                  \
	ticks(p, label, (const char *const[]){ __VA_ARGS__ }, \
	    (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *)))

static void
to_write(struct paper *p, const char *label, int lines)
{
	paper_blank(p, label);
	for (int i = 1; i < lines; i++)
		paper_blank(p, "");
}

/* ---- the sheets ---- */

static void
unit_sheet(struct paper *p, const struct sheet *s)
{
	const struct assignment *a = ticket_lead(s->t);
	struct str b = { 0 };

	head(p, s, "工单交办单");
	str_add(&b, city_unit_name(s->city, s->t->lead_unit));
	if (*field(s, TF_URGENCY) != '\0')
		str_addf(&b, "  %s", enum_label(TF_URGENCY, field(s, TF_URGENCY)));
	str_add(&b, s->t->designated ? "  指定承办" : "");
	paper_words(p, "承办单位  ", str_c(&b));
	str_free(&b);
	others(p, s);
	words(p, "派单依据  ", field(s, TF_UNIT_BASIS));
	moment(p, "交办时间  ", s->t->dispatched_at, false);
	if (a != NULL && a->signed_at == 0)
		limit(p, "签收期限  ", s->t->signin_due);
	if (s->t->first_contact_at == 0)
		limit(p, "联系期限  ", s->t->contact_due);
	limit(p, "反馈期限  ", s->t->unit_due);
	limit(p, "答复群众  ", s->t->promised_due);
	paper_rule(p, '-');
	matter(p, s);
	person(p, s, SHEET_UNIT);
	paper_rule(p, '-');
	TICKS(p, "联系群众  ", "已联系上", "三次未接通", "由热线转达");
	paper_blank(p, "联系时间  ");
	to_write(p, "核实情况  ", 3);
	to_write(p, "处理方案  ", 2);
	to_write(p, "落实情况  ", 3);
	to_write(p, "依据      ", 1);
	TICKS(p, "结果      ", "已解决", "部分解决", "已解释说明", "未解决, 原因 ____________");
	to_write(p, "公开答复  ", 2);
	paper_line(p, "承办人 ________________  审签人 ________________  日期 ____________");
}

static void
village_sheet(struct paper *p, const struct sheet *s)
{
	head(p, s, "村(社区)办理单");
	words(p, "交办单位  ", city_unit_name(s->city, s->t->lead_unit));
	limit(p, "办结期限  ", s->t->unit_due);
	paper_rule(p, '-');
	matter(p, s);
	person(p, s, SHEET_VILLAGE);
	paper_rule(p, '-');
	TICKS(p, "上门      ", "见到本人", "电话联系", "没有找到");
	paper_blank(p, "时间      ");
	to_write(p, "办理经过  ", 4);
	TICKS(p, "群众意见  ", "满意", "基本满意", "不满意");
	paper_blank(p, "群众签字  ");
	paper_line(p, "代办员 ________________  日期 ____________");
	paper_words(p, "", "办完交回交办单位录入; 诉求人信息不外传, 用后收回销毁。");
}

/* The event that asked for what is still to be answered. */
static const struct event *
order(const struct sheet *s)
{
	const struct event *found = NULL;

	for (int i = 0; i < s->n_ev; i++)
		if (s->ev[i].kind == EVENT_SUPERVISE)
			found = &s->ev[i];
	return found;
}

static void
so_far(struct paper *p, const struct sheet *s)
{
	struct str b = { 0 };

	str_addf(&b, "%s; 联系群众 %d 次, 接通 %d 次; 催办 %d 次, 延期 %d 次, 退单 %d 次",
	    state_label(s->t->state), s->t->contact_count, s->t->contact_reached, s->t->urge_count,
	    s->t->ext_count, s->t->return_count);
	if (s->t->card != CARD_NONE)
		str_addf(&b, "; 已发%s", card_label(s->t->card));
	paper_words(p, "办理现状  ", str_c(&b));
	str_free(&b);
	if (s->t->unit_due != 0 && s->t->unit_due < s->now)
		paper_words(p, "          ", "已超过反馈期限。");
}

static void
supervision_sheet(struct paper *p, const struct sheet *s)
{
	const struct request *asked = &s->t->request[REQUEST_SUPERVISE];
	const struct event *ev = order(s);

	head(p, s, "督 办 单");
	paper_words(p, "督办单位  ", city_unit_name(s->city, asked->unit));
	moment(p, "督办时间  ", asked->at, false);
	limit(p, "反馈期限  ", asked->due);
	if (ev != NULL) {
		words(p, "签发      ", ev->actor_name[0] != '\0' ? ev->actor_name : ev->actor);
		words(p, "督办要求  ", args_get(&ev->args, EA_REASON));
	}
	paper_rule(p, '-');
	matter(p, s);
	moment(p, "交办时间  ", s->t->dispatched_at, false);
	limit(p, "办理期限  ", s->t->unit_due);
	so_far(p, s);
	paper_rule(p, '-');
	to_write(p, "未按期办结的原因  ", 3);
	to_write(p, "已采取的措施      ", 4);
	to_write(p, "办结时间和责任人  ", 2);
	paper_line(p, "");
	paper_line(p, "签收人 ______________  单位负责人 ______________  (公章)  日期 ___________");
	paper_words(p, "", "期限内在系统里办“督办反馈”; 书面反馈加盖公章一并报送。");
}

static void
receipt(struct paper *p, const struct sheet *s)
{
	struct str b = { 0 };

	head(p, s, "受 理 回 执");
	name_and_phone(s, false, &b);
	paper_words(p, "诉求人    ", str_c(&b));
	str_free(&b);
	moment(p, "登记时间  ", s->t->created_at, false);
	words(p, "诉求      ", field(s, TF_TITLE));
	ticket_public_words(s->t, NULL, "", &b);
	words(p, "现在      ", str_c(&b));
	str_free(&b);
	limit(p, "联系您    ", s->t->contact_due);
	limit(p, "答复您    ", s->t->promised_due);
	paper_rule(p, '-');
	str_addf(&b,
	    "查询进度: 拨打 %s, 报编号后六位和登记电话的后四位。编号请收好, 不要告诉别人。",
	    s->city->hotline);
	paper_words(p, "", str_c(&b));
	str_free(&b);
	paper_words(
	    p, "", "补充情况、催办、撤回都可以打这个电话。办结后热线会回访, 请您如实评价。");
}

void
sheet_write(enum sheet_kind k, const struct sheet *s, struct str *out)
{
	static void (*const write[SHEET_COUNT])(
	    struct paper *, const struct sheet *) = { [SHEET_UNIT] = unit_sheet,
		[SHEET_VILLAGE] = village_sheet,
		[SHEET_SUPERVISION] = supervision_sheet,
		[SHEET_RECEIPT] = receipt };
	struct paper p = { .out = out, .cols = table[k].cols, .most = table[k].rows };
	char at[WHEN_SIZE], mark[200];

	(void)snprintf(
	    mark, sizeof(mark), "%s %.60s %s 打印", s->who->user, s->who->name, when(s->now, at));
	p.mark = mark;
	write[k](&p, s);
	paper_end(&p);
}
