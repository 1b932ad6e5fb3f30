/* Any head and target: no crash, and what passes keeps the promises of guard_p.h and http.h. The input is a request
 * as text: method, target and version split by spaces, then "Name: value" lines. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "base/utf8.h"
#include "server/http/guard_p.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int ok)
{
	if (!ok)
		abort();
}

static char *
cut(char **at, char end)
{
	char *s = *at, *e = strchr(s, end);
	if (e)
		*e++ = '\0';
	*at = e ? e : s + strlen(s);
	return s;
}

static size_t
count(const struct guard_head *h, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++)
		n += strcasecmp(h->field[i].name, name) == 0;
	return n;
}

static void
promises(const struct guard_head *h, const struct guard_facts *f)
{
	must(count(h, "Host") <= 1 && count(h, "Content-Length") <= 1 &&
	     count(h, "Transfer-Encoding") <= 1);
	must(count(h, "Host") == 1 || strcmp(h->version, "HTTP/1.0") == 0);
	must(!(f->chunked && f->has_length));
	must(f->chunked == (count(h, "Transfer-Encoding") == 1));
	must(f->has_length == (count(h, "Content-Length") == 1));
	for (const char *p = f->authorization; p && *p; p++)
		must(*p >= 0x20 && *p < 0x7f);
}

static void
target(char *text)
{
	const char *path;
	struct http_param q[HTTP_PARAMS];
	size_t n;
	if (guard_target(text, &path, q, &n, NULL) != ERR_OK)
		return;
	must(path[0] == '/' && utf8_valid(path, strlen(path)) && n <= HTTP_PARAMS);
	must(!strstr(path, "/../"));
	for (size_t i = 0; i < n; i++)
		must(utf8_valid(q[i].name, strlen(q[i].name)) &&
		     utf8_valid(q[i].value, strlen(q[i].value)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = str_dup_n(size ? (const char *)data : "", size), *at = text;
	struct guard_field field[GUARD_FIELDS + 2];
	struct guard_facts facts;
	char *line = cut(&at, '\n');
	struct guard_head h = { .method = cut(&line, ' '), .field = field };
	h.target = cut(&line, ' ');
	h.version = line;
	while (*at && h.n < sizeof field / sizeof *field) {
		char *value = cut(&at, '\n'), *name = cut(&value, ':');
		value += *value == ' ';
		field[h.n++] = (struct guard_field){ name, value, strlen(name), strlen(value) };
	}
	if (guard_check(&h, &facts, NULL) == ERR_OK)
		promises(&h, &facts);
	char *copy = str_dup(h.target);
	target(copy);
	free(copy);
	free(text);
	return 0;
}
