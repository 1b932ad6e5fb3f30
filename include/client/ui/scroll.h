#ifndef CLIENT_UI_SCROLL_H
#define CLIENT_UI_SCROLL_H

/* Scrolling by half a window, as a function of the cursor alone: nothing to remember, and a key that stays inside costs
 * the terminal only itself (a window that follows cell by cell costs 99 bytes a key, measured). */

/** scroll_cols(pos, cols): first column of a field ${cols} wide to show so that column ${pos} is inside, never in the
 * last one, nor in the first of a scrolled field. */
int scroll_cols(int pos, int cols);
/** scroll_rows(pos, total, rows): first of ${total} rows to show in a window of ${rows} so that row ${pos} is inside. */
int scroll_rows(int pos, int total, int rows);

#endif
