#ifndef MODEL_CORRECTION_H
#define MODEL_CORRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/calendar.h"
#include "model/record.h"

/* A correction of an article that a seat has asked for (RECORD_CORRECT): who sees to it by when (RECORD_TASK: object his job
 * number, text about the correction: "2026-11-25 words"), and what became of it (RECORD_ANSWER: object the reporter, code,
 * text about the correction): her home screen shows it. */

#define CORRECTION_DAYS 3 /* working days to answer when nobody said another day */

/** correction_check(r, e): does a task or answer hold together by itself? Others pass. ERR_INVALID at "text". */
enum err_code correction_check(const struct record *r, struct err *e);
/** correction_check_about(r, asked, e): does it fit the correction it is about? ERR_FORBIDDEN. */
enum err_code
correction_check_about(const struct record *r, const struct record *asked, struct err *e);
/** correction_about(r, id): the correction that a task or answer is about; false for other records. */
bool correction_about(const struct record *r, char id[ID_SIZE]);
/** correction_words(r): what a task or answer says, without day and id; "" nothing. correction_due(r): the day a task
 * names. correction_due_by_rule(c, at): the day for one asked for at ${at}. */
const char *correction_words(const struct record *r);
int32_t correction_due(const struct record *r);
int32_t correction_due_by_rule(const struct calendar *c, int64_t at);
/** correction_task_write(id, due, words, out): the text of a task. */
void correction_task_write(const char *id, int32_t due, const char *words, struct str *out);

/** correction_query(text, out): what was looked for in vain, to be counted: folded, spaces made one, cut to ${out}; "" when
 * it says nothing (one character alone) or might name a person (a run of five digits or more). */
void correction_query(const char *text, char out[RECORD_OBJECT_BYTES]);

#endif
