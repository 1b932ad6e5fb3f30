/* Any bytes as a caller's words: nothing crashes, nothing is reported outside the text, percents and times stay sane.
 * The first byte moves the clock, so that months and years are crossed in both directions. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/elements.h"
#include "model/propose.h"
#include "../unit/model/town.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

static void
try_text(const struct city *c, const char *text, int64_t now)
{
	struct proposal p[5];
	struct danger_hit d[4];
	struct place_hit place;
	char when[64], demand[PROPOSE_DEMAND_BYTES];
	int len = (int)strlen(text), n = propose_categories(c, NULL, text, "99010101", p, 5),
	    sum = 0;
	for (int i = 0; i < n; i++) {
		require(
		    p[i].category != NULL && memchr(p[i].reason, 0, sizeof p[i].reason) != NULL);
		sum += p[i].percent;
	}
	require(n >= 0 && n <= 5 && sum <= 103);
	n = propose_dangers(c, text, d, 4);
	for (int i = 0; i < n; i++)
		require(d[i].at >= 0 && d[i].len > 0 && d[i].at + d[i].len <= len);
	propose_place(c, text, &place);
	require(memchr(place.address, 0, sizeof place.address) != NULL);
	if (propose_time(text, now, when, sizeof when))
		require(when[0] != '\0' && utf8_valid(when, strlen(when)));
	if (propose_demand(text, demand, sizeof demand))
		require(demand[0] != '\0' && strstr(text, demand) != NULL);
	struct fields f = { 0 };
	fields_set(&f, TF_CONTENT, text);
	fields_set(&f, TF_CATEGORY, "0303");
	require(propose_urgency(c, &f) != NULL);
	require(elements_of(&f).score <= 100);
	fields_free(&f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct city *c;
	if (c == NULL)
		c = town_new();
	int64_t now = 1700000000000 + (size > 0 ? data[0] : 0) * 86400000LL * 9;
	char *text = malloc(size + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	try_text(c, text, now);
	free(text);
	return 0;
}
