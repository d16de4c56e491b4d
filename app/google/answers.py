"""Google's refusals as errors of ours, told in plain words. Google's own text is never passed on whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from app.errors import (
    AppError,
    GoogleUnavailable,
    NotAllowedToWrite,
    NotASpreadsheet,
    NotYoursOrNotThere,
    PermissionNotGranted,
    QuotaExhausted,
    RefusedByGoogle,
    TokenRejected,
    TooLarge,
)

QUOTA_SECONDS = 60.0  # Google refills its quotas each minute and sends no Retry-After
_TOO_LARGE = re.compile(r"above the limit of \d+ cells|payload size exceeds|too large", re.IGNORECASE)
_PROTECTED = re.compile(r"protected cell or object|sheet protection", re.IGNORECASE)


def refusal(status: int, body: bytes, *, write: bool) -> AppError:
    """The error for an answer above 399; `write` tells what was asked."""
    error = _error_of(body)
    if status == 401:
        return TokenRejected("Google no longer accepts the sign-in that came with this request.")
    if status == 403:
        return _forbidden(error, write=write)
    if status == 404:
        return NotYoursOrNotThere()
    if status == 413:
        return TooLarge("The workbook is larger than Google lets an app read or write at once.")
    if status == 429:
        per_user = "PerUser" in _quota_limit(error)
        return QuotaExhausted(
            f"Google allows {'this account' if per_user else 'Plumbline'} a number of requests a minute, and "
            "they are used up.",
            retry_after=QUOTA_SECONDS,
            by_google="user" if per_user else "project",
        )
    if status >= 500 or status in {408, 409}:
        return GoogleUnavailable(f"Google Sheets answered that it is not available (status {status}).")
    return _bad_request(status, error, write=write)


def _forbidden(error: Mapping[str, Any], *, write: bool) -> AppError:
    if _reason(error) == "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
        return PermissionNotGranted("Plumbline was not allowed to see and edit your spreadsheets.")
    if _PROTECTED.search(_text(error)):
        return NotAllowedToWrite(
            "A tab or range that Plumbline writes is protected, and your account may not edit it.",
            mend="Ask the workbook's owner to let you edit the protected tabs, then try again.",
        )
    if write:
        return NotAllowedToWrite("Your Google account may read this workbook but not edit it.")
    return NotYoursOrNotThere()


def _bad_request(status: int, error: Mapping[str, Any], *, write: bool) -> AppError:
    text = _text(error)
    if error.get("status") == "FAILED_PRECONDITION" and "Office file" in text:
        return NotASpreadsheet("The file is an Office file that Google shows without converting it.")
    if _TOO_LARGE.search(text):
        return TooLarge(
            "Google allows 10,000,000 cells in a workbook, and Plumbline's tabs no longer fit in."
        )
    if _PROTECTED.search(text):
        return _forbidden(error, write=write)
    return RefusedByGoogle(f"Google Sheets refused the request as malformed (status {status}).")


def _error_of(body: bytes) -> Mapping[str, Any]:
    try:
        error = orjson.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {}


def _text(error: Mapping[str, Any]) -> str:
    return str(error.get("message", ""))


def _details(error: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    details = error.get("details")
    return [detail for detail in details if isinstance(detail, dict)] if isinstance(details, list) else []


def _reason(error: Mapping[str, Any]) -> str:
    return next((str(detail["reason"]) for detail in _details(error) if "reason" in detail), "")


def _quota_limit(error: Mapping[str, Any]) -> str:
    return next(
        (str(detail["metadata"].get("quota_limit", "")) for detail in _details(error)
         if isinstance(detail.get("metadata"), dict)),
        "",
    )  # fmt: skip
