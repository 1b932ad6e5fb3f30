#ifndef PINYIN_P_H
#define PINYIN_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A slot names the readings of a character in the table; characters with the same readings share one. 0 = none. */
uint16_t pinyin_slot(uint32_t cp);
/* By slot: bit 0 to 25, what its readings may begin with. */
extern const uint32_t pinyin_slot_first[];
/** pinyin_slot_count(slot): how many readings. pinyin_slot_reading(slot, i): one of them, a constant. */
size_t pinyin_slot_count(uint16_t slot);
const char *pinyin_slot_reading(uint16_t slot, size_t i);
/** pinyin_is_syllable(s, n): are the ${n} letters one whole reading of some character? */
bool pinyin_is_syllable(const char *s, size_t n);

#endif
