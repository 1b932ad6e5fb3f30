#ifndef CITY_REPLIES_P_H
#define CITY_REPLIES_P_H

#include "city/article.h"

/* An answer that was given before, as it stands in its file: in a row of a table, or below a heading. */
struct reply_words {
	const char *question, *answer, *keywords, *basis;
	int line;
};
struct reply_sink {
	const char *path;
	city_reply_fn *fn;
	city_refused_fn *refused; /* NULL: the first mistake ends it */
	void *arg;
};
/** reply_take(w, s, e): one, as a draft of an article, to whom it concerns. markdown_each(s, e): those of a Markdown file. */
enum err_code reply_take(const struct reply_words *w, const struct reply_sink *s, struct err *e);
enum err_code markdown_each(const struct reply_sink *s, struct err *e);

#endif
