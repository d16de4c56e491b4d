"""Budget lines in another unit than the rest: days among hours, thousands among units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.wording import hours
from app.project.budgeted import owner_hour

PEERS = 5  # lines with hours and a cost, so that there is a rest to compare with
_SLIPS = (  # how many times the usual rate, the field that is off, how near it has to be, and in words
    (8.0, "hours", 1.15, "days typed as hours"),
    (1 / 8, "hours", 1.15, "hours typed where days were meant"),
    (1000.0, "cost", 2.5, "units typed where the others have thousands"),
    (1 / 1000, "cost", 2.5, "thousands typed where the others have units"),
)


def odd_lines(case: Case) -> Iterator[Found]:
    """Lines whose labour budget by the hour is about 8 or 1,000 times what it should be, or as much below it:
    their owner's rate on the card, without one that of the middle line.

    Lines that plan other costs are no peers: what an hour costs on them is not told.
    """
    table = case.lines
    told = (table.hours > 0) & (table.cost > 0) & ~(table.other > 0)
    if told.sum() < PEERS:
        return
    peers = np.flatnonzero(told)
    rates = table.cost.take(peers) / table.hours.take(peers)
    if rates.max() <= 3 * rates.min():  # whichever is the usual one, none is far from it
        return
    day = np.where(table.start > 0, table.start, case.today.toordinal()).take(peers)
    card = owner_hour(case.pricing, table, peers, day, "cost").minor
    by_card = card > 0  # NaN is not
    usual_rate = np.where(by_card, card, np.median(rates))
    for at in np.flatnonzero((rates > 4 * usual_rate) | (rates < usual_rate / 4)).tolist():
        line, rate, usual = int(peers[at]), float(rates[at]), float(usual_rate[at])
        times = rate / usual
        slip = next((each for each in _SLIPS if 1 / each[2] <= times / each[0] <= each[2]), None)
        if slip is None:
            continue
        factor, field, _, looks = slip
        whose = f"{table.owners[table.owner[line]].strip()}'s rate" if by_card[at] else "the middle line's"
        typed = float(table.hours[line]) if field == "hours" else float(table.cost[line])
        meant = typed * factor if field == "hours" else typed / factor
        mended = hours(meant) if field == "hours" else case.say.money(meant)
        yield on_line(
            case,
            line,
            field,
            severity=Severity.AMBER,
            figure=f"{case.say.money(rate)} an hour, {case.say.amount(usual)} is {whose}: {_times(times)}",
            threshold=_times(factor),
            stake=abs(meant - typed) if field == "cost" else None,
            hours=abs(meant - typed) if field == "hours" else None,
            remedy=f"It looks like {looks}: type {mended} on {case.name(line)} if that is meant.",
        )


def _times(factor: float) -> str:
    return f"{factor:,.1f} times" if factor >= 1 else f"1 / {1 / factor:,.1f} of it"
