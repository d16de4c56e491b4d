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
from app.portfolio.words import counted, share_words, whole_money
from app.project.currency import minor_digits
from app.workbook.output.page import Page, PageColumn, PageRow, Shown, Value
from app.workbook.output.words import SIGN, day_words
from sheets_schema import Tab

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
) -> tuple[Page, int]:
    """The page, and the row at which its charts stand."""
    standings = [standing for standing, _ in ordered]
    totals = by_currency(standings)
    titles = {field.name: field.title for field in tab.fields}
    rows = [
        _row({1: "Portfolio"}, "title"),
        _row({1: " · ".join(_said(workspace, standings, totals, time_zone))}, "subtitle"),
        _row({}, "blank"),
        *_cards(_counts(titles, ordered)),
        _row({}, "blank"),
        *_attention(ordered),
    ]
    charts_at = len(rows)
    rows += [_row({}, "blank")] * CHART_ROWS
    rows += [*_money(totals), *_people(over)]
    rows += [_row({}, "blank"), _row({1: f"{NEVER_ADDED} {SIGN}"}, "quiet")]
    page = Page(
        name=tab.name,
        title=tab.title,
        columns=tuple(
            PageColumn(str(at), ("string", "") if at in _SLOTS else ("any", ""), width)
            for at, width in enumerate(_WIDTHS)
        ),
        rows=tuple(rows),
        digits=WHOLE_UNITS,
        gridlines=False,
        row_heights={0: 34, 4: 36},
    )
    return page, charts_at


def _said(
    workspace: str, standings: Sequence[Standing], totals: Sequence[Total], time_zone: str
) -> Iterable[str]:
    yield workspace
    yield counted(len(standings), "project")
    if len(totals) > 1:
        yield f"{len(totals)} currencies"
    if moments := [standing.refreshed_at for standing in standings if standing.refreshed_at]:
        latest = in_zone(max(moments), time_zone)
        yield f"figures of {day_words(latest.date())}, {latest:%H:%M}"


def _counts(titles: dict[str, str], ordered: Sequence[tuple[Standing, Urgency]]) -> list[Card]:
    standings = [standing for standing, _ in ordered]
    colours = [standing.figures.colour for standing in standings if standing.figures]
    lights = [f"{colours.count(colour)} {colour}" for colour in ("red", "amber", "green", "grey")]
    reds = [standing.new_reds for standing in standings]
    kinds = [standing.trouble.kind for standing in standings if standing.trouble]
    stuck = [f"{kinds.count(kind)} {kind.value}" for kind in Kind if kind in kinds]
    return [
        (
            titles["projects"],
            len(standings),
            ", ".join(light for light in lights if not light.startswith("0 ")) or "no figures yet",
        ),
        (
            titles["needs"],
            sum(urgent.needs_a_person for _, urgent in ordered),
            "not refreshed, worse, red or amber",
        ),
        (
            titles["new_reds"],
            sum(reds),
            _since(standings),
        ),
        (titles["not_refreshed"], len(kinds), ", ".join(stuck) or "every project was"),
    ]


def _since(standings: Sequence[Standing]) -> str:
    """What the new red flags are compared with."""
    if not any(standing.night for standing in standings):
        return "no night before to compare with"
    where = sum(standing.new_reds > 0 for standing in standings)
    return f"since the last night, in {counted(where, 'project')}" if where else "since the last night"


def _cards(cards: list[Card]) -> list[PageRow]:
    slots = list(zip(_SLOTS, cards, strict=True))
    return [
        _row({at: card[0] for at, card in slots}, "card-label"),
        _row({at: card[1] for at, card in slots}, "card-value", dict.fromkeys(_SLOTS, _COUNT)),
        _row({at: card[2] for at, card in slots}, "card-note"),
    ]


def _attention(ordered: Sequence[tuple[Standing, Urgency]]) -> Iterable[PageRow]:
    """The first projects of the order that need somebody: name, money, reason."""
    needed = [(standing, urgent) for standing, urgent in ordered if urgent.needs_a_person]
    yield _row({1: "What needs a person today"}, "block")
    for standing, urgent in needed[:LISTED]:
        colour = standing.figures.colour if standing.figures else "grey"
        reason = shorten(urgent.reason, LONGEST_REASON, placeholder=" …")
        yield _row({1: standing.name, 3: _over(standing), 5: reason}, f"top-flag:{colour}")
    told = "Nothing: every project was refreshed, and none is red or amber." if not needed else ""
    if len(needed) > LISTED:
        told = f"and {len(needed) - LISTED} more, on the tab Projects"
    yield _row({1: told}, "quiet")
    yield from [_row({}, "blank")] * (LISTED - min(len(needed), LISTED) + 1)


def _over(standing: Standing) -> str:
    figures = standing.figures
    if figures is None or figures.over_share is None:
        return ""
    if figures.vac == 0:
        return "on budget"
    word = "over" if figures.vac < 0 else "under"
    amount = whole_money(abs(figures.vac), figures.currency, figures.digits)
    return f"{word} by {amount} ({share_words(abs(figures.over_share))})"


def _people(over: Sequence[Overbooked]) -> Iterable[PageRow]:
    """The first people over capacity; the People tab has them all."""
    if not over:
        return
    people = len({one.person for one in over})
    yield _row({}, "blank")
    yield _row({1: "People over capacity"}, "block")
    for one in over[:3]:
        parts = ", ".join(f"{project} {hours:,.0f} h" for project, hours in one.parts[:4])
        much = f"{one.month}: {one.over:,.0f} h over {one.capacity:,.0f}"
        yield _row({1: one.person, 3: much, 5: parts}, "fact")
    if len(over) > 3:
        who = "1 person" if people == 1 else f"{people} people"
        yield _row({1: f"and more, on the tab People: {who}, {counted(len(over), 'month')} in all"}, "quiet")


def _money(totals: Sequence[Total]) -> Iterable[PageRow]:
    yield _row({1: "Money, by currency"}, "block")
    for total in totals:
        yield _row(
            {
                1: f"{total.currency}, {counted(total.projects, 'project')}",
                3: f"forecast {_amount(total.eac, total)}",
                5: _told(total),
            },
            "fact",
        )


def _amount(minor: int, total: Total) -> str:
    return whole_money(minor, total.currency, minor_digits(total.currency))


def _told(total: Total) -> str:
    said = f"budget {_amount(total.bac, total)}"
    if total.over_share is not None and total.vac:
        word = "over" if total.vac < 0 else "under"
        said += f", {word} by {_amount(abs(total.vac), total)} ({share_words(abs(total.over_share))})"
    if total.margin is not None and total.margin_percent is not None:
        of = "" if total.priced == total.projects else f" of {counted(total.priced, 'project')} with a price"
        said += f"; margin {_amount(total.margin, total)} ({share_words(total.margin_percent)}){of}"
    return said


def _row(values: dict[int, Value], look: str, shown: dict[int, Shown] | None = None) -> PageRow:
    cells: list[Value] = [values.get(at) if values.get(at) != "" else None for at in range(len(_WIDTHS))]
    formats = tuple((shown or {}).get(at) for at in range(len(_WIDTHS))) if shown else ()
    return PageRow(tuple(cells), look, formats)
