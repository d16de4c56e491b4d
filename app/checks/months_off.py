"""V6. What a month off plan is made of, in words whose figures add up to the gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.checks.case import Case
from app.checks.wording import hours
from app.forecast.month_effects import MonthEffects, exchange_gain, month_effects, month_shares
from app.forecast.roles import RolesAtWork
from app.forecast.rounding import parts, rounded
from app.project.budgeted import Budgeted, price_budget

OVER, UNDER = "over", "under"  # plan; who looks for savings reads it, too
_SOME = 0.05  # hours: fewer print as 0.0


@dataclass(frozen=True)
class MonthsOff:
    """The plan that months are held against: made when the first month is off it."""

    case: Case
    columns: tuple[int, ...]  # of the axis of months

    @cached_property
    def agreed(self) -> Budgeted:
        """The budgets before change orders."""
        case = self.case
        return case.forecast.agreed or price_budget(case.project, case.pricing, case.typed_lines)[0]

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """(lines, columns): the part of each budget that is planned in each month."""
        case, bac = self.case, self.case.by_line.bac
        if case.forecast.changes is None and (self.agreed.cost == bac).all() and (bac > 0).all():
            planned = case.monthly.line_budget_cost[:, self.columns]  # as the forecast spread them
            return np.asarray(planned / bac[:, None], np.float64)
        return month_shares(case.typed_lines, case.calendar, [case.monthly.months[at] for at in self.columns])

    @cached_property
    def gain(self) -> NDArray[np.float64]:
        """(entries,): what exchange made of each."""
        case = self.case
        return exchange_gain(case.project, case.pricing, case.typed_lines, case.booked)

    @cached_property
    def roles(self) -> RolesAtWork:
        """Of the lines' owners and of who books."""
        return RolesAtWork.of(self.case.project, self.case.typed_lines)

    def effects(self, column: int, gap: float) -> MonthEffects:
        """The effects that add to `gap`, actual minus plan of that month."""
        case = self.case
        return month_effects(
            agreed=self.agreed,
            booked=case.booked,
            roles=self.roles,
            month=case.monthly.months[column],
            share=self.shares[:, self.columns.index(column)],
            gain=self.gain,
            gap=gap,
        )

    def in_words(self, column: int, gap: float) -> str:
        """`EUR 7,397 over plan: hours 14, rate 0, mix 0, exchange 800, other costs 6,583 (...)`.

        In whole major units, rounded together, so that what is printed adds up.
        """
        found, say = self.effects(column, gap), self.case.say
        whole = rounded(gap / say.scale)
        amount = say.money(abs(whole) * say.scale)
        begin = f"{amount} {OVER if gap > 0 else UNDER} plan"
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
