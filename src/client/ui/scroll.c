/* scroll.c: the one scrolling rule of fields, text areas and lists: jump by half a window. */
#include "client/ui/scroll.h"

int
scroll_cols(int pos, int cols)
{
	int half = cols / 2 > 0 ? cols / 2 : 1;
	return pos < cols - 1 || cols < 4 ? 0 : ((pos - (cols - 1)) / half + 1) * half;
}

int
scroll_rows(int pos, int total, int rows)
{
	int half = rows / 2 > 0 ? rows / 2 : 1;
	if (rows < 1 || total <= rows || pos < rows)
		return 0;
	int top = ((pos - rows) / half + 1) * half;
	return top > total - 1 ? total - 1 : top;
}
