/* hotseatd train categories: learns the weights of the category proposals from the city's closed tickets, and sends them to
 * the seats by the reference feed. Never replaces weights by worse ones: both are measured on the same held-back tickets,
 * and both figures are said. Trains here, in the command, beside a running centre: that only gets the finished rows. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "city/weights.h"
#include "command.h"
#include "import.h"
#include "server/learn/learn.h"

struct training {
	struct import_run *run;
	struct learn_set set;
	long long tickets;
	struct classify_figures old, now; /* on the same texts */
	bool has_old;
	struct str file;
};

static bool
join_row(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	(void)kind;
	(void)rev;
	weights_join_row(arg, code, text);
	return true;
}

/* The weights the seats have now, if there are any that can be read. */
static enum err_code
measure_old(struct training *t, struct err *e)
{
	struct weights_join join = { 0 };
	struct classifier c;
	enum err_code rc = store_ref_kind(t->run->st, WEIGHTS_KIND, join_row, &join, e), got;

	if (rc == ERR_OK) {
		got = weights_join_end(&join, &c, e);
		if (got == ERR_OK) {
			t->has_old = true;
			t->old = c.figures;
			learn_measure(&c, &t->set, &t->old);
		} else if (got == ERR_CORRUPT) {
			printf("现有权重已损坏, 将被替换。\n");
		} else if (got != ERR_NOT_FOUND) {
			rc = got;
		}
	}
	weights_join_free(&join);
	return rc;
}

static void
say(const char *what, const struct classify_figures *f)
{
	printf("%s第 %u 版: 留出 %u 件上准确率 %.1f%%, 宏平均 F1 %.1f%%, 前三命中 %.1f%%\n", what,
	    (unsigned)f->version, (unsigned)f->held, f->right / 1e4, f->macro_f1 / 1e4,
	    f->top3 / 1e4);
}

/* May the new ones go out? Said in any case. */
static bool
may_replace(const struct training *t, bool anyway)
{
	if (t->now.held > 0)
		say("新权重 ", &t->now);
	else
		printf(
		    "新权重 第 %u 版: 还没有可留出检验的办结工单, 只按分类名称、同义词和例句训练\n",
		    (unsigned)t->now.version);
	if (!t->has_old)
		return true;
	if (t->now.held > 0)
		say("现有权重 ", &t->old);
	if (t->now.held > 0 && !learn_is_worse(&t->now, &t->old))
		return true;
	printf(t->now.held > 0 ? "新权重不如现有的" : "没有留出的工单, 无法与现有的比较");
	printf(
	    anyway ? ", 按 --replace 仍然替换。\n" : ", 现有权重保留; 确要替换请加 --replace。\n");
	return anyway;
}

static bool
drop_old(void *arg, const char *kind, const char *code, const char *text, int64_t rev)
{
	struct training *t = arg;
	long long piece;

	(void)text;
	(void)rev;
	if (str_starts(code, WEIGHTS_HEAD "/") &&
	    str_int(code + strlen(WEIGHTS_HEAD "/"), 0, CLASSIFY_MAX_BYTES, &piece) &&
	    (size_t)piece >= weights_pieces(t->file.len))
		import_del(t->run, kind, code);
	return true;
}

static enum err_code
train(struct training *t, struct err *e)
{
	enum err_code rc = learn_city(t->run->st, t->run->city, &t->set, &t->tickets, e);

	if (rc == ERR_OK)
		rc = measure_old(t, e);
	if (rc != ERR_OK)
		return rc;
	printf("学习材料: 办结工单 %lld 件, 分类词句 %zu 条\n", t->tickets, t->set.fixed);
	fflush(stdout);
	t->now = (struct classify_figures){ .version = t->old.version + 1,
		.trained_at = clock_now_ms() };
	return learn_weights(&t->set, &t->now, &t->file, e);
}

static enum err_code
gather(struct import_run *r, const char *from, struct err *e)
{
	struct training t = { .run = r };
	enum err_code rc = train(&t, e);

	(void)from;
	if (rc == ERR_OK && !may_replace(&t, r->s->replace))
		rc = err_set(e, ERR_GUARD, "没有更换分类权重。");
	if (rc == ERR_OK)
		rc = weights_rows_each(&t.file, import_put, r, e);
	if (rc == ERR_OK)
		rc = store_ref_kind(r->st, WEIGHTS_KIND, drop_old, &t, e);
	learn_free(&t.set);
	str_free(&t.file);
	return rc;
}

static int
run(const struct settings *s)
{
	return import_command(s, gather, "分类权重");
}

const struct command cmd_train_categories = {
	.name = "train categories",
	.takes = "data key_file config dry_run replace",
	.must = "",
	.does = "用本市办结工单训练分类建议, 检验后发给各坐席; 不如现有的不替换",
	.run = run,
};
