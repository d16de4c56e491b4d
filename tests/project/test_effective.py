"""The row in force, against a search written out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.project.effective import Steps

rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=20)
asked = st.lists(st.tuples(st.integers(-1, 6), st.integers(0, 11)), min_size=1, max_size=10)


@given(rows, asked)
def test_the_newest_row_begun_of_each_key(
    table: list[tuple[int, int]], questions: list[tuple[int, int]]
) -> None:
    steps = Steps.of(*(np.array([row[column] for row in table], np.int64) for column in (0, 1)))
    keys, days = (np.array([question[column] for question in questions], np.int64) for column in (0, 1))
    force, first = steps.in_force(keys, days), steps.first(keys)
    begun = steps.day(force)
    for at, (key, day) in enumerate(questions):
        mine = [(since, row) for row, (name, since) in enumerate(table) if name == key]
        in_force = [each for each in mine if each[0] <= day]
        assert force[at] == (max(in_force)[1] if in_force else -1)  # the later row of two on one day
        assert first[at] == (min(mine)[1] if mine else -1)
        assert begun[at] == (max(in_force)[0] if in_force else -1)
