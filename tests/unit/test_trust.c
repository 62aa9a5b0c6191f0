/* SPDX-License-Identifier: ISC */
/* trust.h: who owns a step of a path, who else can write to it, and what counts as root's. */
#include "cases.h"

#include "base/trust.h"

enum { ROOT = 0, SELF = 1000, HOME_OWNER = 1001, OTHER = 1002, NOBODY = 65534 };

static const struct trust_circle user = { .self = SELF, .group = SELF };
static const struct trust_circle root = { .self = ROOT, .group = ROOT };
static const struct trust_circle guest = { .self = ROOT, .home_owner = HOME_OWNER };
static const struct trust_circle mapped = { .self = SELF, .group = SELF, .overflow = NOBODY };

static const struct owner_case {
	const char *name;
	const struct trust_circle *circle;
	uid_t uid;
	enum trust_owner want;
} owners[] = {
	{ "owner: a user", &user, SELF, OWNER_SELF },
	{ "owner: root, to a user", &user, ROOT, OWNER_ROOT },
	{ "owner: another user", &user, OTHER, OWNER_OTHER },
	{ "owner: nobody is another user", &user, NOBODY, OWNER_OTHER },
	{ "owner: root", &root, ROOT, OWNER_ROOT },
	{ "owner: a user, to root", &root, SELF, OWNER_OTHER },
	{ "owner: the user whose HOME root has", &guest, HOME_OWNER, OWNER_HOME },
	{ "owner: another than the user whose HOME root has", &guest, OTHER, OWNER_OTHER },
	{ "owner: root, where HOME is another's", &guest, ROOT, OWNER_ROOT },
	{ "owner: nobody, where the user namespace has no root", &mapped, NOBODY, OWNER_ROOT },
	{ "owner: another, where the user namespace has no root", &mapped, OTHER, OWNER_OTHER },
};

static void owner(void **state)
{
	const struct owner_case *test = *state;

	assert_int_equal(trust_owner(test->uid, test->circle), test->want);
}

static const struct writers_case {
	const char *name;
	mode_t mode;
	enum trust_writers want;
} writers_cases[] = {
	{ "writers: of a private directory", S_IFDIR | 0700, WRITERS_NONE },
	{ "writers: of a directory that all may read", S_IFDIR | 0755, WRITERS_NONE },
	{ "writers: of a group's directory", S_IFDIR | 0770, WRITERS_GROUP },
	{ "writers: of a group's directory, set-group-id", S_IFDIR | 02775, WRITERS_GROUP },
	{ "writers: of everybody's directory", S_IFDIR | 0777, WRITERS_ALL },
	{ "writers: of a directory for all but its group", S_IFDIR | 0707, WRITERS_ALL },
	{ "writers: of a sticky directory", S_IFDIR | 01777, WRITERS_NONE },
	{ "writers: of a group's sticky directory", S_IFDIR | 01775, WRITERS_NONE },
	{ "writers: of a link", S_IFLNK | 0777, WRITERS_NONE },
	{ "writers: of a device", S_IFCHR | 0666, WRITERS_NONE },
	{ "writers: of a FIFO", S_IFIFO | 0622, WRITERS_NONE },
	{ "writers: of a file", S_IFREG | 0644, WRITERS_NONE },
	{ "writers: of a group's file", S_IFREG | 0664, WRITERS_GROUP },
	{ "writers: of everybody's file", S_IFREG | 0666, WRITERS_ALL },
	{ "writers: of everybody's file, sticky", S_IFREG | 01666, WRITERS_ALL },
};

static void writers(void **state)
{
	const struct writers_case *test = *state;

	assert_int_equal(trust_writers(test->mode), test->want);
}

#define PASSWD                                       \
	"root:x:0:0:root:/root:/bin/sh\n"            \
	"daemon:x:1:1::/:/bin/false\n"               \
	"u:x:1000:1000:U,,,:/home/u:/bin/sh\n"       \
	"runner:x:1001:1001::/home/runner:/bin/sh\n" \
	"other:x:1002:1002::/home/other:/bin/sh\n"   \
	"guest:x:1003:100::/home/guest:/bin/sh\n"    \
	"nobody:x:65534:65534::/nonexistent:/bin/false\n"
#define GROUP                   \
	"root:x:0:\n"           \
	"u:x:1000:\n"           \
	"runner:x:1001:\n"      \
	"other:x:1002:\n"       \
	"users:x:100:\n"        \
	"own:x:200:u\n"         \
	"mixed:x:201:u,other\n" \
	"admins:x:202:root,u\n" \
	"far:x:203:u,ldap\n"    \
	"staff:x:50:\n"         \
	"nogroup:x:65534:\n"

static const struct group_case {
	const char *name;
	const struct trust_circle *circle;
	gid_t gid;
	bool want;
	const char *passwd, *group; /* NULL: those above */
} groups[] = {
	{ "group: the user's private one", &user, 1000, true, NULL, NULL },
	{ "group: another user's private one", &user, 1002, false, NULL, NULL },
	{ "group: root's, with no other member", &user, 0, true, NULL, NULL },
	{ "group: of others by their first group", &user, 100, false, NULL, NULL },
	{ "group: of another name, with the user as the only named member", &user, 200, false, NULL,
	  NULL },
	{ "group: with another named member", &user, 201, false, NULL, NULL },
	{ "group: of another name, of root and the user", &user, 202, false, NULL, NULL },
	{ "group: with a member that no file knows", &user, 203, false, NULL, NULL },
	{ "group: with no member that a file knows", &user, 50, false, NULL, NULL },
	{ "group: that no file knows", &user, 4711, false, NULL, NULL },
	{ "group: the private one of the user whose HOME root has", &guest, 1001, true, NULL,
	  NULL },
	{ "group: a user's private one, to root", &root, 1000, false, NULL, NULL },
	{ "group: that stands for all that are not mapped", &mapped, 65534, false, NULL, NULL },
	{ "group: the user's private one, with another's first group", &user, 1000, false,
	  PASSWD "more:x:1004:1000::/:/bin/sh\n", NULL },
	{ "group: root's, with others' first group", &user, 0, false,
	  PASSWD "sync:x:5:0::/:/bin/sync\n", NULL },
	{ "group: our own, in files without us", &user, 1000, true, "root:x:0:0::/:\n",
	  "root:x:0:\n" },
	{ "group: our own, and others in it, in files without us", &user, 1000, false,
	  "root:x:0:0::/:\n", "u:x:1000:other\n" },
	{ "group: our own, with no files", &user, 1000, true, "", "" },
	{ "group: another, with no files", &user, 1001, false, "", "" },
	{ "group: two lines for one number", &user, 1000, false, NULL,
	  GROUP "also:x:1000:other\n" },
	{ "group: no line end at the end", &user, 200, true, "u:x:1000:1000", "u:x:200:u" },
	{ "group: lines that are none", &user, 1000, true, "\n::\nu\nu:x:1000:1000:\n",
	  ":\n\nu:x\n" },
	{ "group: a number that is none", &user, 1000, false, "u:x:1000:1000:\nbad:x::1000:\n",
	  "" },
	{ "group: an empty name among the members", &user, 200, true, "u:x:1000:1000::/:\n",
	  "u:x:200:,u,\n" },
	{ "group: only an empty name", &user, 200, false, NULL, "own:x:200:,\n" },
};

static void group(void **state)
{
	const struct group_case *test = *state;

	assert_int_equal(trust_group(test->passwd != NULL ? test->passwd : PASSWD,
				     test->group != NULL ? test->group : GROUP, test->gid,
				     test->circle),
			 test->want);
}

static const struct overflow_case {
	const char *name;
	const char *map;
	bool want;
} overflows[] = {
	{ "overflow: not in the first user namespace", "         0          0 4294967295\n",
	  false },
	{ "overflow: root's, where only the user is mapped", "1000 1000 1\n", true },
	{ "overflow: root's, where the user is mapped to root", "0 1000 1\n", true },
	{ "overflow: a user's own, where 65536 are mapped", "0 1000 1\n1 100000 65536\n", false },
	{ "overflow: a user's own, in a container of a daemon's", "0 100000 65536\n", false },
	{ "overflow: not root's, where root is mapped to another", "5 0 1\n", false },
	{ "overflow: root's, where more are mapped, but not this one", "0 1000 1\n1 100000 1000\n",
	  true },
	{ "overflow: root's, where nobody is mapped", "", true },
	{ "overflow: a user's own, at the end of the range", "0 1000 65535\n", false },
	{ "overflow: root's, one behind the range", "0 1000 65534\n", true },
};

static void overflow(void **state)
{
	const struct overflow_case *test = *state;

	assert_int_equal(trust_overflow_is_root(test->map, NOBODY), test->want);
}

static const struct files_case {
	const char *name;
	unsigned long type;
	bool want;
} files_cases[] = {
	{ "files: ext4", 0xef53, true },
	{ "files: tmpfs", 0x01021994, true },
	{ "files: overlayfs", 0x794c7630, true },
	{ "files: ramfs", 0x858458f6, true },
	{ "files: NFS", 0x6969, true },
	{ "files: FUSE", 0x65735546, true },
	{ "files: procfs", 0x9fa0, false },
	{ "files: sysfs", 0x62656572, false },
	{ "files: cgroup2", 0x63677270, false },
	/* a type is a signed word on some machines */
	{ "files: selinuxfs", (unsigned long)(int32_t)0xf97cff8c, false },
};

static void files(void **state)
{
	const struct files_case *test = *state;

	assert_int_equal(trust_stores_files(test->type), test->want);
}

static const struct volume_case {
	const char *name;
	mode_t mode;
	enum trust_owner owner;
	bool begins;
	bool want;
} volumes[] = {
	{ "volume: an empty one of a container", S_IFDIR | 0777, OWNER_ROOT, true, true },
	{ "volume: one with a group", S_IFDIR | 02775, OWNER_ROOT, true, true },
	{ "volume: a directory that root opened to all", S_IFDIR | 0777, OWNER_ROOT, false, true },
	{ "volume: not a group's directory", S_IFDIR | 0770, OWNER_ROOT, false, false },
	{ "volume: not a directory that all but its group may write", S_IFDIR | 0757, OWNER_ROOT,
	  false, false },
	{ "volume: not a user's directory", S_IFDIR | 0777, OWNER_SELF, false, false },
	{ "volume: not a file system of a user's", S_IFDIR | 0777, OWNER_SELF, true, false },
};

static void volume(void **state)
{
	const struct volume_case *test = *state;

	assert_int_equal(trust_is_volume(test->mode, test->owner, test->begins), test->want);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, owner, owners);
	SUITE_TABLE(&suite, writers, writers_cases);
	SUITE_TABLE(&suite, group, groups);
	SUITE_TABLE(&suite, overflow, overflows);
	SUITE_TABLE(&suite, files, files_cases);
	SUITE_TABLE(&suite, volume, volumes);
	return suite_run(&suite);
}
