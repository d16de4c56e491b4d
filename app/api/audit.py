"""`GET /v1/workbooks/{spreadsheet_id}/audit`: who did what to a workbook, for those who may edit it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.api.access import editor_of
from app.api.audit_schemas import AuditView
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.security import House, Known
from app.api.views import answer, iso
from app.jobs.acts import said
from app.store import audit
from app.store.audit import AuditRow

router = APIRouter(prefix="/v1", tags=["workbooks"])

AT_ONCE, MOST = 50, 500


class Asked(BaseModel):
    """How much is asked for."""

    model_config = ConfigDict(extra="forbid")

    most: int = Field(default=AT_ONCE, description="How many acts at most.", ge=1, le=MOST, examples=[20])


@router.get(
    "/workbooks/{spreadsheet_id}/audit",
    operation_id="read_audit",
    summary="Who did what",
    response_model=AuditView,
    responses=declare(401, 403, 404, 429, 500, 503, 504),
)
def read_audit(
    spreadsheet_id: SpreadsheetId,
    caller: Known,
    house: House,
    asked: Annotated[Asked, Query()],
) -> Response:
    """The latest acts on the workbook, for whoever may edit it now.

    Google is asked by a write that leaves nothing behind, because it tells nobody's role otherwise.
    """
    editor_of(
        house,
        caller,
        spreadsheet_id,
        otherwise="What was done to this workbook is shown to those who may edit it: your account may not.",
    )
    with house.engine.connect() as db:
        rows = audit.of_workbook(db, spreadsheet_id, most=asked.most)
    return answer({"workbook_id": spreadsheet_id, "acts": [_view(row) for row in rows]})


def _view(row: AuditRow) -> dict[str, Any]:
    """As `audit_schemas.ActView`."""
    return {
        "at": iso(row.at),
        "by": row.actor_email,
        "act": row.act.value,
        "text": said(row),
        "run_id": row.run_id,
        "touched": list(row.details.get("touched", ())),
        "error": row.details.get("error"),
    }
