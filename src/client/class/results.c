/* Results of lessons as a table of lines. The file is small (a line a lesson) and written whole, beside and renamed, so
 * that a class never loses yesterday's marks to a full disk. */
#include "client/class/results.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"

#define RESULTS_BYTES (8 << 20)
#define COLUMNS       17

static const char *const verdicts[] = { "open", "passed", "failed", "fatal" };

/* ---- a line ---- */

static void
put_text(struct str *out, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '\t' || *s == '\n' || *s == '\r')
			str_add_c(out, ' ');
		else
			str_add_c(out, *s);
}

static void
put_line(const struct class_result *r, struct str *out)
{
	str_addf(out, "%" PRId64 "\t", r->at);
	put_text(out, r->trainee);
	str_add_c(out, '\t');
	put_text(out, r->scenario);
	str_add_c(out, '\t');
	put_text(out, r->title);
	str_addf(out,
	    "\t%" PRIu64 "\t%d\t%d\t%d\t%d\t%d\t%s\t%d\t%d\t%" PRId64 "\t%" PRId64 "\t%" PRId64
	    "\t",
	    r->seed, (int)r->mode, r->machine, r->machine_of, r->trainer, r->trainer_of,
	    verdicts[r->verdict], r->keys, r->text_keys, r->klm_ms, r->talk_ms, r->acw_ms);
	put_text(out, r->tape);
	str_add_c(out, '\n');
}

/* The cells of a line, cut in place; how many. */
static int
cut(char *line, char *cell[COLUMNS])
{
	int n = 0;

	for (char *p = line; n < COLUMNS; p++) {
		cell[n++] = p;
		p = strchr(p, '\t');
		if (p == NULL)
			return n;
		*p = '\0';
	}
	return COLUMNS + 1; /* more than there may be */
}

static bool
get_number(const char *s, long long lo, long long hi, int64_t *out)
{
	long long v;

	if (!str_int(s, lo, hi, &v))
		return false;
	*out = v;
	return true;
}

static bool
get_numbers(char *const cell[COLUMNS], struct class_result *r)
{
	int64_t v[9];
	long long seed;
	static const int from[9] = { 5, 6, 7, 8, 9, 11, 12, 0, 0 };

	for (int i = 0; i < 7; i++)
		if (!get_number(cell[from[i]], -1, 1000000, &v[i]))
			return false;
	if (v[0] < 0 || v[0] >= MODE_COUNT || !str_int(cell[4], 0, INT64_MAX, &seed))
		return false;
	r->seed = (uint64_t)seed;
	r->mode = (enum scenario_mode)v[0];
	r->machine = (int)v[1];
	r->machine_of = (int)v[2];
	r->trainer = (int)v[3];
	r->trainer_of = (int)v[4];
	r->keys = (int)v[5];
	r->text_keys = (int)v[6];
	return get_number(cell[0], 0, INT64_MAX, &r->at) &&
	       get_number(cell[13], 0, INT64_MAX, &r->klm_ms) &&
	       get_number(cell[14], 0, INT64_MAX, &r->talk_ms) &&
	       get_number(cell[15], 0, INT64_MAX, &r->acw_ms);
}

static bool
get_line(char *line, struct class_result *r)
{
	char *cell[COLUMNS];
	int verdict = -1;

	memset(r, 0, sizeof(*r));
	if (cut(line, cell) != COLUMNS || !get_numbers(cell, r))
		return false;
	for (int i = 0; i < (int)(sizeof(verdicts) / sizeof(verdicts[0])); i++)
		if (strcmp(cell[10], verdicts[i]) == 0)
			verdict = i;
	r->verdict = (enum score_verdict)verdict;
	return verdict >= 0 && str_copy(r->trainee, sizeof(r->trainee), cell[1]) &&
	       str_copy(r->scenario, sizeof(r->scenario), cell[2]) &&
	       str_copy(r->title, sizeof(r->title), cell[3]) &&
	       str_copy(r->tape, sizeof(r->tape), cell[16]) && strchr(r->tape, '/') == NULL;
}

/* ---- the file ---- */

static bool
path_of(const char *dir, char out[1024])
{
	return fs_join(out, 1024, dir, "results.tsv");
}

static enum err_code
read_file(const char *dir, struct str *out, struct err *e)
{
	char path[1024];

	if (!path_of(dir, path))
		return err_set(e, ERR_LIMIT, "成绩目录的路径太长: %s", dir);
	if (!fs_exists(path))
		return ERR_OK;
	return fs_read_text(path, RESULTS_BYTES, out, e);
}

static bool
add(struct class_results *out, const struct class_result *r)
{
	struct class_result *grown = realloc(out->item, ((size_t)out->n + 1) * sizeof(*out->item));

	if (grown == NULL)
		return false;
	out->item = grown;
	out->item[out->n++] = *r;
	return true;
}

enum err_code
results_read(const char *dir, struct class_results *out, struct err *e)
{
	struct str text = { 0 };
	struct class_result r;
	enum err_code rc = read_file(dir, &text, e);

	*out = (struct class_results){ 0 };
	for (char *line = text.s, *end; rc == ERR_OK && line != NULL && *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
		if (get_line(line, &r) && !add(out, &r))
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	str_free(&text);
	return rc;
}

void
results_free(struct class_results *r)
{
	free(r->item);
	*r = (struct class_results){ 0 };
}

static enum err_code
write_file(const char *dir, const struct str *text, struct err *e)
{
	char path[1024];

	if (text->bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (!path_of(dir, path))
		return err_set(e, ERR_LIMIT, "成绩目录的路径太长: %s", dir);
	return fs_write(path, text->s, text->len, 0600, e);
}

enum err_code
results_add(const char *dir, const struct class_result *r, struct err *e)
{
	struct str text = { 0 };
	enum err_code rc = fs_mkdirs(dir, e);

	if (rc == ERR_OK)
		rc = read_file(dir, &text, e);
	if (text.len > 0 && text.s[text.len - 1] != '\n')
		str_add_c(&text, '\n'); /* somebody edited it */
	put_line(r, &text);
	if (rc == ERR_OK)
		rc = write_file(dir, &text, e);
	str_free(&text);
	return rc;
}

void
results_of(const struct score *x, struct class_result *r)
{
	const struct score_half machine = score_machine(x), trainer = score_of_trainer(x);

	r->machine = machine.got;
	r->machine_of = machine.of;
	r->trainer = trainer.whole ? trainer.got : -1;
	r->trainer_of = trainer.of;
	r->verdict = score_verdict(x);
}

/* The line of that lesson is written anew, all others stay byte for byte. */
enum err_code
results_mark(const char *dir, int64_t at, const char *trainee, const struct score *x, struct err *e)
{
	struct str text = { 0 }, out = { 0 };
	enum err_code rc = read_file(dir, &text, e);
	bool found = false;

	for (const char *line = str_c(&text), *end; rc == ERR_OK && *line != '\0'; line = end) {
		struct class_result r;
		struct str own = { 0 };

		end = line + strcspn(line, "\n");
		str_add_n(&own, line, (size_t)(end - line));
		end += *end != '\0';
		if (own.s != NULL && get_line(own.s, &r) && r.at == at &&
		    strcmp(r.trainee, trainee) == 0) {
			results_of(x, &r);
			put_line(&r, &out);
			found = true;
		} else {
			str_add_n(&out, line, (size_t)(end - line));
		}
		str_free(&own);
	}
	if (rc == ERR_OK && !found)
		rc = err_set(e, ERR_NOT_FOUND, "成绩里没有这一课。");
	if (rc == ERR_OK)
		rc = write_file(dir, &out, e);
	str_free(&text);
	str_free(&out);
	return rc;
}

/* ---- looking at them ---- */

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

void
results_csv(const struct class_results *r, struct str *out)
{
	str_add(out, "时间,学员,案例,标题,方式,机评得分,机评满分,教员评分,教员满分,结论,按键,"
		     "其中文字,KLM秒,通话秒,话后秒\n");
	for (int i = 0; i < r->n; i++) {
		const struct class_result *x = &r->item[i];
		char at[32], trainer[16] = "--";

		civil_format(x->at, "%Y-%m-%d %H:%M", at, sizeof(at));
		if (x->trainer >= 0)
			(void)snprintf(trainer, sizeof(trainer), "%d", x->trainer);
		str_addf(out, "%s,", at);
		csv_text(out, x->trainee);
		csv_text(out, x->scenario);
		csv_text(out, x->title);
		str_addf(out, "%s,%d,%d,%s,%d,%s,%d,%d,%" PRId64 ",%" PRId64 ",%" PRId64 "\n",
		    scenario_mode_label(x->mode), x->machine, x->machine_of, trainer, x->trainer_of,
		    score_verdict_label(x->verdict), x->keys, x->text_keys, x->klm_ms / 1000,
		    x->talk_ms / 1000, x->acw_ms / 1000);
	}
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

	for (int i = 0; i < r->n; i++) {
		const struct class_result *x = &r->item[i];
		const int percent = x->verdict == SCORE_FATAL || x->machine_of == 0
					? 0
					: x->machine * 100 / x->machine_of;

		if (is_of(x, trainee, scenario) && percent > best)
			best = percent;
	}
	return best;
}

static bool
is_exam_passed(const struct class_result *x, const char *trainee, const char *scenario)
{
	return is_of(x, trainee, scenario) && x->mode == MODE_EXAM && x->verdict == SCORE_PASSED;
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
