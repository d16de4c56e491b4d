"""R and T. Sheet sense: totals, formulas, hidden rows, units and columns, as the sheets show them."""

from __future__ import annotations

from collections.abc import Iterable

from app.checks.case import Case
from app.checks.check import check
from app.checks.faults import reported
from app.checks.flag import Severity
from app.checks.found import Found

RED, AMBER = Severity.RED, Severity.AMBER


@check(
    "R6",
    title="A total does not add up",
    rule="A total in a tab of yours differs from its rows by over 0.01: it leaves some out, counts some "
    "twice, or "
    "was typed",
    severities=(RED,),
)
def r6_total_is_not_its_parts(case: Case) -> Iterable[Found]:
    """Formulas added up again over the rows they take and those they should."""
    return reported(case, "R6")


@check(
    "T1",
    title="A figure typed over a formula",
    rule="A cell holds a typed figure where the other lines of its column compute it",
    severities=(AMBER,),
)
def t1_typed_over_formula(case: Case) -> Iterable[Found]:
    """Figures that no longer follow what they rest on."""
    return reported(case, "T1")


@check(
    "T2",
    title="A formula names cells that are gone",
    rule="A formula holds #REF!, though the cell may show a figure",
    severities=(AMBER,),
)
def t2_broken_reference(case: Case) -> Iterable[Found]:
    """References that broke when rows or tabs were deleted."""
    return reported(case, "T2")


@check(
    "T3",
    title="Hidden rows inside a table",
    rule="Rows of a table are hidden by hand, and count all the same",
    severities=(AMBER,),
)
def t3_hidden_rows(case: Case) -> Iterable[Found]:
    """What nobody sees and everybody pays."""
    return reported(case, "T3")


@check(
    "T4",
    title="Two units in one column",
    rule="A column of percentages holds shares of 1 and figures out of 100",
    severities=(AMBER,),
)
def t4_mixed_units(case: Case) -> Iterable[Found]:
    """0.4 beside 40."""
    return reported(case, "T4")


@check(
    "T5",
    title="Columns that contradict each other",
    rule="A column of yours follows from others on nearly all lines (a sum, a difference, a product), and "
    "not on "
    "this one; or its formula is unlike the others",
    severities=(AMBER,),
)
def t5_columns_apart(case: Case) -> Iterable[Found]:
    """Budget less spent is what remains, on every line."""
    return reported(case, "T5")


@check(
    "T6",
    title="A percentage upside down",
    rule="A share of one column in another is its inverse, or what it leaves of 100 %, on a few lines",
    severities=(AMBER,),
)
def t6_inverted_percentage(case: Case) -> Iterable[Found]:
    """Budget by spent instead of spent by budget."""
    return reported(case, "T6")


@check(
    "T7",
    title="A figure that moves by itself",
    rule="A date or an amount that is read comes from TODAY, NOW or RAND, so that it is another every day",
    severities=(AMBER,),
)
def t7_moving_figure(case: Case) -> Iterable[Found]:
    """Everything here is as at the status date."""
    return reported(case, "T7")


@check(
    "T8",
    title="Income among the costs",
    rule="Lines whose phase or title says income hold a cost budget with the sign of the costs around them",
    severities=(AMBER,),
)
def t8_income_among_costs(case: Case) -> Iterable[Found]:
    """What comes in makes the budget larger there, and not smaller."""
    return reported(case, "T8")
