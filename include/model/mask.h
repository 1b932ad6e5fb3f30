#ifndef MODEL_MASK_H
#define MODEL_MASK_H

#include <stddef.h>

/* §7.9: what may be shown without unmasking. ${out} always terminates. */
void mask_phone(const char *phone, char *out, size_t size); /* 138****5678; landline: last four */
void mask_name(const char *name, char *out, size_t size); /* 张*, 欧阳** ; 张女士 stays 张女士 */
void mask_id(const char *id, char *out, size_t size);        /* 110***********1234 */
void mask_address(const char *addr, char *out, size_t size); /* door number hidden: 红山路**号 */
/** mask_tail(phone, out): "5678", the last four digits, "" when fewer. */
void mask_tail(const char *phone, char out[8]);
/** mask_phone_normal(typed, out, size): digits of a phone as stored and hashed: full-width folded, +86, spaces and
 * dashes dropped; returns the count of digits. */
size_t mask_phone_normal(const char *typed, char *out, size_t size);

/** mask_prose(text, who, out): words about a ticket that others are to read: what ${who} names of a person (name, how he is
 * called, his address), and every run of seven digits or more, is 某某 and ****. What else names somebody a person must
 * find. */
struct fields;
struct str;
void mask_prose(const char *text, const struct fields *who, struct str *out);

#endif
