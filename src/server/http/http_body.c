/* Answer bodies: immutable bytes with a count, so that one page can be queued on thousands of connections. Each coding
 * is made at most once, by the first I/O thread that needs it. Nothing under 1 KB is compressed: the frame would cost
 * more than it saves. */
#include "http_p.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define PLAIN_BELOW 1024
#define ZSTD_LEVEL  3
#define GZIP_LEVEL  5

struct coded {
	char *p;
	size_t n;
	bool tried;
};

struct http_body {
	atomic_uint refs;
	pthread_mutex_t lock; /* guards coded[] while it is being made */
	struct coded coded[BODY_CODINGS];
};

struct http_body *
http_body_take(char *p, size_t n)
{
	struct http_body *b = p || n == 0 ? calloc(1, sizeof *b) : NULL;
	if (!b) {
		free(p);
		return NULL;
	}
	atomic_init(&b->refs, 1);
	pthread_mutex_init(&b->lock, NULL);
	b->coded[BODY_PLAIN] = (struct coded){ p, n, true };
	return b;
}

struct http_body *
http_body_copy(const char *p, size_t n)
{
	return http_body_take(str_dup_n(n ? p : "", n), n);
}

struct http_body *
http_body_ref(struct http_body *b)
{
	atomic_fetch_add(&b->refs, 1);
	return b;
}

void
http_body_unref(struct http_body *b)
{
	if (!b || atomic_fetch_sub(&b->refs, 1) != 1)
		return;
	for (int i = 0; i < BODY_CODINGS; i++)
		free(b->coded[i].p);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

static size_t
gzip_bytes(const char *p, size_t n, char *out, size_t max)
{
	z_stream z = { 0 };
	if (deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	union {
		const char *in;
		Bytef *out;
	} bytes = { p }; /* zlib only reads it */
	z.next_in = bytes.out;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)max;
	size_t got = deflate(&z, Z_FINISH) == Z_STREAM_END ? z.total_out : 0;
	deflateEnd(&z);
	return got;
}

/* The output buffer is one byte short of the input: what does not shrink is not worth a coding. */
static void
make(struct coded *c, enum body_coding coding, const struct coded *plain)
{
	c->tried = true;
	if (plain->n > UINT32_MAX)
		return;
	char *out = malloc(plain->n - 1);
	if (!out)
		return;
	size_t got = 0;
	if (coding == BODY_ZSTD) {
		got = ZSTD_compress(out, plain->n - 1, plain->p, plain->n, ZSTD_LEVEL);
		if (ZSTD_isError(got))
			got = 0;
	} else {
		got = gzip_bytes(plain->p, plain->n, out, plain->n - 1);
	}
	char *fit = got ? realloc(out, got) : NULL;
	if (got) {
		c->p = fit ? fit : out;
		c->n = got;
	} else {
		free(out);
	}
}

const char *
http_body_bytes(struct http_body *b, enum body_coding want, enum body_coding *coding, size_t *n)
{
	struct coded *plain = &b->coded[BODY_PLAIN], *c = plain;
	*coding = BODY_PLAIN;
	if (want != BODY_PLAIN && plain->n >= PLAIN_BELOW) {
		pthread_mutex_lock(&b->lock);
		if (!b->coded[want].tried)
			make(&b->coded[want], want, plain);
		pthread_mutex_unlock(&b->lock);
		if (b->coded[want].p) {
			c = &b->coded[want];
			*coding = want;
		}
	}
	*n = c->n;
	return c->p ? c->p : "";
}
