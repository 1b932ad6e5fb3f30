/* hotseatd verify: is the database whole? Walks every chain of events and the audit log, works out every ticket again, and
 * names what does not add up. Reads beside a running centre. */
#include <stdio.h>

#include "command.h"
#include "place.h"
#include "server/core/setup.h"
#include "server/store/blob.h"
#include "wire/ticket_json.h"

struct report {
	bool json;
	int64_t bad;
	struct str list;
};

static void
add_json(struct report *r, const struct store_verify_bad *b)
{
	str_addf(&r->list, "%s{\"ticket\":", r->bad > 0 ? "," : "");
	json_escape(b->ticket, &r->list);
	str_add(&r->list, ",\"number\":");
	json_escape(b->no, &r->list);
	str_addf(&r->list, ",\"event\":%lld,\"field\":", (long long)b->seq);
	json_escape(b->field, &r->list);
	str_add(&r->list, ",\"why\":");
	json_escape(b->why, &r->list);
	str_add_c(&r->list, '}');
}

static void
print_bad(const struct store_verify_bad *b)
{
	int f = field_by_json(b->field);

	printf("工单 %s (%s) ", b->no[0] != '\0' ? b->no : "无编号", b->ticket);
	if (b->seq > 0)
		printf("第 %lld 个环节: ", (long long)b->seq);
	else if (f >= 0)
		printf("的“%s”(%s): ", field_info((enum ticket_field)f)->label, b->field);
	else if (b->field[0] != '\0')
		printf("的 %s: ", b->field);
	printf("%s\n", b->why);
}

static void
bad_one(void *arg, const struct store_verify_bad *b)
{
	struct report *r = arg;

	if (r->json)
		add_json(r, b);
	else
		print_bad(b);
	r->bad++;
}

/* Attached files: there, and what they were. One still on its way is no fault. */
struct files {
	struct report *r;
	struct store *st;
	const char *dir;
	int64_t n, waiting;
};

static void
bad_file(struct files *f, const struct store_blob_use *u, const char *why)
{
	char text[BLOB_ID_SIZE + BLOB_NAME_BYTES + 80];
	struct store_verify_bad b = {
		.ticket = u->ticket, .no = "", .field = "files", .why = text
	};
	struct ticket t;

	ticket_init(&t);
	if (store_ticket_get(f->st, u->ticket, &t, NULL) == ERR_OK)
		b.no = fields_get(&t.f, TF_NO);
	snprintf(text, sizeof(text), "%s: %s (%s)", why, u->i.name[0] != '\0' ? u->i.name : "附件",
	    u->i.id);
	bad_one(f->r, &b);
	ticket_free(&t);
}

static bool
verify_file(void *arg, const struct store_blob_use *u)
{
	struct files *f = arg;
	const char *why;

	f->n++;
	f->waiting += !u->i.complete;
	why = u->i.complete ? blob_file_check(f->dir, u->i.id, u->i.bytes) : NULL;
	if (why != NULL)
		bad_file(f, u, why);
	return true;
}

static void
print_files(const struct files *f)
{
	if (f->r->json || f->n == 0)
		return;
	printf("附件 %lld 个", (long long)f->n);
	if (f->waiting > 0)
		printf(", 其中 %lld 个待传", (long long)f->waiting);
	printf("\n");
}

static void
print_result(const struct files *f, const struct store_verify *v, int64_t audit, int64_t audit_bad)
{
	const struct report *r = f->r;

	if (r->json) {
		printf("{\"tickets\":%lld,\"events\":%lld,\"files\":%lld,\"files_waiting\":%lld,"
		       "\"audit\":%lld,\"audit_bad\":%lld,"
		       "\"old_clocks\":%lld,\"bad\":[%s]}\n",
		    (long long)v->tickets, (long long)v->events, (long long)f->n,
		    (long long)f->waiting, (long long)audit, (long long)audit_bad,
		    (long long)v->old_clocks, str_c(&r->list));
		return;
	}
	printf("工单 %lld 件, 环节 %lld 个, 查看记录 %lld 条: ", (long long)v->tickets,
	    (long long)v->events, (long long)audit);
	if (r->bad == 0 && audit_bad == 0)
		printf("全部相符\n");
	else
		printf("%lld 处不符\n", (long long)(r->bad + (audit_bad != 0)));
	if (v->old_clocks > 0)
		printf("其中 %lld 件早于日历、时限规则或分类的最近一次变更, 时限没有核对\n",
		    (long long)v->old_clocks);
}

static enum err_code
verify(const struct settings *s, struct report *r, bool *clean, struct err *e)
{
	struct store_verify v = { .bad = bad_one, .arg = r };
	struct files files;
	struct city *city = NULL;
	struct store *st = NULL;
	uint8_t *key = NULL;
	int64_t audit_bad;
	enum err_code rc = place_key(s, &key, e);

	if (rc == ERR_OK)
		rc = place_open(s, false, key, &st, e);
	if (rc == ERR_OK)
		rc = store_integrity(st, e);
	if (rc == ERR_OK)
		rc = store_look(st, e);
	if (rc == ERR_OK)
		rc = setup_city(st, &city, e);
	v.city = city;
	if (rc == ERR_OK)
		rc = store_verify(st, &v, e);
	files = (struct files){ .r = r, .st = st, .dir = s->data };
	if (rc == ERR_OK)
		rc = store_blob_uses(st, NULL, NULL, verify_file, &files, e);
	if (rc == ERR_OK) {
		audit_bad = store_audit_verify(st);
		if (audit_bad != 0 && !r->json)
			printf("查看记录第 %lld 条: 校验值不符\n", (long long)audit_bad);
		print_files(&files);
		print_result(&files, &v, store_audit_count(st), audit_bad);
		*clean = r->bad == 0 && audit_bad == 0;
	}
	if (st != NULL)
		store_look_end(st);
	store_close(st);
	city_free(city);
	secret_key_free(key);
	return rc;
}

static int
run(const struct settings *s)
{
	struct report r = { .json = s->json };
	struct err e = { 0 };
	bool clean = false;
	enum err_code rc = verify(s, &r, &clean, &e);

	str_free(&r.list);
	if (rc != ERR_OK)
		return command_fail(&e);
	return clean ? EXIT_DONE : EXIT_FAILED;
}

const struct command cmd_verify = {
	.name = "verify",
	.takes = "data key_file config json",
	.does = "核对全部工单(环节链和由它得出的内容)、附件和查看记录, 指出被改动的地方",
	.run = run,
};
