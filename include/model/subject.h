#ifndef MODEL_SUBJECT_H
#define MODEL_SUBJECT_H

#include <stdint.h>

/* The other party of a ticket (被诉对象) by its name, as it is written down in a hurry: 云江恒达物业管理有限公司,
 * 恒达 物业 and ＨＥＮＧＤＡ物业. */
#define SUBJECT_VERSION 1 /* of the keys: rises when the same name would give another */

/** subject_key(name): the same for spellings of one name: folded, without blanks, marks and what stands in brackets, without
 * the endings of companies (有限公司, 集团, 物业管理 as 物业). 0 of what names nobody: too short, 物业, 商家, 不详. */
uint32_t subject_key(const char *name);

#endif
