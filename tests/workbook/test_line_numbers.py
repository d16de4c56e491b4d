"""Numbers of lines that cells keep as numbers: 3.10 is 3.1 there."""

from __future__ import annotations

import pytest

from app.project.problem import ProblemKind
from tests.workbook.books import draft, of_kind


@pytest.mark.parametrize(("second", "as_number"), [(1.1, True), ("1.1", False), (" 1.1", False)])
def test_a_number_that_lost_its_nought_is_told_with_what_it_may_have_been(
    second: float | str, as_number: bool
) -> None:
    made = draft()
    made.put("Budget", 1, "Line", 1.1)
    made.put("Budget", 3, "Line", second)
    (problem,) = of_kind(made.read(), ProblemKind.DUPLICATE_LINE)
    assert ("as a number 1.10 is 1.1 as well" in problem.message) is as_number
    assert problem.mend.startswith("If 1.10 is meant" if as_number else "Give one of them another number")
