"""V6. What a month off plan is made of, in words whose figures add up to the gap."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.wording import hours
from app.forecast.month_effects import MonthEffects, Staffing, month_effects, month_shares
from app.forecast.rounding import parts, rounded
from app.project.booked import Booked, price_ledger
from app.project.budgeted import Budgeted, price_budget
from app.project.line_table import LineTable

_SOME = 0.05  # hours: fewer print as 0.0


@dataclass(frozen=True)
class MonthsOff:
    """The plan that months are held against: made when the first month is off it."""

    case: Case
    made: dict[tuple[int, bool], NDArray[np.float64]] = field(default_factory=dict)  # shares of months

    @cached_property
    def lines(self) -> LineTable:
        """The budget lines before change orders."""
        case = self.case
        changed = case.forecast.changes is not None
        return LineTable.of(case.project.lines, case.project.settings) if changed else case.lines

    @cached_property
    def agreed(self) -> Budgeted:
        """Their budgets."""
        return price_budget(self.case.project, self.case.pricing, self.lines)[0]

    @cached_property
    def staffing(self) -> Staffing:
        """Whose work they are."""
        return Staffing.of(self.case.project, self.lines)

    @cached_property
    def booked(self) -> Booked:
        """The entries that count, as the forecast priced them."""
        return self.case.forecast.booked or price_ledger(self.case.project, self.case.pricing)[0]

    def planned(self, column: int) -> NDArray[np.float64]:
        """Planned cost of each line in a month of the axis, change orders in it."""
        case = self.case
        return self._shares(case.lines, column) * case.by_line.bac

    def _shares(self, lines: LineTable, column: int) -> NDArray[np.float64]:
        key = column, lines is self.lines
        if key not in self.made:
            self.made[key] = month_shares(lines, self.case.calendar, self.case.monthly.months[column])
        return self.made[key]

    def effects(self, column: int, gap: float) -> MonthEffects:
        """The effects that add to `gap`, actual minus plan of that month."""
        case = self.case
        return month_effects(
            case.pricing,
            self.staffing,
            agreed=self.agreed,
            booked=self.booked,
            share=self._shares(self.lines, column),
            month=case.monthly.months[column],
            gap=gap,
        )

    def in_words(self, column: int, gap: float) -> str:
        """`EUR 7,397 over plan: hours 14, rate 0, mix 0, exchange 800, other costs 6,583 (...)`.

        In whole major units, rounded together, so that what is printed adds up.
        """
        found, say = self.effects(column, gap), self.case.say
        whole = rounded(gap / say.scale)
        amount = say.money(abs(whole) * say.scale)
        begin = f"{amount} {'over' if gap > 0 else 'under'} plan"
        timing = "If it is only timing, move it to its month."
        if not found.split:
            said = f"{begin}. The month's plan holds no hours, so nothing tells hours, rate and mix apart"
            by_exchange, rest = parts(np.array([found.exchange, found.other]) / say.scale, whole).tolist()
            if by_exchange:
                said += f": exchange {by_exchange:,}, all else {rest:,}"
            return f"{said}. {timing}"
        named = {
            "hours": found.hours,
            "rate": found.rate,
            "mix": found.mix,
            "exchange": found.exchange,
            "other costs": found.other,
        }
        printed = parts(np.array(list(named.values())) / say.scale, whole).tolist()
        listed = ", ".join(f"{name} {units:,}" for name, units in zip(named, printed, strict=True))
        worked = f"{found.hours_worked:,.1f} hours worked, {found.hours_planned:,.1f} planned"
        if found.hours_unplanned >= _SOME:
            worked += (
                f"; {hours(found.hours_unplanned)} by people whom the month's plan does not hold, in mix"
            )
        return f"{begin}: {listed} ({worked}). {timing}"
