/* What a city has to learn from: its own words for its categories, from the first day, and its closed tickets. A ticket is
 * held back or not by its id, for ever; so the files of two years are compared by tickets that neither has seen. */
#include <string.h>

#include "model/city.h"
#include "server/learn/learn.h"
#include "server/store/store.h"
#include "wire/ticket_json.h"

#define PAGE 500

/* ---- the city's own words ---- */

static bool
is_leaf(const struct city *c, const struct category *k)
{
	for (size_t i = 0; i < c->n_categories; i++)
		if (strcmp(c->categories[i].parent, k->code) == 0)
			return false;
	return true;
}

static bool
add_words(struct learn_set *set, const char *code, const char *list)
{
	struct str word = { 0 };
	size_t at = 0, len;
	bool ok = true;

	for (const char *w; ok && (w = city_each(list, &at, &len)) != NULL;) {
		str_reset(&word);
		str_add_n(&word, w, len);
		ok = !word.bad && learn_add(set, code, str_c(&word), false);
	}
	str_free(&word);
	return ok;
}

static bool
add_pack(struct learn_set *set, const struct city *c)
{
	bool ok = true;

	for (size_t i = 0; i < c->n_categories && ok; i++) {
		const struct category *k = &c->categories[i];

		if (!is_leaf(c, k) || set->n_classes == CLASSIFY_CLASSES)
			continue;
		ok = learn_add(set, k->code, k->name, false) &&
		     add_words(set, k->code, k->synonyms) &&
		     learn_add(set, k->code, k->examples, false);
	}
	set->fixed = set->n;
	return ok;
}

/* ---- its tickets ---- */

struct walk {
	struct learn_set *set;
	const struct city *city;
	char last[ID_SIZE];
	int n; /* of this page */
	long long tickets;
	struct err *e;
};

/* A category that the city still has and that is one of the set's. */
static bool
is_known(const struct walk *w, const char *code)
{
	const struct category *k = city_category(w->city, code);

	return k != NULL && is_leaf(w->city, k);
}

static bool
look(void *arg, const struct store_ticket_row *row)
{
	struct walk *w = arg;
	struct ticket t;
	const char *content;
	bool ok = true;

	w->n++;
	str_copy(w->last, sizeof(w->last), row->id);
	ticket_init(&t);
	if (!row->shielded && ticket_json_read(row->doc, row->doc_len, &t, NULL) == ERR_OK &&
	    (t.state == STATE_CLOSED || t.state == STATE_ARCHIVED)) {
		content = fields_get(&t.f, TF_CONTENT);
		if (*content != '\0' && is_known(w, fields_get(&t.f, TF_CATEGORY))) {
			ok = learn_add(w->set, fields_get(&t.f, TF_CATEGORY), content,
			    learn_fold(row->id) == 0);
			w->tickets++;
		}
	}
	ticket_free(&t);
	if (!ok)
		err_set(w->e, ERR_NO_MEMORY, NULL);
	return ok;
}

enum err_code
learn_city(
    struct store *s, const struct city *c, struct learn_set *set, long long *tickets, struct err *e)
{
	struct walk w = { .set = set, .city = c, .e = e };
	enum err_code rc = ERR_OK;

	*tickets = 0;
	e->code = ERR_OK;
	if (!add_pack(set, c))
		return err_set(e, ERR_NO_MEMORY, NULL);
	do {
		w.n = 0;
		rc = store_tickets_after(s, "centre", w.last, 0, PAGE, look, &w, e);
	} while (rc == ERR_OK && e->code == ERR_OK && w.n == PAGE);
	*tickets = w.tickets;
	return rc == ERR_OK ? e->code : rc;
}

bool
learn_is_worse(const struct classify_figures *now, const struct classify_figures *then)
{
	return (uint64_t)now->right + now->macro_f1 < (uint64_t)then->right + then->macro_f1;
}
