#ifndef TEXT_GRAMS_H
#define TEXT_GRAMS_H

#include <stddef.h>
#include <stdint.h>

/* What a text is made of, as a set small enough to keep beside every ticket and to compare with hundreds of others: every
 * two neighbouring Hanzi and every run of letters and digits, folded (text/fold.h), each as a number of 16 bits. Two texts
 * that say the same share most of them, in whatever order. No dictionary; any bytes will do.
 * The numbers are permanent for what is kept of them: change the cut and GRAMS_VERSION together. */

#define GRAMS_VERSION 1

/** grams_of(s, n, out, max): the set of ${n} bytes, ascending, at most ${max}; returns how many. Of a text with more the
 * ${max} smallest are taken: the same choice in every text, so that what two long texts share is still found. */
size_t grams_of(const char *s, size_t n, uint16_t *out, size_t max);
/** grams_mix(hash, s, n): the hash behind them, of folded bytes; begins with GRAMS_SEED. */
#define GRAMS_SEED 2166136261u
uint32_t grams_mix(uint32_t hash, const char *s, size_t n);

#endif
