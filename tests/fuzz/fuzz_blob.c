/* Any bytes as a file under any name: what it is does not hang on its name, what is taken has a type that its name does not
 * deny, what is refused is refused in words, and a name to keep leads nowhere. */
#include "fuzz.h"

#include "model/blob.h"

int
LLVMFuzzerTestOneInput(const uint8_t *d, size_t n)
{
	size_t len = n > 0 ? d[0] : 0;
	char path[256] = "", name[BLOB_NAME_BYTES];
	enum blob_type type, alone;
	struct err e = { 0 };
	enum err_code rc;

	if (n == 0 || len > n - 1)
		return 0;
	memcpy(path, d + 1, len);
	path[len] = '\0';
	blob_name(path, name);
	fuzz_must(strchr(name, '/') == NULL && strcmp(name, "..") != 0, "a name leads nowhere");
	rc = blob_check(name, d + 1 + len, n - 1 - len, &type, &e);
	alone = blob_type_of(d + 1 + len, n - 1 - len);
	fuzz_must(type == alone && type < BLOB_TYPES, "its bytes say what it is");
	fuzz_must(rc == ERR_OK ? type != BLOB_UNKNOWN : rc == ERR_MEDIA && e.text[0] != '\0',
	    "taken or refused in words");
	fuzz_must(blob_check("", d + 1 + len, n - 1 - len, &type, &e) ==
		      (alone == BLOB_UNKNOWN ? ERR_MEDIA : ERR_OK),
	    "no name denies nothing");
	return 0;
}
