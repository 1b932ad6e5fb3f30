#ifndef CLIENT_UI_ACTION_H
#define CLIENT_UI_ACTION_H

#include <stdbool.h>

/* Where a key counts. The place with the focus names its scopes as a set of bits; a key is looked up in the highest
 * scope first, so that editing keys stay editing keys and a screen may give a key of ALL another meaning. */
#define SCOPES(X)                  \
	X(ALL, "everywhere")       \
	X(SYNC, "the sync screen") \
	X(KNOWLEDGE, "knowledge")  \
	X(EDIT, "wherever text is typed: fields, text areas, prompts; not pickers and lists")

enum scope_no {
#define X(name, use) SCOPE_NO_##name,
	SCOPES(X)
#undef X
	    SCOPE_NO_COUNT
};
enum scope {
#define X(name, use) SCOPE_##name = 1 << SCOPE_NO_##name,
	SCOPES(X)
#undef X
};

/* Everything a key can do. X(NAME, config name, scope, default keys, footer label, help sentence).
 * No key: by Ctrl-P, until somebody gives it one. Keys: F1..F12 bring their twins along (Esc 1..Esc 0, Esc -, Esc =). Letters and digits are text, never keys: an IME
 * eats them. Terminals, screen and tmux keep Ctrl-S Q Z C Space A B; Ctrl-I J M H [ *are* Tab, Enter, Backspace, Esc. */
#define ACTIONS(X)                                                                                \
	X(HELP, "help", ALL, "F1", "帮助", "这里能做什么; 再按一次: 下一步做什么")                \
	X(NEW, "new", ALL, "F2", "新单", "接听来电并受理; 通话中再记一件")                        \
	X(KNOWLEDGE, "knowledge", ALL, "F3", "知识", "查知识库和答复口径")                        \
	X(HISTORY, "history", ALL, "F4", "历史", "来电人的历史工单; 查进度、催办、补充")          \
	X(HOLD, "hold", ALL, "F5", "暂存", "暂存本单, 留到以后继续")                              \
	X(TRANSFER, "transfer", ALL, "F6", "转接", "转接到承办单位或专线")                        \
	X(CONFERENCE, "conference", ALL, "F7", "三方", "三方通话")                                \
	X(EMERGENCY, "emergency", ALL, "F8", "紧急", "紧急转接: 再按 1=110 2=119 3=120 4=122")    \
	X(SENIOR, "senior", ALL, "F9", "班长", "求助班长: 草稿照原样给班长看; 再按撤回")          \
	X(TALK, "talk", ALL, "Alt-T", "说", "课堂: 对模拟来电人说一句")                           \
	X(SUBMIT, "submit", ALL, "F10, Ctrl-O", "提交", "提交本单")                               \
	X(STATE, "state", ALL, "F11", "状态", "示闲、小休、话后整理")                             \
	X(PHONE, "phone", ALL, "Alt-P", "话机", "静音、保持、切换、按键音; 来电响时拒接")         \
	X(PACKET, "packet", ALL, "Alt-J", "转接单", "看同事转来的转接单; 空白新单上按它收作本单") \
	X(MUTE, "mute", ALL, "Alt-M", "静音", "来电人听不到您; 再按取消")                         \
	X(MARK, "mark", ALL, "Alt-K", "时间点", "在录音里标一个时间点, 质检听这里")               \
	X(LOCK, "lock", ALL, "F12", "锁屏", "锁屏并遮蔽; 已输入的内容都在")                       \
	X(COMMAND, "command", ALL, "Ctrl-P", "命令", "命令行: 用名称或拼音首字母做任何事")        \
	X(GO_TO, "goto", ALL, "Ctrl-G", "按单号", "按单号或后六位打开工单")                       \
	X(NEXT_DRAFT, "next-draft", ALL, "Ctrl-N", "换单", "下一件草稿")                          \
	X(OUTCOME, "outcome", ALL, "Ctrl-R", "结果",                                              \
	    "来电不成单: 指引、打错、无声、骚扰、测试、掉线")                                     \
	X(SAME, "same", ALL, "Ctrl-T", "同前", "快单: 空白新单照抄上一件, 只填新地点和来电人")    \
	X(JOIN, "join", ALL, "Ctrl-], Insert", "并入",                                            \
	    "来电说的是已有的一件: 并入那件, 不另建单; 再按换下一件, 最后撤销")                   \
	X(ALIKE, "alike", ALL, "Ctrl-^", "看那件", "看疑似同一件的工单, 看完 Esc 回来接着写")     \
	X(PROOF, "proof", ALL, "Ctrl-\\", "改字",                                                 \
	    "把提醒的错字、地名换成对的, 再按改回; 不能换的不再提")                               \
	X(LATE, "late", ALL, "", "补录", "补录纸质登记: 系统故障时记在纸上的来电")                \
	X(UNMASK, "unmask", ALL, "Ctrl-Y", "看全号", "查看完整号码和姓名, 记入审计")              \
	X(PRINT, "print", ALL, "Ctrl-V", "打印",                                                  \
	    "打印工单: 交办单、村居单、督办单、回执; 记入审计")                                   \
	X(FILES, "files", ALL, "Ctrl-F", "附件", "这件工单的附件: 看到了哪些, 添加, 导出")        \
	X(REDRAW, "redraw", ALL, "Ctrl-L", "重画", "重画屏幕")                                    \
	X(ENTER, "enter", ALL, "Enter", "确定", "下一项; 在列表里打开")                           \
	X(NEXT, "next", ALL, "Tab", "下一栏", "到下一栏, 从诉求内容到建议")                       \
	X(PREV, "prev", ALL, "Shift-Tab", "上一栏", "到上一栏")                                   \
	X(BACK, "back", ALL, "Esc", "返回", "返回; 不会丢掉已输入的内容")                         \
	X(UP, "up", ALL, "Up", "上", "上一行")                                                    \
	X(DOWN, "down", ALL, "Down", "下", "下一行")                                              \
	X(LEFT, "left", ALL, "Left", "左", "左移")                                                \
	X(RIGHT, "right", ALL, "Right", "右", "右移")                                             \
	X(HOME, "home", ALL, "Home", "行首", "到行首或第一行")                                    \
	X(END, "end", ALL, "End", "行尾", "到行尾或最后一行")                                     \
	X(PAGE_UP, "page-up", ALL, "PgUp", "上页", "上一页")                                      \
	X(PAGE_DOWN, "page-down", ALL, "PgDn", "下页", "下一页")                                  \
	X(ERASE, "erase", ALL, "Backspace", "退格", "删光标前一个字")                             \
	X(RETRY, "retry", SYNC, "F5", "立即重试", "立即与中心同步")                               \
	X(CITE_ANSWER, "cite-answer", KNOWLEDGE, "Ctrl-R", "引用并直接答复",                      \
	    "引用本条并直接答复来电人")                                                           \
	X(TELL, "tell", KNOWLEDGE, "Ctrl-T", "记已告知", "这条已经读给来电人, 记下来")            \
	X(CORRECT, "correct", KNOWLEDGE, "Ctrl-E", "纠错", "这条知识有错, 报给采编")              \
	X(USELESS, "useless", KNOWLEDGE, "F5", "没用", "这条没有帮上忙, 告诉采编")                \
	X(NEWLINE, "newline", EDIT, "Esc Enter", "换行", "在正文里另起一行")                      \
	X(ERASE_NEXT, "erase-next", EDIT, "Delete, Ctrl-D", "删后", "删光标处一个字")             \
	X(ERASE_WORD, "erase-word", EDIT, "Ctrl-W", "删词", "删光标前一个词")                     \
	X(ERASE_HEAD, "erase-head", EDIT, "Ctrl-U", "删到行首", "删光标前的整行内容")             \
	X(ERASE_TAIL, "erase-tail", EDIT, "Ctrl-K", "删到行尾", "删光标后的整行内容")             \
	X(LINE_END, "line-end", EDIT, "Ctrl-E", "到行尾", "光标到行尾")                           \
	X(FORWARD, "forward", EDIT, "Ctrl-F", "右移", "光标右移一个字")                           \
	X(MODULE, "module", EDIT, "Ctrl-X", "短语", "把光标前的缩写换成短语, 或到下一个空")       \
	X(RESTORE, "restore", EDIT, "Ctrl-_", "找回", "把刚删掉的一段放回光标处 (Ctrl-/ 也是)")

enum action {
	ACTION_NONE,
#define X(name, text, scope, keys, label, help) ACTION_##name,
	ACTIONS(X)
#undef X
	    ACTION_COUNT
};

struct action_info {
	const char *name; /* in conf/keys.conf */
	enum scope scope;
	const char *keys; /* by default */
	const char *label;
	const char *help;
};

/** action_info(a): its row of the table, borrowed for ever; NULL for NONE and beyond. */
const struct action_info *action_info(enum action a);
/** action_is_reserved(a): its key is kept for a classroom (ui says TALK there by itself): nobody else gets the key, and no
 * footer or help names it. */
bool action_is_reserved(enum action a);
/** action_by_name(s): ACTION_NONE when there is none. */
enum action action_by_name(const char *s);

#endif
