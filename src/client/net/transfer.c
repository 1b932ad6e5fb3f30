/* One transfer: a checked request turned into a libcurl handle, and libcurl's verdict turned into an outcome.
 *
 * The verdict that matters is whether a byte of the request has left: until then it is NET_REFUSED and harmless to
 * repeat elsewhere; after that, without a whole answer, it is NET_UNKNOWN. */
#include "net_p.h"

#include <stdlib.h>
#include <string.h>

#define LOW_SPEED_BYTES 500
#define LOW_SPEED_S     20
#define KEPT_S \
	30 /* a kept connection older than this is not used again: the centre drops it at 65 s */

static bool
is_clean(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static enum err_code
check(const struct net_request *r, struct err *e)
{
	size_t letters = strspn(r->method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (letters == 0 || r->method[letters] != '\0')
		return err_set(e, ERR_INVALID, "请求方法不合规范");
	if (r->path[0] != '/')
		return err_set(e, ERR_INVALID, "请求路径要以 / 开头");
	for (const char *p = r->path; *p; p++)
		if (*p <= 0x20 || *p >= 0x7f || *p == '#')
			return err_set(e, ERR_INVALID, "请求路径中有未编码的字符");
	if (r->body_bytes > LIMIT_BODY_BYTES)
		return err_set(e, ERR_LIMIT, "请求内容过大: 不得超过 %d 字节", LIMIT_BODY_BYTES);
	for (size_t i = 0; i < r->header_count; i++)
		if (!strchr(r->headers[i], ':') || !is_clean(r->headers[i]))
			return err_set(e, ERR_INVALID, "请求头中有控制字符");
	return r->type && !is_clean(r->type) ? err_set(e, ERR_INVALID, "内容类型不合规范") : ERR_OK;
}

static bool
add_header(struct transfer *t, const char *line)
{
	struct curl_slist *more = curl_slist_append(t->headers, line);
	if (more)
		t->headers = more;
	return more != NULL;
}

static bool
copy_headers(struct transfer *t, const struct net_request *r)
{
	bool ok =
	    add_header(t, "Expect:"); /* the centre's limits are known: do not wait for its leave */
	for (size_t i = 0; i < r->header_count; i++)
		ok = ok && add_header(t, r->headers[i]);
	if (r->body) {
		struct str type = { 0 };
		str_addf(&type, "Content-Type: %s", r->type ? r->type : "application/json");
		ok = ok && !type.bad && add_header(t, type.s);
		str_free(&type);
	}
	return ok;
}

enum err_code
transfer_new(struct net *n, const struct net_request *r, struct transfer **out, struct err *e)
{
	enum err_code rc = check(r, e);
	if (rc != ERR_OK)
		return rc;
	struct transfer *t = calloc(1, sizeof *t);
	if (!t)
		return err_set(e, ERR_NO_MEMORY, NULL);
	t->net = n;
	t->method = str_dup(r->method);
	t->path = str_dup(r->path);
	t->body = r->body ? str_dup_n(r->body, r->body_bytes) : NULL;
	t->body_bytes = r->body_bytes;
	t->max_bytes = r->max_bytes ? r->max_bytes : 2 * (size_t)LIMIT_PAGE_BYTES;
	t->total_ms = r->total_ms ? r->total_ms : 30000;
	t->wait_ms = r->wait_ms;
	t->easy = curl_easy_init();
	if (!t->method || !t->path || (r->body && !t->body) || !t->easy || !copy_headers(t, r)) {
		transfer_free(t);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	*out = t;
	return ERR_OK;
}

void
transfer_free(struct transfer *t)
{
	if (t->easy)
		curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	net_answer_free(&t->answer);
	free(t->method);
	free(t->path);
	free(t->body);
	free(t);
}

static size_t
receive(char *p, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	if (t->answer.body.len + one * n > t->max_bytes) {
		t->too_big = true;
		return 0;
	}
	str_add_n(&t->answer.body, p, one * n);
	t->out_of_memory = t->answer.body.bad;
	return t->out_of_memory ? 0 : one * n;
}

static size_t
head_line(char *p, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	t->head_whole = one * n == 2 && p[0] == '\r' && p[1] == '\n';
	return one * n;
}

static void
set_method(struct transfer *t)
{
	CURL *c = t->easy;
	bool post = strcmp(t->method, "POST") == 0;
	if (t->body || post) {
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, t->body ? t->body : "");
		curl_easy_setopt(
		    c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)(t->body ? t->body_bytes : 0));
	}
	if (strcmp(t->method, "HEAD") == 0)
		curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	else if (!post && strcmp(t->method, "GET") != 0)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, t->method);
}

static void
set_patience(struct transfer *t)
{
	CURL *c = t->easy;
	long wait_s = (t->wait_ms + 999) / 1000;
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)t->net->connect_ms);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)t->total_ms + t->wait_ms);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
	curl_easy_setopt(
	    c, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S + wait_s); /* a parked request is silent */
	curl_easy_setopt(c, CURLOPT_MAXAGE_CONN, (long)KEPT_S);
	curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
}

bool
transfer_start(struct transfer *t, size_t server)
{
	const struct net_server *s = &t->net->servers.at[server];
	CURL *c = t->easy;
	struct str url = { 0 };
	str_reset(&t->answer.body);
	t->tried |= 1U << server;
	t->head_whole = false;
	t->answer.server = server;
	curl_easy_reset(c);
	str_addf(&url, "%s%s", s->base, t->path);
	bool ok = !url.bad && curl_easy_setopt(c, CURLOPT_URL, url.s) == CURLE_OK;
	str_free(&url);
	if (s->unix_path[0])
		ok = ok && curl_easy_setopt(c, CURLOPT_UNIX_SOCKET_PATH, s->unix_path) == CURLE_OK;
	if (s->loopback)
		curl_easy_setopt(c, CURLOPT_PROXY, ""); /* whatever the environment says */
	set_method(t);
	set_patience(t);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, head_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, t->net->zstd ? "zstd, gzip" : "gzip");
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	/* Verification of peer and host, and not following redirects, are libcurl's defaults and stay. */
	if (t->net->ca_file)
		ok = ok && curl_easy_setopt(c, CURLOPT_CAINFO, t->net->ca_file) == CURLE_OK;
	if (t->net->agent)
		curl_easy_setopt(c, CURLOPT_USERAGENT, t->net->agent);
	return ok && curl_multi_add_handle(t->net->multi, c) == CURLM_OK;
}

static void
copy_header(CURL *c, const char *name, char *out, size_t size)
{
	struct curl_header *h;
	out[0] = '\0';
	/* One that does not fit is as good as none: half an ETag would be a wrong one. */
	if (curl_easy_header(c, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK &&
	    strlen(h->value) < size)
		memcpy(out, h->value, strlen(h->value) + 1);
}

static bool
has_header(CURL *c, const char *name)
{
	struct curl_header *h;
	return curl_easy_header(c, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK;
}

/* libcurl takes a head that was cut off in the middle for a whole answer, and one that says nothing of its length for
 * whole wherever it ends: both may be torn. */
static bool
is_whole(struct transfer *t, long status)
{
	if (!t->head_whole || status < 200)
		return false;
	return status == 204 || status == 304 || strcmp(t->method, "HEAD") == 0 ||
	       has_header(t->easy, "Content-Length") || has_header(t->easy, "Transfer-Encoding");
}

static const char *
reason(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return "查不到这个主机名";
	case CURLE_COULDNT_CONNECT:
		return "没有应答";
	case CURLE_OPERATION_TIMEDOUT:
		return "等待超时";
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return "证书验证不通过";
	case CURLE_SSL_CONNECT_ERROR:
		return "加密连接建立失败";
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return "连接中断";
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return "对方的应答无法识别";
	default:
		return curl_easy_strerror(code);
	}
}

void
transfer_judge(struct transfer *t, CURLcode code)
{
	struct net_answer *a = &t->answer;
	const char *name = t->net->servers.at[a->server].text;
	long status = 0, sent = 0;
	char wait[16];
	long long seconds;
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
	err_clear(&a->err);
	if (code == CURLE_OK && is_whole(t, status)) {
		a->outcome = NET_ANSWER;
		a->status = (int)status;
		copy_header(t->easy, "Content-Type", a->type, sizeof a->type);
		copy_header(t->easy, "ETag", a->etag, sizeof a->etag);
		copy_header(t->easy, "Retry-After", wait, sizeof wait);
		a->retry_after_s = str_int(wait, 0, 86400, &seconds) ? (int)seconds : 0;
		return;
	}
	/* Half an answer is none: nobody may act on it. */
	str_free(&a->body);
	if (code == CURLE_OK)
		code = CURLE_PARTIAL_FILE;
	a->outcome = sent > 0 ? NET_UNKNOWN : NET_REFUSED;
	if (t->too_big)
		err_set(&a->err, ERR_LIMIT, "中心 %s 的应答超过 %zu 字节", name, t->max_bytes);
	else if (t->out_of_memory)
		err_set(&a->err, ERR_NO_MEMORY, NULL);
	else
		err_sys(&a->err, code == CURLE_OPERATION_TIMEDOUT ? ERR_TIMEOUT : ERR_NETWORK,
		    (int)code, "连不上中心 %s: %s", name, reason(code));
}

void
transfer_lose(struct transfer *t)
{
	struct net_answer *a = &t->answer;
	long sent = 0;

	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
	str_free(&a->body);
	a->outcome = sent > 0 ? NET_UNKNOWN : NET_REFUSED;
	err_set(
	    &a->err, ERR_NETWORK, "连不上中心 %s: 线路断开", t->net->servers.at[a->server].text);
}
