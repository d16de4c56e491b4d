"""What the checks need to know of the run before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.checks.first_reported import FirstReported
from app.checks.flag import Severity
from app.checks.history import ReportedMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRun:
    """The last refresh of the same workbook; money in minor units of the project currency."""

    status_date: date
    bac: float | None = None
    eac: float | None = None
    eac_by_line: Mapping[str, float] = field(default_factory=dict)  # line id -> EAC
    progress: Mapping[str, float] = field(default_factory=dict)  # line id -> share done, 0..1
    severities: Mapping[str, Severity] = field(default_factory=dict)  # flag id -> severity
    stood: Mapping[str, Severity] | None = None  # the same at the status date before; None: not told apart
    history: tuple[ReportedMonth, ...] = ()  # month ends, oldest first
    first: FirstReported | None = None  # budgets and closed months as first reported; None: not kept

    @property
    def first_reported(self) -> FirstReported:
        """The same, where it was not kept from the month ends that were."""
        return self.first if self.first is not None else FirstReported.of_history(self.history)
