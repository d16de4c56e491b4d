"""Who is asking, and whether they may: the seam between the Sheets routes and the identity rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or service account behind a request; `email` is empty for nobody in particular."""

    email: str
    name: str = ""
    sees_comments: bool = True


class Gate(Protocol):
    """Decides before a Sheets method runs; raises `ApiError` (401, 403, 404, 429, a fault) to refuse."""

    def admit(self, request: Request, *, kind: Literal["read", "write"], file_id: str | None) -> Caller:
        """The caller, allowed to do this to this file; `file_id` None when a file is to be made.

        A file which the caller cannot see is 404 where Google says so, else 403.
        """
        ...

    def note_made(self, request: Request, file_id: str) -> None:
        """Told of a new file, which the caller's client may reach from now on."""
        ...

    def note_requests(self, request: Request, requests: Sequence[Mapping[str, Any]]) -> None:
        """Told what a batchUpdate holds, for the request log."""
        ...


class OpenGate:
    """Admits everybody as one person: for tests of the Sheets half alone."""

    def __init__(self, email: str = "owner@example.com") -> None:
        self._caller = Caller(email)

    def admit(self, request: Request, *, kind: Literal["read", "write"], file_id: str | None) -> Caller:  # noqa: ARG002
        """Always admitted."""
        return self._caller

    def note_made(self, request: Request, file_id: str) -> None:
        """Nothing to remember."""

    def note_requests(self, request: Request, requests: Sequence[Mapping[str, Any]]) -> None:
        """Nothing to remember."""
