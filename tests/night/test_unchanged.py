"""Which workbooks cost a request to Sheets, and what Drive is asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app import errors
from app.google.deadline import Deadline
from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.jobs.unchanged import edited_after_all, unchanged
from app.sandbox.app import state_of
from app.store import closed_projects, seen
from sheets_schema import load
from tests.night.house import AMPLE
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


def test_a_token_revoked_before_its_time_costs_an_attempt(story: Story) -> None:
    assert story.access
    queued = story.runs.queue_again(story.schedule)
    assert queued
    row = story.runs.take(queued.id)
    assert row
    for token in list(state_of(story.sandbox.app).issuer.tokens._grants):
        if token not in {made.access_token for made in story.sandbox._tokens.values()}:
            story.sandbox.call("POST", "/oauth2/revoke", data={"token": token})
    story.access.sheets(SERVICE_ACCOUNT, Deadline.after(10)).title(story.book)
    (ours,) = set(state_of(story.sandbox.app).issuer.tokens._grants) - {
        made.access_token for made in story.sandbox._tokens.values()
    }
    story.sandbox.call("POST", "/oauth2/revoke", data={"token": ours})
    with pytest.raises(errors.GoogleUnavailable):
        story.refreshing(row)
    assert story.runs.done(row, story.refreshing(row))


def test_each_account_is_asked_for_its_own(story: Story) -> None:
    """Two accounts, each with a workbook: two questions, and each answers for itself."""
    second = "night-2@sandbox-project.iam.gserviceaccount.com"
    story.sandbox.handle("PUT", "people", json={"people": [{"email": second, "kind": "service"}]})
    keys = story.sandbox.data_dir
    access = NightAccess(
        [keys / "service_account.json", keys / "service_accounts" / f"{second}.json"],
        sheets_url=story.sandbox.url,
        drive_url=story.sandbox.url,
        quota=Quota(story.engine, Limits(user=AMPLE, project=AMPLE), by_night=True),
        largest_answer=50_000_000,
        most_cells=100_000,
    )
    assert access.emails == (second, SERVICE_ACCOUNT)
    story.night()
    other = story.sandbox.create("Other", writers=[second])
    access.sheets(second, Deadline.after(10)).prove_edit(other)
    with story.engine.begin() as db:
        row = seen.of(db, [story.book])[story.book]
        at = story.clock.now
        mine = {"workbook_id": other, "account": second, "written_from": at, "written_until": at}
        seen.put(db, replace(row, **mine, version=None, modified_at=None))
    story.clock.later(3600)
    story.sandbox.clear_requests()
    both = {story.book: SERVICE_ACCOUNT, other: second}
    assert unchanged(story.engine, access, both, deadline=Deadline.after(60)) == set(both)
    assert [one["identity"] for one in story.sandbox.requests("drive")] == [SERVICE_ACCOUNT, second]
    crossed = {story.book: second, other: SERVICE_ACCOUNT}
    assert unchanged(story.engine, access, crossed, deadline=Deadline.after(60)) == frozenset()
    access.close()


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
