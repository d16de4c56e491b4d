"""One workbook, its nights before a sandbox, and one edit at a moment of the story; time is the sandbox's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import requests
import sqlalchemy as sa
from requests.adapters import HTTPAdapter

from app.google.deadline import Deadline
from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.google.transport import Wire
from app.jobs.engine import Jobs
from app.jobs.night import SETTLED
from app.jobs.night_refreshing import NightRefreshing
from app.jobs.night_runs import NightRuns
from app.jobs.unchanged import edited_after_all, unchanged
from app.refresh import refresh
from app.sandbox.app import state_of
from app.store import runs as run_rows
from app.workbook.from_sheets import book_of
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import FIELDS, Spreadsheet
from tests.night.house import AMPLE, put_schedule, put_workbook
from tests.support.sandbox import ANA, SERVICE_ACCOUNT, RunningSandbox

DAY = timedelta(days=1)
Told = Callable[[str], None]


class Clock:
    """The time at Google, and ours; seconds pass when somebody says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class ToldRuns(NightRuns):
    """Tells of each phase, and of the end before it is written down."""

    told: Told

    def tell(self, run_id: str, *, phase: str, step: int, text: str) -> bool:
        self.told(phase)
        return super().tell(run_id, phase=phase, step=step, text=text)


class ToldAdapter(HTTPAdapter):
    """Tells when Google has answered the write: it has landed, and we don't know it yet."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        answer = super().send(request, *args, **more)
        if str(request.url).partition("?")[0].endswith(":batchUpdate"):
            self._told("landed")
        return answer


@dataclass
class Story:
    """One workbook, its nights, and one edit at the moment called `edit_at` of a night.

    `note`: the cell into which a remark is typed then, in place of an amount.
    """

    engine: sa.Engine
    sandbox: RunningSandbox
    clock: Clock
    edit_at: str = ""
    note: str = ""
    edited_on: datetime | None = None
    moments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.access: NightAccess | None = None
        self.begin()

    def begin(self) -> None:
        """A workbook of its own, never refreshed."""
        self.close()
        self.moments, self.edited_on = [], None
        self.book = put_workbook(self.sandbox)
        self.schedule = put_schedule(self.engine, self.book)
        self.access = NightAccess(
            [self.sandbox.data_dir / "service_account.json"],
            sheets_url=self.sandbox.url,
            drive_url=self.sandbox.url,
            quota=Quota(self.engine, Limits(user=AMPLE, project=AMPLE), by_night=True),
            largest_answer=50_000_000,
            most_cells=100_000,
            wire=Wire(ToldAdapter(self.moment)),
        )
        self.runs = ToldRuns(self.engine, Jobs(self.engine), owner="this")
        self.runs.told = self.moment
        self.refreshing = NightRefreshing(self.engine, self.access, self.runs, seconds=60, clock=self.clock)

    def close(self) -> None:
        if self.access is not None:
            self.access.close()

    def moment(self, name: str) -> None:
        """A moment of the story, a second after the last; the edit, if this is its."""
        self.clock.later(1)
        self.moments.append(name)
        if name == self.edit_at:
            self.edit_at = ""
            if self.note:
                self.type(self.note, "ask Ana")
            else:
                self.edit()
            self.clock.later(0.5)

    def edit(self) -> None:
        """A person types an amount that the forecast rests on."""
        self.edited_on, before = self.clock.now, self.estimate()
        self.type("Actuals!F5", 98_765)
        assert self.estimate() != before

    def type(self, where: str, value: Any) -> None:
        """A person types into a cell."""
        self.sandbox.json(
            "PUT",
            f"/v4/spreadsheets/{self.book}/values/{where}",
            params={"valueInputOption": "USER_ENTERED"},
            json={"values": [[value]]},
        )

    def night(self) -> int:
        """Ask Drive, refresh what changed, ask again once it had time; how many requests Sheets had."""
        self.sandbox.clear_requests()
        mine, asked_at = {self.book: SERVICE_ACCOUNT}, self.clock.now
        alone = unchanged(self.engine, self.access, mine, deadline=Deadline.after(60))
        self.moment("asked")
        if not alone:
            self.refresh()
        self.clock.later(SETTLED.total_seconds())
        self.moment("settled")
        if alone:
            late = edited_after_all(
                self.engine, self.access, mine, asked_at=asked_at, deadline=Deadline.after(60)
            )
            self.moment("asked again")
            if late:
                self.refresh()
        self.moment("night over")
        by_night = [one for one in self.sandbox.requests() if one["identity"] == SERVICE_ACCOUNT]
        assert sum(one["service"] == "drive" for one in by_night) <= 3
        return sum(one["service"] == "sheets" for one in by_night)

    def refresh(self) -> None:
        queued = self.runs.queue_again(self.schedule)
        assert queued
        row = self.runs.take(queued.id)
        assert row
        done = self.refreshing(row)
        self.moment("before the record")
        assert self.runs.done(row, done)
        self.moment("recorded")

    def up_to_date(self) -> bool:
        """Whether the last result is what the workbook as it stands comes to."""
        with self.engine.connect() as db:
            (last,) = run_rows.history(db, self.book, most=1)
        return last.eac == self.estimate()

    def estimate(self) -> float:
        """The estimate at completion of the workbook as it stands, without writing anything."""
        found = self.sandbox.json("GET", f"/v4/spreadsheets/{self.book}", params={"fields": FIELDS})
        outcome = refresh(_Standing(found), run_id="x", now=self.clock.now, by=ANA)
        scale = 10**outcome.project.minor_digits
        return float(outcome.forecast.cost.project.eac[0]) / scale


class _Standing:
    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    def read(self) -> Any:
        return book_of(msgspec.convert(self._found, Spreadsheet))

    def write(self, _plan: WritePlan) -> None:
        """Not meant."""


@contextmanager
def time_at_google(sandbox: RunningSandbox) -> Iterator[Clock]:
    """The sandbox's time is the story's."""
    store, made = state_of(sandbox.app).store, Clock()
    real, store.clock = store.clock, made
    try:
        yield made
    finally:
        store.clock = real
        sandbox.faults()
