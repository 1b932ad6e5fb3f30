#ifndef CLIENT_VIEW_INTAKE_BESIDE_P_H
#define CLIENT_VIEW_INTAKE_BESIDE_P_H

#include "base/id.h"
#include "client/cache/kb.h"
#include "client/cache/records.h"
#include "client/ui/prompt.h"
#include "model/proof.h"
#include "model/record.h"

/* What the intake form remembers of what stands beside it. */

/* ---- the caller ---- */
#define HISTORY_ROWS 9
struct intake_caller {
	char phone[24];
	struct caller c;
	bool known;
	char others[128]; /* 含另外 1 个号码 139****0007 的 2 件; "" none */
	struct ticket_row row[HISTORY_ROWS]; /* newest first */
	int n_rows;
	struct caller_tag tag[CALLER_TAG_COUNT]; /* that stand */
	int n_tags;
};

/* ---- what may answer it ---- */
#define INTAKE_KB 3
struct intake_kb {
	uint64_t asked, about; /* what it was found for; without the words */
	size_t len;            /* of the words */
	struct kb_row row[INTAKE_KB];
	int n;
	char answer[ARTICLE_ANSWER_CHARS * 4 + 1], basis[256]; /* of the first; "" not to be read */
};

/* ---- what may want a second look ---- */
#define PROOF_PASSED 16
struct intake_proof {
	uint32_t asked; /* what it was found for */
	bool there, fixed;
	enum ticket_field field;
	struct proof p;
	char wrong[PROOF_INSTEAD]; /* what stood there before p.instead */
	uint32_t passed[PROOF_PASSED];
	size_t n_passed;
};

/* ---- the other party ---- */
struct intake_subject {
	uint32_t asked;  /* what it was found for; 0 nothing */
	char words[160]; /* 近90天 5 件: … ; "" nothing to say */
};

/* ---- the caller's numbers ---- */
enum same_ask { SAME_NUMBER, SAME_WHY, SAME_APART };
struct intake_same {
	enum same_ask asking;
	char label[64];
	char number[RECORD_PHONE_BYTES]; /* typed, whole: gone once it is sent or left */
	char of[ID_SIZE];                /* SAME_APART: the merge */
	uint64_t job;
};

/* ---- the caller's tags ---- */
enum tag_ask { TAG_WHICH, TAG_WHY };
struct intake_tag {
	enum tag_ask asking;
	enum caller_tag_code code;
	char of[ID_SIZE]; /* of a tag that is taken away: its record; "" it is put */
	char label[64], words[CALLER_TAG_COUNT][32];
	struct prompt_item items[CALLER_TAG_COUNT];
	uint64_t job;
};

#endif
