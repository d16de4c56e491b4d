"""The tabs behind the report: progress by month and phase, every milestone, every change."""

from __future__ import annotations

from collections.abc import Sequence

from app.sharing.content import Content
from app.sharing.looks import DONE, EXPECTED, PLANNED
from app.sharing.page import Cell, Chart, Curve, Draft, Page
from app.sharing.report_page import milestone_state
from app.sharing.wording import Words

GAP = 24  # pixels of the column between a table and its charts
CHART_COLUMN = 420
CHART_HEIGHT = 292  # with the gap below it


def progress_page(content: Content, words: Words) -> Page | None:
    """By phase on top, by month below, the charts beside them; None when nothing has dates."""
    if not content.months:
        return None
    hours = any(one.hours is not None for one in content.months)
    priced = any(one.price is not None for one in content.phases)
    heads: list[tuple[str, str]] = [
        ("phase", ""),
        ("start", "-centre"),
        ("finish", "-centre"),
        ("tasks", "-number"),
        ("tasks_done", "-number"),
        ("planned", "-number"),
        ("progress", "-number"),
    ]
    if priced:
        heads.append(("price", "-number"))
    width = len(heads)
    draft = Draft(width + 2)
    _title(draft, words.of("tabs.progress"), content, words)
    first_phase = _heads(draft, words, heads)
    for phase in content.phases:
        draft.add(
            *_cells(
                Cell(phase.phase or "–", "row"),
                Cell(phase.start, "row-centre", "date"),
                Cell(phase.finish, "row-centre", "date"),
                Cell(phase.tasks, "row-number", "count"),
                Cell(phase.tasks_done, "row-number", "count"),
                Cell(phase.planned, "row-number", "percent"),
                Cell(phase.progress, "row-number", "percent"),
                *([Cell(phase.price, "row-number", "money")] if priced else []),
            )
        )
    end_phase = len(draft.rows)
    draft.add(
        *_cells(
            Cell(words.of("columns.whole"), "total"),
            *[Cell(None, "total")] * 2,
            Cell(sum(one.tasks for one in content.phases), "total-number", "count"),
            Cell(sum(one.tasks_done for one in content.phases), "total-number", "count"),
            Cell(content.planned, "total-number", "percent"),
            Cell(content.progress, "total-number", "percent"),
            *(
                [Cell(sum(one.price or 0 for one in content.phases), "total-number", "money")]
                if priced
                else []
            ),
        )
    )
    draft.gap(20)
    month_heads = [("month", ""), ("planned", "-number"), ("progress", "-number"), ("expected", "-number")]
    first_month = _heads(draft, words, [*month_heads, *([("hours", "-number")] if hours else [])])
    for one in content.months:
        draft.add(
            *_cells(
                Cell(one.month, "row-start", "month"),
                Cell(one.planned, "row-number", "percent"),
                Cell(one.done, "row-number", "percent"),
                Cell(one.expected, "row-number", "percent"),
                *([Cell(one.hours, "row-number", "tenths")] if hours else []),
            )
        )
    end_month = len(draft.rows)
    as_at = words.of("charts.as_at", date=words.day(content.header.as_at))
    charts = [
        _chart(
            "progress",
            "line",
            words,
            as_at,
            row=first_month,
            end_row=end_month,
            domain=0,
            at=(2, width + 1),
            axis=words.of("charts.share_axis"),
            curves=(
                Curve(column=1, colour=PLANNED),
                Curve(column=2, colour=DONE),
                Curve(column=3, colour=EXPECTED, dashed=True),
            ),
        ),
        _chart(
            "phases",
            "column",
            words,
            as_at,
            row=first_phase,
            end_row=end_phase,
            domain=0,
            at=(_below(draft, 2, CHART_HEIGHT), width + 1),
            axis=words.of("charts.share_axis"),
            curves=(Curve(column=5, colour=PLANNED), Curve(column=6, colour=DONE)),
        ),
    ]
    if hours:
        charts.append(
            _chart(
                "hours",
                "column",
                words,
                as_at,
                row=first_month,
                end_row=end_month,
                domain=0,
                axis="",
                at=(_below(draft, 2, 2 * CHART_HEIGHT), width + 1),
                curves=(Curve(column=4, colour=DONE),),
            )
        )
    _room(draft, charts)
    widths = (170, 92, 92, 76, 92, 84, 84, *([96] if priced else []), GAP, CHART_COLUMN)
    return _page("progress", draft, widths, words, charts=charts)


def milestones_page(content: Content, words: Words) -> Page | None:
    """Every milestone."""
    if not content.milestones:
        return None
    paid = any(one.amount is not None for one in content.milestones)
    heads = [("id", ""), ("milestone", ""), ("original", "-centre"), ("current", "-centre"), ("state", "")]
    heads += [("amount", "-number")] if paid else []
    draft = Draft(len(heads))
    _title(draft, words.of("tabs.milestones"), content, words)
    _heads(draft, words, heads)
    for one in content.milestones:
        draft.add(
            *_cells(
                Cell(one.id, "row"),
                Cell(one.title, "row"),
                Cell(one.original, "row-centre", "date"),
                Cell(one.current, "row-centre", "date"),
                milestone_state(one, words),
                *([Cell(one.amount, "row-number", "money")] if paid else []),
            )
        )
    return _page("milestones", draft, (80, 300, 100, 100, 160, *([100] if paid else [])), words)


def changes_page(content: Content, words: Words) -> Page | None:
    """Every change request, then the way from the first price to the price now."""
    if not content.changes:
        return None
    heads = [
        ("id", ""),
        ("title", ""),
        ("raised", "-centre"),
        ("status", "-centre"),
        ("days", "-number"),
        ("price", "-number"),
        ("approved_on", "-centre"),
        ("approver", ""),
    ]
    draft = Draft(len(heads))
    _title(draft, words.of("tabs.changes"), content, words)
    _heads(draft, words, heads)
    for one in content.changes:
        draft.add(
            *_cells(
                Cell(one.id, "row"),
                Cell(one.title, "row"),
                Cell(one.raised, "row-centre", "date"),
                Cell(words.of(f"change_states.{one.status}"), "row-centre"),
                Cell(one.days, "row-number", "tenths"),
                Cell(one.price, "row-number", "money"),
                Cell(one.approved_on, "row-centre", "date"),
                Cell(one.approver or None, "row"),
            )
        )
    charts = _waterfall(draft, content, words)
    return _page("changes", draft, (90, 240, 92, 92, 70, 96, 100, 150), words, charts=charts)


def _waterfall(draft: Draft, content: Content, words: Words) -> list[Chart]:
    """Original, each approved change, current: a table and a chart over it; none where no price is given."""
    known = {one.key: one.value for one in content.figures}
    original, current = known.get("original"), known.get("current")
    approved = [one for one in content.changes if one.status == "approved"]
    if not isinstance(original, int) or not isinstance(current, int) or not approved:
        return []
    model = content.header.model
    draft.gap(20)
    first = _heads(draft, words, [("change", ""), ("value", "-number")])
    draft.add(
        *_cells(Cell(words.by_model("figures.original", model), "row"), Cell(original, "row-number", "money"))
    )
    for one in approved:
        draft.add(*_cells(Cell(one.id or one.title, "row"), Cell(one.price, "row-number", "money")))
    draft.add(
        *_cells(
            Cell(words.by_model("figures.current", model), "total"), Cell(current, "total-number", "money")
        )
    )
    as_at = words.of("charts.as_at", date=words.day(content.header.as_at))
    chart = _chart(
        "changes",
        "waterfall",
        words,
        as_at,
        row=first,
        end_row=len(draft.rows),
        domain=0,
        axis=content.header.currency,
        at=(first, 3),
        curves=(Curve(column=1, colour=DONE),),
        currency=content.header.currency,
    )
    _room(draft, [chart])
    return [chart]


def _chart(
    name: str,
    kind: str,
    words: Words,
    as_at: str,
    *,
    row: int,
    end_row: int,
    domain: int,
    at: tuple[int, int],
    axis: str,
    curves: tuple[Curve, ...],
    currency: str = "",
) -> Chart:
    return Chart(
        name=name,
        kind=kind,  # type: ignore[arg-type]
        title=words.of(f"charts.{name}", currency=currency),
        subtitle=as_at,
        alt_text=words.of(f"charts.{name}_alt"),
        axis=axis,
        domain=domain,
        curves=curves,
        row=row,
        end_row=end_row,
        at_row=at[0],
        at_column=at[1],
        width=CHART_COLUMN,
        height=CHART_HEIGHT - 12,
    )


def _below(draft: Draft, row: int, pixels: int) -> int:
    """The first row that begins so many pixels below the top of `row`; rows are added as needed."""
    at = row
    while pixels > 0:
        if at == len(draft.rows):
            draft.add()
        pixels -= draft.heights[at]
        at += 1
    if at == len(draft.rows):
        draft.add()
    return at


def _room(draft: Draft, charts: Sequence[Chart]) -> None:
    """Rows enough for the charts to stand on: none hangs over the edge of the grid."""
    for chart in charts:
        _below(draft, chart.at_row, CHART_HEIGHT)


def _title(draft: Draft, title: str, content: Content, words: Words) -> None:
    draft.add((1, Cell(title, "title")), height=34)
    about = f"{content.header.project} · {words.of('charts.as_at', date=words.day(content.header.as_at))}"
    draft.add((1, Cell(about, "subtitle")), height=24)


def _heads(draft: Draft, words: Words, heads: Sequence[tuple[str, str]]) -> int:
    return draft.add(
        *((1, Cell(words.of(f"columns.{key}"), f"head{look}")) for key, look in heads), height=32
    )


def _cells(*cells: Cell) -> list[tuple[int, Cell]]:
    return [(1, cell) for cell in cells]


def _page(
    key: str, draft: Draft, widths: tuple[int, ...], words: Words, *, charts: Sequence[Chart] = ()
) -> Page:
    return Page(
        key=key,
        title=words.of(f"tabs.{key}"),
        widths=widths,
        rows=tuple(draft.rows),
        heights=tuple(draft.heights),
        merges=tuple(draft.merges),
        charts=tuple(charts),
        right_to_left=words.right_to_left,
    )
