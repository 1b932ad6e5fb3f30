#ifndef CLIENT_VIEW_HAND_P_H
#define CLIENT_VIEW_HAND_P_H

#include "client/view/view.h"
#include "model/city.h"
#include "model/workflow.h"

/* Somebody handed over on the telephone: what the form below wants handed, and what came of it. The form that opens the
 * transfer screen owns it (desk.handover points to it meanwhile); the screen fills in what was tried. Every try is a desk
 * record at once; it becomes an event of the ticket as soon as there is one. */

#define HAND_TRIES       6
#define HAND_TARGET_SIZE 96

struct hand_try {
	char target[16];             /* id in the directory */
	char name[HAND_TARGET_SIZE]; /* "燃气公司 24小时抢修 8890-0119" */
	char mode[16], result[16];   /* codes of RECORD_TRANSFER */
	char summary[512];           /* what the target said became of it, "" nothing */
	bool sent;                   /* an event of the ticket */
};

enum hand_wish { WISH_NONE, WISH_URGENT, WISH_DIRECT };

struct handover {
	char draft[ID_SIZE], ticket[ID_SIZE]; /* of which sheet; "" no ticket yet */
	char call[RECORD_CALL_BYTES];         /* whose caller; "" the one on the line */
	char no[24], last6[24];               /* as shown; "" none */
	struct fields f; /* the matter as it stands, masked as its form shows it */
	char told[512];  /* what the caller was told */
	char basis[128];
	char danger[64];         /* the word of danger not answered yet */
	char start[16];          /* target to begin with, "" none */
	bool at_once;            /* dial it when the screen opens */
	bool conference, inform; /* how */
	bool urgent;             /* an emergency: nothing is asked afterwards */
	struct hand_try tries[HAND_TRIES];
	int n_tries;
	char packet[ID_SIZE]; /* offered to a colleague, and nothing has come of it yet; "" none */
	char packet_to[16];   /* whom */
	enum hand_wish wish;  /* what the form shall do next */
};

void hand_free(struct handover *h);
/** hand_add(h, d, t, mode, result): one more try, recorded. NULL when it is one too many (recorded all the same). */
struct hand_try *hand_add(struct handover *h, const struct desk *d, const struct transfer_target *t,
    const char *mode, const char *result);
/** hand_args(t, args): as the arguments of an event; false without memory. */
bool hand_args(const struct hand_try *t, struct args *args);
/** hand_flush(h, d): what is known of the ticket now becomes events of it. Nothing while there is no ticket. */
void hand_flush(struct handover *h, const struct desk *d);
/** hand_reached(mode, result): did the caller speak with somebody in that try? Codes of RECORD_TRANSFER. */
bool hand_reached(const char *mode, const char *result);
/** hand_did(h, target): was that one reached? */
bool hand_did(const struct handover *h, const char *target);
/** hand_ending(h): the try with which a call may be over: somebody spoke with the caller, else a number was told; NULL
 * none. */
const struct hand_try *hand_ending(const struct handover *h);
/** hand_answered(h): the try after which the target told what became of it; NULL none. */
struct hand_try *hand_answered(struct handover *h);

#endif
