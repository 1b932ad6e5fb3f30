/* app_robot.c: --robot: every scenario of the classroom is played on the real screens by robots, one lesson after the other,
 * and a line of each goes to robots.tsv beside the results: style, scenario, hundredths of the machine's half, verdict, seconds of
 * talk, how the tickets and the outcome came out, and each remark. Then the program ends. It is how who writes scenarios learns that they can be solved at a
 * seat, and are not free.
 *
 * Not here: what a robot does (client/class/player.h), who presses its keys (app_watch.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/fs.h"
#include "client/class/shelf.h"

struct robots {
	struct shelf shelf;
	bool plays[PLAYER_STYLES];
	int part, parts; /* of the shelf: every ${parts}-th from ${part} on */
	int item, style; /* next */
	enum player_style now;
	FILE *report;
};

/* ---- what was asked for ---- */

/* "reference,idle/1/2" */
static enum err_code
read_order(struct robots *r, const char *order, struct err *e)
{
	const size_t names = strcspn(order, "/");
	const char *at = order;

	r->parts = 1;
	if (order[names] == '/' &&
	    (sscanf(order + names, "/%d/%d", &r->part, &r->parts) != 2 || /* NOLINT(cert-err34-c) */
		r->parts < 1 || r->part < 1 || r->part > r->parts))
		return err_set(e, ERR_CONFIG, "--robot 的份数应为 /第几份/几份, 如 /1/2。");
	r->part = r->parts > 1 ? r->part - 1 : 0;
	while (at < order + names) {
		const size_t n = strcspn(at, ",/");
		bool known = n == 3 && strncmp(at, "all", n) == 0;

		for (int s = 0; s < PLAYER_STYLES; s++) {
			const char *name = player_style_name((enum player_style)s);
			const bool is = known || (strlen(name) == n && strncmp(at, name, n) == 0);

			r->plays[s] = r->plays[s] || is;
		}
		for (int s = 0; s < PLAYER_STYLES && !known; s++)
			known = strlen(player_style_name((enum player_style)s)) == n &&
				strncmp(at, player_style_name((enum player_style)s), n) == 0;
		if (!known)
			return err_set(
			    e, ERR_CONFIG, "--robot 不认得 %.*s, 看 hotseat --help。", (int)n, at);
		at += n + (at[n] == ',');
	}
	return ERR_OK;
}

enum err_code
app_robot_open(struct app *a, struct err *e)
{
	const struct class_info *c = &a->classroom;
	struct robots *r;
	char path[700];
	enum err_code rc;

	if (a->settings->robot[0] == '\0')
		return ERR_OK;
	if (a->desk.classroom == NULL)
		return err_set(e, ERR_CONFIG, "--robot 只在课堂里用: 加上 --demo。");
	a->robots = r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, ERR_NO_MEMORY, NULL);
	r->style = -1;
	class_clock_stand(&a->class_clock, true, clock_mono_ms());
	if ((rc = read_order(r, a->settings->robot, e)) != ERR_OK ||
	    (rc = shelf_open(c->scenarios, &r->shelf, e)) != ERR_OK ||
	    (rc = fs_mkdirs(c->results, e)) != ERR_OK)
		return rc;
	r->item = r->part;
	if (!fs_join(path, sizeof(path), c->results, "robots.tsv") ||
	    (r->report = fopen(path, "we")) == NULL)
		return err_set(e, ERR_IO, "%s 写不了。", path);
	return ERR_OK;
}

void
app_robot_close(struct app *a)
{
	struct robots *r = a->robots;

	if (r == NULL)
		return;
	if (r->report != NULL)
		(void)fclose(r->report);
	shelf_free(&r->shelf);
	free(r);
	a->robots = NULL;
}

enum player_style
app_robot_style(const struct app *a)
{
	return a->robots != NULL ? a->robots->now : PLAYER_REFERENCE;
}

/* ---- the report ---- */

static void
add_line(const struct robots *r, const struct class_run *run, struct score *x, const char *lost)
{
	const struct lesson *l = class_run_lesson(run);
	struct str words = { 0 };

	for (int i = 0; i < x->n; i++) {
		str_add(&words, i > 0 ? " | " : "");
		score_mark_say(x, &x->mark[i], &words);
	}
	(void)fprintf(r->report, "%s\t%s\t%d\t%s\t%d\t%d\t%s\t%s\t%s\n", player_style_name(r->now),
	    class_run_scenario(run)->id, score_machine(x).percent,
	    score_verdict_label(score_verdict(x)), (int)(l->talk_ms / 1000), l->n_tickets,
	    l->outcome[0] != '\0' ? l->outcome : "-", lost != NULL ? lost : "-", str_c(&words));
	(void)fflush(r->report);
	str_free(&words);
}

void
app_robot_marked(struct app *a, const char *lost)
{
	struct class_run *run = a->classroom.run;
	char where[ERR_TEXT_BYTES + 160] = "";

	if (lost != NULL)
		(void)snprintf(where, sizeof(where), "%s: %s", lost, a->message.text);
	class_run_ended(run, app_class_ms(a), LESSON_BY_LINE);
	(void)class_run_finish(run, app_class_ms(a), a->desk.city);
	add_line(a->robots, run, class_run_score(run), lost != NULL ? where : NULL);
	app_class_end(a);
}

/* ---- one after the other ---- */

/* Lessons on tickets are not for them. */
static bool
is_call(const struct shelf_item *i)
{
	return i->modes != 0 && strstr(i->path, "/" SCENARIO_DRILLS "/") == NULL;
}

static bool
next(struct robots *r)
{
	do {
		if (++r->style == PLAYER_STYLES) {
			r->style = 0;
			r->item += r->parts;
		}
	} while (
	    r->item < r->shelf.n && (!r->plays[r->style] || !is_call(&r->shelf.item[r->item])));
	r->now = (enum player_style)r->style;
	return r->item < r->shelf.n;
}

void
app_robot_turn(struct app *a)
{
	struct robots *r = a->robots;
	struct class_order o = { .mode = MODE_WATCH };
	struct err e = { 0 };

	if (r == NULL || a->watch != NULL || a->desk.me.user[0] == '\0' || a->desk.city == NULL ||
	    a->desk.link.state != LINK_ONLINE || a->desk.call.active || a->desk.call.ringing)
		return;
	if (!next(r)) {
		a->quit = true;
		return;
	}
	o.path = r->shelf.item[r->item].path;
	o.seed = (uint64_t)a->settings->seed % (uint64_t)r->shelf.item[r->item].choices;
	if (app_class_lesson(a, &o, &e) != ERR_OK)
		(void)fprintf(r->report, "%s\t%s\t0\t-\t0\t0\t-\t%s\t-\n",
		    player_style_name(r->now), r->shelf.item[r->item].id, e.text);
}
