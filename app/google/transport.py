"""The wire to Google: one pool of connections a process, sessions that carry one caller's token.

Tests hand in another adapter: the seam is the transport, nothing is patched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.auth import AuthBase

if TYPE_CHECKING:
    from requests import PreparedRequest

CONNECT_SECONDS = 5.0
# Google documents that a reply is only gzipped when the agent's name says so too.
AGENT = "plumbline (gzip)"


class _Bearer(AuthBase):
    """Also keeps `requests` from looking for passwords in the machine's .netrc."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _NoCredentials(AuthBase):
    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request


class Wire:
    """Makes sessions over one shared pool, which is safe to use from many threads."""

    def __init__(self, adapter: BaseAdapter | None = None) -> None:
        self._adapter = adapter or HTTPAdapter(pool_connections=4, pool_maxsize=64, max_retries=0)

    def session(self, token: str = "") -> requests.Session:  # nosec B107 - blank is nobody
        """A session of its own, for one caller; redirects and cookies are never followed or kept."""
        session = requests.Session()
        session.mount("https://", self._adapter)
        session.mount("http://", self._adapter)
        session.auth = _Bearer(token) if token else _NoCredentials()
        session.max_redirects = 0
        session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "application/json"})
        return session

    def close(self) -> None:
        """Close the pool."""
        self._adapter.close()
