#ifndef MODEL_SCENARIO_P_H
#define MODEL_SCENARIO_P_H

#include "model/scenario.h"
#include "plain_p.h"

/* What the parts of the scenario reader share. */

/* ---- scenario_mistake.c ---- */
/* While a file is read: what becomes of its mistakes. */
struct scenario_notes {
	struct scenario_mistakes
	    *all;      /* where they go; NULL: the first is the end of the reading */
	struct err *e; /* the mistake that was found last; not NULL where ${all} is not */
	unsigned broken
	    [SCENARIO_MATTERS]; /* sections with a mistake of form: what they mean is not judged */
	bool unfilled;          /* a {name} stands there as it was written */
};
/** scenario_note(n, rc): what came of a part: ERR_OK when the reading goes on, its mistake (n->e) being kept. scenario_is_noted(m,
 * line): has that line one? */
enum err_code scenario_note(struct scenario_notes *n, enum err_code rc);
bool scenario_is_noted(const struct scenario_mistakes *m, int line);
/** scenario_clean(text, n): what plain_check would refuse is noted line by line, and blanked. */
enum err_code scenario_clean(struct str *text, struct scenario_notes *n);

/* ---- scenario_vary.c: [变化] ---- */
struct scenario_span {
	const char *s;
	size_t len;
};
/* A line of [变化]: names that change together, and the rows to choose from. */
struct scenario_group {
	struct scenario_span row[SCENARIO_CHOICES];
	int n, columns, line;
};
struct scenario_name {
	const char *s;
	size_t len;
	int group, column;
	bool used;
};
struct scenario_varied { /* points into the text it was read from */
	struct scenario_group group[SCENARIO_VARIED];
	struct scenario_name name[SCENARIO_VARIED];
	int n_groups, n_names;
};
/** scenario_vary_read(text, len, v, e): what may vary. scenario_vary_apply: the text as ${seed} chooses, its lines where they were;
 * notes which names were used. */
enum err_code scenario_vary_read(
    const char *text, size_t len, struct scenario_varied *v, struct scenario_notes *n);
enum err_code scenario_vary_apply(struct scenario_varied *v, const char *text, size_t len,
    uint64_t seed, struct str *out, struct scenario_notes *n);
/** scenario_heading(line, len, name, n): is it one ("[变化]" or "【变化】")? What stands inside. */
bool scenario_heading(const char *line, size_t len, const char **name, size_t *n);
/** scenario_trim(s, n): without blanks (also U+3000) at both ends. */
void scenario_trim(const char **s, size_t *n);
/** scenario_member(line, len, name, value): is it "名称: 内容", with a colon of either width? What stands on its sides, trimmed. */
bool scenario_member(
    const char *line, size_t len, struct scenario_span *name, struct scenario_span *value);

/* ---- scenario_value.c: what may stand behind a colon ---- */
enum scenario_value {
	VALUE_TEXT,  /* const char *, at most ${hi} characters */
	VALUE_LINED, /* the same; its line, an int at ${more} */
	VALUE_CODE,  /* const char *, letters, digits, - */
	VALUE_INT,   /* int of lo..hi; 秒 may follow */
	VALUE_LABEL, /* int: one of ${labels} */
	VALUE_MASK,  /* unsigned: any of ${labels} */
	VALUE_DAYS,  /* two int32_t, one after the other */
	VALUE_PAIRS, /* struct scenario_pair [SCENARIO_LIST]; how many, an int at ${more} */
	VALUE_LIST,  /* struct scenario_list of codes: ${items}, ${code}; neither: the form only */
	VALUE_WORDS, /* struct scenario_list of anything */
	VALUE_ACTS,  /* unsigned: labels of acts */
	VALUE_TELLS, /* the same of 保密 编号 时限 回访, or 无 */
	VALUE_PHONE  /* const char * of digits and - */
};
struct scenario_key {
	const char *name;
	size_t offset;
	size_t more; /* offset of an int: the count of pairs; the line of a phone, of a text */
	const char *labels;                       /* apart by blanks */
	const struct enum_item *(*items)(int *n); /* a closed list: by its Chinese or its code */
	const char *(*code)(const char *word);    /* a longer one; NULL unknown */
	enum scenario_value type;
	int lo, hi; /* VALUE_LABEL: ${lo} is the value of the first label */
	bool must;
};
/* ---- scenario_keys.c ---- */
enum scenario_section {
	IN_HEAD,
	IN_VARIED,
	IN_PERSONA,
	IN_TALK,
	IN_FACT,
	IN_SECOND,
	IN_ANSWER,
	IN_TICKET,
	IN_DRILL,
	IN_CASE,
	IN_PAST,
	IN_STEP,
	IN_NEVER,
	IN_OLD, /* of a call */
	SECTIONS
};
struct scenario_part { /* a section: its heading, and the keys that are rows of a table */
	const char *name;
	const struct scenario_key *keys;
	size_t n;
};
extern const struct scenario_part scenario_sections[SECTIONS];

struct scenario_line { /* a member of the file: name and value terminated, in the buffer */
	char *name, *value;
	int line;
};
enum err_code scenario_value(
    const struct scenario_key *k, void *base, const struct scenario_line *l, struct err *e);
/** scenario_cue(name, u, line, e): when an utterance is said. scenario_field(l, f, e): a field of the reference ticket. */
enum err_code scenario_cue(const char *name, struct scenario_utterance *u, int line, struct err *e);
enum err_code scenario_field(const struct scenario_line *l, struct fields *f, struct err *e);
int scenario_element(const char *name, size_t len); /* -1 unknown */

/* ---- scenario_read.c ---- */
/** scenario_read_lines(s, len, n): the ${len} bytes of its buffer, into ${s}. */
enum err_code scenario_read_lines(struct scenario *s, size_t len, struct scenario_notes *n);

/* ---- scenario_check.c ---- */
/** scenario_complete(s): fills in what a writer may leave out. scenario_check(s, n): does it hold together? */
void scenario_complete(struct scenario *s);
enum err_code scenario_check(const struct scenario *s, struct scenario_notes *n);
/* ---- scenario_heard.c ---- */
/** scenario_check_heard(s, matter, n): does the caller say all that the answer and the reference ticket of that matter want to
 * have been heard? */
enum err_code scenario_check_heard(const struct scenario *s, int matter, struct scenario_notes *n);
#define SCENARIO_UNSET       (-2) /* of an answer's tickets, before scenario_complete */
#define SCENARIO_TELLS_UNSET 0x80000000u

/* ---- scenario.c ---- */
/** scenario_fold(text): folded, without blanks: how words are compared. Owned by the caller; NULL without memory. */
char *scenario_fold(const char *text);
/** scenario_each_word(words, at, len): each way of writing in "红山路, 78号|七十八号", folded by scenario_fold; NULL at the end. */
const char *scenario_each_word(const char *words, size_t *at, size_t *len);

#endif
