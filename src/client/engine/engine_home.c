/* Where the centre of a seat's data is: the addresses under which somebody last signed in, in a small file beside the data, so
 * that a command, or the seat, finds its centre without being told each time. The seat of a private centre has none. */
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "engine_p.h"

#define HOME_FILE  "server"
#define HOME_BYTES 4096

static bool
there_is(const char *dir, const char *name)
{
	char path[1100];

	return fs_join(path, sizeof(path), dir, name) && fs_exists(path);
}

/* A path as it is from anywhere. */
static void
add_server(struct str *out, const char *text)
{
	char here[1024];

	str_add(out, out->len > 0 ? "," : "");
	if (str_starts(text, "unix:") && text[5] != '/' && getcwd(here, sizeof(here)) != NULL)
		str_addf(out, "unix:%s/%s", here, text + 5);
	else
		str_add(out, text);
}

void
engine_home_keep(struct engine *g)
{
	const struct net_servers *list = net_list(g->net);
	struct str now = { 0 }, was = { 0 };
	char path[1100];
	struct err e = { 0 };

	if (g->is_private || !fs_join(path, sizeof(path), g->dir, HOME_FILE))
		return;
	for (size_t i = 0; i < list->n; i++)
		add_server(&now, list->at[i].text);
	if (!now.bad &&
	    (fs_read(path, HOME_BYTES, &was, NULL) != ERR_OK ||
		strcmp(str_c(&was), str_c(&now)) != 0) &&
	    fs_write(path, str_c(&now), now.len, 0600, &e) != ERR_OK)
		log_warn("the centre's address is not kept: %s", e.text);
	str_free(&now);
	str_free(&was);
}

enum err_code
engine_home(const char *dir, char *servers, size_t size, struct err *e)
{
	struct str text = { 0 };
	char path[1100];
	bool fits;

	servers[0] = '\0';
	if (there_is(dir, ENGINE_KEY_FILE))
		return ERR_OK;
	fits = fs_join(path, sizeof(path), dir, HOME_FILE) &&
	       fs_read(path, HOME_BYTES, &text, NULL) == ERR_OK && text.len > 0 &&
	       str_copy(servers, size, str_c(&text));
	str_free(&text);
	return fits || !there_is(dir, CACHE_FILE) ? ERR_OK
						  : err_set(e, ERR_CONFIG,
							"%s 里是连中心的坐席的数据, 请用 --server "
							"写明中心的地址, 或写进配置文件。",
							dir);
}
