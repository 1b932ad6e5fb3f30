/* kill -9 of the seat at random moments of typing and submitting, on a terminal, against one centre that goes on. What
 * the screen had shown when it died is what was promised: words echoed are in the draft afterwards, a number read out
 * (已提交) is the number of exactly one ticket; a submit that was asked for and not answered happened once or not at all,
 * and then its draft is there. In the end everything reaches the centre, and its chains verify.
 *
 * SOAK=1: 1,000 kills. SEED=n: that schedule again (the moments themselves are the machine's). */
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../lib/poll.h"
#include "../lib/seat.h"
#include "../lib/site.h"
#include "base/utf8.h"

#define KILLS       200
#define KILLS_SOAK  1000
#define ASKED       30
#define SHEETS_MOST 32768
#define TEXT_MOST   320 /* bytes of a text: it must fit into the four rows that show it */
#define PASSWORD    "lampe-am-tor-78"

enum fate { FATE_DRAFT, FATE_ASKED, FATE_UNKNOWN, FATE_FILED };
struct sheet {
	char sent[TEXT_MOST +
		  64]; /* bytes typed into 诉求内容 so far; begins with a tag of its own */
	size_t shown;  /* of these, echoed */
	enum fate fate;
	char no[20];
	int found; /* tickets with this tag, at the end */
};
struct loop {
	struct site site;
	struct screen *s;
	struct sheet *sheet; /* all of them; the last may be under way */
	int n;
	bool open;       /* the last is not finished */
	int64_t dies_at; /* us */
	uint64_t random;
	int echoed, resumed, unknown; /* what happened, for the report */
};

static int
below(struct loop *l, int n)
{
	l->random ^= l->random << 13;
	l->random ^= l->random >> 7;
	l->random ^= l->random << 17;
	return (int)(l->random >> 33) % n;
}

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool
over(const struct loop *l)
{
	return now_us() >= l->dies_at;
}

/* ---- the picture ---- */

/* The words of 诉求内容 as they stand on the screen: the rows from its label to the next one's, joined. */
static void
read_words(struct screen *s, char *out, size_t size)
{
	char row[1024];
	size_t n = 0;
	bool in = false;

	out[0] = '\0';
	for (int y = 1; y < 21; y++) {
		const char *text = row;
		size_t k;

		screen_row(s, y, row, sizeof(row));
		if (str_starts(row, " 诉求内容")) {
			in = true;
			text = row + strlen(" 诉求内容");
		} else if (in && !str_starts(row, "           ")) {
			return;
		}
		text += strspn(text, " ");
		k = strlen(text);
		if (!in || n + k >= size)
			continue;
		memcpy(out + n, text, k + 1);
		n += k;
	}
}

/* ---- before a life ---- */

/* Nobody calls, so F2 brings a blank sheet; the half-done one, if any, comes by Ctrl-N. */
static void
take_half_done(struct screen *s)
{
	char has[1024] = "";

	screen_key(s, "Ctrl-N");
	for (int64_t end = now_us() + SCREEN_WAIT_MS * 1000; has[0] != 'K';) {
		if (now_us() >= end) {
			screen_print(s);
			fail_msg("Ctrl-N: neither a draft nor the word that there is none");
		}
		if (screen_has(s, "没有别的草稿"))
			return;
		read_words(s, has, sizeof(has));
	}
	screen_settle_ms(s, 20);
}

static void
start_seat(struct loop *l)
{
	l->s = site_seat(&l->site, "seat", 24, 80, NULL);
	assert_true(seat_sign_in(l->s, "1154", "王芳", PASSWORD));
	screen_key(l->s, "F2");
	assert_true(screen_wait(l->s, "F10提交"));
	for (int64_t end = now_us() + SCREEN_WAIT_MS * 1000; seat_at(l->s)[0] == '\0';) {
		if (now_us() >= end) {
			screen_print(l->s);
			fail_msg("F2: no focus in the form");
		}
		screen_has(l->s, "");
	}
	take_half_done(l->s);
}

static void
lost(struct loop *l, const char *why, const char *has)
{
	const struct sheet *p = &l->sheet[l->n - 1];

	screen_print(l->s);
	fail_msg("%s: sent \"%s\", echoed %zu bytes, now \"%s\"", why, p->sent, p->shown, has);
}

/* What came back of the sheet that was under way. */
static void
take_up(struct loop *l)
{
	struct sheet *p = &l->sheet[l->n > 0 ? l->n - 1 : 0];
	char has[1024];

	read_words(l->s, has, sizeof(has));
	if (!l->open) {
		if (has[0] == 'K')
			fail_msg("a draft that should be gone: %s (last: %s)", has, p->sent);
		return;
	}
	if (has[0] != 'K') { /* nothing there */
		if (p->fate != FATE_ASKED && p->shown > 0)
			lost(l, "a draft is lost", has);
		if (p->fate == FATE_ASKED) { /* asked for only once its words stood there */
			p->fate = FATE_UNKNOWN;
			l->unknown++;
		} else {
			l->n--;
		}
		l->open = false;
		return;
	}
	if (!str_starts(p->sent, has))
		lost(l, "a draft says what was never typed", has);
	if (strlen(has) < p->shown)
		lost(l, "a draft is behind what was shown", has);
	l->resumed++;
	p->sent[strlen(has)] = '\0';
	p->fate = FATE_DRAFT;
	assert_true(seat_go(l->s, "诉求内容"));
}

/* ---- a life ---- */

static void
type_words(struct loop *l)
{
	static const char *const words[] = { "路", "灯", "门", "口", "楼", "下", "小", "区", "垃",
		"圾", "晚", "上", "请", "尽", "快", "派", "来", "看", "3", "号", "栋", "a" };
	struct sheet *p = &l->sheet[l->n - 1];
	int n = 1 + below(l, 14);

	while (n-- > 0 && !over(l) && strlen(p->sent) < TEXT_MOST - 40) {
		char burst[16] = "";
		int chars = 1 + (below(l, 4) == 0) *
				    below(l, 3); /* an input method hands over several at once */

		while (chars-- > 0)
			strcat(burst, words[below(l, (int)(sizeof(words) / sizeof(words[0])))]);
		strcat(p->sent, burst);
		screen_type(l->s, burst);
	}
}

/* Until all that was typed stands there. */
static bool
wait_for_words(struct loop *l)
{
	char has[1024];

	for (;;) {
		screen_has(l->s, "");
		read_words(l->s, has, sizeof(has));
		if (over(l) || strcmp(has, l->sheet[l->n - 1].sent) == 0)
			return !over(l);
		poll(NULL, 0, 1);
	}
}

static bool
wait_until_dead(struct loop *l, const char *text)
{
	while (!screen_has(l->s, text)) {
		if (over(l))
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

static void
read_number(struct screen *s, char no[20])
{
	char row[1024];
	int n = 0, y = screen_find(s, " 已提交 ", NULL);

	screen_row(s, y, row, sizeof(row));
	for (const char *at = strstr(row, "已提交"); *at != '\0' && n < 18; at++)
		if (*at >= '0' && *at <= '9')
			no[n++] = *at;
	no[n] = '\0';
}

static void
note_filed(struct loop *l)
{
	struct sheet *p = &l->sheet[l->n - 1];

	read_number(l->s, p->no);
	if (strlen(p->no) !=
	    18) { /* it died while the number was being painted: nobody could read it out */
		p->no[0] = '\0';
		return;
	}
	p->fate = FATE_FILED;
	p->shown = strlen(p->sent);
	l->open = false;
}

/* The caller's number, then F10 twice: as it is, to be completed later. */
static void
file_it(struct loop *l)
{
	char phone[16];

	if (!wait_for_words(l))
		return;
	snprintf(phone, sizeof(phone), "1380000%04d", l->n % 10000);
	screen_key(l->s, "BackTab");
	screen_key(l->s, "BackTab");
	screen_key(l->s, "Ctrl-U");
	screen_type(l->s, phone);
	screen_type(l->s, "\r\r");
	l->sheet[l->n - 1].fate = FATE_ASKED;
	screen_key(l->s, "F10");
	if (!wait_until_dead(l, "再按 F10"))
		return;
	screen_key(l->s, "F10");
	if (wait_until_dead(l, " 已提交 "))
		note_filed(l);
}

static void
new_sheet(struct loop *l)
{
	struct sheet *p;

	assert_true(l->n < SHEETS_MOST);
	p = &l->sheet[l->n++];
	*p = (struct sheet){ 0 };
	snprintf(p->sent, sizeof(p->sent), "K%05d.", l->n);
	screen_type(l->s, p->sent);
	l->open = true;
}

static void
live(struct loop *l)
{
	while (!over(l)) {
		if (!l->open && l->n > 0 && screen_has(l->s, " 已提交 ")) {
			screen_key(l->s, "F2");
			while (!over(l) && screen_has(l->s, " 已提交 "))
				poll(NULL, 0, 1);
			if (over(l))
				return;
		}
		if (!l->open)
			new_sheet(l);
		type_words(l);
		if (!over(l) &&
		    (below(l, 3) == 0 || strlen(l->sheet[l->n - 1].sent) > TEXT_MOST - 60))
			file_it(l);
	}
}

/* Everything it wrote before it died was shown. */
static void
die(struct loop *l)
{
	struct sheet *p = &l->sheet[l->n > 0 ? l->n - 1 : 0];
	char has[1024];

	screen_kill(l->s, SIGKILL);
	assert_true(screen_wait_exit(l->s, SCREEN_WAIT_MS) >= 0);
	screen_has(l->s,
	    ""); /* to the end of what it wrote: a closed terminal always has something to read */
	if (l->open && screen_has(l->s, " 已提交 ") && p->fate == FATE_ASKED)
		note_filed(l);
	read_words(l->s, has, sizeof(has));
	if (l->open && has[0] == 'K' && str_starts(p->sent, has)) {
		p->shown = strlen(has);
		l->echoed++;
	}
	screen_stop(l->s);
	l->s = NULL;
}

/* ---- the end ---- */

struct finding {
	struct loop *l;
	struct store *store;
	int64_t tickets;
};

static bool
find_sheet(void *arg, const struct store_ticket_row *row)
{
	struct finding *f = arg;
	struct loop *l = f->l;
	struct ticket t;
	const char *words;
	int i;

	f->tickets++;
	ticket_init(&t);
	assert_int_equal(store_ticket_get(f->store, row->id, &t, NULL), ERR_OK);
	words = fields_get(&t.f, TF_CONTENT);
	i = words[0] == 'K' ? atoi(words + 1) - 1 : -1;
	if (i < 0 || i >= l->n)
		fail_msg("a ticket nobody filed: %s", words);
	l->sheet[i].found++;
	assert_string_equal(words, l->sheet[i].sent);
	if (l->sheet[i].fate == FATE_FILED)
		assert_string_equal(fields_get(&t.f, TF_NO), l->sheet[i].no);
	ticket_free(&t);
	return true;
}

static void
check_centre(struct loop *l)
{
	struct finding f = { .l = l, .store = site_store(&l->site) };
	struct err e = { 0 };
	int filed = 0;

	assert_non_null(f.store);
	assert_int_equal(
	    store_tickets_after(f.store, "centre", "", 0, SHEETS_MOST, find_sheet, &f, &e), ERR_OK);
	store_close(f.store);
	for (int i = 0; i < l->n; i++) {
		const struct sheet *p = &l->sheet[i];
		int want = p->fate == FATE_FILED || p->fate == FATE_UNKNOWN;

		if (p->found != want)
			fail_msg(
			    "%s (fate %d, %s): %d tickets", p->sent, (int)p->fate, p->no, p->found);
		filed += want;
	}
	print_message("%d tickets (%d of them submitted unseen), %d drafts taken up again, %d "
		      "deaths on a form with words\n",
	    filed, l->unknown, l->resumed, l->echoed);
	assert_true(filed > 0 && l->resumed > 0);
}

static int
sync_seat(struct loop *l, struct str *said)
{
	char bin[512], data[TMPDIR_PATHS];
	const char *argv[] = { daemon_bin("hotseat", bin), "--server", l->site.centre.server,
		"--data", tmpdir_path(l->site.dir, "seat", data), "--user", "1154", "sync",
		"--json", NULL };

	return site_run(argv, NULL, said);
}

static void
set_up(struct loop *l)
{
	const char *seed = getenv("SEED");
	struct str said = { 0 };
	char code[64];

	l->random = 0x9e3779b97f4a7c15u + (seed != NULL ? strtoull(seed, NULL, 10) : 1);
	l->sheet = calloc(SHEETS_MOST, sizeof(*l->sheet));
	assert_non_null(l->sheet);
	site_real(&l->site);
	site_start(&l->site);
	assert_int_equal(daemon_password(&l->site.centre, "1154", PASSWORD), 0);
	site_code(&l->site, "1154", code);
	setenv("HOTSEAT_PASSWORD", PASSWORD, 1);
	setenv("HOTSEAT_ENROL_CODE", code, 1);
	if (sync_seat(l, &said) != 0)
		fail_msg("no first sync: %s", str_c(&said));
	unsetenv("HOTSEAT_ENROL_CODE");
	str_free(&said);
}

static void
nothing_lost(void **state)
{
	static struct loop l;
	int kills = getenv("SOAK") != NULL ? KILLS_SOAK : KILLS;
	struct str said = { 0 };

	(void)state;
	set_up(&l);
	for (int i = 0; i < kills; i++) {
		start_seat(&l);
		take_up(&l);
		l.dies_at = now_us() + (below(&l, 2) == 0 ? below(&l, 30000) : below(&l, 150000));
		live(&l);
		die(&l);
	}
	start_seat(&l);
	take_up(&l);
	screen_stop(l.s);
	if (sync_seat(&l, &said) != 0 || strstr(str_c(&said), "\"waiting\":0,\"parked\":0") == NULL)
		fail_msg("no last sync: %s", str_c(&said));
	str_free(&said);
	assert_int_equal(daemon_stop(&l.site.centre), 0);
	check_centre(&l);
	assert_int_equal(daemon_verify(&l.site.centre), 0);
	free(l.sheet);
	site_close(&l.site);
}

/* SIGTERM at any moment, also while the screen is being drawn: the seat ends by itself, soon, and gives the terminal back. */
static void
ends_when_asked(void **state)
{
	static struct loop l;

	(void)state;
	l.random = 77;
	site_private(&l.site);
	for (int i = 0; i < ASKED; i++) {
		struct screen *s = site_seat(&l.site, "seat", 24, 80, NULL);

		assert_true(screen_wait(s, "Ctrl-P"));
		l.dies_at = now_us() + below(&l, 200000);
		while (!over(&l)) {
			screen_has(s, "");
			poll(NULL, 0, 1);
		}
		screen_kill(s, SIGTERM);
		assert_int_equal(screen_wait_exit(s, SCREEN_WAIT_MS / 4), 0);
		screen_stop(s);
	}
	site_close(&l.site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_lost),
		cmocka_unit_test(ends_when_asked) };

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
