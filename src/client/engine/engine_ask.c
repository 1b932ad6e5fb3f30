/* The other side of the seat's door (engine_door.c): a command hands its form to the seat that has the data. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "engine_p.h"
#include "wire/op.h"

#define ANSWER_MS    10000
#define ANSWER_BYTES 4096

static int
connect_to(const char *dir)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	char path[LIMIT_SOCKET_PATH + 1];
	int fd;

	if (!engine_door_path(dir, path))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	str_copy(a.sun_path, sizeof(a.sun_path), path);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static enum err_code
write_form(const struct job *job, struct str *out, struct err *e)
{
	struct op op;
	enum err_code rc = ERR_OK;

	op_init(&op);
	op.kind = job->act;
	op.at = clock_now_ms();
	if (!fields_copy(&op.set, &job->draft.f) || !fields_copy(&op.was, &job->was) ||
	    !args_copy(&op.args, &job->args))
		rc = err_set(e, ERR_NO_MEMORY, NULL);
	if (rc == ERR_OK && strchr(job->password, '\n') != NULL)
		rc = err_set(e, ERR_UNAUTHORISED, "密码不对");
	str_addf(out, "%s%s%s\n%s\n", job->job_no, job->ticket[0] != '\0' ? " " : "", job->ticket,
	    job->password);
	op_single_write(&op, out);
	op_free(&op);
	return rc == ERR_OK && out->bad ? err_set(e, ERR_NO_MEMORY, NULL) : rc;
}

static bool
send_all(int fd, const struct str *s)
{
	for (size_t at = 0; at < s->len;) {
		ssize_t n = send(fd, s->s + at, s->len - at, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return false;
		at += n > 0 ? (size_t)n : 0;
	}
	return shutdown(fd, SHUT_WR) == 0;
}

/* To its end, or as far as it came in time. */
static void
receive(int fd, struct str *in)
{
	int64_t until = clock_mono_ms() + ANSWER_MS;
	char part[512];
	ssize_t n = 1;

	while (n > 0 && in->len < ANSWER_BYTES) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_mono_ms();

		if (left <= 0 || poll(&p, 1, (int)left) <= 0)
			return;
		n = recv(fd, part, sizeof(part), 0);
		if (n > 0)
			str_add_n(in, part, (size_t)n);
	}
}

/* "ok", number, ticket, operation; or the refusal's code, place, sentence. */
static enum err_code
take_answer(struct str *in, struct news *done, struct err *e)
{
	char *second = in->len > 0 ? strchr(in->s, '\n') : NULL;
	char *third = second != NULL ? strchr(second + 1, '\n') : NULL;

	if (third == NULL || in->s[in->len - 1] != '\n') /* it may have been kept all the same */
		return err_set(e, ERR_TIMEOUT, "坐席程序没有回答, 请先在它里面看有没有登记上。");
	in->s[in->len - 1] = '\0';
	*second++ = *third++ = '\0';
	if (strcmp(in->s, "ok") == 0) {
		char *op = strchr(third, '\n');

		if (op != NULL)
			*op++ = '\0';
		str_copy(done->number, sizeof(done->number), second);
		str_copy(done->ticket, sizeof(done->ticket), third);
		str_copy(done->op, sizeof(done->op), op != NULL ? op : "");
		return ERR_OK;
	}
	err_set(e, err_by_json(in->s), "%s", third);
	return *second != '\0' ? err_at(e, "%s", second) : e->code;
}

enum err_code
engine_ask(const char *dir, const struct job *job, struct news *done, struct err *e)
{
	struct str form = { 0 }, in = { 0 };
	int fd = connect_to(dir);
	enum err_code rc;

	if (fd < 0)
		return err_set(e, ERR_NOT_FOUND, NULL);
	rc = write_form(job, &form, e);
	if (rc == ERR_OK && send_all(fd, &form))
		receive(fd, &in);
	if (rc == ERR_OK)
		rc = take_answer(&in, done, e);
	close(fd);
	if (form.s != NULL)
		secret_wipe(form.s, form.len);
	str_free(&form);
	str_free(&in);
	return rc;
}
