/* SPDX-License-Identifier: ISC */
/* Whom this run believes, as the system tells. */
#include "base/circle.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum {
	TEXT_LIMIT = 16 * 1024 * 1024,
	USUAL_OVERFLOW = 65534, /* where /proc/sys/kernel/overflowuid does not say it */
};

/* The text of a file; NULL where it can't be had. */
static const char *read_text(const char *path, struct buffer *text)
{
	struct file_stream stream = { .name = path, .limit = TEXT_LIMIT };
	struct error ignored = ERROR_INIT;
	int result = -1;

	stream.fd = file_open_at(AT_FDCWD, path, O_RDONLY, 0);
	if (stream.fd != -1) {
		result = file_read_stream(&stream, text, &ignored);
		close(stream.fd);
	}
	if (result == -1)
		return NULL;
	return text->data != NULL ? text->data : "";
}

struct trust_circle circle_of_self(void)
{
	return (struct trust_circle){ .self = geteuid() };
}

/* Only root has rights that the owner of its HOME has not. */
static uid_t find_home_owner(void)
{
	const char *home = getenv("HOME");
	struct stat st;

	return home != NULL && home[0] == '/' && stat(home, &st) == 0 ? st.st_uid : 0;
}

static uid_t find_overflow(void)
{
	struct buffer number = BUFFER_INIT, map = BUFFER_INIT;
	const char *text = read_text("/proc/sys/kernel/overflowuid", &number);
	uid_t overflow = text != NULL ? (uid_t)strtoul(text, NULL, 10) : USUAL_OVERFLOW;

	text = read_text("/proc/self/uid_map", &map);
	if (text == NULL || !trust_overflow_is_root(text, overflow))
		overflow = 0;
	buffer_free(&number);
	buffer_free(&map);
	return overflow;
}

void circle_widen(struct trust_circle *circle)
{
	circle->overflow = find_overflow();
	if (circle->self == 0)
		circle->home_owner = find_home_owner();
}

bool circle_has_group(const struct trust_circle *circle, gid_t gid)
{
	struct buffer passwd = BUFFER_INIT, group = BUFFER_INIT;
	const char *users = read_text("/etc/passwd", &passwd);
	const char *groups = read_text("/etc/group", &group);
	struct trust_circle all = *circle;
	bool has;

	all.group = getegid();
	has = trust_group(users != NULL ? users : "", groups != NULL ? groups : "", gid, &all);
	buffer_free(&passwd);
	buffer_free(&group);
	return has;
}
