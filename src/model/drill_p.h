#ifndef MODEL_DRILL_P_H
#define MODEL_DRILL_P_H

#include "model/dispatch.h"
#include "model/drill.h"
#include "model/rehearse.h"
#include "scenario_p.h"

/* What the parts of a drill share. */

#define DRILL_NOWHERE "无" /* a ticket that no unit has yet */

/** drill_ticket(d, name, len), drill_event(label, len), drill_arg(k, label): by what the file calls it; -1 unknown. */
int drill_ticket(const struct drill *d, const char *name, size_t len);
int drill_event(const char *label, size_t len);
int drill_arg(enum event_kind k, const char *label);
/** drill_span(text, after, ms): "20天前" with ${after} "前". */
bool drill_span(const char *text, const char *after, int64_t *ms);

/* ---- drill_read.c: the sections of a drill, for scenario_read.c ---- */
bool drill_is_section(enum scenario_section section);
/** drill_begin(s, section, rest, len, line, e): a heading; ${rest} what stands behind its name. drill_base: what the members of
 * a section are members of. drill_member: a member that is no row of a table. */
enum err_code drill_begin(struct scenario *s, enum scenario_section section, const char *rest,
    size_t len, int line, struct err *e);
void *drill_base(struct scenario *s, enum scenario_section section);
enum err_code drill_member(struct scenario *s, enum scenario_section section,
    const struct scenario_line *l, struct err *e);

/** drill_sent_by_itself(c, f, now, choice): the unit to which the centre sends it without a person; NULL: a dispatcher does. */
const struct unit *drill_sent_by_itself(
    const struct city *c, const struct fields *f, int64_t now, struct dispatch_choice *choice);

/* ---- drill_rehearse.c: as model/rehearse.h has them ---- */
enum err_code drill_rehearse(const struct scenario *s, enum rehearse kind, const struct city *c,
    struct rehearsal *out, struct err *e);
bool drill_judge(const struct scenario *s, const struct city *c, int *line, struct str *out);

/* ---- drill_check.c ---- */
/** drill_complete(s): fills in what a writer may leave out. drill_check(s, n): does it hold together? */
enum err_code drill_complete(struct scenario *s, struct err *e);
/** drill_complete_before(s, e), drill_check_before(s, n): the same of the older tickets of a call. drill_judge_before(s, c, line,
 * out): can they come to be there by the rules of the hotline? true: they cannot, and why. */
enum err_code drill_complete_before(struct scenario *s, struct err *e);
enum err_code drill_check_before(const struct scenario *s, struct scenario_notes *n);
bool drill_judge_before(const struct scenario *s, const struct city *c, int *line, struct str *out);
enum err_code drill_check(const struct scenario *s, struct scenario_notes *n);

#endif
