"""From what a client may know to what the report says: selects, judges in the client's terms, rounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.sharing.allow_list import Section
from app.sharing.client_view import ClientView, LineView, MilestoneView
from app.sharing.content import (
    ChangeRow,
    ConcernRow,
    Content,
    Header,
    MilestoneRow,
    PhaseRow,
    Say,
    WorkRow,
)
from app.sharing.curve import months_of, planned_share, weighted
from app.sharing.figures import figures_of, order_of
from app.sharing.lights import lights_of
from app.sharing.rounding import money, share, tenths

MOST_WORK = 6  # a page has room for so many of each list
PERIOD = timedelta(days=31)
RISKS, DECISIONS = frozenset({"risk", "issue"}), frozenset({"decision"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The last report of this share: its day, its lights by area, what was done by month, its number."""

    as_at: date | None = None
    lights: tuple[tuple[str, str], ...] = ()
    done: tuple[tuple[date, float], ...] = ()
    number: int = 0


FIRST = Before()


def select(view: ClientView, sections: Collection[Section], *, before: Before = FIRST) -> Content:
    """The report of one project. Pure: the same project and the same last report make the same report."""
    wanted = set(sections)
    milestones = tuple(_milestone(one, view) for one in view.milestones)
    phases = _phases(view)
    done = share(weighted(view.lines, lambda line: line.progress or 0.0))
    planned = share(weighted(view.lines, lambda line: planned_share(line, view.status_date, view)))
    header = _header(view, before)
    since = header.since or view.status_date - PERIOD
    return Content(
        header=header,
        lights=lights_of(view, milestones, before=dict(before.lights)),
        figures=figures_of(view, done) if Section.FIGURES in wanted else (),
        milestones=milestones if Section.MILESTONES in wanted else (),
        done=_done(view, since) if Section.WORK in wanted else (),
        coming=_coming(view) if Section.WORK in wanted else (),
        behind=_behind(view) if Section.WORK in wanted else (),
        risks=_concerns(view, RISKS) if Section.RISKS in wanted else (),
        decisions=_concerns(view, DECISIONS) if Section.DECISIONS in wanted else (),
        changes=_changes(view) if Section.CHANGES in wanted else (),
        order=order_of(view) if Section.ORDER in wanted else (),
        phases=phases if Section.PROGRESS in wanted else (),
        months=months_of(view, done, before.done) if Section.PROGRESS in wanted else (),
        progress=done if Section.PROGRESS in wanted else None,
        planned=planned if Section.PROGRESS in wanted else None,
        sections=tuple(section.value for section in Section if section in wanted),
        blanks=tuple(_blanks(view, wanted)),
    )


def _header(view: ClientView, before: Before) -> Header:
    settings = view.settings
    return Header(
        project=settings.get("project") or "",
        code=settings.get("code") or "",
        client=settings.get("client") or "",
        manager=settings.get("manager") or "",
        sponsor=settings.get("sponsor") or "",
        currency=settings.get("currency") or "",
        model=view.model.value if view.model else "",
        as_at=view.status_date,
        since=before.as_at,
        number=before.number + 1,
        start=settings.get("start"),
        finish=settings.get("finish"),
    )


def _milestone(one: MilestoneView, view: ClientView) -> MilestoneRow:
    """Late: expected after the day first agreed. Overdue: its day is past and it is not reached."""
    reached = one.actual is not None and one.actual <= view.status_date
    current = one.actual if reached else one.forecast or one.baseline
    late = max(0, (current - one.baseline).days) if current and one.baseline else 0
    if reached:
        state = "reached"
    elif current is None:
        state = "undated"
    elif current < view.status_date:
        state, late = "overdue", max(late, (view.status_date - (one.baseline or current)).days)
    else:
        state = "late" if late else "on_time"
    return MilestoneRow(
        id=one.id,
        title=one.title,
        original=one.baseline,
        current=current,
        state=state,
        days=late,
        amount=money(one.amount, view.minor_digits),
    )


def _phases(view: ClientView) -> tuple[PhaseRow, ...]:
    by_phase: dict[str, list[LineView]] = {}
    for line in view.lines:
        by_phase.setdefault(line.phase, []).append(line)
    priced = bool(view.lines) and all(line.revenue is not None for line in view.lines)
    return tuple(
        PhaseRow(
            phase=phase,
            tasks=len(lines),
            tasks_done=sum((line.progress or 0) >= 1 for line in lines),
            progress=share(weighted(lines, lambda line: line.progress or 0.0)),
            planned=share(weighted(lines, lambda line: planned_share(line, view.status_date, view))),
            start=min((line.start for line in lines if line.start), default=None),
            finish=max((line.finish for line in lines if line.finish), default=None),
            price=money(sum(line.revenue or 0 for line in lines), view.minor_digits) if priced else None,
        )
        for phase, lines in by_phase.items()
    )


def _work(lines: Iterable[LineView]) -> tuple[WorkRow, ...]:
    return tuple(
        WorkRow(
            line=line.line, title=line.title or line.line, finish=line.finish, progress=share(line.progress)
        )
        for line in lines
    )


def _done(view: ClientView, since: date) -> tuple[WorkRow, ...]:
    """Finished, and planned to finish since the last report or not long before it; the latest first."""
    lines = [
        line
        for line in view.lines
        if (line.progress or 0) >= 1 and line.finish and since - PERIOD < line.finish <= view.status_date
    ]
    return _work(sorted(lines, key=lambda line: line.finish or date.min, reverse=True)[:MOST_WORK])


def _coming(view: ClientView) -> tuple[WorkRow, ...]:
    """To be finished or begun within the next period, in order of the finish."""
    until = view.status_date + PERIOD
    lines = [
        line
        for line in view.lines
        if (line.progress or 0) < 1
        and line.finish
        and line.start
        and view.status_date < line.finish
        and (line.finish <= until or view.status_date < line.start <= until)
    ]
    return _work(sorted(lines, key=lambda line: line.finish or date.max)[:MOST_WORK])


def _behind(view: ClientView) -> tuple[WorkRow, ...]:
    """Planned to be finished by now and not done, the longest overdue first."""
    lines = [
        line
        for line in view.lines
        if (line.progress or 0) < 1 and line.finish and line.finish <= view.status_date
    ]
    return _work(sorted(lines, key=lambda line: line.finish or date.max)[:MOST_WORK])


def _changes(view: ClientView) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            id=one.id,
            title=one.title,
            raised=one.raised,
            status="approved" if one.counts else "pending" if one.waits else "rejected",
            price=money(one.price, view.minor_digits) or 0,
            days=tenths(one.days) or 0.0,
            approved_on=one.approved_on if one.counts else None,
            approver=one.approver if one.counts else "",
        )
        for one in view.changes
    )


def _concerns(view: ClientView, kinds: frozenset[str]) -> tuple[ConcernRow, ...]:
    """What is open, the soonest due first. Whose it is among us is not told."""
    open_ = [one for one in view.items if one.kind in kinds]
    return tuple(
        ConcernRow(id=one.id, kind=one.kind, title=one.title, due=one.due)
        for one in sorted(open_, key=lambda one: one.due or date.max)[:MOST_WORK]
    )


def _blanks(view: ClientView, wanted: set[Section]) -> Iterable[tuple[str, Say]]:
    """Why a part that was asked for says nothing: a reason beats a guess."""
    kept = {
        Section.MILESTONES: ("milestones", bool(view.milestones), "not_kept"),
        Section.CHANGES: ("change_orders", bool(view.changes), "none_asked"),
        Section.RISKS: ("risks_and_actions", any(one.kind in RISKS for one in view.items), "none_open"),
        Section.DECISIONS: (
            "risks_and_actions",
            any(one.kind in DECISIONS for one in view.items),
            "none_wanted",
        ),
    }
    for section, (tab, filled, empty) in kept.items():
        if section in wanted and not filled:
            yield section.value, Say.of(empty if tab in view.tabs else "not_kept")
    if Section.FIGURES in wanted and view.model is None:
        yield Section.FIGURES.value, Say.of("no_model")
