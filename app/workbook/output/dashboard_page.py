"""The Dashboard: the project on one page."""

from __future__ import annotations

from app.checks.flag import Light
from app.forecast.result import Finance
from app.workbook.days import serial_of
from app.workbook.output.effects_block import why_off_budget
from app.workbook.output.facts import Facts, ratio_value
from app.workbook.output.page import Page, PageColumn, PageRow, Shown, Value
from app.workbook.output.range_block import (
    bar,
    finish_method,
    finish_quantiles,
    finishes,
    method,
    place_in_range,
    quantiles,
    reason,
)
from app.workbook.output.words import SIGN, money_words, percent_words
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

_WIDTHS = (16, 215, 12, 215, 12, 215, 12, 215)
_WIDTH = len(_WIDTHS)
_SLOTS = (1, 3, 5, 7)
CHART_ROWS = 17
_TOP_FLAGS = 5

_MONEY: Shown = ("number", "money")
_PERCENT: Shown = ("number", "percent")
_RATIO: Shown = ("number", "ratio")
_DATE: Shown = ("date", "")

Card = tuple[str, Value, Shown, str]


def dashboard_page(tab: Tab, facts: Facts) -> tuple[Page, int]:
    """The page, and the row at which its charts stand."""
    settings, said = facts.project.settings, facts.words.said
    who = [
        facts.words.whole(settings.client),
        settings.manager and said("managed by {name}", name=settings.manager),
    ]
    titles = {field.name: field.title for field in tab.fields}
    rows = [
        _row({1: settings.project or said("Project")}, "title"),
        _row({1: " · ".join([part for part in who if part] + [facts.as_at])}, "subtitle"),
        _row({}, "blank"),
        *_cards(_money_cards(facts, titles)),
        _row({}, "blank"),
        *_cards(_work_cards(facts, titles)),
        _row({}, "blank"),
        *_lights(facts),
        _row({}, "blank"),
        *_range(facts, titles),
    ]
    charts_at = len(rows)
    rows += [_row({}, "blank")] * CHART_ROWS
    rows += _top_flags(facts)
    rows += _money_block(facts)
    rows += [
        _row({}, "blank"),
        _row({1: f"{said(SIGN)} {said('Every figure is as at the status date.')}"}, "quiet"),
    ]
    page = Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(
            PageColumn(str(at), ("string", "") if at in _SLOTS else ("any", ""), width)
            for at, width in enumerate(_WIDTHS)
        ),
        rows=tuple(rows),
        digits=facts.digits,
        language=facts.words.code,
        gridlines=False,
        row_heights={0: 34, 4: 36, 8: 36},
    )
    return page, charts_at


def _row(values: dict[int, Value], look: str, shown: dict[int, Shown] | None = None) -> PageRow:
    cells: list[Value] = [values.get(at) or None if values.get(at) != 0 else 0.0 for at in range(_WIDTH)]
    formats = tuple((shown or {}).get(at) for at in range(_WIDTH)) if shown else ()
    return PageRow(tuple(cells), look, formats)


def _cards(cards: list[Card]) -> list[PageRow]:
    """Three rows of four cards: label, value, note."""
    slots = list(zip(_SLOTS, cards, strict=True))
    return [
        _row({at: card[0] for at, card in slots}, "card-label"),
        _row({at: card[1] for at, card in slots}, "card-value", {at: card[2] for at, card in slots}),
        _row({at: card[3] for at, card in slots}, "card-note"),
    ]


def _money_cards(facts: Facts, titles: dict[str, str]) -> list[Card]:
    cost, finance, said = facts.cost, facts.forecast.finance, facts.words.said
    spent = facts.forecast.cost.project.percent_spent.at(0)
    vac = cost["vac"].project
    margin = facts.money_of(finance.margin_at_completion)
    return [
        (titles["eac"], facts.money(cost["eac"].project), _MONEY, facts.variance(vac)),
        (
            titles["bac"],
            facts.money(cost["bac"].project),
            _MONEY,
            said("sum of the lines, no reserve"),
        ),
        (
            titles["ac"],
            facts.money(cost["ac"].project),
            _MONEY,
            facts.why(spent)
            if spent.value is None
            else said("{share} of the budget", share=percent_words(spent.value, facts.words)),
        ),
        (
            titles["margin_percent"],
            ratio_value(finance.margin_percent_at_completion),
            _PERCENT,
            facts.why(finance.margin_percent_at_completion)
            if margin is None
            else f"{facts.project.settings.currency} {margin:,.{facts.digits}f}",
        ),
    ]


def _work_cards(facts: Facts, titles: dict[str, str]) -> list[Card]:
    forecast, said = facts.forecast, facts.words.said
    project = forecast.cost.project
    done, cpi, left = project.percent_complete.at(0), project.cpi.at(0), forecast.finance.months_left
    finish, planned = forecast.finish_forecast, forecast.finish_planned
    ev = money_words(facts.cost["ev"].project, facts.digits)
    return [
        (
            titles["finish"],
            serial_of(finish) if finish else None,
            _DATE,
            said("planned {day}", day=facts.day(planned)) if planned else said("no planned finish"),
        ),
        (
            titles["percent_complete"],
            ratio_value(done),
            _PERCENT,
            facts.why(done) or said("{amount} earned", amount=ev),
        ),
        (titles["cpi"], ratio_value(cpi), _RATIO, facts.why(cpi) or said("earned value over cost booked")),
        (
            titles["months_left"],
            ratio_value(left, 2),
            _RATIO,
            facts.why(left) or _pace(forecast.finance, facts.words),
        ),
    ]


def _pace(finance: Finance, words: Spoken) -> str:
    """What the months of budget left rest on."""
    if (finance.months_left.value or 0.0) < 0:
        return words.said("below zero: the budget is overspent")
    if finance.burn_months == 1:
        return words.said("at the burn of the last closed month")
    return words.said("at the burn of the last {count} closed months", count=finance.burn_months)


def _lights(facts: Facts) -> list[PageRow]:
    return [
        _row(
            {
                1: facts.words.said(name.capitalize()),
                3: _colour(light, facts.words),
                5: facts.words.said(light.reason),
            },
            f"light:{light.colour.value}",
        )
        for name, light in facts.findings.rag.named().items()
    ]


def _colour(light: Light, words: Spoken) -> str:
    """`Amber`, `Amber, was red`, `Amber, by hand, was red`."""
    hand = f", {words.said('by hand')}" if light.by_rule else ""
    was = light.last.value if light.last and light.changed else ""
    before = f", {words.said('was {colour}', colour=was)}" if was else ""
    return f"{words.said(light.colour.value.capitalize())}{hand}{before}"


def _range(facts: Facts, titles: dict[str, str]) -> list[PageRow]:
    """P10 to P90 with the headline's place, the method, and why the headline is what it is."""
    outlook, said = facts.forecast.outlook, facts.words.said
    if outlook is None:
        return []
    found, eac = outlook.calibrated_cost, float(facts.forecast.cost.project.eac[0])
    cards: list[Card] = [(titles[name], value, _MONEY, note) for name, value, note in quantiles(facts)]
    drawn = bar(found, eac)
    by_date: list[Card] = [(titles[name], day, _DATE, note) for name, day, note in finish_quantiles(facts)]
    told = [
        (said("Why this forecast"), reason(facts)),
        (said("Why not the budget"), why_off_budget(facts)),
        (said("P10 to P90, forecast ●"), f"{drawn} {place_in_range(facts, outlook)}" if drawn else ""),
    ]
    return [
        _row({1: said("The range beside the forecast")}, "block"),
        *_told(told),
        *_cards(cards),
        *_told([(said("How the range is made"), method(found, facts.words))]),
        _row({}, "blank"),
        *_cards(by_date),
        *_told(
            [
                (said("How the finish is told"), finish_method(outlook, facts.words)),
                (said("Finish by earned schedule"), finishes(outlook, facts.words)),
            ]
        ),
        _row({}, "blank"),
    ]


def _told(facts: list[tuple[str, str]]) -> list[PageRow]:
    """A row a fact, those that have something to say."""
    return [_row({1: label, 3: text}, "fact") for label, text in facts if text]


def _top_flags(facts: Facts) -> list[PageRow]:
    """The dearest flags; the Flags tab has them all."""
    dear = [flag for flag in facts.findings.flags if flag.stake and flag.severity.value != "note"]
    if not dear:
        return []
    top = sorted(dear, key=lambda flag: -(flag.stake or 0))[:_TOP_FLAGS]
    rows = [_row({1: facts.words.said("Most money at stake")}, "block")]
    rows += [
        _row(
            {1: facts.words.said(flag.title), 3: round(flag.stake or 0) / 10**facts.digits, 5: flag.remedy},
            f"top-flag:{flag.severity.value}",
            {3: _MONEY},
        )
        for flag in top
    ]
    return [*rows, _row({}, "blank")]


def _money_block(facts: Facts) -> list[PageRow]:
    """Price, revenue, margin and burn, with the reason where one is undefined."""
    finance, said = facts.forecast.finance, facts.words.said
    shown = (
        ("Price", finance.price),
        ("Revenue to date", finance.revenue_to_date),
        ("Margin to date", finance.margin_to_date),
        ("Margin at completion", finance.margin_at_completion),
        ("Billed ahead of revenue", finance.over_billed),
        ("Revenue not yet billed", finance.under_billed),
        ("Burn a month", finance.burn),
    )
    rows = [_row({1: said("Revenue, margin and burn")}, "block")]
    for label, figure in shown:
        value = facts.money_of(figure)
        rows.append(_row({1: said(label), 3: value, 5: facts.why(figure)}, "fact", {3: _MONEY}))
    if finance.fee_used.value is not None:
        rows.append(
            _row({1: said("Fee used by the hours booked"), 3: finance.fee_used.value}, "fact", {3: _PERCENT})
        )
    bill = round(finance.bill_value) / 10**facts.digits
    rows.append(_row({1: said("Hours booked at bill rates"), 3: bill}, "fact", {3: _MONEY}))
    return rows
