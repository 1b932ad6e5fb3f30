/* hotseat kb draft, kb review, kb diff, kb expiring: knowledge in the making, by the rules of the screen 知识维护. What writes
 * signs somebody in, is kept on this seat before anything is said, then sent; a step that the centre would not take is told
 * with its reason.
 *
 * Not here: finding articles (cmd_kb.c), importing many (hotseatd import articles). */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/limits.h"
#include "client/cache/kb.h"
#include "client/cache/records.h"
#include "cmd_p.h"
#include "text/diff.h"
#include "wire/article_json.h"
#include "wire/ticket_json.h"

#define FILL_MS       60000
#define SEND_MS       10000
#define DESK_MS       10000
#define WORKS_MOST    500
#define STEPS_MOST    200
#define EXPIRES_DAYS  30
#define EXPIRING_MOST 500

struct editing {
	struct cmd_seat s;
	struct cache_reader *r;
	struct link_info link;
	struct article_work work;
	char id[ID_SIZE]; /* of the step that was written down */
};

/* ---- somebody signed in, with what others did meanwhile ---- */

static bool
has_desk(void *arg)
{
	struct cmd_seat *s = arg;
	struct link_info link;

	engine_link(s->engine, &link);
	return engine_has_desk(s->engine) || link.state != LINK_ONLINE;
}

static enum err_code
begin(const struct cmd_env *env, struct editing *x, struct err *e)
{
	enum err_code rc = cmd_seat_open(env, &x->s, e);

	if (rc != ERR_OK)
		return rc;
	cmd_seat_line(&x->s, &x->link);
	if (x->link.state == LINK_ONLINE || x->link.state == LINK_FILLING)
		(void)cmd_seat_settle(&x->s, FILL_MS, &x->link);
	if (x->link.state == LINK_ONLINE) /* what others did comes last */
		(void)engine_run_until(x->s.engine, has_desk, &x->s, DESK_MS);
	return cache_reader_open(env->data_dir, engine_key(x->s.engine), &x->r, e);
}

static int
finish(struct editing *x, enum err_code rc, const struct err *e)
{
	cache_reader_close(x->r);
	cmd_seat_close(&x->s);
	return rc == ERR_OK ? CMD_OK : cmd_fail(e);
}

/* ---- one step ---- */

static enum err_code
check(struct editing *x, const struct record *r, struct err *e)
{
	struct article live;
	struct record copy = { .at = 0 };
	struct article_case c = { .flow = &x->work.flow, .today = civil_day(clock_now_ms()) };
	enum err_code rc = record_check(r, e);

	article_init(&live);
	if (cache_article(x->r, r->object, &live, NULL) == ERR_OK)
		c.live = &live;
	if (x->work.flow.text[0] != '\0')
		(void)cache_record(x->r, x->work.flow.text, &copy);
	c.copy = record_text(&copy);
	if (rc == ERR_OK)
		rc = article_flow_check(&c, r, x->s.roles, e);
	article_free(&live);
	record_free(&copy);
	return rc;
}

static enum err_code
take(struct editing *x, enum article_step step, const char *kb_no, const char *text, struct err *e)
{
	struct job *j = job_new(JOB_RECORD);
	const int64_t now = clock_now_ms();
	enum err_code rc = ERR_OK;

	if (j == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	(void)cache_article_work(x->r, kb_no, &x->work);
	j->record.kind = RECORD_ARTICLE;
	j->record.at = now > x->work.flow.last_at ? now : x->work.flow.last_at + 1;
	id_new(j->record.id);
	str_copy(x->id, sizeof(x->id), j->record.id);
	str_copy(j->record.by, sizeof(j->record.by), x->s.me);
	str_copy(j->record.object, sizeof(j->record.object), kb_no);
	str_copy(j->record.code, sizeof(j->record.code), article_step_items[step].code);
	if (!record_set_text(&j->record, text))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		rc = check(x, &j->record, e);
	if (rc != ERR_OK) {
		job_free(j);
		return rc;
	}
	return cmd_seat_job(&x->s, j, e);
}

/* What the centre made of it, if it could be asked within moments. */
static enum err_code
tell(struct editing *x, enum article_step step, const char *kb_no, bool json, struct err *e)
{
	const bool sent = cmd_seat_settle(&x->s, SEND_MS, &x->link);

	(void)cache_article_work(x->r, kb_no, &x->work);
	if (x->work.why[0] != '\0')
		return err_set(e, ERR_FORBIDDEN, "中心没有收下: %s", x->work.why);
	if (json)
		printf("{\"kb_no\":\"%s\",\"step\":\"%s\",\"sent\":%s}\n", kb_no,
		    article_step_items[step].code, sent ? "true" : "false");
	else
		printf("%s %s%s\n", kb_no, article_step_label(step),
		    sent ? "" : ", 已存本机, 恢复后自动送出");
	return ERR_OK;
}

/* ---- draft ---- */

static enum err_code
read_article(const char *from, struct str *text, struct article *a, struct err *e)
{
	enum err_code rc = strcmp(from, "-") == 0
			       ? ticket_file_stdin(text, e)
			       : fs_read_text(from, LIMIT_ARTICLE_BYTES, text, e);

	if (rc == ERR_OK)
		rc = article_read(str_c(text), text->len, a, e);
	if (rc != ERR_OK)
		return rc;
	a->status = ARTICLE_PUBLISHED; /* of a copy its step says it */
	str_reset(text);
	article_write(a, text);
	return text->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

void
cmd_kb_draft_help(struct str *out)
{
	str_addf(out,
	    "\n文件: UTF-8 文本, 先是各行“英文名: 内容”, 空一行后是读给来电人的答复 (必填, 最多 %d "
	    "字);\n"
	    "还有正文的, 单独一行 -- 之后写。# 开头的行不读。\n\n",
	    ARTICLE_ANSWER_CHARS);
	article_members_help(out);
	str_add(out, "\n例:\n"
		     "kb_no: K0205-90\ntitle: 路灯不亮找谁\nkind: guide\ncategory: 0205\n"
		     "source: 1004\nfrom: 2026-11-01\nuntil: 2027-10-31\nversion: 1\n\n"
		     "路灯由市政管理处维修。\n");
}

int
cmd_kb_draft(const struct cmd_env *env, const struct cmd_words *words)
{
	const int step = article_step_by_json(words->as != NULL ? words->as : "draft");
	struct editing x = { .id = "" };
	struct str text = { 0 };
	struct err e = { 0 };
	struct article a;
	enum err_code rc;

	if (words->from == NULL)
		return cmd_usage("要写明 --from 文件, 或 --from - 从标准输入读");
	if (step != ARTICLE_STEP_DRAFT && step != ARTICLE_STEP_SUBMIT)
		return cmd_usage("--as 应为 draft 或 submit");
	article_init(&a);
	rc = read_article(words->from, &text, &a, &e);
	if (rc == ERR_OK)
		rc = begin(env, &x, &e);
	if (rc == ERR_OK)
		rc = take(&x, (enum article_step)step, a.kb_no, str_c(&text), &e);
	if (rc == ERR_OK)
		rc = tell(&x, (enum article_step)step, a.kb_no, words->json, &e);
	article_free(&a);
	str_free(&text);
	return finish(&x, rc, &e);
}

/* ---- review ---- */

static const char *
copy_name(enum article_copy c)
{
	static const char *const names[] = { "none", "draft", "review", "returned" };

	return names[c];
}

static void
add_work(const struct article_work *w, bool json, bool first, struct str *out)
{
	static const char *const labels[] = { "", "起草", "待审", "退回" };

	if (!json) {
		str_addf(out, "%s\t%s\t%s\t%s\n", w->kb_no, labels[w->flow.copy], w->by, w->title);
		return;
	}
	str_addf(out, "%s{\"kb_no\":\"%s\",\"copy\":\"%s\",\"by\":\"%s\",\"version\":%d,\"title\":",
	    first ? "" : ",", w->kb_no, copy_name(w->flow.copy), w->by, w->version);
	json_escape(w->title, out);
	str_add_c(out, '}');
}

static enum err_code
list_works(struct editing *x, bool json, struct err *e)
{
	struct article_work *w = calloc(WORKS_MOST, sizeof(*w));
	int n = w != NULL ? cache_article_works(x->r, true, w, WORKS_MOST) : -1;
	struct str out = { 0 };
	enum err_code rc = n < 0 ? err_set(e, ERR_DB, NULL) : ERR_OK;

	for (int i = 0; i < n; i++)
		add_work(&w[i], json, i == 0, &out);
	if (out.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		printf(json ? "[%s]\n" : "%s", str_c(&out));
	if (rc == ERR_OK && n == 0)
		fputs("hotseat: 没有在改或待审的稿子\n", stderr);
	str_free(&out);
	free(w);
	return rc;
}

/* Publishing takes the words as they were sent for review, whatever they are. */
static enum err_code
review(struct editing *x, const struct cmd_words *words, int step, struct err *e)
{
	struct record copy = { .at = 0 };
	enum err_code rc;

	(void)cache_article_work(x->r, words->word, &x->work);
	if (step == ARTICLE_STEP_PUBLISH &&
	    (x->work.flow.text[0] == '\0' || !cache_record(x->r, x->work.flow.text, &copy)))
		return err_set(e, ERR_STATE, "%s 没有等审核的稿子。", words->word);
	rc = take(x, (enum article_step)step, words->word,
	    step == ARTICLE_STEP_PUBLISH ? record_text(&copy) : words->reason, e);
	record_free(&copy);
	return rc == ERR_OK ? tell(x, (enum article_step)step, words->word, words->json, e) : rc;
}

int
cmd_kb_review(const struct cmd_env *env, const struct cmd_words *words)
{
	const int step = words->as != NULL ? article_step_by_json(words->as) : -1;
	struct editing x = { .id = "" };
	struct err e = { 0 };
	enum err_code rc;

	if (words->as != NULL && step != ARTICLE_STEP_PUBLISH && step != ARTICLE_STEP_RETURN &&
	    step != ARTICLE_STEP_WITHDRAW && step != ARTICLE_STEP_DISCARD)
		return cmd_usage("--as 应为 publish、return、discard 或 withdraw");
	if ((words->word == NULL) != (words->as == NULL))
		return cmd_usage("写 知识编号 和 --as, 或都不写: 列出在改和待审的");
	if (words->as != NULL && step != ARTICLE_STEP_PUBLISH && words->reason == NULL)
		return cmd_usage("要写明 --reason 理由");
	rc = begin(env, &x, &e);
	if (rc == ERR_OK)
		rc = words->as != NULL ? review(&x, words, step, &e)
				       : list_works(&x, words->json, &e);
	return finish(&x, rc, &e);
}

/* ---- diff ---- */

struct printing {
	struct str out;
	bool json;
};

static bool
add_clause(void *arg, enum diff_kind kind, const char *s, size_t n)
{
	struct printing *p = arg;
	struct str clause = { 0 };

	str_add_n(&clause, s, n);
	if (p->json) {
		str_addf(&p->out, "%s{\"change\":\"%s\",\"text\":", p->out.len > 0 ? "," : "",
		    kind == DIFF_NEW    ? "new"
		    : kind == DIFF_GONE ? "gone"
					: "same");
		json_escape(str_c(&clause), &p->out);
		str_add_c(&p->out, '}');
	} else {
		str_addf(&p->out, "%c %s\n", " -+"[kind], str_c(&clause));
	}
	str_free(&clause);
	return !p->out.bad;
}

/* The words of a version that was published once; the last that bears the number. */
static bool
version_text(struct editing *x, const char *kb_no, long long version, struct str *out)
{
	struct record *r = calloc(STEPS_MOST, sizeof(*r));
	int n = r != NULL ? cache_article_steps(x->r, kb_no, r, STEPS_MOST) : 0;
	struct article a;

	article_init(&a);
	if (cache_article(x->r, kb_no, &a, NULL) == ERR_OK && a.version == version)
		article_write(&a, out);
	for (int i = 0; i < n; i++) {
		const int step = article_step_of(&r[i]);

		article_free(&a);
		if (out->len == 0 &&
		    (step == ARTICLE_STEP_PUBLISH || step == ARTICLE_STEP_IMPORT) &&
		    article_read(record_text(&r[i]), strlen(record_text(&r[i])), &a, NULL) ==
			ERR_OK &&
		    a.version == version)
			str_add(out, record_text(&r[i]));
		record_free(&r[i]);
	}
	article_free(&a);
	free(r);
	return out->len > 0;
}

/* "2,4": two versions; NULL: what is out and the copy in work. */
static enum err_code
find_both(struct editing *x, const struct cmd_words *words, struct str *before, struct str *after,
    struct err *e)
{
	const char *kb_no = words->word, *comma = words->in != NULL ? strchr(words->in, ',') : NULL;
	struct record copy = { .at = 0 };
	long long from = 0, to = 0;
	char first[16];
	struct article a;

	if (comma != NULL) {
		snprintf(first, sizeof(first), "%.*s", (int)(comma - words->in), words->in);
		if (!str_int(first, 1, 1000000, &from) || !str_int(comma + 1, 1, 1000000, &to))
			return err_set(e, ERR_INVALID, "--in 写成两个版次, 如 --in 2,4");
		if (!version_text(x, kb_no, from, before) || !version_text(x, kb_no, to, after))
			return err_set(
			    e, ERR_NOT_FOUND, "%s 没有第%lld版或第%lld版。", kb_no, from, to);
		return ERR_OK;
	}
	(void)cache_article_work(x->r, kb_no, &x->work);
	if (x->work.flow.text[0] == '\0' || !cache_record(x->r, x->work.flow.text, &copy))
		return err_set(e, ERR_NOT_FOUND, "%s 没有在改或待审的稿子。", kb_no);
	str_add(after, record_text(&copy));
	record_free(&copy);
	article_init(&a);
	if (cache_article(x->r, kb_no, &a, NULL) == ERR_OK)
		article_write(&a, before);
	article_free(&a);
	return ERR_OK;
}

static enum err_code
diff(struct editing *x, const struct cmd_words *words, struct err *e)
{
	struct printing p = { .json = words->json };
	struct str before = { 0 }, after = { 0 };
	enum err_code rc = find_both(x, words, &before, &after, e);

	if (rc == ERR_OK && (before.bad || after.bad ||
				!diff_clauses(str_c(&before), str_c(&after), add_clause, &p)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		printf(words->json ? "[%s]\n" : "%s", str_c(&p.out));
	str_free(&before);
	str_free(&after);
	str_free(&p.out);
	return rc;
}

int
cmd_kb_diff(const struct cmd_env *env, const struct cmd_words *words)
{
	struct editing x = { .id = "" };
	struct err e = { 0 };
	enum err_code rc;

	if (words->in != NULL && strchr(words->in, ',') == NULL)
		return cmd_usage("--in 写成两个版次, 如 --in 2,4");
	rc = begin(env, &x, &e);
	if (rc == ERR_OK)
		rc = diff(&x, words, &e);
	return finish(&x, rc, &e);
}

/* ---- expiring ---- */

int
cmd_kb_expiring(const struct cmd_env *env, const struct cmd_words *words)
{
	struct article_use *u = calloc(EXPIRING_MOST, sizeof(*u));
	const int32_t today = civil_day(clock_now_ms());
	struct cache_reader *r = NULL;
	struct str out = { 0 };
	struct err e = { 0 };
	char day[16];
	enum err_code rc = cmd_reader(env, &r, &e);
	int n = -1;

	if (rc == ERR_OK && u != NULL)
		n = cache_article_uses(r, today + EXPIRES_DAYS, u, EXPIRING_MOST);
	if (rc == ERR_OK && n < 0)
		rc = err_set(&e, u == NULL ? ERR_NO_MEMORY : ERR_DB, NULL);
	for (int i = 0; i < n; i++) {
		(void)civil_format(civil_day_start(u[i].until), "%Y-%m-%d", day, sizeof(day));
		if (!words->json) {
			str_addf(&out, "%s\t%s\t%d天\t%s\n", u[i].kb_no, day, u[i].until - today,
			    u[i].title);
			continue;
		}
		str_addf(&out,
		    "%s{\"kb_no\":\"%s\",\"until\":\"%s\",\"days\":%d,\"used\":%lld,\"title\":",
		    i > 0 ? "," : "", u[i].kb_no, day, u[i].until - today, (long long)u[i].used);
		json_escape(u[i].title, &out);
		str_add_c(&out, '}');
	}
	if (rc == ERR_OK && out.bad)
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		printf(words->json ? "[%s]\n" : "%s", str_c(&out));
	str_free(&out);
	free(u);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
