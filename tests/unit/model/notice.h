#ifndef TEST_MODEL_NOTICE_H
#define TEST_MODEL_NOTICE_H

#include "base/clock.h"
#include "model/calendar.h"

/* The published notices for 2025 and 2026 as spans of days, for tests of rules without a city pack. */
struct notice_span {
	const char *from, *to;
	bool work;
};

static inline void
notice_load(struct calendar *c)
{
	static const struct notice_span SPANS[] = {
		{ "2025-01-01", "2025-01-01", false },
		{ "2025-01-28", "2025-02-04", false },
		{ "2025-04-04", "2025-04-06", false },
		{ "2025-05-01", "2025-05-05", false },
		{ "2025-05-31", "2025-06-02", false },
		{ "2025-10-01", "2025-10-08", false },
		{ "2025-01-26", "2025-01-26", true },
		{ "2025-02-08", "2025-02-08", true },
		{ "2025-04-27", "2025-04-27", true },
		{ "2025-09-28", "2025-09-28", true },
		{ "2025-10-11", "2025-10-11", true },
		{ "2026-01-01", "2026-01-03", false },
		{ "2026-02-15", "2026-02-23", false },
		{ "2026-04-04", "2026-04-06", false },
		{ "2026-05-01", "2026-05-05", false },
		{ "2026-06-19", "2026-06-21", false },
		{ "2026-09-25", "2026-09-27", false },
		{ "2026-10-01", "2026-10-07", false },
		{ "2026-01-04", "2026-01-04", true },
		{ "2026-02-14", "2026-02-14", true },
		{ "2026-02-28", "2026-02-28", true },
		{ "2026-05-09", "2026-05-09", true },
		{ "2026-09-20", "2026-09-20", true },
		{ "2026-10-10", "2026-10-10", true },
	};
	for (size_t i = 0; i < sizeof SPANS / sizeof SPANS[0]; i++)
		for (int32_t d = civil_parse_day(SPANS[i].from); d <= civil_parse_day(SPANS[i].to);
		     d++)
			calendar_add(c, d, SPANS[i].work);
}

/* "2026-10-13" of a day, in one of four buffers so that two may stand in one message. */
static inline const char *
day_text(int32_t day)
{
	static char buf[4][16];
	static int next;
	char *out = buf[next++ & 3];
	return civil_format(civil_day_start(day), "%Y-%m-%d", out, 16);
}

#endif
