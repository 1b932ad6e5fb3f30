#ifndef TEXT_SPOKEN_H
#define TEXT_SPOKEN_H

#include <stddef.h>
#include <stdint.h>

/* Instants and lengths of time in the words people use on the telephone and on the sheet. Pure: ${now} is handed in,
 * civil time is UTC+8. Ticket numbers are model/number.h's, the words of a limit itself (5个工作日) span_words's. */

#define SPOKEN_SIZE 96 /* holds any of these */

enum spoken_mode {
	SPOKEN_TIME, /* aloud, to the minute: 明天上午10点45分, 12月4日(周五)下午3点 */
	SPOKEN_DAY, /* aloud, to the day: 12月4日(周五); the last day itself to the minute: 今天下午5点30分 */
	SPOKEN_WRITTEN, /* on screen: 今日10:45, 明日10:45, 11月24日10:45 */
};

/** spoken_when(at, now, mode, out, size): the instant in words; returns ${out}, "" when ${at} is 0 (no limit). Seconds
 * are dropped, so that words never promise more than the limit. A year is said when it is not this one. The end of a
 * day (from 23:59, or the midnight that ends it) is 晚上12点 today and tomorrow, and later the day alone. */
char *spoken_when(int64_t at, int64_t now, enum spoken_mode mode, char *out, size_t size);
/** spoken_due(at, now, mode, span, out, size): the same as a limit: 明天上午10点45分前; with ${span} (NULL or "" for
 * none) what it comes from: 10月13日(周二)前(5个工作日), 明日10:45前(24小时). */
char *spoken_due(
    int64_t at, int64_t now, enum spoken_mode mode, const char *span, char *out, size_t size);
/** spoken_left(due_at, now, out, size): for a list column: 40分, 1时20分, 剩 3 天 (calendar days, from 24 hours on),
 * 不足1分, 到期, 超期 40分, 超期 1 天. "" when ${due_at} is 0. */
char *spoken_left(int64_t due_at, int64_t now, char *out, size_t size);
/** spoken_length(ms, out, size): 不足1分, 40分, 1时20分, 2时, from 24 hours on 3 天 (whole days). Negative is 0. */
char *spoken_length(int64_t ms, char *out, size_t size);

#endif
