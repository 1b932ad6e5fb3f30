/* A step as a person writes it on a command line: its name, and what its form asks for (model/deed.h), by the words of the
 * screen or by the codes of the protocol. Not here: whether the step may be taken with that (the rules say so). */
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "client/cache/read.h"
#include "cmd_p.h"
#include "model/deed.h"
#include "model/members.h"
#include "model/number.h"
#include "model/until.h"

#define NAME_SIZE 64
#define MS_DIGITS 13 /* of a time that is given as one */

int
deed_words_event(const char *name)
{
	int kind = event_by_json(name);

	for (int i = 0; kind < 0 && i < EVENT_COUNT; i++)
		if (strcmp(event_info((enum event_kind)i)->label, name) == 0)
			kind = i;
	return kind;
}

/* ---- which ---- */

static const struct deed_ask *
asked_as(enum event_kind k, const char *name)
{
	int n, arg = ticket_words_arg(name);
	const struct deed_ask *rows = deed_asks(k, &n);

	for (int i = 0; i < n; i++)
		if (strcmp(rows[i].label, name) == 0)
			return &rows[i];
	return arg >= 0 ? deed_ask_of(k, (enum event_arg)arg) : NULL;
}

static enum err_code
refuse_name(enum event_kind k, const char *name, struct err *e)
{
	struct str may = { 0 };
	int n;
	const struct deed_ask *rows = deed_asks(k, &n);

	for (int i = 0; i < n; i++)
		str_addf(&may, "%s%s %s", i > 0 ? "、" : ", 这个环节问: ", rows[i].label,
		    arg_info(rows[i].arg)->json);
	(void)err_set(
	    e, ERR_UNKNOWN_FIELD, "%s里没有“%s”%s", event_info(k)->label, name, str_c(&may));
	str_free(&may);
	return ERR_UNKNOWN_FIELD;
}

/* ---- values ---- */

static enum err_code
read_choice(const struct enum_item *items, int n, const char *label, const char *text,
    struct str *out, struct err *e)
{
	struct str may = { 0 };

	for (int i = 0; i < n; i++) {
		if (strcmp(items[i].code, text) == 0 || strcmp(items[i].label, text) == 0) {
			str_free(&may);
			str_add(out, items[i].code);
			return ERR_OK;
		}
		str_addf(&may, "%s%s %s", i > 0 ? "、" : "", items[i].label, items[i].code);
	}
	(void)err_set(e, ERR_UNKNOWN_CODE, "%s里没有“%s”, 可写: %s", label, text, str_c(&may));
	str_free(&may);
	return ERR_UNKNOWN_CODE;
}

/* Several are joined by commas, whichever. */
static enum err_code
read_units(const struct city *city, const struct deed_ask *row, const char *text, struct str *out,
    struct err *e)
{
	static const char *const commas[] = { ",", "，", "、" };
	enum err_code rc = ERR_OK;

	while (*text != '\0' && rc == ERR_OK) {
		const char *code, *end = text + strlen(text);
		char one[NAME_SIZE];
		size_t skip = 0;

		for (size_t i = 0; i < sizeof(commas) / sizeof(commas[0]); i++) {
			const char *at = strstr(text, commas[i]);
			if (at != NULL && at < end) {
				end = at;
				skip = strlen(commas[i]);
			}
		}
		(void)snprintf(one, sizeof(one), "%.*s", (int)(end - text), text);
		rc = ticket_names_code(city, TF_UNIT, row->label, one, &code, e);
		if (rc == ERR_OK)
			members_add(out, code, strlen(code));
		text = end + skip;
	}
	return rc;
}

static enum err_code
read_time(const struct city *city, const char *text, struct str *out, struct err *e)
{
	int64_t at;
	enum err_code rc;

	if (strlen(text) >= MS_DIGITS && strspn(text, "0123456789") == strlen(text)) {
		str_add(out, text);
		return ERR_OK;
	}
	rc = until_read(text, &city->calendar, clock_now_ms(), &at, e);
	if (rc == ERR_OK)
		str_addf(out, "%lld", (long long)at);
	return rc;
}

static enum err_code
read_ticket(struct cache_reader *r, const char *text, struct str *out, struct err *e)
{
	char no[NUMBER_SIZE], id[ID_SIZE];
	enum err_code rc;

	if (id_valid(text)) {
		str_add(out, text);
		return ERR_OK;
	}
	if (!number_normalise(text, no))
		return err_set(e, ERR_INVALID, "“%s”不是单号: 要 18 位, 或后 6 位", text);
	rc = cmd_reader_ticket(r, no, id, e);
	if (rc == ERR_OK)
		str_add(out, id);
	return rc;
}

static enum err_code
read_asked(struct cache_reader *r, const struct deed_ask *row, const char *text, struct str *out,
    struct err *e)
{
	const struct city *city = cache_city(r);
	const char *code;
	enum err_code rc;

	switch (row->kind) {
	case DEED_CHOICE:
		return read_choice(row->items, row->n_items, row->label, text, out, e);
	case DEED_UNIT:
		rc = ticket_names_code(city, TF_UNIT, row->label, text, &code, e);
		if (rc == ERR_OK)
			str_add(out, code);
		return rc;
	case DEED_UNITS:
		return read_units(city, row, text, out, e);
	case DEED_TIME:
		return read_time(city, text, out, e);
	case DEED_TICKET:
		return read_ticket(r, text, out, e);
	case DEED_LINE:
	case DEED_TEXT:
	case DEED_PERSON:
	case DEED_DAYS:
	case DEED_STARS:
	case DEED_FILES:
		break;
	}
	str_add(out, text);
	return ERR_OK;
}

/* An argument that no form asks for: most are words as they stand. */
static enum err_code
read_other(enum event_kind k, enum event_arg a, const char *text, struct str *out, struct err *e)
{
	int n = 0;
	const struct enum_item *items = a == EA_RESULT ? workflow_results(k, &n) : NULL;

	if (items != NULL)
		return read_choice(items, n, arg_info(a)->label, text, out, e);
	str_add(out, text);
	return ERR_OK;
}

static enum err_code
set_field(struct cache_reader *r, enum ticket_field f, const char *text, struct fields *set,
    struct err *e)
{
	struct str value = { 0 };
	enum err_code rc = ticket_words_value(f, text, &value, e);

	if (rc == ERR_OK && !fields_set(set, f, str_c(&value)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&value);
	return rc == ERR_OK ? ticket_names_resolve(cache_city(r), set, e) : rc;
}

enum err_code
deed_words_set(struct cache_reader *r, enum event_kind k, const char *pair, struct fields *set,
    struct args *args, struct err *e)
{
	const char *text = strchr(pair, '=');
	const struct deed_ask *row;
	char name[NAME_SIZE];
	struct str value = { 0 };
	int field, arg;
	enum err_code rc;

	if (text == NULL || text == pair || (size_t)(text - pair) >= sizeof(name))
		return err_set(e, ERR_INVALID, "--set 要写成 名称=内容: %s", pair);
	(void)snprintf(name, sizeof(name), "%.*s", (int)(text++ - pair), pair);
	row = asked_as(k, name);
	field = row == NULL ? ticket_words_field(name) : -1;
	if (field >= 0)
		return set_field(r, (enum ticket_field)field, text, set, e);
	arg = row != NULL ? (int)row->arg : ticket_words_arg(name);
	if (arg < 0)
		return refuse_name(k, name, e);
	rc = row != NULL ? read_asked(r, row, text, &value, e)
			 : read_other(k, (enum event_arg)arg, text, &value, e);
	if (rc == ERR_OK && !args_set(args, (enum event_arg)arg, str_c(&value)))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&value);
	return rc;
}

/* ---- help ---- */

static void
help_row(const struct deed_ask *row, struct str *out)
{
	static const char *const kinds[] = {
		[DEED_LINE] = "",
		[DEED_TEXT] = "",
		[DEED_CHOICE] = "",
		[DEED_UNIT] = "单位名称或代码",
		[DEED_UNITS] = "单位名称或代码, 几个用逗号隔开",
		[DEED_PERSON] = "工号",
		[DEED_DAYS] = "几个工作日",
		[DEED_TIME] = "如 后天17:30、12月20日、3个工作日",
		[DEED_STARS] = "1-5",
		[DEED_TICKET] = "单号或后6位",
		[DEED_FILES] = "附件编号, 几个用逗号隔开",
	};
	const char *what = kinds[row->kind][0] != '\0' ? kinds[row->kind] : row->hint;

	str_addf(out, "    %s %s%s%s%s", row->label, arg_info(row->arg)->json,
	    row->must ? " (必填)" : "", *what != '\0' || row->n_items > 0 ? ": " : "", what);
	for (int i = 0; i < row->n_items; i++)
		str_addf(
		    out, "%s%s %s", i > 0 ? ", " : "", row->items[i].label, row->items[i].code);
	str_add(out, "\n");
}

void
deed_words_help(struct str *out)
{
	str_add(out, "\n名称写中文或英文名, 有固定选项的写中文或代码; 补充修改 amend "
		     "的名称是工单的字段, 见 ticket new --help。\n"
		     "\n环节和它问的:\n");
	for (int k = 0; k < EVENT_COUNT; k++) {
		const struct event_info *info = event_info((enum event_kind)k);
		int n;
		const struct deed_ask *rows = deed_asks((enum event_kind)k, &n);

		if (info->actors == ROLE_BIT(SYSTEM) ||
		    (info->from & ~STATE_BIT(DRAFT)) == STATE_BIT(NONE))
			continue; /* the centre's own, and what files a new ticket */
		str_addf(out, "  %s %s\n", info->label, info->json);
		for (int i = 0; i < n; i++)
			help_row(&rows[i], out);
	}
}
