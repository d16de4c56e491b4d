"""What a refresh remembers for the next one, and what changed in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.checks.flag import Findings, Severity
from app.checks.previous import PreviousRun
from app.checks.wording import Wording, counted
from app.forecast.result import Forecast
from app.project.model import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The last refresh of the workbook. `run`: its figures, in minor units."""

    at: datetime
    run: PreviousRun
    colour: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        run = self.run
        return {
            "at": self.at.isoformat(),
            "status_date": run.status_date.isoformat(),
            "bac": run.bac,
            "eac": run.eac,
            "eac_by_line": dict(run.eac_by_line),
            "progress": dict(run.progress),
            "severities": {flag: severity.value for flag, severity in run.severities.items()},
            "colour": self.colour,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Previous:
        """From what `to_json` made."""
        return cls(
            at=datetime.fromisoformat(stored["at"]),
            colour=stored.get("colour", ""),
            run=PreviousRun(
                status_date=date.fromisoformat(stored["status_date"]),
                bac=stored.get("bac"),
                eac=stored.get("eac"),
                eac_by_line=stored.get("eac_by_line", {}),
                progress=stored.get("progress", {}),
                severities={flag: Severity(value) for flag, value in stored.get("severities", {}).items()},
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Since the run before. `eac_change`: minor units, positive when the forecast went up."""

    first: bool
    since: str = ""
    text: str
    eac_change: float | None = None
    new_flags: Sequence[str] = ()
    gone_flags: Sequence[str] = ()


def remembered(project: Project, forecast: Forecast, findings: Findings, *, at: datetime) -> Previous:
    """What the next refresh will compare with."""
    eac = forecast.cost.lines.eac.tolist()
    return Previous(
        at=at,
        colour=findings.rag.overall.colour.value,
        run=PreviousRun(
            status_date=forecast.status_date,
            bac=float(forecast.cost.project.bac[0]),
            eac=float(forecast.cost.project.eac[0]),
            eac_by_line={line.id: value for line, value in zip(project.lines, eac, strict=True)},
            progress=_progress(project),
            severities={flag.id: flag.severity for flag in findings.flags},
        ),
    )


def _progress(project: Project) -> dict[str, float]:
    """By line; of lines that share a number the lowest, so that none of them seems to have fallen."""
    found: dict[str, float] = {}
    for line in project.lines:
        if line.progress is not None:
            found[line.id] = min(line.progress, found.get(line.id, line.progress))
    return found


def compare(
    previous: Previous | None,
    project: Project,
    forecast: Forecast,
    findings: Findings,
    *,
    stamped: datetime | None = None,
) -> Changes:
    """The changes since `previous`, in figures and in one sentence.

    `stamped`: when the workbook says it was refreshed last, which may be a refresh nobody here remembers.
    """
    if previous is None and stamped is not None:
        text = f"Not compared: the figures of the refresh of {stamped:%-d %B %Y} are not kept here."
        return Changes(first=False, since=stamped.isoformat(timespec="seconds"), text=text)
    if previous is None:
        return Changes(first=True, text="The first refresh of this workbook.")
    say = Wording(project.settings.currency, project.minor_digits)
    eac = float(forecast.cost.project.eac[0])
    change = None if previous.run.eac is None else eac - previous.run.eac
    now = {flag.id for flag in findings.flags}
    new = sorted(now - previous.run.severities.keys())
    gone = sorted(previous.run.severities.keys() - now)
    said = []
    if change is not None and abs(change) >= 0.5:
        said.append(f"Forecast {'up' if change > 0 else 'down'} by {say.money(abs(change))}")
    else:
        said.append("Forecast unchanged")
    if previous.run.status_date != forecast.status_date:
        said.append(f"status date moved from {previous.run.status_date} to {forecast.status_date}")
    if new:
        said.append(counted(len(new), "new flag"))
    if gone:
        said.append(f"{counted(len(gone), 'flag')} gone")
    colour = findings.rag.overall.colour.value
    if previous.colour and previous.colour != colour:
        said.append(f"light from {previous.colour} to {colour}")
    return Changes(
        first=False,
        since=f"{previous.run.status_date} status date",
        text="; ".join(said) + ".",
        eac_change=change,
        new_flags=new,
        gone_flags=gone,
    )
