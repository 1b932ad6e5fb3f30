/* The lines of a scenario file, its {names} filled in already. Strict, since a trainer must learn of a slip when he checks the
 * file and not in front of a class: what is unknown, doubled, missing or impossible is refused with its line. Nothing is
 * repaired. After a mistake the reading goes on where a reader would: with the next member, behind a heading that nobody knows with
 * the next heading.
 *
 * Not here: which variant it is, and that all of them are tried (scenario_variant.c). */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "drill_p.h"

struct reading {
	char *at, *end;
	int line, heading; /* lines: of what stands at ${at}; where the section began */
	enum scenario_section section;
	unsigned seen;      /* keys of this section, by row */
	unsigned seen_once; /* sections of this matter */
	int matter;
	bool versioned;
	bool lost,
	    stray; /* until the next heading, the next member: nobody knows what these lines were meant for */
	char *value_end; /* of the pending member */
	struct scenario_line pending;
	struct scenario *s;
	struct scenario_notes *notes;
	struct err *e; /* that of the notes */
};

/* What came of a line: its mistake is told, and the reading goes on, or (for who wants no more than the first) ends. */
static enum err_code
note(struct reading *r, enum err_code rc)
{
	if (rc != ERR_OK)
		r->notes->broken[r->matter] |= 1u << r->section;
	return scenario_note(r->notes, rc);
}

/* What the members of this section are members of. */
static void *
base_of(struct reading *r)
{
	struct scenario *s = r->s;

	if (drill_is_section(r->section))
		return drill_base(s, r->section);
	switch (r->section) {
	case IN_PERSONA:
		return &s->persona;
	case IN_FACT:
		return &s->fact[s->n_facts - 1];
	case IN_SECOND:
		return &s->second;
	case IN_ANSWER:
		return &s->answer[r->matter];
	default:
		return s;
	}
}

static enum err_code
end_section(struct reading *r)
{
	const struct scenario_part *p = &scenario_sections[r->section];
	enum err_code rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && !r->lost && i < p->n; i++)
		if (p->keys[i].must && (r->seen & 1u << i) == 0)
			rc = note(r, plain_fail(r->e, r->heading, "%s%s%s缺少“%s: …”",
					 r->section == IN_HEAD ? "开头" : "[", p->name,
					 r->section == IN_HEAD ? "" : "]", p->keys[i].name));
	if (rc == ERR_OK && r->section == IN_HEAD && !r->versioned)
		rc = note(r, plain_fail(r->e, 1, "开头缺少“版式: %d”", SCENARIO_VERSION));
	return rc;
}

/* ---- one member ---- */

static enum err_code
read_version(struct reading *r)
{
	long long version;

	if (r->versioned)
		return plain_fail(r->e, r->pending.line, "“版式”写了两次");
	r->versioned = true;
	if (!str_int(r->pending.value, 1, 1000, &version))
		return plain_fail(r->e, r->pending.line, "“版式”应写 %d", SCENARIO_VERSION);
	if (version != SCENARIO_VERSION)
		return plain_fail(r->e, r->pending.line, "这是第 %lld 版的写法, 本程序只认第 %d 版",
		    version, SCENARIO_VERSION);
	return ERR_OK;
}

static enum err_code
read_utterance(struct reading *r)
{
	struct scenario *s = r->s;
	struct scenario_utterance *u = &s->utterance[s->n_utterances];
	size_t chars = utf8_count(r->pending.value);

	if (s->n_utterances == SCENARIO_UTTERANCES)
		return plain_fail(r->e, r->pending.line, "[说话]最多 %d 句", SCENARIO_UTTERANCES);
	if (chars == 0 || chars > SCENARIO_CHARS)
		return plain_fail(r->e, r->pending.line, "这句话有 %zu 个字, 应有 1 到 %d 个",
		    chars, SCENARIO_CHARS);
	if (scenario_cue(r->pending.name, u, r->pending.line, r->e) != ERR_OK)
		return ERR_INVALID;
	u->text = r->pending.value;
	s->n_utterances++;
	return ERR_OK;
}

static enum err_code
unknown_key(const struct reading *r, const char *name)
{
	const struct scenario_part *p = &scenario_sections[r->section];
	struct str may = { 0 };
	enum err_code rc;

	for (size_t i = 0; i < p->n; i++)
		str_addf(&may, "%s%s", i > 0 ? " " : "", p->keys[i].name);
	rc = plain_fail(r->e, r->pending.line, "%s%s%s没有“%s”这一项, 可写: %s",
	    r->section == IN_HEAD ? "开头" : "[", p->name, r->section == IN_HEAD ? "" : "]里", name,
	    str_c(&may));
	str_free(&may);
	return rc;
}

static enum err_code
read_field(struct reading *r)
{
	struct scenario_answer *a = &r->s->answer[r->matter];
	const int at = field_by_label(r->pending.name);

	if (at >= 0)
		a->reference_line[at] = r->pending.line;
	return scenario_field(&r->pending, &a->reference, r->e);
}

/* What is no row of a table: the version, when something is said, a field of the ticket. */
static enum err_code
read_other(struct reading *r)
{
	const char *name = r->pending.name;

	if (r->section == IN_HEAD && strcmp(name, "版式") == 0)
		return read_version(r);
	if (drill_is_section(r->section) && r->section != IN_DRILL)
		return drill_member(r->s, r->section, &r->pending, r->e);
	if (r->section == IN_TALK)
		return read_utterance(r);
	if (r->section == IN_TICKET)
		return read_field(r);
	if (r->section == IN_SECOND && strcmp(name, "何时") == 0) {
		struct scenario_utterance u = { 0 };
		enum err_code rc = scenario_cue(r->pending.value, &u, r->pending.line, r->e);

		u.text = r->s->second.text;
		u.matter = 1;
		r->s->second = u;
		return rc;
	}
	return unknown_key(r, name);
}

static enum err_code
take_member(struct reading *r)
{
	const struct scenario_key *keys = scenario_sections[r->section].keys;
	const char *name = r->pending.name;

	*r->value_end = '\0';
	if (r->notes->unfilled && strchr(r->pending.value, '{') != NULL)
		r->notes->broken[r->matter] |= 1u << r->section;
	for (size_t i = 0; i < scenario_sections[r->section].n; i++) {
		if (strcmp(keys[i].name, name) != 0)
			continue;
		if ((r->seen & 1u << i) != 0)
			return plain_fail(r->e, r->pending.line, "“%s”写了两次", name);
		r->seen |= 1u << i;
		if (r->section == IN_TALK && i == 0)
			r->s->opening_line = r->pending.line;
		return scenario_value(&keys[i], base_of(r), &r->pending, r->e);
	}
	return read_other(r);
}

static enum err_code
end_member(struct reading *r)
{
	enum err_code rc = ERR_OK;

	if (r->pending.name != NULL && r->section != IN_VARIED)
		rc = note(r, take_member(r));
	r->pending.name = NULL;
	return rc;
}

/* ---- headings ---- */

static enum err_code
begin_fact(struct reading *r, const char *element, size_t len)
{
	struct scenario *s = r->s;
	int at = len > 0 ? scenario_element(element, len) : -1;

	if (len > 0 && at < 0)
		return plain_fail(r->e, r->line,
		    "没有“%.*s”这个要素, 可写: 时间 地点 人物 事件 诉求", (int)len, element);
	if (s->n_facts == SCENARIO_FACTS)
		return plain_fail(r->e, r->line, "[事实]最多 %d 条", SCENARIO_FACTS);
	s->fact[s->n_facts++] = (struct scenario_fact){ .matter = r->matter,
		.line = r->line,
		.element = at,
		.says = "",
		.wrong = "",
		.words = "",
		.refusal = "" };
	return ERR_OK;
}

static enum err_code
begin_section(struct reading *r, enum scenario_section section, const char *rest, size_t len)
{
	if (drill_is_section(section) && (section != IN_DRILL || len == 0)) {
		r->section = section;
		r->heading = r->line;
		r->seen = 0;
		return drill_begin(r->s, section, rest, len, r->line, r->e);
	}
	if (section != IN_FACT && (len > 0 || (r->seen_once & 1u << section) != 0))
		return plain_fail(r->e, r->line, len > 0 ? "段名应是[%s]" : "[%s]写了两次",
		    scenario_sections[section].name);
	r->section = section;
	r->heading = r->line;
	r->seen = 0;
	r->seen_once |= 1u << section;
	if (section == IN_FACT)
		return begin_fact(r, rest, len);
	if (section == IN_SECOND) {
		r->matter = 1;
		r->s->n_matters = 2;
		r->s->second.line = r->line;
		r->seen_once &= ~(1u << IN_ANSWER | 1u << IN_TICKET);
	}
	if (section == IN_ANSWER)
		r->s->answer[r->matter].line = r->line;
	return ERR_OK;
}

static enum err_code
read_heading(struct reading *r, const char *name, size_t len)
{
	size_t n = 0;

	while (n < len && name[n] != ' ' && name[n] != ':' && strncmp(name + n, "：", 3) != 0 &&
	       strncmp(name + n, "\xe3\x80\x80", 3) != 0)
		n++;
	for (int i = IN_VARIED; i < SECTIONS; i++)
		if (strlen(scenario_sections[i].name) == n &&
		    memcmp(scenario_sections[i].name, name, n) == 0) {
			const char *rest = name + n;
			size_t left = len - n;
			size_t colon = left == 0                ? 0
				       : *rest == ':'           ? 1
				       : str_starts(rest, "：") ? 3
								: 0;

			rest += colon;
			left -= colon;
			scenario_trim(&rest, &left);
			return begin_section(r, (enum scenario_section)i, rest, left);
		}
	r->notes->broken[0] = r->notes->broken[1] = ~0u; /* whatever it was meant to be */
	return plain_fail(r->e, r->line,
	    "没有[%.*s]这一段, 可写: [变化] [来电人] [说话] [事实 地点] [第二件事] [标准答案] "
	    "[参考工单] [旧单 甲] [经过 甲]; 演练写 [演练] [工单 甲] [经过 甲] [步骤 甲 签收] "
	    "[不许 甲 提交反馈]",
	    (int)len, name);
}

/* ---- lines ---- */

/* "名称: 内容": the member that is pending from now on. */
static enum err_code
begin_member(struct reading *r, char *line, size_t len)
{
	struct scenario_span name, value;

	if (!scenario_member(line, len, &name, &value) || name.len == 0)
		return plain_fail(
		    r->e, r->line, "应写成“名称: 内容”; 接着上一行写的, 前面要空一格");
	r->pending =
	    (struct scenario_line){ line + (name.s - line), line + (value.s - line), r->line };
	r->pending.name[name.len] = '\0';
	r->value_end = r->pending.value + value.len;
	return ERR_OK;
}

static enum err_code
read_line(struct reading *r, char *line, size_t len)
{
	const char *name, *text = line;
	size_t n = len;
	enum err_code rc;

	scenario_trim(&text, &n);
	if (n == 0 || line[0] == '#')
		return n == 0 ? end_member(r) : ERR_OK;
	if (text > line && r->pending.name != NULL) { /* goes on with the line before */
		memmove(r->value_end, text, n);
		r->value_end += n;
		return ERR_OK;
	}
	if (text > line && r->stray)
		return ERR_OK;
	r->stray = false;
	if ((rc = end_member(r)) != ERR_OK)
		return rc;
	if (scenario_heading(line, len, &name, &n)) {
		if ((rc = end_section(r)) != ERR_OK)
			return rc;
		rc = read_heading(r, name, n);
		r->lost = rc != ERR_OK;
		return note(r, rc);
	}
	if (r->section == IN_VARIED || r->lost)
		return ERR_OK;
	rc = begin_member(r, line, len);
	r->stray = rc != ERR_OK;
	return note(r, rc);
}

enum err_code
scenario_read_lines(struct scenario *s, size_t len, struct scenario_notes *notes)
{
	struct reading r = { .at = s->buffer,
		.end = s->buffer + len,
		.s = s,
		.notes = notes,
		.e = notes->e,
		.heading = 1 };
	enum err_code rc = ERR_OK;

	while (rc == ERR_OK && r.at < r.end) {
		char *line = r.at, *stop = memchr(line, '\n', (size_t)(r.end - line));

		r.line++;
		r.at = stop != NULL ? stop + 1 : r.end;
		rc = read_line(&r, line, (size_t)((stop != NULL ? stop : r.end) - line));
	}
	if (rc == ERR_OK)
		rc = end_member(&r);
	if (rc == ERR_OK)
		rc = end_section(&r);
	s->last_line = r.line > 0 ? r.line : 1; /* what an empty file lacks, it lacks there */
	if (rc == ERR_OK && r.line == 0)
		rc = note(&r, plain_fail(r.e, 1, "文件是空的"));
	return rc;
}
