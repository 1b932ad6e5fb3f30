#ifndef CITY_ARTICLE_P_H
#define CITY_ARTICLE_P_H

#include "city/article.h"
#include "numbers_p.h"

struct sink;

/* An article as it stands in its file, to tell where a mistake is. */
struct article_file {
	const char *path;
	struct str text;
	struct article a;
};

/** article_judge(c, numbers, f, s): what reading alone cannot know: codes, dates, limits; with ${numbers} also the words,
 * as of a pack whose author can still be asked: telephone numbers, and promises in what is read aloud. */
void article_judge(const struct city *c, const struct number_forms *numbers,
    const struct article_file *f, struct sink *s);
/** article_fail(f, member, s, fmt, …): a mistake in the line of that header member. */
void article_fail(const struct article_file *f, const char *member, struct sink *s, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/** check_articles(pack, c, numbers, s): all of a pack (pack_check.c). */
void check_articles(
    const char *pack, const struct city *c, const struct number_forms *numbers, struct sink *s);

#endif
