"""Whether the process lives, whether it can work, and what it counts."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from app.api.problems import declare, document, respond
from app.api.rooms import Rooms
from app.api.security import House
from app.api.views import answer
from app.store.migrate import at_head

router = APIRouter(tags=["health"])

DATABASE_SECONDS = 1.0


class Health(BaseModel):
    """Each part, and how it is."""

    status: str = Field(description="`ok`, or what is wrong.", examples=["ok"])
    checks: dict[str, str] = Field(
        default={}, description="By part.", examples=[{"database": "ok", "identity": "ok"}]
    )


@router.get("/livez", operation_id="livez", summary="The process answers", response_model=Health)
async def livez() -> Response:
    """Answers as long as the process does."""
    return answer({"status": "ok", "checks": {}})


@router.get(
    "/readyz",
    operation_id="readyz",
    summary="The service can work",
    response_model=Health,
    responses=declare(503),
)
async def readyz(house: House) -> Response:
    """Database within a second, its tables the newest, and somebody allowed in."""
    checks = {
        "database": await _database(house),
        "identity": "ok"
        if house.settings.configured
        else "client ids or domains are not set: nobody may come in",
    }
    if set(checks.values()) == {"ok"}:
        return answer({"status": "ok", "checks": checks})
    wrong = "; ".join(f"{part}: {state}" for part, state in checks.items() if state != "ok")
    return respond({**document("not-ready", "Not ready", 503, detail=wrong), "checks": checks})


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics() -> Response:
    """Counts and times of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _database(house: Rooms) -> str:
    try:
        current = await asyncio.wait_for(asyncio.to_thread(_newest, house.engine), DATABASE_SECONDS)
    except (SQLAlchemyError, TimeoutError):
        return "does not answer"
    return "ok" if current else "its tables are not the newest"


def _newest(engine: sa.Engine) -> bool:
    with engine.connect() as db:
        db.execute(sa.text("SELECT 1"))
    return at_head(engine)
