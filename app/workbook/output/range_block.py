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
from sheets_schema.spoken import Spoken

BAR = 48  # signs


def quantiles(facts: Facts) -> list[tuple[str, Value, str]]:
    """(name, money, note) of P10, P50, P80 and P90; blank with one reason where they are undefined."""
    outlook = facts.forecast.outlook
    if outlook is None:
        return []
    found = outlook.calibrated_cost
    notes = ("1 in 10 ends below", "as many end above as below", "4 in 5 end below", "9 in 10 end below")
    return [
        (name, facts.money_of(figure), facts.why(figure) or facts.words.said(note))
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
            facts.why(outlook.finish.days[name])
            or facts.words.said(notes[name] if day else "more than 50 years"),
        )
        for name, day in outlook.finish.finishes.items()
    ]


def finish_method(outlook: Outlook, words: Spoken) -> str:
    """How the range of the finish was made; "" where there is none."""
    found = outlook.finish
    if found.begun is None or found.days["p50"].value is None:
        return ""
    return words.said(
        "By the pace since {day} alone, whatever is planned, and how projects at that stage slowed down: "
        "{history}. Pace alone tells little, so the range is wide.",
        day=day_words(found.begun, words),
        history=words.said(found.history),
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
    return facts.words.said(f"the forecast lies {names[sum(eac > value for value in values)]}")


def method(found: Calibrated, words: Spoken) -> str:
    """How the range was made and whose projects it rests on."""
    if found.share_earned is None:
        return words.said("No range: {why} ({history}).", why=found.point.why.text, history=found.history)
    basis = "finished lines" if found.basis == "matched" else "all work at 50/50"
    return words.said(
        "How projects that stood at {share} earned ended, by the cost of {basis}: {history}.",
        share=f"{found.share_earned:.0%}",
        basis=basis,
        history=found.history,
    )


def finishes(outlook: Outlook, words: Spoken) -> str:
    """Earliest and latest of the nine finishes by earned schedule; "" where none can be told."""
    time = outlook.time
    if time is None or time.earliest is None or time.latest is None:
        return ""
    told = sum(day is not None for day in time.finishes.values())
    return words.said(
        "{first} to {last}, by {count} forecasts in time",
        first=day_words(time.earliest, words),
        last=day_words(time.latest, words),
        count=told,
    )


def reason(facts: Facts) -> str:
    """What the headline is made of, in one sentence."""
    forecast, digits, said = facts.forecast, facts.digits, facts.words.said
    spent, to_go = facts.cost["ac"].project, facts.cost["etc"].project
    count = Counter(forecast.states.method)
    parts = [
        said(f"{{lines}} {'line' if count[name] == 1 else 'lines'} {how}", lines=f"{count[name]:,}")
        for name, how in (
            (PLAN, "by the Resource plan"),
            (BUDGET_LEFT, "by what is left of the budget"),
            (DONE, "done"),
        )
        if count[name]
    ]
    ordered = forecast.commitments
    if ordered and ordered.total >= 1:
        parts.append(said("{amount} of it on order", amount=money_words(round(ordered.total), digits)))
    return said(
        "{spent} spent and {to_go} to go: {made_of}.",
        spent=money_words(spent, digits),
        to_go=money_words(to_go, digits),
        made_of=", ".join(parts),
    )
