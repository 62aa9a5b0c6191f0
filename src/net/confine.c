/* SPDX-License-Identifier: ISC */
/* Gives up what tokctl-fetch does not need. What and why stands in confine.h. */
#include "net/confine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/translate.h"

#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#define HAVE_LANDLOCK
#endif
#endif

#if defined(HAVE_LANDLOCK) || defined(__OpenBSD__)

/*
 * What libc, libcurl and OpenSSL read when they look up a name and check a certificate. Libraries
 * are among it: the resolver loads its modules when it is first used. Directories too: openssl.cnf
 * may include one.
 */
static const char *const readable[] = {
	"/etc/resolv.conf",
	"/etc/hosts",
	"/etc/host.conf",
	"/etc/nsswitch.conf",
	"/etc/gai.conf",
	"/etc/services",
	"/etc/protocols",
	"/etc/ld.so.cache",
	"/etc/ssl",
	"/etc/pki",
	"/etc/ca-certificates",
	"/etc/crypto-policies",
	"/run/systemd/resolve",
	"/run/nscd",
	"/run/resolvconf",
	"/run/NetworkManager",
	"/lib",
	"/lib64",
	"/usr/lib",
	"/usr/lib64",
	"/usr/local/lib",
	"/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates",
	"/dev/null",
	"/dev/urandom",
	"/dev/random",
	NULL,
};

#endif

#ifdef HAVE_LANDLOCK

#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/*
 * The rights of ABI 1, which is Linux 5.13, and those that came later; an older kernel is not told
 * of what it has not.
 */
static const uint64_t FIRST_RIGHTS =
	LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
	LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
	LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
static const uint64_t RIGHT_REFER = UINT64_C(1) << 13;    /* ABI 2 */
static const uint64_t RIGHT_TRUNCATE = UINT64_C(1) << 14; /* ABI 3 */

static uint64_t rights_of(long abi)
{
	return FIRST_RIGHTS | (abi >= 2 ? RIGHT_REFER : 0) | (abi >= 3 ? RIGHT_TRUNCATE : 0);
}

/* A path that is not there is one less to read; a file takes no rights to list it. */
static void allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd == -1)
		return;
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) == -1) {
		rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE;
		(void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule,
			      0U);
	}
	close(rule.parent_fd);
}

static void allow_reading(int ruleset, const char *const paths[])
{
	for (size_t i = 0; paths[i] != NULL; i++)
		allow(ruleset, paths[i],
		      LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
}

const char *confine(const char *const more[])
{
	static char answer[40];
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0U, LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr attributes = { .handled_access_fs = rights_of(abi) };
	int ruleset;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return N_("none");
	if (abi < 1)
		return N_("no new privileges (the kernel has no Landlock)");
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes,
			       sizeof(attributes.handled_access_fs), 0U);
	if (ruleset == -1)
		return N_("no new privileges (Landlock failed)");
	allow_reading(ruleset, readable);
	allow_reading(ruleset, more);
#ifdef CONFINE_READABLE /* a sanitizer's */
	allow(ruleset, CONFINE_READABLE,
	      LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
#endif
#ifdef CONFINE_WRITABLE
	allow(ruleset, CONFINE_WRITABLE, rights_of(abi));
#endif
	if (syscall(SYS_landlock_restrict_self, ruleset, 0U) == 0)
		snprintf(answer, sizeof(answer), "landlock, ABI %ld", abi);
	close(ruleset);
	return answer[0] != '\0' ? answer : N_("no new privileges (Landlock failed)");
}

#elif defined(__OpenBSD__)

const char *confine(const char *const more[])
{
	for (size_t i = 0; readable[i] != NULL; i++)
		(void)unveil(readable[i], "r");
	for (size_t i = 0; more[i] != NULL; i++)
		(void)unveil(more[i], "r");
	return unveil(NULL, NULL) == 0 && pledge("stdio rpath inet dns", NULL) == 0
		       ? "unveil, pledge"
		       : N_("none");
}

#else

const char *confine(const char *const more[])
{
	(void)more;
	return N_("none");
}

#endif

static bool is_hidden_link(int directory, const char *name)
{
	char target;
	int fd;

	if (readlinkat(directory, name, &target, sizeof(target)) == -1)
		return false;
	fd = openat(directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return errno == EACCES;
	close(fd);
	return false;
}

bool confine_hides(const char *directory, char *path, size_t size)
{
	DIR *open_directory = opendir(directory);
	const struct dirent *entry;
	bool found = false;

	if (open_directory == NULL)
		return false;
	while (!found && (entry = readdir(open_directory)) != NULL)
		found = is_hidden_link(dirfd(open_directory), entry->d_name);
	if (found)
		snprintf(path, size, "%s/%s", directory, entry->d_name);
	closedir(open_directory);
	return found;
}
