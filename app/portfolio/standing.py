"""Where one project stands: the figures of its last refresh, what it moved, and why it was not refreshed.

Money is whole minor units of the project's own currency, rounded once, so that totals are exact sums of what
is shown; None is undefined. Variance is budget minus forecast: negative is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.project.currency import minor_digits

SEVERITIES = ("error", "red", "amber", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A flag as its result tells it; `id` stays the same from one refresh to the next."""

    id: str
    check: str
    severity: str
    title: str
    figure: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the last refresh found. `price` and margin: at completion. `planned`: person -> month such as
    `2026-09` -> hours; `capacity`: a month's hours of one person."""

    name: str
    client: str
    manager: str
    currency: str
    status_date: date
    colour: str
    reason: str
    bac: int
    eac: int
    p10: int | None
    p90: int | None
    price: int | None
    margin: int | None
    margin_percent: float | None
    finish: date | None
    finish_note: str
    flags: tuple[Flagged, ...]
    planned: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    capacity: Mapping[str, float] = field(default_factory=dict)

    @property
    def digits(self) -> int:
        """Decimals of the currency."""
        return minor_digits(self.currency)

    @property
    def vac(self) -> int:
        """Budget minus forecast."""
        return self.bac - self.eac

    @property
    def over_share(self) -> float | None:
        """Forecast over budget as a share of the budget; below 0 it is under; None without a budget."""
        return -self.vac / self.bac if self.bac > 0 else None

    def count(self, severity: str) -> int:
        """Flags of one severity."""
        return sum(flag.severity == severity for flag in self.flags)

    @property
    def red_ids(self) -> frozenset[str]:
        """The red flags."""
        return frozenset(flag.id for flag in self.flags if flag.severity == "red")


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The same project at an earlier moment, as far as it is compared; `eac` in minor units."""

    currency: str
    eac: int
    colour: str
    red_ids: frozenset[str]


class Kind(StrEnum):
    """Why a project's figures are not of the last night."""

    FAILED = "failed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A refresh that failed, or that is paused: `slug` names the reason, `why` and `mend` say it."""

    kind: Kind
    slug: str
    why: str
    mend: str
    nights: int = 0  # in a row
    since: datetime | None = None  # the last try


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One registered project. `figures` is None until a refresh gave some; `night` and `week`: as it stood
    when the night before ended and seven days before, None when it was not known then."""

    workbook_id: str
    title: str
    answers: str  # who confirmed the schedule last
    figures: Figures | None = None
    refreshed_at: datetime | None = None
    night: Before | None = None
    week: Before | None = None
    trouble: Trouble | None = None
    bookings: Trouble | None = None  # why NetSuite's did not come

    @property
    def name(self) -> str:
        """The project's name, else the workbook's."""
        return (self.figures.name if self.figures else "") or self.title or "(without a name)"

    @property
    def link(self) -> str:
        """Where it opens."""
        return f"https://docs.google.com/spreadsheets/d/{self.workbook_id}/edit"

    @property
    def new_reds(self) -> int:
        """Red flags that were not there the night before; 0 where nothing was known."""
        if self.figures is None or self.night is None:
            return 0
        return len(self.figures.red_ids - self.night.red_ids)

    def moved(self, before: Before | None) -> int | None:
        """By how much the forecast rose since `before`; None when not known then, or in another currency."""
        if self.figures is None or before is None or before.currency != self.figures.currency:
            return None
        return self.figures.eac - before.eac
