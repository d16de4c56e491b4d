"""google-api-python-client's transport, over the same wire as Sheets: the seam at which Drive is reached.

The client asks for an object with `request`, as httplib2 has it. Ours keeps the caller's session, the
deadline, the limits on size and the share of the quota, and turns refusals into errors of `app.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httplib2

from app.errors import QuotaExhausted
from app.google.deadline import Deadline
from app.google.drive_answers import drive_refusal
from app.google.exchange import Exchange
from app.google.kinds import Before, Refused

GOOGLE_DRIVE = "https://www.googleapis.com"
OURS = {"content-length", "user-agent", "accept-encoding"}  # headers that the session makes itself


class DriveHttp:
    """One caller's transport. `base_url` takes the place of Google's, for uploads as well."""

    def __init__(
        self, exchange: Exchange, *, base_url: str, before: Before, refused: Refused, deadline: Deadline
    ) -> None:
        self._exchange, self._base_url = exchange, base_url
        self._before, self._refused, self._deadline = before, refused, deadline

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> tuple[httplib2.Response, bytes]:
        """One request; raises a `GoogleError` for what is no success."""
        write = method != "GET"
        self._before("drive", self._deadline)
        answer = self._exchange.send(
            "drive",
            method,
            uri.replace(GOOGLE_DRIVE, self._base_url, 1),
            write=write,
            data=body,
            headers={name: value for name, value in (headers or {}).items() if name.lower() not in OURS},
        )
        if not 200 <= answer.status_code < 300:
            error = drive_refusal(answer.status_code, answer.content, write=write)
            if isinstance(error, QuotaExhausted) and error.by_google:
                self._refused("drive", error.by_google)
            raise error
        told = {name.lower(): value for name, value in answer.headers.items()}
        return httplib2.Response({**told, "status": str(answer.status_code)}), answer.content

    def close(self) -> None:
        """Nothing: the pool is shared, and closed with the wire."""
