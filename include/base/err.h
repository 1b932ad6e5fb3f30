#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

/* What a caller may do after a failure: try again at once, later, or never with the same input. */
enum err_retry { RETRY_NOW, RETRY_LATER, RETRY_NEVER };

/* Every failure of both programs. X(name, number, json code, HTTP status, retry, sentence shown to a person).
 * Numbers are permanent: they stand in stored op results. Add at the end, never renumber. */
#define ERRORS(X)                                                                            \
	X(OK, 0, "ok", 200, NOW, "正常")                                                     \
	X(INVALID, 1, "invalid", 422, NEVER, "内容不符合要求")                               \
	X(NOT_FOUND, 2, "not_found", 404, NEVER, "没有找到")                                 \
	X(CONFLICT, 3, "conflict", 409, NEVER, "已被他人修改")                               \
	X(NO_MEMORY, 4, "no_memory", 503, LATER, "内存不足")                                 \
	X(IO, 5, "io", 500, LATER, "读写失败")                                               \
	X(NETWORK, 6, "network", 503, LATER, "连不上中心")                                   \
	X(UNAUTHORISED, 7, "unauthorised", 401, NEVER, "请先登录")                           \
	X(FORBIDDEN, 8, "forbidden", 403, NEVER, "没有此项权限")                             \
	X(DB, 9, "db", 500, LATER, "数据库出错")                                             \
	X(LIMIT, 10, "limit", 413, NEVER, "超过允许的大小")                                  \
	X(BUSY, 11, "busy", 429, LATER, "正忙, 请稍后再试")                                  \
	X(SYNTAX, 12, "syntax", 400, NEVER, "格式有误")                                      \
	X(UNKNOWN_FIELD, 13, "unknown_field", 422, NEVER, "有不认识的字段")                  \
	X(UNKNOWN_CODE, 14, "unknown_code", 422, NEVER, "代码不存在")                        \
	X(STATE, 15, "state_conflict", 409, NEVER, "工单当前状态不能这样操作")               \
	X(GUARD, 16, "guard", 422, NEVER, "不满足办理条件")                                  \
	X(STAGE, 17, "not_yet", 501, NEVER, "本版本还不能办理这一环节")                      \
	X(NEEDS_CENTRE, 18, "needs_centre", 503, LATER, "这一操作要连上中心才能做")          \
	X(OP_GAP, 19, "op_gap", 409, NOW, "操作序号不连续")                                  \
	X(OP_REUSE, 20, "op_reuse", 422, NEVER, "操作序号被重复使用")                        \
	X(NUMBER_USED, 21, "number_used", 409, NOW, "单号已被占用")                          \
	X(EPOCH, 22, "epoch_changed", 409, NOW, "中心已恢复过数据, 需要重新同步")            \
	X(CURSOR_EXPIRED, 23, "cursor_expired", 410, NOW, "同步位置已过期, 需要重新同步")    \
	X(SCHEMA, 24, "schema_too_old", 426, NEVER, "程序版本过旧, 请升级")                  \
	X(DEVICE, 25, "device_unknown", 403, NEVER, "本机未登记或已停用")                    \
	X(LOCKED, 26, "locked", 423, LATER, "数据正被另一个程序使用")                        \
	X(WRONG_CENTRE, 27, "wrong_centre", 409, NEVER, "这份数据属于另一个中心")            \
	X(NEWER, 28, "newer_data", 409, NEVER, "数据由更新的版本写成")                       \
	X(CORRUPT, 29, "corrupt", 500, NEVER, "数据校验不符")                                \
	X(DISK_FULL, 30, "disk_full", 507, LATER, "磁盘已满")                                \
	X(CONFIG, 31, "config", 500, NEVER, "配置有误")                                      \
	X(TERMINAL, 32, "terminal", 500, NEVER, "终端不符合要求")                            \
	X(METHOD, 33, "method_not_allowed", 405, NEVER, "不支持这种请求方法")                \
	X(PRECONDITION, 34, "precondition", 412, NEVER, "版本已变化")                        \
	X(TIMEOUT, 35, "timeout", 408, LATER, "等待超时")                                    \
	X(CANCELLED, 36, "cancelled", 499, NOW, "已取消")                                    \
	X(PRECONDITION_MISSING, 37, "precondition_required", 428, NEVER, "要写明所改的版本") \
	X(CHECKSUM, 38, "checksum", 460, NOW, "传来的内容与校验和不符")                      \
	X(MEDIA, 39, "media_type", 415, NEVER, "不收这种类型的文件")

enum err_code {
#define X(name, number, json, http, retry, text) ERR_##name = (number),
	ERRORS(X)
#undef X
};

#define ERR_TEXT_BYTES 320

/* A failure with the sentence a person reads, and where it is: "conf/units.tsv:12", "/ops/3/set/type". */
struct err {
	enum err_code code;
	int sys; /* errno, SQLite or curl code; 0 when none */
	char where[96];
	char text[ERR_TEXT_BYTES];
};

/** err_set(e, code, fmt, ...): record a failure; returns ${code}, so that callers write "return err_set(e, …)".
 * ${e} may be NULL. With fmt NULL the table's sentence is used. Over-long text is cut at a character boundary and ends
 * in "…". Arguments may point into ${e} itself: err_set(e, code, "…: %s", e->text) adds to an earlier failure. */
enum err_code err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/** err_setv: err_set for functions that have a va_list. */
enum err_code err_setv(struct err *e, enum err_code code, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
/** err_sys(e, code, sys, fmt, ...): the same with the errno-like ${sys} kept in e->sys and strerror-free text. */
enum err_code err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/** err_at(e, fmt, ...): name the place of the failure already recorded in ${e}; returns e->code. */
enum err_code err_at(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** err_at_line(e, path, line): the place is "path:line"; of a path too long to keep, the end is kept ("…/x.tsv:12"). */
enum err_code err_at_line(struct err *e, const char *path, int line);
/** err_clear(e): no failure, empty text. */
void err_clear(struct err *e);

/** err_json(code): the permanent ASCII code ("op_gap"). err_http: its status. err_retry: its class. err_hint: the
 * table's sentence. Unknown codes answer as ERR_INVALID would. Never NULL. */
const char *err_json(enum err_code code);
int err_http(enum err_code code);
enum err_retry err_retry_class(enum err_code code);
const char *err_hint(enum err_code code);
/** err_by_json(s): the code with that JSON name; ERR_INVALID when unknown. */
enum err_code err_by_json(const char *s);

#endif
