"""Two lines with one number: a second refresh does not take the one for the other's past."""

from __future__ import annotations

from collections.abc import Callable

from tests.refresh.at_sandbox import SandboxWorkbook
from tests.workbook.books import SMALL


def test_neither_seems_to_have_fallen(workbook: Callable[..., SandboxWorkbook]) -> None:
    again = [SMALL["budget"][0] | {"progress": 0.2}, *SMALL["budget"]]
    made = workbook(SMALL | {"budget": again})
    first, second = made.refresh(), made.refresh()
    assert {flag.id for flag in second.findings.flags} == {flag.id for flag in first.findings.flags}
    assert second.written.rows_written == 0
