/* SPDX-License-Identifier: ISC */
/* A step of a walk: whether others have a say in what is there. walk.h says what a walk is. */
#ifndef TOKCTL_BASE_STEP_H
#define TOKCTL_BASE_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/attributes.h"
#include "base/circle.h"
#include "base/error.h"
#include "base/path.h"

struct walk;
struct walked;

struct walker {
	const struct walk *walk; /* walk.c's own */
	struct walked *walked;   /* walk.c's own */
	const char *path;        /* as it was asked for */
	bool to_directory;       /* the end is a directory, whose mode is the caller's to judge */
	bool in_volume;          /* a directory may be in a volume that is open to all */
	struct stat *st;         /* what is at the step */
	bool *lent;              /* set where it is the user's whose HOME root runs with */
	bool led;                /* such a user's link was on the way */
	struct error *err;
	struct trust_circle circle;
	bool widened;
	int dir;      /* the directory that was reached */
	dev_t device; /* of dir */
	bool shared;  /* dir is a volume that is open to all */
	int links;    /* followed so far */
	char *at;     /* in left: what is still to be walked */
	char left[PATH_SIZE];
	size_t done_len;
	char done[PATH_SIZE]; /* the path of dir; "" for the root directory */
};

/* A name in walker->dir. */
struct step {
	const char *name;
	size_t len;
	bool last;   /* nothing of the path is left after it */
	bool handed; /* our caller's descriptor, by its name in /proc */
	int fd;      /* -1: not open */
};

/* The step's own path, for messages: in path, or as the user wrote it where they named the step. */
const char *step_path(const struct walker *walker, const struct step *step, char path[PATH_SIZE]);

/* What was asked for can't be opened: fills err by errno. Returns -1. */
int step_cannot_open(const struct walker *walker);

/*
 * Have only root and we a say in what walker->st says of the step? Returns -1 with err
 * (ERROR_UNSAFE_FILE).
 */
MUST_CHECK int step_judge(struct walker *walker, const struct step *step);

/*
 * In a volume that is open to all, others can move what is ours, and make links; but a directory of
 * ours they can't make. Returns -1 with err for anything else there.
 */
MUST_CHECK int step_check_volume(struct walker *walker);

#endif
