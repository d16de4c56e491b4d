"""Lines as columns: blanks, month columns and names come through as typed."""

from __future__ import annotations

from datetime import date

import numpy as np

from app.project.line_table import RULES, LineTable
from app.project.model import CreditingRule, Line, Settings

SETTINGS = Settings(status_date=date(2026, 3, 31), crediting_rule=CreditingRule.MILESTONES)


def test_columns_of_lines() -> None:
    lines = (
        Line(id="A", phase="Build", owner="Ana", hours=10, cost=0, start=date(2026, 1, 5)),
        Line(
            id="B", phase="Design", owner="Ben", rule=CreditingRule.EFFORT, months={24314: 5_00, 24312: -1_00}
        ),
        Line(id="C", phase="Build", progress=1.0, actual_finish=date(2026, 4, 1), months={24312: 0}),
    )
    found = LineTable.of(lines, SETTINGS)
    assert found.phases == ("Build", "Design")
    assert found.phase.tolist() == [0, 1, 0]
    assert found.owners == ("Ana", "Ben", "")
    assert [RULES[code] for code in found.rule] == [
        CreditingRule.MILESTONES, CreditingRule.EFFORT, CreditingRule.MILESTONES,
    ]  # fmt: skip
    np.testing.assert_array_equal(found.hours, [10, np.nan, np.nan])
    np.testing.assert_array_equal(found.cost, [0, np.nan, np.nan])
    assert np.isnan(found.other).all()
    assert found.start.tolist() == [date(2026, 1, 5).toordinal(), 0, 0]
    assert found.actual_finish.tolist() == [0, 0, 0]  # later than the status date: not known yet
    assert found.done.tolist() == [False, False, True]
    assert found.phased_line.tolist() == [1, 1, 2]
    assert found.phased_month.tolist() == [24314, 24312, 24312]
    assert found.phased_cost.tolist() == [500, -100, 0]


def test_no_lines() -> None:
    found = LineTable.of((), SETTINGS)
    assert (len(found), found.phases, found.owners, len(found.phased_cost)) == (0, (), (), 0)
