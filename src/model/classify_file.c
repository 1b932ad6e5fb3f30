/* A weights file: written by the centre, opened by every seat. Nothing in a file is believed before its hash and every
 * place in it have been looked at, since it comes over the line and lies on a disk; after that classify.c reads without
 * checks. Weights are numbers of one byte, each class with its own scale. */
#include "classify_p.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char MAGIC[8] = { 'H', 'S', 'W', 'E', 'I', 'G', 'H', '1' };
_Static_assert(CLASSIFY_BUCKETS == 1 << 16, "a bucket is 16 bits");

static size_t
file_bytes(uint32_t n_classes, uint32_t n_entries)
{
	return CLASSIFY_AT_CLASSES + (size_t)n_classes * CLASSIFY_CLASS_SIZE +
	       (size_t)CLASSIFY_BUCKETS + 4 * ((size_t)CLASSIFY_BUCKETS + 1) +
	       (size_t)n_entries * CLASSIFY_ENTRY_SIZE + SECRET_HASH_BYTES;
}

static float
float_at(const uint8_t *p)
{
	uint32_t bits = le32(p);
	float v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static void
float_put(uint8_t *p, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof(bits));
	le32_put(p, bits);
}

/* ---- reading ---- */

static void
lay_out(const uint8_t *p, struct classifier *c)
{
	c->classes = p + CLASSIFY_AT_CLASSES;
	c->worth = c->classes + (size_t)c->n_classes * CLASSIFY_CLASS_SIZE;
	c->starts = c->worth + CLASSIFY_BUCKETS;
	c->which = c->starts + 4 * ((size_t)CLASSIFY_BUCKETS + 1);
	c->weights = c->which + 2 * (size_t)c->n_entries;
}

static bool
classes_fit(const struct classifier *c)
{
	for (uint32_t i = 0; i < c->n_classes; i++) {
		const uint8_t *p = c->classes + (size_t)i * CLASSIFY_CLASS_SIZE;

		if (p[0] == '\0' || memchr(p, '\0', CLASSIFY_CODE_SIZE) == NULL ||
		    !isfinite(float_at(p + CLASSIFY_CODE_SIZE)) ||
		    !isfinite(float_at(p + CLASSIFY_CODE_SIZE + 4)))
			return false;
	}
	return true;
}

static bool
entries_fit(const struct classifier *c)
{
	uint32_t last = 0;

	for (size_t i = 0; i <= CLASSIFY_BUCKETS; i++) {
		uint32_t at = le32(c->starts + 4 * i);
		if (at < last || (i == 0 && at != 0))
			return false;
		last = at;
	}
	if (last != c->n_entries)
		return false;
	for (size_t i = 0; i < c->n_entries; i++)
		if ((uint32_t)(c->which[2 * i] | c->which[2 * i + 1] << 8) >= c->n_classes)
			return false;
	return true;
}

static void
read_figures(const uint8_t *p, struct classify_figures *f)
{
	const uint8_t *at = p + CLASSIFY_AT_FIGURES;

	f->version = le32(at);
	f->learned = le32(at + 4);
	f->held = le32(at + 8);
	f->right = le32(at + 12);
	f->macro_f1 = le32(at + 16);
	f->top3 = le32(at + 20);
	f->trained_at = (int64_t)((uint64_t)le32(p + CLASSIFY_AT_MOMENT) |
				  (uint64_t)le32(p + CLASSIFY_AT_MOMENT + 4) << 32);
}

enum err_code
classify_open(const void *file, size_t n, struct classifier *out, struct err *e)
{
	static const char WHY[] = "分类权重文件已损坏或不是本程序的。";
	const uint8_t *p = file;
	uint8_t hash[SECRET_HASH_BYTES];
	struct classifier c = { 0 };

	if (n < file_bytes(1, 0) || n > CLASSIFY_MAX_BYTES || memcmp(p, MAGIC, sizeof(MAGIC)) != 0)
		return err_set(e, ERR_CORRUPT, "%s", WHY);
	c.n_classes = le32(p + CLASSIFY_AT_N_CLASSES);
	c.n_entries = le32(p + CLASSIFY_AT_N_ENTRIES);
	c.sharpness = float_at(p + CLASSIFY_AT_SHARPNESS);
	if (c.n_classes == 0 || c.n_classes > CLASSIFY_CLASSES ||
	    n != file_bytes(c.n_classes, c.n_entries) || !isfinite(c.sharpness))
		return err_set(e, ERR_CORRUPT, "%s", WHY);
	secret_sha256(p, n - SECRET_HASH_BYTES, hash);
	lay_out(p, &c);
	if (memcmp(hash, p + n - SECRET_HASH_BYTES, SECRET_HASH_BYTES) != 0 || !classes_fit(&c) ||
	    !entries_fit(&c))
		return err_set(e, ERR_CORRUPT, "%s", WHY);
	read_figures(p, &c.figures);
	*out = c;
	return ERR_OK;
}

const char *
classify_code(const struct classifier *c, uint32_t i)
{
	return (const char *)c->classes + (size_t)i * CLASSIFY_CLASS_SIZE;
}

/* ---- writing ---- */

static void
seal(struct str *file)
{
	uint8_t hash[SECRET_HASH_BYTES];
	size_t n = file->len - SECRET_HASH_BYTES;

	secret_sha256(file->s, n, hash);
	memcpy(file->s + n, hash, sizeof(hash));
}

static void
put_figures(uint8_t *p, const struct classify_figures *f)
{
	const uint32_t v[] = { f->version, f->learned, f->held, f->right, f->macro_f1, f->top3 };

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		le32_put(p + CLASSIFY_AT_FIGURES + 4 * i, v[i]);
	le32_put(p + CLASSIFY_AT_MOMENT, (uint32_t)(uint64_t)f->trained_at);
	le32_put(p + CLASSIFY_AT_MOMENT + 4, (uint32_t)((uint64_t)f->trained_at >> 32));
}

void
classify_stamp(struct str *file, const struct classify_figures *figures)
{
	if (file->bad || file->len < file_bytes(1, 0))
		return;
	put_figures((uint8_t *)file->s, figures);
	seal(file);
}

struct rounding {
	const struct classify_weights *w;
	float scale[CLASSIFY_CLASSES]; /* what a weight of 1 is worth */
};

static int
rounded(const struct rounding *r, size_t bucket, uint32_t class)
{
	float v = r->w->w[bucket * r->w->n_classes + class];

	return r->scale[class] > 0 ? (int)lroundf(v / r->scale[class]) : 0;
}

/* The smallest weight that is kept, so that the file stays within its size; and how many are. */
static int
least_kept(const struct rounding *r, uint32_t *n)
{
	size_t room = (CLASSIFY_MAX_BYTES - file_bytes(r->w->n_classes, 0)) / CLASSIFY_ENTRY_SIZE;
	uint32_t count[129] = { 0 };
	int least = 128;

	for (size_t b = 0; b < CLASSIFY_BUCKETS; b++)
		for (uint32_t k = 0; k < r->w->n_classes; k++)
			count[abs(rounded(r, b, k))]++;
	*n = 0;
	while (least > 1 && *n + (size_t)count[least - 1] <= room)
		*n += count[--least];
	return least;
}

static void
put_entries(const struct rounding *r, int least, uint32_t n, uint8_t *starts)
{
	uint8_t *which = starts + 4 * ((size_t)CLASSIFY_BUCKETS + 1);
	uint8_t *weights = which + 2 * (size_t)n;
	uint32_t at = 0;

	for (size_t b = 0; b < CLASSIFY_BUCKETS; b++) {
		le32_put(starts + 4 * b, at);
		for (uint32_t k = 0; k < r->w->n_classes; k++) {
			int v = rounded(r, b, k);

			if (abs(v) < least)
				continue;
			which[2 * (size_t)at] = (uint8_t)k;
			which[2 * (size_t)at + 1] = (uint8_t)(k >> 8);
			weights[at++] = (uint8_t)(int8_t)v;
		}
	}
	le32_put(starts + 4 * (size_t)CLASSIFY_BUCKETS, at);
}

static void
find_scales(struct rounding *r)
{
	for (uint32_t k = 0; k < r->w->n_classes; k++) {
		float most = 0;

		for (size_t b = 0; b < CLASSIFY_BUCKETS; b++)
			most = fmaxf(most, fabsf(r->w->w[b * r->w->n_classes + k]));
		r->scale[k] = most / 127;
	}
}

enum err_code
classify_write(const struct classify_weights *w, const struct classify_figures *figures,
    struct str *out, struct err *e)
{
	struct rounding r = { .w = w };
	uint32_t n;
	uint8_t *p;
	int least;

	if (w->n_classes == 0 || w->n_classes > CLASSIFY_CLASSES)
		return err_set(e, ERR_LIMIT, "分类最多 %d 个, 这里有 %u 个。", CLASSIFY_CLASSES,
		    (unsigned)w->n_classes);
	find_scales(&r);
	least = least_kept(&r, &n);
	p = (uint8_t *)str_extend(out, file_bytes(w->n_classes, n));
	if (p == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	memset(p, 0, file_bytes(w->n_classes, n));
	memcpy(p, MAGIC, sizeof(MAGIC));
	le32_put(p + CLASSIFY_AT_N_CLASSES, w->n_classes);
	le32_put(p + CLASSIFY_AT_N_ENTRIES, n);
	float_put(p + CLASSIFY_AT_SHARPNESS, w->sharpness);
	put_figures(p, figures);
	for (uint32_t k = 0; k < w->n_classes; k++) {
		uint8_t *row = p + CLASSIFY_AT_CLASSES + (size_t)k * CLASSIFY_CLASS_SIZE;

		(void)str_copy((char *)row, CLASSIFY_CODE_SIZE, w->codes[k]);
		float_put(row + CLASSIFY_CODE_SIZE, r.scale[k]);
		float_put(row + CLASSIFY_CODE_SIZE + 4, w->bias[k]);
	}
	p += CLASSIFY_AT_CLASSES + (size_t)w->n_classes * CLASSIFY_CLASS_SIZE;
	memcpy(p, w->worth, CLASSIFY_BUCKETS);
	put_entries(&r, least, n, p + CLASSIFY_BUCKETS);
	seal(out);
	return ERR_OK;
}
