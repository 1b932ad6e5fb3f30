/* hotseat ticket show: one ticket and its trace, as the seat's cache has it; beside a running seat too. Never whose it
 * is: identity is for the screen, where each look is recorded. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "model/extra.h"
#include "model/number.h"
#include "model/taken.h"
#include "model/workflow.h"
#include "wire/message.h"

#define SAME_MAX 20 /* tickets that end in the same six digits */

/* A value as a person reads it: codes by their names. */
static void
print_field(const struct city *city, const struct ticket *t, enum ticket_field f)
{
	const struct field_info *info = field_info(f);
	const char *value = fields_get(&t->f, f);
	struct str shown = { 0 };
	const struct area *area;
	char path[160];

	if (value[0] == '\0' || info->part != PART_MATTER)
		return;
	if (f == TF_EXTRA) {
		extra_words(city, fields_get(&t->f, TF_CATEGORY), value, &shown);
	} else if (city != NULL && info->kind == KIND_UNIT) {
		str_add(&shown, city_unit_name(city, value));
	} else if (city != NULL && info->kind == KIND_CATEGORY) {
		city_category_path(city, value, path, sizeof(path));
		str_add(&shown, path);
	} else if (city != NULL && info->kind == KIND_AREA &&
		   (area = city_area(city, value)) != NULL) {
		str_add(&shown, area->full[0] != '\0' ? area->full : area->name);
	} else {
		ticket_words_shown(f, value, &shown);
	}
	printf("%s: %s\n", info->label, str_c(&shown));
	str_free(&shown);
}

static void
print_event(const struct event *ev)
{
	const char *note = args_get(&ev->args, EA_NOTE),
		   *who = ev->actor_name[0] != '\0' ? ev->actor_name : ev->actor;
	char at[32];

	civil_format(ev->at_server != 0 ? ev->at_server : ev->at, "%m-%d %H:%M", at, sizeof(at));
	printf("%s %s %s%s%s%s\n", at, event_info((enum event_kind)ev->kind)->label, who,
	    note[0] != '\0' ? " " : "", note, ev->seq == 0 ? " (待送)" : "");
}

static void
print_text(struct cache_reader *r, const struct ticket *t, const struct event *ev, int n)
{
	char no[24], late[TAKEN_WORDS];

	number_groups(fields_get(&t->f, TF_NO), no);
	printf("%s  %s\n%s\n", no, state_label(t->state), fields_get(&t->f, TF_TITLE));
	if (taken_is_late(&t->f))
		puts(taken_words(t, late));
	for (int f = 0; f < TF_COUNT; f++)
		if (f != TF_NO && f != TF_TITLE && f != TF_ENTERED_LATE && f != TF_TAKEN_AT)
			print_field(cache_city(r), t, (enum ticket_field)f);
	for (int i = 0; i < n; i++)
		print_event(&ev[i]);
}

static void
print_json(struct ticket *t, const struct event *ev, int n)
{
	struct str out = { 0 };

	msg_ticket_write(t, ev, (size_t)n, false, &out);
	puts(str_c(&out));
	str_free(&out);
}

static enum err_code
show(struct cache_reader *r, const char *id, bool json, struct err *e)
{
	struct event *ev = NULL;
	struct ticket t;
	int n = 0;
	enum err_code rc;

	ticket_init(&t);
	rc = cache_ticket(r, id, &t, e);
	if (rc == ERR_OK && (n = cache_events(r, id, &ev, e)) < 0)
		rc = ERR_DB;
	if (rc == ERR_OK && json)
		print_json(&t, ev, n);
	else if (rc == ERR_OK)
		print_text(r, &t, ev, n);
	for (int i = 0; i < n; i++)
		event_free(&ev[i]);
	free(ev);
	ticket_free(&t);
	return rc;
}

int
cmd_ticket_show(const struct cmd_env *env, const struct cmd_words *words)
{
	struct cache_reader *r = NULL;
	char ids[SAME_MAX][ID_SIZE], no[NUMBER_SIZE];
	struct err e = { 0 };
	enum err_code rc;
	int n = 0;

	if (!number_normalise(words->word, no))
		return cmd_no_number(words->word);
	rc = cmd_reader(env, &r, &e);
	if (rc == ERR_OK)
		rc = cmd_reader_may(env, r, false, &e);
	if (rc == ERR_OK) {
		n = cache_ticket_by_number(r, no, NULL, ids, SAME_MAX);
		if (n <= 0)
			rc = err_set(&e, ERR_NOT_FOUND,
			    "本机没有单号为 %s 的工单; 先运行 hotseat sync。", no);
	}
	for (int i = 0; rc == ERR_OK && i < n; i++) {
		if (i > 0 && !words->json)
			putchar('\n');
		rc = show(r, ids[i], words->json, &e);
	}
	cache_reader_close(r);
	return rc == ERR_OK ? CMD_OK : cmd_fail(&e);
}
