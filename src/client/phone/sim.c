/* A simulated telephone: plays a file of "title<TAB>detail" lines as callers who ring, and once answered speak sentence
 * by sentence. Deterministic: the same file, seed and commands give the same calls; time only moves when service() is
 * told the time. The caller never speaks over the end of the file: after the last line the order is drawn anew.
 * Whom a caller is handed to: sim_leg.c; what the seat asks for: sim_command.c; what goes wrong: sim_trouble.c; callers of a
 * classroom: sim_stage.c.
 *
 * Config: "calls=FILE,pace=N,legs=MS,gap=MS,seed=N,patience=N,abandon=N,queue=N,fail=STEP:WHAT+…,mend=FILE,
 * ledger=FILE". pace: seconds between sentences (0: all at once, for tests); legs: how long whom one calls takes to answer,
 * a pace when not said; gap: until the next one rings, four paces when not said; seed: order of the calls, numbers and
 * names; patience: paces a caller lets it ring (0: for ever); abandon: percent of the calls before which another caller
 * gives up in the queue, of those who wait when there is one; queue: sim_queue.c; fail, mend: sim_trouble.c; ledger: a file
 * that gets a line for each call that ends, with what ended it: what really happened, whatever a seat believes. Numbers are
 * of the fictitious form 1xx00000xxx only. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "phone_p.h"
#include "sim_p.h"

#define LAST_WORDS_S \
	45 /* after the last sentence the caller waits this many paces, then hangs up */

static uint64_t
draw(struct sim *s)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return s->random;
}

static void
shuffle(struct sim *s)
{
	for (size_t i = 0; i < s->n_lines; i++)
		s->order[i] = i;
	for (size_t i = s->n_lines; i > 1; i--) {
		size_t j = (size_t)(draw(s) % i), t = s->order[i - 1];
		s->order[i - 1] = s->order[j];
		s->order[j] = t;
	}
	s->next = 0;
}

void
sim_emit(struct phone *p, enum phone_event_kind kind, const char *text, size_t len, int64_t now)
{
	struct sim *s = p->state;
	struct phone_event ev = { .kind = kind, .agent = s->agent, .at = now };

	if (s->down && kind != PHONE_LINK_DOWN)
		return; /* it happens, and nobody hears of it */
	str_copy(ev.call, sizeof(ev.call), s->call);
	str_copy(ev.peer, sizeof(ev.peer), s->peer);
	str_copy(ev.line, sizeof(ev.line), s->line[0] != '\0' ? s->line : "12345");
	str_copy(ev.skill, sizeof(ev.skill), s->call[0] != '\0' ? "综合" : "");
	str_copy(ev.ivr, sizeof(ev.ivr), s->ivr);
	ev.waited_ms = s->waited_ms;
	ev.rated = kind == PHONE_CLEARED ? s->rated : 0;
	str_copy(
	    ev.target, sizeof(ev.target), s->leg != LEG_NONE || s->away ? s->target : s->joined);
	ev.cause = kind == PHONE_NOT_REACHED                          ? s->fate
		   : kind == PHONE_CLEARED || kind == PHONE_ABANDONED ? s->why
								      : CAUSE_NONE;
	if (s->call[0] != '\0')
		snprintf(ev.recording, sizeof(ev.recording), "R-%s", s->call);
	if (len >= sizeof(ev.text))
		len = utf8_prev(text, sizeof(ev.text) - 1);
	if (len > 0)
		memcpy(ev.text, text, len);
	ev.queue = kind == PHONE_QUEUE ? s->n_waiting : -1;
	if (kind == PHONE_QUEUE)
		ev.waited_ms = sim_queue_longest(s, now);
	p->emit(p->arg, &ev);
}

/* ---- the file ---- */

static enum err_code
add_line(struct sim *s, char *line, const char *path, int number, struct err *e)
{
	char *tab = strchr(line, '\t');
	struct script *grown;

	if (tab == NULL || tab == line || tab[1] == '\0') {
		err_set(e, ERR_CONFIG, "每行应为 标题<TAB>内容。");
		return err_at(e, "%s:%d", path, number);
	}
	if (!utf8_valid(line, strlen(line))) {
		err_set(e, ERR_CONFIG, "不是 UTF-8 文字。");
		return err_at(e, "%s:%d", path, number);
	}
	grown = realloc(s->lines, (s->n_lines + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	s->lines = grown;
	*tab = '\0';
	s->lines[s->n_lines].title = line;
	s->lines[s->n_lines++].detail = tab + 1;
	return ERR_OK;
}

static enum err_code
load(struct sim *s, const char *path, struct err *e)
{
	struct str text = { 0 };
	char *line;
	int number = 0;

	if (fs_read(path, LIMIT_CALLS_BYTES, &text, e) != ERR_OK) {
		str_free(&text);
		return e != NULL ? e->code : ERR_IO;
	}
	s->text = str_take(&text);
	for (line = s->text; line != NULL && *line != '\0';) {
		char *end = strchr(line, '\n');
		number++;
		if (end != NULL)
			*end = '\0';
		line[strcspn(line, "\r")] = '\0';
		if (*line != '\0' && *line != '#' && add_line(s, line, path, number, e) != ERR_OK)
			return e != NULL ? e->code : ERR_CONFIG;
		line = end != NULL ? end + 1 : NULL;
	}
	if (s->n_lines == 0)
		return err_set(e, ERR_CONFIG, "%s 里没有来电: 每行应为 标题<TAB>内容。", path);
	s->order = calloc(s->n_lines, sizeof(*s->order));
	if (s->order == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	shuffle(s);
	return ERR_OK;
}

/* ---- the config string ---- */

static enum err_code
read_number(const char *text, long long lo, long long hi, long long *out, struct err *e)
{
	if (!str_int(text, lo, hi, out))
		return err_set(
		    e, ERR_CONFIG, "模拟来电的参数 %s 应为 %lld 到 %lld 的整数。", text, lo, hi);
	return ERR_OK;
}

/* Those that are kept as they are said. */
static const struct {
	const char *name;
	long long most;
	size_t at;
} numbers[] = {
	{ "legs", 60000, offsetof(struct sim, leg_ms) },
	{ "gap", 3600000, offsetof(struct sim, gap_ms) },
	{ "patience", 3600, offsetof(struct sim, patience) },
	{ "abandon", 100, offsetof(struct sim, abandon) },
	{ "queue", 3600, offsetof(struct sim, queue_paces) },
	{ "from", 9999, offsetof(struct sim, from) },
};

static enum err_code
read_setting(
    struct sim *s, const char *name, const char *value, char *path, size_t size, struct err *e)
{
	long long n = 0;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(numbers[i].name, name) == 0)
			return read_number(value, 0, numbers[i].most,
			    (long long *)(void *)((char *)s + numbers[i].at), e);
	if (strcmp(name, "calls") == 0) {
		if (!str_copy(path, size, value))
			return err_set(e, ERR_LIMIT, "来电文件的路径太长。");
	} else if (strcmp(name, "pace") == 0) {
		if (read_number(value, 0, 3600, &n, e) != ERR_OK)
			return ERR_CONFIG;
		s->pace_ms = n * 1000;
	} else if (strcmp(name, "seed") == 0) {
		if (read_number(value, 0, INT64_MAX, &n, e) != ERR_OK)
			return ERR_CONFIG;
		s->random = (uint64_t)n * 0x9e3779b97f4a7c15u + 0x2545f4914f6cdd1du;
		s->seed = s->random;
	} else if (strcmp(name, "fail") == 0) {
		return sim_trouble_read(s, value, e);
	} else if (strcmp(name, "mend") == 0 || strcmp(name, "ledger") == 0) {
		if (!str_copy(name[0] == 'm' ? s->mend : s->ledger, sizeof(s->mend), value))
			return err_set(e, ERR_LIMIT, "文件的路径太长: %s", name);
	} else {
		return err_set(e, ERR_CONFIG,
		    "模拟来电没有参数 %s, 可用: calls, pace, legs, gap, seed, patience, abandon, "
		    "queue, from, fail, mend, ledger。",
		    name);
	}
	return ERR_OK;
}

static enum err_code
sim_open(struct phone *p, const char *config, int64_t now, struct err *e)
{
	struct sim *s = p->state;
	char path[1024] = "", word[1152];

	s->pace_ms = 2000;
	s->leg_ms = s->gap_ms = -1;
	s->random = 0x2545f4914f6cdd1du;
	while (*config != '\0') {
		size_t n = strcspn(config, ",");
		char *eq;

		if (n >= sizeof(word))
			return err_set(e, ERR_LIMIT, "模拟来电的参数太长。");
		memcpy(word, config, n);
		word[n] = '\0';
		eq = strchr(word, '=');
		if (eq == NULL)
			return err_set(e, ERR_CONFIG, "模拟来电的参数应为 名=值: %s", word);
		*eq = '\0';
		if (read_setting(s, word, eq + 1, path, sizeof(path), e) != ERR_OK)
			return e != NULL ? e->code : ERR_CONFIG;
		config += n + (config[n] == ',');
	}
	if (path[0] == '\0')
		return err_set(e, ERR_CONFIG, "模拟来电要给出来电文件: calls=文件。");
	if (s->leg_ms < 0)
		s->leg_ms = s->pace_ms;
	if (s->gap_ms < 0)
		s->gap_ms = SIM_RING_GAP_S * s->pace_ms;
	s->agent = AGENT_IDLE;
	s->due_at = now + s->pace_ms / 2;
	return load(s, path, e);
}

static void
sim_close(struct phone *p)
{
	struct sim *s = p->state;

	free(s->lines);
	free(s->order);
	free(s->text);
}

/* ---- a call ---- */

/* Drawn apart from the calls, so that one more thing drawn changes no call. */
static uint64_t
fate_of(const struct sim *s, unsigned what)
{
	uint64_t h = (s->seed ^ s->calls) * 0x9e3779b97f4a7c15u + what;

	h = (h ^ (h >> 31)) * 0xbf58476d1ce4e5b9u;
	return h ^ (h >> 29);
}

void
sim_abandon(struct phone *p, int64_t waited, enum phone_cause cause, int64_t now)
{
	struct sim *s = p->state;
	const struct sim here = *s; /* a call that goes on is none of his */

	snprintf(s->call, sizeof(s->call), "%06u-%04u%c", (unsigned)(fate_of(s, 1) % 1000000),
	    s->calls % 10000, 'a' + (int)(s->comers % 26));
	snprintf(s->peer, sizeof(s->peer), "13900000%03u",
	    (unsigned)(fate_of(s, 2 + (s->comers << 8)) % 1000));
	s->line[0] = s->ivr[0] = s->joined[0] = '\0';
	s->waited_ms = waited;
	s->why = cause;
	sim_emit(p, PHONE_ABANDONED, "", 0, now);
	*s = here;
}

static void
choose_before(struct sim *s)
{
	static const char *const choices[] = { "1 咨询", "2 求助", "3 投诉举报", "4 建议",
		"0 人工" };

	str_copy(s->ivr, sizeof(s->ivr),
	    choices[fate_of(s, 4) % (sizeof(choices) / sizeof(choices[0]))]);
	s->waited_ms = (int64_t)(fate_of(s, 5) % 12) * s->pace_ms;
}

void
sim_new_call(struct sim *s)
{
	snprintf(s->call, sizeof(s->call), "%06u-%04u", (unsigned)(draw(s) % 1000000),
	    ++s->calls % 10000);
}

static void
ring(struct phone *p, int64_t now)
{
	static const char *const prefixes[] = { "138", "139", "136", "150", "158", "186", "177",
		"133" };
	struct sim *s = p->state;
	int64_t waited;

	if (s->next == s->n_lines)
		shuffle(s);
	s->speaking = s->lines[s->order[s->next++]].detail;
	if (s->queue_paces == 0 && fate_of(s, 0) % 100 < (uint64_t)s->abandon)
		sim_abandon(p, (int64_t)(5 + fate_of(s, 3) % 40) * s->pace_ms, CAUSE_NONE, now);
	choose_before(s);
	waited = sim_queue_take(s, now);
	if (waited >= 0)
		s->waited_ms = waited;
	sim_new_call(s);
	snprintf(s->peer, sizeof(s->peer), "%s00000%03u", prefixes[draw(s) % 8],
	    (unsigned)(draw(s) % 1000));
	if (s->from > 0)
		snprintf(s->peer, sizeof(s->peer), "%04u", (unsigned)(s->from % 10000));
	s->phase = SIM_RINGING;
	/* rings until somebody answers, or the caller's patience is at its end */
	s->due_at = s->patience > 0 ? now + s->patience * s->pace_ms : 0;
	sim_emit(p, PHONE_OFFERED, "", 0, now);
	sim_queue_say(p, now);
	sim_trouble(p, SIM_AT_RINGING, now);
}

/* End of the sentence at ${s}: after 。！？；or a line end; the whole rest when there is none. */
static size_t
sentence(const char *s)
{
	size_t at = 0, n = strlen(s), len;
	uint32_t cp;

	while (at < n) {
		len = utf8_next(s + at, n - at, &cp);
		at += len > 0 ? len : 1;
		if (cp == 0x3002 || cp == 0xff01 || cp == 0xff1f || cp == 0xff1b || cp == '\n')
			break;
	}
	return at;
}

/* When the caller speaks on, or hangs up. */
int64_t
sim_next_words(const struct sim *s, int64_t now)
{
	if (s->staged)
		return 0; /* somebody else speaks for him, and says when he leaves */
	return now + (*s->speaking != '\0' ? s->pace_ms : LAST_WORDS_S * (s->pace_ms + 1000));
}

static void
write_ledger(const struct sim *s, const char *why)
{
	FILE *f = s->ledger[0] != '\0' ? fopen(s->ledger, "ae") : NULL;

	if (f == NULL)
		return;
	(void)fprintf(f, "%s %s\n", s->call, why);
	(void)fclose(f);
}

void
sim_clear(struct phone *p, int64_t now, const char *why)
{
	struct sim *s = p->state;

	write_ledger(s, why);
	s->phase = SIM_WAITING;
	s->due_at = s->agent == AGENT_IDLE && !s->staged ? now + s->gap_ms : 0;
	sim_emit(p, PHONE_CLEARED, why, strlen(why), now);
	s->call[0] = s->peer[0] = s->line[0] = s->joined[0] = s->ivr[0] = '\0';
	s->leg = LEG_NONE;
	s->leg_due_at = s->waited_ms = 0;
	s->rated = 0;
	s->why = CAUSE_NONE;
	s->muted = s->away = s->dropping = s->release = false;
}

void
sim_break(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	s->why = CAUSE_BROKEN;
	sim_clear(p, now, "来电人掉线");
}

static void
speak(struct phone *p, int64_t now)
{
	struct sim *s = p->state;
	size_t n = sentence(s->speaking);

	if (n == 0) {
		s->rated = (int)(fate_of(s, 6) % 8) - 2; /* 0: was not asked */
		sim_clear(p, now, "来电人已挂机");
		return;
	}
	sim_emit(p, PHONE_SAYS, s->speaking, n, now);
	s->speaking += n;
	s->due_at = sim_next_words(s, now);
}

static int
sim_fds(struct phone *p, struct pollfd *fds, int max)
{
	(void)p;
	(void)fds;
	(void)max;
	return 0;
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a == 0 ? b : b == 0 || a < b ? a : b;
}

/* The first of them is due as soon as anybody looks. */
static int64_t
queue_due(const struct sim *s)
{
	const bool begins = s->queue_paces > 0 && !s->staged && s->comes_at == 0;

	return begins ? 1 : sim_queue_due(s);
}

static int
sim_timeout(struct phone *p, int64_t now)
{
	const struct sim *s = p->state;
	const int64_t due =
	    sooner(sooner(sooner(s->due_at, s->leg_due_at), s->up_at), queue_due(s));

	if (due == 0)
		return -1;
	return due <= now ? 0 : (int)(due - now);
}

static void
sim_service(struct phone *p, int64_t now)
{
	struct sim *s = p->state;

	if (s->up_at != 0 && now >= s->up_at)
		sim_trouble_ends(p, now);
	if (s->leg_due_at != 0 && now >= s->leg_due_at)
		sim_leg_answer(p, now);
	sim_queue_service(p, now);
	if (s->due_at == 0 || now < s->due_at)
		return;
	s->due_at = 0;
	if (s->dropping)
		sim_break(p, now);
	else if (s->phase == SIM_RINGING)
		sim_clear(p, now, "来电人没等到接听, 已挂机");
	else if (s->away)
		sim_back(p, now);
	else if (s->phase == SIM_WAITING && s->leg != LEG_NONE)
		s->due_at = now + s->gap_ms + 1; /* the seat is on the telephone */
	else if (s->phase == SIM_WAITING && s->agent == AGENT_IDLE && !s->down && !s->staged)
		ring(p, now);
	else if (s->phase == SIM_TALKING && !s->staged)
		speak(p, now);
}

const struct phone_ops phone_sim = {
	.name = "sim",
	.caps = SIM_CAPS,
	.state_size = sizeof(struct sim),
	.open = sim_open,
	.fds = sim_fds,
	.timeout_ms = sim_timeout,
	.service = sim_service,
	.command = sim_command,
	.agent = sim_agent,
	.snapshot = sim_snapshot,
	.close = sim_close,
};
