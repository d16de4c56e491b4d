"""The 429 of Sheets and the 403 of Drive when a quota is used up."""

from __future__ import annotations

from datetime import UTC, datetime

from app.sandbox.errors import ApiError
from app.sandbox.refusals import DRIVE, drive_error

PROJECT_NUMBER = "471100815000"
GOOGLES_LIMIT = {"user": 60, "project": 300}


def exhausted(service: str, kind: str, *, whose: str, limit: int, window: datetime) -> ApiError:
    """`whose`: user or project. Sheets sends no Retry-After."""
    if service == DRIVE:
        if whose == "user":
            return drive_error(403, "User Rate Limit Exceeded", "userRateLimitExceeded", domain="usageLimits")
        return drive_error(403, "Rate Limit Exceeded", "rateLimitExceeded", domain="usageLimits")
    metric, per = f"{kind.capitalize()} requests", " per user" if whose == "user" else ""
    message = (
        f"Quota exceeded for quota metric '{metric}' and limit '{metric} per minute{per}' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{PROJECT_NUMBER}'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "consumer": f"projects/{PROJECT_NUMBER}",
            "quota_limit": f"{kind.capitalize()}RequestsPerMinutePer{whose.capitalize()}",
            "quota_metric": f"sheets.googleapis.com/{kind}_requests",
            "quota_limit_value": str(limit),
            "quota_unit": "1/min/{project}/{user}" if whose == "user" else "1/min/{project}",
            "quota_location": "global",
            "window_start_time": window.astimezone(UTC).isoformat(),
        },
    }
    link = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    return ApiError(
        429, message, details=[info, {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}]
    )
