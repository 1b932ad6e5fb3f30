/* intake_sent.c: what is read to the caller once his ticket was sent, and the note beside it: by what it was sent as, whether he
 * is named to the unit, and whether the centre has it yet. Not here: sending it (intake_submit.c), how a sentence is put
 * together (aloud.h). */
#include "intake_p.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/mask.h"
#include "model/taken.h"

static void
tell_accepted(struct intake *s, const struct fields *f, int64_t promised)
{
	char due[96];
	struct say_word words[] = {
		{ "unit", s->city != NULL ? city_unit_name(s->city, fields_get(f, TF_UNIT)) : "" },
		{ "promised_due", due }, { "last6", s->sent.last6 }
	};

	aloud_due(s->city, f, promised, s->desk->now, due);
	if (words[0].value[0] == '\0')
		words[0].value = "承办单位";
	/* of one who is not named to the unit it is not said that the unit will call */
	aloud_script(s->city,
	    strcmp(fields_get(f, TF_ANONYMOUS), "1") == 0 ? "submitted_hidden" : "submitted",
	    "已为您转{unit}, {promised_due}前答复。查进度报后六位{last6}和手机尾号。还有别的事吗?",
	    words, sizeof(words) / sizeof(words[0]), s->sent.read, sizeof(s->sent.read));
}

static void
tell_incomplete(struct intake *s, const struct fields *f)
{
	struct str names = { 0 };

	(void)workflow_wants(s->city, f, TF_COUNT, &names);
	aloud_script(s->city, "incomplete", "现在还缺{missing}。我先替您记下, 补上就接着办。",
	    &(struct say_word){ "missing", str_c(&names) }, 1, s->sent.read, sizeof(s->sent.read));
	str_free(&names);
}

static void
tell(struct intake *s, const struct fields *f, int64_t promised)
{
	if (s->urgent[0] != '\0')
		aloud_script(s->city, "emergency", "我现在就给您转{body}, 请不要挂机。",
		    &(struct say_word){ "body", s->urgent }, 1, s->sent.read, sizeof(s->sent.read));
	else if (s->job_kind == EVENT_SUBMIT && taken_is_late(f))
		intake_late_tell(s, f, promised);
	else if (s->job_kind == EVENT_SUBMIT || s->job_kind == EVENT_COMPLETE)
		tell_accepted(s, f, promised);
	else if (s->job_kind == EVENT_SUBMIT_INCOMPLETE)
		tell_incomplete(s, f);
	else if (s->job_kind == EVENT_SUBMIT_DIRECT)
		aloud_script(s->city, "evaluate", "稍后请您对我的服务作个评价, 谢谢。", NULL, 0,
		    s->sent.read, sizeof(s->sent.read));
	else
		aloud_script(s->city, "close", "感谢您的来电, 再见。", NULL, 0, s->sent.read,
		    sizeof(s->sent.read));
}

static void
note_line(struct intake *s, const struct fields *f)
{
	const char *what = s->job_kind == EVENT_SUBMIT_DIRECT       ? intake_hand_done(s)
			   : s->job_kind == EVENT_SUBMIT_INCOMPLETE ? "按待完善提交"
			   : s->job_kind == EVENT_COMPLETE          ? "已补全"
			   : s->job_kind == EVENT_REJECT            ? "已记不予受理"
								    : "";

	mask_tail(fields_get(f, TF_CONTACT_PHONE), s->sent.tail);
	if (!intake_submit_online(s))
		(void)snprintf(s->sent.note, sizeof(s->sent.note),
		    "%s%s已存本机, 编号有效, 恢复后自动送出", what, *what != '\0' ? "; " : "");
	else if (strcmp(fields_get(f, TF_SMS), "1") == 0 && s->sent.tail[0] != '\0')
		(void)snprintf(s->sent.note, sizeof(s->sent.note), "%s%s短信待发 尾号%s", what,
		    *what != '\0' ? "; " : "", s->sent.tail);
	else
		(void)str_copy(s->sent.note, sizeof(s->sent.note), what);
}

/* What the ticket itself says was promised, so that what is read aloud is what stands there. */
static int64_t
promised_of(const struct intake *s, const char *ticket)
{
	struct ticket t;
	int64_t at = 0;

	if (s->desk->cache == NULL)
		return 0;
	ticket_init(&t);
	if (cache_ticket(s->desk->cache, ticket, &t, NULL) == ERR_OK)
		at = t.promised_due;
	ticket_free(&t);
	return at;
}

void
intake_sent_words(struct intake *s, const struct fields *f)
{
	tell(s, f, promised_of(s, s->sent.ticket));
	note_line(s, f);
}
