/* The schemas of the interface: JSON, closed where requests are, every member named, what is read strictly described
 * as strictly. Whether answers keep to them is asked in tests/unit/server_api. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/limits.h"
#include "model/packet.h"
#include "model/workflow.h"
#include "wire/schema.h"

static json_t *
all_schemas(void)
{
	struct str text = { 0 };
	json_error_t why;
	json_t *all;

	schema_write_all(&text);
	assert_false(text.bad);
	all = json_loadb(str_c(&text), text.len, JSON_REJECT_DUPLICATES, &why);
	if (all == NULL)
		fail_msg("%s near %.80s", why.text,
		    str_c(&text) + (why.position > 40 ? why.position - 40 : 0));
	str_free(&text);
	return all;
}

static json_t *
property(json_t *all, const char *schema, const char *name)
{
	json_t *p =
	    json_object_get(json_object_get(json_object_get(all, schema), "properties"), name);

	if (p == NULL)
		fail_msg("%s has no %s", schema, name);
	return p;
}

static bool
has(const json_t *list, const char *text)
{
	size_t i;
	json_t *one;

	json_array_foreach((json_t *)(uintptr_t)list, i,
	    one) if (strcmp(json_string_value(one), text) == 0) return true;
	return false;
}

static void
every_member_is_described(void **state)
{
	json_t *all = all_schemas(), *schema, *member;
	const char *name, *key;
	int failed = 0;

	(void)state;
	json_object_foreach(all, name, schema)
	{
		const char *title = json_string_value(json_object_get(schema, "description"));

		assert_true(schema_known(name));
		if (title == NULL || title[0] == '\0')
			print_message("%s says nothing (%d)\n", name, ++failed);
		json_object_foreach(json_object_get(schema, "properties"), key, member)
		{
			const char *text =
			    json_string_value(json_object_get(member, "description"));

			if (strcmp(name, "PageRows") == 0 || strcmp(name, "Ready") == 0 ||
			    strcmp(name, "Health") == 0 || strcmp(key, "rev") == 0 ||
			    strcmp(name, "Kept") == 0)
				continue; /* plain by their names */
			if (text == NULL || text[0] == '\0')
				print_message("%s.%s says nothing (%d)\n", name, key, ++failed);
		}
	}
	assert_int_equal(failed, 0);
	assert_false(schema_known("Nothing"));
	json_decref(all);
}

static void
references_lead_somewhere(void **state)
{
	json_t *all = all_schemas();
	char *text = json_dumps(all, JSON_COMPACT);
	static const char lead[] = "#/components/schemas/";

	(void)state;
	for (const char *p = text; (p = strstr(p, lead)) != NULL;) {
		char name[64];

		p += strlen(lead);
		assert_true(strcspn(p, "\"") < sizeof(name));
		memcpy(name, p, strcspn(p, "\""));
		name[strcspn(p, "\"")] = '\0';
		if (!schema_known(name))
			fail_msg("%s is nowhere", name);
	}
	free(text);
	json_decref(all);
}

static void
limits_and_lists_are_those_of_the_tables(void **state)
{
	json_t *all = all_schemas(), *type, *kinds;

	(void)state;
	for (int f = 0; f < TF_COUNT; f++) {
		const struct field_info *info = field_info((enum ticket_field)f);
		json_t *p = property(all, "Fields", info->json);

		assert_int_equal(
		    json_integer_value(json_object_get(p, "maxLength")), info->max_chars);
		p = property(all, info->part == PART_IDENTITY ? "Identity" : "Matter", info->json);
		assert_non_null(p);
		assert_null(json_object_get(property(all, "Seen", info->json), "maxLength"));
	}
	assert_null(json_object_get(
	    json_object_get(json_object_get(all, "Matter"), "properties"), "caller_phone"));
	type = json_object_get(property(all, "Fields", "type"), "enum");
	assert_true(has(type, "complaint"));
	assert_true(has(type, "")); /* emptied */
	kinds = json_object_get(property(all, "Operation", "kind"), "enum");
	assert_int_equal(json_array_size(kinds), EVENT_COUNT);
	assert_true(has(kinds, "submit"));
	assert_true(json_integer_value(json_object_get(
			property(all, "Record", "text"), "maxLength")) >= PACKET_CHARS);
	kinds = json_object_get(property(all, "Problem", "code"), "enum");
	assert_true(has(kinds, "ok"));
	assert_true(has(kinds, "precondition_required"));
	assert_int_equal(
	    json_integer_value(json_object_get(property(all, "Push", "ops"), "maxItems")),
	    LIMIT_OPS);
	json_decref(all);
}

static void
requests_are_closed(void **state)
{
	static const char *const closed[] = { "Enrol", "Login", "Feed", "Operation", "Push",
		"PushItem", "PushBody", "Fields", "Seen", "Args", "Audit", "AuditRow", "Records",
		"Record", "AdminUser", "AdminChange", "Deputy", "Tables", "TableFile", "AdminSeat",
		"AdminImport", "AdminDraw", "AdminVisit" };
	json_t *all = all_schemas(), *schema;
	const char *name;

	(void)state;
	json_object_foreach(all, name, schema)
	{
		json_t *open = json_object_get(schema, "additionalProperties");
		bool strict = false;

		for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
			strict = strict || strcmp(closed[i], name) == 0;
		if (open == NULL)
			assert_string_equal(name, "Gone"); /* an array */
		else if (json_is_false(open) != strict)
			fail_msg("%s: open or closed?", name);
	}
	json_decref(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_is_described),
		cmocka_unit_test(references_lead_somewhere),
		cmocka_unit_test(limits_and_lists_are_those_of_the_tables),
		cmocka_unit_test(requests_are_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
