"""Which workbooks cost a request to Sheets, and what Drive is asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.google.deadline import Deadline
from app.jobs.unchanged import edited_after_all, unchanged
from app.store import closed_projects, seen
from sheets_schema import load
from tests.night.story import DAY, Story, time_at_google
from tests.support.sandbox import BEN, SERVICE_ACCOUNT, RunningSandbox


@pytest.fixture
def story(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Story]:
    with time_at_google(sandbox) as clock:
        made = Story(engine, sandbox, clock)
        yield made
        made.close()


def next_day(story: Story) -> int:
    story.clock.later(DAY.total_seconds())
    return story.night()


def test_what_changes_by_itself_is_refreshed_each_night(story: Story) -> None:
    story.type("Budget!S1", "=TODAY()")
    story.night()
    assert [next_day(story) for _ in range(2)] == [2, 2]
    story.type("Budget!S1", "=SUM(H2:H9)")
    assert [next_day(story) for _ in range(2)] == [2, 0]


def test_other_rules_or_another_version_refresh_everything_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.night()
    monkeypatch.setattr("app.jobs.basis.rules", lambda: "another")
    assert [next_day(story) for _ in range(2)] == [2, 0]


def test_another_closed_project_of_the_workspace_refreshes_everything_once(story: Story) -> None:
    """The calibrated range rests on it; not on the workbook's own, nor on one of another workspace."""
    story.night()
    own, elsewhere = {"workspace": "northlight.example"}, {"workspace": "brightwater.example"}
    with story.engine.begin() as db:
        closed_projects.put(db, "another-workbook", **elsewhere, body={"points": [], "days": 102})
        closed_projects.put(db, story.book, **own, body={"points": [], "days": 101})
    assert next_day(story) == 0
    with story.engine.begin() as db:
        closed_projects.put(db, "a-third-workbook", **own, body={"points": [], "days": 103})
    assert [next_day(story) for _ in range(2)] == [2, 0]


def test_when_drive_cannot_be_asked_all_is_refreshed(story: Story) -> None:
    story.night()
    story.sandbox.faults({"service": "drive", "status": 404, "times": None})
    assert next_day(story) == 2
    story.sandbox.faults()
    assert next_day(story) == 0


def test_what_drive_does_not_tell_of_is_refreshed(story: Story) -> None:
    """A workbook that is no longer shared with the account: the refresh finds out."""
    story.night()
    mine = {story.book: SERVICE_ACCOUNT}
    permissions = story.sandbox.json("GET", f"/drive/v3/files/{story.book}/permissions")["permissions"]
    (writer,) = (one["id"] for one in permissions if one["role"] == "writer")
    story.sandbox.call("DELETE", f"/drive/v3/files/{story.book}/permissions/{writer}")
    assert story.access
    assert not unchanged(story.engine, story.access, mine, deadline=Deadline.after(60))
    asked_at = story.clock.now
    assert not edited_after_all(
        story.engine, story.access, mine, asked_at=asked_at, deadline=Deadline.after(60)
    )


def test_another_account_looks_for_itself(story: Story) -> None:
    story.night()
    with story.engine.begin() as db:
        row = seen.of(db, [story.book])[story.book]
        seen.put(db, replace(row, account="other@project.iam.gserviceaccount.com"))
    assert next_day(story) == 2


def test_a_person_who_only_reads_is_no_change(story: Story) -> None:
    story.night()
    story.sandbox.json("GET", f"/v4/spreadsheets/{story.book}")
    assert next_day(story) == 0


def test_who_may_see_it_changed_so_it_is_looked_at_once(story: Story) -> None:
    """Drive counts it as a version: it is not taken for an edit of cells, but in doubt it is refreshed."""
    story.night()
    assert next_day(story) == 0
    story.sandbox.json(
        "POST",
        f"/drive/v3/files/{story.book}/permissions",
        json={"type": "user", "role": "writer", "emailAddress": BEN},
    )
    assert next_day(story) in {0, 2}
    assert next_day(story) == 0


def test_new_workbooks_cost_drive_nothing(story: Story) -> None:
    mine = {story.book: SERVICE_ACCOUNT}
    assert story.access
    story.sandbox.clear_requests()
    assert unchanged(story.engine, story.access, mine, deadline=Deadline.after(60)) == frozenset()
    assert story.sandbox.requests("drive") == []


@pytest.mark.parametrize("moment", ["understanding", "writing", "landed", "recorded"])
def test_a_note_on_a_flag_is_not_covered_by_our_write(story: Story, moment: str) -> None:
    """People have columns of their own on a tab of ours."""
    flags = load().tabs["flags"]
    assert flags.kept
    story.night()
    story.edit()  # so that the second night writes
    story.clock.later(DAY.total_seconds())
    story.note, story.edit_at = f"Flags!{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[flags.kept[0]]}2", moment
    assert story.night() == 2
    assert story.edit_at == ""
    assert [next_day(story) for _ in range(2)] == [2, 0]
