#ifndef TESTS_LIB_SCREEN_H
#define TESTS_LIB_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The real program on a pty, its picture rebuilt by libvterm. Nothing here sleeps: everything waits for what the screen
 * must show, with a deadline that only a failure ever reaches. */

#define SCREEN_WAIT_MS 20000

struct screen;

/** screen_start(argv, rows, cols): run argv[0] with TERM=xterm-256color, LC_ALL=C.UTF-8. */
struct screen *screen_start(const char *const *argv, int rows, int cols);
/** screen_stop(s): SIGTERM if it still runs, reap; the exit status as of waitpid. Frees. */
int screen_stop(struct screen *s);
/** screen_leave(s): stops *s if there is one, and it is NULL: what one test left open is not in the way of the next. */
void screen_leave(struct screen **s);
/** screen_kill(s, signal): send it a signal, without waiting. */
void screen_kill(struct screen *s, int signal);
/** screen_wait_exit(s, ms): exit status, or -1 when it has not ended by then. */
int screen_wait_exit(struct screen *s, int ms);
pid_t screen_pid(const struct screen *s);
/** screen_resize(s, rows, cols): the terminal gets another size. */
void screen_resize(struct screen *s, int rows, int cols);

/** screen_send(s, bytes, n): as typed. screen_type(s, text): the same for a string. screen_key(s, name): F1..F12, Enter,
 * Tab, BackTab, Esc, Up, Down, Left, Right, Home, End, PgUp, PgDn, Ctrl-X. Each counts as one key. */
void screen_send(struct screen *s, const char *bytes, size_t n);
void screen_type(struct screen *s, const char *text);
/** screen_type_painted(s, text): each character is a key of its own, sent when something has been painted for the one before;
 * false: nothing was in time. */
bool screen_type_painted(struct screen *s, const char *text);
void screen_key(struct screen *s, const char *name);
/** screen_paste(s, text): as a bracketed paste. */
void screen_paste(struct screen *s, const char *text);
/** screen_keys(s): keys sent by screen_key so far. */
int screen_keys(const struct screen *s);

/** screen_wait(s, text): until ${text} stands somewhere on one line, in a picture that is of no time before the last key; false
 * after SCREEN_WAIT_MS, the screen printed.
 * screen_await: that, and the test fails where it would be false. */
bool screen_wait(struct screen *s, const char *text);
#define screen_await(s, text) assert_true(screen_wait((s), (text)))
bool screen_wait_ms(struct screen *s, const char *text, int ms);
/** screen_wait_gone(s, text): until it stands nowhere. */
bool screen_wait_gone(struct screen *s, const char *text);
/** screen_has(s, text): now, after reading what waits. */
bool screen_has(struct screen *s, const char *text);
/** screen_watch(s, text): from now on keep an eye on it (borrowed; NULL: no more): what stands there for a moment only
 * may never be met by looking. screen_saw(s): has it been written, in one piece? */
void screen_watch(struct screen *s, const char *text);
bool screen_saw(struct screen *s);
/** screen_row(s, y, out, size): the text of a row, trailing blanks cut. */
void screen_row(struct screen *s, int y, char *out, size_t size);
/** screen_painted(s, y, from, to, out, size): the cells of a row from column ${from} to before ${to}, with how each is painted
 * where that changes: "{bold 7/4}" is bold, colour 7 on 4, "-" a default. Of a blank only what is seen of one counts. */
void screen_painted(struct screen *s, int y, int from, int to, char *out, size_t size);
/** screen_vterm(s): its picture as libvterm keeps it. */
struct VTermScreen *screen_vterm(const struct screen *s);
/** screen_find(s, text, col): the row ${text} stands in, or -1; *col its column. */
int screen_find(struct screen *s, const char *text, int *col);
void screen_cursor(struct screen *s, int *row, int *col);
bool screen_cursor_shown(const struct screen *s);
/** screen_settle(s): read until the program has written nothing for 150 ms and was at rest all that time (rest.h).
 * screen_settle_ms: for ${ms}: 20 are enough for a frame that is just coming in to be whole. */
void screen_settle(struct screen *s);
void screen_settle_ms(struct screen *s, int ms);
/** screen_bytes(s): bytes the program has written so far. */
size_t screen_bytes(const struct screen *s);
/** screen_wait_bytes(s, beyond, ms): until it has written more than that; false: it has not in that time. */
bool screen_wait_bytes(struct screen *s, size_t beyond, int ms);
/** screen_print(s): the picture on standard error. */
void screen_print(struct screen *s);
/** screen_repaint_bytes(s): what Ctrl-L brings. screen_text_bytes(s): of the text that stands there. */
size_t screen_repaint_bytes(struct screen *s);
size_t screen_text_bytes(struct screen *s);

#endif
