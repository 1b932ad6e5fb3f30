#ifndef CITY_FORM_H
#define CITY_FORM_H

#include "base/str.h"
#include "model/city.h"
#include "text/paper.h"

/* The registration form on paper, for the hours when the system is down: plain text, two pages a sheet, each ended by a
 * form feed. What is written on it is typed in later as 补录. */

#define FORM_COLS        PAPER_A4_COLS /* of a page, whatever width the printer gives to □ */
#define FORM_ROWS        PAPER_A4_ROWS
#define FORM_COPIES_MOST 99

/** form_write(c, job_no, copy, out): one sheet appended: the form, and behind it what one needs to hand without a
 * system (numbers, matters that are not taken). ${job_no}: who will write on it, "" anybody. ${copy}: its number of the
 * seat, 0 left to be written. */
void form_write(const struct city *c, const char *job_no, int copy, struct str *out);
/** form_handover(c, job_no, out): the sheet of the change of shift (交接班), one page: what is open, what the next shift
 * must know, two signatures. What is written on it is typed into the screen of that name later. */
void form_handover(const struct city *c, const char *job_no, struct str *out);

#endif
