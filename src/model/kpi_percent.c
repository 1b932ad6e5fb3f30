/* kpi_percent.c: figures as they are printed: percentages rounded half up, and the one made of three of them. Not here: what is
 * counted (kpi.c). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/kpi.h"

/* Hundredths of a percent; -1 when nothing is to be divided by. */
static int64_t
hundredths(struct kpi_rate r)
{
	return r.of > 0 ? (r.n * 20000 + r.of) / (2 * r.of) : -1;
}

static const char *
print(int64_t value, char out[KPI_PERCENT_SIZE])
{
	if (value < 0)
		(void)str_copy(out, KPI_PERCENT_SIZE, "--");
	else
		(void)snprintf(
		    out, KPI_PERCENT_SIZE, "%" PRId64 ".%02d", value / 100, (int)(value % 100));
	return out;
}

const char *
kpi_percent(struct kpi_rate r, char out[KPI_PERCENT_SIZE])
{
	return print(hundredths(r), out);
}

/* ---- three in one ---- */

bool
kpi_weights_read(const char *text, struct kpi_weights *w)
{
	int *const to[] = { &w->response, &w->solved, &w->satisfied };
	const char *at = text;

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		const size_t n = strspn(at, "0123456789");

		if (n == 0 || n > 3 || at[n] != (i < 2 ? ',' : '\0'))
			return false;
		*to[i] = 0;
		for (size_t k = 0; k < n; k++)
			*to[i] = 10 * *to[i] + (at[k] - '0');
		at += n + 1;
	}
	return w->response + w->solved + w->satisfied == 100;
}

const char *
kpi_composite(const struct kpi *k, const struct kpi_weights *w, char out[KPI_PERCENT_SIZE])
{
	const struct {
		enum kpi_rate_kind rate;
		int weight;
	} parts[] = { { KPI_CONTACT_TIMELY, w->response }, { KPI_SOLVED, w->solved },
		{ KPI_SATISFIED, w->satisfied } };
	int64_t sum = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const int64_t one = hundredths(k->rate[parts[i].rate]);

		if (one < 0 && parts[i].weight > 0)
			return print(-1, out);
		sum += one * parts[i].weight;
	}
	return print((sum + 50) / 100, out);
}
