/* class_words.c: what the screens of a classroom have in common: halves, verdicts, which lesson is meant, the line that asks.
 * Not here: the lists themselves. */
#include "class_p.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/ui/wrap.h"
#include "client/view/all_p.h"

const char *
class_half(int got, int of, char out[CLASS_HALF_SIZE])
{
	if (got < 0 || of <= 0)
		return "未评";
	(void)snprintf(out, CLASS_HALF_SIZE, "%d/%d(%d%%)", got, of, got * 100 / of);
	return out;
}

enum role
class_verdict_role(enum score_verdict v)
{
	return v == SCORE_FATAL ? ROLE_OVERDUE : v == SCORE_PASSED ? ROLE_GOOD : ROLE_NORMAL;
}

const char *
class_lesson(const struct class_result *r, char out[CLASS_LESSON_SIZE])
{
	(void)snprintf(out, CLASS_LESSON_SIZE, "%" PRId64 " %s", r->at, r->trainee);
	return out;
}

bool
class_lesson_read(const char *arg, int64_t *at, const char **trainee)
{
	char *end;

	if (arg == NULL || *arg < '0' || *arg > '9')
		return false;
	*at = strtoll(arg, &end, 10);
	*trainee = end + 1;
	return *end == ' ';
}

unsigned
class_leaves(
    const struct desk *d, const struct input *in, const char *name, bool *asked, unsigned bits)
{
	if ((bits & VIEW_IGNORED) == 0 || !input_is(in, ACTION_BACK) || name[0] == '\0' || *asked)
		return bits;
	*asked = true;
	d->say(d->app, 1, "课堂 %s 还开着: 要离开这一屏, 再按一次 Esc。", name);
	return VIEW_DRAW;
}

void
class_replay(const struct desk *d, const struct class_result *r)
{
	char path[700], part[720];

	if (r->tape[0] == '\0' || !fs_join(path, sizeof(path), d->classroom->results, r->tape)) {
		d->say(d->app, 1, "这一课没有录下回放。");
		return;
	}
	(void)snprintf(part, sizeof(part), "%s.part", path);
	if (fs_exists(path))
		d->open(d->app, &replay_view, path);
	else if (fs_exists(part))
		d->say(d->app, 1, "这一课的回放只送到一半: %s 再加入课堂就接着送。", r->trainee);
	else
		d->say(d->app, 1, "这一课的回放不在这里: 在 %s 上课的那台, 再加入课堂时补送。",
		    r->trainee);
}

bool
class_dispute_draw(
    const struct class_reviews *v, const struct class_result *r, struct canvas *c, struct rect at)
{
	const int dispute = reviews_dispute(v, r, -1);
	struct str words = { 0 };

	if (dispute < 0)
		return false;
	str_add(&words, "争议 ");
	reviews_dispute_say(v, r, dispute, &words);
	(void)wrap_draw(
	    c, at, reviews_disputed(v, r) != NULL ? ROLE_NEAR : ROLE_NORMAL, str_c(&words));
	str_free(&words);
	return true;
}

/* ---- the line that asks ---- */

void
class_ask_begin(struct class_ask *a, int what, const char *label, const char *begun, size_t limit)
{
	class_ask_free(a);
	prompt_init(&a->prompt, label, limit);
	editor_set(&a->prompt.field.ed, begun, strlen(begun));
	a->open = true;
	a->what = what;
}

void
class_ask_name(struct class_ask *a, int what, const char *label, const char *begun)
{
	class_ask_begin(a, what, label, begun, ROOM_NAME);
	a->name = true;
}

/* A run of typed characters as the keys they were: where the last of them do not fit, the first do. */
static void
feed(struct class_ask *a, const struct input *in, struct react *r)
{
	const char *at = in->text;
	uint32_t cp;

	if (in->kind != INPUT_TEXT)
		prompt_input(&a->prompt, in, r);
	while (in->kind == INPUT_TEXT && *at != '\0' && (r->bits & REACT_REFUSED) == 0) {
		const size_t n = utf8_next(at, strlen(at), &cp);
		char one[8];
		struct input typed;

		if (n == 0 || n >= sizeof(one))
			return;
		memcpy(one, at, n);
		one[n] = '\0';
		typed = input_text(one);
		prompt_input(&a->prompt, &typed, r);
		at += n;
	}
}

unsigned
class_ask_input(const struct desk *d, struct class_ask *a, const struct input *in, const char **out)
{
	struct react r = { 0 };

	*out = NULL;
	feed(a, in, &r);
	part_refused(d, &r);
	if (a->name && (r.bits & REACT_TAKE) != 0 &&
	    strlen(prompt_answer(&a->prompt)) > ROOM_NAME) {
		d->say(d->app, 1, "姓名太长: 最多 %d 个汉字, 或 %d 个字母。", ROOM_NAME / 3,
		    ROOM_NAME);
		return VIEW_DRAW;
	}
	if ((r.bits & (REACT_TAKE | REACT_CANCEL)) != 0)
		a->open = false;
	if ((r.bits & REACT_TAKE) != 0)
		*out = prompt_answer(&a->prompt);
	return VIEW_DRAW;
}

void
class_ask_draw(struct class_ask *a, struct canvas *c, int row)
{
	a->prompt.row = row;
	prompt_draw(&a->prompt, c);
}

void
class_ask_free(struct class_ask *a)
{
	if (a->prompt.label != NULL)
		prompt_free(&a->prompt);
	*a = (struct class_ask){ 0 };
}

unsigned
class_ask_scopes(const struct class_ask *a)
{
	return a->open ? SCOPE_ALL | SCOPE_EDIT : SCOPE_ALL;
}
