"""What is known of workbooks between nights, on both kinds of database."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from app.store import seen
from tests.jobs.test_what_changed import SEEN, at


def test_the_latest_run_is_what_counts(engine: sa.Engine) -> None:
    with engine.begin() as db:
        seen.put(db, SEEN)
        seen.put(db, replace(SEEN, workbook_id="v"))
        seen.put(db, replace(SEEN, run_id="later", whole=False))
    with engine.connect() as db:
        assert seen.of(db, ["w", "unknown"]) == {"w": replace(SEEN, run_id="later", whole=False)}
        assert seen.of(db, []) == {}


def test_many_at_once(engine: sa.Engine) -> None:
    rows = [replace(SEEN, workbook_id=f"w{number:04}") for number in range(1200)]
    with engine.begin() as db:
        for row in rows:
            seen.put(db, row)
        assert seen.of(db, [row.workbook_id for row in rows]) == {row.workbook_id: row for row in rows}


def test_drives_figures_are_taken_down_once_and_for_that_run_only(engine: sa.Engine) -> None:
    with engine.begin() as db:
        seen.put(db, SEEN)
        seen.settle(db, replace(SEEN, run_id="earlier"), version=3, modified_at=at(1))
        assert seen.of(db, ["w"])["w"].version is None
        seen.settle(db, SEEN, version=7, modified_at=at(10.5))
        seen.settle(db, SEEN, version=8, modified_at=at(11.5))
        assert seen.of(db, ["w"])["w"] == replace(SEEN, version=7, modified_at=at(10.5))
        seen.forget(db, "w")
        assert seen.of(db, ["w"]) == {}
