"""A night shift before a sandbox at Google's quotas, on a clock of its own: all true but the waiting."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa

from app import logs
from app.bench.servers import free_port, process
from app.bench.virtual_time import VirtualTime
from app.bench.workload import Row
from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.jobs import engine as night_engine
from app.jobs.night_refreshing import NightRefreshing
from app.jobs.nightly import Nightly
from app.jobs.shift import Shift
from app.jobs.unchanged import edited_after_all, unchanged
from app.jobs.upkeep import Upkeep
from app.store import schedules
from app.store.engine import make_engine
from app.store.migrate import upgrade
from app.store.schedules import ScheduleRow
from app.store.tables import run
from app.worker import accounts_of
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests

GOOGLES = Limits(
    user={"read": 60, "write": 60, "drive": 12_000}, project={"read": 300, "write": 300, "drive": 12_000}
)
SLOTS = 16
RUN_SECONDS = 3_600.0  # of the virtual clock: nobody is in a hurry here
ASK_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class NightCost:
    """What one night asked of Google, and what it took. `minutes` are virtual, `cpu_seconds` are ours."""

    refreshed: int
    sheets_reads: int
    sheets_writes: int
    drive: int
    refused: int
    minutes: float
    cpu_seconds: float


class _Shift(Shift):
    """Works on the virtual clock."""

    time: VirtualTime

    @cached_property
    def _nightly(self) -> Nightly:
        work = NightRefreshing(
            self._engine, self._google, self._runs, seconds=RUN_SECONDS, deadline=self.time.deadline
        )
        return Nightly(self._runs, work, after_failure=self._scheduling.after_failure)

    def refresh(self, run_id: str) -> str:
        with self.time.working():
            return super().refresh(run_id)


class _Drive:
    """Asks Drive as the night does, on the virtual clock."""

    def __init__(self, engine: sa.Engine, google: NightAccess, time_: VirtualTime) -> None:
        self._engine, self._google, self._time = engine, google, time_

    def unchanged(self, rows: Sequence[ScheduleRow]) -> Collection[str]:
        with self._time.working():
            deadline = self._time.deadline(RUN_SECONDS)
            return unchanged(self._engine, self._google, accounts_of(rows), deadline=deadline)

    def edited_after_all(self, rows: Sequence[ScheduleRow], *, asked_at: datetime) -> Collection[str]:
        with self._time.working():
            return edited_after_all(
                self._engine,
                self._google,
                accounts_of(rows),
                asked_at=asked_at,
                deadline=self._time.deadline(RUN_SECONDS),
            )


class NightHouse:
    """Workbooks at `google`, their schedules, and a shift that is at work."""

    def __init__(self, google: str, key_file: Path, engine: sa.Engine) -> None:
        self.google, self.engine = google, engine
        people = self._sandbox("GET", "people")
        self.owner = str(people[0]["email"])
        self.account = next(str(one["email"]) for one in people if one["kind"] == "service")
        self._hours, self._not_ours = 9.0, 0.0
        self.time = VirtualTime(self._advance)
        access = NightAccess(
            [key_file],
            sheets_url=google,
            drive_url=google,
            quota=Quota(engine, GOOGLES, by_night=True, now=self.time.now),
            largest_answer=200_000_000,
            most_cells=1_000_000,
        )
        self.access, self._drive = access, _Drive(engine, access, self.time)
        self._upkeep = Upkeep(engine)
        self.shift = _Shift(
            engine,
            self._upkeep,
            access,
            domains=frozenset({self.owner.partition("@")[2]}),
            confirm_within=timedelta(days=90),
            seconds=RUN_SECONDS,
            slots=SLOTS,
            clock=False,
            drive=self._drive,
            after={},
        )
        self.shift.time = self.time

    def start(self) -> None:
        """Take runs from now on."""
        self._upkeep.start()
        self.shift.start()

    def stop(self) -> None:
        """No more."""
        self.shift.stop()
        self._upkeep.stop()

    def workbooks(self, tables: Mapping[str, list[Row]], *, count: int) -> list[str]:
        """So many workbooks alike, shared with the service account, each with a schedule."""
        wish = {"name": "Project", "owner": self.owner, "writers": [self.account]}
        first = str(self._sandbox("POST", "files", json=wish)["spreadsheet_id"])
        self._sheets(
            "POST",
            f"{first}:batchUpdate",
            json={"requests": [*batch_requests(template(tables)), {"deleteSheet": {"sheetId": 0}}]},
        )
        return [first, *self.copies(first, count=count - 1, owner=self.owner)]

    def copies(self, like: str, *, count: int, owner: str) -> list[str]:
        """So many workbooks like that one."""
        wish = {"name": "Project", "owner": owner, "copy_of": like, "copies": count}
        shared = {} if owner == self.account else {"writers": [self.account]}
        made: list[str] = self._sandbox("POST", "files", json={**wish, **shared})["spreadsheet_ids"]
        return made

    def edit(self, workbooks: Sequence[str]) -> None:
        """Their owner books two hours more to the first entry of each."""
        for workbook_id in workbooks:
            self._sheets(
                "PUT",
                f"{workbook_id}/values/Actuals!E2",
                params={"valueInputOption": "RAW"},
                json={"values": [[self._hours]]},
            )
        self._hours += 2

    def due(self, workbooks: Sequence[str]) -> None:
        """Their schedules come due."""
        at = datetime.now(UTC)
        with self.engine.begin() as db:
            for workbook_id in workbooks:
                schedules.put(db, self._schedule(workbook_id, at))

    def night(self, workbooks: Sequence[str]) -> NightCost:
        """From the moment they are due until the last is done, Drive's second question included."""
        self._a_day_passes()
        self.due(workbooks)
        self._sandbox("PUT", "quota", json=_at_google())
        self._sandbox("DELETE", "requests")
        asked_at, began, cpu = datetime.now(UTC), self.time.now(), time.process_time()
        self.shift.chores["start_due"]()
        with self.engine.connect() as db:
            alone = schedules.left_alone(db, datetime.now(UTC))
        self._not_ours = 0.0
        while self._active():
            time.sleep(0.2)
        if alone:
            self._drive.edited_after_all(alone, asked_at=asked_at)
        cpu, minutes = time.process_time() - cpu - self._not_ours, (self.time.now() - began) / 60
        return self._cost(minutes=minutes, cpu=cpu)

    def _sheets(self, method: str, path: str, **asked: Any) -> None:
        """One request as the owner, whose own quota is out of the way: a person types over a whole day."""
        self.no_quota()
        answer = requests.request(
            method,
            f"{self.google}/v4/spreadsheets/{path}",
            headers={"Authorization": f"Bearer {self.owners_token}"},
            timeout=ASK_SECONDS,
            **asked,
        )
        answer.raise_for_status()

    def no_quota(self) -> None:
        """Google's quotas are out of the way until the next night."""
        self._sandbox("PUT", "quota", json={})

    def _cost(self, *, minutes: float, cpu: float) -> NightCost:
        asked = [one for one in self._sandbox("GET", "requests") if one["identity"] == self.account]
        sheets = [one for one in asked if one["service"] == "sheets"]
        writes = sum(one["kind"] == "write" for one in sheets)
        return NightCost(
            refreshed=writes,
            sheets_reads=len(sheets) - writes,
            sheets_writes=writes,
            drive=len(asked) - len(sheets),
            refused=sum(one["status"] in {403, 429} for one in asked),
            minutes=minutes,
            cpu_seconds=cpu,
        )

    def _a_day_passes(self) -> None:
        """For the schedules: the runs so far were last night's. At Google it is the same minute."""
        with self.engine.begin() as db:
            for row in db.execute(sa.select(run.c.id, run.c.created_at)).all():
                earlier = {"created_at": row.created_at - timedelta(days=1)}
                db.execute(sa.update(run).where(run.c.id == row.id).values(**earlier))

    def _active(self) -> bool:
        with self._measuring(), self.engine.connect() as db:
            return db.scalar(sa.select(run.c.id).where(run.c.ended_at.is_(None)).limit(1)) is not None

    @contextmanager
    def _measuring(self) -> Iterator[None]:
        """Processor time that goes into the measurement, and not into the night."""
        began = time.thread_time()
        yield
        self._not_ours += time.thread_time() - began

    def _schedule(self, workbook_id: str, at: datetime) -> ScheduleRow:
        return ScheduleRow(
            workbook_id=workbook_id,
            workspace=self.owner.partition("@")[2],
            title="Project",
            hour=2,
            zone="Etc/UTC",
            days="1234567",
            next_at=at - timedelta(seconds=1),
            service_account=self.account,
            confirmed_sub="1",
            confirmed_by=self.owner,
            confirmed_at=at,
            made_sub="1",
            made_by=self.owner,
            made_at=at,
        )

    def _advance(self, seconds: float) -> None:
        with self._measuring():
            self._sandbox("POST", "quota/advance", json={"seconds": seconds})

    @cached_property
    def owners_token(self) -> str:
        """The access token of who owns the workbooks."""
        return str(self._sandbox("POST", "tokens", json={"email": self.owner})["access_token"])

    def _sandbox(self, method: str, path: str, **more: Any) -> Any:
        answer = requests.request(method, f"{self.google}/sandbox/{path}", timeout=ASK_SECONDS, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None


def _at_google() -> dict[str, Any]:
    """The sandbox's quota, as Google's, on the virtual clock."""
    return {
        "reads_per_minute_user": GOOGLES.user["read"],
        "writes_per_minute_user": GOOGLES.user["write"],
        "reads_per_minute_project": GOOGLES.project["read"],
        "writes_per_minute_project": GOOGLES.project["write"],
        "clock": "virtual",
    }


@contextmanager
def night_house() -> Iterator[NightHouse]:
    """A sandbox as a process of its own, and a shift in this one."""
    logs.configure(level="WARNING")
    google = f"http://127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        arguments = ["sandbox", "--port", google.rsplit(":", 1)[1], "--data", str(data / "google"), "--empty"]
        with process(*arguments, healthy=f"{google}/sandbox/people"):
            url = f"sqlite:///{data / 'plumbline.db'}"
            upgrade(url)
            night_engine.migrate(url)
            engine = make_engine(url)
            house = NightHouse(google, next((data / "google").rglob("service_account.json")), engine)
            house.start()
            try:
                yield house
            finally:
                house.stop()
                engine.dispose()
