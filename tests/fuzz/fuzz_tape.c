/* Pictures that somebody else made: whatever bytes are handed in as the difference of two pictures, what is shown is a
 * picture: every wide character whole, nothing outside. The first byte says on what picture it falls. */
#include "fuzz.h"

#include "client/ui/canvas_diff.h"

static const struct fuzz_word words[] = { FUZZ_WORD("\x18\x50"), FUZZ_WORD("路"), FUZZ_WORD("\x02"),
	FUZZ_WORD("\x01"), FUZZ_WORD("\x05"), FUZZ_WORD("\xff\xff\xff\xff\x0f"), FUZZ_WORD("灯") };

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

static void
must_be_whole(const struct canvas *c)
{
	for (int i = 0; i < c->rows * c->cols; i++) {
		const struct cell *cell = &c->cells[i];

		if (cell->width == 2)
			fuzz_must(i % c->cols + 1 < c->cols && cell[1].width == 0,
			    "a left half has its right one");
		else if (cell->width == 0)
			fuzz_must(i % c->cols > 0 && cell[-1].width == 2,
			    "a right half has its left one");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct canvas c = { 0 };

	if (size == 0)
		return 0;
	if (data[0] & 1 && canvas_resize(&c, 24, 80))
		for (int row = 0; row < c.rows; row++)
			canvas_text(&c, row, (data[0] >> 1) % 3, -1, ROLE_VALUE,
			    "红山路78号门口的路灯不亮");
	(void)canvas_diff_read(&c, (const char *)data + 1, size - 1);
	if (c.cells != NULL)
		must_be_whole(&c);
	canvas_free(&c);
	return 0;
}
