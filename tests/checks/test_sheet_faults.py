"""Faults of the sheets beyond one a check: each planted in the clean workbook, told once, and mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.project.place import column_letters
from app.workbook.book import CellError
from tests.checks.planted import Plant, in_tab, on_line, own_columns
from tests.support.reference import Reference

OWN_YEAR = "Cost per year"


def own_error(ref: Reference) -> str:
    column = ref.column("budget", "Remains")
    ref.typed["budget", 5, column] = CellError("#DIV/0!")
    return f"Budget!{column_letters(column)}6"


def pasted(ref: Reference) -> str:
    """Three figures typed over a formula, one under the other."""
    column = ref.column("budget", "Remains")
    for row in (5, 6, 7):
        ref.typed["budget", row, column] = 12.0
        ref.formulas.pop(("budget", row, column))
    return f"Budget!{column_letters(column)}6:{column_letters(column)}8"


def parent(ref: Reference, **changed: float) -> str:
    """A line above those of September that has their hours and their cost."""
    beneath = [row for row in ref.rows["budget"] if str(row["line"]).startswith("9.")]
    sums = {name: sum(row[name] for row in beneath) for name in ("hours", "cost")} | changed
    ref.rows["budget"].append({"line": "9", "title": "September", **sums})
    return ref.cell("budget", "cost", line="9")


def formulas_in_cost(ref: Reference) -> None:
    """Three costs computed line by line, as they are."""
    cost, hours = (column_letters(ref.column("budget", name)) for name in ("cost", "hours"))
    for row in (3, 4, 5):
        ref.formulas["budget", row, ref.column("budget", "cost")] = f"={hours}{row + 1}*80"
    assert cost != hours


def typed_in_a_formula(ref: Reference) -> str:
    column = ref.column("budget", "cost")
    ref.formulas["budget", 4, column] += "+100"
    return f"Budget!{column_letters(column)}5"


def months_of_a_year(factor: int) -> Callable[[Reference], str]:
    """A column of one's own that multiplies another by `factor`."""

    def made(ref: Reference) -> str:
        ref.more_headings["budget"] = ["Cost per month", OWN_YEAR]
        month, year = ref.column("budget", "Cost per month"), ref.column("budget", OWN_YEAR)
        for row in range(1, len(ref.rows["budget"]) + 1):
            ref.typed["budget", row, month] = 10.0
            ref.typed["budget", row, year] = 10.0 * factor
            ref.formulas["budget", row, year] = f"={factor}*{column_letters(month)}{row + 1}"
        return f"Budget!{column_letters(year)}1"

    return made


def whole_year(ref: Reference) -> None:
    months_of_a_year(12)(ref)


def bought_by_the_piece(ref: Reference) -> None:
    """Other costs of three lines: quantity times price."""
    ref.more_headings["budget"] = ["Quantity", "Unit price"]
    quantity, price = ref.column("budget", "Quantity"), ref.column("budget", "Unit price")
    other = ref.column("budget", "other_cost")
    for row in (1, 2, 3):
        ref.typed["budget", row, quantity] = 2.0
        ref.typed["budget", row, price] = 5.0
        ref.typed["budget", row, other] = 10.0
        a, b = (f"{column_letters(at)}{row + 1}" for at in (quantity, price))
        ref.formulas["budget", row, other] = f"={a}*{b}"


def no_quantity(ref: Reference) -> str:
    column = ref.column("budget", "Quantity")
    ref.typed["budget", 2, column] = None
    ref.typed["budget", 2, ref.column("budget", "other_cost")] = 0.0
    return f"Budget!{column_letters(column)}3"


def taken_over(ref: Reference) -> str:
    """A total that stops short, and a share of it beneath."""
    row, column = len(ref.rows["budget"]) + 1, ref.column("budget", "cost")
    letter = column_letters(column)
    shown = sum(line["cost"] for line in ref.rows["budget"][:-2])
    for at, (label, value, formula) in enumerate(
        [
            ("Total", shown, f"=SUM({letter}2:{letter}{row - 2})"),
            ("Total with 10 %", 1.1 * shown, f"={letter}{row + 1}*1.1"),
        ],
        row,
    ):
        ref.typed["budget", at, 1] = label
        ref.typed["budget", at, column] = value
        ref.formulas["budget", at, column] = formula
    return f"Budget!{letter}{row + 2}"


def typed_total(ref: Reference) -> str:
    """A total of all lines, typed, and 100 too high."""
    row, column = len(ref.rows["budget"]) + 1, ref.column("budget", "cost")
    ref.typed["budget", row, 1] = "Total"
    ref.typed["budget", row, column] = sum(line["cost"] for line in ref.rows["budget"]) + 100
    return f"Budget!{column_letters(column)}{row + 1}"


SHEETS: dict[str, tuple[str, Plant, str]] = {
    "a placeholder": ("A1", Plant(on_line("title", "?")), "only keeps a place"),
    "no quantity": ("A1", Plant(no_quantity, base=bought_by_the_piece), "shows 0: unknown, not free"),
    "an error beside": ("A12", Plant(own_error, base=own_columns), "#DIV/0! in Remains"),
    "a parent": ("A13", Plant(parent), "what the rows beneath it come to"),
    "a total taken over": ("R6", Plant(taken_over), "takes it over, and shows"),
    "a typed total": ("R6", Plant(typed_total), "that does not add up: the rows above it make"),
    "a due date that is none": (
        "A3",
        Plant(in_tab("risks_and_actions", "due", "TBD", item="A-1")),
        "'TBD' is not a date",
    ),
    "pasted values": ("T1", Plant(pasted, base=own_columns), "3 cells are typed over a formula"),
    "typed in a formula": ("T5", Plant(typed_in_a_formula, base=formulas_in_cost), "adds a typed 100"),
    "a year of 8 months": ("T5", Plant(months_of_a_year(8), base=whole_year), "8 times another column"),
}


@pytest.mark.parametrize(("check", "plant", "says"), SHEETS.values(), ids=SHEETS.keys())
def test_one_fault_gives_one_flag_at_its_cell_and_the_mended_workbook_none(
    check: str, plant: Plant, says: str
) -> None:
    found, cell = plant.planted()
    flags = [(flag.check, flag.figure) for flag in found.findings.flags]
    assert [flag.check for flag in found.findings.flags] == [check], flags
    (flag,) = found.findings.flags
    assert cell in [str(place) for place in flag.places]
    assert says in flag.figure
    assert plant.told_when_sound() == []


def test_a_typed_total_puts_at_stake_what_it_is_off_by() -> None:
    found, _ = Plant(typed_total).planted()
    (flag,) = found.findings.flags
    assert flag.stake == 100_00
    assert flag.remedy == (
        "Let the total take every row above it once. It is off by EUR 100; it was left out, so no figure "
        "here hangs on it."
    )
