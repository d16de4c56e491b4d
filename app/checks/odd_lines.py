"""Budget lines in another unit than the rest: days among hours, thousands among units."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.wording import hours

PEERS = 5  # lines with hours and a cost, so that there is a rest to compare with
_NEAR = 0.15  # how near to 8 or 1,000 times the middle rate
_SLIPS = (
    (8.0, "hours", "days typed as hours"),
    (1 / 8, "hours", "hours typed where days were meant"),
    (1000.0, "cost", "units typed where the others have thousands"),
    (1 / 1000, "cost", "thousands typed where the others have units"),
)


def odd_lines(case: Case) -> Iterator[Found]:
    """Lines whose labour budget by the hour is about 8 or 1,000 times the middle one, or as much below it.

    Lines that plan other costs are no peers: what an hour costs on them is not told.
    """
    table = case.lines
    told = (table.hours > 0) & (table.cost > 0) & ~(table.other > 0)
    if told.sum() < PEERS:
        return
    peers = np.flatnonzero(told)
    rates = table.cost.take(peers) / table.hours.take(peers)
    if rates.max() <= 4 * rates.min():  # whichever is the middle one, none is far from it
        return
    middle = float(np.median(rates))
    off = np.flatnonzero((rates > 4 * middle) | (rates < middle / 4))
    for line, rate in zip(peers[off].tolist(), rates[off].tolist(), strict=True):
        times = rate / middle
        slip = next((each for each in _SLIPS if abs(times / each[0] - 1) <= _NEAR), None)
        if slip is None:
            continue
        factor, field, looks = slip
        typed = float(table.hours[line]) if field == "hours" else float(table.cost[line])
        meant = typed * factor if field == "hours" else typed / factor
        mended = hours(meant) if field == "hours" else case.say.money(meant)
        yield on_line(
            case,
            line,
            field,
            severity=Severity.AMBER,
            figure=f"{case.say.money(rate)} an hour, {case.say.amount(middle)} on the middle "
            f"line: "
            f"{_times(times)}",
            threshold=_times(factor),
            stake=abs(meant - typed) if field == "cost" else None,
            hours=abs(meant - typed) if field == "hours" else None,
            remedy=f"It looks like {looks}: type {mended} on {case.name(line)} if that is meant.",
        )


def _times(factor: float) -> str:
    return f"{factor:,.1f} times" if factor >= 1 else f"1 / {1 / factor:,.1f} of it"
