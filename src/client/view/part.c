/* part.c: what several screens do and say alike: a ticket as a line of a list and its limit, what is typed to search for.
 *
 * Each state is readable without colour: the mark stands in the text. Not here: which limit runs (client/cache) and when
 * it is near (model/deadline.h). */
#include "part_p.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"
#include "model/protection.h"
#include "model/deadline.h"
#include "model/number.h"
#include "text/spoken.h"

#define DUE_COLS   13
#define LATE_TITLE 28 /* characters behind the mark: what the cell's own memory holds */

const struct list_col part_ticket_cols[PART_COLS] = {
	[PART_NO] = { .head = "单号", .cols = 12 },
	[PART_TITLE] = { .head = "诉求", .cols = 0 },
	[PART_UNIT] = { .head = "承办", .cols = 12 },
	[PART_STATE] = { .head = "状态", .cols = 8 },
	[PART_DUE] = { .head = "办结期限", .cols = DUE_COLS },
};

/* ---- a ticket a screen is about ---- */

void
part_ticket_again(const struct desk *d, const char *id, struct ticket *t)
{
	struct ticket now;

	ticket_init(&now);
	if (cache_ticket(d->cache, id, &now, NULL) == ERR_OK) {
		ticket_free(t);
		*t = now;
	} else {
		ticket_free(&now);
	}
}

void
part_ticket_line(const struct ticket *t, struct canvas *c, struct rect at)
{
	char groups[24], line[320];

	number_groups(fields_get(&t->f, TF_NO), groups);
	(void)snprintf(line, sizeof(line), "%s %s %s", groups, state_label(t->state),
	    fields_get(&t->f, TF_TITLE));
	canvas_cut(c, at.row, at.col + 1, at.cols - 2, ROLE_NORMAL, line);
}

/* ---- limits ---- */

static void
drop_blanks(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s != ' ')
			*to++ = *s;
	*to = '\0';
}

static const char *
due_verb(const char *kind)
{
	static const struct {
		const char *kind, *verb;
	} verbs[] = {
		{ "dispatch", "派" },
		{ "signin", "签" },
		{ "contact", "联系" },
		{ "visit", "访" },
		{ "incomplete", "补" },
	};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].kind, kind) == 0)
			return verbs[i].verb;
	return "";
}

static void
say_overdue(int64_t at, int64_t now, char *out, size_t size)
{
	static const char hour[] = "时";
	char *cut;

	(void)spoken_left(at, now, out, size);
	drop_blanks(out);
	cut = strstr(out, hour);
	if (cut != NULL && width_str(out) > DUE_COLS - 2) /* 超期23时40分: the hours say enough */
		cut[sizeof(hour) - 1] = '\0';
}

static void
say_ahead(int64_t at, const char *kind, int64_t now, char *out, size_t size)
{
	int32_t days = civil_day(at) - civil_day(now);
	const char *verb =
	    due_verb(kind); /* it heads a column of closing limits, and most are not yet that */
	int first = (int)utf8_head(verb, 1);
	char time[24];

	(void)civil_format(at, days <= 1 ? "%H:%M" : "%m-%d", time, sizeof(time));
	if (days == 0)
		(void)snprintf(out, size, "%s前%s", time, verb);
	else
		(void)snprintf(out, size, "%s%s%.*s", days == 1 ? "明日" : "", time, first, verb);
}

enum role
part_due(const struct city *c, int64_t at, int64_t since, const char *kind, int64_t now,
    char out[PART_DUE_SIZE])
{
	static const struct calendar none;
	static const enum role roles[] = { ROLE_NORMAL, ROLE_NEAR, ROLE_OVERDUE };
	struct due due = { .at = at };
	char words[PART_DUE_SIZE - 3];
	enum light light;

	if (at == 0) {
		(void)snprintf(out, PART_DUE_SIZE, "-");
		return ROLE_NORMAL;
	}
	light = deadline_light(c != NULL ? &c->calendar : &none, since, due, now);
	if (light == LIGHT_RED)
		say_overdue(at, now, words, sizeof(words));
	else
		say_ahead(at, kind, now, words, sizeof(words));
	(void)snprintf(out, PART_DUE_SIZE, "%s%s", deadline_mark(light), words);
	return roles[light];
}

/* ---- a ticket as a line ---- */

/* An emergency that went on without the one or the other: somebody must complete it. */
static bool
is_owed(enum ticket_state state, const char *urgency, const char *category, const char *unit)
{
	const uint32_t open = STATES_OPEN & ~(UINT32_C(1) << STATE_INCOMPLETE);

	return ((open >> state) & 1) != 0 && strcmp(urgency, "critical") == 0 &&
	       (*category == '\0' || *unit == '\0');
}

const char *
part_owed_words(const struct ticket *t, const char *unit)
{
	const struct fields *v = &t->f;
	const char *category = fields_get(v, TF_CATEGORY);

	if (is_owed(t->state, fields_get(v, TF_URGENCY), category, unit))
		return *category != '\0' ? "待补全: 缺承办, 请用“修改”补上"
		       : *unit != '\0'   ? "待补全: 缺分类, 请用“修改”补上"
				       : "待补全: 缺分类和承办, 请用“修改”补上";
	return t->state == STATE_PENDING &&
		       strstr(fields_get(v, TF_URGENCY_REASON), PART_UNCHECKED) != NULL
		   ? "分类、区域、承办" PART_UNCHECKED
		   : "";
}

static void
cell_state(const struct ticket_row *r, struct list_cell *out)
{
	if (r->conflict) {
		out->text = "有冲突";
		out->role = ROLE_NEAR;
	} else if (r->pending && r->rev == 0) {
		out->text = "待送";
	} else if (is_owed(r->state, r->urgency, r->category, r->unit)) {
		out->text = "待补全";
		out->role = ROLE_NEAR;
	} else {
		out->text = state_label(r->state);
	}
}

void
part_ticket_cell(const struct desk *d, const struct ticket_row *r, int col, struct list_cell *out)
{
	char due[PART_DUE_SIZE];

	switch ((enum part_col)col) {
	case PART_NO:
		number_short(r->no, due);
		(void)str_copy(out->buf, sizeof(out->buf), due);
		out->text = out->buf;
		break;
	case PART_TITLE:
		out->text = r->title;
		if (r->late) {
			(void)snprintf(out->buf, sizeof(out->buf), "补录 %.*s",
			    (int)utf8_head(r->title, LATE_TITLE), r->title);
			out->text = out->buf;
		}
		break;
	case PART_UNIT:
		out->text = d->city != NULL ? city_unit_name(d->city, r->unit) : r->unit;
		if (*out->text == '\0')
			out->text = "-";
		break;
	case PART_STATE:
		cell_state(r, out);
		break;
	case PART_DUE:
		out->role = part_due(d->city, r->due_at, r->created_at, r->due_kind, d->now, due);
		(void)str_copy(out->buf, sizeof(out->buf), due);
		out->text = out->buf;
		break;
	case PART_COLS:
		break;
	}
}

/* ---- small things ---- */

bool
part_online(const struct desk *d)
{
	return d->link.state == LINK_ONLINE || d->link.state == LINK_FILLING;
}

bool
part_signed_in(const struct desk *d)
{
	return d->cache != NULL && d->me.user != NULL && d->me.user[0] != '\0';
}

char *
part_when(int64_t at, int64_t now, char out[24])
{
	return civil_format(
	    at, civil_day(at) == civil_day(now) ? "%H:%M:%S" : "%m-%d %H:%M", out, 24);
}

char *
part_person(const struct desk *d, const char *job_no, char out[PART_PERSON_SIZE])
{
	char name[64];

	if (cache_person(d->cache, job_no, name, sizeof(name)) && strcmp(job_no, "system") != 0)
		(void)snprintf(out, PART_PERSON_SIZE, "%s %s", job_no, name);
	else
		(void)str_copy(out, PART_PERSON_SIZE, name);
	return out;
}

struct job *
part_job(const struct desk *d, enum job_kind kind)
{
	struct job *j = job_new(kind);

	if (j == NULL)
		d->say(d->app, 2, "%s, 请再试", err_hint(ERR_NO_MEMORY));
	return j;
}

static uint64_t
write_record(const struct desk *d, enum record_kind kind, const char *call, const char *object,
    const char *code, const char *text, int64_t at)
{
	struct job *j = part_job(d, JOB_RECORD);

	if (j == NULL)
		return 0;
	j->record.kind = kind;
	j->record.at = at;
	(void)str_copy(j->record.call, sizeof(j->record.call), call);
	(void)str_copy(j->record.object, sizeof(j->record.object), object);
	(void)str_copy(j->record.code, sizeof(j->record.code), code);
	if (!record_set_text(&j->record, text)) {
		job_free(j);
		d->say(d->app, 2, "%s", err_hint(ERR_NO_MEMORY));
		return 0;
	}
	return d->job(d->app, j);
}

uint64_t
part_record(const struct desk *d, enum record_kind kind, const char *call, const char *object,
    const char *code, const char *text)
{
	return write_record(d, kind, call, object, code, text, 0);
}

uint64_t
part_step(const struct desk *d, enum record_kind kind, const char *object, const char *code,
    const char *text, int64_t after)
{
	return write_record(d, kind, "", object, code, text, d->now > after ? d->now : after + 1);
}

char *
part_thousands(int64_t n, char out[32])
{
	char plain[24];
	size_t len, at = 0;

	len = (size_t)snprintf(plain, sizeof(plain), "%lld", (long long)n);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && plain[i - 1] != '-' && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = plain[i];
	}
	out[at] = '\0';
	return out;
}

int
part_protection(const struct desk *d, const struct fields *f, int64_t since, struct canvas *c,
    int row, struct rect at)
{
	const struct protection *p = d->city != NULL ? protection_of(d->city, f, since) : NULL;
	struct str line = { 0 };

	if (p == NULL)
		return row;
	protection_words(p, &line);
	canvas_cut(c, row, at.col, at.cols, ROLE_NEAR, str_c(&line));
	str_free(&line);
	return row + 1;
}

/* ---- what a widget made of an input ---- */

void
part_refused(const struct desk *d, const struct react *r)
{
	if ((r->bits & REACT_REFUSED) != 0)
		d->say(d->app, 1, "%s", r->note);
}

unsigned
part_react(const struct desk *d, const struct react *r)
{
	part_refused(d, r);
	return r->bits != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

/* ---- what is searched for ---- */

unsigned
part_query(
    const struct desk *d, struct field *query, const struct input *in, bool *stale, bool *put_off)
{
	struct react r = { 0 };

	field_input(query, in, &r);
	part_refused(d, &r);
	if ((r.bits & REACT_EDIT) != 0 && d->low_bandwidth)
		*put_off = true;
	else if ((r.bits & REACT_EDIT) != 0)
		*stale = true;
	return r.bits;
}

int
part_digit(const struct desk *d, const struct input *in, int first, int page, int n)
{
	int digit = input_digit(in);

	if (digit <= 0)
		return -1;
	if (digit <= page && first + digit <= n)
		return first + digit - 1;
	d->say(d->app, 1, "这里没有第 %d 条", digit);
	return n;
}
