#ifndef TEST_MODEL_TOWN_H
#define TEST_MODEL_TOWN_H

#include <string.h>

#include "model/city.h"

/* A small invented city for tests of model/: one district with a street and a town, a second one with a street of the
 * same community name, eight categories, the rules that try every condition. */

static inline void
town_add(void *array, size_t *n, size_t size, const void *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		memcpy(city_push(array, n, size), (const char *)rows + i * size, size);
}

#define TOWN_ADD(array, rows) \
	town_add(&c->array, &c->n_##array, sizeof *c->array, rows, sizeof(rows) / sizeof((rows)[0]))

static inline struct city *
town_new(void)
{
	static const struct area AREAS[] = {
		{ .code = "99", .kind = "city", .name = "云江市", .aliases = "云江" },
		{ .code = "9901", .parent = "99", .kind = "district", .name = "红山区" },
		{ .code = "990101", .parent = "9901", .kind = "street", .name = "红山街道" },
		{ .code = "99010101", .parent = "990101", .kind = "community", .name = "光明社区" },
		{ .code = "990102", .parent = "9901", .kind = "town", .name = "柳河镇" },
		{ .code = "99010201", .parent = "990102", .kind = "village", .name = "上柳村" },
		{ .code = "9902", .parent = "99", .kind = "district", .name = "临湖区" },
		{ .code = "990201", .parent = "9902", .kind = "street", .name = "湖滨街道" },
		{ .code = "99020101", .parent = "990201", .kind = "community", .name = "光明社区" },
	};
	static const struct street STREETS[] = {
		{ .area = "990101", .name = "红山路" },
		{ .area = "990101", .name = "建设路" },
		{ .area = "990101", .name = "幸福里", .aliases = "幸福小区" },
		{ .area = "990201", .name = "望湖花园" },
		{ .area = "990201", .name = "文昌街" },
		{ .area = "990201", .name = "桃李园" },
	};
	static const struct unit UNITS[] = {
		{ .code = "0002",
		    .name = "云江市人民政府办公室",
		    .short_name = "市府办",
		    .kind = "dept" },
		{ .code = "1001",
		    .name = "云江市住房和城乡建设局",
		    .short_name = "住建局",
		    .kind = "dept",
		    .parent = "0002" },
		{ .code = "1003",
		    .name = "云江市城市管理局",
		    .short_name = "城管局",
		    .kind = "dept",
		    .parent = "0002" },
		{ .code = "1004",
		    .name = "云江市市政管理处",
		    .short_name = "市政管理处",
		    .kind = "dept",
		    .parent = "1003" },
		{ .code = "1006",
		    .name = "云江市生态环境局",
		    .short_name = "生态环境局",
		    .kind = "dept",
		    .parent = "0002" },
		{ .code = "1099",
		    .name = "云江市旧局",
		    .short_name = "旧局",
		    .kind = "dept",
		    .parent = "0002",
		    .active_from = "2000-01-01",
		    .active_to = "2025-12-31" },
		{ .code = "1602", .name = "云江市某委", .short_name = "某委", .kind = "party" },
		{ .code = "2003",
		    .name = "云江市燃气公司",
		    .short_name = "燃气公司",
		    .kind = "soe",
		    .parent = "1001" },
		{ .code = "3001",
		    .name = "红山区人民政府",
		    .short_name = "红山区",
		    .kind = "district",
		    .areas = "9901" },
		{ .code = "4001",
		    .name = "红山街道办事处",
		    .short_name = "红山街道办",
		    .kind = "town",
		    .parent = "3001",
		    .areas = "990101" },
		{ .code = "4002",
		    .name = "柳河镇人民政府",
		    .short_name = "柳河镇政府",
		    .kind = "town",
		    .parent = "3001",
		    .areas = "990102,99010201" },
	};
	static const struct category CATEGORIES[] = {
		{ .code = "01", .name = "城乡建设" },
		{ .code = "02", .name = "城市管理" },
		{ .code = "0101",
		    .parent = "01",
		    .name = "物业管理",
		    .synonyms = "物业,物业费,业委会",
		    .examples = "小区物业只收费不修门禁。" },
		{ .code = "0205",
		    .parent = "02",
		    .name = "路灯照明",
		    .synonyms = "路灯,路灯不亮,路灯坏,晚上很黑",
		    .examples = "红山路的路灯三天没亮。",
		    .grassroots_forbidden = true,
		    .profile_rule = "street_light" },
		{ .code = "0206",
		    .parent = "02",
		    .name = "道路井盖破损",
		    .synonyms = "井盖,路面塌陷,大坑",
		    .critical_check = true },
		{ .code = "0303",
		    .parent = "01",
		    .name = "燃气",
		    .synonyms = "燃气,煤气味,天然气,停气",
		    .urgency = "urgent" },
		{ .code = "0401",
		    .parent = "02",
		    .name = "建筑施工噪声",
		    .synonyms = "夜间施工,打桩,施工噪音",
		    .examples = "工地凌晨两点还在打桩。" },
		{ .code = "0402",
		    .parent = "02",
		    .name = "社会生活噪声",
		    .synonyms = "广场舞,音响,扰民,噪音" },
		{ .code = "0203",
		    .parent = "02",
		    .name = "垃圾清运与环卫",
		    .synonyms = "垃圾,垃圾桶,扫雪,没人清运" },
		{ .code = "0999", .parent = "02", .name = "无规则的分类", .synonyms = "稀奇古怪" },
	};
	static const struct dispatch_rule RULES[] = {
		{ .id = "D0101", .category = "0101", .lead_unit = "1001", .priority = 100 },
		{ .id = "D0101-1",
		    .category = "0101",
		    .area_level = "town",
		    .lead_unit = "@town",
		    .priority = 200 },
		{ .id = "D0203", .category = "0203", .lead_unit = "1003", .priority = 100 },
		{ .id = "D0203-1",
		    .category = "0203",
		    .keywords = "扫雪,结冰",
		    .lead_unit = "1004",
		    .urgency = "urgent",
		    .priority = 200 },
		{ .id = "D0205",
		    .category = "0205",
		    .lead_unit = "1004",
		    .basis = "派单目录0205",
		    .priority = 100,
		    .grassroots_forbidden = true },
		{ .id = "D0205-1",
		    .category = "0205",
		    .area_level = "village",
		    .lead_unit = "@town",
		    .priority = 200 },
		{ .id = "D0206",
		    .category = "0206",
		    .lead_unit = "@town",
		    .priority = 300,
		    .grassroots_forbidden = true },
		{ .id = "D0206-1", .category = "0206", .lead_unit = "1004", .priority = 100 },
		{ .id = "D0303",
		    .category = "0303",
		    .lead_unit = "2003",
		    .urgency = "urgent",
		    .priority = 100 },
		{ .id = "D0401", .category = "0401", .lead_unit = "1006", .priority = 100 },
		{ .id = "D0401-1",
		    .category = "0401",
		    .subject_kind = "site",
		    .keywords = "夜间施工",
		    .lead_unit = "1003",
		    .priority = 200 },
		{ .id = "D0401-2",
		    .category = "0401",
		    .lead_unit = "1003",
		    .priority = 400,
		    .valid_from = "2026-06-01",
		    .valid_to = "2026-06-30" },
		{ .id = "D0402", .category = "0402", .lead_unit = "1099", .priority = 200 },
		{ .id = "D0402-1", .category = "0402", .lead_unit = "1003", .priority = 100 },
		{ .id = "D0402-2", .category = "0402", .lead_unit = "1006", .priority = 100 },
	};
	static const struct danger_row DANGERS[] = {
		{ .id = "U01",
		    .words = "轻生,自杀,跳楼",
		    .level = "critical",
		    .prompt = "您先别挂",
		    .kind = "sensitive" },
		{ .id = "U02",
		    .words = "燃气泄漏,煤气味很重",
		    .level = "critical",
		    .prompt = "先到室外",
		    .kind = "emergency" },
		{ .id = "U03",
		    .words = "积水倒灌,井盖丢",
		    .level = "urgent",
		    .prompt = "有人看着吗",
		    .kind = "emergency" },
		{ .id = "U04",
		    .words = "摔了一跤,着火",
		    .level = "ask",
		    .prompt = "人现在怎么样",
		    .kind = "injury" },
		{ .id = "U05",
		    .words = "落水,火灾",
		    .level = "critical",
		    .prompt = "不要下水拉人",
		    .kind = "emergency",
		    .except = "落水管,院落水,火灾报警" },
	};
	static const struct contact CONTACTS[] = {
		{ .unit = "1004", .role = "leader", .name = "丙", .phone = "13700000103" },
		{ .unit = "1004", .role = "liaison", .name = "乙", .phone = "13700000102" },
		{ .unit = "1004", .role = "duty", .name = "值班室", .phone = "8890-1004" },
	};
	static const struct home_area HOME[] = { { "138", "松泽" }, { "1380000", "云江" },
		{ "8890", "云江" } };
	struct city *c = city_new();
	TOWN_ADD(areas, AREAS);
	TOWN_ADD(streets, STREETS);
	TOWN_ADD(units, UNITS);
	TOWN_ADD(categories, CATEGORIES);
	TOWN_ADD(rules, RULES);
	TOWN_ADD(dangers, DANGERS);
	TOWN_ADD(contacts, CONTACTS);
	TOWN_ADD(home_areas, HOME);
	city_finish(c);
	return c;
}

#endif
