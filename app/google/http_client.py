"""gspread's client with what it lacks: a base address, a share of the quota, limits on time and size.

Every request to Sheets passes `SheetsClient.request`: the hook before it takes our share of the quota, the
answer is read within the deadline and the size limit, and a refusal becomes an error of `app.errors`.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import requests
from gspread.http_client import HTTPClient
from urllib3.exceptions import NewConnectionError

from app.errors import WHOLE_OR_NOT, GoogleError, GoogleUnavailable, NotSent, TimedOut, TooLarge
from app.google.answers import refusal
from app.google.deadline import Deadline
from app.google.kinds import Before, Kind
from app.google.transport import CONNECT_SECONDS
from app.metrics import GOOGLE

GOOGLE_SHEETS = "https://sheets.googleapis.com"
READ_SECONDS = 190.0  # Google gives a request up after 180
CHUNK = 1 << 20
FILLED = b'"effectiveValue"'  # stands once in the JSON of each cell that holds something

T = TypeVar("T")


class SheetsClient(HTTPClient):
    """One caller's client. Not for use by two threads at once; the pool beneath it is shared."""

    def __init__(
        self,
        session: requests.Session,
        *,
        base_url: str,
        deadline: Deadline,
        before: Before,
        largest_answer: int,
        most_cells: int,
    ) -> None:
        super().__init__(auth=None, session=session)  # type: ignore[arg-type]  # as gspread documents
        self._base_url, self._deadline, self._before = base_url, deadline, before
        self._largest_answer, self._most_cells = largest_answer, most_cells

    def request(  # type: ignore[no-untyped-def]
        self, method: str, endpoint: str, params=None, data=None, json=None, files=None, headers=None
    ) -> requests.Response:
        """As gspread's, with the body read whole; raises a `GoogleError`."""
        kind: Kind = "read" if method.lower() == "get" else "write"
        if json is not None:
            data, json = msgspec.json.encode(json), None
            headers = {**(headers or {}), "Content-Type": "application/json"}
        self._before(kind, self._deadline)
        try:
            response = self.session.request(
                method=method,
                url=endpoint.replace(GOOGLE_SHEETS, self._base_url, 1),
                params={**(params or {}), "prettyPrint": "false"},
                data=data,
                files=files,
                headers=headers,
                timeout=(min(CONNECT_SECONDS, self._time()), min(READ_SECONDS, self._time())),
                allow_redirects=False,
                stream=True,
            )
            with response:
                body = self._body(response)
        except requests.exceptions.ConnectTimeout as error:
            raise _counted(kind, "not-sent", NotSent("Google Sheets can't be reached.")) from error
        except requests.exceptions.Timeout as error:
            raise _counted(kind, "timeout", _no_answer(kind)) from error
        except requests.exceptions.ConnectionError as error:
            raise _counted(kind, "cut", _cut(kind, error)) from error
        except requests.exceptions.RequestException as error:
            raise _counted(kind, "cut", _no_answer(kind)) from error
        GOOGLE.labels(kind, str(response.status_code)).inc()
        if not 200 <= response.status_code < 300:
            raise refusal(response.status_code, body, write=kind == "write")
        return response

    def ask(self, method: str, endpoint: str, into: type[T], **asked: Any) -> T:
        """The answer's JSON, as what msgspec makes of it for the type `into`."""
        response = self.request(method, endpoint, **asked)
        cells = response.content.count(FILLED)  # before anything is made of them
        if cells > self._most_cells:
            raise TooLarge(
                f"The workbook has {cells:,} filled cells; one refresh reads {self._most_cells:,} at most."
            )
        try:
            return msgspec.json.decode(response.content, type=into)
        except msgspec.MsgspecError as error:
            raise GoogleUnavailable("Google Sheets gave an answer that can't be read.") from error

    def _time(self) -> float:
        left = self._deadline.left
        if left <= 0:
            raise TimedOut("The time for this refresh ran out before Google was asked.")
        return left

    def _body(self, response: requests.Response) -> bytes:
        """The whole body, within the size limit and the deadline (no socket timeout stops a trickle)."""
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(CHUNK):
            size += len(part)
            if size > self._largest_answer:
                raise TooLarge(
                    "The workbook's cells come to more than "
                    f"{self._largest_answer // 1_000_000} megabytes, which is more than one refresh reads."
                )
            if self._deadline.left <= 0:
                raise requests.exceptions.ReadTimeout
            parts.append(part)
        response._content = b"".join(parts)  # so that `response.content` is what was read
        return response._content


def _counted(kind: Kind, outcome: str, error: GoogleError) -> GoogleError:
    GOOGLE.labels(kind, outcome).inc()
    return error


def _cut(kind: Kind, error: requests.exceptions.ConnectionError) -> GoogleError:
    """A connection that failed: before anything was sent, or (not to be told) after."""
    cause = error.args[0] if error.args else None
    if isinstance(getattr(cause, "reason", None), NewConnectionError):
        return NotSent("Google Sheets can't be reached.")
    return _no_answer(kind)


def _no_answer(kind: Kind) -> GoogleError:
    if kind == "read":
        return TimedOut("Google Sheets did not answer when the workbook was read.")
    return TimedOut(
        "Google Sheets did not answer when the result was written, so it may or may not be there.",
        unchanged=WHOLE_OR_NOT,
    )
