/* When most will call today, for the walls: found once a day from the calls of the same weekday of the last weeks, which only the
 * centre has (model/call_peak.h). Found anew and written whole, so that a round that is done twice changes nothing. */
#include <string.h>

#include "base/clock.h"
#include "model/call_peak.h"
#include "round_p.h"
#include "server/store/calls.h"

#define DONE "peak_day"

static enum err_code
find(struct core *c, int32_t today, bool *found, struct call_peak *peak, struct err *e)
{
	int calls[CALL_PEAK_WEEKS][CALL_PEAK_SLOTS] = { { 0 } };
	enum err_code rc = ERR_OK;

	for (int w = 0; w < CALL_PEAK_WEEKS && rc == ERR_OK; w++)
		rc = store_call_slots(c->store, civil_day_start(today - 7 * (w + 1)),
		    CALL_PEAK_SLOT_MS, calls[w], CALL_PEAK_SLOTS, e);
	*found = rc == ERR_OK && call_peak_find(calls, today, peak);
	return rc;
}

static enum err_code
tell(struct core *c, const struct call_peak *peak, struct err *e)
{
	struct core_pour pour = { 0 };
	struct str text = { 0 }, was = { 0 };
	enum err_code rc = ERR_OK;
	int64_t rev;

	if (peak != NULL)
		call_peak_write(peak, &text);
	if (peak != NULL || store_ref_get(c->store, CALL_PEAK_KIND, CALL_PEAK_CODE, &was, &rev))
		rc = text.bad ? err_set(e, ERR_NO_MEMORY, NULL)
			      : core_ref_pour(c, &pour, CALL_PEAK_KIND, CALL_PEAK_CODE,
				    peak != NULL ? str_c(&text) : NULL, e);
	str_free(&text);
	str_free(&was);
	return rc;
}

enum err_code
peak_round(struct core *c, struct err *e)
{
	const int32_t today = civil_day(c->now);
	struct str done = { 0 };
	struct call_peak peak;
	char day[24];
	bool found = false, again;
	enum err_code rc = store_meta_get(c->store, DONE, &done, e);

	(void)civil_format(c->now, "%Y-%m-%d", day, sizeof(day));
	again = strcmp(str_c(&done), day) != 0;
	str_free(&done);
	if (rc != ERR_OK || !again)
		return rc;
	rc = find(c, today, &found, &peak, e);
	if (rc == ERR_OK)
		rc = tell(c, found ? &peak : NULL, e);
	return rc == ERR_OK ? store_meta_set(c->store, DONE, day, e) : rc;
}
