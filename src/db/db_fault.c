/* Tests only: a write of SQLite's that fails when a hook says so, without a full disk.
 *
 * SQLite's unix VFS lets its system calls be replaced, and those calls carry no argument of ours: so the hook is the
 * one file-level state of this room. It is set and taken away while no database is busy in another thread.
 * Not done here: fsync (not replaceable), reads. */
#include "db_p.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

static int (*fault_hook)(void *arg);
static void *fault_arg;

static bool
failing(void)
{
	int sys = fault_hook != NULL ? fault_hook(fault_arg) : 0;

	if (sys == 0)
		return false;
	errno = sys;
	return true;
}

static int
fault_open(const char *path, int flags, int mode)
{
	/* One that is there takes no room: a disk does not refuse that. */
	if ((flags & O_CREAT) != 0 && access(path, F_OK) != 0 && failing())
		return -1;
	return open(path, flags, (mode_t)mode);
}

static ssize_t
fault_write(int fd, const void *p, size_t n)
{
	return failing() ? -1 : write(fd, p, n);
}

static ssize_t
fault_pwrite(int fd, const void *p, size_t n, off_t at)
{
	return failing() ? -1 : pwrite(fd, p, n, at);
}

static int
fault_ftruncate(int fd, off_t size)
{
	return failing() ? -1 : ftruncate(fd, size);
}

void
db_fault(int (*hook)(void *arg), void *arg)
{
	static const struct {
		const char *name;
		sqlite3_syscall_ptr call;
	} calls[] = {
		{ "open", (sqlite3_syscall_ptr)(void (*)(void))fault_open },
		{ "write", (sqlite3_syscall_ptr)(void (*)(void))fault_write },
		{ "pwrite", (sqlite3_syscall_ptr)(void (*)(void))fault_pwrite },
		{ "pwrite64", (sqlite3_syscall_ptr)(void (*)(void))fault_pwrite },
		{ "ftruncate", (sqlite3_syscall_ptr)(void (*)(void))fault_ftruncate },
	};
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	fault_hook = hook;
	fault_arg = arg;
	/* A name this build of SQLite does not have is refused by it, and then never called. */
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		vfs->xSetSystemCall(vfs, calls[i].name, hook != NULL ? calls[i].call : NULL);
}
