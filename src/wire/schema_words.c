/* What the members of messages mean, in the words of the people who connect other systems. One list for all: a name
 * means the same wherever it stands; where it does not, the message is named with it. */
#include <string.h>

#include "base/str.h"
#include "schema_p.h"

static const struct {
	const char *member, *label;
} words[] = {
	/* exceptions first */
	{ "Enrol.code", "一次性登记码, 由 hotseatd device add 给出" },
	{ "AdminCode.code", "一次性登记码" },
	{ "Enrol.name", "这台坐席机的名称" },
	{ "Centre.name", "中心名称" },
	{ "Event.at", "做的时刻, 以坐席为准, 中心校正, 毫秒" },
	{ "Event.args", "随操作说的话" },
	{ "Event.set", "改成的值, 不含身份" },
	{ "Event.was", "改前看到的值, 不含身份" },
	{ "Record.kind", "记录种类" },
	{ "Record.by", "谁记的, 工号" },
	{ "Record.object", "记的对象" },
	{ "Record.code", "记录里的代码" },
	{ "AuditRow.reason", "为什么看" },
	{ "Snapshot.id", "这次初始同步的编号" },
	{ "Session.feed", "可取的数据: centre, 或 unit:单位代码" },
	{ "Problem.status", "HTTP 状态" },
	{ "Problem.code", "固定的代码" },
	{ "ProblemPlace.detail", "这一处怎么不对" },
	{ "OperationResult.id", "流转记录的编号" },
	{ "PushResult.id", "操作编号, 即流转记录的编号" },
	{ "Operation.at", "事情发生的时刻, 毫秒; 不写为现在" },
	/* who and where */
	{ "centre_id", "中心编号" },
	{ "epoch", "数据的纪元: 变了就要重新初始同步" },
	{ "version", "程序版本" },
	{ "schema_min", "认得的最低操作格式" },
	{ "schema_max", "认得的最高操作格式" },
	{ "private", "是否本机自带的中心" },
	{ "server_ms", "中心的时刻, 毫秒 UTC" },
	{ "device_id", "坐席机编号" },
	{ "device_key", "坐席机密钥" },
	{ "seat_no", "坐席号, 4 位" },
	{ "job_no", "工号" },
	{ "password", "密码" },
	{ "token", "登录凭据: Authorization: Bearer 后面的部分" },
	{ "expires_at", "到期时刻, 毫秒" },
	{ "name", "姓名" },
	{ "roles", "角色, 以逗号相连" },
	{ "unit", "单位代码, 中心人员为空" },
	{ "seat_key", "本机数据密钥的托管值" },
	{ "pwhash", "密码的 Argon2id 散列" },
	{ "file", "数据目录里待导入的文件" },
	{ "changed", "变了几行" },
	/* tickets */
	{ "id", "编号 (UUIDv7)" },
	{ "ticket", "工单编号 (UUIDv7)" },
	{ "state", "状态" },
	{ "rev", "版本, 即 ETag" },
	{ "round", "第几轮办理" },
	{ "created_by", "登记人工号" },
	{ "first_owner", "首问责任人工号" },
	{ "created_offline", "断网时登记" },
	{ "lead_unit", "主办单位" },
	{ "created_at", "登记时刻" },
	{ "accepted_at", "受理时刻" },
	{ "dispatched_at", "派单时刻" },
	{ "promised_due", "答应群众的时刻" },
	{ "dispatch_due", "派单时限" },
	{ "signin_due", "签收时限" },
	{ "contact_due", "联系群众时限" },
	{ "unit_due", "办结时限" },
	{ "visit_due", "回访时限" },
	{ "incomplete_due", "补全时限" },
	{ "due_provisional", "时限暂按一般工作日算" },
	{ "first_contact_at", "首次联系时刻" },
	{ "closed_at", "办结时刻" },
	{ "updated_at", "最后变动时刻" },
	{ "contact_count", "联系次数" },
	{ "contact_reached", "联系上的次数" },
	{ "dispatch_count", "派单次数" },
	{ "return_count", "退单次数" },
	{ "ext_count", "延期次数" },
	{ "urge_count", "催办次数" },
	{ "visit_count", "回访次数" },
	{ "supplement_count", "补充次数" },
	{ "supervise_level", "督办级别: 0 无 1 催办 2 督办 3 提级" },
	{ "merged_into", "并入哪件工单" },
	{ "event_count", "流转记录条数" },
	{ "head_hash", "最后一条流转记录的散列" },
	{ "matter", "事" },
	{ "identity", "人, 只给可以看的人" },
	{ "events", "流转记录" },
	/* events and operations */
	{ "seq", "序号" },
	{ "kind", "操作种类" },
	{ "from", "原状态" },
	{ "to", "新状态" },
	{ "actor", "操作人工号" },
	{ "actor_name", "操作人" },
	{ "via", "经哪台坐席机" },
	{ "at", "做的时刻, 毫秒 UTC" },
	{ "at_server", "中心收到的时刻" },
	{ "offline", "断网时做的" },
	{ "set", "要写的字段" },
	{ "was", "作者当时看到的值" },
	{ "args", "随操作说的话" },
	{ "prev_hash", "前一条的散列" },
	{ "hash", "本条的散列" },
	{ "identity_hash", "身份部分的摘要" },
	{ "withheld", "有身份没有给" },
	{ "salt", "身份摘要的盐" },
	{ "by", "作者工号" },
	{ "base", "作者看到的版本, 新工单为 0" },
	{ "v", "操作格式的版本" },
	{ "n", "坐席日志里的序号, 连续" },
	{ "age", "做了多久, 毫秒, 按不停的钟" },
	{ "body", "操作" },
	{ "ops", "操作, 按序" },
	{ "results", "结果, 每个操作一个" },
	{ "status", "结果" },
	{ "code", "代码" },
	{ "detail", "给人看的一句话" },
	{ "where", "哪一处" },
	{ "number", "工单号, 可能与所报的不同" },
	{ "lost", "没有写进去的字段: 他人已改" },
	{ "last_op", "中心收到的最后一个操作序号" },
	/* pulling */
	{ "feed", "哪一路: reference、centre 或 unit:单位代码" },
	{ "cursor", "同步位置, 原样带回" },
	{ "count", "共有几行" },
	{ "more", "后面还有" },
	{ "rows", "行" },
	{ "out", "离开这一路的行" },
	{ "del", "已删的行" },
	/* looks */
	{ "user", "谁看的, 工号" },
	{ "action", "怎么看的" },
	{ "object", "看的哪一件" },
	/* desk records */
	{ "call", "哪次通话" },
	{ "result", "结果" },
	{ "phone", "号码" },
	{ "seconds", "多少秒" },
	{ "text", "说明" },
	{ "kept", "收下几条, 已有的也算" },
	{ "refused", "不收哪些, 为什么" },
	/* failures */
	{ "type", "about:blank" },
	{ "title", "代码的中文" },
	{ "trace", "这次请求的编号, 报修时报它" },
	{ "expect", "中心等的序号" },
	{ "errors", "哪里不对" },
	{ "pointer", "请求里的位置 (JSON pointer)" },
	{ "current", "412: 工单现在的内容" },
};

const char *
schema_label(const char *schema, const char *member)
{
	size_t n = strlen(schema);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *w = words[i].member;

		if (strcmp(w, member) == 0 ||
		    (strncmp(w, schema, n) == 0 && w[n] == '.' && strcmp(w + n + 1, member) == 0))
			return words[i].label;
	}
	return "";
}
