"""What stands under the Forecast tab's lines: the index forecasts, finishes, changes and open orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.forecast.change_orders import Amounts
from app.forecast.figure import Figure
from app.forecast.reference_class import QUANTILES
from app.workbook.output.effects_block import effect_rows
from app.workbook.output.facts import Facts, ratio_value
from app.workbook.output.page import Value
from app.workbook.output.words import money_words

Values = Mapping[str, Value]
Block = tuple[str, list[Values]]


def blocks(facts: Facts) -> Iterable[Block]:
    """(heading, rows by the Forecast tab's columns), those that have something to say."""
    for heading, rows in (
        ("Why the forecast differs from the budget", list(effect_rows(facts))),
        ("The whole project by index", list(_by_index(facts))),
        ("Finish by the pace of other projects", list(_finish(facts))),
        ("Finish by earned schedule", list(_in_time(facts))),
        ("Budget and changes", list(_changes(facts))),
        ("Open purchase orders", list(_orders(facts))),
    ):
        if rows:
            yield facts.words.said(heading), rows


def _by_index(facts: Facts) -> Iterable[Values]:
    outlook = facts.forecast.outlook
    if outlook is None:
        return
    for name, figure in outlook.cost.by_factor.items():
        yield _forecast(facts, facts.words.said("Rest at {factor}", factor=name), figure)
    if outlook.cost.defined:
        yield {
            "title": facts.words.said("Of these below the forecast"),
            "words": facts.words.said("{below} of {all}", below=outlook.cost.below, all=outlook.cost.defined),
        }
    for name in QUANTILES:
        found = outlook.calibrated_cost
        yield _forecast(facts, name.upper(), getattr(found, name)) | {
            "method": facts.words.said(found.history)
        }


def _forecast(facts: Facts, title: str, figure: Figure) -> dict[str, Value]:
    """One forecast at completion; where it is undefined the reason stands in words."""
    if figure.value is None:
        return {"title": title, "words": facts.why(figure)}
    eac = round(figure.value)
    bac, ac = facts.cost["bac"].project, facts.cost["ac"].project
    return {
        "title": title,
        "bac": facts.money(bac),
        "ac": facts.money(ac),
        "etc": facts.money(eac - ac),
        "eac": facts.money(eac),
        "vac": facts.money(bac - eac),
        "words": facts.variance(bac - eac),
    }


def _finish(facts: Facts) -> Iterable[Values]:
    outlook = facts.forecast.outlook
    if outlook is None:
        return
    for name, figure in outlook.finish.days.items():
        day, days = outlook.finish.finishes[name], ratio_value(figure, 0)
        told = (
            facts.why(figure)
            if days is None
            else facts.words.said("{days} working days from the first work", days=f"{days:,.0f}")
        )
        history = facts.words.said(outlook.finish.history)
        method = f"{facts.day(day)}: {history}" if day else history
        title = facts.words.said("Finish {quantile}", quantile=name.upper())
        yield {"title": title, "words": told, "method": method}


def _in_time(facts: Facts) -> Iterable[Values]:
    time = facts.forecast.outlook.time if facts.forecast.outlook else None
    if time is None:
        return
    for title, figure in (
        ("Working days planned (PD)", time.planned),
        ("Working days gone (AT)", time.actual),
        ("Earned schedule (ES)", time.earned),
        ("Working days ahead (SV(t))", time.sv_t),
        ("Pace (SPI(t))", time.spi_t),
        ("Done in the planned order (p-factor)", time.p_factor),
    ):
        value = ratio_value(figure, 2)
        said = facts.why(figure) if value is None else f"{value:,.2f}"
        yield {"title": facts.words.said(title), "words": said}
    for name, figure in time.durations.items():
        day = time.finishes[name]
        value = ratio_value(figure, 1)
        told = (
            facts.why(figure)
            if value is None
            else facts.words.said("{days} working days", days=f"{value:,.1f}")
        )
        title = facts.words.said("Finish by {method}", method=name)
        yield {"title": title, "words": told, "method": facts.day(day) if day else None}


def _changes(facts: Facts) -> Iterable[Values]:
    states = facts.forecast.changes
    if states is None:
        return
    for title, amounts in (
        ("Original budget", states.original),
        ("Approved changes", states.approved),
        ("Current budget", states.current),
        ("Pending changes, not counted", states.pending),
    ):
        yield {
            "title": facts.words.said(title),
            "bac": facts.money(round(amounts.cost)),
            "words": _price(facts, amounts),
        }


def _price(facts: Facts, amounts: Amounts) -> str:
    sign = "-" if amounts.price < 0 else ""
    price = f"{sign}{money_words(round(amounts.price), facts.digits)}"
    if not amounts.days:
        return facts.words.said("price {amount}", amount=price)
    return facts.words.said("price {amount}, {days} days", amount=price, days=f"{amounts.days:+g}")


def _orders(facts: Facts) -> Iterable[Values]:
    """An order a row: its value as budget, invoiced and accrued as spent, what is open as to go."""
    ordered = facts.forecast.commitments
    if ordered is None:
        return
    for at, order in enumerate(facts.project.purchase_orders):
        value = round(float(ordered.value[at]))
        drawn = round(float(ordered.invoiced[at] + ordered.accrued[at]))
        to_go = round(float(ordered.open[at]))
        yield {
            "line": order.line_name or None,
            "title": f"{order.id} {order.vendor}".strip(),
            "owner": order.owner or None,
            "bac": facts.money(value),
            "ac": facts.money(drawn),
            "etc": facts.money(to_go),
            "eac": facts.money(drawn + to_go),
            "vac": facts.money(value - drawn - to_go),
            "words": facts.variance(value - drawn - to_go),
            "method": facts.words.said("valid until {day}", day=facts.day(order.valid_until))
            if order.valid_until
            else None,
        }
