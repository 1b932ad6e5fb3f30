/* Exams: what was sent, what comes next, what it amounts to.
 *
 * Invariants: a call is written down before it rings, so that no crash lets anybody have the same call twice in one exam; an
 * exam has each number at most once among the results. Not here: the lot (model/exam.h), who sends the call (app_exam.c). */
#include "client/class/exam.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "client/class/paper.h"
#include "exam_p.h"
#include "results_p.h"

#define SEEN "-" /* in place of an exam: he was shown how it is done */
#define OVERTIME \
	1 /* in place of the variant, where the call is 0: its time was over; else it was broken off */

static bool
is_seen(const struct sent *s)
{
	return strcmp(s->id, SEEN) == 0;
}

/* ---- what it amounts to ---- */

static struct exam_sum *
sum_of(struct exam_sums *s, const char *id, const char *trainee)
{
	struct exam_sum *grown;

	for (int i = 0; i < s->n; i++)
		if (strcmp(s->item[i].id, id) == 0 && strcmp(s->item[i].trainee, trainee) == 0)
			return &s->item[i];
	grown = results_more(s->item, s->n, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	s->item = grown;
	grown += s->n++;
	*grown = (struct exam_sum){ .verdict = EXAM_UNDER_WAY };
	(void)str_copy(grown->id, sizeof(grown->id), id);
	(void)str_copy(grown->trainee, sizeof(grown->trainee), trainee);
	return grown;
}

static void
add_result(struct exam_sum *x, const struct class_result *r)
{
	if (r->nth < 1 || r->nth > EXAM_QUESTIONS || x->call[r->nth - 1] != NULL)
		return;
	x->call[r->nth - 1] = r;
	x->done++;
	x->at = r->at > x->at ? r->at : x->at;
}

static enum exam_verdict
judge(const struct exam_sum *x)
{
	static const enum exam_verdict of[] = { EXAM_OPEN, EXAM_PASSED, EXAM_FAILED, EXAM_FATAL };
	enum exam_verdict worst = EXAM_PASSED;

	if (x->verdict == EXAM_BROKEN || x->verdict == EXAM_LATE || x->done < EXAM_QUESTIONS)
		return x->verdict;
	for (int i = 0; i < EXAM_QUESTIONS; i++) {
		const enum exam_verdict v = of[x->call[i]->verdict];

		if (v == EXAM_FATAL || worst == EXAM_FATAL)
			worst = EXAM_FATAL;
		else if (v == EXAM_FAILED || worst == EXAM_FAILED)
			worst = EXAM_FAILED;
		else if (v == EXAM_OPEN)
			worst = EXAM_OPEN;
	}
	return worst;
}

static bool
share_a_variant(const struct exam_sum *a, const struct exam_sum *b)
{
	for (int i = 0; i < EXAM_QUESTIONS; i++)
		for (int k = 0; k < EXAM_QUESTIONS; k++)
			if (strcmp(a->call[i]->scenario, b->call[k]->scenario) == 0 &&
			    a->call[i]->seed == b->call[k]->seed)
				return true;
	return false;
}

static void
judge_all(struct exam_sums *s)
{
	for (int i = 0; i < s->n; i++) {
		struct exam_sum *x = &s->item[i];

		x->verdict = judge(x);
		x->counts = x->verdict == EXAM_PASSED;
		for (int k = 0; k < i && x->counts; k++)
			if (s->item[k].counts && strcmp(s->item[k].trainee, x->trainee) == 0 &&
			    share_a_variant(&s->item[k], x))
				x->counts = false;
	}
}

static bool
add_sent(struct exam_sums *out, const struct sent *s)
{
	struct exam_sum *x = sum_of(out, s->id, s->trainee);

	if (x == NULL)
		return false;
	if (x->began_at == 0 && s->nth > 0)
		x->began_at = s->at;
	if (s->nth == 0)
		x->verdict = s->variant == OVERTIME ? EXAM_LATE : EXAM_BROKEN;
	else if (s->nth > x->sent)
		x->sent = s->nth;
	else
		x->repeated++;
	if (x->at < s->at)
		x->at = s->at;
	return true;
}

enum err_code
exams_read(const char *dir, struct exam_sums *out, struct err *e)
{
	struct log log = { 0 };
	enum err_code rc;

	*out = (struct exam_sums){ 0 };
	rc = results_read(dir, &out->results, e);
	if (rc == ERR_OK)
		rc = exam_log(dir, &log, e);
	for (int i = 0; i < log.n && rc == ERR_OK; i++)
		if (!is_seen(&log.item[i]) && !add_sent(out, &log.item[i]))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	for (int i = 0; i < out->results.n && rc == ERR_OK; i++) {
		const struct class_result *r = &out->results.item[i];
		struct exam_sum *x = r->exam[0] != '\0' ? sum_of(out, r->exam, r->trainee) : NULL;

		if (x != NULL)
			add_result(x, r);
	}
	judge_all(out);
	free(log.item);
	return rc;
}

void
exams_free(struct exam_sums *s)
{
	free(s->item);
	results_free(&s->results);
	*s = (struct exam_sums){ 0 };
}

int
exams_counted(const struct exam_sums *s, const char *trainee)
{
	int n = 0;

	for (int i = 0; i < s->n; i++)
		n += s->item[i].counts && strcmp(s->item[i].trainee, trainee) == 0;
	return n;
}

const char *
exam_verdict_label(enum exam_verdict v)
{
	static const char *const labels[] = { "没考完", "待教员评", "合格", "不合格", "一票否决",
		"中途停考", "超时没考完" };

	return (size_t)v < sizeof(labels) / sizeof(labels[0]) ? labels[v] : "";
}

/* ---- going on ---- */

bool
exam_open(const char *dir, const char *trainee, char id[32], int *done)
{
	struct exam_sums s;
	bool found = false;

	if (exams_read(dir, &s, NULL) == ERR_OK)
		for (int i = s.n - 1; i >= 0 && !found; i--)
			if (s.item[i].verdict == EXAM_UNDER_WAY &&
			    strcmp(s.item[i].trainee, trainee) == 0) {
				(void)str_copy(id, 32, s.item[i].id);
				*done = s.item[i].done;
				found = true;
			}
	exams_free(&s);
	return found;
}

static bool
is_among(const char *const *who, int n, const char *trainee)
{
	for (int i = 0; i < n; i++)
		if (strcmp(who[i], trainee) == 0)
			return true;
	return false;
}

/* What they have had: lessons first, then what was sent in exams, which is the order that matters. */
static struct exam_had *
history(const struct class_results *r, const struct log *log, const char *const *who, int n_who,
    const char *id, size_t *n)
{
	struct exam_had *had = calloc((size_t)r->n + (size_t)log->n + LOT_MORE, sizeof(*had));

	*n = 0;
	for (int i = 0; had != NULL && i < r->n; i++)
		if (is_among(who, n_who, r->item[i].trainee) && r->item[i].exam[0] == '\0')
			had[(*n)++] = (struct exam_had){ r->item[i].scenario, r->item[i].seed,
				r->item[i].mode == MODE_GUIDED, false };
	for (int i = 0; had != NULL && i < log->n; i++)
		if (is_among(who, n_who, log->item[i].trainee) && log->item[i].scenario[0] != '\0')
			had[(*n)++] =
			    (struct exam_had){ log->item[i].scenario, log->item[i].variant,
				    is_seen(&log->item[i]), strcmp(log->item[i].id, id) == 0 };
	return had;
}

/* What of the shelf may be asked; NULL without memory. */
static struct exam_item *
askable(const struct shelf *shelf, size_t *n)
{
	struct exam_item *item = calloc((size_t)shelf->n + 1, sizeof(*item));

	*n = 0;
	for (int i = 0; item != NULL && i < shelf->n; i++)
		if ((shelf->item[i].modes & (1u << MODE_EXAM)) != 0)
			item[(*n)++] = (struct exam_item){ shelf->item[i].id, shelf->item[i].kind,
				shelf->item[i].marks, shelf->item[i].choices };
	return item;
}

void
lot_free(struct lot *l)
{
	free(l->item);
	free(l->had);
	free(l->log.item);
	exams_free(&l->sums);
}

enum err_code
lot_open(struct lot *l, const struct shelf *shelf, const char *dir, const char *const *who,
    int n_who, const char *id, struct err *e)
{
	enum err_code rc;

	*l = (struct lot){ 0 };
	if (shelf->mix_wrong[0] != '\0')
		return err_set(e, ERR_INVALID, "%s", shelf->mix_wrong);
	rc = exams_read(dir, &l->sums, e);
	if (rc == ERR_OK)
		rc = exam_log(dir, &l->log, e);
	if (rc != ERR_OK)
		return rc;
	l->mix = &shelf->mix;
	l->item = askable(shelf, &l->n);
	l->had = history(&l->sums.results, &l->log, who, n_who, id, &l->m);
	return l->item == NULL || l->had == NULL ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
}

enum err_code
exam_begin(const struct shelf *shelf, const char *dir, const char *trainee, int64_t now,
    char id[32], struct err *e)
{
	struct lot l;
	enum err_code rc = lot_open(&l, shelf, dir, &trainee, 1, "", e);
	const struct exam_lots from = lot_from(&l);
	const size_t left = rc == ERR_OK ? exam_left(&from) : 0;

	if (rc == ERR_OK && left < EXAM_QUESTIONS)
		rc = err_set(e, ERR_STATE,
		    "能考 %s 的案例只剩 %d 个, 要 %d 个: 引导过的不再考, 请教员加案例。", trainee,
		    (int)left, EXAM_QUESTIONS);
	civil_format(now, "%Y%m%d-%H%M%S", id, 32);
	lot_free(&l);
	return rc;
}

/* Which call of the exam comes, and how many exams this person had before. */
static int
place_of(const struct exam_sums *s, const char *trainee, const char *id, int *before)
{
	int nth = 1;

	*before = 0;
	for (int i = 0; i < s->n; i++) {
		if (strcmp(s->item[i].trainee, trainee) != 0)
			continue;
		if (strcmp(s->item[i].id, id) == 0)
			nth = s->item[i].done + 1;
		else
			++*before;
	}
	return nth;
}

static void
put_call(const struct shelf *shelf, const struct exam_item *i, const struct exam_pick *pick,
    struct exam_call *out)
{
	out->variant = pick->variant;
	(void)str_copy(out->scenario, sizeof(out->scenario), i->id);
	for (int k = 0; k < shelf->n; k++)
		if (shelf->item[k].id == i->id)
			(void)str_copy(out->path, sizeof(out->path), shelf->item[k].path);
}

/* The first call of it that this person has not had in this exam. */
static enum err_code
take_of_paper(const struct lot *l, const char *paper, const char *dir, const char *trainee,
    const char *id, struct exam_call *out, struct err *e)
{
	struct paper_call call[PAPER_CALLS];
	const int n = paper_read(paper, call, e);

	for (int i = 0; i < n; i++) {
		bool had = false;

		for (size_t k = 0; k < l->m && !had; k++)
			had = l->had[k].now && l->had[k].variant == call[i].variant &&
			      strcmp(l->had[k].scenario, call[i].scenario) == 0;
		if (had)
			continue;
		out->variant = call[i].variant;
		(void)str_copy(out->scenario, sizeof(out->scenario), call[i].scenario);
		return paper_lay(dir, trainee, id, &call[i], out->path, e);
	}
	return n < 0 ? e != NULL ? e->code : ERR_INVALID
		     : err_set(e, ERR_STATE, "这套题没有别的来电可以接着考了。");
}

static enum err_code
take_of_shelf(const struct lot *l, const struct shelf *shelf, uint64_t seed, int nth,
    struct exam_call *out, struct err *e)
{
	const struct exam_lots from = lot_from(l);
	struct exam_pick pick;

	if (from.item == NULL || !exam_lot(&from, seed, nth, &pick))
		return err_set(e, ERR_STATE, "没有别的案例可以接着考了。");
	put_call(shelf, &from.item[pick.item], &pick, out);
	return ERR_OK;
}

enum err_code
exam_next(const struct shelf *shelf, const char *dir, const char *trainee, const char *id,
    uint64_t class_seed, int64_t now, struct exam_call *out, struct err *e)
{
	struct lot l;
	struct sent s = { .at = now };
	struct str paper = { 0 };
	int before;
	enum err_code rc = lot_open(&l, shelf, dir, &trainee, 1, id, e);

	if (rc == ERR_OK) {
		out->nth = s.nth = place_of(&l.sums, trainee, id, &before);
		rc = paper_load(dir, trainee, id, &paper, e);
		if (rc == ERR_OK) {
			rc = take_of_paper(&l, str_c(&paper), dir, trainee, id, out, e);
		} else if (rc == ERR_NOT_FOUND) { /* none was handed out */
			err_clear(e);
			rc = take_of_shelf(
			    &l, shelf, exam_seed(class_seed, trainee, before), s.nth, out, e);
		}
	}
	if (rc == ERR_OK) {
		s.variant = out->variant;
		(void)str_copy(s.scenario, sizeof(s.scenario), out->scenario);
		(void)str_copy(s.id, sizeof(s.id), id);
		(void)str_copy(s.trainee, sizeof(s.trainee), trainee);
		rc = exam_log_add(dir, &s, e);
	}
	str_free(&paper);
	lot_free(&l);
	return rc;
}

/* Before its end, and why. */
static enum err_code
end(const char *dir, const char *trainee, const char *id, int64_t now, uint64_t why, struct err *e)
{
	struct sent s = { .at = now, .variant = why };

	(void)str_copy(s.id, sizeof(s.id), id);
	(void)str_copy(s.trainee, sizeof(s.trainee), trainee);
	return exam_log_add(dir, &s, e);
}

enum err_code
exam_stop(const char *dir, const char *trainee, const char *id, int64_t now, struct err *e)
{
	return end(dir, trainee, id, now, 0, e);
}

enum err_code
exam_late(const char *dir, const char *trainee, const char *id, int64_t now, struct err *e)
{
	return end(dir, trainee, id, now, OVERTIME, e);
}

int64_t
exam_began(const char *dir, const char *trainee, const char *id)
{
	struct exam_sums s;
	int64_t at = 0;

	if (exams_read(dir, &s, NULL) == ERR_OK)
		for (int i = 0; i < s.n; i++)
			if (strcmp(s.item[i].id, id) == 0 &&
			    strcmp(s.item[i].trainee, trainee) == 0)
				at = s.item[i].began_at;
	exams_free(&s);
	return at;
}

enum err_code
exam_seen(const char *dir, const char *trainee, const char *scenario, uint64_t variant, int64_t now,
    struct err *e)
{
	struct sent s = { .at = now, .variant = variant, .id = SEEN };

	(void)str_copy(s.trainee, sizeof(s.trainee), trainee);
	(void)str_copy(s.scenario, sizeof(s.scenario), scenario);
	return exam_log_add(dir, &s, e);
}
