"""The range beside the headline, for the Dashboard: four figures, a bar, the method, and the reason."""

from __future__ import annotations

from collections import Counter

from app.forecast.calibrated import Calibrated
from app.forecast.cost_to_complete import BUDGET_LEFT, DONE, PLAN
from app.forecast.figure import Figure
from app.forecast.outlook import Outlook
from app.forecast.reference_class import QUANTILES
from app.workbook.days import serial_of
from app.workbook.output.facts import Facts
from app.workbook.output.page import Value
from app.workbook.output.words import day_words, money_words

BAR = 48  # signs


def quantiles(facts: Facts) -> list[tuple[str, Value, str]]:
    """(name, money, note) of P10, P50, P80 and P90; blank with one reason where they are undefined."""
    outlook = facts.forecast.outlook
    if outlook is None:
        return []
    found = outlook.calibrated_cost
    notes = ("1 in 10 ends below", "as many end above as below", "4 in 5 end below", "9 in 10 end below")
    return [
        (name, facts.money_of(figure), figure.why.text or note)
        for name, note in zip(QUANTILES, notes, strict=True)
        for figure in (getattr(found, name),)
    ]


def finish_quantiles(facts: Facts) -> list[tuple[str, Value, str]]:
    """(field, day, note) of the finish at P10, P50, P80 and P90; blank with the reason."""
    outlook = facts.forecast.outlook
    if outlook is None:
        return []
    notes = {"p10": "1 in 10 ends before", "p50": "as many end after as before", "p80": "4 in 5 end before",
             "p90": "9 in 10 end before"}  # fmt: skip
    return [
        (
            f"finish_{name}",
            serial_of(day) if day else None,
            outlook.finish.days[name].why.text or (notes[name] if day else "more than 50 years"),
        )
        for name, day in outlook.finish.finishes.items()
    ]


def finish_method(outlook: Outlook) -> str:
    """How the range of the finish was made; "" where there is none."""
    found = outlook.finish
    if found.begun is None or found.days["p50"].value is None:
        return ""
    return (
        f"By the pace since {day_words(found.begun)} alone, whatever is planned, and how projects at that "
        f"stage slowed down: {found.history}. Pace alone tells little, so the range is wide."
    )


def bar(found: Calibrated, headline: float) -> str:
    """P10 to P90 as a line of signs with P50, P80 and the headline in their places; "" where undefined.

    `|` P10 and P90, `+` P50, `:` P80, `●` the headline; what lies outside stands at the end with an arrow.
    """
    ends = _ends(found)
    if not ends or ends[3] <= ends[0]:
        return ""
    low, high = ends[0], ends[3]

    def at(value: float) -> int:
        return min(BAR, max(0, round((value - low) / (high - low) * BAR)))

    signs = ["─"] * (BAR + 1)
    signs[0] = signs[BAR] = "|"
    signs[at(ends[2])], signs[at(ends[1])] = ":", "+"
    if low <= headline <= high:
        signs[at(headline)] = "●"
    text = "".join(signs)
    if headline < low:
        return f"● ‹ {text}"
    return f"{text} › ●" if headline > high else text


def _ends(found: Calibrated) -> list[float]:
    """P10, P50, P80, P90; [] where they are undefined."""
    figures: list[Figure] = [getattr(found, name) for name in QUANTILES]
    values = [figure.value for figure in figures if figure.value is not None]
    return values if len(values) == len(figures) else []


def place_in_range(facts: Facts, outlook: Outlook) -> str:
    """The headline's place in a phrase."""
    found, eac = outlook.calibrated_cost, float(facts.forecast.cost.project.eac[0])
    values = _ends(found)
    if not values:
        return ""
    names = ["below P10", "between P10 and P50", "between P50 and P80", "between P80 and P90", "above P90"]
    return f"the forecast lies {names[sum(eac > value for value in values)]}"


def method(found: Calibrated) -> str:
    """How the range was made and whose projects it rests on."""
    if found.share_earned is None:
        return f"No range: {found.point.why.text} ({found.history})."
    basis = "finished lines" if found.basis == "matched" else "all work at 50/50"
    return (
        f"How projects that stood at {found.share_earned:.0%} earned ended, by the cost of {basis}: "
        f"{found.history}."
    )


def finishes(outlook: Outlook) -> str:
    """Earliest and latest of the nine finishes by earned schedule; "" where none can be told."""
    time = outlook.time
    if time is None or time.earliest is None or time.latest is None:
        return ""
    told = sum(day is not None for day in time.finishes.values())
    return f"{day_words(time.earliest)} to {day_words(time.latest)}, by {told} forecasts in time"


def reason(facts: Facts) -> str:
    """What the headline is made of, in one sentence."""
    forecast, digits = facts.forecast, facts.digits
    spent, to_go = facts.cost["ac"].project, facts.cost["etc"].project
    count = Counter(forecast.states.method)
    parts = [
        f"{count[name]:,} {'line' if count[name] == 1 else 'lines'} {how}"
        for name, how in (
            (PLAN, "by the Resource plan"),
            (BUDGET_LEFT, "by what is left of the budget"),
            (DONE, "done"),
        )
        if count[name]
    ]
    ordered = forecast.commitments
    if ordered and ordered.total >= 1:
        parts.append(f"{money_words(round(ordered.total), digits)} of it on order")
    return f"{money_words(spent, digits)} spent and {money_words(to_go, digits)} to go: {', '.join(parts)}."
