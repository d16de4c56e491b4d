"""What changed since the refresh before, in figures and in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.checks.flag import Findings
from app.checks.wording import Wording, counted
from app.forecast.result import Forecast
from app.memory import Previous
from app.moved import Moved
from app.project.model import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Since the run before. `eac_change`: minor units, positive when the forecast went up."""

    first: bool
    since: str = ""
    text: str
    eac_change: float | None = None
    new_flags: Sequence[str] = ()
    gone_flags: Sequence[str] = ()
    moved: Moved = field(default_factory=Moved)


def compare(
    previous: Previous | None,
    project: Project,
    forecast: Forecast,
    findings: Findings,
    *,
    stamped: datetime | None,
    moved: Moved,
) -> Changes:
    """The changes since `previous`, in figures and in one sentence.

    `stamped`: when the workbook says it was refreshed last, which may be a refresh nobody here remembers;
    `moved`: why the forecast moved.
    """
    if previous is None and stamped is not None:
        text = f"Not compared: the figures of the refresh of {stamped:%-d %B %Y} are not kept here."
        since = stamped.isoformat(timespec="seconds")
        return Changes(first=False, since=since, text=text, moved=moved)
    if previous is None:
        return Changes(first=True, text="The first refresh of this workbook.", moved=moved)
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
    said += _lights(previous, findings)
    return Changes(
        first=False,
        since=f"{previous.run.status_date} status date",
        text="; ".join(said) + ".",
        eac_change=change,
        new_flags=new,
        gone_flags=gone,
        moved=moved,
    )


def _lights(previous: Previous, findings: Findings) -> list[str]:
    """`cost light from green to amber, by hand`, of each light that shows another colour now."""
    now = findings.rag.named()
    before = previous.colours or ({"overall": previous.colour} if previous.colour else {})
    return [
        f"{name} light from {before[name]} to {light.colour.value}{', by hand' if light.by_rule else ''}"
        for name, light in now.items()
        if before.get(name) and before[name] != light.colour.value
    ]
