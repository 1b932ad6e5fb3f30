/* A checker of the interface's document and of what is exchanged: see contract.h. */
#include "contract.h"

#include <jansson.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct contract {
	json_t *root;
};

/* One check under way: where it is, and what was wrong first. */
struct check {
	const struct contract *k;
	bool closed; /* members that the schema does not name are wrong */
	char *why;
	size_t size;
};

static bool
fail(const struct check *c, const char *at, const char *what)
{
	if (c->size > 0 && c->why[0] == '\0')
		snprintf(c->why, c->size, "%s: %s", at, what);
	return false;
}

/* "#/components/schemas/Ticket" */
static json_t *
resolve(const struct contract *k, const char *ref)
{
	json_t *v = k->root;

	if (ref[0] != '#')
		return NULL;
	for (const char *p = ref + 1; *p == '/' && v != NULL; p += 1 + strcspn(p + 1, "/"))
		v = json_object_getn(v, p + 1, strcspn(p + 1, "/"));
	return v;
}

/* ---- values against schemas ---- */

static bool fits(const struct check *c, const char *at, const json_t *schema, const json_t *v);

static bool
is_of_type(const char *type, const json_t *v)
{
	return (strcmp(type, "object") == 0 && json_is_object(v)) ||
	       (strcmp(type, "array") == 0 && json_is_array(v)) ||
	       (strcmp(type, "string") == 0 && json_is_string(v)) ||
	       (strcmp(type, "integer") == 0 && json_is_integer(v)) ||
	       (strcmp(type, "boolean") == 0 && json_is_boolean(v));
}

static bool
is_listed(const json_t *list, const json_t *v)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), v))
			return true;
	return false;
}

static bool
matches(const char *pattern, const char *text)
{
	regex_t re;
	bool yes;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	yes = regexec(&re, text, 0, NULL, 0) == 0;
	regfree(&re);
	return yes;
}

static bool
fits_object(const struct check *c, const char *at, const json_t *schema, const json_t *v)
{
	const json_t *named = json_object_get(schema, "properties"), *list, *open;
	char here[256];
	const char *name;
	json_t *one;

	list = json_object_get(schema, "required");
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_object_get(v, json_string_value(json_array_get(list, i))) == NULL)
			return fail(c, at, json_string_value(json_array_get(list, i)));
	open = json_object_get(schema, "additionalProperties");
	json_object_foreach((json_t *)(uintptr_t)v, name, one)
	{
		const json_t *its = json_object_get(named, name);

		snprintf(here, sizeof(here), "%s/%s", at, name);
		if (its == NULL && json_is_object(open))
			its = open;
		if (its != NULL && !fits(c, here, its, one))
			return false;
		if (its == NULL && named != NULL && (c->closed || json_is_false(open)))
			return fail(c, here, "is not in the document");
	}
	return true;
}

static bool
fits_array(const struct check *c, const char *at, const json_t *schema, const json_t *v)
{
	const json_t *first = json_object_get(schema, "prefixItems"),
		     *rest = json_object_get(schema, "items"),
		     *least = json_object_get(schema, "minItems"),
		     *most = json_object_get(schema, "maxItems");
	size_t n = json_array_size(v);
	char here[256];

	if ((least != NULL && n < (size_t)json_integer_value(least)) ||
	    (most != NULL && n > (size_t)json_integer_value(most)))
		return fail(c, at, "too few or too many");
	for (size_t i = 0; i < n; i++) {
		const json_t *its = i < json_array_size(first) ? json_array_get(first, i) : rest;

		snprintf(here, sizeof(here), "%s/%zu", at, i);
		if (its != NULL && !fits(c, here, its, json_array_get(v, i)))
			return false;
	}
	return true;
}

static bool
fits_text(const struct check *c, const char *at, const json_t *schema, const json_t *v)
{
	const json_t *least = json_object_get(schema, "minLength"),
		     *most = json_object_get(schema, "maxLength"),
		     *pattern = json_object_get(schema, "pattern");
	size_t n = utf8_count(json_string_value(v));

	if ((least != NULL && n < (size_t)json_integer_value(least)) ||
	    (most != NULL && n > (size_t)json_integer_value(most)))
		return fail(c, at, "too short or too long");
	if (pattern != NULL && !matches(json_string_value(pattern), json_string_value(v)))
		return fail(c, at, "does not match its pattern");
	return true;
}

static bool
fits_number(const struct check *c, const char *at, const json_t *schema, const json_t *v)
{
	const json_t *lo = json_object_get(schema, "minimum"),
		     *hi = json_object_get(schema, "maximum");

	if ((lo != NULL && json_integer_value(v) < json_integer_value(lo)) ||
	    (hi != NULL && json_integer_value(v) > json_integer_value(hi)))
		return fail(c, at, "out of range");
	return true;
}

static bool
is_keyword(const char *name)
{
	static const char *const known[] = { "$ref", "type", "enum", "pattern", "minLength",
		"maxLength", "minimum", "maximum", "required", "properties", "additionalProperties",
		"items", "prefixItems", "minItems", "maxItems", "format", "description",
		"default" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

static bool
fits(const struct check *c, const char *at, const json_t *schema, const json_t *v)
{
	const char *ref = json_string_value(json_object_get(schema, "$ref")),
		   *type = json_string_value(json_object_get(schema, "type")), *name;
	const json_t *list = json_object_get(schema, "enum");
	json_t *one;

	json_object_foreach(
	    (json_t *)(uintptr_t)schema, name, one) if (!is_keyword(name)) return fail(c, name,
	    "is a keyword this checker does not know");
	if (ref != NULL) {
		const json_t *there = resolve(c->k, ref);

		return there != NULL ? fits(c, at, there, v) : fail(c, at, ref);
	}
	if (type != NULL && !is_of_type(type, v))
		return fail(c, at, type);
	if (list != NULL && !is_listed(list, v))
		return fail(c, at, "is not in its list");
	if (json_is_object(v))
		return fits_object(c, at, schema, v);
	if (json_is_array(v))
		return fits_array(c, at, schema, v);
	if (json_is_string(v))
		return fits_text(c, at, schema, v);
	return json_is_integer(v) ? fits_number(c, at, schema, v) : true;
}

/* ---- the document itself ---- */

struct faults {
	const struct contract *k;
	void (*say)(const char *what);
	int n;
	json_t *ids;
};

static void
fault(struct faults *f, const char *where, const char *what)
{
	char text[600];

	snprintf(text, sizeof(text), "%s: %s", where, what);
	f->say(text);
	f->n++;
}

static void
check_references(struct faults *f, const json_t *v)
{
	const char *name;
	json_t *one;

	for (size_t i = 0; i < json_array_size(v); i++)
		check_references(f, json_array_get(v, i));
	json_object_foreach((json_t *)(uintptr_t)v, name, one)
	{
		if (strcmp(name, "$ref") == 0 && resolve(f->k, json_string_value(one)) == NULL)
			fault(f, json_string_value(one), "leads nowhere");
		check_references(f, one);
	}
}

/* {"application/json":{"schema":…,"example":…}} */
static void
check_content(struct faults *f, const char *where, const json_t *content)
{
	const char *type;
	json_t *media;

	json_object_foreach((json_t *)(uintptr_t)content, type, media)
	{
		const json_t *example = json_object_get(media, "example");
		char why[300] = "";
		struct check c = { f->k, true, why, sizeof(why) };

		if (example == NULL || json_is_null(example))
			fault(f, where, "has no example");
		else if (!fits(&c, "example", json_object_get(media, "schema"), example))
			fault(f, where, why);
	}
}

static void
check_answers(struct faults *f, const char *where, const json_t *answers)
{
	bool well = false;
	const char *status;
	json_t *one;
	char here[300];

	json_object_foreach((json_t *)(uintptr_t)answers, status, one)
	{
		well = well || status[0] == '2';
		snprintf(here, sizeof(here), "%s %s", where, status);
		if (json_string_length(json_object_get(one, "description")) == 0)
			fault(f, here, "says nothing");
		check_content(f, here, json_object_get(one, "content"));
		if (status[0] >= '4' && json_object_get(json_object_get(one, "content"),
					    "application/problem+json") == NULL)
			fault(f, here, "is no problem");
	}
	if (!well)
		fault(f, where, "cannot go well");
}

/* An example, and what stands in for a parameter that is not given, are values of it. */
static void
check_parameters(struct faults *f, const char *where, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i),
			     *schema = json_object_get(one, "schema"),
			     *example = json_object_get(one, "example"),
			     *without = json_object_get(schema, "default");
		char here[300], why[300] = "";
		struct check c = { f->k, true, why, sizeof(why) };

		snprintf(here, sizeof(here), "%s: %s", where,
		    json_string_value(json_object_get(one, "name")));
		if (schema == NULL || example == NULL)
			fault(f, here, "has no schema or no example");
		else if (!fits(&c, "example", schema, example) ||
			 (without != NULL && !fits(&c, "default", schema, without)))
			fault(f, here, why);
	}
}

static bool
has_parameter(const json_t *op, const char *in)
{
	const json_t *list = json_object_get(op, "parameters");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (strcmp(json_string_value(json_object_get(json_array_get(list, i), "in")), in) ==
		    0)
			return true;
	return false;
}

static bool
is_tag(const struct contract *k, const char *name)
{
	const json_t *tags = json_object_get(k->root, "tags");

	for (size_t i = 0; i < json_array_size(tags); i++)
		if (strcmp(json_string_value(json_object_get(json_array_get(tags, i), "name")),
			name) == 0)
			return true;
	return false;
}

static void
check_operation(struct faults *f, const char *path, const char *method, const json_t *op)
{
	const char *id = json_string_value(json_object_get(op, "operationId")),
		   *tag = json_string_value(json_array_get(json_object_get(op, "tags"), 0));
	char where[200];

	snprintf(where, sizeof(where), "%s %s", method, path);
	if (id == NULL || json_object_get(f->ids, id) != NULL)
		fault(f, where, "has no name of its own");
	else
		json_object_set_new(f->ids, id, json_true());
	if (json_string_length(json_object_get(op, "summary")) == 0)
		fault(f, where, "has no summary");
	if (tag == NULL || !is_tag(f->k, tag))
		fault(f, where, "has no tag");
	if (json_object_get(op, "security") == NULL)
		fault(f, where, "does not say who may ask");
	if ((strchr(path, '{') != NULL) != has_parameter(op, "path"))
		fault(f, where, "path and parameters disagree");
	check_parameters(f, where, json_object_get(op, "parameters"));
	check_content(f, where, json_object_get(json_object_get(op, "requestBody"), "content"));
	check_answers(f, where, json_object_get(op, "responses"));
}

int
contract_faults(const struct contract *k, void (*say)(const char *what))
{
	struct faults f = { k, say, 0, json_object() };
	const char *path, *method;
	json_t *item, *op;

	if (strcmp(json_string_value(json_object_get(k->root, "openapi")), "3.1.0") != 0)
		fault(&f, "openapi", "another version");
	check_references(&f, k->root);
	json_object_foreach(json_object_get(k->root, "paths"), path, item)
	    json_object_foreach(item, method, op) check_operation(&f, path, method, op);
	json_decref(f.ids);
	return f.n;
}

/* ---- life ---- */

struct contract *
contract_open(const char *text, size_t len)
{
	struct contract *k = calloc(1, sizeof(*k));
	json_error_t why;

	if (k == NULL || (k->root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why)) == NULL) {
		fprintf(stderr, "contract: the document is no JSON\n");
		abort();
	}
	return k;
}

void
contract_close(struct contract *k)
{
	if (k == NULL)
		return;
	json_decref(k->root);
	free(k);
}

int
contract_routes(const struct contract *k)
{
	const char *path;
	json_t *item;
	int n = 0;

	json_object_foreach(json_object_get(k->root, "paths"), path, item) n +=
	    (int)json_object_size(item);
	return n;
}

static const json_t *
operation(const json_t *item, const char *method)
{
	char small[12] = "";

	for (size_t i = 0; method[i] != '\0' && i < sizeof(small) - 1; i++)
		small[i] = (char)(method[i] | 0x20);
	return json_object_get(item, small);
}

bool
contract_has(const struct contract *k, const char *method, const char *pattern)
{
	return operation(json_object_get(json_object_get(k->root, "paths"), pattern), method) !=
	       NULL;
}

/* ---- exchanges ---- */

static bool
is_path(const char *pattern, const char *path)
{
	for (; *pattern != '\0' && *pattern != '{'; pattern++, path++)
		if (*pattern != *path)
			return false;
	if (*pattern == '\0')
		return *path == '\0';
	return *path != '\0' && strchr(path, '/') == NULL && strchr(pattern, '}')[1] == '\0';
}

static const json_t *
find(const struct contract *k, const char *method, const char *path)
{
	const char *pattern;
	json_t *item;

	json_object_foreach(json_object_get(k->root, "paths"), pattern,
	    item) if (is_path(pattern, path)) return operation(item, method);
	return NULL;
}

static bool
fits_content(
    const struct check *c, const char *at, const json_t *content, const char *text, size_t len)
{
	const json_t *media =
	    json_object_iter_value(json_object_iter((json_t *)(uintptr_t)content));
	json_t *v;
	bool yes;

	if (media == NULL)
		return len == 0 || fail(c, at, "a body that the document does not know");
	if (json_object_get(content, "text/plain") != NULL ||
	    json_object_get(content, "application/octet-stream") != NULL ||
	    json_object_get(content, "application/offset+octet-stream") != NULL)
		return true;
	v = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (v == NULL)
		return fail(c, at, "no JSON");
	yes = fits(c, at, json_object_get(media, "schema"), v);
	json_decref(v);
	return yes;
}

bool
contract_fits(const struct contract *k, const struct exchange *x, char *why, size_t size)
{
	const json_t *op = find(k, x->method, x->path), *answer;
	struct check c = { k, true, why, size }, asked = { k, false, why, size };
	char status[8];

	why[0] = '\0';
	if (op == NULL)
		return x->status == 404 || x->status == 405 ||
		       fail(&c, x->path, "answers, and is not in the document");
	snprintf(status, sizeof(status), "%d", x->status);
	answer = json_object_get(json_object_get(op, "responses"), status);
	if (answer == NULL)
		return fail(&c, status, "is not a status of this route");
	if (x->code != NULL &&
	    strstr(json_string_value(json_object_get(answer, "description")), x->code) == NULL)
		return fail(&c, x->code, "is not a code of this route");
	if (x->answer != NULL && !fits_content(&c, "answer", json_object_get(answer, "content"),
				     x->answer, x->answer_bytes))
		return false;
	if (x->status < 300 && x->request != NULL)
		return fits_content(&asked, "request",
		    json_object_get(json_object_get(op, "requestBody"), "content"), x->request,
		    strlen(x->request));
	return true;
}
