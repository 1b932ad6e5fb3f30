/* ROUTES: the one list of the REST interface. A resource is one file and its lines here; the router, the document
 * (openapi.c) and the figures (metrics.c) follow from it. */
#include <stdio.h>
#include <string.h>

#include "route_p.h"

#define E(code) ROUTE_ERR(code)

/* What a body can be refused for by being read, and what every job of the writer can meet. */
#define READ  (E(SYNTAX) | E(INVALID) | E(UNKNOWN_FIELD) | E(UNKNOWN_CODE) | E(LIMIT))
#define WRITE (E(DISK_FULL) | E(DB) | E(IO) | E(NO_MEMORY) | E(BUSY))
/* What the rules of a ticket say (model/workflow.h). */
#define RULES (E(FORBIDDEN) | E(STATE) | E(GUARD) | E(NUMBER_USED) | E(NOT_FOUND))

const struct route api_routes[] = {
	{ "GET", "/healthz", AUTH_NOBODY, 200, api_health_get, "health", "watch", "进程是否活着",
	    .answer = "Health" },
	{ "GET", "/readyz", AUTH_NOBODY, 200, api_ready_get, "ready", "watch",
	    "能不能写、能不能读、盘还有没有地方", .answer = "Ready", .errors = E(DISK_FULL) },
	{ "GET", "/metrics", AUTH_MACHINE, 200, api_metrics_get, "metrics", "watch",
	    "各项计数 (Prometheus 文本); 只给本机", .answer = "text", .traits = ROUTE_PLAIN },
	{ "GET", "/v1/openapi.json", AUTH_NOBODY, 200, api_document_get, "document", "watch",
	    "这份接口说明", .answer = "Document", .traits = ROUTE_TAG | ROUTE_KNOWS },
	{ "GET", "/v1/centre", AUTH_NOBODY, 200, api_centre_get, "centre", "centre",
	    "中心是谁、认得哪些版本", .answer = "Centre" },
	{ "POST", "/v1/devices", AUTH_NOBODY, 201, api_device_post, "enrol", "centre",
	    "用一次性登记码登记坐席机, 得到它的密钥和坐席号", "Enrol", "Device",
	    .errors = READ | WRITE | E(FORBIDDEN) | E(NOT_FOUND) | E(CONFLICT) },
	{ "POST", "/v1/sessions", AUTH_DEVICE, 201, api_session_post, "signIn", "centre",
	    "在登记过的坐席机上登录", "Login", "Session",
	    .errors = READ | WRITE | E(UNAUTHORISED) },
	{ "DELETE", "/v1/sessions", AUTH_SESSION, 204, api_session_delete, "signOut", "centre",
	    "退出登录", .errors = WRITE },
	{ "POST", "/v1/sessions/password", AUTH_SESSION, 204, api_own_password, "ownPassword",
	    "centre", "改自己的密码: 这次登录接着有效, 别处的都退出", "AdminUser",
	    .errors = READ | WRITE | E(FORBIDDEN) | E(NOT_FOUND) },
	{ "GET", "/v1/deputies", AUTH_STEWARD, 200, api_deputies_get, "deputies", "centre",
	    "本单位可以代签的人, 和已经授权的", .answer = "People", .errors = E(GUARD),
	    .right = RIGHT_DEPUTIES },
	{ "POST", "/v1/deputies", AUTH_STEWARD, 204, api_deputy_post, "setDeputy", "centre",
	    "审签人授权本单位的人从哪一天到哪一天代他审签, 或撤回", "Deputy",
	    .errors = READ | WRITE | E(FORBIDDEN) | E(NOT_FOUND) | E(GUARD),
	    .right = RIGHT_DEPUTIES },
	{ "POST", "/v1/sync/ops", AUTH_DEVICE, 200, api_ops_post, "push", "sync",
	    "坐席按序推送操作, 每条一个结果; 重发同样的字节得到同样的结果", "Push", "PushResults",
	    .errors = READ | WRITE | E(OP_GAP) | E(OP_REUSE) | E(SCHEMA) },
	{ "GET", "/v1/sync/changes", AUTH_SESSION, 200, api_changes_get, "changes", "sync",
	    "某一路数据在同步位置之后的变更; 没有新的就等到 wait 秒", .answer = "Page",
	    .query = "feed cursor limit wait desk",
	    .errors = E(INVALID) | E(FORBIDDEN) | E(EPOCH) | E(CURSOR_EXPIRED) },
	{ "POST", "/v1/sync/snapshot", AUTH_SESSION, 201, api_snapshot_post, "beginSnapshot",
	    "sync", "开始初始同步: 先定同步位置, 再逐页取", "Feed", "Snapshot",
	    .errors = READ | E(FORBIDDEN) },
	{ "GET", "/v1/sync/snapshot/{id}", AUTH_SESSION, 200, api_snapshot_get, "snapshotPage",
	    "sync", "初始同步的一页, 从 after 之后起", .answer = "Page", .query = "after limit",
	    .errors = E(INVALID) | E(CURSOR_EXPIRED) | E(EPOCH) },
	{ "GET", "/v1/sync/digest", AUTH_SESSION, 200, api_digest_get, "digest", "sync",
	    "分桶的行数与校验和, 用来发现两边不一致", .answer = "Digest", .query = "feed",
	    .errors = E(INVALID) | E(FORBIDDEN) },
	{ "POST", "/v1/tickets", AUTH_SESSION, 201, api_ticket_post, "fileTicket", "tickets",
	    "登记一件工单: 与坐席提交同一套规则; 不写单号由中心取号; 网上来件用 save_draft "
	    "并写来源",
	    "Operation", "OperationResult", .errors = READ | WRITE | RULES | E(OP_REUSE),
	    .traits = ROUTE_KEY | ROUTE_TAG | ROUTE_MADE },
	{ "GET", "/v1/tickets/{id}", AUTH_SESSION, 200, api_ticket_get, "ticket", "tickets",
	    "一件工单和它的流转记录", .answer = "TicketWithEvents",
	    .errors = E(NOT_FOUND) | E(CORRUPT), .traits = ROUTE_TAG | ROUTE_KNOWS },
	{ "PATCH", "/v1/tickets/{id}", AUTH_SESSION, 200, api_ticket_patch, "changeTicket",
	    "tickets", "对工单做一个操作; If-Match 写所见的版本, 写 * 则按 was 逐字段合并",
	    "Operation", "OperationResult",
	    .errors =
		READ | WRITE | RULES | E(OP_REUSE) | E(PRECONDITION) | E(PRECONDITION_MISSING),
	    .traits = ROUTE_MAY_KEY | ROUTE_MATCH | ROUTE_TAG },
	{ "GET", "/v1/articles/{id}", AUTH_SESSION, 200, api_article_get, "article", "articles",
	    "一条知识; 内部的和已撤下的只给热线的人", .answer = "Article", .errors = E(NOT_FOUND),
	    .traits = ROUTE_TAG | ROUTE_KNOWS },
	{ "POST", "/v1/blobs", AUTH_DEVICE, 201, api_blob_post, "beginUpload", "blobs",
	    "开始上传一个附件 (tus 1.0); 传过一半的接着传",
	    .errors = WRITE | E(INVALID) | E(FORBIDDEN) | E(PRECONDITION),
	    .traits = ROUTE_MADE | ROUTE_UPLOAD | ROUTE_BEGINS },
	{ "GET", "/v1/blobs", AUTH_SESSION, 200, api_blob_list, "files", "blobs",
	    "一件工单的附件; 举报、保密件里市民的材料不给承办单位", .answer = "Blobs",
	    .query = "ticket", .errors = E(INVALID) | E(NOT_FOUND) | E(CORRUPT) },
	{ "HEAD", "/v1/blobs/{id}", AUTH_DEVICE, 200, api_blob_head, "uploaded", "blobs",
	    "这个附件已经传来多少", .errors = E(NOT_FOUND) | E(PRECONDITION) | E(CORRUPT),
	    .traits = ROUTE_UPLOAD },
	{ "PATCH", "/v1/blobs/{id}", AUTH_DEVICE, 204, api_blob_patch, "uploadPiece", "blobs",
	    "从已收到的地方接着传一段, 至多 1 MiB; 传完即核对 SHA-256", .request = "bytes",
	    .errors = WRITE | E(FORBIDDEN) | E(NOT_FOUND) | E(CONFLICT) | E(PRECONDITION) |
		      E(CHECKSUM) | E(MEDIA) | E(CORRUPT),
	    .traits = ROUTE_UPLOAD | ROUTE_PIECE },
	{ "GET", "/v1/blobs/{id}", AUTH_SESSION, 200, api_blob_get, "file", "blobs",
	    "附件的内容, 从 offset 起至多 1 MiB; 全长见 Upload-Length", .answer = "bytes",
	    .query = "offset", .errors = E(INVALID) | E(NOT_FOUND) | E(CORRUPT),
	    .traits = ROUTE_UPLOAD_TELLS },
	{ "POST", "/v1/audit", AUTH_DEVICE, 200, api_audit_post, "audit", "desk",
	    "坐席上谁看了谁的身份, 重发不重记", "Audit", "Kept", .errors = READ | WRITE },
	{ "POST", "/v1/records", AUTH_DEVICE, 200, api_records_post, "records", "desk",
	    "坐席台上的记录: 通话结果、转接、引用知识等, 重发不重记", "Records", "RecordsKept",
	    .errors = READ | WRITE },
	{ "GET", "/v1/records", AUTH_SESSION, 200, api_records_get, "sharedRecords", "desk",
	    "质检评分、申诉、双随机、交接班: 本人的、关于本人的和岗位要看的, 三个月内",
	    .answer = "RecordsPage", .query = "after limit", .errors = E(INVALID) | E(CORRUPT) },
	{ "GET", "/v1/seats/there", AUTH_SESSION, 200, api_there_get, "seatsThere", "desk",
	    "在岗的坐席和状态, 转接给同事时看; 不接电话的人看到的是空的", .answer = "SeatsThere" },
	{ "GET", "/v1/admin/users", AUTH_STEWARD, 200, api_people_get, "people", "admin",
	    "人员名册, 一页至多 200 人, 从工号 after 之后起", .answer = "People", .query = "after",
	    .right = RIGHT_PEOPLE },
	{ "POST", "/v1/admin/users", AUTH_STEWARD, 204, api_admin_user, "addUser", "admin",
	    "增加人员", "AdminUser", .errors = READ | WRITE | E(CONFLICT), .right = RIGHT_PEOPLE },
	{ "PATCH", "/v1/admin/users/{id}", AUTH_STEWARD, 204, api_admin_change, "changeUser",
	    "admin", "改人员资料、停用、启用; 停用即退出他的全部登录", "AdminChange",
	    .errors = READ | WRITE | E(FORBIDDEN) | E(NOT_FOUND) | E(CONFLICT),
	    .right = RIGHT_PEOPLE },
	{ "POST", "/v1/admin/passwords", AUTH_STEWARD, 204, api_admin_password, "setPassword",
	    "admin", "设密码; 由管理员替别人设的只能用来登录一次, 登录后要改", "AdminUser",
	    .errors = READ | WRITE | E(NOT_FOUND), .right = RIGHT_PEOPLE },
	{ "GET", "/v1/admin/seats", AUTH_STEWARD, 200, api_seats_get, "seats", "admin",
	    "坐席机名册, 一页至多 200 台, 从坐席号 after 之后起", .answer = "SeatRows",
	    .query = "after", .right = RIGHT_SEATS },
	{ "POST", "/v1/admin/seats", AUTH_STEWARD, 201, api_admin_seat, "addSeat", "admin",
	    "给一台坐席机发登记码", "AdminSeat", "AdminCode", .errors = READ | WRITE | E(CONFLICT),
	    .right = RIGHT_SEATS },
	{ "POST", "/v1/admin/seats/off", AUTH_STEWARD, 204, api_admin_seat_off, "dropSeat", "admin",
	    "停用一台坐席机", "AdminSeat", .errors = READ | WRITE | E(FORBIDDEN) | E(NOT_FOUND),
	    .right = RIGHT_SEATS },
	{ "POST", "/v1/admin/tables", AUTH_STEWARD, 200, api_admin_tables, "renewTables", "admin",
	    "更新值班表、日历、城市资料: 先核对会改什么、错在哪里, 再照计划更新, 全成或全不成",
	    "Tables", "TablesAnswer", .errors = READ | WRITE | E(CONFLICT) | E(CONFIG),
	    .right = RIGHT_TABLES },
	{ "POST", "/v1/admin/draws", AUTH_ADMIN, 200, api_admin_draw, "drawForInspection", "admin",
	    "双随机: 按月份、件数和种子抽取, 记给抽中的质检员; 同一次抽取不重记", "AdminDraw",
	    "AdminDrawn", .errors = READ | WRITE | E(GUARD) },
	{ "POST", "/v1/admin/imports", AUTH_ADMIN, 200, api_admin_import, "importRows", "admin",
	    "导入数据目录里备好的资料, 全成或全不成", "AdminImport", "AdminImported",
	    .errors = READ | WRITE | E(NOT_FOUND) | E(EPOCH) | E(CONFIG) },
	{ "POST", "/v1/admin/visits", AUTH_ADMIN, 200, api_admin_visit, "importVisit", "admin",
	    "短信、语音等渠道的一次回访结果, 由中心按规则办理; 同一结果不重记", "AdminVisit",
	    "AdminVisited", .errors = READ | WRITE | E(NOT_FOUND) | E(STATE) | E(GUARD) },
};
const int api_routes_count = (int)(sizeof(api_routes) / sizeof(api_routes[0]));

/* The guard in front, a centre that stops or has no memory, a database that cannot be read. */
#define ALL (E(SYNTAX) | E(LIMIT) | E(BUSY) | E(NETWORK) | E(NO_MEMORY) | E(DB) | E(IO))

uint64_t
route_errors(const struct route *r)
{
	static const uint64_t of_need[] = {
		[AUTH_NOBODY] = 0,
		[AUTH_DEVICE] = E(UNAUTHORISED) | E(DEVICE),
		[AUTH_SESSION] = E(UNAUTHORISED) | E(DEVICE),
		[AUTH_ADMIN] = E(FORBIDDEN),
		[AUTH_STEWARD] = E(UNAUTHORISED) | E(FORBIDDEN) | E(DEVICE),
		[AUTH_MACHINE] = E(FORBIDDEN),
	};

	return r->errors | of_need[r->need] | ALL;
}

/* Does ${path} fit ${pattern}? The segment at {id} is copied. */
static bool
fits(const char *pattern, const char *path, char id[API_ID_SIZE])
{
	const char *hole = strstr(pattern, "{id}");
	size_t head = hole != NULL ? (size_t)(hole - pattern) : 0, n;

	id[0] = '\0';
	if (hole == NULL)
		return strcmp(pattern, path) == 0;
	if (strncmp(pattern, path, head) != 0)
		return false;
	n = strcspn(path + head, "/");
	if (n == 0 || n >= API_ID_SIZE || strcmp(path + head + n, hole + 4) != 0)
		return false;
	memcpy(id, path + head, n);
	id[n] = '\0';
	return true;
}

int
route_find(const char *method, const char *path, char id[API_ID_SIZE])
{
	for (int i = 0; i < api_routes_count; i++)
		if (strcmp(api_routes[i].method, method) == 0 && fits(api_routes[i].path, path, id))
			return i;
	return -1;
}

void
route_allow(const char *path, char *out, size_t size)
{
	char id[API_ID_SIZE];
	size_t n = 0;

	out[0] = '\0';
	for (int i = 0; i < api_routes_count && n < size; i++)
		if (fits(api_routes[i].path, path, id))
			n += (size_t)snprintf(
			    out + n, size - n, "%s%s", n > 0 ? ", " : "", api_routes[i].method);
}
