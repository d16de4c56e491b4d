"""Closed projects in the store: of one workspace, never a workbook's own, gone once it is open again."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from app.store import closed_projects, schedules
from app.store.schedules import ScheduleRow

BODY = {"days": 5, "points": []}


def test_others_of_the_same_workspace_alone(engine: sa.Engine) -> None:
    with engine.begin() as db:
        for workbook, workspace in (("a", "one.example"), ("b", "one.example"), ("c", "two.example")):
            closed_projects.put(db, workbook, workspace=workspace, body={**BODY, "of": workbook})
    with engine.connect() as db:
        assert [one["of"] for one in closed_projects.of(db, "one.example", but="a")] == ["b"]
        assert [one["of"] for one in closed_projects.of(db, "one.example", but="z")] == ["a", "b"]
        assert closed_projects.of(db, "other.example", but="") == []


def test_a_project_opened_again_is_forgotten(engine: sa.Engine) -> None:
    with engine.begin() as db:
        closed_projects.put(db, "a", workspace="one.example", body=BODY)
        closed_projects.put(db, "a", workspace="one.example", body=None)
        assert closed_projects.of(db, "one.example", but="") == []


def test_the_workspace_is_the_schedules_else_the_callers_domain(engine: sa.Engine) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as db:
        assert closed_projects.workspace_of(db, "a", "ana@One.example") == "one.example"
        schedules.put(
            db,
            ScheduleRow(
                workbook_id="a", workspace="two.example", title="", hour=2, zone="UTC", days="12345",
                next_at=None, service_account="s@x.example", confirmed_sub="1",
                confirmed_by="ana@two.example", confirmed_at=at, made_sub="1",
                made_by="ana@two.example", made_at=at,
            ),
        )  # fmt: skip
        assert closed_projects.workspace_of(db, "a", "service@account.example") == "two.example"
