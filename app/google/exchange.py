"""One request and its answer, within the time and the size there is; what fails becomes an error of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from app.errors import WHOLE_OR_NOT, GoogleError, NotSent, TimedOut, TooLarge
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.google.transport import CONNECT_SECONDS
from app.metrics import GOOGLE

READ_SECONDS = 190.0  # Google gives a request up after 180
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How errors speak of a service: its name, what was done when no answer came, what is too large."""

    service: str
    reading: str
    writing: str
    too_large: str
    whole: str


SHEETS_WORDS = Words(
    service="Google Sheets",
    reading="the workbook was read",
    writing="it was asked to write",
    too_large="The workbook's cells come to",
    whole=WHOLE_OR_NOT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Requests to one of Google's services over one caller's session; `largest_answer` in bytes, unpacked."""

    words: Words
    session: requests.Session
    deadline: Deadline
    largest_answer: int

    def send(self, kind: Kind, method: str, url: str, *, write: bool, **more: Any) -> requests.Response:
        """The answer, whatever its status, its body read whole; raises a `GoogleError` when there is none.

        `write`: whether an answer that is lost leaves open what became of the request.
        """
        try:
            response = self.session.request(
                method=method,
                url=url,
                timeout=(min(CONNECT_SECONDS, self._time()), min(READ_SECONDS, self._time())),
                allow_redirects=False,
                stream=True,
                **more,
            )
            with response:
                self._read(response)
        except requests.exceptions.ConnectTimeout as error:
            raise _counted(kind, "not-sent", NotSent(f"{self.words.service} can't be reached.")) from error
        except requests.exceptions.Timeout as error:
            raise _counted(kind, "timeout", self._no_answer(write=write)) from error
        except requests.exceptions.ConnectionError as error:
            raise _counted(kind, "cut", self._cut(error, write=write)) from error
        except requests.exceptions.RequestException as error:
            raise _counted(kind, "cut", self._no_answer(write=write)) from error
        GOOGLE.labels(kind, str(response.status_code)).inc()
        return response

    def _time(self) -> float:
        left = self.deadline.left
        if left <= 0:
            raise TimedOut(
                "The time there was for this ran out before Google was asked.",
                mend="Wait a minute and try again.",
            )
        return left

    def _read(self, response: requests.Response) -> None:
        """The whole body, within the size limit and the deadline (no socket timeout stops a trickle)."""
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(CHUNK):
            size += len(part)
            if size > self.largest_answer:
                megabytes = self.largest_answer // 1_000_000
                raise TooLarge(
                    f"{self.words.too_large} more than {megabytes} megabytes, which is more than is read "
                    "at once."
                )
            if self.deadline.left <= 0:
                raise requests.exceptions.ReadTimeout
            parts.append(part)
        response._content = b"".join(parts)  # so that `response.content` is what was read

    def _cut(self, error: requests.exceptions.ConnectionError, *, write: bool) -> GoogleError:
        """A connection that failed: before anything was sent, or (not to be told) after."""
        cause = error.args[0] if error.args else None
        if isinstance(getattr(cause, "reason", None), NewConnectionError):
            return NotSent(f"{self.words.service} can't be reached.")
        return self._no_answer(write=write)

    def _no_answer(self, *, write: bool) -> GoogleError:
        if not write:
            return TimedOut(f"{self.words.service} did not answer when {self.words.reading}.")
        return TimedOut(
            f"{self.words.service} did not answer when {self.words.writing}, "
            "so what it was to do may or may not be done.",
            unchanged=self.words.whole,
        )


def _counted(kind: Kind, outcome: str, error: GoogleError) -> GoogleError:
    GOOGLE.labels(kind, outcome).inc()
    return error
