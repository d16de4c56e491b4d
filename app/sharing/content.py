"""What one report says: frozen values, already rounded to what the client may see, and their hash.

Money is in whole units of the project currency, hours and months have one decimal, shares are hundredths.
What is unknown is None with a sentence that says why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from typing import Any, Literal

from app.store.bodies import canonical, digest

Light = Literal["red", "amber", "green", "grey"]


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence by its key, with what goes into it; without a key, `text` as a person typed it."""

    key: str
    args: tuple[tuple[str, int | float | str | date], ...] = ()
    text: str = ""

    @classmethod
    def of(cls, key: str, **args: float | str | date) -> Say:
        """`Say.of("milestones_late", count=2)`."""
        return cls(key, tuple(sorted(args.items())))

    @classmethod
    def typed(cls, text: str) -> Say:
        """A person's own words."""
        return cls("", (), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Whose report it is, of which day. `number` counts the reports of this share from 1."""

    project: str
    code: str
    client: str
    manager: str
    sponsor: str
    currency: str
    model: str
    as_at: date
    since: date | None  # the last report's day
    number: int
    start: date | None
    finish: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LightRow:
    """One light, now and last time."""

    area: str  # overall | scope | schedule | budget | resources
    now: Light
    before: Light | None
    reason: Say
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure in the client's terms. `unit`: money | percent | hours | months | date."""

    key: str
    value: float | int | date | None
    unit: str
    note: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRow:
    """A milestone, as first agreed and now."""

    id: str
    title: str
    original: date | None
    current: date | None
    state: str  # reached | late | overdue | on_time | undated
    days: int = 0  # days late, 0 otherwise
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A piece of work."""

    line: str
    title: str
    finish: date | None
    progress: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRow:
    """A risk, an issue, or a decision that is wanted."""

    id: str
    kind: str
    title: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change request."""

    id: str
    title: str
    raised: date | None
    status: str  # pending | approved | rejected
    price: int
    days: float
    approved_on: date | None
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """A phase: shares of its work, by planned working days."""

    phase: str
    tasks: int
    tasks_done: int
    progress: float | None
    planned: float | None
    start: date | None
    finish: date | None
    price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """Cumulative shares at a month's end; None: not known, or not yet."""

    month: date  # its last day
    planned: float | None
    done: float | None
    expected: float | None
    hours: float | None = None  # of the month, time and materials


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The whole report. An empty part whose section is shown comes with its reason in `blanks`."""

    header: Header
    lights: tuple[LightRow, ...]
    figures: tuple[FigureRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    done: tuple[WorkRow, ...] = ()
    coming: tuple[WorkRow, ...] = ()
    behind: tuple[WorkRow, ...] = ()
    risks: tuple[ConcernRow, ...] = ()
    decisions: tuple[ConcernRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    order: tuple[FigureRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    months: tuple[MonthRow, ...] = ()
    progress: float | None = None
    planned: float | None = None
    sections: tuple[str, ...] = ()
    blanks: tuple[tuple[str, Say], ...] = ()

    def json(self) -> dict[str, Any]:
        """As plain JSON values."""
        found: dict[str, Any] = plain(asdict(self))
        return found

    @property
    def sha256(self) -> str:
        """Of the canonical JSON."""
        return digest(canonical(self.json()))


def plain(value: Any) -> Any:
    """Dates and enumerations as text, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
