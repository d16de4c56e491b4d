"""The room's front desk: identity, and Sheets and Drive for one caller with their share of the quota.

Made in no time: the clients (requests, google-auth, gspread: 0.5 s) are loaded when first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from app.google.caller import Caller
from app.google.deadline import Deadline
from app.google.policy import Admission
from app.google.quota import Quota

if TYPE_CHECKING:
    from app.google.drive import DriveGateway
    from app.google.identity import Identity
    from app.google.scheduler_identity import SchedulerIdentity
    from app.google.sheets import SheetsGateway
    from app.google.transport import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where Google answers: Sheets (`/v4/...` follows), Drive (`/drive/v3/...`), certificates, tokeninfo."""

    sheets: str
    drive: str
    certificates: str
    tokeninfo: str


class GoogleAccess:
    """Google for this service. `largest_answer` in bytes, unpacked, `most_cells` filled ones in
    an answer; tests give a wire of their own."""

    def __init__(
        self,
        addresses: Addresses,
        admission: Admission,
        *,
        quota: Quota,
        largest_answer: int,
        most_cells: int,
        wire: Wire | None = None,
    ) -> None:
        self._addresses, self._admission, self._quota = addresses, admission, quota
        self._largest_answer, self._most_cells, self._given_wire = largest_answer, most_cells, wire

    @cached_property
    def _wire(self) -> Wire:
        from app.google.transport import Wire

        return self._given_wire or Wire()

    @cached_property
    def identity(self) -> Identity:
        """Who is calling."""
        from app.google.identity import Identity

        return Identity(
            self._admission,
            certificates_url=self._addresses.certificates,
            tokeninfo_url=self._addresses.tokeninfo,
            wire=self._wire,
        )

    @cached_property
    def scheduler(self) -> SchedulerIdentity:
        """Whether the operator's scheduler is calling."""
        from app.google.scheduler_identity import SchedulerIdentity

        return SchedulerIdentity(
            email=self._admission.scheduler_email,
            audience=self._admission.scheduler_audience,
            certificates_url=self._addresses.certificates,
            wire=self._wire,
        )

    def sheets(self, caller: Caller, deadline: Deadline) -> SheetsGateway:
        """A gateway that acts as this caller and nobody else."""
        from app.google.sheets import SheetsGateway

        return SheetsGateway(
            self._addresses.sheets,
            caller.access_token,
            wire=self._wire,
            deadline=deadline,
            before=partial(self._quota.wait_for, caller.quota_key),
            refused=partial(self._quota.refused, caller.quota_key),
            largest_answer=self._largest_answer,
            most_cells=self._most_cells,
        )

    def drive(self, caller: Caller, deadline: Deadline) -> DriveGateway:
        """Drive as this caller and nobody else."""
        from app.google.drive import DriveGateway

        return DriveGateway(
            self._addresses.drive,
            caller.access_token,
            wire=self._wire,
            deadline=deadline,
            before=partial(self._quota.wait_for, caller.quota_key),
            refused=partial(self._quota.refused, caller.quota_key),
            largest_answer=self._largest_answer,
        )

    def close(self) -> None:
        """Close the connections, if there are any."""
        if "_wire" in self.__dict__:
            self._wire.close()
