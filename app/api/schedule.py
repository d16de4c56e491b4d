"""`PUT` and `DELETE /v1/workbooks/{spreadsheet_id}/schedule`: the nightly refresh, switched on and off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.api.access import holder_of
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.rooms import Rooms
from app.api.schedule_schemas import DAYS, Removed, ScheduleRequest, ScheduleView
from app.api.security import House, Known
from app.api.views import answer, iso
from app.errors import NotAllowedToWrite, NotYourRole
from app.google.account_names import account_for
from app.google.caller import Caller
from app.jobs.pauses import REASONS
from app.jobs.recurrence import Rule, zone_of
from app.jobs.runs import now
from app.jobs.scheduling import Scheduling
from app.roles import Duty
from app.store.schedules import DONE, FAILED, ScheduleRow

router = APIRouter(prefix="/v1", tags=["schedule"])

RENEWED_AFTER = timedelta(days=7)  # a visit by an editor confirms a schedule not confirmed for so long
REFUSED = declare(401, 403, 404, 429, 500, 503, 504)


@router.put(
    "/workbooks/{spreadsheet_id}/schedule",
    operation_id="put_schedule",
    summary="Switch the nightly refresh on",
    response_model=ScheduleView,
    responses=REFUSED,
)
def put_schedule(
    spreadsheet_id: SpreadsheetId, wish: ScheduleRequest, caller: Known, house: House
) -> Response:
    """Refresh the workbook by night from now on, at this hour on these days.

    For editors whom the operator allows to. The night opens the workbook as the account named in the answer,
    which must be an editor, too; whether it is shows in the first night, because no request may use it.
    """
    title = _holder(house, caller, spreadsheet_id)
    row = house.scheduling.put(
        spreadsheet_id,
        Rule(hour=wish.hour, zone=wish.zone, days=wish.iso_days),
        caller,
        workspace=caller.email.rpartition("@")[2].lower(),
        title=title,
        account=account_for(spreadsheet_id, house.accounts),
    )
    return answer(schedule_view(house.scheduling, row))


@router.delete(
    "/workbooks/{spreadsheet_id}/schedule",
    operation_id="delete_schedule",
    summary="Switch the nightly refresh off",
    response_model=Removed,
    responses=REFUSED,
)
def delete_schedule(spreadsheet_id: SpreadsheetId, caller: Known, house: House) -> Response:
    """Refresh the workbook by night no more; for the same people."""
    _holder(house, caller, spreadsheet_id)
    return answer({"removed": house.scheduling.remove(spreadsheet_id, caller)})


def _holder(house: Rooms, caller: Caller, workbook_id: str) -> str:
    """The workbook's title, for whoever may schedule it; a refusal is noted."""
    try:
        return holder_of(house, caller, workbook_id, Duty.SCHEDULE)
    except (NotAllowedToWrite, NotYourRole) as refusal:
        house.scheduling.refused(workbook_id, caller, refusal)
        raise


def renew(house: Rooms, caller: Caller, row: ScheduleRow | None) -> ScheduleRow | None:
    """A visit of somebody who may edit keeps the schedule going; whoever may only read changes nothing."""
    if row is None or not row.active or now() - row.confirmed_at < RENEWED_AFTER:
        return row
    try:
        holder_of(house, caller, row.workbook_id, Duty.SCHEDULE)
    except (NotAllowedToWrite, NotYourRole):
        return row
    house.scheduling.confirm(row.workbook_id, caller)
    return house.scheduling.find(row.workbook_id)


def schedule_view(scheduling: Scheduling, row: ScheduleRow) -> dict[str, Any]:
    """As `schedule_schemas.ScheduleView`."""
    return {
        "state": row.state,
        "hour": row.hour,
        "zone": row.zone,
        "days": [DAYS[int(day) - 1] for day in row.days],
        "next_at": iso(row.next_at),
        "text": _said(row),
        "paused": _paused(row),
        "confirmed_by": row.confirmed_by,
        "confirmed_at": iso(row.confirmed_at),
        "confirm_by": iso(row.confirmed_at + scheduling.confirm_within),
        "account": row.service_account,
        "made_by": row.made_by,
        "last": _last(row),
    }


def _said(row: ScheduleRow) -> str:
    if row.next_at is None:
        return "Paused"
    at = row.next_at.astimezone(zone_of(row.zone))
    return f"{at:%A} {at.day} {at:%B}, {at:%H:%M} ({row.zone})"


def _paused(row: ScheduleRow) -> dict[str, str] | None:
    reason = REASONS.get(row.reason)
    if reason is None:
        return None
    title, mend = reason.said(account=row.service_account, by=row.confirmed_by)
    return {"reason": reason.slug, "title": title, "mend": mend}


def _last(row: ScheduleRow) -> dict[str, Any] | None:
    if row.looked_at is None:
        return None
    outcome = row.outcome if row.outcome in {DONE, FAILED} else "unchanged"
    return {"at": iso(row.looked_at), "outcome": outcome}
