/* SPDX-License-Identifier: ISC */
/*
 * The cache: entries by fingerprint (model/credential.h), each with a lock. A kind of cache is one
 * row of functions, which know nothing of what an entry says; see entry.h.
 *
 *	struct cache cache;
 *
 *	cache_init(&cache, &cache_file_ops, directory);
 *	lock = cache_lock(&cache, fingerprint, deadline, &err);
 *	cache_get(&cache, fingerprint, &bytes, &err);
 *	if (cache_holds(&cache, lock))
 *		cache_put(&cache, fingerprint, &bytes, end, &err);
 *	cache_unlock(&cache, lock);
 *	cache_close(&cache);
 *
 * A cache that fails is a warning to the user and never the end of a run: the caller sees to that.
 */
#ifndef TOKCTL_CACHE_CACHE_H
#define TOKCTL_CACHE_CACHE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "model/credential.h"

enum { CACHE_NO_LOCK = -1 };

struct cache;

/*
 * Is called for each entry, perhaps more than once. bytes is empty for an entry that can't be read,
 * and may be taken over (and set back to BUFFER_INIT). -1 with err stops cache_each().
 */
typedef int cache_entry_fn(void *context, const char *fingerprint, struct buffer *bytes,
			   struct error *err);

/* cache_check()'s result. */
enum cache_state {
	CACHE_FAILED = -1, /* with err, as the other functions would give it */
	CACHE_READY = 0,
	CACHE_UNMADE = 1, /* an entry could be stored, once the place for it is made */
};

/* A kind of cache. What each function must do is said below, at the cache_...() that calls it. */
struct ROW cache_ops {
	const char *name;
	bool keeps_nothing; /* put() need not be called */

	enum outcome (*open)(struct cache *cache, struct error *err);
	enum outcome (*get)(struct cache *cache, const char *fingerprint, struct buffer *out,
			    struct error *err);
	int (*put)(struct cache *cache, const char *fingerprint, const struct buffer *bytes,
		   int64_t end, struct error *err);
	enum outcome (*drop)(struct cache *cache, const char *fingerprint, struct error *err);
	int (*lock)(struct cache *cache, const char *fingerprint, struct deadline deadline,
		    struct error *err);
	bool (*holds)(struct cache *cache, int lock);
	void (*unlock)(struct cache *cache, int lock);
	enum cache_state (*check)(struct cache *cache, struct error *err);
	int (*each)(struct cache *cache, cache_entry_fn *visit, void *context, struct error *err);
};

struct cache {
	const struct cache_ops *ops;
	char path[PATH_SIZE];          /* the directory */
	int directory;                 /* open once it was needed; else -1 */
	int lock;                      /* that is held; else CACHE_NO_LOCK */
	char locked[FINGERPRINT_SIZE]; /* whose lock it is */
};

/*
 * The kinds: "file" keeps entries in a directory, "none" keeps nothing. Each is a const row in its
 * own file.
 */
extern const struct cache_ops cache_file_ops;
extern const struct cache_ops cache_none_ops;

/* A cache of that kind; path (its directory) is copied and may be "" for none. */
void cache_init(struct cache *cache, const struct cache_ops *ops, const char *path);
void cache_close(struct cache *cache);

/*
 * Opens the place where the entries are, and looks whether it can be trusted; the other functions
 * do so where it was not done. ABSENT: the first entry makes it. FAILED with err:
 * ERROR_UNSAFE_FILE, ERROR_CREATE, ERROR_MEMORY.
 */
MUST_CHECK enum outcome cache_open(struct cache *cache, struct error *err);

/* True for a cache that forgets at once: cache_put() need not be called. */
bool cache_keeps_nothing(const struct cache *cache);

/* Appends an entry to out. Needs no lock: an entry is replaced whole. */
MUST_CHECK enum outcome cache_get(struct cache *cache, const char *fingerprint, struct buffer *out,
				  struct error *err);

/*
 * Replaces an entry. To be called with its lock held; if that was taken over, even while this
 * writes, the entry stays, and the error is ERROR_LOCK. A store that can drop what has ended may do
 * so from `end` on (seconds since the epoch, TIME_UNKNOWN: never). -1 with err.
 */
MUST_CHECK int cache_put(struct cache *cache, const char *fingerprint, const struct buffer *bytes,
			 int64_t end, struct error *err);

/* Removes an entry. To be called with its lock held, as cache_put(). */
MUST_CHECK enum outcome cache_drop(struct cache *cache, const char *fingerprint, struct error *err);

/*
 * Waits for the entry's lock until the deadline; with a deadline that has passed, tries once. The
 * lock ends with cache_unlock() or with the process, and is taken over from a process that is
 * stopped. Returns a lock, or CACHE_NO_LOCK with err: ERROR_LOCK if another process holds it. A
 * process holds one lock at a time.
 */
MUST_CHECK int cache_lock(struct cache *cache, const char *fingerprint, struct deadline deadline,
			  struct error *err);

/* False if another process took the lock over: then the entry is that process's to write. */
bool cache_holds(struct cache *cache, int lock);

/*
 * Gives the lock back; CACHE_NO_LOCK is fine. What was reported while it was held and could not be
 * said at once, since nobody reads standard error, is said now (base/report.h).
 */
void cache_unlock(struct cache *cache, int lock);

/* Could an entry be stored? Leaves nothing behind. */
MUST_CHECK enum cache_state cache_check(struct cache *cache, struct error *err);

/* Calls visit for each entry, in no order. -1 with err. */
MUST_CHECK int cache_each(struct cache *cache, cache_entry_fn *visit, void *context,
			  struct error *err);

#endif
