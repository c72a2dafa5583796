/* A disk that keeps only what was synced: preloaded into a process, it records the durable content of one
 * directory in a mirror beside it.
 *
 * The process works on the real directory, KDS_POWERCUT_DIR, as usual. The mirror, KDS_POWERCUT_MIRROR, is made
 * by shim.py and holds
 *
 *     tree/...              what a power cut at this instant would leave, under its durable names
 *     objects/INODE         the durable content of the real file with that inode, a hard link to the one in tree/
 *     objects/INODE.marks   which sectors of it were written since its last sync (struct marks, shared memory)
 *     lock                  one sync, and one making of a file, at a time
 *
 * All state is in these files, so several processes, threads and descriptors may share the directory.
 *
 * The rules, as strict as POSIX and ext4 allow:
 *   - content becomes durable at fsync or fdatasync of the file, not before;
 *   - a new file's first sync makes its name durable too; every other change of names (rename, unlink, link)
 *     becomes durable at the sync of its directory, which makes durable no content;
 *   - an -shm file is never durable.
 *
 * Not modelled, all on the strict side (data is lost that a real disk would have kept): msync and writes through
 * shared mappings, O_SYNC, sync(), symbolic links, a renamed directory's files.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SECTOR 512
#define WORD_SECTORS 64
#define MARKED_BYTES (4ULL << 30) /* a write beyond this offset marks the whole file */
#define MAX_FILES 1024

struct marks {
    _Atomic uint32_t whole;  /* copy everything at the next sync */
    _Atomic uint32_t always; /* copy everything at every sync: its writes cannot be seen */
    _Atomic uint64_t sectors[MARKED_BYTES / SECTOR / WORD_SECTORS];
};

static struct { /* the files of the directory this process has met; ino 0 is a free place */
    ino_t ino;
    ino_t marks_ino; /* tells a file from an earlier one of the same inode */
    struct marks *marks;
} files[MAX_FILES];

static bool active;
static char root[PATH_MAX];
static char mirror[PATH_MAX / 2];
static dev_t root_dev;
static int lock_fd = -1;
static pthread_mutex_t files_lock = PTHREAD_MUTEX_INITIALIZER; /* the table above; taken inside disk_lock */
static pthread_mutex_t disk_lock = PTHREAD_MUTEX_INITIALIZER;  /* the mirror's files, with lock_fd between processes */
static pthread_mutex_t append_lock = PTHREAD_MUTEX_INITIALIZER; /* a write and asking where it went */

static void die(const char *what, const char *path) {
    dprintf(2, "powercut shim: %s %s: %s\n", what, path, strerror(errno));
    abort();
}

/* The kernel's own calls: our names for them are taken. */
static int sys_openat(int dir, const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, dir, path, flags, mode);
}
static int sys_ftruncate(int fd, off_t size) { return (int)syscall(SYS_ftruncate, fd, size); }

__attribute__((constructor)) static void start(void) {
    const char *dir = getenv("KDS_POWERCUT_DIR"), *to = getenv("KDS_POWERCUT_MIRROR");
    struct stat st;
    char path[PATH_MAX];
    if (!dir || !to) return;
    if (!realpath(dir, root) || stat(root, &st)) die("KDS_POWERCUT_DIR", dir);
    if (strlen(to) >= sizeof mirror) die("KDS_POWERCUT_MIRROR is too long", to);
    strcpy(mirror, to);
    snprintf(path, sizeof path, "%s/lock", mirror);
    lock_fd = sys_openat(AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (lock_fd < 0) die("open", path);
    root_dev = st.st_dev;
    active = true;
}

static void lock_disk(void) {
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    pthread_mutex_lock(&disk_lock);
    while (fcntl(lock_fd, F_SETLKW, &whole))
        if (errno != EINTR) die("lock", mirror);
}

static void unlock_disk(void) {
    struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    fcntl(lock_fd, F_SETLK, &whole);
    pthread_mutex_unlock(&disk_lock);
}

/* ---- which files are ours ---- */

/* The path of fd under the root, "" for the root itself; false when it lies elsewhere or is never durable. */
static bool path_under_root(int fd, char relative[PATH_MAX]) {
    char link[64], path[PATH_MAX];
    size_t stem = strlen(root);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return false;
    path[n] = 0;
    if (strncmp(path, root, stem) || (path[stem] && path[stem] != '/')) return false;
    if (n >= 4 && !strcmp(path + n - 4, "-shm")) return false;
    strcpy(relative, path[stem] ? path + stem + 1 : "");
    return true;
}

static bool is_plain(int fd, struct stat *st) {
    return active && !fstat(fd, st) && S_ISREG(st->st_mode) && st->st_dev == root_dev;
}

static struct marks *find(ino_t ino) {
    struct marks *found = NULL;
    pthread_mutex_lock(&files_lock);
    for (int i = 0; i < MAX_FILES && !found; i++)
        if (files[i].ino == ino) found = files[i].marks;
    pthread_mutex_unlock(&files_lock);
    return found;
}

/* The inode lives on elsewhere; with the disk locked. */
static void forget(ino_t ino) {
    char object[PATH_MAX];
    if (!find(ino)) return;
    snprintf(object, sizeof object, "%s/objects/%lu", mirror, (unsigned long)ino);
    unlink(object);
    pthread_mutex_lock(&files_lock);
    for (int i = 0; i < MAX_FILES; i++)
        if (files[i].ino == ino) files[i].ino = 0; /* the mapping stays: another thread may be marking */
    pthread_mutex_unlock(&files_lock);
}

static struct marks *remember(ino_t ino, int marks_fd) {
    struct stat st;
    struct marks *marks = NULL;
    if (fstat(marks_fd, &st)) die("stat", "marks");
    pthread_mutex_lock(&files_lock);
    int place = -1;
    for (int i = 0; i < MAX_FILES; i++) {
        if (files[i].ino == ino) { place = i; break; }
        if (!files[i].ino && place < 0) place = i;
    }
    if (place < 0) die("too many files in", root);
    if (files[place].ino == ino && files[place].marks_ino == st.st_ino) {
        marks = files[place].marks;
    } else {
        marks = mmap(NULL, sizeof *marks, PROT_READ | PROT_WRITE, MAP_SHARED, marks_fd, 0);
        if (marks == MAP_FAILED) die("mmap", "marks");
        files[place].ino = ino;
        files[place].marks_ino = st.st_ino;
        files[place].marks = marks;
    }
    pthread_mutex_unlock(&files_lock);
    return marks;
}

/* Meet a file of the directory; with the disk locked. A fresh one takes the place of whatever had its inode. One
 * the mirror does not know was made in a way that we do not see: nothing of it is durable yet. */
static struct marks *meet(ino_t ino, bool fresh) {
    char object[PATH_MAX], path[PATH_MAX];
    snprintf(object, sizeof object, "%s/objects/%lu", mirror, (unsigned long)ino);
    snprintf(path, sizeof path, "%s/objects/%lu.marks", mirror, (unsigned long)ino);
    if (fresh) {
        unlink(object); /* its durable name, if it had one, keeps the content */
        unlink(path);
    }
    int fd = sys_openat(AT_FDCWD, object, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool unknown = fd >= 0;
    if (unknown) close(fd);
    else if (errno != EEXIST) die("open", object);
    fd = sys_openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || sys_ftruncate(fd, sizeof(struct marks))) die("open", path);
    struct marks *marks = remember(ino, fd);
    close(fd);
    if (unknown && !fresh) marks->whole = 1;
    return marks;
}

/* ---- what was written ---- */

/* Always after the write: marked before, a sync between the two would copy the old bytes and clear the mark. */
static void mark(struct marks *marks, uint64_t offset, uint64_t length) {
    if (!length) return;
    if (offset + length > MARKED_BYTES) {
        marks->whole = 1;
        return;
    }
    for (uint64_t s = offset / SECTOR; s <= (offset + length - 1) / SECTOR; s++)
        atomic_fetch_or(&marks->sectors[s / WORD_SECTORS], 1ULL << (s % WORD_SECTORS));
}

static struct marks *marks_of(int fd) {
    struct stat st;
    return is_plain(fd, &st) ? find(st.st_ino) : NULL;
}

static long whole_after(long result, int fd) {
    struct marks *marks = result >= 0 ? marks_of(fd) : NULL;
    if (marks) marks->whole = 1;
    return result;
}

/* ---- syncing ---- */

/* Stops at the end of the file, which another thread may move meanwhile. */
static void copy_range(int from, int to, off_t at, off_t end) {
    static char buffer[1 << 16]; /* guarded by the disk's lock */
    while (at < end) {
        size_t want = end - at < (off_t)sizeof buffer ? (size_t)(end - at) : sizeof buffer;
        ssize_t n = pread(from, buffer, want, at);
        if (n < 0) die("read", root);
        if (n == 0) return;
        for (ssize_t done = 0; done < n;) {
            ssize_t w = syscall(SYS_pwrite64, to, buffer + done, n - done, at + done);
            if (w < 0) die("write", mirror);
            done += w;
        }
        at += n;
    }
}

/* Copy the marked sectors, in place: what was durable before must stay so if we are killed half way. Every mark
 * cleared is copied, also beyond size: a thread that appends while we sync may have set it just now. */
static void copy_marked(struct marks *marks, int from, int to, uint64_t size) {
    bool whole = atomic_exchange(&marks->whole, 0) || marks->always;
    uint64_t run = UINT64_MAX, word = 0;
    if (size > MARKED_BYTES) size = MARKED_BYTES;
    for (; word * WORD_SECTORS * SECTOR < size; word++) {
        uint64_t bits = atomic_exchange(&marks->sectors[word], 0), first = word * WORD_SECTORS;
        if ((!bits && run == UINT64_MAX) || (!~bits && run != UINT64_MAX)) continue;
        for (int i = 0; i < WORD_SECTORS; i++) {
            bool set = bits >> i & 1;
            if (set && run == UINT64_MAX) run = first + i;
            if (set || run == UINT64_MAX) continue;
            if (!whole) copy_range(from, to, run * SECTOR, (first + i) * SECTOR);
            run = UINT64_MAX;
        }
    }
    if (run != UINT64_MAX && !whole) copy_range(from, to, run * SECTOR, word * WORD_SECTORS * SECTOR);
    if (whole) copy_range(from, to, 0, INT64_MAX);
}

/* Make tree/relative a durable name of the object, in one step. */
static void name_object(ino_t ino, const char *relative) {
    char object[PATH_MAX], spare[PATH_MAX], path[2 * PATH_MAX];
    struct stat a, b;
    snprintf(object, sizeof object, "%s/objects/%lu", mirror, (unsigned long)ino);
    snprintf(spare, sizeof spare, "%s/objects/spare", mirror);
    snprintf(path, sizeof path, "%s/tree/%s", mirror, relative);
    if (stat(object, &a)) die("stat", object);
    if (!stat(path, &b) && a.st_ino == b.st_ino) return;
    for (char *slash = path + strlen(mirror) + 6; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = 0;
        if (mkdir(path, 0700) && errno != EEXIST) die("mkdir", path);
    }
    unlink(spare);
    if (link(object, spare) || rename(spare, path)) die("name", path);
}

static void sync_file(int fd, struct stat *st, const char *relative) {
    char object[PATH_MAX], link[64];
    struct stat durable;
    struct marks *marks = find(st->st_ino);
    if (!marks) {
        marks = meet(st->st_ino, false);
        marks->always = 1; /* opened where we did not see it, so written there too */
    }
    snprintf(object, sizeof object, "%s/objects/%lu", mirror, (unsigned long)st->st_ino);
    int to = sys_openat(AT_FDCWD, object, O_RDWR | O_CLOEXEC, 0), from = fd;
    if (to < 0 || fstat(to, &durable)) die("open", object);
    /* Only a descriptor that cannot read gets a second one: closing it lets go of the process's fcntl locks on
     * that file, which SQLite lives by; its descriptors read and write. */
    bool write_only = (fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY;
    if (write_only) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        if ((from = sys_openat(AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0)) < 0) die("open", relative);
    }
    copy_marked(marks, from, to, st->st_size);
    if (fstat(fd, st) || sys_ftruncate(to, st->st_size)) die("truncate", object);
    if (durable.st_nlink == 1 && st->st_nlink > 0) name_object(st->st_ino, relative);
    if (write_only) close(from);
    close(to);
}

static void erase(int dir, const char *name) {
    if (!unlinkat(dir, name, 0) || (errno != EISDIR && errno != EPERM)) return;
    DIR *inner = fdopendir(sys_openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
    if (!inner) die("open", name);
    for (struct dirent *e; (e = readdir(inner));)
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) erase(dirfd(inner), e->d_name);
    closedir(inner);
    unlinkat(dir, name, AT_REMOVEDIR);
}

static void sync_directory(const char *relative) {
    char real[2 * PATH_MAX], tree[2 * PATH_MAX], name[2 * PATH_MAX];
    struct stat st;
    snprintf(real, sizeof real, "%s/%s", root, relative);
    snprintf(tree, sizeof tree, "%s/tree/%s", mirror, relative);
    if (mkdir(tree, 0700) && errno != EEXIST) die("mkdir", tree);
    DIR *dir = opendir(real), *old = opendir(tree);
    if (!dir || !old) die("open", real);
    for (struct dirent *e; (e = readdir(dir));) {
        size_t n = strlen(e->d_name);
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        if (n >= 4 && !strcmp(e->d_name + n - 4, "-shm")) continue;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW)) continue; /* gone since */
        snprintf(name, sizeof name, "%s%s%s", relative, *relative ? "/" : "", e->d_name);
        if (S_ISDIR(st.st_mode)) {
            if (mkdirat(dirfd(old), e->d_name, 0700) && errno != EEXIST) die("mkdir", name);
        } else if (S_ISREG(st.st_mode)) {
            if (!find(st.st_ino)) meet(st.st_ino, false);
            name_object(st.st_ino, name);
        }
    }
    rewinddir(old);
    for (struct dirent *e; (e = readdir(old));)
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) && errno == ENOENT) erase(dirfd(old), e->d_name);
    closedir(dir);
    closedir(old);
}

static int synced(int fd, int result) {
    struct stat st;
    char relative[PATH_MAX];
    if (result || !active || fstat(fd, &st) || st.st_dev != root_dev || !path_under_root(fd, relative)) return result;
    int saved = errno;
    lock_disk();
    if (S_ISDIR(st.st_mode)) sync_directory(relative);
    else if (S_ISREG(st.st_mode) && !fstat(fd, &st)) sync_file(fd, &st, relative);
    unlock_disk();
    errno = saved;
    return 0;
}

int fsync(int fd) { return synced(fd, (int)syscall(SYS_fsync, fd)); }
int fdatasync(int fd) { return synced(fd, (int)syscall(SYS_fdatasync, fd)); }

/* ---- opening ---- */

static void opened(int fd, int flags, bool fresh) {
    struct stat st;
    char relative[PATH_MAX];
    if (!is_plain(fd, &st)) return;
    if (!path_under_root(fd, relative)) {
        forget(st.st_ino);
        return;
    }
    struct marks *marks = meet(st.st_ino, fresh);
    if (flags & O_TRUNC) marks->whole = 1;
}

static int open_any(int dir, const char *path, int flags, mode_t mode) {
    struct stat st;
    bool makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
    if (!active || (flags & O_PATH) || (!makes && !(flags & O_TRUNC) && (flags & O_ACCMODE) == O_RDONLY))
        return sys_openat(dir, path, flags, mode);
    if (makes) lock_disk(); /* whether it is new must not change between asking and opening */
    bool fresh = makes && (!(flags & O_CREAT) || (fstatat(dir, path, &st, 0) && errno == ENOENT));
    int fd = sys_openat(dir, path, flags, mode), saved = errno;
    if (!makes) lock_disk();
    if (fd >= 0) opened(fd, flags, fresh);
    unlock_disk();
    errno = saved;
    return fd;
}

#define MODE_FROM(flags, mode)                                        \
    mode_t mode = 0;                                                  \
    if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {      \
        va_list more;                                                 \
        va_start(more, flags);                                        \
        mode = va_arg(more, mode_t);                                  \
        va_end(more);                                                 \
    }

int open(const char *path, int flags, ...) {
    MODE_FROM(flags, mode)
    return open_any(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE_FROM(flags, mode)
    return open_any(AT_FDCWD, path, flags, mode);
}
int openat(int dir, const char *path, int flags, ...) {
    MODE_FROM(flags, mode)
    return open_any(dir, path, flags, mode);
}
int openat64(int dir, const char *path, int flags, ...) {
    MODE_FROM(flags, mode)
    return open_any(dir, path, flags, mode);
}
int __open_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_any(AT_FDCWD, path, flags, 0); }
int __openat_2(int dir, const char *path, int flags) { return open_any(dir, path, flags, 0); }
int __openat64_2(int dir, const char *path, int flags) { return open_any(dir, path, flags, 0); }
int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* ---- writing ---- */

ssize_t write(int fd, const void *data, size_t n) {
    struct marks *marks = marks_of(fd);
    if (!marks) return syscall(SYS_write, fd, data, n);
    pthread_mutex_lock(&append_lock);
    ssize_t r = syscall(SYS_write, fd, data, n);
    int saved = errno;
    if (r > 0) mark(marks, lseek(fd, 0, SEEK_CUR) - r, r);
    pthread_mutex_unlock(&append_lock);
    errno = saved;
    return r;
}

ssize_t pwrite64(int fd, const void *data, size_t n, off_t offset) {
    struct marks *marks = marks_of(fd);
    ssize_t r = syscall(SYS_pwrite64, fd, data, n, offset);
    if (r <= 0 || !marks) return r;
    if (fcntl(fd, F_GETFL) & O_APPEND) marks->whole = 1; /* it went to the end, not to the offset */
    else mark(marks, offset, r);
    return r;
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t offset) { return pwrite64(fd, data, n, offset); }

/* The rare ways to change a file mark all of it. */
ssize_t writev(int fd, const struct iovec *v, int n) { return whole_after(syscall(SYS_writev, fd, v, n), fd); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off_t offset) {
    return whole_after(syscall(SYS_pwritev, fd, v, n, offset, 0), fd);
}
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t offset) { return pwritev64(fd, v, n, offset); }
ssize_t pwritev64v2(int fd, const struct iovec *v, int n, off_t offset, int flags) {
    return whole_after(syscall(SYS_pwritev2, fd, v, n, offset, 0, flags), fd);
}
ssize_t pwritev2(int fd, const struct iovec *v, int n, off_t o, int flags) { return pwritev64v2(fd, v, n, o, flags); }

int ftruncate64(int fd, off_t size) { return (int)whole_after(sys_ftruncate(fd, size), fd); }
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int truncate64(const char *path, off_t size) {
    struct stat st;
    int r = (int)syscall(SYS_truncate, path, size), saved = errno;
    struct marks *marks = active && !r && !stat(path, &st) && st.st_dev == root_dev ? find(st.st_ino) : NULL;
    if (marks) marks->whole = 1;
    errno = saved;
    return r;
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

int fallocate64(int fd, int mode, off_t offset, off_t n) {
    return (int)whole_after(syscall(SYS_fallocate, fd, mode, offset, n), fd);
}
int fallocate(int fd, int mode, off_t offset, off_t n) { return fallocate64(fd, mode, offset, n); }
int posix_fallocate64(int fd, off_t offset, off_t n) {
    int saved = errno, r = fallocate64(fd, 0, offset, n) ? errno : 0;
    errno = saved;
    return r;
}
int posix_fallocate(int fd, off_t offset, off_t n) { return posix_fallocate64(fd, offset, n); }

ssize_t sendfile64(int to, int from, off_t *offset, size_t n) {
    return whole_after(syscall(SYS_sendfile, to, from, offset, n), to);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t n) { return sendfile64(to, from, offset, n); }
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t n, unsigned flags) {
    return whole_after(syscall(SYS_copy_file_range, from, from_at, to, to_at, n, flags), to);
}
ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t n, unsigned flags) {
    return whole_after(syscall(SYS_splice, from, from_at, to, to_at, n, flags), to);
}
