/* Masks: one case a kind of value that has been seen in a call centre. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"
#include "model/mask.h"

struct pair {
	const char *plain, *masked;
};

typedef void mask_fn(const char *, char *, size_t);

static void
check(mask_fn *mask, const struct pair *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char out[128], small[6];

		mask(cases[i].plain, out, sizeof(out));
		assert_string_equal(out, cases[i].masked);
		mask(cases[i].plain, small, sizeof(small));
		assert_true(utf8_valid(small, strlen(small)));
		assert_true(strlen(small) < sizeof(small));
	}
}
#define CHECK(mask, cases) check(mask, cases, sizeof(cases) / sizeof((cases)[0]))

static void
phones(void **state)
{
	static const struct pair cases[] = {
		{ "13800005678", "138****5678" },
		{ "138 0000 5678", "138****5678" },
		{ "+86 138-0000-5678", "138****5678" },
		{ "8613800005678", "138****5678" },
		{ "008613800005678", "138****5678" },
		{ "013800005678", "138****5678" },
		{ "１３８００００５６７８", "138****5678" },
		{ "88903301", "****3301" },
		{ "010-88903301", "****3301" },
		{ "0371-88903301", "****3301" },
		{ "+852 9000 1234", "****1234" },
		{ "12345", "12345" },
		{ "110", "110" },
		{ "668812", "****12" },
		{ "未显示", "****" },
		{ "", "" },
	};

	(void)state;
	CHECK(mask_phone, cases);
}

static void
phones_as_stored(void **state)
{
	static const struct pair cases[] = {
		{ "+86 138-0000-5678", "13800005678" },
		{ "（0371）８８９０３３０１", "037188903301" },
		{ "8613800005678", "13800005678" },
		{ "86138000056", "86138000056" },
		{ "01088903301", "01088903301" },
		{ "013800005678", "13800005678" },
		{ "+85290001234", "85290001234" },
		{ "无", "" },
	};
	char out[32], small[4];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    mask_phone_normal(cases[i].plain, out, sizeof(out)), strlen(cases[i].masked));
		assert_string_equal(out, cases[i].masked);
	}
	mask_phone_normal("13800005678", small, sizeof(small));
	assert_string_equal(small, "138");
}

static void
tails(void **state)
{
	char out[8];

	(void)state;
	mask_tail("138-0000-5678", out);
	assert_string_equal(out, "5678");
	mask_tail("110", out);
	assert_string_equal(out, "");
	mask_tail("", out);
	assert_string_equal(out, "");
}

static void
names(void **state)
{
	static const struct pair cases[] = {
		{ "张三", "张*" },
		{ "张小明", "张**" },
		{ "欧阳修文", "欧阳**" },
		{ "司马光", "司马*" },
		{ "欧阳", "欧*" },
		{ "张", "张*" },
		{ "张女士", "张女士" },
		{ "欧阳先生", "欧阳先生" },
		{ "张三先生", "张*先生" },
		{ "李老师", "李老师" },
		{ " 王芳 ", "王*" },
		{ "阿依古丽", "阿***" },
		{ "买买提·艾力", "买***" },
		{ "John Smith", "J***" },
		{ "𠮷野", "𠮷*" },
		{ "", "" },
		{ "  ", "" },
		{ "\xff\xff", "***" },
	};

	(void)state;
	CHECK(mask_name, cases);
}

static void
documents(void **state)
{
	static const struct pair cases[] = {
		{ "110101199001011234", "110***********1234" },
		{ "11010119900101123X", "110***********123X" },
		{ "E12345678", "E12**5678" },
		{ "1234567", "*******" },
		{ "护照号码一二三四五", "护照号**二三四五" },
		{ "", "" },
	};

	(void)state;
	CHECK(mask_id, cases);
}

static void
addresses(void **state)
{
	static const struct pair cases[] = {
		{ "红山路78号", "红山路**号" },
		{ "红山路78号3栋2单元501室", "红山路**号**栋**单元**室" },
		{ "红山路78-2号B座5A", "红山路**号**座**" },
		{ "红山路７８号", "红山路**号" },
		{ "红山路七十八号院", "红山路**号院" },
		{ "三里屯路口", "三里屯路口" },
		{ "十字街五号楼", "十字街**号楼" },
		{ "人民广场", "人民广场" },
		{ "", "" },
	};

	(void)state;
	CHECK(mask_address, cases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones),
		cmocka_unit_test(phones_as_stored),
		cmocka_unit_test(tails),
		cmocka_unit_test(names),
		cmocka_unit_test(documents),
		cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
