/* The commands that list: opening the store to look, and the two shapes of what is printed. Not here: what a row says. */
#include "listing.h"

#include <stdio.h>

#include "command.h"
#include "place.h"

void
listing_row(struct listing *l, const struct str *row)
{
	if (l->json)
		printf("%s%s", l->any ? ",\n" : "[", str_c(row));
	else
		printf("%s\n", str_c(row));
	l->any = true;
}

static enum err_code
look(const struct settings *s, const uint8_t *key, struct store **out, struct err *e)
{
	struct store_args args = { .dir = s->data };

	return key != NULL ? place_open(s, false, key, out, e) : store_open(&args, out, e);
}

int
listing_run(const struct settings *s, bool with_key, listing_read *read)
{
	struct listing l = { .json = s->json };
	struct store *st = NULL;
	uint8_t *key = NULL;
	struct err e = { 0 };
	enum err_code rc = place_ready(s, &e);

	if (rc == ERR_OK && with_key)
		rc = place_key(s, &key, &e);
	if (rc == ERR_OK)
		rc = look(s, key, &st, &e);
	if (rc == ERR_OK)
		rc = read(s, st, &l, &e);
	if (rc == ERR_OK && l.json)
		printf("%s]\n", l.any ? "" : "[");
	store_close(st);
	secret_key_free(key);
	return rc == ERR_OK ? EXIT_DONE : command_fail(&e);
}
