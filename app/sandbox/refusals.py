"""Refusals by name: of the callers themselves (both services) and of Drive.

Drive errors carry `errors[]`, and `status` on authentication failures only; Sheets errors never carry
`errors[]`.
"""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import STATUS_NAMES, ApiError

SHEETS, DRIVE = "sheets", "drive"
UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)
BAD_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
    "other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)
FEW_SCOPES = "Request had insufficient authentication scopes."


def drive_error(
    code: int,
    message: str,
    reason: str,
    *,
    location: str = "",
    location_type: str = "parameter",
    domain: str = "global",
    inner: str = "",
    status: str | None = None,
    details: tuple[dict[str, Any], ...] = (),
) -> ApiError:
    """Drive's shape; `inner` is the text inside `errors[]` where it differs."""
    entry = {"message": inner or message, "domain": domain, "reason": reason}
    if location:
        entry |= {"location": location, "locationType": location_type}
    return ApiError(code, message, errors=[entry], status=status, details=details)


def file_not_found(file_id: str) -> ApiError:
    """Drive says the same of a missing file and of one that the caller may not see."""
    return drive_error(404, f"File not found: {file_id}.", "notFound", location="fileId")


def may_not(message: str, reason: str = "insufficientFilePermissions") -> ApiError:
    """403 of Drive: the file may be seen, the act is beyond the caller's role."""
    return drive_error(403, message, reason)


def bad_parameter(message: str, name: str, reason: str = "invalid") -> ApiError:
    """400 of Drive for a parameter that can't be."""
    return drive_error(400, message, reason, location=name)


def required(name: str) -> ApiError:
    """400 of Drive for a parameter that is missing."""
    return drive_error(400, f"Required parameter: {name}", "required", location=name)


def unregistered_caller(service: str) -> ApiError:
    """No Authorization at all: 403, not 401."""
    if service == DRIVE:
        return drive_error(403, UNREGISTERED, "forbidden", status=STATUS_NAMES[403])
    return ApiError(403, UNREGISTERED)


def bad_credentials(service: str) -> ApiError:
    """An unknown, expired or revoked token."""
    if service == DRIVE:
        return drive_error(
            401,
            BAD_CREDENTIALS,
            "authError",
            inner="Invalid Credentials",
            location="Authorization",
            location_type="header",
            status=STATUS_NAMES[401],
        )
    return ApiError(401, BAD_CREDENTIALS)


def insufficient_scopes(service: str, method_id: str) -> ApiError:
    """A good token without any scope that the method accepts."""
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": f"{service}.googleapis.com", "method": method_id},
    }
    if service == DRIVE:
        return drive_error(
            403,
            FEW_SCOPES,
            "insufficientPermissions",
            inner="Insufficient Permission",
            status=STATUS_NAMES[403],
            details=(detail,),
        )
    return ApiError(403, FEW_SCOPES, details=[detail])
