/* SPDX-License-Identifier: ISC */
/*
 * config/: option rows and their values, the environment, and how flags, variables and the config
 * file add up.
 */
#include "base/attributes.h"
#include "cases.h"

#include "config/credential.h"
#include "config/environment.h"
#include "config/missing.h"
#include "config/option.h"
#include "config/paths.h"
#include "config/resolve.h"

extern char **environ;

static char scratch[SCRATCH_SIZE];
static char config_path[SCRATCH_SIZE + 16];

static int set_up(void **state)
{
	(void)state;
	scratch_make(scratch);
	snprintf(config_path, sizeof(config_path), "%s/config", scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(scratch);
	return 0;
}

/* ---- one run: what there is, and what it adds up to */

enum { CASE_VARIABLES = 5, MOST_VARIABLES = 320 };

struct run {
	char *environ[MOST_VARIABLES + 1]; /* an environment of its own */
	/* the same strings; environment_take() may drop some from the other */
	char *variables[MOST_VARIABLES + 1];
	size_t count;
	struct environment environment;
	struct flags flags;
	struct profile profile;
	struct settings settings;
	struct error err;
	int result;
};

static void run_variable(struct run *run, const char *variable)
{
	assert_true(run->count < MOST_VARIABLES);
	run->variables[run->count] = run->environ[run->count] = strdup(variable);
	assert_non_null(run->variables[run->count]);
	run->count++;
}

/* No test may fail while the environment is swapped: cmocka looks at it too. */
static char **swap_environ(char **other)
{
	char **before = environ;

	environ = other;
	return before;
}

static int run_take(struct run *run)
{
	char **before = swap_environ(run->environ);
	int result = environment_take(&run->environment);

	swap_environ(before);
	return result;
}

/* The config file is written, and named by TOKCTL_CONFIG, where config is not NULL. */
static void run_start(struct run *run, const char *profile,
		      const char *const variables[CASE_VARIABLES], const char *config, mode_t mode)
{
	char named[sizeof(config_path) + 16];

	memset(run, 0, sizeof(*run));
	assert_int_equal(profile_parse(profile, &run->profile, &run->err), 0);
	for (size_t i = 0; i < CASE_VARIABLES && variables != NULL && variables[i] != NULL; i++)
		run_variable(run, variables[i]);
	if (config != NULL) {
		scratch_write(scratch, "config", config, mode);
		snprintf(named, sizeof(named), "TOKCTL_CONFIG=%s", config_path);
		run_variable(run, named);
	}
	assert_int_equal(run_take(run), 0);
}

static void run_resolve(struct run *run)
{
	char **before = swap_environ(run->environ);

	run->result = settings_resolve(&run->settings, &run->profile, &run->flags,
				       &run->environment, &run->err);
	swap_environ(before);
}

static void run_end(struct run *run)
{
	settings_free(&run->settings);
	environment_free(&run->environment);
	for (size_t i = 0; i < run->count; i++)
		free(run->variables[i]);
	unlink(config_path);
}

/* ---- where a value comes from */

struct value_case {
	const char *name;
	const char *profile;
	struct {
		enum option_id id;
		const char *text;
	} flag; /* text NULL: none */
	const char *variables[CASE_VARIABLES];
	const char *config; /* NULL: no file */
	enum option_id id;
	const char *want; /* NULL: not set */
	enum level level;
};

#define NO_FLAG                  \
	{                        \
		OPTION_KEY, NULL \
	}

static const struct value_case values[] = {
	{ "a fallback", "toss", NO_FLAG, { NULL }, NULL, OPTION_TIMEOUT, "15s", LEVEL_NONE },
	{ "no fallback", "toss", NO_FLAG, { NULL }, "[toss]\n", OPTION_KEY, NULL, LEVEL_NONE },
	{ "a flag", "toss", { OPTION_KEY, "f" }, { NULL }, NULL, OPTION_KEY, "f", LEVEL_FLAG },
	{ "a variable",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=v" },
	  NULL,
	  OPTION_KEY,
	  "v",
	  LEVEL_VARIABLE },
	{ "a section",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = s\n",
	  OPTION_KEY,
	  "s",
	  LEVEL_SECTION },
	{ "the general variable",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TIMEOUT=9" },
	  NULL,
	  OPTION_TIMEOUT,
	  "9",
	  LEVEL_GENERAL_VARIABLE },
	{ "the general section",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\ntimeout = 9\n",
	  OPTION_TIMEOUT,
	  "9",
	  LEVEL_GENERAL_SECTION },
	{ "the general section, stands first",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\ntimeout = 9\n[toss]\ntimeout = 8\n",
	  OPTION_TIMEOUT,
	  "8",
	  LEVEL_SECTION },
	{ "a flag over a variable",
	  "toss",
	  { OPTION_KEY, "f" },
	  { "TOKCTL_TOSS_KEY=v" },
	  "[toss]\nkey = s\n",
	  OPTION_KEY,
	  "f",
	  LEVEL_FLAG },
	{ "a variable over a section",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=v" },
	  "[toss]\nkey = s\n",
	  OPTION_KEY,
	  "v",
	  LEVEL_VARIABLE },
	{ "a general variable over a section",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TIMEOUT=9" },
	  "[toss]\ntimeout = 8\n",
	  OPTION_TIMEOUT,
	  "9",
	  LEVEL_GENERAL_VARIABLE },

	{ "a profile's section",
	  "toss:outlet",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = p\n[toss:outlet]\nkey = o\n",
	  OPTION_KEY,
	  "o",
	  LEVEL_SECTION },
	{ "a profile takes nothing from the plain section",
	  "toss:outlet",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = p\n",
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "nor anything else from it",
	  "toss:outlet",
	  NO_FLAG,
	  { NULL },
	  "[toss]\ntimeout = 8\n",
	  OPTION_TIMEOUT,
	  "15s",
	  LEVEL_NONE },
	{ "nor from the plain variables",
	  "toss:outlet",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=p" },
	  NULL,
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "nor from another provider's",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_IMWEB_KEY=i" },
	  "[imweb]\nkey = i\n",
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "nor from another profile's",
	  "toss:a",
	  NO_FLAG,
	  { "TOKCTL_TOSS_B_KEY=b" },
	  "[toss:b]\nkey = b\n",
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "the plain one takes nothing from a profile",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_OUTLET_KEY=o" },
	  "[toss:outlet]\nkey = o\n",
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "a profile's variable",
	  "toss:outlet",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=p", "TOKCTL_TOSS_OUTLET_KEY=o" },
	  NULL,
	  OPTION_KEY,
	  "o",
	  LEVEL_VARIABLE },
	{ "a profile with a dash",
	  "imweb:shop-2",
	  NO_FLAG,
	  { "TOKCTL_IMWEB_SHOP_2_REUSE_FOR=1h" },
	  NULL,
	  OPTION_REUSE_FOR,
	  "1h",
	  LEVEL_VARIABLE },
	{ "a profile takes what is general",
	  "toss:outlet",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\nretries = 0\n",
	  OPTION_RETRIES,
	  "0",
	  LEVEL_GENERAL_SECTION },

	{ "account is bizppurio's key",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\naccount = a\n",
	  OPTION_KEY,
	  "a",
	  LEVEL_SECTION },
	{ "key is bizppurio's key too",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\nkey = a\n",
	  OPTION_KEY,
	  "a",
	  LEVEL_SECTION },
	{ "password-file",
	  "bizppurio",
	  NO_FLAG,
	  { "TOKCTL_BIZPPURIO_PASSWORD_FILE=/x" },
	  NULL,
	  OPTION_SECRET_FILE,
	  "/x",
	  LEVEL_VARIABLE },
	{ "password",
	  "bizppurio",
	  NO_FLAG,
	  { "TOKCTL_BIZPPURIO_PASSWORD=p" },
	  NULL,
	  OPTION_SECRET,
	  "p",
	  LEVEL_VARIABLE },
	{ "a secret that was blanked",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_SECRET=a secret" },
	  NULL,
	  OPTION_SECRET,
	  "a secret",
	  LEVEL_VARIABLE },
	{ "no proxy",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_PROXY=" },
	  "[toss]\nproxy = http://p:1\n",
	  OPTION_PROXY,
	  "",
	  LEVEL_GENERAL_VARIABLE },
	{ "quotes in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = \" a #b \"\n",
	  OPTION_KEY,
	  " a #b ",
	  LEVEL_SECTION },
	{ "lower case is another variable",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_key=v" },
	  NULL,
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "a variable that is not ours",
	  "toss",
	  NO_FLAG,
	  { "TOSS_KEY=v" },
	  NULL,
	  OPTION_KEY,
	  NULL,
	  LEVEL_NONE },
	{ "a mistake in another shop's section",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[imweb]\nnonsense\n[toss]\nkey = s\n",
	  OPTION_KEY,
	  "s",
	  LEVEL_SECTION },
};

static void value(void **state)
{
	const struct value_case *test = *state;
	static struct run run;
	const char *text;

	run_start(&run, test->profile, test->variables, test->config, 0600);
	run.flags.text[test->flag.id] = test->flag.text;
	run_resolve(&run);
	assert_string_equal(run.err.message, "");
	assert_int_equal(run.result, 0);
	text = settings_text(&run.settings, test->id);
	if (test->want == NULL)
		assert_null(text);
	else
		assert_string_equal(text, test->want);
	assert_int_equal(run.settings.values[test->id].level, test->level);
	assert_int_equal(settings_is_set(&run.settings, test->id), test->level != LEVEL_NONE);
	run_end(&run);
}

/* Every combination of the five places that a timeout has: the highest one counts. */
static void levels_add_up(void **state)
{
	static struct run run;

	(void)state;
	for (unsigned mask = 0; mask < 1 << LEVEL_NONE; mask++) {
		const char *variables[CASE_VARIABLES] = { NULL };
		size_t count = 0;
		char config[128];
		int want = 0;

		if (mask & 1u << LEVEL_CREDENTIAL)
			continue;
		while (want < LEVEL_NONE && !(mask & 1u << want))
			want++;
		if (mask & 1u << LEVEL_VARIABLE)
			variables[count++] = "TOKCTL_TOSS_TIMEOUT=101";
		if (mask & 1u << LEVEL_GENERAL_VARIABLE)
			variables[count++] = "TOKCTL_TIMEOUT=102";
		snprintf(config, sizeof(config), "[tokctl]\n%s[toss]\n%s",
			 mask & 1u << LEVEL_GENERAL_SECTION ? "timeout = 105\n" : "",
			 mask & 1u << LEVEL_SECTION ? "timeout = 104\n" : "");
		run_start(&run, "toss", variables, config, 0600);
		if (mask & 1u << LEVEL_FLAG)
			run.flags.text[OPTION_TIMEOUT] = "100";
		run_resolve(&run);
		assert_int_equal(run.result, 0);
		assert_int_equal(run.settings.values[OPTION_TIMEOUT].level, want);
		assert_int_equal(settings_duration(&run.settings, OPTION_TIMEOUT),
				 want == LEVEL_NONE ? 15 : 100 + want);
		run_end(&run);
	}
}

/*
 * A credential of systemd's gives the key, and nothing else: where it stands between the others,
 * and whose it is.
 */
struct credential_file_case {
	const char *name;
	const char *profile;
	const char *file; /* in the directory; NULL: none */
	const char *content;
	const char *flag;
	const char *variable;
	const char *config;
	const char *want; /* NULL: not set */
	enum level level;
};

static const struct credential_file_case credential_files[] = {
	{ "a key", "toss", "tokctl.toss.key", "c\n", NULL, NULL, NULL, "c", LEVEL_CREDENTIAL },
	{ "one line end is dropped", "toss", "tokctl.toss.key", " c \r\n", NULL, NULL, NULL, " c ",
	  LEVEL_CREDENTIAL },
	{ "a flag over it", "toss", "tokctl.toss.key", "c", "f", NULL, NULL, "f", LEVEL_FLAG },
	{ "a variable over it", "toss", "tokctl.toss.key", "c", NULL, "TOKCTL_TOSS_KEY=v", NULL,
	  "v", LEVEL_VARIABLE },
	{ "it over the config", "toss", "tokctl.toss.key", "c", NULL, NULL, "[toss]\nkey = s\n",
	  "c", LEVEL_CREDENTIAL },
	{ "none: the config", "toss", NULL, NULL, NULL, NULL, "[toss]\nkey = s\n", "s",
	  LEVEL_SECTION },
	{ "none: nothing", "toss", NULL, NULL, NULL, NULL, NULL, NULL, LEVEL_NONE },
	{ "a profile's", "toss:a-b_c", "tokctl.toss.a-b_c.key", "c", NULL, NULL, NULL, "c",
	  LEVEL_CREDENTIAL },
	{ "a profile's name stands as it is", "toss:a-b", "tokctl.toss.a_b.key", "c", NULL, NULL,
	  NULL, NULL, LEVEL_NONE },
	{ "a profile that is called key", "toss:key", "tokctl.toss.key", "c", NULL, NULL, NULL,
	  NULL, LEVEL_NONE },
	{ "a profile takes nothing from the plain one", "toss:a", "tokctl.toss.key", "c", NULL,
	  NULL, NULL, NULL, LEVEL_NONE },
	{ "another provider's", "toss", "tokctl.imweb.key", "c", NULL, NULL, NULL, NULL,
	  LEVEL_NONE },
	{ "bizppurio's has no other name", "bizppurio", "tokctl.bizppurio.key", "c", NULL, NULL,
	  NULL, "c", LEVEL_CREDENTIAL },
	{ "not the account", "bizppurio", "tokctl.bizppurio.account", "c", NULL, NULL, NULL, NULL,
	  LEVEL_NONE },
};

static void credential_file(void **state)
{
	const struct credential_file_case *test = *state;
	char directory[SCRATCH_SIZE + 32], path[SCRATCH_SIZE + 128], origin[ORIGIN_SIZE];
	const char *variables[CASE_VARIABLES] = { directory, test->variable };
	static struct run run;

	snprintf(directory, sizeof(directory), "CREDENTIALS_DIRECTORY=%s", scratch);
	if (test->file != NULL)
		scratch_write(scratch, test->file, test->content, 0400);
	run_start(&run, test->profile, variables, test->config, 0600);
	run.flags.text[OPTION_KEY] = test->flag;
	run_resolve(&run);
	assert_string_equal(run.err.message, "");
	assert_int_equal(run.result, 0);
	assert_int_equal(run.settings.values[OPTION_KEY].level, test->level);
	if (test->want == NULL)
		assert_null(settings_text(&run.settings, OPTION_KEY));
	else
		assert_string_equal(settings_text(&run.settings, OPTION_KEY), test->want);
	if (test->file != NULL) {
		snprintf(path, sizeof(path), "%s/%s", scratch, test->file);
		if (test->level == LEVEL_CREDENTIAL) {
			char **before = swap_environ(run.environ);

			settings_origin(&run.settings, OPTION_KEY, origin, sizeof(origin));
			swap_environ(before);
			assert_string_equal(origin, path);
		}
		unlink(path);
	}
	run_end(&run);
}

struct mistake_case {
	const char *name;
	const char *profile;
	struct {
		enum option_id id;
		const char *text;
	} flag;
	const char *variables[CASE_VARIABLES];
	const char *config;
	mode_t mode;
	enum error_id want;
	const char *message; /* a part of it; "@" stands for the config's path */
	const char *hint;    /* a part of it */
};

static const struct mistake_case mistakes[] = {
	{ "a flag's value",
	  "toss",
	  { OPTION_TIMEOUT, "soon" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--timeout",
	  "" },
	{ "a variable's value",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_TIMEOUT=soon" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_TOSS_TIMEOUT",
	  "" },
	{ "a general variable's value, though a section has one",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TIMEOUT=soon" },
	  "[toss]\ntimeout = 5s\n",
	  0600,
	  ERROR_CONFIG,
	  "TOKCTL_TIMEOUT",
	  "" },
	{ "a section's value",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\n# x\ntimeout = soon\n",
	  0600,
	  ERROR_CONFIG,
	  "@:3: timeout",
	  "" },
	{ "the general section's value",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\nretries = many\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: retries",
	  "" },
	{ "an empty key",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_TOSS_KEY",
	  "" },
	{ "an empty flag",
	  "toss",
	  { OPTION_KEY, "" },
	  { "TOKCTL_TOSS_KEY=k" },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--key",
	  "" },
	{ "an empty secret",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_SECRET=" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_TOSS_SECRET",
	  "" },
	{ "an empty key in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey =\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: key",
	  "" },
	{ "a control byte in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = a\033b\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "DEL in quotes in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\n\nkey = \"a\x7f\"\n",
	  0600,
	  ERROR_CONFIG,
	  "@:3:",
	  "" },
	{ "a carriage return in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = a\rb\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "Latin-1 in the config",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = caf\xe9\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "a line break in a variable",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_KEY=a\nb" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_TOSS_KEY",
	  "" },
	{ "an unknown key",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nsecrt-file = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "secret-file" },
	{ "an unknown general key",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\ntimout = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "timeout" },
	{ "bizppurio's word near",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\nacount = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "account" },
	{ "bizppurio's word for another",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\naccount = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "a key is not general",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\nkey = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "output is no config key",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\noutput = json\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "upper case is no config key",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nKey = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2:",
	  "" },
	{ "a key twice",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = a\nkey = b\n",
	  0600,
	  ERROR_CONFIG,
	  "@:3",
	  "" },
	{ "a key twice, in words of two kinds",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\naccount = a\nkey = b\n",
	  0600,
	  ERROR_CONFIG,
	  "@:3",
	  "" },
	{ "the section twice",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = a\n[toss]\nkey = b\n",
	  0600,
	  ERROR_CONFIG,
	  "@:3",
	  "" },
	{ "http as an endpoint",
	  "toss",
	  { OPTION_ENDPOINT, "http://h/" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--endpoint",
	  "" },
	{ "a scope for bizppurio",
	  "bizppurio",
	  { OPTION_SCOPE, "a" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--scope",
	  "" },
	{ "a scope for bizppurio in its section",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\nscope = a\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: scope",
	  "" },
	{ "an affiliate for toss",
	  "toss",
	  { OPTION_AFFILIATE, "a" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--affiliate",
	  "" },
	{ "a method for iamport",
	  "iamport",
	  { OPTION_METHOD, "get" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--method",
	  "" },
	{ "reuse-for for iamport",
	  "iamport",
	  { OPTION_REUSE_FOR, "5m" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--reuse-for",
	  "" },
	{ "a test endpoint for imweb",
	  "imweb",
	  { OPTION_TEST, "yes" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--test",
	  "" },
	{ "a test endpoint for iamport",
	  "iamport",
	  { OPTION_TEST, "yes" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--test",
	  "" },
	{ "the method imweb has not",
	  "imweb",
	  { OPTION_METHOD, "put" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--method",
	  "" },
	{ "a switch that is neither",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\ntest = maybe\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: test",
	  "" },
	{ "others can write it",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nkey = a\n",
	  0620,
	  ERROR_UNSAFE_FILE,
	  "@",
	  "" },
	{ "others can read it, and it holds a secret",
	  "toss",
	  NO_FLAG,
	  { NULL },
	  "[toss]\nsecret = a\n",
	  0644,
	  ERROR_UNSAFE_FILE,
	  "@",
	  "" },
	{ "its group can read it, and it holds a password",
	  "bizppurio",
	  NO_FLAG,
	  { NULL },
	  "[bizppurio]\npassword = a\n",
	  0640,
	  ERROR_UNSAFE_FILE,
	  "@",
	  "" },
	{ "an issuer for toss",
	  "toss",
	  { OPTION_ISSUER, "https://a" },
	  { NULL },
	  NULL,
	  0,
	  ERROR_USAGE,
	  "--issuer",
	  "" },
	{ "an issuer that is http",
	  "oauth2:a",
	  NO_FLAG,
	  { NULL },
	  "[oauth2:a]\nissuer = http://a\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: issuer",
	  "" },
	{ "a resource that is a word",
	  "oauth2:a",
	  NO_FLAG,
	  { "TOKCTL_OAUTH2_A_RESOURCE=orders" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_OAUTH2_A_RESOURCE",
	  "" },
	{ "a parameter of the request itself",
	  "oauth2:a",
	  NO_FLAG,
	  { NULL },
	  "[oauth2:a]\nparam.client_id = x\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2: param.client_id",
	  "" },
	{ "a parameter for toss",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_TOSS_PARAM_A=x" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "TOKCTL_TOSS_PARAM_A",
	  "" },
	{ "a parameter twice",
	  "oauth2:a",
	  NO_FLAG,
	  { NULL },
	  "[oauth2:a]\nparam.b = 1\nparam.a = 1\nparam.b = 2\n",
	  0600,
	  ERROR_CONFIG,
	  "@:4: param.b",
	  "" },
	{ "a parameter for all",
	  "oauth2:a",
	  NO_FLAG,
	  { NULL },
	  "[tokctl]\nparam.b = 1\n",
	  0600,
	  ERROR_CONFIG,
	  "@:2",
	  "" },
	{ "a config that was named",
	  "toss",
	  NO_FLAG,
	  { "TOKCTL_CONFIG=/nonexistent/config" },
	  NULL,
	  0,
	  ERROR_CONFIG,
	  "/nonexistent/config",
	  "" },
	{ "a config that was named by the flag",
	  "toss",
	  { OPTION_CONFIG, "/nonexistent/config" },
	  { NULL },
	  "[toss]\n",
	  0600,
	  ERROR_CONFIG,
	  "/nonexistent/config",
	  "" },
};

/* The text with the config's path for its "@". */
static const char *with_path(const char *text)
{
	static char out[sizeof(config_path) + 128];

	if (text[0] != '@')
		return text;
	snprintf(out, sizeof(out), "%s%s", config_path, text + 1);
	return out;
}

static void mistake(void **state)
{
	const struct mistake_case *test = *state;
	static struct run run;

	run_start(&run, test->profile, test->variables, test->config, test->mode);
	run.flags.text[test->flag.id] = test->flag.text;
	run_resolve(&run);
	assert_int_equal(run.result, -1);
	assert_int_equal(run.err.id, test->want);
	assert_non_null(strstr(run.err.message, with_path(test->message)));
	assert_non_null(strstr(run.err.hint, test->hint));
	run_end(&run);
}

/* No message shows a secret, whatever is wrong with it. */
static void mistakes_keep_the_secret(void **state)
{
	static const char *const configs[] = {
		"[toss]\nsecret = hush\033hush\n", "[toss]\nsecret = hush #hush\n",
		"[toss]\nsecret hush\n",           "[toss]\nsecret = hush\xff\n",
		"secret = hush\n[toss]\n",
	};
	static struct run run;

	(void)state;
	for (size_t i = 0; i < COUNT(configs); i++) {
		run_start(&run, "toss", NULL, configs[i], 0600);
		run_resolve(&run);
		assert_int_equal(run.result, -1);
		assert_null(strstr(run.err.message, "hush"));
		assert_null(strstr(run.err.hint, "hush"));
		run_end(&run);
	}
}

static void shared_config_without_a_secret(void **state)
{
	static struct run run;

	(void)state;
	run_start(&run, "toss", NULL,
		  "[toss]\nkey = a\nsecret-file = /x\n[imweb]\nsecret = other\n", 0644);
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	assert_string_equal(settings_text(&run.settings, OPTION_KEY), "a");
	run_end(&run);
}

static void long_credentials(void **state)
{
	static struct run run;
	static char variable[sizeof("TOKCTL_TOSS_KEY=") + CREDENTIAL_LIMIT + 1];
	const char *variables[CASE_VARIABLES] = { variable };

	(void)state;
	for (int extra = 0; extra <= 1; extra++) {
		size_t used = strlen("TOKCTL_TOSS_KEY=");

		memcpy(variable, "TOKCTL_TOSS_KEY=", used);
		memset(variable + used, 'k', CREDENTIAL_LIMIT + (size_t)extra);
		run_start(&run, "toss", variables, NULL, 0);
		run_resolve(&run);
		assert_int_equal(run.result, extra == 0 ? 0 : -1);
		run_end(&run);
	}
}

/* ---- where a value was written, for messages */

static void origins(void **state)
{
	static const char *const variables[CASE_VARIABLES] = {
		"TOKCTL_BIZPPURIO_SHOP_2_PASSWORD_FILE=/x", "TOKCTL_TIMEOUT=9"
	};
	char origin[ORIGIN_SIZE], want[ORIGIN_SIZE];
	static struct run run;

	(void)state;
	run_start(&run, "bizppurio:shop-2", variables,
		  "[bizppurio:shop-2]\naccount = a\n\n[tokctl]\nretries = 1\n", 0600);
	run.flags.text[OPTION_MIN_TTL] = "5m";
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	settings_origin(&run.settings, OPTION_MIN_TTL, origin, sizeof(origin));
	assert_string_equal(origin, "--min-ttl");
	settings_origin(&run.settings, OPTION_SECRET_FILE, origin, sizeof(origin));
	assert_string_equal(origin, "TOKCTL_BIZPPURIO_SHOP_2_PASSWORD_FILE");
	settings_origin(&run.settings, OPTION_TIMEOUT, origin, sizeof(origin));
	assert_string_equal(origin, "TOKCTL_TIMEOUT");
	settings_origin(&run.settings, OPTION_KEY, origin, sizeof(origin));
	snprintf(want, sizeof(want), "%s:2: account", config_path);
	assert_string_equal(origin, want);
	settings_origin(&run.settings, OPTION_RETRIES, origin, sizeof(origin));
	snprintf(want, sizeof(want), "%s:5: retries", config_path);
	assert_string_equal(origin, want);
	run_end(&run);
}

/* ---- several settings for one thing */

struct choose_case {
	const char *name;
	const char *flags[2]; /* --secret-file, --secret-command */
	const char *variables[CASE_VARIABLES];
	const char *config;
	enum option_id want;
	enum error_id error;
};

static const struct choose_case chooses[] = {
	{ "choose: none", { NULL }, { NULL }, "[toss]\nkey = k\n", OPTION_NONE, ERROR_NONE },
	{ "choose: one", { NULL }, { NULL }, "[toss]\nsecret = s\n", OPTION_SECRET, ERROR_NONE },
	{ "choose: a flag over a variable",
	  { "/f" },
	  { "TOKCTL_TOSS_SECRET=s" },
	  NULL,
	  OPTION_SECRET_FILE,
	  ERROR_NONE },
	{ "choose: a variable over a section",
	  { NULL },
	  { "TOKCTL_TOSS_SECRET_COMMAND=c" },
	  "[toss]\nsecret = s\n",
	  OPTION_SECRET_COMMAND,
	  ERROR_NONE },
	{ "choose: two below do not matter",
	  { NULL, "c" },
	  { "TOKCTL_TOSS_SECRET=s", "TOKCTL_TOSS_SECRET_FILE=/f" },
	  NULL,
	  OPTION_SECRET_COMMAND,
	  ERROR_NONE },
	{ "choose: two flags", { "/f", "c" }, { NULL }, NULL, OPTION_NONE, ERROR_USAGE },
	{ "choose: two variables",
	  { NULL },
	  { "TOKCTL_TOSS_SECRET=s", "TOKCTL_TOSS_SECRET_FILE=/f" },
	  NULL,
	  OPTION_NONE,
	  ERROR_CONFIG },
	{ "choose: two in a section",
	  { NULL },
	  { NULL },
	  "[toss]\nsecret = s\nsecret-file = /f\n",
	  OPTION_NONE,
	  ERROR_CONFIG },
};

static void choose(void **state)
{
	static const enum option_id ids[] = { OPTION_SECRET, OPTION_SECRET_FILE,
					      OPTION_SECRET_COMMAND };
	const struct choose_case *test = *state;
	enum option_id chosen = OPTION_COUNT;
	static struct run run;
	int result;

	run_start(&run, "toss", test->variables, test->config, 0600);
	run.flags.text[OPTION_SECRET_FILE] = test->flags[0];
	run.flags.text[OPTION_SECRET_COMMAND] = test->flags[1];
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	result = settings_choose(&run.settings, ids, COUNT(ids), &chosen, &run.err);
	assert_int_equal(result, test->error == ERROR_NONE ? 0 : -1);
	if (result == 0)
		assert_int_equal(chosen, test->want);
	assert_int_equal(run.err.id, test->error);
	run_end(&run);
}

/* ---- the credential */

struct credential_case {
	const char *name;
	const char *profile;
	struct {
		enum option_id id;
		const char *text;
	} flag;
	const char *config;
	const char *endpoint; /* NULL: refused */
	const char *scope;
	const char *affiliate;
	const char *method;
};

#define TOSS "https://oauth2.cert.toss.im/token"
#define TOSS_TEST "https://oauth2-alpha.cert.toss.im/token"

static const struct credential_case credentials[] = {
	{ "credential: toss", "toss", NO_FLAG, "[toss]\nkey = k\n", TOSS, "toss-shopping-fep:write",
	  NULL, NULL },
	{ "credential: toss, its test endpoint",
	  "toss",
	  { OPTION_TEST, "yes" },
	  "[toss]\nkey = k\n",
	  TOSS_TEST,
	  "toss-shopping-fep:write",
	  NULL,
	  NULL },
	{ "credential: toss, test = yes", "toss", NO_FLAG, "[toss]\nkey = k\ntest = yes\n",
	  TOSS_TEST, "toss-shopping-fep:write", NULL, NULL },
	{ "credential: toss, test = no", "toss", NO_FLAG, "[toss]\nkey = k\ntest = no\n", TOSS,
	  "toss-shopping-fep:write", NULL, NULL },
	{ "credential: an endpoint",
	  "toss",
	  { OPTION_ENDPOINT, "https://h/t" },
	  "[toss]\nkey = k\n",
	  "https://h/t",
	  "toss-shopping-fep:write",
	  NULL,
	  NULL },
	{ "credential: --endpoint over test = yes",
	  "toss",
	  { OPTION_ENDPOINT, "https://h/t" },
	  "[toss]\nkey = k\ntest = yes\n",
	  "https://h/t",
	  "toss-shopping-fep:write",
	  NULL,
	  NULL },
	{ "credential: --test over endpoint",
	  "toss",
	  { OPTION_TEST, "yes" },
	  "[toss]\nkey = k\nendpoint = https://h/t\n",
	  TOSS_TEST,
	  "toss-shopping-fep:write",
	  NULL,
	  NULL },
	{ "credential: both in one place", "toss", NO_FLAG,
	  "[toss]\nkey = k\ntest = yes\nendpoint = https://h/t\n", NULL, NULL, NULL, NULL },
	{ "credential: a scope",
	  "toss",
	  { OPTION_SCOPE, "a b" },
	  "[toss]\nkey = k\n",
	  TOSS,
	  "a b",
	  NULL,
	  NULL },
	{ "credential: imweb", "imweb", NO_FLAG, "[imweb]\nkey = k\n",
	  "https://api.imweb.me/v2/auth", NULL, NULL, "post" },
	{ "credential: imweb by get, an affiliate",
	  "imweb",
	  { OPTION_METHOD, "get" },
	  "[imweb]\nkey = k\naffiliate = code\n",
	  "https://api.imweb.me/v2/auth",
	  NULL,
	  "code",
	  "get" },
	{ "credential: bizppurio's port", "bizppurio", NO_FLAG,
	  "[bizppurio]\naccount = k\nendpoint = https://dev-api.bizppurio.com:10443/v1/token\n",
	  "https://dev-api.bizppurio.com:10443/v1/token", NULL, NULL, NULL },
	{ "credential: iamport", "iamport", NO_FLAG, "[iamport]\nkey = k\n",
	  "https://api.iamport.kr/users/getToken", NULL, NULL, NULL },
};

static void assert_text(const char *have, const char *want)
{
	if (want == NULL)
		assert_null(have);
	else
		assert_string_equal(have, want);
}

static void credential(void **state)
{
	const struct credential_case *test = *state;
	struct credential credential;
	static struct run run;

	run_start(&run, test->profile, NULL, test->config, 0600);
	run.flags.text[test->flag.id] = test->flag.text;
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	if (test->endpoint == NULL) {
		assert_int_equal(settings_credential(&run.settings, &credential, &run.err), -1);
		assert_int_equal(run.err.id, ERROR_CONFIG);
	} else {
		assert_int_equal(settings_credential(&run.settings, &credential, &run.err), 0);
		assert_ptr_equal(credential.provider, run.profile.provider);
		assert_string_equal(credential.key, "k");
		assert_null(credential.secret);
		assert_string_equal(credential.endpoint, test->endpoint);
		assert_text(credential.scope, test->scope);
		assert_text(credential.affiliate, test->affiliate);
		assert_text(credential.method, test->method);
	}
	run_end(&run);
}

struct missing_case {
	const char *name;
	const char *profile;
	enum option_id id;
	const char *places[8]; /* all of them in the hint */
};

static const struct missing_case missings[] = {
	{ "missing: a key", "toss", OPTION_KEY, { "--key", "TOKCTL_TOSS_KEY", "[toss]" } },
	{ "missing: a profile's key",
	  "toss:outlet",
	  OPTION_KEY,
	  { "--key", "TOKCTL_TOSS_OUTLET_KEY", "[toss:outlet]" } },
	{ "missing: an account",
	  "bizppurio",
	  OPTION_KEY,
	  { "--account", "TOKCTL_BIZPPURIO_ACCOUNT", "[bizppurio]" } },
	{ "missing: a secret",
	  "toss",
	  OPTION_SECRET,
	  { "--secret", "--secret-file", "--secret-command", "TOKCTL_TOSS_SECRET",
	    "TOKCTL_TOSS_SECRET_FILE", "TOKCTL_TOSS_SECRET_COMMAND", "[toss]" } },
	{ "missing: a password",
	  "bizppurio:b",
	  OPTION_SECRET,
	  { "--password", "--password-file", "--password-command", "TOKCTL_BIZPPURIO_B_PASSWORD",
	    "TOKCTL_BIZPPURIO_B_PASSWORD_FILE", "TOKCTL_BIZPPURIO_B_PASSWORD_COMMAND",
	    "[bizppurio:b]" } },
};

static void missing(void **state)
{
	const struct missing_case *test = *state;
	struct credential credential;
	static struct run run;

	run_start(&run, test->profile, NULL, "[tokctl]\n", 0600);
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	if (test->id == OPTION_KEY)
		assert_int_equal(settings_credential(&run.settings, &credential, &run.err), -1);
	else
		assert_int_equal(settings_missing(&run.settings, test->id, &run.err), -1);
	assert_int_equal(run.err.id, ERROR_NO_CREDENTIAL);
	for (size_t i = 0; i < COUNT(test->places) && test->places[i] != NULL; i++)
		assert_non_null(strstr(run.err.hint, test->places[i]));
	assert_non_null(strstr(run.err.hint, config_path));
	run_end(&run);
}

/* The longest names and paths: nothing of the list is cut. */
static void missing_fits(void **state)
{
	static struct run run;

	(void)state;
	static const char *const variables[CASE_VARIABLES] = {
		"TOKCTL_BIZPPURIO_A23456789012345678901234567890123456789012345678901234567890123_"
		"PASWORD_COMMAND=x",
	};

	run_start(&run, "bizppurio:a23456789012345678901234567890123456789012345678901234567890123",
		  variables, "[tokctl]\n", 0600);
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	assert_int_equal(settings_missing(&run.settings, OPTION_SECRET, &run.err), -1);
	assert_non_null(strstr(run.err.hint, "PASWORD_COMMAND; did you mean TOKCTL_"));
	assert_non_null(strstr(run.err.hint, config_path));
	run_end(&run);
}

/* A variable that was perhaps meant is named, one of another provider or profile is not. */
static void missing_misspelt(void **state)
{
	static const struct {
		const char *variable, *meant;
	} cases[] = {
		{ "TOKCTL_TOSS_OUTLET_SECERT=x", "did you mean TOKCTL_TOSS_OUTLET_SECRET?" },
		{ "TOKCTL_TOSS_SECERT_FILE=x", "did you mean TOKCTL_TOSS_SECRET_FILE?" },
		{ "TOKCTL_TOSS_OUTLET_SECRET_COMAND=x", "TOKCTL_TOSS_OUTLET_SECRET_COMMAND?" },
		{ "TOKCTL_IMWEB_SECERT=x", NULL },
		{ "TOKCTL_TOSS_COLOUR=x", NULL },
		{ "TOKCTL_TOSS_SECRET=x", NULL },
		{ "TOKCTL_TIMEOUT=3s", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *variables[CASE_VARIABLES] = { cases[i].variable };
		static struct run run;

		run_start(&run, "toss:outlet", variables, "[tokctl]\n", 0600);
		run_resolve(&run);
		assert_int_equal(settings_missing(&run.settings, OPTION_SECRET, &run.err), -1);
		if (cases[i].meant != NULL)
			assert_non_null(strstr(run.err.hint, cases[i].meant));
		else
			assert_null(strstr(run.err.hint, "did you mean"));
		run_end(&run);
	}
}

/* ---- paths */

struct path_case {
	const char *name;
	const char *flag; /* --config */
	const char *variables[CASE_VARIABLES];
	const char *want; /* NULL: refused */
	bool named;
};

static const struct path_case configs[] = {
	{ "config: the flag",
	  "/f",
	  { "TOKCTL_CONFIG=/v", "XDG_CONFIG_HOME=/x", "HOME=/h" },
	  "/f",
	  true },
	{ "config: the variable",
	  NULL,
	  { "TOKCTL_CONFIG=/v", "XDG_CONFIG_HOME=/x", "HOME=/h" },
	  "/v",
	  true },
	{ "config: XDG_CONFIG_HOME",
	  NULL,
	  { "XDG_CONFIG_HOME=/x", "HOME=/h" },
	  "/x/tokctl/config",
	  false },
	{ "config: the home directory", NULL, { "HOME=/h" }, "/h/.config/tokctl/config", false },
	{ "config: XDG_CONFIG_HOME is relative",
	  NULL,
	  { "XDG_CONFIG_HOME=x", "HOME=/h" },
	  "/h/.config/tokctl/config",
	  false },
	{ "config: XDG_CONFIG_HOME is empty",
	  NULL,
	  { "XDG_CONFIG_HOME=", "HOME=/h" },
	  "/h/.config/tokctl/config",
	  false },
	{ "config: an empty variable is not set",
	  NULL,
	  { "TOKCTL_CONFIG=", "HOME=/h" },
	  "/h/.config/tokctl/config",
	  false },
	{ "config: no place", NULL, { NULL }, "", false },
	{ "config: HOME is relative", NULL, { "HOME=h" }, "", false },
	{ "config: HOME is empty", NULL, { "HOME=" }, "", false },
	{ "config: ~/ in the variable", NULL, { "TOKCTL_CONFIG=~/c", "HOME=/h" }, "/h/c", true },
	{ "config: ~/ in the flag", "~/c", { "HOME=/h" }, "/h/c", true },
	{ "config: ~/ and no HOME", "~/c", { NULL }, NULL, true },
	{ "config: ~user is a name like any", "~u/c", { "HOME=/h" }, "~u/c", true },
};

static int find_config(struct run *run, char *out, size_t size)
{
	char **before = swap_environ(run->environ);
	int result = paths_config(run->flags.text[OPTION_CONFIG], &run->environment, out, size,
				  &run->err);

	swap_environ(before);
	return result;
}

static int find_cache(struct run *run, size_t *next, struct cache_place *place)
{
	char **before = swap_environ(run->environ);
	int result = paths_cache(&run->environment, next, place, &run->err);

	swap_environ(before);
	return result;
}

static void config_place(void **state)
{
	const struct path_case *test = *state;
	char out[PATH_SIZE];
	char origin[VARIABLE_SIZE];
	static struct run run;

	run_start(&run, "toss", test->variables, NULL, 0);
	run.flags.text[OPTION_CONFIG] = test->flag;
	if (test->want == NULL) {
		assert_int_equal(find_config(&run, out, sizeof(out)), -1);
		assert_int_equal(run.err.id, ERROR_CONFIG);
	} else {
		assert_int_equal(find_config(&run, out, sizeof(out)), 0);
		assert_string_equal(out, test->want);
	}
	assert_int_equal(paths_config_origin(test->flag, &run.environment, origin), test->named);
	if (test->named)
		assert_string_equal(origin, test->flag != NULL ? "--config" : "TOKCTL_CONFIG");
	run_end(&run);
}

static const struct path_case caches[] = {
	{ "cache: the variable",
	  NULL,
	  { "TOKCTL_CACHE_DIR=/v", "CACHE_DIRECTORY=/c", "XDG_CACHE_HOME=/x", "HOME=/h" },
	  "/v",
	  false },
	{ "cache: systemd's",
	  NULL,
	  { "CACHE_DIRECTORY=/c", "XDG_CACHE_HOME=/x", "HOME=/h" },
	  "/c/tokctl",
	  false },
	{ "cache: the first of systemd's several",
	  NULL,
	  { "CACHE_DIRECTORY=/c/a:/c/b", "HOME=/h" },
	  "/c/a/tokctl",
	  false },
	{ "cache: systemd's is relative",
	  NULL,
	  { "CACHE_DIRECTORY=c", "HOME=/h" },
	  "/h/.cache/tokctl",
	  false },
	{ "cache: XDG_CACHE_HOME", NULL, { "XDG_CACHE_HOME=/x", "HOME=/h" }, "/x/tokctl", false },
	{ "cache: the home directory", NULL, { "HOME=/h" }, "/h/.cache/tokctl", false },
	{ "cache: XDG_CACHE_HOME is relative",
	  NULL,
	  { "XDG_CACHE_HOME=x", "HOME=/h" },
	  "/h/.cache/tokctl",
	  false },
	{ "cache: XDG_CACHE_HOME is empty",
	  NULL,
	  { "XDG_CACHE_HOME=", "HOME=/h" },
	  "/h/.cache/tokctl",
	  false },
	{ "cache: an empty variable is not set",
	  NULL,
	  { "TOKCTL_CACHE_DIR=", "HOME=/h" },
	  "/h/.cache/tokctl",
	  false },
	{ "cache: ~/ in the variable", NULL, { "TOKCTL_CACHE_DIR=~/c", "HOME=/h" }, "/h/c", false },
	{ "cache: no place", NULL, { NULL }, NULL, false },
	{ "cache: never in /tmp", NULL, { "TMPDIR=/tmp" }, NULL, false },
	{ "cache: HOME is relative", NULL, { "HOME=h" }, NULL, false },
};

static void cache_path(void **state)
{
	const struct path_case *test = *state;
	struct cache_place place;
	static struct run run;
	size_t next = 0;

	run_start(&run, "toss", test->variables, NULL, 0);
	if (test->want == NULL) {
		assert_int_equal(find_cache(&run, &next, &place), -1);
		assert_int_equal(run.err.id, ERROR_CONFIG);
	} else {
		assert_int_equal(find_cache(&run, &next, &place), 0);
		assert_string_equal(place.path, test->want);
	}
	run_end(&run);
}

static const struct places_case {
	const char *name;
	const char *variables[CASE_VARIABLES];
	const char *origins[3]; /* in their order; the last is the last place */
} places[] = {
	{ "cache places: named for tokctl",
	  { "TOKCTL_CACHE_DIR=/v", "HOME=/h" },
	  { "TOKCTL_CACHE_DIR" } },
	{ "cache places: systemd's",
	  { "CACHE_DIRECTORY=/c", "XDG_CACHE_HOME=/x", "HOME=/h" },
	  { "CACHE_DIRECTORY" } },
	{ "cache places: two that are not for tokctl alone",
	  { "XDG_CACHE_HOME=/x", "HOME=/h" },
	  { "XDG_CACHE_HOME", "HOME" } },
	{ "cache places: only XDG_CACHE_HOME", { "XDG_CACHE_HOME=/x" }, { "XDG_CACHE_HOME" } },
	{ "cache places: one by two names",
	  { "XDG_CACHE_HOME=/h/.cache", "HOME=/h" },
	  { "XDG_CACHE_HOME" } },
	{ "cache places: only HOME", { "HOME=/h" }, { "HOME" } },
};

static void cache_places(void **state)
{
	const struct places_case *test = *state;
	struct cache_place place;
	static struct run run;
	size_t next = 0, i = 0;

	run_start(&run, "toss", test->variables, NULL, 0);
	do {
		assert_int_equal(find_cache(&run, &next, &place), 0);
		assert_string_equal(place.origin, test->origins[i]);
		i++;
	} while (!place.last);
	assert_null(test->origins[i]);
	run_end(&run);
}

/* A path that does not fit is an error, never another path. */
static void paths_too_long(void **state)
{
	static const char *const variables[CASE_VARIABLES] = { "HOME=/a/long/home/directory" };
	static struct run run;

	(void)state;
	run_start(&run, "toss", variables, NULL, 0);
	for (size_t size = 1; size <= strlen("/a/long/home/directory/.config/tokctl/config");
	     size++) {
		char *out = malloc(size);

		assert_non_null(out);
		assert_int_equal(find_config(&run, out, size), -1);
		assert_int_equal(run.err.id, ERROR_CONFIG);
		free(out);
	}
	run_end(&run);
}

static void cache_path_too_long(void **state)
{
	static char home[PATH_SIZE + 8] = "HOME=/";
	static const char *const variables[CASE_VARIABLES] = { home };
	static struct run run;
	struct cache_place place;
	size_t room = PATH_SIZE - sizeof("/.cache/tokctl");

	(void)state;
	memset(home + strlen("HOME=/"), 'x', room);
	for (int over = 0; over < 2; over++) {
		size_t next = 0;

		home[strlen("HOME=") + room + (size_t)over] = '\0';
		run_start(&run, "toss", variables, NULL, 0);
		assert_int_equal(find_cache(&run, &next, &place), over ? -1 : 0);
		run_end(&run);
		home[strlen("HOME=") + room] = 'x';
	}
}

/* ---- the environment */

static const char SECRET_TEXT[] = "hush-hush";

/* The value of a variable that was taken, or NULL. */
static const char *value_of(const struct environment *environment, const char *name)
{
	for (size_t i = 0; i < environment->count; i++)
		if (environment->variables[i].name_len == strlen(name) &&
		    memcmp(environment->variables[i].name, name, strlen(name)) == 0)
			return environment->variables[i].value;
	return NULL;
}

static bool environ_shows(const struct run *run, const char *text)
{
	for (char *const *variable = run->environ; *variable != NULL; variable++)
		if (strstr(*variable, text) != NULL)
			return true;
	return false;
}

static void environment_blanks_secrets(void **state)
{
	static const char *const variables[CASE_VARIABLES] = {
		"TOKCTL_TOSS_SECRET=hush-hush",
		"TOKCTL_BIZPPURIO_SHOP_PASSWORD=hush-hush",
		"TOKCTL_TOSS_SECRET_FILE=/a/file",
		"TOKCTL_TOSS_KEY=key",
		"PATH=/bin",
	};
	static struct run run;

	(void)state;
	run_start(&run, "toss", variables, NULL, 0);
	assert_false(environ_shows(&run, SECRET_TEXT));
	for (size_t i = 0; i < 2; i++)
		assert_null(memmem(run.variables[i], strlen(variables[i]), SECRET_TEXT,
				   strlen(SECRET_TEXT)));
	assert_true(environ_shows(&run, "PATH=/bin"));
	assert_true(environ_shows(&run, "TOKCTL_TOSS_KEY=key"));
	assert_string_equal(value_of(&run.environment, "TOKCTL_TOSS_SECRET"), SECRET_TEXT);
	assert_string_equal(value_of(&run.environment, "TOKCTL_BIZPPURIO_SHOP_PASSWORD"),
			    SECRET_TEXT);
	assert_string_equal(value_of(&run.environment, "TOKCTL_TOSS_SECRET_FILE"), "/a/file");
	assert_null(value_of(&run.environment, "TOKCTL_TOSS_SECRE"));
	assert_null(value_of(&run.environment, "TOKCTL_TOSS_SECRET_"));
	assert_null(value_of(&run.environment, "PATH"));
	run_end(&run);
}

/* However many there are, all count, and no secret is left where a child would inherit it. */
static void environment_takes_all(void **state)
{
	static struct run run;
	char variable[64];

	(void)state;
	run_start(&run, "toss", NULL, NULL, 0);
	for (size_t i = 0; i + 2 < MOST_VARIABLES; i++) {
		snprintf(variable, sizeof(variable), "TOKCTL_TOSS_SHOP%zu_SECRET=hush-hush", i);
		run_variable(&run, variable);
	}
	run_variable(&run, "TOKCTL_TOSS_TEST=yes");
	run_variable(&run, "TOKCTL_TOSS_SECRET=hush-hush");
	assert_int_equal(run_take(&run), 0);
	assert_false(environ_shows(&run, SECRET_TEXT));
	assert_string_equal(value_of(&run.environment, "TOKCTL_TOSS_SECRET"), SECRET_TEXT);
	assert_string_equal(value_of(&run.environment, "TOKCTL_TOSS_SHOP317_SECRET"), SECRET_TEXT);
	run_resolve(&run);
	assert_true(settings_switch(&run.settings, OPTION_TEST));
	run_end(&run);
}

struct secrecy_case {
	const char *name;
	const char *variable;
	bool blanked;  /* it holds a secret */
	bool withheld; /* from commands */
};

static const struct secrecy_case secrecies[] = {
	{ "secrecy: a secret", "TOKCTL_TOSS_SECRET", true, true },
	{ "secrecy: bizppurio's word", "TOKCTL_BIZPPURIO_PASSWORD", true, true },
	{ "secrecy: bizppurio's word for toss", "TOKCTL_TOSS_PASSWORD", true, true },
	{ "secrecy: oauth2's word", "TOKCTL_OAUTH2_X_CLIENT_SECRET", true, true },
	{ "secrecy: a parameter called so", "TOKCTL_OAUTH2_X_PARAM_SECRET", true, true },
	{ "secrecy: no provider", "TOKCTL_SECRET", true, true },
	{ "secrecy: a provider that there is not", "TOKCTL_NEW_SECRET", true, true },
	{ "secrecy: a file", "TOKCTL_TOSS_SECRET_FILE", false, true },
	{ "secrecy: a command", "TOKCTL_BIZPPURIO_A_PASSWORD_COMMAND", false, true },
	{ "secrecy: a word within", "TOKCTL_OAUTH2_X_PARAM_SECRET_WORD", false, true },
	{ "secrecy: the beginning of a word", "TOKCTL_TOSS_SECRETS", false, true },
	{ "secrecy: the end of a word", "TOKCTL_TOSS_MYSECRET", false, false },
	{ "secrecy: a part of a word", "TOKCTL_TOSS_SECRE", false, false },
	{ "secrecy: lower case", "TOKCTL_TOSS_secret", false, false },
	{ "secrecy: a key", "TOKCTL_TOSS_KEY", false, false },
	{ "secrecy: a client id", "TOKCTL_OAUTH2_X_CLIENT_ID", false, false },
	{ "secrecy: another program's", "OTHER_SECRET", false, false },
};

static void check_secrecy(const char *name, bool blanked, bool withheld)
{
	static struct run run;
	char variable[256], **before;

	run_start(&run, "toss", NULL, NULL, 0);
	snprintf(variable, sizeof(variable), "%s=hush-hush", name);
	run_variable(&run, variable);
	assert_int_equal(run_take(&run), 0);
	assert_int_equal(environ_shows(&run, name), !blanked);
	assert_int_equal(strcmp(run.variables[0] + strlen(name), "=hush-hush") != 0, blanked);
	before = swap_environ(run.environ);
	environment_drop_sources();
	swap_environ(before);
	assert_int_equal(environ_shows(&run, name), !withheld);
	if (strncmp(name, "TOKCTL_", strlen("TOKCTL_")) == 0)
		assert_string_equal(value_of(&run.environment, name), SECRET_TEXT);
	run_end(&run);
}

static void secrecy(void **state)
{
	const struct secrecy_case *test = *state;

	check_secrecy(test->variable, test->blanked, test->withheld);
}

/* By each word that a provider has for an option, and by the option's own. */
static void secrecy_follows_the_rows(void **state)
{
	const struct provider *provider;

	(void)state;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct profile profile = { .provider = provider, .name = "shop-2" };

		for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
			const struct option *row = option_row(id);
			bool leads = strncmp(row->name, "secret", strlen("secret")) == 0;
			char word[OPTION_WORD_SIZE], variable[VARIABLE_SIZE];

			if (!(row->places & PLACE_VARIABLE))
				continue;
			option_word(id, provider, word);
			profile_variable(&profile, word, variable);
			check_secrecy(variable, row->kind == KIND_SECRET, leads);
			profile_variable(&profile, row->name, variable);
			check_secrecy(variable, row->kind == KIND_SECRET, leads);
		}
	}
}

static bool memory_is_short;

/* In the place of libc's. */
void *reallocarray(void *memory, size_t count, size_t size)
{
	return memory_is_short ? NULL : realloc(memory, count * size);
}

static void environment_blanks_where_memory_is_short(void **state)
{
	static struct run run;
	int result;

	(void)state;
	run_start(&run, "toss", NULL, NULL, 0);
	run_variable(&run, "TOKCTL_TOSS_SECRET=hush-hush");
	run_variable(&run, "TOKCTL_TOSS_KEY=key");
	memory_is_short = true;
	result = run_take(&run);
	memory_is_short = false;
	assert_int_equal(result, -1);
	assert_false(environ_shows(&run, SECRET_TEXT));
	assert_null(memmem(run.variables[0], strlen("TOKCTL_TOSS_SECRET=hush-hush"), SECRET_TEXT,
			   strlen(SECRET_TEXT)));
	assert_null(value_of(&run.environment, "TOKCTL_TOSS_KEY"));
	run_end(&run);
}

/* ---- the rows */

struct switch_case {
	const char *name;
	const char *text;
	enum switch_state want;
};

static const struct switch_case switches[] = {
	{ "switch: yes", "yes", SWITCH_ON },
	{ "switch: true", "true", SWITCH_ON },
	{ "switch: 1", "1", SWITCH_ON },
	{ "switch: no", "no", SWITCH_OFF },
	{ "switch: false", "false", SWITCH_OFF },
	{ "switch: 0", "0", SWITCH_OFF },
	{ "switch: not there", NULL, SWITCH_OFF },
	{ "switch: empty", "", SWITCH_NEITHER },
	{ "switch: maybe", "maybe", SWITCH_NEITHER },
	{ "switch: 2", "2", SWITCH_NEITHER },
	{ "switch: ye", "ye", SWITCH_NEITHER },
	{ "switch: a blank", "yes ", SWITCH_NEITHER },
};

static void switch_value(void **state)
{
	const struct switch_case *test = *state;

	assert_int_equal(value_switch(test->text), test->want);
}

struct check_case {
	const char *name;
	enum option_id id;
	const char *text;
	bool good;
};

static const struct check_case checks[] = {
	{ "check: a key", OPTION_KEY, "abc 123 /+=", true },
	{ "check: a Korean key", OPTION_KEY, "\xeb\xb9\x84", true },
	{ "check: an empty key", OPTION_KEY, "", false },
	{ "check: a key with a line break", OPTION_KEY, "a\r\nX: y", false },
	{ "check: a key with a tab", OPTION_KEY, "a\tb", false },
	{ "check: a key with DEL", OPTION_KEY, "a\x7f", false },
	{ "check: a secret with ESC", OPTION_SECRET, "a\033", false },
	{ "check: an affiliate with a line break", OPTION_AFFILIATE, "a\nb", false },
	{ "check: an affiliate", OPTION_AFFILIATE, "a b", true },
	{ "check: an affiliate with a space in front", OPTION_AFFILIATE, " a", false },
	{ "check: an affiliate with a space behind", OPTION_AFFILIATE, "a ", false },
	{ "check: no affiliate", OPTION_AFFILIATE, "", false },
	{ "check: an audience with a space in front", OPTION_AUDIENCE, " a", true },
	{ "check: a scope", OPTION_SCOPE, "a:b c", true },
	{ "check: a scope with a quote", OPTION_SCOPE, "a\"b", false },
	{ "check: a scope that is not ASCII", OPTION_SCOPE, "\xeb\xb9\x84", false },
	{ "check: post", OPTION_METHOD, "post", true },
	{ "check: get", OPTION_METHOD, "get", true },
	{ "check: POST", OPTION_METHOD, "POST", false },
	{ "check: no method", OPTION_METHOD, "", false },
	{ "check: a duration", OPTION_TIMEOUT, "5m", true },
	{ "check: a duration with a blank", OPTION_TIMEOUT, "5 m", false },
	{ "check: no duration", OPTION_MIN_TTL, "", false },
	{ "check: a duration of 0", OPTION_MIN_TTL, "0", true },
	{ "check: a timeout of 0", OPTION_TIMEOUT, "0", false },
	{ "check: an interface", OPTION_INTERFACE, "eth0", true },
	{ "check: no interface", OPTION_INTERFACE, "", false },
	{ "check: no retries", OPTION_RETRIES, "0", true },
	{ "check: ten retries", OPTION_RETRIES, "10", true },
	{ "check: eleven retries", OPTION_RETRIES, "11", false },
	{ "check: -1 retries", OPTION_RETRIES, "-1", false },
	{ "check: retries with a unit", OPTION_RETRIES, "2s", false },
	{ "check: retries with a blank in front", OPTION_RETRIES, " 2", false },
	{ "check: json errors", OPTION_ERROR_FORMAT, "json", true },
	{ "check: xml errors", OPTION_ERROR_FORMAT, "xml", false },
	{ "check: an endpoint", OPTION_ENDPOINT, "https://host/", true },
	{ "check: an endpoint without TLS", OPTION_ENDPOINT, "http://host/", false },
	{ "check: a header name", OPTION_HEADER_NAME, "X-Access-Token", true },
	{ "check: a header name with a colon", OPTION_HEADER_NAME, "X:", false },
	{ "check: a header name with a blank", OPTION_HEADER_NAME, "X Y", false },
	{ "check: no header name", OPTION_HEADER_NAME, "", false },
	{ "check: a variable's name", OPTION_NAME, "_TOKEN_2", true },
	{ "check: a variable's name that begins with a digit", OPTION_NAME, "2TOKEN", false },
	{ "check: a variable's name with a command", OPTION_NAME, "A;ls", false },
	{ "check: a variable's name with '='", OPTION_NAME, "A=B", false },
	{ "check: a variable's name with a dash", OPTION_NAME, "A-B", false },
	{ "check: no variable's name", OPTION_NAME, "", false },
};

static void check(void **state)
{
	const struct check_case *test = *state;
	struct error err = ERROR_INIT;

	assert_int_equal(option_check(test->id, test->text, &err), test->good ? 0 : -1);
	assert_int_equal(err.id, test->good ? ERROR_NONE : ERROR_USAGE);
	assert_int_equal(err.message[0] == '\0', test->good);
}

struct find_case {
	const char *name;
	const char *word;
	const char *provider; /* NULL: any provider's words */
	enum option_id want;
};

static const struct find_case finds[] = {
	{ "find: key", "key", "toss", OPTION_KEY },
	{ "find: secret-command", "secret-command", NULL, OPTION_SECRET_COMMAND },
	{ "find: account, bizppurio", "account", "bizppurio", OPTION_KEY },
	{ "find: password, bizppurio", "password", "bizppurio", OPTION_SECRET },
	{ "find: password-file, bizppurio", "password-file", "bizppurio", OPTION_SECRET_FILE },
	{ "find: password-command, bizppurio", "password-command", "bizppurio",
	  OPTION_SECRET_COMMAND },
	{ "find: secret-file, bizppurio", "secret-file", "bizppurio", OPTION_SECRET_FILE },
	{ "find: account, toss", "account", "toss", OPTION_NONE },
	{ "find: password-file, imweb", "password-file", "imweb", OPTION_NONE },
	{ "find: account, anybody", "account", NULL, OPTION_KEY },
	{ "find: password-command, anybody", "password-command", NULL, OPTION_SECRET_COMMAND },
	{ "find: account-file", "account-file", "bizppurio", OPTION_NONE },
	{ "find: a part", "secre", NULL, OPTION_NONE },
	{ "find: more", "secrets", NULL, OPTION_NONE },
	{ "find: nothing", "", NULL, OPTION_NONE },
	{ "find: upper case", "KEY", NULL, OPTION_NONE },
	{ "find: a letter is no name", "o", NULL, OPTION_NONE },
};

static void find(void **state)
{
	const struct find_case *test = *state;
	const struct provider *provider = NULL;

	if (test->provider != NULL)
		provider = provider_find(test->provider, strlen(test->provider));
	assert_int_equal(option_find(test->word, strlen(test->word), provider), test->want);
}

static void each_kind_has_a_row(void **state)
{
	(void)state;
	for (enum value_kind kind = KIND_SWITCH; kind < KIND_COUNT; kind++) {
		enum option_id id = OPTION_FIRST;
		struct error err = ERROR_INIT;

		while (id < OPTION_COUNT && option_row(id)->kind != kind)
			id++;
		assert_true(id < OPTION_COUNT);
		/* No value of any kind has a line break. */
		assert_int_equal(option_check(id, "a\nb", &err), -1);
		IGNORE_RESULT(option_check(id, "a", &err));
	}
}

static void rows_are_sane(void **state)
{
	const struct provider *provider;
	char word[OPTION_WORD_SIZE];

	(void)state;
	for (enum option_id id = OPTION_FIRST; id < OPTION_COUNT; id++) {
		const struct option *row = option_row(id);
		struct error err = ERROR_INIT;

		assert_int_equal(option_find(row->name, strlen(row->name), NULL), id);
		if (row->letter != 0)
			assert_int_equal(option_find_letter(row->letter), id);
		assert_int_equal(row->metavar == NULL, row->kind == KIND_SWITCH);
		assert_int_equal(row->choices != NULL, row->kind == KIND_CHOICE);
		if (row->fallback != NULL)
			assert_int_equal(option_check(id, row->fallback, &err), 0);
		assert_int_not_equal(row->places, 0);
		assert_string_not_equal(row->help, "");
		for (size_t k = 0; (provider = provider_at(k)) != NULL; k++) {
			option_word(id, provider, word);
			assert_int_equal(option_find(word, strlen(word), provider), id);
			assert_true(strlen(word) + 1 < sizeof(word)); /* not cut */
		}
	}
	assert_int_equal(option_find_letter('z'), OPTION_NONE);
	assert_int_equal(option_find_letter('\0'), OPTION_NONE);
}

/*
 * Flags before variables before the section, each parameter by its name; sent by name, behind
 * audience and resource.
 */
static void further_parameters(void **state)
{
	static const char *const variables[CASE_VARIABLES] = {
		"TOKCTL_OAUTH2_A_PARAM_B_C=variable", "TOKCTL_OAUTH2_A_PARAM_D=variable",
		"TOKCTL_OAUTH2_A_AUDIENCE=an audience", "TOKCTL_OAUTH2_AB_PARAM_X=no"
	};
	struct credential credential;
	static struct run run;

	(void)state;
	run_start(&run, "oauth2:a", variables,
		  "[oauth2:a]\nkey = k\nendpoint = https://h/t\nparam.z-1 = section\nparam.d = "
		  "section\n"
		  "param.b_c = section\nresource = urn:a urn:b\n",
		  0600);
	run.flags.parameters[run.flags.parameter_count++] = "d=flag=1";
	run.flags.parameters[run.flags.parameter_count++] = "A.b=&";
	run_resolve(&run);
	assert_int_equal(run.result, 0);
	assert_int_equal(settings_credential(&run.settings, &credential, &run.err), 0);
	assert_string_equal(credential.extra, "audience=an+audience&resource=urn%3Aa&resource=urn%"
					      "3Ab&A.b=%26&b_c=variable&d=flag%3D1&"
					      "z-1=section");
	assert_null(credential.issuer);
	assert_null(credential.auth);
	run_end(&run);
}

static void no_further_parameters(void **state)
{
	struct credential credential;
	static struct run run;

	(void)state;
	run_start(&run, "oauth2:a", NULL,
		  "[oauth2:a]\nclient-id = k\nissuer = https://h/\nauth = post\n", 0600);
	run_resolve(&run);
	assert_int_equal(settings_credential(&run.settings, &credential, &run.err), 0);
	assert_null(credential.extra);
	assert_null(credential.endpoint);
	assert_string_equal(credential.issuer, "https://h/");
	assert_string_equal(credential.auth, "post");
	assert_string_equal(credential.key, "k");
	run_end(&run);
}

static void words_of_bizppurio(void **state)
{
	const struct provider *bizppurio = provider_find("bizppurio", 9);
	char word[OPTION_WORD_SIZE];

	(void)state;
	option_word(OPTION_KEY, bizppurio, word);
	assert_string_equal(word, "account");
	option_word(OPTION_SECRET_FILE, bizppurio, word);
	assert_string_equal(word, "password-file");
	option_word(OPTION_SECRET_FILE, provider_find("toss", 4), word);
	assert_string_equal(word, "secret-file");
}

int main(void)
{
	static struct suite suite = SUITE_INIT;

	SUITE_TABLE(&suite, value, values);
	SUITE_TEST(&suite, levels_add_up);
	SUITE_TABLE(&suite, credential_file, credential_files);
	SUITE_TABLE(&suite, mistake, mistakes);
	SUITE_TEST(&suite, mistakes_keep_the_secret);
	SUITE_TEST(&suite, shared_config_without_a_secret);
	SUITE_TEST(&suite, long_credentials);
	SUITE_TEST(&suite, origins);
	SUITE_TABLE(&suite, choose, chooses);
	SUITE_TABLE(&suite, credential, credentials);
	SUITE_TABLE(&suite, missing, missings);
	SUITE_TEST(&suite, missing_fits);
	SUITE_TEST(&suite, missing_misspelt);
	SUITE_TABLE(&suite, config_place, configs);
	SUITE_TABLE(&suite, cache_path, caches);
	SUITE_TABLE(&suite, cache_places, places);
	SUITE_TEST(&suite, paths_too_long);
	SUITE_TEST(&suite, cache_path_too_long);
	SUITE_TEST(&suite, environment_blanks_secrets);
	SUITE_TEST(&suite, environment_takes_all);
	SUITE_TABLE(&suite, secrecy, secrecies);
	SUITE_TEST(&suite, secrecy_follows_the_rows);
	SUITE_TEST(&suite, environment_blanks_where_memory_is_short);
	SUITE_TABLE(&suite, switch_value, switches);
	SUITE_TABLE(&suite, check, checks);
	SUITE_TABLE(&suite, find, finds);
	SUITE_TEST(&suite, each_kind_has_a_row);
	SUITE_TEST(&suite, rows_are_sane);
	SUITE_TEST(&suite, further_parameters);
	SUITE_TEST(&suite, no_further_parameters);
	SUITE_TEST(&suite, words_of_bizppurio);
	return suite_run_in(&suite, set_up, tear_down);
}
