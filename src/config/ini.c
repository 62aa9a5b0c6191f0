/* SPDX-License-Identifier: ISC */
/* The config file: finding sections and reading their entries. Its form stands in ini.h. */
#include "config/ini.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/translate.h"
#include "base/walk.h"
#include "config/value.h"

static const char BYTE_ORDER_MARK[] = "\xef\xbb\xbf";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

static const char *trim_blanks(const char *start, const char *end)
{
	while (end > start && is_blank(end[-1]))
		end--;
	return end;
}

static const char *text_end(const struct ini *ini)
{
	return ini->text.data != NULL ? ini->text.data + ini->text.len : NULL;
}

static const char *text_start(const struct ini *ini)
{
	size_t mark = strlen(BYTE_ORDER_MARK);

	if (ini->text.len >= mark && memcmp(ini->text.data, BYTE_ORDER_MARK, mark) == 0)
		return ini->text.data + mark;
	return ini->text.data;
}

static const char *line_end(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));

	return newline != NULL ? newline : end;
}

static int check_safety(struct ini *ini, const struct stat *st, struct error *err)
{
	if ((st->st_mode & 022) != 0) {
		error_set(err, ERROR_UNSAFE_FILE, "%s can be written by other users (mode %03o)",
			  ini->path, (unsigned)(st->st_mode & 0777));
		return error_hint(err, "chmod go-w %s", ini->path);
	}
	ini->shared = (st->st_mode & 044) != 0;
	return 0;
}

enum outcome ini_load(struct ini *ini, const char *path, struct error *err)
{
	struct file_source file = { .dir = AT_FDCWD, .path = path, .limit = INI_LIMIT };
	struct walked walked;
	enum outcome outcome;

	*ini = (struct ini){ .path = path };
	if (strcmp(path, "/dev/null") == 0) /* not what the device gives, which others can write */
		return FOUND;
	outcome = walk_read(&file, WALK_FILE, &ini->text, &walked, err);
	if (outcome == FAILED && err->id == ERROR_IO)
		err->id = ERROR_CONFIG;
	if (outcome == FOUND && check_safety(ini, &walked.st, err) == -1)
		return FAILED;
	ini->lent = walked.lent;
	return outcome;
}

void ini_free(struct ini *ini)
{
	buffer_free(&ini->text);
}

/* Is the '[' at `bracket` the first thing on its line? */
static bool begins_line(const struct ini *ini, const char *bracket)
{
	const char *start = text_start(ini);

	while (bracket > start && is_blank(bracket[-1]))
		bracket--;
	return bracket == start || bracket[-1] == '\n';
}

static const char *next_header(const struct ini *ini, const char *from)
{
	const char *end = text_end(ini);

	while (from < end) {
		const char *bracket = memchr(from, '[', (size_t)(end - from));

		if (bracket == NULL)
			break;
		if (begins_line(ini, bracket))
			return bracket;
		from = bracket + 1;
	}
	return NULL;
}

/* The name between the brackets, or NULL where the line is not a section line. */
static const char *header_name(const struct ini *ini, const char *header, size_t *len)
{
	const char *end = trim_blanks(header, line_end(header, text_end(ini)));
	const char *name = skip_blanks(header + 1, end);

	if (end - header < 3 || end[-1] != ']')
		return NULL;
	end = trim_blanks(name, end - 1);
	*len = (size_t)(end - name);
	return memchr(name, ']', *len) == NULL ? name : NULL;
}

const char *ini_next_section(const struct ini *ini, const char **at, size_t *len)
{
	const char *from = *at != NULL ? *at : text_start(ini);
	const char *header;

	while ((header = next_header(ini, from)) != NULL) {
		const char *name = header_name(ini, header, len);

		from = *at = header + 1;
		if (name != NULL)
			return name;
	}
	return NULL;
}

int ini_line(const struct ini *ini, const char *at)
{
	int line = 1;

	for (const char *p = ini->text.data; (p = memchr(p, '\n', (size_t)(at - p))) != NULL; p++)
		line++;
	return line;
}

static int error_at(const struct ini *ini, const char *at, const char *problem, struct error *err)
{
	return error_set(err, ERROR_CONFIG, "%s:%d: %s", ini->path, ini_line(ini, at),
			 translate(problem));
}

/* Only what is read is checked, and the first line, which shows a file in UTF-16. */
static int check_no_nul(const struct ini *ini, const char *start, const char *end,
			struct error *err)
{
	const char *nul = memchr(start, '\0', (size_t)(end - start));

	return nul == NULL ? 0 : error_at(ini, nul, N_("a NUL byte: this is not a text file"), err);
}

/* Other programs' INI files have comments of another kind. */
static int hint_comment(struct error *err)
{
	return error_hint(err, "a comment begins with '#'");
}

/* Nothing but comments may come before the first section. */
static int check_preamble(const struct ini *ini, struct error *err)
{
	const char *end = text_end(ini);

	for (const char *line = text_start(ini); line < end;) {
		const char *first = skip_blanks(line, end);
		const char *stop;

		if (first < end && *first == '[')
			return 0;
		if (first < end && *first != '#' && *first != '\n') {
			error_at(ini, first, N_("this line stands before the first section"), err);
			return *first == ';' ? hint_comment(err)
					     : error_hint(err, "begin a section: [toss], "
							       "[toss:outlet] or [tokctl]");
		}
		stop = line_end(first, end);
		line = stop < end ? stop + 1 : end;
	}
	return 0;
}

/* The sections that are looked for. */
struct search {
	struct wanted {
		const char *name;
		size_t len;
		struct ini_span *body;
	} wanted[INI_MOST_NAMES];
	size_t count;
	size_t longest; /* name, in bytes */
};

static bool ends_name(char c)
{
	return c == ']' || (unsigned char)c <= ' ';
}

/*
 * The next '[' after which one of the names may begin; NULL where there is none. The other sections
 * of a long file are skipped here, with no call but memchr(), and a look at no more than the byte
 * after the name.
 */
static const char *next_likely(const char *at, const char *end, const struct search *search)
{
	for (; (at = memchr(at, '[', (size_t)(end - at))) != NULL; at++) {
		if ((size_t)(end - at) <= search->longest || is_blank(at[1]))
			return at;
		for (size_t i = 0; i < search->count; i++)
			if (ends_name(at[1 + search->wanted[i].len]))
				return at;
	}
	return NULL;
}

/* Is it the section that begins, closed or not, at `header`? */
static bool is_begun(const struct ini *ini, const char *header, const struct wanted *wanted)
{
	const char *first = skip_blanks(header + 1, text_end(ini));

	return (size_t)(text_end(ini) - first) >= wanted->len &&
	       memcmp(first, wanted->name, wanted->len) == 0 && ends_name(first[wanted->len]) &&
	       begins_line(ini, header);
}

/* Fills its body where the line at `header` begins this very section. */
static int take_section(const struct ini *ini, const char *header, const struct wanted *wanted,
			struct error *err)
{
	struct ini_span *body = wanted->body;
	size_t len;
	const char *name = header_name(ini, header, &len);

	if (name == NULL)
		return error_at(ini, header, N_("not a section; write [toss] or [toss:outlet]"),
				err);
	if (len != wanted->len)
		return 0;
	if (body->start != NULL)
		return error_set(err, ERROR_CONFIG,
				 "%s:%d: section [%s] stands twice, first in line %d", ini->path,
				 ini_line(ini, header), wanted->name, ini_line(ini, body->start));
	body->start = line_end(header, text_end(ini));
	body->end = next_header(ini, header + 1);
	if (body->end == NULL)
		body->end = text_end(ini);
	return 0;
}

int ini_find(const struct ini *ini, const char *const names[], struct ini_span bodies[],
	     size_t count, struct error *err)
{
	struct search search = { .count = count };
	const char *start = text_start(ini);

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);

		bodies[i] = (struct ini_span){ .start = NULL };
		search.wanted[i] =
			(struct wanted){ .name = names[i], .len = len, .body = &bodies[i] };
		search.longest = len > search.longest ? len : search.longest;
	}
	if (ini->text.len == 0)
		return 0;
	if (check_no_nul(ini, start, line_end(start, text_end(ini)), err) == -1 ||
	    check_preamble(ini, err) == -1)
		return -1;
	for (const char *at = start; (at = next_likely(at, text_end(ini), &search)) != NULL; at++)
		for (size_t i = 0; i < count; i++)
			if (is_begun(ini, at, &search.wanted[i]) &&
			    take_section(ini, at, &search.wanted[i], err) == -1)
				return -1;
	return 0;
}

/* Is all of it in one pair of single quotes, as a shell has them? */
static bool is_single_quoted(const char *start, const char *end)
{
	return end - start >= 2 && *start == '\'' && end[-1] == '\'' &&
	       memchr(start + 1, '\'', (size_t)(end - start - 2)) == NULL;
}

/* Narrows start..end to the value: without its quotes, or checked for what needs quotes. */
static int unquote(const struct ini *ini, const char **start, const char **end, struct error *err)
{
	if (*end - *start >= 2 && **start == '"' && (*end)[-1] == '"') {
		++*start;
		--*end;
		return 0;
	}
	if (*end > *start && **start == '"')
		return error_at(ini, *start,
				N_("a value that begins with a double quote must end with one"),
				err);
	if (is_single_quoted(*start, *end)) {
		error_at(ini, *start, N_("a value in single quotes"), err);
		error_hint(err, "write the value without quotes, or in double quotes;");
		return error_hint(err, "if the single quotes belong to the value, write double "
				       "quotes around them");
	}
	for (const char *p = *start; p < *end; p++) {
		if (*p == '#' && (p == *start || is_blank(p[-1]))) {
			error_at(ini, p, N_("a '#' within a value"), err);
			error_hint(err, "a comment needs a line of its own;");
			return error_hint(err, "if the '#' belongs to the value, write the value "
					       "in double quotes");
		}
	}
	return 0;
}

/* Adds the place of a value to the message that says what is wrong with it. */
static int place_value(const struct ini *ini, const struct ini_entry *entry, struct error *err)
{
	char place[ERROR_MESSAGE_SIZE];

	snprintf(place, sizeof(place), "%s:%d: %.*s", ini->path, ini_line(ini, entry->key),
		 (int)entry->key_len, entry->key);
	return error_place(err, ERROR_CONFIG, place);
}

static int visit_line(const struct ini *ini, struct ini_span line,
		      const struct ini_visitor *visitor, struct error *err)
{
	const char *start = line.start, *end = line.end;
	const char *equals = memchr(start, '=', (size_t)(end - start)), *value;
	struct buffer *strings = visitor->strings;
	struct ini_entry entry = { .key = start };
	size_t at = strings->len;

	if (equals == NULL || equals == start || *start == ';') {
		error_at(ini, start, N_("not an entry; write NAME = VALUE"), err);
		return *start == ';' ? hint_comment(err) : -1;
	}
	entry.key_len = (size_t)(trim_blanks(start, equals) - start);
	value = skip_blanks(equals + 1, end);
	if (unquote(ini, &value, &end, err) == -1)
		return -1;
	if (value_check_clean(value, (size_t)(end - value), err) == -1)
		return place_value(ini, &entry, err);
	buffer_append(strings, value, (size_t)(end - value));
	strings->len++; /* keep the NUL */
	entry.value = strings->data + at;
	return visitor->entry(visitor->context, &entry, err);
}

int ini_visit(const struct ini *ini, struct ini_span body, const struct ini_visitor *visitor,
	      struct error *err)
{
	if (body.start == NULL)
		return 0;
	if (check_no_nul(ini, body.start, body.end, err) == -1)
		return -1;
	/* Room for all of it at once: the values must not move. */
	if (buffer_reserve(visitor->strings, (size_t)(body.end - body.start) + 1) == -1)
		return error_memory(err);
	for (const char *line = body.start; line < body.end;) {
		const char *stop = line_end(line, body.end);
		const char *first = skip_blanks(line, stop);
		struct ini_span entry = { .start = first, .end = trim_blanks(first, stop) };

		if (entry.start < entry.end && *first != '#' &&
		    visit_line(ini, entry, visitor, err) == -1)
			return -1;
		line = stop < body.end ? stop + 1 : body.end;
	}
	return 0;
}
