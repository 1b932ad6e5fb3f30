#ifndef TEXT_ROUTE_H
#define TEXT_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/sounds.h"
#include "text/words.h"

/* What somebody may have meant by what stands in a search box: several things at once, since 123456 is the end of a
 * ticket's number and may stand in a text, and 5678 is the end of a telephone number. Pure: knows no data, takes any
 * bytes, never fails. */
enum {
	ROUTE_TEXT = 1 << 0,  /* words to stand in a text; ${also} is another way to write them */
	ROUTE_SOUND = 1 << 1, /* letters that may be the pinyin of a title: ${key} */
	ROUTE_ONE =
	    1 << 2, /* one Hanzi alone: it stands in everything, only titles are worth asking */
	ROUTE_NUMBER = 1 << 3, /* a ticket's number, whole (18 digits) or its last six: ${number} */
	ROUTE_PHONE = 1 << 4,  /* a whole telephone number: ${phone} */
	ROUTE_TAIL =
	    1 << 5, /* a number that ends in ${tail} and begins with ${head} ("" unknown) */
	ROUTE_PLATE = 1 << 6,   /* a car's: it stands in texts, written together or not */
	ROUTE_ADDRESS = 1 << 7, /* ${street} and ${house} */
	ROUTE_PARTS =
	    1 << 8 /* Hanzi and letters: Hanzi in the text, letters as pinyin of the title */
};

#define ROUTE_STREET 48 /* bytes */

struct route {
	unsigned ways; /* 0: nothing to look for */
	struct words words;
	struct words parts; /* Hanzi and letters apart, with ROUTE_PARTS */
	char also[64];      /* "" none */
	char number[20], phone[24], head[12], tail[5];
	char street[ROUTE_STREET];
	int house;
	bool house_last; /* nothing is typed behind it */
	struct sound_key key[2 * SOUNDS_KEYS];
	int n_keys;
};

/** route_read(r, s, n): of the ${n} bytes typed so far. */
void route_read(struct route *r, const char *s, size_t n);

/** route_place(s, street, house): the street and the number of the house in an address, folded: 云江市城东区红山路78号3栋 ->
 * 红山路, 78. False when it names no such place. A query is read by the same. */
bool route_place(const char *s, char street[ROUTE_STREET], int *house);
/** route_places(s, fn, arg): every street with a number in a text; as nobody knows where its name begins (我在人民路22号),
 * ${backwards} are the Hanzi in front of the number from the last to the first, folded. ${fn} false stops; false when it
 * was stopped. route_backwards(street, n, out): ${n} bytes of a folded name so: what names of places in texts begin with. */
typedef bool route_place_fn(void *arg, const char *backwards, int house);
bool route_places(const char *s, route_place_fn *fn, void *arg);
void route_backwards(const char *street, size_t n, char out[ROUTE_STREET]);

#endif
