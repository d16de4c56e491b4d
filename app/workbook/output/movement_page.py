"""The Movement tab: why the forecast moved, in all, as a picture, and by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.forecast.movement import EFFECTS, MEANING, OTHERS, Movement
from app.forecast.standpoint import NO_LINE
from app.project.model import Project
from app.workbook.output.charts import MOVEMENT, TITLES, Chart, Series
from app.workbook.output.page import Page, PageColumn, PageRow, Value, page_column
from app.workbook.output.words import day_words, money_words
from sheets_schema import Tab
from sheets_schema.spoken import ENGLISH, Spoken

HEADER_ROW = 1
FIRST_EFFECT = 3
CHART_AT = FIRST_EFFECT + len(EFFECTS) + 2
CHART_ROWS = 17
UP, DOWN, TOTAL = "#E08E45", "#5B8E7D", "#2F5D8A"
NOTHING = "Nothing moved yet: no figure has changed since the first refresh that is kept."
SAME_DAY = "since the refresh before"
NAMES = {name: name.capitalize() for name in EFFECTS} | {"corrections": "Data corrections"}


def movement_page(
    tab: Tab, project: Project, moved: Movement | None, since: date | None, words: Spoken = ENGLISH
) -> tuple[Page, Chart | None]:
    """The page and its chart; without an earlier refresh it says so."""
    columns = tuple(page_column(field) for field in tab.fields)
    digits, said = project.minor_digits, words.said

    def row(look: str, **values: Value) -> PageRow:
        return PageRow(tuple(values.get(field.name) for field in tab.fields), look)

    def money(units: int) -> float:
        return units / float(10**digits)

    if moved is None or since is None or not any(moved.effects.values()):
        rows = [row("subtitle", title=said(NOTHING)), _heading(tab)]
        return _page(tab, columns, rows, digits, words), None
    at = {column.name: place for place, column in enumerate(columns)}
    now = project.settings.status_date
    currency = project.settings.currency
    when = _when(since, now, words)
    why = said(
        "Why the forecast moved {how_far} {when}", how_far=in_short(moved, currency, digits, words), when=when
    )
    rows = [
        row("subtitle", title=why),
        _heading(tab),
        row("subtotal", title=said("Forecast before"), change=money(moved.start), words=_as_at(since, words)),
        *(
            row("line", title=said(NAMES[name]), change=money(moved.effects[name]), words=said(MEANING[name]))
            for name in EFFECTS
        ),
        row("total", title=said("Forecast now"), change=money(moved.end), words=_as_at(now, words)),
        row("blank"),
        *[row("blank")] * CHART_ROWS,
        row("block", title=said("By line, the largest movements first")),
        *_lines(row, project, moved, digits, words),
    ]
    chart = Chart(
        id=MOVEMENT,
        kind="waterfall",
        title=said(TITLES[MOVEMENT]),
        subtitle=said("{currency}, {when}", currency=currency, when=when),
        alt_text=said("Steps up and down, one an effect, that add up to how far the forecast moved."),
        value_axis=currency,
        domain=at["title"],
        series=(Series(at["change"], UP),),
        row=FIRST_EFFECT,
        end_row=FIRST_EFFECT + len(EFFECTS),
        left=0,
        width=760,
    )
    return _page(tab, columns, rows, digits, words), chart


def in_short(moved: Movement, currency: str, digits: int, words: Spoken = ENGLISH) -> str:
    """`up by EUR 12,400.00`, or `in its parts alone` when up and down cancel out."""
    if moved.total == 0:
        return words.said("in its parts alone: up and down cancel out")
    amount = f"{currency} {money_words(moved.total, digits)}"
    return words.said("up by {amount}" if moved.total > 0 else "down by {amount}", amount=amount)


def sentence(
    moved: Movement, since: date, now: date, currency: str, digits: int, *, same_day: str = SAME_DAY
) -> str:
    """The movement for the sidebar: how far, and its largest effects with their signs.

    `same_day`: how to say since when, where both are of one status date.
    """
    when = same_day if since == now else _when(since, now)
    if moved.total == 0 and not any(moved.effects.values()):
        return f"The forecast has not moved {when}."
    some = [name for name in EFFECTS if moved.effects[name]]
    largest = sorted(some, key=lambda name: -abs(moved.effects[name]))[:3]
    told = [f"{NAMES[name].lower()} {_signed(moved.effects[name], digits)}" for name in largest]
    if len(some) > len(largest):
        rest = moved.total - sum(moved.effects[name] for name in largest)
        told.append(f"the rest {_signed(rest, digits)}")
    short = in_short(moved, currency, digits)
    return f"The forecast moved {short} {when}: {', '.join(told)}."


def _when(since: date, now: date, words: Spoken = ENGLISH) -> str:
    if since == now:
        return words.said(SAME_DAY)
    return words.said("since {day}", day=day_words(since, words))


def _as_at(day: date, words: Spoken) -> str:
    return words.said("As at {day}", day=day_words(day, words))


def _signed(units: int, digits: int) -> str:
    return f"{'-' if units < 0 else '+'}{money_words(units, digits)}"


def _lines(
    row: Callable[..., PageRow], project: Project, moved: Movement, digits: int, words: Spoken
) -> list[PageRow]:
    titles = {line.id: line.title for line in project.lines}
    rows = []
    for one in moved.lines:
        amounts = {
            name: value / 10**digits for name, value in zip(EFFECTS, one.effects, strict=True) if value
        }
        if one.line == OTHERS:
            named = {"title": words.said("Other lines")}
        elif one.line == NO_LINE:
            named = {"title": words.said("In no line")}
        else:
            named = {"line": one.line, "title": titles.get(one.line) or words.said("no longer in the Budget")}
        rows.append(row("line", **named, change=one.total / 10**digits, **amounts))
    whole = {name: value / 10**digits for name, value in moved.effects.items()}
    rows.append(row("total", title=words.said("Whole project"), change=moved.total / 10**digits, **whole))
    return rows


def _heading(tab: Tab) -> PageRow:
    return PageRow(
        tuple(field.title for field in tab.fields),
        "heading",
        notes={at: field.description for at, field in enumerate(tab.fields)},
    )


def _page(tab: Tab, columns: tuple[PageColumn, ...], rows: list[PageRow], digits: int, words: Spoken) -> Page:
    return Page(
        name=tab.name,
        title=tab.title,
        columns=columns,
        rows=tuple(rows),
        digits=digits,
        language=words.code,
        frozen_rows=HEADER_ROW + 1,
    )
