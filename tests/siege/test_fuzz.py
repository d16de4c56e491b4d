"""Whatever a workbook holds: soon an answer, or a refusal that says why; no formula of theirs comes alive."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import msgspec
import pytest

from app.errors import AppError
from app.jobs.result_json import result_json
from app.memory import Previous
from app.refresh import Outcome, refresh
from app.store import bodies
from app.workbook.batch import requests_of
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.plan import WritePlan
from app.workbook.sheets_types import Spreadsheet
from tests.siege.harmless import check_result, check_write
from tests.siege.odd_workbooks import odd_workbook

NOW = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)
SAMPLE, FULL = 150, 20_000
PATIENCE = 10  # seconds for one workbook


@dataclass
class Seen:
    """A workbook that was answered for by Sheets; `requests` are those of the write."""

    book: Book
    requests: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> Book:
        return self.book

    def write(self, plan: WritePlan) -> None:
        sent = msgspec.json.decode(msgspec.json.encode(requests_of(plan)))
        check_write(sent, self.book, plan)
        self.requests = sent


@contextmanager
def no_hang(seed: int) -> Iterator[None]:
    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"workbook {seed}: more than {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def refreshed(seed: int) -> str:
    """What became of the workbook of this number: done, or the slug of the refusal."""
    wire = json.dumps(odd_workbook(seed)).encode()
    with no_hang(seed):
        workbook = Seen(book_of(msgspec.json.decode(wire, type=Spreadsheet)))
        try:
            outcome = refresh(workbook, run_id="f" * 32, now=NOW, by="ana@northlight.example")
        except AppError as error:
            refusal = error
        else:
            return _done(outcome)
        assert not workbook.requests
        return _refused(refusal)


def _refused(error: AppError) -> str:
    assert error.status < 500, error
    assert error.detail
    assert error.mend
    bodies.canonical(error.document())
    return error.slug


def _done(outcome: Outcome) -> str:
    result = result_json(outcome)
    check_result(result)
    bodies.canonical(result)
    Previous.from_json(json.loads(bodies.canonical(outcome.memory.to_json())))
    return "done"


@pytest.mark.parametrize("block", range(3))
def test_odd_workbooks(block: int) -> None:
    many = SAMPLE // 3
    ends = Counter(refreshed(seed) for seed in range(block * many, (block + 1) * many))
    assert ends["done"] > many / 3, ends
    assert len(ends) > 2, ends


@pytest.mark.soak
def test_twenty_thousand_odd_workbooks() -> None:
    ends, failed, longest, begun = Counter[str](), list[str](), 0.0, time.monotonic()
    for seed in range(10_000, 10_000 + FULL):
        at = time.monotonic()
        try:
            ends[refreshed(seed)] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
            failed.append(f"{seed}: {type(error).__name__}: {error!s:.200}")
        longest = max(longest, time.monotonic() - at)
    print(
        f"\n{FULL} workbooks, {time.monotonic() - begun:.0f} s, longest {longest:.2f} s, {len(failed)} failed"
    )
    print(dict(ends.most_common()))
    for line in failed[:40]:
        print("  ", line)
    assert not failed
