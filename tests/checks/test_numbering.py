"""Flags that only a number tells apart: each number stays with what it said."""

from __future__ import annotations

from app.checks.flag import Flag, Severity
from app.checks.numbering import each_its_own
from app.project.place import Place


def flag(figure: str, row: int, subject: str = "M4", period: str = "") -> Flag:
    place = Place(1, "Milestones", row, 0, row + 1, 1)
    return Flag(
        check="D3",
        severity=Severity.AMBER,
        title="Overdue",
        rule="",
        figure=figure.replace("HERE", str(place)),
        threshold="",
        places=(place,),
        subject=subject,
        period=period,
        remedy="",
    )


PILOT, LAUNCH = "M4 Pilot: 5 working days ago", "M4 Launch: 9 working days ago"


def names(*flags: Flag, known: dict[str, str] | None = None) -> list[str]:
    return [each.id for each in each_its_own(flags, known or {})]


def stood(*flags: Flag, known: dict[str, str] | None = None) -> dict[str, str]:
    """What the tab then says."""
    return {each.id: each.figure for each in each_its_own(flags, known or {})}


def test_without_anything_known_they_are_numbered_by_their_cells() -> None:
    assert names(flag(LAUNCH, 7), flag(PILOT, 4)) == ["D3:M4 (2)", "D3:M4"]
    assert names(flag(LAUNCH, 7, period="2026-03"), flag(PILOT, 4, period="2026-03")) == [
        "D3:M4 (2):2026-03",
        "D3:M4:2026-03",
    ]


def test_a_name_that_looks_numbered_is_not_given_twice() -> None:
    assert names(flag("a", 1), flag("b", 2), flag("c", 3, "M4 (2)")) == ["D3:M4", "D3:M4 (3)", "D3:M4 (2)"]


def test_the_second_does_not_become_the_first_when_that_is_gone() -> None:
    known = stood(flag(PILOT, 4), flag(LAUNCH, 7))
    assert names(flag(LAUNCH, 6), known=known) == ["D3:M4 (2)"]
    assert names(flag(PILOT, 4), known=known) == ["D3:M4"]
    assert names(flag(LAUNCH, 6), known={"D3:M4 (2)": LAUNCH}) == ["D3:M4 (2)"]


def test_sorting_the_rows_changes_nothing() -> None:
    known = stood(flag(PILOT, 4), flag(LAUNCH, 7))
    assert names(flag(LAUNCH, 2), flag(PILOT, 9), known=known) == ["D3:M4 (2)", "D3:M4"]


def test_figures_may_change_with_the_day() -> None:
    known = stood(flag(PILOT, 4), flag(LAUNCH, 7))
    later = "M4 Launch: 29 working days ago"
    assert names(flag(later, 4), known=known) == ["D3:M4 (2)"]


def test_another_one_takes_no_number_that_stands() -> None:
    known = stood(flag(PILOT, 4), flag(LAUNCH, 7))
    assert names(flag("M4 Other: 5 working days ago", 4), flag(LAUNCH, 7), known=known) == [
        "D3:M4 (3)",
        "D3:M4 (2)",
    ]
    assert names(flag("M4 Other: 5 working days ago", 4), known=known) == ["D3:M4 (3)"]


def test_what_says_the_same_but_for_its_cell_keeps_its_order() -> None:
    known = stood(flag("HERE: TBD", 4), flag("HERE: TBD", 7))
    assert names(flag("HERE: TBD", 5), flag("HERE: TBD", 8), known=known) == ["D3:M4", "D3:M4 (2)"]


def test_one_of_two_alike_that_went_leaves_no_note_to_a_guess() -> None:
    known = stood(flag("HERE: TBD", 4), flag("HERE: TBD", 7))
    assert names(flag("HERE: TBD", 5), known=known) == ["D3:M4 (3)"]
    assert names(flag("HERE: TBD", 7), known=known) == ["D3:M4 (2)"]  # it has not moved
