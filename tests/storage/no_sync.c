/* While the file named by NO_SYNC exists, syncing fails as on a broken disk. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int failing(void)
{
    const char *flag = getenv("NO_SYNC");
    if (flag == NULL || access(flag, F_OK) != 0)
        return 0;
    errno = EIO;
    return 1;
}

int fsync(int fd) { return failing() ? -1 : (int)syscall(SYS_fsync, fd); }

int fdatasync(int fd) { return failing() ? -1 : (int)syscall(SYS_fdatasync, fd); }
