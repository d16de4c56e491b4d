"""NetSuite as its documentation describes it, on this machine: token endpoint and SuiteQL over SQLite.

No live account stands behind it. It is strict where NetSuite is: signatures (verified by other means than the
client signs), limit, offset, `Prefer`; values are strings, T and F, nulls are left out, dates come in the
account's own format unless TO_CHAR is asked for, rows that are not uniquely ordered come in another order
each time, and more requests at once than the account has a licence for are refused.
"""

from __future__ import annotations

import base64
import json
import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from tests.intake.netsuite.signatures import es256_holds, ps256_holds

TOKEN = "/services/rest/auth/oauth2/v1/token"
SUITEQL = "/services/rest/query/v1/suiteql"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?: .*)?$")
AS_ASKED = "\x00"  # marks what TO_CHAR made, so that it is not put into the account's format


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate that is mapped to an entity and a role. `public`: (n, e) of RSA, (x, y) of P-256."""

    algorithm: str
    public: tuple[int, int]
    until: float = float("inf")


@dataclass
class Fault:
    """What happens to the next requests, `times` of them, once `skip` have passed."""

    kind: str  # a status, or: cut, partial, slow, repeat, html, drop
    times: int = 1
    skip: int = 0
    retry_after: str = ""
    path: str = SUITEQL


@dataclass
class NetSuite:
    """One account. `books` is its database; `asked` what was asked of SuiteQL, in order."""

    books: sqlite3.Connection
    client_id: str = "client-of-the-integration"
    certificates: dict[str, Certificate] = field(default_factory=dict)
    url: str = ""
    at_once: int = 5
    ceiling: int = 100_000
    token_seconds: int = 3600
    clock: Callable[[], float] = time.time
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda query: None
    tokens: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    most_at_once: int = 0
    _under_way: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _random: random.Random = field(default_factory=lambda: random.Random(9))

    @cached_property
    def door(self) -> FastAPI:
        """Its two paths, over HTTP."""
        app = FastAPI()

        @app.post(TOKEN)
        async def token(request: Request) -> Response:
            form = dict(part.split("=", 1) for part in (await request.body()).decode().split("&"))
            return await run_in_threadpool(self._counted, TOKEN, lambda: self._token(form))

        @app.post(SUITEQL)
        async def suiteql(request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(
                self._counted, SUITEQL, lambda: self._suiteql(request, json.loads(body))
            )

        return app

    def revoke_tokens(self) -> None:
        self.tokens.clear()

    def _counted(self, path: str, answer: Callable[[], Response]) -> Response:
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            crowded = self._under_way > self.at_once
            fault = self._fault(path)
        try:
            if crowded:
                found = _refused(429, "Concurrent request limit exceeded.", "CONCURRENCY_LIMIT_EXCEEDED")
            else:
                found = self._faulty(fault, answer) if fault else answer()
        finally:
            with self._lock:
                self._under_way -= 1
        if path == SUITEQL:
            self.statuses.append(found.status_code)
        return found

    def _fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.path == path:
                if fault.skip:
                    fault.skip -= 1
                    return None
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    def _faulty(self, fault: Fault, answer: Callable[[], Response]) -> Response:
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        if fault.kind.isdecimal():
            found = _refused(int(fault.kind), "Not now.", "UNEXPECTED_ERROR")
            found.headers.update(headers)
            return found
        if fault.kind == "html":
            return Response("<html>We are down for maintenance</html>", media_type="text/html")
        found = answer()
        if fault.kind == "slow":
            time.sleep(0.6)
            return found
        if fault.kind == "cut":  # the connection stays, the JSON ends early
            return Response(bytes(found.body)[: len(found.body) // 2], media_type="application/json")
        page = json.loads(bytes(found.body))
        if fault.kind == "partial":
            page["items"] = page["items"][:-1]
        elif fault.kind == "lost":  # consistent in itself, and not all
            page["items"], page["count"] = page["items"][:-1], page["count"] - 1
            page["totalResults"] -= 1
        elif fault.kind == "repeat":
            page["items"][-1] = page["items"][0]
        return JSONResponse(page)

    def _token(self, form: dict[str, str]) -> Response:
        from urllib.parse import unquote_plus

        said = {name: unquote_plus(value) for name, value in form.items()}
        try:
            self._verify(said)
        except (ValueError, KeyError) as error:
            self.refusals.append(str(error))
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = f"eyJ{self._random.getrandbits(128):x}.{self._random.getrandbits(128):x}.x"
        self.tokens[token] = self.clock() + self.token_seconds
        return JSONResponse(
            {"access_token": token, "expires_in": str(self.token_seconds), "token_type": "bearer"}
        )

    def _verify(self, said: dict[str, str]) -> None:
        if said["grant_type"] != "client_credentials" or said["client_assertion_type"] != ASSERTION:
            raise ValueError("another kind of grant")
        assertion = said["client_assertion"]
        signed, _, signature = assertion.rpartition(".")
        head, claims = (json.loads(_decoded(part)) for part in signed.split("."))
        certificate = self.certificates.get(head.get("kid", ""))
        now = self.clock()
        if certificate is None:
            raise ValueError("no such certificate")
        if certificate.until < now:
            raise ValueError("the certificate has expired")
        if head.get("alg") != certificate.algorithm or head.get("typ") != "JWT":
            raise ValueError("another algorithm than the certificate's")
        holds = (
            ps256_holds(*certificate.public, signed.encode(), _decoded(signature))
            if head["alg"] == "PS256"
            else es256_holds(certificate.public, signed.encode(), _decoded(signature))
        )
        if not holds:
            raise ValueError("the signature does not hold")
        if claims["iss"] != self.client_id:
            raise ValueError("another client")
        if claims["aud"] != self.url + TOKEN:
            raise ValueError("meant for somebody else")
        if "rest_webservices" not in claims["scope"]:
            raise ValueError("no scope")
        if not claims["iat"] - 60 <= now < claims["exp"] or claims["exp"] - claims["iat"] > 3600:
            raise ValueError("too old, or too long")
        if claims["jti"] in self.used:
            raise ValueError("used before")
        self.used.add(claims["jti"])

    def _suiteql(self, request: Request, body: dict[str, Any]) -> Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self.tokens.get(token, 0.0) <= self.clock():
            return _refused(401, "Invalid login attempt.", "INVALID_LOGIN")
        limit = request.query_params.get("limit", "1000")
        offset = request.query_params.get("offset", "0")
        if "transient" not in request.headers.get("Prefer", ""):
            return _refused(400, "The required request header 'Prefer' is missing.", "INVALID_HEADER")
        if not limit.isdecimal() or not 1 <= int(limit) <= 1000 or not offset.isdecimal():
            return _refused(400, "The limit must be between 1 and 1000.", "INVALID_PARAMETER")
        if int(offset) % int(limit):
            return _refused(400, "The offset must be divisible by the limit.", "INVALID_PARAMETER")
        with self._lock:
            self.asked.append(body["q"])
            self.offsets.append(int(offset))
            self.before(body["q"])
            try:
                rows = self._rows(body["q"])
            except sqlite3.Error as error:
                return _refused(400, _told(error), "INVALID_PARAMETER")
        if len(rows) > self.ceiling:
            rows = rows[: self.ceiling]  # as NetSuite does: the rest is never shown
        return JSONResponse(_paged(rows, int(limit), int(offset)))

    def _rows(self, query: str) -> list[dict[str, Any]]:
        """The query's rows; where its ORDER BY does not tell two apart, their order is left to chance."""
        if not query.startswith("SELECT ") or ";" in query or "__df" in query or "ROWNUM" in query.upper():
            raise sqlite3.OperationalError('near "?": syntax error')
        asked = re.sub(r"BUILTIN\.DF\((\w+)\.(\w+)\)", r"\1.\2__df", query)
        asked = re.sub(r"\btransaction\b", '"transaction"', asked)
        asked, _, order = asked.partition(" ORDER BY ")
        keys = order.split(", ") if order else ["1" if "(*)" in asked else "NULL"]
        if asked.startswith("SELECT DISTINCT ") or "(*)" in asked:
            found = self.books.execute(asked + (f" ORDER BY {order}" if order else ""))
            names = [column[0] for column in found.description]
            return [_item(names, row) for row in found]
        hidden = ", ".join(f"{key} AS order_{at}" for at, key in enumerate(keys))
        found = self.books.execute(asked.replace("SELECT ", f"SELECT {hidden}, ", 1))
        names = [column[0] for column in found.description][len(keys) :]
        rows = list(found)
        self._random.shuffle(rows)
        rows.sort(
            key=lambda row: [(value is None, isinstance(value, str), value) for value in row[: len(keys)]]
        )
        return [_item(names, row[len(keys) :]) for row in rows]


def _item(names: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    said = {name.lower(): _shown(value) for name, value in zip(names, row, strict=True) if value is not None}
    return {"links": [], **said}


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, str) and value.startswith(AS_ASKED):
        return value[1:]
    if isinstance(value, str) and (date := _DATE.match(value)):
        return f"{int(date[3])}.{int(date[2])}.{date[1]}"
    return str(value)


def _paged(rows: list[dict[str, Any]], limit: int, offset: int) -> dict[str, Any]:
    items = rows[offset : offset + limit]
    return {
        "links": [],
        "count": len(items),
        "hasMore": offset + len(items) < len(rows),
        "items": items,
        "offset": offset,
        "totalResults": len(rows),
    }


def _told(error: sqlite3.Error) -> str:
    text = str(error)
    if found := re.match(r"no such column: (?:\w+\.)?(\w+)", text):
        named = found[1]
        return f"Search error occurred: Unknown identifier '{named}'. Available identifiers are: {{id=id}}."
    if found := re.match(r"no such table: (\w+)", text):
        return f"Search error occurred: Record '{found[1]}' was not found."
    return f"Search error occurred: {text}"


def _refused(status: int, detail: str, code: str) -> Response:
    body = {
        "type": "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html",
        "title": "Refused",
        "status": status,
        "o:errorDetails": [{"detail": detail, "o:errorCode": code}],
    }
    return JSONResponse(body, status_code=status, media_type="application/vnd.oracle.resource+json")


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
