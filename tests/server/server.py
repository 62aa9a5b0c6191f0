#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The test server: the providers as their pages document them, and every way in which a server can fail.

    server.py --dir DIR --certs CERTDIR [--parent PID]

It listens on free ports of 127.0.0.1, and stops on SIGTERM or SIGINT, or when the process PARENT is gone. DIR/ports is
there, whole, for as long as it listens. CERTDIR is what `certs` made. `start` runs it in the background.

DIR, what the server writes

    ports           NAME=PORT lines for a shell:
                      PORT             HTTPS, with a good certificate
                      PROXY_PORT       an HTTP proxy: CONNECT to any host and port leads to the HTTPS server, so that
                                       the providers' real URLs can be tried, with their names in SNI and Host
                      SOCKS_PORT       a SOCKS5 proxy: CONNECT leads to the HTTPS server in the same way
                      EXPIRED_PORT NOT_YET_PORT WRONG_HOST_PORT SELF_SIGNED_PORT UNKNOWN_CA_PORT
                                       HTTPS, with a certificate of that one fault
                      TLS11_PORT       HTTPS, no newer than TLS 1.1
                      CLIENT_CERT_PORT HTTPS, asks for a certificate of the client's, and answers a client without one as
                                       nginx does: 400, and a page of HTML
                      MUTE_PORT        accepts, reads, never says a thing
                      CLOSED_PORT      refuses the connection
    log/NNNN.NAME   each request as it came, byte for byte, written before the answer is sent. NAME is the provider's,
                    with -test if it came for a test host; api-PROVIDER for the shop API; else `unknown`. A server
                    counts from 0001
    deviations      `NNNN.NAME: why` for each request that was not what the provider's page asks for
    proxy.log       the head of each request to the proxy; of one to the SOCKS5 proxy, `SOCKS5 HOST:PORT`
    server.err      empty unless something is wrong with the server or with a test's plan (then the answer is a 500)

DIR, what a test writes; all are optional, and read anew for each request

    credentials.json  {"toss": {"KEY": "SECRET"}, ...}; a provider that is not in it has the default (DEFAULT_KEYS)
    affiliates        the codes that imweb takes in ACCESS-AFFILIATE, one a line; without the file it takes any
    revoked           tokens that the shop API refuses, one a line
    clock             seconds by which the server's clock is off
    proxy-auth        user:password that the proxies ask for
    socks             what the SOCKS5 proxy says to CONNECT: a number of RFC 1928, section 6; or `close`, and it is gone
    plan/PROVIDER     how to answer token requests: each takes the first line away, but for a line that starts with `*`,
                      which stays. An empty line, like no line, is the usual answer

Token requests are checked to the byte: method, path, Host (and SNI), the headers that the page asks for, the body, and
that no credential comes along which nobody asked for. One that deviates gets the provider's error, whatever the plan.

    imweb      GET or POST /v2/auth       iamport   POST /users/getToken
    bizppurio  POST /v1/token             toss      POST /token
    oauth2     POST /oauth2/token, by Basic or in the form, on auth.example and this machine's own names; its issuer is
               https://HOST/tenant, whose metadata (`metadata` in log and plan) are at both well-known places

HEAD of / is answered on any host, by 404; its NAME is `probe`, and so is that of its plan. It must bring no credential.

The shop API is /api/PROVIDER on any host: with a valid token in the provider's header, GET is answered with
{"hello":"PROVIDER"} (for imweb with the affiliate, if one came) and POST with the body it brought; without, as the
provider's API refuses a token: imweb by 200 and the code -2, bizppurio by 400 and 3002, the others by 401.

The words of a plan, in any combination, separated by spaces

    ok                      nothing: the usual answer
    delay=SECONDS           before the answer
    clock=SECONDS           the server's clock is off by so much, for this answer

    body-file=PATH          these bytes                         } what the reply says; the first of these decides.
    garbage                 a page of HTML                      } 200, or 302, or the refusal's own status,
    empty                   nothing                             } unless there is a status=
    redirect=URL            go there                            }
    refuse=FORM             a refusal of the provider's: imweb 200, 400; iamport 401, 400; bizppurio 3000 to 3012,
                            number, limit, limit400;
                            toss oauth, oauth400, scope, fail200; oauth2 client, scope, target, unauthorized,
                            unsupported, request, busy, broken, error200; metadata none
    echo=HOW                a refusal that quotes key and secret: clear, percent, base64
    status=CODE             from 300 on: the provider's error, unless one of the words above gives another body

    life=SECONDS            of a new token
    token=VALUE             of a new token, percent-encoded
    fraction                iamport: times with a fraction; toss: expires_in as life= has it
    big=N                   one more member, to make a JSON reply N bytes long
    gzip                    compressed
    retry-after=VALUE       a header; date+N stands for the date N seconds from now
    header=NAME:VALUE       a header; the value is percent-encoded
    no-date                 no Date header

    drop                    no answer at all
    raw-file=PATH           these bytes, whatever they are, in place of the reply, head and all
    truncate=N              Content-Length of the whole body, N bytes of it
    no-length               no Content-Length: the body ends with the connection
    chunked, chunked-cut    chunks; without the last one
    drip=SECONDS            the body byte by byte, with that pause after each
    abrupt                  the connection ends without TLS's close_notify
    keep                    the connection does not end: the next request may come on it
"""

import argparse
import base64
import itertools
import json
import os
import selectors
import signal
import socket
import ssl
import sys
import threading
import time
import traceback
import warnings
from contextlib import suppress
from functools import partial

# The source tree stays as it is: no __pycache__ beside the modules.
sys.dont_write_bytecode = True

import plans
import wire
from providers import BY_NAME, LOCAL_HOSTS, PROVIDERS, Deviation, Ledger

DEFAULT_KEYS = {"shop-key": 's3cret+/=&%"\\ 비밀', "outlet-key": "outlet-secret"}

# Seconds that a silent client is waited for.
PATIENCE = 60

TLS_PORTS = (
    ("PORT", "good"),
    ("EXPIRED_PORT", "expired"),
    ("NOT_YET_PORT", "not-yet"),
    ("WRONG_HOST_PORT", "wrong-host"),
    ("SELF_SIGNED_PORT", "self-signed"),
    ("UNKNOWN_CA_PORT", "unknown-ca"),
)


class Folder:
    """DIR: what tests write for the server, and what it writes for them."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)

    def at(self, *names):
        return os.path.join(self.path, *names)

    def read(self, name):
        """The text of a file, None if there is no such file."""
        try:
            with open(self.at(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def lines(self, name):
        text = self.read(name)
        return None if text is None else text.split()

    def append(self, name, data):
        with self.lock, open(self.at(name), "ab") as file:
            file.write(data)

    def replace(self, data, *names):
        """Write a file so that it is seen whole or not at all."""
        *above, name = names
        hidden = self.at(*above, f".{name}")
        with open(hidden, "wb") as file:
            file.write(data)
        os.replace(hidden, self.at(*names))

    def log(self, name, data):
        """Keep a request; the name of its file."""
        with self.lock:
            entry = f"{next(self.numbers):04}.{name}"
        os.makedirs(self.at("log"), exist_ok=True)
        self.replace(data, "log", entry)
        return entry

    def pop_plan(self, name):
        with self.lock:
            return plans.pop(self.at("plan", name))

    def keys(self, provider):
        known = json.loads(self.read("credentials.json") or "{}")
        return known.get(provider, DEFAULT_KEYS)

    def now(self):
        return time.time() + float(self.read("clock") or 0)

    def report(self):
        """Keep the exception that is being handled."""
        self.append("server.err", traceback.format_exc().encode())


# ---- from a request to its answer


def host_of(request):
    """The name in the Host header, without port and brackets."""
    host = request.get("host").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


class Shop:
    """All providers behind one address."""

    def __init__(self, folder):
        self.folder = folder
        self.ledger = Ledger()

    def answer(self, request, sni):
        """The reply to a request, and the faults with which to send it."""
        host = host_of(request)
        if request.method == "HEAD" and request.target == "/":
            return self.answer_probe(request)
        if request.path.startswith("/api/") and request.path[5:] in BY_NAME:
            return self.answer_api(request, BY_NAME[request.path[5:]])
        for provider in PROVIDERS:
            if provider.serves(request, host):
                return self.answer_token(request, provider, host, sni)
        return self.answer_unknown(request.raw, 404, f"nothing at {host}{request.path}")

    def answer_probe(self, request):
        entry = self.folder.log("probe", request.raw)
        plan = self.folder.pop_plan("probe")
        now = self.folder.now()
        # There is nothing in it but what any client says.
        spare = {name for name, _ in request.headers} - {"host", "user-agent", "accept"}
        if request.body or spare:
            return self.blame(entry, f"a probe with {spare or 'a body'}", wire.Reply(400))
        return plans.shape(wire.Reply(404), plan, now + plan.get("clock", 0)), plan

    def answer_unknown(self, raw, status, why):
        entry = self.folder.log("unknown", raw)
        return self.blame(entry, why, wire.document(status, {"error": why}))

    def answer_token(self, request, provider, host, sni):
        test = "-test" if host in provider.test_hosts else ""
        entry = self.folder.log(provider.name + test, request.raw)
        plan = self.folder.pop_plan(provider.name)
        time.sleep(plan.get("delay", 0))
        now = self.folder.now()
        try:
            reply = self.planned_or_own(self.claim(request, provider, host, sni), provider, now, plan)
        except Deviation as error:
            document = provider.error(error.status, str(error))
            return self.blame(entry, str(error), wire.document(error.status, document))
        return plans.shape(reply, plan, now + plan.get("clock", 0)), plan

    def claim(self, request, provider, host, sni):
        if len(request.all("host")) != 1:
            raise Deviation("there is not one Host")
        # SNI never names an IP address, so a local client may go without.
        if sni != host and (sni is not None or host not in LOCAL_HOSTS):
            raise Deviation("SNI and Host name two servers", 421)
        return provider.claim(request)

    def planned_or_own(self, claim, provider, now, plan):
        return plans.content(plan, provider, claim) or self.own(claim, provider, now, plan)

    def own(self, claim, provider, now, plan):
        refusal = provider.refusal_of(claim, self.folder.keys(provider.name), self.folder.lines("affiliates"))
        if refusal:
            return wire.document(*provider.refusals[refusal])
        token = provider.issue(self.ledger, claim, now, plan)
        return wire.document(200, provider.grant(token, claim, now, plan))

    def answer_api(self, request, provider):
        self.folder.log(f"api-{provider.name}", request.raw)
        now = self.folder.now()
        token = provider.api_token(request)
        revoked = token in (self.folder.lines("revoked") or [])
        if revoked or not self.ledger.is_valid(provider.name, token, now):
            reply = wire.document(*provider.api_refusal())
        else:
            reply = self.hello(request, provider)
        return plans.shape(reply, {}, now), {}

    def hello(self, request, provider):
        if request.method == "POST":
            return wire.json_reply(200, request.body)
        greeting = {"hello": provider.name}
        if request.get("access-affiliate"):
            greeting["affiliate"] = request.get("access-affiliate")
        reply = wire.document(200, greeting)
        reply.body += b"\n"
        return reply

    def blame(self, entry, why, reply):
        self.folder.append("deviations", f"{entry}: {why}\n".encode())
        return plans.shape(reply, {}, self.folder.now()), {}


# ---- connections: each is served by a function of one accepted socket, in a thread of its own


def tls_context(certs, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(os.path.join(certs, f"{name}.pem"))
    context.sni_callback = remember_sni
    return context


def old_tls_context(certs):
    context = tls_context(certs, "good")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    # TLS 1.1 signs with SHA-1, which OpenSSL 3 has only at level 0.
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def remember_sni(sock, name, context):
    sock.sni = name.lower() if name else None


class HttpsService:
    def __init__(self, folder, shop, context):
        self.folder = folder
        self.shop = shop
        self.context = context

    def __call__(self, conn):
        with self.context.wrap_socket(conn, server_side=True) as sock:
            faults = {"keep": True}
            while "keep" in faults:
                reply, faults = self.exchange(sock)
                if reply and "drop" not in faults:
                    wire.send_reply(sock, reply, faults)
            wire.close_tls(sock, faults)

    def exchange(self, sock):
        """The reply to what the client sends, and the faults with which to send it; no reply to nothing."""
        try:
            request = wire.read_request(sock)
            answer = partial(self.shop.answer, request, sock.sni) if request else lambda: (None, {})
        except wire.Malformed as error:
            answer = partial(self.shop.answer_unknown, error.raw, 400, str(error))
        try:
            return answer()
        except Exception:
            self.folder.report()
            return wire.document(500, {"error": "see server.err"}), {}


class ClientCertificateService:
    """nginx with `ssl_verify_client on`: the handshake goes well, and the answer is a page."""

    PAGE = (b"<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n<body>\r\n"
            b"<center><h1>400 Bad Request</h1></center>\r\n"
            b"<center>No required SSL certificate was sent</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")

    def __init__(self, certs):
        self.context = tls_context(certs, "good")
        self.context.verify_mode = ssl.CERT_OPTIONAL
        self.context.load_verify_locations(os.path.join(certs, "ca.pem"))

    def __call__(self, conn):
        with self.context.wrap_socket(conn, server_side=True) as sock:
            request = wire.read_request(sock)
            reply = wire.Reply(400, self.PAGE, [("Date", wire.http_date(time.time())), ("Content-Type", "text/html")])
            if request and request.method == "HEAD":
                reply = wire.Reply(400, b"", reply.headers)
            wire.send_reply(sock, reply, {})
            wire.close_tls(sock, {})


class ProxyService:
    """A proxy that takes every CONNECT, and serves it itself."""

    def __init__(self, folder, https):
        self.folder = folder
        self.https = https

    def __call__(self, conn):
        head = wire.read_head(conn)
        self.folder.append("proxy.log", head)
        request = wire.parse_head(head)
        if request.method != "CONNECT":
            conn.sendall(b"HTTP/1.1 405 Method Not Allowed\r\nAllow: CONNECT\r\nConnection: close\r\n\r\n")
        elif not self.admits(request):
            conn.sendall(b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n'
                         b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            conn.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self.https(conn)

    def admits(self, request):
        wanted = self.folder.read("proxy-auth")
        if wanted is None:
            return True
        code = base64.b64encode(wanted.strip().encode()).decode()
        return request.get("proxy-authorization") == f"Basic {code}"


class SocksService:
    """A SOCKS5 proxy (RFC 1928, RFC 1929) that serves every CONNECT itself, unless DIR/socks has something else to say."""

    NONE, PASSWORD, NOTHING = b"\0", b"\2", b"\xff"

    def __init__(self, folder, https):
        self.folder = folder
        self.https = https

    def __call__(self, conn):
        if not self.admits(conn):
            return
        address = self.read_address(conn)
        self.folder.append("proxy.log", f"SOCKS5 {address}\n".encode())
        says = (self.folder.read("socks") or "0").strip()
        if says == "close":
            return
        conn.sendall(bytes([5, int(says), 0, 1, 127, 0, 0, 1, 0, 0]))
        if says == "0":
            self.https(conn)

    def admits(self, conn):
        wanted = self.folder.read("proxy-auth")
        method = self.NONE if wanted is None else self.PASSWORD
        if method not in self.read_counted(conn, skip=1):
            method = self.NOTHING
        conn.sendall(b"\5" + method)
        if method != self.PASSWORD:
            return method == self.NONE
        user, password = self.read_counted(conn, skip=1), self.read_counted(conn)
        good = user + b":" + password == wanted.strip().encode()
        conn.sendall(b"\1" + (b"\0" if good else b"\1"))
        return good

    def read_address(self, conn):
        kind = wire.read_exactly(conn, 4)[3]
        if kind == 3:
            host = self.read_counted(conn).decode("ascii")
        else:
            family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
            host = socket.inet_ntop(family, wire.read_exactly(conn, size))
        return f"{host}:{int.from_bytes(wire.read_exactly(conn, 2), 'big')}"

    @staticmethod
    def read_counted(conn, skip=0):
        """Bytes with their number in front, which is one byte, `skip` bytes further on."""
        return wire.read_exactly(conn, wire.read_exactly(conn, skip + 1)[skip])


def mute_service(conn):
    conn.settimeout(None)
    while conn.recv(65536):
        pass


def serve(service, conn, folder):
    """Run a service to its end. What a client does to its connection is the client's affair."""
    with conn:
        conn.settimeout(PATIENCE)
        # Without this, what follows the head waits 40 ms for the client to acknowledge it.
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            service(conn)
        except (OSError, wire.Malformed):
            pass
        except Exception:
            folder.report()


# ---- the process


def bound_socket():
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    return sock


def services(folder, certs):
    """The services by the name of their port."""
    shop = Shop(folder)
    table = {port: HttpsService(folder, shop, tls_context(certs, name)) for port, name in TLS_PORTS}
    table["CLIENT_CERT_PORT"] = ClientCertificateService(certs)
    table["TLS11_PORT"] = HttpsService(folder, shop, old_tls_context(certs))
    table["PROXY_PORT"] = ProxyService(folder, table["PORT"])
    table["SOCKS_PORT"] = SocksService(folder, table["PORT"])
    table["MUTE_PORT"] = mute_service
    return table


def listen(table):
    """A selector with a listening socket per service, and the ports."""
    selector = selectors.DefaultSelector()
    ports = {}
    for name, service in table.items():
        sock = bound_socket()
        sock.listen(1024)
        selector.register(sock, selectors.EVENT_READ, service)
        ports[name] = sock.getsockname()[1]
    return selector, ports


def is_alive(pid):
    """A zombie is dead: in a container there may be nobody to bury it."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return True


def accept_until_orphaned(selector, folder, parent):
    looked = time.monotonic()
    while True:
        for key, _ in selector.select(timeout=1):
            conn, _ = key.fileobj.accept()
            threading.Thread(target=serve, args=(key.data, conn, folder), daemon=True).start()
        if time.monotonic() - looked >= 1:
            looked = time.monotonic()
            if parent and not is_alive(parent):
                return


def run(folder, certs, parent):
    selector, ports = listen(services(folder, certs))
    # Bound and never listening: it refuses connections, and nobody else can get the port.
    closed = bound_socket()
    ports["CLOSED_PORT"] = closed.getsockname()[1]
    folder.replace("".join(f"{name}={port}\n" for name, port in ports.items()).encode(), "ports")
    try:
        accept_until_orphaned(selector, folder, parent)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(folder.at("ports"))


def stop(*_):
    raise SystemExit


def main():
    parser = argparse.ArgumentParser(description="The providers, played for tests.")
    parser.add_argument("--dir", required=True)
    parser.add_argument("--certs", required=True)
    parser.add_argument("--parent", type=int)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    os.makedirs(args.dir, exist_ok=True)
    folder = Folder(args.dir)
    try:
        run(folder, args.certs, args.parent)
    except Exception:
        folder.report()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
