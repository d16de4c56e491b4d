"""`POST /v1/workbooks/{spreadsheet_id}/undo`: take the last refresh back."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import declare
from app.api.refresh import RefreshRequest, SpreadsheetId
from app.api.schemas import UndoneView
from app.api.security import House, Known
from app.api.views import answer
from app.jobs.runs import now

router = APIRouter(prefix="/v1", tags=["refresh"])


@router.post(
    "/workbooks/{spreadsheet_id}/undo",
    operation_id="undo",
    summary="Undo the last refresh",
    response_model=UndoneView,
    responses=declare(401, 403, 404, 409, 413, 429, 500, 503, 504),
)
def undo(
    spreadsheet_id: SpreadsheetId, caller: Known, house: House, _body: RefreshRequest | None = None
) -> Response:
    """Put back, cell by cell, what the last refresh replaced, as the caller.

    Google allows it to editors alone. Refused, with the reasons, where somebody has since changed what would
    be put back. The refresh before is then the last one; it cannot be undone as well.
    """
    from app.jobs.undoing import Undoing  # numpy and the formats of locales: not at every start

    undoing = Undoing(house.engine, house.google, seconds=house.settings.run_seconds, clock=now)
    done = undoing(spreadsheet_id, caller)
    tabs, deleted = len(done.tabs), len(done.tabs_deleted)
    text = f"Undone: {tabs} {'tab' if tabs == 1 else 'tabs'} put back as before"
    text += f", {deleted} of them taken away again." if deleted else "."
    return answer(
        {
            "run_id": done.run_id,
            "text": text,
            "tabs": list(done.tabs),
            "tabs_deleted": list(done.tabs_deleted),
            "formats_later": list(done.formats_later),
        }
    )
