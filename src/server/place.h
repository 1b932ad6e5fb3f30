#ifndef SERVER_PLACE_H
#define SERVER_PLACE_H

#include "server/store/store.h"
#include "settings.h"

/* Where a centre's data and key are. */

/** place_ready(s, e): the data directory holds a centre; ERR_NOT_FOUND with what to do. */
enum err_code place_ready(const struct settings *s, struct err *e);
/** place_key(s, key, e): the key from --key-file, the systemd credential, or a private centre's own; secret_key_free. */
enum err_code place_key(const struct settings *s, uint8_t **key, struct err *e);
/** place_key_make(s, key, e): of a centre that is being initialised: a private one's is made in its data directory; a
 * real one's is made where --key-file says unless it is there. */
enum err_code place_key_make(const struct settings *s, uint8_t **key, struct err *e);
/** place_open(s, writer, key, out, e): the store with that key, checked to be the right one. */
enum err_code place_open(
    const struct settings *s, bool writer, const uint8_t *key, struct store **out, struct err *e);
/** place_control(s, out, size): path of the control socket; false when it would be too long for one. */
bool place_control(const struct settings *s, char *out, size_t size);

#endif
