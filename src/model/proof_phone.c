/* proof_phone.c: what is odd in a telephone number as it was typed: words in its place (a name, an address: typed one field
 * too far), or a mobile number with a digit too many or too few. Extensions, several numbers and stars stay as they are. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "model/mask.h"
#include "model/proof.h"

#define MOBILE_DIGITS 11
#define MOBILE_LEAST  7 /* with fewer it is being read out, or no mobile at all */

/* What stands between the digits of numbers people write. */
static bool
is_of_a_number(uint32_t cp)
{
	static const char marks[] = " +-*#()/,;.";
	static const uint32_t wide[] = { 0x3000, 0x3001, 0xff0c, 0xff1b, 0xff08, 0xff09, 0xff0d,
		0xff0b, 0x8f6c /* 转 */, 0x5206 /* 分 */, 0x673a /* 机 */, 0x6216 /* 或 */ };

	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || strchr(marks, (int)cp) != NULL;
	if (cp >= 0xff10 && cp <= 0xff19)
		return true;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (cp == wide[i])
			return true;
	return false;
}

/* The first run of what belongs to no number; its length, 0 none. */
static size_t
find_words(const char *text, size_t *at)
{
	const size_t len = strlen(text);
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		uint32_t cp = 0;
		const size_t k = utf8_next(text + i, len - i, &cp);
		const bool word = !is_of_a_number(cp);

		if (!word && n > 0)
			return n;
		if (word && n == 0)
			*at = i;
		n += word ? k : 0;
		i += k;
	}
	return n;
}

static bool
is_mobile(const char *digits)
{
	return digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

bool
proof_phone(const char *text, bool whole, struct proof *out)
{
	char digits[32];
	size_t n, at = 0, words = find_words(text, &at);

	*out = (struct proof){ .kind = PROOF_PHONE, .at = at, .len = words };
	if (words > 0) {
		(void)snprintf(out->say, sizeof(out->say), "“%.*s”不是号码, 是别的栏里的吗",
		    (int)utf8_whole(text + at, words < PROOF_INSTEAD ? words : PROOF_INSTEAD),
		    text + at);
		return true;
	}
	n = mask_phone_normal(text, digits, sizeof(digits));
	if (!whole || strpbrk(text, "*,;/") != NULL || !is_mobile(digits) || n < MOBILE_LEAST ||
	    n == MOBILE_DIGITS || n > MOBILE_DIGITS + 2)
		return false;
	out->at = 0;
	out->len = strlen(text);
	(void)snprintf(out->say, sizeof(out->say), "手机号是11位, 这里%zu位, 请和来电人核对", n);
	return true;
}
