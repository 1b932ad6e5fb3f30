/* A weights file without a trainer, for tests of what becomes of one. */
#include "weights.h"

#include <stdlib.h>
#include <string.h>

#include "model/classify.h"

#define CLASSES 2

static void
teach(float *w, uint32_t class, const char *text)
{
	struct classify_feature f[CLASSIFY_FEATURES];
	size_t n = classify_features(text, NULL, f);

	for (size_t i = 0; i < n; i++)
		w[f[i].bucket * CLASSES + class] += 1;
}

void
weights_make(struct str *file, uint32_t version)
{
	static const char codes[CLASSES][CLASSIFY_CODE_SIZE] = { "0205", "0304" };
	static const float bias[CLASSES];
	uint8_t worth[CLASSIFY_BUCKETS];
	struct classify_figures f = { .version = version, .learned = 90, .held = 10 };
	float *w = calloc((size_t)CLASSIFY_BUCKETS * CLASSES, sizeof(*w));
	struct classify_weights x = { CLASSES, codes, worth, w, bias, 4 };

	if (w == NULL)
		abort();
	memset(worth, 1, sizeof(worth));
	teach(w, 0, "灯黑漆漆");
	teach(w, 1, "屋里冰凉");
	if (classify_write(&x, &f, file, NULL) != ERR_OK)
		abort();
	free(w);
}
