/* The libconfig files of a pack, city.conf and profiles.conf, turned into settings (settings.c). Knows the shape of
 * the files (groups, lists, { n; unit } spans) and nothing of what a setting means. */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "pack_p.h"
#include "settings_p.h"

struct reader {
	const struct conf *conf;
	struct sink *sink;
};

static void
fail(const struct reader *r, const struct conf_node *n, const char *what, const char *key)
{
	struct err e = { 0 };
	conf_fail(r->conf, n, &e, "%s“%s”", what, key);
	sink_add(r->sink, &e);
}

/* A setting as text: a string, true or false, or a { n; unit } span. false, told, when it is something else. */
static bool
text_of(const struct reader *r, const struct conf_node *n, char *out, size_t size)
{
	struct err e = { 0 };
	const char *s;
	bool flag;
	long long count;
	if (conf_is_group(n)) {
		if (conf_int(r->conf, conf_get(n, "n"), 1, PROFILE_SPAN_MAX, &count, &e) !=
			ERR_OK ||
		    conf_text(r->conf, conf_get(n, "unit"), &s, &e) != ERR_OK) {
			if (e.where[0] == '\0')
				conf_fail(r->conf, n, &e, "时限应写成 { n = 2; unit = \"wd\"; }");
			sink_add(r->sink, &e);
			return false;
		}
		snprintf(out, size, "%lld%s", count, s);
		return true;
	}
	if (conf_bool(r->conf, n, &flag, &e) == ERR_OK) {
		snprintf(out, size, "%s", flag ? "true" : "false");
		return true;
	}
	err_clear(&e);
	if (conf_text(r->conf, n, &s, &e) != ERR_OK) {
		sink_add(r->sink, &e);
		return false;
	}
	if (strlen(s) >= size || strpbrk(s, "\t\r\n") != NULL) {
		fail(r, n, "太长, 或含制表符、换行: ", s);
		return false;
	}
	memcpy(out, s, strlen(s) + 1);
	return true;
}

static void
set(const struct reader *r, struct profile *p, const char *key, const struct conf_node *n)
{
	char text[256];
	if (sink_stopped(r->sink) || !text_of(r, n, text, sizeof text))
		return;
	switch (settings_profile_set(p, key, text)) {
	case SETTING_OK:
		break;
	case SETTING_UNKNOWN:
		fail(r, n, "没有这一项设置: ", key);
		break;
	case SETTING_BAD:
		fail(r, n, "读不懂这个值: ", text);
		break;
	}
}

/* Every member of a group as "prefix.member". */
static void
set_members(
    const struct reader *r, struct profile *p, const char *prefix, const struct conf_node *group)
{
	char key[128];
	for (size_t i = 0; i < conf_count(group); i++) {
		const struct conf_node *n = conf_at(group, i);
		if (conf_name(n) == NULL || strcmp(conf_name(n), "key") == 0)
			continue;
		snprintf(key, sizeof key, "%s.%s", prefix, conf_name(n));
		set(r, p, key, n);
	}
}

static void
set_rules(const struct reader *r, struct profile *p, const struct conf_node *list)
{
	char prefix[64];
	for (size_t i = 0; i < conf_count(list); i++) {
		const struct conf_node *group = conf_at(list, i);
		const char *key;
		struct err e = { 0 };
		if (conf_text(r->conf, conf_get(group, "key"), &key, &e) != ERR_OK ||
		    key[0] == '\0' || strlen(key) >= sizeof p->rule[0].key) {
			conf_fail(r->conf, group, &e, "规则要有 key, 不超过 %zu 字节",
			    sizeof p->rule[0].key - 1);
			sink_add(r->sink, &e);
			continue;
		}
		if (profile_rule(p, key) != NULL) {
			fail(r, group, "规则重复: ", key);
			continue;
		}
		snprintf(prefix, sizeof prefix, "rules.%s", key);
		set_members(r, p, prefix, group);
	}
}

static void
set_profile(const struct reader *r, struct profile *p, const struct conf_node *group)
{
	char prefix[64];
	if (!conf_is_group(group)) {
		fail(r, group, "方案应写成", "{ … }");
		return;
	}
	for (size_t i = 0; i < conf_count(group); i++) {
		const struct conf_node *n = conf_at(group, i);
		const char *name = conf_name(n);
		if (strcmp(name, "limits") == 0) {
			set_members(r, p, name, n);
		} else if (strcmp(name, "rules") == 0) {
			set_rules(r, p, n);
		} else if (strcmp(name, "urgency") == 0) {
			for (size_t k = 0; conf_is_group(n) && k < conf_count(n); k++) {
				snprintf(
				    prefix, sizeof prefix, "urgency.%s", conf_name(conf_at(n, k)));
				set_members(r, p, prefix, conf_at(n, k));
			}
		} else {
			set(r, p, name, n);
		}
	}
}

/* What a profile must say, since nothing is inherited. */
static void
complete(const struct reader *r, const struct profile *p, const struct conf_node *group)
{
	if (p->name[0] == '\0')
		fail(r, group, "方案缺少", "name");
	if (p->day_end_s == 0)
		fail(r, group, "方案缺少", "day_end");
	for (int l = 0; l < LIMIT_OF_COUNT; l++)
		if (p->limit[l].unit == SPAN_NONE)
			fail(r, group, "方案缺少时限", profile_limit_name((enum profile_limit)l));
	for (int i = 0; i < 2; i++)
		if (p->urgency[i].key[0] == '\0')
			fail(r, group, "方案缺少紧急程度", i == 0 ? "critical" : "urgent");
}

static void
read_profiles(const struct reader *r, struct city *c)
{
	const struct conf_node *list = conf_get(conf_root(r->conf), "profiles");
	if (list == NULL || !conf_is_list(list)) {
		fail(r, NULL, "缺少列表", "profiles");
		return;
	}
	for (size_t i = 0; i < conf_count(list) && !sink_stopped(r->sink); i++) {
		const struct conf_node *group = conf_at(list, i);
		if (c->n_profiles == sizeof c->profiles / sizeof c->profiles[0]) {
			fail(r, group, "方案太多, 最多", "16");
			return;
		}
		struct profile *p = &c->profiles[c->n_profiles];
		*p = (struct profile){ 0 };
		set_profile(r, p, group);
		complete(r, p, group);
		for (size_t k = 0; k < c->n_profiles; k++)
			if (strcmp(c->profiles[k].name, p->name) == 0)
				fail(r, group, "方案重名: ", p->name);
		c->n_profiles++;
	}
}

static void
read_city(const struct reader *r, struct city *c, struct pack_years *years)
{
	const struct conf_node *root = conf_root(r->conf);
	char text[256];
	for (size_t i = 0; i < conf_count(root) && !sink_stopped(r->sink); i++) {
		const struct conf_node *n = conf_at(root, i);
		if (strcmp(conf_name(n), "years") == 0) {
			struct err e = { 0 };
			for (size_t k = 0; k < conf_count(n) && years->n < PACK_YEARS; k++) {
				long long year;
				if (conf_int(r->conf, conf_at(n, k), 2000, 2200, &year, &e) ==
				    ERR_OK)
					years->year[years->n++] = (int)year;
				else
					sink_add(r->sink, &e);
			}
			continue;
		}
		if (text_of(r, n, text, sizeof text) &&
		    settings_city_set(c, conf_name(n), text) == SETTING_UNKNOWN)
			fail(r, n, "没有这一项设置: ", conf_name(n));
	}
	const char *missing = settings_city_missing(c);
	if (missing != NULL)
		fail(r, NULL, "缺少设置", missing);
}

static struct conf *
open_conf(const char *dir, const char *file, struct sink *s)
{
	char path[512];
	struct conf *conf = NULL;
	struct err e = { 0 };
	if (!fs_join(path, sizeof path, dir, file))
		err_set(&e, ERR_LIMIT, "路径太长: %s", dir);
	else
		conf_open(path, &conf, &e);
	if (conf == NULL)
		sink_add(s, &e);
	return conf;
}

void
pack_read_conf(const char *dir, struct city *c, struct pack_years *years, struct sink *s)
{
	struct conf *conf = open_conf(dir, "city.conf", s);
	struct reader r = { .conf = conf, .sink = s };
	if (conf != NULL)
		read_city(&r, c, years);
	conf_close(conf);
	if (sink_stopped(s))
		return;
	conf = open_conf(dir, "profiles.conf", s);
	r.conf = conf;
	if (conf != NULL)
		read_profiles(&r, c);
	conf_close(conf);
}
