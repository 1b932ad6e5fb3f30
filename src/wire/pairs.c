/* Named texts: the fields of a ticket and the arguments of an event, to JSON and back, by the tables of model/.
 *
 * Invariants: written in the order of the table, so that equal values are equal bytes; "" and absent stay different.
 * Checked here of a request: names, lengths, codes of closed lists. Not done here: codes that a city brings, and what
 * values say together (model/values.c, workflow_guard.c: they have the ticket and the city). */
#include "pairs_p.h"

#include <string.h>

#include "base/utf8.h"
#include "model/members.h"
#include "scan_p.h"

struct pairs {
	int count;
	const char *(*name)(int i);
	enum field_part (*part)(int i);
	int (*max_chars)(int i);
	bool (*known)(int i, const char *value);
	bool (*set)(void *to, int i, const char *value);
	const char *(*get)(const void *of, int i); /* NULL: absent */
};

/* ---- fields ---- */

static const char *
field_name(int i)
{
	return field_info((enum ticket_field)i)->json;
}

static enum field_part
field_part(int i)
{
	return field_info((enum ticket_field)i)->part;
}

static int
field_chars(int i)
{
	return field_info((enum ticket_field)i)->max_chars;
}

static bool
code_known(enum ticket_field f, const char *code, size_t len)
{
	int n;
	const struct enum_item *items = enum_items(f, &n);

	for (int i = 0; i < n; i++) {
		if (strlen(items[i].code) == len && memcmp(items[i].code, code, len) == 0)
			return true;
	}
	return items == NULL;
}

static bool
field_known(int i, const char *value)
{
	enum ticket_field f = (enum ticket_field)i;
	const char *code = NULL;
	size_t n = 0;

	if (field_info(f)->class != CLASS_SET)
		return *value == '\0' || code_known(f, value, strlen(value));
	while (members_next(value, &code, &n)) {
		if (!code_known(f, code, n))
			return false;
	}
	return true;
}

static bool
field_set(void *to, int i, const char *value)
{
	return fields_set(to, (enum ticket_field)i, value);
}

static const char *
field_get(const void *of, int i)
{
	const struct fields *f = of;

	return f->v[i];
}

const struct pairs pairs_fields = { TF_COUNT, field_name, field_part, field_chars, field_known,
	field_set, field_get };

/* ---- arguments ---- */

static const char *
arg_name(int i)
{
	return arg_info((enum event_arg)i)->json;
}

static enum field_part
arg_part(int i)
{
	return arg_info((enum event_arg)i)->part;
}

static int
arg_chars(int i)
{
	return arg_info((enum event_arg)i)->max_chars;
}

/* Which codes an argument may hold depends on the event: workflow_check knows. */
static bool
arg_known(int i, const char *value)
{
	(void)i;
	(void)value;
	return true;
}

static bool
arg_set(void *to, int i, const char *value)
{
	return args_set(to, (enum event_arg)i, value);
}

static const char *
arg_get(const void *of, int i)
{
	const struct args *a = of;

	return a->v[i];
}

const struct pairs pairs_args = { EA_COUNT, arg_name, arg_part, arg_chars, arg_known, arg_set,
	arg_get };

/* ---- both ---- */

bool
pairs_any(const struct pairs *p, const void *of, unsigned parts)
{
	for (int i = 0; i < p->count; i++) {
		if (p->get(of, i) != NULL && (parts & (1u << p->part(i))) != 0)
			return true;
	}
	return false;
}

void
pairs_write(const struct pairs *p, const void *of, unsigned parts, struct str *out)
{
	struct json_out o = json_open(out);

	for (int i = 0; i < p->count; i++) {
		const char *value = p->get(of, i);

		if (value != NULL && (parts & (1u << p->part(i))) != 0)
			json_pair(&o, p->name(i), value);
	}
	json_close(&o);
}

/* The row of ${name}, looked for from ${from} on: members mostly come in the order of the table. -1 unknown. */
static int
find(const struct pairs *p, const char *name, int from)
{
	for (int k = 0, i = from; k < p->count; k++, i++) {
		const char *here;

		if (i >= p->count)
			i = 0;
		here = p->name(i);
		if (here[0] == name[0] && strcmp(here, name) == 0)
			return i;
	}
	return -1;
}

static enum err_code
check_value(const struct pairs *p, int i, const char *value, const struct json_in *in,
    const struct json_at *at)
{
	size_t chars = utf8_count(value), most = (size_t)p->max_chars(i);

	if (chars > most)
		return json_bad(in, at, ERR_LIMIT, "有 %zu 字, 最多 %zu 字, 超出 %zu 字", chars,
		    most, chars - most);
	if (!p->known(i, value))
		return json_bad(in, at, ERR_UNKNOWN_CODE, "没有“%s”这个代码", value);
	return ERR_OK;
}

enum err_code
pairs_check(
    const struct pairs *p, const struct json_in *in, const struct json_at *at, const void *of)
{
	enum err_code rc = ERR_OK;

	for (int i = 0; i < p->count && rc == ERR_OK; i++) {
		struct json_at here = { at, p->name(i), 0 };
		const char *value = p->get(of, i);

		if (value != NULL && !utf8_valid(value, strlen(value)))
			rc = json_bad(in, &here, ERR_INVALID, "有不成字的字节");
		else if (value != NULL)
			rc = check_value(p, i, value, in, &here);
	}
	return rc;
}

enum err_code
pairs_read(const struct pairs *p, const struct json_in *in, const struct json_at *at, json_t *v,
    bool check, void *to)
{
	enum err_code rc = json_want_object(in, at, v);
	const char *name;
	json_t *value;
	int next = 0;

	if (rc != ERR_OK)
		return rc;
	json_object_foreach(v, name, value)
	{
		struct json_at here = { at, name, 0 };
		int i = find(p, name, next);

		if (i < 0 && in->strict)
			return json_bad(in, &here, ERR_UNKNOWN_FIELD, "没有这个字段");
		if (i < 0 || (!in->strict && json_is_null(value)))
			continue;
		next = i + 1;
		if (!json_is_string(value))
			return json_bad(in, &here, ERR_SYNTAX, "这里应为文字");
		if (check)
			rc = check_value(p, i, json_string_value(value), in, &here);
		if (rc != ERR_OK)
			return rc;
		if (!p->set(to, i, json_string_value(value)))
			return json_bad(in, NULL, ERR_NO_MEMORY, "内存不足");
	}
	return ERR_OK;
}

/* ---- without a tree ---- */

#define PAIRS_MOST 128
_Static_assert(TF_COUNT <= PAIRS_MOST && EA_COUNT <= PAIRS_MOST, "seen counts so many");

struct reading {
	const struct pairs *p;
	void *to;
	int next;
	bool seen[PAIRS_MOST];
};

static bool
scan_pair(struct scan *s, void *arg)
{
	struct reading *r = arg;
	char name[SCAN_NAME];
	const char *text;
	size_t n;
	int i;

	if (!scan_name(s, name) || (i = find(r->p, name, r->next)) < 0 || r->seen[i])
		return false;
	r->seen[i] = true;
	r->next = i + 1;
	scan_blank(s);
	return scan_take(s, '"') && (text = scan_text_z(s, &n)) != NULL &&
	       r->p->set(r->to, i, text);
}

bool
pairs_scan(const struct pairs *p, struct scan *s, void *to)
{
	struct reading r = { .p = p, .to = to };

	scan_blank(s);
	return scan_take(s, '{') && scan_all(s, '}', scan_pair, &r);
}
