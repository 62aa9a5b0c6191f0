/* SPDX-License-Identifier: ISC */
/*
 * tokctl-fetch: one exchange with a provider, with its retries. Reads a request
 * (model/credential.h) as a record on standard input and writes what came of it as a record to
 * standard output:
 *
 *	token, token-type, scope                     what was granted
 *	expires-in, expires-at, server-time          what was said of its end; see struct grant
 *	asked-after                                  whole seconds until the request that was
 *	                                             answered was sent; none: 0
 *	endpoint, auth                               what the issuer's metadata said, where they
 *	                                             were asked for
 *
 *	error, message, hint                         or what went wrong: an error's name, words, and
 *	                                             what to do next
 *	http-status, retry-after, provider-code, provider-message
 *
 * With kind=probe it asks for no token, and is given neither key nor secret: it sees how far a
 * connection gets, and writes, before what went wrong if something did:
 *
 *	lookup-ms, connect-ms, tls-ms                what it came to, and when; see struct
 *	                                             http_probe
 *	proxy-status, remote-address, remote-port, local-address
 *	certificate-end, certificate-issuer, date
 *
 * It runs for one request, knows no cache and no config, and is the only code that parses what a
 * stranger sent.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>
#endif

#include "base/file.h"
#include "base/harden.h"
#include "base/record.h"
#include "base/report.h"
#include "base/text.h"
#include "base/translate.h"
#include "fetch/discovery.h"
#include "fetch/probe.h"
#include "fetch/provider.h"
#include "fetch/scrub.h"
#include "model/endpoint.h"
#include "net/heap.h"
#include "net/http.h"
#include "net/open.h"

enum {
	FIRST_BACKOFF_MS = 250,
	LONGEST_BACKOFF_MS = 4000,
	READ_MS = 10 * 1000, /* tokctl writes its request at once */
	SHORTEST_QUOTED = 8, /* bytes of a secret */
};

/* The request, in parts. */
struct task {
	bool probe; /* ask for no token */
	const struct fetch_provider *provider;
	struct credential credential;
	struct http_options http;
	struct deadline deadline;
	int64_t time_ms;        /* what it was when this process started */
	int64_t asked_after_ms; /* until the last request */
	int64_t retries;        /* what is left of them */
};

/*
 * Drops variables that would make libcurl or OpenSSL write keys down, or trust less than it says in
 * http.h.
 */
static void set_environment(void)
{
	static const char *const names[] = {
		"SSLKEYLOGFILE",   "OPENSSL_CONF",    "OPENSSL_CONF_INCLUDE",
		"OPENSSL_MODULES", "OPENSSL_ENGINES", "CURL_HOME",
		"NETRC",           "QLOGDIR"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	/*
	 * All times that are read here are UTC, or say where they stand: no zone has a say, and no
	 * file of one is read.
	 */
	setenv("TZ", "UTC0", 1);
}

/* Who asked is gone: then nobody waits for the answer, and the secret has no business to stay. */
static bool end_with_parent(void)
{
	struct pollfd answer = { .fd = STDOUT_FILENO };

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	/* It may have been gone before that. */
	return poll(&answer, 1, 0) == 1 && (answer.revents & POLLERR) != 0;
}

/* Traces go where tokctl's do, in the same form: "text" or "json". */
static void set_style(const char *verbose)
{
	report_set_style((struct report_style){
		.verbose = verbose != NULL,
		.json = verbose != NULL && strcmp(verbose, "json") == 0,
	});
}

static bool is_whole(const struct task *task)
{
	if (task->credential.endpoint == NULL && (task->probe || task->credential.issuer == NULL))
		return false;
	return task->probe || (task->provider != NULL && task->credential.key != NULL &&
			       task->credential.secret != NULL);
}

static int read_task(struct buffer *bytes, struct record *record, struct task *task,
		     struct error *err)
{
	struct file_stream input = {
		.fd = STDIN_FILENO,
		.name = N_("the request"),
		.limit = RECORD_LIMIT,
		.deadline = deadline_in(READ_MS),
	};
	const char *name, *kind;

	if (file_read_stream(&input, bytes, err) == -1)
		return -1;
	if (bytes->len == 0 || record_parse(bytes->data, bytes->len, record) != RECORD_OK) {
		error_set(err, ERROR_INTERNAL, "the request to tokctl-fetch is malformed");
		return -1;
	}
	name = record_get(record, "provider");
	kind = record_get(record, "kind");
	*task = (struct task){
		.probe = kind != NULL && strcmp(kind, "probe") == 0,
		.provider = name != NULL ? fetch_provider_find(name) : NULL,
		.credential = {
			.provider = name != NULL ? provider_find(name, strlen(name)) : NULL,
			.endpoint = record_get(record, "endpoint"),
			.issuer = record_get(record, "issuer"),
			.key = record_get(record, "key"),
			.secret = record_get(record, "secret"),
			.scope = record_get(record, "scope"),
			.affiliate = record_get(record, "affiliate"),
			.method = record_get(record, "method"),
			.auth = record_get(record, "auth"),
			.extra = record_get(record, "extra"),
		},
		.http = {
			.proxy = record_get(record, "proxy"),
			.cacert = record_get(record, "cacert"),
			.interface = record_get(record, "interface"),
		},
		.time_ms = record_get_number(record, "timeout-ms", 0),
		.retries = record_get_number(record, "retries", 0),
	};
	task->deadline = deadline_in(task->time_ms);
	if (record_get(record, "english") != NULL)
		translate_nothing();
	report_set_subject(record_get(record, "subject"));
	set_style(record_get(record, "verbose"));
	if (!is_whole(task)) {
		error_set(err, ERROR_INTERNAL, "the request to tokctl-fetch lacks a field");
		return -1;
	}
	if (task->credential.issuer != NULL &&
	    issuer_check(task->credential.issuer, ERROR_CONFIG, "issuer", err) == -1)
		return -1;
	return task->credential.endpoint == NULL
		       ? 0
		       : endpoint_check(task->credential.endpoint, ERROR_CONFIG, "endpoint", err);
}

/*
 * "Full jitter": any time from 0 to a bound that doubles, so that clients that failed together
 * don't return together.
 */
static int64_t backoff_ms(int64_t tries)
{
	int64_t bound = FIRST_BACKOFF_MS;

	while (--tries > 0 && bound < LONGEST_BACKOFF_MS)
		bound *= 2;
	return (int64_t)arc4random_uniform(
		(uint32_t)(bound < LONGEST_BACKOFF_MS ? bound : LONGEST_BACKOFF_MS) + 1);
}

static void sleep_ms(int64_t milliseconds)
{
	struct timespec pause = { .tv_sec = (time_t)(milliseconds / 1000),
				  .tv_nsec = (long)(milliseconds % 1000 * 1000000) };

	nanosleep(&pause, NULL);
}

/*
 * Worth another try: what never reached the provider, and what it says is over soon. Never a
 * refusal.
 */
static bool is_passing(const struct error *err)
{
	return err->http_status == 429 || err->http_status == 502 || err->http_status == 503 ||
	       err->http_status == 504;
}

/* What a response means: 0, another number that is the asker's own affair, or -1 with err. */
typedef int meaning_fn(const struct task *task, const struct http_response *response, void *context,
		       struct error *err);

/* A request, where it goes, for messages, and what is made of its response. */
struct question {
	const struct http_request *request;
	const char *url;
	meaning_fn *meaning;
	void *context;
};

static int try_once(const struct task *task, struct http *http, const struct question *question,
		    bool *again, struct error *err)
{
	struct http_response response = { .date = TIME_UNKNOWN };
	struct http_exchange exchange = {
		.request = question->request,
		.endpoint = question->url,
		.deadline = task->deadline,
		.connect_ms = deadline_left(task->deadline) / (task->retries + 1),
	};
	int result = http_send(http, &exchange, &response, again, err);

	if (result == 0) {
		report_trace("HTTP %d, %zu bytes", response.status, response.body.len);
		result = question->meaning(task, &response, question->context, err);
		*again = result == -1 && is_passing(err);
	}
	http_response_free(&response);
	return result;
}

/* Waits before another try; false where that would be past the deadline. */
static bool wait_for_retry(const struct task *task, int64_t tries, const struct error *err)
{
	int64_t pause = err->retry_after > 0 ? (int64_t)err->retry_after * 1000 : 0;

	pause += backoff_ms(tries);
	if (pause >= deadline_left(task->deadline))
		return false;
	report_trace("%s; next try in %lld ms", err->message, (long long)pause);
	sleep_ms(pause);
	return true;
}

/* The retries are those of the whole run, of however many questions. */
static int try_often(struct task *task, struct http *http, const struct question *question,
		     struct error *err)
{
	for (int64_t tries = 1;; tries++) {
		bool again;
		int result;

		report_trace("%s %s", question->request->method, question->url);
		task->asked_after_ms = task->time_ms - deadline_left(task->deadline);
		result = try_once(task, http, question, &again, err);
		if (result != -1 || !again || task->retries <= 0 ||
		    !wait_for_retry(task, tries, err))
			return result;
		task->retries--;
	}
}

static int read_metadata(const struct task *task, const struct http_response *response,
			 void *context, struct error *err)
{
	return discovery_read(task->credential.issuer, response, context, err);
}

static int look_at(struct task *task, struct http *http, size_t place, struct metadata *metadata,
		   struct error *err)
{
	struct http_request request = { .method = NULL };
	struct question question = { .request = &request,
				     .meaning = read_metadata,
				     .context = metadata };
	int result = discovery_build(task->credential.issuer, place, &request, err);

	question.url = request.url.data;
	if (result == 0)
		result = try_often(task, http, &question, err);
	http_request_free(&request);
	return result;
}

static int no_way(struct error *err)
{
	error_set(err, ERROR_CONFIG,
		  "the issuer's metadata name neither client_secret_basic nor client_secret_post");
	return error_hint(err, "with auth = basic or auth = post, that way is tried all the same");
}

/*
 * Not by chance: a secret that is a short word, or stands in the issuer too, may be part of any
 * URL.
 */
static bool quotes_secret(const struct credential *credential, const char *url)
{
	return strlen(credential->secret) >= SHORTEST_QUOTED &&
	       scrub_finds(credential->secret, url) &&
	       !scrub_finds(credential->secret, credential->issuer);
}

/* Finds the issuer's token endpoint, and its way to authenticate unless the user has said which. */
static int discover(struct task *task, struct http *http, struct metadata *metadata,
		    struct error *err)
{
	int result = 1;

	for (size_t place = 0; result == 1 && place < DISCOVERY_PLACES; place++)
		result = look_at(task, http, place, metadata, err);
	if (result != 0) {
		if (err->id == ERROR_REPLY)
			error_hint(err, "is the issuer written as its server writes it, to the "
					"letter? -v shows what is asked");
		return -1;
	}
	if (quotes_secret(&task->credential, metadata->endpoint.data))
		return error_set(
			err, ERROR_REPLY,
			"the issuer's metadata name a token_endpoint that quotes the secret");
	task->credential.endpoint = metadata->endpoint.data;
	if (task->credential.auth == NULL && metadata->auth == NULL)
		return no_way(err);
	if (task->credential.auth == NULL)
		task->credential.auth = metadata->auth;
	return 0;
}

static int read_grant(const struct task *task, const struct http_response *response, void *context,
		      struct error *err)
{
	return fetch_parse(task->provider, response, context, err);
}

static int ask(struct task *task, struct http *http, struct grant *grant, struct error *err)
{
	struct http_request request = { .method = NULL };
	struct question question = { .request = &request,
				     .url = task->credential.endpoint,
				     .meaning = read_grant,
				     .context = grant };
	int result = task->provider->build(&task->credential, &request, err);

	if (result == 0)
		result = try_often(task, http, &question, err);
	http_request_free(&request);
	return result;
}

/*
 * There is no token endpoint at the address that is known from before: it may have moved. Where the
 * status is that of success, a token may have been granted, and is not asked for twice.
 */
static bool has_moved(const struct task *task, const struct error *err)
{
	return task->credential.issuer != NULL &&
	       (err->id == ERROR_REDIRECT || err->id == ERROR_DNS ||
		(err->id == ERROR_REPLY && err->http_status >= 400));
}

static int ask_issuer(struct task *task, struct http *http, struct grant *grant,
		      struct metadata *metadata, struct error *err)
{
	if (task->credential.endpoint != NULL) {
		if (ask(task, http, grant, err) == 0)
			return 0;
		if (!has_moved(task, err))
			return -1;
		report_trace("%s; the issuer's metadata are asked for anew", err->message);
		grant_free(grant);
		grant_init(grant);
	}
	return discover(task, http, metadata, err) == 0 ? ask(task, http, grant, err) : -1;
}

static int fetch(struct task *task, struct grant *grant, struct metadata *metadata,
		 struct error *err)
{
	struct http *http;
	int result;

	if (http_open(&task->http, &http, 1, err) == -1)
		return -1;
	result = ask_issuer(task, http, grant, metadata, err);
	http_close(http);
	return result;
}

/*
 * What the provider said in refusing becomes the message, or ends it, cleaned of what must not be
 * seen.
 */
static void word_failure(const struct task *task, struct error *err)
{
	scrub(&task->credential, err->provider_code, sizeof(err->provider_code));
	scrub(&task->credential, err->provider_message, sizeof(err->provider_message));
	if (err->message[0] == '\0') {
		error_word_provider(err);
	} else if (err->provider_message[0] != '\0') {
		strlcat(err->message, ": ", sizeof(err->message));
		strlcat(err->message, err->provider_message, sizeof(err->message));
	}
}

/*
 * What a server says in passing is kept and shown, but not where it quotes what must not be seen.
 */
static void drop_quotes(const struct credential *credential, struct grant *grant)
{
	struct buffer *const said[] = { &grant->type, &grant->scope };

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (said[i]->len > 0 && (scrub_finds(credential->secret, said[i]->data) ||
					 scrub_finds(grant->token.data, said[i]->data)))
			buffer_free(said[i]);
}

static void put_text(struct buffer *out, const char *name, const char *value)
{
	record_put(out, name, value != NULL && value[0] != '\0' ? value : NULL);
}

static void put_time(struct buffer *out, const char *name, int64_t time)
{
	if (time != TIME_UNKNOWN)
		record_put_number(out, name, time);
}

static void write_grant(const struct task *task, const struct grant *grant,
			const struct metadata *metadata, struct buffer *out)
{
	int64_t asked_after = task->asked_after_ms / 1000;

	put_text(out, "token", grant->token.data);
	put_text(out, "token-type", grant->type.data);
	put_text(out, "scope", grant->scope.data);
	put_time(out, "expires-in", grant->expires_in);
	put_time(out, "expires-at", grant->expires_at);
	put_time(out, "server-time", grant->server_time);
	if (asked_after > 0)
		record_put_number(out, "asked-after", asked_after);
	if (metadata->endpoint.len > 0) {
		put_text(out, "endpoint", metadata->endpoint.data);
		put_text(out, "auth", metadata->auth);
	}
}

/* libcurl's words may hold a host name from a header; a record takes clean text only. */
static void put_escaped(struct buffer *out, const char *name, const char *value)
{
	char shown[ERROR_HINT_SIZE * 4];

	text_escape(value, strlen(value), shown, sizeof(shown));
	put_text(out, name, shown);
}

static void write_failure(const struct error *err, struct buffer *out)
{
	record_put(out, "error", error_name(err->id));
	put_escaped(out, "message", err->message);
	put_escaped(out, "hint", err->hint); /* of one line, here */
	if (err->http_status != 0)
		record_put_number(out, "http-status", err->http_status);
	if (err->retry_after > 0)
		record_put_number(out, "retry-after", err->retry_after);
	put_text(out, "provider-code", err->provider_code);
	put_text(out, "provider-message", err->provider_message);
}

/* grant: NULL where none was asked for or had; seen: NULL where there was no probe. */
static int answer(const struct task *task, const struct grant *grant,
		  const struct metadata *metadata, const struct http_probe *seen,
		  const struct error *err)
{
	struct buffer out = BUFFER_INIT;
	int result;

	record_begin(&out);
	if (seen != NULL)
		probe_put(seen, &out);
	/* An error beside a grant is that of a try before. */
	if (grant != NULL)
		write_grant(task, grant, metadata, &out);
	else if (err->id != ERROR_NONE)
		write_failure(err, &out);
	record_end(&out);
	result = out.failed ? -1 : file_write_all(STDOUT_FILENO, out.data, out.len);
	buffer_free(&out);
	return result == 0 ? EX_OK : EX_IOERR;
}

/* True where there is a grant; a probe never has one. */
static bool work(struct task *task, struct grant *grant, struct metadata *metadata,
		 struct http_probe *seen, struct error *err)
{
	if (task->probe) {
		(void)probe(&task->http, task->credential.endpoint, task->deadline, seen, err);
		return false;
	}
	if (fetch(task, grant, metadata, err) == 0) {
		drop_quotes(&task->credential, grant);
		return true;
	}
	word_failure(task, err);
	return false;
}

int main(int argc, char **argv)
{
	struct buffer bytes = BUFFER_INIT;
	struct record record;
	struct task task = { .probe = false };
	struct grant grant;
	struct http_probe seen = HTTP_PROBE_INIT;
	struct metadata metadata = { .endpoint = BUFFER_INIT };
	struct error err = ERROR_INIT;
	bool granted = false;
	int status;

	(void)argv;
	if (argc > 1) {
		fputs(translate("tokctl-fetch is run by tokctl, and takes no arguments\n"), stderr);
		return EX_USAGE;
	}
	heap_fill();
	harden_process();
	if (end_with_parent())
		return EX_IOERR;
	set_environment();
	grant_init(&grant);
	if (read_task(&bytes, &record, &task, &err) == 0)
		granted = work(&task, &grant, &metadata, &seen, &err);
	status = answer(&task, granted ? &grant : NULL, &metadata, task.probe ? &seen : NULL, &err);
	grant_free(&grant);
	metadata_free(&metadata);
	buffer_free(&bytes);
	return status;
}
