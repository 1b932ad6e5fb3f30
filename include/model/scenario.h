#ifndef MODEL_SCENARIO_H
#define MODEL_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/act.h"
#include "model/elements.h"
#include "model/ticket.h"

/* A scenario 案例: one simulated call and what a good call-taker makes of it, as one plain text file that a trainer
 * writes: conf/scenarios/<编号>.txt; how is told in conf/scenarios/README.md. Lines "名称: 内容" under headings [来电人]
 * [变化] [说话] [事实 …] [第二件事] [标准答案] [参考工单] [旧单 …] [经过 …]; a line that begins with a blank goes on with the one before it;
 * # begins a comment. "{名称}" stands for what [变化] chooses, by the seed; 0 takes the first of everything.
 *
 * A struct scenario is one such choice: every word in it is as the caller will say it. It owns all its strings. */

#define SCENARIO_DRILLS       "drills" /* folder beside the calls: lessons on tickets (model/drill.h) */
#define SCENARIO_VERSION      1
#define SCENARIO_BYTES        32768 /* of a file: five times the longest written so far */
#define SCENARIO_CHARS        300   /* of one utterance: a minute of talk */
#define SCENARIO_UTTERANCES   40
#define SCENARIO_FACTS        32 /* of both matters */
#define SCENARIO_MATTERS      2
#define SCENARIO_VARIED       16 /* placeholders */
#define SCENARIO_CHOICES      12 /* of each */
#define SCENARIO_LIST         12 /* items of one list */
#define SCENARIO_REVIEWERS    2
#define SCENARIO_SECONDS_MOST 1800 /* no call of the sample takes half an hour */
#define SCENARIO_MOOD_MOST    10   /* 0 calm; at 10 he hangs up */

/* ---- closed lists: X(NAME, as it stands in the file) ---- */
#define SCENARIO_SKILLS(X) X(BUSINESS, "业务") X(TALK, "沟通") X(EMERGENCY, "应急")
#define SCENARIO_MODES(X) \
	X(WATCH, "观摩")  \
	X(GUIDED, "引导") \
	X(EXAM, "考试")   \
	X(STRESS, "压力") \
	X(DRILL, "演练")  \
	X(COACHED, "带练")
#define SCENARIO_TRAITS(X)       \
	X(ELDERLY, "老人")       \
	X(DIALECT, "方言")       \
	X(AGITATED, "激动")      \
	X(REPEAT, "反复")        \
	X(ENTERPRISE, "企业")    \
	X(OUTSIDE, "外地")       \
	X(ABUSIVE, "骚扰")       \
	X(SUICIDE, "轻生")       \
	X(MINOR, "未成年")       \
	X(FOREIGN, "外语")       \
	X(SILENT, "无声")        \
	X(WHISTLE, "举报")       \
	X(MEDIA, "媒体")         \
	X(DISABLED, "残疾")      \
	X(WRONG, "打错")         \
	X(OFFLINE, "系统断线")   \
	X(DUPLICATE, "重复事件") \
	X(OLD_LINE, "旧号")
/* The last two are those of a drill, and of nothing else: by oneself, and with hints. */
#define SCENARIO_MODE_IS_DRILL(m) ((m) == MODE_DRILL || (m) == MODE_COACHED)
/* When the caller says something of himself. */
#define SCENARIO_CUES(X)                                              \
	X(NEXT, "接着")       /* when he has said the one before */   \
	X(AT, "20秒")         /* n: seconds after the answer */       \
	X(SILENCE, "沉默8秒") /* n: seconds in which nobody spoke */  \
	X(HELD, "等候20秒")   /* n: seconds on hold */                \
	X(MOOD, "情绪到6")    /* n: his mood, reached from below */   \
	X(ASKED, "问过时间")  /* n: enum element, after his answer */ \
	X(AFTER, "复述后")    /* n: enum call_act; 插曲辱骂, 插曲险情 without 后 */
enum scenario_skill {
#define X(name, zh) SKILL_##name,
	SCENARIO_SKILLS(X)
#undef X
	    SKILL_COUNT
};
enum scenario_mode {
#define X(name, zh) MODE_##name,
	SCENARIO_MODES(X)
#undef X
	    MODE_COUNT
};
enum scenario_trait {
#define X(name, zh) TRAIT_##name,
	SCENARIO_TRAITS(X)
#undef X
	    TRAIT_COUNT
};
#define TRAIT_BIT(name) (1u << TRAIT_##name)
enum scenario_cue {
#define X(name, zh) CUE_##name,
	SCENARIO_CUES(X)
#undef X
	    CUE_COUNT
};
const char *scenario_skill_label(enum scenario_skill s);
/** scenario_mode_label(m): as screens call it: 单考 is one call; the file's word 考试 means that it may be asked alone and in a
 * whole exam (model/exam.h). */
const char *scenario_mode_label(enum scenario_mode m);
const char *scenario_trait_label(enum scenario_trait t);

/* ---- the parts ---- */
struct scenario_list {
	const char *item[SCENARIO_LIST];
	int n, line; /* line of the file; 0: not written */
};
struct scenario_pair { /* 片子=暖气片: what he says, and what it is */
	const char *said, *meant;
};
struct scenario_persona {
	const char *name, *called, *phone, *line, *ivr, /* line dialled: "12345"; ivr "" none */
	    *unknown,                    /* what he says to a question he has no answer to */
	    *secret;                     /* … when asked whether his name may be told */
	int sex;                         /* 0 she, 1 he */
	int age, patience_s, mood, rate; /* rate: characters a second */
	int secrecy;                     /* he wants it: 1, does not: 0 */
	unsigned traits;                 /* TRAIT_BIT */
	struct scenario_pair dialect[SCENARIO_LIST], places[SCENARIO_LIST];
	int n_dialect, n_places;
	int phone_line; /* of the file */
};
struct scenario_utterance {
	enum scenario_cue cue;
	int n, matter, line;
	const char *text;
};
/* What he tells only when asked. */
struct scenario_fact {
	int matter, line;
	int element;               /* asked for by its key; -1: only by a typed question */
	struct scenario_list asks; /* words of that question, any of them */
	const char *says;
	const char *wrong;   /* "" none: said at first; ${says} when it is restated to him */
	const char *words;   /* what he never says unasked: scenario_words; "" not watched */
	const char *refusal; /* said while an act of ${first} is wanting */
	unsigned first;      /* acts that must have gone before: bits */
};
/* What a good call-taker makes of one matter. An empty list: whatever there is. */
struct scenario_answer {
	struct scenario_list outcomes,  /* codes of RECORD_CALL: ticket direct emergency … */
	    types, categories,          /* of 4 digits, or 2 for any below */
	    urgencies, units, articles, /* any of them; none written: none needed */
	    scripts,                    /* moments that must have been read out: each */
	    targets,                    /* any of them */
	    rejects;
	int tickets;                      /* filed: 1 must, 0 must not, -1 may be */
	int confidential;                 /* on the ticket: 1, 0, -1 either */
	const char *words[ELEMENT_COUNT]; /* scenario_words; "" not looked at */
	int words_line[ELEMENT_COUNT];    /* of the file */
	unsigned tells;     /* acts that must not be missing: SECRET NUMBER LIMIT VISIT */
	unsigned forbidden; /* acts, beside what the score sheet always forbids */
	int par_s, acw_s;
	struct fields reference;      /* the ticket as it should be; nothing set: none is filed */
	int reference_line[TF_COUNT]; /* of the file */
	int line;                     /* of the heading */
};
struct drill;
struct scenario {
	struct drill *drill; /* a lesson without a call (model/drill.h), owned; NULL: a call */
	struct drill *
	    before; /* tickets that the caller told of earlier, and what was done to them: no other part of it; owned; NULL none */
	const char *id, *title, *author, *source;
	struct scenario_list reviewed; /* SCENARIO_REVIEWERS names, not the author */
	enum scenario_skill skill;
	int difficulty;                 /* 1..5 */
	unsigned modes;                 /* bits by enum scenario_mode; all when none is written */
	int32_t from, until;            /* days since 1970, until is the last valid day */
	struct scenario_list knowledge; /* "K0205-01=3": what it was written against */
	struct scenario_persona persona;
	const char *opening; /* "" he says nothing of himself */
	struct scenario_utterance utterance[SCENARIO_UTTERANCES];
	int n_utterances;
	struct scenario_fact fact[SCENARIO_FACTS];
	int n_facts;
	struct scenario_answer answer[SCENARIO_MATTERS];
	int n_matters;
	struct scenario_utterance second; /* when and how he brings up the second matter */
	int shuffled;                /* 1: what he says one after another comes in another order */
	int opening_line, last_line; /* of the file */
	int choices; /* variants that differ: seeds 0..choices-1 are all of them once */
	char *source_text, *buffer; /* the file as read; what the strings above point into */
};

/** scenario_init, scenario_free(s): ready for use again. */
void scenario_init(struct scenario *s);
void scenario_free(struct scenario *s);
/** scenario_read(text, len, s, e): one file, as its first variant; every other is tried too. ERR_INVALID with e->where
 * "line 7" and a sentence that a trainer understands: what is unknown, doubled, missing, impossible (a time, a day, a
 * mood), too much, written for another version, cut short, or says unasked what it hides. Codes of the city are checked
 * for form only (city/scenario.h). ${s} initialised; unchanged after a failure. */
enum err_code scenario_read(const char *text, size_t len, struct scenario *s, struct err *e);
/* What is wrong with a file, in the order of its lines. */
#define SCENARIO_MISTAKES 50
struct scenario_mistake {
	int line;
	char text[ERR_TEXT_BYTES];
};
struct scenario_mistakes {
	struct scenario_mistake item[SCENARIO_MISTAKES];
	int n, more; /* more: further ones that are not kept */
};
/** scenario_inspect(text, len, s, out, e): scenario_read for who wants to know all mistakes at once. ${s} is then what could be read of
 * the first variant: whole when out->n is 0, else with members that are NULL or 0. ERR_INVALID: it is too long to be looked at;
 * ERR_NO_MEMORY. ${e} not NULL. scenario_mistake(m, line, text): one more, once. */
enum err_code scenario_inspect(
    const char *text, size_t len, struct scenario *s, struct scenario_mistakes *out, struct err *e);
void scenario_mistake(struct scenario_mistakes *m, int line, const char *text);
/** scenario_variant(s, seed, out, e): the same scenario with other names, places, moods and order of what he says:
 * the same seed, the same words. ${out} initialised. */
enum err_code
scenario_variant(const struct scenario *s, uint64_t seed, struct scenario *out, struct err *e);

/** scenario_words(words, text): does ${text} hold what "红山路, 78号|七十八号" wants: each group apart by commas, by any
 * one of its ways of writing? Width, case and blanks do not count. "" wants nothing. */
bool scenario_words(const char *words, const char *text);
/** scenario_has_element(a, el, f): does a ticket hold the words that the answer wants of an element, in the fields of that
 * element or in its narrative? */
bool scenario_has_element(const struct scenario_answer *a, enum element el, const struct fields *f);
/** scenario_list_has(l, item): one of them; of a category also by the 2 digits above it. */
bool scenario_list_has(const struct scenario_list *l, const char *item);
/** scenario_ticket_matter(s, nth): which matter the nth ticket of a call is of, from 0: in their order those that may have one; the
 * others are the first that must not. scenario_tickets(s, matters): of how many of the first ${matters} there may be one. */
int scenario_ticket_matter(const struct scenario *s, int nth);
int scenario_tickets(const struct scenario *s, int matters);
/** scenario_asked_too_often(s, element): how many times asking for an element becomes once too often: the third, and one more for
 * each further fact that he has for it. */
int scenario_asked_too_often(const struct scenario *s, int element);
/** scenario_asks(f, text): does a typed question ask for that fact, by its own words or those of its element? */
bool scenario_asks(const struct scenario_fact *f, const char *text);

#endif
