#ifndef MODEL_ACT_H
#define MODEL_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a call-taker does in a call, as the simulated caller feels it (model/caller.h) and the marks see it
 * (model/score.h). Scenario files name acts by their label, lessons store their code: codes are permanent.
 *
 * X(NAME, code, label, what goes with it) */
#define CALL_ACTS(X)                                                             \
	X(GREET, "greet", "首问", "")                                            \
	X(LISTEN, "listen", "倾听", "")                                          \
	X(ASK, "ask", "询问", "element")                                         \
	X(SAY, "say", "说", "the words")                                         \
	X(SCRIPT, "script", "话术", "moment of model/script.h")                  \
	X(RESTATE, "restate", "复述", "")                                        \
	X(INTERRUPT, "interrupt", "打断", "")                                    \
	X(SOOTHE, "soothe", "安抚", "")                                          \
	X(PUSH_OFF, "push_off", "推诿", "")                                      \
	X(SECRET, "secret", "问保密", "")                                        \
	X(NUMBER, "number", "告知编号", "")                                      \
	X(LIMIT, "limit", "告知时限", "")                                        \
	X(VISIT, "visit", "告知回访", "")                                        \
	X(CITE, "cite", "念知识", "kb_no")                                       \
	X(HOLD, "hold", "请等候", "")                                            \
	X(BACK, "back", "取回", "")                                              \
	X(TRANSFER, "transfer", "转走", "target: he is handed over and gone")    \
	X(TRIPARTITE, "tripartite", "三方", "target: this seat stays with them") \
	X(MORE, "more", "问还有", "")                                            \
	X(EVALUATE, "evaluate", "请评价", "")                                    \
	X(CLOSE, "close", "结束语", "")                                          \
	X(HANG_UP, "hang_up", "先挂机", "")                                      \
	X(FILE, "file", "提交", "")                                              \
	X(HELP, "help", "求助班长", "")                                          \
	X(PROMISE, "promise", "承诺", "")                                        \
	X(ARGUE, "argue", "争执", "")                                            \
	X(DISCLOSE, "disclose", "泄露身份", "")                                  \
	X(CUT, "cut", "断线", "nobody's: the line, or the trainer")              \
	X(ABUSE, "abuse", "插曲辱骂", "the trainer's: the caller turns abusive") \
	X(DANGER, "danger", "插曲险情", "the trainer's: he tells of a danger")   \
	X(OFFLINE, "offline", "插曲断网", "the trainer's: the line to the centre is down")

enum call_act {
#define X(name, code, label, with) ACT_##name,
	CALL_ACTS(X)
#undef X
	    ACT_COUNT
};
#define ACT_BIT(name) (1u << ACT_##name)

/** act_code(a), act_label(a): "" beyond the table. act_by_code, act_by_label: -1 unknown. */
const char *act_code(enum call_act a);
const char *act_label(enum call_act a);
int act_by_code(const char *code);
int act_by_label(const char *label, size_t len);

/** acts_of_moment(moment, element): what reading a sentence of the scripts aloud amounts to, as a set of bits: restate, ask
 * (with its ${element}), tell number and limit at once, …; 0 when it is nothing more than that sentence. */
unsigned acts_of_moment(const char *moment, int *element);
/** act_in_words(text, element): the acts that words typed by the call-taker amount to, as a set of bits: asks for an
 * element (the first of them in ${element}, else -1), soothes, restates, asks for more, takes leave, pushes off, promises.
 * No more than a list of words: what it does not see is the trainer's to judge. */
unsigned act_in_words(const char *text, int *element);
/** act_takes_back(text): words by which a promise is taken back: that it was not exact, or that only the term is sure. */
bool act_takes_back(const char *text);

#endif
