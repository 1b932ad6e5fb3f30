/* An import, seen from the command: rows are compared with the centre's as they come and gathered into pages, and the pages
 * go to the centre through a file in its data directory, since a request holds one megabyte. */
#include "import.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admin.h"
#include "base/fs.h"
#include "base/id.h"
#include "base/limits.h"
#include "command.h"
#include "place.h"
#include "server/core/setup.h"
#include "wire/admin_json.h"

#define PAGE_ROWS  500
#define PAGE_BYTES 1048576 /* well below what page_read takes */

/* ---- life ---- */

/* To read. After the program has been renewed, with no centre started since, the data are of the older form: whoever
 * writes brings them up to date. */
static enum err_code
open_reader(const struct settings *s, const uint8_t *sealed, struct store **out, struct err *e)
{
	struct store_args args = { .dir = s->data, .key = sealed };
	struct store *writer = NULL;
	uint8_t *key = NULL;
	enum err_code rc = store_open(&args, out, e);

	if (rc != ERR_BUSY)
		return rc;
	rc = place_key(s, &key, e);
	if (rc == ERR_OK)
		rc = place_open(s, true, key, &writer, e);
	store_close(writer);
	secret_key_free(key);
	return rc == ERR_OK ? store_open(&args, out, e) : rc;
}

/* The centre of s->data, opened to be read. */
static enum err_code
begin(const struct settings *s, struct import_run *r, struct err *e)
{
	struct store_centre centre;
	enum err_code rc = place_ready(s, e);

	*r = (struct import_run){ .s = s };
	if (rc == ERR_OK && s->draft) /* drafts there are, are records */
		rc = place_key(s, &r->key, e);
	if (rc == ERR_OK)
		rc = open_reader(s, r->key, &r->st, e);
	if (rc == ERR_OK)
		rc = store_centre_get(r->st, &centre, e);
	if (rc == ERR_OK)
		rc = setup_city(r->st, &r->city, e);
	if (rc == ERR_OK)
		str_copy(r->epoch, sizeof(r->epoch), centre.epoch);
	return rc;
}

static void
end(struct import_run *r)
{
	store_close(r->st);
	secret_key_free(r->key);
	city_free(r->city);
	str_free(&r->spool);
	str_free(&r->gone);
	str_free(&r->report);
}

static void
add_mistake(struct import_run *r, const struct err *e)
{
	if (e->where[0] != '\0')
		str_addf(&r->report, "%s: ", e->where);
	str_addf(&r->report, "%s\n", e->text);
}

void
import_bad(struct import_run *r, const struct err *e)
{
	r->bad++;
	add_mistake(r, e);
}

void
import_leave_out(struct import_run *r, const struct err *e)
{
	r->left_out++;
	add_mistake(r, e);
}

/* ---- rows ---- */

static void
end_page(struct import_run *r)
{
	if (r->in_page == 0)
		return;
	page_end(&r->page, "import", true, 0, 0);
	str_add_c(&r->spool, '\n');
	r->in_page = 0;
}

static void
enter_page(struct import_run *r)
{
	if (r->in_page == PAGE_ROWS || r->spool.len - r->page_at > PAGE_BYTES)
		end_page(r);
	if (r->in_page++ > 0)
		return;
	r->page_at = r->spool.len;
	page_begin(&r->page, &r->spool, r->epoch);
}

bool
import_put(void *run, const char *kind, const char *code, const char *text)
{
	struct import_run *r = run;
	struct str have = { 0 };
	int64_t rev = 0;
	bool there = store_ref_get(r->st, kind, code, &have, &rev);

	if (there && str_eq(str_c(&have), text)) {
		r->same++;
	} else {
		*(there ? &r->changed : &r->added) += 1;
		enter_page(r);
		page_ref(&r->page, kind, code, 0, text);
	}
	str_free(&have);
	return !r->spool.bad;
}

void
import_del(struct import_run *r, const char *kind, const char *code)
{
	r->removed++;
	str_addf(&r->gone, "%s/%s\n", kind, code);
}

/* Deletions stand after all rows. */
static void
add_gone(struct import_run *r)
{
	const char *at = str_c(&r->gone);
	char id[96];

	end_page(r);
	for (size_t n; *at != '\0'; at += n + 1) {
		n = strcspn(at, "\n");
		snprintf(id, sizeof(id), "%.*s", (int)n, at);
		enter_page(r);
		page_del(&r->page, "ref", id, 0);
	}
	end_page(r);
}

/* ---- to the centre ---- */

static enum err_code
ask(const struct import_run *r, const char *file, struct err *e)
{
	struct admin_import m = { .file = "" };
	struct str body = { 0 }, answer = { 0 };
	enum err_code rc;

	str_copy(m.file, sizeof(m.file), file);
	admin_import_write(&m, &body);
	rc = admin_ask(r->s, "/v1/admin/imports", &body, &answer, e);
	str_free(&body);
	str_free(&answer);
	return rc;
}

static enum err_code
send_spool(struct import_run *r, struct err *e)
{
	char id[ID_SIZE], file[64], path[700];
	enum err_code rc = ERR_OK;

	id_new(id);
	snprintf(file, sizeof(file), "import-%s", id);
	if (r->spool.bad || r->gone.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	if (r->spool.len > LIMIT_SPOOL_BYTES)
		return err_set(e, ERR_LIMIT, "要导入的内容太多, 请分几次导入。");
	if (!fs_join(path, sizeof(path), r->s->data, file))
		return err_set(e, ERR_LIMIT, "数据目录的路径太长: %s", r->s->data);
	rc = fs_write(path, str_c(&r->spool), r->spool.len, 0600, e);
	if (rc == ERR_OK)
		rc = ask(r, file, e);
	unlink(path);
	return rc;
}

static void
say(const struct import_run *r, const char *what)
{
	bool any = r->added + r->changed + r->removed > 0;

	printf("%s: 新增 %lld 条, 修改 %lld 条", what, r->added, r->changed);
	if (r->removed > 0)
		printf(", 删除 %lld 条", r->removed);
	printf(", 未变 %lld 条%s\n", r->same,
	    r->s->dry_run        ? " (试导入, 没有改动)"
	    : any && r->s->draft ? "; 都是草稿, 在知识维护里送审"
	    : any                ? "; 各坐席一两分钟内更新"
				 : "");
}

static enum err_code
finish(struct import_run *r, const char *what, struct err *e)
{
	enum err_code rc = ERR_OK;

	if (r->report.bad)
		return err_set(e, ERR_NO_MEMORY, NULL);
	fprintf(stderr, "%s", str_c(&r->report));
	if (r->bad > 0)
		return err_set(e, ERR_CONFIG, "%d 处错误, 没有导入。", r->bad);
	if (r->left_out > 0 && r->added + r->changed + r->same == 0)
		return err_set(e, ERR_CONFIG, "%d 条都不能收, 没有导入。", r->left_out);
	if (r->added + r->changed + r->same + r->removed == 0)
		return err_set(e, ERR_NOT_FOUND, "%s 里没有可导入的内容。", r->s->from);
	add_gone(r);
	if (!r->s->dry_run && r->added + r->changed + r->removed > 0)
		rc = send_spool(r, e);
	if (rc == ERR_OK)
		say(r, what);
	if (rc == ERR_OK && r->left_out > 0)
		rc = err_set(e, ERR_CONFIG, "有 %d 条没有收, 原因和行号在上面。", r->left_out);
	return rc;
}

int
import_command(const struct settings *s, import_fn *gather, const char *what)
{
	struct import_run r;
	struct err e = { 0 };
	enum err_code rc = begin(s, &r, &e);

	if (rc == ERR_OK)
		rc = gather(&r, s->from, &e);
	if (rc == ERR_OK)
		rc = finish(&r, what, &e);
	end(&r);
	return rc == ERR_OK ? EXIT_DONE : command_fail(&e);
}
