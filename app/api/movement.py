"""`GET /v1/runs/{run_id}/movement`: why the forecast moved from that refresh to the latest one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.api.access import run_of
from app.api.problems import declare
from app.api.runs import RunId
from app.api.schemas import MovementView
from app.api.security import House, Known
from app.api.views import answer

router = APIRouter(prefix="/v1", tags=["runs"])


@router.get(
    "/runs/{run_id}/movement",
    operation_id="read_movement",
    summary="Why the forecast moved since a refresh",
    response_model=MovementView,
    responses=declare(401, 403, 404, 409, 429, 500, 503, 504),
)
def read_movement(run_id: RunId, caller: Known, house: House) -> Response:
    """From this refresh to the workbook's latest, for whoever may open the workbook now."""
    from app.jobs.movements import movement_from  # loads numpy, which the service's start does without

    return answer(movement_from(house.engine, run_of(house, caller, run_id)))
