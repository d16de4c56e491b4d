"""UrlFetchApp's way out: the production address in the manifest, answered by the service on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import unquote, urlsplit

import requests
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

SECONDS = 58.0  # Google waits about 60
AGENT = "Mozilla/5.0 (compatible; Google-Apps-Script)"
ASIDE = frozenset({"host", "content-length", "connection", "transfer-encoding", "accept-encoding"})


class Fetch(BaseModel):
    """One call of `UrlFetchApp.fetch`."""

    url: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    headers: dict[str, str] = Field(default_factory=dict)
    body: str = ""
    follow_redirects: bool = True


class Fetched(BaseModel):
    """What came back; `failure` instead of a status when nothing did."""

    status: int = 0
    headers: list[tuple[str, str]] = Field(default_factory=list)
    text: str = ""
    failure: Literal["", "timeout", "unreachable"] = ""


def covered(prefix: str, url: str) -> bool:
    """Whether `prefix` covers `url`, part by part: /v1 covers /v1/x, but neither /v10 nor another host."""
    entry, asked = urlsplit(prefix), urlsplit(url)
    if (asked.scheme, asked.netloc) != (entry.scheme, entry.netloc):
        return False
    climbs = ".." in unquote(asked.path).split("/")  # a client further on may resolve it
    return not climbs and f"{asked.path}/".startswith(entry.path.rstrip("/") + "/")


def local_url(prefix: str, url: str, backend: str) -> str:
    """The same path under `backend`, which stands for `prefix`."""
    return backend.rstrip("/") + url[len(prefix.rstrip("/")) :]


def relay_router(*, prefix: Callable[[], str | None], backend: str | None) -> APIRouter:
    """`POST /sandbox/relay`. `prefix` tells the production address; `backend` None is this very server."""
    router = APIRouter()
    session = requests.Session()
    session.trust_env = False

    @router.post("/sandbox/relay")
    def relay(fetch: Fetch, request: Request) -> Fetched:  # a plain def: it may call its own server
        production = prefix()
        if production is None or not covered(production, fetch.url):
            raise HTTPException(403, "The relay only stands for the service's own address.")
        base = backend or f"http://127.0.0.1:{request.url.port or 80}{urlsplit(production).path}"
        headers = {name: value for name, value in fetch.headers.items() if name.lower() not in ASIDE}
        try:
            answer = session.request(
                fetch.method,
                local_url(production, fetch.url, base),
                headers={"User-Agent": AGENT, **headers},
                data=fetch.body.encode() or None,
                timeout=SECONDS,
                allow_redirects=fetch.follow_redirects,
            )
        except requests.Timeout:
            return Fetched(failure="timeout")
        except requests.RequestException:
            return Fetched(failure="unreachable")
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in ASIDE]
        answer.encoding = answer.encoding if "charset" in answer.headers.get("content-type", "") else "utf-8"
        return Fetched(status=answer.status_code, headers=kept, text=answer.text)

    return router
