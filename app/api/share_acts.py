"""The acts of sharing as their caller, for the routes: loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from app.api.rooms import Rooms
from app.api.share_schemas import ShareRequest
from app.errors import GoogleError, NotAllowedToWrite
from app.google.account_names import account_for
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.sheets import SheetsGateway
from app.jobs.recurrence import zone_of
from app.sharing.allow_list import ALL, Section
from app.sharing.last_day import end_of
from app.sharing.order import Order, cleaned
from app.sharing.preview import preview_of
from app.sharing.publish import prepared, publish
from app.sharing.republish import next_report, republish
from app.sharing.revoke import mark_due, revoke
from app.sharing.source import source_of
from app.sharing.work import Work
from app.store import audit
from app.store.audit import Act, AuditRow
from app.store.shares import ShareRow
from sheets_schema import load

Json = dict[str, Any]
PUT_AWAY = (
    "The workbook was not changed. What had been made for the client was put away again; where Google did "
    "not do that either, it stands in the list to be taken back."
)
LINK_STAYS = (
    "The workbook was not changed. The client's link stays, with the report before or, whole, the new one."
)
STILL_OPEN = "The workbook was not changed. The share counts as open still."


@dataclass(frozen=True, slots=True)
class _Hands:
    """Google as the caller, and nobody else."""

    house: Rooms
    caller: Caller

    @property
    def email(self) -> str:
        return self.caller.email.lower()

    def sheets(self, deadline: Deadline) -> SheetsGateway:
        return self.house.google.sheets(self.caller, deadline)

    def drive(self, deadline: Deadline) -> DriveGateway:
        return self.house.google.drive(self.caller, deadline)


class Sharing:
    """What one caller, who may share the workbook, does with its shares."""

    def __init__(self, house: Rooms, caller: Caller, workbook_id: str) -> None:
        settings = house.settings
        self._house, self._workbook_id = house, workbook_id
        self._work = Work(
            engine=house.engine,
            hands=_Hands(house, caller),
            sub=caller.sub,
            email=caller.email.lower(),
            schema=load(),
            seconds=settings.share_seconds,
            allowed_domains=tuple(settings.share_domains),
            service_account=account_for(workbook_id, house.accounts) if house.accounts else "",
        )

    def preview(self, wish: ShareRequest) -> Json:
        """What they would see."""
        work = self._work
        source = source_of(work.files().sheets, self._workbook_id, today=work.now().date())
        return self._looked_at(preview_of(prepared(work, source, self._order(wish))))

    def publish(self, wish: ShareRequest) -> ShareRow:
        """A new share."""
        with _left_as(PUT_AWAY):
            return publish(self._work, self._workbook_id, self._order(wish))

    def preview_again(self, share_id: str) -> Json:
        """What would go out next."""
        work = self._work
        row = work.share(self._workbook_id, share_id)
        return self._looked_at(preview_of(next_report(work, work.files(), row)))

    def republish(self, share_id: str) -> ShareRow:
        """Behind the same link."""
        with _left_as(LINK_STAYS):
            return republish(self._work, self._workbook_id, share_id)

    def revoke(self, share_id: str, *, trash: bool) -> ShareRow:
        """Taken back."""
        with _left_as(STILL_OPEN):
            return revoke(self._work, self._workbook_id, share_id, trash=trash)

    def mark_over(self) -> int:
        """Shares whose time is over and that no night here ends are called so; how many."""
        return mark_due(self._work, accounts=self._house.accounts, workbook_id=self._workbook_id)

    def _order(self, wish: ShareRequest) -> Order:
        work = self._work
        return Order(
            recipients=cleaned(wish.recipients),
            sections=ALL if wish.sections is None else frozenset(map(Section, wish.sections)),
            until=None if wish.until is None else end_of(wish.until, self._zone(), at=work.now()),
            language=wish.language or "",
            role=wish.role,
            nightly=wish.nightly,
            tell=wish.tell,
        )

    def _zone(self) -> tzinfo:
        """The workbook's; UTC where it names one that nobody knows."""
        _, name = self._work.files().sheets.about(self._workbook_id)
        try:
            return zone_of(name)
        except ValueError:
            return UTC

    def _looked_at(self, preview: Json) -> Json:
        with self._work.engine.begin() as db:
            audit.add(
                db,
                AuditRow(
                    at=self._work.now(),
                    actor_sub=self._work.sub,
                    actor_email=self._work.email,
                    act=Act.SHARE_PREVIEWED,
                    workbook_id=self._workbook_id,
                    run_id=None,
                    details={"sha256": preview["sha256"], "number": preview["number"]},
                ),
            )
        return preview


@contextmanager
def _left_as(unchanged: str) -> Iterator[None]:
    """What Google did not do is told as what became of the share: its own errors speak of a workbook."""
    try:
        yield
    except GoogleError as error:
        if not isinstance(error, NotAllowedToWrite):
            error.unchanged = unchanged
        raise
