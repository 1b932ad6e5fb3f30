#ifndef CLIENT_UI_DECODE_P_H
#define CLIENT_UI_DECODE_P_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include "base/str.h"
#include "client/ui/input.h"
#include "client/ui/keymap.h"

/* From what the terminal sends (bytes, and keys that curses has recognised) to inputs. No terminal is needed. */

#define DECODE_PASTE_MS 2000 /* a paste whose end never comes is over after this silence */
#define DECODE_PART_MS  1000 /* so is a character whose last bytes never come */

enum decoded_kind { DECODED_KEY, DECODED_TEXT, DECODED_PASTE, DECODED_BAD, DECODED_TOO_LONG };

struct decoded {
	enum decoded_kind kind;
	uint16_t key;   /* DECODED_KEY */
	size_t at, len; /* bytes of d->bytes; DECODED_TOO_LONG: len is the size of the paste */
	bool ahead;
};

struct decode {
	bool twin[128]; /* Esc c means something */
	int twin_ms;    /* how long a lone Esc waits for it */
	bool esc;
	int64_t esc_at;
	bool paste;
	size_t paste_len; /* bytes sent, kept or not */
	struct str pasted;
	int64_t heard_at; /* last byte of a paste or of a character in parts */
	mbstate_t mb;
	unsigned char part[8]; /* bytes of a character that is not complete */
	size_t n_part;
	struct decoded *queue;
	size_t head, n, cap;
	struct str bytes; /* text of the queue */
	struct str out;   /* text of the input handed out */
};

/** decode_init(d, km, twin_ms): nothing waiting. */
void decode_init(struct decode *d, const struct keymap *km, int twin_ms);
void decode_free(struct decode *d);
/** decode_byte, decode_key, decode_paste: what came, at ${now} (monotonic ms). A byte may be half a character, in the
 * running locale's encoding; a key is one of keymap.h from 256 on; paste begins and ends. */
void decode_byte(struct decode *d, unsigned char b, int64_t now);
void decode_key(struct decode *d, uint16_t key, int64_t now);
void decode_paste(struct decode *d, bool begin, int64_t now);
/** decode_time(d, now): silence is news too: a lone Esc, an unfinished paste or character. decode_wait_ms: when to call
 * it, -1 for never. */
void decode_time(struct decode *d, int64_t now);
int decode_wait_ms(const struct decode *d, int64_t now);
/** decode_next(d, km, scopes, in): the next input, false when none. With SCOPE_EDIT a run of characters comes at once,
 * elsewhere one by one, because each may be a choice and move the focus. */
bool decode_next(struct decode *d, const struct keymap *km, unsigned scopes, struct input *in);
/** decode_flush(d): forget everything that waits. */
void decode_flush(struct decode *d);

#endif
