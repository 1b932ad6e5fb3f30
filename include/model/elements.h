#ifndef MODEL_ELEMENTS_H
#define MODEL_ELEMENTS_H

#include <stdbool.h>

#include "model/ticket.h"

/* 五要素: time, place, people, event, demand: how complete a ticket is (domain.md §2-14). */
enum element {
	ELEMENT_TIME,
	ELEMENT_PLACE,
	ELEMENT_PEOPLE,
	ELEMENT_EVENT,
	ELEMENT_DEMAND,
	ELEMENT_COUNT
};
enum element_mark { ELEMENT_MISSING, ELEMENT_HALF, ELEMENT_THERE }; /* shown - ? + */

struct elements {
	enum element_mark mark[ELEMENT_COUNT];
	int score; /* 0..100: 20 each, 10 for half; time and place of a consult, suggest or praise count whole */
};
const char *element_label(enum element e); /* 时间 地点 人物 事件 诉求 */
/** elements_of(f): from the fields; half when only the narrative hints at it (a time phrase, 路/号/小区, 要求/希望). */
struct elements elements_of(const struct fields *f);
/** element_wanting(f, e, mark): what to ask for where ${e} is not wholly there: its own name, or the half that is lacking
 * (称呼, 涉及对象, 区域, 详细地点). */
const char *element_wanting(const struct fields *f, enum element e, enum element_mark mark);
/** elements_need_scene(type): false for a question, a suggestion and praise: no time and place need be told. */
bool elements_need_scene(const char *type);
#define ELEMENTS_THRESHOLD 80 /* submit below it needs a reason or goes as 待完善 [ours] */

#endif
