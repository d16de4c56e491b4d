"""`create_app`: wires the rooms of the service together, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import FastAPI

from app.api import (
    adoption,
    audit,
    health,
    imports,
    internal,
    movement,
    problems,
    refresh,
    runs,
    schedule,
    shares,
    undo,
    workbooks,
)
from app.api.document import openapi_of
from app.api.envelope import Envelope
from app.api.rooms import Rooms
from app.api.visits import Visits
from app.google.access import Addresses, GoogleAccess
from app.google.account_names import account_names
from app.google.policy import Admission
from app.google.quota import Limits, Quota
from app.jobs import work
from app.jobs.adopting import Adopting
from app.jobs.interactive import Interactive
from app.jobs.runs import Runs
from app.jobs.scheduling import Scheduling
from app.jobs.upkeep import Upkeep
from app.limits import Limit
from app.settings import Settings
from app.store.engine import make_engine
from app.store.migrate import DatabaseBehind, at_head, upgrade
from app.worker import NightHere, at_night

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.google.transport import Wire

VERSION = "0.1.0"


def create_app(settings: Settings | None = None, *, wire: Wire | None = None) -> FastAPI:
    """The service. Tests hand in a wire of their own in place of the one to Google."""
    settings = settings or Settings()
    engine = make_engine(settings.database)
    upkeep = Upkeep(engine)
    google = GoogleAccess(
        Addresses(
            sheets=settings.sheets_url,
            drive=settings.drive_url,
            certificates=settings.certificates_url,
            tokeninfo=settings.tokeninfo_url,
        ),
        Admission(
            client_ids=frozenset(settings.client_ids),
            domains=frozenset(settings.domains),
            scheduler_email=settings.scheduler_email,
            scheduler_audience=settings.scheduler_audience,
        ),
        quota=Quota(engine, limits_of(settings)),
        largest_answer=settings.largest_answer_megabytes * 1_000_000,
        most_cells=settings.largest_workbook_cells,
        wire=wire,
    )
    interactive = Interactive(
        Runs(engine),
        work.refreshing(
            engine,
            google,
            seconds=settings.run_seconds,
            workbook_limit=Limit(
                engine,
                "workbook",
                per_minute=settings.refreshes_per_minute_workbook,
                detail="This workbook was refreshed too often in the last minute.",
            ),
        ),
        owner=upkeep.worker_id,
        at_once=settings.runs_at_once,
        each=settings.runs_at_once_caller,
    )

    night = (
        NightHere(settings, engine, upkeep, limits_of(settings), wire=wire) if at_night(settings) else None
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(prepare, settings, engine)
        await asyncio.to_thread(upkeep.start)
        warming = work.warm_up()
        if night is not None:
            night.start_soon()
        yield
        warming.cancel()
        if night is not None:
            await asyncio.to_thread(night.stop)
        await asyncio.to_thread(interactive.close)
        await asyncio.to_thread(upkeep.stop)
        google.close()
        engine.dispose()

    app = FastAPI(
        title="Plumbline",
        version=VERSION,
        description="Forecasts, flags and remedies for project workbooks in Google Sheets.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=problems.declare(400, 405, 408, 413, 422),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.rooms = Rooms(
        settings=settings,
        engine=engine,
        google=google,
        visits=Visits(engine, per_minute=settings.requests_per_minute_caller),
        runs=Runs(engine),
        interactive=interactive,
        adopting=Adopting(engine, google, seconds=settings.run_seconds),
        scheduling=Scheduling(engine, confirm_within=timedelta(days=settings.confirm_days)),
        accounts=account_names(settings.service_account_files),
    )
    people = (
        ()
        if settings.role == "worker"
        else (refresh, undo, adoption, imports, runs, movement, workbooks, schedule, shares, audit)
    )
    for door in (*people, internal, health):
        app.include_router(door.router)
    problems.install(app)
    app.add_middleware(
        Envelope,
        largest=settings.largest_request_kilobytes * 1000,
        larger={imports.PATHS: imports.LARGEST_BODY},
    )
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign]
    return app


def limits_of(settings: Settings) -> Limits:
    """Google's limits, as the settings have them."""
    return Limits(
        user={
            "read": settings.reads_per_minute_user,
            "write": settings.writes_per_minute_user,
            "drive": settings.drive_per_minute_user,
        },
        project={
            "read": settings.reads_per_minute_project,
            "write": settings.writes_per_minute_project,
            "drive": settings.drive_per_minute_project,
        },
    )


def prepare(settings: Settings, engine: sa.Engine) -> None:
    """Bring the tables up to date where that is this process's business, else demand that they are.

    A SQLite file, or a database in development, is this process's own. A shared PostgreSQL is upgraded once,
    as a step of the deployment, and not by whichever process starts first.
    """
    if at_head(engine):
        return
    if engine.dialect.name != "sqlite" and settings.environment != "development":
        raise DatabaseBehind
    upgrade(settings.database)
