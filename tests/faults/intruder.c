/* SPDX-License-Identifier: ISC */
/*
 * Preloaded into tokctl-fetch, this is what would run if a stranger's bytes took it over: when it
 * connects, after it has confined itself, it tries what an intruder would, and says on standard
 * error how each went: "intruder: WHAT: ERRNO", or 0 where it could. TOKCTL_TEST_INTRUDER is the
 * directory to try it in.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *path(const char *name)
{
	static char text[4096];

	snprintf(text, sizeof(text), "%s/%s", getenv("TOKCTL_TEST_INTRUDER"), name);
	return text;
}

static int opened(int fd)
{
	if (fd == -1)
		return -1;
	return close(fd);
}

static int try_create(void)
{
	return opened(open(path("created"), O_WRONLY | O_CREAT, 0600));
}

static int try_write(void)
{
	return opened(open(path("victim"), O_WRONLY));
}

static int try_append(void)
{
	return opened(open(path("victim"), O_RDWR | O_APPEND));
}

static int try_unlink(void)
{
	return unlink(path("unlinked"));
}

static int try_make_directory(void)
{
	return mkdir(path("directory"), 0700);
}

static int try_link(void)
{
	return symlink("/", path("link"));
}

static int try_read(void)
{
	return opened(open(path("victim"), O_RDONLY));
}

static int try_list(void)
{
	return opened(open(path("."), O_RDONLY | O_DIRECTORY));
}

static int try_read_passwords(void)
{
	return opened(open("/etc/passwd", O_RDONLY));
}

static int try_run(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		unsetenv("LD_PRELOAD");
		execl("/bin/true", "true", (char *)NULL);
		_exit(errno);
	}
	if (child == -1 || waitpid(child, &status, 0) == -1)
		return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	return errno == 0 ? 0 : -1;
}

static const struct {
	const char *what;
	int (*attempt)(void);
} rows[] = {
	{ "create", try_create },
	{ "write", try_write },
	{ "append", try_append },
	{ "unlink", try_unlink },
	{ "make-directory", try_make_directory },
	{ "link", try_link },
	{ "read", try_read },
	{ "list", try_list },
	{ "read-passwords", try_read_passwords },
	{ "run", try_run },
};

static void intrude(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		dprintf(STDERR_FILENO, "intruder: %s: %d\n", rows[i].what,
			rows[i].attempt() == 0 ? 0 : errno);
}

int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t len)
{
	static int done;
	int (*real)(int, __CONST_SOCKADDR_ARG, socklen_t);

	*(void **)&real = dlsym(RTLD_NEXT, "connect");
	if (address.__sockaddr__->sa_family == AF_INET && !done) {
		done = 1;
		intrude();
	}
	return real(fd, address, len);
}
