"""Formulas as Excel spells them and as Google does."""

from __future__ import annotations

import re
from pathlib import Path

PREFIX = re.compile(r"\b_xlfn\.(?:_xlws\.)?", re.IGNORECASE)
STRING = re.compile(r'"(?:[^"]|"")*"')
CALL = re.compile(r"(?<![\w.])([A-Z][A-Z0-9.]*)\(", re.IGNORECASE)
ARRAY = re.compile(r"^=\s*ARRAYFORMULA\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
# Functions that Excel has since 2010 and writes with a prefix.
NEWER = frozenset((Path(__file__).parent / "newer_functions.txt").read_text("utf-8").split())
WORKSHEET_ONLY = frozenset({"FILTER", "SORT"})


def google_formula(text: str) -> str:
    """Without Excel's prefixes of newer functions."""
    return PREFIX.sub("", text)


def excel_formula(text: str) -> str:
    """With them."""
    made, at = [], 0
    for quoted in STRING.finditer(text):
        made += [CALL.sub(_prefixed, text[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    return "".join([*made, CALL.sub(_prefixed, text[at:])])


def _prefixed(call: re.Match[str]) -> str:
    name = call[1].upper()
    if name in WORKSHEET_ONLY:
        return f"_xlfn._xlws.{call[1]}("
    return f"_xlfn.{call[1]}(" if name in NEWER else call[0]


def inside_array(text: str) -> str | None:
    """What stands in a whole-cell ARRAYFORMULA, with a leading `=`; None when the formula isn't one."""
    match = ARRAY.match(text)
    return "=" + match[1] if match and _balanced(match[1]) else None


def _balanced(text: str) -> bool:
    depth = 0
    for sign in STRING.sub("", text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
