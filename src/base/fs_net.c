/* Is this directory on a network file system? SQLite's WAL needs shared memory between its readers, which no network
 * file system gives, and its locks there are often only a promise.
 *
 * The magic number of statfs decides, but for FUSE, which is both (sshfs, and the root of a rootless container): there
 * the mount's type in /proc/self/mountinfo decides. What is unknown counts as local. */
#include "fs_p.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "base/fs.h"

#define FUSE_MAGIC          0x65735546UL
#define MOUNTINFO_MAX_BYTES ((size_t)1024 * 1024)

bool
fs_magic_is_network(unsigned long magic)
{
	static const uint32_t network[] = {
		0x6969,     /* NFS */
		0x517b,     /* SMB */
		0xff534d42, /* CIFS */
		0xfe534d42, /* SMB2 */
		0x01021997, /* 9P */
		0x5346414f, /* AFS */
		0x6b414653, /* kAFS */
		0x73757245, /* CODA */
		0x00c36400, /* Ceph */
		0x0bd00bd0, /* Lustre */
		0x01161970, /* GFS2 */
		0x7461636f, /* OCFS2 */
		0x19830326, /* BeeGFS */
		0x47504653, /* GPFS */
	};

	/* f_type is a long: a magic with the top bit set may arrive sign-extended. */
	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++) {
		if ((uint32_t)magic == network[i])
			return true;
	}
	return false;
}

static bool
type_is_network(const char *type)
{
	static const char *const types[] = { "nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph",
		"fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
		"fuse.davfs", "fuse.curlftpfs", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse.moosefs",
		"fuse.mfs", "fuse.cubefs", "fuse.seaweedfs", "fuse.goofys" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(type, types[i]) == 0)
			return true;
	}
	return false;
}

bool
fs_mount_is_network(const char *mountinfo, unsigned major, unsigned minor)
{
	char device[32], got[32], type[64];
	const char *line = mountinfo, *dash, *end;

	snprintf(device, sizeof(device), "%u:%u", major, minor);
	/* "27 1 254:0 / / rw,relatime … - ext4 /dev/vda rw": the type stands behind the lone dash. */
	while (line != NULL && *line != '\0') {
		end = strchr(line, '\n');
		dash = strstr(line, " - ");
		if (dash != NULL && (end == NULL || dash < end) &&
		    sscanf(line, "%*s %*s %31s", got) == 1 && strcmp(got, device) == 0 &&
		    sscanf(dash, " - %63s", type) == 1)
			return type_is_network(type);
		line = end != NULL ? end + 1 : NULL;
	}
	return false;
}

bool
fs_is_network(const char *path)
{
	struct str text = { 0 };
	struct statfs fs;
	struct stat st;
	bool network;

	if (statfs(path, &fs) != 0 || stat(path, &st) != 0)
		return false;
	if ((uint32_t)fs.f_type != FUSE_MAGIC)
		return fs_magic_is_network((unsigned long)fs.f_type);
	network = fs_read("/proc/self/mountinfo", MOUNTINFO_MAX_BYTES, &text, NULL) == ERR_OK &&
		  fs_mount_is_network(str_c(&text), major(st.st_dev), minor(st.st_dev));
	str_free(&text);
	return network;
}
