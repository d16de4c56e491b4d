"""One schedule played against service and sandbox, and what must hold afterwards."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import requests

from tests.siege.fortress import Fortress
from tests.siege.same import difference, log_rows, plain, stamp_of
from tests.siege.schedule import AGAIN, FIRST, HOLD_MS, LATE_MS, Schedule
from tests.siege.told import Told, fits, told
from tests.support.sandbox import ANA
from tests.workbook.books import SMALL

Json = dict[str, Any]
PATIENCE = 5
STEP_SECONDS = 60  # in which a refresh reaches the step to be killed in, on a busy machine
# Faults enough for highlights of every severity: a text for a number, an unknown line, an overdue line.
TABLES: Json = SMALL | {
    "actuals": [
        *SMALL["actuals"],
        {"date": date(2026, 3, 16), "line": "9.9", "person": "Ben", "hours": 12, "type": "time"},
        {"date": date(2026, 3, 17), "line": "1.2", "person": "Ben", "hours": "tbc", "type": "time"},
    ]
}


@dataclass
class Played:
    """How it ended."""

    schedule: Schedule
    said: Told | None = None  # None: the connection died with the service
    written: bool = False
    retried: Told | None = None
    notes: list[str] = field(default_factory=list)


class Stage:
    """A fortress with the two workbooks as they look when nothing goes wrong."""

    def __init__(self, held: Fortress) -> None:
        self.held = held
        self.right = {start: self._right(start) for start in (FIRST, AGAIN)}

    def _right(self, start: str) -> Json:
        book = self.prepared(start)
        assert self.in_peace(book) is Told.WRITTEN
        return plain(self.held.whole(book))

    def prepared(self, start: str) -> str:
        """A workbook as the schedule finds it."""
        book = self.held.workbook(TABLES)
        if start == AGAIN:
            assert self.in_peace(book) is Told.WRITTEN
            # Another fault, another figure, one line more; and what people put beneath and beside our rows.
            self.held.put(book, "Budget!K3", [0.55])
            self.held.put(
                book, "Budget!A5", ["2.2", "Masts", "Build", "Ben", "2026-04-01", "2026-05-29", 20, 1500]
            )
            self.held.put(book, "Actuals!E6", ["soon"])
            self.held.put(book, "Log!A3", ["seen by the board"])
            self.held.put(book, "Forecast!A40", ["a note of mine"])
        return book

    def in_peace(self, book: str) -> Told:
        """A click without faults; again where a busy machine made it take too long."""
        for _ in range(PATIENCE):
            said = told(self.held.ended(self.held.click(book)))
            if said is Told.WRITTEN:
                break
        return said

    def play(self, schedule: Schedule) -> Played:
        """Trouble, a click, perhaps a death; then a second click in peace."""
        held, played = self.held, Played(schedule)
        book = self.prepared(schedule.start)
        before = held.whole(book)
        del held._tokens[ANA]
        held.headers()
        held.handle("DELETE", "requests")
        held.faults(schedule.fail)
        if schedule.kill:
            self._killed(schedule, book, played)
        else:
            played.said = told(held.ended(held.click(book)))
        if schedule.impatient:
            held.faults()  # what is under way already goes on
            played.retried = told(held.ended(held.click(book)))
            time.sleep(schedule.settles)
        else:
            self._settle(schedule)
            held.faults()
            played.written = self._whole_or_not(schedule, book, before)
            if schedule.kill:
                held.start()
                played.said = self._remembered(book)
            if played.said is not None:
                assert fits(played.said, written=played.written, settled=not _late(schedule)), (
                    f"{schedule}: told {played.said}, written: {played.written}"
                )
            played.retried = self.in_peace(book)
        self._after_retry(schedule, book, before, played)
        return played

    def _killed(self, schedule: Schedule, book: str, played: Played) -> None:
        held = self.held
        lost: list[requests.Response] = []

        def click() -> None:
            try:
                lost.append(held.click(book))
            except requests.RequestException as error:
                played.notes.append(type(error).__name__)

        clicking = threading.Thread(target=click)
        clicking.start()
        if schedule.kill in {"computing", "ended"}:
            self._wait_for_log("read" if schedule.kill == "computing" else "write")
        else:
            until = time.monotonic() + STEP_SECONDS
            while not held.taken(schedule.held):
                assert time.monotonic() < until, f"{schedule}: the step was never reached"
                time.sleep(0.01)
        time.sleep(schedule.kill_after)
        held.kill()
        clicking.join()
        if lost:
            played.said = told(held.ended(lost[0])) if lost[0].status_code != 202 else None

    def _wait_for_log(self, kind: str) -> None:
        """Until a request of the service of this kind has been answered well."""
        until = time.monotonic() + STEP_SECONDS
        while time.monotonic() < until:
            log = self.held.handle("GET", "requests")
            if any((one["service"], one["kind"], one["status"]) == ("sheets", kind, 200) for one in log):
                return
            time.sleep(0.005)
        raise AssertionError("no such request")

    def _settle(self, schedule: Schedule) -> None:
        """Until nothing is under way at Google."""
        if _late(schedule) or schedule.kill in {"writing", "not written", "written"}:
            time.sleep(schedule.settles)

    def _whole_or_not(self, schedule: Schedule, book: str, before: Json) -> bool:
        """Whether the result is in the workbook: as without trouble, or not at all."""
        now = self.held.whole(book)
        if now == before:
            return False
        assert not (where := difference(plain(now), self.right[schedule.start])), f"{schedule}: {where}"
        return True

    def _remembered(self, book: str) -> Told | None:
        """What the service says after its death, to whoever opens the workbook again."""
        view = self.held.get(f"/v1/workbooks/{book}").json()
        assert view["active_run"] is None
        if not view["history"]:
            return None  # it had not got to read the workbook
        latest = view["history"][0]["run_id"]
        return told(self.held.get(f"/v1/runs/{latest}")) if view["history"][0]["state"] != "done" else None

    def _after_retry(self, schedule: Schedule, book: str, before: Json, played: Played) -> None:
        assert played.retried is Told.WRITTEN, f"{schedule}: the second click: {played.retried}"
        now = self.held.whole(book)
        assert not (where := difference(plain(now), self.right[schedule.start])), f"{schedule}: {where}"
        assert log_rows(now) == log_rows(before) + 1
        assert self.held.get(f"/v1/runs/{stamp_of(now)}").status_code == 200
        third = self.held.ended(self.held.click(book)).json()
        assert third["result"]["written"]["rows_written"] == 0, f"{schedule}: something was left to write"


def _late(schedule: Schedule) -> bool:
    return any(
        fault.get("latency_ms", 0) >= LATE_MS or fault.get("hold_ms", 0) > HOLD_MS for fault in schedule.fail
    )
