/* The fields of a ticket as a person writes them in a file: by the label of the screen or by the JSON name, and a closed
 * list by the Chinese or by the code. Not here: whether the values make a ticket (model/values.c), and the names of
 * categories, areas and units, which only a city knows (ticket_names.c). */
#include <string.h>

#include "base/clock.h"
#include "cmd_p.h"
#include "model/members.h"
#include "model/taken.h"

/* Where the screen, or everybody, says it otherwise than the table of fields. */
static const struct {
	const char *label;
	enum ticket_field field;
} others[] = { { "内容", TF_CONTENT }, { "地址", TF_ADDRESS }, { "来电", TF_CALLER_PHONE },
	{ "人数", TF_PEOPLE } };

static const struct enum_item truths[] = { { "1", "是" }, { "0", "否" } };

/* What goes between the members of a set. */
static const char *const commas[] = { ",", "，", "、", " " };

static const char *const kinds[] = {
	[KIND_LINE] = "一行文字",
	[KIND_TEXT] = "文字, 可写多行",
	[KIND_AREA] = "区划名称或代码, 如 红山街道",
	[KIND_CATEGORY] = "分类名称或代码, 如 路灯照明、城市管理 > 路灯照明、0205",
	[KIND_UNIT] = "单位名称或代码, 如 市政管理处",
	[KIND_INT] = "整数",
};

int
ticket_words_field(const char *name)
{
	int field = field_by_json(name);

	if (field < 0)
		field = field_by_label(name);
	for (size_t i = 0; field < 0 && i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].label, name) == 0)
			field = (int)others[i].field;
	return field;
}

int
ticket_words_arg(const char *name)
{
	int arg = arg_by_json(name);

	for (int i = 0; arg < 0 && i < EA_COUNT; i++)
		if (strcmp(arg_info((enum event_arg)i)->label, name) == 0)
			arg = i;
	return arg;
}

/* ---- values ---- */

static const struct enum_item *
list_of(enum ticket_field f, int *n)
{
	if (field_info(f)->kind != KIND_BOOL)
		return enum_items(f, n);
	*n = (int)(sizeof(truths) / sizeof(truths[0]));
	return truths;
}

static bool
is_word(const char *word, const char *text, size_t len)
{
	return strlen(word) == len && memcmp(word, text, len) == 0;
}

static enum err_code
add_code(enum ticket_field f, const char *text, size_t len, struct str *codes, struct err *e)
{
	struct str may = { 0 };
	int n;
	const struct enum_item *items = list_of(f, &n);

	for (int i = 0; i < n; i++) {
		if (is_word(items[i].label, text, len) || is_word(items[i].code, text, len)) {
			members_add(codes, items[i].code, strlen(items[i].code));
			str_free(&may);
			return codes->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
		}
		str_addf(&may, "%s%s", i > 0 ? "、" : "", items[i].label);
	}
	(void)err_set(e, ERR_UNKNOWN_CODE, "%s里没有“%.*s”, 可写: %s", field_info(f)->label,
	    (int)len, text, str_c(&may));
	str_free(&may);
	return ERR_UNKNOWN_CODE;
}

/* Bytes of the separator that ${s} begins with, 0 when there is none. */
static size_t
comma_at(const char *s)
{
	for (size_t i = 0; i < sizeof(commas) / sizeof(commas[0]); i++)
		if (str_starts(s, commas[i]))
			return strlen(commas[i]);
	return 0;
}

enum err_code
ticket_words_value(enum ticket_field f, const char *text, struct str *value, struct err *e)
{
	enum err_code rc = ERR_OK;
	char at[TAKEN_SIZE];
	int n;

	if (f == TF_TAKEN_AT) {
		rc = taken_read(text, clock_now_ms(), at, e);
		if (rc != ERR_OK)
			return rc;
		text = at;
	}
	if (list_of(f, &n) == NULL) {
		str_add(value, text);
		return value->bad ? err_set(e, ERR_NO_MEMORY, NULL) : ERR_OK;
	}
	if (field_info(f)->class != CLASS_SET)
		return *text != '\0' ? add_code(f, text, strlen(text), value, e) : ERR_OK;
	while (*text != '\0' && rc == ERR_OK) {
		size_t len = 0, skip;
		while (text[len] != '\0' && comma_at(text + len) == 0)
			len++;
		skip = comma_at(text + len);
		if (len > 0)
			rc = add_code(f, text, len, value, e);
		text += len + skip;
	}
	return rc;
}

static const char *
label_of(enum ticket_field f, const char *code)
{
	int n;
	const struct enum_item *items = list_of(f, &n);

	for (int i = 0; i < n; i++)
		if (strcmp(items[i].code, code) == 0)
			return items[i].label;
	return code;
}

void
ticket_words_shown(enum ticket_field f, const char *value, struct str *out)
{
	const char *code = NULL;
	size_t n, shown = 0;

	if (field_info(f)->class != CLASS_SET) {
		str_add(out, label_of(f, value));
		return;
	}
	while (members_next(value, &code, &n)) {
		char one[40];

		(void)snprintf(one, sizeof(one), "%.*s", (int)n, code);
		str_addf(out, "%s%s", shown++ > 0 ? "、" : "", label_of(f, one));
	}
}

/* ---- what may be written ---- */

static void
help_values(enum ticket_field f, struct str *out)
{
	const struct field_info *info = field_info(f);
	int n;
	const struct enum_item *items = list_of(f, &n);

	for (int i = 0; i < n; i++)
		str_addf(out, "%s%s %s", i > 0 ? ", " : "", items[i].label, items[i].code);
	if (f == TF_TAKEN_AT)
		str_add(out, "纸单补录时来电的时间, 如 09:40、昨天21:10、11-22 09:40; ");
	if (items == NULL)
		str_add(out, kinds[info->kind]);
	if (info->class == CLASS_SET)
		str_add(out, "; 几个用逗号隔开");
	else if (info->class == CLASS_KEYS)
		str_add(
		    out, "; 每行一个“名称=内容”, 或不写这一行而直接写分类的字段, 如 商家全称: …");
	else if (info->kind == KIND_LINE || info->kind == KIND_TEXT)
		str_addf(out, ", 最多 %d 字", info->max_chars);
}

void
ticket_words_help(struct str *out)
{
	str_add(out, "\n文件: JSON ({\"content\":\"…\"}, 用英文名和代码), 或每行一个“字段: 内容”:\n"
		     "字段写中文名或英文名; 有固定选项的写中文或代码; 空格开头的行接上一行; # "
		     "开头的行不读。\n"
		     "\n英文名            中文名: 内容\n");
	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);
		str_addf(out, "%-17s %s: ", info->json, info->label);
		help_values((enum ticket_field)i, out);
		str_add(out, "\n");
	}
}
