"""What a project shows of itself as it goes, for the forecasts of others: where it stood, and its end.

Everything is a share of its budget, so that nobody learns what another project cost. Working days in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from app.forecast.calibrated import NEARLY_DONE, TOO_EARLY, tenth_of
from app.forecast.own_history import ClosedProjects, Moment, Pace
from app.forecast.result import ByRule, Forecast, Measures
from app.project.calendar import WorkingCalendar
from app.project.model import Project, ProjectState


@dataclass(frozen=True, slots=True)
class Basis:
    """On one basis, cost or hours, in its own unit. `final` of an end: what it came to."""

    bac: float
    ev_finished: float  # 0/100
    ac_finished: float
    ev_half: float  # 50/50
    ac: float


@dataclass(frozen=True, slots=True)
class Point:
    """The project when it was first seen at a tenth of its budget earned by 0/100; `gone`: working days."""

    tenth: int
    share: float
    gone: int
    cost: Basis
    hours: Basis

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> Self:
        """From plain values, as `asdict` made them."""
        cost, hours = Basis(**plain["cost"]), Basis(**plain["hours"])
        return cls(plain["tenth"], plain["share"], plain["gone"], cost, hours)


@dataclass(frozen=True, slots=True)
class Ended:
    """A closed project: what it came to, its working days, and where it had stood."""

    cost: float
    hours: float
    days: int
    points: tuple[Point, ...]

    def to_plain(self) -> dict[str, Any]:
        """Plain values, each amount as a share of the budget of its time: no money is told."""
        return {
            "days": self.days,
            "points": [
                {
                    "tenth": point.tenth,
                    "share": point.share,
                    "gone": point.gone,
                    "cost": _shares(point.cost, self.cost),
                    "hours": _shares(point.hours, self.hours),
                }
                for point in self.points
            ],
        }


def seen_at(project: Project, forecast: Forecast, before: Sequence[Point] = ()) -> tuple[Point, ...]:
    """The points of `before`, and the present one where its tenth is new; none outside 5 to 95 % earned."""
    begun = forecast.outlook.finish.begun if forecast.outlook else None
    finished = forecast.by_rule["0/100"]
    bac, ev = float(finished.cost.bac[0]), float(finished.cost.ev[0])
    share = ev / bac if bac > 0 else 0.0
    if begun is None or not TOO_EARLY <= share < NEARLY_DONE:
        return tuple(before)
    tenth = tenth_of(share)
    if any(point.tenth == tenth for point in before):
        return tuple(before)
    gone = WorkingCalendar.of(project.settings).between(begun, project.settings.status_date)
    cost, hours = (
        _basis(finished, forecast.by_rule["50/50"], getattr(forecast, name).project, name)
        for name in ("cost", "hours")
    )
    return (*before, Point(tenth, share, gone, cost, hours))


def ended(project: Project, forecast: Forecast, points: Sequence[Point]) -> Ended | None:
    """The end of a project that is closed; None while it is open, or when it was never seen on its way.

    Closed: as Settings say; else when all of its budget is earned and nothing is to come or on order.
    """
    cost, hours = forecast.cost.project, forecast.hours.project
    begun = forecast.outlook.finish.begun if forecast.outlook else None
    if begun is None or not points or not is_closed(project, forecast):
        return None
    done = [day for day in forecast.states.finish if day]
    last = min(max(done, default=forecast.status_date), forecast.status_date)
    days = WorkingCalendar.of(project.settings).between(begun, last)
    return Ended(float(cost.ac[0]), float(hours.ac[0]), days, tuple(points))


def is_closed(project: Project, forecast: Forecast) -> bool:
    """As Settings say; blank: the budget is earned, and neither cost nor hours nor orders are open."""
    if project.settings.state is not None:
        return project.settings.state is ProjectState.CLOSED
    cost, hours = forecast.cost.project, forecast.hours.project
    earned = 0 < float(cost.bac[0]) <= float(cost.ev[0])
    on_order = forecast.commitments.total if forecast.commitments else 0.0
    return earned and max(float(cost.etc[0]), float(hours.etc[0]), on_order) <= 0


def closed_projects(plain: Iterable[dict[str, Any]]) -> ClosedProjects:
    """The moments of closed projects, from what `Ended.to_plain` made of each."""
    cost: list[Moment] = []
    hours: list[Moment] = []
    pace: list[Pace] = []
    for one in plain:
        for point in one["points"]:
            tenth, share = point["tenth"], point["share"]
            cost += _moments(tenth, point["cost"])
            hours += _moments(tenth, point["hours"])
            pace.append(Pace(tenth=tenth, share=share, gone=point["gone"], whole=one["days"]))
    return ClosedProjects(cost=tuple(cost), hours=tuple(hours), pace=tuple(pace))


def _moments(tenth: int, basis: dict[str, float] | None) -> list[Moment]:
    """On both bases, matched and 50/50."""
    if basis is None:
        return []
    return [
        Moment(tenth=tenth, matched=matched, bac=1.0, ev=basis[ev], base=basis[base], final=basis["final"])
        for matched, ev, base in ((True, "ev_finished", "ac_finished"), (False, "ev_half", "ac"))
    ]


def _shares(basis: Basis, final: float) -> dict[str, float] | None:
    """Of the budget; None without one."""
    if basis.bac <= 0:
        return None
    amounts = {name: value for name, value in asdict(basis).items() if name != "bac"} | {"final": final}
    return {name: round(value / basis.bac, 6) for name, value in amounts.items()}


def _basis(finished: ByRule, half: ByRule, whole: Measures, name: str) -> Basis:
    return Basis(
        bac=float(whole.bac[0]),
        ev_finished=float(getattr(finished, name).ev[0]),
        ac_finished=float(whole.ac_finished[0]),
        ev_half=float(getattr(half, name).ev[0]),
        ac=float(whole.ac[0]),
    )
