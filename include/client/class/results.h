#ifndef CLIENT_CLASS_RESULTS_H
#define CLIENT_CLASS_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/score.h"

/* Results of lessons, kept beyond the throw-away data of the classroom: tables that any spreadsheet opens, and the tape of
 * each lesson beside them. <dir>/results.tsv: a line a lesson, the members of struct class_result in their order (lines
 * written before there were exams lack the last ones); deductions.tsv: a line a deduction of the machine; reviews.tsv: what
 * trainers made of their half, and what was disputed. Lessons are named by their end and their trainee. A line that cannot
 * be read is left as it is and not shown. */

struct class_result {
	int64_t at; /* the lesson ended */
	char trainee[32], scenario[32], title[160];
	uint64_t seed;
	enum scenario_mode mode;
	int machine, machine_of; /* points of the machine's half */
	int trainer, trainer_of; /* of the trainer's; -1 while something of it is open */
	enum score_verdict verdict;
	int keys, text_keys; /* all, and those that are text */
	int64_t klm_ms, talk_ms, acw_ms;
	char tape[160]; /* name of the file beside the table, "" none was kept */
	/* since there are exams */
	char exam[32]; /* its id, "" none */
	int nth;       /* which question of it, from 1 */
	int par_s,
	    acw_s; /* how long call and after-call work should have taken at most; 0 not known */
	int stars; /* the caller's, -1 none */
};
struct class_results {
	struct class_result *item; /* newest last */
	int n;
};

/** results_read(dir, out, e): what is there; nothing yet is no error. results_free: ready for use again. */
enum err_code results_read(const char *dir, struct class_results *out, struct err *e);
void results_free(struct class_results *r);
/** results_add(dir, r, x, e): one lesson more, with the machine's deductions, on disk before it returns; several seats may
 * share the directory. */
enum err_code
results_add(const char *dir, const struct class_result *r, const struct score *x, struct err *e);
/** results_pack(r, x, out): a lesson with the machine's deductions as text, for another seat. results_unpack(text, r, x): and
 * back; false: it is none. Any text may be handed in. */
void results_pack(const struct class_result *r, const struct score *x, struct str *out);
bool results_unpack(const char *text, struct class_result *r, struct score *x);
/** results_of(x, r): the halves and the verdict of a score into a result. */
void results_of(const struct score *x, struct class_result *r);
#define RESULTS_WAY_SIZE 24
/** results_way(r, out): how it was played, in the words every screen has for it: 引导, 单考 (one call), 整场2/5 (of an exam). */
const char *results_way(const struct class_result *r, char out[RESULTS_WAY_SIZE]);
/** results_percent(r): the machine's half in hundredths, 0 with anything fatal. */
int results_percent(const struct class_result *r);
/** results_find(r, at, trainee): NULL none. */
const struct class_result *
results_find(const struct class_results *r, int64_t at, const char *trainee);
/** results_score(dir, r, x, e): the sheet of a lesson again: the machine's half as it was marked, the trainer's as it was
 * marked last. Of a lesson from before deductions were kept there are none: ERR_NOT_FOUND. */
enum err_code
results_score(const char *dir, const struct class_result *r, struct score *x, struct err *e);

/* What a person has said of a lesson: a trainer marked his half, or took back (all of, or some of) a deduction of the
 * machine's; the trainee disputes a mark. */
#define REVIEW_WORDS 200 /* characters of a reason */
enum review_kind { REVIEW_MARK, REVIEW_DISPUTE, REVIEW_EASE };
struct class_review {
	int64_t lesson_at; /* which lesson: its end … */
	char trainee[32];  /* … and whose */
	int64_t at;
	char by[32];
	enum review_kind kind;
	unsigned open;         /* MARK: items not marked yet */
	struct qa_marks marks; /* and what he took off */
	struct review_ease {   /* EASE */
		int nth;       /* which deduction of the lesson, from 0 */
		int item, way; /* of the form, as its score_mark has them */
		int was,
		    left; /* points: as the machine had it, as it is now; REVIEW_AS_WAS: it stands again */
	} ease;
	char words[REVIEW_WORDS * 4 + 1]; /* of DISPUTE and EASE: why */
};
#define REVIEW_AS_WAS (-1)
struct class_reviews {
	struct class_review *item; /* oldest first */
	int n;
};
/** reviews_read(dir, out, e); reviews_free. reviews_add(dir, v, cal, e): kept; a trainer who goes on marking where he was the last
 * to say something mends his own, every other stays beside those before. A trainer's changes the lesson's line too; it answers
 * a dispute. ERR_FORBIDDEN: nobody marks himself, a mark in dispute is another trainer's. ERR_GUARD: it is too late to
 * dispute, by the working days of ${cal} (NULL: of a year without a notice). ERR_INVALID: there is no such deduction, or
 * no reason. ERR_NOT_FOUND: no such lesson. */
enum err_code reviews_read(const char *dir, struct class_reviews *out, struct err *e);
void reviews_free(struct class_reviews *v);
enum err_code reviews_add(
    const char *dir, const struct class_review *v, const struct calendar *cal, struct err *e);
/** reviews_last(v, r): the marks that count, NULL none. reviews_disputed(v, r): the dispute nobody has answered yet.
 * reviews_eased(v, r, nth): who took that deduction back; NULL: it stands. */
const struct class_review *
reviews_last(const struct class_reviews *v, const struct class_result *r);
const struct class_review *
reviews_disputed(const struct class_reviews *v, const struct class_result *r);
const struct class_review *
reviews_eased(const struct class_reviews *v, const struct class_result *r, int nth);
/** reviews_dispute(v, r, before): where the last dispute of that lesson stands before there (-1: from the end); -1 none.
 * reviews_answer(v, r, dispute): the first thing a trainer said of the lesson since; NULL: nobody has answered. */
int reviews_dispute(const struct class_reviews *v, const struct class_result *r, int before);
const struct class_review *
reviews_answer(const struct class_reviews *v, const struct class_result *r, int dispute);
/** reviews_dispute_say(v, r, dispute, out): what came of it, then why: "李老师复评18/20: 录音里问过了",
 * "李老师理解复述免扣(原扣2分): …", "未答复: …". */
void reviews_dispute_say(
    const struct class_reviews *v, const struct class_result *r, int dispute, struct str *out);
/** reviews_dispute_until(v, r, cal): until then the lesson may be disputed: some working days from when it was marked last. */
int64_t reviews_dispute_until(
    const struct class_reviews *v, const struct class_result *r, const struct calendar *cal);
/** review_ease_say(v, mode, out): "接听首问 免扣(原扣2分)", "一票否决 免去", "恢复"; without who and why. */
void review_ease_say(const struct class_review *v, enum scenario_mode mode, struct str *out);

/** results_csv(r, v, out): all of them, with a heading, for a spreadsheet. */
void results_csv(const struct class_results *r, const struct class_reviews *v, struct str *out);
/** results_best(r, trainee, scenario): the best machine's half in hundredths, -1 never played; trainee NULL: anybody.
 * results_passed(r, trainee, scenario): how many exams of that scenario are passed on different variants (85 twice on different
 * variants with nothing fatal is a pass of the scenario: practice.md E). */
int results_best(const struct class_results *r, const char *trainee, const char *scenario);
int results_passed(const struct class_results *r, const char *trainee, const char *scenario);

/* What all lessons of one person amount to, or of the class. */
struct class_person {
	char trainee[32];                  /* "" the whole class */
	int lessons, best, average, fatal; /* hundredths of the machine's half */
	int weak
	    [QA_ITEMS_MOST]; /* points lost in an item, of a hundred that could be; -1 not marked */
};
struct class_people {
	struct class_person *item; /* the class, then everybody as they came */
	int n;
};
/** results_people(dir, r, out, e). people_free: ready for use again. results_weakest(p, out): items that lost most, the worst first; how many. */
enum err_code results_people(
    const char *dir, const struct class_results *r, struct class_people *out, struct err *e);
void people_free(struct class_people *p);
/** people_csv(p, out): the class and everybody in it, with what each item of the sheet has lost, for a spreadsheet. */
void people_csv(const struct class_people *p, struct str *out);
int results_weakest(const struct class_person *p, int out[QA_ITEMS_MOST]);

#endif
