#ifndef MODEL_ARTICLE_P_H
#define MODEL_ARTICLE_P_H

#include "model/article.h"

/* The header members of an article's text form, in their canonical order: a line here reads it and writes it. */
enum member_type {
	MEMBER_NUMBER, /* kb_no: a code that may be a file's name */
	MEMBER_CODE,
	MEMBER_TEXT,
	MEMBER_KIND,
	MEMBER_SECRECY,
	MEMBER_STATUS,
	MEMBER_LIMIT,
	MEMBER_DAY,
	MEMBER_VERSION
};
struct article_member {
	const char *name, *label; /* in the file; to a person */
	enum member_type type;
	bool must;
	size_t offset, size; /* size: bytes of a code, characters of a text */
	const char *wanted;  /* for messages */
};
extern const struct article_member ARTICLE_MEMBERS[];
extern const size_t N_ARTICLE_MEMBERS;

/* Names by number; -1 for an unknown one. */
int article_status_parse(const char *name);
int article_secrecy_parse(const char *name); /* 1: internal */
bool article_is_clock(const char *name);

#endif
