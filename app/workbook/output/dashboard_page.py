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
from app.workbook.output.words import SIGN, day_words, money_words, variance_words
from sheets_schema import Tab

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
    settings = facts.project.settings
    who = [settings.client, settings.manager and f"managed by {settings.manager}"]
    as_at = f"As at {day_words(settings.status_date)}, in {settings.currency}"
    titles = {field.name: field.title for field in tab.fields}
    rows = [
        _row({1: settings.project or "Project"}, "title"),
        _row({1: " · ".join([part for part in who if part] + [as_at])}, "subtitle"),
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
    rows += [_row({}, "blank"), _row({1: f"{SIGN} Every figure is as at the status date."}, "quiet")]
    page = Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(
            PageColumn(str(at), ("string", "") if at in _SLOTS else ("any", ""), width)
            for at, width in enumerate(_WIDTHS)
        ),
        rows=tuple(rows),
        digits=facts.digits,
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
    cost, finance = facts.cost, facts.forecast.finance
    spent = facts.forecast.cost.project.percent_spent.at(0)
    vac = cost["vac"].project
    margin = facts.money_of(finance.margin_at_completion)
    return [
        (titles["eac"], facts.money(cost["eac"].project), _MONEY, variance_words(vac, facts.digits)),
        (titles["bac"], facts.money(cost["bac"].project), _MONEY, "sum of the lines, no reserve"),
        (
            titles["ac"],
            facts.money(cost["ac"].project),
            _MONEY,
            spent.why.text if spent.value is None else f"{spent.value * 100:.1f} % of the budget",
        ),
        (
            titles["margin_percent"],
            ratio_value(finance.margin_percent_at_completion),
            _PERCENT,
            finance.margin_percent_at_completion.why.text
            if margin is None
            else f"{facts.project.settings.currency} {margin:,.{facts.digits}f}",
        ),
    ]


def _work_cards(facts: Facts, titles: dict[str, str]) -> list[Card]:
    forecast = facts.forecast
    project = forecast.cost.project
    done, cpi, left = project.percent_complete.at(0), project.cpi.at(0), forecast.finance.months_left
    finish, planned = forecast.finish_forecast, forecast.finish_planned
    ev = money_words(facts.cost["ev"].project, facts.digits)
    return [
        (
            titles["finish"],
            serial_of(finish) if finish else None,
            _DATE,
            f"planned {day_words(planned)}" if planned else "no planned finish",
        ),
        (titles["percent_complete"], ratio_value(done), _PERCENT, done.why.text or f"{ev} earned"),
        (titles["cpi"], ratio_value(cpi), _RATIO, cpi.why.text or "earned value over cost booked"),
        (
            titles["months_left"],
            ratio_value(left, 2),
            _RATIO,
            left.why.text or _pace(forecast.finance),
        ),
    ]


def _pace(finance: Finance) -> str:
    """What the months of budget left rest on."""
    if (finance.months_left.value or 0.0) < 0:
        return "below zero: the budget is overspent"
    months = "closed month" if finance.burn_months == 1 else f"{finance.burn_months} closed months"
    return f"at the burn of the last {months}"


def _lights(facts: Facts) -> list[PageRow]:
    return [
        _row({1: name.capitalize(), 3: _colour(light), 5: light.reason}, f"light:{light.colour.value}")
        for name, light in facts.findings.rag.named().items()
    ]


def _colour(light: Light) -> str:
    """`Amber`, `Amber, was red`, `Amber, by hand, was red`."""
    hand = ", by hand" if light.by_rule else ""
    before = f", was {light.last.value}" if light.last and light.changed else ""
    return f"{light.colour.value.capitalize()}{hand}{before}"


def _range(facts: Facts, titles: dict[str, str]) -> list[PageRow]:
    """P10 to P90 with the headline's place, the method, and why the headline is what it is."""
    outlook = facts.forecast.outlook
    if outlook is None:
        return []
    found, eac = outlook.calibrated_cost, float(facts.forecast.cost.project.eac[0])
    cards: list[Card] = [(titles[name], value, _MONEY, note) for name, value, note in quantiles(facts)]
    drawn = bar(found, eac)
    by_date: list[Card] = [(titles[name], day, _DATE, note) for name, day, note in finish_quantiles(facts)]
    told = [
        ("Why this forecast", reason(facts)),
        ("Why not the budget", why_off_budget(facts)),
        ("P10 to P90, forecast ●", f"{drawn} {place_in_range(facts, outlook)}" if drawn else ""),
    ]
    return [
        _row({1: "The range beside the forecast"}, "block"),
        *_told(told),
        *_cards(cards),
        *_told([("How the range is made", method(found))]),
        _row({}, "blank"),
        *_cards(by_date),
        *_told(
            [
                ("How the finish is told", finish_method(outlook)),
                ("Finish by earned schedule", finishes(outlook)),
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
    rows = [_row({1: "Most money at stake"}, "block")]
    rows += [
        _row(
            {1: flag.title, 3: round(flag.stake or 0) / 10**facts.digits, 5: flag.remedy},
            f"top-flag:{flag.severity.value}",
            {3: _MONEY},
        )
        for flag in top
    ]
    return [*rows, _row({}, "blank")]


def _money_block(facts: Facts) -> list[PageRow]:
    """Price, revenue, margin and burn, with the reason where one is undefined."""
    finance = facts.forecast.finance
    shown = (
        ("Price", finance.price),
        ("Revenue to date", finance.revenue_to_date),
        ("Margin to date", finance.margin_to_date),
        ("Margin at completion", finance.margin_at_completion),
        ("Billed ahead of revenue", finance.over_billed),
        ("Revenue not yet billed", finance.under_billed),
        ("Burn a month", finance.burn),
    )
    rows = [_row({1: "Revenue, margin and burn"}, "block")]
    for label, figure in shown:
        value = facts.money_of(figure)
        rows.append(_row({1: label, 3: value, 5: figure.why.text}, "fact", {3: _MONEY}))
    if finance.fee_used.value is not None:
        rows.append(
            _row({1: "Fee used by the hours booked", 3: finance.fee_used.value}, "fact", {3: _PERCENT})
        )
    bill = round(finance.bill_value) / 10**facts.digits
    rows.append(_row({1: "Hours booked at bill rates", 3: bill}, "fact", {3: _MONEY}))
    return rows
