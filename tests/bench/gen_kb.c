/* gen_kb ROOT N: N articles, recombined from the sample city's, into the private centre of ROOT/centre. The centre must not
 * be running. Prints "articles<TAB>N". */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/articles.h"
#include "../lib/bench.h"
#include "../lib/daemon.h"
#include "base/clock.h"
#include "city/article.h"
#include "server/core/article.h"
#include "server/core/setup.h"

struct pouring {
	struct core c;
	struct core_pour pour;
};

static void
random_bytes(void *arg, void *out, size_t n)
{
	(void)arg;
	secret_random(out, n);
}

static void
pour(void *arg, const struct article *a)
{
	struct pouring *p = arg;
	struct str text = { 0 };
	struct err e = { 0 };

	article_write(a, &text);
	bench_must(!text.bad && core_article_pour(&p->c, &p->pour, a->kb_no, text.s, &e) == ERR_OK,
	    a->kb_no, e.text);
	str_free(&text);
}

int
main(int argc, char **argv)
{
	struct daemon d = { .is_private = true };
	struct pouring p = { .c = { .is_private = true, .random = random_bytes } };
	uint8_t key[SECRET_KEY_BYTES];
	struct store_args args = { .dir = d.data, .writer = true, .key = key };
	struct articles made;
	char share[512], pack[600];
	unsigned seed = 1;
	int n = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	struct err e = { 0 };

	bench_must(n > 0 && secret_init(&e) == ERR_OK, "usage: gen_kb ROOT ARTICLES", NULL);
	tmpdir_path(argv[1], "centre", d.data);
	tmpdir_path(argv[1], "centre/key", d.key);
	daemon_key(&d, key);
	daemon_share("", share);
	snprintf(pack, sizeof(pack), "%s/conf/city/yunjiang", share);
	articles_open(&made, pack);
	bench_must(store_open(&args, &p.c.store, &e) == ERR_OK, d.data, e.text);
	bench_must(core_begin(&p.c, clock_now_ms(), &e) == ERR_OK, "begin", e.text);
	for (int i = 0; i < n; i++)
		articles_mix(&made, i, &seed, pour, &p);
	bench_must(core_commit(&p.c, &e) == ERR_OK, "commit", e.text);
	store_close(p.c.store);
	articles_close(&made);
	printf("articles\t%d\n", n);
	return 0;
}
