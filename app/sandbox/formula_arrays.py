"""Which formulas may fill more cells than their own."""

from __future__ import annotations

import re
from functools import lru_cache

from app.sandbox.grid.cells import Row
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.value import Formula

_ONE_VALUE = """
SUM SUMIF SUMIFS COUNT COUNTA COUNTIF COUNTIFS COUNTBLANK COUNTUNIQUE AVERAGE AVERAGEIF AVERAGEIFS
MIN MAX MINIFS MAXIFS MEDIAN MODE STDEV STDEVP VAR VARP SUMPRODUCT VLOOKUP HLOOKUP MATCH LOOKUP
LARGE SMALL RANK PRODUCT SUBTOTAL JOIN TEXTJOIN CONCATENATE AND OR ROWS COLUMNS NPV IRR XNPV XIRR
CORREL SLOPE INTERCEPT PERCENTILE QUARTILE FORECAST N IFERROR IFNA ROUND
"""
_GATHERING = frozenset(_ONE_VALUE.split())
"""Functions that make one value of a range."""
_ARRAYS = re.compile(
    r"""[{] | \b(?:SEQUENCE|RANDARRAY|SPLIT|LET|LAMBDA|MAKEARRAY|MAP|SCAN|BYROW|BYCOL|INDIRECT|OFFSET
    |INDEX)\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)
_RANGE = re.compile(r"[A-Z0-9]:\$?[A-Z0-9]", re.IGNORECASE)
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")


@lru_cache(maxsize=20_000)
def may_spill(text: str) -> bool:
    """Whether a formula might fill more cells than its own."""
    if _ARRAYS.search(text):
        return True
    functions = {match[1].upper() for match in _FUNCTION.finditer(text)}
    return bool(_RANGE.search(text)) and (not functions or not functions <= _GATHERING)


def may_spill_anywhere(book: Spreadsheet) -> bool:
    """Whether any formula of a workbook might."""
    return any(_row_may_spill(row) for sheet in book.sheets for row in sheet.grid.rows.values())


def _row_may_spill(row: Row) -> bool:
    known = row.cache.get("spills")
    if known is None:
        known = row_has_formula(row) and any(type(v) is Formula and may_spill(v.text) for v in row.values)
        row.cache["spills"] = known
    return bool(known)


def row_has_formula(row: Row) -> bool:
    """Whether a row holds a formula, remembered with the row."""
    known = row.cache.get("formulas")
    if known is None:
        known = row.cache["formulas"] = Formula in map(type, row.values)
    return bool(known)
