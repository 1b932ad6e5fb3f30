/* test_rescue: a seat.db with bad pages: what is only here is saved as far as it can be read, the damaged file stays under another
 * name, the seat goes on, and what is said of it is true. */
#include "seat.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "client/cache/cache_p.h"

#define PAGE   4096
#define TICKET 41 /* of ours, and unknown to the centre */
#define PAGES  40 /* tried of the file, evenly over it */
#define DRAFT  "01890000-0000-7000-8000-0000000d0001"
#define WORDS  "红山路78号路灯不亮"

struct image { /* of a whole file */
	struct str bytes;
	char path[TMPDIR_PATHS];
};

static void
read_image(struct seat *s, struct image *m)
{
	*m = (struct image){ .bytes = { 0 } };
	tmpdir_path(s->dir, CACHE_FILE, m->path);
	assert_int_equal(fs_read(m->path, (size_t)64 << 20, &m->bytes, &s->e), ERR_OK);
	assert_int_equal(m->bytes.len % PAGE, 0);
}

/* The file as it was, but for so many pages of noise from ${page} on. */
static void
spoil(const struct image *m, size_t page, size_t n)
{
	const int fd = open(m->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	uint8_t noise[PAGE];
	uint32_t x = 2463534242u + (uint32_t)page;

	assert_true(fd >= 0);
	assert_true(fs_write_at(fd, m->bytes.s, m->bytes.len, 0));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < PAGE; k++) {
			x ^= x << 13;
			x ^= x >> 17;
			x ^= x << 5;
			noise[k] = (uint8_t)x;
		}
		assert_true(fs_write_at(fd, noise, PAGE, (int64_t)((page + i) * PAGE)));
	}
	close(fd);
}

/* Files put aside; they go. */
static int
put_aside(struct seat *s)
{
	DIR *d = opendir(s->dir);
	const struct dirent *f;
	char path[TMPDIR_PATHS];
	int n = 0;

	assert_non_null(d);
	while ((f = readdir(d)) != NULL)
		if (str_starts(f->d_name, CACHE_FILE ".bad-")) {
			assert_int_equal(unlink(tmpdir_path(s->dir, f->d_name, path)), 0);
			n += strstr(f->d_name, "-wal") == NULL; /* its log goes along */
		}
	closedir(d);
	return n;
}

/* A draft, a ticket that has not gone out, a person, an audit row, a device. */
static void
work(struct seat *s)
{
	struct cache_agent a = { .job_no = "1154", .name = "王芳", .wrap = "wrap" };
	struct msg_device device = {
		.device_id = "device", .device_key = "key", .seat_no = "1154"
	};
	struct draft d;
	struct op op;

	assert_int_equal(cache_seat_enrolled(s->w, &device, &s->e), ERR_OK);
	assert_int_equal(cache_agent_put(s->w, &a, &s->e), ERR_OK);
	seat_submit_op(&op, 900, TICKET);
	(void)seat_promise(s, &op);
	draft_init(&d);
	str_copy(d.id, sizeof(d.id), DRAFT);
	str_copy(d.owner, sizeof(d.owner), "1154");
	assert_true(fields_set(&d.f, TF_CONTENT, WORDS));
	assert_int_equal(cache_draft_save(s->w, &d, 7, &s->e), ERR_OK);
	draft_free(&d);
}

static bool
all_is_there(struct seat *s)
{
	struct cache_agent a;
	struct cache_seat me;
	struct ticket t;
	struct draft d;
	bool there;
	int n;

	cache_seat(s->w, &me);
	if (s->r == NULL)
		seat_reader(s);
	draft_init(&d);
	n = cache_drafts(s->r, "1154", &d, 1);
	there = n == 1 && strcmp(fields_get(&d.f, TF_CONTENT), WORDS) == 0 &&
		seat_waiting(s) == 1 && cache_agent(s->w, "1154", &a, NULL) == ERR_OK &&
		strcmp(a.wrap, "wrap") == 0 && strcmp(me.seat_no, "1154") == 0 &&
		seat_shown(s, TICKET, &t);
	if (there)
		ticket_free(&t);
	if (n > 0)
		draft_free(&d);
	cache_reader_close(s->r);
	s->r = NULL;
	return there;
}

static void
close_seat(struct seat *s)
{
	cache_reader_close(s->r);
	s->r = NULL;
	cache_writer_close(s->w);
	s->w = NULL;
}

static void
test_any_page(void **state)
{
	struct seat *s = *state;
	struct image m;
	size_t pages, step;
	int whole = 0, lossy = 0;

	work(s);
	close_seat(s);
	read_image(s, &m);
	pages = m.bytes.len / PAGE;
	step = pages / PAGES + 1;
	for (size_t page = 1; page < pages; page += step) {
		const char *says;

		spoil(&m, page, 1);
		cache_damage_mark(s->dir, true); /* met in the run before */
		seat_writer(s);
		says = cache_writer_rescued(s->w);
		assert_false(cache_damage_marked(s->dir));
		assert_int_equal(put_aside(s), says[0] != '\0');
		if (says[0] == '\0' || strstr(says, "都救出来了") != NULL) {
			if (!all_is_there(s))
				fail_msg("page %zu: said to be saved, and is not: %s", page, says);
			whole++;
		} else if (strstr(says, "读不出") == NULL) {
			fail_msg("page %zu: %s", page, says);
		} else {
			lossy++;
		}
		close_seat(s);
	}
	print_message("%d bad pages: nothing lost; %d: said\n", whole, lossy);
	assert_true(whole > 0);
	str_free(&m.bytes);
	seat_writer(s);
}

/* The beginning of the file: nothing can be read of it, and that is said; the seat works. */
static void
test_the_first_page(void **state)
{
	struct seat *s = *state;
	struct image m;

	work(s);
	close_seat(s);
	read_image(s, &m);
	spoil(&m, 0, 1);
	seat_writer(s);
	assert_non_null(strstr(cache_writer_rescued(s->w), "坏得读不出"));
	assert_non_null(strstr(cache_writer_rescued(s->w), "--enrol"));
	assert_int_equal(put_aside(s), 1);
	work(s);
	assert_true(all_is_there(s));
	str_free(&m.bytes);
	seat_again(s);
	assert_string_equal(cache_writer_rescued(s->w), ""); /* said once */
}

/* Damage that is met at work: noticed once, and mended when the file is next opened. */
static void
test_met_at_work(void **state)
{
	struct seat *s = *state;
	struct image m;
	size_t pages;

	work(s);
	close_seat(s);
	read_image(s, &m);
	pages = m.bytes.len / PAGE;
	spoil(&m, 2, pages - 2); /* the schema may be whole, no more */
	str_free(&m.bytes);
	seat_writer(s);
	if (cache_writer_rescued(s->w)[0] == '\0') {
		struct cache_agent a;

		(void)cache_agent(s->w, "1154", &a, &s->e);
		assert_true(cache_writer_damaged(s->w));
		assert_false(cache_writer_damaged(s->w));
		seat_again(s);
	}
	assert_non_null(strstr(cache_writer_rescued(s->w), "读不出"));
	assert_int_equal(put_aside(s), 1);
	work(s);
	assert_true(all_is_there(s));
}

/* Between the old file's going and the new one's coming; and before, when the new one is only half made. */
static void
test_killed_in_between(void **state)
{
	struct seat *s = *state;
	char old[TMPDIR_PATHS], fresh[TMPDIR_PATHS];

	work(s);
	close_seat(s);
	tmpdir_path(s->dir, CACHE_FILE, old);
	tmpdir_path(s->dir, CACHE_FILE ".rescue", fresh);
	assert_int_equal(rename(old, fresh), 0);
	seat_writer(s);
	assert_true(all_is_there(s));
	close_seat(s);
	assert_int_equal(fs_write(fresh, "half", 4, 0600, &s->e), ERR_OK);
	seat_writer(s);
	assert_false(fs_exists(fresh));
	assert_true(all_is_there(s));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_any_page, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_the_first_page, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_met_at_work, seat_setup, seat_teardown),
		cmocka_unit_test_setup_teardown(test_killed_in_between, seat_setup, seat_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
