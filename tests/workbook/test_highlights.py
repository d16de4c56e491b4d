"""Highlights are rules of ours on people's tabs: worst severity wins, and they change only when they must."""

from __future__ import annotations

from dataclasses import replace

from app.checks.flag import Flag, Severity
from app.project.place import Place
from app.workbook.book import Box, OurRule, Tab
from app.workbook.highlights import COLOURS, MOST_RANGES, plan_highlights
from app.workbook.marks import rule_formula, rule_severity

TAB = Tab(sheet_id=5, title="Budget", index=0, row_count=30, column_count=10, rows=[])


def flag(severity: Severity, *boxes: Box, sheet_id: int = 5) -> Flag:
    places = tuple(
        Place(sheet_id, "Budget", box.row, box.column, box.end_row, box.end_column) for box in boxes
    )
    return Flag(
        check="X1",
        severity=severity,
        title="t",
        rule="r",
        figure="f",
        threshold="",
        places=places,
        remedy="m",
    )


def test_a_cell_takes_its_worst_severity_and_neighbours_join() -> None:
    flags = [
        flag(Severity.AMBER, Box(1, 2, 4, 3)),
        flag(Severity.RED, Box(2, 2, 3, 3)),
        flag(Severity.ERROR, Box(5, 0, 6, 2)),
        flag(Severity.NOTE, Box(9, 0, 10, 1)),
    ]
    (changes,), count = plan_highlights(flags, [TAB])
    assert [(rule.severity, rule.ranges) for rule in changes.add] == [
        ("error", (Box(5, 0, 6, 1), Box(5, 1, 6, 2))),
        ("red", (Box(2, 2, 3, 3),)),
        ("amber", (Box(1, 2, 2, 3), Box(3, 2, 4, 3))),
    ]
    assert count == 5


def test_other_tabs_and_cells_beyond_the_grid_are_left_alone() -> None:
    flags = [flag(Severity.RED, Box(0, 0, 1, 1), sheet_id=77), flag(Severity.RED, Box(28, 9, 99, 14))]
    (changes,), count = plan_highlights(flags, [TAB])
    assert changes.add[0].ranges == (Box(28, 9, 30, 10),)
    assert count == 2


def standing(*rules: OurRule) -> Tab:
    return replace(TAB, our_rules=rules)


def test_rules_that_stand_are_not_touched_however_google_joins_their_ranges() -> None:
    flags = [flag(Severity.RED, Box(5, 0, 6, 2))]
    tab = standing(OurRule(3, "red", (Box(5, 0, 6, 2),), COLOURS["red"]))
    assert plan_highlights(flags, [tab]) == ((), 2)


def test_rules_that_differ_are_replaced_from_the_last_to_the_first() -> None:
    tab = standing(
        OurRule(0, "red", (Box(5, 0, 6, 2),), COLOURS["red"]),
        OurRule(4, "amber", (Box(1, 1, 2, 2),), "#000000"),
    )
    (changes,), _ = plan_highlights([flag(Severity.RED, Box(5, 0, 6, 1))], [tab])
    assert changes.delete == (4, 0)
    assert [rule.severity for rule in changes.add] == ["red"]


def test_rules_of_flags_that_are_gone_go() -> None:
    tab = standing(OurRule(1, "red", (Box(5, 0, 6, 2),), COLOURS["red"]))
    (changes,), count = plan_highlights([], [tab])
    assert (changes.delete, changes.add, count) == ((1,), (), 0)


def test_a_rule_keeps_to_a_number_of_ranges_google_takes() -> None:
    tall = replace(TAB, row_count=5000)
    boxes = [Box(row, 0, row + 1, 1) for row in range(0, 5000, 2)]
    (changes,), _ = plan_highlights([flag(Severity.RED, *boxes)], [tall])
    assert len(changes.add[0].ranges) == MOST_RANGES


def test_our_rules_are_known_by_their_formula_alone() -> None:
    assert rule_formula("red") == '=N("plumbline:red")=0'
    assert [rule_severity(rule_formula(severity)) for severity in COLOURS] == list(COLOURS)
    assert rule_severity('=N("plumbline:green")=0') is None
    assert rule_severity("=A1>3") is None
