"""`GET /v1/runs/{run_id}`: how far a refresh is, or what came of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.api.access import run_of
from app.api.problems import declare
from app.api.schemas import RunView
from app.api.security import House, Known
from app.api.views import answer, run_view

router = APIRouter(prefix="/v1", tags=["runs"])

RunId = Annotated[
    str, Path(description="The run's id.", pattern="^[0-9a-f]{32}$", examples=["9f0c" + "0" * 28])
]


@router.get(
    "/runs/{run_id}",
    operation_id="read_run",
    summary="Follow a refresh",
    response_model=RunView,
    responses=declare(401, 403, 404, 429, 500, 503, 504),
)
def read_run(run_id: RunId, caller: Known, house: House) -> Response:
    """The run, for whoever may open its workbook now."""
    return answer(run_view(house.runs, run_of(house, caller, run_id)))
