/* The coach's line of a guided lesson: what a good call-taker does next, and why. It looks at what was done and told so
 * far, in the order of a call; it never says what a caller will answer, only what to ask. Rules are rows: the first that
 * has something to say is shown. */
#include <stdio.h>
#include <string.h>

#include "model/drill.h"
#include "model/elements.h"
#include "model/score.h"
#include "model/script.h"
#include "run_p.h"

#define HINT_BYTES  256
#define ANGRY_FROM  6
#define FOR_CALM_MS 15000 /* one soothing word lasts so long */
#define MENDS_MS    30000 /* so long a slip may be mended; then the call goes on */

static bool
done(const struct class_run *r, enum call_act act)
{
	return lesson_done(&r->lesson, act) > 0;
}

/* The matter he is about: the last he brought up. */
static int
matter_now(const struct class_run *r)
{
	const int n = caller_matters(r->caller);

	return n > 0 && n <= r->scenario.n_matters ? n - 1 : 0;
}

static const struct scenario_answer *
wanted(const struct class_run *r)
{
	return &r->scenario.answer[matter_now(r)];
}

/* The last thing done, on the lesson's clock. */
static int64_t
now_of(const struct class_run *r)
{
	return r->lesson.n_acts > 0 ? r->lesson.act[r->lesson.n_acts - 1].at_ms : 0;
}

/* Was any of ${acts}, a set of bits, done since? */
static bool
done_since(const struct class_run *r, unsigned acts, int64_t ms)
{
	for (int a = 0; a < ACT_COUNT; a++)
		if ((acts & 1u << a) != 0 && lesson_last(&r->lesson, (enum call_act)a) >= ms)
			return true;
	return false;
}

/* The danger has its ticket, and the matter he called for wants one still. */
static bool
is_left_over(const struct class_run *r)
{
	return score_goes_on(&r->lesson) && wanted(r)->tickets == 1;
}

/* ---- what cannot wait ---- */

static bool
rescue(const struct class_run *r, char *out)
{
	const int64_t at = lesson_last(&r->lesson, ACT_DANGER);

	if (at < 0 || done_since(r, ACT_BIT(TRANSFER) | ACT_BIT(TRIPARTITE) | ACT_BIT(HELP), at))
		return false;
	(void)snprintf(
	    out, HINT_BYTES, "有险情: 按 F8 再按 1 至 4 接 110、119、120、122; 不接是一票否决。");
	return true;
}

/* He has just said what must not be said: that it was, and how to go on. Not for ever: the call has to. */
static bool
mend(const struct class_run *r, char *out)
{
	static const struct {
		enum call_act act;
		unsigned mended; /* by any of these */
		const char *words;
	} rows[] = {
		{ ACT_PROMISE, 0,
		    "刚才是承诺, 一票否决! 马上改口: “我说得不准, 会在期限内答复您”。" },
		{ ACT_ARGUE, ACT_BIT(SOOTHE),
		    "刚才是争执, 一票否决! 先停下, 安抚一句: “您别急, 我给您记下来”。" },
		{ ACT_PUSH_OFF, ACT_BIT(SOOTHE) | ACT_BIT(ASK) | ACT_BIT(RESTATE),
		    "刚才是推诿, 一票否决! 马上接回来: “您说, 我来登记, 转承办单位办”。" },
		{ ACT_DISCLOSE, ACT_BIT(SOOTHE) | ACT_BIT(ASK) | ACT_BIT(RESTATE),
		    "刚才说出了别人的信息, 一票否决! 到此为止: “别人的情况我不能说”。" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int64_t at = lesson_last(&r->lesson, rows[i].act);

		if (at < 0 || now_of(r) - at >= MENDS_MS || done_since(r, rows[i].mended, at) ||
		    (rows[i].act == ACT_PROMISE && lesson_taken_back(&r->lesson) >= 0))
			continue;
		(void)snprintf(out, HINT_BYTES, "%s", rows[i].words);
		return true;
	}
	return false;
}

static bool
dissuade(const struct class_run *r, char *out)
{
	const int64_t at = lesson_last(&r->lesson, ACT_ABUSE);

	if (at < 0 || now_of(r) - at >= MENDS_MS ||
	    done_since(r, ACT_BIT(SCRIPT) | ACT_BIT(SOOTHE) | ACT_BIT(HELP), at))
		return false;
	(void)snprintf(
	    out, HINT_BYTES, "他骂人: 不还嘴, 念话术“辱骂第一次”或安抚; 不停就 F9 求助班长。");
	return true;
}

/* F8 has filed the danger: what he called for goes on, on a sheet of its own. For a while; then its questions are asked. */
static bool
go_on(const struct class_run *r, char *out)
{
	const int64_t at = lesson_last(&r->lesson, ACT_TRIPARTITE);

	if (!is_left_over(r) || now_of(r) - at >= MENDS_MS)
		return false;
	(void)snprintf(out, HINT_BYTES,
	    "险情有人接了。原来那件事接着办: 按 F2 再记一件, 该问的照问, F10 提交。");
	return true;
}

/* ---- in the order of a call ---- */

static bool
greet(const struct class_run *r, char *out)
{
	if (done(r, ACT_GREET))
		return false;
	(void)snprintf(out, HINT_BYTES, "先说首问(报工号): 第一句话让他知道打对了地方。");
	return true;
}

static bool
soothe(const struct class_run *r, char *out)
{
	const int64_t last = lesson_last(&r->lesson, ACT_SOOTHE);

	if (caller_mood(r->caller) < ANGRY_FROM || (last >= 0 && now_of(r) - last < FOR_CALM_MS))
		return false;
	(void)snprintf(out, HINT_BYTES, "他在气头上, 先安抚一句再问。气头上问不出要紧的。");
	return true;
}

/* A matter of which there is a ticket already. */
static bool
look_back(const struct class_run *r, char *out)
{
	for (int i = 0; i <= matter_now(r) && r->scenario.before != NULL; i++) {
		const struct scenario_list *right = &r->scenario.answer[i].outcomes;
		const bool asks = strcmp(right->item[0], "progress") == 0;

		if ((!asks && strcmp(right->item[0], "urge") != 0 &&
			strcmp(right->item[0], "supplement") != 0) ||
		    lesson_was_older(&r->lesson, right))
			continue;
		(void)snprintf(out, HINT_BYTES, "他以前登记过: F4 看原来那件, %s, 不另建单。",
		    asks ? "照上面那句念给他, 按 2 记查询" : "是这件就 Enter 催办、1 补充");
		return true;
	}
	return false;
}

static bool
read_aloud(const struct class_run *r, char *out)
{
	const struct scenario_list *scripts = &wanted(r)->scripts;

	for (int i = 0; i < scripts->n; i++)
		if (!lesson_did(&r->lesson, ACT_SCRIPT, scripts->item[i]) &&
		    acts_of_moment(scripts->item[i], &(int){ -1 }) == 0) {
			const struct script_moment *m = script_moment(scripts->item[i]);

			(void)snprintf(out, HINT_BYTES,
			    "这通要念话术“%s”: 按规定的话说, 别自己编。",
			    m != NULL ? m->title : scripts->item[i]);
			return true;
		}
	return false;
}

static bool
is_first_missing(const struct class_run *r, const struct scenario_fact *f, enum call_act *act)
{
	for (int a = 0; a < ACT_COUNT; a++)
		if ((f->first & (1u << a)) != 0 && !done(r, (enum call_act)a)) {
			*act = (enum call_act)a;
			return true;
		}
	return false;
}

static bool
is_asked(const struct class_run *r, int element)
{
	for (int i = 0; i < r->lesson.n_acts; i++)
		if (r->lesson.act[i].act == ACT_ASK && r->lesson.act[i].element == element)
			return true;
	return false;
}

static bool
ask(const struct class_run *r, char *out)
{
	const int matter = matter_now(r);
	enum call_act first;

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < r->scenario.n_facts; i++) {
			const struct scenario_fact *f = &r->scenario.fact[i];

			if (f->matter != matter || caller_told(r->caller, i) ||
			    (f->element < 0) != (pass == 1))
				continue;
			if (is_first_missing(r, f, &first))
				(void)snprintf(out, HINT_BYTES,
				    "先%s: 他有顾虑, 不先做这一步, 要紧的不会说。",
				    act_label(first));
			else if (f->wrong[0] != '\0' && is_asked(r, f->element))
				continue; /* told wrong: only restating mends it */
			else if (f->element >= 0)
				(void)snprintf(out, HINT_BYTES,
				    "%s还没问清: 问%s。承办单位没有它就找不到、办不了。",
				    element_label((enum element)f->element),
				    element_label((enum element)f->element));
			else
				(void)snprintf(out, HINT_BYTES, "还有细节没问: 打字问问“%s”。",
				    f->asks.n > 0 ? f->asks.item[0] : "还有什么情况");
			return true;
		}
	return false;
}

static bool
restate(const struct class_run *r, char *out)
{
	if (done(r, ACT_RESTATE))
		return false;
	(void)snprintf(out, HINT_BYTES, "复述一遍请他核对: 说错的地方这时才改得过来。");
	return true;
}

static const char file_it[] = "原来那件事还没有记: 按 F2 再记一件, 填好按 F10。";

static bool
tell(const struct class_run *r, char *out)
{
	static const struct {
		enum call_act act;
		const char *words;
	} rows[] = {
		{ ACT_SECRET, "问保密: 姓名电话能不能告诉承办单位。" },
		{ ACT_NUMBER, "告知编号, 请他记后六位: 查进度、催办都凭它。" },
		{ ACT_LIMIT, "告知时限: 几号前有人联系、几号前答复。只说期限, 不说结果。" },
		{ ACT_VISIT, "告知回访: 办完我们会再打给他。" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if ((wanted(r)->tells & (1u << rows[i].act)) == 0 || done(r, rows[i].act))
			continue;
		if (rows[i].act != ACT_SECRET && is_left_over(r))
			(void)snprintf(out, HINT_BYTES, "%s", file_it);
		else if (rows[i].act != ACT_SECRET && r->lesson.n_tickets == 0 &&
			 wanted(r)->tickets != 0)
			(void)snprintf(out, HINT_BYTES, "填好了按 F10 提交, 编号和时限这时才有。");
		else
			(void)snprintf(out, HINT_BYTES, "%s", rows[i].words);
		return true;
	}
	return false;
}

static bool
answer(const struct class_run *r, char *out)
{
	const struct scenario_answer *a = wanted(r);

	if (a->articles.n > 0 && !done(r, ACT_CITE))
		(void)snprintf(out, HINT_BYTES, "有现成的口径: F3 查知识, 引用了再答, 不凭记性。");
	else if (a->targets.n > 0 && !done(r, ACT_TRANSFER) && !done(r, ACT_TRIPARTITE))
		(void)snprintf(
		    out, HINT_BYTES, "这件要接过去: F6 转接, F7 三方, 急的 F8。先说清再接。");
	else if (is_left_over(r))
		(void)snprintf(out, HINT_BYTES, "%s", file_it);
	else if (a->tickets == 1 &&
		 r->lesson.n_tickets < scenario_tickets(&r->scenario, caller_matters(r->caller)))
		(void)snprintf(out, HINT_BYTES, "该记的记下来: 填好了按 F10 提交。");
	else
		return false;
	return true;
}

static bool
take_leave(const struct class_run *r, char *out)
{
	static const struct {
		enum call_act act;
		const char *words;
	} rows[] = {
		{ ACT_MORE, "问一句: 还有别的事吗? 有的人真正要紧的是第二件。" },
		{ ACT_EVALUATE, "请他评价。" },
		{ ACT_CLOSE, "说结束语, 等他先挂。" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!done(r, rows[i].act)) {
			(void)snprintf(out, HINT_BYTES, "%s", rows[i].words);
			return true;
		}
	return false;
}

static void
hint_of_drill(const struct class_run *r, char out[256])
{
	const struct drill *d = r->scenario.drill;
	const int next = r->answered ? drill_next(&r->scenario, &r->lesson) : -1;

	if (next >= 0)
		(void)snprintf(out, HINT_BYTES, "%.8s: %.240s",
		    d->ticket[d->step[next].ticket].name, d->step[next].hint);
}

/* The call is over. Who hung up because of what was not done is not let go without a word of why. */
static void
after_it(const struct class_run *r, char out[256])
{
	const char *what = is_left_over(r) ? "F2 另开的那张一分钟内填完按 F10。"
					   : "一分钟内填完按 F10, 不成单 Ctrl-R。";
	char why[LESSON_WHY_BYTES];

	lesson_why_left(&r->lesson, r->scenario.persona.patience_s, why);
	if (why[0] != '\0')
		(void)snprintf(out, HINT_BYTES, "挂了: %s。%s", why, what);
	else if (is_left_over(r))
		(void)snprintf(out, HINT_BYTES,
		    "电话挂了: 原来那件事还没有记: 把 F2 另开的那张填完按 F10。一分钟以内。");
	else
		(void)snprintf(out, HINT_BYTES,
		    "电话挂了: 把单子填完按 F10; 不成单的按 Ctrl-R 记结果。一分钟以内。");
}

void
class_run_hint(const struct class_run *r, char out[256])
{
	static bool (*const rules[])(const struct class_run *, char *) = { rescue, mend, dissuade,
		go_on, greet, soothe, look_back, read_aloud, ask, restate, answer, tell,
		take_leave };

	out[0] = '\0';
	if ((r->mode != MODE_GUIDED && r->mode != MODE_COACHED) || r->finished)
		return;
	if (r->scenario.drill != NULL) {
		hint_of_drill(r, out);
		return;
	}
	if (!r->answered) {
		(void)snprintf(out, HINT_BYTES, "电话来了: 三声以内按 F2 接听。");
		return;
	}
	if (r->ended) {
		after_it(r, out);
		return;
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i](r, out))
			return;
}
