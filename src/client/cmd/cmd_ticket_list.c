/* hotseat ticket list: a queue as the seat's cache has it; beside a running seat too. One ticket a line, or a JSON
 * array. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "wire/ticket_json.h"

#define LIST_DEFAULT 50
#define LIST_MOST    1000

static const struct {
	const char *name;
	enum ticket_queue queue;
} queues[] = { { "all", QUEUE_ALL }, { "mine", QUEUE_MINE }, { "open", QUEUE_OPEN },
	{ "incomplete", QUEUE_INCOMPLETE }, { "overdue", QUEUE_OVERDUE },
	{ "due", QUEUE_DUE_TODAY }, { "pending", QUEUE_PENDING_SYNC }, { "today", QUEUE_TODAY } };

static int
queue_of(const char *name)
{
	for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++)
		if (name == NULL || strcmp(queues[i].name, name) == 0)
			return (int)queues[i].queue;
	return -1;
}

static void
print_text(const struct city *city, const struct ticket_row *row)
{
	const char *unit = city != NULL ? city_unit_name(city, row->unit) : row->unit;
	char due[32] = "-";

	if (row->due_at > 0)
		civil_format(row->due_at, "%m-%d %H:%M", due, sizeof(due));
	printf("%s\t%s\t%s\t%s\t%s%s%s\n", row->no, state_label(row->state), due,
	    row->unit[0] != '\0' ? unit : "-", row->title, row->pending ? "\t待送" : "",
	    row->conflict ? "\t冲突" : "");
}

static void
member(struct str *out, const char *name, const char *value)
{
	str_addf(out, ",\"%s\":", name);
	json_escape(value, out);
}

static void
add_json(const struct ticket_row *row, struct str *out)
{
	str_addf(out, "{\"id\":\"%s\"", row->id);
	member(out, "ticket_no", row->no);
	member(out, "state", state_json(row->state));
	member(out, "title", row->title);
	member(out, "type", row->type);
	member(out, "category", row->category);
	member(out, "area", row->area);
	member(out, "unit", row->unit);
	member(out, "urgency", row->urgency);
	str_addf(out,
	    ",\"created_at\":%lld,\"due_at\":%lld,\"rev\":%lld,\"pending\":%s,\"conflict\":%s}",
	    (long long)row->created_at, (long long)row->due_at, (long long)row->rev,
	    row->pending ? "true" : "false", row->conflict ? "true" : "false");
}

static void
print_rows(const struct city *city, const struct ticket_row *rows, int n, bool json)
{
	struct str out = { 0 };

	for (int i = 0; i < n; i++) {
		if (json) {
			str_add_c(&out, i == 0 ? '[' : ',');
			add_json(&rows[i], &out);
		} else {
			print_text(city, &rows[i]);
		}
	}
	if (json)
		printf("%s]\n", n > 0 ? str_c(&out) : "[");
	str_free(&out);
}

int
cmd_ticket_list(const struct cmd_env *env, const struct cmd_words *words)
{
	struct ticket_query q = { .me = env->user, .now = clock_now_ms() };
	struct cache_reader *r = NULL;
	struct ticket_row *rows = NULL;
	long long limit = LIST_DEFAULT;
	struct err e = { 0 };
	bool partial = false;
	enum err_code rc;
	int n = -1, queue = queue_of(words->queue);

	if (queue < 0)
		return cmd_usage("没有队列 %s", words->queue);
	if (words->limit != NULL && !str_int(words->limit, 1, LIST_MOST, &limit))
		return cmd_usage("--limit 应为 1 到 %d", LIST_MOST);
	q.queue = (enum ticket_queue)queue;
	q.limit = (int)limit;
	rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK)
		rc = cmd_reader_may(env, r, q.queue == QUEUE_MINE, &e);
	if (rc == ERR_OK && (rows = calloc((size_t)limit, sizeof(*rows))) == NULL)
		rc = err_set(&e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && (n = cache_tickets(r, &q, rows, &partial, &e)) < 0)
		rc = e.code;
	if (rows != NULL && n >= 0)
		print_rows(cache_city(r), rows, n, words->json);
	free(rows);
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
