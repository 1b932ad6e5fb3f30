#ifndef CLIENT_CMD_CMD_P_H
#define CLIENT_CMD_CMD_P_H

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"
#include "client/cmd/cmd.h"
#include "client/engine/engine.h"
#include "model/blob.h"
#include "model/workflow.h"
#include "wire/json_write.h"

/* What may follow a command: --name VALUE, a flag, words. A NULL was not given. */
#define CMD_SETS  32
#define CMD_RESTS 99
struct cmd_words {
	const char *from, *in, *as, *reason, *queue, *limit, *copies, *sheet, *out, *export, *month,
	    *word, *second;
	const char *rest[CMD_RESTS]; /* further words */
	int n_rest;
	const char *set[CMD_SETS]; /* --set NAME=VALUE, as often as wanted */
	int n_sets;
	bool json, blank, csv, handover;
};

/* One command: a file of its own. */
typedef int cmd_fn(const struct cmd_env *env, const struct cmd_words *words);
cmd_fn cmd_ticket_attach, cmd_ticket_files, cmd_ticket_new, cmd_ticket_do, cmd_ticket_show,
    cmd_ticket_list, cmd_ticket_print, cmd_find, cmd_similar, cmd_kb_search, cmd_kb_show,
    cmd_kb_draft, cmd_kb_review, cmd_kb_diff, cmd_kb_expiring, cmd_suggest, cmd_sync, cmd_status,
    cmd_form, cmd_report_units, cmd_check_scenario;

/** cmd_fail(e): the sentence on stderr; which exit status that is. cmd_usage(fmt): the same for a wrong word. */
int cmd_fail(const struct err *e);
int cmd_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** cmd_kb_draft_help(out): what stands in the file of kb draft, for its --help. */
void cmd_kb_draft_help(struct str *out);
struct kb_mark;
/** cmd_add_marks(name, m, n, out): ${n} marked places as a member ${name} of what is open in ${out}. */
void cmd_add_marks(const char *name, const struct kb_mark *m, int n, struct str *out);
/** cmd_none(what): nothing was found, in a sentence on stderr; CMD_FAILED. */
int cmd_none(const char *what);

/** cmd_no_number(word): what was given as a ticket's number is none; CMD_USAGE. */
int cmd_no_number(const char *word);

/* ---- cmd_reader.c ---- */
struct cache_reader;
/** cmd_person(env, job_no): whom a command works as: at a real centre's seat, where nobody was named, who signed in there last:
 * the number that is set otherwise belongs to the private centre. */
void cmd_person(const struct cmd_env *env, char job_no[16]);
/** cmd_reader(env, r, e): the seat's data, read only; *r NULL and a sentence when there is none. cmd_reader_may(env, r, named,
 * e): are its tickets those the command's person would see? At a real centre only who was named by --user is looked at, or
 * whom the command itself is about (${named}): there the default is nobody's number. */
enum err_code cmd_reader(const struct cmd_env *env, struct cache_reader **r, struct err *e);
enum err_code
cmd_reader_may(const struct cmd_env *env, struct cache_reader *r, bool named, struct err *e);
/** cmd_reader_ticket(r, no, id, e): the one ticket here with that number, of 18 digits or its last six. */
enum err_code
cmd_reader_ticket(struct cache_reader *r, const char *no, char id[ID_SIZE], struct err *e);

/* ---- cmd_seat.c: a seat that works for the length of one command ---- */
struct cmd_seat {
	struct engine *engine;
	void (*tend)(void *arg); /* as in struct cmd_env */
	void *tend_arg;
	uint64_t job; /* waited for */
	bool has_done;
	struct { /* what came of it */
		struct err err;
		char ticket[ID_SIZE], number[20], op[ID_SIZE];
		char text[ERR_TEXT_BYTES]; /* of a print: where it is */
		char *more;                /* what a running seat said besides; NULL nothing */
	} done;
	const char *beside;         /* the data of the seat that runs and does it; NULL: this one */
	char as[16], password[256]; /* what that one wants to know */
	char me[16];                /* signed in; "" nobody */
	uint32_t roles;             /* of that person */
	char told[4][ERR_TEXT_BYTES]; /* 单号已改为… and the like: for stderr */
	int n_told;
};
/** cmd_seat_open(env, s, e): takes the data (ERR_LOCKED: a seat is running) and signs in; also with the line down, when
 * this person has signed in here before. cmd_seat_close: in any case. */
enum err_code cmd_seat_open(const struct cmd_env *env, struct cmd_seat *s, struct err *e);
void cmd_seat_close(struct cmd_seat *s);
/** cmd_seat_join(env, s, e): the same, but beside a running seat every job is handed to that one (s->beside); what it can be
 * asked, engine_ask says. cmd_path(path, out, size): as whoever works elsewhere finds it; false when too long. */
enum err_code cmd_seat_join(const struct cmd_env *env, struct cmd_seat *s, struct err *e);
bool cmd_path(const char *path, char *out, size_t size);
/** cmd_seat_take(env, s, e): only the data, nobody signs in. */
enum err_code cmd_seat_take(const struct cmd_env *env, struct cmd_seat *s, struct err *e);
/** cmd_seat_job(s, job, e): do it (takes ${job}) and wait for its answer, in s->done. */
enum err_code cmd_seat_job(struct cmd_seat *s, struct job *job, struct err *e);
/** cmd_seat_settle(s, ms, link): run until everything is sent and fetched, the line is refused, or the time is up; true
 * when all is done. cmd_seat_line: until it is known whether the centre can be reached. */
bool cmd_seat_settle(struct cmd_seat *s, int ms, struct link_info *link);
void cmd_seat_line(struct cmd_seat *s, struct link_info *link);
const char *cmd_link_text(const struct link_info *link);

/* ---- ticket_words.c: the fields of a ticket as a person writes them ---- */
/** ticket_words_field(name): by JSON name or by a label of the screen; -1 unknown. ticket_words_arg: of an argument. */
int ticket_words_field(const char *name);
int ticket_words_arg(const char *name);
/** ticket_words_value(f, text, value, e): what is stored for it, into the empty ${value}: a code of a closed list for its
 * Chinese or itself, 1/0 for 是/否, anything else as it stands. ERR_UNKNOWN_CODE names what may be written. */
enum err_code
ticket_words_value(enum ticket_field f, const char *text, struct str *value, struct err *e);
/** ticket_words_shown(f, value, out): the other way, for reading: the Chinese of each code of a closed list, 是/否,
 * anything else as it stands. */
void ticket_words_shown(enum ticket_field f, const char *value, struct str *out);
/** ticket_words_help(out): every field with its names and values, for ticket new --help. */
void ticket_words_help(struct str *out);

/* ---- ticket_names.c ---- */
struct city;
/** ticket_names_resolve(c, f, e): the names of category, area and unit in ${f} become codes: 路灯照明, 红山街道, 城市管理 >
 * 路灯照明. ERR_UNKNOWN_CODE names the candidates of a name that several have, or the nearest to one that nobody has. */
enum err_code ticket_names_resolve(const struct city *c, struct fields *f, struct err *e);

/** ticket_names_code(c, list, label, text, code, e): the same for one name of the list that TF_CATEGORY, TF_AREA or TF_UNIT
 * stands for; ${label} says in a refusal what was asked. *code is the city's. */
enum err_code ticket_names_code(const struct city *c, enum ticket_field list, const char *label,
    const char *text, const char **code, struct err *e);

/* ---- deed_words.c: a step as a person writes it ---- */
/** deed_words_event(name): by code or by its Chinese; -1 unknown. */
int deed_words_event(const char *name);
/** deed_words_set(r, k, pair, set, args, e): "name=value" of event ${k}: what its form asks for (model/deed.h), by the
 * label of the form, or by label or code of the argument; else a field of the ticket. Codes may be given in Chinese, units
 * and tickets by name and number (${r} knows them), a time as model/until.h reads it or in ms. */
enum err_code deed_words_set(struct cache_reader *r, enum event_kind k, const char *pair,
    struct fields *set, struct args *args, struct err *e);
/** deed_words_help(out): every step with what it asks, for ticket do --help. */
void deed_words_help(struct str *out);

/* ---- ticket_file.c ---- */
/** ticket_file_stdin(out, e): all of the standard input, as text; ERR_LIMIT when it is too much. */
enum err_code ticket_file_stdin(struct str *out, struct err *e);
/** ticket_file_read(path, d, args, e): a ticket as JSON ({"content":"…"}) or as lines "content: …" or
 * "诉求内容: …" (lines that begin with a blank continue the one before); "-" is stdin. Unknown names are ERR_UNKNOWN_FIELD with the place. */
enum err_code ticket_file_read(
    const char *path, const struct city *city, struct fields *f, struct args *args, struct err *e);
/** ticket_file_parse: of a text; ${name} for messages. Lines may also name the further fields of the ticket's category
 * (model/extra.h), by label or name; ${city} NULL: not known yet. */
enum err_code ticket_file_parse(const char *name, const char *text, size_t len,
    const struct city *city, struct fields *f, struct args *args, struct err *e);

#endif
