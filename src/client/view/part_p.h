#ifndef CLIENT_VIEW_PART_P_H
#define CLIENT_VIEW_PART_P_H

#include "client/ui/field.h"
#include "client/ui/list.h"
#include "client/view/view.h"
#include "model/workflow.h"

/* What several screens say in the same words: a ticket as a line of a list, its limit, who may do what. */

/* Columns of a list of tickets; the title takes what the others leave. */
enum part_col { PART_NO, PART_TITLE, PART_UNIT, PART_STATE, PART_DUE, PART_COLS };
extern const struct list_col part_ticket_cols[PART_COLS];
/** part_ticket_cell(d, r, col, out): one cell of it. */
void
part_ticket_cell(const struct desk *d, const struct ticket_row *r, int col, struct list_cell *out);

/** part_ticket_again(d, id, t): ${t} as it stands in the cache now; what it was when it cannot be read. */
void part_ticket_again(const struct desk *d, const char *id, struct ticket *t);
/** part_ticket_line(t, c, at): number, state and title on the first line of ${at}. */
void part_ticket_line(const struct ticket *t, struct canvas *c, struct rect at);

#define PART_DUE_SIZE 48
/** part_due(c, at, since, kind, now, out): a limit for a list, at most 13 columns: "!!超期1天", "!12:40前签", "明日10:45签",
 * "12-04"; "-" when no clock runs. ${since} when it began, ${kind} as in ticket_row.due_kind. Returns its role. */
enum role part_due(const struct city *c, int64_t at, int64_t since, const char *kind, int64_t now,
    char out[PART_DUE_SIZE]);

/* Said in the reason of an emergency's urgency when its fields were filled in by what the seat proposed. */
#define PART_UNCHECKED "按建议自动填写, 待核"
/** part_owed_words(t, unit): what somebody must still see to in an emergency that went out as it was; "" nothing. */
const char *part_owed_words(const struct ticket *t, const char *unit);

/** part_protection(d, f, since, c, row, at): the special-protection period that a matter of ${since} falls in, on line
 * ${row} of ${at}; the next free row: ${row} itself when there is none. */
int part_protection(const struct desk *d, const struct fields *f, int64_t since, struct canvas *c,
    int row, struct rect at);
/** part_refused(d, r): says what a widget refused. part_react(d, r): so; VIEW_DRAW where it used the input, else VIEW_IGNORED. */
void part_refused(const struct desk *d, const struct react *r);
unsigned part_react(const struct desk *d, const struct react *r);
/** part_query(d, query, in, stale, put_off): ${in} into what is searched for; after an edit what was found is *stale, on a
 * thin line only when typing rests (*put_off). Returns the bits of the field. */
unsigned part_query(
    const struct desk *d, struct field *query, const struct input *in, bool *stale, bool *put_off);
/** part_digit(d, in, first, page, n): of a list of ${n} rows that shows ${page} from ${first} on: the row a digit chooses;
 * -1 it is no digit; ${n} there is none, which is said. */
int part_digit(const struct desk *d, const struct input *in, int first, int page, int n);
/** part_online(d): can the centre be asked right now? */
bool part_online(const struct desk *d);
/** part_signed_in(d): is there somebody whose work may be shown? */
bool part_signed_in(const struct desk *d);
/** part_when(at, now, out): when something happened: "10:44:02" today, else "11-19 08:30". */
char *part_when(int64_t at, int64_t now, char out[24]);
/** part_person(d, job_no, out): "1106 李敏" where this seat knows who that is, else the number alone. */
#define PART_PERSON_SIZE 88
char *part_person(const struct desk *d, const char *job_no, char out[PART_PERSON_SIZE]);
/** part_job(d, kind): a new job, or NULL with the reason on the message line. */
struct job *part_job(const struct desk *d, enum job_kind kind);
/** part_record(d, kind, call, object, code, text): a desk record is written; the job's id, 0 when it could not be asked
 * for (the message line says why). "" and NULL: not said. */
uint64_t part_record(const struct desk *d, enum record_kind kind, const char *call,
    const char *object, const char *code, const char *text);
/** part_step(d, kind, object, code, text, after): likewise the next step of what is told by its steps (an article, talking
 * points): later than ${after}, the moment of the one before. */
uint64_t part_step(const struct desk *d, enum record_kind kind, const char *object,
    const char *code, const char *text, int64_t after);
/** part_thousands(n, out): 8302 as "8,302". */
char *part_thousands(int64_t n, char out[32]);

/* Everybody who has signed in. */
#define PART_ANYONE ((1u << ROLE_NO_COUNT) - 1)

#endif
