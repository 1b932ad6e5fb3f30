/* Reads a scenario file. Strict, since a trainer must learn of a slip when he checks the file and not in front of a class:
 * what is unknown, doubled, missing or impossible is refused with its line. Nothing is repaired.
 *
 * A file is read as one of its variants: first the {names} are filled in (scenario_vary.c), then the lines are read in
 * place. scenario_read tries every variant, so that no choice of [变化] can spoil a lesson. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "drill_p.h"
#include "lot_p.h"

struct reading {
	char *at, *end;
	int line, heading; /* lines: of what stands at ${at}; where the section began */
	enum scenario_section section;
	unsigned seen;      /* keys of this section, by row */
	unsigned seen_once; /* sections of this matter */
	int matter;
	bool versioned;
	char *value_end; /* of the pending member */
	struct scenario_line pending;
	struct scenario *s;
	struct err *e;
};

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
	for (size_t i = 0; i < scenario_sections[r->section].n; i++)
		if (scenario_sections[r->section].keys[i].must && (r->seen & 1u << i) == 0)
			return plain_fail(r->e, r->heading, "%s%s%s缺少“%s: …”",
			    r->section == IN_HEAD ? "开头" : "[",
			    scenario_sections[r->section].name, r->section == IN_HEAD ? "" : "]",
			    scenario_sections[r->section].keys[i].name);
	if (r->section == IN_HEAD && !r->versioned)
		return plain_fail(r->e, 1, "开头缺少“版式: %d”", SCENARIO_VERSION);
	return ERR_OK;
}

/* ---- one member ---- */

static enum err_code
read_version(struct reading *r)
{
	long long version;

	if (!str_int(r->pending.value, 1, 1000, &version))
		return plain_fail(r->e, r->pending.line, "“版式”应写 %d", SCENARIO_VERSION);
	if (version != SCENARIO_VERSION)
		return plain_fail(r->e, r->pending.line, "这是第 %lld 版的写法, 本程序只认第 %d 版",
		    version, SCENARIO_VERSION);
	if (r->versioned)
		return plain_fail(r->e, r->pending.line, "“版式”写了两次");
	r->versioned = true;
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
		return scenario_field(&r->pending, &r->s->answer[r->matter].reference, r->e);
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
end_member(struct reading *r)
{
	const struct scenario_key *keys = scenario_sections[r->section].keys;
	const char *name = r->pending.name;

	if (name == NULL || r->section == IN_VARIED) {
		r->pending.name = NULL;
		return ERR_OK;
	}
	*r->value_end = '\0';
	for (size_t i = 0; i < scenario_sections[r->section].n; i++) {
		if (strcmp(keys[i].name, name) != 0)
			continue;
		if ((r->seen & 1u << i) != 0)
			return plain_fail(r->e, r->pending.line, "“%s”写了两次", name);
		r->seen |= 1u << i;
		if (r->section == IN_TALK && i == 0)
			r->s->opening_line = r->pending.line;
		r->pending.name = NULL;
		return scenario_value(&keys[i], base_of(r), &r->pending, r->e);
	}
	enum err_code rc = read_other(r);
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
	return plain_fail(r->e, r->line,
	    "没有[%.*s]这一段, 可写: [变化] [来电人] [说话] [事实 地点] [第二件事] [标准答案] "
	    "[参考工单]; 演练写 [演练] [工单 甲] [经过 甲] [步骤 甲 签收] [不许 甲 提交反馈]",
	    (int)len, name);
}

/* ---- lines ---- */

/* "名称: 内容": the member that is pending from now on. */
static enum err_code
begin_member(struct reading *r, char *line, size_t len)
{
	size_t at = 0, width = 0;

	while (at < len && width == 0)
		if (line[at] == ':')
			width = 1;
		else if (len - at >= 3 && memcmp(line + at, "：", 3) == 0)
			width = 3;
		else
			at++;
	const char *name = line, *value = line + at + width;
	size_t n = at, m = len - at - width;
	scenario_trim(&name, &n);
	scenario_trim(&value, &m);
	if (width == 0 || n == 0)
		return plain_fail(
		    r->e, r->line, "应写成“名称: 内容”; 接着上一行写的, 前面要空一格");
	r->pending = (struct scenario_line){ line + (name - line), line + (value - line), r->line };
	r->pending.name[n] = '\0';
	r->value_end = r->pending.value + m;
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
	if ((rc = end_member(r)) != ERR_OK)
		return rc;
	if (scenario_heading(line, len, &name, &n))
		return (rc = end_section(r)) != ERR_OK ? rc : read_heading(r, name, n);
	return r->section == IN_VARIED ? ERR_OK : begin_member(r, line, len);
}

static void
begin(struct scenario *s)
{
	scenario_init(s);
	s->n_matters = 1;
	s->opening = "";
	s->second =
	    (struct scenario_utterance){ .cue = CUE_AFTER, .n = ACT_MORE, .matter = 1, .text = "" };
	s->persona = (struct scenario_persona){ .line = "12345",
		.ivr = "",
		.unknown = "这个我说不上来。",
		.secret = "",
		.patience_s = 45,
		.mood = 3,
		.rate = 4 };
	for (int i = 0; i < SCENARIO_MATTERS; i++) {
		struct scenario_answer *a = &s->answer[i];

		*a = (struct scenario_answer){ .tickets = SCENARIO_UNSET,
			.confidential = -1,
			.tells = SCENARIO_TELLS_UNSET,
			.par_s = 210,
			.acw_s = 60 };
		for (int k = 0; k < ELEMENT_COUNT; k++)
			a->words[k] = "";
	}
}

/* The buffer of ${s}, filled in already. */
static enum err_code
read_buffer(struct scenario *s, size_t len, struct err *e)
{
	struct reading r = {
		.at = s->buffer, .end = s->buffer + len, .s = s, .e = e, .heading = 1
	};
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
	s->last_line = r.line;
	if (rc == ERR_OK && r.line == 0)
		rc = plain_fail(e, 1, "文件是空的");
	return rc;
}

/* What he says one after another, in another order; as written for seed 0. */
static void
shuffle(struct scenario *s, uint64_t seed)
{
	int at[SCENARIO_UTTERANCES], n = 0;
	uint64_t state = seed;

	for (int i = 0; i < s->n_utterances; i++)
		if (s->utterance[i].cue == CUE_NEXT)
			at[n++] = i;
	for (int i = n; s->shuffled != 0 && seed != 0 && i > 1; i--) {
		int j = (int)lot_below(&state, (size_t)i);
		struct scenario_utterance u = s->utterance[at[i - 1]];

		s->utterance[at[i - 1]] = s->utterance[at[j]];
		s->utterance[at[j]] = u;
	}
}

/* ${out} is whole or as it was. */
static enum err_code
read_variant(struct scenario_varied *v, const char *text, size_t len, uint64_t seed,
    struct scenario *out, struct err *e)
{
	struct str filled = { 0 };
	struct scenario s;
	enum err_code rc = scenario_vary_apply(v, text, len, seed, &filled, e);

	begin(&s);
	if (rc == ERR_OK) {
		s.source_text = str_dup_n(text, len);
		len = filled.len;
		s.buffer = len > 0 ? str_take(&filled) : str_dup("");
		if (s.source_text == NULL || s.buffer == NULL)
			rc = err_set(e, ERR_NO_MEMORY, NULL);
	}
	if (rc == ERR_OK)
		rc = read_buffer(&s, len, e);
	if (rc == ERR_OK && s.drill != NULL)
		rc = drill_complete(&s, e);
	if (rc == ERR_OK && s.drill == NULL)
		scenario_complete(&s);
	if (rc == ERR_OK)
		rc = scenario_check(&s, e);
	str_free(&filled);
	if (rc != ERR_OK) {
		scenario_free(&s);
		return rc;
	}
	shuffle(&s, seed);
	for (int i = 0; i < v->n_groups; i++)
		if (v->group[i].n > s.choices)
			s.choices = v->group[i].n;
	s.choices = s.choices > 0 ? s.choices : 1;
	scenario_free(out);
	*out = s;
	return ERR_OK;
}

static enum err_code
begin_text(const char *text, size_t len, struct scenario_varied *v, struct err *e)
{
	enum err_code rc = plain_check(text, len, SCENARIO_BYTES, "一个案例", e);

	return rc == ERR_OK ? scenario_vary_read(text, len, v, e) : rc;
}

/* Which choice it was: the line alone would not say. */
static void
say_variant(struct err *e, int i)
{
	struct err was;

	if (e == NULL)
		return;
	was = *e;
	(void)err_set(e, was.code, "%s (各变化取第 %d 样时)", was.text, i + 1);
	(void)err_at(e, "%s", was.where);
}

static enum err_code
read_all(const char *text, size_t len, struct scenario *first, struct err *e)
{
	struct scenario_varied v;
	struct scenario other;
	enum err_code rc = begin_text(text, len, &v, e);

	scenario_init(&other);
	if (rc == ERR_OK)
		rc = read_variant(&v, text, len, 0, first, e);
	for (int i = 1; rc == ERR_OK && i < first->choices; i++)
		if ((rc = read_variant(&v, text, len, (uint64_t)i, &other, e)) != ERR_OK)
			say_variant(e, i);
	scenario_free(&other);
	return rc;
}

enum err_code
scenario_read(const char *text, size_t len, struct scenario *s, struct err *e)
{
	struct scenario first;
	struct str unix_text = { 0 };
	enum err_code rc;

	scenario_init(&first);
	for (size_t i = 0; i < len; i++) /* Notepad's line ends */
		if (text[i] != '\r' || i + 1 == len || text[i + 1] != '\n')
			str_add_c(&unix_text, text[i]);
	rc = unix_text.bad ? err_set(e, ERR_NO_MEMORY, NULL)
			   : read_all(str_c(&unix_text), unix_text.len, &first, e);
	str_free(&unix_text);
	if (rc != ERR_OK) {
		scenario_free(&first);
		return rc;
	}
	scenario_free(s);
	*s = first;
	return ERR_OK;
}

enum err_code
scenario_variant(const struct scenario *s, uint64_t seed, struct scenario *out, struct err *e)
{
	const char *text = s->source_text;
	size_t len = strlen(text);
	struct scenario_varied v;
	enum err_code rc = begin_text(text, len, &v, e);

	return rc == ERR_OK ? read_variant(&v, text, len, seed, out, e) : rc;
}
