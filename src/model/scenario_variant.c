/* A scenario of a file: as one of its variants, as the first with all others tried, and with all its mistakes.
 *
 * First the {names} are filled in (scenario_vary.c), then the lines are read in place (scenario_read.c), then it is seen
 * whether the parts fit together (scenario_check.c). Every variant goes this way before a lesson, so that no choice of
 * [变化] can spoil one. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "drill_p.h"
#include "lot_p.h"

static void
begin(struct scenario *s)
{
	scenario_init(s);
	s->n_matters = 1;
	s->opening = "";
	s->second =
	    (struct scenario_utterance){ .cue = CUE_AFTER, .n = ACT_MORE, .matter = 1, .text = "" };
	s->persona = (struct scenario_persona){ .line = "12345",
		.ivr = "",
		.unknown = "这个我说不上来。",
		.secret = "",
		.patience_s = 45,
		.mood = 3,
		.rate = 4 };
	for (int i = 0; i < SCENARIO_MATTERS; i++) {
		struct scenario_answer *a = &s->answer[i];

		*a = (struct scenario_answer){ .tickets = SCENARIO_UNSET,
			.confidential = -1,
			.tells = SCENARIO_TELLS_UNSET,
			.par_s = 210,
			.acw_s = 60 };
		for (int k = 0; k < ELEMENT_COUNT; k++)
			a->words[k] = "";
	}
}

/* ---- one variant ---- */

/* What he says one after another, in another order; as written for seed 0. */
static void
shuffle(struct scenario *s, uint64_t seed)
{
	int at[SCENARIO_UTTERANCES], n = 0;
	uint64_t state = seed;

	for (int i = 0; i < s->n_utterances; i++)
		if (s->utterance[i].cue == CUE_NEXT)
			at[n++] = i;
	for (int i = n; s->shuffled != 0 && seed != 0 && i > 1; i--) {
		int j = (int)lot_below(&state, (size_t)i);
		struct scenario_utterance u = s->utterance[at[i - 1]];

		s->utterance[at[i - 1]] = s->utterance[at[j]];
		s->utterance[at[j]] = u;
	}
}

/* The mistakes of one variant, as far as they are wanted. ${out} is whole or as it was; of a file with mistakes what could be
 * read of it. */
static enum err_code
read_variant(struct scenario_varied *v, const char *text, size_t len, uint64_t seed,
    struct scenario *out, struct scenario_notes *n)
{
	struct str filled = { 0 };
	struct scenario s;
	enum err_code rc = scenario_vary_apply(v, text, len, seed, &filled, n);

	begin(&s);
	if (rc == ERR_OK) {
		s.source_text = str_dup_n(text, len);
		len = filled.len;
		s.buffer = len > 0 ? str_take(&filled) : str_dup("");
		if (s.source_text == NULL || s.buffer == NULL)
			rc = err_set(n->e, ERR_NO_MEMORY, NULL);
	}
	if (rc == ERR_OK)
		rc = scenario_read_lines(&s, len, n);
	if (rc == ERR_OK && s.drill != NULL)
		rc = drill_complete(&s, n->e);
	if (rc == ERR_OK && s.drill == NULL)
		scenario_complete(&s);
	if (rc == ERR_OK && s.before != NULL)
		rc = drill_complete_before(&s, n->e);
	if (rc == ERR_OK)
		rc = scenario_check(&s, n);
	str_free(&filled);
	if (rc != ERR_OK) {
		scenario_free(&s);
		return rc;
	}
	shuffle(&s, seed);
	for (int i = 0; i < v->n_groups; i++)
		if (v->group[i].n > s.choices)
			s.choices = v->group[i].n;
	s.choices = s.choices > 0 ? s.choices : 1;
	scenario_free(out);
	*out = s;
	return ERR_OK;
}

/* ---- every variant ---- */

/* Which choice it was: the line alone would not say. */
static void
say_variant(struct err *e, int i)
{
	struct err was;

	if (e == NULL)
		return;
	was = *e;
	(void)err_set(e, was.code, "%s (各变化取第 %d 样时)", was.text, i + 1);
	(void)err_at(e, "%s", was.where);
}

/* A further variant: what lines without a mistake so far are like in it. */
static enum err_code
inspect_other(struct scenario_varied *v, const char *text, size_t len, int i,
    struct scenario *other, struct scenario_notes *n)
{
	struct scenario_mistakes *mine = calloc(1, sizeof(*mine));
	struct scenario_notes notes = { .all = mine, .e = n->e };
	enum err_code rc;

	if (mine == NULL)
		return err_set(n->e, ERR_NO_MEMORY, NULL);
	rc = read_variant(v, text, len, (uint64_t)i, other, &notes);
	for (int k = 0; rc == ERR_OK && k < mine->n; k++)
		if (!scenario_is_noted(n->all, mine->item[k].line)) {
			(void)plain_fail(n->e, mine->item[k].line, "%s", mine->item[k].text);
			say_variant(n->e, i);
			rc = scenario_note(n, ERR_INVALID);
		}
	free(mine);
	return rc;
}

static enum err_code
read_all(const char *text, size_t len, struct scenario *first, struct scenario_notes *n)
{
	struct scenario_varied v;
	struct scenario other;
	enum err_code rc = scenario_vary_read(text, len, &v, n);

	scenario_init(&other);
	if (rc == ERR_OK)
		rc = read_variant(&v, text, len, 0, first, n);
	for (int i = 1; rc == ERR_OK && !n->unfilled && i < first->choices; i++)
		if (n->all != NULL)
			rc = inspect_other(&v, text, len, i, &other, n);
		else if ((rc = read_variant(&v, text, len, (uint64_t)i, &other, n)) != ERR_OK)
			say_variant(n->e, i);
	scenario_free(&other);
	return rc;
}

static enum err_code
read_text(const char *text, size_t len, struct scenario *s, struct scenario_notes *n)
{
	struct scenario first;
	struct str unix_text = { 0 };
	enum err_code rc;

	scenario_init(&first);
	plain_lines(text, len, &unix_text);
	rc = unix_text.bad ? err_set(n->e, ERR_NO_MEMORY, NULL)
	     : n->all != NULL
		 ? scenario_clean(&unix_text, n)
		 : plain_check(str_c(&unix_text), unix_text.len, SCENARIO_BYTES, "一个案例", n->e);
	if (rc == ERR_OK)
		rc = read_all(str_c(&unix_text), unix_text.len, &first, n);
	str_free(&unix_text);
	if (rc != ERR_OK) {
		scenario_free(&first);
		return rc;
	}
	scenario_free(s);
	*s = first;
	return ERR_OK;
}

enum err_code
scenario_read(const char *text, size_t len, struct scenario *s, struct err *e)
{
	struct scenario_notes n = { .e = e };

	return read_text(text, len, s, &n);
}

enum err_code
scenario_inspect(
    const char *text, size_t len, struct scenario *s, struct scenario_mistakes *out, struct err *e)
{
	struct scenario_notes n = { .all = out, .e = e };
	enum err_code rc;

	*out = (struct scenario_mistakes){ 0 };
	rc = read_text(text, len, s, &n);
	if (rc == ERR_OK)
		err_clear(e);
	return rc;
}

enum err_code
scenario_variant(const struct scenario *s, uint64_t seed, struct scenario *out, struct err *e)
{
	const char *text = s->source_text;
	size_t len = strlen(text);
	struct scenario_notes n = { .e = e };
	struct scenario_varied v;
	enum err_code rc = scenario_vary_read(text, len, &v, &n);

	return rc == ERR_OK ? read_variant(&v, text, len, seed, out, &n) : rc;
}
