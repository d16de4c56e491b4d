"""`GET` and `POST /v1/workbooks/{spreadsheet_id}/adoption`: a person's own tables, proposed and confirmed."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from app.api.access import editor_of
from app.api.adoption_schemas import AdoptedView, AdoptionRequest, AdoptionView
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.security import House, Known
from app.api.views import answer
from app.jobs.adopting import Wish

router = APIRouter(prefix="/v1", tags=["adoption"])
LONGEST_NAME = 200
REFUSED = declare(401, 403, 404, 409, 413, 422, 429, 500, 503, 504)


@router.get(
    "/workbooks/{spreadsheet_id}/adoption",
    operation_id="propose_adoption",
    summary="What a workbook's own tables could stand in for",
    response_model=AdoptionView,
    responses=REFUSED,
)
def propose_adoption(spreadsheet_id: SpreadsheetId, caller: Known, house: House) -> Response:
    """Reads the workbook as its caller and writes nothing."""
    return answer(house.adopting.offer(spreadsheet_id, caller))


@router.post(
    "/workbooks/{spreadsheet_id}/adoption",
    operation_id="confirm_adoption",
    summary="Read a workbook's own tables from now on",
    response_model=AdoptedView,
    responses=REFUSED,
)
def confirm_adoption(
    spreadsheet_id: SpreadsheetId, wish: AdoptionRequest, caller: Known, house: House
) -> Response:
    """Remembers the mapping in the workbook, for its editors; adds a Settings tab if there is none.

    Nothing that a person made is changed.
    """
    editor_of(
        house, caller, spreadsheet_id, otherwise="Only who may edit the workbook can say how it is read."
    )
    settings: dict[str, str | date] = {"currency": wish.currency}
    if wish.project:
        settings["project"] = wish.project[:LONGEST_NAME]
    if wish.status_date:
        settings["status_date"] = wish.status_date
    confirmed = Wish(
        feeds={table.key: tuple(table.feeds) for table in wish.tables},
        roles={table.key: {one.column: one.role for one in table.roles} for table in wish.tables},
        settings=settings,
    )
    return answer(house.adopting.confirm(spreadsheet_id, caller, confirmed))
