/* subject.c: when two names mean the same party. Only the letters are looked at: that one company has two names nobody
 * knows here, and two companies of one name in one city are taken for one; a list of tickets is shown, nothing decided. */
#include "model/subject.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/grams.h"

#define COUNT(a)    (sizeof(a) / sizeof((a)[0]))
#define LEAST_CHARS 2

/* Whom many tickets name and who is somebody else each time. */
static const char *const NOBODY[] = { "物业", "物业管理", "物业服务", "商家", "邻居", "老板",
	"店家", "公司", "单位", "个人", "不详", "不明", "未知", "没有", "施工方", "工地",
	"施工单位", "开发商", "小区物业", "房东", "租户", "业主", "住户", "村委会", "居委会",
	"社区", "学校", "医院", "饭店", "超市" };

/* The longest first of those that end alike. */
static const char *const ENDINGS[] = { "有限责任公司", "股份有限公司", "有限公司", "分公司", "公司",
	"集团", "(集团)", "个体工商户" };

static bool
cut(struct str *s, const char *ending)
{
	const size_t n = strlen(ending);

	if (s->len < n || strcmp(s->s + s->len - n, ending) != 0)
		return false;
	str_splice(s, s->len - n, n, "", 0);
	return true;
}

/* Letters, digits and Hanzi; what stands in brackets is where or whose it is. */
static void
plain(const char *name, struct str *out)
{
	struct str folded = { 0 };
	int depth = 0;

	fold_add(&folded, name);
	for (const char *s = str_c(&folded); *s != '\0';) {
		uint32_t cp = 0;
		size_t n = utf8_next(s, strlen(s), &cp);
		const bool open = cp == '(' || cp == '[' || cp == 0x3010,
			   close = cp == ')' || cp == ']' || cp == 0x3011;

		n = n > 0 ? n : 1;
		depth += open;
		if (depth == 0 && !close &&
		    ((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || utf8_is_han(cp)))
			str_add_n(out, s, n);
		depth -= close && depth > 0;
		s += n;
	}
	str_free(&folded);
}

uint32_t
subject_key(const char *name)
{
	struct str s = { 0 };
	uint32_t key = 0;
	bool nobody;

	plain(name, &s);
	for (size_t i = 0; i < COUNT(ENDINGS); i++)
		if (cut(&s, ENDINGS[i]))
			i = (size_t)-1; /* 集团有限公司 */
	if (cut(&s, "物业管理") || cut(&s, "物业服务"))
		str_add(&s, "物业");
	nobody = utf8_count(str_c(&s)) < LEAST_CHARS;
	for (size_t i = 0; i < COUNT(NOBODY); i++)
		nobody = nobody || strcmp(str_c(&s), NOBODY[i]) == 0;
	if (!nobody && !s.bad)
		key = grams_mix(GRAMS_SEED, s.s, s.len);
	str_free(&s);
	return key;
}
