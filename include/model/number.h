#ifndef MODEL_NUMBER_H
#define MODEL_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#define NUMBER_LEN  18
#define NUMBER_SIZE 19

/* 工单编号: YYMMDDhhmmss (UTC+8) + seat (4) + sequence (2). Issued by the seat, final at once, also offline. The
 * sequence rolls 00-99 per seat and never restarts, so the last six digits differ from ticket to ticket. */
struct number_state {
	int64_t last_at; /* second of the last number issued, ms; never goes back */
	int sequence;    /* last sequence issued, -1 before the first */
	int in_second;   /* numbers issued in that second */
};

/** number_issue(st, seat, now, out): the next number: time = max(now, last issued), one second on after 100 in a
 * second, so a clock set back never repeats one. ${seat} is 4 digits. */
void number_issue(struct number_state *st, const char *seat, int64_t now, char out[NUMBER_SIZE]);
bool number_valid(const char *no);
/** number_next(no, out): the same with the next free sequence (centre, number already used). */
void number_next(const char *no, char out[NUMBER_SIZE]);
/** number_groups("261121104231115417") -> "261121-104231-1154-17"; out holds 22. number_short -> "1121-1154-17" (13);
 * number_last6 -> "115417" (7). Malformed input is copied as it is, cut to fit. */
void number_groups(const char *no, char out[24]);
void number_short(const char *no, char out[24]);
void number_last6(const char *no, char out[24]);
/** number_normalise(typed, out): what a person typed or pasted (spaces, dashes, full-width digits) as digits; true if
 * it is 18 or 6 digits. */
bool number_normalise(const char *typed, char out[NUMBER_SIZE]);

#endif
