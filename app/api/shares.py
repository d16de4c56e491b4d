"""`/v1/workbooks/{spreadsheet_id}/shares`: preview, share with a client, publish again, look, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.api.access import holder_of
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.rooms import Rooms
from app.api.security import House, Known
from app.api.share_schemas import AgainRequest, PreviewAnswer, ShareRequest, SharesView, ShareView
from app.api.views import answer, iso
from app.errors import NotAllowedToWrite, NotYourRole, ShareNotFound
from app.google.caller import Caller
from app.jobs.runs import now
from app.roles import Duty
from app.sharing.last_day import day_of
from app.store import audit, shares
from app.store.audit import Act, AuditRow
from app.store.shares import ReportRow, ShareRow

if TYPE_CHECKING:
    from app.api.share_acts import Sharing

router = APIRouter(prefix="/v1", tags=["shares"])

REFUSED = declare(401, 403, 404, 409, 413, 429, 500, 503, 504)
LINK = "https://docs.google.com/spreadsheets/d/{}"

ShareId = Annotated[
    str, Path(description="Id of the share.", pattern="^[0-9a-f]{32}$", examples=["5b1e" + "0" * 28])
]


@router.post(
    "/workbooks/{spreadsheet_id}/shares",
    operation_id="share",
    summary="Share with a client, or look at what they would see",
    status_code=201,
    response_model=ShareView,
    responses={200: {"model": PreviewAnswer, "description": "A preview; nothing was shared"}, **REFUSED},
)
def share(spreadsheet_id: SpreadsheetId, wish: ShareRequest, caller: Known, house: House) -> Response:
    """Build a workbook for the client from an allow-list of values, scan it, and only then share it.

    For editors whom the operator allows to. With `preview` nothing is made: the answer is what they'd see.
    """
    sharing = _sharing(house, caller, spreadsheet_id)
    if wish.preview:
        return answer({"preview": sharing.preview(wish)})
    return answer(_view(house, sharing.publish(wish)), 201)


@router.get(
    "/workbooks/{spreadsheet_id}/shares",
    operation_id="list_shares",
    summary="What is shared with the client, and what went out when",
    response_model=SharesView,
    responses=REFUSED,
)
def list_shares(spreadsheet_id: SpreadsheetId, caller: Known, house: House) -> Response:
    """The shares of the workbook, the latest first; for those who may share it."""
    _admit(house, caller, spreadsheet_id)
    rows = _known(house, caller, spreadsheet_id)
    views = [_view(house, row) for row in rows]
    client = rows[0].client if rows else ""
    return answer({"workbook_id": spreadsheet_id, "client": client, "shares": views})


@router.get(
    "/workbooks/{spreadsheet_id}/shares/{share_id}",
    operation_id="read_share",
    summary="One share",
    response_model=ShareView,
    responses=REFUSED,
)
def read_share(spreadsheet_id: SpreadsheetId, share_id: ShareId, caller: Known, house: House) -> Response:
    """One share with what went out when."""
    _admit(house, caller, spreadsheet_id)
    for row in _known(house, caller, spreadsheet_id):
        if row.id == share_id:
            return answer(_view(house, row))
    raise ShareNotFound


@router.post(
    "/workbooks/{spreadsheet_id}/shares/{share_id}",
    operation_id="share_again",
    summary="Publish again behind the same link",
    response_model=ShareView | PreviewAnswer,
    responses=REFUSED,
)
def share_again(
    spreadsheet_id: SpreadsheetId,
    share_id: ShareId,
    caller: Known,
    house: House,
    wish: AgainRequest | None = None,
) -> Response:
    """The workbook as it is now, to those who have the link: built apart, scanned, then put in its place."""
    sharing = _sharing(house, caller, spreadsheet_id)
    if wish is not None and wish.preview:
        return answer({"preview": sharing.preview_again(share_id)})
    return answer(_view(house, sharing.republish(share_id)))


class Trash(BaseModel):
    """What becomes of the file."""

    model_config = ConfigDict(extra="forbid")

    trash: bool = Field(
        default=True, description="Put the client's file into the trash too.", examples=[True]
    )


@router.delete(
    "/workbooks/{spreadsheet_id}/shares/{share_id}",
    operation_id="revoke_share",
    summary="Take it back",
    response_model=ShareView,
    responses=REFUSED,
)
def revoke_share(
    spreadsheet_id: SpreadsheetId,
    share_id: ShareId,
    caller: Known,
    house: House,
    asked: Annotated[Trash, Query()],
) -> Response:
    """Nobody but its owner can open the client's file any more; what was downloaded can't be called back.

    A second time comes to the same as once.
    """
    sharing = _sharing(house, caller, spreadsheet_id)
    return answer(_view(house, sharing.revoke(share_id, trash=asked.trash)))


def _sharing(house: Rooms, caller: Caller, workbook_id: str) -> Sharing:
    """For whoever may share the workbook now."""
    _admit(house, caller, workbook_id)
    from app.api.share_acts import Sharing

    return Sharing(house, caller, workbook_id)


def _known(house: Rooms, caller: Caller, workbook_id: str) -> list[ShareRow]:
    """The workbook's shares, for whom was let in. Where no night ends them, a visit tells which are over."""
    with house.engine.connect() as db:
        rows = shares.of_workbook(db, workbook_id)
    if any(row.open and row.over(now()) for row in rows):
        from app.api.share_acts import Sharing

        Sharing(house, caller, workbook_id).mark_over()
        with house.engine.connect() as db:
            rows = shares.of_workbook(db, workbook_id)
    return rows


def _admit(house: Rooms, caller: Caller, workbook_id: str) -> None:
    """Lets in whoever may edit the workbook now and has the duty; a refusal is noted."""
    try:
        holder_of(house, caller, workbook_id, Duty.SHARE)
    except (NotAllowedToWrite, NotYourRole) as refusal:
        with house.engine.begin() as db:
            audit.add(
                db,
                AuditRow(
                    at=now(),
                    actor_sub=caller.sub,
                    actor_email=caller.email,
                    act=Act.SHARE_REFUSED,
                    workbook_id=workbook_id,
                    run_id=None,
                    details={"error": refusal.slug},
                ),
            )
        raise


def _view(house: Rooms, row: ShareRow) -> dict[str, Any]:
    """As `share_schemas.ShareView`."""
    with house.engine.connect() as db:
        reports = shares.reports(db, row.id)
    over = row.open and row.over(now())  # its end may be noted a minute later, but it is one
    half_made = row.state in {shares.BUILDING, shares.FAILED}  # to be looked at, and taken back
    reachable = half_made or (row.open and not over)
    link = LINK.format(row.file_id) if row.file_id and reachable else None
    return {
        "id": row.id,
        "state": shares.EXPIRED if over else row.state,
        "reason": row.reason,
        "title": row.title,
        "client": row.client,
        "recipients": list(row.recipients),
        "role": row.role,
        "sections": list(row.sections),
        "language": row.language,
        "until": day_of(row.until).isoformat() if row.until else None,
        "nightly": row.nightly,
        "link": link,
        "pdf": f"{link}/export?format=pdf" if link else None,
        "number": row.number,
        "by": row.owner_email,
        "made_at": iso(row.made_at),
        "reports": [_report(one) for one in reports],
    }


def _report(one: ReportRow) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": iso(one.at),
        "by": one.by_email,
        "as_at": one.status_date.isoformat(),
        "sha256": one.sha256,
        "state": one.state,
    }
