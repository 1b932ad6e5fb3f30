#ifndef CLIENT_CLASS_SHELF_H
#define CLIENT_CLASS_SHELF_H

#include <stdbool.h>

#include "base/err.h"
#include "model/exam.h"

/* The scenario files of a classroom: what a trainer chooses from. A file with a mistake stands in the list too, with the
 * mistake: whoever wrote it sees why it cannot be played. */

#define SHELF_MOST 500

struct shelf_item {
	char path[512];
	char id[32], title[160]; /* of a file with a mistake: the file's name, and what is wrong */
	enum scenario_skill skill;
	int difficulty;
	unsigned modes; /* 0: it has a mistake */
	int choices;    /* variants */
	enum exam_kind kind;
	unsigned marks; /* EXAM_MARK */
};
struct shelf {
	struct shelf_item *item;
	int n;
	struct exam_mix mix; /* how an exam is made up; nothing without the file */
	char mix_wrong[200]; /* what is wrong with it, "" nothing */
};

/** shelf_open(dir, out, e): every *.txt of ${dir}, by name, then those of its folder of drills. ERR_NOT_FOUND without the directory. shelf_free: ready for use
 * again. */
enum err_code shelf_open(const char *dir, struct shelf *out, struct err *e);
void shelf_free(struct shelf *s);

/** shelf_number(s, typed, digit): whether ${typed}, a letter first, goes on with ${digit} to the number of a scenario here: then
 * the digit is looked for and begins nothing (S04 is no lesson of kind 0). */
bool shelf_number(const struct shelf *s, const char *typed, const char *digit);

/** shelf_read(path, seed, out, e): one scenario in one of its variants; ${out} initialised. e->where says the line. */
enum err_code shelf_read(const char *path, uint64_t seed, struct scenario *out, struct err *e);

#endif
