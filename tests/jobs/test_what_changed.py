"""The rule by which a workbook is left alone: no edit that Drive tells of is ever passed over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs.what_changed import EARLY, LATE, Told, Verdict, judge
from app.store.seen import SeenRow

ACCOUNT, BASIS = "night@project.iam.gserviceaccount.com", "b" * 64
NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NIGHT + timedelta(seconds=seconds)


SEEN = SeenRow(
    workbook_id="w",
    run_id="r",
    account=ACCOUNT,
    written_from=at(10),
    written_until=at(11),
    whole=True,
    steady=True,
    basis=BASIS,
    status_date=date(2026, 2, 28),
)
OURS = Told(version=7, modified_at=at(10.5), by_us=True)


def verdict(seen: SeenRow | None = SEEN, told: Told | None = OURS, *, account: str = ACCOUNT) -> Verdict:
    return judge(seen, told, account=account, basis=BASIS)


def test_our_own_write_is_no_change() -> None:
    assert verdict() is Verdict.UNCHANGED
    assert verdict(replace(SEEN, version=7, modified_at=at(10.5))) is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("seen", "told", "expected"),
    [
        (None, OURS, Verdict.NEVER_SEEN),
        (SEEN, None, Verdict.NOT_TOLD),
        (replace(SEEN, account="other"), OURS, Verdict.OTHER_ACCOUNT),
        (replace(SEEN, basis="c" * 64), OURS, Verdict.OTHER_RULES),
        (replace(SEEN, steady=False), OURS, Verdict.UNSTEADY),
        (replace(SEEN, whole=False), OURS, Verdict.UNSURE),
        (SEEN, replace(OURS, by_us=False), Verdict.EDITED),
        (SEEN, replace(OURS, modified_at=at(10) - EARLY - timedelta(seconds=1)), Verdict.EDITED),
        (SEEN, replace(OURS, modified_at=at(11) + LATE + timedelta(seconds=1)), Verdict.EDITED),
        (replace(SEEN, version=6, modified_at=at(10.5)), OURS, Verdict.EDITED),
        (replace(SEEN, version=7, modified_at=at(10.4)), OURS, Verdict.EDITED),
        (replace(SEEN, version=7, modified_at=at(10.5)), replace(OURS, by_us=False), Verdict.EDITED),
    ],
)
def test_everything_else_is_refreshed(seen: SeenRow | None, told: Told | None, expected: Verdict) -> None:
    assert verdict(seen, told) is expected


@dataclass
class File:
    """A file at Drive: who changed it when; the figures are told late."""

    changes: list[tuple[float, str]] = field(default_factory=lambda: [(-1000.0, "person")])

    def change(self, moment: float, who: str) -> None:
        self.changes.append((moment, who))

    def told(self, moment: float, *, lag: float) -> Told:
        done = [change for change in sorted(self.changes) if change[0] <= moment - lag]
        when, who = (done or sorted(self.changes)[:1])[-1]
        return Told(version=max(len(done), 1), modified_at=at(when), by_us=who == ACCOUNT)


moments = st.integers(min_value=0, max_value=4000).map(lambda tenth: tenth / 10)


@given(
    edits=st.lists(moments, max_size=5, unique=True),
    read=moments,
    to_write=st.integers(1, 600).map(lambda tenth: tenth / 10),
    asks=st.lists(st.tuples(moments, st.floats(0, 30)), min_size=1, max_size=4),
    second=st.none() | st.tuples(moments, st.integers(1, 600)),
)
def test_no_edit_that_drive_tells_of_is_passed_over(
    edits: list[float],
    read: float,
    to_write: float,
    asks: list[tuple[float, float]],
    second: tuple[float, int] | None,
) -> None:
    """Edits before, between and after our reads and writes, asked about at any time, told of with any lag.

    A second run of ours may write, even one that read before the first wrote: a process that was frozen.
    """
    runs = [(read, read + to_write)]
    if second:
        runs.append((second[0], second[0] + second[1] / 10 + 0.05))
    file, events = File(), list[tuple[float, str]]()
    for moment in edits:
        file.change(moment + 0.03, "person")
    for _, write in runs:
        file.change(write + 0.01, ACCOUNT)
    rows: SeenRow | None = None
    last_read = 0.0
    timeline = sorted(
        [(write, "wrote", index) for index, (_, write) in enumerate(runs)]
        + [(moment + 0.02, "asked", index) for index, (moment, _) in enumerate(asks)]
    )
    for moment, what, index in timeline:
        if what == "wrote":
            began = runs[index][0]
            covered = any(began < edit + 0.03 <= moment + 0.01 for edit in edits)
            rows = replace(SEEN, written_from=at(moment), written_until=at(moment + 0.02), whole=not covered)
            last_read = began
            continue
        lag = asks[index][1]
        told = file.told(moment, lag=lag)
        found = judge(rows, told, account=ACCOUNT, basis=BASIS)
        if found is Verdict.UNCHANGED:
            assert rows is not None
            missed = [edit for edit in edits if last_read < edit + 0.03 <= moment - lag]
            assert not missed, (missed, events)
            if rows.version is None:
                rows = replace(rows, version=told.version, modified_at=told.modified_at)


@given(read=moments, to_write=st.integers(1, 600), later=st.floats(60, 100_000), lag=st.floats(0, 30))
def test_what_nobody_touched_is_left_alone(read: float, to_write: int, later: float, lag: float) -> None:
    write = read + to_write / 10
    file = File()
    file.change(write + 0.01, ACCOUNT)
    row = replace(SEEN, written_from=at(write), written_until=at(write + 0.02))
    told = file.told(write + later, lag=lag)
    assert judge(row, told, account=ACCOUNT, basis=BASIS) is Verdict.UNCHANGED
