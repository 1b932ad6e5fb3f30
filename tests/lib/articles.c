/* Articles recombined from those of a city pack: as long and as much alike as real ones, in any number. */
#include "articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "bench.h"
#include "city/article.h"

static bool
keep_made(void *arg, const char *kind, const char *code, const char *text)
{
	struct articles *all = arg;
	struct article *grown = realloc(all->made, (all->n + 1) * sizeof(*grown));
	struct err e = { 0 };

	(void)kind;
	bench_must(grown != NULL, "memory", code);
	all->made = grown;
	article_init(&all->made[all->n]);
	bench_must(
	    article_read(text, strlen(text), &all->made[all->n], &e) == ERR_OK, code, e.text);
	all->n++;
	return true;
}

void
articles_open(struct articles *a, const char *pack)
{
	struct err e = { 0 };

	*a = (struct articles){ 0 };
	bench_must(city_articles_each(pack, keep_made, a, &e) == ERR_OK, pack, e.text);
	bench_must(a->n > 0, pack, "no articles");
}

void
articles_close(struct articles *a)
{
	for (size_t i = 0; i < a->n; i++)
		article_free(&a->made[i]);
	free(a->made);
	*a = (struct articles){ 0 };
}

/* Paragraph ${i} of a text, and the whole of it when there are fewer. */
static void
paragraph(const char *text, int i, struct str *out)
{
	const char *end;

	for (; i > 0 && (end = strstr(text, "\n\n")) != NULL; i--)
		text = end + 2;
	end = strstr(text, "\n\n");
	str_add_n(out, text, end != NULL ? (size_t)(end - text) : strlen(text));
	str_add(out, "\n\n");
}

void
articles_mix(const struct articles *from, int i, unsigned *seed, articles_fn *fn, void *arg)
{
	const struct article *p[4];
	struct str title = { 0 }, keywords = { 0 }, body = { 0 };
	struct article a;
	size_t half;

	for (int k = 0; k < 4; k++)
		p[k] = &from->made[(size_t)rand_r(seed) % from->n];
	a = *p[0];
	half = utf8_count(p[1]->title) / 2;
	str_add_n(&title, p[0]->title, utf8_head(p[0]->title, 12));
	str_add(&title, p[1]->title + utf8_head(p[1]->title, half));
	str_addf(&keywords, "%s, ", p[0]->keywords);
	str_add_n(&keywords, p[2]->keywords, strcspn(p[2]->keywords, ","));
	for (int k = 0; k < 4; k++)
		paragraph(p[k]->body, rand_r(seed) % 5, &body);
	bench_must(!title.bad && !keywords.bad && !body.bad, "memory", "");
	body.s[body.len - 2] = '\0';
	snprintf(a.kb_no, sizeof(a.kb_no), "B%05d", i);
	a.title = title.s;
	a.keywords = keywords.s;
	a.question = p[1]->question;
	a.answer = p[2]->answer;
	a.body = body.s;
	a.n_limits = 0;
	fn(arg, &a);
	str_free(&title);
	str_free(&keywords);
	str_free(&body);
}
