/* intake_tag.c: what whoever takes the next call should know of a caller (来电标签), from the caller's history with one key: which
 * tag, and why; taken away the same way. What it says is a desk record (model/caller_tag.h). Not here: which tags stand
 * (client/cache/records.h), a senior's word about them (tags.c). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/view/part_p.h"

#define REASON_CHARS 60

static const struct prompt_item why_tag[] = { { "来电人自己说的", NULL },
	{ "这次通话里听出来的", NULL }, { "以前来电也是这样", NULL } };
static const struct prompt_item why_nuisance[] = { { "辱骂, 提醒三次不听", NULL },
	{ "多次来电, 没有实质诉求", NULL }, { "反复拨打不说话", NULL } };
static const struct prompt_item why_not[] = { { "现在不是这样了", NULL }, { "标错了", NULL },
	{ "号码换了主人", NULL } };

static bool
may(const struct intake *s)
{
	const struct record r = { .kind = RECORD_CALLER_TAG };

	return record_may_write(&r, s->desk->me.roles);
}

static const struct caller_tag *
standing(const struct intake *s, enum caller_tag_code code)
{
	for (int i = 0; i < s->who.n_tags; i++)
		if (s->who.tag[i].code == code)
			return &s->who.tag[i];
	return NULL;
}

static void
ask(struct intake *s, enum tag_ask what, const struct prompt_item *items, size_t n)
{
	prompt_free(&s->prompt);
	prompt_init(&s->prompt, s->tag.label, REASON_CHARS);
	prompt_offer(&s->prompt, items, n);
	s->prompt.chosen = 0;
	s->tag.asking = what;
	s->mode = MODE_TAG;
}

static void
leave(struct intake *s)
{
	prompt_free(&s->prompt);
	s->mode = MODE_HISTORY;
}

/* ---- which ---- */

unsigned
intake_tag_open(struct intake *s)
{
	struct intake_tag *t = &s->tag;

	if (!may(s) || s->who.phone[0] == '\0') {
		s->desk->say(s->desk->app, 1,
		    may(s) ? "没有来电号码: 先填来电, 再给它标标签" : "标签由话务员和班长标");
		return VIEW_DRAW;
	}
	for (int i = 0; i < CALLER_TAG_COUNT; i++) {
		const enum caller_tag_code code = (enum caller_tag_code)i;

		(void)snprintf(t->words[i], sizeof(t->words[i]), "%d %s%s", i + 1,
		    standing(s, code) != NULL ? "取消 " : "", caller_tag_label(code));
		t->items[i] = (struct prompt_item){ t->words[i],
			caller_tag_asks(code) ? "班长同意后才算" : caller_tag_advice(code) };
	}
	(void)str_copy(t->label, sizeof(t->label), "来电标签, 按数字");
	ask(s, TAG_WHICH, t->items, CALLER_TAG_COUNT);
	return VIEW_DRAW;
}

static unsigned
choose(struct intake *s, int which)
{
	struct intake_tag *t = &s->tag;
	const struct prompt_item *why = why_tag;

	if (which < 0 || which >= CALLER_TAG_COUNT) {
		s->desk->say(s->desk->app, 1, "请按 1 至 %d, Esc 返回", CALLER_TAG_COUNT);
		return VIEW_DRAW;
	}
	t->code = (enum caller_tag_code)which;
	t->of[0] = '\0';
	if (standing(s, t->code) != NULL) {
		(void)str_copy(t->of, sizeof(t->of), standing(s, t->code)->record);
		why = why_not;
	} else if (caller_tag_asks(t->code)) {
		why = why_nuisance;
	}
	(void)snprintf(t->label, sizeof(t->label), "%s%s, 依据", t->of[0] != '\0' ? "取消" : "标",
	    caller_tag_label(t->code));
	ask(s, TAG_WHY, why, sizeof(why_tag) / sizeof(why_tag[0]));
	return VIEW_DRAW;
}

/* ---- why ---- */

static unsigned
send(struct intake *s, const char *reason)
{
	struct job *j = part_job(s->desk, JOB_RECORD);
	struct err e = { 0 };
	bool ok;

	if (j == NULL)
		return VIEW_DRAW;
	if (s->tag.of[0] != '\0')
		ok = caller_tag_decide(&j->record, CALLER_TAG_REMOVED, s->tag.of, reason);
	else
		ok = caller_tag_put(&j->record, s->tag.code, s->who.phone, s->desk->now, reason);
	(void)str_copy(j->record.call, sizeof(j->record.call), s->desk->call.id);
	if (!ok)
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)caller_tag_check(&j->record, &e);
	if (e.code != ERR_OK) {
		s->desk->say(s->desk->app, 2, "%s", e.text);
		job_free(j);
	} else {
		s->tag.job = s->desk->job(s->desk->app, j);
	}
	return VIEW_DRAW;
}

static unsigned
answered(struct intake *s)
{
	struct str reason = { 0 };

	if (s->tag.asking == TAG_WHICH)
		return choose(s, s->prompt.chosen);
	str_add(&reason, prompt_answer(&s->prompt));
	if (str_c(&reason)[strspn(str_c(&reason), " ")] == '\0') {
		s->desk->say(s->desk->app, 1, "请写一句为什么, 或 Esc 返回");
	} else {
		(void)send(s, str_c(&reason));
		leave(s);
	}
	str_free(&reason);
	return VIEW_DRAW;
}

unsigned
intake_tag_input(struct intake *s, const struct input *in)
{
	struct react r = { 0 };

	if (s->tag.asking == TAG_WHICH && (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE))
		return choose(s, input_digit(in) - 1);
	prompt_input(&s->prompt, in, &r);
	part_refused(s->desk, &r);
	if (r.bits & REACT_CANCEL)
		leave(s);
	else if (r.bits & REACT_TAKE)
		return answered(s);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

bool
intake_tag_done(struct intake *s, const struct news *n)
{
	const char *label = caller_tag_label(s->tag.code);

	if (n->job == 0 || n->job != s->tag.job)
		return false;
	s->tag.job = 0;
	if (n->err.code != ERR_OK)
		s->desk->say(s->desk->app, 2, "没有记上: %s", n->err.text);
	else if (s->tag.of[0] != '\0')
		s->desk->say(s->desk->app, 0, "已取消%s标签, 原因已记下", label);
	else if (caller_tag_asks(s->tag.code))
		s->desk->say(s->desk->app, 0, "已报班长: 班长同意后“%s”才算, %d天后自动取消", label,
		    caller_tag_days(s->tag.code));
	else
		s->desk->say(s->desk->app, 0, "已标“%s”, %d天后自动取消", label,
		    caller_tag_days(s->tag.code));
	intake_history_again(s);
	return true;
}

/* ---- what is known ---- */

void
intake_tag_find(struct intake *s)
{
	struct intake_caller *who = &s->who;

	who->n_tags = s->desk->cache != NULL
			  ? cache_caller_tags(s->desk->cache, who->phone, s->desk->now, who->tag)
			  : 0;
}

const char *
intake_tag_words(const struct intake *s, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < s->who.n_tags && at < size; i++)
		if (s->who.tag[i].counts)
			at += (size_t)snprintf(out + at, size - at, "%s%s", at > 0 ? "、" : "",
			    caller_tag_label(s->who.tag[i].code));
	return out;
}

int
intake_tag_draw(const struct intake *s, struct canvas *c, struct rect line)
{
	const int end = line.col + line.cols - 1;
	int col = line.col + 7;

	if (s->who.n_tags == 0)
		return 0;
	canvas_text(c, line.row, line.col + 1, 4, ROLE_LABEL, "标签");
	for (int i = 0; i < s->who.n_tags && col < end; i++) {
		const struct caller_tag *t = &s->who.tag[i];
		char until[16], words[80];

		(void)snprintf(words, sizeof(words), "%s(%s%s)", caller_tag_label(t->code),
		    t->counts ? civil_format(t->until - 1, "%Y-%m-%d", until, sizeof(until))
			      : "待班长同意",
		    t->counts ? "止" : "");
		col += canvas_cut(
			   c, line.row, col, end - col, t->counts ? ROLE_NEAR : ROLE_DIM, words) +
		       1;
	}
	return 1;
}
