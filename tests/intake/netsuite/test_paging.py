"""Every row once or nothing: pages, windows, a busy account, answers cut short, rows that change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from app.errors import (
    NetSuiteError,
    NetSuiteNotWhole,
    NetSuiteQueryRefused,
    NetSuiteSignInRefused,
    NetSuiteUnavailable,
)
from app.google.deadline import Deadline
from app.intake.netsuite.paging import Query, Read, Window, read_all
from app.intake.netsuite.respite import Respite
from app.intake.netsuite.suiteql import SuiteQL
from tests.intake.netsuite.conftest import within
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import clock_in

NOW = datetime.fromisoformat("2026-04-01")
Made = Callable[..., SuiteQL]


def hours(order: Sequence[str] = ("tb.id",)) -> Query:
    where = "FROM timebill tb WHERE tb.timetype = 'A'"
    return Query(
        rows=lambda window: (
            f"SELECT tb.id AS id, tb.hours AS hours {where}{window.where('tb.lastmodifieddate')} "
            f"ORDER BY {', '.join(order)}"
        ),
        count=lambda window: (
            f"SELECT COUNT(*) AS lines, SUM(tb.hours) AS total {where}{window.where('tb.lastmodifieddate')}"
        ),
        key=("id",),
        summed="hours",
    )


def minute(at: int) -> datetime:
    return datetime.fromisoformat("2026-03-01") + timedelta(minutes=at)


def fill(netsuite: NetSuite, many: int) -> Decimal:
    """So many entries, a minute apart, from 1 March on; their hours."""
    netsuite.books.executemany(
        "INSERT INTO timebill (id, timetype, hours, lastmodifieddate) VALUES (?, 'A', ?, ?)",
        [(at, (at % 8) + 0.25, f"{minute(at):%Y-%m-%d %H:%M:%S}") for at in range(many)],
    )
    return sum((Decimal(at % 8) + Decimal("0.25") for at in range(many)), Decimal(0))


def read(suiteql: SuiteQL, query: Query | None = None, *, ceiling: int = 100_000, **more: object) -> Read:
    window = Window(**more)  # type: ignore[arg-type]
    return read_all(suiteql, query or hours(), window, now=NOW, deadline=within(), ceiling=ceiling)


def test_all_pages_each_row_once(netsuite: NetSuite, suiteql: Made) -> None:
    total = fill(netsuite, 2100)
    found = read(suiteql())
    assert [row["id"] for row in found.rows] == [str(at) for at in range(2100)]
    assert found.stated == total
    assert netsuite.offsets == [0, 0, 1000, 2000]
    assert set(found.rows[0]) == {"id", "hours"}  # no links


def test_an_order_that_is_not_unique_is_found_out(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 2100)
    with pytest.raises(NetSuiteNotWhole, match="twice"):
        read(suiteql(), hours(order=["tb.timetype"]))


def test_above_the_ceiling_time_is_halved_until_each_window_fits(netsuite: NetSuite, suiteql: Made) -> None:
    netsuite.ceiling = 1000
    total = fill(netsuite, 2100)
    found = read(suiteql(), ceiling=1000)
    assert sorted(int(row["id"]) for row in found.rows) == list(range(2100))
    assert found.stated == total


def test_more_than_a_query_gives_within_one_second_is_refused(netsuite: NetSuite, suiteql: Made) -> None:
    for at in range(12):
        clock_in(netsuite.books, at, 1)
    with pytest.raises(NetSuiteNotWhole, match="within a second"):
        read(suiteql(), ceiling=10, since=minute(22_680), until=minute(22_690))


def test_a_window_is_from_and_before(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 10)
    found = read(suiteql(), since=minute(2), until=minute(5))
    assert [row["id"] for row in found.rows] == ["2", "3", "4"]
    assert read(suiteql(), since=NOW).rows == ()


@pytest.mark.parametrize("kind", ["429", "503", "500", "cut", "partial", "html"])
def test_what_passes_is_waited_out(kind: str, netsuite: NetSuite, suiteql: Made) -> None:
    total = fill(netsuite, 1200)
    netsuite.faults.append(Fault(kind, times=3, skip=1))
    found = read(suiteql())
    assert (len(found.rows), found.stated) == (1200, total)


@pytest.mark.parametrize("kind", ["429", "503", "cut", "partial", "html"])
def test_what_does_not_pass_ends_without_a_row(kind: str, netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 1200)
    netsuite.faults.append(Fault(kind, times=100, skip=2))
    with pytest.raises(NetSuiteUnavailable) as told:
        read(suiteql())
    assert told.value.unchanged == "No booking was imported."
    assert len(netsuite.statuses) == 2 + 6


def test_a_busy_account_is_given_the_time_it_asks_for(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 3)
    netsuite.faults.append(Fault("429", retry_after="7"))
    naps: list[float] = []
    suiteql(draw=lambda: 0.5).page(
        "SELECT tb.id AS id FROM timebill tb ORDER BY tb.id", deadline=within(60, naps)
    )
    assert naps == [7.0, 0.0005]


def test_a_wait_that_outlasts_the_time_is_not_begun(netsuite: NetSuite, suiteql: Made) -> None:
    netsuite.faults.append(Fault("429", times=9, retry_after="900"))
    naps: list[float] = []
    with pytest.raises(NetSuiteUnavailable) as told:
        suiteql().page("SELECT tb.id AS id FROM timebill tb ORDER BY tb.id", deadline=within(20, naps))
    assert (naps, told.value.retry_after, len(netsuite.statuses)) == ([], 900.0, 1)


def test_silence_is_given_up(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 3)
    suiteql().page("SELECT tb.id AS id FROM timebill tb ORDER BY tb.id", deadline=within())
    netsuite.faults.append(Fault("slow"))
    with pytest.raises(NetSuiteUnavailable, match="in time"):
        suiteql().page("SELECT tb.id AS id FROM timebill tb ORDER BY tb.id", deadline=within(0.3))


def test_after_attempts_in_vain_nobody_else_waits_for_them(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 3)
    clock = [100.0]

    def nap(seconds: float) -> None:
        clock[0] += 10

    def ask() -> None:
        far = Deadline(time.monotonic() + 20, sleep=nap)
        asked.page("SELECT tb.id AS id FROM timebill tb ORDER BY tb.id", deadline=far)

    asked = suiteql(respite=Respite(clock=lambda: clock[0]))
    netsuite.faults.append(Fault("503", times=6))
    for _ in range(2):
        with pytest.raises(NetSuiteUnavailable):
            ask()
    assert (clock[0], len(netsuite.statuses)) == (150.0, 6)  # the second was told at once
    clock[0] += 199
    with pytest.raises(NetSuiteUnavailable, match="not asked again yet"):
        ask()
    clock[0] += 2
    ask()
    assert len(netsuite.statuses) == 7


def test_a_token_taken_back_in_the_middle_is_replaced_once(netsuite: NetSuite, suiteql: Made) -> None:
    total = fill(netsuite, 2100)
    asker, gone = suiteql(), [2]

    def revoke(query: str) -> None:
        gone[0] -= 1
        if gone[0] == 0:
            netsuite.revoke_tokens()

    netsuite.before = revoke
    assert read(asker).stated == total
    assert netsuite.statuses.count(401) == 1
    netsuite.faults.append(Fault("401", times=2))
    with pytest.raises(NetSuiteSignInRefused):
        read(asker)


@pytest.mark.parametrize("status", ["403", "302", "404"])
def test_other_refusals_are_told_at_once(status: str, netsuite: NetSuite, suiteql: Made) -> None:
    netsuite.faults.append(Fault(status))
    with pytest.raises(NetSuiteSignInRefused, match=status):
        read(suiteql())


def test_a_row_gone_in_the_middle_is_read_again_and_then_refused(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 2100)
    gone = iter(range(100))

    def delete(query: str) -> None:
        if netsuite.offsets[-1] == 1000:
            netsuite.books.execute("DELETE FROM timebill WHERE id = ?", (next(gone),))

    netsuite.before = delete
    with pytest.raises(NetSuiteNotWhole):
        read(suiteql())
    assert netsuite.offsets.count(1000) == 3
    netsuite.before = lambda query: None
    assert len(read(suiteql()).rows) == 2097


@pytest.mark.parametrize("kind", ["lost", "repeat"])
def test_a_page_that_fits_together_and_is_not_all_is_refused(
    kind: str, netsuite: NetSuite, suiteql: Made
) -> None:
    fill(netsuite, 5)
    netsuite.faults.append(Fault(kind, times=99, skip=1))
    with pytest.raises(NetSuiteError):
        read(suiteql())


def test_a_sum_that_differs_is_refused(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 5)
    wrong = Query(
        rows=hours().rows,
        count=lambda window: "SELECT COUNT(*) AS lines, SUM(tb.hours) + 0.01 AS total FROM timebill tb",
        key=("id",),
        summed="hours",
    )
    with pytest.raises(NetSuiteNotWhole, match="states a total"):
        read(suiteql(), wrong)


def test_an_unknown_column_is_told_in_netsuites_words(netsuite: NetSuite, suiteql: Made) -> None:
    with pytest.raises(NetSuiteQueryRefused, match="Unknown identifier 'nowhere'"):
        suiteql().page("SELECT tb.nowhere AS id FROM timebill tb ORDER BY tb.id", deadline=within())


def test_no_more_requests_at_once_than_allowed(netsuite: NetSuite, suiteql: Made) -> None:
    fill(netsuite, 3)
    netsuite.at_once = 2
    asker = suiteql(at_once=2)
    query = "SELECT tb.id AS id FROM timebill tb ORDER BY tb.id"
    threads = [
        threading.Thread(target=lambda: [asker.page(query, deadline=within()) for _ in range(4)])
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert netsuite.most_at_once <= 2
    assert netsuite.statuses == [200] * 24
