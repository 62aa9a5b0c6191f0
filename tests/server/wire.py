# SPDX-License-Identifier: ISC
"""HTTP as bytes: read one request whole, send one reply well or, when a test plans it, badly.

Written on bare sockets, because a test wants to see a request as it came, and wants replies that no decent library
would send.
"""

import json
import re
import socket
import time
from dataclasses import dataclass, field
from http import HTTPStatus

END_OF_HEAD = b"\r\n\r\n"
MOST = 1 << 20
REQUEST_LINE = re.compile(r"([A-Z]+) (\S+) HTTP/1\.1")


class Malformed(Exception):
    """Bytes that are no request; `raw` has them."""

    def __init__(self, text, raw):
        super().__init__(text)
        self.raw = raw


@dataclass
class Request:
    raw: bytes
    method: str
    target: str
    headers: list
    body: bytes = b""

    @property
    def path(self):
        return self.target.partition("?")[0]

    @property
    def query(self):
        return self.target.partition("?")[2]

    def all(self, name):
        return [value for known, value in self.headers if known == name]

    def get(self, name):
        """The value of a header, "" if it is not there."""
        return ", ".join(self.all(name))


@dataclass
class Reply:
    status: int
    body: bytes = b""
    headers: list = field(default_factory=list)


def json_reply(status, body):
    return Reply(status, body, [("Content-Type", "application/json; charset=utf-8")])


def document(status, value):
    """A reply of JSON without spaces, and with Korean as it is."""
    return json_reply(status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


# ---- reading


def read_head(sock):
    """What has come up to the end of a request's head, and what of its body came with it; b"" for a bare close."""
    data = b""
    while END_OF_HEAD not in data:
        part = sock.recv(65536)
        if not part and not data:
            return b""
        if not part or len(data) > MOST:
            raise Malformed("the request ends in its head", data)
        data += part
    return data


def read_exactly(sock, count):
    """So many bytes, of what is no HTTP."""
    data = b""
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise Malformed("it ends too early", data)
        data += part
    return data


def parse_head(data):
    head, _, body = data.partition(END_OF_HEAD)
    first, *lines = head.decode("latin-1").split("\r\n")
    match = REQUEST_LINE.fullmatch(first)
    if not match or not all(":" in line for line in lines):
        raise Malformed("the request's head is not HTTP/1.1", data)
    fields = (line.split(":", 1) for line in lines)
    headers = [(name.lower(), value.strip()) for name, value in fields]
    return Request(data, match[1], match[2], headers, body)


def read_body(sock, request):
    wanted = request.get("content-length") or "0"
    if not re.fullmatch("[0-9]{1,6}", wanted):
        raise Malformed("Content-Length is not a small number", request.raw)
    while len(request.body) < int(wanted):
        part = sock.recv(65536)
        if not part:
            raise Malformed("the request ends in its body", request.raw)
        request.body += part
        request.raw += part
    if len(request.body) > int(wanted):
        raise Malformed("the request is longer than its Content-Length", request.raw)


def read_request(sock):
    """One request; None if the client went without one."""
    data = read_head(sock)
    if not data:
        return None
    request = parse_head(data)
    read_body(sock, request)
    return request


# ---- sending; `faults` is a test's plan, and {} is a decent server


def http_date(moment):
    return time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(moment))


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def is_chunked(faults):
    return "chunked" in faults or "chunked-cut" in faults


def framing(reply, faults):
    """The header that tells the client where the body ends, if any does."""
    if is_chunked(faults):
        return [("Transfer-Encoding", "chunked")]
    if "no-length" in faults:
        return []
    return [("Content-Length", len(reply.body))]


def head_of(reply, faults):
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = "Whatever"
    headers = reply.headers + framing(reply, faults)
    if "keep" not in faults:
        headers.append(("Connection", "close"))
    lines = [f"HTTP/1.1 {reply.status} {phrase}"] + [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode("latin-1") + END_OF_HEAD


def pieces_of(body, faults):
    """The body, in the pieces that are sent at once."""
    body = body[:faults.get("truncate", len(body))]
    if "drip" in faults:
        return [body[i:i + 1] for i in range(len(body))]
    return [body] if body else []


def send_reply(sock, reply, faults):
    if "raw-file" in faults:
        with open(faults["raw-file"], "rb") as file:
            sock.sendall(file.read())
        return
    sock.sendall(head_of(reply, faults))
    frame = chunk if is_chunked(faults) else bytes
    for piece in pieces_of(reply.body, faults):
        sock.sendall(frame(piece))
        time.sleep(faults.get("drip", 0))
    if is_chunked(faults) and "chunked-cut" not in faults:
        sock.sendall(chunk(b""))


def close_tls(sock, faults):
    """End the TLS session unless the plan says `abrupt`, then end the TCP connection without a reset.

    A socket that is closed with unread bytes sends a reset, which can overtake the reply: so read the client out.
    """
    sock.settimeout(1)
    # Without a version there is no session: the client was gone before the handshake.
    if "abrupt" not in faults and sock.version():
        sock.unwrap()
    sock.shutdown(socket.SHUT_WR)
    while sock.recv(65536):
        pass
