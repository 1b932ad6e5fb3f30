/* hotseat: options, the private centre, the engine, the terminal, and the loop; or one command of the command line. */
#include <errno.h>
#include <ftw.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/secret.h"
#include "client/cmd/cmd.h"

#define VERSION       "0.1"
#define MMAP_BYTES    65536
#define SERVERS_MAX   8
#define DEMO_PATIENCE 30 /* sentences' time a caller lets it ring */
#define DEMO_ABANDON  8  /* percent of callers who give up in the queue */
#define DEMO_QUEUE    9  /* sentences' time between two who come to wait */
#define DEMO_ACW      20 /* sentences' time for after-call work */

/* Everything main makes and must take down again, in the order it was made. */
struct program {
	struct settings settings;
	struct app app;
	struct private_centre centre;
	char share[512];
	char servers_text[1024];
	const char *servers[SERVERS_MAX];
	int n_servers;
	char throw_away[512]; /* demo's directory, removed at the end */
	bool private_used;
};

static struct app *signalled; /* for the signal handler only */

static void
on_signal(int n)
{
	(void)n;
	if (signalled != NULL)
		signalled->quit = true; /* the loop ends, the terminal is given back */
}

/* Held back everywhere but where the loop waits (ppoll): one that comes while the screen is drawn is not lost, and none
 * ends up on the engine's thread. Before any thread is made. */
static void
take_signals(struct app *a)
{
	static const int wanted[] = { SIGTERM, SIGHUP, SIGINT };
	struct sigaction on = { .sa_handler = on_signal };
	sigset_t set;

	signalled = a;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		sigaddset(&set, wanted[i]);
		sigaction(wanted[i], &on, NULL);
	}
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static int
fail(const struct err *e)
{
	fprintf(stderr, "hotseat: %s%s%s\n", e->where, e->where[0] != '\0' ? ": " : "", e->text);
	return e->code == ERR_CONFIG || e->code == ERR_TERMINAL ? 2 : 1;
}

static const char classroom_help[] =
    "\n培训课堂(数据用完即弃, 不连任何中心):\n"
    "  一个人练  hotseat --demo --trainee 姓名              进去按 Ctrl-P 输 培训\n"
    "  教员带班  hotseat --demo --class 一班                课堂屏上 F10 发题, 按两次 F1 "
    "是教员指南\n"
    "  学员加入  hotseat --demo --join 一班 --trainee 姓名  教员开课之前、之后都行\n"
    "  写案例    照 conf/scenarios/README.md 写, 用 hotseat check-scenario 文件 检查\n";

static void
print_help(void)
{
	struct str text = { 0 };

	str_add(&text, "hotseat " VERSION
		       ": 12345 政务服务便民热线坐席\n\n用法: hotseat [选项] [命令]\n\n选项:\n");
	settings_help(&text);
	str_add(&text, "\n命令:\n");
	cmd_help(&text);
	str_add(&text, classroom_help);
	fputs(str_c(&text), stdout);
	str_free(&text);
}

static bool
help_of_command(int argc, char **argv)
{
	struct str text = { 0 };
	bool asked = cmd_help_of(argc, argv, &text);

	fputs(str_c(&text), stdout);
	str_free(&text);
	return asked;
}

/* ---- where things are ---- */

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static enum err_code
data_dir(struct program *p, struct err *e)
{
	const char *run = getenv("XDG_RUNTIME_DIR"), *tmp = getenv("TMPDIR");

	if (!p->settings.demo)
		return fs_data_dir(p->settings.data, "hotseat", p->app.dir, sizeof(p->app.dir), e);
	snprintf(p->throw_away, sizeof(p->throw_away), "%s/hotseat-demo-XXXXXX",
	    run != NULL && access(run, W_OK) == 0 ? run
	    : tmp != NULL                         ? tmp
						  : "/tmp");
	if (mkdtemp(p->throw_away) == NULL) {
		p->throw_away[0] = '\0';
		return err_sys(e, ERR_IO, errno, "演示用的临时目录建不起来。");
	}
	str_copy(p->app.dir, sizeof(p->app.dir), p->throw_away);
	return ERR_OK;
}

static enum err_code
split_servers(struct program *p, struct err *e)
{
	char *at = p->servers_text, *comma;

	while (at != NULL && *at != '\0') {
		comma = strchr(at, ',');
		if (comma != NULL)
			*comma = '\0';
		if (p->n_servers == SERVERS_MAX)
			return err_set(e, ERR_CONFIG, "--server 最多 %d 个地址。", SERVERS_MAX);
		p->servers[p->n_servers++] = at;
		at = comma != NULL ? comma + 1 : NULL;
	}
	return p->n_servers > 0 ? ERR_OK : err_set(e, ERR_CONFIG, "--server 没有地址。");
}

/* As it is set, else the one that the data belong to, else a private one. */
static enum err_code
find_centre(struct program *p, struct err *e)
{
	str_copy(p->servers_text, sizeof(p->servers_text), p->settings.server);
	if (p->servers_text[0] == '\0' && !p->settings.demo &&
	    engine_home(p->app.dir, p->servers_text, sizeof(p->servers_text), e) != ERR_OK)
		return e->code;
	p->private_used = p->servers_text[0] == '\0';
	if (!p->private_used)
		return split_servers(p, e);
	if (private_prepare(p->app.dir, p->share, &p->centre, e) != ERR_OK)
		return e->code;
	p->servers[p->n_servers++] = p->centre.socket;
	return private_start(&p->centre, e);
}

static void
phone_config(struct program *p)
{
	struct settings *s = &p->settings;

	if (!s->demo)
		return;
	if (s->acw > DEMO_ACW * s->gap) /* its callers live by the gap, so does who answers them */
		s->acw = DEMO_ACW * s->gap;
	if (s->calls[0] == '\0')
		snprintf(
		    s->calls, sizeof(s->calls), "%.400s/conf/city/yunjiang/calls.tsv", p->share);
	snprintf(s->phone, sizeof(s->phone),
	    "sim:calls=%s,pace=%lld,legs=%lld,seed=%lld,patience=%d,abandon=%d,queue=%d", s->calls,
	    s->gap, s->gap * 1000 / s->pace, s->seed, DEMO_PATIENCE, DEMO_ABANDON, DEMO_QUEUE);
}

/* ---- the screen ---- */

static enum err_code
load_looks(struct program *p, struct err *e)
{
	char path[1200], name[64];

	theme_default(&p->app.theme);
	keymap_default(&p->app.keymap);
	snprintf(name, sizeof(name), "themes/%.40s.conf", p->settings.theme);
	if (!fs_join(path, sizeof(path), p->share, name) || !fs_exists(path))
		return err_set(
		    e, ERR_CONFIG, "没有配色 %s: 看 themes/ 里有哪些。", p->settings.theme);
	if (theme_load(path, &p->app.theme, e) != ERR_OK ||
	    !fs_join(path, sizeof(path), p->share, "conf/keys.conf"))
		return e->code;
	return keymap_load(path, &p->app.keymap, e);
}

/* ---- what is only printed ---- */

/* As a conf/keys.conf: what differs can be copied from it. */
static int
show_keys(struct program *p)
{
	struct str text = { 0 };
	struct err e = { 0 };

	if (fs_share(p->settings.share, p->share, sizeof(p->share), &e) != ERR_OK ||
	    load_looks(p, &e) != ERR_OK)
		return fail(&e);
	keymap_show(&p->app.keymap, &text);
	fputs(str_c(&text), stdout);
	str_free(&text);
	return 0;
}

static int
answer_question(int say, struct program *p)
{
	struct str text = { 0 };

	switch (say) {
	case 'h':
		print_help();
		break;
	case 'v':
		printf("hotseat " VERSION "\n");
		break;
	case 'k':
		return show_keys(p);
	default:
		options_show(settings_table, settings_count, &p->settings, &text);
		fputs(str_c(&text), stdout);
		str_free(&text);
	}
	return 0;
}

/* ---- the first screen ---- */

static void
first_screen(struct program *p)
{
	struct app *a = &p->app;

	if (!p->private_used) {
		app_open(a, view_by_name("login"), NULL);
		return;
	}
	app_home(a);
	app_sign_in(a);
}

static void
prepare_desk(struct program *p)
{
	struct app *a = &p->app;

	a->settings = &p->settings;
	a->centre = p->private_used ? &p->centre : NULL;
	a->desk = (struct desk){ .app = a,
		.job = app_job,
		.begin = app_begin,
		.edit = app_edit,
		.open = app_open,
		.say = app_say };
	a->desk.me = (struct actor){ .user = "", .name = "", .unit = "" };
	a->desk.keymap = &a->keymap;
	a->desk.now = a->started_at = clock_now_ms();
	a->desk.low_bandwidth = p->settings.low_bandwidth;
	a->desk.demo = p->settings.demo;
	a->desk.call.agent = AGENT_OFFLINE;
	a->desk.call.queue.n = -1;
	app_class_open(a, p->share);
}

static enum err_code
start_engine(struct program *p, struct err *e)
{
	struct engine_config config = { .data_dir = p->app.dir,
		.servers = p->servers,
		.n_servers = p->n_servers,
		.phone = p->settings.phone,
		.acw_ms = p->settings.acw * 1000,
		.is_private = p->private_used,
		.enrol_code = p->settings.enrol,
		.demo = p->settings.demo };

	if (engine_start(&config, &p->app.engine, e) != ERR_OK)
		return e->code;
	if (cache_reader_open(p->app.dir, NULL, &p->app.desk.cache, e) != ERR_OK)
		return e->code;
	p->app.desk.city = cache_city(p->app.desk.cache);
	return ERR_OK;
}

static enum err_code
run_screen(struct program *p, struct err *e)
{
	struct term_options options = { .escdelay_ms = (int)p->settings.escdelay };
	enum err_code rc = load_looks(p, e);

	if (rc == ERR_OK)
		rc = term_start(&options, &p->app.theme, &p->app.keymap, &p->app.term, e);
	if (rc != ERR_OK)
		return rc;
	first_screen(p);
	rc = app_robot_open(&p->app, e);
	if (rc == ERR_OK)
		rc = app_run(&p->app, e);
	if (rc == ERR_OK && p->app.refused.code != ERR_OK) {
		*e = p->app.refused;
		rc = e->code;
	}
	return rc;
}

static void
take_down(struct program *p)
{
	term_stop(p->app.term);
	app_room_close(&p->app);
	app_robot_close(&p->app);
	app_class_close(&p->app);
	journal_close(p->app.journal);
	cache_reader_close(p->app.desk.cache);
	engine_stop(p->app.engine);
	if (p->private_used)
		private_stop(&p->centre);
	if (p->throw_away[0] != '\0')
		nftw(p->throw_away, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int
run_seat(struct program *p)
{
	struct err e = { 0 };
	enum err_code rc;

	if (!isatty(0) || !isatty(1))
		rc = err_set(
		    &e, ERR_TERMINAL, "hotseat 要在终端里运行。命令行用法看 hotseat --help。");
	else
		rc = find_centre(p, &e);
	take_signals(&p->app);
	prepare_desk(p);
	if (rc == ERR_OK)
		rc = app_room_open(&p->app, &e);
	if (rc == ERR_OK)
		rc = start_engine(p, &e);
	if (rc == ERR_OK)
		rc = run_screen(p, &e);
	take_down(p);
	return rc == ERR_OK ? 0 : fail(&e);
}

/* It ends at once where that of a seat before us, killed just now, has the data still. */
static void
tend_centre(void *centre)
{
	(void)private_watch(centre, clock_mono_ms());
}

static int
run_command(struct program *p, int argc, char **argv)
{
	struct cmd_env env = { .data_dir = p->app.dir, .servers = p->servers, .share = p->share };
	struct err e = { 0 };
	int rc;

	if (find_centre(p, &e) != ERR_OK)
		return fail(&e);
	env.n_servers = p->n_servers;
	env.is_private = p->private_used;
	env.user = p->settings.user;
	env.user_given = p->settings.user_given;
	env.tend = p->private_used ? tend_centre : NULL;
	env.tend_arg = &p->centre;
	rc = cmd_run(&env, argc, argv);
	if (p->private_used)
		private_stop(&p->centre);
	return rc;
}

int
main(int argc, char **argv)
{
	static struct program p;
	struct err e = { 0 };
	int rest, say;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on files is a full disk, and said like one */
	/* What a search or a page from the centre takes for a moment goes back to the system: left to itself the library keeps
	 * as much as it ever gave back. */
	(void)mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
	setlocale(LC_ALL, "");
	if (settings_read(argc, argv, &p.settings, &rest, &say, &e) != ERR_OK)
		return fail(&e);
	if (say != 0)
		return answer_question(say, &p);
	if (rest < argc && help_of_command(argc - rest, argv + rest))
		return 0;
	if (secret_init(&e) != ERR_OK ||
	    fs_share(p.settings.share, p.share, sizeof(p.share), &e) != ERR_OK)
		return fail(&e);
	if (cmd_is_alone(argc - rest, argv + rest))
		return cmd_run(&(struct cmd_env){ .share = p.share }, argc - rest, argv + rest);
	if (data_dir(&p, &e) != ERR_OK)
		return fail(&e);
	phone_config(&p);
	return rest < argc ? run_command(&p, argc - rest, argv + rest) : run_seat(&p);
}
