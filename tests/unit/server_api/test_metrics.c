/* /metrics: a text that Prometheus can read, checked by its rules; for this machine only; with the figures of the day. */
#include "counter.h"

#include <ctype.h>

#include "wire/op.h"

/* ---- a reader of the text format 0.0.4 ---- */

struct reading {
	char family[128], type[16]; /* the one under way */
	char seen[128][128];        /* those before */
	int families, samples, failed;
	long long last_bucket; /* of the histogram under way; cumulative */
	char last_labels[256];
};

static void
wrong(struct reading *r, const char *line, const char *why)
{
	r->failed++;
	print_message("%s: %s\n", why, line);
}

static void
begin_family(struct reading *r, const char *line, const char *name)
{
	for (int i = 0; i < r->families; i++)
		if (strcmp(r->seen[i], name) == 0)
			wrong(r, line, "family in two places");
	snprintf(r->family, sizeof(r->family), "%s", name);
	snprintf(r->seen[r->families++ % 128], 128, "%s", name);
	r->type[0] = '\0';
}

static void
read_comment(struct reading *r, const char *line)
{
	char name[128], word[128];

	if (sscanf(line, "# HELP %127s %127s", name, word) == 2)
		begin_family(r, line, name);
	else if (sscanf(line, "# TYPE %127s %15s", name, r->type) != 2 ||
		 strcmp(name, r->family) != 0)
		wrong(r, line, "neither HELP nor its TYPE");
	else if (strcmp(r->type, "counter") != 0 && strcmp(r->type, "gauge") != 0 &&
		 strcmp(r->type, "histogram") != 0)
		wrong(r, line, "no type");
}

/* name="value",… without quotes or backslashes inside. */
static bool
labels_are_right(const char *p, const char *end)
{
	while (p < end) {
		size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_");
		if (n == 0 || p[n] != '=' || p[n + 1] != '"')
			return false;
		p = strchr(p + n + 2, '"');
		if (p == NULL || p >= end)
			return false;
		p++;
		if (p < end && *p++ != ',')
			return false;
	}
	return true;
}

static void
check_bucket(struct reading *r, const char *line, const char *labels, const char *end, long long n)
{
	const char *le = strstr(labels, "le=\"");
	char others[256];

	if (le == NULL || le >= end) {
		wrong(r, line, "a bucket without le");
		return;
	}
	snprintf(others, sizeof(others), "%.*s", (int)(le - labels), labels);
	if (strcmp(others, r->last_labels) == 0 && n < r->last_bucket)
		wrong(r, line, "buckets are cumulative");
	snprintf(r->last_labels, sizeof(r->last_labels), "%s", others);
	r->last_bucket = n;
	if (strncmp(le, "le=\"+Inf\"", 9) == 0)
		r->last_labels[0] = '\1'; /* the next series begins anew */
}

static void
read_sample(struct reading *r, const char *line)
{
	size_t n = strcspn(line, "{ ");
	const char *labels = line + n, *end = labels, *value;
	char name[128], *stop;
	double number;

	snprintf(name, sizeof(name), "%.*s", (int)n, line);
	if (*labels == '{') {
		labels++;
		end = strrchr(labels, '}');
		if (end == NULL || !labels_are_right(labels, end)) {
			wrong(r, line, "labels");
			return;
		}
	}
	value = strrchr(line, ' ');
	number = value != NULL ? strtod(value + 1, &stop) : -1;
	if (value == NULL || stop == value + 1 || *stop != '\0' || number < 0)
		wrong(r, line, "no number");
	if (strncmp(name, r->family, strlen(r->family)) != 0 ||
	    (strcmp(r->type, "histogram") != 0 && strcmp(name, r->family) != 0))
		wrong(r, line, "not of its family");
	if (strcmp(r->type, "counter") == 0 && strcmp(name, "hotseatd_feed_head") != 0 &&
	    strstr(name, "_total") == NULL)
		wrong(r, line, "a counter's name ends in _total");
	if (strstr(name, "_bucket") != NULL)
		check_bucket(r, line, labels, end, (long long)number);
	r->samples++;
}

static void
read_text(struct reading *r, const char *text)
{
	char line[512];

	for (const char *p = text; *p != '\0';) {
		size_t n = strcspn(p, "\n");

		if (p[n] != '\n' || n >= sizeof(line) || n == 0)
			wrong(r, p, "no line");
		snprintf(line, sizeof(line), "%.*s", (int)n, p);
		p += n + (p[n] == '\n' ? 1 : 0);
		if (line[0] == '#')
			read_comment(r, line);
		else
			read_sample(r, line);
	}
}

/* ---- */

static enum err_code
look(struct counter *k, struct visit *v, bool near)
{
	const struct asked a = { .what = "GET /metrics", .near = near };

	return ask_all(k, v, &a);
}

static long long
figure(const struct visit *v, const char *name)
{
	char line[128];
	const char *at;

	snprintf(line, sizeof(line), "\n%s ", name);
	at = strstr(str_c(&v->body), line);
	if (at == NULL)
		fail_msg("no %s", name);
	return strtoll(at + strlen(line), NULL, 10);
}

static void
the_text_can_be_read(void **state)
{
	struct counter *k = *state;
	struct reading *r = calloc(1, sizeof(*r));
	struct visit v = { 0 };

	assert_int_equal(look(k, &v, true), ERR_OK);
	assert_string_equal(v.call.head.type, "text/plain; version=0.0.4; charset=utf-8");
	read_text(r, str_c(&v.body));
	assert_int_equal(r->failed, 0);
	assert_true(r->families >= 18);
	assert_true(r->samples > 100);
	/* and what is no such text is found out */
	read_text(r, "# HELP a b\n# TYPE a counter\na{x=\"1} 2\n");
	read_text(r, "# HELP c b\n# TYPE c gauge\nd 2\n");
	read_text(r, "# HELP e b\n# TYPE e gauge\ne two\n");
	assert_int_equal(r->failed, 3);
	free(r);
	str_free(&v.body);
}

static void
it_is_for_this_machine(void **state)
{
	struct counter *k = *state;
	struct visit v = { 0 };

	assert_int_equal(look(k, &v, false), ERR_FORBIDDEN);
	assert_int_equal(
	    ask(k, &v, "GET /metrics", NULL, k->agent, NULL), ERR_FORBIDDEN); /* whoever asks */
	str_free(&v.body);
}

static void
figures_move(void **state)
{
	struct counter *k = *state;
	struct str body = { 0 };
	struct visit v = { 0 };
	struct asked post = { .what = "POST /v1/tickets", .authorization = k->agent, .key = "k" };
	struct op op;

	assert_int_equal(look(k, &v, true), ERR_OK);
	assert_int_equal(figure(&v, "hotseatd_tickets"), 0);
	assert_int_equal(figure(&v, "hotseatd_sessions"), 2);
	assert_int_equal(figure(&v, "hotseatd_seats"), 1);
	assert_int_equal(figure(&v, "hotseatd_ops_total{result=\"applied\"}"), 0);
	tcentre_lamp(&k->c, &op, EVENT_SUBMIT, 1);
	op_single_write(&op, &body);
	post.body = body.s;
	assert_int_equal(ask_all(k, &v, &post), ERR_OK);
	assert_int_equal(look(k, &v, true), ERR_OK);
	assert_int_equal(figure(&v, "hotseatd_tickets"), 1);
	assert_int_equal(figure(&v, "hotseatd_ops_total{result=\"applied\"}"), 1);
	assert_true(figure(&v, "hotseatd_feed_head") > 0);
	assert_null(strstr(str_c(&v.body), CENTRE_AGENT)); /* nobody is named */
	op_free(&op);
	str_free(&body);
	str_free(&v.body);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, counter_setup, counter_teardown)
	const struct CMUnitTest tests[] = {
		T(the_text_can_be_read),
		T(it_is_for_this_machine),
		T(figures_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
