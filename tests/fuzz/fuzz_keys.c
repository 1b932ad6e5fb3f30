/* What a terminal sends -> actions and text -> the real screens -> a picture. The bytes go through the decoder and the
 * key map into a stack of screens over a cache with the sample city, its articles and the tickets of the wireframes;
 * after each step the picture is drawn and looked at, and what the screens hand out - edits, jobs, sentences - is held to
 * its promises. 0xFF, which is in no character, begins what is not a byte of the keyboard: a key the terminal names, a
 * paste, a new size, time, the telephone, news of the engine.
 *
 * One cache serves all inputs: screens only read it. */
#include "../../src/client/ui/decode_p.h"
#include "../lib/viewcache.h"
#include "base/limits.h"
#include "city/article.h"
#include "fuzz.h"
#include "wire/op.h"

#define DEPTH     8
#define MAX_BYTES "-max_len=500" /* also bounds the drafts that one input begins: VIEWDESK_DRAFTS */
#define MARK      0xFF

struct play {
	struct viewdesk d; /* first: the desk's doors take it for the app */
	struct viewcache cache;
	struct desk fresh;
	struct keymap keys;
	struct decode decode;
	int64_t now; /* of the terminal, monotonic */
	struct view stack[DEPTH];
	int depth;
};

static struct play play;

/* ---- what the screens hand out ---- */

static void
check_fields(const struct fields *f, bool sent)
{
	for (int i = 0; i < TF_COUNT; i++) {
		const char *s = fields_get(f, (enum ticket_field)i);

		fuzz_must(utf8_valid(s, strlen(s)), "a field is text");
	}
	fuzz_must(!sent || utf8_count(fields_get(f, TF_CONTENT)) <= LIMIT_CONTENT_CHARS,
	    "a matter that is sent is within its limit");
}

/* What is to be sent must be what can be sent: the centre would refuse anything else for ever. */
static void
check_sent(const struct job *j)
{
	struct str body = { 0 };
	struct err e = { 0 };
	struct op op;

	op_init(&op);
	op.kind = j->act;
	op.v = OP_VERSION;
	op.at = VIEWDESK_NOW;
	(void)str_copy(op.id, sizeof(op.id), "0190e000-0000-7000-8000-000000000001");
	(void)str_copy(op.by, sizeof(op.by), "1154");
	(void)str_copy(op.ticket, sizeof(op.ticket),
	    j->ticket[0] != '\0' ? j->ticket : "0190e000-0000-7000-8000-000000000002");
	fuzz_must(fields_copy(&op.set, &j->draft.f) && fields_copy(&op.was, &j->was) &&
		      args_copy(&op.args, &j->args),
	    "memory");
	if (op_body(&op, &body, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", e.where, e.text);
		fuzz_must(false, "what is sent can be sent");
	}
	op_free(&op);
	str_free(&body);
}

/* As the engine completes it: author, moment and id are its own. */
static void
check_record(const struct job *j)
{
	struct record r = j->record; /* its text is borrowed */
	struct err e = { 0 };

	(void)str_copy(r.id, sizeof(r.id), "0190e000-0000-7000-8000-000000000003");
	(void)str_copy(r.by, sizeof(r.by), "1154");
	r.at = VIEWDESK_NOW;
	if (record_check(&r, &e) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", e.where, e.text);
		fuzz_must(false, "a record that the centre takes");
	}
}

static uint64_t
on_job(void *app, struct job *j)
{
	struct play *p = app;

	fuzz_must(j != NULL, "a job");
	check_fields(&j->draft.f, j->kind == JOB_SUBMIT);
	fuzz_must(utf8_valid(j->text, strlen(j->text)), "a job's words are text");
	if (j->kind == JOB_SUBMIT || j->kind == JOB_ACT)
		check_sent(j);
	if (j->kind == JOB_RECORD)
		check_record(j);
	if (p->d.refuse || p->d.n_jobs == VIEWDESK_JOBS) {
		job_free(j);
		return 0;
	}
	j->id = (uint64_t)p->d.n_jobs + 1;
	p->d.jobs[p->d.n_jobs++] = j;
	return j->id;
}

/* ---- the stack, as app_view.c has it ---- */

static struct view *
top(struct play *p)
{
	return p->depth > 0 ? &p->stack[p->depth - 1] : NULL;
}

static void
on_open(void *app, const struct view_ops *ops, const char *arg)
{
	struct play *p = app;
	struct err e = { 0 };

	fuzz_must(ops != NULL, "a screen to open");
	if (ops->roles != 0 && (ops->roles & p->d.desk.me.roles) == 0)
		return;
	for (int i = 0; i < p->depth; i++)
		if (p->stack[i].ops == ops && (arg == NULL || arg[0] == '\0')) {
			struct view v = p->stack[i];

			memmove(
			    &p->stack[i], &p->stack[i + 1], (size_t)(p->depth - i - 1) * sizeof(v));
			p->stack[p->depth - 1] = v;
			if (ops->resume != NULL)
				ops->resume(top(p));
			return;
		}
	if (p->depth == DEPTH)
		return;
	if (view_open(&p->stack[p->depth], ops, &p->d.desk, arg, &e) == ERR_OK)
		p->depth++;
	else
		fuzz_must(utf8_valid(e.text, strlen(e.text)), "why it does not open");
}

static void
back(struct play *p)
{
	struct view *v = top(p);
	struct err e = { 0 };

	if (p->depth <= 1)
		return;
	if (v->ops->may_close != NULL && !v->ops->may_close(v, &e)) {
		fuzz_must(e.text[0] != '\0', "why it does not close");
		return;
	}
	view_close(v);
	p->depth--;
	v = top(p);
	if (v->ops->resume != NULL && (v->ops->resume(v) & VIEW_CLOSE) != 0)
		back(p);
}

static void
global(struct play *p, enum action a)
{
	static const struct {
		enum action a;
		const char *view;
	} opens[] = {
		{ ACTION_NEW, "intake" },
		{ ACTION_HELP, "help" },
		{ ACTION_KNOWLEDGE, "knowledge" },
		{ ACTION_COMMAND, "sync" },
		{ ACTION_GO_TO, "tickets" },
	};

	if (a == ACTION_BACK)
		back(p);
	for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++)
		if (opens[i].a == a)
			on_open(p, view_by_name(opens[i].view),
			    a == ACTION_HELP && p->depth > 0 ? top(p)->ops->name : NULL);
}

/* ---- a step ---- */

static void
draw(struct play *p)
{
	struct canvas *c = &p->d.canvas;
	struct view *v = top(p);
	struct rect body = { 1, 0, c->rows - 4, c->cols };

	canvas_clear(c);
	if (v != NULL && body.rows > 0)
		v->ops->draw(v, c, body);
	bar_message(c, c->rows - 3, ROLE_MESSAGE, p->d.said, "已存 10:42");
	if (v != NULL)
		bar_footer(c, c->rows - 1, &p->keys, v->ops->footer, v->ops->n_footer);
	fuzz_canvas(c);
	cache_turn_end(p->d.desk.cache);
}

static void
react(struct play *p, unsigned bits)
{
	if (bits & VIEW_FLUSH)
		decode_flush(&p->decode);
	if (bits & VIEW_CLOSE)
		back(p);
}

static bool
drain(struct play *p)
{
	struct input in;
	bool any = false;

	for (;;) {
		struct view *v = top(p);
		unsigned scopes = v->ops->scopes != NULL ? v->ops->scopes(v) : SCOPE_ALL, bits;

		if (!decode_next(&p->decode, &p->keys, scopes, &in))
			return any;
		any = true;
		p->d.said[0] = '\0';
		if (in.kind == INPUT_TEXT || in.kind == INPUT_PASTE)
			fuzz_must(utf8_valid(in.text, in.len), "input is text");
		bits = v->ops->input != NULL ? v->ops->input(v, &in) : VIEW_IGNORED;
		react(p, bits);
		if ((bits & VIEW_IGNORED) && in.kind == INPUT_ACTION)
			global(p, in.action);
		draw(p);
	}
}

/* ---- what is not a key ---- */

static void
terminal_key(struct play *p, unsigned arg)
{
	static const uint16_t keys[] = { KEYNO_UP, KEYNO_DOWN, KEYNO_LEFT, KEYNO_RIGHT, KEYNO_HOME,
		KEYNO_END, KEYNO_PGUP, KEYNO_PGDN, KEYNO_INSERT, KEYNO_DELETE, KEYNO_BACKTAB,
		KEYNO_F + 1, KEYNO_F + 2, KEYNO_F + 3, KEYNO_F + 4, KEYNO_F + 5, KEYNO_F + 6,
		KEYNO_F + 7, KEYNO_F + 8, KEYNO_F + 9, KEYNO_F + 10, KEYNO_F + 11, KEYNO_F + 12 };

	decode_key(&p->decode, keys[arg % (sizeof(keys) / sizeof(keys[0]))], p->now);
}

static void
size(struct play *p, unsigned arg)
{
	static const int sizes[][2] = { { 24, 80 }, { 36, 120 }, { 10, 60 }, { 24, 81 }, { 25, 99 },
		{ 12, 200 }, { 60, 80 }, { 5, 20 } };

	fuzz_must(canvas_resize(&p->d.canvas, sizes[arg % 8][0], sizes[arg % 8][1]), "memory");
}

static void
tell(struct play *p, const struct news *n)
{
	for (int i = 0; i < p->depth; i++) {
		struct view *v = &p->stack[i];
		bool on_top = i == p->depth - 1;
		unsigned bits = v->ops->event != NULL ? v->ops->event(v, n) : 0;

		if (on_top)
			react(p, bits);
	}
}

static void
news(struct play *p, unsigned arg)
{
	static const enum news_kind kinds[] = { NEWS_DONE, NEWS_DONE, NEWS_TABLES, NEWS_LINK,
		NEWS_IDENTITY, NEWS_NUMBER, NEWS_NOTICE };
	struct news n = { .kind = kinds[arg % 7], .tables = ~0u };
	unsigned more = arg / 7;

	if (p->d.n_jobs > 0)
		n.job = p->d.jobs[more / 2 % (unsigned)p->d.n_jobs]->id;
	n.err.code = more % 2 == 0 ? ERR_OK : ERR_GUARD;
	(void)str_copy(n.err.text, sizeof(n.err.text), "不满足办理条件");
	(void)snprintf(n.ticket, sizeof(n.ticket), "0190a000-0000-7000-8000-%012u", 1 + more % 6);
	(void)str_copy(n.number, sizeof(n.number), "261121104207115411");
	(void)str_copy(n.old_number, sizeof(n.old_number), "261121104207115410");
	fields_set(&n.identity, TF_CALLER_PHONE, "13800005678");
	fields_set(&n.identity, TF_CALLED, "张女士");
	p->d.desk.link.state = (enum link_state)(more % 5);
	tell(p, &n);
	fields_free(&n.identity);
}

static void
telephone(struct play *p, unsigned arg)
{
	static const char *const peers[] = { "13800005678", "", "88900001", "15900000777" };
	struct news n = { .kind = NEWS_PHONE };
	struct call_info *c = &p->d.desk.call;

	switch (arg % 4) {
	case 0:
		viewdesk_call(&p->d, peers[arg / 4 % 4]);
		n.phone.kind = PHONE_ESTABLISHED;
		break;
	case 1:
		*c = (struct call_info){ .ringing = true, .since_at = p->d.desk.now };
		n.phone.kind = PHONE_OFFERED;
		break;
	case 2:
		(void)str_copy(c->heard, sizeof(c->heard), "喂你好，门口路灯坏了三天了。");
		n.phone.kind = PHONE_SAYS;
		break;
	default:
		c->active = c->ringing = false;
		n.phone.kind = PHONE_CLEARED;
	}
	c->caps = arg / 16;
	tell(p, &n);
}

static void
silence(struct play *p, unsigned arg)
{
	struct view *v = top(p);

	p->now += 20 * arg;
	p->d.desk.now += 20 * arg + (arg > 200 ? 86400000 : 0);
	decode_time(&p->decode, p->now);
	(void)drain(p);
	v = top(p);
	if (v->ops->idle != NULL && arg >= 10)
		react(p, v->ops->idle(v));
	v = top(p);
	if (v->ops->wake_at != NULL)
		fuzz_must(v->ops->wake_at(v) >= 0, "when it wakes");
}

static void
special(struct play *p, unsigned op, unsigned arg)
{
	switch (op % 8) {
	case 0:
		terminal_key(p, arg);
		break;
	case 1:
		decode_paste(&p->decode, arg % 2 == 0, p->now);
		break;
	case 2:
		silence(p, arg);
		break;
	case 3:
		size(p, arg);
		break;
	case 4:
		news(p, arg);
		break;
	case 5:
		telephone(p, arg);
		break;
	case 6:
		p->d.refuse = arg % 4 == 0;
		p->d.desk.low_bandwidth = arg % 8 >= 4;
		break;
	default:
		decode_byte(&p->decode, MARK, p->now);
	}
}

/* ---- one input ---- */

static void
begin(struct play *p, unsigned how, unsigned which)
{
	static const uint32_t roles[] = { ROLE_BIT(AGENT), ROLE_BIT(DISPATCHER) | ROLE_BIT(SENIOR),
		ROLE_BIT(AGENT) | ROLE_BIT(SENIOR), ROLE_BIT(KB_EDITOR) };
	size_t n;
	const struct view_ops *const *views = views_all(&n);
	char id[ID_SIZE];
	struct desk *d = &p->d.desk;

	*d = p->fresh;
	d->me.roles = roles[how % 4];
	p->d.refuse = false;
	p->d.said[0] = '\0';
	p->now = 1000000;
	size(p, how / 4 % 8);
	decode_init(&p->decode, &p->keys, 100);
	(void)snprintf(id, sizeof(id), "0190a000-0000-7000-8000-%012u", 1 + which / 16 % 7);
	on_open(p, view_by_name("home"), NULL);
	on_open(p, views[which % 16 % n],
	    strcmp(views[which % 16 % n]->name, "ticket") == 0 ? id : NULL);
	fuzz_must(p->depth > 0, "a first screen");
	draw(p);
}

static void
end(struct play *p)
{
	struct viewdesk *d = &p->d;

	while (p->depth > 0)
		view_close(&p->stack[--p->depth]);
	decode_free(&p->decode);
	for (int i = 0; i < d->n_jobs; i++)
		job_free(d->jobs[i]);
	for (int i = 0; i < d->n_kept; i++) {
		check_fields(&d->kept[i].f, false);
		fields_free(&d->kept[i].f);
	}
	memset(d->kept, 0, sizeof(d->kept[0]) * (size_t)d->n_kept);
	d->n_jobs = d->n_kept = d->edits = 0;
	d->journal = NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct play *p = &play;

	if (n < 3)
		return 0;
	begin(p, data[0], data[1]);
	for (size_t i = 2; i < n; i++) {
		p->now++;
		if (data[i] == MARK && i + 2 < n) {
			special(p, data[i + 1], data[i + 2]);
			i += 2;
			if (!drain(p))
				draw(p);
		} else {
			decode_byte(&p->decode, data[i], p->now);
			(void)drain(p);
		}
	}
	end(p);
	return 0;
}

/* ---- setting up, once ---- */

struct rows {
	struct page page;
	size_t cap;
};

static bool
add_row(void *arg, const char *kind, const char *code, const char *text)
{
	struct rows *r = arg;

	if (r->page.n_refs == r->cap) {
		r->cap = r->cap > 0 ? r->cap * 2 : 256;
		r->page.refs = realloc(r->page.refs, r->cap * sizeof(*r->page.refs));
		fuzz_must(r->page.refs != NULL, "memory");
	}
	r->page.refs[r->page.n_refs++] = (struct ref_row){
		.kind = str_dup(kind), .code = str_dup(code), .text = str_dup(text), .rev = 2
	};
	return true;
}

static void
fill_articles(struct viewcache *k)
{
	struct rows r = { .page = { .cursor = "2", .epoch = "e" } };
	struct cache_place from;
	struct err e = { 0 };
	bool applied = false;

	fuzz_must(city_articles_each("conf/city/yunjiang", add_row, &r, &e) == ERR_OK, e.text);
	cache_place(k->w, "reference", &from);
	fuzz_must(cache_page(k->w, "reference", &from, &r.page, &applied, &e) == ERR_OK && applied,
	    "the articles");
	while (cache_article_index(k->w, &e))
		;
	page_free(&r.page);
}

static void
forget(void)
{
	viewcache_close(&play.cache);
	viewdesk_free(&play.d);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct play *p = &play;

	viewdesk_init(&p->d, 24, 80);
	viewcache_open(&p->cache, &p->d);
	viewcache_story(&p->cache);
	fill_articles(&p->cache);
	viewcache_own(&p->cache, 0, EVENT_AMEND, "2026-11-21 09:40:11", TF_ADDRESS, "红山路87号");
	viewcache_answer(&p->cache, OP_CONFLICT, "", "address");
	viewcache_own(&p->cache, 1, EVENT_NOTE, "2026-11-21 09:58:20", TF_COUNT, "已联系物业");
	viewcache_answer(&p->cache, OP_REJECTED, "不满足办理条件", "");
	viewcache_own(
	    &p->cache, 2, EVENT_SUPPLEMENT, "2026-11-21 10:41:47", TF_COUNT, "今晚又在装修");
	keymap_default(&p->keys);
	p->d.desk.keymap = &p->keys;
	p->d.desk.job = on_job;
	p->d.desk.open = on_open;
	p->fresh = p->d.desk;
	atexit(forget);
	fuzz_args(argc, argv, (const char *const[]){ MAX_BYTES }, 1);
	return 0;
}

/* Calls as they go: the words of the caller, the proposals taken, whatever is still asked, sent. */
#define KEY(n)  "\xff\x00" n
#define PAUSE   "\xff\x02\x14"
#define F2      KEY("\x0c")
#define F10     KEY("\x14")
#define LAMP    "红山路78号门口路灯不亮三天了"
#define ANSWERS "13800005678\r\r\r\r\r\r"

static const struct fuzz_word words[] = {
	FUZZ_WORD(F2 LAMP PAUSE "\t\r" ANSWERS F10 "1" F10),
	FUZZ_WORD("\xff\x05\x00" F2 LAMP PAUSE "\r\r\r\r\r\r\r\r" F10 F10 "\xff\x04\x00"),
	FUZZ_WORD(F2 LAMP PAUSE F10 F10 F10),
	FUZZ_WORD("2" LAMP "\r" F10),
	FUZZ_WORD("3" LAMP F10),
	FUZZ_WORD("gjj" PAUSE "\r\r"),
	FUZZ_WORD("红山路78号门口路灯不亮, 昨晚有老人摔倒"),
	FUZZ_WORD("液化气泄漏有人中毒"),
	FUZZ_WORD("公积金异地提取怎么办"),
	FUZZ_WORD("13800005678"),
	FUZZ_WORD("gjj"),
	FUZZ_WORD("0205\r"),
	FUZZ_WORD("\r\r\r"),
	FUZZ_WORD("\t\r"),
	FUZZ_WORD("\x1b\r"), /* a new line */
	FUZZ_WORD("\x1b\x1b"),
	FUZZ_WORD("\x0f"), /* Ctrl-O */
	FUZZ_WORD("\x10"),
	FUZZ_WORD("\x0e"), /* Ctrl-N */
	FUZZ_WORD("\x19"), /* Ctrl-Y */
	FUZZ_WORD("\x17\x15\x0b\x1f"),
	FUZZ_WORD("\x7f\x7f\x7f"),
	FUZZ_WORD("\xff\x00\x01"), /* Down */
	FUZZ_WORD("\xff\x00\x00"),
	FUZZ_WORD("\xff\x00\x02"),
	FUZZ_WORD("\xff\x00\x04"), /* Home */
	FUZZ_WORD("\xff\x00\x0a"), /* Shift-Tab */
	FUZZ_WORD("\xff\x00\x0b"), /* F1 */
	FUZZ_WORD("\xff\x00\x0c"), /* F2 */
	FUZZ_WORD("\xff\x00\x0d"), /* F3 */
	FUZZ_WORD("\xff\x00\x0e"), /* F4 */
	FUZZ_WORD("\xff\x00\x0f"), /* F5 */
	FUZZ_WORD("\xff\x00\x10"), /* F6 */
	FUZZ_WORD("\xff\x00\x12"), /* F8 */
	FUZZ_WORD("\xff\x00\x14"), /* F10 */
	FUZZ_WORD("\xff\x00\x14\xff\x00\x14"),
	FUZZ_WORD("\xff\x01\x00"), /* a paste begins */
	FUZZ_WORD("\xff\x01\x01"),
	FUZZ_WORD("\xff\x01\x00一段\t两行\n\xe2\x80\xae\xff\x01\x01"),
	FUZZ_WORD("\xff\x02\x14"), /* a pause */
	FUZZ_WORD("\xff\x02\xff"),
	FUZZ_WORD("\xff\x03\x02"), /* a small window */
	FUZZ_WORD("\xff\x03\x01"),
	FUZZ_WORD("\xff\x04\x00"), /* done */
	FUZZ_WORD("\xff\x04\x07"), /* refused */
	FUZZ_WORD("\xff\x04\x02"),
	FUZZ_WORD("\xff\x05\x00"), /* a call */
	FUZZ_WORD("\xff\x05\xf0"),
	FUZZ_WORD("\xff\x05\x02"),
	FUZZ_WORD("\xff\x05\x03"),
	FUZZ_WORD("\xff\x06\x00"), /* the engine is busy */
	FUZZ_WORD("\xff\x06\x01"),
	FUZZ_WORD("e\xcc\x81\xf0\x9f\x91\xa8\xe2\x80\x8d"),
	FUZZ_WORD("\xe5\x81"),
};

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, n, max, seed);
}
