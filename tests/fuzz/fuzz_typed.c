/* What people type into closed cells: limits, times of calls on paper, further fields of a category. Whatever is typed, what
 * is taken passes the check of what is kept, a merge loses no line without saying so, and nothing crashes. The first byte
 * moves the clock. */
#include "fuzz.h"

#include "model/extra.h"
#include "model/taken.h"
#include "model/until.h"

static const struct fuzz_word words[] = { FUZZ_WORD("明天"), FUZZ_WORD("后天17:30"),
	FUZZ_WORD("昨晚9点"), FUZZ_WORD("3个工作日"), FUZZ_WORD("12月20日"),
	FUZZ_WORD("2026-11-22 09:40"), FUZZ_WORD("1.2万元"), FUZZ_WORD("下午三点半"),
	FUZZ_WORD("上周二"), FUZZ_WORD("merchant="), FUZZ_WORD("amount="), FUZZ_WORD("\n"),
	FUZZ_WORD("３０００元"), FUZZ_WORD("11月31日") };

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

static void
try_times(const char *text, int64_t now)
{
	static const struct calendar none;
	char taken[TAKEN_SIZE];
	int64_t at = 0;

	if (until_read(text, &none, now, &at, NULL) == ERR_OK)
		fuzz_must(at > now, "a limit lies ahead");
	if (taken_read(text, now, taken, NULL) == ERR_OK)
		fuzz_must(taken_check(taken, now, NULL) == ERR_OK, "what is read may be kept");
}

static void
try_value(const char *type, const char *text, int64_t now)
{
	const struct field_rule rule = { .category = "1001",
		.name = "x",
		.label = "项",
		.type = type,
		.options = "有|没有",
		.hint = "" };
	char value[EXTRA_VALUE_BYTES];

	if (extra_normal(&rule, text, now, value) && value[0] != '\0' &&
	    strcmp(type, "choice") != 0)
		fuzz_must(
		    extra_check_value(&rule, value, NULL) == ERR_OK, "what is normal may be kept");
}

/* Three versions of one text: the first, a middle and the last third of the bytes. */
static void
try_merge(const char *text, size_t n)
{
	struct str was = { 0 }, mine = { 0 }, merged = { 0 }, lost = { 0 };

	str_add_n(&was, text, utf8_head(text, n / 3));
	str_add_n(&mine, text, utf8_head(text, 2 * n / 3));
	(void)extra_merge(text, str_c(&was), str_c(&mine), &merged, &lost);
	fuzz_must(!merged.bad && !lost.bad, "a merge of text is text");
	str_free(&was);
	str_free(&mine);
	str_free(&merged);
	str_free(&lost);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "text", "money", "day", "number", "choice" };
	int64_t now = 1700000000000 + (size > 0 ? data[0] : 0) * 86400000LL * 9;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (utf8_valid(text, strlen(text))) { /* widgets and the wire let nothing else through */
		try_times(text, now);
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
			try_value(types[i], text, now);
		try_merge(text, strlen(text));
		(void)extra_check(NULL, "1001", text, NULL);
	}
	free(text);
	return 0;
}
