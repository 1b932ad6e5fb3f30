#ifndef TESTS_LIB_METER_H
#define TESTS_LIB_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A program on a pty, measured: when its bytes came, what it holds in memory, what it used of the processor. No picture
 * is made of it, so that the measuring costs little. */

struct meter;

/** meter_start(argv, rows, cols): argv[0] is looked for in PATH; TERM=xterm-256color, LC_ALL=C.UTF-8. */
struct meter *meter_start(const char *const *argv, int rows, int cols);
void meter_stop(struct meter *m); /* SIGTERM, then SIGKILL; reaped and freed */
pid_t meter_pid(const struct meter *m);
/** meter_until(m, mark, ms): read until the bytes ${mark} have come; false when the time was up or it ended. */
bool meter_until(struct meter *m, const char *mark, int ms);
/** meter_quiet(m, ms): read until it has written nothing for ${ms}; the bytes read. */
size_t meter_quiet(struct meter *m, int ms);
/** meter_bytes(m): read so far. meter_ms(m): from the start to the last byte read. */
size_t meter_bytes(const struct meter *m);
double meter_ms(const struct meter *m);
void meter_send(struct meter *m, const char *bytes, size_t n);
/** meter_key(m, bytes, n): send one key; ms until the first byte of what it paints, -1 when nothing came within 200. */
double meter_key(struct meter *m, const char *bytes, size_t n);

double meter_now_ms(void);  /* monotonic */
double meter_busy_ms(void); /* the processor's time of this thread: others use the machine too */
/** meter_waited_ms(): what this thread has stood ready while others had the processor; -1 when the kernel does not say. */
double meter_waited_ms(void);
/** meter_kb(pid, what): a line of smaps_rollup: "Rss", "Private_Dirty", …; -1 unknown. */
int64_t meter_kb(pid_t pid, const char *what);
/** meter_cpu_ms(pid): of all its threads so far. */
double meter_cpu_ms(pid_t pid);
/** meter_rank(v, n, percent): that percentile of ${n} values; sorts them. */
double meter_rank(double *v, size_t n, int percent);

#endif
