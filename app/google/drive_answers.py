"""Drive's refusals as errors of ours, by the reason in `errors[]`; its own text is never passed on whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from app.errors import (
    AppError,
    GoogleUnavailable,
    NotAllowedToWrite,
    NotYoursOrNotThere,
    PermissionNotGranted,
    QuotaExhausted,
    RefusedByGoogle,
    TokenRejected,
    TooLarge,
)

QUOTA_SECONDS = 60.0
QUOTA_REASONS = {"userRateLimitExceeded", "rateLimitExceeded", "sharingRateLimitExceeded"}
SIZE_REASONS = {"exportSizeLimitExceeded", "storageQuotaExceeded", "uploadTooLarge"}


def drive_refusal(status: int, body: bytes, *, write: bool) -> AppError:
    """The error for an answer above 299; `reason` of it is Drive's own word (`invalidSharingRequest`)."""
    found = error_of(body)
    reason = reason_of(found)
    error = _error(status, reason, write=write)
    error.where["reason"] = reason or str(status)
    return error


def _error(status: int, reason: str, *, write: bool) -> AppError:
    if status == 429 or reason in QUOTA_REASONS:
        return QuotaExhausted(
            "Google allows a number of requests to Drive a minute, and they are used up.",
            retry_after=QUOTA_SECONDS,
            by_google="user" if reason == "userRateLimitExceeded" else "project",
        )
    if status == 401:
        return TokenRejected("Google no longer accepts the sign-in that came with this request.")
    if status == 413 or reason in SIZE_REASONS:
        return TooLarge("The file is larger than Google lets an app read or write.")
    if status == 403 and reason == "insufficientPermissions":
        return PermissionNotGranted("Plumbline was not allowed to reach your files in Google Drive.")
    if status == 403 and write:
        return NotAllowedToWrite("Your Google account may see this file, but not do this with it.")
    if status in {403, 404}:
        return NotYoursOrNotThere()
    if status >= 500 or status == 408:
        return GoogleUnavailable(f"Google Drive answered that it is not available (status {status}).")
    return RefusedByGoogle(f"Google Drive refused what was asked (status {status}).")


def error_of(body: bytes) -> Mapping[str, Any]:
    """What stands under `error`, {} when the body is none of Google's."""
    try:
        error = orjson.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {}


def reason_of(error: Mapping[str, Any]) -> str:
    """Drive's own word for it; empty when there is none."""
    inner = error.get("errors")
    first = inner[0] if isinstance(inner, list) and inner else {}
    return str(first.get("reason", "")) if isinstance(first, dict) else ""
