#ifndef MODEL_CLASSIFY_H
#define MODEL_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* A linear model over hashed characters: which class a text looks like, by weights that the centre learned from closed
 * tickets (server/learn) and every seat only multiplies. A weights file stands on its own: its classes by their codes, how
 * it did on texts it was not shown, and a hash over all of it. */

#define CLASSIFY_BUCKETS   65536 /* of single characters and pairs */
#define CLASSIFY_CLASSES   1024
#define CLASSIFY_CODE_SIZE 24
#define CLASSIFY_MAX_BYTES 2097152 /* of a file: what the reference feed and a seat's memory bear */

/* How a file came about, and how it did on what was held back from it. Shares in millionths. */
struct classify_figures {
	uint32_t version;       /* 1, 2, …: of this city's files */
	uint32_t learned, held; /* texts it learned from; held back */
	uint32_t right, macro_f1, top3;
	int64_t trained_at;
};

struct classifier { /* a file that was opened: points into it */
	struct classify_figures figures;
	uint32_t n_classes, n_entries;
	float sharpness; /* of the shares */
	const uint8_t *classes, *worth, *starts, *which, *weights;
};
/** classify_open(p, n, out, e): read a file of ${n} bytes at ${p}, which stay as long as ${out}. ERR_CORRUPT for one that
 * is damaged, cut short or something else altogether; every place in it has been checked then. */
enum err_code classify_open(const void *p, size_t n, struct classifier *out, struct err *e);
/** classify_code(c, i): the code of class ${i}. */
const char *classify_code(const struct classifier *c, uint32_t i);

struct classify_guess {
	const char *code; /* borrowed from the file */
	float share;      /* 0..1, of all classes together 1 */
	char reason[96];  /* the words that weighed most: "路灯 不亮" */
};
/** classify_text(c, text, out, max): the likeliest classes, best first; 0 for a text without a known word. */
int
classify_text(const struct classifier *c, const char *text, struct classify_guess *out, int max);
/* What a text is to the model: each bucket once, by how often it stands there (more in the opening words, which say what
 * it is about) and what it is worth; together of length 1. */
#define CLASSIFY_FEATURES 16384 /* of a text: twice the longest; more are not looked at */
struct classify_feature {
	uint16_t bucket;
	float value;
};
/** classify_features(text, worth, out): into ${out} (CLASSIFY_FEATURES hold any); how many. ${worth}: of each bucket, NULL
 * all the same. What a trainer must be given. */
size_t classify_features(const char *text, const uint8_t *worth, struct classify_feature *out);

/* What a trainer found, to be made a file. */
struct classify_weights {
	uint32_t n_classes;
	const char (*codes)[CLASSIFY_CODE_SIZE];
	const uint8_t *worth; /* [bucket] */
	const float *w;       /* [bucket * n_classes + class] */
	const float *bias;    /* [class] */
	float sharpness;
};
/** classify_write(w, figures, out, e): the file, weights as whole numbers of -127..127; the smallest are left out where
 * CLASSIFY_MAX_BYTES would not hold them. ERR_LIMIT: too many classes. classify_stamp(file, figures): other figures in a
 * file that was written. */
enum err_code classify_write(const struct classify_weights *w,
    const struct classify_figures *figures, struct str *out, struct err *e);
void classify_stamp(struct str *file, const struct classify_figures *figures);

#endif
