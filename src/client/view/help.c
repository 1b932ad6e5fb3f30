/* help.c: what one can do here (F1), and in words what to do next (F1 again).
 *
 * Keys, names and sentences come from the ACTIONS table and the key map, so that a remapped key is right here at once. A
 * screen adds only what a key means there and nowhere else, and its next steps: two tables below. */
#include <stdio.h>
#include <string.h>

#include "all_p.h"
#include "worklist_p.h"
#include "base/str.h"
#include "base/width.h"
#include "client/ui/pager.h"
#include "part_p.h"

struct help {
	char about[32]; /* name of the screen it was asked on */
	bool next;      /* the second page: what to do next */
	struct str text;
	struct pager pager;
};

/* What keys mean on one screen only. keys NULL: the key of ${action}. */
static const struct own_key {
	const char *view, *keys;
	enum action action;
	const char *label, *sentence;
} own_keys[] = {
	{ "home", "1-9", ACTION_NONE, "打开", "打开那一行的工单" },
	{ "home", "0", ACTION_NONE, "零报告", "保障期内: 报本单位的, 或看谁还没有报" },
	{ "home", "字母", ACTION_NONE, "筛选", "按拼音首字母或汉字筛选, Esc 取消" },
	{ "home", NULL, ACTION_NEXT, "换栏", "工单和公告之间; 公告按数字看口径" },
	{ "tickets", "1-9", ACTION_NONE, "打开", "打开那一行的工单" },
	{ "tickets", "字母", ACTION_NONE, "筛选", "标题地点单位的首字母或汉字, Esc 取消" },
	{ "tickets", NULL, ACTION_LEFT, "前一队列", "全部、我的、待完善、超期、今日到期…" },
	{ "tickets", NULL, ACTION_RIGHT, "后一队列", "今日到期、待送…" },
	{ "tickets", NULL, ACTION_NEXT, "换排序", "最新在前, 或按期限先后" },
	{ "ticket", "1-9", ACTION_NONE, "办一步", "“下一步”里那一项; 多于九项时 0 换到后面的" },
	{ "ticket", NULL, ACTION_NEXT, "全文", "诉求和各栏的全文" },
	{ "ticket", NULL, ACTION_ENTER, "详情", "看选中环节的全文" },
	{ "knowledge", "文字", ACTION_NONE, "查", "边输边查: 汉字、拼音首字母, 几个词用空格隔开" },
	{ "knowledge", NULL, ACTION_ENTER, "引用", "引用到正在写的单, 回到受理" },
	{ "knowledge", NULL, ACTION_NEXT, "到列表", "再按回到查询; 下箭头也到列表" },
	{ "knowledge", "1-9", ACTION_NONE, "选择", "只在列表里; 在查询里数字是要查的字" },
	{ "knowledge", NULL, ACTION_PAGE_DOWN, "往后翻", "翻正文, 不动列表" },
	{ "knowledge", NULL, ACTION_PAGE_UP, "往前翻", "翻正文, 不动列表" },
	{ "knowledge", NULL, ACTION_KNOWLEDGE, "公告", "公告和统一口径" },
	{ "search", "文字", ACTION_NONE, "查", "汉字、拼音、首字母、单号、电话、车牌、路名门牌" },
	{ "search", NULL, ACTION_NEXT, "换范围",
	    "全部、工单、知识、分类、单位、区域、转接、公告、功能" },
	{ "search", NULL, ACTION_DOWN, "到列表", "上箭头回到查询" },
	{ "search", "1-9", ACTION_NONE, "选择", "只在列表里; 在查询里数字是要查的字" },
	{ "search", NULL, ACTION_ENTER, "打开", "分类、单位、区域: 列出它们的工单" },
	{ "bulletins", "1-9", ACTION_NONE, "选择", "看那一条的口径" },
	{ "bulletins", "字母", ACTION_NONE, "筛选", "按拼音首字母或汉字筛选, Esc 取消" },
	{ "bulletins", NULL, ACTION_ENTER, "已阅", "记下已经看过, 到下一条必读的" },
	{ "bulletins", NULL, ACTION_PAGE_DOWN, "往后翻", "翻口径, 不动列表" },
	{ "bulletins", NULL, ACTION_PAGE_UP, "往前翻", "翻口径, 不动列表" },
	{ "worklist", NULL, ACTION_ENTER, "下一步", "选中的那一件轮到做什么就做什么" },
	{ "worklist", "1-9", ACTION_NONE, "操作", "选中的那一件现在能办的, 列在下面" },
	{ "worklist", NULL, ACTION_NEXT, "全文", "打开工单: 全部内容和流转" },
	{ "worklist", NULL, ACTION_LEFT, "前一队列", "换到左边的队列" },
	{ "worklist", NULL, ACTION_RIGHT, "后一队列", "换到右边的队列" },
	{ "worklist", "字母", ACTION_NONE, "筛选", "标题、单位的首字母或汉字, Esc 取消" },
	{ "worklist", NULL, ACTION_SUBMIT, "送出", "正在填的那一步; 没填完的按 Esc 先放着" },
	{ "ledger", NULL, ACTION_LEFT, "上一月", "看上一个月的台账" },
	{ "ledger", NULL, ACTION_RIGHT, "下一月", "看下一个月的台账" },
	{ "ledger", "字母", ACTION_NONE, "筛选", "单位名称的首字母或汉字, Esc 取消" },
	{ "visit", NULL, ACTION_UNMASK, "看全号", "拨打前看完整号码, 记入审计; 再按遮蔽" },
	{ "handling", "0", ACTION_NONE, "全签", "待签收的全部签收, 要按两次" },
	{ "handling", NULL, ACTION_UNMASK, "看号码", "要联系的人的完整号码, 一分钟, 记入审计" },
	{ "qa", "1-9 0", ACTION_NONE, "扣分", "评分表里: 选中那一项按哪种情形扣; 0 清掉这一项" },
	{ "qa", "字母", ACTION_NONE, "筛选", "标题的首字母或汉字, Esc 取消" },
	{ "qa", NULL, ACTION_ENTER, "打开", "评分或查看; 在表里是下一项" },
	{ "qa", NULL, ACTION_NEXT, "评语", "写评语; 在列表里打开工单" },
	{ "qa", NULL, ACTION_RIGHT, "换评分表", "受理、派单、回访、单位反馈; 扣过分就不能换" },
	{ "qa", NULL, ACTION_SUBMIT, "保存", "保存评分; 看自己的评分时是申诉" },
	{ "admin", NULL, ACTION_NEXT, "换页", "人员、坐席机、值班和日历、城市资料" },
	{ "admin", "字母 数字", ACTION_NONE, "筛选", "工号、姓名、角色、单位, Esc 取消" },
	{ "admin", NULL, ACTION_ENTER, "办理", "选中那一行能办的, 按数字选" },
	{ "admin", NULL, ACTION_NEW, "新增", "新人员; 发登记码; 按路径导入文件" },
	{ "admin", NULL, ACTION_LEFT, "前一天", "值班表看前一天" },
	{ "admin", NULL, ACTION_RIGHT, "后一天", "值班表看后一天" },
	{ "admin", NULL, ACTION_RETRY, "刷新", "再取一次名册" },
	{ "admin", NULL, ACTION_SUBMIT, "送出", "正在填的那一张; 核对结果里是照此更新" },
	{ "editing", "1-6", ACTION_NONE, "操作", "下面写着的步骤; 在表里是选类型和公开" },
	{ "editing", "左右", ACTION_NONE, "换队列",
	    "待审、在改、更正、到期、无答案、使用、由工单" },
	{ "editing", NULL, ACTION_NEXT, "换页", "预览、与现行版比较、历次; 在表里是下一栏" },
	{ "editing", NULL, ACTION_NEW, "起草", "写一条新知识" },
	{ "editing", NULL, ACTION_SUBMIT, "送审", "写好了交给另一个人审核" },
	{ "editing", NULL, ACTION_HOLD, "存草稿", "没写好也给同事接着改" },
	{ "zero", "0", ACTION_NONE, "零报告", "选中的保障期: 本单位今天没有情况" },
	{ "zero", NULL, ACTION_ENTER, "有情况", "写几句, 再按 Enter 送出; 断线也能报" },
	{ "deputies", NULL, ACTION_ENTER, "授权", "选中的人代您审签; 已授权的改日期或撤回" },
	{ "deputies", NULL, ACTION_RETRY, "刷新", "再取一次本单位的人" },
	{ "password", NULL, ACTION_SUBMIT, "改密码", "核对现在的密码, 送到中心" },
	{ "handover", NULL, ACTION_ENTER, "下一栏", "写完一栏到下一栏" },
	{ "handover", NULL, ACTION_SUBMIT, "签字", "两人密码都对才记下: 先交班人, 再接班人" },
	{ "sync", "1-9", ACTION_NONE, "选择", "选一行; 到了“怎么办”里, 选一种办法" },
	{ "sync", NULL, ACTION_NEXT, "办法", "到“怎么办”, 再按回列表" },
	{ "login", NULL, ACTION_SUBMIT, "登录", "核对工号和密码" },
	{ "transfer", NULL, ACTION_ENTER, "咨询",
	    "先和选中的对象说, 来电人等候; 险情里是通知抢修" },
	{ "transfer", NULL, ACTION_CONFERENCE, "三方", "把选中的、正在咨询的对象接进来一起说" },
	{ "transfer", NULL, ACTION_SUBMIT, "完成", "接通了: 完成转接; 没有接: 记已告知号码" },
	{ "transfer", NULL, ACTION_BACK, "收回", "取消查找; 收回来电人; 返回" },
	{ "transfer", "字母 数字", ACTION_NONE, "查找",
	    "名称首字母、汉字或号码; 一位数字选那一行" },
	{ "lock", NULL, ACTION_ENTER, "解锁", "自带中心直接按; 连中心的先输密码" },
	{ "lock", NULL, ACTION_SUBMIT, "换人", "注销, 由别人登录; 您没写完的都留着" },
	{ "modules", "字母", ACTION_NONE, "查找", "缩写、名称和内容, Esc 取消" },
	{ "inbox", NULL, ACTION_ENTER, "接收", "在受理表里接收、补问、答复或不予受理" },
	{ "inbox", NULL, ACTION_LEFT, "前一栏", "文字来件 3 分钟, 信箱来件 24 小时" },
	{ "inbox", NULL, ACTION_NEXT, "全文", "打开来件看全部内容" },
	{ "files", "1", ACTION_NONE, "添加", "输文件路径, Tab 补全, Enter 加上, F10 送出" },
	{ "files", "2", ACTION_NONE, "导出", "写到一个目录或文件名, 记审计, 不覆盖" },
	{ "files", "3", ACTION_NONE, "看图", "图片用字符画在屏上; 再按 3 换画法, Esc 回清单" },
	{ "files", NULL, ACTION_SUBMIT, "送出", "正在添加的附件: 加上并送出" },
	{ "dispatch", NULL, ACTION_JOIN, "并成一件", "选中的和下面那件说的是一件事: 并成一件办" },
	{ "dispatch", NULL, ACTION_ALIKE, "看那件", "打开疑似同一件的工单, 看完 Esc 回来" },
	{ "print", "1-4", ACTION_NONE, "打印", "那一种单子; 先记审计, 再出纸或存文件" },
	{ "outcome", "1-8", ACTION_NONE, "结果", "这通电话怎么结束的" },
	{ "outcome", NULL, ACTION_ENTER, "记下", "念完就记下; 无声满 15 秒可以挂机" },
	{ "intake", NULL, ACTION_NEXT, "下一栏", "从诉求内容到建议; Tab Enter 一次采用" },
	{ "intake", "1-9", ACTION_NONE, "选择", "只在光标所在的那一栏里起作用" },
};

/* "home calls": of the first screen, for who answers calls; "home others": for who does not; "home end": where one signs
 * out, which is not at a private centre. */
static const struct next_step {
	const char *view, *words;
} next_steps[] = {
	{ "home calls", "来电响铃: 按 F2 接听, 光标已经在诉求内容里, 边听边记。" },
	{ "home calls",
	    "没有来电: 先看“我的事”里带 ! 的。待完善的打开后按 5 补全; 超期的打开后按 2 催办。" },
	{ "home others", "您的事按 Ctrl-P 输名称打开, 如 知识、查找; 能打开的都列在那里。" },
	{ "home others", "上面的公告按 Tab 看, 带 ! 的必读; 看完按 Enter 记已阅。" },
	{ "home", "“要处理”有数字: 按 Ctrl-P 输 同步, 中心没收下的要您选一种办法。" },
	{ "home end", "下班前: 草稿和待完善都清完, 再按 Ctrl-P 输 注销。" },
	{ "intake", "先记事: 把来电人的话记进诉求内容, 不用管顺序。" },
	{ "intake", "停下来时按 Tab: 下面是建议的分类、类型、承办和时限, 对就按 Enter, 不对按 1-3 "
		    "换一条。" },
	{ "intake", "看五要素: 带 - 的还没有问到。复述一遍, 问保密, 然后 F10 提交。" },
	{ "intake", "有人受伤、着火、燃气、轻生: 按 F8, 再按 1 至 4 转 110、119、120、122。" },
	{ "intake", "来电人只是问: 按 F3 查知识, Ctrl-R 引用并写好答复, F10 直接办结。" },
	{ "intake", "要的东西一时问不到: 再按一次 F10, 按待完善登记。" },
	{ "intake",
	    "提交后照着屏幕上的话念编号和时限; 还有第二件事就按 F2, 来电人和电话会带过去。" },
	{ "search", "记得几个字就输几个字: 停车难、tcn、停che; 两个词用空格隔开, 不分先后。" },
	{ "search", "记得号码: 单号后六位、电话后四位、138****5678、沪A12345 都可以。" },
	{ "search", "记得地方: 红山路78号。太多时按 Tab 只看一种。" },
	{ "knowledge", "空着不输: 列出的是适合本单的; 没有单时是引用最多的。" },
	{ "knowledge", "输两三个词的首字母, 如 gjj tq; 第一条的答复已经在下面, 照着读。" },
	{ "knowledge", "只要引用: 按 Enter。问完就能答复办结: 按 Ctrl-R, 再按 F10。" },
	{ "knowledge", "带 ! 的和仅内部的不要读; 非引用不可的会先问您。" },
	{ "transfer", "最合适的在第一行: Enter 先和对方说清, 对方愿意接再按 Ctrl-O 完成转接。" },
	{ "transfer", "对方忙、无人接、下班: 来电人会回到您这里, 照“读”的那句说, 再按 F10 登记。" },
	{ "transfer", "险情: F8 再按 1 至 4; 接通后 Enter 通知抢修, 说清后 Ctrl-O。" },
	{ "transfer", "没有接电话设备时: 照屏幕上的号码用话机拨, 再按 1 至 4 报结果。" },
	{ "bulletins", "先看带 ! 的: 必读而没有看过。看完按 Enter, 到下一条。" },
	{ "bulletins", "来电人问停水停气: 输小区或路名的首字母找到那一条, 照口径读。" },
	{ "bulletins", "写着勿读的还没有开始或已经过去, 不要念给来电人。" },
	{ "intake", "高峰里同一件事又来一通: 空白新单按 Ctrl-T 照抄上一件, 填地点, F10。" },
	{ "qa", "“待评”是双随机抽给您的: 听录音, Enter 开表, 上下选项, 数字扣分, F10 保存。" },
	{ "qa", "“!申诉”由另一位质检员复评: 先看申诉理由, 争议的那项按 0 清掉重扣, F10 保存。" },
	{ "admin", "新来的人: 人员页按 F2, 填工号、姓名、角色, 设一次性密码当面告知。" },
	{ "admin", "离岗的人: 输工号找到, Enter 再按 3 停用, 他的登录立刻退出; 回来再启用。" },
	{ "admin", "忘了密码: Enter 再按 2 设一次性密码。自己的角色由另一位管理员改。" },
	{ "admin", "新坐席机: 按 Tab 到坐席机页, F2 发登记码, 首次启动 hotseat 时输入。" },
	{ "admin", "值班表、日历、城市资料: F2 输路径先核对, 看过会改什么再 F10 更新。" },
	{ "zero", "保障期内每天报一次: 没有情况按 0; 有情况按 Enter 写几句, 当天可以补报。" },
	{ "deputies", "出差、休假前: 选中同事按 Enter, 写起止日期, F10 送出; 到期自动失效。" },
	{ "password", "输现在的密码, 再输两遍新的, 按 F10。以后断线时登录也用新的。" },
	{ "qa", "一票否决在最后一行: 按数字选中, 并在评语里写明事实, 否则不能保存。" },
	{ "qa", "“我的”是评您的: Enter 看扣在哪里; 不服的三个工作日内按 F10 写理由申诉。" },
	{ "editing", "写的人和发布的人必须是两个人; 退回的稿子在“在改”里, 理由写在上面。" },
	{ "editing", "“更正”先按 1 修订再送审, 改好后按 2 告诉报错的人, 报错人在首页看到。" },
	{ "editing", "断线也能写、能审: 先存本机, 恢复后送出; 中心不收的在“在改”里说明原因。" },
	{ "handover", "上面是您没办结的, 不用抄; 下面写热点、设备、其他要交代的。" },
	{ "handover", "接班人要在这台机器上登录过: 写工号, 本人输密码, F10 两人签字一起记下。" },
	{ "lock", "离开座位先按 F12; 回来输密码, Enter, 接着刚才的写。" },
	{ "inbox", "Enter 接收: 内容已在受理表里, 补齐分类和区域, F10 提交; 咨询写好答复, F10 "
		   "直接办结。" },
	{ "inbox", "缺项再按一次 F10: 按待完善登记, 马上发短信请来件人补充。" },
	{ "files",
	    "照片、文档、录音, 一件工单至多 9 个, 每个不超过 20 MB; 断线也能加, 连上后接着传。" },
	{ "files", "举报和保密件里市民的材料只给热线看, 单位只看到自己加的。" },
	{ "print", "按数字打印那一种; 灰的现在不能打, 选中按 Enter 说明为什么。" },
	{ "print", "纸上有诉求人信息的, 用后收回; 保密件纸上没有姓名电话, 请热线转达。" },
	{ "modules", "记住常用的几个缩写: 在诉求内容里打缩写, 按 Ctrl-X, 光标停在要填的空。" },
	{ "outcome", "打错、指引: 按数字, 输要找的是哪里, 照“读”的那句说, Enter 记下。" },
	{ "outcome", "无声: 按 3, 每 5 秒出一句, 三句念完才可以挂机。" },
	{ "outcome", "辱骂: 按 4, 每提醒一次按 Enter; 三次后转班长台, 您不要先挂机。" },
	{ "tickets", "先左右换到“超期”和“今日到期”, 从最前面的开始打开。" },
	{ "tickets", "找一件: 输地点或标题的首字母, 如 hsl 找红山路; 知道单号就按 Ctrl-G。" },
	{ "tickets", "“待送”里的不用管, 线路恢复后自动送。" },
	{ "ticket", "来电人问进度: 照“答复期限”和最近一个环节念, 然后按 4 记查询。" },
	{ "ticket", "来电人催: 按 2 写一句催什么, 不要另建单。补充了情况: 按 3。" },
	{ "ticket", "待完善的: 看“还缺”, 打电话问清, 按 7 记联系, 按 5 补全。" },
	{ "ticket", "要看全号: 按 Ctrl-Y。正在通话的来电人不用写原因; 其他的要写, 都记入审计。" },
	{ "dispatch", "从上往下: 建议对的按 Enter 就派出; 不对的按数字“派单”, 另选单位, 写依据。" },
	{ "dispatch", "特急件派出后要电话通知值班人员, 记下谁接的。" },
	{ "dispatch",
	    "退单: 看单位的依据, 同意就改派, 不同意写明理由驳回; 三次派不定的指定承办。" },
	{ "dispatch", "待审核: 四部分齐全、有依据、联系过诉求人就通过, 否则写明要补什么退回。" },
	{ "review", "先看诉求人怎么说, 再看单位怎么答复: 没办到位的按 1 重办, 写清要做到什么。" },
	{ "review", "单位已依法依规办理的按 2 维持: 写依据, 写怎样向诉求人解释的。" },
	{ "review", "您经办过的要请没有经办过的人复核。" },
	{ "supervise", "先看“超期”: Enter 督办, 单位、期限、要求已经填好, 改好按 F10。" },
	{ "supervise", "“督办中”: 单位反馈了的按 Enter 销号; 还解决不了的提级或召集会商。" },
	{ "supervise", "“待批”: 挂起、延期、降级都写着单位的理由, 同意按 Enter, 不同意写原因。" },
	{ "supervise", "“待评价”: 双评价里上级的那一半, 看答复质量打星。" },
	{ "ledger", "从上往下: 先是通报和约谈的单位, 看超期未答和退单, 问清原因。" },
	{ "ledger", "左右键换月; 要交出去的用命令 hotseat report units --month 2026-11 --csv。" },
	{ "visit", "先按 Ctrl-Y 看全号拨打, 查看会记入审计; 通了照“读”的那句说, 再按 Enter。" },
	{ "visit",
	    "四问都按数字: 1 已解决, 5 星很满意; 建议没有就直接按 Enter, 自动记下并换下一件。" },
	{ "visit", "没打通: 按 2, 再按原因。不满意的不用另选: 照实记下, 自动转复核。" },
	{ "visit", "“同上”是同一个人的另一件: 一次电话一起问完, 一天只打一次。" },
	{ "handling",
	    "先看“待签收”: 按 Enter 签收一件, 按两次 0 全部签收; 不归本单位的由审签人退单。" },
	{ "handling",
	    "今日联系: 按 Ctrl-Y 看全号, 打完按 Enter 记联系; 打不通的两天里分时段再打。" },
	{ "handling", "办结后对评价有异议: 5个工作日内到“可申诉”按 Enter 申诉。" },
	{ "visit", "诉求人事后来说不满意: 24小时内到“刚办结”按 Enter 登记, 转复核。" },
	{ "inbox", "下面写着“可能同一件”: 按 1 再按 F10 并进去, 来件人会收到短信。" },
	{ "inbox", "“待转达”有数字: 替承办单位问保密诉求人, 问到的话按 Enter 记下。" },
	{ "handling", "联系过、办好了: 按 Enter 反馈; 投诉、举报、重办的要写四部分。" },
	{ "handling", "带 !! 的是退回或重办的: 下面第一行写着要补什么。" },
	{ "handling",
	    "线路断了照常签收、联系、反馈, 按现在的时间算; 退单和延期先存为申请, 恢复后送出。" },
	{ "sync", "带 ! 的要您决定: 按那一行的数字, 看原因, 再选办法。" },
	{ "sync", "冲突是两个人改了同一栏: 问清哪个对, 再选保留中心的或用您的。" },
	{ "sync", "待送的不用管。急着送出可以按 F5; 离线时报给来电人的编号照样有效。" },
	{ "login", "输工号, Enter, 输密码, Enter。密码忘了找班长或系统管理员重设。" },
	{ "login", "线路断开也能登录, 只要您在这台机器上登录过。" },
};

/* ---- text ---- */

static void
pad(struct str *out, const char *s, int cols)
{
	int w = width_str(s);

	str_add(out, s);
	do
		str_add_c(out, ' ');
	while (++w < cols);
}

static void
add_line(struct str *out, const char *keys, const char *label, const char *sentence)
{
	pad(out, keys, 19);
	pad(out, label, 10);
	str_addf(out, "%s\n", sentence);
}

/* What hands call the key where the cap bears no name but a picture. */
static const char *
cap_name(const char *name)
{
	static const char *const arrows[][2] = { { "Left", "左箭头" }, { "Right", "右箭头" },
		{ "Up", "上箭头" }, { "Down", "下箭头" } };

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (strcmp(name, arrows[i][0]) == 0)
			return arrows[i][1];
	return name;
}

static void
key_names(const struct keymap *km, enum action a, char *out, size_t size)
{
	size_t at = 0;

	out[0] = '\0';
	for (int i = 0; i < KEYMAP_KEYS && km->keys[a][i] != 0 && i < 3; i++) {
		char name[16];
		int n = snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "",
		    cap_name(keymap_key_name(km->keys[a][i], name)));

		if (n < 0 || (size_t)n >= size - at)
			return;
		at += (size_t)n;
	}
}

/* Is a row for ${view}? Rows of "worklist" are for every screen that is one (worklist.c). */
static bool
is_for(const struct own_key *k, const char *view)
{
	const struct view_ops *ops;

	if (strcmp(k->view, "worklist") != 0)
		return strcmp(k->view, view) == 0;
	ops = view_by_name(view);
	return ops != NULL && ops->footer == worklist_footer;
}

static void
add_own(struct str *out, const struct keymap *km, const char *view)
{
	for (size_t i = 0; i < sizeof(own_keys) / sizeof(own_keys[0]); i++) {
		const struct own_key *k = &own_keys[i];
		char keys[64];

		if (!is_for(k, view))
			continue;
		(void)snprintf(keys, sizeof(keys), "%s", k->keys != NULL ? k->keys : "");
		if (k->keys == NULL)
			key_names(km, k->action, keys, sizeof(keys));
		add_line(out, keys, k->label, k->sentence);
	}
}

static bool
is_own(const char *view, enum action a)
{
	for (size_t i = 0; i < sizeof(own_keys) / sizeof(own_keys[0]); i++)
		if (own_keys[i].keys == NULL && own_keys[i].action == a &&
		    is_for(&own_keys[i], view))
			return true;
	return false;
}

/* The screen's own scope; 0 none. */
static unsigned
own_scope(const char *view)
{
	if (strcmp(view, "sync") == 0)
		return SCOPE_SYNC;
	return strcmp(view, "knowledge") == 0 ? (unsigned)SCOPE_KNOWLEDGE : 0;
}

/* A key of the screen's own scope hides what it means elsewhere. */
static bool
is_hidden(const struct keymap *km, const char *view, enum action a)
{
	const unsigned scopes = SCOPE_ALL | own_scope(view);

	if (action_is_reserved(a))
		return true;
	return action_info(a)->scope == SCOPE_ALL && keymap_find(km, scopes, km->keys[a][0]) != a;
}

/* What app_global.c does on any screen, whatever a screen makes of it besides. */
static const uint64_t everywhere =
    ACT(HELP) | ACT(NEW) | ACT(KNOWLEDGE) | ACT(TRANSFER) | ACT(CONFERENCE) | ACT(EMERGENCY) |
    ACT(STATE) | ACT(LOCK) | ACT(COMMAND) | ACT(GO_TO) | ACT(OUTCOME) | ACT(REDRAW) | ACT(BACK);

static uint64_t
for_all(uint32_t roles)
{
	uint64_t acts = everywhere;

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		if (!view_may_act(roles, (enum action)a))
			acts &= ~(UINT64_C(1) << a);
	return acts;
}

/* What hands know by themselves: behind the rest. */
static const uint64_t moving = ACTS_ROWS | ACTS_EDIT | ACT(NEXT) | ACT(PREV);

/* Those of ${acts} with their keys, under ${head}; nothing when there are none. */
static void
add_acts(
    struct str *out, const struct keymap *km, const char *view, uint64_t acts, const char *head)
{
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		const struct action_info *info = action_info((enum action)a);
		char keys[64];

		if ((acts >> a & 1) == 0 || is_own(view, (enum action)a) ||
		    is_hidden(km, view, (enum action)a))
			continue;
		key_names(km, (enum action)a, keys, sizeof(keys));
		if (keys[0] == '\0')
			continue;
		str_add(out, head);
		head = "";
		add_line(out, keys, info->label, info->help);
	}
}

static void
write_keys(struct help *s, const struct desk *d)
{
	struct keymap defaults;
	const struct keymap *km = d->keymap;
	const struct view_ops *ops = view_by_name(s->about);
	uint64_t answers = ops != NULL ? ops->answers : 0;

	if (!view_may_act(d->me.roles, ACTION_NEW)) /* nor goes on with a half-done sheet */
		answers &= ~ACT(NEXT_DRAFT);
	if (km == NULL) {
		keymap_default(&defaults);
		km = &defaults;
	}
	add_own(&s->text, km, s->about);
	add_acts(&s->text, km, s->about, answers & ~everywhere & ~moving, "");
	add_acts(&s->text, km, s->about, for_all(d->me.roles), "\n哪一屏都一样:\n");
	add_acts(&s->text, km, s->about, answers & moving, "\n移动光标和改字:\n");
}

static bool
is_step_of(const char *view, const struct help *s, const struct desk *d)
{
	const bool calls = view_may_act(d->me.roles, ACTION_NEW);

	if (strcmp(s->about, "home") == 0 && strcmp(view, "home calls") == 0)
		return calls;
	if (strcmp(s->about, "home") == 0 && strcmp(view, "home others") == 0)
		return !calls;
	if (strcmp(s->about, "home") == 0 && strcmp(view, "home end") == 0)
		return !d->link.is_private;
	return strcmp(view, s->about) == 0;
}

static void
write_next(struct help *s, const struct desk *d)
{
	int n = 0;

	for (size_t i = 0; i < sizeof(next_steps) / sizeof(next_steps[0]); i++) {
		if (!is_step_of(next_steps[i].view, s, d))
			continue;
		str_addf(&s->text, "%s%d. %s", n > 0 ? "\n\n" : "", n + 1, next_steps[i].words);
		n++;
	}
	if (n == 0)
		str_add(&s->text, "按 Esc 返回, 或按 Ctrl-P 输要去的地方。\n");
}

static void
write_page(struct help *s, const struct desk *d)
{
	str_reset(&s->text);
	if (s->next)
		write_next(s, d);
	else
		write_keys(s, d);
	s->pager = (struct pager){ .text = str_c(&s->text) };
}

/* ---- the screen ---- */

/* ${arg}: name of the screen one came from. */
static enum err_code
help_open(struct view *v, const char *arg, struct err *e)
{
	struct help *s = v->state;

	(void)e;
	(void)str_copy(s->about, sizeof(s->about), arg != NULL && *arg != '\0' ? arg : "home");
	write_page(s, v->desk);
	return ERR_OK;
}

static void
help_close(struct view *v)
{
	struct help *s = v->state;

	str_free(&s->text);
}

static unsigned
help_input(struct view *v, const struct input *in)
{
	struct help *s = v->state;
	struct react r = { 0 };

	if (input_is(in, ACTION_HELP)) {
		s->next = !s->next;
		write_page(s, v->desk);
		return VIEW_DRAW;
	}
	pager_input(&s->pager, in, &r);
	return (r.bits & REACT_USED) != 0 ? VIEW_DRAW : VIEW_IGNORED;
}

static void
help_draw(const struct view *v, struct canvas *c, struct rect body)
{
	struct help *s = v->state;
	const struct view_ops *about = view_by_name(s->about);
	char head[128];

	(void)snprintf(head, sizeof(head), "%s: %s", about != NULL ? about->title : s->about,
	    s->next ? "下一步做什么   (F1=这里的键)" : "这里的键   (再按 F1=下一步做什么)");
	canvas_cut(c, body.row, body.col + 1, body.cols - 2, ROLE_HEADING, head);
	s->pager.text = str_c(&s->text);
	s->pager.at = (struct rect){ body.row + 2, body.col + 3, body.rows - 2, body.cols - 6 };
	pager_draw(&s->pager, c, ROLE_NORMAL, true);
}

static const struct bar_key footer[] = {
	{ ACTION_HELP, "换页: 键/下一步" },
	{ ACTION_PAGE_DOWN, NULL },
	{ ACTION_PAGE_UP, NULL },
	{ ACTION_BACK, NULL },
};

const struct view_ops help_view = {
	.name = "help",
	.title = "帮助",
	.aliases = "按键 怎么用",
	.footer = footer,
	.n_footer = sizeof(footer) / sizeof(footer[0]),
	.answers = ACT(UP) | ACT(DOWN) | ACT(HOME) | ACT(END) | ACT(PAGE_UP) | ACT(PAGE_DOWN),
	.state_size = sizeof(struct help),
	.open = help_open,
	.input = help_input,
	.draw = help_draw,
	.close = help_close,
};
