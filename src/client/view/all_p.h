#ifndef CLIENT_VIEW_ALL_P_H
#define CLIENT_VIEW_ALL_P_H

#include "client/view/view.h"

/* Every screen of the program: its table of functions. A new screen is one line here and its file. */
#define VIEWS(X)     \
	X(home)      \
	X(intake)    \
	X(tickets)   \
	X(ticket)    \
	X(subject)   \
	X(dispatch)  \
	X(print)     \
	X(files)     \
	X(inbox)     \
	X(visit)     \
	X(review)    \
	X(supervise) \
	X(ledger)    \
	X(wall)      \
	X(handling)  \
	X(qa)        \
	X(editing)   \
	X(handover)  \
	X(callbacks) \
	X(tags)      \
	X(zero)      \
	X(sync)      \
	X(admin)     \
	X(password)  \
	X(deputies)  \
	X(transfer)  \
	X(packet)    \
	X(outcome)   \
	X(modules)   \
	X(knowledge) \
	X(search)    \
	X(bulletins) \
	X(train)     \
	X(console)   \
	X(marks)     \
	X(exam)      \
	X(drill)     \
	X(replay)    \
	X(lock)      \
	X(login)     \
	X(help)

#define X(name) extern const struct view_ops name##_view;
VIEWS(X)
#undef X

#endif
