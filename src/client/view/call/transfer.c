/* transfer.c: the screen on which a caller is handed over (转接): the directory, the sheet that the target is told, and what
 * a key means while it is being done.
 *
 * Opened by a form that says what is handed over (desk.handover), or by itself about a ticket, or as a mere directory. It
 * writes nothing of the matter: tries go to hand.c, and what the form shall do next is a wish in the handover. */
#include "transfer_p.h"

#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "client/view/all_p.h"
#include "client/view/part_p.h"
#include "model/number.h"
#include "text/fold.h"

static struct transfer *
state(const struct view *v)
{
	return v->state;
}

/* ---- open, close ---- */

/* About a ticket: its fields as this person may see them. */
static void
load_ticket(struct transfer *s, const char *id)
{
	struct ticket t;

	ticket_init(&t);
	if (s->desk->cache != NULL && id != NULL && id_valid(id) &&
	    cache_ticket(s->desk->cache, id, &t, NULL) == ERR_OK && fields_copy(&s->own.f, &t.f)) {
		(void)str_copy(s->own.ticket, sizeof(s->own.ticket), id);
		number_short(fields_get(&t.f, TF_NO), s->own.no);
		number_last6(fields_get(&t.f, TF_NO), s->own.last6);
	}
	ticket_free(&t);
}

/* What is handed over is known: who fits, and how it stands. */
static bool
begin(struct transfer *s)
{
	struct handover *h = s->hand;
	bool at_once = h->at_once;

	h->at_once = false;
	s->filter[0] = s->digits[0] = s->result[0] = '\0';
	s->unreached = NULL;
	s->whole[0] = '\0';
	s->look = 0;
	if (!transfer_list_load(s))
		return false;
	transfer_call_resume(s);
	if (h->start[0] != '\0')
		transfer_list_select(s, h->start);
	if (at_once && transfer_list_at(s) != NULL &&
	    (s->step == STEP_CHOOSE || s->step == STEP_JOINED))
		(void)transfer_call_start(s, transfer_list_at(s),
		    h->inform       ? "inform"
		    : h->conference ? "tripartite"
				    : "consult");
	transfer_look_ask(s);
	transfer_mates_ask(s);
	return true;
}

static enum err_code
transfer_open(struct view *v, const char *arg, struct err *e)
{
	struct transfer *s = state(v);

	s->desk = v->desk;
	s->hand = s->desk->handover != NULL ? s->desk->handover : &s->own;
	if (s->hand == &s->own && arg != NULL) {
		load_ticket(s, arg); /* or a target to begin with */
		if (s->own.ticket[0] == '\0')
			(void)str_copy(s->own.start, sizeof(s->own.start), arg);
	}
	field_init(&s->line, 120);
	if (!begin(s)) {
		transfer_list_free(s);
		hand_free(&s->own);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	return ERR_OK;
}

/* On top again. What it was about may have gone with the form that lent it. */
static unsigned
transfer_resume(struct view *v)
{
	struct transfer *s = state(v);
	struct handover *h = s->desk->handover != NULL ? s->desk->handover : &s->own;

	if (h != s->hand || h->at_once) {
		s->hand = h;
		(void)begin(s);
	}
	return VIEW_DRAW;
}

static void
transfer_close(struct view *v)
{
	struct transfer *s = state(v);

	transfer_call_settle(s);
	transfer_list_free(s);
	transfer_mates_free(s);
	field_free(&s->line);
	hand_free(&s->own);
}

/* ---- keys ---- */

static unsigned
dial(struct transfer *s, const char *mode)
{
	const struct transfer_row *r = transfer_list_at(s);

	if (r == NULL)
		return VIEW_DRAW;
	if (transfer_mate(s, r->t) != NULL && s->step == STEP_CHOOSE && !s->hand->inform &&
	    !s->hand->urgent && strcmp(mode, "consult") == 0)
		return transfer_mate_begin(s);
	/* once the service has the caller, anybody else only hears of it */
	if (s->step == STEP_JOINED || s->hand->inform || (s->hand->urgent && s->hand->n_tries > 0))
		mode = "inform";
	return transfer_call_start(s, r, mode);
}

/* A way of handing over that few telephones and targets know. */
static unsigned
dial_if_offered(struct transfer *s, const char *mode)
{
	if (transfer_offers(s, transfer_list_at(s), mode))
		return dial(s, mode);
	s->desk->say(s->desk->app, 1, "这里不能%s: 电话或对方不支持; Enter 先咨询再转",
	    workflow_mode_label(mode));
	return VIEW_DRAW;
}

/* Closed, or the caller would rather dial: the number was read out. */
static unsigned
told_number(struct transfer *s)
{
	const struct transfer_row *r = transfer_list_at(s);

	if (r == NULL)
		return VIEW_DRAW;
	if (hand_did(s->hand, r->t->id)) {
		s->desk->say(
		    s->desk->app, 1, "%s 已接通过, 不用再记告知号码; Esc 返回", r->t->name);
		return VIEW_DRAW;
	}
	(void)hand_add(s->hand, s->desk, r->t, "dial", "number_told");
	hand_flush(s->hand, s->desk);
	s->desk->say(s->desk->app, 0, "已记: 告知来电人 %s %s", r->t->name, r->t->number);
	return VIEW_DRAW;
}

static unsigned
type_filter(struct transfer *s, const struct input *in)
{
	size_t n = strlen(s->filter);
	struct str more = { 0 };

	if (transfer_list_digit(s, in))
		return VIEW_DRAW;
	s->digits[0] = '\0';
	fold_add(&more, in->text);
	if (n + more.len < sizeof(s->filter) && strpbrk(str_c(&more), "\r\n\t") == NULL) {
		memcpy(s->filter + n, str_c(&more), more.len + 1);
		transfer_list_filter(s);
	} else {
		s->desk->say(s->desk->app, 1, "这里输名称的首字母、汉字或号码来查找");
	}
	str_free(&more);
	return VIEW_DRAW;
}

static unsigned
erase(struct transfer *s, bool all)
{
	s->filter[all ? 0 : utf8_prev(s->filter, strlen(s->filter))] = '\0';
	(void)str_copy(s->digits, sizeof(s->digits), "");
	transfer_list_filter(s);
	return VIEW_DRAW;
}

static unsigned
choose_key(struct transfer *s, const struct input *in)
{
	struct react r = { 0 };

	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE)
		return type_filter(s, in);
	s->digits[0] = '\0';
	if (in->kind == INPUT_ACTION)
		switch ((int)in->action) {
		case ACTION_ENTER:
			return in->ahead ? VIEW_EARLY : dial(s, "consult");
		case ACTION_CONFERENCE:
			return in->ahead ? VIEW_EARLY : dial(s, "tripartite");
		case ACTION_OUTCOME:
			return in->ahead ? VIEW_EARLY : dial_if_offered(s, "release");
		case ACTION_HOLD:
			return in->ahead ? VIEW_EARLY : dial_if_offered(s, "suspend");
		case ACTION_SUBMIT:
			return s->step == STEP_JOINED ? transfer_call_complete(s) : told_number(s);
		case ACTION_ERASE:
			return erase(s, false);
		case ACTION_BACK:
			return s->filter[0] != '\0' ? erase(s, true) : VIEW_DRAW | VIEW_CLOSE;
		default:
			break;
		}
	list_input(&s->list, in, &r);
	return r.bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned
talk_key(struct transfer *s, const struct input *in)
{
	if (input_is(in, ACTION_BACK))
		return transfer_call_back(s);
	if (in->ahead && (input_is(in, ACTION_SUBMIT) || input_is(in, ACTION_CONFERENCE) ||
			     input_is(in, ACTION_TRANSFER)))
		return VIEW_EARLY;
	if (input_is(in, ACTION_SUBMIT))
		return transfer_call_complete(s);
	if (input_is(in, ACTION_CONFERENCE) && s->step == STEP_TALKING)
		return transfer_call_join(s);
	if (input_is(in, ACTION_TRANSFER))
		return transfer_call_alternate(s);
	if (s->step == STEP_TALKING && !in->ahead && transfer_call_tones(s, in) != 0)
		return VIEW_DRAW;
	if (in->kind == INPUT_TEXT || in->kind == INPUT_PASTE || input_is(in, ACTION_ENTER)) {
		s->desk->say(s->desk->app, 1,
		    s->step == STEP_CALLING ? "正在拨号; Esc 收回"
					    : "和对方说清后 Ctrl-O 完成, Esc 收回");
		return VIEW_DRAW;
	}
	return VIEW_IGNORED;
}

static unsigned
input_for(struct transfer *s, const struct input *in)
{
	if (s->city != s->desk->city && !transfer_list_load(s))
		return VIEW_DRAW;
	if (input_is(in, ACTION_EMERGENCY) && s->hand != &s->own) {
		s->hand->wish = WISH_URGENT;
		return VIEW_DRAW | VIEW_CLOSE;
	}
	if (input_is(in, ACTION_TRANSFER) && s->step != STEP_TALKING)
		return VIEW_DRAW;
	switch (s->step) {
	case STEP_WHY:
		return transfer_mate_why(s, in);
	case STEP_REPORT:
		return transfer_call_report(s, in);
	case STEP_ANSWER:
		return transfer_call_answer(s, in);
	case STEP_CALLING:
	case STEP_TALKING:
		return talk_key(s, in);
	case STEP_CHOOSE:
	case STEP_JOINED:
		break;
	}
	return choose_key(s, in);
}

static unsigned
transfer_input(struct view *v, const struct input *in)
{
	unsigned bits = input_for(state(v), in);

	transfer_mate_settle(state(v));
	transfer_look_ask(state(v));
	return bits;
}

/* Of the directory with whoever is chosen. */
static void
transfer_place(const struct view *v, char out[VIEW_PLACE])
{
	static const char *const steps[] = { [STEP_CHOOSE] = "choose",
		[STEP_CALLING] = PLACE_BUSY,
		[STEP_TALKING] = "talking",
		[STEP_JOINED] = "joined",
		[STEP_WHY] = "why",
		[STEP_REPORT] = "report",
		[STEP_ANSWER] = "answer" };
	const struct transfer *s = state(v);
	const struct transfer_row *r = s->step == STEP_CHOOSE ? transfer_list_at(s) : NULL;

	(void)snprintf(out, VIEW_PLACE, "%s%s%s", steps[s->step], r != NULL ? " " : "",
	    r != NULL ? r->t->id : "");
}

static unsigned
transfer_scopes(const struct view *v)
{
	return state(v)->step == STEP_ANSWER || state(v)->step == STEP_WHY ? SCOPE_ALL | SCOPE_EDIT
									   : SCOPE_ALL;
}

static unsigned
heard(struct transfer *s, const struct news *n)
{
	unsigned bits = transfer_look_heard(s, n) | transfer_mates_heard(s, n);

	if (bits != 0)
		return bits;
	if (n->kind == NEWS_TABLES && (n->tables & CACHE_CITY)) {
		s->to = s->unreached = NULL;
		s->step = STEP_CHOOSE;
		(void)transfer_list_load(s);
		transfer_call_resume(s);
		return VIEW_DRAW;
	}
	if (n->kind == NEWS_DONE && n->err.code != ERR_OK && s->step == STEP_CALLING &&
	    n->job == s->dialled) {
		s->step = STEP_REPORT; /* there is still the set on the desk */
		s->desk->say(
		    s->desk->app, 2, "没有拨出: %s 请用话机拨, 再按数字记结果", n->err.text);
		return VIEW_DRAW;
	}
	if (n->kind == NEWS_DONE && n->err.code != ERR_OK && n->job == s->dialled) {
		s->desk->say(s->desk->app, 2, "%s", n->err.text);
		transfer_call_undone(s);
		return VIEW_DRAW;
	}
	return n->kind == NEWS_PHONE ? transfer_call_news(s, &n->phone) : 0;
}

static unsigned
transfer_event(struct view *v, const struct news *n)
{
	unsigned bits = heard(state(v), n);

	transfer_mate_settle(state(v));
	transfer_look_ask(state(v));
	return bits;
}

/* ---- which of them act now ---- */

static const struct bar_key choose_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "咨询" },
	{ ACTION_CONFERENCE, NULL }, { ACTION_EMERGENCY, NULL }, { ACTION_SUBMIT, "记已告知号码" },
	{ ACTION_BACK, NULL } };
static const struct bar_key release_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "咨询" },
	{ ACTION_CONFERENCE, NULL }, { ACTION_OUTCOME, "释放转" }, { ACTION_EMERGENCY, NULL },
	{ ACTION_SUBMIT, "记已告知号码" }, { ACTION_BACK, NULL } };
static const struct bar_key suspend_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "咨询" },
	{ ACTION_CONFERENCE, NULL }, { ACTION_HOLD, "挂起转" }, { ACTION_EMERGENCY, NULL },
	{ ACTION_SUBMIT, "记已告知号码" }, { ACTION_BACK, NULL } };
static const struct bar_key inform_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "通知" },
	{ ACTION_SUBMIT, "记已告知号码" }, { ACTION_BACK, "回去记录" } };
static const struct bar_key calling_keys[] = { { ACTION_HELP, NULL }, { ACTION_BACK, "收回" } };
static const struct bar_key talking_keys[] = { { ACTION_HELP, NULL }, { ACTION_CONFERENCE, NULL },
	{ ACTION_SUBMIT, "完成转接" }, { ACTION_BACK, "收回" } };
static const struct bar_key alternating_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_TRANSFER, "切换" }, { ACTION_CONFERENCE, NULL }, { ACTION_SUBMIT, "完成转接" },
	{ ACTION_BACK, "收回" } };
static const struct bar_key informing_keys[] = { { ACTION_HELP, NULL }, { ACTION_SUBMIT, "已通知" },
	{ ACTION_BACK, "没说成" } };
static const struct bar_key joined_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "通知选中的" },
	{ ACTION_SUBMIT, "您退出" }, { ACTION_BACK, "回去记录" } };
static const struct bar_key report_keys[] = { { ACTION_HELP, NULL },
	{ ACTION_NONE, "1至4=拨的结果" }, { ACTION_BACK, "没有拨" } };
static const struct bar_key why_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "拨给同事" },
	{ ACTION_BACK, "不转" } };
static const struct bar_key answer_keys[] = { { ACTION_HELP, NULL }, { ACTION_ENTER, "记下" },
	{ ACTION_BACK, "没有告知结果" } };

#define KEYS(k) (*n = sizeof(k) / sizeof((k)[0]), (k))

static const struct bar_key *
transfer_keys(const struct view *v, size_t *n)
{
	const struct transfer *s = state(v);
	const bool inform = s->hand->inform || (s->hand->urgent && s->hand->n_tries > 0);

	switch (s->step) {
	case STEP_CALLING:
		return KEYS(calling_keys);
	case STEP_TALKING:
		return strcmp(s->mode, "inform") == 0          ? KEYS(informing_keys)
		       : transfer_call_may(s, PHONE_ALTERNATE) ? KEYS(alternating_keys)
							       : KEYS(talking_keys);
	case STEP_JOINED:
		return KEYS(joined_keys);
	case STEP_WHY:
		return KEYS(why_keys);
	case STEP_REPORT:
		return KEYS(report_keys);
	case STEP_ANSWER:
		return KEYS(answer_keys);
	case STEP_CHOOSE:
		break;
	}
	if (inform)
		return KEYS(inform_keys);
	if (transfer_offers(s, transfer_list_at(s), "suspend"))
		return KEYS(suspend_keys);
	return transfer_offers(s, transfer_list_at(s), "release") ? KEYS(release_keys)
								  : KEYS(choose_keys);
}

const struct view_ops transfer_view = {
	.name = "transfer",
	.title = "转接",
	.aliases = "转接 三方 名录 电话 zhuanjie transfer directory",
	.answers = ACTS_ROWS | ACT(SUBMIT) | ACT(ERASE) | ACT(OUTCOME) | ACT(HOLD),
	.footer = choose_keys,
	.n_footer = sizeof(choose_keys) / sizeof(choose_keys[0]),
	.keys = transfer_keys,
	.roles = ROLES_CENTRE,
	.state_size = sizeof(struct transfer),
	.open = transfer_open,
	.scopes = transfer_scopes,
	.input = transfer_input,
	.event = transfer_event,
	.resume = transfer_resume,
	.draw = transfer_draw,
	.close = transfer_close,
	.place = transfer_place,
};
