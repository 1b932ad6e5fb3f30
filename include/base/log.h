#ifndef BASE_LOG_H
#define BASE_LOG_H

/* The program's log: one line an event, "2026-11-21T10:42:07.123 I text", to standard error or a file. Nothing a
 * citizen said and no identity is ever logged: log ids and codes. Control characters are escaped. Thread safe. */

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/** log_open(path, level): append to ${path}; NULL is standard error. 0, or -1 with errno. */
int log_open(const char *path, enum log_level level);
void log_close(void);
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...)  log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
