#ifndef BASE_FS_H
#define BASE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/** fs_mkdirs(path, e): the directory and its parents, mode 0700. */
enum err_code fs_mkdirs(const char *path, struct err *e);
/** fs_read(path, max, out, e): append a whole file of at most ${max} bytes; ERR_LIMIT when larger. */
enum err_code fs_read(const char *path, size_t max, struct str *out, struct err *e);
/** fs_read_text(path, max, out, e): the same for a text that a person wrote: a BOM is dropped; bytes that are not UTF-8,
 * or NUL, are ERR_CONFIG at file:line. */
enum err_code fs_read_text(const char *path, size_t max, struct str *out, struct err *e);
/** fs_write(path, p, n, mode, e): write beside, fsync, rename: the old or the new content, never half. */
enum err_code fs_write(const char *path, const void *p, size_t n, unsigned mode, struct err *e);
/** fs_write_at(fd, p, n, at): all of it, at that place of an open file; false: errno says why. */
bool fs_write_at(int fd, const void *p, size_t n, int64_t at);
bool fs_exists(const char *path);
/** fs_join(out, size, dir, name): "dir/name"; false if it does not fit. */
bool fs_join(char *out, size_t size, const char *dir, const char *name);
/** fs_lock(path, fd, e): take an exclusive lock file, held until the descriptor closes (survives no process).
 * ERR_LOCKED with the holder's pid in the text when another process has it. */
enum err_code fs_lock(const char *path, int *fd, struct err *e);
/** fs_is_network(path): true on NFS, CIFS, FUSE-ssh…: SQLite's WAL must not live there. The path
 * must exist; what cannot be found out counts as local. */
bool fs_is_network(const char *path);
/** fs_free_bytes(path): free space for this user; -1 unknown. */
int64_t fs_free_bytes(const char *path);
/** fs_program(name, out, size): where $PATH has that program; false when nowhere. */
bool fs_program(const char *name, char *out, size_t size);
/** fs_beside_exe(name, out, size): "<dir of /proc/self/exe>/name". */
bool fs_beside_exe(const char *name, char *out, size_t size);
/** fs_share(arg, out, size, e): the directory with conf/ and themes/: ${arg} (--share), $HOTSEAT_SHARE, upwards from
 * /proc/self/exe, PREFIX/share/hotseat; the first that has conf/. What ${arg}
 * or the environment names is used or refused, never passed over. */
enum err_code fs_share(const char *arg, char *out, size_t size, struct err *e);
/** fs_data_dir(arg, program, out, size, e): ${arg}, else $XDG_DATA_HOME/<program>, else ~/.local/share/<program>. */
enum err_code
fs_data_dir(const char *arg, const char *program, char *out, size_t size, struct err *e);

#endif
