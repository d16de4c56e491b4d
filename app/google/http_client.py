"""gspread's client with what it lacks: a base address, a share of the quota, limits on time and size.

Every request to Sheets passes `SheetsClient.request`: the hook before it takes our share of the quota, the
answer is read within the deadline and the size limit, and a refusal becomes an error of `app.errors`.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import requests
from gspread.http_client import HTTPClient

from app.errors import GoogleUnavailable, QuotaExhausted, TooLarge
from app.google.answers import refusal
from app.google.deadline import Deadline
from app.google.exchange import SHEETS_WORDS, Exchange
from app.google.kinds import Before, Kind, Refused
from app.typed_json import decode

GOOGLE_SHEETS = "https://sheets.googleapis.com"
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
        refused: Refused,
        largest_answer: int,
        most_cells: int,
    ) -> None:
        super().__init__(auth=None, session=session)  # type: ignore[arg-type]  # as gspread documents
        self._base_url, self._deadline, self._before = base_url, deadline, before
        self._refused, self._most_cells = refused, most_cells
        self._exchange = Exchange(
            words=SHEETS_WORDS, session=session, deadline=deadline, largest_answer=largest_answer
        )

    def request(  # type: ignore[no-untyped-def]
        self, method: str, endpoint: str, params=None, data=None, json=None, files=None, headers=None
    ) -> requests.Response:
        """As gspread's, with the body read whole; raises a `GoogleError`."""
        kind: Kind = "read" if method.lower() == "get" else "write"
        if json is not None:
            data, json = msgspec.json.encode(json), None
            headers = {**(headers or {}), "Content-Type": "application/json"}
        self._before(kind, self._deadline)
        response = self._exchange.send(
            kind,
            method,
            endpoint.replace(GOOGLE_SHEETS, self._base_url, 1),
            write=kind == "write",
            params={**(params or {}), "prettyPrint": "false"},
            data=data,
            files=files,
            headers=headers,
        )
        if not 200 <= response.status_code < 300:
            error = refusal(response.status_code, response.content, write=kind == "write")
            if isinstance(error, QuotaExhausted) and error.by_google:
                self._refused(kind, error.by_google)
            raise error
        return response

    def ask(self, method: str, endpoint: str, into: type[T], **asked: Any) -> T:
        """The answer's JSON, as what msgspec makes of it for the type `into`."""
        response = self.request(method, endpoint, **asked)
        cells = response.content.count(FILLED)  # before anything is made of them
        if cells > self._most_cells:
            raise TooLarge(
                f"The workbook has {cells:,} filled cells; {self._most_cells:,} at most are read at once."
            )
        try:
            return decode(response.content, into)
        except msgspec.MsgspecError as error:
            raise GoogleUnavailable("Google Sheets gave an answer that can't be read.") from error
