"""Ranges where one value belongs: Google takes the one in line with the cell.

Not so within ARRAYFORMULA and its like.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.sandbox.grid.formula_text import found

_ARRAYS = re.compile(
    r"""[{] | \b(?:ARRAYFORMULA|FILTER|SUMPRODUCT|INDEX|SORT|SORTN|SORTBY|UNIQUE|MMULT|TRANSPOSE|FLATTEN|TOCOL
    |TOROW|HSTACK|VSTACK|LET|LAMBDA|MAP|REDUCE|SCAN|BYROW|BYCOL|MAKEARRAY|QUERY|XLOOKUP|SPLIT|SEQUENCE)\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)
"""What makes Google work out a whole formula cell by cell."""
_SCALAR = """
IF ISBLANK ISNUMBER ISTEXT ISLOGICAL ISERROR ISERR ISNA ISEMAIL ISURL ABS ROUND ROUNDUP ROUNDDOWN INT TRUNC
MOD SQRT POWER EXP LN LOG SIGN LEN LEFT RIGHT MID UPPER LOWER PROPER TRIM CLEAN SUBSTITUTE REPT TEXT VALUE
FIND SEARCH EXACT REGEXMATCH REGEXEXTRACT REGEXREPLACE DATE YEAR MONTH DAY WEEKDAY HOUR MINUTE SECOND
EDATE EOMONTH NOT HYPERLINK
"""
_ONE_VALUE = frozenset(_SCALAR.split())
"""Functions whose arguments are single values."""
_KEYED = frozenset({"VLOOKUP", "HLOOKUP", "LOOKUP", "MATCH"})
"""Functions of which the first argument is one."""
_OPERATORS = frozenset("+-*/^&=<>%")
_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"?|'(?:[^']|'')*'")
_OPENED = re.compile(r"([A-Za-z_][\w.]*)?\s*\(|\)")


@lru_cache(maxsize=20_000)
def intersected(text: str) -> str:
    """A formula with `@` before each range of which one value is meant, as the engine writes it."""
    if ":" not in text or _ARRAYS.search(text):
        return text
    made, position = "", 0
    for start, end, reference in found(text):
        if reference.second is not None and _wants_one_value(text, start, end):
            made += text[position:start] + "@"
            position = start
    return made + text[position:]


def _wants_one_value(text: str, start: int, end: int) -> bool:
    """Whether a range is an operand, or an argument that is one value."""
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    if after in _OPERATORS or (before in _OPERATORS and text[:start].strip() != "="):
        return True
    if before not in {"(", ",", ";"} or after not in {")", ",", ";"}:
        return False
    function = _function(text[:start])
    return function in _ONE_VALUE or (function in _KEYED and before == "(")


def _function(before: str) -> str:
    """The innermost function open at the end of a formula's beginning."""
    opened: list[str] = []
    for match in _OPENED.finditer(_QUOTED.sub(lambda quoted: "_" * len(quoted[0]), before)):
        if match[0] == ")":
            opened[-1:] = []
        else:
            opened.append((match[1] or "").upper())
    return opened[-1] if opened else ""
