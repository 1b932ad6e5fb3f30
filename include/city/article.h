#ifndef CITY_ARTICLE_H
#define CITY_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "city/rows.h"
#include "model/article.h"

/* The knowledge articles of a city: a file each (model/article.h), named <kb_no>.txt. They travel and are stored as
 * reference rows of this kind, code = kb_no, text = article_write's form; struct city does not hold them. */

#define CITY_ARTICLE_KIND "article"
#define CITY_ARTICLE_DIR  "articles" /* of a pack */

/** city_articles_each(pack, row, arg, e): the articles of a pack as reference rows, by kb_no. A pack without the
 * directory has none. Stops at the first file that cannot be read, with file:line; ERR_CANCELLED when ${row} says false.
 */
enum err_code city_articles_each(const char *pack, city_row_fn *row, void *arg, struct err *e);

/** city_articles_check(path, c, row, arg, report): the same of any directory of article files, or of one file, judged
 * against the city: every mistake is a line of ${report}, "K0205-01.txt:4: 没有这个分类: 0209"; articles without one go
 * to ${row}. Unknown codes, dates in the wrong order, titles twice, limits that are not the city's own, a limit that the
 * text does not say. Returns how many mistakes. */
int city_articles_check(
    const char *path, const struct city *c, city_row_fn *row, void *arg, struct str *report);

/** city_article_judge(name, text, c, report): one article's text judged like that, "${name}:4: …" a mistake. How many. */
int
city_article_judge(const char *name, const char *text, const struct city *c, struct str *report);

/** city_replies_each(path, fn, arg, e): answers that were given before, as drafts of articles: a TSV file with the columns
 * question, answer; or id, user, time, reply_time, title, detail, reply. The question becomes title (cut to its limit
 * with …) and question, the beginning of the answer, up to a whole sentence, what is read aloud, all of it the body.
 * kb_no, codes, dates and version are for the caller to fill in. ERR_CONFIG at file:line; ERR_CANCELLED. */
typedef bool city_reply_fn(void *arg, const struct article *a, int line);
enum err_code city_replies_each(const char *path, city_reply_fn *fn, void *arg, struct err *e);
/** city_replies_report(path, fn, refused, arg, e): the same, but a row that is no good goes to ${refused}, with file:line, and
 * the others count. A file named .md is Markdown: a heading of the first or second level is a question, what stands below
 * it the answer; lines "关键词: …" and "依据: …" there are those of the article. A heading with nothing below it is the
 * title of those that follow. */
typedef void city_refused_fn(void *arg, const struct err *e);
enum err_code city_replies_report(
    const char *path, city_reply_fn *fn, city_refused_fn *refused, void *arg, struct err *e);

#endif
