/* What comes over the socket of a class: whatever the bytes are, they are records or refused; a record that was read is written
 * as bytes that read as the same; a frame among them is a picture, a result, a paper,
 * what a trainer said of a lesson is read or refused. */
#include "client/class/back.h"
#include "client/class/paper.h"
#include "client/class/results.h"
#include "client/class/room.h"
#include "client/ui/canvas_diff.h"
#include "fuzz.h"

static const struct fuzz_word words[] = { FUZZ_WORD("\0\0\0\5\1\1\2ab"), FUZZ_WORD("\0\0\0\3\4\1"),
	FUZZ_WORD("\0\0\0\12\5\10\x18\x50\0\0\1\1\2a"), FUZZ_WORD("\0\0\0\7\6\2\1\0\0\0\0"),
	FUZZ_WORD("\0\0\0\3\7\1\74"),
	FUZZ_WORD("1\t小陈\tS1\t题\t0\t2\t1\t2\t-1\t2\topen\t1\t1\t1\t1\t1\t\n"),
	FUZZ_WORD("\xff\xff\xff\xff\x0f"), FUZZ_WORD("hotseat paper 1\nS1\t0\t1\na"),
	/* whole ones: nothing else gets past the lengths and the key */
	FUZZ_WORD("\0\0\0\50\22\0\0051 0 2\1S\0351\t小\t2\t王\tmark\t0\t3.1x2 !1\t\n"),
	FUZZ_WORD("\0\0\0\54\22\0\0051 0 2\1S\0411\t小\t2\t王\tease\t0\t0 5 1 5 0\t问\n"),
	FUZZ_WORD(" !1"), FUZZ_WORD("0 1 0 0 -1"), FUZZ_WORD("路灯") };

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return fuzz_mutate(words, sizeof(words) / sizeof(words[0]), data, size, max, seed);
}

static void
must_be_written_the_same(const struct room_record *r)
{
	struct room_record *again = NULL;
	struct str bytes = { 0 };
	size_t used = 0;

	class_room_record_write(r, &bytes);
	fuzz_must(class_room_record_read(bytes.s, bytes.len, &again, &used) == 1 &&
		      used == bytes.len && again->kind == r->kind &&
		      memcmp(again->n, r->n, sizeof(r->n)) == 0,
	    "what is written reads as what was read");
	for (int i = 0; i < ROOM_TEXTS; i++)
		fuzz_must(
		    again->len[i] == r->len[i] &&
			(r->len[i] == 0 || memcmp(again->text[i], r->text[i], r->len[i]) == 0),
		    "a text stays what it was");
	class_room_record_free(again);
	str_free(&bytes);
}

/* The numbers it holds are of a sheet: it can be said in words, and has a day until which it may be disputed. */
static void
say_review(const struct class_review *v, enum scenario_mode mode)
{
	struct class_result of = { .at = v->lesson_at, .mode = mode };
	struct class_review said[2] = { *v, *v };
	const struct class_reviews all = { said, 2 };
	struct str out = { 0 };

	said[0].kind = REVIEW_DISPUTE;
	(void)str_copy(of.trainee, sizeof(of.trainee), v->trainee);
	fuzz_must(reviews_dispute_until(&all, &of, NULL) > 0, "a day");
	reviews_dispute_say(&all, &of, 0, &out);
	if (v->kind == REVIEW_EASE)
		review_ease_say(v, mode, &out);
	fuzz_must(out.len > 0, "it is said in words");
	str_free(&out);
}

static void
read_review(const struct room_record *r)
{
	struct class_review v;
	struct err e = { 0 };
	int64_t nth = -1;

	if (back_read(r, &v, &nth, &e) != ERR_OK) {
		fuzz_must(e.text[0] != '\0', "what is refused is refused in words");
		return;
	}
	fuzz_must(nth >= 0 && (v.kind == REVIEW_MARK || v.kind == REVIEW_EASE), "a trainer's");
	say_review(&v, MODE_EXAM);
	say_review(&v, MODE_DRILL);
}

static void
use(const struct room_record *r, struct canvas *c)
{
	struct class_result result;
	struct score x;

	if (r->kind == ROOM_FRAME) {
		(void)canvas_diff_read(c, r->text[0], r->len[0]);
		if (c->cells != NULL)
			fuzz_canvas(c);
	} else if (r->kind == ROOM_RESULT) {
		(void)results_unpack(r->text[0], &result, &x);
	} else if (r->kind == ROOM_REVIEW) {
		read_review(r);
	} else if (r->kind == ROOM_EXAM) {
		struct paper_call call[PAPER_CALLS];
		const int n = paper_read(r->text[1], call, NULL);

		for (int i = 0; i < n; i++)
			fuzz_must(call[i].text + call[i].len <= r->text[1] + r->len[1],
			    "a call lies in its paper");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_exact(data, size);
	struct canvas c = { 0 };
	struct room_record *r;
	size_t at = 0, used = 0;

	while (class_room_record_read(bytes + at, size - at, &r, &used) == 1) {
		fuzz_must(used > ROOM_HEAD && used <= size - at, "no more than was there");
		must_be_written_the_same(r);
		use(r, &c);
		class_room_record_free(r);
		at += used;
	}
	canvas_free(&c);
	free(bytes);
	return 0;
}
