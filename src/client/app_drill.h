#ifndef CLIENT_APP_DRILL_H
#define CLIENT_APP_DRILL_H

#include "base/id.h"
#include "model/drill.h"

#define DRILL_PENDING 8 /* steps that the engine has in hand at once */

enum drill_stage {
	DRILL_OFF,
	DRILL_PUTTING, /* the tickets are being put on the desk */
	DRILL_SITTING, /* the person of the drill sits down */
	DRILL_LOOKING, /* until the tickets lie there */
	DRILL_ON,
	DRILL_LEAVING /* who sat here before comes back */
};

/* A drill at this seat, or the older tickets of a caller who is about to ring: how far its desk is, and what has been done to its tickets that is not answered yet. */
struct app_drill {
	enum drill_stage stage;
	int n_moves, next, n_pending;
	struct drill_move move[DRILL_MOVES];
	struct {
		uint64_t job;
		struct lesson_deed deed;
	} pending[DRILL_PENDING];
	int64_t begun_ms; /* by the lesson's clock */
	int64_t since_ms; /* monotonic: who is wanted was sent for */
	uint64_t job;     /* of the move under way, 0 none */
	char op[ID_SIZE]; /* its operation, until the centre has answered it */
	char ids[DRILL_TICKETS][ID_SIZE];
	char before[16], wanted[16]; /* job numbers: who sat here, who is to sit here now */
	bool cut, was_cut;
	bool of_call; /* tickets of somebody who is about to ring: nobody else sits down for them */
};

#endif
