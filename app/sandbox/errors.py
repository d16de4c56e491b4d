"""What the sandbox answers when it refuses, in Google's words and Google's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class ApiError(Exception):
    """A refusal: HTTP code, text, canonical status name, and the details or `errors[]` beside it.

    `body()` is the JSON as Google sends it: Sheets errors carry `status` and no `errors[]`; Drive
    errors carry `errors[]` (give `errors`) and no `status`.
    """

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status or ("" if errors else STATUS_NAMES.get(code, "UNKNOWN"))
        self.details = tuple(details)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The whole answer as JSON."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.errors:
            error["errors"] = list(self.errors)
        if self.status:
            error["status"] = self.status
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


def invalid(message: str) -> ApiError:
    """400 INVALID_ARGUMENT with Google's text."""
    return ApiError(400, message)


def not_found() -> ApiError:
    """404 for a spreadsheet that is not there, or not there for this caller."""
    return ApiError(404, "Requested entity was not found.")


def permission_denied() -> ApiError:
    """403 for a caller whose role does not allow this."""
    return ApiError(403, "The caller does not have permission")


def unimplemented(what: str) -> ApiError:
    """501 for something Google does and this sandbox does not: said aloud, never a silent `{}`."""
    return ApiError(501, f"{what} is not implemented by this sandbox.")
