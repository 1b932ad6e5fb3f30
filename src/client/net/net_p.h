#ifndef CLIENT_NET_NET_P_H
#define CLIENT_NET_NET_P_H

#include <curl/curl.h>

#include "client/net/net.h"

/* One request under way: what was asked, kept so that it can go to the next server, and what has come. */
struct transfer {
	struct transfer *next, *prev;
	struct net *net;
	uint64_t id;
	net_done *done;
	void *arg;

	char *method, *path, *body;
	size_t body_bytes, max_bytes;
	int total_ms, wait_ms;
	struct curl_slist *headers;

	CURL *easy;
	unsigned tried; /* servers, by bit */
	bool too_big, out_of_memory;
	bool head_whole; /* the empty line after the answer's head has come */
	struct net_answer answer;
};

struct net {
	CURLM *multi;
	struct net_servers servers;
	char *ca_file, *agent;
	int connect_ms;
	bool zstd; /* libcurl was built with it */
	bool cut;  /* nobody is reached, on purpose */
	uint64_t last_id;
	struct transfer *first;
	size_t busy;
};

/* transfer.c */
enum err_code
transfer_new(struct net *n, const struct net_request *r, struct transfer **out, struct err *e);
void transfer_free(struct transfer *t);
/** transfer_start(t, server): add to the multi handle; false without memory. */
bool transfer_start(struct transfer *t, size_t server);
/** transfer_judge(t, code): fill in the answer from how libcurl ended. */
void transfer_judge(struct transfer *t, CURLcode code);
/** transfer_lose(t): likewise, of one that is not to go on: the line was cut. */
void transfer_lose(struct transfer *t);

#endif
