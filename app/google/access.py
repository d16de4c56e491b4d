"""Sheets for one caller, with their share of the quota: how everything else in the service reaches Google."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.google.caller import Caller
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.google.quota import Quota
from app.google.transport import Wire

if TYPE_CHECKING:
    from app.google.sheets import SheetsGateway


class GoogleAccess:
    """`base_url` is where Sheets answers; `largest_answer` in bytes, unpacked."""

    def __init__(self, base_url: str, *, wire: Wire, quota: Quota, largest_answer: int) -> None:
        self._base_url, self._wire, self._quota = base_url, wire, quota
        self._largest_answer = largest_answer

    def sheets(self, caller: Caller, deadline: Deadline) -> SheetsGateway:
        """A gateway that acts as this caller and nobody else."""
        from app.google.sheets import SheetsGateway

        def before(kind: Kind, deadline: Deadline) -> None:
            self._quota.wait_for(caller.quota_key, kind, deadline)

        return SheetsGateway(
            self._base_url,
            caller.access_token,
            wire=self._wire,
            deadline=deadline,
            before=before,
            largest_answer=self._largest_answer,
        )
