/* lists [TICKETS]: what a key costs in the lists of a seat that holds that many (50,000): each work list as it is opened,
 * after news, a row and a piece further down; the list of tickets in each queue and order, filtered by each column, paged;
 * the ledger; a jump by number. Processor time of the screens themselves, from the key to the picture, with nothing cut
 * short: a query that takes longer than its 20 ms is shown as 未完. Prints name<TAB>value lines, in ms, and of each screen
 * the worst: <screen>_open_ms, <screen>_key_ms. */
#include "../unit/client_cache/seat.h"

#include "../lib/meter.h"
#include "../lib/viewdesk.h"
#include "base/utf8.h"
#include "client/cache/ledger.h"

#define MANY   50000
#define PAGE   250
#define PEOPLE 60
#define DAYS   60
#define DOWN   6 /* pieces further down */
#define RUNS   5 /* the median of */
#define DAY    INT64_C(86400000)
#define HOUR   INT64_C(3600000)

struct bench {
	struct seat s;
	struct viewdesk d;
	int many;
	double open, key; /* the worst of the screen at hand: opened or told of news, at a key */
};

/* ---- the tickets ---- */

/* Of a hundred, so many in each state: what a busy centre holds of two months. */
static const struct share {
	enum ticket_state state;
	int percent;
} shares[] = { { STATE_PENDING, 10 }, { STATE_DISPATCHED, 12 }, { STATE_WORKING, 28 },
	{ STATE_RETURN_REQ, 2 }, { STATE_SUSPENDED, 2 }, { STATE_REPLIED, 6 },
	{ STATE_VISITING, 10 }, { STATE_REVIEW, 1 }, { STATE_CLOSED, 29 } };

static enum ticket_state
state_of(int i)
{
	int at = i * 37 % 100;
	size_t k = 0;

	while (k + 1 < sizeof(shares) / sizeof(shares[0]) && at >= shares[k].percent)
		at -= shares[k++].percent;
	return shares[k].state;
}

static void
words(struct ticket *t, const struct city *c, int i)
{
	const struct category *k = &c->categories[(size_t)i * 31 % c->n_categories];
	const struct street *st = &c->streets[(size_t)i * 7919 % c->n_streets];
	char text[1024];
	static const char *const hurry[] = { "normal", "normal", "normal", "urgent" };

	snprintf(text, sizeof(text), "%.60s%d号", st->name, i % 397 + 1);
	fields_set(&t->f, TF_ADDRESS, text);
	snprintf(text, sizeof(text), "%.60s%d号%.40s", st->name, i % 397 + 1, k->name);
	text[utf8_head(text, 40)] = '\0';
	fields_set(&t->f, TF_TITLE, text);
	snprintf(text, sizeof(text),
	    "来电人反映%.60s%d号附近有%.40s方面的问题, 已经持续多日, 附近居民都知道, "
	    "曾向物业和社区反映过两次, 一直没有人来处理, 夜间老人和孩子出行很不方便, "
	    "希望有关部门尽快到现场核实处理, 并把结果告诉来电人。",
	    st->name, i % 397 + 1, k->name);
	fields_set(&t->f, TF_CONTENT, text);
	fields_set(&t->f, TF_CHANNEL, "phone");
	snprintf(t->first_owner, sizeof(t->first_owner), "11%02d", (i + 14) % PEOPLE);
	fields_set(&t->f, TF_CATEGORY, k->code);
	fields_set(&t->f, TF_URGENCY, i % 997 == 0 ? "critical" : hurry[i % 4]);
	snprintf(text, sizeof(text), "1%02d00000%03d", 30 + i % 60, i / 60 % 1000);
	fields_set(&t->f, TF_CONTACT_PHONE, text);
	fields_set(&t->f, TF_CALLER_PHONE, text);
}

static void
clocks(struct ticket *t, int i)
{
	t->dispatch_due = t->created_at + 2 * HOUR;
	t->signin_due = t->created_at + DAY;
	t->contact_due = t->created_at + DAY;
	t->unit_due = t->promised_due = t->created_at + (10 + i % 60) * DAY;
	t->visit_due = VIEWDESK_NOW + (i % 200 - 20) * HOUR;
	if (t->state >= STATE_WORKING) {
		t->first_contact_at = t->created_at + HOUR;
		t->contact_reached = i % 7 != 0;
	}
	if (t->state >= STATE_REPLIED) {
		t->replied_at = t->created_at + 3 * DAY;
		t->reply_due = t->unit_due;
	}
	if (t->state == STATE_CLOSED) {
		t->stars_result = i % 5 + 1;
		t->visit_valid = true;
	}
}

static void
work(struct ticket *t, const struct city *c, int i)
{
	struct assignment *a;

	if (t->state == STATE_PENDING)
		return;
	a = &t->assign[t->n_assign++];
	str_copy(a->unit, sizeof(a->unit), c->units[(size_t)i * 13 % c->n_units].code);
	str_copy(t->lead_unit, sizeof(t->lead_unit), a->unit);
	a->role = ASSIGN_LEAD;
	a->state = t->state == STATE_DISPATCHED ? ASSIGN_IS_WAITING
		   : t->state == STATE_CLOSED   ? ASSIGN_IS_DONE
						: ASSIGN_IS_SIGNED;
	a->made_at = t->created_at + HOUR;
	a->due = t->unit_due;
	if (i % 50 == 0)
		t->request[REQUEST_EXTEND].at = t->created_at + 2 * DAY;
	if (i % 90 == 0)
		t->request[REQUEST_SUPERVISE].at = t->created_at + 2 * DAY;
	t->supervise_level = i % 90 == 0 ? 2 : 0;
	t->card = i % 120 == 0 ? CARD_YELLOW : CARD_NONE;
	t->sensitive = i % 300 == 0;
	t->superior_stars = t->state == STATE_CLOSED && i % 3 != 0 ? 4 : 0;
	t->back_count = i % 25 == 0;
	t->round = i % 40 == 0 ? 2 : 1;
}

static void
fill(struct bench *b)
{
	const struct city *c = b->d.city;
	struct page p;

	for (int i = 0; i < b->many; i += PAGE) {
		seat_page_init(&b->s, &p);
		for (int k = i; k < i + PAGE && k < b->many; k++) {
			struct ticket t;

			seat_ticket(&t, k + 1, 1);
			t.state = state_of(k);
			t.created_at = t.accepted_at =
			    VIEWDESK_NOW - DAYS * DAY / b->many * (b->many - k);
			t.updated_at = t.created_at + HOUR;
			words(&t, c, k);
			clocks(&t, k);
			work(&t, c, k);
			seat_page_ticket(&p, &t);
		}
		assert_true(seat_apply(&b->s, "centre", &p));
		page_free(&p);
	}
}

/* ---- measuring ---- */

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
say(double *worst, const char *screen, const char *what, double *ms, int n)
{
	qsort(ms, (size_t)n, sizeof(*ms), by_size);
	printf("%s %s\t%.1f\n", screen, what, ms[n / 2]);
	if (ms[n / 2] > *worst)
		*worst = ms[n / 2];
}

static void
sum_up(struct bench *b, const char *screen)
{
	printf("%s_open_ms\t%.1f\n%s_key_ms\t%.1f\n", screen, b->open, screen, b->key);
	b->open = b->key = 0;
}

static double
picture(struct bench *b)
{
	double began = meter_busy_ms();

	viewdesk_draw(&b->d);
	return meter_busy_ms() - began;
}

static double
key(struct bench *b, enum action a)
{
	double began = meter_busy_ms();

	viewdesk_key(&b->d, a);
	(void)picture(b);
	return meter_busy_ms() - began;
}

static double
type(struct bench *b, const char *text)
{
	double began = meter_busy_ms();

	viewdesk_type(&b->d, text);
	(void)picture(b);
	return meter_busy_ms() - began;
}

static double
news(struct bench *b)
{
	const struct news n = { .kind = NEWS_TABLES, .tables = CACHE_TICKETS };
	double began = meter_busy_ms();

	viewdesk_news(&b->d, &n);
	(void)picture(b);
	return meter_busy_ms() - began;
}

static void
open_screen(struct bench *b, const char *name, const char *arg, uint32_t roles, const char *unit)
{
	view_close(&b->d.view);
	b->d.desk.me.roles = roles;
	b->d.desk.me.unit = unit;
	viewdesk_open(&b->d, name, arg);
}

/* ---- the screens ---- */

static void
further_down(struct bench *b, const char *name, const char *label)
{
	double ms[DOWN * 60], most = 0;
	char what[64];
	int n = 0;

	for (; n < DOWN * 60; n++)
		if ((ms[n] = key(b, ACTION_DOWN)) > most)
			most = ms[n];
	snprintf(what, sizeof(what), "%s 下移一行", label);
	say(&b->key, name, what, ms, n);
	snprintf(what, sizeof(what), "%s 翻到下一段", label);
	say(&b->key, name, what, &most, 1);
}

static void
worklist(struct bench *b, const char *name, uint32_t roles, const char *unit, const char **labels)
{
	double ms[RUNS];
	char what[64];

	for (int i = 0; labels[i] != NULL; i++) {
		for (int k = 0; k < RUNS; k++) {
			double began = meter_busy_ms();

			open_screen(b, name, labels[i], roles, unit);
			(void)picture(b);
			ms[k] = meter_busy_ms() - began;
		}
		snprintf(what, sizeof(what), "%s 打开", labels[i]);
		say(&b->open, name, what, ms, RUNS);
		for (int k = 0; k < RUNS; k++)
			ms[k] = news(b);
		snprintf(what, sizeof(what), "%s 有新数据", labels[i]);
		say(&b->open, name, what, ms, RUNS);
		for (int k = 0; k < RUNS; k++) {
			open_screen(b, name, labels[i], roles, unit);
			(void)picture(b);
			ms[k] = type(b, k % 2 == 0 ? "红山路" : "并无此处");
		}
		snprintf(what, sizeof(what), "%s 筛选", labels[i]);
		say(&b->key, name, what, ms, RUNS);
		open_screen(b, name, labels[i], roles, unit);
		(void)picture(b);
		further_down(b, name, labels[i]);
	}
	sum_up(b, name);
}

static void
tickets(struct bench *b)
{
	static const char *const queues[] = { "全部", "我的", "在办", "待完善", "超期", "今日到期",
		"待送" };
	/* of each column: title, place, category, unit, number; initials; what nothing has */
	static const char *const filters[] = { "红山路", "噪声", "城市管理", "115407", "hsl",
		"并无此处" };
	double ms[RUNS], most = 0;
	char what[64];

	for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++)
		for (int due = 0; due < 2; due++) {
			for (int k = 0; k < RUNS; k++) {
				open_screen(b, "tickets", queues[i], ROLE_BIT(AGENT), "");
				ms[k] = due == 0 ? picture(b) : key(b, ACTION_NEXT);
			}
			snprintf(what, sizeof(what), "%s %s", queues[i], due ? "按期限" : "最新");
			say(due ? &b->key : &b->open, "tickets", what, ms, RUNS);
		}
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		for (int k = 0; k < RUNS; k++) {
			open_screen(b, "tickets", "全部", ROLE_BIT(AGENT), "");
			(void)picture(b);
			ms[k] = type(b, filters[i]);
		}
		snprintf(what, sizeof(what), "筛选 %s", filters[i]);
		say(&b->key, "tickets", what, ms, RUNS);
	}
	open_screen(b, "tickets", "全部", ROLE_BIT(AGENT), "");
	for (int i = 0; i < 400; i++) {
		const double one = key(b, ACTION_PAGE_DOWN);

		most = one > most ? one : most;
	}
	say(&b->key, "tickets", "翻页", &most, 1);
	sum_up(b, "tickets");
}

static void
others(struct bench *b)
{
	struct ledger_row rows[256];
	double ms[RUNS];
	char no[NUMBER_SIZE], ids[8][ID_SIZE];
	struct cache_counts counts;

	for (int k = 0; k < RUNS; k++) {
		double began = meter_busy_ms();

		assert_true(
		    cache_ledger_whole(b->s.r, ledger_month(VIEWDESK_NOW), rows, 256, &b->s.e) > 0);
		ms[k] = meter_busy_ms() - began;
	}
	say(&b->open, "ledger", "一个月", ms, RUNS);
	sum_up(b, "ledger");
	for (int k = 0; k < RUNS; k++) {
		double began = meter_busy_ms();

		snprintf(no, sizeof(no), "11540%d", k + 1);
		assert_true(cache_ticket_by_number(b->s.r, no, NULL, ids, 8) > 0);
		ms[k] = meter_busy_ms() - began;
	}
	say(&b->key, "jump", "后六位", ms, RUNS);
	sum_up(b, "jump");
	for (int k = 0; k < RUNS; k++) {
		double began = meter_busy_ms();

		cache_counts(b->s.r, "1154", VIEWDESK_NOW, &counts);
		ms[k] = meter_busy_ms() - began;
	}
	say(&b->open, "home", "计数", ms, RUNS);
	sum_up(b, "home");
}

int
main(int argc, char **argv)
{
	static const char *dispatch[] = { "待派单", "待通知", "退单", "待批", "待审核", "超期",
		NULL };
	static const char *supervise[] = { "超期", "将到期", "督办中", "发牌", "待批", "申诉",
		"重要信息", "待评价", NULL };
	static const char *visit[] = { "待回访", "今日到期", "超期", NULL };
	static const char *handling[] = { "要办", "待签收", "今日联系", "今日到期", "超期", "退回",
		"已报待审", NULL };
	static struct bench b;
	void *s = NULL;
	double began;

	b.many = argc > 1 ? atoi(argv[1]) : MANY; /* NOLINT(cert-err34-c) */
	if (seat_setup(&s) != 0)
		return 1;
	b.s = *(struct seat *)s;
	viewdesk_init(&b.d, 24, 80);
	began = meter_busy_ms();
	fill(&b);
	fprintf(stderr, "lists: %d tickets in %.1f s\n", b.many, (meter_busy_ms() - began) / 1e3);
	cache_writer_checkpoint(b.s.w);
	seat_reader(&b.s);
	b.d.desk.cache = b.s.r;
	worklist(&b, "dispatch", ROLE_BIT(DISPATCHER), "", dispatch);
	worklist(&b, "supervise", ROLE_BIT(SUPERVISOR), "", supervise);
	worklist(&b, "visit", ROLE_BIT(VISITOR), "", visit);
	worklist(&b, "handling", ROLE_BIT(UNIT), b.d.city->units[0].code, handling);
	tickets(&b);
	others(&b);
	b.d.desk.cache = NULL;
	viewdesk_free(&b.d);
	*(struct seat *)s = b.s;
	return seat_teardown(&s);
}
