#ifndef CITY_SCENARIO_P_H
#define CITY_SCENARIO_P_H

#include "city/article.h"
#include "city/pack.h"
#include "city/scenario.h"
#include "model/drill.h"
#include "pack_p.h"

/* What the two halves of looking at scenarios against a city share. */

struct known { /* an article */
	char kb_no[ARTICLE_KB_NO_BYTES];
	int version;
};
struct judging {
	struct city *city;
	struct city_users users;
	struct number_forms numbers;
	struct known *known;
	size_t n_known, known_room;
	struct str ids;                  /* ",S0205-01," of the files so far */
	const char *name;                /* of the file in hand */
	struct scenario_mistakes *found; /* in it */
	city_mistake_fn *tell;
	void *arg;
	int mistakes, files;
};

/* Of a telephone number: its length and itself. */
#define SCENARIO_STRANGE_NUMBER \
	"号码不是 numbers.tsv 里的写法: %.*s; 编的电话用 1xx00000xxx 或 8890-xxxx"

/* ---- scenario.c ---- */
/** scenario_say(j, line, fmt, …): a mistake of the file in hand. scenario_has_category …: has the city that? */
void scenario_say(struct judging *j, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool scenario_has_category(const struct judging *j, const char *code);
bool scenario_has_unit(const struct judging *j, const char *code);
bool scenario_has_area(const struct judging *j, const char *code);

/* ---- scenario_drill.c ---- */
/** scenario_judge_drill(j, d), scenario_judge_before(j, d): people, codes and numbers of a drill, of a caller's older tickets. */
void scenario_judge_drill(struct judging *j, const struct drill *d);
void scenario_judge_before(struct judging *j, const struct drill *d);

#endif
