#ifndef CLIENT_PHONE_PHONE_P_H
#define CLIENT_PHONE_PHONE_P_H

#include "client/phone/phone.h"

extern const struct phone_ops phone_sim; /* sim.c */

#endif
