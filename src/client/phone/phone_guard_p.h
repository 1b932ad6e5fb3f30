#ifndef CLIENT_PHONE_PHONE_GUARD_P_H
#define CLIENT_PHONE_PHONE_GUARD_P_H

#include "client/phone/phone.h"

/** phone_guard_new(p, emit, arg): stands between ${p}'s provider and ${emit} from now on; false without memory. */
bool phone_guard_new(struct phone *p, void (*emit)(void *, const struct phone_event *), void *arg);
void phone_guard_free(struct phone *p);

/* phone_picture.c */
/** phone_picture_take(pic, ev): false, and nothing is changed, when ${ev} cannot happen there: of another call, or out of
 * order. */
bool phone_picture_take(struct phone_picture *pic, const struct phone_event *ev);
/** phone_picture_step(now, then, ev): one event that leads from ${now} towards ${then}; false: they are the same. */
bool phone_picture_step(
    const struct phone_picture *now, const struct phone_picture *then, struct phone_event *ev);

#endif
