# SPDX-License-Identifier: ISC
"""The providers, each as its own page documents it: what it asks, what it grants, how it refuses.

imweb      the imweb API page "issue an access token" (POST from its examples, GET from its table)
iamport    the i'mport page "REST API Access Token"
bizppurio  the bizppurio page "issue an authentication token", its HTTP API's specification (v2.7, section 8) and its page
           "API Rate Limit"
toss       the Toss Shopping page "get an API token" (snake_case names, as in its curl example)
oauth2     RFC 6749, sections 2.3.1, 4.4, 5.1 and 5.2; RFC 8707, section 2; its metadata by RFC 8414, section 3

Where no page gives the text of a refusal, its form is the one that public clients of the live service handle.
"""

import base64
import itertools
import json
import math
import re
import secrets
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote_plus

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", "auth.example"}


class Deviation(Exception):
    """A request that is not what the provider's page asks for."""

    def __init__(self, text, status=400):
        super().__init__(text)
        self.status = status


# ---- what a request claims


def b64(text):
    return base64.b64encode(text.encode()).decode()


def each(*spellings):
    """Quote key and secret in each spelling."""
    return lambda key, secret: "; ".join(f"key {say(key)} secret {say(secret)}" for say in spellings)


def in_base64(key, secret):
    return f"{each(b64)(key, secret)}; Basic {b64(f'{key}:{secret}')}"


ECHOES = {
    "clear": each(str),
    "percent": each(lambda text: quote(text, safe=""), quote, quote_plus),
    "base64": in_base64,
}


@dataclass
class Claim:
    key: str
    secret: str
    scope: str = ""
    affiliate: str = ""

    def quoted(self, how):
        return ECHOES[how](self.key, self.secret)


# ---- the tokens that are out


@dataclass
class Token:
    value: str
    expires: float


class Ledger:
    """Every token that was issued. Times are the server's."""

    def __init__(self):
        self.lock = threading.Lock()
        self.issued = {}
        self.latest = {}
        self.numbers = {}

    def issue(self, provider, key, expires, value=None):
        with self.lock:
            return self._issue(provider, key, expires, value)

    def reuse(self, provider, key, now, life, value=None):
        """iamport's rule: one token at a time, and in its last minute five minutes more."""
        with self.lock:
            token = self.latest.get((provider, key))
            if value is not None or token is None or token.expires <= now:
                return self._issue(provider, key, now + life, value)
            if token.expires - now < 60:
                token.expires += 300
            return token

    def is_valid(self, provider, value, now):
        with self.lock:
            token = self.issued.get((provider, value))
            return token is not None and now < token.expires

    def _issue(self, provider, key, expires, value):
        number = next(self.numbers.setdefault(provider, itertools.count(1)))
        token = Token(value or f"{provider}-{number:04}-{secrets.token_urlsafe(18)}", expires)
        self.issued[provider, token.value] = token
        self.latest[provider, key] = token
        return token


# ---- the parts that pages ask for, read to the byte

# The compact form that programs write, and the spacing that the pages' curl examples have.
JSON_SPELLINGS = ('{"%s":%s,"%s":%s}', '{"%s": %s, "%s":%s}')
FORM_VALUE = re.compile(r"(?:[A-Za-z0-9*._~:+-]|%[0-9A-Fa-f]{2})*")
SCOPES = {"toss-shopping-fep:write", "toss-shopping-fep:read"}


def json_pair(body, first, second):
    """The two strings of a JSON body of exactly two members."""
    try:
        value = json.loads(body.decode())
        pair = value[first], value[second]
    except (ValueError, KeyError, TypeError):
        raise Deviation(f"the body is not a JSON object with {first} and {second}") from None
    if not all(isinstance(item, str) and item for item in pair):
        raise Deviation(f"{first} and {second} are to be strings, and not empty")
    text = [json.dumps(item, ensure_ascii=False) for item in pair]
    if body.decode() not in [form % (first, text[0], second, text[1]) for form in JSON_SPELLINGS]:
        raise Deviation(f"the body is not written as the page has it: {first}, {second}, nothing else")
    return pair


def form_values(text, names):
    """The values of a form, or of a query, of exactly these names in this order."""
    fields = [field.partition("=") for field in text.split("&")]
    if [name for name, _, _ in fields] != names:
        raise Deviation(f"the fields are not {', '.join(names)}")
    if not all(value and FORM_VALUE.fullmatch(value) for _, _, value in fields):
        raise Deviation("a field is empty or not encoded")
    try:
        return [unquote_plus(value, errors="strict") for _, _, value in fields]
    except UnicodeDecodeError:
        raise Deviation("a field is not UTF-8") from None


def basic_pair(value):
    """Account and password of Basic authentication; the account ends at the first colon."""
    scheme, _, code = value.partition(" ")
    try:
        account, colon, password = base64.b64decode(code, validate=True).decode().partition(":")
    except ValueError:
        raise Deviation("Authorization is not base64 of UTF-8") from None
    if scheme != "Basic" or not colon:
        raise Deviation("Authorization is not Basic account:password")
    return account, password


def no_body(request):
    if request.body:
        raise Deviation("the request has a body")


# ---- the providers


class Provider:
    name = path = ""
    hosts = test_hosts = frozenset()
    methods = ("POST",)
    # The headers that the page asks for, and the values that will do, in lower case.
    asked = {}
    # Headers the page lets a client add.
    optional = ()
    # Headers that tell something about the client to a server that never asked.
    unasked = ("authorization", "proxy-authorization", "access-affiliate", "access-token", "cookie", "referer")
    # Refusals by the name a plan gives them: HTTP status and document.
    refusals = {}
    # The refusal of a wrong key or secret.
    wrong = ""
    life = math.inf

    def serves(self, request, host):
        return request.path == self.path and host in LOCAL_HOSTS | self.hosts | self.test_hosts

    def claim(self, request):
        """What the request claims; a Deviation if it does not ask as the page says."""
        if request.method not in self.methods:
            raise Deviation(f"the method is not {' or '.join(self.methods)}", 405)
        for name, values in self.asked_of(request).items():
            if request.get(name).lower() not in values:
                raise Deviation(f"{name} is not {' or '.join(values)}")
        for name in self.unasked:
            if name in [known for known, _ in request.headers] and name not in self.optional:
                raise Deviation(f"nobody asked for {name}")
        return self.read(request)

    def asked_of(self, request):
        return self.asked

    def read(self, request):
        raise NotImplementedError

    def refusal_of(self, claim, known, affiliates):
        """The name of the refusal that the claim earns, None if it is good."""
        return None if known.get(claim.key) == claim.secret else self.wrong

    def issue(self, ledger, claim, now, plan):
        return ledger.issue(self.name, claim.key, now + plan.get("life", self.life), plan.get("token"))

    def grant(self, token, claim, now, plan):
        """The document that hands the token over."""
        raise NotImplementedError

    def error(self, status, text):
        """The document that goes with any other failure."""
        raise NotImplementedError

    def api_refusal(self):
        """How the shop API refuses a token: HTTP status and document."""
        return 401, self.error(401, "토큰이 유효하지 않습니다 (the token is not valid)")

    def api_token(self, request):
        """The token with which a request comes to the shop API."""
        scheme, _, token = request.get("authorization").partition(" ")
        return token if scheme == "Bearer" else ""


class Imweb(Provider):
    name, path = "imweb", "/v2/auth"
    hosts = {"api.imweb.me"}
    methods = ("POST", "GET")
    # The page asks for no Content-Type, and its own example sends JSON with curl -d, which calls it a form.
    asked = {"content-type": ("application/json", "application/json; charset=utf-8",
                              "application/x-www-form-urlencoded")}
    optional = ("access-affiliate",)
    refusals = {
        "200": (200, {"msg": "Error Token", "code": -2}),
        "400": (400, {"msg": "잘못된 요청입니다 (bad request)", "code": 400, "http_code": 400}),
    }
    wrong = "200"

    def asked_of(self, request):
        return self.asked if request.method == "POST" else {}

    def read(self, request):
        if request.method == "GET":
            no_body(request)
            pair = form_values(request.query, ["key", "secret"])
        else:
            pair = json_pair(request.body, "key", "secret")
        return Claim(*pair, affiliate=request.get("access-affiliate"))

    def refusal_of(self, claim, known, affiliates):
        if claim.affiliate and affiliates is not None and claim.affiliate not in affiliates:
            return self.wrong
        return super().refusal_of(claim, known, affiliates)

    def grant(self, token, claim, now, plan):
        return {"msg": "SUCCESS", "code": 200, "access_token": token.value}

    def error(self, status, text):
        return {"msg": text, "code": -2 if status == 200 else status, "http_code": status}

    def api_refusal(self):
        return self.refusals[self.wrong]

    def api_token(self, request):
        return request.get("access-token")


class Iamport(Provider):
    name, path = "iamport", "/users/getToken"
    hosts = {"api.iamport.kr"}
    asked = {"content-type": ("application/json", "application/json; charset=utf-8")}
    refusals = {
        "401": (401, {"code": -1, "message": "인증에 실패하였습니다. API키와 secret을 확인하세요.", "response": None}),
        "400": (400, {"code": -1, "message": "imp_key, imp_secret 파라메터가 누락되었습니다.", "response": None}),
    }
    wrong = "401"
    life = 1800

    def read(self, request):
        return Claim(*json_pair(request.body, "imp_key", "imp_secret"))

    def issue(self, ledger, claim, now, plan):
        return ledger.reuse(self.name, claim.key, now, plan.get("life", self.life), plan.get("token"))

    def grant(self, token, claim, now, plan):
        shift = plan.get("clock", 0)
        number = (lambda value: round(value, 3)) if "fraction" in plan else math.floor
        return {"code": 0, "message": None, "response": {
            "access_token": token.value,
            "now": number(now + shift),
            "expired_at": number(token.expires + shift),
        }}

    def error(self, status, text):
        return {"code": -1, "message": text, "response": None}


class Bizppurio(Provider):
    name, path = "bizppurio", "/v1/token"
    hosts, test_hosts = {"api.bizppurio.com"}, {"dev-api.bizppurio.com"}
    asked = {"content-type": ("application/json; charset=utf-8",)}
    optional = ("authorization",)
    # The HTTP API's specification, v2.7, section 8: each with HTTP status 400.
    codes = {
        "3000": "등록된 IP가 없습니다 (no address is registered)",
        "3001": "Basic 인증이 유효하지 않습니다 (Basic is not valid)",
        "3002": "토큰이 유효하지 않습니다 (the token is not valid)",
        "3003": "IP가 유효하지 않습니다 (the address is not valid)",
        "3004": "계정이 유효하지 않습니다 (the account is not valid)",
        "3005": "Bearer 인증이 유효하지 않습니다 (Bearer is not valid)",
        "3006": "존재하지 않는 계정입니다 (no such account)",
        "3007": "암호가 올바르지 않습니다 (wrong password)",
        "3008": "허용된 접속 수를 초과하였습니다 (more connections than allowed)",
        "3009": "정지된 계정입니다 (the account is suspended)",
        "3010": "등록되지 않은 IP입니다 (the address is not among those registered)",
        "3011": "알 수 없는 내부 오류입니다 (unknown error inside)",
        "3012": "요청이 올바르지 않습니다 (refused)",
    }
    refusals = {code: (400, {"code": code, "description": text}) for code, text in codes.items()} | {
        "number": (400, {"code": 3007, "description": codes["3007"]}),
        "limit": (429, {"code": 5002, "description": "too many requests"}),
        "limit400": (400, {"code": 5002, "description": "too many requests"}),
    }
    wrong = "3007"
    life = 24 * 3600

    def read(self, request):
        no_body(request)
        return Claim(*basic_pair(request.get("authorization")))

    def refusal_of(self, claim, known, affiliates):
        return "3006" if claim.key not in known else super().refusal_of(claim, known, affiliates)

    def grant(self, token, claim, now, plan):
        # The time is Korea's, nine hours ahead all year, and the page writes no zone.
        korean = time.gmtime(token.expires + plan.get("clock", 0) + 9 * 3600)
        return {"accesstoken": token.value, "type": "Bearer", "expired": time.strftime("%Y%m%d%H%M%S", korean)}

    def error(self, status, text):
        codes = {429: 5002, 400: "3001"}
        return {"code": codes.get(status, "5000" if status >= 500 else "3007"), "description": text}

    def api_refusal(self):
        return self.refusals["3002"]


class Toss(Provider):
    name, path = "toss", "/token"
    hosts, test_hosts = {"oauth2.cert.toss.im"}, {"oauth2-alpha.cert.toss.im"}
    asked = {
        "content-type": ("application/x-www-form-urlencoded",),
        "accept": ("application/json; charset=utf-8",),
    }
    refusals = {
        "oauth": (401, {"error": "invalid_client", "error_description": "Client authentication failed"}),
        "oauth400": (400, {"error": "invalid_grant", "error_description": "The grant is not valid for this client"}),
        "scope": (400, {"error": "invalid_scope", "error_description": "The requested scope is unknown"}),
        "fail200": (200, {"resultType": "FAIL", "success": None, "error": {
            "errorCode": "NOT_ALLOWED_IP",
            "reason": "등록되지 않은 IP 주소입니다 (this IP address is not registered)"}}),
    }
    wrong = "oauth"
    # The page's example: a year but for a second.
    life = 31535999

    def read(self, request):
        grant, *claimed = form_values(request.body.decode("latin-1"),
                                      ["grant_type", "client_id", "client_secret", "scope"])
        if grant != "client_credentials":
            raise Deviation("grant_type is not client_credentials")
        return Claim(*claimed)

    def refusal_of(self, claim, known, affiliates):
        refusal = super().refusal_of(claim, known, affiliates)
        return refusal or (None if set(claim.scope.split()) <= SCOPES else "scope")

    def grant(self, token, claim, now, plan):
        life = plan.get("life", self.life)
        return {
            "access_token": token.value,
            "scope": claim.scope,
            "token_type": "Bearer",
            "expires_in": life if "fraction" in plan else int(life),
        }

    def error(self, status, text):
        names = {401: "invalid_client", 429: "temporarily_unavailable"}
        name = "server_error" if status >= 500 else names.get(status, "invalid_request")
        return {"error": name, "error_description": text}

    def api_refusal(self):
        return 401, self.error(401, "the token is not valid") | {"error": "invalid_token"}


class OAuth2(Provider):
    name, path = "oauth2", "/oauth2/token"
    asked = {
        "content-type": ("application/x-www-form-urlencoded",),
        "accept": ("application/json",),
    }
    optional = ("authorization",)
    refusals = {
        "client": (401, {"error": "invalid_client", "error_description": "Client authentication failed"}),
        "scope": (400, {"error": "invalid_scope"}),
        "target": (400, {"error": "invalid_target", "error_description": "The resource is unknown"}),
        "unauthorized": (400, {"error": "unauthorized_client"}),
        "unsupported": (400, {"error": "unsupported_grant_type"}),
        "request": (400, {"error": "invalid_request"}),
        "busy": (400, {"error": "temporarily_unavailable"}),
        "broken": (400, {"error": "server_error", "error_description": "see the log"}),
        "error200": (200, {"error": "incorrect_client_credentials", "error_description": "as GitHub has it"}),
    }
    wrong = "client"
    life = 3600

    def read(self, request):
        names = [field.partition("=")[0] for field in request.body.decode().split("&")]
        values = form_values(request.body.decode(), names)
        if (names[:1], values[:1]) != (["grant_type"], ["client_credentials"]):
            raise Deviation("grant_type is not client_credentials, or not the first")
        if any(names.count(name) > 1 for name in names if name != "resource"):
            raise Deviation("a parameter is there twice (RFC 6749, section 3.2)")
        fields = dict(zip(names, values))
        return Claim(*self.client(request, fields), fields.get("scope", ""))

    def client(self, request, fields):
        """Id and secret, by one of the two ways of section 2.3.1, and only one."""
        inside = [name for name in ("client_id", "client_secret") if name in fields]
        if request.all("authorization") and not inside:
            return self.form_decoded(basic_pair(request.get("authorization")))
        if len(inside) == 2 and not request.all("authorization"):
            return fields["client_id"], fields["client_secret"]
        raise Deviation("the client is not authenticated by one way")

    def form_decoded(self, pair):
        if not all(part and FORM_VALUE.fullmatch(part) for part in pair):
            raise Deviation("id and secret are not form-encoded within Basic")
        return [unquote_plus(part, errors="strict") for part in pair]

    def grant(self, token, claim, now, plan):
        document = {"access_token": token.value, "token_type": "Bearer", "expires_in": int(plan.get("life", self.life))}
        return document | ({"scope": claim.scope} if claim.scope else {})

    def error(self, status, text):
        return {"error": "server_error" if status >= 500 else "invalid_request", "error_description": text}

    def api_refusal(self):
        return 401, {"error": "invalid_token"}


class Metadata(Provider):
    """The metadata of the issuer https://HOST/tenant, whose token endpoint is that of oauth2."""

    name, methods = "metadata", ("GET",)
    paths = ("/.well-known/oauth-authorization-server/tenant", "/tenant/.well-known/openid-configuration")
    asked = {"accept": ("application/json",)}
    refusals = {"none": (404, {"error": "not found"})}

    def serves(self, request, host):
        return request.path in self.paths and host in LOCAL_HOSTS

    def read(self, request):
        no_body(request)
        return Claim(request.get("host"), "")

    def refusal_of(self, claim, known, affiliates):
        return None

    def grant(self, token, claim, now, plan):
        issuer = f"https://{claim.key}/tenant"
        return {"issuer": issuer, "token_endpoint": f"https://{claim.key}{OAuth2.path}", "jwks_uri": f"{issuer}/jwks"}

    def error(self, status, text):
        return {"error": text}


PROVIDERS = (Imweb(), Iamport(), Bizppurio(), Toss(), OAuth2(), Metadata())
BY_NAME = {provider.name: provider for provider in PROVIDERS}
