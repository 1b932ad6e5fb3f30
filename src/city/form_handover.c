/* form_handover.c: the change of shift on paper (交接班登记表), for the hours when the system is down.
 *
 * What the screen of that name asks stands here in the same order: what is open, 热点问题, 设备故障, 其他事项, two
 * signatures; and what the screen counts by itself is counted by hand. Invariants: those of form.c. Not here: where it is
 * printed. */
#include "city/form.h"

#define OPEN_ROWS 12 /* tickets to be named one by one */
#define WORD_ROWS 5

static void
head(struct paper *p, const struct city *c, const char *job_no)
{
	struct paper_items t;
	struct str line = { 0 };

	paper_centred(p, c->centre_name);
	paper_centred(p, "交接班登记表");
	paper_items_begin(&t, p, "班次      ");
	paper_tick(&t, "", "早 08-16");
	paper_tick(&t, "", "中 16-24");
	paper_tick(&t, "", "夜 00-08");
	paper_items_end(&t);
	str_addf(&line, "交班人(工号) %s  日期 ______年____月____日",
	    *job_no != '\0' ? job_no : "______________");
	paper_line(p, str_c(&line));
	str_free(&line);
	paper_line(p, "接班人(工号) ______________  交接时间 ____时____分");
	paper_rule(p, '=');
}

static void
counts(struct paper *p)
{
	paper_line(
	    p, "本班  接听 ______ 件  派单 ______ 件  当场答复 ______ 件  纸质登记 ______ 张");
	paper_line(
	    p, "未了  草稿 ______  待完善 ______  跟进 ______  今日到期 ______  超期 ______");
	paper_line(p, "来件  文字 ______ 件  信箱 ______ 件  待回拨 ______ 个  转接未成 ______ 个");
	paper_rule(p, '-');
}

static void
open_items(struct paper *p)
{
	paper_line(p, "要接班人接着办的 (单号后六位或纸单编号, 事由, 要做什么, 几点前)");
	for (int i = 1; i <= OPEN_ROWS; i++) {
		struct str label = { 0 };

		str_addf(&label, "%2d  ______________  ", i);
		paper_blank(p, str_c(&label));
		str_free(&label);
	}
	paper_rule(p, '-');
}

static void
words(struct paper *p, const char *label)
{
	paper_blank(p, label);
	for (int i = 1; i < WORD_ROWS; i++)
		paper_blank(p, "");
}

static void
signatures(struct paper *p)
{
	struct paper_items t;

	paper_rule(p, '=');
	paper_items_begin(&t, p, "核对      ");
	paper_tick(&t, "", "未了事项逐件说清");
	paper_tick(&t, "", "纸质登记表已点交");
	paper_tick(&t, "", "公告和临时口径已告知");
	paper_items_end(&t);
	paper_line(p, "交班人签字 ______________ 时间 ____时____分");
	paper_line(p, "接班人签字 ______________ 时间 ____时____分");
	paper_line(p, "值班领导   ______________ 时间 ____时____分");
	paper_line(p, "录入: 系统恢复后由接班人按 Ctrl-P 输 jjb (交接班) 补记, 两人各输密码签字。");
	paper_end(p);
}

void
form_handover(const struct city *c, const char *job_no, struct str *out)
{
	struct paper p = { .out = out, .cols = FORM_COLS, .most = FORM_ROWS };

	head(&p, c, job_no);
	counts(&p);
	open_items(&p);
	words(&p, "热点问题 (什么事、多少件、统一口径) ");
	words(&p, "设备故障 (哪个坐席、什么现象、报给谁) ");
	words(&p, "其他事项 ");
	signatures(&p);
}
