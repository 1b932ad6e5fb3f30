/* The trainer: liblinear's support vectors of Crammer and Singer over the features of model/classify.h. Only this file knows
 * liblinear. A bucket is worth the more the fewer texts have it; a class counts the more the fewer texts it has, by the root.
 * The result depends on nothing but the texts and their order. Measured on 7,368 messages in 7 classes, ten folds: accuracy
 * .929, macro-F1 .926; one against the rest .928/.925, without worth .914/.908, without the opening .920/.915. */
#include "server/learn/learn.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

#define COST      0.4
#define PRECISION 0.05
#define BIAS      1.0
#define WORTH     24   /* what a bucket is worth, as a whole number: of the logarithm */
#define SHARPNESS 8.0f /* of a file that nothing was held back for */

/* ---- the set ---- */

unsigned
learn_fold(const char *key)
{
	uint32_t h = 2166136261u;

	for (const unsigned char *p = (const unsigned char *)key; *p != '\0'; p++)
		h = (h ^ *p) * 16777619u;
	h ^= h >> 15;
	return h % LEARN_FOLDS;
}

static bool
class_index(struct learn_set *set, const char *code, uint32_t *out)
{
	char(*grown)[CLASSIFY_CODE_SIZE];

	for (*out = 0; *out < set->n_classes; ++*out)
		if (strcmp(set->codes[*out], code) == 0)
			return true;
	if (set->n_classes == CLASSIFY_CLASSES || *code == '\0')
		return false;
	grown = realloc(set->codes, (set->n_classes + 1) * sizeof(*grown));
	if (grown == NULL)
		return false;
	set->codes = grown;
	return str_copy(grown[set->n_classes++], CLASSIFY_CODE_SIZE, code);
}

static struct learn_text *
new_text(struct learn_set *set)
{
	struct learn_text *grown;

	if (set->n == LEARN_TEXTS) {
		struct learn_text *old =
		    &set->texts[set->fixed + set->turn++ % (LEARN_TEXTS - set->fixed)];

		free(old->text);
		return old;
	}
	grown = vec_room(set->texts, &set->cap, set->n + 1, sizeof(*grown));
	if (grown == NULL)
		return NULL;
	set->texts = grown;
	return &set->texts[set->n++];
}

bool
learn_add(struct learn_set *set, const char *code, const char *text, bool held)
{
	struct learn_text t = { .held = held }, *at;

	if (!class_index(set, code, &t.class))
		return false;
	t.text = str_dup(text);
	at = t.text != NULL ? new_text(set) : NULL;
	if (at == NULL) {
		free(t.text);
		return false;
	}
	*at = t;
	return true;
}

void
learn_free(struct learn_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		free(set->texts[i].text);
	free(set->texts);
	free(set->codes);
	*set = (struct learn_set){ 0 };
}

/* ---- measuring ---- */

struct tally {
	uint32_t right, said, there; /* of a class */
};

static double
f1_of(const struct tally *t)
{
	return t->right > 0 ? 2.0 * t->right / (t->said + t->there) : 0;
}

static uint32_t
ppm(double share)
{
	return (uint32_t)(share * 1e6 + 0.5);
}

static uint32_t
index_of(const struct learn_set *set, const char *code)
{
	uint32_t i = 0;

	while (i < set->n_classes && strcmp(set->codes[i], code) != 0)
		i++;
	return i;
}

/* One held text; true when its class is among the first three. */
static bool
judge(const struct classifier *c, const struct learn_set *set, const struct learn_text *t,
    struct tally *tally)
{
	struct classify_guess g[3];
	int n = classify_text(c, t->text, g, 3);
	bool in_three = false;

	tally[t->class].there++;
	for (int i = 0; i < n; i++) {
		uint32_t k = index_of(set, g[i].code);

		if (i == 0 && k < set->n_classes)
			tally[k].said++;
		if (i == 0 && k == t->class)
			tally[k].right++;
		in_three = in_three || k == t->class;
	}
	return in_three;
}

void
learn_measure(const struct classifier *c, const struct learn_set *set, struct classify_figures *out)
{
	struct tally tally[CLASSIFY_CLASSES] = { 0 };
	uint32_t right = 0, three = 0, classes = 0;
	double f1 = 0;

	out->held = 0;
	for (size_t i = 0; i < set->n; i++)
		if (set->texts[i].held) {
			out->held++;
			three += judge(c, set, &set->texts[i], tally);
		}
	for (uint32_t k = 0; k < set->n_classes; k++) {
		right += tally[k].right;
		classes += tally[k].there > 0;
		f1 += tally[k].there > 0 ? f1_of(&tally[k]) : 0;
	}
	out->right = out->held > 0 ? ppm((double)right / out->held) : 0;
	out->top3 = out->held > 0 ? ppm((double)three / out->held) : 0;
	out->macro_f1 = classes > 0 ? ppm(f1 / classes) : 0;
}

/* ---- learning ---- */

struct problem_room { /* what liblinear is given */
	struct problem p;
	struct feature_node *nodes;
	size_t n_nodes;
	uint8_t worth[CLASSIFY_BUCKETS];
	int label[CLASSIFY_CLASSES]; /* of each class, and what its texts count */
	double counts[CLASSIFY_CLASSES];
	uint32_t learned;
};

static void
room_free(struct problem_room *r)
{
	free(r->p.x);
	free(r->p.y);
	free(r->nodes);
	free(r);
}

/* What buckets and classes count, by how many texts have them. */
static bool
weigh(struct problem_room *r, const struct learn_set *set)
{
	struct classify_feature f[CLASSIFY_FEATURES];
	uint32_t *texts = calloc(CLASSIFY_BUCKETS + (size_t)set->n_classes, sizeof(*texts));
	uint32_t *of;

	if (texts == NULL)
		return false;
	of = texts + CLASSIFY_BUCKETS;
	for (size_t i = 0; i < set->n; i++) {
		size_t n;

		if (set->texts[i].held)
			continue;
		r->learned++;
		of[set->texts[i].class]++;
		n = classify_features(set->texts[i].text, NULL, f);
		r->n_nodes += n + 2;
		for (size_t k = 0; k < n; k++)
			texts[f[k].bucket]++;
	}
	for (size_t b = 0; b < CLASSIFY_BUCKETS; b++) {
		double worth = WORTH * log((1.0 + r->learned) / (1.0 + texts[b]));

		r->worth[b] = (uint8_t)fmin(fmax(worth, 1), UINT8_MAX);
	}
	for (uint32_t k = 0; k < set->n_classes; k++) {
		r->label[k] = (int)k;
		r->counts[k] = of[k] > 0 ? sqrt((double)r->learned / set->n_classes / of[k]) : 1;
	}
	free(texts);
	return true;
}

static void
fill(struct problem_room *r, const struct learn_set *set)
{
	struct classify_feature f[CLASSIFY_FEATURES];
	struct feature_node *at = r->nodes;

	for (size_t i = 0; i < set->n; i++) {
		size_t n;

		if (set->texts[i].held)
			continue;
		n = classify_features(set->texts[i].text, r->worth, f);
		r->p.x[r->p.l] = at;
		r->p.y[r->p.l++] = set->texts[i].class;
		for (size_t k = 0; k < n; k++)
			*at++ = (struct feature_node){ f[k].bucket + 1, f[k].value };
		*at++ = (struct feature_node){ CLASSIFY_BUCKETS + 1, BIAS };
		*at++ = (struct feature_node){ -1, 0 };
	}
	r->p.n = CLASSIFY_BUCKETS + 1;
	r->p.bias = BIAS;
}

static struct problem_room *
lay_out(const struct learn_set *set, struct err *e)
{
	struct problem_room *r = calloc(1, sizeof(*r));

	if (r != NULL && weigh(r, set)) {
		r->nodes = calloc(r->n_nodes + 1, sizeof(*r->nodes));
		r->p.x = calloc(set->n + 1, sizeof(struct feature_node *));
		r->p.y = calloc(set->n + 1, sizeof(double));
		if (r->nodes != NULL && r->p.x != NULL && r->p.y != NULL) {
			fill(r, set);
			return r;
		}
	}
	if (r != NULL)
		room_free(r);
	err_set(e, ERR_NO_MEMORY, NULL);
	return NULL;
}

static void
silent(const char *line)
{
	(void)line;
}

struct trained {
	const struct model *m;
	const uint8_t *worth;
};

/* Buckets of a class stand side by side in both; the row behind the last bucket is the bias. */
static enum err_code
to_file(const struct learn_set *set, const struct trained *t, float sharpness,
    const struct classify_figures *figures, struct str *file, struct err *e)
{
	size_t n = (size_t)t->m->nr_class;
	float *w = calloc((CLASSIFY_BUCKETS + 1) * n, sizeof(*w));
	char(*codes)[CLASSIFY_CODE_SIZE] = calloc(n, sizeof(*codes));
	enum err_code rc = ERR_NO_MEMORY;

	if (w != NULL && codes != NULL) {
		struct classify_weights x = { (uint32_t)n, (const char(*)[CLASSIFY_CODE_SIZE])codes,
			t->worth, w, w + CLASSIFY_BUCKETS * n, sharpness };

		for (size_t i = 0; i < (CLASSIFY_BUCKETS + 1) * n; i++)
			w[i] = (float)t->m->w[i];
		for (size_t k = 0; k < n; k++)
			memcpy(codes[k], set->codes[t->m->label[k]], sizeof(codes[k]));
		rc = classify_write(&x, figures, file, e);
	} else {
		err_set(e, rc, NULL);
	}
	free(w);
	free(codes);
	return rc;
}

/* How sharp the shares should be: such that the held texts' own classes get the most of them. */
static float
find_sharpness(const struct str *file, const struct learn_set *set)
{
	static const float TRIES[] = { 1, 1.5f, 2, 3, 4, 5, 6, 8 };
	double best = -1e300;
	float sharpness = SHARPNESS;
	struct classifier c;

	if (classify_open(file->s, file->len, &c, NULL) != ERR_OK)
		return sharpness;
	for (size_t i = 0; i < sizeof(TRIES) / sizeof(TRIES[0]); i++) {
		double sum = 0;
		size_t held = 0;

		c.sharpness = TRIES[i];
		for (size_t k = 0; k < set->n; k++) {
			struct classify_guess g[3];
			double share = 1e-4;
			int n;

			if (!set->texts[k].held)
				continue;
			held++;
			n = classify_text(&c, set->texts[k].text, g, 3);
			for (int j = 0; j < n; j++)
				if (strcmp(g[j].code, set->codes[set->texts[k].class]) == 0)
					share = fmax(share, g[j].share);
			sum += log(share);
		}
		if (held >= 50 && sum > best) {
			best = sum;
			sharpness = TRIES[i];
		}
	}
	return sharpness;
}

static enum err_code
finish(const struct learn_set *set, const struct trained *t, struct classify_figures *figures,
    struct str *file, struct err *e)
{
	struct str first = { 0 };
	struct classifier c;
	enum err_code rc = to_file(set, t, SHARPNESS, figures, &first, e);
	float sharpness = rc == ERR_OK ? find_sharpness(&first, set) : SHARPNESS;

	if (rc == ERR_OK)
		rc = classify_open(first.s, first.len, &c, e);
	if (rc == ERR_OK) {
		learn_measure(&c, set, figures);
		rc = to_file(set, t, sharpness, figures, file, e);
	}
	str_free(&first);
	return rc;
}

enum err_code
learn_weights(
    const struct learn_set *set, struct classify_figures *figures, struct str *file, struct err *e)
{
	struct problem_room *r = lay_out(set, e);
	struct parameter how = { .solver_type = MCSVM_CS, .eps = PRECISION, .C = COST };
	struct trained t;
	struct model *m;
	enum err_code rc;

	if (r == NULL)
		return ERR_NO_MEMORY;
	how.nr_weight = (int)set->n_classes;
	how.weight_label = r->label;
	how.weight = r->counts;
	set_print_string_function(silent);
	srand(1);
	m = train(&r->p, &how);
	figures->learned = r->learned;
	t = (struct trained){ m, r->worth };
	rc = m != NULL && m->nr_class >= 2
		 ? finish(set, &t, figures, file, e)
		 : err_set(e, ERR_INVALID, "至少要有两个分类的工单才能训练。");
	free_and_destroy_model(&m);
	room_free(r);
	return rc;
}
