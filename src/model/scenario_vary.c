/* What changes from lesson to lesson: the lines of [变化], and a text with its {names} filled in as a seed chooses. The
 * filling is done on the file's text, before anything of it is read, so that numbers, codes and lists vary like words do.
 *
 * Invariant: the filled text has the same lines as the file, so that a message names the line a trainer sees. Seeds
 * 0, 1, 2 … bring every row of every line once before anything is left to chance. */
#include <string.h>

#include "base/utf8.h"
#include "lot_p.h"
#include "scenario_p.h"

#define SECTION     "变化"
#define FILLED_MOST ((size_t)4 * SCENARIO_BYTES)

void
scenario_trim(const char **s, size_t *n)
{
	static const char wide[] = "\xe3\x80\x80"; /* U+3000 */

	for (;;)
		if (*n > 0 && **s == ' ') {
			(*s)++;
			(*n)--;
		} else if (*n >= 3 && memcmp(*s, wide, 3) == 0) {
			*s += 3;
			*n -= 3;
		} else {
			break;
		}
	for (;;)
		if (*n > 0 && (*s)[*n - 1] == ' ')
			(*n)--;
		else if (*n >= 3 && memcmp(*s + *n - 3, wide, 3) == 0)
			*n -= 3;
		else
			break;
}

bool
scenario_heading(const char *line, size_t len, const char **name, size_t *n)
{
	static const char open[] = "【", close[] = "】";

	scenario_trim(&line, &len);
	if (len >= 2 && line[0] == '[' && line[len - 1] == ']') {
		*name = line + 1;
		*n = len - 2;
	} else if (len >= 6 && memcmp(line, open, 3) == 0 &&
		   memcmp(line + len - 3, close, 3) == 0) {
		*name = line + 3;
		*n = len - 6;
	} else {
		return false;
	}
	scenario_trim(name, n);
	return true;
}

static const char *
colon(const char *line, size_t len, size_t *width)
{
	for (size_t i = 0; i < len; i++) {
		*width = line[i] == ':'                                   ? 1
			 : len - i >= 3 && memcmp(line + i, "：", 3) == 0 ? 3
									  : 0;
		if (*width > 0)
			return line + i;
	}
	return NULL;
}

bool
scenario_member(
    const char *line, size_t len, struct scenario_span *name, struct scenario_span *value)
{
	size_t width;
	const char *at = colon(line, len, &width);

	if (at == NULL)
		return false;
	*name = (struct scenario_span){ line, (size_t)(at - line) };
	*value = (struct scenario_span){ at + width, len - name->len - width };
	scenario_trim(&name->s, &name->len);
	scenario_trim(&value->s, &value->len);
	return true;
}

/* ---- lines ---- */

struct lines {
	const char *at, *end;
	int line;
	bool here; /* inside [变化] */
};

/* The next line with its end; NULL after the last. Headings change ${here}. */
static const char *
next_line(struct lines *l, size_t *len)
{
	const char *line = l->at, *name;
	size_t n;

	if (line >= l->end)
		return NULL;
	const char *stop = memchr(line, '\n', (size_t)(l->end - line));
	*len = (size_t)((stop != NULL ? stop : l->end) - line);
	l->at = stop != NULL ? stop + 1 : l->end;
	l->line++;
	if (scenario_heading(line, *len, &name, &n))
		l->here = n == strlen(SECTION) && memcmp(name, SECTION, n) == 0;
	return line;
}

/* The next of what is apart by ${ascii} or its full-width twin; false at the end. */
static bool
part(struct scenario_span *rest, char ascii, const char *wide, struct scenario_span *out)
{
	size_t n = 0, w = strlen(wide), skip = 0;

	if (rest->s == NULL)
		return false;
	while (n < rest->len && skip == 0)
		if (rest->s[n] == ascii)
			skip = 1;
		else if (rest->len - n >= w && memcmp(rest->s + n, wide, w) == 0)
			skip = w;
		else
			n++;
	*out = (struct scenario_span){ rest->s, n };
	if (skip == 0)
		rest->s = NULL;
	else
		*rest = (struct scenario_span){ rest->s + n + skip, rest->len - n - skip };
	scenario_trim(&out->s, &out->len);
	return true;
}

static const struct scenario_name *
find_name(const struct scenario_varied *v, const char *s, size_t len)
{
	for (int i = 0; i < v->n_names; i++)
		if (v->name[i].len == len && memcmp(v->name[i].s, s, len) == 0)
			return &v->name[i];
	return NULL;
}

static enum err_code
add_names(struct scenario_varied *v, struct scenario_span names, int line, struct err *e)
{
	struct scenario_group *g = &v->group[v->n_groups];
	struct scenario_span one;

	*g = (struct scenario_group){ .line = line };
	while (part(&names, '/', "／", &one)) {
		if (one.len == 0)
			return plain_fail(e, line, "“/”两边都要有名称");
		if (find_name(v, one.s, one.len) != NULL)
			return plain_fail(e, line, "“%.*s”写了两次", (int)one.len, one.s);
		if (v->n_names == SCENARIO_VARIED)
			return plain_fail(e, line, "变化最多 %d 个名称", SCENARIO_VARIED);
		v->name[v->n_names++] =
		    (struct scenario_name){ one.s, one.len, v->n_groups, g->columns++, false };
	}
	v->n_groups++;
	return ERR_OK;
}

static enum err_code
add_rows(struct scenario_varied *v, struct scenario_span rows, int line, struct err *e)
{
	struct scenario_group *g = &v->group[v->n_groups - 1];
	struct scenario_span row;

	while (part(&rows, '|', "｜", &row)) {
		struct scenario_span cells = row, cell;
		int n = 0;

		if (row.len == 0)
			continue;
		while (part(&cells, '/', "／", &cell))
			n++;
		if (g->columns > 1 && n != g->columns)
			return plain_fail(e, line, "“%.*s”应有 %d 项, 用 / 隔开, 这里有 %d 项",
			    (int)row.len, row.s, g->columns, n);
		if (g->n == SCENARIO_CHOICES)
			return plain_fail(e, line, "一组最多 %d 样", SCENARIO_CHOICES);
		g->row[g->n++] = row;
	}
	return ERR_OK;
}

static enum err_code
read_line(struct scenario_varied *v, const char *line, size_t len, int number, struct err *e)
{
	const int known = v->n_names;
	bool more = len > 0 && line[0] == ' ' && v->n_groups > 0;
	struct scenario_span names = { line, len }, rows = { line, len };
	size_t width;

	scenario_trim(&rows.s, &rows.len);
	if (rows.len == 0)
		return ERR_OK;
	if (!more) {
		const char *at = colon(line, len, &width);

		if (at == NULL)
			return plain_fail(e, number, "应写成“名称: 这样 | 那样”");
		if (v->n_groups == SCENARIO_VARIED)
			return plain_fail(e, number, "变化最多 %d 个名称", SCENARIO_VARIED);
		names.len = (size_t)(at - line);
		rows = (struct scenario_span){ at + width, len - names.len - width };
		if (add_names(v, names, number, e) != ERR_OK) {
			v->n_names = known; /* those of a group that there is not */
			return ERR_INVALID;
		}
	}
	return add_rows(v, rows, number, e);
}

/* A name of a line with a mistake is filled in nowhere. */
static enum err_code
note(struct scenario_notes *n, enum err_code rc)
{
	const bool unfilled = n->unfilled || rc != ERR_OK;

	n->unfilled = false; /* this one is no consequence */
	rc = scenario_note(n, rc);
	n->unfilled = unfilled;
	return rc;
}

enum err_code
scenario_vary_read(
    const char *text, size_t len, struct scenario_varied *v, struct scenario_notes *notes)
{
	struct lines l = { .at = text, .end = text + len };
	enum err_code rc = ERR_OK;
	const char *line, *name;
	size_t n, m;

	*v = (struct scenario_varied){ 0 };
	while (rc == ERR_OK && (line = next_line(&l, &n)) != NULL)
		if (l.here && (n == 0 || line[0] != '#') && !scenario_heading(line, n, &name, &m))
			rc = note(notes, read_line(v, line, n, l.line, notes->e));
	for (int i = 0; rc == ERR_OK && i < v->n_groups; i++)
		if (v->group[i].n < 2 &&
		    (notes->all == NULL || !scenario_is_noted(notes->all, v->group[i].line)))
			rc =
			    note(notes, plain_fail(notes->e, v->group[i].line,
					    "变化至少要有两样, 用 | 隔开; 不变的直接写在用的地方"));
	return rc;
}

/* ---- filling in ---- */

static struct scenario_span
chosen(const struct scenario_varied *v, const struct scenario_name *name, uint64_t seed)
{
	const struct scenario_group *g = &v->group[name->group];
	uint64_t state = seed ^ (uint64_t)(name->group + 1) << 32;
	size_t row =
	    seed < SCENARIO_CHOICES ? (size_t)seed % (size_t)g->n : lot_below(&state, (size_t)g->n);
	struct scenario_span cells = g->row[row], cell = cells;

	for (int i = 0; g->columns > 1 && i <= name->column; i++)
		(void)part(&cells, '/', "／", &cell);
	return cell;
}

static enum err_code
fill_line(struct scenario_varied *v, const char *line, size_t len, uint64_t seed, int number,
    struct str *out, struct err *e)
{
	const char *end = line + len;

	while (line < end) {
		const char *open = memchr(line, '{', (size_t)(end - line));
		const char *close = open != NULL ? memchr(open, '}', (size_t)(end - open)) : NULL;

		if (open == NULL)
			break;
		if (close == NULL)
			return plain_fail(e, number, "“{”没有对应的“}”");
		const struct scenario_name *found =
		    find_name(v, open + 1, (size_t)(close - open - 1));
		if (found == NULL || v->group[found->group].n == 0)
			return plain_fail(e, number, "[变化]里没有“%.*s”",
			    (int)utf8_whole(
				open + 1, close - open - 1 < 40 ? (size_t)(close - open - 1) : 40),
			    open + 1);
		struct scenario_span c = chosen(v, found, seed);
		v->name[found - v->name].used = true;
		str_add_n(out, line, (size_t)(open - line));
		str_add_n(out, c.s, c.len);
		line = close + 1;
		if (out->len > FILLED_MOST)
			return plain_fail(e, number, "变化填进去以后太长");
	}
	str_add_n(out, line, (size_t)(end - line));
	return ERR_OK;
}

/* Where [变化] itself is at fault, that a name of it is missing is no news. */
static enum err_code
note_line(struct scenario_notes *n, enum err_code rc, bool was_unfilled)
{
	if (rc == ERR_INVALID && n->all != NULL && was_unfilled)
		return ERR_OK;
	return note(n, rc);
}

enum err_code
scenario_vary_apply(struct scenario_varied *v, const char *text, size_t len, uint64_t seed,
    struct str *out, struct scenario_notes *notes)
{
	struct lines l = { .at = text, .end = text + len };
	const bool at_fault = notes->unfilled;
	enum err_code rc = ERR_OK;
	const char *line;
	size_t n;

	while (rc == ERR_OK && (line = next_line(&l, &n)) != NULL) {
		const size_t before = out->len;

		if (l.here || (n > 0 && line[0] == '#')) {
			str_add_n(out, line, n);
		} else if ((rc = fill_line(v, line, n, seed, l.line, out, notes->e)) != ERR_OK) {
			rc = note_line(notes, rc, at_fault);
			out->len = before; /* as it was written */
			str_add_n(out, line, n);
		}
		str_add_c(out, '\n');
	}
	for (int i = 0; rc == ERR_OK && !notes->unfilled && i < v->n_names; i++)
		if (!v->name[i].used)
			rc = scenario_note(notes,
			    plain_fail(notes->e, v->group[v->name[i].group].line,
				"变化里的“%.*s”没有用到", (int)v->name[i].len, v->name[i].s));
	return rc == ERR_OK && out->bad ? err_set(notes->e, ERR_NO_MEMORY, NULL) : rc;
}
