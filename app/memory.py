"""What a refresh remembers for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from app.checks.first_reported import FirstReported
from app.checks.flag import Findings, Severity
from app.checks.history import ReportedMonth, carried_on, reported_month
from app.checks.life import Life
from app.checks.previous import PreviousRun
from app.forecast.lived import Point
from app.forecast.result import Forecast
from app.forecast.standpoint import Standpoint
from app.project.model import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The last refresh of the workbook.

    `run`: its figures, in minor units; `baseline`: those it was itself compared with, None for nothing or for
    the same.
    """

    at: datetime
    run: PreviousRun
    baseline: PreviousRun | None = None
    colour: str = ""
    stand: Standpoint | None = None
    colours: Mapping[str, str] = field(default_factory=dict)  # by the light's name
    colours_before: Mapping[str, str] = field(default_factory=dict)  # as they last stood otherwise
    since: Mapping[str, date] = field(default_factory=dict)  # flag id -> status date at which first seen
    points: tuple[Point, ...] = ()  # where it stood when first seen at each tenth

    def to_compare(self, project: Project, forecast: Forecast) -> PreviousRun:
        """What the figures of now are compared with.

        While they stay as they were in the last refresh, that is what the last refresh was compared with: a
        jump is a jump until something moves, not until somebody clicks again.
        """
        same_date = self.run.status_date == forecast.status_date
        stood = (self.run.stood or {}) if same_date else self.run.severities
        now = _figures(project, forecast)
        beside = partial(
            replace, severities=self.run.severities, history=self.run.history, first=self.run.first
        )
        still = beside(now, stood=self.run.stood) == self.run
        if self.baseline is None or not still:
            return replace(self.run, stood=stood)
        return beside(self.baseline, stood=stood)

    def lights_before(self, findings: Findings, status_date: date) -> Mapping[str, str]:
        """What the lights of now showed before: at the last status date, or before they last changed.

        While they stay as they were that stays, too: what was red last month was red last month, however
        often somebody clicks.
        """
        still = status_date == self.run.status_date and findings.rag.colours() == self.colours
        return self.colours_before if still else self.colours

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            "at": self.at.isoformat(),
            "colour": self.colour,
            **_to_json(self.run),
            "severities": {flag: severity.value for flag, severity in self.run.severities.items()},
            "stood": {flag: severity.value for flag, severity in (self.run.stood or {}).items()},
            "history": [month.to_plain() for month in self.run.history],
            "first": self.run.first and self.run.first.to_plain(),
            "baseline": self.baseline and _to_json(self.baseline),
            "stand": self.stand and self.stand.to_plain(),
            "colours": dict(self.colours),
            "colours_before": dict(self.colours_before),
            "since": {flag: day.isoformat() for flag, day in self.since.items()},
            "points": [asdict(point) for point in self.points],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Previous:
        """From what `to_json` made."""
        baseline = stored.get("baseline")
        return cls(
            at=datetime.fromisoformat(stored["at"]),
            colour=stored.get("colour", ""),
            run=_from_json(stored),
            baseline=_from_json(baseline) if baseline else None,
            stand=Standpoint.from_plain(stored["stand"]) if stored.get("stand") else None,
            colours=stored.get("colours", {}),
            colours_before=stored.get("colours_before", {}),
            since={flag: date.fromisoformat(day) for flag, day in stored.get("since", {}).items()},
            points=tuple(Point.of_plain(point) for point in stored.get("points", ())),
        )


def remembered(
    project: Project,
    forecast: Forecast,
    findings: Findings,
    *,
    at: datetime,
    compared_with: PreviousRun | None,
    lives: Mapping[str, Life],
    stand: Standpoint,
    points: tuple[Point, ...],
) -> Previous:
    """What the next refresh will compare with."""
    severities = {flag.id: flag.severity for flag in findings.flags}
    known = compared_with.history if compared_with else ()
    history = carried_on(known, reported_month(project, forecast))
    first = compared_with.first_reported if compared_with else FirstReported()
    settled = first.settled(project.settings.status_date, project.settings.restated)
    figures = _figures(project, forecast)
    baseline = compared_with and replace(compared_with, severities={}, history=(), stood=None, first=None)
    return Previous(
        at=at,
        colour=findings.rag.overall.colour.value,
        run=replace(
            figures,
            severities=severities,
            history=history,
            first=settled.and_now(project, forecast),
            stood=(compared_with.stood or {}) if compared_with else {},
        ),
        baseline=None if baseline == figures else baseline,
        stand=stand,
        colours=findings.rag.colours(),
        colours_before={name: light.last.value for name, light in findings.rag.named().items() if light.last},
        since={flag: life.first_seen for flag, life in lives.items()},
        points=points,
    )


def _figures(project: Project, forecast: Forecast) -> PreviousRun:
    eac = forecast.cost.lines.eac.tolist()
    return PreviousRun(
        status_date=forecast.status_date,
        bac=float(forecast.cost.project.bac[0]),
        eac=float(forecast.cost.project.eac[0]),
        eac_by_line={line.id: value for line, value in zip(project.lines, eac, strict=True)},
        progress=_progress(project),
    )


def _progress(project: Project) -> dict[str, float]:
    """By line; of lines that share a number the lowest, so that none of them seems to have fallen."""
    found: dict[str, float] = {}
    for line in project.lines:
        if line.progress is not None:
            found[line.id] = min(line.progress, found.get(line.id, line.progress))
    return found


def _to_json(run: PreviousRun) -> dict[str, Any]:
    return {
        "status_date": run.status_date.isoformat(),
        "bac": run.bac,
        "eac": run.eac,
        "eac_by_line": dict(run.eac_by_line),
        "progress": dict(run.progress),
    }


def _from_json(stored: Mapping[str, Any]) -> PreviousRun:
    return PreviousRun(
        status_date=date.fromisoformat(stored["status_date"]),
        bac=stored.get("bac"),
        eac=stored.get("eac"),
        eac_by_line=stored.get("eac_by_line", {}),
        progress=stored.get("progress", {}),
        severities={flag: Severity(value) for flag, value in stored.get("severities", {}).items()},
        stood={flag: Severity(value) for flag, value in stored["stood"].items()}
        if "stood" in stored
        else None,
        history=tuple(ReportedMonth.of_plain(month) for month in stored.get("history", ())),
        first=FirstReported.of_plain(stored["first"]) if stored.get("first") else None,
    )
