/* The table of telephone providers and the door to them. What a provider does is its own file; "none" is the provider of
 * a seat without telephone: nothing rings and every command is refused in words, ticket entry goes on. */
#include "client/phone/phone.h"

#include <stdlib.h>
#include <string.h>

#include "phone_guard_p.h"
#include "phone_p.h"

static enum err_code
none_open(struct phone *p, const char *config, int64_t now, struct err *e)
{
	(void)p;
	(void)config;
	(void)now;
	(void)e;
	return ERR_OK;
}

static int
none_fds(struct phone *p, struct pollfd *fds, int max)
{
	(void)p;
	(void)fds;
	(void)max;
	return 0;
}

static int
none_timeout(struct phone *p, int64_t now)
{
	(void)p;
	(void)now;
	return -1;
}

static void
none_service(struct phone *p, int64_t now)
{
	(void)p;
	(void)now;
}

static enum err_code
none_command(struct phone *p, enum phone_command c, const char *call, const char *arg, int64_t now,
    struct err *e)
{
	(void)p;
	(void)c;
	(void)call;
	(void)arg;
	(void)now;
	return err_set(e, ERR_STATE, "本机没有接电话设备, 请用话机操作, 来电号码手工填写。");
}

static enum err_code
none_agent(struct phone *p, enum agent_state state, int reason, int64_t now, struct err *e)
{
	struct phone_event ev = {
		.kind = PHONE_AGENT_STATE, .agent = state, .queue = -1, .at = now
	};

	(void)reason;
	(void)e;
	p->emit(p->arg,
	    &ev); /* kept for the status line and the record; there is nobody else to tell */
	return ERR_OK;
}

static void
none_close(struct phone *p)
{
	(void)p;
}

static const struct phone_ops none = {
	.name = "none",
	.caps = PHONE_CAP_AGENT,
	.open = none_open,
	.fds = none_fds,
	.timeout_ms = none_timeout,
	.service = none_service,
	.command = none_command,
	.agent = none_agent,
	.close = none_close,
};

static const struct phone_ops *const providers[] = { &none, &phone_sim };

static const struct phone_ops *
provider(const char *config, const char **rest)
{
	size_t n = strcspn(config, ":");

	*rest = config[n] == ':' ? config + n + 1 : "";
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (strlen(providers[i]->name) == n && strncmp(providers[i]->name, config, n) == 0)
			return providers[i];
	return NULL;
}

enum err_code
phone_open(const char *config, void (*emit)(void *, const struct phone_event *), void *arg,
    int64_t now, struct phone **out, struct err *e)
{
	const char *rest;
	const struct phone_ops *ops = provider(config, &rest);
	struct phone *p;

	*out = NULL;
	if (ops == NULL)
		return err_set(e, ERR_CONFIG, "没有名为 %s 的电话接口, 可用: none, sim。", config);
	p = calloc(1, sizeof(*p));
	if (p == NULL || (p->state = calloc(1, ops->state_size + 1)) == NULL) {
		free(p);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	p->ops = ops;
	if (!phone_guard_new(p, emit, arg)) {
		free(p->state);
		free(p);
		return err_set(e, ERR_NO_MEMORY, NULL);
	}
	if (ops->open(p, rest, now, e) != ERR_OK) {
		enum err_code code = e != NULL ? e->code : ERR_CONFIG;
		phone_close(p);
		return code;
	}
	p->emit(p->arg, &(struct phone_event){
			    .kind = PHONE_LINK_UP, .caps = ops->caps, .queue = -1, .at = now });
	*out = p;
	return ERR_OK;
}

void
phone_close(struct phone *p)
{
	if (p == NULL)
		return;
	p->ops->close(p);
	phone_guard_free(p);
	free(p->state);
	free(p);
}
