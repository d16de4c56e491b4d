"""A night shift in this process before a sandbox: workbooks, their schedules, and the chores by hand."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.jobs.night_bookings import NightBookings
from app.jobs.runs import now
from app.jobs.shift import Shift
from app.jobs.upkeep import Upkeep
from app.store import audit, nights, runs, schedules
from app.store.audit import AuditRow
from app.store.nights import Night
from app.store.runs import RunRow
from app.store.schedules import ScheduleRow
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests
from tests.siege.play import TABLES
from tests.support.sandbox import ANA, SERVICE_ACCOUNT, RunningSandbox

AMPLE = dict.fromkeys(("read", "write", "drive"), 60_000)
HOUR = timedelta(hours=1)


class DriveSays:
    """What a test has Drive say."""

    def __init__(self) -> None:
        self.alone: set[str] = set()
        self.edited: set[str] = set()
        self.asked: list[int] = []

    def unchanged(self, rows: Sequence[ScheduleRow]) -> Collection[str]:
        self.asked.append(len(rows))
        return self.alone & {row.workbook_id for row in rows}

    def edited_after_all(self, rows: Sequence[ScheduleRow], *, asked_at: datetime) -> Collection[str]:
        self.asked.append(len(rows))
        return self.edited & {row.workbook_id for row in rows}


def put_schedule(engine: sa.Engine, book: str, **changes: Any) -> ScheduleRow:
    """A schedule that is due, unless `changes` say otherwise."""
    at = now()
    whole = {
        "workbook_id": book,
        "workspace": "northlight.example",
        "title": "Project",
        "hour": 2,
        "zone": "Europe/Berlin",
        "days": "1234567",
        "next_at": at - HOUR,
        "service_account": SERVICE_ACCOUNT,
        "confirmed_sub": "1",
        "confirmed_by": ANA,
        "confirmed_at": at,
        "made_sub": "1",
        "made_by": ANA,
        "made_at": at,
    }
    row = ScheduleRow(**(whole | changes))
    with engine.begin() as db:
        schedules.put(db, row)
    return row


def put_workbook(sandbox: RunningSandbox, *, shared: bool = True) -> str:
    """A small project that a refresh finds enough in, shared with the service account."""
    book = sandbox.create("Project", writers=[SERVICE_ACCOUNT] if shared else [])
    sheets = [sheet for sheet in template(TABLES) if sheet.name in TABLES]
    made = [*batch_requests(sheets), {"deleteSheet": {"sheetId": 0}}]
    sandbox.json("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": made})
    return book


def log_rows(sandbox: RunningSandbox, book: str) -> list[list[Any]]:
    """The rows of the workbook's Log."""
    found = sandbox.json("GET", f"/v4/spreadsheets/{book}/values/Log!A2:I")
    return list(found.get("values", []))


class House:
    """The shift and its database."""

    def __init__(self, engine: sa.Engine, sandbox: RunningSandbox, shift: Shift, upkeep: Upkeep) -> None:
        self.engine, self.sandbox, self.shift, self.upkeep = engine, sandbox, shift, upkeep
        self.drive: DriveSays
        self.told: list[Night]
        self._at_work = False

    def workbook(self, *, shared: bool = True, **schedule: Any) -> str:
        """A workbook that is due."""
        book = put_workbook(self.sandbox, shared=shared)
        put_schedule(self.engine, book, **schedule)
        return book

    def start(self) -> None:
        """At work."""
        self.upkeep.start()
        self.shift.start()
        self._at_work = True

    def stop(self) -> None:
        if self._at_work:
            self.shift.stop()
            self.upkeep.stop()
            self._at_work = False

    def tick(self, *names: str) -> None:
        """The chores of a minute, or these of them."""
        for name, chore in self.shift.chores.items():
            if not names or name in names:
                chore()

    def runs(self, book: str = "") -> list[RunRow]:
        """Nightly runs, the latest first."""
        with self.engine.connect() as db:
            found = runs.latest_nightly(db, most=1000)
        return [row for row in found if book in {"", row.workbook_id}]

    def schedule(self, book: str) -> ScheduleRow:
        with self.engine.connect() as db:
            found = schedules.find(db, book)
        assert found
        return found

    def acts(self, book: str) -> list[AuditRow]:
        with self.engine.connect() as db:
            return audit.latest(db, workbook_id=book, most=100)

    def nights(self) -> list[Night]:
        with self.engine.connect() as db:
            return nights.latest(db, most=10)

    def wait(self, *, seconds: float = 30) -> None:
        """Until no run waits or is worked on."""
        until = time.monotonic() + seconds
        while any(row.active for row in self.runs()):
            assert time.monotonic() < until, [(row.state, row.phase, row.text) for row in self.runs()]
            time.sleep(0.02)


@contextmanager
def night_house(
    engine: sa.Engine, sandbox: RunningSandbox, bookings: NightBookings | None = None
) -> Iterator[House]:
    upkeep = Upkeep(engine)
    drive, told = DriveSays(), list[Night]()
    shift = Shift(
        engine,
        upkeep,
        NightAccess(
            [sandbox.data_dir / "service_account.json"],
            sheets_url=sandbox.url,
            drive_url=sandbox.url,
            quota=Quota(engine, Limits(user=AMPLE, project=AMPLE), by_night=True),
            largest_answer=50_000_000,
            most_cells=100_000,
        ),
        domains=frozenset({"northlight.example"}),
        confirm_within=timedelta(days=90),
        seconds=60,
        slots=4,
        clock=False,
        drive=drive,
        after={"told": told.append},
        bookings=bookings,
    )
    house = House(engine, sandbox, shift, upkeep)
    house.drive, house.told = drive, told
    try:
        yield house
    finally:
        house.stop()
        sandbox.faults()
