/* The weights of the category proposals, as the screen multiplies them: the file that the engine put beside the database,
 * mapped and not read, so that it is no memory of the seat's own. It is only ever replaced by renaming, never written
 * into; one that is damaged counts as none until the engine has made it anew. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "reader_p.h"

void
reader_weights_close(struct cache_reader *r)
{
	if (r->learned_map != NULL)
		munmap(r->learned_map, r->learned_bytes);
	r->learned_map = NULL;
	r->has_learned = false;
}

static void
map(struct cache_reader *r)
{
	char path[1024];
	struct stat st;
	int fd;

	if (!fs_join(path, sizeof(path), r->dir, CACHE_WEIGHTS_FILE))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size <= CLASSIFY_MAX_BYTES) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

		if (p != MAP_FAILED) {
			r->learned_map = p;
			r->learned_bytes = (size_t)st.st_size;
			r->has_learned =
			    classify_open(p, r->learned_bytes, &r->learned, NULL) == ERR_OK;
		}
	}
	close(fd);
}

const struct classifier *
cache_weights(struct cache_reader *r)
{
	int64_t version = cache_meta_int(r->db, CACHE_WEIGHTS_META, 0);

	if (version != r->learned_version) {
		reader_weights_close(r);
		if (version > 0)
			map(r);
		r->learned_version = version;
	}
	return r->has_learned ? &r->learned : NULL;
}
