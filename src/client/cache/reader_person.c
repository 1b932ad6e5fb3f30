/* Who is behind a job number, as the centre says (reference rows of kind "person"): only the hotline's own seats are told. */
#include <string.h>

#include "base/str.h"
#include "reader_p.h"

bool
cache_person(struct cache_reader *r, const char *job_no, char *out, size_t size)
{
	struct sqlite3_stmt *st;
	bool known = false;

	if (strcmp(job_no, "system") == 0)
		return str_copy(out, size, "中心");
	(void)str_copy(out, size, job_no);
	if (db_stmt(r->db, "SELECT text FROM ref WHERE kind = 'person' AND code = ?1", &st, NULL) !=
	    ERR_OK)
		return false;
	db_bind_text(st, 1, job_no);
	if (db_step(r->db, st, NULL) == 1 && db_text(st, 0)[0] != '\0') {
		known = true;
		(void)str_copy(out, size, db_text(st, 0));
	}
	db_done(st);
	return known;
}
