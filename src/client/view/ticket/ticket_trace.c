/* ticket_trace.c: the steps of a ticket as a list, and whether the record still fits its hash; the matter as a whole.
 *
 * Not here: what a step says (event_words.c), the chain itself (model/chain.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "client/view/event_words_p.h"
#include "model/extra.h"
#include "ticket_p.h"

const struct list_col ticket_trace_cols[5] = {
	{ .head = "时间", .cols = 11 },
	{ .head = "环节", .cols = 8 },
	{ .head = "经办", .cols = 17 },
	{ .head = "内容", .cols = 0 },
	{ .head = "校验", .cols = 6 },
};
const struct list_col ticket_trace_wide[5] = {
	{ .head = "时间", .cols = 14 },
	{ .head = "环节", .cols = 10 },
	{ .head = "经办", .cols = 20 },
	{ .head = "内容", .cols = 0 },
	{ .head = "校验", .cols = 6 },
};

/* ---- the list ---- */

static void
cell_check(const struct dossier *s, size_t row, struct list_cell *out)
{
	const struct event *ev = &s->ev[row];

	if (ev->seq == 0) {
		out->text = "待送";
	} else if (s->bad != 0 && ev->seq == s->bad) {
		out->text = "!!不符";
		out->role = ROLE_OVERDUE;
	} else if (row < (size_t)s->checked && (s->bad == 0 || ev->seq < s->bad)) {
		out->text = "相符";
	} else {
		out->text = "未核";
	}
}

static void
one_line(char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		if (*s == '\n' || *s == '\t')
			*s = ' ';
}

void
ticket_trace_cell(void *ctx, size_t row, int col, struct list_cell *out)
{
	struct dossier *s = ctx;
	const struct event *ev = &s->ev[row];

	out->text = out->buf;
	switch (col) {
	case 0:
		(void)civil_format(ev->at,
		    s->trace.cols == ticket_trace_wide ? "%m-%d %H:%M:%S" : "%m-%d %H:%M", out->buf,
		    sizeof(out->buf));
		break;
	case 1:
		out->text = event_info((enum event_kind)ev->kind)->label;
		break;
	case 2:
		event_words_who(s->desk->city, ev, out->buf, sizeof(out->buf));
		break;
	case 3:
		str_reset(&s->line);
		event_words(s->desk, fields_get(&s->t.f, TF_CATEGORY), ev, &s->line);
		if (ev->offline)
			str_add(&s->line, " (断线时办理)");
		one_line(s->line.s);
		out->text = str_c(&s->line);
		break;
	default:
		cell_check(s, row, out);
		break;
	}
}

/* ---- the matter as a whole ---- */

void
ticket_trace_matter(const struct dossier *s, struct str *out)
{
	/* what stands in the head of the screen, or only serves the machine */
	static const enum ticket_field elsewhere[] = { TF_NO, TF_TITLE, TF_CALL_ID, TF_UNIT_BASIS,
		TF_RELATED };
	const struct fields *f = &s->t.f;

	for (int i = 0; i < TF_COUNT; i++) {
		const struct field_info *info = field_info((enum ticket_field)i);
		const char *value = fields_get(f, (enum ticket_field)i);
		char buf[160];
		bool skip = *value == '\0' || info->part == PART_IDENTITY;

		for (size_t k = 0; k < sizeof(elsewhere) / sizeof(elsewhere[0]); k++)
			skip = skip || elsewhere[k] == (enum ticket_field)i;
		if (skip)
			continue;
		if (i == TF_EXTRA) {
			str_addf(out, "%s: ", info->label);
			extra_words(s->desk->city, fields_get(f, TF_CATEGORY), value, out);
			str_add_c(out, '\n');
			continue;
		}
		str_addf(out, "%s: %s\n", info->label,
		    event_words_value(
			s->desk->city, (enum ticket_field)i, value, buf, sizeof(buf)));
	}
}
