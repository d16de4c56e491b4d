"""What a check looks at: the project, its forecast, the problems met on the way, and the last run.

Derived columns are made once, when the first check asks for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.checks.cells import Cells
from app.checks.flag import Flag, Severity
from app.checks.history import ReportedMonth
from app.checks.limits import SWITCH, Limit, Limits, Unit, in_force, share
from app.checks.plan_ahead import PlanAhead, plan_ahead
from app.checks.previous import PreviousRun
from app.checks.wording import Wording
from app.forecast.cost_to_complete import BUDGET_LEFT
from app.forecast.outlook import TimeRange
from app.forecast.position import Position, position
from app.forecast.result import Forecast, Measures, Monthly
from app.project.booked import Booked, hour_worth, known_entries, price_ledger
from app.project.calendar import WorkingCalendar
from app.project.line_table import LineTable
from app.project.model import Ledger
from app.project.month import Month, first_day, month_of
from app.project.pricing import Pricing
from app.project.problem import Problem
from app.project.worth import HourWorth

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FLOOR = {"amount": Limit(1000, Unit.MAJOR), "share": share(0.005), "either": SWITCH}
"""The money floor: `L.amount` in major units, `L.share` of BAC; `L.either` = 1 makes AND into OR."""


@dataclass(frozen=True)
class Case(Cells):
    """One project under check. Money: float64 minor units of the project currency."""

    forecast: Forecast
    problems: tuple[Problem, ...] = ()
    previous: PreviousRun | None = None
    answers: Mapping[str, Collection[str]] | None = None
    """What people filled in on the Flags tab, by flag id; None where there was no such tab yet."""
    raised: tuple[Flag, ...] = ()
    """For the checks of flags: what all the others found."""

    # --- settings and words

    @cached_property
    def say(self) -> Wording:
        """Words for this project's money."""
        return Wording(self.project.settings.currency, self.project.minor_digits)

    @cached_property
    def typed_limits(self) -> Mapping[str, float]:
        """Thresholds from Settings, by folded key: `v1.amber`."""
        return {key.casefold().strip(): value for key, value in self.project.settings.thresholds.items()}

    def is_off(self, check: str) -> bool:
        """Whether Settings switches a check off: `V1.off` is 1, TRUE or yes."""
        return bool(self.typed_limits) and self.typed_limits.get(f"{check}.off".casefold()) == 1

    @cached_property
    def floor(self) -> float:
        """The money floor L: the larger of 1,000 major units and 0.5 % of BAC."""
        floor = in_force(FLOOR, "L", self.typed_limits)
        minor = floor["amount"] * self.say.scale
        return max(minor, floor["share"] * abs(self.bac))

    @cached_property
    def floor_in_words(self) -> str:
        """The money floor as the rules name it."""
        return self.say.money(self.floor)

    @cached_property
    def either(self) -> bool:
        """Whether a relative limit or the floor is enough (`L.either` = 1); by default it takes both."""
        return bool(in_force(FLOOR, "L", self.typed_limits)["either"])

    def grade(
        self,
        at: Limits,
        value: float,
        money: float,
        *,
        below: bool = False,
        was: Severity | None = None,
    ) -> Severity | None:
        """Grade `value` by its limits and `money` by the floor."""
        graded = at.grade(value, below=below, was=was)
        if self.either:
            return graded or (Severity.AMBER if abs(money) > self.floor else None)
        return graded if abs(money) > self.floor else None

    def broken(
        self,
        at: Limits,
        severity: Severity,
        value: float,
        *,
        below: bool = False,
        was: Severity | None = None,
    ) -> str:
        """The threshold that `grade` found broken, in words: the floor where that alone was."""
        by_floor = self.either and at.grade(value, below=below, was=was) is None
        return self.floor_in_words if by_floor else at.text(severity)

    def beyond(self, relative: bool, money: float) -> bool:
        """Whether a matter is to be told: beyond its own limit and the floor, or one of them (`L.either`)."""
        large = money > self.floor
        return (relative or large) if self.either else (relative and large)

    def was(self, check: str, subject: str = "", period: str = "") -> Severity | None:
        """How severe the same flag was in the last run, if it stood."""
        if self.previous is None:
            return None
        key = ":".join(part for part in (check, subject, period) if part)
        return self.previous.severities.get(key)

    @cached_property
    def earlier(self) -> tuple[ReportedMonth, ...]:
        """Month ends reported before the month at hand, the latest first, as far as none is missing."""
        found: list[ReportedMonth] = []
        for month in reversed(self.previous.history if self.previous else ()):
            wanted = month_of(self.today) - 1 - len(found)
            if month.month == wanted:
                found.append(month)
            elif month.month < wanted:
                break
        return tuple(found)

    @cached_property
    def today(self) -> date:
        """The status date."""
        return self.project.settings.status_date

    # --- the project in all

    @cached_property
    def total(self) -> Measures:
        """Cost measures of the project, one row."""
        return self.forecast.cost.project

    @cached_property
    def by_line(self) -> Measures:
        """Cost measures by line."""
        return self.forecast.cost.lines

    @cached_property
    def bac(self) -> float:
        """Budget at completion."""
        return float(self.total.bac[0])

    @cached_property
    def ac(self) -> float:
        """Actual cost to date."""
        return float(self.total.ac[0])

    @cached_property
    def ev(self) -> float:
        """Earned value."""
        return float(self.total.ev[0])

    @cached_property
    def eac(self) -> float:
        """Bottom-up estimate at completion."""
        return float(self.total.eac[0])

    @cached_property
    def earned(self) -> float:
        """Share of the budget earned; 0 without a budget."""
        return self.ev / self.bac if self.bac > 0 else 0.0

    @cached_property
    def rate_left(self) -> float:
        """What an hour of the remaining work costs on average, minor units; 0 when nothing tells.

        Taken from lines that plan no other costs, so that no licence sits in the rate.
        """
        etc, hours = self.by_line.etc, self.forecast.hours.lines.etc
        worked = np.flatnonzero((hours > 0) & (etc > 0))
        people = worked[~(self.lines.other.take(worked) > 0)]
        chosen = people if len(people) else worked
        return float(etc.take(chosen).sum() / hours.take(chosen).sum()) if len(chosen) else 0.0

    @cached_property
    def rate_so_far(self) -> float:
        """What an hour of people's time has cost on average, minor units; before the first, `rate_left`."""
        hours, cost = self.ledger.hours, self.entry_cost
        priced = (hours > 0) & (cost > 0)
        worked = float(np.where(priced, hours, 0.0).sum())
        return float(np.where(priced, cost, 0.0).sum()) / worked if worked > 0 else self.rate_left

    @cached_property
    def position(self) -> Position:
        """Where the project stands, for what would bring it back."""
        return position(self.project, self.forecast)

    # --- lines

    @cached_property
    def lines(self) -> LineTable:
        """The budget lines as columns, as the forecast read them."""
        return self.forecast.line_table or LineTable.of(self.project.lines, self.project.settings)

    @cached_property
    def typed_lines(self) -> LineTable:
        """The budget lines as typed, before change orders."""
        changed = self.forecast.changes is not None
        return LineTable.of(self.project.lines, self.project.settings) if changed else self.lines

    @cached_property
    def open(self) -> Bools:
        """Lines not finished."""
        return ~self.forecast.states.done

    @cached_property
    def by_budget(self) -> Bools:
        """Lines forecast by what is left of their budget."""
        planned = self.forecast.planned
        if planned is None:
            return np.array([method == BUDGET_LEFT for method in self.forecast.states.method], np.bool_)
        return self.open & ~planned.has_plan

    def name(self, line: int) -> str:
        """`3.40 Claim intake screens`; said once where the title is the line's number."""
        number, title = self.project.lines[line].id, self.project.lines[line].title
        return number if title == number else f"{number} {title}".strip()

    def largest(self, amounts: Floats, most: int = 3) -> list[int]:
        """Indexes of the lines with the largest positive `amounts`, largest first."""
        some = np.argpartition(-amounts, most - 1)[:most] if len(amounts) > most else np.arange(len(amounts))
        positive = (index for index in some.tolist() if amounts[index] > 0)
        return sorted(positive, key=lambda index: (-float(amounts[index]), index))

    def with_amounts(self, lines: Iterable[int], amounts: Floats) -> list[str]:
        """`3.40 Screens (12,400)`, one a line."""
        return [f"{self.name(line)} ({self.say.amount(float(amounts[line]))})" for line in lines]

    # --- months

    @cached_property
    def monthly(self) -> Monthly:
        """The forecast by month."""
        return self.forecast.monthly

    @cached_property
    def months(self) -> Ints:
        """The month axis as numbers."""
        return np.array(self.monthly.months, np.int64)

    @cached_property
    def closed(self) -> Ints:
        """Columns of the months closed at the status date, oldest first."""
        return np.flatnonzero(self.months < self.monthly.closed_before)

    @cached_property
    def begins(self) -> Month:
        """The project's first month: as set, else that of its first line or booking."""
        if self.start:
            return month_of(self.start)
        return int(self.months[0])

    @cached_property
    def start(self) -> date | None:
        """Planned start of the project: as set, else that of its first line."""
        starts = self.lines.start[self.lines.start > 0]
        return self.project.settings.start or (date.fromordinal(int(starts.min())) if len(starts) else None)

    @cached_property
    def schedule(self) -> TimeRange | None:
        """Earned schedule of the lines with a plan; None under nine tenths of the budget, or unstarted."""
        time = self.forecast.outlook.time if self.forecast.outlook else None
        return time if time and time.spi_t.value is not None else None

    @cached_property
    def index_range(self) -> tuple[float, float] | None:
        """Least and greatest of the index forecasts; None when fewer than 3 are defined."""
        span = self.forecast.outlook.cost if self.forecast.outlook else None
        if span is None or span.defined < 3 or span.lowest.value is None or span.highest.value is None:
            return None
        return span.lowest.value, span.highest.value

    @cached_property
    def behind_by_line(self) -> Floats:
        """Planned value minus earned value of each line; 0 where it cannot be phased."""
        behind = self.by_line.pv.values - self.by_line.ev
        return np.where(np.isnan(behind), 0.0, behind)

    @cached_property
    def behind_plan(self) -> float:
        """Planned minus earned value of the lines that have a plan: positive is late."""
        return float(self.behind_by_line.sum())

    @staticmethod
    def month_start(month: Month) -> int:
        """Ordinal of the first day of `month`."""
        return first_day(month).toordinal()

    @cached_property
    def month_starts(self) -> Ints:
        """Ordinal of the first day of each month of the axis."""
        return np.array([first_day(month).toordinal() for month in self.monthly.months], np.int64)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The project's working days."""
        return WorkingCalendar.of(self.project.settings)

    @cached_property
    def planned_ahead(self) -> PlanAhead | None:
        """The Resource plan from the first open month on; None without one."""
        since_close = self.planned_since_close
        return since_close.since(self.monthly.closed_before) if since_close else None

    @cached_property
    def planned_since_close(self) -> PlanAhead | None:
        """The Resource plan from the last closed month on; None without one."""
        begin = int(self.months[self.closed[-1]]) if len(self.closed) else self.monthly.closed_before
        return plan_ahead(self.project, self.pricing, begin, self.forecast.planned)

    @cached_property
    def closing(self) -> Month | None:
        """The last closed month, when the Resource plan has a column for it."""
        month = int(self.months[self.closed[-1]]) if len(self.closed) else None
        return month if self.project.plan is not None and month in self.project.plan.months else None

    def closing_plan(self) -> tuple[PlanAhead, int] | None:
        """The Resource plan since the last closed month, and that month's column; None without it."""
        ahead = self.planned_since_close
        if ahead is None or self.closing is None:
            return None
        return ahead, ahead.months.tolist().index(self.closing)

    @cached_property
    def unspent(self) -> float:
        """What the last closed month's Resource plan held and its lines did not spend; negative: overspent.

        0 without such a plan. All cost of those lines counts as spent, invoices too.
        """
        closing = self.closing_plan()
        if closing is None:
            return 0.0
        ahead, column = closing
        line = ahead.plan.line
        hours = ahead.hours[:, column]
        rows = np.flatnonzero((hours > 0) & (line >= 0))  # NaN, blank, is not above 0
        planned = float((hours[rows] * ahead.pair_rates[ahead.staff.of_row[rows], column]).sum())
        lines = np.flatnonzero(np.bincount(line[rows], minlength=1))
        return planned - float(self.monthly.line_actual_cost[lines, self.closed[-1]].sum())

    # --- entries

    @cached_property
    def ledger(self) -> Ledger:
        """Actuals, later than the status date too."""
        return self.project.ledger

    @cached_property
    def known(self) -> Bools:
        """Entries dated and posted up to the status date: those that count."""
        return known_entries(self.project)

    @cached_property
    def pricing(self) -> Pricing:
        """Rates and exchange rates."""
        return self.forecast.pricing or Pricing.of(self.project)

    @cached_property
    def worth(self) -> HourWorth:
        """Estimates for hours that nothing has priced."""
        return hour_worth(self.project, self.pricing, self.booked)

    @cached_property
    def booked(self) -> Booked:
        """The entries that count, as the forecast priced them."""
        return self.forecast.booked or price_ledger(self.project, self.pricing)[0]

    @cached_property
    def entry_cost(self) -> Floats:
        """What each entry puts into actual cost, as the forecast priced it, shape (n,); 0 when unknown."""
        cost = np.zeros(len(self.ledger))
        cost[self.booked.entry] = self.booked.cost
        return cost

    @cached_property
    def priced_entries(self) -> NDArray[np.intp]:
        """The entries that count and have a cost typed, 0 aside."""
        typed = np.flatnonzero(self.known & self.ledger.priced)
        return np.asarray(typed[self.ledger.cost.take(typed) != 0], np.intp)

    @cached_property
    def posted_elsewhere(self) -> tuple[Bools, NDArray[np.int32]]:
        """Entries that count in another month than their date, and the month of each date; shape (n,)."""
        days = self.ledger.day
        if not len(days):
            return self.known, days
        first, last = int(days.min()), int(days.max())
        if last - first <= 50 * 366:
            dated = _months_of(np.arange(first, last + 1)).take(days - first)
        else:  # a slip of the keyboard among the dates
            dated = _months_of(days)
        return (dated != self.ledger.month) & self.known, dated

    def cost_of(self, entries: NDArray[np.intp]) -> float:
        """What `entries` put into actual cost."""
        return float(self.entry_cost[entries].sum())


def _months_of(days: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    since = (days.astype(np.int64) - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return (since.astype("datetime64[M]").astype(np.int64) + 1970 * 12).astype(np.int32)
