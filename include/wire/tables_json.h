#ifndef WIRE_TABLES_JSON_H
#define WIRE_TABLES_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* POST /v1/admin/tables: files of a city that runs already, first to see what they would change, then, with the plan so
 * shown, to change it: {"what":"roster","files":[{"name":"duty.tsv","text":"…"}],"plan":""}. Read strictly. */

#define TABLES_FILES     40
#define TABLES_NAME_SIZE 64

struct tables_file {
	char name[TABLES_NAME_SIZE]; /* "units.tsv": no directory */
	char *text;
};
struct tables_ask {
	char what[16];              /* "roster" "calendar" "city" */
	char plan[SECRET_HEX_SIZE]; /* "": only look */
	struct tables_file *files;
	size_t n_files;
};
void tables_ask_write(const struct tables_ask *m, struct str *out);
/** tables_ask_read: tables_ask_free after success and failure. */
enum err_code tables_ask_read(const char *text, size_t len, struct tables_ask *m, struct err *e);
void tables_ask_free(struct tables_ask *m);

/* The answer. Mistakes, and there is no plan; else what would change, or has. */
struct tables_answer {
	char plan[SECRET_HEX_SIZE];
	int64_t added, changed, removed, same, mistakes;
	bool applied;
	char *lines; /* mistakes, or changes, a line each, the first so many; owned */
};
void tables_answer_write(const struct tables_answer *m, struct str *out);
/** tables_answer_read: read tolerantly; tables_answer_free after success and failure. */
enum err_code
tables_answer_read(const char *text, size_t len, struct tables_answer *m, struct err *e);
void tables_answer_free(struct tables_answer *m);

#endif
