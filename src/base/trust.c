/* SPDX-License-Identifier: ISC */
/* Who can change what a path leads to: the judgement, apart from the walking. */
#include "base/trust.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum trust_owner trust_owner(uid_t uid, const struct trust_circle *circle)
{
	if (uid == 0)
		return OWNER_ROOT;
	if (uid == circle->self)
		return OWNER_SELF;
	if (uid == circle->overflow)
		return OWNER_ROOT;
	return uid == circle->home_owner ? OWNER_HOME : OWNER_OTHER;
}

enum trust_writers trust_writers(mode_t mode)
{
	if (S_ISDIR(mode) ? (mode & S_ISVTX) != 0 : !S_ISREG(mode))
		return WRITERS_NONE;
	if ((mode & S_IWOTH) != 0)
		return WRITERS_ALL;
	return (mode & S_IWGRP) != 0 ? WRITERS_GROUP : WRITERS_NONE;
}

/* A part of a line, not ended by NUL. */
struct field {
	const char *start;
	size_t len;
};

/* Takes what is in front of the separator, and steps behind it; the rest where there is none. */
static struct field take_field(struct field *rest, char separator)
{
	const char *end = memchr(rest->start, separator, rest->len);
	struct field field = { .start = rest->start, .len = rest->len };
	size_t step = rest->len;

	if (end != NULL) {
		field.len = (size_t)(end - rest->start);
		step = field.len + 1;
	}
	rest->start += step;
	rest->len -= step;
	return field;
}

/* Its decimal number, or -1; an id has 32 bits. */
static int64_t field_number(struct field field)
{
	int64_t number = 0;

	if (field.len == 0 || field.len > 10)
		return -1;
	for (size_t i = 0; i < field.len; i++) {
		if (field.start[i] < '0' || field.start[i] > '9')
			return -1;
		number = number * 10 + (field.start[i] - '0');
	}
	return number;
}

struct user {
	struct field name;
	int64_t uid, gid; /* -1: the line has none */
};

/* NAME:PASSWORD:UID:GID:... */
static struct user take_user(struct field *passwd)
{
	struct field line = take_field(passwd, '\n');
	struct user user = { .name = take_field(&line, ':') };

	take_field(&line, ':');
	user.uid = field_number(take_field(&line, ':'));
	user.gid = field_number(take_field(&line, ':'));
	return user;
}

struct members {
	bool known;  /* a line says who is in the group */
	bool own;    /* it has the name of a user of the circle */
	bool others; /* somebody is who is not of the circle */
	bool any;    /* somebody is */
};

static void add_member(struct members *members, int64_t uid, const struct trust_circle *circle)
{
	members->any = true;
	if (uid < 0 || trust_owner((uid_t)uid, circle) == OWNER_OTHER)
		members->others = true;
}

static bool is_same(struct field one, struct field other)
{
	return one.len == other.len && memcmp(one.start, other.start, one.len) == 0;
}

/* A member who is in no line of passwd is somebody that only a name service knows. */
static void add_named(struct members *members, struct field name, struct field passwd,
		      const struct trust_circle *circle)
{
	int64_t uid = -1;

	while (passwd.len > 0) {
		struct user user = take_user(&passwd);

		if (is_same(user.name, name))
			uid = user.uid;
	}
	add_member(members, uid, circle);
}

/* Is it the login name of one of the circle? */
static bool is_name_of(struct field name, struct field passwd, const struct trust_circle *circle)
{
	while (passwd.len > 0) {
		struct user user = take_user(&passwd);

		if (is_same(user.name, name) && user.uid >= 0 &&
		    trust_owner((uid_t)user.uid, circle) != OWNER_OTHER)
			return true;
	}
	return false;
}

/* Those whose first group it is. */
static void count_users(struct members *members, struct field passwd, gid_t gid,
			const struct trust_circle *circle)
{
	while (passwd.len > 0) {
		struct user user = take_user(&passwd);

		if (user.gid == (int64_t)gid)
			add_member(members, user.uid, circle);
	}
}

/* Those who are named in the group's line, NAME:PASSWORD:GID:USER,USER,... */
static void count_named(struct members *members, struct field group, gid_t gid, struct field passwd,
			const struct trust_circle *circle)
{
	while (group.len > 0) {
		struct field line = take_field(&group, '\n'), own = take_field(&line, ':');

		take_field(&line, ':');
		if (field_number(take_field(&line, ':')) != (int64_t)gid)
			continue;
		members->known = true;
		members->own = members->own || is_name_of(own, passwd, circle);
		while (line.len > 0) {
			struct field name = take_field(&line, ',');

			if (name.len > 0)
				add_named(members, name, passwd, circle);
		}
	}
}

bool trust_group(const char *passwd, const char *group, gid_t gid,
		 const struct trust_circle *circle)
{
	struct field users = { .start = passwd, .len = strlen(passwd) },
		     groups = { .start = group, .len = strlen(group) };
	struct members members = { .any = false };

	/* Where root shows as another, so do groups: the number stands for many. */
	if (circle->overflow != 0 && gid == circle->overflow)
		return false;
	count_users(&members, users, gid, circle);
	count_named(&members, groups, gid, users, circle);
	if (members.others || (members.known && !members.any))
		return false;
	/* A name service may know more members than the files; but not of a private group. */
	return members.own || (gid == circle->self && (members.any || gid == circle->group));
}

bool trust_overflow_is_root(const char *map, uid_t overflow)
{
	const char *line = map;

	while (*line != '\0') {
		char *end;
		unsigned long inside = strtoul(line, &end, 10);
		unsigned long outside = strtoul(end, &end, 10);
		unsigned long count = strtoul(end, &end, 10);

		if ((outside == 0 && count > 0) || overflow - inside < count)
			return false;
		line = end + strcspn(end, "\n");
		line += *line == '\n';
	}
	return true;
}

bool trust_stores_files(unsigned long type)
{
	/* linux/magic.h, which has not all of them on every system */
	static const uint32_t kernels[] = {
		0x9fa0,     /* proc */
		0x62656572, /* sysfs */
		0x0027e0eb, /* cgroup */
		0x63677270, /* cgroup2 */
		0x64626720, /* debugfs */
		0x74726163, /* tracefs */
		0x73636673, /* securityfs */
		0xf97cff8c, /* selinuxfs */
		0x43415d53, /* smackfs */
		0x62656570, /* configfs */
		0x42494e4d, /* binfmt_misc */
		0xcafe4a11, /* bpf */
		0x65735543, /* fusectl */
		0x6e736673, /* nsfs */
		0x6165676c, /* pstore */
		0xde5e81e4, /* efivarfs */
		0x19800202, /* mqueue */
		0x1cd1,     /* devpts */
	};

	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
		if ((uint32_t)type == kernels[i])
			return false;
	return true;
}

bool trust_is_volume(mode_t mode, enum trust_owner owner, bool begins_file_system)
{
	return owner == OWNER_ROOT && (begins_file_system || (mode & 0777) == 0777);
}
