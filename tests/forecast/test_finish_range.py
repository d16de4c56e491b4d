"""When the work may end: P10 to P90 of the finish, by the pace of other projects."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.command.task_history import read_history
from app.forecast.backtest.pace import CLASS_MEDIAN, PACE, finish_scores, paces
from app.forecast.figure import Undefined
from app.forecast.finish_range import RANK_OF, FinishRange, finish_range
from app.forecast.forecast import forecast_project
from app.forecast.own_history import Pace, at_pace
from app.forecast.pace_class import SLOWING
from app.forecast.reference_class import LABEL
from app.project.calendar import WorkingCalendar
from app.project.model import Line, Settings
from tests.forecast.build import Entry, project
from tests.forecast.finished_projects import AT_HAND

STATUS = date(2026, 3, 31)
CALENDAR = WorkingCalendar.of(Settings(status_date=STATUS))


def found(share: float = 0.3, *, begun: date | None = date(2026, 1, 1), **more: Any) -> FinishRange:
    chosen = {"bac": 100.0, "status": STATUS, "calendar": CALENDAR, **more}
    return finish_range(ev_finished=100.0 * share, begun=begun, **chosen)


def test_days_gone_and_the_rest_at_the_pace_of_others() -> None:
    one, gone = found(0.3), 64  # working days from 1 January to 31 March
    ranked = SLOWING[2]
    for name, at in (("p10", 2), ("p50", 19), ("p80", 31), ("p90", 35)):  # of 38: ranks 3, 20, 32, 36
        assert one.days[name].value == pytest.approx(gone + gone * 0.7 / 0.3 * math.exp(ranked[at]))
    assert one.finishes["p50"] == CALENDAR.after(date(2026, 1, 1), one.days["p50"].value or 0)
    assert one.history == LABEL


@pytest.mark.parametrize(
    ("share", "more", "why"),
    [
        (0.04, {}, Undefined.TOO_EARLY),
        (0.95, {}, Undefined.NEARLY_DONE),
        (0.3, {"bac": 0.0}, Undefined.NO_BUDGET),
        (0.3, {"begun": None}, Undefined.NOT_STARTED),
        (0.3, {"begun": date(2026, 4, 1)}, Undefined.NOT_STARTED),
    ],
)
def test_undefined_has_a_reason(share: float, more: dict[str, Any], why: Undefined) -> None:
    one = found(share, **more)
    assert {figure.why for figure in one.days.values()} == {why}
    assert set(one.finishes.values()) == {None}


def own(count: int, slowing: float = 0.5) -> tuple[Pace, ...]:
    """Projects at the third tenth whose rest took e^(slowing + a little) times what their pace promised."""
    made = []
    for n in range(count):
        rest = at_pace(0.3, 30.0) * math.exp(slowing + n / 1000)
        made.append(Pace(tenth=3, share=0.3, gone=30.0, whole=30.0 + rest))
    return tuple(made)


def test_enough_projects_of_ones_own_speak_alone() -> None:
    one = found(0.3, closed=own(20))
    assert one.history == "your 20 closed projects"
    assert one.days["p50"].value == pytest.approx(64 + at_pace(0.3, 64) * math.exp(0.5 + 10 / 1000))


def test_a_few_draw_the_class_to_them() -> None:
    few, none = found(0.3, closed=own(5)), found(0.3)
    assert "too few alone" in few.history
    median = float(np.median(SLOWING[2]))
    moved = 5 / 20 * (0.502 - median)
    rest = [(one.days["p80"].value or 0) - 64 for one in (few, none)]
    assert rest[0] == pytest.approx(rest[1] * math.exp(moved))
    assert found(0.5, closed=own(30)) == found(0.5)  # another tenth


def test_a_project_that_ended_at_once_tells_nothing() -> None:
    assert Pace(tenth=3, share=0.3, gone=10, whole=10).slowing is None
    assert found(0.3, closed=(Pace(tenth=3, share=0.3, gone=10, whole=10),)) == found(0.3)
    # half a day on, where the pace promised ten
    assert Pace(tenth=5, share=0.5, gone=10, whole=10.5).slowing == pytest.approx(math.log(0.05))
    assert Pace(tenth=9, share=1.0, gone=10, whole=11).slowing is None
    assert Pace(tenth=1, share=0.0, gone=10, whole=11).slowing is None


@given(st.floats(0.05, 0.949), st.dates(date(1995, 1, 1), STATUS))
def test_the_range_is_in_order_and_never_in_the_past(share: float, begun: date) -> None:
    one = found(share, begun=begun)
    if one.days["p10"].value is None:
        assert one.days["p10"].why is Undefined.NOT_STARTED
        return
    days = [one.days[name].value for name in RANK_OF]
    assert days == sorted(days, key=lambda value: value or 0)
    told = [day for day in one.finishes.values() if day is not None]
    assert all(day >= CALENDAR.last_working(STATUS) for day in told)


def test_in_the_forecast_from_the_first_work_on() -> None:
    lines = [Line(id=str(n), cost=100_00, hours=10, progress=1.0 if n < 3 else None) for n in range(10)]
    entries = [Entry(day="2026-01-05", line="0", hours=8, cost=5), Entry(day="2026-02-05", line="1", cost=9)]
    forecast, _ = forecast_project(project(lines, entries))
    assert forecast.outlook
    assert forecast.outlook.finish == found(0.3, begun=date(2026, 1, 5))
    stray = replace(entries[0], day="1926-01-05")
    forecast, _ = forecast_project(project(lines, [*entries, stray]))
    assert forecast.outlook
    assert forecast.outlook.finish.begun == date(2026, 1, 5)


def cesaw() -> list[Any]:
    (folder,) = (at for at in AT_HAND if at.name == "cesaw")
    return [p for p in read_history(folder).projects if len(p) >= 6 and p.finished[-1] >= 50]


@pytest.mark.parametrize("folder", [at for at in AT_HAND if at.name == "cesaw"])
def test_the_shipped_class_is_what_the_projects_say(folder: Any) -> None:
    made = paces(cesaw())
    for tenth, ranked in enumerate(SLOWING, start=1):
        wanted = sorted(round(y, 3) for at, y in made if at == tenth)
        assert ranked.tolist() == pytest.approx(wanted, abs=1e-9), folder


@pytest.mark.parametrize("folder", [at for at in AT_HAND if at.name == "cesaw"])
@pytest.mark.parametrize(("field", "error", "cover"), [("project", 32.5, 84.1), ("organisation", 33.3, 82.3)])
def test_how_well_the_finish_has_done(folder: Any, field: str, error: float, cover: float) -> None:
    scores = {
        score.method: score
        for score in finish_scores(cesaw(), left_out=field, field=field)
        if not score.share
    }
    assert scores[CLASS_MEDIAN].mean_absolute == pytest.approx(error, abs=0.06), folder
    assert scores[CLASS_MEDIAN].cover == pytest.approx(cover, abs=0.06)
    assert scores[PACE].mean_absolute == pytest.approx(39.7, abs=0.06)
    assert (scores[PACE].cover, scores[PACE].width) == (None, None)
