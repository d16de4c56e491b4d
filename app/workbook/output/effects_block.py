"""Why the forecast differs from the budget: a sentence for the Dashboard, rows for the Forecast tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.forecast.cost_effects import EFFECTS
from app.workbook.output.facts import Facts
from app.workbook.output.page import Value
from app.workbook.output.words import money_words

_WORDS = {
    "volume": "hours",
    "mix": "mix",
    "rate": "rate",
    "exchange": "exchange",
    "unplanned": "roles not planned",
    "other": "other cost",
}
_TITLES = {
    "volume": "More or fewer hours",
    "mix": "Dearer or cheaper people (mix)",
    "rate": "Rate",
    "exchange": "Exchange",
    "unplanned": "Roles not in the budget",
    "other": "Cost that is not planned in hours",
}


def why_off_budget(facts: Facts) -> str:
    """`Over by 370.00: hours +400.00, rate -30.00`: + raises cost, the largest first; "" for none."""
    parts = [(units, facts.words.said(_WORDS[name])) for name, units in _totals(facts).items() if units]
    told = [_signed(word, units, facts) for units, word in sorted(parts, key=lambda one: -abs(one[0]))]
    if not told:
        return ""
    vac = facts.cost["vac"].project
    return f"{facts.variance(vac).capitalize()}: {', '.join(told)}."


def effect_rows(facts: Facts) -> Iterator[Mapping[str, Value]]:
    """An effect a row, then a role a row, by the Forecast tab's columns; effects add to the variance."""
    found = facts.forecast.effects
    if found is None:
        return
    for name, units in _totals(facts).items():
        if units:
            yield {
                "title": facts.words.said(_TITLES[name]),
                "vac": facts.money(-units),
                "words": facts.words.said(
                    "raises cost by {amount}" if units > 0 else "lowers cost by {amount}",
                    amount=money_words(units, facts.digits),
                ),
            }
    grid, _, _ = found.whole(-facts.cost["vac"].project)
    for at, role in enumerate(found.roles):
        told = [
            _signed(facts.words.said(_WORDS[name]), int(units), facts)
            for name, units in zip(EFFECTS, grid[at].tolist(), strict=True)
            if units
        ]
        planned, units = round(float(found.cost_planned[at])), int(grid[at].sum())
        yield {
            "title": role,
            "bac": facts.money(planned),
            "eac": facts.money(planned + units),
            "vac": facts.money(-units),
            "words": ", ".join(told) or facts.words.said("as planned"),
            "hours_bac": round(float(found.hours_planned[at]), 2),
            "hours_eac": round(float(found.hours_forecast[at]), 2),
            "hours_vac": round(float(found.hours_planned[at] - found.hours_forecast[at]), 2) + 0.0,
        }


def _totals(facts: Facts) -> dict[str, int]:
    """Each effect of all roles together in minor units; they add to the printed forecast minus budget."""
    found = facts.forecast.effects
    if found is None:
        return {}
    grid, other, other_exchange = found.whole(-facts.cost["vac"].project)
    totals = dict(zip(EFFECTS, np.sum(grid, axis=0).tolist(), strict=True))
    return totals | {"exchange": totals["exchange"] + other_exchange, "other": other}


def _signed(word: str, units: int, facts: Facts) -> str:
    amount = f"{'+' if units > 0 else '-'}{money_words(units, facts.digits)}"
    return f"{word} {facts.words.whole(amount)}"
