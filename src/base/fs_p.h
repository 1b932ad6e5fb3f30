#ifndef BASE_FS_P_H
#define BASE_FS_P_H

#include <stdbool.h>

/** fs_magic_is_network(magic): a statfs f_type that is a network file system for sure. */
bool fs_magic_is_network(unsigned long magic);
/** fs_mount_is_network(mountinfo, major, minor): the text of /proc/self/mountinfo says that device is a network
 * mount (fuse.sshfs, nfs4, cifs…). */
bool fs_mount_is_network(const char *mountinfo, unsigned major, unsigned minor);

#endif
