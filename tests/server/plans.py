# SPDX-License-Identifier: ISC
"""The behaviour plan: one line of words per token request. server.py's head says what each word does."""

import gzip
import os
import re
from urllib.parse import unquote, unquote_to_bytes

import wire

HTML = "<!DOCTYPE html>\n<html><body><h1>It works!</h1></body></html>\n".encode()
PADDING = b',"padding":"%s"}'


class BadPlan(Exception):
    """The test is wrong, not the client."""


# ---- words


def flag(text):
    if text:
        raise ValueError(text)
    return True


def header(text):
    name, _, value = text.partition(":")
    return name, unquote_to_bytes(value).decode("latin-1")


# How the value of each word is read.
WORDS = {
    "ok": flag,
    # when, and what time it is
    "delay": float, "clock": float,
    # what the reply says
    "body-file": str, "garbage": flag, "empty": flag, "redirect": str, "refuse": str, "echo": str, "status": int,
    "life": float, "fraction": flag, "token": unquote, "big": int, "gzip": flag,
    "retry-after": str, "header": header, "no-date": flag,
    # how it is sent
    "drop": flag, "truncate": int, "abrupt": flag, "keep": flag, "no-length": flag, "chunked": flag, "chunked-cut": flag,
    "drip": float, "raw-file": str,
}


def parse(line):
    """A dict of the line's words. `header` can be given many times: a list."""
    plan = {}
    for item in line.split():
        word, _, text = item.partition("=")
        try:
            value = WORDS[word](text)
        except (KeyError, ValueError):
            raise BadPlan(f"the plan has no word {item!r}") from None
        if word == "header":
            plan.setdefault(word, []).append(value)
        else:
            plan[word] = value
    return plan


def pop(path):
    """The next line of the plan. One that starts with `*` stays."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return {}
    if not lines:
        return {}
    if lines[0].startswith("*"):
        return parse(lines[0][1:])
    rest = os.path.join(os.path.dirname(path), "." + os.path.basename(path))
    with open(rest, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines[1:])
    os.replace(rest, path)
    return parse(lines[0])


# ---- the reply that a plan asks for in place of the provider's own


def from_file(plan, provider, claim):
    with open(plan["body-file"], "rb") as file:
        return wire.json_reply(200, file.read())


def garbage(plan, provider, claim):
    return wire.Reply(200, HTML, [("Content-Type", "text/html; charset=utf-8")])


def empty(plan, provider, claim):
    return wire.Reply(200)


def redirect(plan, provider, claim):
    return wire.Reply(302, b"", [("Location", plan["redirect"])])


def refuse(plan, provider, claim):
    try:
        return wire.document(*provider.refusals[plan["refuse"]])
    except KeyError:
        raise BadPlan(f"{provider.name} has no refusal {plan['refuse']!r}") from None


def echo(plan, provider, claim):
    try:
        said = claim.quoted(plan["echo"] or "clear")
    except KeyError:
        raise BadPlan(f"there is no echo {plan['echo']!r}") from None
    status, _ = provider.refusals[provider.wrong]
    return wire.document(status, provider.error(status, f"no such client: {said}"))


def failure(plan, provider, claim):
    status = plan["status"]
    return wire.document(status, provider.error(status, "지금은 처리할 수 없습니다 (cannot be done now)"))


# The first of these words that a plan has decides what the reply says.
CONTENT = {
    "body-file": from_file,
    "garbage": garbage,
    "empty": empty,
    "redirect": redirect,
    "refuse": refuse,
    "echo": echo,
}


def content(plan, provider, claim):
    """The planned reply, None if it is the provider's own."""
    for word, make in CONTENT.items():
        if word in plan:
            return make(plan, provider, claim)
    # A lone `status` of success stands beside the usual body: iamport has been seen to grant with 201.
    if plan.get("status", 200) >= 300:
        return failure(plan, provider, claim)
    return None


# ---- what a plan changes in any reply


def pad(body, size):
    """The JSON object, with one member more, `size` bytes long."""
    room = size - len(body) - len(PADDING % b"") + 1
    return body[:-1] + PADDING % (b"x" * max(room, 0))


def retry_after(text, now):
    """`date+N` is a date; all else is sent as it stands."""
    match = re.fullmatch(r"date([+-]\d+)", text)
    return wire.http_date(now + int(match[1])) if match else text


def shape(reply, plan, now):
    reply.status = plan.get("status", reply.status)
    if "big" in plan:
        reply.body = pad(reply.body, plan["big"])
    if "gzip" in plan:
        reply.body = gzip.compress(reply.body)
        reply.headers.append(("Content-Encoding", "gzip"))
    if "retry-after" in plan:
        reply.headers.append(("Retry-After", retry_after(plan["retry-after"], now)))
    if "no-date" not in plan:
        reply.headers.insert(0, ("Date", wire.http_date(now)))
    reply.headers += plan.get("header", [])
    return reply
