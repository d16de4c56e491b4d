"""Sixty thousand rows of actuals through the whole product: one read, one write, right figures."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.support.product import Product
from tests.workbook.books import SMALL

ROWS = 60_000
LINES = ("1.1", "1.2", "2.1")


@pytest.fixture(scope="module")
def large(product: Product) -> str:
    """The small project with 60,000 bookings of a cent-odd cost, typed in as a person would paste them."""
    book = product.workbook(
        {name: [*rows[: 1 if name == "actuals" else None]] for name, rows in SMALL.items()}
    )
    more = {"sheetId": product.sheet_id(book, "Actuals"), "dimension": "ROWS", "length": ROWS}
    product.batch(book, {"appendDimension": more})
    for start in range(0, ROWS, 20_000):
        product.put(book, f"Actuals!A{start + 2}", *[booked(n) for n in range(start, start + 20_000)])
    return book


def booked(n: int) -> list[object]:
    day = date(2026, 1, 5) + timedelta(days=n % 80)
    return [str(day), "", LINES[n % 3], ("Ana", "Ben")[n % 2], 1 + n % 8, 10.01, "", "time", f"TS-{n // 100}"]


def test_one_read_one_write_and_the_right_figures(product: Product, large: str) -> None:
    for _ in range(2):
        product.google.clear_requests()
        result = product.refresh(large)
        log = [(entry["kind"], entry["status"]) for entry in product.sheets_requests()]
        assert log == [("read", 200), ("write", 200)]
        assert result["figures"]["cost"]["ac"] == pytest.approx(ROWS * 10.01)
        assert result["figures"]["hours"]["ac"] == pytest.approx(ROWS * 4.5)
        assert result["problems"] == []
    assert result["written"]["rows_written"] == 0


def test_a_fault_of_every_row_is_one_flag_with_a_short_answer(product: Product, large: str) -> None:
    result = product.refresh(large)
    odd = [flag for flag in result["flags"] if flag["check"] == "A11"]
    assert [flag["cells_in_all"] for flag in odd] == [ROWS // 3] * 3
    assert [len(flag["cells"]) for flag in odd] == [60] * 3
    assert len(json.dumps(result)) < 200_000


def test_a_fault_in_the_middle_is_found(product: Product, large: str) -> None:
    product.put(large, "Actuals!E30001", ["eight"])
    result = product.refresh(large)
    (problem,) = result["problems"]
    assert [cell["a1"] for cell in problem["cells"]] == ["E30001"]
    assert result["figures"]["cost"]["ac"] == pytest.approx((ROWS - 1) * 10.01)
