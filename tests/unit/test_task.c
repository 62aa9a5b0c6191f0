/* SPDX-License-Identifier: ISC */
/* task.h: which records are a task, and what each field becomes. */
#include "cases.h"

#include "fetch/task.h"

#define V "tokctl=1\n"
#define E "endpoint=https://as.example/t\n"
#define I "issuer=https://as.example/x\n"
#define P "provider=oauth2\nkey=k\nsecret=s3cret\n"

/* Reads a task from a pipe that holds the bytes; the task is to be freed. */
static int read_bytes(const char *bytes, struct task *task, struct error *err)
{
	int ends[2], result;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, strlen(bytes)), strlen(bytes));
	close(ends[1]);
	result = task_read(ends[0], task, err);
	close(ends[0]);
	return result;
}

struct read_case {
	const char *name;
	const char *bytes;
	enum error_id want; /* ERROR_NONE: it is a task */
};

static const struct read_case reads[] = {
	{ "a token", V E P "\n", ERROR_NONE },
	{ "a token of an issuer", V I P "\n", ERROR_NONE },
	{ "a token of an issuer whose endpoint is known", V I E P "\n", ERROR_NONE },
	{ "a probe", V E "kind=probe\n\n", ERROR_NONE },
	{ "an empty secret", V E "provider=toss\nkey=k\nsecret=\n\n", ERROR_NONE },

	{ "nothing", "", ERROR_INTERNAL },
	{ "cut short", V E P, ERROR_INTERNAL },
	{ "another version", "tokctl=2\n" E P "\n", ERROR_INTERNAL },
	{ "no endpoint, no issuer", V P "\n", ERROR_INTERNAL },
	{ "no provider", V E "key=k\nsecret=s\n\n", ERROR_INTERNAL },
	{ "a provider that is none", V E "provider=google\nkey=k\nsecret=s\n\n", ERROR_INTERNAL },
	{ "no key", V E "provider=toss\nsecret=s\n\n", ERROR_INTERNAL },
	{ "no secret", V E "provider=toss\nkey=k\n\n", ERROR_INTERNAL },
	{ "a probe of an issuer", V I "kind=probe\n\n", ERROR_INTERNAL },
	{ "a kind that is none", V E "kind=guess\n\n", ERROR_INTERNAL },
	{ "http", V P "endpoint=http://as.example/t\n\n", ERROR_CONFIG },
	{ "an issuer by http", V P "issuer=http://as.example\n\n", ERROR_CONFIG },
	{ "an issuer with a query", V P "issuer=https://as.example?x\n\n", ERROR_CONFIG },
	{ "a probe by http", V "kind=probe\nendpoint=http://as.example/t\n\n", ERROR_CONFIG },
};

static void read_it(void **state)
{
	const struct read_case *test = *state;
	struct error err = ERROR_INIT;
	struct task task;
	int result = read_bytes(test->bytes, &task, &err);

	assert_int_equal(result, test->want == ERROR_NONE ? 0 : -1);
	assert_int_equal(err.id, test->want);
	assert_null(strstr(err.message, "s3cret"));
	task_free(&task);
	assert_null(task.bytes.data);
}

static void fields(void **state)
{
	struct error err = ERROR_INIT;
	struct task task;

	(void)state;
	assert_int_equal(read_bytes(V E P "scope=a b\naffiliate=f\nmethod=get\nauth=post\n"
					  "extra=x=1\nproxy=\ncacert=/ca\ninterface=lo\n"
					  "timeout-ms=60000\nretries=2\n\n",
				    &task, &err),
			 0);
	assert_false(task.is_probe);
	assert_string_equal(task.provider->name, "oauth2");
	assert_string_equal(task.credential.provider->name, "oauth2");
	assert_string_equal(task.credential.endpoint, "https://as.example/t");
	assert_null(task.credential.issuer);
	assert_string_equal(task.credential.key, "k");
	assert_string_equal(task.credential.secret, "s3cret");
	assert_string_equal(task.credential.scope, "a b");
	assert_string_equal(task.credential.affiliate, "f");
	assert_string_equal(task.credential.method, "get");
	assert_string_equal(task.credential.auth, "post");
	assert_string_equal(task.credential.extra, "x=1");
	assert_string_equal(task.http.proxy, "");
	assert_string_equal(task.http.cacert, "/ca");
	assert_string_equal(task.http.interface, "lo");
	assert_int_equal(task.time_ms, 60000);
	assert_in_range(deadline_left(task.deadline), 50000, 60000);
	assert_int_equal(task.retries, 2);
	task_free(&task);
}

static void fields_left_out(void **state)
{
	struct error err = ERROR_INIT;
	struct task task;

	(void)state;
	assert_int_equal(read_bytes(V E "kind=probe\n\n", &task, &err), 0);
	assert_true(task.is_probe);
	assert_null(task.provider);
	assert_null(task.credential.provider);
	assert_null(task.credential.key);
	assert_null(task.credential.secret);
	assert_null(task.http.proxy);
	assert_null(task.http.cacert);
	assert_null(task.http.interface);
	assert_int_equal(task.retries, 0);
	assert_int_equal(deadline_left(task.deadline), 0);
	task_free(&task);
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, read_it, reads);
	SUITE_TEST(&suite, fields);
	SUITE_TEST(&suite, fields_left_out);
	return suite_run(&suite);
}
