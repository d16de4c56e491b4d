"""`GET /v1/workbooks/{spreadsheet_id}`: what is kept of a workbook."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.api.access import about_of
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.schedule import renew, schedule_view
from app.api.schemas import WorkbookView
from app.api.security import House, Known
from app.api.views import answer, run_view, summary_view
from app.google.account_names import account_for
from app.store import runs, schedules

router = APIRouter(prefix="/v1", tags=["workbooks"])

HISTORY = 24  # two years of month ends


@router.get(
    "/workbooks/{spreadsheet_id}",
    operation_id="read_workbook",
    summary="Last result and history",
    response_model=WorkbookView,
    responses=declare(401, 403, 404, 429, 500, 503, 504),
)
def read_workbook(spreadsheet_id: SpreadsheetId, caller: Known, house: House) -> Response:
    """The last result, the run under way, and the runs before, for whoever may open the workbook now."""
    title, time_zone = about_of(house, caller, spreadsheet_id)
    with house.engine.connect() as db:
        active = runs.active(db, spreadsheet_id)
        last = runs.last(db, spreadsheet_id)
        history = runs.history(db, spreadsheet_id, most=HISTORY)
        schedule = schedules.find(db, spreadsheet_id)
    schedule = renew(house, caller, schedule)
    return answer(
        {
            "workbook": {"id": spreadsheet_id, "title": title},
            "active_run": active.id if active else None,
            "last": run_view(house.runs, last) if last else None,
            "history": [summary_view(one) for one in history],
            "schedule": schedule_view(house.scheduling, schedule) if schedule else None,
            "nightly": {
                "account": account_for(spreadsheet_id, house.accounts) if house.accounts else None,
                "time_zone": time_zone,
            },
            "shares": [],
        }
    )
