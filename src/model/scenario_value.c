/* What may stand behind the colon of a scenario's line, by its kind. Every refusal says what was wanted and what stands
 * there. Values are cut up in place: the lists of a scenario point into its buffer.
 *
 * Not here: which lines there are (scenario_read.c), and whether the parts fit together (scenario_check.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/members.h"
#include "scenario_p.h"

/* ---- pieces ---- */

/* The next item of a list, terminated in place and trimmed; NULL at the end. Empty items do not count. */
static char *
next_item(char **rest)
{
	while (*rest != NULL) {
		size_t n = 0, skip = 0;
		char *s = *rest;

		while (s[n] != '\0' && skip == 0)
			if (s[n] == ',')
				skip = 1;
			else if (str_starts(s + n, "，") || str_starts(s + n, "、"))
				skip = 3;
			else
				n++;
		*rest = skip > 0 ? s + n + skip : NULL;
		s[n] = '\0';

		const char *from = s;
		scenario_trim(&from, &n);
		s += from - s;
		s[n] = '\0';
		if (n > 0)
			return s;
	}
	return NULL;
}

/* Where ${word} stands among labels that are apart by blanks; -1 nowhere. */
static int
label_at(const char *labels, const char *word)
{
	size_t n = strlen(word);

	for (int i = 0; *labels != '\0'; i++) {
		size_t len = strcspn(labels, " ");
		if (len == n && memcmp(labels, word, n) == 0)
			return i;
		labels += len + (labels[len] == ' ');
	}
	return -1;
}

static bool
is_code(const char *s)
{
	static const char letters[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_=";

	return *s != '\0' && *s != '-' && s[strspn(s, letters)] == '\0' && strlen(s) < 32;
}

#define CODES_ONLY ", 要写城市目录里的代码, 不写名称"

static enum err_code
wrong(const struct scenario_key *k, const struct scenario_line *l, const char *word, struct err *e)
{
	struct str may = { 0 };
	int n = 0;
	const struct enum_item *items = k->items != NULL ? k->items(&n) : NULL;
	enum err_code rc;

	str_add(&may, k->labels != NULL ? k->labels : "");
	while (may.len > 0 && may.s[may.len - 1] == ' ')
		may.s[--may.len] = '\0';
	for (int i = 0; i < n; i++)
		str_addf(&may, "%s%s", i > 0 ? " " : "", items[i].label);
	rc = plain_fail(e, l->line, "“%s”没有“%s”%s%s%s", k->name, word,
	    may.len > 0       ? ", 可写: "
	    : k->code == NULL ? CODES_ONLY
			      : "",
	    str_c(&may), may.len > 0 && strchr(word, ' ') != NULL ? "; 几个之间用逗号隔开" : "");
	str_free(&may);
	return rc;
}

/* The code that a word of a list stands for; NULL: none. */
static const char *
code_of(const struct scenario_key *k, const char *word)
{
	int n = 0;
	const struct enum_item *items = k->items != NULL ? k->items(&n) : NULL;

	for (int i = 0; i < n; i++)
		if (strcmp(items[i].label, word) == 0 || strcmp(items[i].code, word) == 0)
			return items[i].code;
	if (k->items != NULL)
		return NULL;
	return k->code != NULL ? k->code(word) : word;
}

/* "45秒", "45" */
static bool
read_number(const char *s, int lo, int hi, int *out)
{
	char digits[8];
	size_t n = strspn(s, "0123456789");
	long long v = 0;

	if (n == 0 || n >= sizeof(digits) || (s[n] != '\0' && strcmp(s + n, "秒") != 0))
		return false;
	memcpy(digits, s, n);
	digits[n] = '\0';
	if (!str_int(digits, lo, hi, &v))
		return false;
	*out = (int)v;
	return true;
}

/* ---- kinds ---- */

static enum err_code
set_text(
    const struct scenario_key *k, const char **out, const struct scenario_line *l, struct err *e)
{
	size_t chars = utf8_count(l->value);

	if (k->must && chars == 0)
		return plain_fail(e, l->line, "“%s”不能空", k->name);
	if ((k->type == VALUE_TEXT || k->type == VALUE_LINED) && chars > (size_t)k->hi)
		return plain_fail(e, l->line, "“%s”有 %zu 个字, 最多 %d 个", k->name, chars, k->hi);
	if (k->type == VALUE_CODE && !is_code(l->value))
		return plain_fail(
		    e, l->line, "“%s”只能用字母、数字和 - , 这里是“%s”", k->name, l->value);
	if (k->type == VALUE_PHONE &&
	    (l->value[strspn(l->value, "0123456789-")] != '\0' || chars < 3 || chars > 20))
		return plain_fail(e, l->line, "“%s”应是电话号码, 这里是“%s”", k->name, l->value);
	*out = l->value;
	return ERR_OK;
}

static enum err_code
set_mask(const struct scenario_key *k, unsigned *out, const struct scenario_line *l, struct err *e)
{
	char *rest = l->value;

	*out = 0;
	for (const char *word; (word = next_item(&rest)) != NULL;) {
		int at = label_at(k->labels, word);
		if (at < 0)
			return wrong(k, l, word, e);
		*out |= 1u << at;
	}
	return ERR_OK;
}

static enum err_code
set_acts(const struct scenario_key *k, unsigned *out, const struct scenario_line *l, struct err *e)
{
	static const struct {
		const char *word;
		unsigned bit;
	} tells[] = { { "保密", ACT_BIT(SECRET) }, { "编号", ACT_BIT(NUMBER) },
		{ "时限", ACT_BIT(LIMIT) }, { "回访", ACT_BIT(VISIT) }, { "无", 0 } };
	char *rest = l->value;

	*out = 0;
	for (const char *word; (word = next_item(&rest)) != NULL;) {
		int at = k->type == VALUE_ACTS ? act_by_label(word, strlen(word)) : -1;
		size_t i = 0;

		while (k->type == VALUE_TELLS && i < 5 && strcmp(tells[i].word, word) != 0)
			i++;
		if (k->type == VALUE_TELLS && i < 5)
			*out |= tells[i].bit;
		else if (at >= 0)
			*out |= 1u << at;
		else
			return wrong(k, l, word, e);
	}
	return ERR_OK;
}

static enum err_code
set_list(const struct scenario_key *k, struct scenario_list *out, const struct scenario_line *l,
    struct err *e)
{
	char *rest = l->value;

	*out = (struct scenario_list){ .line = l->line };
	for (const char *word; (word = next_item(&rest)) != NULL;) {
		const char *item = code_of(k, word);

		if (item == NULL || (k->type == VALUE_LIST && !is_code(item)))
			return wrong(k, l, word, e);
		if (out->n == SCENARIO_LIST)
			return plain_fail(e, l->line, "“%s”最多写 %d 个", k->name, SCENARIO_LIST);
		out->item[out->n++] = item;
	}
	return out->n > 0 ? ERR_OK : plain_fail(e, l->line, "“%s”不能空", k->name);
}

static enum err_code
set_pairs(const struct scenario_key *k, void *base, const struct scenario_line *l, struct err *e)
{
	struct scenario_pair *pair = (struct scenario_pair *)(void *)((char *)base + k->offset);
	int *n = (int *)(void *)((char *)base + k->more);
	char *rest = l->value;

	for (char *word; (word = next_item(&rest)) != NULL;) {
		char *equals = strchr(word, '=');

		if (equals == NULL || equals == word || equals[1] == '\0')
			return plain_fail(
			    e, l->line, "“%s”应写成 他的说法=意思, 如 片子=暖气片", k->name);
		if (*n == SCENARIO_LIST)
			return plain_fail(e, l->line, "“%s”最多写 %d 个", k->name, SCENARIO_LIST);
		*equals = '\0';
		pair[(*n)++] = (struct scenario_pair){ word, equals + 1 };
	}
	return ERR_OK;
}

/* 2026-01-01 至 2027-12-31 */
static enum err_code
set_days(const struct scenario_key *k, int32_t *out, const struct scenario_line *l, struct err *e)
{
	char *to = strstr(l->value, "至");
	const char *from = l->value, *until = to != NULL ? to + strlen("至") : "";
	size_t n = to != NULL ? (size_t)(to - l->value) : 0, m = strlen(until);
	char day[2][16];

	scenario_trim(&from, &n);
	scenario_trim(&until, &m);
	snprintf(day[0], sizeof(day[0]), "%.*s", (int)n, from);
	snprintf(day[1], sizeof(day[1]), "%.*s", (int)m, until);
	out[0] = civil_parse_day(day[0]);
	out[1] = civil_parse_day(day[1]);
	if (out[0] == INT32_MIN || out[1] == INT32_MIN)
		return plain_fail(e, l->line, "“%s”应写成 2026-01-01 至 2027-12-31, 这里是“%s”",
		    k->name, l->value);
	return out[0] <= out[1] ? ERR_OK : plain_fail(e, l->line, "“%s”的结束在开始之前", k->name);
}

static enum err_code
set_number(const struct scenario_key *k, int *out, const struct scenario_line *l, struct err *e)
{
	if (k->type == VALUE_LABEL) {
		int at = label_at(k->labels, l->value);

		*out = k->lo + at;
		return at >= 0 ? ERR_OK : wrong(k, l, l->value, e);
	}
	return read_number(l->value, k->lo, k->hi, out)
		   ? ERR_OK
		   : plain_fail(e, l->line, "“%s”应是 %d 到 %d 的整数, 这里是“%s”", k->name, k->lo,
			 k->hi, l->value);
}

enum err_code
scenario_value(
    const struct scenario_key *k, void *base, const struct scenario_line *l, struct err *e)
{
	void *at = (char *)base + k->offset;

	switch (k->type) {
	case VALUE_INT:
	case VALUE_LABEL:
		return set_number(k, at, l, e);
	case VALUE_MASK:
		return set_mask(k, at, l, e);
	case VALUE_DAYS:
		return set_days(k, at, l, e);
	case VALUE_PAIRS:
		return set_pairs(k, base, l, e);
	case VALUE_LIST:
	case VALUE_WORDS:
		return set_list(k, at, l, e);
	case VALUE_ACTS:
	case VALUE_TELLS:
		return set_acts(k, at, l, e);
	case VALUE_LINED:
	case VALUE_PHONE:
		*(int *)(void *)((char *)base + k->more) = l->line;
		break;
	default:
		break;
	}
	return set_text(k, at, l, e);
}

/* ---- when he says it ---- */

int
scenario_element(const char *name, size_t len)
{
	for (int i = 0; i < ELEMENT_COUNT; i++)
		if (strlen(element_label((enum element)i)) == len &&
		    memcmp(element_label((enum element)i), name, len) == 0)
			return i;
	return -1;
}

/* ${prefix}, a number, ${suffix}. */
static bool
is_timed(const char *name, const char *prefix, const char *suffix, int lo, int hi, int *n)
{
	char digits[8];
	size_t len;
	long long v;

	if (!str_starts(name, prefix))
		return false;
	name += strlen(prefix);
	len = strspn(name, "0123456789");
	if (len == 0 || len >= sizeof(digits) || strcmp(name + len, suffix) != 0)
		return false;
	memcpy(digits, name, len);
	digits[len] = '\0';
	if (!str_int(digits, lo, hi, &v))
		return false;
	*n = (int)v;
	return true;
}

static bool
is_after(const char *name, struct scenario_utterance *u)
{
	static const char after[] = "后", asked[] = "问过";
	size_t n = strlen(name), m = strlen(after);
	int at = act_by_label(name, n);

	if (at == ACT_ABUSE || at == ACT_DANGER) {
		*u = (struct scenario_utterance){ .cue = CUE_AFTER, .n = at };
		return true;
	}
	if (str_starts(name, asked)) {
		at = scenario_element(name + strlen(asked), n - strlen(asked));
		*u = (struct scenario_utterance){ .cue = CUE_ASKED, .n = at };
		return at >= 0;
	}
	if (n <= m || strcmp(name + n - m, after) != 0)
		return false;
	at = act_by_label(name, n - m);
	*u = (struct scenario_utterance){ .cue = CUE_AFTER, .n = at };
	return at >= 0 && at != ACT_CUT && at != ACT_HANG_UP;
}

enum err_code
scenario_cue(const char *name, struct scenario_utterance *u, int line, struct err *e)
{
	static const struct {
		const char *prefix, *suffix;
		enum scenario_cue cue;
		int lo, hi;
	} timed[] = {
		{ "", "秒", CUE_AT, 1, SCENARIO_SECONDS_MOST },
		{ "沉默", "秒", CUE_SILENCE, 1, 600 },
		{ "等候", "秒", CUE_HELD, 1, 600 },
		{ "情绪到", "", CUE_MOOD, 1, SCENARIO_MOOD_MOST },
	};
	int n = 0;

	if (strcmp(name, "接着") == 0 || is_after(name, u)) {
		if (strcmp(name, "接着") == 0)
			*u = (struct scenario_utterance){ .cue = CUE_NEXT };
		u->line = line;
		return ERR_OK;
	}
	for (size_t i = 0; i < sizeof(timed) / sizeof(timed[0]); i++)
		if (is_timed(
			name, timed[i].prefix, timed[i].suffix, timed[i].lo, timed[i].hi, &n)) {
			*u = (struct scenario_utterance){
				.cue = timed[i].cue, .n = n, .line = line
			};
			return ERR_OK;
		}
	return plain_fail(e, line,
	    "不认得“%s”这个时候, 可写: 接着、20秒(1 到 "
	    "%d)、沉默8秒、等候20秒、情绪到6、问过地点、复述后",
	    name, SCENARIO_SECONDS_MOST);
}

/* ---- the reference ticket ---- */

static enum err_code
set_codes(enum ticket_field f, const struct scenario_line *l, struct str *out, struct err *e)
{
	char *rest = l->value;

	for (const char *word; (word = next_item(&rest)) != NULL;) {
		const char *code = f == TF_GROUPS ? enum_code(f, word) : word;

		if (code == NULL || !is_code(code))
			return plain_fail(e, l->line, "“%s”不认得“%s”", l->name, word);
		members_add(out, code, strlen(code));
	}
	return ERR_OK;
}

static bool
is_coded(enum field_kind kind)
{
	return kind == KIND_AREA || kind == KIND_CATEGORY || kind == KIND_UNIT;
}

static enum err_code
field_text(enum ticket_field f, const struct scenario_line *l, struct str *out, struct err *e)
{
	const struct field_info *info = field_info(f);
	const char *code = NULL;
	int n;

	if (info->class == CLASS_SET)
		return set_codes(f, l, out, e);
	if (info->kind == KIND_BOOL)
		code = strcmp(l->value, "是") == 0 ? "1" : strcmp(l->value, "否") == 0 ? "0" : NULL;
	else if (enum_items(f, &n) != NULL)
		code = enum_code(f, l->value);
	else if (is_coded(info->kind))
		code = is_code(l->value) ? l->value : NULL;
	else
		code = l->value;
	if (code == NULL)
		return plain_fail(e, l->line, "“%s”不认得“%s”%s", l->name, l->value,
		    is_coded(info->kind) ? CODES_ONLY : "");
	str_add(out, code);
	return ERR_OK;
}

enum err_code
scenario_field(const struct scenario_line *l, struct fields *f, struct err *e)
{
	int at = field_by_label(l->name);
	struct str value = { 0 };
	enum err_code rc;

	if (at < 0 || (field_info((enum ticket_field)at)->class == CLASS_FIXED))
		return plain_fail(e, l->line, "工单上没有“%s”这一项可填", l->name);
	if (f->v[at] != NULL)
		return plain_fail(e, l->line, "“%s”写了两次", l->name);
	rc = field_text((enum ticket_field)at, l, &value, e);
	if (rc == ERR_OK &&
	    utf8_count(str_c(&value)) > (size_t)field_info((enum ticket_field)at)->max_chars)
		rc = plain_fail(e, l->line, "“%s”有 %zu 个字, 最多 %d 个", l->name,
		    utf8_count(str_c(&value)), field_info((enum ticket_field)at)->max_chars);
	if (rc == ERR_OK && (value.bad || !fields_set(f, (enum ticket_field)at, str_c(&value))))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	str_free(&value);
	return rc;
}
