/* classify FILE: the centre's own trainer and the seat's own classifier on labelled texts of somebody else's (row, label,
 * tokens apart by blanks). Ten times: learn from nine tenths, measure on the tenth that was held back; a text that comes
 * twice is on one side only. Lines of "name<TAB>value": of the first fold, what a centre would hold back, and the mean. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/tsv.h"
#include "server/learn/learn.h"

#define FILE_BYTES (64 << 20)
#define ROUNDS     20

static int
fail(const struct err *e)
{
	fprintf(stderr, "%s: %s\n", e->where, e->text);
	return 1;
}

static int
read_texts(const struct tsv *t, unsigned fold, struct learn_set *set)
{
	for (size_t i = 0; i < t->rows; i++) {
		const char *text = tsv_get(t, i, 2);

		if (!learn_add(set, tsv_get(t, i, 1), text, learn_fold(text) == fold))
			return 1;
	}
	return 0;
}

static void
print_figures(const char *name, double n, double right, double f1, double three)
{
	printf("%saccuracy\t%.4f\n", name, right / n / 1e6);
	printf("%smacro_f1\t%.4f\n", name, f1 / n / 1e6);
	printf("%stop3\t%.4f\n", name, three / n / 1e6);
}

/* Microseconds a text, by the held ones. */
static void
print_speed(const struct learn_set *set, const struct str *file)
{
	struct classifier c;
	struct classify_guess g[3];
	int64_t start;
	long n = 0;

	if (classify_open(file->s, file->len, &c, NULL) != ERR_OK)
		return;
	start = clock_mono_ms();
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < set->n; i++)
			if (set->texts[i].held) {
				(void)classify_text(&c, set->texts[i].text, g, 3);
				n++;
			}
	printf("us_a_text\t%.0f\n", (double)(clock_mono_ms() - start) * 1000 / (double)n);
}

struct sums {
	double n, right, f1, three;
};

static int
one_fold(const struct tsv *t, unsigned fold, struct sums *sums)
{
	struct classify_figures f = { .version = 1 };
	struct learn_set set = { 0 };
	struct str file = { 0 };
	struct err e = { 0 };
	int64_t start = clock_mono_ms();

	if (read_texts(t, fold, &set) != 0 || learn_weights(&set, &f, &file, &e) != ERR_OK)
		return fail(&e);
	if (fold == 0) {
		printf("train_ms\t%lld\n", (long long)(clock_mono_ms() - start));
		printf("learned\t%u\nheld\t%u\n", f.learned, f.held);
		print_figures("", 1, f.right, f.macro_f1, f.top3);
		printf("file_bytes\t%zu\n", file.len);
		print_speed(&set, &file);
	}
	sums->n++;
	sums->right += f.right;
	sums->f1 += f.macro_f1;
	sums->three += f.top3;
	learn_free(&set);
	str_free(&file);
	return 0;
}

int
main(int argc, char **argv)
{
	static const char *const HEAD[] = { "row", "label", "tokens" };
	struct sums sums = { 0 };
	struct err e = { 0 };
	struct tsv t;
	int rc = 0;

	if (argc != 2 || secret_init(&e) != ERR_OK ||
	    tsv_open_to(argv[1], FILE_BYTES, HEAD, 3, &t, &e) != ERR_OK)
		return fail(&e);
	for (unsigned fold = 0; rc == 0 && fold < LEARN_FOLDS; fold++)
		rc = one_fold(&t, fold, &sums);
	tsv_close(&t);
	if (rc == 0)
		print_figures("mean_", sums.n, sums.right, sums.f1, sums.three);
	return rc;
}
