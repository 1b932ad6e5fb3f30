#ifndef TEXT_GEN_MKPINYIN_H
#define TEXT_GEN_MKPINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the generator knows of each character, private to its two files: read from the sources (mkpinyin_read.c), written as
 * constant tables (mkpinyin.c). */

#define CP_END   0x33000
#define MAIN_LO  0x3400
#define MAIN_HI  0xA000
#define HIGH_LO  0x20000
#define READ_MAX 6
#define SYL_SIZE 7
#define SYL_MAX  512 /* slots below are one syllable, above an offset into the sets */
#define SETS_MAX 8192

struct chr {
	char reading[READ_MAX][SYL_SIZE];
	uint8_t n;
	bool standard; /* in kTGHZ2013: the 8,105 standard characters */
	bool listed;   /* OpenCC has a line for it */
	uint16_t slot;
	uint32_t simple; /* folding target, 0 = itself */
};

struct gen {
	struct chr *c;
	char syl[SYL_MAX][SYL_SIZE]; /* sorted; index + 1 is the id */
	size_t nsyl;
	uint16_t set[SETS_MAX]; /* count, ids... */
	size_t nset;
};

/** mkpinyin_die(what, which): says it of that file or table and ends the program. */
_Noreturn void mkpinyin_die(const char *what, const char *which);
/** mkpinyin_read_x(g, path): that source into ${g->c}; in this order: readings, opencc, variants, compat, close_foldings. */
void mkpinyin_read_readings(struct gen *g, const char *path);
void mkpinyin_read_opencc(struct gen *g, const char *path);
void mkpinyin_read_variants(struct gen *g, const char *path);
void mkpinyin_read_compat(struct gen *g, const char *path);
void mkpinyin_close_foldings(struct gen *g);
bool mkpinyin_is_han(uint32_t cp);

#endif
