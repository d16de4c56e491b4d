"""The status report: one page, told top to bottom as its reader asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.sharing.content import ConcernRow, Content, FigureRow, LightRow, MilestoneRow, WorkRow
from app.sharing.page import Cell, Draft, Kind, Page
from app.sharing.wording import Words

WIDTHS = (146, 92, 92, 92, 92, 92, 92, 92)
MOST_MILESTONES, MOST_WORK, MOST_CHANGES = 6, 4, 4
CARDS = 4
KINDS: dict[str, Kind] = {
    "money": "money",
    "percent": "percent",
    "hours": "tenths",
    "months": "tenths",
    "date": "date",
}
STATES = {"reached": "green", "late": "amber", "overdue": "red", "on_time": "grey", "undated": "grey"}


def report_page(content: Content, words: Words) -> Page:
    """Header, lights, figures, milestones, work, concerns, changes, order; what is empty says why."""
    draft = Draft(len(WIDTHS))
    _header(draft, content, words)
    _lights(draft, content.lights, words)
    wanted, blanks = set(content.sections), dict(content.blanks)

    def part(section: str, heading: str, filled: bool, body: Callable[[], None]) -> None:
        if section not in wanted:
            return
        _block(draft, heading)
        if filled:
            body()
        else:
            _quiet(draft, words.say(blanks[section]))

    model = content.header.model
    part(
        "figures",
        words.raw["sections"]["figures"][model],
        bool(content.figures),
        lambda: _figures(draft, content, words),
    )
    part(
        "order",
        words.of("sections.order"),
        bool(content.order),
        lambda: _cards(draft, content.order, words, model),
    )
    part(
        "milestones",
        words.of("sections.milestones"),
        bool(content.milestones),
        lambda: _milestones(draft, content.milestones, words),
    )
    if "work" in wanted:
        _beside(draft, content.done, content.coming, words)
        _work(draft, "behind", content.behind, words)
    part(
        "risks",
        words.of("sections.risks"),
        bool(content.risks),
        lambda: _concerns(draft, content.risks, words),
    )
    part(
        "decisions",
        words.of("sections.decisions"),
        bool(content.decisions),
        lambda: _concerns(draft, content.decisions, words),
    )
    part(
        "changes",
        words.of("sections.changes"),
        bool(content.changes),
        lambda: _changes(draft, content, words),
    )
    return Page(
        key="report",
        title=words.of("tabs.report"),
        widths=WIDTHS,
        rows=tuple(draft.rows),
        heights=tuple(draft.heights),
        merges=tuple(draft.merges),
        right_to_left=words.right_to_left,
    )


def _header(draft: Draft, content: Content, words: Words) -> None:
    header = content.header
    number = f"{words.of('header.number')} {header.number}"
    draft.add((6, Cell(header.project or words.of("title"), "title")), (2, Cell(number, "corner")), height=34)
    about = " · ".join(part for part in (words.of("title"), header.client, header.code) if part)
    draft.add((8, Cell(about, "subtitle")), height=22)
    draft.gap(8)
    period = " – ".join(words.day(day) for day in (header.start, header.finish) if day)
    since = header.since or words.of("header.first")
    facts: tuple[tuple[int, str, Cell], ...] = (
        (1, "as_at", Cell(header.as_at, "fact", "date")),
        (1, "since", Cell(since, "fact", "date" if header.since else "text")),
        (2, "period", Cell(period or None, "fact")),
        (2, "manager", Cell(header.manager or None, "fact")),
        (2, "sponsor", Cell(header.sponsor or None, "fact")),
    )
    draft.add(*((span, Cell(words.of(f"header.{key}"), "label")) for span, key, _ in facts), height=18)
    draft.add(*((span, cell) for span, _, cell in facts), height=24)
    draft.gap()


def _lights(draft: Draft, lights: Sequence[LightRow], words: Words) -> None:
    _block(draft, words.of("lights.heading"))
    heads = words.raw["lights"]["columns"]
    draft.add(
        (1, Cell(heads["area"], "head")),
        (1, Cell(heads["now"], "head-centre")),
        (1, Cell(heads["before"], "head-centre")),
        (5, Cell(heads["reason"], "head")),
        height=19,
    )
    for light in lights:
        reason = words.say(light.reason)
        if light.by_hand:
            reason = words.of("lights.by_hand", reason=reason)
        before = (
            Cell(words.of(f"lights.colours.{light.before}"), f"light-{light.before}")
            if light.before
            else None
        )
        draft.add(
            (1, Cell(words.of(f"lights.areas.{light.area}"), "area")),
            (1, Cell(words.of(f"lights.colours.{light.now}"), f"light-{light.now}")),
            (1, before or Cell("–", "row-centre")),
            (5, Cell(reason, "row")),
            height=21 if len(reason) < 80 else 34,
        )
    _quiet(draft, words.of("lights.key"))


def _figures(draft: Draft, content: Content, words: Words) -> None:
    _cards(draft, content.figures, words, content.header.model)
    note = words.of("amounts", currency=content.header.currency)
    if any(row.unit == "hours" for row in content.figures):
        note = f"{note} {words.of('hours_note')}"
    _quiet(draft, note)


def _cards(draft: Draft, rows: Sequence[FigureRow], words: Words, model: str) -> None:
    """Four in a row, each a label, a value and a remark."""
    for at in range(0, len(rows), CARDS):
        row = rows[at : at + CARDS]
        draft.add(
            *((2, Cell(words.by_model(f"figures.{one.key}", model), "card-label")) for one in row), height=18
        )
        draft.add(*((2, Cell(_value(one), "card-value", KINDS[one.unit])) for one in row), height=27)
        notes = [words.say(one.note) if one.note else None for one in row]
        long = max((len(note) for note in notes if note), default=0)
        draft.add(
            *((2, Cell(note, "card-note")) for note in notes),
            height=9 if not long else 18 if long < 34 else 30,
        )


def _value(one: FigureRow) -> str | float | int | None:
    return "–" if one.value is None else one.value  # type: ignore[return-value]


def _milestones(draft: Draft, milestones: Sequence[MilestoneRow], words: Words) -> None:
    """Those that matter now: overdue and late ones, then the next; all of them stand on their own tab."""
    _heads(
        draft,
        words,
        (4, "milestone", ""),
        (1, "original", "-centre"),
        (1, "current", "-centre"),
        (2, "state", ""),
    )
    rank = {"overdue": 0, "late": 1, "on_time": 2, "undated": 3, "reached": 4}
    chosen = sorted(range(len(milestones)), key=lambda at: (rank[milestones[at].state], at))[:MOST_MILESTONES]
    for at in sorted(chosen):
        one = milestones[at]
        draft.add(
            (4, Cell(one.title or one.id, "row")),
            (1, Cell(one.original, "row-centre", "date")),
            (1, Cell(one.current, "row-centre", "date")),
            (2, milestone_state(one, words)),
        )


def milestone_state(one: MilestoneRow, words: Words) -> Cell:
    """In words, in the colour of its state."""
    return Cell(words.of(f"milestone_states.{one.state}", days=one.days), f"state-{STATES[one.state]}")


def _beside(draft: Draft, done: Sequence[WorkRow], coming: Sequence[WorkRow], words: Words) -> None:
    """What was done beside what comes next."""
    draft.gap()
    titles = (words.of("sections.done"), words.of("sections.coming"))
    draft.add(*((4, Cell(title, "block")) for title in titles), height=25)
    draft.add(
        *(
            (span, Cell(words.of(f"columns.{key}"), f"head{look}"))
            for _ in titles
            for span, key, look in ((3, "title", ""), (1, "finish", "-centre"))
        ),
        height=19,
    )
    empty = (words.of("says.nothing_done"), words.of("says.nothing_coming"))
    for at in range(max(1, min(MOST_WORK, max(len(done), len(coming))))):
        cells: list[tuple[int, Cell]] = []
        for rows, nothing in zip((done, coming), empty, strict=True):
            if at < len(rows):
                cells += [(3, Cell(rows[at].title, "row")), (1, Cell(rows[at].finish, "row-centre", "date"))]
            else:
                cells += [(3, Cell(None if at else nothing, "quiet")), (1, Cell(None, "plain"))]
        draft.add(*cells, height=21)


def _work(draft: Draft, key: str, rows: Sequence[WorkRow], words: Words) -> None:
    _block(draft, words.of(f"sections.{key}"))
    if not rows:
        _quiet(draft, words.of(f"says.nothing_{key}"))
        return
    _heads(draft, words, (6, "title", ""), (1, "finish", "-centre"), (1, "progress", "-number"))
    for one in rows[:MOST_WORK]:
        draft.add(
            (6, Cell(one.title, "row")),
            (1, Cell(one.finish, "row-centre", "date")),
            (1, Cell(one.progress, "row-number", "percent")),
        )


def _concerns(draft: Draft, rows: Sequence[ConcernRow], words: Words) -> None:
    _heads(draft, words, (6, "title", ""), (1, "kind", "-centre"), (1, "due", "-centre"))
    for one in rows[:MOST_WORK]:
        draft.add(
            (6, Cell(one.title or one.id, "row")),
            (1, Cell(words.of(f"kinds.{one.kind}"), "row-centre")),
            (1, Cell(one.due, "row-centre", "date")),
        )


def _changes(draft: Draft, content: Content, words: Words) -> None:
    """Waiting ones first; all of them stand on their own tab."""
    _heads(
        draft,
        words,
        (1, "id", ""),
        (4, "title", ""),
        (1, "days", "-number"),
        (1, "price", "-number"),
        (1, "status", "-centre"),
    )
    order = {"pending": 0, "approved": 1, "rejected": 2}
    for one in sorted(content.changes, key=lambda one: order[one.status])[:MOST_CHANGES]:
        draft.add(
            (1, Cell(one.id, "row")),
            (4, Cell(one.title, "row")),
            (1, Cell(one.days, "row-number", "tenths")),
            (1, Cell(one.price, "row-number", "money")),
            (1, Cell(words.of(f"change_states.{one.status}"), "row-centre")),
        )


def _block(draft: Draft, heading: str) -> None:
    draft.gap()
    draft.add((len(WIDTHS), Cell(heading, "block")), height=25)


def _quiet(draft: Draft, text: str) -> None:
    draft.add((len(WIDTHS), Cell(text, "quiet")), height=20)


def _heads(draft: Draft, words: Words, *heads: tuple[int, str, str]) -> None:
    draft.add(
        *((span, Cell(words.of(f"columns.{key}"), f"head{look}")) for span, key, look in heads), height=19
    )
