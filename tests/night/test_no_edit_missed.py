"""An edit, or our own write, at every moment around a nightly refresh: none is ever missed.

Drive's figures lag behind as they do at Google. A person types one amount at one moment of the first night or
around the second. Whatever the moment: the night that was still to come refreshes it, and a workbook that
nobody touched costs no request to Sheets.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.night.story import DAY, Story, time_at_google
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def story(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Story]:
    with time_at_google(sandbox) as clock:
        made = Story(engine, sandbox, clock)
        yield made
        made.close()


FIRST = (
    "asked", "reading", "understanding", "forecasting", "checking", "writing", "landed", "before the record",
    "recorded", "settled", "night over",
)  # fmt: skip


def test_a_workbook_that_nobody_touches_costs_nothing(story: Story) -> None:
    """Our own write changes the file, too, and is told of late."""
    story.sandbox.faults(drive_lag_ms=14_000)
    story.clock.later(60)
    assert story.night() == 2
    assert tuple(story.moments) == FIRST
    for _ in range(3):
        story.clock.later(DAY.total_seconds())
        assert story.night() == 0
    assert story.up_to_date()


@pytest.mark.parametrize("moment", FIRST)
def test_an_edit_in_a_night_is_there_the_next(story: Story, moment: str) -> None:
    walk(story, moment, lag=14.0)


def walk(story: Story, moment: str, *, lag: float) -> None:
    story.sandbox.faults(drive_lag_ms=lag * 1000)
    story.clock.later(60)
    story.edit_at = moment
    story.night()
    assert story.edited_on
    story.clock.later(DAY.total_seconds())
    again = story.night()
    assert story.up_to_date()
    before_the_read = moment in {"asked", "reading"}
    assert again in ({0, 2} if before_the_read else {2})
    story.clock.later(DAY.total_seconds())
    assert story.night() == 0
    assert story.up_to_date()


AROUND = (-60.0, -20.0, -14.5, -13.5, -5.0, -0.5)


@pytest.mark.parametrize("seconds", AROUND)
def test_an_edit_before_a_night_is_there_that_night(story: Story, seconds: float) -> None:
    before(story, seconds, lag=14.0)


def before(story: Story, seconds: float, *, lag: float) -> None:
    story.sandbox.faults(drive_lag_ms=lag * 1000)
    story.clock.later(60)
    story.night()
    story.clock.later(DAY.total_seconds() + seconds)
    story.edit()
    story.clock.later(-seconds)
    assert story.night() == 2
    assert story.up_to_date()


@pytest.mark.parametrize("moment", ["asked", "settled", "asked again", "night over"])
def test_an_edit_in_a_night_that_left_the_workbook_alone(story: Story, moment: str) -> None:
    story.sandbox.faults(drive_lag_ms=14_000)
    story.clock.later(60)
    story.night()
    story.clock.later(DAY.total_seconds())
    story.edit_at = moment
    story.night()
    assert story.edited_on
    story.clock.later(DAY.total_seconds())
    story.night()
    assert story.up_to_date()


@pytest.mark.soak
@pytest.mark.parametrize("lag", [0.0, 3.0, 14.0, 40.0, 59.0])
def test_the_whole_walk(story: Story, lag: float) -> None:
    """Every moment of a night, and every half second before one, with Drive ever later."""
    walked = 0
    for moment in FIRST:
        story.begin()
        walk(story, moment, lag=lag)
        walked += 1
    for half_seconds in range(1, 140, 4):
        story.begin()
        before(story, -half_seconds / 2, lag=lag)
        walked += 1
    print(f"\n{walked} edits with a lag of {lag:g} s: none missed")
