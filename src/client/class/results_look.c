/* What the results amount to: for a spreadsheet, for a scenario, for a person, for the class. Not here: how they are kept. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "model/exam.h"
#include "results_p.h"

const char *
results_way(const struct class_result *r, char out[RESULTS_WAY_SIZE])
{
	if (r->nth == 0)
		return scenario_mode_label(r->mode);
	(void)snprintf(out, RESULTS_WAY_SIZE, "整场%d/%d", r->nth, EXAM_QUESTIONS);
	return out;
}

/* ---- for a spreadsheet ---- */

static void
csv_text(struct str *out, const char *s)
{
	str_add_c(out, '"');
	if (strchr("=+-@", *s) != NULL && *s != '\0') /* a spreadsheet would reckon it */
		str_add_c(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			str_add_c(out, '"');
		str_add_c(out, *s);
	}
	str_add(out, "\",");
}

/* What trainers took back of the machine's half, each deduction as it is now. */
static void
csv_eased(const struct class_result *x, const struct class_reviews *v, struct str *out)
{
	struct str words = { 0 };

	for (int nth = 0; nth < SCORE_MARKS; nth++) {
		const struct class_review *by = reviews_eased(v, x, nth);

		if (by == NULL)
			continue;
		str_add(&words, words.len > 0 ? "; " : "");
		review_ease_say(by, x->mode, &words);
		str_addf(&words, " %s: %s", by->by, by->words);
	}
	csv_text(out, str_c(&words));
	str_free(&words);
}

/* All of them, oldest first, each with what came of it. */
static void
csv_disputes(const struct class_result *x, const struct class_reviews *v, struct str *out)
{
	int at[16], n = 0;
	struct str words = { 0 };

	for (int i = reviews_dispute(v, x, -1); i >= 0 && n < 16; i = reviews_dispute(v, x, i))
		at[n++] = i;
	while (n-- > 0) {
		str_add(&words, words.len > 0 ? "; " : "");
		reviews_dispute_say(v, x, at[n], &words);
	}
	csv_text(out, str_c(&words));
	str_free(&words);
}

static void
csv_line(const struct class_result *x, const struct class_reviews *v, struct str *out)
{
	const struct class_review *by = reviews_last(v, x);
	char at[32], trainer[16] = "--", stars[16] = "--", way[RESULTS_WAY_SIZE];

	civil_format(x->at, "%Y-%m-%d %H:%M", at, sizeof(at));
	if (x->trainer >= 0)
		(void)snprintf(trainer, sizeof(trainer), "%d", x->trainer);
	if (x->stars >= 0)
		(void)snprintf(stars, sizeof(stars), "%d", x->stars);
	str_addf(out, "%s,", at);
	csv_text(out, x->trainee);
	csv_text(out, x->scenario);
	csv_text(out, x->title);
	str_addf(out, "%" PRIu64 ",%s,", x->seed + 1, results_way(x, way));
	csv_text(out, x->exam);
	str_addf(out, "%d,%d,%d,%d,%s,%d,", x->nth, x->machine, x->machine_of, results_percent(x),
	    trainer, x->trainer_of);
	csv_text(out, by != NULL ? by->by : "");
	csv_disputes(x, v, out);
	csv_eased(x, v, out);
	str_addf(out, "%s,%d,%d,%" PRId64 ",%" PRId64 ",%d,%" PRId64 ",%d,%s\n",
	    score_verdict_label(x->verdict), x->keys, x->text_keys, x->klm_ms / 1000,
	    x->talk_ms / 1000, x->par_s, x->acw_ms / 1000, x->acw_s, stars);
}

void
results_csv(const struct class_results *r, const struct class_reviews *v, struct str *out)
{
	str_add(out, "时间,学员,案例,标题,变化,方式,考试,题号,机评得分,机评满分,机评百分,"
		     "教员评分,教员满分,评分教员,争议,免扣改扣,结论,按键,其中文字,操作估计秒(KLM),"
		     "通话秒,标准通话秒,"
		     "话后秒,标准话后秒,来电人打星\n");
	for (int i = 0; i < r->n; i++)
		csv_line(&r->item[i], v, out);
}

/* ---- for a scenario ---- */

int
results_percent(const struct class_result *r)
{
	return r->verdict == SCORE_FATAL || r->machine_of == 0 ? 0
							       : r->machine * 100 / r->machine_of;
}

static bool
is_of(const struct class_result *x, const char *trainee, const char *scenario)
{
	return strcmp(x->scenario, scenario) == 0 &&
	       (trainee == NULL || strcmp(x->trainee, trainee) == 0);
}

int
results_best(const struct class_results *r, const char *trainee, const char *scenario)
{
	int best = -1;

	for (int i = 0; i < r->n; i++)
		if (is_of(&r->item[i], trainee, scenario) && results_percent(&r->item[i]) > best)
			best = results_percent(&r->item[i]);
	return best;
}

static bool
is_exam_passed(const struct class_result *x, const char *trainee, const char *scenario)
{
	return is_of(x, trainee, scenario) && (x->mode == MODE_EXAM || x->mode == MODE_DRILL) &&
	       x->verdict == SCORE_PASSED;
}

int
results_passed(const struct class_results *r, const char *trainee, const char *scenario)
{
	int passed = 0;

	for (int i = 0; i < r->n; i++) {
		bool is_new = is_exam_passed(&r->item[i], trainee, scenario);

		for (int k = 0; is_new && k < i; k++)
			if (is_exam_passed(&r->item[k], trainee, scenario) &&
			    r->item[k].seed == r->item[i].seed)
				is_new = false;
		passed += is_new;
	}
	return passed;
}

/* ---- for a person, and the class ---- */

static struct class_person *
person(struct class_people *p, const char *trainee)
{
	struct class_person *grown;

	for (int i = 0; i < p->n; i++)
		if (strcmp(p->item[i].trainee, trainee) == 0)
			return &p->item[i];
	grown = results_more(p->item, p->n, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	p->item = grown;
	grown += p->n++;
	*grown = (struct class_person){ .best = -1 };
	(void)str_copy(grown->trainee, sizeof(grown->trainee), trainee);
	return grown;
}

static void
count(struct class_person *p, const struct class_result *r)
{
	const int percent = results_percent(r);

	p->lessons++;
	p->average += percent; /* the sum, for now */
	p->fatal += r->verdict == SCORE_FATAL;
	if (percent > p->best)
		p->best = percent;
}

/* Points that were taken off or could have been, by item: of the lessons whose sheet is known. */
struct tally {
	int lost[QA_ITEMS_MOST], of[QA_ITEMS_MOST];
};

static void
weigh(struct tally *t, const struct score *x)
{
	for (int i = 0; i < x->form->n_items; i++) {
		if (score_is_trainers(i) && (x->open & (1u << i)) != 0)
			continue;
		t->of[i] += x->form->items[i].points;
		t->lost[i] += x->form->items[i].points - score_item(x, i);
	}
}

static void
finish(struct class_person *p, const struct tally *t)
{
	if (p->lessons > 0)
		p->average = (p->average + p->lessons / 2) / p->lessons;
	for (int i = 0; i < QA_ITEMS_MOST; i++)
		p->weak[i] = t->of[i] > 0 ? t->lost[i] * 100 / t->of[i] : -1;
}

/* ${tally}: one for each person. */
static void
sum_up(struct class_people *out, const struct class_results *r, const struct sheets *s,
    struct tally *tally)
{
	for (int i = 0; i < r->n; i++) {
		struct class_person *p = person(out, r->item[i].trainee);
		struct score x;

		if (p == NULL)
			continue;
		count(&out->item[0], &r->item[i]);
		count(p, &r->item[i]);
		if (SCENARIO_MODE_IS_DRILL(r->item[i].mode) || !sheets_score(s, &r->item[i], &x))
			continue; /* another sheet */
		weigh(&tally[0], &x);
		weigh(&tally[p - out->item], &x);
	}
	for (int i = 0; i < out->n; i++)
		finish(&out->item[i], &tally[i]);
}

enum err_code
results_people(
    const char *dir, const struct class_results *r, struct class_people *out, struct err *e)
{
	struct tally *tally = NULL;
	struct sheets s;
	enum err_code rc = sheets_open(dir, &s, e);

	*out = (struct class_people){ 0 };
	for (int i = -1; i < r->n && rc == ERR_OK; i++)
		if (person(out, i < 0 ? "" : r->item[i].trainee) == NULL)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK)
		tally = calloc((size_t)out->n, sizeof(*tally));
	if (tally != NULL)
		sum_up(out, r, &s, tally);
	else if (rc == ERR_OK)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	free(tally);
	sheets_close(&s);
	return rc;
}

void
people_free(struct class_people *p)
{
	free(p->item);
	*p = (struct class_people){ 0 };
}

void
people_csv(const struct class_people *p, struct str *out)
{
	const struct qa_form *f = score_form(MODE_EXAM);

	str_add(out, "学员,课数,平均,最好,一票否决");
	for (int i = 0; i < f->n_items; i++)
		str_addf(out, ",第%d项%s失分%%", i + 1, score_brief(f, i));
	str_add_c(out, '\n');
	for (int k = 0; k < p->n; k++) {
		const struct class_person *x = &p->item[k];

		csv_text(out, x->trainee[0] != '\0' ? x->trainee : "全班");
		str_addf(out, "%d,%d,%d,%d", x->lessons, x->average, x->best < 0 ? 0 : x->best,
		    x->fatal);
		for (int i = 0; i < f->n_items; i++)
			if (x->weak[i] < 0)
				str_add(out, ",--");
			else
				str_addf(out, ",%d", x->weak[i]);
		str_add_c(out, '\n');
	}
}

int
results_weakest(const struct class_person *p, int out[QA_ITEMS_MOST])
{
	int n = 0;

	for (int i = 0; i < QA_ITEMS_MOST; i++) {
		int at = n;

		if (p->weak[i] <= 0)
			continue;
		for (; at > 0 && p->weak[out[at - 1]] < p->weak[i]; at--)
			out[at] = out[at - 1];
		out[at] = i;
		n++;
	}
	return n;
}
