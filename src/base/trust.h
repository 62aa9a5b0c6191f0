/* SPDX-License-Identifier: ISC */
/*
 * Who can change what a path leads to: what stat(2) says of each step, judged. Nothing is opened
 * here; walk.h does that.
 *
 * The model is safe_path() of OpenSSH. A step is a directory, a symbolic link, or the file at the
 * end. Root or we must own each of them, and nobody else may write to any: who can write to a
 * directory decides what its names lead to. In a sticky directory a name is its owner's, so that
 * one may be open to all.
 */
#ifndef TOKCTL_BASE_TRUST_H
#define TOKCTL_BASE_TRUST_H

#include <stdbool.h>
#include <sys/types.h>

/* Those whose files this run believes. */
struct trust_circle {
	uid_t self;
	gid_t group; /* our own, effective */
	/* root runs with the HOME of this user, whose files it may read; 0: of no other user */
	uid_t home_owner;
	/* how root's files show in a user namespace that does not map root; 0: as root's */
	uid_t overflow;
};

enum trust_owner {
	OWNER_ROOT,
	OWNER_SELF,
	OWNER_HOME, /* the user whose HOME root runs with */
	OWNER_OTHER,
};

enum trust_owner trust_owner(uid_t uid, const struct trust_circle *circle);

/* Who besides the owner can write to it. */
enum trust_writers {
	/* a name in a sticky directory is its owner's; a link, a pipe and a device keep nothing */
	WRITERS_NONE,
	WRITERS_GROUP,
	WRITERS_ALL,
};

enum trust_writers trust_writers(mode_t mode);

/*
 * Is it the private group of one of the circle? passwd and group are the texts of /etc/passwd and
 * /etc/group (passwd(5), group(5)): they must show no other members, and since a name service may
 * know more of them, the group must have the name of that user, or our number.
 */
bool trust_group(const char *passwd, const char *group, gid_t gid,
		 const struct trust_circle *circle);

/*
 * Does uid, which stands for all users that a user namespace does not map, stand for root among
 * them, and for no user of the namespace? map is the text of /proc/self/uid_map
 * (user_namespaces(7)).
 */
bool trust_overflow_is_root(const char *map, uid_t overflow);

/*
 * Does a file system of this type (statfs(2)) keep what is written to its files? In those that do
 * not, as procfs and sysfs, the owner of a file says nothing about who chose its contents.
 */
bool trust_stores_files(unsigned long type);

/*
 * Is a directory one that its maker shares on purpose? So is what a container gets as an empty
 * volume: root's, open to all, or the root of a file system.
 */
bool trust_is_volume(mode_t mode, enum trust_owner owner, bool begins_file_system);

#endif
