/* hotseat find: one query over everything a seat knows, found as on the screen but with every hit ranked; beside a running
 * seat too. One finding a line, or JSON; exit 1 when nothing was found. Nobody signs in, so no telephone number is known:
 * by number a person is only found on the screen. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/find.h"
#include "client/cache/write.h"
#include "cmd_p.h"

#define FIND_DEFAULT 10
#define STDIN_MOST   65536
#define ALL_SCOPES   ((1u << FIND_SCOPE_COUNT) - 1)

struct asked {
	struct cache_reader *r;
	const char *text;
	unsigned scopes;
	int limit, found;
	bool json;
	struct str out;
	struct find_note note;
};

/* ---- what is found ---- */

static void
member(struct str *out, const char *name, const char *value)
{
	str_addf(out, ",\"%s\":", name);
	json_escape(value, out);
}

static void
begin(struct asked *a, enum find_scope s)
{
	str_addf(&a->out, "%s{\"in\":\"%s\"", a->found++ > 0 ? "," : "", find_scope_json(s));
}

static void
line(struct asked *a, enum find_scope s, const char *code, const char *title, const char *why,
    const char *more)
{
	a->found++;
	printf("%s\t%s\t%s\t%s%s%s\n", find_scope_label(s), code, title, why,
	    more[0] != '\0' ? "\t" : "", more);
}

static void
ticket_row(struct asked *a, const struct find_row *row)
{
	if (!a->json) {
		line(a, FIND_IN_TICKETS, row->row.no, row->row.title, row->where, row->snippet);
		return;
	}
	begin(a, FIND_IN_TICKETS);
	member(&a->out, "id", row->row.id);
	member(&a->out, "ticket_no", row->row.no);
	member(&a->out, "title", row->row.title);
	member(&a->out, "state", state_json(row->row.state));
	str_addf(&a->out, ",\"created_at\":%lld", (long long)row->row.created_at);
	member(&a->out, "where", row->where);
	cmd_add_marks("title_marks", row->mark, row->n_marks, &a->out);
	member(&a->out, "snippet", row->snippet);
	cmd_add_marks("snippet_marks", row->in_snippet, row->n_in_snippet, &a->out);
	str_add_c(&a->out, '}');
}

static enum err_code
tickets(struct asked *a, struct err *e)
{
	struct find_query q = { .text = a->text, .limit = a->limit, .exact = true };
	struct find_row *rows = calloc((size_t)a->limit, sizeof(*rows));
	int n = rows != NULL ? cache_find(a->r, &q, rows, &a->note, e)
			     : (int)err_set(e, ERR_NO_MEMORY, NULL);

	for (int i = 0; rows != NULL && i < n; i++)
		ticket_row(a, &rows[i]);
	free(rows);
	return e->code;
}

static enum err_code
articles(struct asked *a, struct err *e)
{
	struct kb_query q = {
		.text = a->text, .day = (int32_t)civil_day(clock_now_ms()), .limit = a->limit
	};
	struct kb_row *rows = calloc((size_t)a->limit, sizeof(*rows));
	bool partial;
	int n = rows != NULL ? cache_kb_search(a->r, &q, rows, &partial, e)
			     : (int)err_set(e, ERR_NO_MEMORY, NULL);

	for (int i = 0; rows != NULL && i < n; i++) {
		const struct kb_row *row = &rows[i];

		if (!a->json) {
			line(a, FIND_IN_ARTICLES, row->kb_no, row->title,
			    row->n_marks > 0 ? "标题" : "内容", row->snippet);
			continue;
		}
		begin(a, FIND_IN_ARTICLES);
		member(&a->out, "kb_no", row->kb_no);
		member(&a->out, "title", row->title);
		cmd_add_marks("title_marks", row->mark, row->n_marks, &a->out);
		member(&a->out, "snippet", row->snippet);
		cmd_add_marks("snippet_marks", row->in_snippet, row->n_in_snippet, &a->out);
		str_add_c(&a->out, '}');
	}
	free(rows);
	return e->code;
}

static void
name_rows(struct asked *a, enum find_scope s)
{
	struct find_name rows[FIND_ROWS];
	int n = cache_find_names(a->r, s, a->text, clock_now_ms(), rows, a->limit);

	for (int i = 0; i < n; i++) {
		if (!a->json) {
			line(a, s, rows[i].code, rows[i].name,
			    rows[i].also[0] != '\0' ? "别名" : "名称", rows[i].also);
			continue;
		}
		begin(a, s);
		member(&a->out, "code", rows[i].code);
		member(&a->out, "name", rows[i].name);
		cmd_add_marks("name_marks", rows[i].mark, rows[i].n_marks, &a->out);
		member(&a->out, "also", rows[i].also);
		str_add_c(&a->out, '}');
	}
}

static enum err_code
ask(struct asked *a, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (a->text[strspn(a->text, " \t")] == '\0')
		return ERR_OK;
	if (a->scopes & 1u << FIND_IN_TICKETS)
		rc = tickets(a, e);
	if (rc == ERR_OK && (a->scopes & 1u << FIND_IN_ARTICLES))
		rc = articles(a, e);
	for (int s = FIND_IN_CATEGORIES; rc == ERR_OK && s < FIND_SCOPE_COUNT; s++)
		if (a->scopes & 1u << s)
			name_rows(a, (enum find_scope)s);
	if (rc == ERR_OK && a->out.bad)
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	return rc;
}

/* ---- what was asked ---- */

/* "tickets,articles"; 0 when one is not known. */
static unsigned
read_scopes(const char *text)
{
	unsigned scopes = 0;

	if (text == NULL)
		return ALL_SCOPES;
	while (*text != '\0') {
		size_t n = strcspn(text, ",");
		char name[16];
		int s = -1;

		if (n < sizeof(name)) {
			memcpy(name, text, n);
			name[n] = '\0';
			s = find_scope_by_json(name);
		}
		if (s < 0)
			return 0;
		scopes |= 1u << s;
		text += n + (text[n] == ',');
	}
	return scopes;
}

/* All of the standard input, its line ends and NULs as blanks; more than a query can have is left unread. */
static char *
read_stdin(void)
{
	char *text = calloc(1, STDIN_MOST + 1);
	size_t n = text != NULL ? fread(text, 1, STDIN_MOST, stdin) : 0;

	for (size_t i = 0; i < n; i++)
		if (text[i] == '\0' || text[i] == '\n' || text[i] == '\r')
			text[i] = ' ';
	return text;
}

/* A damaged index is made anew by who may write: the running seat, else the next one. */
static void
say(const struct cmd_env *env, const struct find_note *note)
{
	struct cache_args args = { .dir = env->data_dir };
	struct cache_writer *w;
	struct err e = { 0 };

	if (note->damaged) {
		if (cache_writer_open(&args, &w, &e) == ERR_OK) {
			(void)cache_find_again(w, &e);
			cache_writer_close(w);
		}
		fputs("hotseat: 工单索引已损坏, 将重新编制, 结果不全\n", stderr);
	} else if (note->unready) {
		fputs("hotseat: 工单索引还没有编完, 结果不全; 坐席程序或 hotseat sync 会接着编\n",
		    stderr);
	}
}

/* Who looks for a person must not take the silence for an answer. */
static int
found_nothing(const struct asked *a)
{
	const int status = cmd_none(a->text);

	if ((a->scopes & 1u << FIND_IN_TICKETS) && a->text[strspn(a->text, " \t")] != '\0')
		fputs("hotseat: 姓名和电话号码是加密存的, 命令行里不按它们查; "
		      "按电话号码请在坐席程序的“查找”里查\n",
		    stderr);
	return status;
}

int
cmd_find(const struct cmd_env *env, const struct cmd_words *words)
{
	struct asked a = { .text = words->word != NULL ? words->word : "",
		.limit = FIND_DEFAULT,
		.json = words->json };
	char *typed = NULL;
	long long limit;
	struct err e = { 0 };
	enum err_code rc;
	int status;

	a.scopes = read_scopes(words->in);
	if (a.scopes == 0)
		return cmd_usage("--in 应为 tickets,articles,categories,units,areas,targets,"
				 "bulletins 中的几个");
	if (words->limit != NULL) {
		if (!str_int(words->limit, 1, FIND_ROWS, &limit))
			return cmd_usage("--limit 应为 1 到 %d", FIND_ROWS);
		a.limit = (int)limit;
	}
	if (strcmp(a.text, "-") == 0) {
		typed = read_stdin();
		if (typed == NULL) {
			err_set(&e, ERR_NO_MEMORY, NULL);
			return cmd_fail(&e);
		}
		a.text = typed;
	}
	rc = cmd_reader(env, &a.r, &e);
	if (rc == ERR_OK && (a.scopes & 1u << FIND_IN_TICKETS) != 0)
		rc = cmd_reader_may(env, a.r, false, &e);
	if (rc == ERR_OK)
		rc = ask(&a, &e);
	if (rc == ERR_OK && a.json)
		printf("[%s]\n", str_c(&a.out));
	cache_reader_close(a.r);
	if (rc == ERR_OK)
		say(env, &a.note);
	if (rc != ERR_OK)
		status = cmd_fail(&e);
	else
		status = a.found > 0 ? CMD_OK : found_nothing(&a);
	str_free(&a.out);
	free(typed);
	return status;
}
