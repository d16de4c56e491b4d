"""One POST to NetSuite and its answer, read whole within the time and the size there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import requests

from app.errors import NetSuiteUnavailable
from app.google.deadline import Deadline
from app.google.transport import CONNECT_SECONDS

READ_SECONDS = 300.0
LARGEST_ANSWER = 64_000_000  # bytes; a thousand rows come to some hundred thousand
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Any answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> dict[str, Any]:
        """Its object; raises NetSuiteUnavailable where it is cut short or none."""
        try:
            found = msgspec.json.decode(self.content)
        except msgspec.MsgspecError:
            found = None
        if not isinstance(found, dict):
            raise NetSuiteUnavailable("NetSuite gave an answer that can't be read.")
        return found

    @property
    def retry_after(self) -> float | None:
        """Seconds that NetSuite asks to wait; None when it doesn't say."""
        said = self.headers.get("Retry-After", "").strip()
        return float(said) if said.isdecimal() else None


def post(session: requests.Session, url: str, *, deadline: Deadline, **more: Any) -> Answer:
    """Raises NetSuiteUnavailable when there is no answer; a certificate that isn't NetSuite's is none."""
    if deadline.left <= 0:
        raise NetSuiteUnavailable("The time there was ran out before NetSuite was asked.")
    seconds = (min(CONNECT_SECONDS, deadline.left), min(READ_SECONDS, deadline.left))
    try:
        response = session.post(url, timeout=seconds, allow_redirects=False, stream=True, **more)
        with response:
            content = _body(response, deadline)
    except requests.exceptions.SSLError:
        raise NetSuiteUnavailable(
            "The certificate with which NetSuite's address answers is not trusted."
        ) from None
    except requests.exceptions.ConnectTimeout:
        raise NetSuiteUnavailable("NetSuite can't be reached.") from None
    except requests.exceptions.Timeout:
        raise NetSuiteUnavailable("NetSuite did not answer in time.") from None
    except requests.exceptions.RequestException:  # not chained: its text holds the address with the account
        raise NetSuiteUnavailable("The connection to NetSuite failed.") from None
    return Answer(status=response.status_code, headers=response.headers, content=content)


def _body(response: requests.Response, deadline: Deadline) -> bytes:
    """No socket timeout stops a trickle; the deadline does."""
    parts, size = [], 0
    for part in response.iter_content(CHUNK):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise NetSuiteUnavailable("NetSuite gave an answer that is larger than any should be.")
        if deadline.left <= 0:
            raise requests.exceptions.ReadTimeout
        parts.append(part)
    return b"".join(parts)
