"""The night at Google's quotas: how near it comes to their ceiling, and what unchanged workbooks cost.

Google's minutes pass on a virtual clock, in step with the sandbox's quota: the night is as long as it would
be, and takes as long as it computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime

from app.bench.night_house import GOOGLES, NightCost, NightHouse, night_house
from app.bench.nightly_cpu import direct_cpu_seconds
from app.bench.row import Row
from app.bench.workload import Size, tables
from app.store import seen

PROJECT = Size("tiny", lines=8, actuals=40, people=3)
WORKBOOKS, MORE = 1_000, 4_000
CHANGED = 20  # one in so many
COMPARED, ROUNDS = 50, 3


def nightly_rows() -> list[Row]:
    """A first night of a thousand workbooks, all of them new; then nights in which one in twenty changed."""
    with night_house() as house:
        workbooks = house.workbooks(tables(PROJECT), count=WORKBOOKS)
        first = house.night(workbooks)
        some = workbooks[:COMPARED]
        direct, busy = _least_of_both(house, some)
        quiet, changed = _next_night(house, workbooks, edited=workbooks[::CHANGED])
        more = [*workbooks, *_left_by_a_night(house, workbooks[-1], count=MORE)]
        large, changed_of_more = _next_night(
            house, more, edited=workbooks[:: CHANGED * WORKBOOKS // len(more)]
        )
    unchanged = len(workbooks) - changed
    return [
        Row(
            name="nightly_share_of_quota_ceiling",
            value=first.refreshed / first.minutes / GOOGLES.user["write"],
            unit="of the 60 workbooks a minute that one service account may refresh",
            goal=">= 0.95",
            underneath={"workbooks": len(workbooks), **asdict(first)},
        ),
        Row(
            name="nightly_requests_per_unchanged_workbook",
            value=(_asked(quiet) - 2 * changed) / unchanged,
            unit="requests to Sheets and Drive beside the two of each that changed",
            goal=f"<= {3 / unchanged:.4f}",
            underneath={"workbooks": len(workbooks), "changed": changed, **asdict(quiet)},
        ),
        Row(
            name="nightly_cpu_ratio",
            value=busy / direct,
            unit=f"times the processor time of {COMPARED} direct refreshes of the same workbooks",
            goal="<= 1.3",
            underneath={"direct_cpu_seconds": direct, "night_cpu_seconds": busy, "rounds": ROUNDS},
        ),
        Row(
            name="nightly_cost_growth",
            value=(large.cpu_seconds / changed_of_more) / (quiet.cpu_seconds / changed),
            unit=f"times the processor time a changed workbook, {len(more):,} to {len(workbooks):,}",
            goal="<= 1.1",
            underneath={
                "workbooks": len(more),
                "changed": changed_of_more,
                "requests_per_changed": (large.sheets_reads + large.sheets_writes) / changed_of_more,
                **asdict(large),
            },
        ),
    ]


def _least_of_both(house: NightHouse, workbooks: Sequence[str]) -> tuple[float, float]:
    """Processor seconds of direct refreshes and of a night of the same workbooks, all edited: in turns, and
    the least of each, which a busy machine disturbs least."""
    direct, by_night = [], []
    for _ in range(ROUNDS):
        house.edit(workbooks)
        direct.append(direct_cpu_seconds(house, workbooks))
        cost, _ = _next_night(house, workbooks, edited=workbooks)
        by_night.append(cost.cpu_seconds)
    return min(direct), min(by_night)


def _asked(cost: NightCost) -> int:
    return cost.sheets_reads + cost.sheets_writes + cost.drive


def _next_night(
    house: NightHouse, workbooks: Sequence[str], *, edited: Sequence[str]
) -> tuple[NightCost, int]:
    """A night before which people typed into these; and how many they are."""
    house.edit(edited)
    return house.night(workbooks), len(edited)


def _left_by_a_night(house: NightHouse, like: str, *, count: int) -> list[str]:
    """So many workbooks as a night leaves them, without the night: the account's own write is the last."""
    since = datetime.now(UTC)
    made = house.copies(like, count=count, owner=house.account)
    until = datetime.now(UTC)
    with house.engine.begin() as db:
        known = seen.of(db, [like])[like]
        known = replace(known, written_from=since, written_until=until, version=None, modified_at=None)
        for workbook_id in made:
            seen.put(db, replace(known, workbook_id=workbook_id))
    return made
