"""The same truths under other looks: headings translated and moved, totals added, numbers kept as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.intake.disguise import Truth, disguised
from tests.intake.reading import mapping_of, roles, total_rows

SEEDS = 200
LEAST_WHOLE = 0.95
FALSE_ALARMS = {
    "sum_range_short",
    "sum_double_count",
    "sum_wrong_rows",
    "total_not_equal_parts",
    "rollup_mismatch",
    "constant_in_formula_range",
    "formula_inconsistent",
    "inconsistent_markup",
}


def read(seed: int) -> tuple[Truth, dict[str, Any]]:
    received, truth = disguised(seed)
    return truth, mapping_of(received)


def wrong_sums(truth: Truth, table: dict[str, Any]) -> dict[str, tuple[str | None, Decimal]]:
    return {
        column: (table["sums"].get(column), amount)
        for column, amount in truth.sums.items()
        if abs(Decimal(table["sums"].get(column, "Infinity")) - amount) > Decimal("0.005")
    }


def misses(truth: Truth, mapping: dict[str, Any]) -> list[str]:
    """All that differs from the truth."""
    tables = mapping["sheets"][0]["tables"]
    if not tables:
        return ["no table"]
    table = tables[0]
    told = []
    if table["header_rows"] != truth.header_rows:
        told.append(f"header {table['header_rows']}, not {truth.header_rows}")
    if table["last_row"] != truth.last_row:
        told.append(f"last row {table['last_row']}, not {truth.last_row}")
    for column, accepted in truth.roles.items():
        if roles(table).get(column) not in accepted:
            told.append(f"{column} is {roles(table).get(column)}, not {accepted}")
    if set(total_rows(table)) != truth.totals:
        told.append(f"totals {sorted(total_rows(table))}, not {sorted(truth.totals)}")
    if wrong_sums(truth, table):
        told.append(f"sums {wrong_sums(truth, table)}")
    if truth.axis:
        cells = {cell["col"]: cell["period"] for cell in (table["axis"] or {}).get("cells", [])}
        if cells != truth.axis or table["axis"]["grain"] != truth.grain:
            told.append(f"axis {cells}, not {truth.axis}")
    return told


def test_nearly_all_are_read_whole() -> None:
    failed = {seed: told for seed in range(SEEDS) if (told := misses(*read(seed)))}
    assert len(failed) <= (1 - LEAST_WHOLE) * SEEDS, failed


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_no_sum_is_ever_another(first: int) -> None:
    for seed in range(first, first + 50):
        truth, mapping = read(seed)
        assert wrong_sums(truth, mapping["sheets"][0]["tables"][0]) == {}, (seed, truth.habits)


@pytest.mark.parametrize("first", range(0, SEEDS, 50))
def test_no_mistake_is_seen_where_there_is_none(first: int) -> None:
    for seed in range(first, first + 50):
        truth, mapping = read(seed)
        alarms = [issue for issue in mapping["issues"] if issue["kind"] in FALSE_ALARMS]
        assert alarms == [], (seed, truth.habits)
