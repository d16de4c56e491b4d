"""What a project leaves for the forecasts of others, and what they make of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from app.forecast.calibrated import Calibrated
from app.forecast.forecast import forecast_project
from app.forecast.lived import Point, closed_projects, ended, is_closed, seen_at
from app.forecast.reference_class import LABEL
from app.project.model import Line, Project, ProjectState
from app.project.purchase_order import PurchaseOrder
from tests.forecast.build import Entry, project

DEAR = 1.25


def standing(done: int, *, dear: float = DEAR, status: str = "2026-03-31", **more: Any) -> Project:
    """Ten lines of 100.00 and 10 hours, `done` of them finished, each at `dear` times its budget."""
    end = date(2026, 6, 12) if done == 10 else date(2026, 3, 20)
    lines = [
        Line(
            id=str(n), cost=100_00, hours=10,
            actual_start=date(2026, 1, 5) if n < done else None,
            actual_finish=end if n < done else None,
        )
        for n in range(10)
    ]  # fmt: skip
    entries = [
        Entry(day="2026-01-05", line=str(n), hours=10 * dear, cost=round(100_00 * dear)) for n in range(done)
    ]
    return project(lines, entries, status=status, **more)


def went(*stages: int, dear: float = DEAR) -> dict[str, Any]:
    """A project seen at these stages, then closed, as it is stored."""
    points: tuple[Point, ...] = ()
    for stage in stages:
        now = standing(stage, dear=dear)
        points = seen_at(now, forecast_project(now)[0], points)
    last = standing(10, dear=dear, status="2026-06-30")
    done = ended(last, forecast_project(last)[0], points)
    assert done
    return json.loads(json.dumps(done.to_plain()))  # type: ignore[no-any-return]


def test_a_tenth_is_remembered_as_it_was_first_seen() -> None:
    now = standing(3)
    forecast, _ = forecast_project(now)
    (point,) = seen_at(now, forecast)
    assert (point.tenth, point.share, point.gone) == (3, 0.3, 62)  # 5 January to 31 March
    assert (point.cost.bac, point.cost.ev_finished, point.cost.ac_finished) == (1_000_00, 300_00, 375_00)
    assert (point.hours.ac, point.hours.ev_half) == (37.5, 30)
    later = standing(3, dear=2.0)
    assert seen_at(later, forecast_project(later)[0], (point,)) == (point,)
    assert Point.of_plain(json.loads(json.dumps(asdict(point)))) == point


@pytest.mark.parametrize("done", [0, 10])
def test_too_early_and_nearly_done_are_no_points(done: int) -> None:
    now = standing(done, status="2026-06-30")
    assert seen_at(now, forecast_project(now)[0]) == ()


def test_what_is_stored_tells_no_money() -> None:
    told = went(3)
    assert told["points"][0]["cost"] == {
        "ev_finished": 0.3, "ac_finished": 0.375, "ev_half": 0.3, "ac": 0.375, "final": 1.25,
    }  # fmt: skip
    assert told["days"] == 115  # 5 January to 12 June


def test_closed_by_settings_or_when_nothing_is_left() -> None:
    def closed(now: Project) -> bool:
        return is_closed(now, forecast_project(now)[0])

    done = {"status": "2026-06-30"}
    assert closed(standing(10, **done))
    assert not closed(standing(9, **done))
    assert closed(standing(9, **done, settings={"state": ProjectState.CLOSED}))
    assert not closed(standing(10, **done, settings={"state": ProjectState.OPEN}))
    order = PurchaseOrder(id="P", value=50_00, currency="EUR", line=-1)
    assert not closed(standing(10, **done, purchase_orders=(order,)))


def test_what_was_never_seen_on_its_way_teaches_nothing() -> None:
    last = standing(10, status="2026-06-30")
    assert ended(last, forecast_project(last)[0], ()) is None
    open_still = standing(5)
    forecast, _ = forecast_project(open_still)
    assert ended(open_still, forecast, seen_at(open_still, forecast)) is None


def test_a_budget_without_hours_teaches_cost_alone() -> None:
    told = went(3)
    told["points"][0]["hours"] = None
    found = closed_projects([told])
    assert (len(found.cost), len(found.hours), len(found.pace)) == (2, 0, 1)


@pytest.mark.parametrize(
    ("count", "history"),
    [
        (0, LABEL),
        (1, f"your 1 closed project, too few alone: drawn to the {LABEL}"),
        (7, f"your 7 closed projects, too few alone: drawn to the {LABEL}"),
        (25, "your 25 closed projects"),
    ],
)
def test_none_few_and_enough_and_each_says_so(count: int, history: str) -> None:
    closed = closed_projects(went(3, 5, dear=1.1 + n / 100) for n in range(count))
    outlook = forecast_project(standing(3), closed)[0].outlook
    assert outlook
    assert outlook.calibrated_cost.history == history
    assert outlook.calibrated_hours.history == history
    assert outlook.finish.history == history


def test_enough_projects_of_ones_own_make_the_range() -> None:
    closed = closed_projects(went(3, dear=1.1 + n / 100) for n in range(25))
    outlook = forecast_project(standing(3), closed)[0].outlook
    assert outlook
    found = outlook.calibrated_cost
    assert found.p50.value == pytest.approx(1_250_00, rel=0.02)  # they too went on as dear as they began
    plain = forecast_project(standing(3))[0].outlook
    assert plain
    assert _width(found) < _width(plain.calibrated_cost) / 2
    assert outlook.finish.days["p50"].value == pytest.approx(
        115
    )  # they took 115 days, and stood as it stands


def _width(found: Calibrated) -> float:
    assert found.p10.value is not None
    assert found.p90.value is not None
    return found.p90.value - found.p10.value


def test_without_a_budget_no_tenth_is_seen() -> None:
    now = project([Line(id="1")], [Entry(day="2026-01-05", line="1", hours=8, cost=50_00)])
    assert seen_at(now, forecast_project(now)[0]) == ()
