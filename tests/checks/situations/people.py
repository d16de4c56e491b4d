"""Reconciliation, people and follow-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.project.follow_up import Kind, Part, Stakeholder
from tests.checks.checking import and_entry, and_planned, changed, findings
from tests.checks.situations.planting import (
    DAY,
    JUL,
    JUN,
    Situation,
    after,
    booked,
    crowd,
    entry,
    month_end,
    planned,
    tuned,
    unbooked,
    with_line,
)
from tests.checks.situations.planting_ahead import (
    MAY,
    both_sides,
    holding,
    late,
    priced,
    untouched,
)
from tests.support.factory import (
    STATUS,
    Entry,
    Planned,
    lines,
    make_project,
    milestones,
)

LEFT = (0, 24_000_00, 30_000_00, 0)  # as in June

PEOPLE: dict[str, Situation] = {
    "R1-too-much": priced(ledger_total=65_000_00),
    "R1-a-cent": priced(ledger_total=66_000_01),
    "R1-two-cents": priced(ledger_total=66_000_02),
    "R3-little": booked(entry(line="9.9", hours=8.0), entry(line="", hours=0.2), A8_off=1),
    "R3-much": booked(entry(line="9.9", hours=50.0), A8_off=1),
    "R3-costs": booked(Entry(day=DAY, line="9.9", cost=10_00), A8_off=1),
    "R4-crowd": crowd(unbooked(months={MAY: 20_00, JUN: 30_00, JUL: 50_00})),
    "R4-without-months": with_line(unbooked(months={})),
    "R4-without-an-owner": with_line(unbooked(owner=""), P3_off=1),
    "R4-a-day": with_line(unbooked(months={}, start=date(2026, 4, 1), finish=date(2026, 6, 30))),
    "R5-three-documents": both_sides(
        ("J-1", 100_00, 0), ("J-1", 0, 90_00), ("J-2", 5_00, 5_00), ("J-3", 7_00, 0)
    ),
    "R5-a-cent": both_sides(("J-1", 100_00, 99_99)),
    "R5-less-than-a-cent": both_sides(("J-1", 100_00.0, 99_99.5)),
    "R5-no-document": both_sides(("", 100_00, 90_00)),
    "R7-one-row": priced(ledger_rows=8),
    "R7-as-many": priced(ledger_rows=7),
    "P1-two-rows": planned(
        Planned(person="Cy", line="1.2", hours={6: 6.0}), Planned(person="cy ", line="1.3", hours={6: 3.0})
    ),
    "P1-two-people": planned(
        Planned(person="Cy", line="1.2", hours={6: 9.0}), Planned(person="Di", line="1.2", hours={6: 12.0})
    ),
    "P1-booked-and-taken-back": lambda: findings(
        make_project(
            plan_=and_planned(Planned(person="Cy", line="1.2", hours={6: 9.0})),
            entries_=and_entry(
                entry(person="Cy", hours=4.0), entry(person="Cy", hours=-4.0, kind="credit", document="B")
            ),
        )
    ),
    "P1-on-no-line": planned(Planned(person="Cy", line="", hours={6: 9.0})),
    "P2-overdue": holding(
        items=(
            late(amount=-50_00, line="1.2"),
            late(id="R-1", kind=Kind.RISK, owner=" ", due=date(2026, 6, 15), row=2),
            late(id="D-1", kind=Kind.DECISION, due=date(2026, 6, 16), row=3),
            late(id="A-2", due=STATUS, row=4),
            late(id="A-3", done=STATUS, row=5),
            late(id="A-4", closed=True, row=6),
            late(id="A-5", done=date(2026, 7, 1), due=date(2026, 6, 14), row=7),
        ),
    ),
    "P3-two-lines": lambda: findings(make_project(lines_=[replace(line, owner="") for line in lines()])),
    "P3-a-milestone": lambda: findings(
        make_project(
            milestones_=[milestones()[0], replace(milestones()[1], owner="", actual=date(2026, 7, 1))]
        )
    ),
    "P3-two-milestones": lambda: findings(
        make_project(
            milestones_=[
                replace(m, owner="", actual=None, amount=None, forecast=date(2026, 8, 1))
                for m in milestones()
            ]
        )
    ),
    "P3-an-item": holding(items=(late(owner="", due=date(2026, 9, 1), amount=70_00),)),
    "P3-two-items": holding(
        items=tuple(late(id=f"A-{n}", owner=" ", due=date(2026, 9, 1), amount=n, row=n) for n in (1, 2))
    ),
    "P3-items-without-money": holding(
        items=(late(owner="", due=date(2026, 9, 1)), late(owner="", done=STATUS))
    ),
    "P4-untouched": after(untouched, month_end(4, left=LEFT), month_end(5, left=LEFT)),
    "P4-begun-on-the-day": after(
        lambda: untouched(start=date(2026, 4, 30)), month_end(4, left=LEFT), month_end(5, left=LEFT)
    ),
    "P4-begun-a-day-later": after(
        lambda: untouched(start=date(2026, 5, 1)), month_end(4, left=LEFT), month_end(5, left=LEFT)
    ),
    "P4-without-an-owner": after(
        lambda: untouched(owner=" "), month_end(4, left=LEFT), month_end(5, left=LEFT)
    ),
    "P4-one-month-known": after(untouched, month_end(4, left=LEFT), month_end(5, left=(0, 1, 0, 0))),
    "P6-nobody-and-two": holding(
        stakeholders=(
            Stakeholder(area="Design", person="Ana", parts=frozenset({Part.RESPONSIBLE}), row=1),
            Stakeholder(area="design ", person="Ben", parts=frozenset({Part.INFORMED}), row=2),
            Stakeholder(area="Build", person="Ana", parts=frozenset({Part.ACCOUNTABLE}), row=3),
            Stakeholder(area="Build", person="Ben", parts=frozenset({Part.ACCOUNTABLE}), row=4),
            Stakeholder(area="Build", person="Cy", parts=frozenset({Part.ACCOUNTABLE}), row=5),
            Stakeholder(area="Test", person="Ana", parts=frozenset({Part.ACCOUNTABLE}), row=6),
            Stakeholder(area="Test", person=" ana", parts=frozenset({Part.ACCOUNTABLE}), row=7),
            Stakeholder(area="Run", person="Di", row=8),
        ),
    ),
    "P7-lines": lambda: findings(
        make_project(
            lines_=[replace(line, finish=None) if line.id in ("1.2", "1.3") else line for line in lines()]
        )
    ),
    "P7-one-line": lambda: findings(make_project(lines_=changed("1.3", finish=None))),
    "P7-milestones": lambda: findings(
        make_project(
            milestones_=[replace(m, baseline=None, forecast=None, actual=None) for m in milestones()]
        )
    ),
    "P7-a-milestone-to-come": lambda: findings(
        make_project(
            milestones_=[
                replace(milestones()[1], baseline=None, forecast=None, actual=date(2026, 7, 1), amount=None)
            ]
        )
    ),
    "P7-items": holding(
        items=(
            late(due=None, amount=5_00),
            late(id="A-2", due=None, row=2),
            late(id="A-3", due=None, closed=True, row=3),
        )
    ),
    "S1-not-finite": priced(**tuned(V1_amber=float("inf"))),
    "S1-too-much": priced(**tuned(V1_amber=5.0)),
    "S1-off-by-what-is-no-yes": priced(**tuned(V1_off=-5.0)),
    "S1-unknown": priced(**tuned(V1_orange=0.05)),
    "S1-a-century": priced(**tuned(A5_after=36_525.0)),
    "S1-more-than-a-century": priced(**tuned(A5_after=36_526.0)),
    "S1-dear": priced(**tuned(L_amount=1e12)),
    "S1-too-dear": priced(**tuned(L_amount=1.1e12)),
    "S1-of-every-unit": priced(
        **tuned(
            A10_age=-1,
            D3_red=-1,
            P1_hours=-1,
            B5_months=-1,
            A11_times=-1,
            V2_red=-1,
            C3_points=2,
            L_amount=-1,
        )
    ),
}
