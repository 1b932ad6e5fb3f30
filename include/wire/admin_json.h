#ifndef WIRE_ADMIN_JSON_H
#define WIRE_ADMIN_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* What hotseatd's own commands ask of the running centre over its socket, and an administrator from a seat (/v1/admin/…;
 * what is listed there is in people_json.h). Passwords never travel: their Argon2id hash does. Read strictly. */

struct admin_user { /* POST /v1/admin/users; POST /v1/admin/passwords: job_no and pwhash */
	char job_no[16], name[64], roles[160], unit[16];
	char skills[80], company[64];
	char pwhash[SECRET_PWHASH_SIZE]; /* "": nobody can sign in with a password */
};
struct
    admin_deputy { /* POST /v1/deputies: signs off for who asks, between these days; both "": no more */
	char job_no[16], from[12], to[12];
};
struct admin_change { /* PATCH /v1/admin/users/{job number}: the whole row as it shall be */
	char name[64], roles[160], unit[16], skills[80], company[64];
	bool active;
	int64_t rev; /* as it was seen: another's change in between is not written over */
};
/* POST /v1/admin/seats; seat_no "": the centre gives one at enrolment. POST /v1/admin/seats/off: that machine is heard
 * no more. */
struct admin_seat {
	char seat_no[8];
};
struct admin_code { /* its answer: told once, kept as SHA-256 only */
	char code[16];
	char seat_no[8];
	int64_t expires_at;
};

struct
    admin_import { /* POST /v1/admin/imports: reference rows, all or none. Too much for a request: they are pages
	               * (wire/page.h), a line each, in a file beside the centre's database */
	char file[64];
};
struct admin_imported { /* its answer */
	int64_t changed;
};

struct
    admin_draw { /* POST /v1/admin/draws: a draw for inspection is written down, as the command has shown it */
	char month[8];
	int64_t count, seed;
	int64_t calls; /* to listen to, of each call-taker; 0 none */
};
struct admin_drawn { /* its answer */
	int64_t kept;
};

struct
    admin_visit { /* POST /v1/admin/visits: what a gateway heard from one citizen; codes as in the form of the step */
	char ticket_no[24], method[24], solved[24], result[24]; /* result: why he was not reached */
	char stars[8], manner[8];
	char words[8192];
	int64_t at;
	bool dry_run; /* judged only */
};
struct admin_visited { /* its answer */
	char step[24]; /* "visit_ok"; "" it was here already */
};

void admin_draw_write(const struct admin_draw *m, struct str *out);
enum err_code admin_draw_read(const char *text, size_t len, struct admin_draw *m, struct err *e);
void admin_drawn_write(const struct admin_drawn *m, struct str *out);
enum err_code admin_drawn_read(const char *text, size_t len, struct admin_drawn *m, struct err *e);
void admin_visit_write(const struct admin_visit *m, struct str *out);
enum err_code admin_visit_read(const char *text, size_t len, struct admin_visit *m, struct err *e);
void admin_visited_write(const struct admin_visited *m, struct str *out);
enum err_code
admin_visited_read(const char *text, size_t len, struct admin_visited *m, struct err *e);
void admin_user_write(const struct admin_user *m, struct str *out);
enum err_code admin_user_read(const char *text, size_t len, struct admin_user *m, struct err *e);
void admin_deputy_write(const struct admin_deputy *m, struct str *out);
enum err_code
admin_deputy_read(const char *text, size_t len, struct admin_deputy *m, struct err *e);
void admin_change_write(const struct admin_change *m, struct str *out);
enum err_code
admin_change_read(const char *text, size_t len, struct admin_change *m, struct err *e);
void admin_seat_write(const struct admin_seat *m, struct str *out);
enum err_code admin_seat_read(const char *text, size_t len, struct admin_seat *m, struct err *e);
void admin_code_write(const struct admin_code *m, struct str *out);
enum err_code admin_code_read(const char *text, size_t len, struct admin_code *m, struct err *e);
void admin_import_write(const struct admin_import *m, struct str *out);
enum err_code
admin_import_read(const char *text, size_t len, struct admin_import *m, struct err *e);
void admin_imported_write(const struct admin_imported *m, struct str *out);
enum err_code
admin_imported_read(const char *text, size_t len, struct admin_imported *m, struct err *e);

#endif
