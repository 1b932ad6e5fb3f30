#ifndef CLIENT_VIEW_TRAIN_P_H
#define CLIENT_VIEW_TRAIN_P_H

#include "class_p.h"
#include "client/class/exam.h"
#include "client/class/shelf.h"

/* 培训 between its files: the shelf and what is begun (train.c), lessons and exams that are over (train_done.c), what they
 * amount to for a person and the class (train_people.c). */

enum train_page { TRAIN_SHELF, TRAIN_LESSONS, TRAIN_EXAMS, TRAIN_PEOPLE, TRAIN_PAGES };

struct train {
	struct desk *desk;
	struct shelf shelf;
	struct exam_sums sums; /* and all results */
	struct class_reviews reviews;
	struct class_people people;
	struct list list[TRAIN_PAGES];
	enum train_page page;
	char only[32]; /* lessons and exams of this person alone; "" everybody */
	struct class_ask ask;
	char why[ERR_TEXT_BYTES];
	bool leaving; /* Esc was pressed once, in a class */
};

/* train_done.c */
/** train_export(s, name, csv): a table beside the results; says where. Frees it. */
void train_export(struct train *s, const char *name, struct str *csv);
void train_lessons_list(struct train *s);
void train_exams_list(struct train *s);
unsigned train_lessons_input(struct train *s, const struct input *in);
unsigned train_exams_input(struct train *s, const struct input *in);
void train_lessons_foot(const struct train *s, struct canvas *c, struct rect at);
void train_exams_foot(const struct train *s, struct canvas *c, struct rect at);
/* train_people.c */
void train_people_list(struct train *s);
unsigned train_people_input(struct train *s, const struct input *in);
void train_people_foot(const struct train *s, struct canvas *c, struct rect at);

#endif
