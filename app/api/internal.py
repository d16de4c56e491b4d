"""`POST /internal/tick`: the operator's scheduler, and nobody else, has the chores of the minute done.

It carries Google's own proof of who is calling, made for this service; no person's token opens this door. It
names no workbook: what is due stands in the database.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.security import House
from app.api.views import answer
from app.errors import IdentityError
from app.jobs.outside_clock import queue_tick
from app.jobs.runs import now
from app.metrics import IDENTITY

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/tick")
def tick(request: Request, house: House) -> Response:
    """Queues the tick and answers at once: a worker does it. Asked twice in a minute it is one."""
    given = request.headers.getlist("authorization")
    try:
        house.google.scheduler.check(given[0] if len(given) == 1 else "")
    except IdentityError as error:
        IDENTITY.labels(error.slug).inc()
        raise
    return answer({"tick": queue_tick(house.engine, now())}, 202)
