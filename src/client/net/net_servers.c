/* The ordered list of centres. Pure: what is tried next depends on the order, on what failed and on the time handed in.
 * A server that failed is left alone for a while and then preferred again, so that a seat finds its way home without
 * anybody telling it. */
#include "client/net/net.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#define DOWN_MS     30000
#define DOWN_MAX_MS 300000

static bool
is_loopback(const char *host, size_t n)
{
	char name[64];
	struct in_addr a;
	if (n == 0 || n >= sizeof name)
		return false;
	memcpy(name, host, n);
	name[n] = '\0';
	if (strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, name, &a) == 1 && (ntohl(a.s_addr) >> 24) == 127;
}

/* Host and port of "host[:port][/prefix]": their lengths, or false. */
static bool
split_host(const char *rest, size_t *host)
{
	size_t authority = strcspn(rest, "/");
	const char *end = rest[0] == '[' ? memchr(rest, ']', authority) : NULL;
	*host = end ? (size_t)(end - rest) + 1 : strcspn(rest, ":/");
	if (*host == 0 || *host > authority)
		return false;
	if (*host == authority)
		return true;
	char port[8];
	long long number;
	size_t n = authority - *host - 1;
	if (rest[*host] != ':' || n == 0 || n >= sizeof port)
		return false;
	memcpy(port, rest + *host + 1, n);
	port[n] = '\0';
	return str_int(port, 1, 65535, &number);
}

static enum err_code
parse_url(struct net_server *s, struct err *e)
{
	size_t host = 0, len = strlen(s->text);
	bool tls = strncasecmp(s->text, "https://", 8) == 0;
	if (!tls && strncasecmp(s->text, "http://", 7) != 0)
		return err_set(e, ERR_CONFIG,
		    "中心地址有误: %s (应为 unix:路径 或 https://主机[:端口])", s->text);
	for (size_t i = 0; i < len; i++)
		if (s->text[i] <= 0x20 || s->text[i] >= 0x7f ||
		    strchr("@?#\\\"<>^`{|}%", s->text[i]))
			return err_set(
			    e, ERR_CONFIG, "中心地址有误: %s (含有不允许的字符)", s->text);
	const char *rest = s->text + (tls ? 8 : 7);
	if (!split_host(rest, &host))
		return err_set(e, ERR_CONFIG, "中心地址有误: %s (主机或端口不对)", s->text);
	s->loopback = is_loopback(rest, host);
	if (!tls && !s->loopback)
		return err_set(
		    e, ERR_CONFIG, "中心地址 %s 未加密: 请用 https, 明文 http 只允许本机", s->text);
	str_copy(s->base, sizeof s->base, s->text);
	while (len > 0 && s->base[len - 1] == '/')
		s->base[--len] = '\0';
	return ERR_OK;
}

static enum err_code
parse_one(const char *p, size_t n, struct net_server *s, struct err *e)
{
	*s = (struct net_server){ 0 };
	if (n == 0)
		return err_set(e, ERR_CONFIG, "中心地址为空");
	if (n >= sizeof s->text)
		return err_set(
		    e, ERR_CONFIG, "中心地址过长: 不得超过 %zu 字节", sizeof s->text - 1);
	memcpy(s->text, p, n);
	if (!str_starts(s->text, "unix:"))
		return parse_url(s, e);
	const char *path = s->text + 5;
	if (path[0] == '\0')
		return err_set(e, ERR_CONFIG, "中心地址有误: unix: 后面要写套接字路径");
	if (strlen(path) > LIMIT_SOCKET_PATH)
		return err_set(
		    e, ERR_CONFIG, "套接字路径过长: 不得超过 %d 字节", LIMIT_SOCKET_PATH);
	str_copy(s->unix_path, sizeof s->unix_path, path);
	str_copy(s->base, sizeof s->base, "http://localhost");
	s->loopback = true;
	return ERR_OK;
}

enum err_code
net_servers_parse(const char *list, struct net_servers *out, struct err *e)
{
	*out = (struct net_servers){ 0 };
	for (const char *p = list; p;) {
		size_t n = strcspn(p, ",");
		const char *next = p[n] ? p + n + 1 : NULL;
		while (n > 0 && p[0] == ' ')
			p++, n--;
		while (n > 0 && p[n - 1] == ' ')
			n--;
		if (out->n == NET_SERVERS)
			return err_set(e, ERR_CONFIG, "中心地址过多: 最多 %d 个", NET_SERVERS);
		enum err_code rc = parse_one(p, n, &out->at[out->n], e);
		if (rc != ERR_OK)
			return rc;
		out->n++;
		p = next;
	}
	return ERR_OK;
}

size_t
net_servers_pick(const struct net_servers *s, unsigned tried, int64_t now)
{
	size_t best = s->n;
	for (size_t i = 0; i < s->n; i++) {
		if (tried & (1U << i))
			continue;
		if (s->at[i].down_until <= now)
			return i;
		if (best == s->n || s->at[i].down_until < s->at[best].down_until)
			best = i;
	}
	return best;
}

void
net_servers_failed(struct net_servers *s, size_t i, int64_t now)
{
	struct net_server *at = &s->at[i];
	int64_t ms = DOWN_MS;
	if (at->down_until > now)
		return;
	for (int k = 0; k < at->failures && ms < DOWN_MAX_MS; k++)
		ms *= 2;
	at->failures++;
	at->down_until = now + (ms < DOWN_MAX_MS ? ms : DOWN_MAX_MS);
}

void
net_servers_worked(struct net_servers *s, size_t i)
{
	s->at[i].failures = 0;
	s->at[i].down_until = 0;
}
