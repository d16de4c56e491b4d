"""The Portfolio's first tab: the workspace on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

from app.portfolio.overbooked import Overbooked
from app.portfolio.standing import Kind, Standing
from app.portfolio.table_page import WHOLE_UNITS, in_zone
from app.portfolio.totals import Total, by_currency
from app.portfolio.totals_page import NEVER_ADDED
from app.portfolio.urgency import Urgency
from app.portfolio.words import counted, in_hours, share_words, whole_money
from app.project.currency import minor_digits
from app.workbook.output.page import Page, PageColumn, PageRow, Shown, Value
from app.workbook.output.words import SIGN, day_words
from sheets_schema import Tab
from sheets_schema.spoken import Spoken

_WIDTHS = (16, 215, 12, 215, 12, 215, 12, 215)
_SLOTS = (1, 3, 5, 7)
CHART_ROWS = 17
LONGEST_REASON = 120  # signs that stand beside each other; the tab Projects has all of them
LISTED = 8
"""Projects listed as needing somebody; as many rows stand ready, so that the charts beneath never move."""
_COUNT: Shown = ("number", "count")

Card = tuple[str, int, str]


def overview_page(
    tab: Tab,
    workspace: str,
    ordered: Sequence[tuple[Standing, Urgency]],
    over: Sequence[Overbooked],
    *,
    time_zone: str,
    words: Spoken,
) -> tuple[Page, int]:
    """The page, and the row at which its charts stand."""
    said = words.said
    standings = [standing for standing, _ in ordered]
    totals = by_currency(standings)
    titles = {field.name: field.title for field in tab.fields}
    rows = [
        _row({1: said("Portfolio")}, "title"),
        _row({1: " · ".join(_said(workspace, standings, totals, time_zone, words))}, "subtitle"),
        _row({}, "blank"),
        *_cards(_counts(titles, ordered, words)),
        _row({}, "blank"),
        *_attention(ordered, words),
    ]
    charts_at = len(rows)
    rows += [_row({}, "blank")] * CHART_ROWS
    rows += [*_money(totals, words), *_people(over, words)]
    rows += [_row({}, "blank"), _row({1: f"{said(NEVER_ADDED)} {said(SIGN)}"}, "quiet")]
    page = Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(
            PageColumn(str(at), ("string", "") if at in _SLOTS else ("any", ""), width)
            for at, width in enumerate(_WIDTHS)
        ),
        rows=tuple(rows),
        digits=WHOLE_UNITS,
        language=words.code,
        gridlines=False,
        row_heights={0: 34, 4: 36},
    )
    return page, charts_at


def _said(
    workspace: str, standings: Sequence[Standing], totals: Sequence[Total], time_zone: str, words: Spoken
) -> Iterable[str]:
    yield words.whole(workspace)
    yield words.said(counted(len(standings), "project"))
    if len(totals) > 1:
        yield words.said("{number} currencies", number=len(totals))
    if moments := [standing.refreshed_at for standing in standings if standing.refreshed_at]:
        latest = in_zone(max(moments), time_zone)
        yield words.said(
            "figures of {day}, {time}", day=day_words(latest.date(), words), time=f"{latest:%H:%M}"
        )


def _counts(titles: dict[str, str], ordered: Sequence[tuple[Standing, Urgency]], words: Spoken) -> list[Card]:
    standings = [standing for standing, _ in ordered]
    said = words.said
    colours = [standing.figures.colour for standing in standings if standing.figures]
    lights = [f"{colours.count(colour)} {colour}" for colour in ("red", "amber", "green", "grey")]
    reds = [standing.new_reds for standing in standings]
    kinds = [standing.trouble.kind for standing in standings if standing.trouble]
    stuck = [f"{kinds.count(kind)} {kind.value}" for kind in Kind if kind in kinds]
    return [
        (
            titles["projects"],
            len(standings),
            ", ".join(said(light) for light in lights if not light.startswith("0 "))
            or said("no figures yet"),
        ),
        (
            titles["needs"],
            sum(urgent.needs_a_person for _, urgent in ordered),
            said("not refreshed, worse, red or amber"),
        ),
        (
            titles["new_reds"],
            sum(reds),
            _since(standings, words),
        ),
        (titles["not_refreshed"], len(kinds), ", ".join(map(said, stuck)) or said("every project was")),
    ]


def _since(standings: Sequence[Standing], words: Spoken) -> str:
    """What the new red flags are compared with."""
    if not any(standing.night for standing in standings):
        return words.said("no night before to compare with")
    where = sum(standing.new_reds > 0 for standing in standings)
    if not where:
        return words.said("since the last night")
    return words.said("since the last night, in {projects}", projects=counted(where, "project"))


def _cards(cards: list[Card]) -> list[PageRow]:
    slots = list(zip(_SLOTS, cards, strict=True))
    return [
        _row({at: card[0] for at, card in slots}, "card-label"),
        _row({at: card[1] for at, card in slots}, "card-value", dict.fromkeys(_SLOTS, _COUNT)),
        _row({at: card[2] for at, card in slots}, "card-note"),
    ]


def _attention(ordered: Sequence[tuple[Standing, Urgency]], words: Spoken) -> Iterable[PageRow]:
    """The first projects of the order that need somebody: name, money, reason."""
    needed = [(standing, urgent) for standing, urgent in ordered if urgent.needs_a_person]
    yield _row({1: words.said("What needs a person today")}, "block")
    for standing, urgent in needed[:LISTED]:
        colour = standing.figures.colour if standing.figures else "grey"
        reason = shorten(words.said(urgent.reason), LONGEST_REASON, placeholder=" …")
        yield _row({1: standing.name, 3: _over(standing, words), 5: reason}, f"top-flag:{colour}")
    told = "" if needed else words.said("Nothing: every project was refreshed, and none is red or amber.")
    if len(needed) > LISTED:
        told = words.said("and {more} more, on the tab Projects", more=len(needed) - LISTED)
    yield _row({1: told}, "quiet")
    yield from [_row({}, "blank")] * (LISTED - min(len(needed), LISTED) + 1)


def _over(standing: Standing, words: Spoken) -> str:
    figures = standing.figures
    if figures is None or figures.over_share is None:
        return ""
    if figures.vac == 0:
        return words.said("on budget")
    amount = whole_money(abs(figures.vac), figures.currency, figures.digits)
    text = "over by {amount} ({share})" if figures.vac < 0 else "under by {amount} ({share})"
    return words.said(text, amount=amount, share=share_words(abs(figures.over_share)))


def _people(over: Sequence[Overbooked], words: Spoken) -> Iterable[PageRow]:
    """The first people over capacity; the People tab has them all."""
    if not over:
        return
    people = len({one.person for one in over})
    yield _row({}, "blank")
    yield _row({1: words.said("People over capacity")}, "block")
    for one in over[:3]:
        parts = ", ".join(in_hours(project, f"{hours:,.0f}", words) for project, hours in one.parts[:4])
        much = words.said(
            "{month}: {over} h over {capacity}",
            month=one.month,
            over=f"{one.over:,.0f}",
            capacity=f"{one.capacity:,.0f}",
        )
        yield _row({1: one.person, 3: much, 5: parts}, "fact")
    if len(over) > 3:
        who = "1 person" if people == 1 else f"{people} people"
        told = words.said(
            "and more, on the tab People: {people}, {months} in all",
            people=who,
            months=counted(len(over), "month"),
        )
        yield _row({1: told}, "quiet")


def _money(totals: Sequence[Total], words: Spoken) -> Iterable[PageRow]:
    yield _row({1: words.said("Money, by currency")}, "block")
    for total in totals:
        yield _row(
            {
                1: words.said(
                    "{currency}, {projects}",
                    currency=total.currency,
                    projects=counted(total.projects, "project"),
                ),
                3: words.said("forecast {amount}", amount=_amount(total.eac, total)),
                5: _told(total, words),
            },
            "fact",
        )


def _amount(minor: int, total: Total) -> str:
    return whole_money(minor, total.currency, minor_digits(total.currency))


def _told(total: Total, words: Spoken) -> str:
    told = words.said("budget {amount}", amount=_amount(total.bac, total))
    if total.over_share is not None and total.vac:
        text = "over by {amount} ({share})" if total.vac < 0 else "under by {amount} ({share})"
        amount = _amount(abs(total.vac), total)
        told += f", {words.said(text, amount=amount, share=share_words(abs(total.over_share)))}"
    if total.margin is not None and total.margin_percent is not None:
        margin, rate = _amount(total.margin, total), share_words(total.margin_percent)
        if total.priced == total.projects:
            told += f"; {words.said('margin {amount} ({share})', amount=margin, share=rate)}"
        else:
            text = "margin {amount} ({share}) of {projects} with a price"
            priced = counted(total.priced, "project")
            told += f"; {words.said(text, amount=margin, share=rate, projects=priced)}"
    return told


def _row(values: dict[int, Value], look: str, shown: dict[int, Shown] | None = None) -> PageRow:
    cells: list[Value] = [values.get(at) if values.get(at) != "" else None for at in range(len(_WIDTHS))]
    formats = tuple((shown or {}).get(at) for at in range(len(_WIDTHS))) if shown else ()
    return PageRow(tuple(cells), look, formats)
